/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/chart/sonde-chart-canvas.h"

G_BEGIN_DECLS

#define SONDE_TYPE_SLICE_BAR (sonde_slice_bar_get_type ())

/**
 * SondeSliceBar:
 *
 * What of a figure is shown that can only show a part: which of its pictures, which component of a value, which variables along the axes,
 * and sliders for where the other variables are held. Hidden where there is nothing to choose.
 */
G_DECLARE_FINAL_TYPE (SondeSliceBar, sonde_slice_bar, SONDE, SLICE_BAR, GtkWidget)

void sonde_slice_bar_set_canvas (SondeSliceBar    *self,
                                 SondeChartCanvas *canvas);
void sonde_slice_bar_update     (SondeSliceBar    *self);

G_END_DECLS
