/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Triangles as pixels, by scan conversion.
 *
 * 1. A row of pixels crosses an edge if the row's middle lies from the edge's upper end down to, but not including, its lower
 *    one. So a row crosses none or two edges of a triangle, and horizontal edges never.
 * 2. Where it crosses is computed from the upper end, whichever triangle asks: both neighbours of an edge get the same number,
 *    to the last bit.
 * 3. A triangle covers the pixels of a row whose middles lie from the left crossing up to, but not including, the right one.
 *    Hence each pixel inside of a triangulation belongs to exactly one triangle: no gaps, and none is drawn twice. Triangles
 *    that replace others cover just their pixels, and nothing needs to be erased.
 * 4. Values run linearly down the edges and from edge to edge (H. Gouraud, IEEE Trans. Computers C-20, 623, 1971), which over
 *    a triangle is the plane through its corners and stays between their values, however thin it is.
 * 5. A line of the mesh covers a pixel by how near to the edge its middle lies. Each triangle has its own half of the line, so
 *    lines too need no erasing. In triangles of few pixels they fade, or there would be nothing but lines. */

#include "config.h"

#include <string.h>

#include "plot/sonde-field-private.h"

/* Radii of the inscribed circle, in widths of a line, between which lines fade. */
#define FADED 1.
#define FULL 3.5

/* From its upper end to its lower one. */
typedef struct
{
  double x, y, z;
  double dx, dy, end_z;
} Edge;

/* Distances from the lines of a triangle, in pixels, along a row: origin + x × slope. */
typedef struct
{
  guint  n;
  double nx[3], ny[3], offset[3];
  double fade;
} Lines;

/* by their height, for a start */
static void
sort_corners (const double *y,
              const guint  *corners,
              guint        *sorted)
{
  memcpy (sorted, corners, 3 * sizeof (guint));
  for (guint i = 0; i < 3; i++)
    {
      guint j = i < 2 ? i : 0;
      guint upper = sorted[j], lower = sorted[j + 1];

      if (y[lower] < y[upper])
        {
          sorted[j] = lower;
          sorted[j + 1] = upper;
        }
    }
}

static Edge
make_edge (const SondeVertices *v,
           guint                upper,
           guint                lower)
{
  Edge edge = { .x = v->x[upper], .y = v->y[upper], .z = v->z[upper] };

  edge.dy = v->y[lower] - edge.y;
  edge.dx = (v->x[lower] - edge.x) / edge.dy;
  edge.end_z = v->z[lower];
  return edge;
}

static double
get_crossing (const Edge *edge,
              double      y)
{
  return edge->x + (y - edge->y) * edge->dx;
}

/* Weights instead of a difference, which could be too large a number. */
static double
get_edge_value (const Edge *edge,
                double      y)
{
  double part = (y - edge->y) / edge->dy;

  return edge->z * (1 - part) + edge->end_z * part;
}

/* The first row, or column, whose middle does not lie before a place. */
static int
get_first (double place,
           int    least,
           int    end)
{
  double first = ceil (place - .5);

  /* false for NaN */
  if (!(first > least))
    return least;
  return first < end ? (int) first : end;
}

/* An edge is opposite to each corner; bit i stands for that from corner i to the next one. */
static void
measure_lines (const SondeField    *self,
               const SondeVertices *v,
               const guint         *corners,
               guint                edges,
               Lines               *lines)
{
  double ax = v->x[corners[0]], ay = v->y[corners[0]];
  double area = (v->x[corners[1]] - ax) * (v->y[corners[2]] - ay) - (v->y[corners[1]] - ay) * (v->x[corners[2]] - ax);
  double around = 0;

  lines->n = 0;
  for (guint i = 0; i < 3; i++)
    {
      guint a = corners[i], b = corners[(i + 1) % 3];
      double dx = v->x[b] - v->x[a], dy = v->y[b] - v->y[a];
      double length = sqrt (dx * dx + dy * dy);
      double sign = area < 0 ? -1 : 1;

      around += length;
      if ((edges & 1u << i) == 0 || !(length > 0))
        continue;
      lines->nx[lines->n] = -sign * dy / length;
      lines->ny[lines->n] = sign * dx / length;
      lines->offset[lines->n] = -(lines->nx[lines->n] * v->x[a] + lines->ny[lines->n] * v->y[a]);
      lines->n++;
    }
  /* the radius of the inscribed circle is twice the area by the way around */
  lines->fade = CLAMP ((fabs (area) / around / self->mesh_width - FADED) / (FULL - FADED), 0, 1) * 255;
  if (!(lines->fade > 0))
    lines->n = 0;
}

