/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "study/sonde-run.h"

G_BEGIN_DECLS

#define SONDE_TYPE_WINDOW (sonde_window_get_type ())

/**
 * SondeWindow:
 *
 * A window with a run of its own, or with the start page as long as it has none.
 */
G_DECLARE_FINAL_TYPE (SondeWindow, sonde_window, SONDE, WINDOW, AdwApplicationWindow)

SondeWindow *sonde_window_new       (AdwApplication *application);
gboolean     sonde_window_is_empty  (SondeWindow    *self);
SondeRun    *sonde_window_get_run   (SondeWindow    *self);
void         sonde_window_set_run   (SondeWindow    *self,
                                     SondeRun       *run);
void         sonde_window_open_file (SondeWindow    *self,
                                     GFile          *file);
void         sonde_window_toast     (SondeWindow    *self,
                                     const char     *text);

G_END_DECLS
