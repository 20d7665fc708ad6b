/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "figure/sonde-curve.h"
#include "figure/sonde-figure.h"
#include "figure/sonde-scene.h"

G_BEGIN_DECLS

/**
 * SondeCurveSpots:
 * @data: what the last picture showed, locked
 * @learner: whose points these are
 * @scene: what there is beside them
 * @names: of the series
 *
 * All that is needed to walk along a curve, for as long as @data is locked.
 */
typedef struct
{
  const SondeCurveData *data;
  SondeLearner         *learner;
  const SondeScene     *scene;
  const char * const   *names;
} SondeCurveSpots;

gboolean sonde_curve_spots_walk   (const SondeCurveSpots *self,
                                   const SondeFrame      *frame,
                                   SondeStep              step,
                                   SondeSpot             *spot);
gboolean sonde_curve_spots_locate (const SondeCurveSpots *self,
                                   const SondeFrame      *frame,
                                   const SondeSpot       *spot,
                                   double                *pixel_x,
                                   double                *pixel_y);
char    *sonde_curve_spots_tell   (const SondeCurveSpots *self,
                                   const SondeSpot       *spot,
                                   SondeTelling           telling);

G_END_DECLS
