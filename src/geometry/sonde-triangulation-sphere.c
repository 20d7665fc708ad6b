/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whether a point lies in the circumsphere of a simplex.
 *
 * Exact triangulations ask the predicate. Of points on one sphere they take the older for lower (H. Edelsbrunner, E. P. Mücke,
 * "Simulation of simplicity", ACM Trans. Graph. 9, 1990): on the paraboloid to which points are lifted, each is below its place by
 * infinitely less than the one before. So the oldest of them is joined with all others, whatever the order of insertion is, as
 * Qhull's fans are.
 *
 * Tolerant ones take points on the sphere for points inside. They keep the sphere of each simplex and widen it by the tolerance, so that points which
 * would be cospherical but for rounding count as cospherical. Simplices too flat for that ask the predicate, too. */

#include "config.h"

#include <math.h>

#include "geometry/sonde-simplex.h"
#include "geometry/sonde-triangulation-private.h"

/* A sphere is trusted if the volume of the simplex over the product of its edges from one vertex is larger; its error is then
 * about 1e-9. */
#define FLATTEST 1e-7

/* Computes the sphere of a finite simplex of a tolerant triangulation; its radius is NaN if it is not to be trusted. */
void
_sonde_triangulation_set_sphere (SondeTriangulation *self,
                                 guint32             simplex)
{
  double *sphere = self->spheres + (gsize) simplex * self->n_corners;
  const double *points[SONDE_MAX_VERTICES];
  double relative_volume;

  _sonde_triangulation_get_points (self, simplex, points);
  relative_volume = sonde_simplex_circumsphere (self->ndim, points, sphere, &sphere[self->ndim]);
  if (!(relative_volume > FLATTEST))
    sphere[self->ndim] = NAN;
  else
    sphere[self->ndim] *= (1 + self->tolerance) * (1 + self->tolerance);
}

/* The number of a point that is a vertex, as the one that is being inserted is. */
static guint32
number_of (SondeTriangulation *self,
           const double       *point)
{
  gsize offset = (gsize) (point - self->points);

  return point >= self->points && offset < (gsize) self->n_vertices * self->ndim ? (guint32) (offset / self->ndim) : G_MAXUINT32;
}

/* The point lies on the sphere: with the oldest that decides a little lower, is it inside? A corner that is lower tilts the plane through the lifted
 * corners about the facet opposite to it: on the other side of that facet the plane is higher, and what is there is below it. */
static gboolean
is_below_by_age (SondeTriangulation  *self,
                 guint32              simplex,
                 const double       **points,
                 const double        *point)
{
  const guint32 *corners = _sonde_corners (self, simplex);
  guint32 number = number_of (self, point);

  for (guint i = 0; i < self->n_corners; i++)
    {
      const double *corner = points[i];
      int side;

      if (number < corners[i])
        return TRUE;
      points[i] = point;
      side = sonde_predicates_orientation (self->ndim, points) * self->signs[simplex];
      points[i] = corner;
      if (side != 0)
        return side < 0;
    }
  return TRUE;
}

gboolean
_sonde_triangulation_in_sphere (SondeTriangulation *self,
                                guint32             simplex,
                                const double       *point,
                                gboolean            exact)
{
  const double *points[SONDE_MAX_VERTICES];
  int side;

  if (!exact)
    {
      const double *sphere = self->spheres + (gsize) simplex * self->n_corners;
      double distance = 0;

      for (guint j = 0; j < self->ndim; j++)
        distance += (point[j] - sphere[j]) * (point[j] - sphere[j]);
      if (G_LIKELY (!isnan (sphere[self->ndim])))
        return distance < sphere[self->ndim];
    }
  _sonde_triangulation_get_points (self, simplex, points);
  side = sonde_predicates_in_sphere (self->ndim, points, point) * self->signs[simplex];
  if (side == 0 && self->tolerance == 0)
    return is_below_by_age (self, simplex, points, point);
  return side >= 0;
}
