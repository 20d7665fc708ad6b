/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whether everything that must hold does, for tests. Locally empty spheres, a locally convex hull and simplices that fit together make
 * the whole a Delaunay triangulation (B. Delaunay, Sur la sphère vide, 1934). */

#include "config.h"

#include <math.h>

#include "geometry/sonde-simplex.h"
#include "geometry/sonde-triangulation-private.h"

#define REQUIRE(condition, message) \
  G_STMT_START \
    { \
      if (!(condition)) \
        { \
          if (why != NULL) \
            *why = message; \
          return FALSE; \
        } \
    } \
  G_STMT_END

/* Spheres are wrong by the tolerance, and by what their own computation loses. */
#define SLACK 100

static gboolean
check_corners (SondeTriangulation  *self,
               guint32              simplex,
               const char         **why)
{
  const guint32 *corners = _sonde_corners (self, simplex);

  for (guint i = 0; i < self->n_corners; i++)
    {
      gboolean infinite = i == self->ndim && _sonde_is_infinite (self, simplex);

      REQUIRE (infinite ? corners[i] == SONDE_INFINITE : corners[i] < self->n_vertices, "a vertex does not exist");
      REQUIRE (i == 0 || corners[i - 1] < corners[i], "vertices do not ascend");
    }
  return TRUE;
}

static gboolean
has_corner (SondeTriangulation *self,
            guint32             simplex,
            guint32             corner)
{
  for (guint i = 0; i < self->n_corners; i++)
    if (_sonde_corners (self, simplex)[i] == corner)
      return TRUE;
  return FALSE;
}

static gboolean
check_neighbours (SondeTriangulation  *self,
                  guint32              simplex,
                  const char         **why)
{
  for (guint i = 0; i < self->n_corners; i++)
    {
      guint32 neighbour = _sonde_neighbours (self, simplex)[i];
      guint back = 0;

      REQUIRE (neighbour < self->n_slots && self->signs[neighbour] != SONDE_SIGN_VACANT, "a neighbour does not exist");
      for (guint j = 0; j < self->n_corners; j++)
        {
          back += _sonde_neighbours (self, neighbour)[j] == simplex;
          REQUIRE (has_corner (self, neighbour, _sonde_corners (self, simplex)[j]) == (i != j),
                   "neighbours do not share a facet");
        }
      REQUIRE (back == 1, "neighbours do not know each other");
    }
  return TRUE;
}

/* Tolerant: whether it lies inside deeper than the tolerance explains. */
static gboolean
is_deep_inside (SondeTriangulation *self,
                guint32             simplex,
                const double       *point)
{
  const double *points[SONDE_MAX_VERTICES];
  double sphere[SONDE_MAX_VERTICES];
  double distance = 0;

  _sonde_triangulation_get_points (self, simplex, points);
  if (self->tolerance == 0)
    return sonde_predicates_in_sphere (self->ndim, points, point) * self->signs[simplex] > 0;
  if (sonde_simplex_circumsphere (self->ndim, points, sphere, &sphere[self->ndim]) < 1e-6)
    return FALSE;
  for (guint j = 0; j < self->ndim; j++)
    distance += (point[j] - sphere[j]) * (point[j] - sphere[j]);
  return distance < sphere[self->ndim] * (1 - SLACK * self->tolerance);
}

static gboolean
check_finite (SondeTriangulation  *self,
              guint32              simplex,
              const char         **why)
{
  const double *points[SONDE_MAX_VERTICES];

  _sonde_triangulation_get_points (self, simplex, points);
  REQUIRE (sonde_predicates_exact_orientation (self->ndim, points) == self->signs[simplex], "an orientation is wrong");
  for (guint i = 0; i < self->n_corners; i++)
    {
      guint32 opposite = sonde_triangulation_get_opposite (self, simplex, i);

      REQUIRE (opposite == SONDE_TRIANGULATION_NONE || !is_deep_inside (self, simplex, _sonde_point (self, opposite)),
               "a vertex lies in the sphere of a neighbour");
    }
  return TRUE;
}

static gboolean
check_infinite (SondeTriangulation  *self,
                guint32              simplex,
                const char         **why)
{
  REQUIRE (!_sonde_is_infinite (self, _sonde_neighbours (self, simplex)[self->ndim]), "a hull facet has nothing behind it");
  for (guint i = 0; i < self->ndim; i++)
    {
      guint32 neighbour = _sonde_neighbours (self, simplex)[i];
      guint index = _sonde_index_of (_sonde_neighbours (self, neighbour), simplex);
      const double *point = _sonde_point (self, _sonde_corners (self, neighbour)[index]);

      REQUIRE (_sonde_is_infinite (self, neighbour), "the hull has a border");
      REQUIRE (_sonde_triangulation_side_of_facet (self, simplex, point) >= 0 ||
               (self->tolerance > 0 && _sonde_triangulation_is_near_facet (self, simplex, point)), "the hull is not convex");
    }
  return TRUE;
}

static gboolean
check_slots (SondeTriangulation  *self,
             const char         **why)
{
  guint n_vacant = 0;
  guint n_finite = 0;

  for (guint32 simplex = 0; simplex < self->n_slots; simplex++)
    {
      n_vacant += self->signs[simplex] == SONDE_SIGN_VACANT;
      n_finite += _sonde_is_finite (self, simplex);
    }
  REQUIRE (n_finite == self->n_simplices, "the number of simplices is wrong");
  REQUIRE (n_vacant == self->vacant->len + self->vacated->len, "the number of vacant slots is wrong");
  for (guint i = 0; i < self->vacant->len; i++)
    REQUIRE (self->signs[g_array_index (self->vacant, guint32, i)] == SONDE_SIGN_VACANT, "a slot in use is listed as vacant");
  for (guint i = 0; i < self->vacated->len; i++)
    REQUIRE (self->signs[g_array_index (self->vacated, guint32, i)] == SONDE_SIGN_VACANT, "a slot in use is listed as vacated");
  return TRUE;
}

static gboolean
check_vertices (SondeTriangulation  *self,
                const char         **why)
{
  for (guint32 vertex = 0; vertex < self->n_vertices && self->n_simplices > 0; vertex++)
    {
      guint32 simplex = self->around[vertex];

      REQUIRE (simplex < self->n_slots && _sonde_is_finite (self, simplex), "a vertex is at no simplex");
      REQUIRE (has_corner (self, simplex, vertex), "a vertex is not at the simplex it names");
    }
  return TRUE;
}

/**
 * sonde_triangulation_is_valid:
 * @why: (out) (optional): what is wrong
 *
 * For tests: looks at every simplex, with exact predicates. What must hold: each knows its neighbours and is known by them, shares
 * all vertices but one with each, and is oriented as noted; no vertex lies in the sphere of a simplex beside it; the hull is closed
 * and convex; each vertex is at a simplex; slots are either in use or listed as vacant. Tolerant triangulations may miss the sphere
 * and the hull by their tolerance.
 *
 * Returns: whether all is well
 */
gboolean
sonde_triangulation_is_valid (SondeTriangulation  *self,
                              const char         **why)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (!check_slots (self, why) || !check_vertices (self, why))
    return FALSE;
  for (guint32 simplex = 0; simplex < self->n_slots; simplex++)
    {
      if (self->signs[simplex] == SONDE_SIGN_VACANT)
        continue;
      if (!check_corners (self, simplex, why) || !check_neighbours (self, simplex, why))
        return FALSE;
      if (!(_sonde_is_infinite (self, simplex) ? check_infinite : check_finite) (self, simplex, why))
        return FALSE;
    }
  return TRUE;
}
