/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>
#include <math.h>

#include "app/setup/sonde-learner-kinds.h"
#include "app/sonde-format.h"
#include "learner/sonde-sequence-table.h"

static const SondeLearnerKind kinds[] = {
  { "1d", N_("Curve"), N_("Where does a function of one variable bend, jump, peak?"), TRUE, TRUE, FALSE, "{\"loss\": 0.01}", { { NULL } } },
  { "2d", N_("Surface"), N_("Where does a function of two variables have its features?"), TRUE, FALSE, FALSE, "{\"loss\": 0.01}", { { NULL } } },
  { "nd", N_("Many Variables"), N_("The same in up to six dimensions, seen in slices"), TRUE, FALSE, FALSE, "{\"npoints\": 2000}", { { NULL } } },
  { "average", N_("Average"), N_("What is the mean of a random quantity? The function gets a seed."), FALSE, FALSE, FALSE, "{\"loss\": 1}",
    { { "atol", N_("Error at Most"), SONDE_FIELD_OPTIONAL_NUMBER, 0.01 },
      { "rtol", N_("Relative Error at Most"), SONDE_FIELD_OPTIONAL_NUMBER, NAN },
      { "min_npoints", N_("Samples at Least"), SONDE_FIELD_OPTIONAL_NUMBER, 30 }, { NULL } } },
  { "average1d", N_("Noisy Curve"), N_("What is the mean curve under noise? The function gets a seed, too."), TRUE, TRUE, FALSE,
    "{\"expression\": \"nsamples >= 10000\"}",
    { { "delta", N_("Error of Means at Most"), SONDE_FIELD_OPTIONAL_NUMBER, 0.2 },
      { "min_samples", N_("Samples at Least"), SONDE_FIELD_OPTIONAL_NUMBER, 50 },
      { "max_samples", N_("Samples at Most"), SONDE_FIELD_OPTIONAL_NUMBER, NAN },
      { "min_error", N_("Small Enough Error"), SONDE_FIELD_OPTIONAL_NUMBER, NAN },
      { "alpha", N_("Doubt"), SONDE_FIELD_OPTIONAL_NUMBER, 0.005 },
      { "neighbor_sampling", N_("Part of Neighbours"), SONDE_FIELD_OPTIONAL_NUMBER, 0.3 }, { NULL } } },
  { "integrator", N_("Integral"), N_("What is the integral, to a tolerance? Ends by itself."), FALSE, FALSE, FALSE, NULL,
    { { "tol", N_("Relative Tolerance"), SONDE_FIELD_NUMBER, 1e-8 }, { NULL } } },
  { "sequence", N_("List of Points"), N_("What are the values at these very points? Ends by itself."), FALSE, FALSE, TRUE, NULL, { { NULL } } },
  { "balancing", N_("Family of Curves"), N_("How does the curve change with parameters?"), FALSE, FALSE, TRUE, "{\"loss\": 0.05}", { { NULL } } },
};

const SondeLearnerKind *
sonde_learner_kinds_get (guint *n)
{
  *n = G_N_ELEMENTS (kinds);
  return kinds;
}

/* The place of the study's learner in the table, −1 for one that this window does not know. */
int
sonde_learner_kinds_find (SondeStudyEditor *editor)
{
  g_autofree char *kind = sonde_study_editor_get_text (editor, "learner.kind");

  if (*kind == '\0')
    return 0;
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_equal (kind, kinds[i].kind))
      return i;
  return -1;
}

static JsonNode *
new_learner (const SondeLearnerKind *kind)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "kind", kind->kind);
  for (guint i = 0; kind->options[i].name != NULL; i++)
    if (!isnan (kind->options[i].value))
      json_object_set_double_member (object, kind->options[i].name, kind->options[i].value);
  if (g_str_equal (kind->kind, "balancing"))
    {
      json_object_set_member (object, "child", json_from_string ("{\"learner\": {\"kind\": \"1d\"}}", NULL));
      json_object_set_member (object, "product", json_from_string ("{\"a\": [0.01, 0.1]}", NULL));
    }
  if (g_str_equal (kind->kind, "sequence"))
    json_object_set_member (object, "product", json_from_string ("{\"x\": {\"from\": 0, \"to\": 1, \"n\": 11}}", NULL));
  return json_node_init_object (json_node_alloc (), object);
}

