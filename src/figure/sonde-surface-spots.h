/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "figure/sonde-figure.h"
#include "figure/sonde-surface-scene.h"

G_BEGIN_DECLS

/**
 * SondeSurfaceSpots:
 * @points: all that is known
 * @n: how many of these are shown
 * @scene: what there is beside them
 * @x: the variable along the horizontal axis
 * @y: the one along the vertical axis
 * @is_curve: whether the vertical axis has the values
 * @component: which one of these
 * @is_shown: (nullable): whether a point is shown; %NULL: all are
 * @data: for @is_shown
 *
 * All that is needed to walk about on a surface, in the main thread.
 */
typedef struct
{
  const SondePoints       *points;
  guint                    n;
  const SondeSurfaceScene *scene;
  guint                    x;
  guint                    y;
  gboolean                 is_curve;
  guint                    component;
  gboolean               (*is_shown) (const double *point, gconstpointer data);
  gconstpointer            data;
} SondeSurfaceSpots;

gboolean sonde_surface_spots_pick   (const SondeSurfaceSpots *self,
                                     const SondeFrame        *frame,
                                     double                   pixel_x,
                                     double                   pixel_y,
                                     double                   radius,
                                     guint                   *id);
gboolean sonde_surface_spots_walk   (const SondeSurfaceSpots *self,
                                     const SondeFrame        *frame,
                                     SondeStep                step,
                                     SondeSpot               *spot);
gboolean sonde_surface_spots_locate (const SondeSurfaceSpots *self,
                                     const SondeFrame        *frame,
                                     const SondeSpot         *spot,
                                     double                  *pixel_x,
                                     double                  *pixel_y);
char    *sonde_surface_spots_tell   (const SondeSurfaceSpots *self,
                                     const SondeSpot         *spot,
                                     SondeTelling             telling);

G_END_DECLS
