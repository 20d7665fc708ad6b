/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "study/sonde-study.h"

G_BEGIN_DECLS

#define SONDE_TYPE_CODE_WINDOW (sonde_code_window_get_type ())

/**
 * SondeCodeWindow:
 *
 * All that a study would run, for a person to read before trusting it.
 *
 * Signal "trusted": the person does.
 */
G_DECLARE_FINAL_TYPE (SondeCodeWindow, sonde_code_window, SONDE, CODE_WINDOW, AdwWindow)

SondeCodeWindow *sonde_code_window_new (GtkWindow  *parent,
                                        SondeStudy *study);

G_END_DECLS
