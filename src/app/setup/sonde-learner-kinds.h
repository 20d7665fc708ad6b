/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/setup/sonde-field.h"
#include "app/setup/sonde-study-editor.h"

G_BEGIN_DECLS

typedef struct
{
  const char     *name;         /* of the option in the study */
  const char     *title;
  SondeFieldKind  kind;
  double          value;        /* what a new one has; NaN: nothing */
} SondeLearnerOption;

/**
 * SondeLearnerKind:
 * @question: what one wants to know who takes it
 * @has_loss: whether it has a loss for intervals
 * @has_seeds: whether points may be asked for on a grid first
 * @has_values: whether it goes over values of parameters that are typed
 * @goal: (nullable): the goal that goes with it, as JSON
 */
typedef struct
{
  const char         *kind;
  const char         *title;
  const char         *question;
  gboolean            has_loss;
  gboolean            has_seeds;
  gboolean            has_values;
  const char         *goal;
  SondeLearnerOption  options[7];
} SondeLearnerKind;

const SondeLearnerKind *sonde_learner_kinds_get    (guint             *n);
int                     sonde_learner_kinds_find   (SondeStudyEditor  *editor);
void                    sonde_learner_kinds_choose (SondeStudyEditor  *editor,
                                                    guint              index);
/* "d = 0.1, 0.3; t = 0:3:61" as the member "product" of a study, and back. */
JsonNode               *sonde_learner_values_parse (const char        *text,
                                                    char             **problem);
char                   *sonde_learner_values_write (JsonNode          *product);
/* Takes a table of numbers from a file: columns and sequence of a study. */
gboolean                sonde_learner_take_table   (SondeStudyEditor  *editor,
                                                    const char        *path,
                                                    GError           **error);

G_END_DECLS
