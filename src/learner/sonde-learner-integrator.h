/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/sonde-family.h"
#include "learner/sonde-learner.h"

G_BEGIN_DECLS

#define SONDE_TYPE_LEARNER_INTEGRATOR (sonde_learner_integrator_get_type ())

/**
 * SondeLearnerIntegrator:
 *
 * Computes the integral of a function of one variable to a tolerance, and is done then.
 */
SONDE_DECLARE_MEMBER (SondeLearnerIntegrator, sonde_learner_integrator, LEARNER_INTEGRATOR, SondeLearner)

/**
 * SondeIntegral:
 * @a: the lower end
 * @b: the upper end
 * @depth: of the finest rule whose values are known, −1 if there is none: 5, 9, 17 or 33 nodes
 * @rdepth: how many times the whole was halved, from 1 on
 * @igral: the integral over it
 * @err: its error
 * @is_removed: whether it is known as well as rounding allows
 * @is_used: whether the estimate of the whole is made from it
 *
 * An interval.
 */
typedef struct
{
  double   a;
  double   b;
  int      depth;
  guint    rdepth;
  double   igral;
  double   err;
  gboolean is_removed;
  gboolean is_used;
} SondeIntegral;

SondeLearner *sonde_learner_integrator_new_from_spec (JsonObject             *spec,
                                                      SondeDomain            *domain,
                                                      char                  **path_of_fault,
                                                      GError                **error);
double        sonde_learner_integrator_get_igral     (SondeLearnerIntegrator *self);
double        sonde_learner_integrator_get_err       (SondeLearnerIntegrator *self);
double        sonde_learner_integrator_get_tol       (SondeLearnerIntegrator *self);
gboolean      sonde_learner_integrator_is_divergent  (SondeLearnerIntegrator *self);
guint         sonde_learner_integrator_get_n         (SondeLearnerIntegrator *self);
void          sonde_learner_integrator_get           (SondeLearnerIntegrator *self,
                                                      guint                   index,
                                                      SondeIntegral          *interval);

G_END_DECLS
