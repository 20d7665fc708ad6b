/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One step of the algorithm of Bowyer and Watson (Comput. J. 24, 1981): the simplices in whose circumsphere the new point lies go,
 * and the facets around the cavity they leave are joined with it.
 *
 *  1. From the simplex that holds the point, neighbours that conflict with it are collected. An infinite simplex conflicts if the
 *     point lies beyond its facet; in the plane of the facet, if the finite simplex behind it does. So hull facets are split or
 *     covered like inner ones, and no flat simplex is made on the hull.
 *  2. Of points on one sphere, age decides (sonde-triangulation-sphere.c), the same for all simplices. A facet seen edge-on by the
 *     point is never on the boundary of the cavity: simplices on both sides of it agree.
 *  3. Every facet of the boundary makes a simplex with the point. Two of them are neighbours if their facets share a ridge: the
 *     other facet at a ridge is found by turning around it through the cavity. */

#include "config.h"

#include <string.h>

#include "geometry/sonde-triangulation-private.h"

static gboolean
conflicts (SondeTriangulation *self,
           guint32             simplex,
           const double       *point,
           gboolean            exact)
{
  if (_sonde_is_infinite (self, simplex))
    {
      guint32 behind = _sonde_neighbours (self, simplex)[self->ndim];
      int side = 0;

      if (exact || !_sonde_triangulation_is_near_facet (self, simplex, point))
        side = _sonde_triangulation_side_of_facet (self, simplex, point);
      if (side != 0)
        return side < 0;
      if (self->marks[behind] > self->stamp)
        return self->marks[behind] == self->stamp + SONDE_MARK_GONE;
      simplex = behind;
    }
  return _sonde_triangulation_in_sphere (self, simplex, point, exact);
}

/* Makes all marks void. */
void
_sonde_triangulation_begin_marks (SondeTriangulation *self)
{
  if (self->stamp > G_MAXUINT32 - 2 * SONDE_MARKS)
    {
      memset (self->marks, 0, self->n_slots * sizeof *self->marks);
      memset (self->vertex_marks, 0, self->n_vertices * sizeof *self->vertex_marks);
      self->stamp = 0;
    }
  self->stamp += SONDE_MARKS;
}

static void
let_go (SondeTriangulation *self,
        guint32             simplex)
{
  self->marks[simplex] = self->stamp + SONDE_MARK_GONE;
  g_array_append_val (self->gone, simplex);
}

static inline gboolean
is_gone (SondeTriangulation *self,
         guint32             simplex)
{
  return self->marks[simplex] == self->stamp + SONDE_MARK_GONE;
}

/* Steps 1 and 2: `gone` and `boundary`. */
static void
collect (SondeTriangulation *self,
         const double       *point,
         guint32             start,
         gboolean            exact)
{
  _sonde_triangulation_begin_marks (self);
  g_array_set_size (self->gone, 0);
  g_array_set_size (self->boundary, 0);
  let_go (self, start);
  for (guint at = 0; at < self->gone->len; at++)
    {
      guint32 simplex = g_array_index (self->gone, guint32, at);

      for (guint i = 0; i < self->n_corners; i++)
        {
          guint32 neighbour = _sonde_neighbours (self, simplex)[i];

          if (self->marks[neighbour] <= self->stamp)
            {
              if (conflicts (self, neighbour, point, exact))
                let_go (self, neighbour);
              else
                self->marks[neighbour] = self->stamp + SONDE_MARK_KEPT;
            }
          if (!is_gone (self, neighbour))
            g_array_append_val (self->boundary, ((SondeFacet) { simplex, i }));
        }
    }
}

/* Whether the simplex made of a facet and a point would be infinite. */
static inline gboolean
joins_infinity (SondeTriangulation *self,
                SondeFacet          facet)
{
  return _sonde_is_infinite (self, facet.simplex) && facet.index != self->ndim;
}

/* Whether the point sees the inner side of every facet around the cavity. */
static gboolean
sees_boundary (SondeTriangulation *self,
               const double       *point)
{
  for (guint at = 0; at < self->boundary->len; at++)
    {
      SondeFacet facet = g_array_index (self->boundary, SondeFacet, at);
      const double *points[SONDE_MAX_VERTICES];

      if (joins_infinity (self, facet))
        continue;
      if (_sonde_is_infinite (self, facet.simplex))
        {
          if (_sonde_triangulation_side_of_facet (self, facet.simplex, point) >= 0)
            return FALSE;
          continue;
        }
      _sonde_triangulation_get_points (self, facet.simplex, points);
      points[facet.index] = point;
      if (sonde_predicates_orientation (self->ndim, points) != self->signs[facet.simplex])
        return FALSE;
    }
  return TRUE;
}

/* Whether every vertex of what goes is on the boundary, so that none is lost. */
static gboolean
keeps_vertices (SondeTriangulation *self)
{
  for (guint at = 0; at < self->boundary->len; at++)
    {
      SondeFacet facet = g_array_index (self->boundary, SondeFacet, at);
      const guint32 *corners = _sonde_corners (self, facet.simplex);

      for (guint i = 0; i < self->n_corners; i++)
        if (i != facet.index && corners[i] != SONDE_INFINITE)
          self->vertex_marks[corners[i]] = self->stamp;
    }
  for (guint at = 0; at < self->gone->len; at++)
    {
      const guint32 *corners = _sonde_corners (self, g_array_index (self->gone, guint32, at));

      for (guint i = 0; i < self->n_corners; i++)
        if (corners[i] != SONDE_INFINITE && self->vertex_marks[corners[i]] != self->stamp)
          return FALSE;
    }
  return TRUE;
}

