/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reading what a sequence goes through: a list of numbers or rows, or columns whose values are combined: each with each, the last
 * fastest, or one after the other in step. */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "learner/sonde-learner-options.h"
#include "learner/sonde-sequence-table.h"

#define MOST_ROWS 10000000u
#define MOST_COLUMNS 64u

typedef struct
{
  char   *name;
  GArray *values;
} Column;

static void
column_clear (gpointer data)
{
  Column *column = data;

  g_free (column->name);
  g_array_unref (column->values);
}

static gboolean
is_number (JsonNode *node,
           double   *value)
{
  GType type;

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node))
    return FALSE;
  type = json_node_get_value_type (node);
  if (type != G_TYPE_INT64 && type != G_TYPE_DOUBLE)
    return FALSE;
  *value = json_node_get_double (node);
  return isfinite (*value);
}

static gboolean
refuse_list (const char  *path,
             char       **path_of_fault,
             GError     **error)
{
  sonde_options_fault (path, NULL, path_of_fault, error,
                       _("Here must be a list of finite numbers, such as [1, 2, 5], or a range, such as {\"from\": 0, \"to\": 1, \"n\": 11}."));
  return FALSE;
}

/* {"from": 0, "to": 1, "n": 11}, or with "step": 0.1 in the place of "n" */
static gboolean
read_range (JsonObject  *range,
            const char  *path,
            GArray      *values,
            char       **path_of_fault,
            GError     **error)
{
  double from, to, n = 0, step;

  if (!is_number (json_object_get_member (range, "from"), &from) || !is_number (json_object_get_member (range, "to"), &to))
    return refuse_list (path, path_of_fault, error);
  if (is_number (json_object_get_member (range, "step"), &step))
    /* the last one may be off by rounding */
    n = step != 0 && (to - from) / step >= 0 ? floor ((to - from) / step * (1 + 1e-12) + 1e-9) + 1 : NAN;
  else if (is_number (json_object_get_member (range, "n"), &n) && n > 1)
    step = (to - from) / (n - 1);
  else
    step = 0;
  if (!(n >= 1 && n <= MOST_ROWS) || n != floor (n))
    {
      sonde_options_fault (path, NULL, path_of_fault, error,
                           _("The range needs “n”, how many values it has, or “step”, how far they lie apart, in the direction from "
                             "“from” to “to”; and at most %u values."), MOST_ROWS);
      return FALSE;
    }
  for (guint i = 0; i < n; i++)
    {
      double value = i + 1 == n && !json_object_has_member (range, "step") && n > 1 ? to : from + i * step;

      g_array_append_val (values, value);
    }
  return TRUE;
}

static gboolean
read_values (JsonNode    *node,
             const char  *path,
             GArray      *values,
             char       **path_of_fault,
             GError     **error)
{
  JsonArray *list;

  if (node != NULL && JSON_NODE_HOLDS_OBJECT (node))
    return read_range (json_node_get_object (node), path, values, path_of_fault, error);
  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node) || json_array_get_length (json_node_get_array (node)) == 0)
    return refuse_list (path, path_of_fault, error);
  list = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      double value;

      if (!is_number (json_array_get_element (list, i), &value))
        return refuse_list (path, path_of_fault, error);
      g_array_append_val (values, value);
    }
  return TRUE;
}

static SondeSequenceTable *
create (guint n_rows,
        guint n_columns)
{
  SondeSequenceTable *self = g_atomic_rc_box_new0 (SondeSequenceTable);

  self->n_rows = n_rows;
  self->n_columns = n_columns;
  self->values = g_new (double, (gsize) n_rows * n_columns);
  return self;
}

static void
clear (SondeSequenceTable *self)
{
  g_clear_pointer (&self->columns, sonde_domain_unref);
  g_free (self->values);
}

