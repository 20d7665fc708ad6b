/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/setup/sonde-study-editor.h"

G_BEGIN_DECLS

#define SONDE_TYPE_EXECUTION_GROUP (sonde_execution_group_get_type ())

/* Where and how many at a time, and what happens with points that fail. */
G_DECLARE_FINAL_TYPE (SondeExecutionGroup, sonde_execution_group, SONDE, EXECUTION_GROUP, AdwPreferencesGroup)

void sonde_execution_group_set_editor (SondeExecutionGroup *self,
                                       SondeStudyEditor *editor);

G_END_DECLS
