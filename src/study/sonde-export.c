/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Exports what is known.
 *
 * - csv: a header line, then a line a point: the coordinates, the components of the value, the seconds the evaluation took.
 *   Non-finite numbers are nan, inf, -inf.
 * - json: {"study": {…}, "x": […], "y": […], "seconds": […]}, points and values as in a run file: numbers or lists, non-finite ones
 *   as text.
 * - npy: an array of numpy (format 1.0) of little-endian doubles, a row a point, coordinates before components.
 *
 * All is written through a small buffer: a million points take no more memory than ten. */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "base/sonde-number.h"
#include "study/sonde-export-private.h"
#include "study/sonde-json-private.h"

#define FLUSH_AT 65536

/* Where numpy wants the data to begin: at a multiple of this. */
#define NPY_ALIGNMENT 64

typedef struct
{
  GOutputStream      *stream;
  GString            *buffer;
  const SondePoints  *points;
  /* the ids in the order wanted; NULL: as told */
  guint              *order;
  SondeStudy         *study;
  SondeLearner       *learner;
  /* room for what the function was called with; NULL where that is the point */
  double             *arguments;
  guint               n_arguments;
} SondeExporter;

static gboolean
sonde_export_flush (SondeExporter  *self,
                    gsize           threshold,
                    GError        **error)
{
  if (self->buffer->len <= threshold)
    return TRUE;
  if (!g_output_stream_write_all (self->stream, self->buffer->str, self->buffer->len, NULL, NULL, error))
    return FALSE;
  g_string_truncate (self->buffer, 0);
  return TRUE;
}

static guint
sonde_export_id (SondeExporter *self,
                 guint          row)
{
  return self->order != NULL ? self->order[row] : row;
}

static const double *
sonde_export_x (SondeExporter *self,
                guint          id)
{
  return self->points->x + (gsize) id * self->points->ndim;
}

/* What the function was called with. */
static const double *
sonde_export_arguments (SondeExporter *self,
                        guint          id)
{
  sonde_learner_get_arguments (self->learner, sonde_export_x (self, id), self->arguments);
  return self->arguments;
}

static const double *
sonde_export_y (SondeExporter *self,
                guint          id)
{
  return self->points->y + (gsize) id * self->points->vdim;
}

/* Seconds are kept as floats: seven digits are all there is. */
static void
sonde_export_append_seconds (GString *out,
                             float    seconds,
                             gboolean json)
{
  char number[MAX (SONDE_NUMBER_LENGTH, G_ASCII_DTOSTR_BUF_SIZE)];

  if (isfinite (seconds))
    g_string_append (out, g_ascii_formatd (number, sizeof number, "%.7g", seconds));
  else
    g_string_append_len (out, number, json ? sonde_number_format_json (seconds, number) : sonde_number_format (seconds, number));
}

static void
sonde_export_append_field (GString    *line,
                           const char *text)
{
  if (line->len > 0)
    g_string_append_c (line, ',');
  if (strpbrk (text, ",\"\r\n") == NULL)
    {
      g_string_append (line, text);
      return;
    }
  g_string_append_c (line, '"');
  for (const char *p = text; *p != '\0'; p++)
    {
      if (*p == '"')
        g_string_append_c (line, '"');
      g_string_append_c (line, *p);
    }
  g_string_append_c (line, '"');
}

/* @name, with underscores after it if a variable is called so. */
static char *
sonde_export_free_name (SondeDomain *domain,
                        const char  *name)
{
  GString *free_name = g_string_new (name);
  gboolean is_taken;

  do
    {
      is_taken = FALSE;
      for (guint i = 0; i < sonde_domain_get_ndim (domain); i++)
        is_taken |= g_str_equal (sonde_domain_get (domain, i)->name, free_name->str);
      if (is_taken)
        g_string_append_c (free_name, '_');
    }
  while (is_taken);
  return g_string_free (free_name, FALSE);
}

static void
sonde_export_append_variables (GString     *line,
                               SondeDomain *domain)
{
  for (guint i = 0; i < sonde_domain_get_ndim (domain); i++)
    {
      const SondeVariable *variable = sonde_domain_get (domain, i);
      g_autofree char *title = variable->unit != NULL && *variable->unit != '\0'
                               ? g_strdup_printf ("%s (%s)", variable->name, variable->unit) : g_strdup (variable->name);

      sonde_export_append_field (line, title);
    }
}

static void
sonde_export_append_header (SondeExporter *self)
{
  SondeDomain *domain = sonde_study_get_point_domain (self->study);
  g_autoptr (GString) line = g_string_new (NULL);
  g_autofree char *seconds = sonde_export_free_name (domain, "seconds");

  sonde_export_append_variables (line, domain);
  if (self->arguments != NULL)
    sonde_export_append_variables (line, sonde_learner_get_argument_domain (self->learner));
  for (guint i = 0; i < SONDE_STRIDE (self->points->vdim); i++)
    {
      g_autofree char *plain = self->points->is_vector ? g_strdup_printf ("y%u", i) : g_strdup ("y");
      g_autofree char *name = sonde_export_free_name (domain, plain);

      sonde_export_append_field (line, name);
    }
  sonde_export_append_field (line, seconds);
  g_string_append_printf (self->buffer, "%s\n", line->str);
}

