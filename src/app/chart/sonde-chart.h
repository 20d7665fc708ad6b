/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/chart/sonde-chart-canvas.h"

G_BEGIN_DECLS

#define SONDE_TYPE_CHART (sonde_chart_get_type ())

/**
 * SondeChart:
 *
 * The chart with its legend and buttons; before there is anything to see, a hint on what to do.
 */
G_DECLARE_FINAL_TYPE (SondeChart, sonde_chart, SONDE, CHART, AdwBin)

void              sonde_chart_set_run    (SondeChart *self,
                                          SondeRun   *run);
void              sonde_chart_set_hint   (SondeChart *self,
                                          const char *hint);
void              sonde_chart_set_narrow (SondeChart *self,
                                          gboolean    narrow);
SondeChartCanvas *sonde_chart_get_canvas (SondeChart *self);

G_END_DECLS
