/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "helpers/golden.h"
#include "learner/sonde-learner-1d.h"

G_BEGIN_DECLS

/* Cells as a learner tells them: left end, right end, loss, one after another. */
GArray       *cells_of          (SondeLearner   *learner,
                                 gboolean        real);
/* The learner of a recorded case. */
SondeLearner *learner_for_case  (JsonObject     *expected);
void          tell_value_of     (SondeLearner   *learner,
                                 GoldenFunction *function,
                                 double          x);
/* Adds a test for each case of a file in tests/data/reference. */
void          add_cases         (const char     *file,
                                 const char     *path,
                                 GTestDataFunc   test);

G_END_DECLS
