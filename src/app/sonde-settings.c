/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the user prefers. Where the schema is not installed, as in a build folder, everything is as if nobody had chosen. */

#include "config.h"

#include "app/sonde-settings.h"

/**
 * sonde_settings_get:
 *
 * Returns: (transfer none) (nullable): the settings of this user
 */
GSettings *
sonde_settings_get (void)
{
  static GSettings *settings;
  static gboolean looked;
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema = NULL;

  if (looked)
    return settings;
  looked = TRUE;
  schema = source != NULL ? g_settings_schema_source_lookup (source, SONDE_APP_ID, TRUE) : NULL;
  if (schema != NULL)
    settings = g_settings_new (SONDE_APP_ID);
  return settings;
}

int
sonde_settings_get_int (const char *key,
                        int         fallback)
{
  return sonde_settings_get () != NULL ? g_settings_get_int (sonde_settings_get (), key) : fallback;
}

gboolean
sonde_settings_get_boolean (const char *key,
                            gboolean    fallback)
{
  return sonde_settings_get () != NULL ? g_settings_get_boolean (sonde_settings_get (), key) : fallback;
}

/* Returns: (transfer full) */
char *
sonde_settings_get_string (const char *key,
                           const char *fallback)
{
  return sonde_settings_get () != NULL ? g_settings_get_string (sonde_settings_get (), key) : g_strdup (fallback);
}
