/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/chart/sonde-chart.h"
#include "app/setup/sonde-study-editor.h"
#include "app/sonde-notice-bar.h"
#include "app/sonde-run-state.h"

G_BEGIN_DECLS

#define SONDE_TYPE_RUN_VIEW (sonde_run_view_get_type ())

/**
 * SondeRunView:
 *
 * One run in a window: on the left what was asked, in the middle the chart, below it what is known, above it what can be
 * done. Made for one run and never given another.
 *
 * Signal "state-changed": what can be done may be another now.
 */
G_DECLARE_FINAL_TYPE (SondeRunView, sonde_run_view, SONDE, RUN_VIEW, GtkWidget)

SondeRunView     *sonde_run_view_new              (SondeRun       *run);
SondeRun         *sonde_run_view_get_run          (SondeRunView   *self);
SondeStudyEditor *sonde_run_view_get_editor       (SondeRunView   *self);
SondeNoticeBar   *sonde_run_view_get_notice_bar   (SondeRunView   *self);
SondeChart       *sonde_run_view_get_chart        (SondeRunView   *self);
void              sonde_run_view_get_state        (SondeRunView   *self,
                                                   SondeRunState  *state);
void              sonde_run_view_toggle_panel     (SondeRunView   *self);
void              sonde_run_view_show_panel       (SondeRunView   *self);
void              sonde_run_view_run              (SondeRunView   *self,
                                                   GError        **error);
void              sonde_run_view_open_menu        (SondeRunView   *self);
char             *sonde_run_view_dup_title      (SondeRunView   *self);

G_END_DECLS
