/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "study/sonde-run.h"

G_BEGIN_DECLS

#define SONDE_TYPE_RUN_HISTORY (sonde_run_history_get_type ())

/**
 * SondeRunHistory:
 *
 * How a run went while the window looked: the loss against the number of points, the points per second, and from these an
 * estimate of when the goal will be reached. Signal "changed", a few times a second at most.
 */
G_DECLARE_FINAL_TYPE (SondeRunHistory, sonde_run_history, SONDE, RUN_HISTORY, GObject)

typedef struct
{
  double npoints;
  double loss;
  double elapsed;
} SondeMoment;

SondeRunHistory   *sonde_run_history_new         (SondeRun         *run);
SondeRun          *sonde_run_history_get_run     (SondeRunHistory  *self);
const SondeMoment *sonde_run_history_get_moments (SondeRunHistory  *self,
                                                  guint            *n);
const double      *sonde_run_history_get_rates   (SondeRunHistory  *self,
                                                  guint            *n);
double             sonde_run_history_get_rate    (SondeRunHistory  *self);
gboolean           sonde_run_history_estimate    (SondeRunHistory  *self,
                                                  double           *earliest,
                                                  double           *latest);
gboolean           sonde_run_history_not_converging
                                                 (SondeRunHistory  *self);

/* The estimate alone, for tests: @moments in order, @goal as in a study. */
gboolean           sonde_estimate_time_to_goal   (const SondeMoment *moments,
                                                  guint              n,
                                                  JsonNode          *goal,
                                                  double            *earliest,
                                                  double            *latest);

G_END_DECLS
