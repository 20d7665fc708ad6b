/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/sonde-family.h"
#include "learner/sonde-learner.h"

G_BEGIN_DECLS

#define SONDE_TYPE_LEARNER_2D (sonde_learner_2d_get_type ())

/**
 * SondeLearner2D:
 *
 * Samples a function of two variables where the triangles between known points say least about it.
 */
SONDE_DECLARE_MEMBER (SondeLearner2D, sonde_learner_2d, LEARNER_2D, SondeLearner)

SondeLearner *sonde_learner_2d_new_from_spec (JsonObject   *spec,
                                              SondeDomain  *domain,
                                              char        **path_of_fault,
                                              GError      **error);
double        sonde_learner_2d_get_aspect_ratio
                                             (SondeLearner2D *self);
gboolean      sonde_learner_2d_is_valid      (SondeLearner2D *self,
                                              const char    **why);

G_END_DECLS
