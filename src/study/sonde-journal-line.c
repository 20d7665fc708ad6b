/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The lines of a run file, section 4 of the design. Writing a result is on the path of every point of a run: it formats into memory
 * that the caller has made large enough, and allocates nothing. */

#include "config.h"

#include <math.h>
#include <string.h>

#include "base/sonde-number.h"
#include "base/sonde-points.h"
#include "study/sonde-journal-private.h"
#include "study/sonde-json-private.h"

/* "[\"tell\", " and the brackets, commas and the line break around the numbers. */
#define TELL_FRAME 24

/**
 * _sonde_journal_tell_bound:
 *
 * Returns: how many bytes _sonde_journal_format_tell() may write
 */
gsize
_sonde_journal_tell_bound (guint ndim,
                           guint vdim)
{
  return TELL_FRAME + ((gsize) ndim + SONDE_STRIDE (vdim) + 1) * (SONDE_NUMBER_LENGTH + 2);
}

/* One number, or a list of them if @n_list is not 0. */
static char *
sonde_journal_format_value (char         *p,
                            const double *values,
                            guint         n_list)
{
  if (n_list == SONDE_SCALAR)
    return p + sonde_number_format_json (*values, p);

  *p++ = '[';
  for (guint i = 0; i < n_list; i++)
    {
      if (i > 0)
        {
          *p++ = ',';
          *p++ = ' ';
        }
      p += sonde_number_format_json (values[i], p);
    }
  *p++ = ']';
  return p;
}

/* Durations come from a clock of nanoseconds: more digits would only be those of the division by 1e9. */
static double
sonde_journal_round_seconds (double seconds)
{
  return fabs (seconds) < 1e6 ? nearbyint (seconds * 1e9) / 1e9 : seconds;
}

/**
 * _sonde_journal_format_tell:
 * @buffer: room for as much as _sonde_journal_tell_bound() says
 *
 * Returns: the length of the line, with its line break
 */
gsize
_sonde_journal_format_tell (char         *buffer,
                            const double *x,
                            guint         ndim,
                            const double *y,
                            guint         vdim,
                            double        seconds)
{
  char *p = buffer;

  memcpy (p, "[\"tell\", ", 9);
  p = sonde_journal_format_value (p + 9, x, ndim == 1 ? SONDE_SCALAR : ndim);
  memcpy (p, ", ", 2);
  p = sonde_journal_format_value (p + 2, y, vdim);
  memcpy (p, ", ", 2);
  p += 2;
  p += sonde_number_format_json (sonde_journal_round_seconds (seconds), p);
  memcpy (p, "]\n", 2);
  return p + 2 - buffer;
}

void
_sonde_journal_append_fail (GString      *line,
                            const double *x,
                            guint         ndim,
                            guint         attempt,
                            const char   *message)
{
  g_autofree char *point = g_malloc (_sonde_journal_tell_bound (ndim, SONDE_SCALAR));

  g_string_append (line, "[\"fail\", ");
  g_string_append_len (line, point, sonde_journal_format_value (point, x, ndim == 1 ? SONDE_SCALAR : ndim) - point);
  g_string_append_printf (line, ", %u, ", attempt);
  _sonde_json_append_string (line, message != NULL ? message : "");
  g_string_append (line, "]\n");
}

void
_sonde_journal_append_exclude (GString      *line,
                               const double *x,
                               guint         ndim)
{
  g_autofree char *point = g_malloc (_sonde_journal_tell_bound (ndim, SONDE_SCALAR));

  g_string_append (line, "[\"exclude\", ");
  g_string_append_len (line, point, sonde_journal_format_value (point, x, ndim == 1 ? SONDE_SCALAR : ndim) - point);
  g_string_append (line, "]\n");
}

void
_sonde_journal_append_ask (GString *line,
                           guint    n)
{
  g_string_append_printf (line, "[\"ask\", %u]\n", n);
}

/**
 * _sonde_journal_append_state:
 * @time: microseconds since 1970
 * @version: (nullable): of the program, where it begins to write
 */
void
_sonde_journal_append_state (GString     *line,
                             SondeStatus  status,
                             gint64       time,
                             const char  *version)
{
  g_autoptr (GDateTime) epoch = g_date_time_new_from_unix_utc (0);
  g_autoptr (GDateTime) date = g_date_time_add (epoch, time);
  g_autofree char *iso = date != NULL ? g_date_time_format (date, "%Y-%m-%dT%H:%M:%S") : g_strdup ("1970-01-01T00:00:00");

  g_string_append_printf (line, "[\"state\", \"%s\", \"%s.%03dZ\"", sonde_status_to_string (status), iso,
                          date != NULL ? g_date_time_get_microsecond (date) / 1000 : 0);
  if (version != NULL)
    {
      g_string_append (line, ", ");
      _sonde_json_append_string (line, version);
    }
  g_string_append (line, "]\n");
}

/* @folder: (nullable): of the file */
void
_sonde_journal_append_study (GString    *line,
                             SondeStudy *study,
                             const char *folder)
{
  g_autofree char *text = sonde_study_to_line_in (study, folder);

  g_string_append_printf (line, "[\"study\", %s]\n", text);
}
