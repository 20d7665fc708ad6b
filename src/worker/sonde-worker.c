/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The worker for shared libraries and formulas: the worker protocol, JSON Lines on standard input and output.
 *
 * 1. Standard output is kept for the protocol, under another number: what the function prints goes to standard error. Standard input
 *    is empty for it.
 * 2. A line without an id describes a function, which replaces the one before.
 * 3. A line with an id and "x" or "points" is answered. Of several points, those that are done after a tenth of a second are answered, and
 *    the rest left to be asked for again.
 *
 * What cannot be loaded is told as the failure of each point. The end of standard input ends the worker. */

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/sonde-number.h"
#include "base/sonde-scan.h"
#include "worker/sonde-worker-kinds.h"

#define BATCH_SECONDS 0.1

typedef struct
{
  int              in;
  int              out;
  SondeWorkerKind  kind;
  char            *fault;       /* why there is no function; nullable */
  GString         *reply;
  GArray          *x;           /* of the points of a request, one after the other */
  GArray          *y;
  guint            ndim;        /* of the request */
} Worker;

static double
get_seconds (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);
  return now.tv_sec + now.tv_nsec * 1e-9;
}

static void
write_all (int         fd,
           const char *text,
           gsize       length)
{
  while (length > 0)
    {
      gssize n = write (fd, text, length);

      if (n < 0 && errno != EINTR)
        _exit (0);
      text += MAX (n, 0);
      length -= MAX (n, 0);
    }
}

static void
append_text (GString    *string,
             const char *text)
{
  g_autoptr (JsonNode) node = json_node_init_string (json_node_alloc (), text);
  g_autofree char *quoted = json_to_string (node, FALSE);

  g_string_append (string, quoted);
}

static void
append_number (GString *string,
               double   value)
{
  char buffer[SONDE_NUMBER_LENGTH];

  g_string_append_len (string, buffer, sonde_number_format_json (value, buffer));
}

/* The members of the result of one point. */
static void
worker_append_result (Worker       *self,
                      const double *x)
{
  g_autofree char *message = g_strdup (self->fault);
  double start = get_seconds ();

  g_array_set_size (self->y, 0);
  if (message == NULL && self->kind.evaluate (self->kind.data, x, self->ndim, self->y, &message))
    {
      g_string_append (self->reply, self->y->len == 1 ? "\"y\": " : "\"y\": [");
      for (guint i = 0; i < self->y->len; i++)
        {
          if (i > 0)
            g_string_append (self->reply, ", ");
          append_number (self->reply, g_array_index (self->y, double, i));
        }
      if (self->y->len != 1)
        g_string_append_c (self->reply, ']');
    }
  else
    {
      g_string_append (self->reply, "\"error\": ");
      append_text (self->reply, message);
    }
  g_string_append (self->reply, ", \"seconds\": ");
  append_number (self->reply, get_seconds () - start);
}

static void
worker_append_results (Worker *self)
{
  double end = get_seconds () + BATCH_SECONDS;
  guint n = self->x->len / self->ndim;

  g_string_append (self->reply, ", \"results\": [");
  for (guint i = 0; i < n && (i == 0 || get_seconds () < end); i++)
    {
      g_string_append (self->reply, i > 0 ? ", {" : "{");
      worker_append_result (self, &g_array_index (self->x, double, (gsize) i * self->ndim));
      g_string_append_c (self->reply, '}');
    }
  g_string_append (self->reply, "]}\n");
}

/* Reads the points of one member; returns whether it is one of several points. */
static gboolean
worker_read_points (Worker    *self,
                    SondeScan *scan,
                    gboolean   is_list)
{
  gboolean is_first = TRUE;

  if (!is_list)
    {
      sonde_scan_numbers (scan, self->x);
      self->ndim = self->x->len;
      return FALSE;
    }
  sonde_scan_char (scan, '[');
  while (sonde_scan_next (scan, ']', &is_first))
    {
      guint before = self->x->len;

      if (!sonde_scan_numbers (scan, self->x))
        break;
      self->ndim = self->x->len - before;
    }
  return TRUE;
}

