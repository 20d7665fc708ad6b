/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whether a point lies in the circumsphere of a simplex, spheres included: a point on it makes the simplex go.
 *
 * Exact triangulations ask the predicate. Tolerant ones keep the sphere of each simplex and widen it by the tolerance, so that points which
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

gboolean
_sonde_triangulation_in_sphere (SondeTriangulation *self,
                                guint32             simplex,
                                const double       *point,
                                gboolean            exact)
{
  const double *points[SONDE_MAX_VERTICES];

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
  return sonde_predicates_in_sphere (self->ndim, points, point) * self->signs[simplex] >= 0;
}
