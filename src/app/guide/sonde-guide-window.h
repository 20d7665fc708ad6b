/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define SONDE_TYPE_GUIDE_WINDOW (sonde_guide_window_get_type ())
G_DECLARE_FINAL_TYPE (SondeGuideWindow, sonde_guide_window, SONDE, GUIDE_WINDOW, AdwWindow)

SondeGuideWindow *sonde_guide_window_new  (GtkApplication   *application);
gboolean          sonde_guide_window_show (SondeGuideWindow *self,
                                           const char       *target);

G_END_DECLS
