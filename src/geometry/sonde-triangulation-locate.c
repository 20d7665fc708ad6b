/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which simplex holds a point.
 *
 *  1. A walk begins at the simplex that the caller names, else at the nearest vertex on the point's path in the tree of places.
 *  2. From simplex to simplex it crosses the first facet, beginning with a random one, that has the point on its other side
 *     (O. Devillers, S. Pion, M. Teillaud, Walking in a Triangulation, 2001: the visibility walk, which ends in Delaunay triangulations).
 *
 * The tree of places is a digital search tree: every node is a vertex and halves its cell, along each axis in turn, by the
 * middle of the cell. A vertex goes down from the root to the first free place. So cells get smaller where vertices are dense, depth does
 * not depend on their order, and of the vertices on the path of a point the last ones lie near it. */

#include "config.h"

#include <float.h>
#include <math.h>
#include <string.h>

#include "geometry/sonde-triangulation-private.h"

typedef struct
{
  double low[SONDE_TRIANGULATION_MAX_NDIM];
  double high[SONDE_TRIANGULATION_MAX_NDIM];
  guint  axis;
} Cell;

static inline void
cell_init (Cell               *cell,
           SondeTriangulation *self)
{
  memcpy (cell->low, self->low, sizeof cell->low);
  memcpy (cell->high, self->high, sizeof cell->high);
  cell->axis = 0;
}

/* Goes on to the half with the point; returns which it is. */
static inline guint
cell_halve (Cell         *cell,
            guint         ndim,
            const double *point)
{
  guint axis = cell->axis;
  double middle = cell->low[axis] / 2 + cell->high[axis] / 2;

  cell->axis = axis + 1 < ndim ? axis + 1 : 0;
  if (point[axis] >= middle)
    {
      cell->low[axis] = middle;
      return 1;
    }
  cell->high[axis] = middle;
  return 0;
}

static inline gboolean
is_at (const double *a,
       const double *b,
       guint         ndim)
{
  for (guint j = 0; j < ndim; j++)
    if (a[j] != b[j])
      return FALSE;
  return TRUE;
}

/* Hangs a vertex into the tree, or returns the one that lies at the same place. */
static guint32
hang (SondeTriangulation *self,
      guint32             vertex)
{
  const double *point = _sonde_point (self, vertex);
  guint32 at = 0;
  Cell cell;

  if (vertex == 0)
    return SONDE_TRIANGULATION_NONE;
  cell_init (&cell, self);
  for (;;)
    {
      guint32 *child;

      if (is_at (_sonde_point (self, at), point, self->ndim))
        return at;
      child = &self->children[2 * (gsize) at + cell_halve (&cell, self->ndim, point)];
      if (*child == 0)
        {
          *child = vertex;
          return SONDE_TRIANGULATION_NONE;
        }
      at = *child;
    }
}

/* Twice as wide as needed, so that it happens rarely. Returns whether the box changed. */
static gboolean
widen_box (SondeTriangulation *self,
           const double       *point)
{
  gboolean wider = FALSE;

  for (guint j = 0; j < self->ndim; j++)
    {
      if (point[j] < self->low[j])
        {
          self->low[j] = MAX (point[j] - (self->high[j] - point[j]), -DBL_MAX);
          wider = TRUE;
        }
      if (point[j] > self->high[j])
        {
          self->high[j] = MIN (point[j] + (point[j] - self->low[j]), DBL_MAX);
          wider = TRUE;
        }
    }
  return wider;
}

/* Files the latest vertex by its place. Returns the vertex that lies at the same place, if there is one; then nothing changed. */
guint32
_sonde_triangulation_file_vertex (SondeTriangulation *self,
                                  guint32             vertex)
{
  const double *point = _sonde_point (self, vertex);

  if (vertex == 0)
    {
      memcpy (self->low, point, self->ndim * sizeof *point);
      memcpy (self->high, point, self->ndim * sizeof *point);
    }
  if (widen_box (self, point))
    {
      memset (self->children, 0, 2 * (gsize) self->n_vertices * sizeof *self->children);
      for (guint32 v = 0; v < vertex; v++)
        hang (self, v);
    }
  return hang (self, vertex);
}

