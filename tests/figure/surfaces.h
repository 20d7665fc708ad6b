/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Points and scenes of several variables, without a run. */

#include <math.h>

#include "figure/sonde-cloud.h"
#include "figure/sonde-mesh.h"
#include "figure/sonde-surface-scene.h"
#include "figure/sonde-values.h"

/* every variable from −1 to 1 */
static inline SondeSurfaceScene *
make_scene (guint ndim)
{
  static const char * const names[] = { "x", "y", "z", "w", "u", "v" };
  SondeSurfaceScene *scene = g_atomic_rc_box_new0 (SondeSurfaceScene);

  scene->ndim = ndim;
  scene->vdim = 1;
  scene->title = g_strdup ("A surface");
  scene->value = g_strdup ("f");
  scene->value_title = g_strdup ("<i>f</i>");
  scene->variables = g_new0 (SondeSurfaceVariable, ndim);
  scene->names = g_new0 (char *, ndim + 1);
  scene->metric.ndim = ndim;
  for (guint i = 0; i < ndim; i++)
    {
      scene->names[i] = g_strdup (names[i]);
      scene->variables[i] = (SondeSurfaceVariable) { .name = scene->names[i], .title = g_strdup (names[i]), .min = -1, .max = 1 };
      scene->metric.factor[i] = .5;
    }
  scene->pending = g_array_new (FALSE, FALSE, sizeof (double));
  scene->failed = g_array_new (FALSE, FALSE, sizeof (double));
  scene->given_up = g_array_new (FALSE, FALSE, sizeof (double));
  return scene;
}

typedef double (*TestFunction) (const double *x, guint ndim);

/* The corners of the domain, then random places, every third of them on a coarse grid. */
static inline SondePoints *
make_points (guint        ndim,
             guint        n,
             TestFunction function)
{
  SondePoints *points = sonde_points_new (ndim);
  g_autoptr (GRand) rand = g_rand_new_with_seed (ndim + n);

  for (guint i = 0; i < n; i++)
    {
      double x[SONDE_SURFACE_NDIM], y;

      for (guint k = 0; k < ndim; k++)
        {
          x[k] = i < 1u << ndim ? (i >> k & 1 ? 1. : -1.) : g_rand_double_range (rand, -1, 1);
          if (i % 3 == 0)
            x[k] = round (x[k] * 4) / 4;
        }
      y = function (x, ndim);
      sonde_points_append (points, x, &y, SONDE_SCALAR);
    }
  return points;
}

static inline const SondeCloudData *
hand_over (SondeCloud        *cloud,
           const SondePoints *points)
{
  while (sonde_cloud_update (cloud, points) > 0)
    ;
  return sonde_cloud_take (cloud);
}

static inline double
linear_function (const double *x,
                 guint         ndim)
{
  double value = 2;

  for (guint i = 0; i < ndim; i++)
    value += (i % 2 == 0 ? 1.5 : -.5) * x[i] / (i + 1);
  return value;
}

static inline double
curved_function (const double *x,
                 guint         ndim)
{
  double value = 0;

  for (guint i = 0; i < ndim; i++)
    value += cos (2 * x[i] + i);
  return value;
}
