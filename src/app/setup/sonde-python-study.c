/* SPDX-License-Identifier: GPL-3.0-or-later */

/* From the signature of a Python function to a study: its first arguments are the variables, the rest are parameters, which keep the
 * defaults of the file until they are given another value. */

#include "config.h"

#include <glib/gi18n.h>

#include "app/setup/sonde-python-study.h"
#include "app/setup/sonde-study-editor.h"
#include "app/sonde-start-page.h"

/**
 * sonde_python_study_suggest:
 * @signatures: (element-type SondePythonSignature): the functions of a file
 *
 * Returns: (nullable): the one that a person most likely means
 */
SondePythonSignature *
sonde_python_study_suggest (GPtrArray *signatures)
{
  for (guint i = 0; i < signatures->len; i++)
    if (((SondePythonSignature *) g_ptr_array_index (signatures, i))->is_suggested)
      return g_ptr_array_index (signatures, i);
  return NULL;
}

/**
 * sonde_python_study_write:
 *
 * Returns: (transfer full): how it is called, "f(x, a=1)"
 */
char *
sonde_python_study_write (SondePythonSignature *signature)
{
  g_autoptr (GString) text = g_string_new (signature->name);

  g_string_append_c (text, '(');
  for (guint i = 0; i < signature->arguments->len; i++)
    {
      SondePythonArgument *argument = g_ptr_array_index (signature->arguments, i);

      g_string_append_printf (text, "%s%s%s%s", i > 0 ? ", " : "", argument->name, argument->text != NULL ? "=" : "",
                              argument->text != NULL ? argument->text : "");
    }
  g_string_append_c (text, ')');
  return g_strdup (text->str);
}

static JsonNode *
set (JsonNode   *root,
     const char *path,
     JsonNode   *value)
{
  JsonNode *next = sonde_study_node_set (root, path, value, NULL);

  json_node_unref (root);
  json_node_unref (value);
  return next;
}

static double
get_bound (JsonNode   *old,
           const char *member,
           double      fallback)
{
  JsonNode *node = old != NULL ? sonde_study_node_get (old, member) : NULL;
  GType type = node != NULL && JSON_NODE_HOLDS_VALUE (node) ? json_node_get_value_type (node) : G_TYPE_INVALID;

  return type == G_TYPE_INT64 || type == G_TYPE_DOUBLE ? json_node_get_double (node) : fallback;
}

static void
set_bound (JsonObject *variable,
           const char *member,
           double      value)
{
  json_object_set_member (variable, member, sonde_study_editor_new_number (value));
}

/* Bounds stay where they are, variable for variable. */
static JsonNode *
new_domain (JsonNode             *root,
            SondePythonSignature *signature)
{
  JsonArray *domain = json_array_new ();
  guint n = sonde_python_signature_count_variables (signature);

  for (guint i = 0; i < n; i++)
    {
      SondePythonArgument *argument = g_ptr_array_index (signature->arguments, i);
      JsonObject *variable = json_object_new ();
      g_autofree char *place = g_strdup_printf ("domain[%u]", i);
      JsonNode *old = sonde_study_node_get (root, place);

      json_object_set_string_member (variable, "name", argument->name);
      set_bound (variable, "min", get_bound (old, "min", -1));
      set_bound (variable, "max", get_bound (old, "max", 1));
      if (g_strcmp0 (argument->annotation, "int") == 0)
        json_object_set_boolean_member (variable, "integer", TRUE);
      json_array_add_object_element (domain, variable);
    }
  return json_node_init_array (json_node_alloc (), domain);
}

/* Whether there is such a learner for two variables. */
static gboolean
has_learner (const char *kind)
{
  g_autoptr (JsonObject) spec = json_object_new ();
  g_autoptr (SondeDomain) domain = sonde_domain_new ();
  g_autoptr (SondeLearner) learner = NULL;

  json_object_set_string_member (spec, "kind", kind);
  sonde_domain_add (domain, "x", NULL, 0, 1);
  sonde_domain_add (domain, "y", NULL, 0, 1);
  learner = sonde_learner_new_from_spec (spec, domain, NULL, NULL);
  return learner != NULL;
}

