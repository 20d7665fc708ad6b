/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "figure/sonde-figure.h"

G_BEGIN_DECLS

#define SONDE_TYPE_LEGEND (sonde_legend_get_type ())

/**
 * SondeLegend:
 *
 * What the marks of a chart mean, drawn as the chart draws them. It lists only what there is.
 */
G_DECLARE_FINAL_TYPE (SondeLegend, sonde_legend, SONDE, LEGEND, GtkWidget)

void sonde_legend_show (SondeLegend     *self,
                        SondeFigure     *figure,
                        const SondeView *view,
                        gboolean         is_running,
                        gboolean         has_failed);

G_END_DECLS
