/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The functions of learners whose points are not what a function is called with: rows of a table for a sequence, and one function for each
 * child of a balancing learner. */

#include "config.h"

#include "function/sonde-adapter.h"
#include "learner/sonde-learner-balancing.h"
#include "learner/sonde-seeds.h"
#include "learner/sonde-sequence-table.h"
#include "study/sonde-json-private.h"
#include "study/sonde-study-private.h"

static const char *
get_kind (JsonObject *learner)
{
  JsonNode *node = learner != NULL ? json_object_get_member (learner, "kind") : NULL;

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
    return learner != NULL ? "" : "1d";
  return json_node_get_string (node);
}

static JsonObject *
get_object (JsonObject *parent,
            const char *member)
{
  JsonNode *node = json_object_get_member (parent, member);

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

/* What a function is a function of, by the learner that it is for: stochastic ones give it their seeds, sequences their columns. */
SondeDomain *
_sonde_study_new_function_domain (JsonObject  *learner,
                                  SondeDomain *domain)
{
  const char *kind = get_kind (learner);
  SondeDomain *variables;

  if (g_str_equal (kind, "sequence"))
    {
      g_autoptr (SondeSequenceTable) table = sonde_sequence_table_new_from_spec (learner, domain, NULL, NULL);

      return sonde_domain_ref (table != NULL ? table->columns : domain);
    }
  if (!g_str_equal (kind, "average") && !g_str_equal (kind, "average1d"))
    return sonde_domain_ref (domain);
  variables = sonde_domain_new ();
  sonde_domain_add (variables, "seed", NULL, 0, SONDE_SEED_MAX);
  for (guint i = 0; g_str_equal (kind, "average1d") && i < sonde_domain_get_ndim (domain); i++)
    sonde_domain_add_variable (variables, sonde_domain_get (domain, i));
  return variables;
}

/* The function of the points of a learner that is no balancing one. */
static SondeFunction *
new_for_points (JsonObject     *spec,
                JsonObject     *learner,
                SondeDomain    *domain,
                char          **path,
                GError        **error)
{
  g_autoptr (SondeDomain) variables = _sonde_study_new_function_domain (learner, domain);
  g_autoptr (SondeFunction) plain = sonde_function_new_from_spec (spec, variables, path, error);
  g_autoptr (SondeSequenceTable) table = NULL;

  if (plain == NULL || !g_str_equal (get_kind (learner), "sequence"))
    return g_steal_pointer (&plain);
  table = sonde_sequence_table_new_from_spec (learner, domain, NULL, NULL);
  return table != NULL ? sonde_adapter_new_table (plain, table->n_rows, table->n_columns, table->values) : NULL;
}

static SondeFunction *
new_for_child (JsonObject   *child,
               JsonObject   *spec,
               SondeDomain  *domain,
               char        **path,
               GError      **error)
{
  JsonNode *node = json_object_get_member (child, "domain");
  g_autoptr (SondeDomain) own = node != NULL ? sonde_balancing_read_domain (node) : NULL;
  JsonObject *function = get_object (child, "function");

  return new_for_points (function != NULL ? function : spec, get_object (child, "learner"), own != NULL ? own : domain, path, error);
}

static SondeFunction *
new_for_children (JsonObject   *spec,
                  JsonObject   *learner,
                  SondeDomain  *domain,
                  char        **path,
                  GError      **error)
{
  g_autoptr (SondeSequenceTable) product = NULL;
  g_autoptr (GPtrArray) children = sonde_balancing_list_children (learner, &product, NULL, error);
  g_autoptr (GPtrArray) functions = g_ptr_array_new_with_free_func (g_object_unref);
  guint ndim = 1;

  for (guint i = 0; children != NULL && i < children->len; i++)
    {
      JsonObject *child = g_ptr_array_index (children, i);
      g_autofree char *rest = NULL;
      SondeFunction *function = new_for_child (child, spec, domain, &rest, error);

      if (function == NULL)
        {
          const char *own = rest != NULL ? rest : "kind";

          if (path != NULL && product != NULL)
            *path = g_strconcat ("function.", own, NULL);
          else if (path != NULL)
            *path = get_object (child, "function") != NULL ? g_strdup_printf ("learner.children[%u].function.%s", i, own)
                                                           : g_strconcat ("function.", own, NULL);
          return NULL;
        }
      g_ptr_array_add (functions, function);
      ndim = MAX (ndim, sonde_function_get_ndim (function));
    }
  if (functions->len == 0)
    return NULL;
  return sonde_adapter_new_children (functions->len, (SondeFunction **) functions->pdata, 1 + ndim);
}

/**
 * _sonde_study_new_function:
 * @path: (out) (optional): where in the study the fault is
 *
 * Returns: (transfer full) (nullable): the function of the learner's points
 */
SondeFunction *
_sonde_study_new_function (const SondeStudyParts  *parts,
                           char                  **path,
                           GError                **error)
{
  g_autofree char *rest = NULL;
  SondeFunction *function;

  if (g_str_equal (get_kind (parts->learner), "balancing"))
    return new_for_children (parts->function, parts->learner, parts->domain, path, error);
  function = new_for_points (parts->function, parts->learner, parts->domain, &rest, error);
  if (function == NULL && path != NULL)
    *path = g_strconcat ("function.", rest != NULL ? rest : "kind", NULL);
  return function;
}

/* The first function of a balancing learner with what belongs to it, for who wants to try one; of other learners that of the study. */
JsonObject *
_sonde_study_get_first_function (const SondeStudyParts  *parts,
                                 SondeDomain           **domain)
{
  g_autoptr (SondeSequenceTable) product = NULL;
  g_autoptr (GPtrArray) children = NULL;
  JsonObject *child, *function;
  g_autoptr (SondeDomain) own = NULL;

  *domain = sonde_domain_ref (parts->function_domain);
  if (!g_str_equal (get_kind (parts->learner), "balancing"))
    return json_object_ref (parts->function);
  children = sonde_balancing_list_children (parts->learner, &product, NULL, NULL);
  if (children == NULL)
    return json_object_ref (parts->function);
  child = g_ptr_array_index (children, 0);
  function = get_object (child, "function");
  if (json_object_has_member (child, "domain"))
    own = sonde_balancing_read_domain (json_object_get_member (child, "domain"));
  sonde_domain_unref (*domain);
  *domain = _sonde_study_new_function_domain (get_object (child, "learner"), own != NULL ? own : parts->domain);
  return json_object_ref (function != NULL ? function : parts->function);
}

/* Of a balancing learner the product may go over parameters of the study's own function; and where each child has a function, the study
 * needs none. */
JsonObject *
_sonde_study_complete_balancing (JsonObject *root,
                                 JsonObject *learner)
{
  JsonObject *own = get_object (root, "function");
  JsonObject *child = get_object (learner, "child");
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (JsonNode) copy = NULL;
  JsonObject *result, *completed;

  if (own == NULL || get_object (learner, "product") == NULL || (child != NULL && get_object (child, "function") != NULL))
    return json_object_ref (learner);
  node = json_node_init_object (json_node_alloc (), learner);
  copy = _sonde_json_copy (node);
  result = json_node_dup_object (copy);
  completed = get_object (result, "child");
  if (completed == NULL)
    {
      completed = json_object_new ();
      json_object_set_object_member (result, "child", completed);
    }
  json_object_set_object_member (completed, "function", json_object_ref (own));
  return result;
}
