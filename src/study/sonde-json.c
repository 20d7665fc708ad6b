/* SPDX-License-Identifier: GPL-3.0-or-later */

/* JSON as studies need it. json-glib holds the tree; here is what it leaves open: text that keeps the order of members and the shortest form
 * of numbers, whole copies, comparison. Reading is in sonde-json-parse.c. */

#include "config.h"

#include "base/sonde-number.h"
#include "study/sonde-json-private.h"

/**
 * _sonde_json_append_string:
 * @text: any text; bytes that are not UTF-8 are replaced
 *
 * Appends @text as a JSON string, with its quotes and without line breaks.
 */
void
_sonde_json_append_string (GString    *out,
                           const char *text)
{
  g_autofree char *valid = g_utf8_validate (text, -1, NULL) ? NULL : g_utf8_make_valid (text, -1);

  g_string_append_c (out, '"');
  for (const char *p = valid != NULL ? valid : text; *p != '\0'; p++)
    {
      if (*p == '"' || *p == '\\')
        {
          g_string_append_c (out, '\\');
          g_string_append_c (out, *p);
        }
      else if (*p == '\n')
        g_string_append (out, "\\n");
      else if (*p == '\t')
        g_string_append (out, "\\t");
      else if ((guchar) *p < 0x20)
        g_string_append_printf (out, "\\u%04x", (guint) *p);
      else
        g_string_append_c (out, *p);
    }
  g_string_append_c (out, '"');
}

static void
sonde_json_append_break (GString *out,
                         int      indent)
{
  if (indent < 0)
    return;
  g_string_append_c (out, '\n');
  for (int i = 0; i < indent; i++)
    g_string_append (out, "  ");
}

static void
sonde_json_append_object (GString    *out,
                          JsonObject *object,
                          int         indent)
{
  int inner = indent < 0 ? -1 : indent + 1;
  JsonObjectIter iter;
  const char *name;
  JsonNode *member;
  gboolean first = TRUE;

  g_string_append_c (out, '{');
  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &member))
    {
      if (!first)
        g_string_append (out, indent < 0 ? ", " : ",");
      first = FALSE;
      sonde_json_append_break (out, inner);
      _sonde_json_append_string (out, name);
      g_string_append (out, ": ");
      _sonde_json_append (out, member, inner);
    }
  if (!first)
    sonde_json_append_break (out, indent);
  g_string_append_c (out, '}');
}

static void
sonde_json_append_array (GString   *out,
                         JsonArray *array,
                         int        indent)
{
  int inner = indent < 0 ? -1 : indent + 1;
  guint n = json_array_get_length (array);

  g_string_append_c (out, '[');
  for (guint i = 0; i < n; i++)
    {
      JsonNode *element = json_array_get_element (array, i);
      gboolean tall = indent >= 0 && (JSON_NODE_HOLDS_OBJECT (element) || JSON_NODE_HOLDS_ARRAY (element));

      if (i > 0)
        g_string_append (out, tall || indent < 0 ? "," : ", ");
      if (i > 0 && indent < 0)
        g_string_append_c (out, ' ');
      if (tall)
        sonde_json_append_break (out, inner);
      _sonde_json_append (out, element, inner);
      if (tall && i + 1 == n)
        sonde_json_append_break (out, indent);
    }
  g_string_append_c (out, ']');
}

static void
sonde_json_append_value (GString  *out,
                         JsonNode *node)
{
  char number[SONDE_NUMBER_LENGTH];
  GType type = json_node_get_value_type (node);

  if (type == G_TYPE_STRING)
    _sonde_json_append_string (out, json_node_get_string (node));
  else if (type == G_TYPE_BOOLEAN)
    g_string_append (out, json_node_get_boolean (node) ? "true" : "false");
  else if (type == G_TYPE_INT64)
    g_string_append_printf (out, "%" G_GINT64_FORMAT, json_node_get_int (node));
  else
    g_string_append_len (out, number, sonde_number_format_json (json_node_get_double (node), number));
}

/**
 * _sonde_json_append:
 * @indent: the level of indentation, or -1 for everything in one line
 *
 * Appends @node as text: members in their order, numbers in the shortest form that reads back the same.
 */
