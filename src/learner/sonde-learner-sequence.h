/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/sonde-family.h"
#include "learner/sonde-learner.h"
#include "learner/sonde-sequence-table.h"

G_BEGIN_DECLS

#define SONDE_TYPE_LEARNER_SEQUENCE (sonde_learner_sequence_get_type ())

/**
 * SondeLearnerSequence:
 *
 * Goes through a list, each element once, and is done then. Its points are indices.
 */
SONDE_DECLARE_MEMBER (SondeLearnerSequence, sonde_learner_sequence, LEARNER_SEQUENCE, SondeLearner)

SondeLearner             *sonde_learner_sequence_new_from_spec (JsonObject            *spec,
                                                                SondeDomain           *domain,
                                                                char                 **path_of_fault,
                                                                GError               **error);
const SondeSequenceTable *sonde_learner_sequence_get_table     (SondeLearnerSequence  *self);

G_END_DECLS
