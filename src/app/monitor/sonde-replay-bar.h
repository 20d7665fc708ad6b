/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "study/sonde-run.h"

G_BEGIN_DECLS

#define SONDE_TYPE_REPLAY_BAR (sonde_replay_bar_get_type ())

/**
 * SondeReplayBar:
 *
 * Goes through the points of a run in the order in which they came.
 * Property: upto, the number of points to show, 0 for all there are; back to 0 when the run goes on.
 */
G_DECLARE_FINAL_TYPE (SondeReplayBar, sonde_replay_bar, SONDE, REPLAY_BAR, AdwBin)

void  sonde_replay_bar_set_run  (SondeReplayBar *self,
                                 SondeRun       *run);
guint sonde_replay_bar_get_upto (SondeReplayBar *self);
void  sonde_replay_bar_set_upto (SondeReplayBar *self,
                                 guint           upto);

G_END_DECLS
