/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/sonde-family.h"
#include "geometry/sonde-triangulation.h"
#include "learner/sonde-learner.h"

G_BEGIN_DECLS

#define SONDE_TYPE_LEARNER_ND (sonde_learner_nd_get_type ())

/**
 * SondeLearnerND:
 *
 * Samples a function of two to six variables by dividing the simplex that is known worst.
 */
SONDE_DECLARE_MEMBER (SondeLearnerND, sonde_learner_nd, LEARNER_ND, SondeLearner)

SondeLearner       *sonde_learner_nd_new_from_spec     (JsonObject      *spec,
                                                        SondeDomain     *domain,
                                                        char           **path_of_fault,
                                                        GError         **error);
SondeTriangulation *sonde_learner_nd_get_triangulation (SondeLearnerND  *self);
guint32             sonde_learner_nd_get_id            (SondeLearnerND  *self,
                                                        guint32          vertex);
void                sonde_learner_nd_place             (SondeLearnerND  *self,
                                                        const double    *x,
                                                        double          *place);
gboolean            sonde_learner_nd_is_valid          (SondeLearnerND  *self,
                                                        const char     **why);

G_END_DECLS