static gboolean
has_domain (SondeStudyEditor *editor)
{
  JsonNode *domain = sonde_study_editor_get (editor, "domain");

  return domain != NULL && JSON_NODE_HOLDS_ARRAY (domain) && json_array_get_length (json_node_get_array (domain)) > 0;
}

/* As many variables as the learner needs: the last ones go, others join. */
static void
fit_domain (SondeStudyEditor *editor,
            const char       *kind)
{
  static const char * const names[] = { "x", "y", "z" };
  g_autoptr (JsonArray) fitted = json_array_new ();
  JsonNode *domain = sonde_study_editor_get (editor, "domain");
  guint n = has_domain (editor) ? json_array_get_length (json_node_get_array (domain)) : 0;
  guint least = g_str_equal (kind, "2d") || g_str_equal (kind, "nd") ? 2 : 1;
  guint most = g_str_equal (kind, "nd") ? 6 : least;

  if (n >= least && n <= most)
    return;
  for (guint i = 0; i < MIN (n, most); i++)
    json_array_add_element (fitted, json_node_copy (json_array_get_element (json_node_get_array (domain), i)));
  for (guint i = n; i < least; i++)
    {
      g_autofree char *first = sonde_study_editor_get_text (editor, "domain[0].name");
      JsonObject *variable = json_object_new ();

      json_object_set_string_member (variable, "name", names[i > 0 && g_str_equal (first, names[i]) ? i + 1 : i]);
      json_object_set_int_member (variable, "min", -1);
      json_object_set_int_member (variable, "max", 1);
      json_array_add_object_element (fitted, variable);
    }
  sonde_study_editor_set (editor, "domain", json_node_init_array (json_node_alloc (), fitted));
}

/* A learner brings its options with their usual values, the goal that goes with it, and as many variables as it needs. */
void
sonde_learner_kinds_choose (SondeStudyEditor *editor,
                            guint             index)
{
  const SondeLearnerKind *kind = &kinds[index];

  g_return_if_fail (index < G_N_ELEMENTS (kinds));

  sonde_study_editor_set (editor, "learner", new_learner (kind));
  sonde_study_editor_set (editor, "goal", json_from_string (kind->goal != NULL ? kind->goal : "null", NULL));
  if (!g_str_equal (kind->kind, "average") && !g_str_equal (kind->kind, "sequence"))
    fit_domain (editor, kind->kind);
}

/* "0:3:61", from, to, how many; or a number */
static gboolean
parse_part (char       *part,
            JsonArray  *values,
            char      **problem)
{
  g_auto (GStrv) ends = g_strsplit (g_strstrip (part), ":", -1);
  guint n = g_strv_length (ends);
  double from, to, count;

  if (n == 1 && sonde_parse_number (ends[0], &from, problem))
    {
      json_array_add_double_element (values, from);
      return TRUE;
    }
  if (n == 3 && sonde_parse_number (ends[0], &from, problem) && sonde_parse_number (ends[1], &to, problem)
      && sonde_parse_number (ends[2], &count, problem) && count >= 2 && count <= 1000000 && count == floor (count))
    {
      for (guint i = 0; i < count; i++)
        json_array_add_double_element (values, i + 1 == count ? to : from + i * (to - from) / (count - 1));
      return TRUE;
    }
  if (*problem == NULL)
    *problem = g_strdup (_("Type numbers apart by commas, or a range as from:to:number, such as “0:1:11”."));
  return FALSE;
}

/**
 * sonde_learner_values_parse:
 * @text: such as "d = 0.1, 0.3; t = 0:3:61"
 * @problem: (out) (transfer full): what is wrong, a sentence
 *
 * Returns: (transfer full) (nullable): names with lists of values
 */
