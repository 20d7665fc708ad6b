/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "study/sonde-point.h"

struct _SondePoint
{
  GObject  parent_instance;

  guint    id;
  guint    ndim;
  guint    vdim;
  double   seconds;
  /* ndim coordinates, then vdim components */
  double  *values;
};

G_DEFINE_FINAL_TYPE (SondePoint, sonde_point, G_TYPE_OBJECT)

static void
sonde_point_finalize (GObject *object)
{
  g_free (SONDE_POINT (object)->values);
  G_OBJECT_CLASS (sonde_point_parent_class)->finalize (object);
}

static void
sonde_point_class_init (SondePointClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sonde_point_finalize;
}

static void
sonde_point_init (SondePoint *self)
{
}

/**
 * sonde_point_new:
 * @id: the place of the point among @points
 *
 * Returns: (transfer full): a copy of the point
 */
SondePoint *
sonde_point_new (const SondePoints *points,
                 guint              id)
{
  SondePoint *self;
  guint stride;

  g_return_val_if_fail (points != NULL && id < points->n, NULL);

  stride = SONDE_STRIDE (points->vdim);
  self = g_object_new (SONDE_TYPE_POINT, NULL);
  self->id = id;
  self->ndim = points->ndim;
  self->vdim = stride;
  self->seconds = points->seconds[id];
  self->values = g_new (double, points->ndim + stride);
  memcpy (self->values, points->x + (gsize) id * points->ndim, points->ndim * sizeof (double));
  memcpy (self->values + points->ndim, points->y + (gsize) id * stride, stride * sizeof (double));
  return self;
}

/**
 * sonde_point_get_id:
 *
 * Returns: its place in the order of arrival, from 0
 */
guint
sonde_point_get_id (SondePoint *self)
{
  g_return_val_if_fail (SONDE_IS_POINT (self), 0);

  return self->id;
}

guint
sonde_point_get_ndim (SondePoint *self)
{
  g_return_val_if_fail (SONDE_IS_POINT (self), 0);

  return self->ndim;
}

guint
sonde_point_get_vdim (SondePoint *self)
{
  g_return_val_if_fail (SONDE_IS_POINT (self), 0);

  return self->vdim;
}

/**
 * sonde_point_get_x:
 *
 * Returns: (array): its coordinates, ndim of them
 */
const double *
sonde_point_get_x (SondePoint *self)
{
  g_return_val_if_fail (SONDE_IS_POINT (self), NULL);

  return self->values;
}

/**
 * sonde_point_get_y:
 *
 * Returns: (array): the components of its value, vdim of them
 */
const double *
sonde_point_get_y (SondePoint *self)
{
  g_return_val_if_fail (SONDE_IS_POINT (self), NULL);

  return self->values + self->ndim;
}

/**
 * sonde_point_get_seconds:
 *
 * Returns: how long its evaluation took, in seconds; NaN where it is not known
 */
double
sonde_point_get_seconds (SondePoint *self)
{
  g_return_val_if_fail (SONDE_IS_POINT (self), 0);

  return self->seconds;
}
