/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "figure/sonde-mesh.h"
#include "figure/sonde-sheet.h"

G_BEGIN_DECLS

/**
 * SondeSlice:
 *
 * A plane cut through the triangulation of points of three and more variables: a surface over two of these. Used by one thread.
 */
typedef struct _SondeSlice SondeSlice;

SondeSlice *sonde_slice_new      (void);
void        sonde_slice_free     (SondeSlice   *self);
void        sonde_slice_cut      (SondeSlice   *self,
                                  SondeMesh    *mesh,
                                  const double *z,
                                  guint         x,
                                  guint         y,
                                  const double *at);
void        sonde_slice_get      (SondeSlice   *self,
                                  SondeSheet   *sheet);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SondeSlice, sonde_slice_free)

G_END_DECLS
