/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plot/sonde-layers.h"
#include "study/sonde-run.h"

G_BEGIN_DECLS

/**
 * SondeScene:
 * @min: of the domain
 * @max: of the domain
 * @title: (nullable): of the study
 * @x_title: Pango markup
 * @y_title: Pango markup
 * @vdim: the number of components of a value, 0 while there is none
 * @newest_x: the newest points, the oldest of them first
 * @newest_y: their values, @n_newest × @vdim
 * @pending: points being evaluated, in rising order
 * @failed: points that failed and may be tried again
 * @given_up: points that failed for good, in rising order
 *
 * All that a figure shows of one variable beside the points: a snapshot, immutable once built, so that any thread may draw it.
 */
typedef struct
{
  double   min;
  double   max;
  char    *title;
  char    *x_title;
  char    *y_title;
  char    *variable;
  guint    vdim;
  guint    n_newest;
  double   newest_x[SONDE_NEWEST];
  double  *newest_y;
  GArray  *pending;
  GArray  *failed;
  GArray  *given_up;
} SondeScene;

SondeScene *sonde_scene_new          (SondeRun         *run);
SondeScene *sonde_scene_ref          (SondeScene       *self);
void        sonde_scene_unref        (SondeScene       *self);
gboolean    sonde_scene_equals       (const SondeScene *self,
                                      const SondeScene *other);
char       *sonde_scene_get_name     (const SondeScene *self,
                                      guint             component);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SondeScene, sonde_scene_unref)

G_END_DECLS
