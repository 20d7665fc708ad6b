/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "runner/sonde-convergence.h"
#include "runner/sonde-goal.h"

G_BEGIN_DECLS

/**
 * SondeEstimateKind:
 * @SONDE_ESTIMATE_UNKNOWN: it cannot be said, or not yet
 * @SONDE_ESTIMATE_RANGE: between the two times
 * @SONDE_ESTIMATE_NOT_CONVERGING: never, if it goes on like this: what the goal looks at does not fall any more
 */
typedef enum
{
  SONDE_ESTIMATE_UNKNOWN,
  SONDE_ESTIMATE_RANGE,
  SONDE_ESTIMATE_NOT_CONVERGING,
} SondeEstimateKind;

/**
 * SondeEstimate:
 * @kind: what is known
 * @earliest: seconds from now; 0 if the goal is reached
 * @latest: seconds from now, at least @earliest
 *
 * When a goal will be reached. The times have a meaning only for %SONDE_ESTIMATE_RANGE.
 */
typedef struct
{
  SondeEstimateKind kind;
  double            earliest;
  double            latest;
} SondeEstimate;

void  sonde_estimate_goal    (SondeEstimate        *self,
                              SondeGoal            *goal,
                              const SondeGoalState *now,
                              double                elapsed,
                              const SondeMilestone *history,
                              guint                 n);
char *sonde_estimate_to_text (const SondeEstimate  *self);

G_END_DECLS
