/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Lines that may go far out of the picture. Cairo keeps places in 24.8 fixed point, so that ±8 million pixels is all there is,
 * and strokes what nobody sees at full cost. Each stretch is therefore cut at a box around the frame:
 *
 * Y.-D. Liang, B. A. Barsky: A new concept and method for line clipping, ACM Transactions on Graphics 3, 1 (1984). */

#include "config.h"

#include <math.h>

#include "plot/sonde-path.h"

/* Narrows the part [from, to] of a stretch to where it is inside of one border; FALSE if nothing is. */
static gboolean
cut (double  speed,
     double  room,
     double *from,
     double *to)
{
  if (speed == 0)
    return room >= 0;
  if (speed < 0)
    *from = MAX (*from, room / speed);
  else
    *to = MIN (*to, room / speed);
  return *from <= *to;
}

static gboolean
clip (SondePlace       *a,
      SondePlace       *b,
      const SondeFrame *frame,
      double            margin)
{
  double dx = b->x - a->x, dy = b->y - a->y, from = 0, to = 1;
  SondePlace start = *a;

  if (!cut (-dx, a->x - (frame->x - margin), &from, &to)
      || !cut (dx, frame->x + frame->width + margin - a->x, &from, &to)
      || !cut (-dy, a->y - (frame->y - margin), &from, &to)
      || !cut (dy, frame->y + frame->height + margin - a->y, &from, &to))
    return FALSE;
  if (to < 1)
    *b = (SondePlace) { start.x + to * dx, start.y + to * dy };
  if (from > 0)
    *a = (SondePlace) { start.x + from * dx, start.y + from * dy };
  return TRUE;
}

/**
 * sonde_path_add:
 * @places: where the line goes; it is broken where a place is NaN
 * @n: how many there are
 * @frame: what is seen
 * @margin: how far outside of it places matter, at least the width of the line
 *
 * Adds a line to the current path, without what lies outside. A place with breaks on both sides becomes a dot when stroked
 * with round caps.
 */
void
sonde_path_add (cairo_t          *cr,
                const SondePlace *places,
                gsize             n,
                const SondeFrame *frame,
                double            margin)
{
  SondePlace end = { NAN, NAN };

  for (gsize i = 0; i < n; i++)
    {
      gboolean starts = i == 0 || isnan (places[i - 1].x);
      SondePlace a = starts ? places[i] : places[i - 1], b = places[i];

      if (isnan (b.x) || (starts && i + 1 < n && !isnan (places[i + 1].x)))
        continue;
      if (!clip (&a, &b, frame, margin))
        continue;
      if (starts || a.x != end.x || a.y != end.y)
        cairo_move_to (cr, a.x, a.y);
      cairo_line_to (cr, b.x, b.y);
      end = b;
    }
}
