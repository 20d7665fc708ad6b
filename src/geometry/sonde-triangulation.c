/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A Delaunay triangulation that grows point by point, after Bowyer and Watson: see sonde-triangulation-cavity.c for the step,
 * -locate.c for how its place is found, -hull.c for the beginning. */

#include "config.h"

#include <string.h>

#include "geometry/sonde-triangulation-private.h"

/**
 * sonde_triangulation_new:
 * @ndim: how many coordinates a point has, from 2 to 6
 *
 * A triangulation whose every decision is exact: no sphere through the vertices of a simplex has a vertex inside, and the hull is convex,
 * to the last bit. Of points on one sphere, the oldest is joined with all others.
 *
 * Returns: (transfer full): a triangulation without points
 */
SondeTriangulation *
sonde_triangulation_new (guint ndim)
{
  return sonde_triangulation_new_tolerant (ndim, 0);
}

/**
 * sonde_triangulation_new_tolerant:
 * @ndim: how many coordinates a point has, from 2 to 6
 * @tolerance: relative to the size of simplices, such as 1e-8; 0 is exact
 *
 * A triangulation for points that are meant to lie in a plane, or on a sphere, but have been rounded: points that near to a sphere count as
 * lying on it, and points that near to the plane of a hull facet as lying in it, so that no slivers come up along the hull.
 * Orientations are exact all the same: every simplex has a volume. Should tolerance ever lead to a contradiction, all is built
 * anew without it.
 *
 * Returns: (transfer full): a triangulation without points
 */
SondeTriangulation *
sonde_triangulation_new_tolerant (guint  ndim,
                                  double tolerance)
{
  SondeTriangulation *self;

  g_return_val_if_fail (ndim >= SONDE_TRIANGULATION_MIN_NDIM && ndim <= SONDE_TRIANGULATION_MAX_NDIM, NULL);
  g_return_val_if_fail (tolerance >= 0 && tolerance < 0.01, NULL);

  self = g_new0 (SondeTriangulation, 1);
  self->ndim = ndim;
  self->n_corners = ndim + 1;
  self->tolerance = tolerance;
  self->latest = SONDE_TRIANGULATION_NONE;
  self->vacant = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->vacated = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->boundary = g_array_new (FALSE, FALSE, sizeof (SondeFacet));
  self->gone = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->deleted = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->added = g_array_new (FALSE, FALSE, sizeof (guint32));
  return self;
}

void
sonde_triangulation_free (SondeTriangulation *self)
{
  g_free (self->points);
  g_free (self->around);
  g_free (self->children);
  g_free (self->vertex_marks);
  g_free (self->vertices);
  g_free (self->neighbours);
  g_free (self->signs);
  g_free (self->spheres);
  g_free (self->marks);
  g_array_unref (self->vacant);
  g_array_unref (self->vacated);
  g_array_unref (self->boundary);
  g_array_unref (self->gone);
  g_array_unref (self->deleted);
  g_array_unref (self->added);
  g_free (self);
}

/**
 * sonde_triangulation_clear:
 *
 * Forgets all points; what was allocated is kept for others.
 */
void
sonde_triangulation_clear (SondeTriangulation *self)
{
  g_return_if_fail (self != NULL);

  self->n_vertices = self->n_slots = self->n_simplices = self->n_basis = 0;
  self->latest = SONDE_TRIANGULATION_NONE;
  g_array_set_size (self->vacant, 0);
  g_array_set_size (self->vacated, 0);
  g_array_set_size (self->deleted, 0);
  g_array_set_size (self->added, 0);
}

/* What went with the previous insertion is read no more. */
static void
begin_insertion (SondeTriangulation *self)
{
  g_array_append_vals (self->vacant, self->vacated->data, self->vacated->len);
  g_array_set_size (self->vacated, 0);
  g_array_set_size (self->deleted, 0);
  g_array_set_size (self->added, 0);
}

