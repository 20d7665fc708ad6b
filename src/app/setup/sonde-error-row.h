/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/setup/sonde-field.h"

G_BEGIN_DECLS

#define SONDE_TYPE_ERROR_ROW (sonde_error_row_get_type ())

/**
 * SondeErrorRow:
 *
 * Stands below the row it speaks of: what is wrong, how to mend it, and a button where one press mends it. Hidden while
 * nothing is wrong. Signal "fix": the button was pressed.
 */
G_DECLARE_FINAL_TYPE (SondeErrorRow, sonde_error_row, SONDE, ERROR_ROW, AdwPreferencesRow)

/* Adds a place to watch; the first that has a problem is shown. */
void sonde_error_row_watch   (SondeErrorRow     *self,
                              SondeStudyEditor  *editor,
                              const char        *path,
                              SondeFieldKind     kind);
void sonde_error_row_unwatch (SondeErrorRow     *self);
/* For a row that watches no place. @message: (nullable): what is wrong; @trace: (nullable): where, as the program wrote it */
void sonde_error_row_show    (SondeErrorRow     *self,
                              const char        *message,
                              const char        *trace);
/* @label: (nullable): what pressing the button does */
void sonde_error_row_set_fix (SondeErrorRow     *self,
                              const char        *label);

G_END_DECLS
