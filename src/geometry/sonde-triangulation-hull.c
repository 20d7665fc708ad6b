/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The first simplex, made of the first points that span the space, and on which side of the hull a point lies. */

#include "config.h"

#include <math.h>
#include <string.h>

#include "geometry/sonde-simplex.h"
#include "geometry/sonde-triangulation-private.h"

/* Whether the points span as many dimensions as there are points, less one: whether that is so in the projection along some axes. */
static gboolean
are_independent (guint                ndim,
                 guint                n,
                 const double * const points[])
{
  for (guint set = 0; set < 1u << ndim; set++)
    {
      double projected[SONDE_MAX_VERTICES][SONDE_TRIANGULATION_MAX_NDIM];
      const double *rows[SONDE_MAX_VERTICES];
      guint k = 0;

      if ((guint) __builtin_popcount (set) != n - 1)
        continue;
      for (guint j = 0; j < ndim; j++)
        if ((set & 1u << j) != 0)
          {
            for (guint i = 0; i < n; i++)
              projected[i][k] = points[i][j];
            k++;
          }
      for (guint i = 0; i < n; i++)
        rows[i] = projected[i];
      if (sonde_predicates_orientation (n - 1, rows) != 0)
        return TRUE;
    }
  return FALSE;
}

/* The height of the last point above the plane of the others over its distance from the first, by orthogonalization. */
static double
relative_height (guint                ndim,
                 guint                n,
                 const double * const points[])
{
  double vectors[SONDE_MAX_VERTICES][SONDE_TRIANGULATION_MAX_NDIM];
  double squared = 0;
  double original = 0;

  for (guint i = 1; i < n; i++)
    {
      squared = original = 0;
      for (guint j = 0; j < ndim; j++)
        {
          vectors[i][j] = points[i][j] - points[0][j];
          original += vectors[i][j] * vectors[i][j];
        }
      for (guint k = 1; k < i; k++)
        {
          double along = 0;

          for (guint j = 0; j < ndim; j++)
            along += vectors[i][j] * vectors[k][j];
          for (guint j = 0; j < ndim; j++)
            vectors[i][j] -= along * vectors[k][j];
        }
      for (guint j = 0; j < ndim; j++)
        squared += vectors[i][j] * vectors[i][j];
      for (guint j = 0; j < ndim; j++)
        vectors[i][j] /= sqrt (squared);
    }
  return sqrt (squared / original);
}

/* Takes a vertex into the basis if it does not lie in the plane of those that are in it. Returns whether the basis is complete. */
gboolean
_sonde_triangulation_widen_basis (SondeTriangulation *self,
                                  guint32             vertex)
{
  const double *points[SONDE_MAX_VERTICES];
  guint n = self->n_basis;

  for (guint i = 0; i < n; i++)
    points[i] = _sonde_point (self, self->basis[i]);
  points[n] = _sonde_point (self, vertex);
  if (n > 0 && !are_independent (self->ndim, n + 1, points))
    return FALSE;
  if (n > 1 && self->tolerance > 0 && !(relative_height (self->ndim, n + 1, points) > self->tolerance))
    return FALSE;
  self->basis[self->n_basis++] = vertex;
  return self->n_basis == self->n_corners;
}

/* The facet of the first simplex opposite to vertex @index, joined with infinity. */
static guint32
add_infinite (SondeTriangulation *self,
              guint32             simplex,
              guint               index)
{
  guint32 infinite = _sonde_triangulation_add_simplex (self, SONDE_SIGN_INFINITE);
  guint32 *corners = _sonde_corners (self, infinite);
  guint k = 0;

  for (guint i = 0; i < self->n_corners; i++)
    if (i != index)
      corners[k++] = self->basis[i];
  corners[k] = SONDE_INFINITE;
  _sonde_neighbours (self, simplex)[index] = infinite;
  _sonde_neighbours (self, infinite)[self->ndim] = simplex;
  return infinite;
}

/* Makes the first simplex of the basis, whose vertices ascend, and an infinite one at each of its facets. */
void
_sonde_triangulation_begin (SondeTriangulation *self)
{
  const double *points[SONDE_MAX_VERTICES];
  guint32 infinite[SONDE_MAX_VERTICES];
  guint32 simplex;

  for (guint i = 0; i < self->n_corners; i++)
    points[i] = _sonde_point (self, self->basis[i]);
  simplex = _sonde_triangulation_add_simplex (self, sonde_predicates_orientation (self->ndim, points));
  memcpy (_sonde_corners (self, simplex), self->basis, self->n_corners * sizeof *self->basis);
  for (guint i = 0; i < self->n_corners; i++)
    {
      infinite[i] = add_infinite (self, simplex, i);
      self->around[self->basis[i]] = simplex;
    }
  /* the infinite simplices at facets i and j lack vertex i and vertex j */
  for (guint i = 0; i < self->n_corners; i++)
    for (guint j = 0; j < self->n_corners; j++)
      if (i != j)
        _sonde_neighbours (self, infinite[i])[j < i ? j : j - 1] = infinite[j];
  if (self->tolerance > 0)
    _sonde_triangulation_set_sphere (self, simplex);
  self->latest = simplex;
}

/* The finite simplex behind the facet of an infinite one, with its apex replaced by the point. */
static guint32
replace_apex (SondeTriangulation  *self,
              guint32              infinite,
              const double        *point,
              const double       **points)
{
  guint32 behind = _sonde_neighbours (self, infinite)[self->ndim];

  _sonde_triangulation_get_points (self, behind, points);
  points[_sonde_index_of (_sonde_neighbours (self, behind), infinite)] = point;
  return behind;
}

/* 1: the point is on the side of the triangulation, -1: beyond the facet, 0: in its plane. */
int
_sonde_triangulation_side_of_facet (SondeTriangulation *self,
                                    guint32             infinite,
                                    const double       *point)
{
  const double *points[SONDE_MAX_VERTICES];
  guint32 behind = replace_apex (self, infinite, point, points);

  return sonde_predicates_orientation (self->ndim, points) * self->signs[behind];
}

/* Whether the point counts as lying in the plane of the facet. */
gboolean
_sonde_triangulation_is_near_facet (SondeTriangulation *self,
                                    guint32             infinite,
                                    const double       *point)
{
  const double *points[SONDE_MAX_VERTICES];

  replace_apex (self, infinite, point, points);
  return sonde_simplex_is_flat (self->ndim, points, self->tolerance);
}