static void
sonde_export_append_numbers (GString      *out,
                             const double *values,
                             guint         n)
{
  char number[SONDE_NUMBER_LENGTH];

  for (guint i = 0; i < n; i++)
    {
      g_string_append_len (out, number, sonde_number_format (values[i], number));
      g_string_append_c (out, ',');
    }
}

static gboolean
sonde_export_csv (SondeExporter  *self,
                  GError        **error)
{
  const SondePoints *points = self->points;

  sonde_export_append_header (self);
  for (guint row = 0; row < points->n; row++)
    {
      guint id = sonde_export_id (self, row);

      sonde_export_append_numbers (self->buffer, sonde_export_x (self, id), points->ndim);
      if (self->arguments != NULL)
        sonde_export_append_numbers (self->buffer, sonde_export_arguments (self, id), self->n_arguments);
      sonde_export_append_numbers (self->buffer, sonde_export_y (self, id), points->vdim);
      sonde_export_append_seconds (self->buffer, points->seconds[id], FALSE);
      g_string_append_c (self->buffer, '\n');
      if (!sonde_export_flush (self, FLUSH_AT, error))
        return FALSE;
    }
  return TRUE;
}

static void
sonde_export_append_json_value (GString      *out,
                                const double *values,
                                guint         n,
                                gboolean      is_list)
{
  char number[SONDE_NUMBER_LENGTH];

  if (is_list)
    g_string_append_c (out, '[');
  for (guint i = 0; i < n; i++)
    {
      if (i > 0)
        g_string_append (out, ", ");
      g_string_append_len (out, number, sonde_number_format_json (values[i], number));
    }
  if (is_list)
    g_string_append_c (out, ']');
}

static void
sonde_export_append_json_x (SondeExporter *self,
                            guint          id)
{
  sonde_export_append_json_value (self->buffer, sonde_export_x (self, id), self->points->ndim, self->points->ndim > 1);
}

static void
sonde_export_append_json_arguments (SondeExporter *self,
                                    guint          id)
{
  sonde_export_append_json_value (self->buffer, sonde_export_arguments (self, id), self->n_arguments, TRUE);
}

static void
sonde_export_append_json_y (SondeExporter *self,
                            guint          id)
{
  sonde_export_append_json_value (self->buffer, sonde_export_y (self, id), self->points->vdim, self->points->is_vector);
}

static void
sonde_export_append_json_seconds (SondeExporter *self,
                                  guint          id)
{
  sonde_export_append_seconds (self->buffer, self->points->seconds[id], TRUE);
}

static gboolean
sonde_export_json_list (SondeExporter  *self,
                        const char     *name,
                        void          (*append) (SondeExporter *self, guint id),
                        GError        **error)
{
  g_string_append_printf (self->buffer, ",\n\"%s\": [", name);
  for (guint row = 0; row < self->points->n; row++)
    {
      if (row > 0)
        g_string_append (self->buffer, ", ");
      append (self, sonde_export_id (self, row));
      if (!sonde_export_flush (self, FLUSH_AT, error))
        return FALSE;
    }
  g_string_append_c (self->buffer, ']');
  return TRUE;
}

static gboolean
sonde_export_json (SondeExporter  *self,
                   GError        **error)
{
  g_autofree char *study = sonde_study_to_line (self->study);

  g_string_append_printf (self->buffer, "{\"study\": %s", study);
  if (!sonde_export_json_list (self, "x", sonde_export_append_json_x, error)
      || (self->arguments != NULL && !sonde_export_json_list (self, "arguments", sonde_export_append_json_arguments, error))
      || !sonde_export_json_list (self, "y", sonde_export_append_json_y, error)
      || !sonde_export_json_list (self, "seconds", sonde_export_append_json_seconds, error))
    return FALSE;
  g_string_append (self->buffer, "}\n");
  return TRUE;
}

