/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* No place on a scale lies farther away than this; beyond a few frames nobody sees a difference, and sums of places stay exact
 * enough to clip lines at the frame. */
#define SONDE_SCALE_FAR 1e9

/**
 * SondeScale:
 * @min: the value at @start
 * @max: the value at @end, larger than @min
 * @start: a pixel
 * @end: another; below @start for an axis that points up
 * @log: whether places go by the logarithm; @min is then positive
 *
 * From values to pixels and back. Set it up by sonde_scale_init() only, which mends what cannot be shown.
 */
typedef struct
{
  double   min, max;
  double   start, end;
  gboolean log;

  /*< private >*/
  double   factor;
  double   from, per;
} SondeScale;

void   sonde_scale_init     (SondeScale       *self,
                             double            min,
                             double            max,
                             gboolean          log,
                             double            start,
                             double            end);
double sonde_scale_to_pixel (const SondeScale *self,
                             double            value);
double sonde_scale_to_value (const SondeScale *self,
                             double            pixel);
void   sonde_scale_mend     (double           *min,
                             double           *max,
                             gboolean          log);
void   sonde_scale_pad      (double           *min,
                             double           *max,
                             gboolean          log,
                             double            before,
                             double            after);

G_END_DECLS
