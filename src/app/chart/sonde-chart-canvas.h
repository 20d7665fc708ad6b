/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "figure/sonde-figure.h"

G_BEGIN_DECLS

#define SONDE_TYPE_CHART_CANVAS (sonde_chart_canvas_get_type ())

/**
 * SondeChartCanvas:
 *
 * The picture of a figure. It is drawn in a thread and put up as a texture; the pointer's marks are drawn over it here.
 *
 * Properties: frozen (what is sampled meanwhile does not show), following (read only: the whole is in view and stays so as it
 * grows), narrow, has-selection (read only: a point has been walked to, or clicked on), interval (seconds between pictures while
 * points come; 0: as fast as it goes), upto (after so many points, 0 for all there are).
 * Signals "drawn": a new picture is there; "figure-changed": it is of another run, and may have other options.
 */
G_DECLARE_FINAL_TYPE (SondeChartCanvas, sonde_chart_canvas, SONDE, CHART_CANVAS, GtkWidget)

/* For another figure than that of the learner; before the run is set. */
void              sonde_chart_canvas_set_maker (SondeChartCanvas *self,
                                                SondeFigure    *(*maker) (SondeRun *run));
void              sonde_chart_canvas_set_run   (SondeChartCanvas *self,
                                                SondeRun         *run);
SondeFigure      *sonde_chart_canvas_get_figure (SondeChartCanvas *self);
SondeRun         *sonde_chart_canvas_get_run   (SondeChartCanvas *self);
const SondeFrame *sonde_chart_canvas_get_frame (SondeChartCanvas *self);
const SondeView  *sonde_chart_canvas_get_view  (SondeChartCanvas *self);
void              sonde_chart_canvas_set_view  (SondeChartCanvas *self,
                                                const SondeView  *view);
void              sonde_chart_canvas_set_upto  (SondeChartCanvas *self,
                                                guint             upto);
gboolean          sonde_chart_canvas_get_frozen (SondeChartCanvas *self);
void              sonde_chart_canvas_set_frozen (SondeChartCanvas *self,
                                                gboolean          frozen);
void              sonde_chart_canvas_set_narrow (SondeChartCanvas *self,
                                                gboolean          narrow);
void              sonde_chart_canvas_fit       (SondeChartCanvas *self);
void              sonde_chart_canvas_zoom      (SondeChartCanvas *self,
                                                double            factor);
gboolean          sonde_chart_canvas_get_following (SondeChartCanvas *self);
void              sonde_chart_canvas_set_interval (SondeChartCanvas *self,
                                                double            seconds);
void              sonde_chart_canvas_copy_picture (SondeChartCanvas *self);
char             *sonde_chart_canvas_get_selected_text
                                               (SondeChartCanvas *self);

G_END_DECLS