/* The nearest vertex on the path of the point. */
static guint32
find_near (SondeTriangulation *self,
           const double       *point)
{
  double nearest = INFINITY;
  guint32 near = 0;
  guint32 at = 0;
  Cell cell;

  cell_init (&cell, self);
  do
    {
      const double *place = _sonde_point (self, at);
      double distance = 0;

      for (guint j = 0; j < self->ndim; j++)
        distance += (place[j] - point[j]) * (place[j] - point[j]);
      if (distance < nearest && self->around[at] != SONDE_TRIANGULATION_NONE)
        {
          nearest = distance;
          near = at;
        }
      at = self->children[2 * (gsize) at + cell_halve (&cell, self->ndim, point)];
    }
  while (at != 0);
  return near;
}

static guint32
begin_of_walk (SondeTriangulation *self,
               const double       *point,
               guint32             hint)
{
  guint32 near;

  if (hint < self->n_slots && _sonde_is_finite (self, hint))
    return hint;
  near = find_near (self, point);
  return self->around[near] != SONDE_TRIANGULATION_NONE ? self->around[near] : self->latest;
}

/* A linear congruential generator: any facet will do, as long as it is not always the same (Knuth, TAOCP 2, 3.3.4). */
static inline guint
pick (SondeTriangulation *self,
      guint               n)
{
  self->random = self->random * 1664525u + 1013904223u;
  return (self->random >> 16) % n;
}

/* The facet to cross: the first beyond which the point lies; n_corners if there is none. */
static inline guint
find_exit (SondeTriangulation *self,
           guint32             simplex,
           guint32             previous,
           const double       *point)
{
  const double *points[SONDE_MAX_VERTICES];
  const guint32 *neighbours = _sonde_neighbours (self, simplex);
  guint first = pick (self, self->n_corners);

  _sonde_triangulation_get_points (self, simplex, points);
  for (guint k = 0; k < self->n_corners; k++)
    {
      guint i = first + k < self->n_corners ? first + k : first + k - self->n_corners;
      const double *corner = points[i];

      if (neighbours[i] == previous)
        continue;
      points[i] = point;
      if (sonde_predicates_orientation (self->ndim, points) == -self->signs[simplex])
        return i;
      points[i] = corner;
    }
  return self->n_corners;
}

/* For triangulations that are Delaunay only within a tolerance, where a walk might go in circles. */
static guint32
search_all (SondeTriangulation *self,
            const double       *point)
{
  for (guint32 simplex = 0; simplex < self->n_slots; simplex++)
    if (_sonde_is_finite (self, simplex) &&
        find_exit (self, simplex, SONDE_TRIANGULATION_NONE, point) == self->n_corners)
      return simplex;
  for (guint32 simplex = 0; simplex < self->n_slots; simplex++)
    if (_sonde_is_infinite (self, simplex) && _sonde_triangulation_side_of_facet (self, simplex, point) < 0)
      return simplex;
  return self->latest;
}

/* A finite simplex that holds the point, borders included, or an infinite one whose facet has the point strictly beyond it. */
guint32
_sonde_triangulation_find_place (SondeTriangulation *self,
                                 const double       *point,
                                 guint32             hint)
{
  guint32 simplex = begin_of_walk (self, point, hint);
  guint32 previous = SONDE_TRIANGULATION_NONE;

  for (guint64 steps = 0; steps < 64 + 4 * (guint64) self->n_slots; steps++)
    {
      guint exit = find_exit (self, simplex, previous, point);

      if (exit == self->n_corners)
        return simplex;
      previous = simplex;
      simplex = _sonde_neighbours (self, simplex)[exit];
      if (_sonde_is_infinite (self, simplex))
        return simplex;
    }
  return search_all (self, point);
}

/**
 * sonde_triangulation_locate:
 * @point: a place
 * @hint: a simplex near it, or %SONDE_TRIANGULATION_NONE; a good one makes it faster
 *
 * Returns: a simplex that holds @point (one of them, if it lies on a border), or %SONDE_TRIANGULATION_NONE if it lies outside the hull or
 *   there are no simplices
 */
guint32
sonde_triangulation_locate (SondeTriangulation *self,
                            const double       *point,
                            guint32             hint)
{
  guint32 simplex;

  g_return_val_if_fail (self != NULL && point != NULL, SONDE_TRIANGULATION_NONE);

  if (self->n_simplices == 0)
    return SONDE_TRIANGULATION_NONE;
  simplex = _sonde_triangulation_find_place (self, point, hint);
  return _sonde_is_finite (self, simplex) ? simplex : SONDE_TRIANGULATION_NONE;
}
