/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/sonde-points.h"

G_BEGIN_DECLS

/**
 * SondeCurveData:
 * @n: the number of points
 * @vdim: the number of components, 0 while there are no points
 * @n_missing: how many points have no finite component
 * @x: in rising order
 * @y: an array for each component
 * @id: of each point
 *
 * The points as drawing needs them.
 */
typedef struct
{
  guint    n;
  guint    vdim;
  guint    n_missing;
  double  *x;
  double **y;
  guint   *id;

  /*< private >*/
  guint    capacity;
} SondeCurveData;

/**
 * SondeCurve:
 *
 * Points handed from the thread that samples to the one that draws.
 */
typedef struct _SondeCurve SondeCurve;

SondeCurve           *sonde_curve_new    (void);
void                  sonde_curve_free   (SondeCurve        *self);
void                  sonde_curve_clear  (SondeCurve        *self);
guint                 sonde_curve_update (SondeCurve        *self,
                                          const SondePoints *points);
void                  sonde_curve_take   (SondeCurve        *self);
const SondeCurveData *sonde_curve_lock   (SondeCurve        *self);
void                  sonde_curve_unlock (SondeCurve        *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SondeCurve, sonde_curve_free)

G_END_DECLS
