/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "study/sonde-run.h"

G_BEGIN_DECLS

#define SONDE_TYPE_THUMBNAIL (sonde_thumbnail_get_type ())

/**
 * SondeThumbnail:
 *
 * A small picture of what a study samples, without axes. The study is sampled for it, a few hundred points in short slices of
 * idle time: what is seen is what a run finds. Drawn in a thread; what was drawn once is kept for the next time.
 */
G_DECLARE_FINAL_TYPE (SondeThumbnail, sonde_thumbnail, SONDE, THUMBNAIL, GtkWidget)

void sonde_thumbnail_set_study (SondeThumbnail *self,
                                SondeStudy     *study);
/* For a study whose function may not be run for a picture. */
void sonde_thumbnail_set_points (SondeThumbnail *self,
                                 GBytes         *points);
void sonde_thumbnail_set_run   (SondeThumbnail *self,
                                SondeRun       *run,
                                const char     *key);

G_END_DECLS
