/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/chart/sonde-chart-canvas.h"
#include "app/monitor/sonde-run-history.h"

G_BEGIN_DECLS

#define SONDE_TYPE_MONITOR (sonde_monitor_get_type ())

/* What is known of the run, below the chart: a tab each for overview, convergence, points, failures and log. */
G_DECLARE_FINAL_TYPE (SondeMonitor, sonde_monitor, SONDE, MONITOR, AdwBin)

void          sonde_monitor_set_run   (SondeMonitor    *self,
                                       SondeRun        *run,
                                       SondeRunHistory *history);
/* The chart that is replayed. */
void          sonde_monitor_set_canvas (SondeMonitor    *self,
                                       SondeChartCanvas *canvas);
void          sonde_monitor_set_shape (SondeMonitor    *self,
                                       gboolean         narrow,
                                       gboolean         square,
                                       gboolean         low);
void          sonde_monitor_set_brief (SondeMonitor    *self,
                                       gboolean         brief);
AdwViewStack *sonde_monitor_get_stack (SondeMonitor    *self);

G_END_DECLS
