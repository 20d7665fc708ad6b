/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/chart/sonde-chart-canvas.h"

G_BEGIN_DECLS

#define SONDE_TYPE_COLORS_BUTTON (sonde_colors_button_get_type ())

/**
 * SondeColorsButton:
 *
 * Opens what one can choose about the colours of a surface: the map, linear or logarithmic, automatic or from one value to another.
 */
G_DECLARE_FINAL_TYPE (SondeColorsButton, sonde_colors_button, SONDE, COLORS_BUTTON, AdwBin)

void sonde_colors_button_set_canvas (SondeColorsButton *self,
                                     SondeChartCanvas  *canvas);

G_END_DECLS
