/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "app/setup/sonde-field-code.h"
#include "app/setup/sonde-study-editor.h"
#include "app/sonde-format.h"

/* Words of Python and of JSON for the same. */
static JsonNode *
read_word (const char *text)
{
  if (g_str_equal (text, "true") || g_str_equal (text, "True"))
    return json_node_init_boolean (json_node_alloc (), TRUE);
  if (g_str_equal (text, "false") || g_str_equal (text, "False"))
    return json_node_init_boolean (json_node_alloc (), FALSE);
  if (g_str_equal (text, "null") || g_str_equal (text, "None"))
    return json_node_new (JSON_NODE_NULL);
  return NULL;
}

/**
 * sonde_field_read_value:
 *
 * Returns: (transfer full): a number, true, false, nothing or a list where @text is one; else the text itself, quotes around it taken off
 */
JsonNode *
sonde_field_read_value (const char *text)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text));
  gsize length = strlen (stripped);
  JsonNode *node = read_word (stripped);
  double value;

  if (node != NULL)
    return node;
  if (sonde_parse_number (stripped, &value, NULL))
    return sonde_study_editor_new_number (value);
  if (*stripped == '[' || *stripped == '{' || *stripped == '"')
    node = json_from_string (stripped, NULL);
  if (node != NULL)
    return node;
  if (length >= 2 && *stripped == '\'' && stripped[length - 1] == '\'')
    {
      stripped[length - 1] = '\0';
      return json_node_init_string (json_node_alloc (), stripped + 1);
    }
  return json_node_init_string (json_node_alloc (), stripped);
}

char *
sonde_field_write_value (JsonNode *node)
{
  if (node == NULL)
    return g_strdup ("");
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) == G_TYPE_BOOLEAN)
    return json_to_string (node, FALSE);
  if (json_node_get_value_type (node) == G_TYPE_STRING)
    {
      /* one that looks like something else keeps its quotes */
      g_autoptr (JsonNode) again = sonde_field_read_value (json_node_get_string (node));

      return json_node_equal (again, node) ? json_node_dup_string (node) : json_to_string (node, FALSE);
    }
  return sonde_format_for_entry (json_node_get_double (node));
}

/**
 * sonde_field_read_command:
 *
 * Returns: (transfer full) (nullable): the words of a command as a list; a shell's quotes count, nothing else of it does
 */
JsonNode *
sonde_field_read_command (const char  *text,
                          char       **problem)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) argv = NULL;
  JsonArray *array;

  if (!g_shell_parse_argv (text, NULL, &argv, &error))
    {
      if (problem != NULL)
        *problem = g_error_matches (error, G_SHELL_ERROR, G_SHELL_ERROR_EMPTY_STRING)
                   ? g_strdup (_("Type the program and its arguments, with {x} where the value of x belongs: ./simulate {x}"))
                   : g_strdup_printf (_("This cannot be split into words: %s"), error->message);
      return NULL;
    }
  array = json_array_new ();
  for (guint i = 0; argv[i] != NULL; i++)
    json_array_add_string_element (array, argv[i]);
  return json_node_init_array (json_node_alloc (), array);
}

static void
append_word (GString    *text,
             const char *word)
{
  gboolean is_plain = *word != '\0' && strspn (word, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "-_./=:,{}+@%") == strlen (word);
  g_autofree char *quoted = is_plain ? g_strdup (word) : g_shell_quote (word);

  g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "", quoted);
}

char *
sonde_field_write_command (JsonNode *node)
{
  g_autoptr (GString) text = g_string_new (NULL);
  JsonArray *array = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      g_autofree char *word = sonde_field_write_value (json_array_get_element (array, i));
      JsonNode *element = json_array_get_element (array, i);

      append_word (text, JSON_NODE_HOLDS_VALUE (element) && json_node_get_value_type (element) == G_TYPE_STRING ? json_node_get_string (element) : word);
    }
  return g_strdup (text->str);
}

/**
 * sonde_field_read_environment:
 *
 * Returns: (transfer full) (nullable): "A=1 B=two" as names with texts
 */
JsonNode *
sonde_field_read_environment (const char  *text,
                              char       **problem)
{
  g_autoptr (JsonNode) words = sonde_field_read_command (text, problem);
  JsonObject *object = json_object_new ();
  JsonArray *array = words != NULL ? json_node_get_array (words) : NULL;
  JsonNode *node = json_node_init_object (json_node_alloc (), object);

  json_object_unref (object);
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      const char *word = json_array_get_string_element (array, i);
      const char *equals = strchr (word, '=');
      g_autofree char *name = equals != NULL ? g_strndup (word, equals - word) : NULL;

      if (equals == NULL || equals == word)
        {
          if (problem != NULL)
            *problem = g_strdup_printf (_("“%s” sets nothing. Write a name, an equals sign and the value: OMP_NUM_THREADS=1"), word);
          json_node_unref (node);
          return NULL;
        }
      json_object_set_string_member (object, name, equals + 1);
    }
  if (words == NULL)
    g_clear_pointer (&node, json_node_unref);
  return node;
}

char *
sonde_field_write_environment (JsonNode *node)
{
  g_autoptr (GString) text = g_string_new (NULL);
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return g_strdup ("");
  json_object_iter_init_ordered (&iter, json_node_get_object (node));
  while (json_object_iter_next_ordered (&iter, &name, &value))
    {
      g_autofree char *written = sonde_field_write_value (value);
      g_autofree char *word = g_strconcat (name, "=", written, NULL);

      append_word (text, word);
    }
  return g_strdup (text->str);
}
