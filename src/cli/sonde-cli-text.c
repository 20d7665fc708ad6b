/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>
#include <math.h>

#include "base/sonde-number.h"
#include "cli/sonde-cli.h"

/**
 * sonde_cli_format_number:
 *
 * Returns: (transfer full): a number for people, in four digits
 */
char *
sonde_cli_format_number (double value)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  if (!isfinite (value))
    return g_strdup (isnan (value) ? "nan" : value < 0 ? "-inf" : "inf");
  return g_strdup (g_ascii_formatd (buffer, sizeof buffer, "%.4g", value));
}

/**
 * sonde_cli_format_time:
 * @seconds: a duration
 *
 * Returns: (transfer full): hours, minutes and seconds as the reference writes them, such as "0:02:05"
 */
char *
sonde_cli_format_time (double seconds)
{
  guint64 whole = isfinite (seconds) && seconds > 0 ? (guint64) seconds : 0;
  guint64 days = whole / 86400;
  g_autofree char *clock = g_strdup_printf ("%u:%02u:%02u", (guint) (whole / 3600 % 24), (guint) (whole / 60 % 60),
                                            (guint) (whole % 60));

  if (days == 0)
    return g_steal_pointer (&clock);
  return g_strdup_printf (ngettext ("%u day, %s", "%u days, %s", days), (guint) days, clock);
}

/**
 * sonde_cli_format_point:
 * @x: a point
 * @ndim: the number of its coordinates
 *
 * Returns: (transfer full): the point, every digit of it
 */
char *
sonde_cli_format_point (const double *x,
                        guint         ndim)
{
  GString *text = g_string_new (ndim > 1 ? "(" : "");

  for (guint i = 0; i < ndim; i++)
    {
      char buffer[SONDE_NUMBER_LENGTH];

      sonde_number_format (x[i], buffer);
      g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", buffer);
    }
  return g_string_free (g_string_append (text, ndim > 1 ? ")" : ""), FALSE);
}
