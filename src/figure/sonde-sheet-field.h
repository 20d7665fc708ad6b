/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "figure/sonde-sheet.h"
#include "plot/sonde-surface-layers.h"

G_BEGIN_DECLS

/**
 * SondeSheetField:
 *
 * A surface as pixels, kept from picture to picture: as long as nothing else changes, only triangles that came or went are drawn.
 */
typedef struct _SondeSheetField SondeSheetField;

SondeSheetField *sonde_sheet_field_new          (void);
void             sonde_sheet_field_free         (SondeSheetField       *self);
void             sonde_sheet_field_update       (SondeSheetField       *self,
                                                 const SondeSheet      *sheet,
                                                 const SondeFrame      *frame,
                                                 const SondeFieldPlace *place,
                                                 double                 mesh_width);
SondeField      *sonde_sheet_field_get          (SondeSheetField       *self);
SondeVertices    sonde_sheet_field_get_vertices (SondeSheetField       *self,
                                                 const SondeSheet      *sheet);
gboolean         sonde_sheet_field_has          (SondeSheetField       *self,
                                                 const SondeSheet      *sheet,
                                                 guint                  slot);
void             sonde_sheet_field_keep         (SondeSheetField       *self);
gboolean         sonde_sheet_field_read_out     (SondeSheetField       *self,
                                                 const SondeFrame      *frame,
                                                 double                 pixel_x,
                                                 double                 pixel_y,
                                                 double                *z);
void             sonde_sheet_measure            (const SondeSheet      *sheet,
                                                 const SondeFrame      *view,
                                                 gboolean               positive,
                                                 double                *min,
                                                 double                *max);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SondeSheetField, sonde_sheet_field_free)

G_END_DECLS
