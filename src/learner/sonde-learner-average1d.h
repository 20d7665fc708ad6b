/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/sonde-family.h"
#include "learner/sonde-learner.h"

G_BEGIN_DECLS

#define SONDE_TYPE_LEARNER_AVERAGE1D (sonde_learner_average1d_get_type ())

/**
 * SondeLearnerAverage1D:
 *
 * Samples a stochastic function of one variable: repeats where the mean is too uncertain, and goes to new places where not. Its points
 * are a seed and a place.
 */
SONDE_DECLARE_MEMBER (SondeLearnerAverage1D, sonde_learner_average1d, LEARNER_AVERAGE1D, SondeLearner)

/**
 * SondeMean:
 * @x: where
 * @n: how many samples
 * @mean: of these
 * @error: half the width of the confidence interval of the mean; infinite for one sample
 * @rescaled_error: that as a part of the distance to the nearer neighbour; NaN if it is no longer looked at
 * @id: of the first sample in the store
 *
 * What is known at a place.
 */
typedef struct
{
  double x;
  guint  n;
  double mean;
  double error;
  double rescaled_error;
  guint  id;
} SondeMean;

SondeLearner *sonde_learner_average1d_new_from_spec (JsonObject            *spec,
                                                     SondeDomain           *domain,
                                                     char                 **path_of_fault,
                                                     GError               **error);
void          sonde_learner_average1d_get           (SondeLearnerAverage1D *self,
                                                     guint                  index,
                                                     SondeMean             *mean);
SondeDomain  *sonde_learner_average1d_get_x_domain  (SondeLearnerAverage1D *self);
guint        *sonde_learner_average1d_sort          (SondeLearnerAverage1D *self,
                                                     guint                 *n);

G_END_DECLS