/* Learners that take any function of so many variables. */
static JsonNode *
new_learner (JsonNode *root,
             guint     n)
{
  static const char * const kinds[] = { "1d", "2d", "nd" };
  const char *wanted = n == 2 && !has_learner ("2d") ? "nd" : kinds[CLAMP (n, 1, 3) - 1];
  JsonNode *node = sonde_study_node_get (root, "learner.kind");
  const char *kind = node != NULL && JSON_NODE_HOLDS_VALUE (node) ? json_node_get_string (node) : NULL;
  JsonObject *learner;

  if (g_strcmp0 (kind, wanted) == 0 || (n > 1 && g_strcmp0 (kind, "nd") == 0))
    return NULL;
  learner = json_object_new ();
  json_object_set_string_member (learner, "kind", wanted);
  return json_node_init_object (json_node_alloc (), learner);
}

/**
 * sonde_python_study_apply:
 * @root: the JSON of a study
 * @file: a Python file
 * @signature: (nullable): one of its functions; %NULL where that is not known
 *
 * Returns: (transfer full): the same study with this function, and with the variables and the kind of learner that go with it
 */
JsonNode *
sonde_python_study_apply (JsonNode             *root,
                          const char           *file,
                          SondePythonSignature *signature)
{
  JsonObject *function = json_object_new ();
  JsonNode *learner;

  root = json_node_ref (root);
  json_object_set_string_member (function, "kind", "python");
  json_object_set_string_member (function, "file", file);
  json_object_set_string_member (function, "name", signature != NULL ? signature->name : "f");
  root = set (root, "function", json_node_init_object (json_node_alloc (), function));
  json_object_unref (function);
  if (signature == NULL || signature->arguments->len == 0)
    return root;
  learner = new_learner (root, sonde_python_signature_count_variables (signature));
  root = set (root, "domain", new_domain (root, signature));
  return learner != NULL ? set (root, "learner", learner) : root;
}

static SondeStudy *
new_study (const char            *file,
           SondePythonSignature  *signature,
           GError               **error)
{
  g_autoptr (SondeStudy) base = sonde_start_page_new_study ();
  g_autoptr (JsonNode) root = sonde_study_to_node (base);
  g_autoptr (JsonNode) applied = sonde_python_study_apply (root, file, signature);
  g_autoptr (JsonNode) named = NULL;
  g_autoptr (JsonNode) title = NULL;
  g_autoptr (GPtrArray) diagnostics = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *name = g_path_get_basename (file);
  SondeStudy *study;

  title = json_node_init_string (json_node_alloc (), name);
  named = sonde_study_node_set (applied, "title", title, NULL);
  study = sonde_study_new_from_node (named, diagnostics);
  if (study == NULL)
    g_set_error_literal (error, SONDE_STUDY_ERROR, SONDE_STUDY_ERROR_INVALID, sonde_diagnostic_get_message (g_ptr_array_index (diagnostics, 0)));
  return study;
}

static void
on_read (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  const char *file = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GPtrArray) signatures = sonde_python_read_signatures_finish (result, &error);
  SondePythonSignature *signature = signatures != NULL ? sonde_python_study_suggest (signatures) : NULL;
  SondeStudy *study = NULL;

  if (signature != NULL)
    study = new_study (file, signature, &error);
  else if (error == NULL)
    error = g_error_new_literal (SONDE_STUDY_ERROR, SONDE_STUDY_ERROR_NOT_A_STUDY,
                                 _("It has no function of numbers to sample. Define one, such as:\n\ndef f(x):\n    return x**2"));
  if (study != NULL)
    g_task_return_pointer (task, study, g_object_unref);
  else
    g_task_return_error (task, error);
}

void
sonde_python_study_new_async (GFile               *file,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  GTask *task = g_task_new (NULL, NULL, callback, user_data);
  char *path = g_file_get_path (file);

  g_task_set_source_tag (task, sonde_python_study_new_async);
  if (path == NULL)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, _("It is not on this computer: copy it to a local folder first."));
      g_object_unref (task);
      return;
    }
  g_task_set_task_data (task, path, g_free);
  sonde_python_read_signatures_async (path, NULL, on_read, task);
}

SondeStudy *
sonde_python_study_new_finish (GAsyncResult  *result,
                               GError       **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, sonde_python_study_new_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
