/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/sonde-family.h"
#include "learner/sonde-learner.h"

G_BEGIN_DECLS

#define SONDE_TYPE_LEARNER_AVERAGE (sonde_learner_average_get_type ())

/**
 * SondeLearnerAverage:
 *
 * Estimates the mean of a stochastic function until its standard error is small enough. Its points are seeds.
 */
SONDE_DECLARE_MEMBER (SondeLearnerAverage, sonde_learner_average, LEARNER_AVERAGE, SondeLearner)

SondeLearner *sonde_learner_average_new_from_spec      (JsonObject          *spec,
                                                        SondeDomain         *domain,
                                                        char               **path_of_fault,
                                                        GError             **error);
double        sonde_learner_average_get_mean           (SondeLearnerAverage *self);
double        sonde_learner_average_get_std            (SondeLearnerAverage *self);
double        sonde_learner_average_get_standard_error (SondeLearnerAverage *self);
void          sonde_learner_average_get_tolerances     (SondeLearnerAverage *self,
                                                        double              *atol,
                                                        double              *rtol,
                                                        guint               *min_npoints);

G_END_DECLS
