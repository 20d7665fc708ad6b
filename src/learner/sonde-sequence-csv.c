/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reading a table of numbers: columns apart by commas, semicolons, tabs or blanks; empty lines and those that begin with # are passed over;
 * a first line that is no numbers has the names, perhaps with units in brackets. */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "base/sonde-number.h"
#include "learner/sonde-learner.h"
#include "learner/sonde-sequence-table.h"

#define MOST_BYTES (256 << 20)

static gboolean
fail (GError     **error,
      const char  *path,
      guint        line,
      const char  *what)
{
  g_set_error (error, SONDE_LEARNER_ERROR, SONDE_LEARNER_ERROR_SPEC, _("%s, line %u: %s"), path, line, what);
  return FALSE;
}

static char
find_separator (const char *line)
{
  for (const char *c = ",;\t"; *c != '\0'; c++)
    if (strchr (line, *c) != NULL)
      return *c;
  return ' ';
}

/* The fields of a line, without quotes and blanks around them. */
static GStrv
split (const char *line,
       char        separator)
{
  const char text[] = { separator, '\0' };
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) fields = g_strsplit (line, text, -1);

  for (guint i = 0; fields[i] != NULL; i++)
    {
      char *field = g_strstrip (fields[i]);
      gsize length = strlen (field);

      if (length >= 2 && *field == '"' && field[length - 1] == '"')
        {
          field[length - 1] = '\0';
          field++;
        }
      if (separator != ' ' || *field != '\0')
        g_strv_builder_add (builder, field);
    }
  return g_strv_builder_end (builder);
}

static gboolean
is_header (GStrv fields)
{
  double value;

  for (guint i = 0; fields[i] != NULL; i++)
    if (!sonde_number_parse_all (fields[i], &value))
      return TRUE;
  return FALSE;
}

/* "T (K)" is called T; what cannot be part of a name becomes an underscore. */
static char *
make_name (const char *field)
{
  const char *bracket = strchr (field, '(');
  char *name = g_strstrip (bracket != NULL ? g_strndup (field, bracket - field) : g_strdup (field));

  for (char *c = name; *c != '\0'; c++)
    if (!g_ascii_isalnum (*c) && *c != '_' && (guchar) *c < 0x80)
      *c = '_';
  if (*name == '\0' || g_ascii_isdigit (*name))
    {
      char *with = g_strconcat ("c", name, NULL);

      g_free (name);
      return with;
    }
  return name;
}

typedef struct
{
  const char *path;
  GPtrArray  *names;
  GArray     *values;
  guint       n_columns;
  guint       n_rows;
} Reader;

static gboolean
read_row (Reader  *self,
          GStrv    fields,
          guint    line,
          GError **error)
{
  guint n = g_strv_length (fields);

  if (self->n_columns == 0)
    self->n_columns = n;
  if (n != self->n_columns)
    return fail (error, self->path, line, _("this line has another number of columns than those before it"));
  for (guint i = 0; i < n; i++)
    {
      double value;

      if (!sonde_number_parse_all (fields[i], &value) || !isfinite (value))
        return fail (error, self->path, line, _("here must be finite numbers"));
      g_array_append_val (self->values, value);
    }
  self->n_rows++;
  return TRUE;
}

static gboolean
read_text (Reader      *self,
           const char  *text,
           GError     **error)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  char separator = '\0';

  for (guint i = 0; lines[i] != NULL; i++)
    {
      char *line = g_strstrip (lines[i]);
      g_auto (GStrv) fields = NULL;

      if (*line == '\0' || *line == '#')
        continue;
      if (separator == '\0')
        separator = find_separator (line);
      fields = split (line, separator);
      if (self->n_columns == 0 && self->names->len == 0 && is_header (fields))
        {
          for (guint j = 0; fields[j] != NULL; j++)
            g_ptr_array_add (self->names, make_name (fields[j]));
          self->n_columns = self->names->len;
        }
      else if (!read_row (self, fields, i + 1, error))
        return FALSE;
    }
  return self->n_rows > 0 || fail (error, self->path, 1, _("there are no numbers in this file"));
}

/* Makes names different by underscores. */
static char *
get_name (Reader *self,
          guint   column)
{
  static const char * const defaults[] = { "x", "y", "z", "w", "v" };
  GString *name;

  if (column < self->names->len)
    name = g_string_new (g_ptr_array_index (self->names, column));
  else if (column < G_N_ELEMENTS (defaults))
    name = g_string_new (defaults[column]);
  else
    {
      name = g_string_new (NULL);
      g_string_printf (name, "x%u", column + 1);
    }
  for (guint i = 0; i < MIN (column, self->names->len); i++)
    if (g_str_equal (g_ptr_array_index (self->names, i), name->str))
      g_string_append_c (name, '_');
  return g_string_free (name, FALSE);
}

/**
 * sonde_sequence_load_csv:
 * @path: a file
 * @columns: (out) (transfer full): the names of its columns
 * @values: (out) (transfer full) (element-type double): its numbers, row by row
 *
 * Returns: whether it could be read
 */
gboolean
sonde_sequence_load_csv (const char   *path,
                         char       ***columns,
                         GArray      **values,
                         GError      **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autofree char *text = NULL;
  Reader reader = { path, names, numbers, 0, 0 };
  gsize length;

  g_return_val_if_fail (path != NULL && columns != NULL && values != NULL, FALSE);

  if (!g_file_get_contents (path, &text, &length, error))
    return FALSE;
  if (length > MOST_BYTES || !g_utf8_validate (text, length, NULL))
    return fail (error, path, 1, _("this is no text, or too much of it"));
  if (!read_text (&reader, text, error))
    return FALSE;
  for (guint i = 0; i < reader.n_columns; i++)
    {
      g_autofree char *name = get_name (&reader, i);

      g_strv_builder_add (builder, name);
    }
  *columns = g_strv_builder_end (builder);
  *values = g_steal_pointer (&numbers);
  return TRUE;
}
