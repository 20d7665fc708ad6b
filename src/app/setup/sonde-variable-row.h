/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/setup/sonde-study-editor.h"

G_BEGIN_DECLS

#define SONDE_TYPE_VARIABLE_ROW (sonde_variable_row_get_type ())

/**
 * SondeVariableRow:
 *
 * A variable of the domain: its name, its bounds, and of what kind it is.
 *
 * Signal "remove": the person wants to do without it.
 */
G_DECLARE_FINAL_TYPE (SondeVariableRow, sonde_variable_row, SONDE, VARIABLE_ROW, AdwPreferencesRow)

SondeVariableRow *sonde_variable_row_new (SondeStudyEditor *editor,
                                          guint             index,
                                          gboolean          can_be_removed);

G_END_DECLS
