/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "base/sonde-points.h"

/**
 * sonde_points_new:
 * @ndim: the number of coordinates of a point, at least 1
 *
 * Returns: (transfer full): an empty store
 */
SondePoints *
sonde_points_new (guint ndim)
{
  SondePoints *self = g_new0 (SondePoints, 1);

  g_assert (ndim >= 1);

  self->ndim = ndim;
  return self;
}

void
sonde_points_free (SondePoints *self)
{
  g_free (self->x);
  g_free (self->y);
  g_free (self->seconds);
  g_free (self);
}

/**
 * sonde_points_accepts:
 * @vdim: the number of components of a value, or %SONDE_SCALAR
 *
 * The first value decides the shape of all: a number, or a list of a certain length.
 *
 * Returns: whether a value of this shape can be appended
 */
gboolean
sonde_points_accepts (const SondePoints *self,
                      guint              vdim)
{
  return self->vdim == 0 || (self->vdim == SONDE_STRIDE (vdim) && self->is_vector == (vdim != SONDE_SCALAR));
}

/**
 * sonde_points_reserve:
 * @n: how many points there will be
 *
 * Makes room, so that appending up to @n points moves nothing. Before the first value its length is not known and
 * plain numbers are assumed.
 */
void
sonde_points_reserve (SondePoints *self,
                      guint        n)
{
  if (n <= self->capacity)
    return;

  self->capacity = n;
  self->x = g_renew (double, self->x, (gsize) n * self->ndim);
  self->y = g_renew (double, self->y, (gsize) n * MAX (self->vdim, 1));
  self->seconds = g_renew (float, self->seconds, n);
}

/**
 * sonde_points_append:
 * @x: the point, ndim numbers
 * @y: its value, as many numbers as @vdim says
 * @vdim: the number of components of the value, or %SONDE_SCALAR; sonde_points_accepts() must agree
 *
 * Returns: the id of the point
 */
guint
sonde_points_append (SondePoints  *self,
                     const double *x,
                     const double *y,
                     guint         vdim)
{
  guint id = self->n;

  g_assert (sonde_points_accepts (self, vdim));

  if (self->vdim == 0)
    {
      self->vdim = SONDE_STRIDE (vdim);
      self->is_vector = vdim != SONDE_SCALAR;
      self->y = g_renew (double, self->y, (gsize) self->capacity * self->vdim);
    }
  if (id == self->capacity)
    sonde_points_reserve (self, id < 64 ? 64 : id + id / 2);

  for (guint i = 0; i < self->ndim; i++)
    self->x[(gsize) id * self->ndim + i] = x[i];
  for (guint i = 0; i < self->vdim; i++)
    self->y[(gsize) id * self->vdim + i] = y[i];
  self->seconds[id] = NAN;
  self->n++;
  return id;
}

/**
 * sonde_points_set_seconds:
 * @id: a point
 * @seconds: how long its evaluation took
 */
void
sonde_points_set_seconds (SondePoints *self,
                          guint        id,
                          double       seconds)
{
  g_assert (id < self->n);

  self->seconds[id] = (float) seconds;
}
