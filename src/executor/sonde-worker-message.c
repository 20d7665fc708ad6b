/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>
#include <string.h>

#include "base/sonde-number.h"
#include "base/sonde-scan.h"
#include "executor/sonde-worker-message-private.h"

static void
result_clear (gpointer data)
{
  SondeWorkerResult *result = data;

  g_free (result->error);
  g_free (result->traceback);
  g_free (result->output);
}

void
_sonde_worker_reply_init (SondeWorkerReply *self)
{
  memset (self, 0, sizeof *self);
  self->results = g_array_new (FALSE, TRUE, sizeof (SondeWorkerResult));
  g_array_set_clear_func (self->results, result_clear);
  self->values = g_array_new (FALSE, FALSE, sizeof (double));
}

void
_sonde_worker_reply_clear (SondeWorkerReply *self)
{
  g_array_unref (self->results);
  g_array_unref (self->values);
}

static gboolean
scan_text (SondeScan  *scan,
           char      **text)
{
  g_autoptr (GString) string = NULL;

  if (sonde_scan_peek (scan) != '"')
    return sonde_scan_skip (scan);
  string = g_string_new (NULL);
  if (!sonde_scan_string (scan, string))
    return FALSE;
  g_free (*text);
  *text = g_utf8_make_valid (string->str, string->len);
  return TRUE;
}

/* A number alone and a list of one are the same: most languages have only the one or only the other at hand. What is neither
 * leaves the result without a number. */
static gboolean
scan_value (SondeWorkerReply  *self,
            SondeScan         *scan,
            SondeWorkerResult *result)
{
  const char *start;
  double value;

  result->first = self->values->len;
  sonde_scan_peek (scan);
  start = scan->at;
  if (sonde_scan_numbers (scan, self->values))
    result->n = self->values->len - result->first;
  else if (scan->at = start, sonde_scan_number (scan, &value))
    {
      g_array_set_size (self->values, result->first);
      g_array_append_val (self->values, value);
      result->n = 1;
    }
  else
    {
      scan->at = start;
      return sonde_scan_skip (scan);
    }
  return TRUE;
}

/* Reads the value of @key if it belongs to a result; sets @is_one if so. What is wrong with a value is an error of its point. */
static gboolean
scan_result_member (SondeWorkerReply  *self,
                    SondeScan         *scan,
                    const char        *key,
                    SondeWorkerResult *result,
                    gboolean          *is_one)
{
  *is_one = TRUE;
  if (g_str_equal (key, "y"))
    return scan_value (self, scan, result);
  if (g_str_equal (key, "seconds"))
    return sonde_scan_number (scan, &result->seconds);
  if (g_str_equal (key, "error"))
    return scan_text (scan, &result->error);
  if (g_str_equal (key, "traceback"))
    return scan_text (scan, &result->traceback);
  if (g_str_equal (key, "output"))
    return scan_text (scan, &result->output);
  *is_one = FALSE;
  return TRUE;
}

/* The key of a member, up to its colon. Keys that are too long are none of ours. */
static gboolean
scan_key (SondeScan *scan,
          char       key[16])
{
  const char *start;

  sonde_scan_peek (scan);
  start = scan->at + 1;
  if (!sonde_scan_string (scan, NULL))
    return FALSE;
  g_strlcpy (key, start, MIN (scan->at - start, 16));
  return sonde_scan_char (scan, ':');
}

static SondeWorkerResult *
add_result (SondeWorkerReply *self)
{
  SondeWorkerResult *result;

  g_array_set_size (self->results, self->results->len + 1);
  result = &g_array_index (self->results, SondeWorkerResult, self->results->len - 1);
  result->seconds = NAN;
  return result;
}

static gboolean
scan_result (SondeWorkerReply *self,
             SondeScan        *scan)
{
  SondeWorkerResult *result = add_result (self);
  gboolean is_first = TRUE;
  gboolean is_one;
  char key[16];

  if (!sonde_scan_char (scan, '{'))
    return FALSE;
  while (sonde_scan_next (scan, '}', &is_first))
    if (!scan_key (scan, key) || !scan_result_member (self, scan, key, result, &is_one)
        || (!is_one && !sonde_scan_skip (scan)))
      return FALSE;
  return scan->at[-1] == '}';
}

