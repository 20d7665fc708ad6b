/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Paths in the description of a function.
 *
 * In a file they count from its folder, so that a folder with a study and its code can be moved or copied. In memory they are absolute:
 * they are resolved when a file is read and related to its folder when it is written. A function therefore never needs to know where its
 * study is. The members that are paths:
 *
 * - file and interpreter, the latter only if it has a slash, as otherwise it is looked up in PATH;
 * - argv[0], in the same way;
 * - folder, where a program runs: the study's own if there is none. Further arguments count from there; they are not touched.
 *
 * A path that begins with ~/ counts from the home folder. */

#include "config.h"

#include <string.h>

#include "function/sonde-function.h"

typedef char *(*Convert) (const char *path,
                          const char *folder);

static const char *
get_text (JsonNode *node)
{
  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
    return NULL;
  return json_node_get_string (node);
}

static char *
resolve (const char *path,
         const char *folder)
{
  if (g_str_has_prefix (path, "~/"))
    return g_canonicalize_filename (path + 2, g_get_home_dir ());
  return g_canonicalize_filename (path, folder);
}

/* What lies in the folder or below is told from there. */
static char *
relate (const char *path,
        const char *folder)
{
  gsize n = strlen (folder);

  if (g_str_equal (path, folder))
    return g_strdup (".");
  if (!g_str_has_prefix (path, folder) || (path[n] != '/' && !g_str_equal (folder, "/")))
    return g_strdup (path);
  return g_strdup (path + n + (path[n] == '/' ? 1 : 0));
}

/* A program must keep a slash, or it would be looked up in PATH. */
static char *
relate_program (const char *path,
                const char *folder)
{
  g_autofree char *related = relate (path, folder);

  return strchr (related, '/') != NULL ? g_steal_pointer (&related) : g_strconcat ("./", related, NULL);
}

static void
convert_member (JsonObject *spec,
                const char *name,
                gboolean    only_with_slash,
                Convert     convert,
                const char *folder)
{
  const char *path = get_text (json_object_get_member (spec, name));
  g_autofree char *converted = NULL;

  if (path == NULL || *path == '\0' || (only_with_slash && strchr (path, '/') == NULL))
    return;
  converted = convert (path, folder);
  json_object_set_string_member (spec, name, converted);
}

static void
convert_argv (JsonObject *spec,
              Convert     convert,
              const char *folder)
{
  JsonNode *node = json_object_get_member (spec, "argv");
  JsonArray *old = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  const char *program = old != NULL && json_array_get_length (old) > 0 ? get_text (json_array_get_element (old, 0)) : NULL;
  g_autofree char *converted = NULL;
  JsonArray *argv;

  if (program == NULL || strchr (program, '/') == NULL || strchr (program, '{') != NULL)
    return;
  argv = json_array_new ();
  converted = convert (program, folder);
  json_array_add_string_element (argv, converted);
  for (guint i = 1; i < json_array_get_length (old); i++)
    json_array_add_element (argv, json_array_dup_element (old, i));
  json_object_set_array_member (spec, "argv", argv);
}

static JsonObject *
copy (JsonObject *spec)
{
  JsonObject *copied = json_object_new ();
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  json_object_iter_init_ordered (&iter, spec);
  while (json_object_iter_next_ordered (&iter, &name, &node))
    json_object_set_member (copied, name, json_node_copy (node));
  return copied;
}

/**
 * sonde_function_spec_resolve:
 * @spec: the description of a function, of any kind, as a file has it
 * @folder: the folder of that file
 *
 * Returns: (transfer full): the same with absolute paths
 */
