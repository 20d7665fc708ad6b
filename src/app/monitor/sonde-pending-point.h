/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "runner/sonde-runner.h"

G_BEGIN_DECLS

#define SONDE_TYPE_PENDING_POINT (sonde_pending_point_get_type ())

/**
 * SondePendingPoint:
 *
 * A point that is being evaluated, as a row of a table.
 */
G_DECLARE_FINAL_TYPE (SondePendingPoint, sonde_pending_point, SONDE, PENDING_POINT, GObject)

const double *sonde_pending_point_get_x     (SondePendingPoint *self);
guint         sonde_pending_point_get_ndim  (SondePendingPoint *self);
/* the time of day at which it was submitted, in local time */
GDateTime    *sonde_pending_point_get_since (SondePendingPoint *self);

/* Brings @store in step with what runs now; rows of points that still run stay. */
void          sonde_pending_points_update   (GListStore        *store,
                                             SondeRunner       *runner);

G_END_DECLS
