/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Ticks at round numbers.
 *
 * Linear: 1. the step is 1, 2 or 5 times a power of ten, of these the nearest (by ratio) to what gives the distance asked for;
 * 2. a tick is a whole number of steps, kept as decimal digits and exponent: its value is the nearest double, and labels cannot
 * show rounding errors; 3. one form for all labels of the axis.
 *
 * Logarithmic: decades, or every second, third … when they are dense; 2 and 5 between them when they are sparse; linear
 * ticks when the range has hardly a decade. */

#include "config.h"

#include <math.h>

#include "plot/sonde-label.h"
#include "plot/sonde-scale.h"
#include "plot/sonde-ticks.h"

/* More ticks than this help nobody. */
#define MOST 60

static void
append (GArray *ticks,
        double  value,
        char   *label)
{
  SondeTick tick = { value, label };

  g_array_append_val (ticks, tick);
}

static void
clear (GArray *ticks)
{
  for (guint i = 0; i < ticks->len; i++)
    g_free (g_array_index (ticks, SondeTick, i).label);
  g_array_set_size (ticks, 0);
}

/* 1, 2 or 5 × 10^exponent nearest to @raw by ratio: the borders are √2, √10, √50 */
static SondeDecimal
nice_step (double raw)
{
  int exponent = (int) floor (log10 (raw));
  double part = sonde_decimal_to_double ((SondeDecimal) { raw, -exponent });

  if (part < G_SQRT2)
    return (SondeDecimal) { 1, exponent };
  if (part < 3.1622776601683795)
    return (SondeDecimal) { 2, exponent };
  if (part < 7.0710678118654755)
    return (SondeDecimal) { 5, exponent };
  return (SondeDecimal) { 1, exponent + 1 };
}

/* Steps of very small numbers would be denormal and have few digits: they are computed as if they were larger. */
static int
choose_shift (double min,
              double max)
{
  return MAX (fabs (min), fabs (max)) < 1e-200 ? 200 : 0;
}

static gboolean
is_inside (double       k,
           SondeDecimal step,
           double       min,
           double       max)
{
  double value = sonde_decimal_to_double ((SondeDecimal) { k * step.digits, step.exponent });

  return value >= min && value <= max;
}

static void
add_linear (GArray *ticks,
            double  min,
            double  max,
            double  n_wanted)
{
  int shift = choose_shift (min, max);
  double low = shift != 0 ? min * 1e200 : min, high = shift != 0 ? max * 1e200 : max;
  /* a tenth of it, since the whole may overflow */
  SondeDecimal step = nice_step (high / 10 / n_wanted - low / 10 / n_wanted);
  double size = sonde_decimal_to_double ((SondeDecimal) { step.digits, step.exponent + 1 });
  double first = floor (low / size) - 1, last = ceil (high / size) + 1;
  double largest = 0;
  SondeLabelForm form;

  g_assert (last - first <= 4 * MOST);

  step.exponent += 1 - shift;
  for (double k = first; k <= last; k++)
    if (is_inside (k, step, min, max))
      largest = MAX (largest, fabs (k * step.digits));
  form = sonde_label_choose_form (largest, step.exponent);
  for (double k = first; k <= last && ticks->len < MOST; k++)
    if (is_inside (k, step, min, max))
      {
        /* + 0: no negative zero */
        SondeDecimal decimal = { k * step.digits + 0., step.exponent };

        append (ticks, sonde_decimal_to_double (decimal), sonde_label_write (decimal, &form));
      }
}

/* whether all of a logarithmic axis reads better in plain numbers */
static gboolean
is_plain (double min,
          double max)
{
  return min >= 9e-5 && max < 1e6;
}

static void
add_log_tick (GArray   *ticks,
              int       digit,
              int       exponent,
              double    min,
              double    max)
{
  SondeDecimal decimal = { digit, exponent };
  SondeLabelForm plain = { MAX (-exponent, 0), 0, FALSE };
  SondeLabelForm power = { 0, exponent, TRUE };
  double value = sonde_decimal_to_double (decimal);

  if (value >= min && value <= max)
    append (ticks, value, sonde_label_write (decimal, is_plain (min, max) ? &plain : &power));
}

static void
add_decades (GArray   *ticks,
             double    min,
             double    max,
             int       stride,
             gboolean  between)
{
  int first = (int) floor (log10 (min)), last = (int) ceil (log10 (max));

  for (int exponent = first; exponent <= last && ticks->len < MOST; exponent++)
    {
      if (exponent % stride != 0)
        continue;
      add_log_tick (ticks, 1, exponent, min, max);
      if (between)
        {
          add_log_tick (ticks, 2, exponent, min, max);
          add_log_tick (ticks, 5, exponent, min, max);
        }
    }
}

static void
add_log (GArray *ticks,
         double  min,
         double  max,
         double  length,
         double  distance)
{
  double decade = length / (log10 (max) - log10 (min));
  int n_decades = (int) floor (log10 (max)) - (int) ceil (log10 (min)) + 1;
  gboolean between = n_decades < 2 || decade * log10 (2) >= .75 * distance;
  int stride = (int) CLAMP (ceil (.65 * distance / decade), 1, 400);

  add_decades (ticks, min, max, stride, between && stride == 1);
  for (; ticks->len < 2 && stride > 1; stride = stride / 2)
    {
      clear (ticks);
      add_decades (ticks, min, max, stride / 2, between && stride / 2 == 1);
    }
}

/**
 * sonde_ticks_new:
 * @min: where the axis begins
 * @max: where it ends
 * @log: whether it is logarithmic
 * @length: its length in pixels
 * @distance: about how far ticks shall be apart, in pixels
 *
 * A range that cannot be shown is mended first, as sonde_scale_mend() does.
 *
 * Returns: (transfer full): the ticks inside of the range
 */
SondeTicks *
sonde_ticks_new (double   min,
                 double   max,
                 gboolean log,
                 double   length,
                 double   distance)
{
  SondeTicks *self = g_new0 (SondeTicks, 1);
  GArray *ticks = g_array_new (FALSE, FALSE, sizeof (SondeTick));
  double n_wanted = CLAMP (length / distance, 1, MOST / 3);

  sonde_scale_mend (&min, &max, log);
  if (log)
    add_log (ticks, min, max, MAX (length, 1), distance);
  /* one number says nothing of the scale; when a short axis happens to have but one, it gets a finer step */
  for (guint i = 0; i < 4 && ticks->len < 2; i++)
    {
      clear (ticks);
      add_linear (ticks, min, max, n_wanted * (1 << i));
    }

  self->n = ticks->len;
  self->ticks = (SondeTick *) (void *) g_array_free (ticks, FALSE);
  return self;
}

void
sonde_ticks_free (SondeTicks *self)
{
  for (guint i = 0; i < self->n; i++)
    g_free (self->ticks[i].label);
  g_free (self->ticks);
  g_free (self);
}