JsonObject *
sonde_function_spec_resolve (JsonObject *spec,
                             const char *folder)
{
  const char *kind = get_text (json_object_get_member (spec, "kind"));
  JsonObject *resolved = copy (spec);
  JsonNode *node;

  g_return_val_if_fail (folder != NULL, resolved);

  if (g_strcmp0 (kind, "python") == 0 || g_strcmp0 (kind, "library") == 0)
    convert_member (resolved, "file", FALSE, resolve, folder);
  convert_member (resolved, "interpreter", TRUE, resolve, folder);
  if (g_strcmp0 (kind, "program") != 0)
    return resolved;
  convert_argv (resolved, resolve, folder);
  convert_member (resolved, "folder", FALSE, resolve, folder);
  node = json_object_get_member (resolved, "folder");
  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    json_object_set_string_member (resolved, "folder", folder);
  return resolved;
}

/**
 * sonde_function_spec_relate:
 * @spec: the description of a function with absolute paths
 * @folder: the folder of the file that it is written to
 *
 * Returns: (transfer full): the same with paths that count from @folder, where they lie within
 */
JsonObject *
sonde_function_spec_relate (JsonObject *spec,
                            const char *folder)
{
  const char *kind = get_text (json_object_get_member (spec, "kind"));
  JsonObject *related = copy (spec);

  g_return_val_if_fail (folder != NULL, related);

  if (g_strcmp0 (kind, "python") == 0 || g_strcmp0 (kind, "library") == 0)
    convert_member (related, "file", FALSE, relate, folder);
  convert_member (related, "interpreter", TRUE, relate_program, folder);
  if (g_strcmp0 (kind, "program") != 0)
    return related;
  convert_argv (related, relate_program, folder);
  convert_member (related, "folder", FALSE, relate, folder);
  if (g_strcmp0 (get_text (json_object_get_member (related, "folder")), ".") == 0)
    json_object_remove_member (related, "folder");
  return related;
}

static gboolean
node_equal (JsonNode *a,
            JsonNode *b)
{
  return a == b || (a != NULL && b != NULL && json_node_equal (a, b));
}

/* Where a thing lies does not matter, its name does. */
static gboolean
same_name (JsonNode *a,
           JsonNode *b)
{
  g_autofree char *name_a = get_text (a) != NULL ? g_path_get_basename (get_text (a)) : NULL;
  g_autofree char *name_b = get_text (b) != NULL ? g_path_get_basename (get_text (b)) : NULL;

  return name_a != NULL && name_b != NULL ? g_str_equal (name_a, name_b) : node_equal (a, b);
}

static gboolean
same_argv (JsonNode *a,
           JsonNode *b)
{
  JsonArray *array_a = a != NULL && JSON_NODE_HOLDS_ARRAY (a) ? json_node_get_array (a) : NULL;
  JsonArray *array_b = b != NULL && JSON_NODE_HOLDS_ARRAY (b) ? json_node_get_array (b) : NULL;

  if (array_a == NULL || array_b == NULL || json_array_get_length (array_a) != json_array_get_length (array_b))
    return node_equal (a, b);
  for (guint i = 0; i < json_array_get_length (array_a); i++)
    {
      JsonNode *element_a = json_array_get_element (array_a, i);
      JsonNode *element_b = json_array_get_element (array_b, i);

      if (!(i == 0 ? same_name (element_a, element_b) : node_equal (element_a, element_b)))
        return FALSE;
    }
  return TRUE;
}

static gboolean
includes (JsonObject *spec,
          JsonObject *other)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  json_object_iter_init_ordered (&iter, spec);
  while (json_object_iter_next_ordered (&iter, &name, &node))
    {
      JsonNode *against = json_object_get_member (other, name);

      if (g_str_equal (name, "folder") || g_str_equal (name, "interpreter"))
        continue;
      if (g_str_equal (name, "file") ? !same_name (node, against)
          : g_str_equal (name, "argv") ? !same_argv (node, against) : !node_equal (node, against))
        return FALSE;
    }
  return TRUE;
}

/**
 * sonde_function_spec_same:
 *
 * Returns: whether both describe the same function, wherever its files lie and whatever runs them: results of one are results of the
 *   other
 */
gboolean
sonde_function_spec_same (JsonObject *spec,
                          JsonObject *other)
{
  g_return_val_if_fail (spec != NULL && other != NULL, FALSE);

  return includes (spec, other) && includes (other, spec);
}