/* "\x93NUMPY", the version 1.0, the length of the dictionary, and the dictionary, filled up with spaces and ended by a line break. */
static void
sonde_export_append_npy_header (SondeExporter *self)
{
  const char magic[] = { '\x93', 'N', 'U', 'M', 'P', 'Y', 1, 0 };
  g_autofree char *dictionary = g_strdup_printf ("{'descr': '<f8', 'fortran_order': False, 'shape': (%u, %u), }", self->points->n,
                                                 self->points->ndim + self->n_arguments + SONDE_STRIDE (self->points->vdim));
  gsize before = sizeof magic + 2;
  gsize total = (before + strlen (dictionary) + 1 + NPY_ALIGNMENT - 1) / NPY_ALIGNMENT * NPY_ALIGNMENT;
  gsize length = total - before;

  g_string_append_len (self->buffer, magic, sizeof magic);
  g_string_append_c (self->buffer, (char) (length & 0xff));
  g_string_append_c (self->buffer, (char) (length >> 8));
  g_string_append (self->buffer, dictionary);
  for (gsize i = strlen (dictionary); i + 1 < length; i++)
    g_string_append_c (self->buffer, ' ');
  g_string_append_c (self->buffer, '\n');
}

static void
sonde_export_append_doubles (GString      *out,
                             const double *values,
                             guint         n)
{
  for (guint i = 0; i < n; i++)
    {
      guint64 bits;

      memcpy (&bits, values + i, sizeof bits);
      bits = GUINT64_TO_LE (bits);
      g_string_append_len (out, (const char *) &bits, sizeof bits);
    }
}

static gboolean
sonde_export_npy (SondeExporter  *self,
                  GError        **error)
{
  const SondePoints *points = self->points;

  sonde_export_append_npy_header (self);
  for (guint row = 0; row < points->n; row++)
    {
      guint id = sonde_export_id (self, row);

      sonde_export_append_doubles (self->buffer, sonde_export_x (self, id), points->ndim);
      if (self->arguments != NULL)
        sonde_export_append_doubles (self->buffer, sonde_export_arguments (self, id), self->n_arguments);
      sonde_export_append_doubles (self->buffer, sonde_export_y (self, id), points->vdim);
      if (!sonde_export_flush (self, FLUSH_AT, error))
        return FALSE;
    }
  return TRUE;
}

static int
sonde_export_compare (gconstpointer a,
                      gconstpointer b,
                      gpointer      user_data)
{
  const SondePoints *points = user_data;
  guint id_a = *(const guint *) a;
  guint id_b = *(const guint *) b;

  for (guint i = 0; i < points->ndim; i++)
    {
      double x_a = points->x[(gsize) id_a * points->ndim + i];
      double x_b = points->x[(gsize) id_b * points->ndim + i];

      if (x_a != x_b)
        return x_a < x_b ? -1 : 1;
    }
  return id_a < id_b ? -1 : 1;
}

static guint *
sonde_export_sort (const SondePoints *points)
{
  guint *order = g_new (guint, MAX (points->n, 1));

  for (guint i = 0; i < points->n; i++)
    order[i] = i;
  g_qsort_with_data (order, points->n, sizeof *order, sonde_export_compare, (gpointer) points);
  return order;
}

/* @points: of @learner, or a copy of them; @study and @learner are only looked at, for names */
gboolean
_sonde_export_points (const SondePoints  *points,
                      SondeLearner       *learner,
                      SondeStudy         *study,
                      SondeExportFormat   format,
                      SondeExportOrder    order,
                      GOutputStream      *stream,
                      GError            **error)
{
  g_autoptr (GString) buffer = g_string_sized_new (FLUSH_AT + 1024);
  g_autofree guint *sorted = order == SONDE_EXPORT_SORTED ? sonde_export_sort (points) : NULL;
  g_autofree double *arguments = NULL;
  SondeExporter exporter = { stream, buffer, points, sorted, study, learner, NULL, 0 };
  gboolean result;

  if (sonde_learner_get_argument_domain (learner) != NULL)
    {
      exporter.n_arguments = sonde_domain_get_ndim (sonde_learner_get_argument_domain (learner));
      exporter.arguments = arguments = g_new (double, exporter.n_arguments);
    }
  if (format == SONDE_EXPORT_CSV)
    result = sonde_export_csv (&exporter, error);
  else if (format == SONDE_EXPORT_JSON)
    result = sonde_export_json (&exporter, error);
  else
    result = sonde_export_npy (&exporter, error);
  return result && sonde_export_flush (&exporter, 0, error);
}

/**
 * sonde_export:
 * @run: the run whose results are wanted
 * @format: how to write them
 * @order: in which order
 * @stream: where to; it is not closed
 * @error: return location for an error of the stream
 *
 * Writes all results of a run.
 *
 * Returns: whether all was written
 */
gboolean
sonde_export (SondeRun           *run,
              SondeExportFormat   format,
              SondeExportOrder    order,
              GOutputStream      *stream,
              GError            **error)
{
  SondeLearner *learner;

  g_return_val_if_fail (SONDE_IS_RUN (run), FALSE);
  g_return_val_if_fail (G_IS_OUTPUT_STREAM (stream), FALSE);

  learner = sonde_run_get_learner (run);
  return _sonde_export_points (sonde_learner_get_points (learner), learner, sonde_run_get_study (run), format, order, stream, error);
}
