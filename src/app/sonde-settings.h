/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

GSettings *sonde_settings_get         (void);
int        sonde_settings_get_int     (const char *key,
                                       int         fallback);
gboolean   sonde_settings_get_boolean (const char *key,
                                       gboolean    fallback);
char      *sonde_settings_get_string  (const char *key,
                                       const char *fallback);

G_END_DECLS
