/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "plot/sonde-color-scale.h"

/* What differs less than this is rounding noise of a constant. */
#define CONSTANT 1e-13

/**
 * sonde_color_scale_init:
 * @colormap: colours
 * @min: the value of the first one
 * @max: the value of the last one
 * @log: whether colours go by the logarithm
 *
 * Bounds that cannot be shown are mended as sonde_scale_mend() does.
 */
void
sonde_color_scale_init (SondeColorScale *self,
                        SondeColormap    colormap,
                        double           min,
                        double           max,
                        gboolean         log)
{
  *self = (SondeColorScale) { .colormap = colormap, .log = log, .table = sonde_colormap_get_table (colormap) };
  sonde_scale_init (&self->scale, min, max, log, 0, SONDE_COLORMAP_STEPS);
  self->min = self->scale.min;
  self->max = self->scale.max;
  self->factor = SONDE_COLORMAP_STEPS / self->scale.per;
  self->offset = -self->scale.from * self->factor;
  self->factor *= log ? 1 : self->scale.factor;
}

gboolean
sonde_color_scale_equals (const SondeColorScale *self,
                          const SondeColorScale *other)
{
  return self->colormap == other->colormap && self->min == other->min && self->max == other->max && self->log == other->log;
}

/**
 * sonde_color_scale_choose:
 * @colormap: colours
 * @log: whether they shall go by the logarithm
 * @min: (inout): the least value there is, positive if @log; larger than @max if there is none
 * @max: (inout): the largest
 *
 * Chooses which range of values the colours span: all of them; for diverging colours equally far to both sides of zero, when
 * there are values on both sides. A constant lies in the middle.
 */
void
sonde_color_scale_choose (SondeColormap  colormap,
                          gboolean       log,
                          double        *min,
                          double        *max)
{
  double size = MAX (fabs (*min), fabs (*max));

  /* true for NaN */
  if (!(*min <= *max))
    {
      *min = log ? 1 : 0;
      *max = log ? 10 : 1;
    }
  else if (*max / 2 - *min / 2 <= CONSTANT * size)
    {
      *min = log ? *min / 3 : *min - (size > 0 ? size / 4 : 1);
      *max = log ? *max * 3 : *max + (size > 0 ? size / 4 : 1);
    }
  else if (colormap == SONDE_COLORMAP_DIVERGING && !log && *min < 0 && *max > 0)
    {
      *min = -size;
      *max = size;
    }
}

/**
 * sonde_color_scale_get_part:
 * @value: any number
 *
 * Returns: its place in the scale, 0 to 1; NaN if it has none, as what is not finite and, of logarithmic scales, not positive
 */
double
sonde_color_scale_get_part (const SondeColorScale *self,
                            double                 value)
{
  double part = isfinite (value) ? sonde_scale_to_pixel (&self->scale, value) / SONDE_COLORMAP_STEPS : NAN;

  return isnan (part) ? NAN : CLAMP (part, 0, 1);
}

/**
 * sonde_color_scale_get_pixel:
 * @value: any number
 *
 * Returns: its colour as in a %CAIRO_FORMAT_ARGB32 image; 0 if it has none
 */
guint32
sonde_color_scale_get_pixel (const SondeColorScale *self,
                             double                 value)
{
  double place;

  if (self->log)
    value = value > 0 ? log10 (value) : NAN;
  place = value * self->factor + self->offset;
  /* values outside of the range get the colour of its end; false for NaN */
  if (place >= 0 && place < SONDE_COLORMAP_STEPS)
    return self->table[(int) place];
  if (!isfinite (value))
    return 0;
  return self->table[place < 0 ? 0 : SONDE_COLORMAP_STEPS - 1];
}
