/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/setup/sonde-study-editor.h"

G_BEGIN_DECLS

#define SONDE_TYPE_FUNCTION_GROUP (sonde_function_group_get_type ())

/* The formula and its parameters. */
G_DECLARE_FINAL_TYPE (SondeFunctionGroup, sonde_function_group, SONDE, FUNCTION_GROUP, AdwPreferencesGroup)

void sonde_function_group_set_editor (SondeFunctionGroup *self,
                                      SondeStudyEditor *editor);

G_END_DECLS
