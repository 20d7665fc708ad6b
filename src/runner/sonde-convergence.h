/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "learner/sonde-learner.h"

G_BEGIN_DECLS

/**
 * SondeMilestone:
 * @npoints: how many points were known
 * @loss: the loss then
 * @error: the estimated error then; NaN while there was none
 * @elapsed: seconds that the run had been going on for; NaN where that is not known
 *
 * How well a function was known at some time.
 */
typedef struct
{
  guint  npoints;
  double loss;
  double error;
  double elapsed;
} SondeMilestone;

/**
 * SondeConvergence:
 *
 * How a run came nearer to its goal: milestones, dense at the beginning and ever sparser, so that a run of any length keeps fewer
 * than 4,000 of them and a logarithmic axis is filled evenly.
 */
typedef struct _SondeConvergence SondeConvergence;

SondeConvergence     *sonde_convergence_new    (void);
void                  sonde_convergence_free   (SondeConvergence *self);
void                  sonde_convergence_clear  (SondeConvergence *self);
gboolean              sonde_convergence_is_due (SondeConvergence *self,
                                                guint             npoints);
gboolean              sonde_convergence_look   (SondeConvergence *self,
                                                SondeLearner     *learner,
                                                double            elapsed);
void                  sonde_convergence_date   (SondeConvergence *self,
                                                guint             npoints,
                                                double            elapsed);
const SondeMilestone *sonde_convergence_get    (SondeConvergence *self,
                                                guint            *n);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SondeConvergence, sonde_convergence_free)

G_END_DECLS