static gboolean
scan_results (SondeWorkerReply *self,
              SondeScan        *scan)
{
  gboolean is_first = TRUE;

  g_array_set_size (self->results, 0);
  if (!sonde_scan_char (scan, '['))
    return FALSE;
  while (sonde_scan_next (scan, ']', &is_first))
    if (!scan_result (self, scan))
      return FALSE;
  return scan->at[-1] == ']';
}

static gboolean
scan_flag (SondeScan *scan,
           gboolean  *flag)
{
  *flag = sonde_scan_peek (scan) == 't';
  return sonde_scan_skip (scan);
}

static gboolean
scan_member (SondeWorkerReply *self,
             SondeScan        *scan,
             const char       *key,
             gboolean         *has_results)
{
  gboolean is_one;

  if (g_str_equal (key, "id"))
    return self->has_id = sonde_scan_integer (scan, &self->id);
  if (g_str_equal (key, "results"))
    return *has_results = scan_results (self, scan);
  if (g_str_equal (key, "sonde-worker"))
    return self->has_version = sonde_scan_integer (scan, &self->version);
  if (g_str_equal (key, "capacity"))
    return sonde_scan_integer (scan, &self->capacity);
  if (g_str_equal (key, "batches"))
    return scan_flag (scan, &self->batches);
  if (g_str_equal (key, "reload"))
    return scan_flag (scan, &self->reload);
  if (*has_results)
    return sonde_scan_skip (scan);
  return scan_result_member (self, scan, key, &g_array_index (self->results, SondeWorkerResult, 0), &is_one)
         && (is_one || sonde_scan_skip (scan));
}

/* Reads one line, without its end but with a 0 after it; returns whether it belongs to the protocol. Without "results" there is one
 * result, of the members that stand beside the id. */
gboolean
_sonde_worker_reply_parse (SondeWorkerReply *self,
                           const char       *line,
                           gsize             length)
{
  gboolean has_results = FALSE;
  gboolean is_first = TRUE;
  SondeScan scan;
  char key[16];

  self->has_version = self->has_id = self->batches = self->reload = FALSE;
  self->capacity = 0;
  g_array_set_size (self->results, 0);
  g_array_set_size (self->values, 0);
  add_result (self);

  sonde_scan_init (&scan, line, length);
  if (!sonde_scan_char (&scan, '{'))
    return FALSE;
  while (sonde_scan_next (&scan, '}', &is_first))
    if (!scan_key (&scan, key) || !scan_member (self, &scan, key, &has_results))
      return FALSE;
  return scan.at[-1] == '}' && sonde_scan_is_end (&scan);
}

/* Real numbers have a point or an exponent, whole ones have neither, so that languages with both read what is meant. */
static void
append_number (GString  *text,
               double    value,
               gboolean  is_integer)
{
  char buffer[SONDE_NUMBER_LENGTH + 2];
  gsize length = sonde_number_format_json (value, buffer);

  if (!is_integer && isfinite (value) && strpbrk (buffer, ".e") == NULL)
    {
      strcpy (buffer + length, ".0");
      length += 2;
    }
  g_string_append_len (text, buffer, length);
}

static void
append_point (GString      *text,
              const double *x,
              guint         ndim,
              const guint8 *is_integer)
{
  g_string_append_c (text, '[');
  for (guint i = 0; i < ndim; i++)
    {
      if (i > 0)
        g_string_append_c (text, ',');
      append_number (text, x[i], is_integer != NULL && is_integer[i]);
    }
  g_string_append_c (text, ']');
}

/* Asks for @n points, @x being n × ndim. @as_points: in the form for several. @is_integer: (nullable): for each coordinate. */
void
_sonde_worker_append_request (GString      *text,
                              gint64        id,
                              const double *x,
                              guint         n,
                              guint         ndim,
                              gboolean      as_points,
                              const guint8 *is_integer)
{
  g_assert (n >= 1 && (as_points || n == 1));

  g_string_append_printf (text, "{\"id\": %" G_GINT64_FORMAT ", \"%s\": ", id, as_points ? "points" : "x");
  if (as_points)
    g_string_append_c (text, '[');
  for (guint i = 0; i < n; i++)
    {
      if (i > 0)
        g_string_append_c (text, ',');
      append_point (text, x + (gsize) i * ndim, ndim, is_integer);
    }
  g_string_append (text, as_points ? "]}\n" : "}\n");
}
