/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/setup/sonde-study-editor.h"

G_BEGIN_DECLS

#define SONDE_TYPE_LEARNER_GROUP (sonde_learner_group_get_type ())

/* The loss, with a sentence on what it favours, and its parameters. */
G_DECLARE_FINAL_TYPE (SondeLearnerGroup, sonde_learner_group, SONDE, LEARNER_GROUP, AdwPreferencesGroup)

void sonde_learner_group_set_editor (SondeLearnerGroup *self,
                                     SondeStudyEditor *editor);

G_END_DECLS
