/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/monitor/sonde-replay-bar.h"
#include "study/sonde-run.h"

G_BEGIN_DECLS

#define SONDE_TYPE_LOG_PAGE (sonde_log_page_get_type ())

/**
 * SondeLogPage:
 *
 * The journal of a run, newest on top, filtered by kind and searched; below it the bar that replays.
 */
G_DECLARE_FINAL_TYPE (SondeLogPage, sonde_log_page, SONDE, LOG_PAGE, AdwBin)

void            sonde_log_page_set_run        (SondeLogPage *self,
                                               SondeRun     *run);
void            sonde_log_page_set_narrow     (SondeLogPage *self,
                                               gboolean      narrow);
SondeReplayBar *sonde_log_page_get_replay_bar (SondeLogPage *self);

G_END_DECLS
