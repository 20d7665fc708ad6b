/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/chart/sonde-chart-canvas.h"

G_BEGIN_DECLS

#define SONDE_TYPE_QUANTITY_BAR (sonde_quantity_bar_get_type ())

/**
 * SondeQuantityBar:
 *
 * Where one types what the chart is to show instead of the values. What is right shows at once; of what is wrong the bar tells what and
 * where, and the chart keeps the last that was right. Closing it brings the values back. Property "shown": whether it is open.
 */
G_DECLARE_FINAL_TYPE (SondeQuantityBar, sonde_quantity_bar, SONDE, QUANTITY_BAR, GtkWidget)

void sonde_quantity_bar_set_canvas (SondeQuantityBar *self,
                                    SondeChartCanvas *canvas);
void sonde_quantity_bar_recheck    (SondeQuantityBar *self);

G_END_DECLS