JsonNode *
sonde_learner_values_parse (const char  *text,
                            char       **problem)
{
  g_auto (GStrv) columns = g_strsplit (text, ";", -1);
  g_autoptr (JsonObject) product = json_object_new ();

  *problem = NULL;
  for (guint i = 0; columns[i] != NULL; i++)
    {
      g_auto (GStrv) sides = g_strsplit (columns[i], "=", 2);
      g_autoptr (JsonArray) values = json_array_new ();
      g_auto (GStrv) parts = NULL;

      if (*g_strstrip (columns[i]) == '\0')
        continue;
      if (g_strv_length (sides) != 2)
        {
          *problem = g_strdup (_("Type a name and its values, such as “a = 0.1, 0.3, 1”; several apart by semicolons."));
          return NULL;
        }
      parts = g_strsplit (sides[1], ",", -1);
      for (guint j = 0; parts[j] != NULL; j++)
        if (!parse_part (parts[j], values, problem))
          return NULL;
      json_object_set_array_member (product, g_strstrip (sides[0]), json_array_ref (values));
    }
  if (json_object_get_size (product) > 0)
    return json_node_init_object (json_node_alloc (), product);
  *problem = g_strdup (_("Type a name and its values, such as “a = 0.1, 0.3, 1”; several apart by semicolons."));
  return NULL;
}

static void
write_values (JsonNode *node,
              GString  *text)
{
  JsonArray *list = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  if (JSON_NODE_HOLDS_OBJECT (node))
    {
      JsonObject *range = json_node_get_object (node);

      g_string_append_printf (text, "%g:%g:%g", json_object_get_double_member_with_default (range, "from", 0),
                              json_object_get_double_member_with_default (range, "to", 1),
                              json_object_get_double_member_with_default (range, "n", 2));
    }
  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++)
    {
      g_autofree char *number = sonde_format_number (json_array_get_double_element (list, i), 8);

      g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", number);
    }
}

/* The text that would give the same. */
char *
sonde_learner_values_write (JsonNode *product)
{
  GString *text = g_string_new (NULL);
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  if (product == NULL || !JSON_NODE_HOLDS_OBJECT (product))
    return g_string_free (text, FALSE);
  json_object_iter_init_ordered (&iter, json_node_get_object (product));
  while (json_object_iter_next_ordered (&iter, &name, &node))
    {
      g_string_append_printf (text, "%s%s = ", text->len > 0 ? "; " : "", name);
      write_values (node, text);
    }
  return g_string_free (text, FALSE);
}

/**
 * sonde_learner_take_table:
 * @path: of a file with a table of numbers
 *
 * Puts it into the study, as a sequence.
 *
 * Returns: whether it could be read
 */
gboolean
sonde_learner_take_table (SondeStudyEditor  *editor,
                          const char        *path,
                          GError           **error)
{
  g_autoptr (GArray) values = NULL;
  g_auto (GStrv) names = NULL;
  JsonArray *rows, *columns;
  JsonObject *learner;
  guint n;

  if (!sonde_sequence_load_csv (path, &names, &values, error))
    return FALSE;
  n = g_strv_length (names);
  rows = json_array_new ();
  columns = json_array_new ();
  for (guint j = 0; j < n; j++)
    json_array_add_string_element (columns, names[j]);
  for (guint i = 0; i < values->len; i += n)
    {
      JsonArray *row = json_array_new ();

      for (guint j = 0; j < n; j++)
        json_array_add_double_element (row, g_array_index (values, double, i + j));
      json_array_add_array_element (rows, row);
    }
  learner = json_object_new ();
  json_object_set_string_member (learner, "kind", "sequence");
  json_object_set_array_member (learner, "columns", columns);
  json_object_set_array_member (learner, "sequence", rows);
  sonde_study_editor_set (editor, "learner", json_node_init_object (json_node_alloc (), learner));
  return TRUE;
}