static void
draw_lines (const SondeField *self,
            const Lines      *lines,
            guint8           *mesh,
            double            y,
            int               from,
            int               end)
{
  double reach = self->mesh_width / 2 + .5;

  memset (mesh + from, 0, end - from);
  for (guint i = 0; i < lines->n; i++)
    {
      double distance = lines->offset[i] + y * lines->ny[i] + (from + .5) * lines->nx[i];

      for (int x = from; x < end; x++, distance += lines->nx[i])
        if (distance < reach)
          {
            double covered = MIN (reach - distance, MIN (1, self->mesh_width)) * lines->fade;

            mesh[x] = MAX (mesh[x], (guint8) MAX (covered, 0));
          }
    }
}

static void
draw_values (double *values,
             int     from,
             int     end,
             double  left,
             double  right,
             double  left_value,
             double  right_value)
{
  double slope = (right_value - left_value) / (right - left);

  if (!isfinite (slope))
    /* values missing, or of a size whose differences are beyond numbers */
    for (int x = from; x < end; x++)
      {
        double part = (x + .5 - left) / (right - left);

        values[x] = isfinite (left_value) && isfinite (right_value) ? left_value * (1 - part) + right_value * part : NAN;
      }
  else
    for (int x = from; x < end; x++)
      values[x] = left_value + (x + .5 - left) * slope;
}

static void
draw_row (SondeField  *self,
          int          row,
          const Edge  *one,
          const Edge  *other,
          gboolean     missing,
          const Lines *lines)
{
  double y = row + .5;
  double x1 = get_crossing (one, y), x2 = get_crossing (other, y);
  const Edge *left = x1 <= x2 ? one : other, *right = x1 <= x2 ? other : one;
  int from = get_first (MIN (x1, x2), 0, self->width), end = get_first (MAX (x1, x2), 0, self->width);
  double *values = self->values + (gsize) row * self->width;

  if (from >= end)
    return;
  draw_values (values, from, end, MIN (x1, x2), MAX (x1, x2),
               missing ? NAN : get_edge_value (left, y), missing ? NAN : get_edge_value (right, y));
  if (self->mesh != NULL)
    draw_lines (self, lines, self->mesh + (gsize) row * self->width, y, from, end);
  self->from[row] = MIN (self->from[row], from);
  self->end[row] = MAX (self->end[row], end);
}

/**
 * sonde_field_add_triangle:
 * @vertices: the arrays with its corners
 * @corners: the places of its three corners in these
 * @edges: which of its edges are lines of the mesh: a bit for that from the first to the second, from the second to the third,
 *   and
 *   from the third to the first; %SONDE_FIELD_ALL_EDGES
 *
 * Draws a triangle over whatever was there. With a value that is not finite at a corner it is drawn as missing. One with a
 * corner at no finite place is left out.
 */
void
sonde_field_add_triangle (SondeField          *self,
                          const SondeVertices *vertices,
                          const guint         *corners,
                          guint                edges)
{
  const SondeVertices *v = vertices;
  gboolean missing = FALSE;
  Edge all, upper, lower;
  Lines lines = { 0 };
  guint sorted[3];
  int row, middle, end;

  for (guint i = 0; i < 3; i++)
    {
      if (!isfinite (v->x[corners[i]]) || !isfinite (v->y[corners[i]]))
        return;
      missing = missing || !isfinite (v->z[corners[i]]);
    }
  sort_corners (v->y, corners, sorted);
  row = get_first (v->y[sorted[0]], 0, self->height);
  middle = get_first (v->y[sorted[1]], 0, self->height);
  end = get_first (v->y[sorted[2]], 0, self->height);
  if (row >= end)
    return;

  all = make_edge (v, sorted[0], sorted[2]);
  upper = make_edge (v, sorted[0], sorted[1]);
  lower = make_edge (v, sorted[1], sorted[2]);
  if (self->mesh != NULL)
    measure_lines (self, v, corners, edges, &lines);
  for (; row < end; row++)
    draw_row (self, row, &all, row < middle ? &upper : &lower, missing, &lines);
}
