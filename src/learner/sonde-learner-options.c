/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "base/sonde-number.h"
#include "learner/sonde-learner-options.h"
#include "learner/sonde-learner.h"

void
sonde_options_fault (const char  *member,
                     const char  *parent,
                     char       **path_of_fault,
                     GError     **error,
                     const char  *format,
                     ...)
{
  va_list arguments;

  if (path_of_fault != NULL)
    *path_of_fault = parent != NULL ? g_strconcat (parent, ".", member, NULL) : g_strdup (member);
  va_start (arguments, format);
  if (error != NULL)
    *error = g_error_new_valist (SONDE_LEARNER_ERROR, SONDE_LEARNER_ERROR_SPEC, format, arguments);
  va_end (arguments);
}

/**
 * sonde_options_check_members:
 * @members: (array zero-terminated=1): the names that are known
 *
 * Returns: whether @object has no others
 */
gboolean
sonde_options_check_members (JsonObject          *object,
                             const char * const  *members,
                             const char          *parent,
                             char               **path_of_fault,
                             GError             **error)
{
  g_autoptr (GList) names = json_object_get_members (object);

  for (GList *name = names; name != NULL; name = name->next)
    if (!g_strv_contains (members, name->data))
      {
        g_autofree char *known = g_strjoinv ("”, “", (char **) members);

        sonde_options_fault (name->data, parent, path_of_fault, error,
                             _("There is no option “%s” here. The options are “%s”."), (char *) name->data, known);
        return FALSE;
      }
  return TRUE;
}

/**
 * sonde_options_get_object:
 * @value: (out): the object, untouched if there is none
 *
 * Returns: whether the member is an object, null or absent
 */
gboolean
sonde_options_get_object (JsonObject  *object,
                          const char  *member,
                          JsonObject **value,
                          char       **path_of_fault,
                          GError     **error)
{
  JsonNode *node = json_object_get_member (object, member);

  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return TRUE;
  if (!JSON_NODE_HOLDS_OBJECT (node))
    {
      sonde_options_fault (member, NULL, path_of_fault, error, _("“%s” must be an object, such as {\"kind\": \"default\"}."),
                           member);
      return FALSE;
    }
  *value = json_node_get_object (node);
  return TRUE;
}

/**
 * sonde_options_get_string:
 * @value: (out): the text
 *
 * Returns: whether the member is there and is a text
 */
gboolean
sonde_options_get_string (JsonObject  *object,
                          const char  *member,
                          const char **value,
                          char       **path_of_fault,
                          GError     **error)
{
  JsonNode *node = json_object_get_member (object, member);

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
    {
      sonde_options_fault (member, NULL, path_of_fault, error, _("“%s” is missing or not a text."), member);
      return FALSE;
    }
  *value = json_node_get_string (node);
  return TRUE;
}

static double
number_in (JsonNode *node)
{
  double number = NAN;

  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) == G_TYPE_BOOLEAN)
    return NAN;
  if (json_node_get_value_type (node) == G_TYPE_STRING)
    return sonde_number_parse_all (json_node_get_string (node), &number) && isinf (number) ? number : NAN;
  return json_node_get_double (node);
}

/**
 * sonde_options_get_factor:
 * @may_be_infinite: whether "inf" is accepted
 * @value: (out): the number, untouched if the member is absent
 *
 * Returns: whether the member is absent or a number that is not negative
 */
gboolean
sonde_options_get_factor (JsonObject  *object,
                          const char  *member,
                          const char  *parent,
                          gboolean     may_be_infinite,
                          double      *value,
                          char       **path_of_fault,
                          GError     **error)
{
  JsonNode *node = json_object_get_member (object, member);
  double number;

  if (node == NULL)
    return TRUE;
  number = number_in (node);
  if (!(number >= 0) || (isinf (number) && !may_be_infinite))
    {
      sonde_options_fault (member, parent, path_of_fault, error, _("“%s” must be a number, zero or larger."), member);
      return FALSE;
    }
  *value = number;
  return TRUE;
}
