/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "runner/sonde-runner.h"

static const GEnumValue values[] = {
  { SONDE_STATUS_IDLE, "SONDE_STATUS_IDLE", "idle" },
  { SONDE_STATUS_RUNNING, "SONDE_STATUS_RUNNING", "running" },
  { SONDE_STATUS_PAUSED, "SONDE_STATUS_PAUSED", "paused" },
  { SONDE_STATUS_CANCELLED, "SONDE_STATUS_CANCELLED", "cancelled" },
  { SONDE_STATUS_FAILED, "SONDE_STATUS_FAILED", "failed" },
  { SONDE_STATUS_FINISHED, "SONDE_STATUS_FINISHED", "finished" },
  { 0, NULL, NULL },
};

GType
sonde_status_get_type (void)
{
  static gsize type;

  if (g_once_init_enter (&type))
    g_once_init_leave (&type, g_enum_register_static ("SondeStatus", values));
  return type;
}

/**
 * sonde_status_to_string:
 *
 * Returns: the word of a status in files and in the terminal's JSON: idle, running, paused, cancelled, failed, finished.
 *   Not translated
 */
const char *
sonde_status_to_string (SondeStatus status)
{
  g_return_val_if_fail (status <= SONDE_STATUS_FINISHED, NULL);

  return values[status].value_nick;
}

/**
 * sonde_status_from_string:
 * @text: a word
 * @status: (out): the status it names
 *
 * Returns: whether it names one
 */
gboolean
sonde_status_from_string (const char  *text,
                          SondeStatus *status)
{
  g_return_val_if_fail (text != NULL && status != NULL, FALSE);

  for (const GEnumValue *value = values; value->value_nick != NULL; value++)
    if (g_str_equal (value->value_nick, text))
      {
        *status = value->value;
        return TRUE;
      }
  return FALSE;
}
