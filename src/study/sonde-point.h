/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "base/sonde-points.h"

G_BEGIN_DECLS

#define SONDE_TYPE_POINT (sonde_point_get_type ())

/**
 * SondePoint:
 *
 * One result as a row of a table: a copy, made when somebody looks at it.
 */
G_DECLARE_FINAL_TYPE (SondePoint, sonde_point, SONDE, POINT, GObject)

SondePoint   *sonde_point_new         (const SondePoints *points,
                                       guint              id);
guint         sonde_point_get_id      (SondePoint        *self);
guint         sonde_point_get_ndim    (SondePoint        *self);
/* at least 1: a plain number is one component */
guint         sonde_point_get_vdim    (SondePoint        *self);
const double *sonde_point_get_x       (SondePoint        *self);
const double *sonde_point_get_y       (SondePoint        *self);
double        sonde_point_get_seconds (SondePoint        *self);

G_END_DECLS
