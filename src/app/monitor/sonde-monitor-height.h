/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define SONDE_TYPE_MONITOR_HEIGHT (sonde_monitor_height_get_type ())

/**
 * SondeMonitorHeight:
 *
 * How high the monitor is below the chart: each page has a height of its own, until it is dragged, and then remembers that.
 */
G_DECLARE_FINAL_TYPE (SondeMonitorHeight, sonde_monitor_height, SONDE, MONITOR_HEIGHT, GObject)

/* @monitor is the end child of a GtkPaned, or what happens to it is left alone. */
SondeMonitorHeight *sonde_monitor_height_new (GtkWidget    *monitor,
                                              AdwViewStack *stack);

G_END_DECLS
