/* SPDX-License-Identifier: GPL-3.0-or-later */

/* From a million points to what pixels can show.
 *
 * 1. Columns of pixels are counted from the left of the frame. The points of one are a stretch of the sorted array; its end is
 *    found by a search that doubles its stride, so that the cost is by the column, not by the point.
 * 2. Of a column remain the first and the last point, for the connection to its neighbours, and the lowest and the
 *    highest between them, in the order in which they come. The line through these covers the same pixels.
 * 3. Points that cannot be shown break the line. Inside of a column nobody sees it; at its ends it matters. */

#include "config.h"

#include <float.h>
#include <math.h>

#include "plot/sonde-reduce.h"

/**
 * sonde_search:
 * @x: in rising order
 * @from: where to begin
 * @end: where to stop
 * @limit: what to look for
 *
 * Returns: the first index from @from on whose value is @limit or more, else @end; at the cost of the logarithm of its distance
 */
guint
sonde_search (const double *x,
              guint         from,
              guint         end,
              double        limit)
{
  guint low = from, stride = 1;

  while (stride < end - low && x[low + stride - 1] < limit)
    {
      low += stride;
      stride *= 2;
    }
  stride = MIN (stride, end - low);
  while (stride > 0)
    {
      guint half = stride / 2;

      if (x[low + half] < limit)
        {
          low += half + 1;
          stride -= half + 1;
        }
      else
        stride = half;
    }
  return low;
}

/**
 * sonde_column_next:
 * @column: (inout): the column before; at first one whose end is the index to begin at
 * @x: in rising order
 * @end: where to stop
 * @scale: from values to pixels
 * @width: of a column, in pixels
 *
 * Returns: whether there is another column with a point in it
 */
gboolean
sonde_column_next (SondeColumn      *column,
                   const double     *x,
                   guint             end,
                   const SondeScale *scale,
                   double            width)
{
  double place;

  if (column->end >= end)
    return FALSE;
  column->first = column->end;
  place = floor ((sonde_scale_to_pixel (scale, x[column->first]) - scale->start) / width);
  column->place = (int) CLAMP (place, -1e9, 1e9);
  column->end = sonde_search (x, column->first, end, sonde_scale_to_value (scale, scale->start + (place + 1) * width));
  column->end = MAX (column->end, column->first + 1);
  return TRUE;
}

/**
 * sonde_is_shown:
 * @value: of a point
 * @log: whether the axis is logarithmic
 *
 * Returns: whether it has a place on the axis
 */
gboolean
sonde_is_shown (double   value,
                gboolean log)
{
  return value <= DBL_MAX && value >= (log ? DBL_TRUE_MIN : -DBL_MAX);
}

static void
append (GArray           *places,
        double            x,
        double            y,
        const SondeScale *scale_x,
        const SondeScale *scale_y)
{
  SondePlace place = { sonde_scale_to_pixel (scale_x, x), sonde_scale_to_pixel (scale_y, y) };

  g_array_append_val (places, place);
}

static void
append_break (GArray *places)
{
  SondePlace place = { NAN, NAN };

  if (places->len > 0 && !isnan (g_array_index (places, SondePlace, places->len - 1).x))
    g_array_append_val (places, place);
}

/* The indices to keep, rising, none twice; returns how many. */
static guint
choose (const double *y,
        guint         first,
        guint         end,
        gboolean      log,
        guint         keep[4])
{
  guint low = end, high = end, start = end, last = end, n = 0;

  for (guint i = first; i < end; i++)
    {
      if (!sonde_is_shown (y[i], log))
        continue;
      if (start == end)
        start = low = high = i;
      if (y[i] < y[low])
        low = i;
      if (y[i] > y[high])
        high = i;
      last = i;
    }
  if (start == end)
    return 0;

  keep[n++] = start;
  if (MIN (low, high) > keep[n - 1])
    keep[n++] = MIN (low, high);
  if (MAX (low, high) > keep[n - 1])
    keep[n++] = MAX (low, high);
  if (last > keep[n - 1])
    keep[n++] = last;
  return n;
}

/**
 * sonde_reduce:
 * @x: in rising order
 * @y: as many values, some perhaps not finite
 * @first: where to begin
 * @end: where to stop
 * @scale_x: from values to pixels; @x must have places on it
 * @scale_y: likewise
 * @width: of a column, in pixels: 1 divided by the device scale
 * @places: (element-type SondePlace): the line is appended, with a NaN place where it is broken
 *
 * Reduces a curve to at most four places a column.
 */
void
sonde_reduce (const double     *x,
              const double     *y,
              guint             first,
              guint             end,
              const SondeScale *scale_x,
              const SondeScale *scale_y,
              double            width,
              GArray           *places)
{
  SondeColumn column = { .end = first };

  append_break (places);
  while (sonde_column_next (&column, x, end, scale_x, width))
    {
      guint keep[4];
      guint n = choose (y, column.first, column.end, scale_y->log, keep);

      if (!sonde_is_shown (y[column.first], scale_y->log))
        append_break (places);
      for (guint i = 0; i < n; i++)
        append (places, x[keep[i]], y[keep[i]], scale_x, scale_y);
      if (!sonde_is_shown (y[column.end - 1], scale_y->log))
        append_break (places);
    }
}

/**
 * sonde_range:
 * @y: values
 * @first: where to begin
 * @end: where to stop
 * @log: whether only positive ones count
 * @min: (inout): lowered to the least value that can be shown
 * @max: (inout): raised to the largest
 */
void
sonde_range (const double *y,
             guint         first,
             guint         end,
             gboolean      log,
             double       *min,
             double       *max)
{
  double least = *min, most = *max;

  for (guint i = first; i < end; i++)
    if (sonde_is_shown (y[i], log))
      {
        least = MIN (least, y[i]);
        most = MAX (most, y[i]);
      }
  *min = least;
  *max = most;
}
