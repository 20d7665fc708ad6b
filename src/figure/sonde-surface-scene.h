/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "geometry/sonde-triangulation.h"
#include "plot/sonde-layers.h"
#include "study/sonde-run.h"

G_BEGIN_DECLS

#define SONDE_SURFACE_NDIM SONDE_TRIANGULATION_MAX_NDIM

/**
 * SondeMetric:
 * @is_log: whether the learner measures in the logarithm of a variable
 * @middle: of each variable, in its own coordinate: there it is 0
 * @factor: of each variable: how long a unit is
 *
 * In which coordinates a learner triangulates its points.
 */
typedef struct
{
  guint    ndim;
  gboolean is_log[SONDE_SURFACE_NDIM];
  double   middle[SONDE_SURFACE_NDIM];
  double   factor[SONDE_SURFACE_NDIM];
} SondeMetric;

/**
 * SondeSurfaceVariable:
 * @name: plain text
 * @title: Pango markup, with the unit
 * @unit: (nullable): plain text
 * @min: of the domain
 * @max: of the domain
 */
typedef struct
{
  char   *name;
  char   *title;
  char   *unit;
  double  min;
  double  max;
} SondeSurfaceVariable;

/**
 * SondeSurfaceScene:
 * @title: (nullable): of the study
 * @value: what the value is called, plain text
 * @value_title: Pango markup
 * @ndim: the number of variables
 * @variables: these
 * @names: (array zero-terminated=1): theirs
 * @vdim: the number of components of a value, 0 while there is none
 * @pending: (element-type double): ndim numbers for each point being evaluated
 * @failed: (element-type double): of points that failed and may be tried again
 * @given_up: (element-type double): of those that failed for good
 * @exclude: (nullable): an expression of the variables, not 0 where the function is not asked for
 * @metric: in which coordinates points are triangulated
 *
 * All that a figure shows of several variables beside the points: a snapshot, immutable once built, so that any thread may draw
 * it.
 */
typedef struct
{
  char                  *title;
  char                  *value;
  char                  *value_title;
  guint                  ndim;
  SondeSurfaceVariable  *variables;
  char                 **names;
  guint                  vdim;
  GArray                *pending;
  GArray                *failed;
  GArray                *given_up;
  char                  *exclude;
  SondeMetric            metric;
} SondeSurfaceScene;

SondeSurfaceScene *sonde_surface_scene_new      (SondeRun                *run);
SondeSurfaceScene *sonde_surface_scene_ref      (SondeSurfaceScene       *self);
void               sonde_surface_scene_unref    (SondeSurfaceScene       *self);
gboolean           sonde_surface_scene_equals   (const SondeSurfaceScene *self,
                                                 const SondeSurfaceScene *other);
char              *sonde_surface_scene_get_name (const SondeSurfaceScene *self,
                                                 guint                    component);
gboolean           sonde_metric_equals          (const SondeMetric       *self,
                                                 const SondeMetric       *other);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SondeSurfaceScene, sonde_surface_scene_unref)

G_END_DECLS
