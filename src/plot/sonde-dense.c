/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Noise: a line that goes up and down many times within few pixels fills an area. A stroker computes each of its crossings to
 * find that out, so such a line is filled: 1. each stretch is cut at the borders of the device's columns, 2. each column
 * remembers how far up and down the line gets in it, 3. columns are filled between these. */

#include "config.h"

#include <math.h>

#include "plot/sonde-dense.h"

typedef struct
{
  double top;
  double bottom;
} Span;

static void
cover (Span   *span,
       double  a,
       double  b)
{
  span->top = MIN (span->top, MIN (a, b));
  span->bottom = MAX (span->bottom, MAX (a, b));
}

/* a and b in columns and pixels, a before b */
static void
cover_stretch (Span       *spans,
               int         n,
               SondePlace  a,
               SondePlace  b)
{
  double slope = b.x > a.x ? (b.y - a.y) / (b.x - a.x) : 0;
  int first = (int) floor (CLAMP (a.x, 0, n - 1)), last = (int) floor (CLAMP (b.x, 0, n - 1));

  if (b.x < 0 || a.x > n)
    return;
  for (int i = first; i <= last; i++)
    cover (&spans[i], i <= a.x ? a.y : a.y + slope * (i - a.x), i + 1 >= b.x ? b.y : a.y + slope * (i + 1 - a.x));
}

/**
 * sonde_dense_fill:
 * @places: pixels of the figure, from left to right, broken at NaN
 * @n: how many
 * @width: of the line
 *
 * Fills with the current source what the line covers, to a pixel.
 */
void
sonde_dense_fill (const SondeCanvas *canvas,
                  const SondeFrame  *frame,
                  const SondePlace  *places,
                  guint              n,
                  double             width)
{
  double scale = canvas->scale, left = floor (frame->x * scale);
  int n_columns = (int) ceil (frame->width * scale) + 2;
  g_autofree Span *spans = g_new (Span, n_columns);

  for (int i = 0; i < n_columns; i++)
    spans[i] = (Span) { INFINITY, -INFINITY };
  for (guint i = 1; i < n; i++)
    if (!isnan (places[i].x) && !isnan (places[i - 1].x))
      cover_stretch (spans, n_columns, (SondePlace) { places[i - 1].x * scale - left, places[i - 1].y },
                     (SondePlace) { places[i].x * scale - left, places[i].y });

  cairo_new_path (canvas->cr);
  for (int i = 0; i < n_columns; i++)
    {
      double top = MAX (spans[i].top - width / 2, frame->y);
      double bottom = MIN (spans[i].bottom + width / 2, frame->y + frame->height);

      if (top < bottom)
        cairo_rectangle (canvas->cr, (left + i) / scale, top, 1 / scale, bottom - top);
    }
  cairo_fill (canvas->cr);
}
