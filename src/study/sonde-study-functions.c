/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The functions of a study, wherever they stand: its own, and those of the children of a balancing learner; and the paths in them, which
 * count from the folder of the file and are absolute in memory. */

#include "config.h"

#include <string.h>

#include "learner/sonde-sequence-table.h"
#include "study/sonde-json-private.h"
#include "study/sonde-study-private.h"

/* (element-type utf8): where functions are. */
static GPtrArray *
list_places (JsonNode *root)
{
  static const char * const single[] = { "function", "learner.child.function" };
  GPtrArray *places = g_ptr_array_new_with_free_func (g_free);
  JsonNode *children = sonde_study_node_get (root, "learner.children");
  guint n = children != NULL && JSON_NODE_HOLDS_ARRAY (children) ? json_array_get_length (json_node_get_array (children)) : 0;

  for (guint i = 0; i < G_N_ELEMENTS (single); i++)
    g_ptr_array_add (places, g_strdup (single[i]));
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (places, g_strdup_printf ("learner.children[%u].function", i));
  return places;
}

static JsonObject *
get_function (JsonNode   *root,
              const char *place)
{
  JsonNode *node = sonde_study_node_get (root, place);

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

/**
 * _sonde_study_list_functions:
 * @root: the JSON of a study
 *
 * Returns: (transfer container) (element-type JsonObject): the descriptions of all functions that sampling it may call
 */
GPtrArray *
_sonde_study_list_functions (JsonNode *root)
{
  g_autoptr (GPtrArray) places = list_places (root);
  GPtrArray *functions = g_ptr_array_new ();

  for (guint i = 0; i < places->len; i++)
    {
      JsonObject *function = get_function (root, g_ptr_array_index (places, i));

      if (function != NULL)
        g_ptr_array_add (functions, function);
    }
  return functions;
}

static JsonNode *
convert (JsonNode    *root,
         const char  *folder,
         JsonObject *(*convert_spec) (JsonObject *, const char *))
{
  g_autoptr (GPtrArray) places = list_places (root);
  g_autoptr (JsonNode) node = json_node_ref (root);

  for (guint i = 0; i < places->len; i++)
    {
      JsonObject *before = get_function (node, g_ptr_array_index (places, i));
      g_autoptr (JsonNode) after = NULL;
      JsonNode *next;

      if (before == NULL)
        continue;
      after = json_node_new (JSON_NODE_OBJECT);
      json_node_take_object (after, convert_spec (before, folder));
      if (_sonde_json_equal (sonde_study_node_get (node, g_ptr_array_index (places, i)), after))
        continue;
      next = sonde_study_node_set (node, g_ptr_array_index (places, i), after, NULL);
      json_node_unref (node);
      node = next;
    }
  return g_steal_pointer (&node);
}

static JsonNode *
new_rows (const GArray *values,
          guint         n_columns)
{
  JsonArray *rows = json_array_sized_new (values->len / n_columns);

  for (guint i = 0; i < values->len; i += n_columns)
    {
      JsonArray *row = json_array_sized_new (n_columns);

      for (guint j = 0; j < n_columns; j++)
        json_array_add_double_element (row, g_array_index (values, double, i + j));
      json_array_add_array_element (rows, row);
    }
  return json_node_init_array (json_node_alloc (), rows);
}

static JsonNode *
new_names (GStrv names)
{
  JsonArray *list = json_array_new ();

  for (guint i = 0; names[i] != NULL; i++)
    json_array_add_string_element (list, names[i]);
  return json_node_init_array (json_node_alloc (), list);
}

static void
set (JsonNode   **root,
     const char  *path,
     JsonNode    *value)
{
  g_autoptr (JsonNode) before = *root;
  g_autoptr (JsonNode) owned = value;

  *root = sonde_study_node_set (before, path, value, NULL);
}

/* The table of a sequence is taken in, so that a study that has results does not hang on a file that may change. One that cannot be read
 * stays, and is complained about when the study is read. */
static JsonNode *
embed_table (JsonNode   *root,
             const char *folder)
{
  JsonNode *file = sonde_study_node_get (root, "learner.file");
  g_autofree char *path = NULL;
  g_autoptr (GArray) values = NULL;
  g_auto (GStrv) names = NULL;
  JsonNode *result = json_node_ref (root);

  if (file == NULL || !JSON_NODE_HOLDS_VALUE (file) || json_node_get_string (file) == NULL)
    return result;
  path = g_canonicalize_filename (json_node_get_string (file), folder);
  if (sonde_sequence_load_csv (path, &names, &values, NULL))
    {
      set (&result, "learner.file", NULL);
      set (&result, "learner.columns", new_names (names));
      set (&result, "learner.sequence", new_rows (values, g_strv_length (names)));
    }
  else
    set (&result, "learner.file", json_node_init_string (json_node_alloc (), path));
  return result;
}

/**
 * sonde_study_node_resolve:
 * @root: the JSON of a study, as a file has it
 * @folder: the folder of that file
 *
 * The table that a sequence names is taken in.
 *
 * Returns: (transfer full): the same with absolute paths; @root itself if nothing changes
 */
JsonNode *
sonde_study_node_resolve (JsonNode   *root,
                          const char *folder)
{
  g_autoptr (JsonNode) embedded = NULL;

  g_return_val_if_fail (root != NULL && folder != NULL, NULL);

  embedded = embed_table (root, folder);
  return convert (embedded, folder, sonde_function_spec_resolve);
}

/**
 * sonde_study_node_relate:
 * @root: the JSON of a study with absolute paths
 * @folder: (nullable): the folder of the file it is written to; %NULL keeps the paths as they are
 *
 * Returns: (transfer full): the same with paths that count from @folder; @root itself if nothing changes
 */
JsonNode *
sonde_study_node_relate (JsonNode   *root,
                         const char *folder)
{
  g_return_val_if_fail (root != NULL, NULL);

  return folder != NULL ? convert (root, folder, sonde_function_spec_relate) : json_node_ref (root);
}

/**
 * sonde_study_resolve:
 * @folder: the folder of the file that the study is from
 *
 * Returns: (transfer full): the study with absolute paths; itself if it has them, or has none
 */
SondeStudy *
sonde_study_resolve (SondeStudy *self,
                     const char *folder)
{
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (JsonNode) resolved = NULL;
  SondeStudy *study;

  g_return_val_if_fail (SONDE_IS_STUDY (self), NULL);
  g_return_val_if_fail (folder != NULL, NULL);

  root = sonde_study_to_node (self);
  resolved = sonde_study_node_resolve (root, folder);
  study = resolved != root ? _sonde_study_new_checked (resolved, NULL, NULL) : NULL;
  return study != NULL ? study : g_object_ref (self);
}

/**
 * sonde_study_to_line_in:
 * @folder: (nullable): the folder of the file it is written to
 *
 * Returns: (transfer full): the JSON without line breaks, as in the first line of a run file there
 */
char *
sonde_study_to_line_in (SondeStudy *self,
                        const char *folder)
{
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (JsonNode) related = NULL;
  GString *text;

  g_return_val_if_fail (SONDE_IS_STUDY (self), NULL);

  root = sonde_study_to_node (self);
  related = sonde_study_node_relate (root, folder);
  text = g_string_new (NULL);
  _sonde_json_append (text, related, -1);
  return g_string_free (text, FALSE);
}

/**
 * _sonde_study_get_folder:
 * @path: (nullable): a file
 *
 * Returns: (transfer full) (nullable): its folder, absolute
 */
char *
_sonde_study_get_folder (const char *path)
{
  g_autofree char *absolute = path != NULL ? g_canonicalize_filename (path, NULL) : NULL;

  return absolute != NULL ? g_path_get_dirname (absolute) : NULL;
}

/**
 * sonde_study_has_paths:
 *
 * Returns: whether the study names files, whose paths in a run file count from its folder
 */
gboolean
sonde_study_has_paths (SondeStudy *self)
{
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (JsonNode) elsewhere = NULL;

  g_return_val_if_fail (SONDE_IS_STUDY (self), FALSE);

  /* from the root everything is within */
  root = sonde_study_to_node (self);
  elsewhere = sonde_study_node_relate (root, "/");
  return elsewhere != root;
}

/**
 * sonde_study_check_function:
 * @path: (out) (optional) (transfer full): the JSON path of what is missing
 * @error: return location for a #SondeFunctionError
 *
 * Looks whether the files that evaluating needs are there. Runs nothing.
 *
 * Returns: whether they are
 */
gboolean
sonde_study_check_function (SondeStudy  *self,
                            char       **path,
                            GError     **error)
{
  g_autoptr (SondeFunction) function = NULL;
  g_autofree char *place = NULL;

  g_return_val_if_fail (SONDE_IS_STUDY (self), FALSE);

  function = sonde_study_create_function (self);
  if (sonde_function_check (function, &place, error))
    return TRUE;
  if (path != NULL)
    *path = g_strconcat ("function.", place, NULL);
  return FALSE;
}
