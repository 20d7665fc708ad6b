/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/chart/sonde-chart-canvas.h"
#include "app/monitor/sonde-run-history.h"

G_BEGIN_DECLS

#define SONDE_TYPE_CONVERGENCE_PAGE (sonde_convergence_page_get_type ())

/**
 * SondeConvergencePage:
 *
 * How loss and estimated error fell with the number of points, beside all that is known of the run.
 */
G_DECLARE_FINAL_TYPE (SondeConvergencePage, sonde_convergence_page, SONDE, CONVERGENCE_PAGE, AdwBin)

void              sonde_convergence_page_set_history (SondeConvergencePage *self,
                                                      SondeRunHistory      *history);
void              sonde_convergence_page_set_narrow  (SondeConvergencePage *self,
                                                      gboolean              narrow);
SondeChartCanvas *sonde_convergence_page_get_canvas  (SondeConvergencePage *self);

G_END_DECLS
