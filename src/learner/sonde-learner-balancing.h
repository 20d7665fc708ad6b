/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/sonde-family.h"
#include "learner/sonde-learner.h"
#include "learner/sonde-sequence-table.h"

G_BEGIN_DECLS

#define SONDE_TYPE_LEARNER_BALANCING (sonde_learner_balancing_get_type ())

/**
 * SondeLearnerBalancing:
 *
 * Many learners at once: chooses which of them gets the next point. Its points are the number of a child and a point of that child, with
 * zeros at the end where other children have more coordinates.
 */
SONDE_DECLARE_MEMBER (SondeLearnerBalancing, sonde_learner_balancing, LEARNER_BALANCING, SondeLearner)

/**
 * SondeStrategy:
 * @SONDE_STRATEGY_LOSS_IMPROVEMENTS: the child that expects most from its next point
 * @SONDE_STRATEGY_LOSS: the child with the largest loss
 * @SONDE_STRATEGY_NPOINTS: the child with the fewest points
 * @SONDE_STRATEGY_CYCLE: one after the other
 *
 * Which child gets the next point.
 */
typedef enum
{
  SONDE_STRATEGY_LOSS_IMPROVEMENTS,
  SONDE_STRATEGY_LOSS,
  SONDE_STRATEGY_NPOINTS,
  SONDE_STRATEGY_CYCLE,
} SondeStrategy;

SondeLearner             *sonde_learner_balancing_new_from_spec (JsonObject            *spec,
                                                                 SondeDomain           *domain,
                                                                 char                 **path_of_fault,
                                                                 GError               **error);
gboolean                  sonde_strategy_parse                  (const char            *text,
                                                                 SondeStrategy         *strategy);
SondeStrategy             sonde_learner_balancing_get_strategy  (SondeLearnerBalancing *self);
void                      sonde_learner_balancing_set_strategy  (SondeLearnerBalancing *self,
                                                                 SondeStrategy          strategy);
guint                     sonde_learner_balancing_get_n         (SondeLearnerBalancing *self);
SondeLearner             *sonde_learner_balancing_get_child     (SondeLearnerBalancing *self,
                                                                 guint                  index);
const char               *sonde_learner_balancing_get_label     (SondeLearnerBalancing *self,
                                                                 guint                  index);
const SondeSequenceTable *sonde_learner_balancing_get_product   (SondeLearnerBalancing *self);

/* sonde-balancing-spec.c: the children that a spec describes: each an object {"function", "domain", "learner", "name"}, of which
 * the first two may be absent. @product: (out) (nullable): the values of the parameters, one row a child. */
GPtrArray                *sonde_balancing_list_children         (JsonObject            *spec,
                                                                 SondeSequenceTable   **product,
                                                                 char                 **path_of_fault,
                                                                 GError               **error);
SondeDomain              *sonde_balancing_read_domain           (JsonNode              *node);

G_END_DECLS