/* Finds what must go for a point in @start. Where nothing is rounded, the result is right by theory; a tolerant triangulation looks whether
 * it is. */
gboolean
_sonde_triangulation_find_cavity (SondeTriangulation *self,
                                  const double       *point,
                                  guint32             start,
                                  gboolean            exact)
{
  collect (self, point, start, exact);
  return self->tolerance == 0 || (sees_boundary (self, point) && keeps_vertices (self));
}

/* The vertices of a facet and the point, ascending; returns where the point is. It is the newest but for the points that came before the
 * first simplex and are not of it. */
static guint
set_corners (SondeTriangulation *self,
             guint32             simplex,
             SondeFacet          facet,
             guint32             vertex)
{
  const guint32 *old = _sonde_corners (self, facet.simplex);
  guint32 *corners = _sonde_corners (self, simplex);
  guint place = 0;
  guint n = 0;

  for (guint i = 0; i < self->n_corners; i++)
    if (i != facet.index && old[i] < vertex)
      corners[n++] = old[i];
  place = n;
  corners[n++] = vertex;
  for (guint i = 0; i < self->n_corners; i++)
    if (i != facet.index && old[i] > vertex)
      corners[n++] = old[i];
  return place;
}

/* The orientation of a new finite simplex: the point is on the side of the vertex it replaces, or beyond the hull. */
static gint8
sign_of_new (SondeTriangulation *self,
             SondeFacet          facet,
             guint               place)
{
  guint32 from = facet.simplex;
  guint index = facet.index;
  gint8 sign;

  if (_sonde_is_infinite (self, from))
    {
      from = _sonde_neighbours (self, facet.simplex)[self->ndim];
      index = _sonde_index_of (_sonde_neighbours (self, from), facet.simplex);
      sign = -self->signs[from];
    }
  else
    sign = self->signs[from];
  /* moving it to its place takes so many exchanges */
  return (place + index) % 2 == 0 ? sign : -sign;
}

/* Makes the simplex of a facet, and lets the two sides of the boundary know of each other. */
static guint32
add_new (SondeTriangulation *self,
         SondeFacet          facet,
         guint32             vertex)
{
  gboolean infinite = joins_infinity (self, facet);
  guint32 simplex = _sonde_triangulation_add_simplex (self, infinite ? SONDE_SIGN_INFINITE : 1);
  guint32 outside = _sonde_neighbours (self, facet.simplex)[facet.index];
  guint32 *neighbours = _sonde_neighbours (self, simplex);
  guint place = set_corners (self, simplex, facet, vertex);

  if (!infinite)
    self->signs[simplex] = sign_of_new (self, facet, place);
  for (guint i = 0; i < self->n_corners; i++)
    neighbours[i] = SONDE_TRIANGULATION_NONE;
  neighbours[place] = outside;
  _sonde_neighbours (self, outside)[_sonde_index_of (_sonde_neighbours (self, outside), facet.simplex)] = simplex;
  if (infinite)
    return simplex;
  for (guint i = 0; i < self->n_corners; i++)
    self->around[_sonde_corners (self, simplex)[i]] = simplex;
  if (self->tolerance > 0)
    _sonde_triangulation_set_sphere (self, simplex);
  g_array_append_val (self->added, simplex);
  self->latest = simplex;
  return simplex;
}

/* Turns around the ridge that @simplex, made of @facet, has opposite to its vertex @index, and joins it with the new one on the
 * other side of the cavity. */
static void
join_across (SondeTriangulation *self,
             guint32             simplex,
             SondeFacet          facet,
             guint               index)
{
  guint32 crossed = _sonde_corners (self, simplex)[index];
  guint32 at = facet.simplex;
  guint32 kept = _sonde_corners (self, at)[facet.index];
  guint32 next = _sonde_neighbours (self, at)[_sonde_index_of (_sonde_corners (self, at), crossed)];

  while (is_gone (self, next))
    {
      guint32 entered = _sonde_corners (self, next)[_sonde_index_of (_sonde_neighbours (self, next), at)];

      at = next;
      next = _sonde_neighbours (self, at)[_sonde_index_of (_sonde_corners (self, at), kept)];
      kept = entered;
    }
  _sonde_neighbours (self, simplex)[index] = next;
  _sonde_neighbours (self, next)[_sonde_index_of (_sonde_corners (self, next), kept)] = simplex;
}

/* Step 3. */
void
_sonde_triangulation_fill_cavity (SondeTriangulation *self,
                                  guint32             vertex)
{
  /* in place of what was outside, each facet from now on has the simplex made of it */
  for (guint at = 0; at < self->boundary->len; at++)
    {
      SondeFacet facet = g_array_index (self->boundary, SondeFacet, at);
      guint32 simplex = add_new (self, facet, vertex);

      _sonde_neighbours (self, facet.simplex)[facet.index] = simplex;
    }
  for (guint at = 0; at < self->boundary->len; at++)
    {
      SondeFacet facet = g_array_index (self->boundary, SondeFacet, at);
      guint32 simplex = _sonde_neighbours (self, facet.simplex)[facet.index];

      for (guint i = 0; i < self->n_corners; i++)
        if (_sonde_neighbours (self, simplex)[i] == SONDE_TRIANGULATION_NONE)
          join_across (self, simplex, facet, i);
    }
  for (guint at = 0; at < self->gone->len; at++)
    {
      guint32 simplex = g_array_index (self->gone, guint32, at);

      if (!_sonde_is_infinite (self, simplex))
        g_array_append_val (self->deleted, simplex);
      _sonde_triangulation_vacate (self, simplex);
    }
}
