/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/sonde-family.h"
#include "learner/sonde-learner.h"

G_BEGIN_DECLS

#define SONDE_TYPE_LEARNER_1D (sonde_learner_1d_get_type ())

/**
 * SondeLearner1D:
 *
 * Samples a function of one variable by splitting the interval that is known worst.
 */
SONDE_DECLARE_MEMBER (SondeLearner1D, sonde_learner_1d, LEARNER_1D, SondeLearner)

/* @loss: (nullable): the member "loss" of the learner's spec, such as {"kind": "curvature", "area_factor": 1};
 * NULL for the default. */
SondeLearner *sonde_learner_1d_new (SondeDomain  *domain,
                                    JsonObject   *loss,
                                    char        **path_of_fault,
                                    GError      **error);

/* @spec: the member "learner" of a study, with all its options. */
SondeLearner *sonde_learner_1d_new_from_spec
                                   (JsonObject   *spec,
                                    SondeDomain  *domain,
                                    char        **path_of_fault,
                                    GError      **error);

/* stands for a point that is not there */
#define SONDE_LEARNER_1D_NONE G_MAXUINT

/* The known points within the bounds next to a place, at the cost of a search: what walks along the curve needs. */
void          sonde_learner_1d_find_beside
                                   (SondeLearner1D *self,
                                    double          x,
                                    guint          *before,
                                    guint          *after);
double        sonde_learner_1d_get_loss_after
                                   (SondeLearner1D *self,
                                    guint           id);

G_END_DECLS