static void
collect_finite (SondeTriangulation *self,
                GArray             *simplices)
{
  g_array_set_size (simplices, 0);
  for (guint32 simplex = 0; simplex < self->n_slots; simplex++)
    if (_sonde_is_finite (self, simplex))
      g_array_append_val (simplices, simplex);
}

static gboolean
connect_vertex (SondeTriangulation *self,
                guint32             vertex,
                guint32             hint)
{
  const double *point = _sonde_point (self, vertex);
  guint32 start = _sonde_triangulation_find_place (self, point, hint);

  if (!_sonde_triangulation_find_cavity (self, point, start, self->tolerance == 0) &&
      !_sonde_triangulation_find_cavity (self, point, start, TRUE))
    return FALSE;
  _sonde_triangulation_fill_cavity (self, vertex);
  return TRUE;
}

static gboolean
is_in_basis (SondeTriangulation *self,
             guint32             vertex)
{
  for (guint i = 0; i < self->n_basis; i++)
    if (self->basis[i] == vertex)
      return TRUE;
  return FALSE;
}

/* Makes the first simplex, then connects all other vertices there are. */
static gboolean
build (SondeTriangulation *self)
{
  _sonde_triangulation_begin (self);
  for (guint32 vertex = 0; vertex < self->n_vertices; vertex++)
    {
      if (is_in_basis (self, vertex))
        continue;
      begin_insertion (self);
      if (!connect_vertex (self, vertex, SONDE_TRIANGULATION_NONE))
        return FALSE;
    }
  g_array_set_size (self->deleted, 0);
  collect_finite (self, self->added);
  return TRUE;
}

/* Builds everything anew without tolerance. Slots that were in use stay readable, as after any insertion. */
static void
build_exactly (SondeTriangulation *self)
{
  g_autoptr (GArray) deleted = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autoptr (GArray) used = g_array_new (FALSE, FALSE, sizeof (guint32));

  g_debug ("a triangulation of %u points is built anew without tolerance", self->n_vertices);
  collect_finite (self, deleted);
  for (guint32 simplex = 0; simplex < self->n_slots; simplex++)
    if (self->signs[simplex] != SONDE_SIGN_VACANT)
      {
        g_array_append_val (used, simplex);
        self->signs[simplex] = SONDE_SIGN_VACANT;
      }
  self->tolerance = 0;
  g_clear_pointer (&self->spheres, g_free);
  for (guint32 vertex = 0; vertex < self->n_vertices; vertex++)
    self->around[vertex] = SONDE_TRIANGULATION_NONE;
  self->n_simplices = 0;
  build (self);
  g_array_append_vals (self->vacated, used->data, used->len);
  g_array_append_vals (self->deleted, deleted->data, deleted->len);
}

/**
 * sonde_triangulation_insert:
 * @point: ndim finite coordinates
 * @hint: a simplex at or near it, or %SONDE_TRIANGULATION_NONE
 * @vertex: (out) (optional): the number of the vertex at that place, new or old
 *
 * Adds a point. As long as the points do not span the space there are no simplices. The lists of simplices that went and came
 * are those of the latest call; in one call no number is in both.
 *
 * Of n points in random order one costs O(log n) to find without a hint, and, in a fixed number of dimensions, O(1) to connect.
 *
 * Returns: whether it is a new vertex
 */
SondeInsertion
sonde_triangulation_insert (SondeTriangulation *self,
                            const double       *point,
                            guint32             hint,
                            guint32            *vertex)
{
  guint32 added, same;

  g_return_val_if_fail (self != NULL && point != NULL, SONDE_INSERTION_DUPLICATE);

  begin_insertion (self);
  added = _sonde_triangulation_add_vertex (self, point);
  same = _sonde_triangulation_file_vertex (self, added);
  if (vertex != NULL)
    *vertex = same != SONDE_TRIANGULATION_NONE ? same : added;
  if (same != SONDE_TRIANGULATION_NONE)
    {
      self->n_vertices--;
      return SONDE_INSERTION_DUPLICATE;
    }
  if (self->n_simplices > 0)
    {
      if (!connect_vertex (self, added, hint))
        build_exactly (self);
    }
  else if (_sonde_triangulation_widen_basis (self, added) && !build (self))
    build_exactly (self);
  return SONDE_INSERTION_ADDED;
}