SondeSequenceTable *
sonde_sequence_table_ref (SondeSequenceTable *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
sonde_sequence_table_unref (SondeSequenceTable *self)
{
  g_atomic_rc_box_release_full (self, (GDestroyNotify) clear);
}

static const SondeVariable *
find_variable (SondeDomain *domain,
               const char  *name)
{
  for (guint i = 0; i < sonde_domain_get_ndim (domain); i++)
    if (g_str_equal (sonde_domain_get (domain, i)->name, name))
      return sonde_domain_get (domain, i);
  return NULL;
}

/* Names the columns, with the units that the domain has for these names. */
static void
name_columns (SondeSequenceTable *self,
              const char * const *names,
              SondeDomain        *domain)
{
  self->columns = sonde_domain_new ();
  for (guint j = 0; j < self->n_columns; j++)
    {
      const SondeVariable *known = find_variable (domain, names[j]);
      double min = INFINITY, max = -INFINITY;

      for (guint i = 0; i < self->n_rows; i++)
        {
          min = MIN (min, self->values[(gsize) i * self->n_columns + j]);
          max = MAX (max, self->values[(gsize) i * self->n_columns + j]);
        }
      sonde_domain_add (self->columns, names[j], known != NULL ? known->unit : NULL, min, max > min ? max : min + 1);
    }
}

/* x, y, z, w, v for the columns of a list, unless the domain or "columns" says otherwise; from the sixth on x6 … */
static char *
default_name (guint column)
{
  static const char * const names[] = { "x", "y", "z", "w", "v" };

  return column < G_N_ELEMENTS (names) ? g_strdup (names[column]) : g_strdup_printf ("x%u", column + 1);
}

static gboolean
name_list (SondeSequenceTable  *self,
           JsonObject          *spec,
           SondeDomain         *domain,
           char               **path_of_fault,
           GError             **error)
{
  JsonNode *given = json_object_get_member (spec, "columns");
  JsonArray *list = given != NULL && JSON_NODE_HOLDS_ARRAY (given) ? json_node_get_array (given) : NULL;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) names = NULL;
  guint n = list != NULL ? json_array_get_length (list) : sonde_domain_get_ndim (domain);

  if (n != 0 && n != self->n_columns)
    {
      sonde_options_fault (list != NULL ? "columns" : "sequence", NULL, path_of_fault, error,
                           ngettext ("The rows of the sequence have %u number, but there are %u names for them.",
                                     "The rows of the sequence have %u numbers, but there are %u names for them.", self->n_columns),
                           self->n_columns, n);
      return FALSE;
    }
  for (guint i = 0; i < self->n_columns; i++)
    {
      g_autofree char *fallback = default_name (i);
      JsonNode *node = list != NULL ? json_array_get_element (list, i) : NULL;

      if (node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
        g_strv_builder_add (builder, json_node_get_string (node));
      else
        g_strv_builder_add (builder, n != 0 && list == NULL ? sonde_domain_get (domain, i)->name : fallback);
    }
  names = g_strv_builder_end (builder);
  name_columns (self, (const char * const *) names, domain);
  return TRUE;
}

/* Numbers, or lists of as many numbers each. */
static SondeSequenceTable *
read_list (JsonArray  *list,
           char      **path_of_fault,
           GError    **error)
{
  guint n = json_array_get_length (list), n_columns = 1;
  g_autoptr (SondeSequenceTable) self = NULL;

  if (n > 0 && JSON_NODE_HOLDS_ARRAY (json_array_get_element (list, 0)))
    n_columns = json_array_get_length (json_array_get_array_element (list, 0));
  if (n == 0 || n > MOST_ROWS || n_columns == 0 || n_columns > MOST_COLUMNS)
    {
      refuse_list ("sequence", path_of_fault, error);
      return NULL;
    }
  self = create (n, n_columns);
  for (guint i = 0; i < n; i++)
    {
      JsonNode *node = json_array_get_element (list, i);
      JsonArray *row = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
      gboolean right = row != NULL ? json_array_get_length (row) == n_columns : n_columns == 1;

      for (guint j = 0; right && j < n_columns; j++)
        right = is_number (row != NULL ? json_array_get_element (row, j) : node, &self->values[(gsize) i * n_columns + j]);
      if (!right)
        {
          g_autofree char *path = g_strdup_printf ("sequence[%u]", i);

          sonde_options_fault (path, NULL, path_of_fault, error,
                               ngettext ("Here must be %u finite number, as in the first element.",
                                         "Here must be %u finite numbers, as in the first element.", n_columns), n_columns);
          return NULL;
        }
    }
  return g_steal_pointer (&self);
}

static gboolean
read_columns (JsonObject  *product,
              GArray      *columns,
              char       **path_of_fault,
              GError     **error)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  json_object_iter_init_ordered (&iter, product);
  while (json_object_iter_next_ordered (&iter, &name, &node))
    {
      g_autofree char *path = g_strconcat ("product.", name, NULL);
      Column column = { g_strdup (name), g_array_new (FALSE, FALSE, sizeof (double)) };

      g_array_append_val (columns, column);
      if (!read_values (node, path, column.values, path_of_fault, error))
        return FALSE;
    }
  if (columns->len > 0 && columns->len <= MOST_COLUMNS)
    return TRUE;
  sonde_options_fault ("product", NULL, path_of_fault, error, _("The columns must have names, such as {\"x\": [1, 2, 5]}."));
  return FALSE;
}

/* How many rows the columns make; 0 if they do not fit or are too many. */
static guint
count_rows (GArray   *columns,
            gboolean  in_step)
{
  guint64 n = 1;

  for (guint j = 0; j < columns->len; j++)
    {
      guint length = g_array_index (columns, Column, j).values->len;

      if (in_step && j > 0 && length != n)
        return 0;
      n = in_step ? length : n * length;
      if (n > MOST_ROWS)
        return 0;
    }
  return (guint) n;
}

