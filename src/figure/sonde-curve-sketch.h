/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "figure/sonde-curve.h"
#include "figure/sonde-figure.h"
#include "figure/sonde-losses.h"
#include "figure/sonde-scene.h"

G_BEGIN_DECLS

/**
 * SondeStretch:
 *
 * A part of the horizontal axis, pixels of the figure.
 */
typedef struct
{
  double from;
  double to;
} SondeStretch;

/**
 * SondeCurveSketch:
 * @lines: (element-type GArray): of #SondePlace, a curve for each component
 * @markers: (element-type GArray): of #SondePlace, the points of each component; empty when there are too many
 * @opacity: of markers
 * @counts: (element-type guint): how many points lie in each column of pixels
 * @gaps: (element-type SondeStretch): where values are missing
 * @failed_gaps: (element-type SondeStretch): where points failed for good
 * @newest: (element-type SondePlace): each component of each of the newest points
 * @pending: (element-type SondePlace): where the values of pending points are expected
 * @failed: (element-type double): where points failed for good
 * @to_retry: (element-type double): where points failed and will be tried again
 * @losses: (element-type double): the largest loss in each column of pixels, as a part of the largest of all; empty when not asked for
 *
 * A curve reduced to what pixels can show, in pixels: all that is read from the points while they are locked.
 */
typedef struct
{
  GPtrArray *lines;
  GPtrArray *markers;
  double     opacity;
  GArray    *counts;
  GArray    *gaps;
  GArray    *failed_gaps;
  GArray    *newest;
  GArray    *pending;
  GArray    *failed;
  GArray    *to_retry;
  GArray    *losses;
} SondeCurveSketch;

SondeCurveSketch *sonde_curve_sketch_new  (const SondeCurveData *data,
                                           const SondeScene     *scene,
                                           const SondeView      *view,
                                           const SondeFrame     *frame,
                                           double                scale);
void              sonde_curve_sketch_add_losses
                                          (SondeCurveSketch     *self,
                                           const SondeLosses    *losses,
                                           const SondeScene     *scene,
                                           const SondeFrame     *frame);
void              sonde_curve_sketch_free (SondeCurveSketch     *self);

/* the points that a view shows: from *first on up to before *end */
void              sonde_curve_find        (const SondeCurveData *data,
                                           const SondeScene     *scene,
                                           const SondeView      *view,
                                           double                min,
                                           double                max,
                                           guint                *first,
                                           guint                *end);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SondeCurveSketch, sonde_curve_sketch_free)

G_END_DECLS