/* Reads a request; returns FALSE if the line is none. */
static gboolean
worker_read_request (Worker   *self,
                     char     *line,
                     gsize     length,
                     gint64   *id,
                     gboolean *is_list)
{
  gboolean is_first = TRUE;
  gboolean has_id = FALSE;
  g_autoptr (GString) key = g_string_new (NULL);
  SondeScan scan;

  g_array_set_size (self->x, 0);
  self->ndim = 0;
  *is_list = FALSE;
  sonde_scan_init (&scan, line, length);
  if (!sonde_scan_char (&scan, '{'))
    return FALSE;
  while (sonde_scan_next (&scan, '}', &is_first))
    {
      g_string_truncate (key, 0);
      if (!sonde_scan_string (&scan, key) || !sonde_scan_char (&scan, ':'))
        return FALSE;
      if (g_str_equal (key->str, "id"))
        has_id = sonde_scan_integer (&scan, id);
      else if (g_str_equal (key->str, "x") || g_str_equal (key->str, "points"))
        *is_list = worker_read_points (self, &scan, key->str[0] == 'p');
      else if (!sonde_scan_skip (&scan))
        return FALSE;
    }
  return has_id;
}

static void
worker_answer (Worker   *self,
               gint64    id,
               gboolean  is_list)
{
  g_string_printf (self->reply, "{\"id\": %" G_GINT64_FORMAT, id);
  if (self->ndim == 0)
    g_string_append (self->reply, ", \"error\": \"No point was given.\"}\n");
  else if (is_list)
    worker_append_results (self);
  else
    {
      g_string_append (self->reply, ", ");
      worker_append_result (self, (const double *) (gpointer) self->x->data);
      g_string_append (self->reply, "}\n");
    }
  /* what it printed belongs to these points */
  fflush (NULL);
  write_all (self->out, self->reply->str, self->reply->len);
}

static gboolean
sonde_worker_load (JsonObject       *spec,
                   const char       *name,
                   SondeWorkerKind  *kind,
                   char            **message)
{
  if (g_str_equal (name, "library"))
    return sonde_worker_load_library (spec, kind, message);
  if (g_str_equal (name, "formula"))
    return sonde_worker_load_formula (spec, kind, message);
  if (g_str_equal (name, "children"))
    return sonde_worker_load_children (spec, sonde_worker_load, kind, message);
  *message = g_strdup_printf (_("This worker evaluates functions of shared libraries and formulas, not those of the kind “%s”."), name);
  return FALSE;
}

static void
worker_load (Worker     *self,
             const char *line)
{
  g_autoptr (JsonNode) node = json_from_string (line, NULL);
  JsonObject *spec = node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  const char *kind = spec != NULL ? json_object_get_string_member_with_default (spec, "kind", "") : "";

  if (self->kind.data != NULL)
    self->kind.free (self->kind.data);
  memset (&self->kind, 0, sizeof self->kind);
  g_clear_pointer (&self->fault, g_free);
  sonde_worker_load (spec, kind, &self->kind, &self->fault);
}

static void
worker_take_line (Worker *self,
                  char   *line,
                  gsize   length)
{
  gboolean is_list;
  gint64 id;

  if (worker_read_request (self, line, length, &id, &is_list))
    worker_answer (self, id, is_list);
  else
    worker_load (self, line);
}

static void
worker_run (Worker *self)
{
  FILE *input = fdopen (self->in, "r");
  char *line = NULL;
  size_t size = 0;
  ssize_t length;

  /* libraries that were loaded cannot be loaded anew in the same process: no "reload" */
  g_string_printf (self->reply, "{\"sonde-worker\": 1, \"capacity\": 1, \"batches\": true}\n");
  write_all (self->out, self->reply->str, self->reply->len);
  while ((length = getline (&line, &size, input)) >= 0)
    worker_take_line (self, line, length);
}

int
main (int   argc,
      char *argv[])
{
  Worker worker = { .fault = g_strdup ("No function was described before the first point.") };
  int null = open ("/dev/null", O_RDWR | O_CLOEXEC);

  setlocale (LC_ALL, "");
  setlocale (LC_NUMERIC, "C");
  bindtextdomain (GETTEXT_PACKAGE, LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  worker.in = fcntl (0, F_DUPFD_CLOEXEC, 3);
  worker.out = fcntl (1, F_DUPFD_CLOEXEC, 3);
  dup2 (null, 0);
  dup2 (2, 1);
  setvbuf (stdout, NULL, _IOLBF, 0);
  worker.reply = g_string_new (NULL);
  worker.x = g_array_new (FALSE, FALSE, sizeof (double));
  worker.y = g_array_new (FALSE, FALSE, sizeof (double));
  worker_run (&worker);
  /* threads and handlers of the library do not keep the process */
  _exit (0);
}