/**
 * sonde_triangulation_get_deleted:
 * @n: (out): how many there are
 *
 * Returns: (transfer none): the simplices that the latest insertion removed. Their vertices can be read until the next one.
 */
const guint32 *
sonde_triangulation_get_deleted (SondeTriangulation *self,
                                 guint              *n)
{
  *n = self->deleted->len;
  return (const guint32 *) self->deleted->data;
}

/**
 * sonde_triangulation_get_added:
 * @n: (out): how many there are
 *
 * Returns: (transfer none): the simplices that the latest insertion made
 */
const guint32 *
sonde_triangulation_get_added (SondeTriangulation *self,
                               guint              *n)
{
  *n = self->added->len;
  return (const guint32 *) self->added->data;
}

/**
 * sonde_triangulation_around_vertex:
 * @simplices: (element-type guint32): is set to all simplices that have @vertex, in no special order
 */
void
sonde_triangulation_around_vertex (SondeTriangulation *self,
                                   guint32             vertex,
                                   GArray             *simplices)
{
  g_return_if_fail (self != NULL && vertex < self->n_vertices);

  g_array_set_size (simplices, 0);
  if (self->around[vertex] == SONDE_TRIANGULATION_NONE)
    return;
  _sonde_triangulation_begin_marks (self);
  g_array_append_val (simplices, self->around[vertex]);
  self->marks[self->around[vertex]] = self->stamp + SONDE_MARK_GONE;
  for (guint at = 0; at < simplices->len; at++)
    {
      guint32 simplex = g_array_index (simplices, guint32, at);
      const guint32 *corners = _sonde_corners (self, simplex);

      for (guint i = 0; i < self->n_corners; i++)
        {
          guint32 neighbour = _sonde_neighbours (self, simplex)[i];

          if (corners[i] == vertex || self->marks[neighbour] > self->stamp || _sonde_is_infinite (self, neighbour))
            continue;
          self->marks[neighbour] = self->stamp + SONDE_MARK_GONE;
          g_array_append_val (simplices, neighbour);
        }
    }
}

/**
 * sonde_triangulation_fan:
 * @simplices: (nullable) (element-type guint32): is set to the triangles that have @vertex
 * @neighbours: (nullable) (element-type guint32): is set to the vertices it is joined with
 *
 * In two dimensions: goes once around a vertex, faster than sonde_triangulation_around_vertex(). The infinite triangles close the
 * circle for vertices of the hull.
 */
void
sonde_triangulation_fan (SondeTriangulation *self,
                         guint32             vertex,
                         GArray             *simplices,
                         GArray             *neighbours)
{
  guint32 simplex, start, crossed, next;
  const guint32 *corners;

  g_return_if_fail (self != NULL && self->ndim == 2 && vertex < self->n_vertices);

  if (simplices != NULL)
    g_array_set_size (simplices, 0);
  if (neighbours != NULL)
    g_array_set_size (neighbours, 0);
  simplex = start = self->around[vertex];
  if (start == SONDE_TRIANGULATION_NONE)
    return;
  corners = _sonde_corners (self, simplex);
  crossed = corners[0] == vertex ? corners[1] : corners[0];
  do
    {
      corners = _sonde_corners (self, simplex);
      if (simplices != NULL && !_sonde_is_infinite (self, simplex))
        g_array_append_val (simplices, simplex);
      if (neighbours != NULL && crossed != SONDE_INFINITE)
        g_array_append_val (neighbours, crossed);
      next = _sonde_neighbours (self, simplex)[_sonde_index_of (corners, crossed)];
      crossed = corners[0] ^ corners[1] ^ corners[2] ^ vertex ^ crossed;
      simplex = next;
    }
  while (simplex != start);
}

