/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/setup/sonde-error-row.h"
#include "app/setup/sonde-study-editor.h"

G_BEGIN_DECLS

#define SONDE_TYPE_TRIAL_ROW (sonde_trial_row_get_type ())

/* Try One Point: evaluates at a point before a run, and says what came of it, how long it took and what a run would take. */
G_DECLARE_FINAL_TYPE (SondeTrialRow, sonde_trial_row, SONDE, TRIAL_ROW, AdwPreferencesRow)

/* Once; @error: the row below it, where failures are told. */
void sonde_trial_row_set_editor (SondeTrialRow    *self,
                                 SondeStudyEditor *editor,
                                 SondeErrorRow    *error);

G_END_DECLS
