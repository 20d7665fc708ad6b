/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

guint       sonde_guide_get_n_pages (void);
const char *sonde_guide_get_name    (guint       i);
const char *sonde_guide_get_title   (guint       i);
int         sonde_guide_find        (const char *name);
char       *sonde_guide_load        (const char *name);
char       *sonde_guide_resource    (const char *file);

G_END_DECLS