void
_sonde_json_append (GString  *out,
                    JsonNode *node,
                    int       indent)
{
  switch (json_node_get_node_type (node))
    {
    case JSON_NODE_OBJECT:
      sonde_json_append_object (out, json_node_get_object (node), indent);
      break;
    case JSON_NODE_ARRAY:
      sonde_json_append_array (out, json_node_get_array (node), indent);
      break;
    case JSON_NODE_VALUE:
      sonde_json_append_value (out, node);
      break;
    case JSON_NODE_NULL:
    default:
      g_string_append (out, "null");
      break;
    }
}

static JsonNode *
sonde_json_copy_object (JsonObject *object)
{
  JsonNode *copy = json_node_new (JSON_NODE_OBJECT);
  JsonObject *members = json_object_new ();
  JsonObjectIter iter;
  const char *name;
  JsonNode *member;

  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &member))
    json_object_set_member (members, name, _sonde_json_copy (member));
  json_node_take_object (copy, members);
  return copy;
}

static JsonNode *
sonde_json_copy_array (JsonArray *array)
{
  JsonNode *copy = json_node_new (JSON_NODE_ARRAY);
  JsonArray *elements = json_array_new ();

  for (guint i = 0; i < json_array_get_length (array); i++)
    json_array_add_element (elements, _sonde_json_copy (json_array_get_element (array, i)));
  json_node_take_array (copy, elements);
  return copy;
}

/**
 * _sonde_json_copy:
 *
 * Returns: (transfer full): a copy of the whole tree, to be changed; json_node_copy() shares objects and arrays
 */
JsonNode *
_sonde_json_copy (JsonNode *node)
{
  switch (json_node_get_node_type (node))
    {
    case JSON_NODE_OBJECT:
      return sonde_json_copy_object (json_node_get_object (node));
    case JSON_NODE_ARRAY:
      return sonde_json_copy_array (json_node_get_array (node));
    case JSON_NODE_NULL:
      return json_node_new (JSON_NODE_NULL);
    case JSON_NODE_VALUE:
    default:
      {
        g_auto (GValue) value = G_VALUE_INIT;
        JsonNode *copy = json_node_new (JSON_NODE_VALUE);

        json_node_get_value (node, &value);
        json_node_set_value (copy, &value);
        return copy;
      }
    }
}

static gboolean
sonde_json_equal_objects (JsonObject *a,
                          JsonObject *b)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *member;

  if (json_object_get_size (a) != json_object_get_size (b))
    return FALSE;
  json_object_iter_init (&iter, a);
  while (json_object_iter_next (&iter, &name, &member))
    if (!json_object_has_member (b, name) || !_sonde_json_equal (member, json_object_get_member (b, name)))
      return FALSE;
  return TRUE;
}

static gboolean
sonde_json_equal_arrays (JsonArray *a,
                         JsonArray *b)
{
  if (json_array_get_length (a) != json_array_get_length (b))
    return FALSE;
  for (guint i = 0; i < json_array_get_length (a); i++)
    if (!_sonde_json_equal (json_array_get_element (a, i), json_array_get_element (b, i)))
      return FALSE;
  return TRUE;
}

/**
 * _sonde_json_equal:
 *
 * Returns: whether both say the same: members in any order, 1 and 1.0 are one number
 */
gboolean
_sonde_json_equal (JsonNode *a,
                   JsonNode *b)
{
  double number_a, number_b;

  if (json_node_get_node_type (a) != json_node_get_node_type (b))
    return FALSE;
  if (JSON_NODE_HOLDS_OBJECT (a))
    return sonde_json_equal_objects (json_node_get_object (a), json_node_get_object (b));
  if (JSON_NODE_HOLDS_ARRAY (a))
    return sonde_json_equal_arrays (json_node_get_array (a), json_node_get_array (b));
  if (_sonde_json_get_double (a, &number_a) && _sonde_json_get_double (b, &number_b))
    return number_a == number_b;
  return json_node_equal (a, b);
}

/**
 * _sonde_json_get_double:
 * @node: (nullable): a value
 * @value: (out): its number
 *
 * Returns: whether @node is a number; text that looks like one is not
 */
gboolean
_sonde_json_get_double (JsonNode *node,
                        double   *value)
{
  GType type = node != NULL && JSON_NODE_HOLDS_VALUE (node) ? json_node_get_value_type (node) : G_TYPE_INVALID;

  if (type != G_TYPE_INT64 && type != G_TYPE_DOUBLE)
    return FALSE;
  *value = json_node_get_double (node);
  return TRUE;
}
