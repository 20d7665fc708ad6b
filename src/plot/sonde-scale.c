/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Values to pixels and back, for every range that doubles can express.
 *
 * 1. A linear scale first multiplies by a power of two that brings the larger bound near 1: the width of a range such as
 *    −1e308 to 1e308 then does not overflow, and that of a range of denormal numbers keeps its digits.
 * 2. A logarithmic scale goes by log10; values that have none are NaN.
 * 3. A place is never farther away than SONDE_SCALE_FAR. */

#include "config.h"

#include <float.h>
#include <math.h>

#include "plot/sonde-scale.h"

/* A range narrower than this part of its bounds has too few doubles in it to draw an axis. */
#define NARROWEST (256 * DBL_EPSILON)
/* Of the logarithm of a number near 1e308 three digits less remain. */
#define NARROWEST_LOG 1e-10
/* The bounds of a logarithmic axis. */
#define LEAST_LOG DBL_MIN

static void
widen (double *min,
       double *max,
       double  narrowest)
{
  double middle = *min / 2 + *max / 2;
  double half = fabs (middle) * narrowest;

  if (middle == 0)
    half = 1;
  *min = MAX (middle - half, -DBL_MAX);
  *max = MIN (middle + half, DBL_MAX);
  /* a denormal number has no neighbours as near as that */
  if (!(*min < *max))
    {
      *min = middle - 32 * DBL_TRUE_MIN;
      *max = middle + 32 * DBL_TRUE_MIN;
    }
}

/**
 * sonde_scale_mend:
 * @min: (inout): the lower bound
 * @max: (inout): the upper bound
 * @log: whether it is for a logarithmic axis
 *
 * Makes of any two numbers a range that can be shown: finite, the right way round, not empty, positive if @log, and
 * with enough numbers in it that ticks differ.
 */
void
sonde_scale_mend (double   *min,
                  double   *max,
                  gboolean  log)
{
  double narrowest = log ? NARROWEST_LOG : NARROWEST;

  if (isnan (*min) || isnan (*max))
    {
      *min = log ? 1 : 0;
      *max = log ? 10 : 1;
    }
  if (*min > *max)
    {
      double swap = *min;

      *min = *max;
      *max = swap;
    }
  *min = CLAMP (*min, -DBL_MAX, DBL_MAX);
  *max = CLAMP (*max, -DBL_MAX, DBL_MAX);
  if (log && *max < LEAST_LOG)
    {
      *min = 1;
      *max = 10;
    }
  if (log && *min < LEAST_LOG)
    *min = MAX (*max / 1000, LEAST_LOG);
  if (!(*max / 2 - *min / 2 > narrowest / 2 * MAX (fabs (*min), fabs (*max))))
    widen (min, max, narrowest);
}

/**
 * sonde_scale_init:
 * @min: the value at @start
 * @max: the value at @end
 * @log: whether places go by the logarithm
 * @start: a pixel
 * @end: another pixel
 *
 * Sets a scale up. Bounds that cannot be shown are mended as sonde_scale_mend() does.
 */
void
sonde_scale_init (SondeScale *self,
                  double      min,
                  double      max,
                  gboolean    log,
                  double      start,
                  double      end)
{
  int exponent;

  sonde_scale_mend (&min, &max, log);
  *self = (SondeScale) { .min = min, .max = max, .start = start, .end = end, .log = log };
  if (log)
    {
      self->factor = 1;
      self->from = log10 (min);
      self->per = log10 (max) - self->from;
    }
  else
    {
      frexp (MAX (fabs (min), fabs (max)), &exponent);
      self->factor = ldexp (1, CLAMP (-exponent, -1000, 1000));
      self->from = min * self->factor;
      self->per = max * self->factor - self->from;
    }
}

/**
 * sonde_scale_to_pixel:
 * @value: any number
 *
 * Returns: its place; NaN where it has none, which are NaN and, on a logarithmic scale, what is not positive
 */
double
sonde_scale_to_pixel (const SondeScale *self,
                      double            value)
{
  double part;

  if (self->log)
    value = value > 0 ? log10 (value) : NAN;
  part = (value * self->factor - self->from) / self->per;
  part = self->start + part * (self->end - self->start);
  return isnan (part) ? NAN : CLAMP (part, -SONDE_SCALE_FAR, SONDE_SCALE_FAR);
}

/**
 * sonde_scale_to_value:
 * @pixel: a place
 *
 * Returns: the value there, finite for any finite place
 */
double
sonde_scale_to_value (const SondeScale *self,
                      double            pixel)
{
  double part = (pixel - self->start) / (self->end - self->start);
  double value = self->from + part * self->per;

  /* the bounds exactly: a view that is read off a picture must not creep */
  if (part == 0)
    return self->min;
  if (part == 1)
    return self->max;
  value = self->log ? pow (10, value) : value / self->factor;
  return CLAMP (value, self->log ? DBL_TRUE_MIN : -DBL_MAX, DBL_MAX);
}

/**
 * sonde_scale_pad:
 * @min: (inout): the lower bound
 * @max: (inout): the upper bound
 * @log: whether it is for a logarithmic axis
 * @before: how much to add below, as a part of the range
 * @after: how much to add above
 *
 * Widens a range, which is mended first.
 */
void
sonde_scale_pad (double   *min,
                 double   *max,
                 gboolean  log,
                 double    before,
                 double    after)
{
  SondeScale scale;

  sonde_scale_init (&scale, *min, *max, log, 0, 1);
  *min = sonde_scale_to_value (&scale, -before);
  *max = sonde_scale_to_value (&scale, 1 + after);
}
