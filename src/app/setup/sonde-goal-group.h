/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/setup/sonde-study-editor.h"

G_BEGIN_DECLS

#define SONDE_TYPE_GOAL_GROUP (sonde_goal_group_get_type ())

/* When to stop, as a sentence and as rows of conditions of which any one suffices. */
G_DECLARE_FINAL_TYPE (SondeGoalGroup, sonde_goal_group, SONDE, GOAL_GROUP, AdwPreferencesGroup)

void sonde_goal_group_set_editor (SondeGoalGroup *self,
                                  SondeStudyEditor *editor);

G_END_DECLS
