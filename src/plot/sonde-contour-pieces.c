/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "plot/sonde-contour-pieces.h"

/* how far outside of the frame lines go on */
#define MARGIN 2.

/* Shortens the segment to what lies in a rectangle around the frame (Y.-D. Liang and B. Barsky, ACM Trans. Graph. 3, 1, 1984). */
static gboolean
clip_segment (const SondeFrame *frame,
              SondePlace       *a,
              SondePlace       *b)
{
  const double dx = b->x - a->x, dy = b->y - a->y;
  const double ways[] = { -dx, dx, -dy, dy };
  const double rooms[] = { a->x - frame->x + MARGIN, frame->x + frame->width + MARGIN - a->x,
                           a->y - frame->y + MARGIN, frame->y + frame->height + MARGIN - a->y };
  double from = 0, to = 1;

  for (guint i = 0; i < 4; i++)
    if (ways[i] < 0)
      from = MAX (from, rooms[i] / ways[i]);
    else if (ways[i] > 0)
      to = MIN (to, rooms[i] / ways[i]);
    else if (rooms[i] < 0)
      return FALSE;
  if (!(from < to))
    return FALSE;
  /* what is inside stays what it is, to the last bit */
  if (to < 1)
    *b = (SondePlace) { a->x + to * dx, a->y + to * dy };
  if (from > 0)
    *a = (SondePlace) { a->x + from * dx, a->y + from * dy };
  return TRUE;
}

static void
append_piece (GArray *pieces,
              guint   level,
              GArray *places)
{
  SondeContourPiece piece = { level, pieces->len, places };

  g_array_append_val (pieces, piece);
}

/* Only what is in view, so that numbers are looked for there, and lines are not longer than pictures. */
static void
add_visible (GArray           *pieces,
             const SondeFrame *frame,
             guint             level,
             const SondePlace *places,
             guint             n)
{
  GArray *visible = g_array_new (FALSE, FALSE, sizeof (SondePlace));

  for (guint i = 1; i < n; i++)
    {
      SondePlace a = places[i - 1], b = places[i];
      gboolean is_seen = clip_segment (frame, &a, &b);

      if (is_seen && visible->len == 0)
        g_array_append_val (visible, a);
      if (is_seen)
        g_array_append_val (visible, b);
      if (visible->len > 0 && (!is_seen || b.x != places[i].x || b.y != places[i].y || i + 1 == n))
        {
          append_piece (pieces, level, visible);
          visible = g_array_new (FALSE, FALSE, sizeof (SondePlace));
        }
    }
  g_array_unref (visible);
}

static void
piece_clear (SondeContourPiece *piece)
{
  g_array_unref (piece->places);
}

/**
 * sonde_contour_pieces_new:
 * @contours: lines, joined, in pixels of the figure
 * @n_levels: how many levels they have
 *
 * Returns: (transfer full) (element-type SondeContourPiece): what is in view of them
 */
GArray *
sonde_contour_pieces_new (const SondeFrame *frame,
                          SondeContours    *contours,
                          guint             n_levels)
{
  GArray *pieces = g_array_new (FALSE, FALSE, sizeof (SondeContourPiece));

  g_array_set_clear_func (pieces, (GDestroyNotify) piece_clear);
  for (guint k = 0; k < n_levels; k++)
    {
      guint n, first = 0;
      const SondePlace *places = sonde_contours_get_lines (contours, k, &n);

      for (guint i = 0; i < n; i++)
        if (isnan (places[i].x))
          {
            add_visible (pieces, frame, k, places + first, i - first);
            first = i + 1;
          }
    }
  return pieces;
}
