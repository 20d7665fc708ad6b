/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/chart/sonde-chart-canvas.h"
#include "app/chart/sonde-quantity-bar.h"

G_BEGIN_DECLS

void sonde_chart_layers_update (GActionMap       *actions,
                                SondeChartCanvas *canvas,
                                SondeQuantityBar *quantity_bar);

G_END_DECLS
