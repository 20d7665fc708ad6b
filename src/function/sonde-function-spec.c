/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "function/sonde-formula.h"
#include "function/sonde-function.h"
#include "function/sonde-library.h"
#include "function/sonde-program.h"
#include "function/sonde-python.h"

typedef SondeFunction *(*Constructor) (JsonObject   *spec,
                                       SondeDomain  *domain,
                                       char        **path_of_fault,
                                       GError      **error);

static void
fail (char       **path_of_fault,
      GError     **error,
      const char  *path,
      const char  *message)
{
  if (path_of_fault != NULL)
    *path_of_fault = g_strdup (path);
  g_set_error_literal (error, SONDE_FUNCTION_ERROR, SONDE_FUNCTION_ERROR_SPEC, message);
}

static const char *
get_string (JsonObject *spec,
            const char *member)
{
  JsonNode *node = json_object_get_member (spec, member);

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
    return NULL;
  return json_node_get_string (node);
}

static SondeFunction *
new_formula (JsonObject   *spec,
             SondeDomain  *domain,
             char        **path_of_fault,
             GError      **error)
{
  const char *expression = get_string (spec, "expression");
  JsonNode *parameters = json_object_get_member (spec, "parameters");

  if (expression == NULL)
    {
      fail (path_of_fault, error, "expression",
            _("A formula needs its expression as a text, such as \"x^2 + 1\"."));
      return NULL;
    }
  if (parameters != NULL && !JSON_NODE_HOLDS_OBJECT (parameters) && !JSON_NODE_HOLDS_NULL (parameters))
    {
      fail (path_of_fault, error, "parameters",
            _("Parameters are names with numbers, such as {\"a\": 0.1}."));
      return NULL;
    }
  return sonde_formula_new (expression, domain,
                            parameters != NULL && JSON_NODE_HOLDS_OBJECT (parameters)
                            ? json_node_get_object (parameters) : NULL,
                            path_of_fault, error);
}

/* All kinds of the format. */
static const struct
{
  const char  *kind;
  Constructor  constructor;
} kinds[] = {
  { "formula", new_formula },
  { "python", sonde_python_new },
  { "program", sonde_program_new },
  { "library", sonde_library_new },
};

static void
fail_kind (const char  *kind,
           char       **path_of_fault,
           GError     **error)
{
  const char *known = "formula, python, program, library";
  g_autofree char *message = NULL;

  message = kind == NULL ? g_strdup_printf (_("A function needs its kind as a text: %s."), known)
                         : g_strdup_printf (_("There is no kind of function “%s”. The kinds are: %s."), kind, known);
  fail (path_of_fault, error, "kind", message);
}

/**
 * sonde_function_new_from_spec:
 * @spec: the member "function" of a study
 * @domain: the variables of the function
 * @path_of_fault: (out) (optional) (transfer full): the JSON path, relative to the function, of what is wrong; set
 *   only on errors
 *
 * Makes a function of any kind from its description. Fails with #SondeFunctionError, or #SondeExpressionError for what
 * is wrong within a formula.
 *
 * Returns: (transfer full) (nullable): a new function
 */
SondeFunction *
sonde_function_new_from_spec (JsonObject   *spec,
                              SondeDomain  *domain,
                              char        **path_of_fault,
                              GError      **error)
{
  const char *kind;

  g_return_val_if_fail (spec != NULL && domain != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (path_of_fault != NULL)
    *path_of_fault = NULL;
  kind = get_string (spec, "kind");
  for (guint i = 0; kind != NULL && i < G_N_ELEMENTS (kinds); i++)
    if (g_str_equal (kind, kinds[i].kind))
      return kinds[i].constructor (spec, domain, path_of_fault, error);

  fail_kind (kind, path_of_fault, error);
  return NULL;
}
