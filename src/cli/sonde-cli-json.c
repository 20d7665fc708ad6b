/* SPDX-License-Identifier: GPL-3.0-or-later */

/* JSON as the commands speak it. Objects and strings are json-glib's; numbers go through sonde-number, so that each
 * reads back as the same double. */

#include "config.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "base/sonde-number.h"
#include "base/sonde-points.h"
#include "cli/sonde-cli.h"

void
sonde_cli_json_append_number (GString *text,
                              double   value)
{
  char buffer[SONDE_NUMBER_LENGTH];

  g_string_append_len (text, buffer, sonde_number_format_json (value, buffer));
}

void
sonde_cli_json_append_string (GString    *text,
                              const char *value)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_VALUE);
  g_autofree char *quoted = NULL;

  json_node_set_string (node, value);
  quoted = json_to_string (node, FALSE);
  g_string_append (text, quoted);
}

static void append_object (GString    *text,
                           JsonObject *object);

static void
append_array (GString   *text,
              JsonArray *array)
{
  g_string_append_c (text, '[');
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      if (i > 0)
        g_string_append (text, ", ");
      sonde_cli_json_append_node (text, json_array_get_element (array, i));
    }
  g_string_append_c (text, ']');
}

static void
append_object (GString    *text,
               JsonObject *object)
{
  g_autoptr (GList) members = json_object_get_members (object);

  g_string_append_c (text, '{');
  for (GList *item = members; item != NULL; item = item->next)
    {
      sonde_cli_json_append_string (text, item->data);
      g_string_append (text, ": ");
      sonde_cli_json_append_node (text, json_object_get_member (object, item->data));
      if (item->next != NULL)
        g_string_append (text, ", ");
    }
  g_string_append_c (text, '}');
}

/**
 * sonde_cli_json_append_node:
 * @node: any value
 *
 * Writes @node in one line, its numbers by sonde-number; numbers that are not finite become strings.
 */
void
sonde_cli_json_append_node (GString  *text,
                            JsonNode *node)
{
  if (JSON_NODE_HOLDS_OBJECT (node))
    append_object (text, json_node_get_object (node));
  else if (JSON_NODE_HOLDS_ARRAY (node))
    append_array (text, json_node_get_array (node));
  else if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_DOUBLE)
    sonde_cli_json_append_number (text, json_node_get_double (node));
  else
    {
      g_autofree char *plain = json_to_string (node, FALSE);

      g_string_append (text, plain);
    }
}

static void
append_list (GString      *text,
             const double *values,
             guint         n)
{
  g_string_append_c (text, '[');
  for (guint i = 0; i < n; i++)
    {
      if (i > 0)
        g_string_append (text, ", ");
      sonde_cli_json_append_number (text, values[i]);
    }
  g_string_append_c (text, ']');
}

/**
 * sonde_cli_json_append_point:
 * @x: a point
 * @ndim: the number of its coordinates; a point of one variable is a plain number
 */
void
sonde_cli_json_append_point (GString      *text,
                             const double *x,
                             guint         ndim)
{
  if (ndim == 1)
    sonde_cli_json_append_number (text, x[0]);
  else
    append_list (text, x, ndim);
}

/**
 * sonde_cli_json_append_value:
 * @y: the value of a point
 * @vdim: the number of its components, or %SONDE_SCALAR
 */
void
sonde_cli_json_append_value (GString      *text,
                             const double *y,
                             guint         vdim)
{
  if (vdim == SONDE_SCALAR)
    sonde_cli_json_append_number (text, y[0]);
  else
    append_list (text, y, vdim);
}

/**
 * sonde_cli_json_get_number:
 * @value: (out): the number
 *
 * Returns: whether @node is a number, or one of the strings "nan", "inf", "-inf"
 */
gboolean
sonde_cli_json_get_number (JsonNode *node,
                           double   *value)
{
  GType type;

  if (!JSON_NODE_HOLDS_VALUE (node))
    return FALSE;

  type = json_node_get_value_type (node);
  if (type == G_TYPE_STRING)
    return sonde_number_parse_all (json_node_get_string (node), value) && !isfinite (*value);
  if (type != G_TYPE_INT64 && type != G_TYPE_DOUBLE)
    return FALSE;
  *value = json_node_get_double (node);
  return TRUE;
}

/**
 * sonde_cli_json_get_point:
 * @ndim: the number of coordinates of a point
 * @x: (out caller-allocates): room for as many numbers
 */
gboolean
sonde_cli_json_get_point (JsonNode  *node,
                          guint      ndim,
                          double    *x,
                          GError   **error)
{
  JsonArray *array = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  gboolean good = array == NULL ? ndim == 1 : json_array_get_length (array) == ndim;

  if (good && array == NULL)
    good = sonde_cli_json_get_number (node, x);
  for (guint i = 0; good && array != NULL && i < ndim; i++)
    good = sonde_cli_json_get_number (json_array_get_element (array, i), &x[i]);
  if (!good)
    {
      g_autofree char *text = json_to_string (node, FALSE);

      g_set_error (error, JSON_PARSER_ERROR, JSON_PARSER_ERROR_INVALID_DATA,
                   ngettext ("%s is not a point: it must be a number",
                             "%s is not a point: it must be a list of %u numbers", ndim), text, ndim);
    }
  return good;
}

/**
 * sonde_cli_json_get_value:
 * @y: (element-type double): receives the components
 * @vdim: (out): their number, or %SONDE_SCALAR for a plain number
 */
gboolean
sonde_cli_json_get_value (JsonNode  *node,
                          GArray    *y,
                          guint     *vdim,
                          GError   **error)
{
  JsonArray *array = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  guint n = array != NULL ? json_array_get_length (array) : 1;
  gboolean good = n > 0;

  g_array_set_size (y, n);
  *vdim = array != NULL ? n : SONDE_SCALAR;
  for (guint i = 0; good && i < n; i++)
    good = sonde_cli_json_get_number (array != NULL ? json_array_get_element (array, i) : node,
                                      &g_array_index (y, double, i));
  if (!good)
    {
      g_autofree char *text = json_to_string (node, FALSE);

      g_set_error (error, JSON_PARSER_ERROR, JSON_PARSER_ERROR_INVALID_DATA,
                   _("%s is not a value: it must be a number or a list of numbers"), text);
    }
  return good;
}
