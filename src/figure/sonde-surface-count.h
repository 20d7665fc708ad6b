/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "figure/sonde-surface-scene.h"

G_BEGIN_DECLS

/**
 * SondeSurfaceCount:
 * @n: the number of points
 * @n_missing: how many of these have no finite component
 * @min: the least value of any component
 * @max: the largest
 *
 * What there is to say of a surface to who does not see it.
 */
typedef struct
{
  guint  n;
  guint  n_missing;
  double min;
  double max;
} SondeSurfaceCount;

void     sonde_surface_count_clear  (SondeSurfaceCount       *self);
void     sonde_surface_count_add    (SondeSurfaceCount       *self,
                                     const SondePoints       *points,
                                     guint                    end);
char    *sonde_surface_describe     (const SondeSurfaceScene *scene,
                                     const SondeSurfaceCount *count);

G_END_DECLS
