/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "figure/sonde-figure.h"
#include "figure/sonde-surface-scene.h"

G_BEGIN_DECLS

/**
 * SondeCut:
 * @ndim: the number of variables
 * @x: the one along the horizontal axis
 * @y: the one along the vertical axis of a surface
 * @is_curve: whether only @x runs
 * @at: where each other variable is, in its own unit
 *
 * What of several variables a view shows. Of two variables it is everything.
 */
typedef struct
{
  guint    ndim;
  guint    x;
  guint    y;
  gboolean is_curve;
  double   at[SONDE_SURFACE_NDIM];
} SondeCut;

void     sonde_cut_init         (SondeCut                *self,
                                 const SondeSurfaceScene *scene,
                                 const SondeView         *view);
gboolean sonde_cut_equals       (const SondeCut          *self,
                                 const SondeCut          *other);
guint8   sonde_cut_get_nearness (const SondeCut          *self,
                                 const SondeSurfaceScene *scene,
                                 const double            *point);
char    *sonde_cut_describe     (const SondeCut          *self,
                                 const SondeSurfaceScene *scene);

G_END_DECLS