static SondeSequenceTable *
combine (GArray   *columns,
         guint     n,
         gboolean  in_step)
{
  SondeSequenceTable *self = create (n, columns->len);
  guint each = 1;

  for (guint j = columns->len; j-- > 0;)
    {
      const GArray *values = g_array_index (columns, Column, j).values;

      for (guint i = 0; i < n; i++)
        self->values[(gsize) i * columns->len + j] = g_array_index (values, double, in_step ? i : i / each % values->len);
      each *= values->len;
    }
  return self;
}

static SondeSequenceTable *
read_product (JsonObject   *product,
              gboolean      in_step,
              SondeDomain  *domain,
              char        **path_of_fault,
              GError      **error)
{
  g_autoptr (GArray) columns = g_array_new (FALSE, FALSE, sizeof (Column));
  g_autofree const char **names = NULL;
  SondeSequenceTable *self;
  guint n;

  g_array_set_clear_func (columns, column_clear);
  if (!read_columns (product, columns, path_of_fault, error))
    return NULL;
  n = count_rows (columns, in_step);
  if (n == 0)
    {
      sonde_options_fault ("product", NULL, path_of_fault, error,
                           in_step ? _("Columns that go in step must have as many values each.")
                                   : _("There are more than ten million combinations: take fewer values."));
      return NULL;
    }
  self = combine (columns, n, in_step);
  names = g_new0 (const char *, columns->len + 1);
  for (guint j = 0; j < columns->len; j++)
    names[j] = g_array_index (columns, Column, j).name;
  name_columns (self, names, domain);
  return self;
}

static SondeSequenceTable *
read_file (JsonNode     *node,
           SondeDomain  *domain,
           char        **path_of_fault,
           GError      **error)
{
  const char *path = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_string (node) : NULL;
  g_autoptr (GError) fault = NULL;
  g_autoptr (GArray) values = NULL;
  g_auto (GStrv) names = NULL;
  SondeSequenceTable *self;
  guint n_columns;

  if (path == NULL || !sonde_sequence_load_csv (path, &names, &values, &fault))
    {
      sonde_options_fault ("file", NULL, path_of_fault, error, "%s", path == NULL ? _("“file” is the path of a table of numbers.") : fault->message);
      return NULL;
    }
  n_columns = g_strv_length (names);
  self = create (values->len / n_columns, n_columns);
  memcpy (self->values, values->data, values->len * sizeof (double));
  name_columns (self, (const char * const *) names, domain);
  return self;
}

/**
 * sonde_sequence_table_new_from_spec:
 * @spec: of a learner "sequence", see sonde_learner_sequence_new_from_spec()
 * @domain: has names and units of the columns; may be without variables
 * @path_of_fault: (out) (optional) (nullable): where the fault is
 *
 * Returns: (transfer full) (nullable): what the sequence goes through, or %NULL with %SONDE_LEARNER_ERROR_SPEC
 */
SondeSequenceTable *
sonde_sequence_table_new_from_spec (JsonObject   *spec,
                                    SondeDomain  *domain,
                                    char        **path_of_fault,
                                    GError      **error)
{
  JsonNode *list = json_object_get_member (spec, "sequence");
  JsonNode *product = json_object_get_member (spec, "product");
  JsonNode *file = json_object_get_member (spec, "file");
  JsonNode *mode = json_object_get_member (spec, "combine");
  const char *combine_by = mode != NULL && JSON_NODE_HOLDS_VALUE (mode) ? json_node_get_string (mode) : "product";
  SondeSequenceTable *self;

  if (combine_by == NULL || (!g_str_equal (combine_by, "product") && !g_str_equal (combine_by, "step")))
    {
      sonde_options_fault ("combine", NULL, path_of_fault, error,
                           _("“combine” is \"product\", each value with each, or \"step\", one after the other in step."));
      return NULL;
    }
  if (product != NULL && JSON_NODE_HOLDS_OBJECT (product) && list == NULL)
    return read_product (json_node_get_object (product), g_str_equal (combine_by, "step"), domain, path_of_fault, error);
  if (file != NULL && list == NULL && product == NULL)
    return read_file (file, domain, path_of_fault, error);
  if (list == NULL || !JSON_NODE_HOLDS_ARRAY (list))
    {
      sonde_options_fault ("sequence", NULL, path_of_fault, error,
                           _("A sequence needs “sequence”, a list such as [1, 2, 5], or “product”, columns such as "
                             "{\"x\": [1, 2, 5], \"t\": {\"from\": 0, \"to\": 1, \"n\": 11}}."));
      return NULL;
    }
  self = read_list (json_node_get_array (list), path_of_fault, error);
  if (self == NULL || name_list (self, spec, domain, path_of_fault, error))
    return self;
  sonde_sequence_table_unref (self);
  return NULL;
}
