/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/sonde-points.h"

G_BEGIN_DECLS

/**
 * SondeCloudData:
 * @ndim: the number of coordinates of a point
 * @vdim: the number of components of a value, 0 while there are no points
 * @n: the number of points
 * @x: n × ndim, by id
 * @y: n × vdim, by id
 * @generation: another one after points were forgotten
 *
 * The points as drawing has them.
 */
typedef struct
{
  guint   ndim;
  guint   vdim;
  guint   n;
  double *x;
  double *y;
  guint   generation;

  /*< private >*/
  guint   capacity;
} SondeCloudData;

/**
 * SondeCloud:
 *
 * Points of several variables, handed from the thread that samples to the one that draws.
 */
typedef struct _SondeCloud SondeCloud;

SondeCloud           *sonde_cloud_new        (void);
void                  sonde_cloud_free       (SondeCloud       *self);
void                  sonde_cloud_clear      (SondeCloud       *self);
guint                 sonde_cloud_update     (SondeCloud       *self,
                                              const SondePoints *points);
guint                 sonde_cloud_get_n_seen (SondeCloud       *self);
const SondeCloudData *sonde_cloud_take       (SondeCloud       *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SondeCloud, sonde_cloud_free)

G_END_DECLS
