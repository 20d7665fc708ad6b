/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/sonde-points.h"
#include "plot/sonde-layers.h"

G_BEGIN_DECLS

/**
 * SondeRange:
 * @min: the least finite value; infinity if there is none
 * @max: the largest; minus infinity if there is none
 * @min_positive: the least positive one; infinity if there is none
 */
typedef struct
{
  double min;
  double max;
  double min_positive;
} SondeRange;

/**
 * SondeCurveData:
 * @n: the number of points
 * @vdim: the number of components, 0 while there are no points
 * @n_missing: how many points have no finite component
 * @x: in rising order
 * @y: an array for each component
 * @id: of each point
 * @ranges: of each component
 * @version: another one after each change
 * @generation: another one after points were forgotten
 * @is_past: whether it is what was known at an earlier time
 * @n_newest: how many of @newest are set; 0 where the scene knows better
 * @newest: the places of the newest points, the oldest of them first
 *
 * The points as drawing needs them.
 */
typedef struct
{
  guint       n;
  guint       vdim;
  guint       n_missing;
  double     *x;
  double    **y;
  guint      *id;
  SondeRange *ranges;
  guint       version;
  guint       generation;
  gboolean    is_past;
  guint       n_newest;
  guint       newest[SONDE_NEWEST];

  /*< private >*/
  guint       capacity;
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
guint                 sonde_curve_get_n_seen (SondeCurve    *self);
void                  sonde_curve_take   (SondeCurve        *self);
const SondeCurveData *sonde_curve_lock   (SondeCurve        *self);
void                  sonde_curve_unlock (SondeCurve        *self);
const SondeCurveData *sonde_curve_peek   (SondeCurve        *self);

void                  sonde_curve_data_clear   (SondeCurveData *data);
void                  sonde_curve_data_measure (SondeCurveData *data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SondeCurve, sonde_curve_free)

G_END_DECLS
