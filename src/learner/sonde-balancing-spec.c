/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a balancing learner is made from: a list of children, or one child for each combination of the values of parameters. */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "base/sonde-number.h"
#include "learner/sonde-learner-balancing.h"
#include "learner/sonde-learner-options.h"

#define MOST_CHILDREN 100000

static JsonObject *
get_object (JsonObject *parent,
            const char *member)
{
  JsonNode *node = parent != NULL ? json_object_get_member (parent, member) : NULL;

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

/* A copy of the child's function with the values of a row among its parameters. */
static JsonObject *
new_function (JsonObject               *function,
              const SondeSequenceTable *product,
              guint                     row)
{
  JsonObject *result = json_object_new ();
  JsonObject *parameters = json_object_new ();
  JsonObject *before = get_object (function, "parameters");
  g_autoptr (GList) members = function != NULL ? json_object_get_members (function) : NULL;
  g_autoptr (GList) names = before != NULL ? json_object_get_members (before) : NULL;

  for (GList *l = members; l != NULL; l = l->next)
    json_object_set_member (result, l->data, json_object_dup_member (function, l->data));
  for (GList *l = names; l != NULL; l = l->next)
    json_object_set_member (parameters, l->data, json_object_dup_member (before, l->data));
  for (guint j = 0; j < product->n_columns; j++)
    json_object_set_double_member (parameters, sonde_domain_get (product->columns, j)->name,
                                   product->values[(gsize) row * product->n_columns + j]);
  json_object_set_object_member (result, "parameters", parameters);
  return result;
}

/* "a = 1, b = 0.1" */
static char *
new_name (const SondeSequenceTable *product,
          guint                     row)
{
  GString *name = g_string_new (NULL);

  for (guint j = 0; j < product->n_columns; j++)
    {
      char number[SONDE_NUMBER_LENGTH];

      sonde_number_format (product->values[(gsize) row * product->n_columns + j], number);
      g_string_append_printf (name, "%s%s = %s", j > 0 ? ", " : "", sonde_domain_get (product->columns, j)->name, number);
    }
  return g_string_free (name, FALSE);
}

static GPtrArray *
multiply (JsonObject               *child,
          const SondeSequenceTable *product)
{
  static const char * const kept[] = { "domain", "learner", "hull", "exclude" };
  GPtrArray *children = g_ptr_array_new_with_free_func ((GDestroyNotify) json_object_unref);

  for (guint i = 0; i < product->n_rows; i++)
    {
      JsonObject *object = json_object_new ();
      g_autofree char *name = new_name (product, i);

      for (guint k = 0; k < G_N_ELEMENTS (kept); k++)
        if (child != NULL && json_object_has_member (child, kept[k]))
          json_object_set_member (object, kept[k], json_object_dup_member (child, kept[k]));
      json_object_set_object_member (object, "function", new_function (get_object (child, "function"), product, i));
      json_object_set_string_member (object, "name", name);
      g_ptr_array_add (children, object);
    }
  return children;
}

static GPtrArray *
list_given (JsonArray  *list,
            char      **path_of_fault,
            GError    **error)
{
  GPtrArray *children = g_ptr_array_new_with_free_func ((GDestroyNotify) json_object_unref);

  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      JsonNode *node = json_array_get_element (list, i);

      if (JSON_NODE_HOLDS_OBJECT (node))
        {
          g_ptr_array_add (children, json_object_ref (json_node_get_object (node)));
          continue;
        }
      {
        g_autofree char *path = g_strdup_printf ("children[%u]", i);

        sonde_options_fault (path, NULL, path_of_fault, error,
                             _("A child is written as {\"function\": {…}, \"domain\": […], \"learner\": {…}}."));
      }
      g_ptr_array_unref (children);
      return NULL;
    }
  return children;
}

/**
 * sonde_balancing_list_children:
 * @spec: of a learner "balancing"
 * @product: (out) (nullable) (transfer full): the values of the parameters, one row a child; %NULL for a list of children
 * @path_of_fault: (out) (optional) (nullable): where the fault is
 *
 * Returns: (transfer full) (nullable) (element-type JsonObject): the children: function, domain, learner, name, each perhaps absent
 */
GPtrArray *
sonde_balancing_list_children (JsonObject          *spec,
                               SondeSequenceTable **product,
                               char               **path_of_fault,
                               GError             **error)
{
  JsonNode *list = json_object_get_member (spec, "children");
  g_autoptr (SondeDomain) none = sonde_domain_new ();
  g_autoptr (JsonObject) columns = NULL;
  GPtrArray *children;

  *product = NULL;
  if (list != NULL && JSON_NODE_HOLDS_ARRAY (list) && json_array_get_length (json_node_get_array (list)) > 0)
    return list_given (json_node_get_array (list), path_of_fault, error);
  if (get_object (spec, "product") == NULL)
    {
      sonde_options_fault ("children", NULL, path_of_fault, error,
                           _("Balancing needs “children”, a list of {\"function\", \"domain\", \"learner\"}, or “child” with “product”, "
                             "values of parameters such as {\"a\": [1, 2, 5]}."));
      return NULL;
    }
  columns = json_object_new ();
  json_object_set_member (columns, "product", json_object_dup_member (spec, "product"));
  *product = sonde_sequence_table_new_from_spec (columns, none, path_of_fault, error);
  if (*product == NULL)
    return NULL;
  if ((*product)->n_rows > MOST_CHILDREN)
    {
      sonde_options_fault ("product", NULL, path_of_fault, error, _("There are %u combinations; %u are possible."), (*product)->n_rows,
                           MOST_CHILDREN);
      g_clear_pointer (product, sonde_sequence_table_unref);
      return NULL;
    }
  children = multiply (get_object (spec, "child"), *product);
  return children;
}

/**
 * sonde_balancing_read_domain:
 * @node: (nullable): the domain of a child, a list of variables
 *
 * Whether it makes sense is for the study to say.
 *
 * Returns: (transfer full) (nullable): the domain, %NULL if it cannot be read
 */
SondeDomain *
sonde_balancing_read_domain (JsonNode *node)
{
  g_autoptr (SondeDomain) domain = sonde_domain_new ();
  JsonArray *list;

  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    return NULL;
  list = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      JsonNode *element = json_array_get_element (list, i);
      JsonObject *object = JSON_NODE_HOLDS_OBJECT (element) ? json_node_get_object (element) : NULL;
      SondeVariable variable = { NULL, };

      if (object == NULL || json_object_get_string_member_with_default (object, "name", NULL) == NULL)
        return NULL;
      variable.name = (char *) json_object_get_string_member (object, "name");
      variable.unit = (char *) json_object_get_string_member_with_default (object, "unit", NULL);
      variable.min = json_object_get_double_member_with_default (object, "min", NAN);
      variable.max = json_object_get_double_member_with_default (object, "max", NAN);
      variable.is_integer = json_object_get_boolean_member_with_default (object, "integer", FALSE);
      variable.is_log = g_strcmp0 (json_object_get_string_member_with_default (object, "scale", NULL), "log") == 0;
      if (!isfinite (variable.min) || !isfinite (variable.max) || !(variable.min < variable.max) || (variable.is_log && variable.min <= 0))
        return NULL;
      sonde_domain_add_variable (domain, &variable);
    }
  return g_steal_pointer (&domain);
}