/**
 * sonde_triangulation_get_any_around:
 *
 * Returns: a simplex that has @vertex, at once; %SONDE_TRIANGULATION_NONE before there are simplices
 */
guint32
sonde_triangulation_get_any_around (SondeTriangulation *self,
                                    guint32             vertex)
{
  return self->around[vertex];
}

guint
sonde_triangulation_get_ndim (SondeTriangulation *self)
{
  return self->ndim;
}

guint
sonde_triangulation_get_n_vertices (SondeTriangulation *self)
{
  return self->n_vertices;
}

guint
sonde_triangulation_get_n_simplices (SondeTriangulation *self)
{
  return self->n_simplices;
}

/**
 * sonde_triangulation_get_n_slots:
 *
 * Returns: above all numbers of simplices: to go through them, ask sonde_triangulation_is_simplex() for each below it
 */
guint
sonde_triangulation_get_n_slots (SondeTriangulation *self)
{
  return self->n_slots;
}

gboolean
sonde_triangulation_is_simplex (SondeTriangulation *self,
                                guint32             simplex)
{
  return simplex < self->n_slots && _sonde_is_finite (self, simplex);
}

/**
 * sonde_triangulation_get_point:
 *
 * Returns: (transfer none): the ndim coordinates of a vertex, valid until the next insertion
 */
const double *
sonde_triangulation_get_point (SondeTriangulation *self,
                               guint32             vertex)
{
  return _sonde_point (self, vertex);
}

/**
 * sonde_triangulation_get_vertices:
 *
 * Returns: (transfer none): the ndim + 1 vertices of a simplex, ascending, valid until the next insertion
 */
const guint32 *
sonde_triangulation_get_vertices (SondeTriangulation *self,
                                  guint32             simplex)
{
  return _sonde_corners (self, simplex);
}

/**
 * sonde_triangulation_get_neighbour:
 * @index: which vertex of @simplex, in its order
 *
 * Returns: the simplex on the other side of the facet opposite to that vertex, or %SONDE_TRIANGULATION_NONE on the hull
 */
guint32
sonde_triangulation_get_neighbour (SondeTriangulation *self,
                                   guint32             simplex,
                                   guint               index)
{
  guint32 neighbour = _sonde_neighbours (self, simplex)[index];

  return _sonde_is_infinite (self, neighbour) ? SONDE_TRIANGULATION_NONE : neighbour;
}

/**
 * sonde_triangulation_get_opposite:
 * @index: which vertex of @simplex, in its order
 *
 * Returns: the vertex of that neighbour which @simplex does not have, or %SONDE_TRIANGULATION_NONE on the hull
 */
guint32
sonde_triangulation_get_opposite (SondeTriangulation *self,
                                  guint32             simplex,
                                  guint               index)
{
  guint32 neighbour = _sonde_neighbours (self, simplex)[index];

  if (_sonde_is_infinite (self, neighbour))
    return SONDE_TRIANGULATION_NONE;
  return _sonde_corners (self, neighbour)[_sonde_index_of (_sonde_neighbours (self, neighbour), simplex)];
}

/**
 * sonde_triangulation_get_memory:
 *
 * Returns: how many bytes its arrays take
 */
gsize
sonde_triangulation_get_memory (SondeTriangulation *self)
{
  gsize of_vertex = self->ndim * sizeof (double) + 4 * sizeof (guint32);
  gsize of_slot = self->n_corners * (2 * sizeof (guint32) + (self->spheres != NULL ? sizeof (double) : 0)) + 5;

  return self->vertex_capacity * of_vertex + self->slot_capacity * of_slot;
}
