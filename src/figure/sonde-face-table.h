/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "figure/sonde-surface-scene.h"

G_BEGIN_DECLS

#define SONDE_FACE_ROW (SONDE_SURFACE_NDIM + 1)

/**
 * SondeFaceTable:
 *
 * What was found for faces of simplices, by their vertices.
 */
typedef struct _SondeFaceTable SondeFaceTable;

SondeFaceTable *sonde_face_table_new  (guint            n_vertices);
void            sonde_face_table_free (SondeFaceTable  *self);
gboolean        sonde_face_table_find (SondeFaceTable  *self,
                                       const guint32   *vertices,
                                       guint32         *found);
void            sonde_face_table_add  (SondeFaceTable  *self,
                                       const guint32   *vertices,
                                       guint32          found);
gboolean        sonde_face_solve      (guint            n,
                                       double           a[][SONDE_FACE_ROW],
                                       double          *solution);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SondeFaceTable, sonde_face_table_free)

G_END_DECLS
