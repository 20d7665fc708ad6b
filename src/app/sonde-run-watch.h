/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "study/sonde-run.h"

G_BEGIN_DECLS

#define SONDE_TYPE_RUN_WATCH (sonde_run_watch_get_type ())

/**
 * SondeRunWatch:
 *
 * Unattended care for one run: while it goes on the computer does not go to sleep; when it ends or gives no results any more, a
 * notification tells so, unless the window is in front. It goes when the window comes to the front.
 */
G_DECLARE_FINAL_TYPE (SondeRunWatch, sonde_run_watch, SONDE, RUN_WATCH, GObject)

SondeRunWatch *sonde_run_watch_new      (GtkApplicationWindow *window,
                                         SondeRun             *run);
/* Since when there was no result, and how long one usually takes: whether that is no chance any more. */
gboolean       sonde_run_watch_is_stall (double                seconds,
                                         double                usual);

G_END_DECLS
