/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "study/sonde-run.h"

G_BEGIN_DECLS

#define SONDE_TYPE_RUN_HISTORY (sonde_run_history_get_type ())

/**
 * SondeRunHistory:
 *
 * How a run goes: the points per second while the window looks, and when the goal will be reached. Signal "changed", a few times a second at most.
 */
G_DECLARE_FINAL_TYPE (SondeRunHistory, sonde_run_history, SONDE, RUN_HISTORY, GObject)

SondeRunHistory   *sonde_run_history_new         (SondeRun         *run);
SondeRun          *sonde_run_history_get_run     (SondeRunHistory  *self);
const double      *sonde_run_history_get_rates   (SondeRunHistory  *self,
                                                  guint            *n);
double             sonde_run_history_get_rate    (SondeRunHistory  *self);
gboolean           sonde_run_history_estimate    (SondeRunHistory  *self,
                                                  double           *earliest,
                                                  double           *latest);
gboolean           sonde_run_history_not_converging
                                                 (SondeRunHistory  *self);

G_END_DECLS
