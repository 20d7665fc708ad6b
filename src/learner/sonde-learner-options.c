/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

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
 * Every learner knows "learn_on".
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
    if (!g_strv_contains (members, name->data) && (parent != NULL || strcmp (name->data, "learn_on") != 0))
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

static void
refuse_between (const char  *member,
                double       above,
                double       at_most,
                char       **path_of_fault,
                GError     **error)
{
  char low[SONDE_NUMBER_LENGTH], high[SONDE_NUMBER_LENGTH];

  sonde_number_format (above, low);
  sonde_number_format (at_most, high);
  if (isinf (at_most))
    sonde_options_fault (member, NULL, path_of_fault, error, _("“%s” must be a number larger than %s."), member, low);
  else
    sonde_options_fault (member, NULL, path_of_fault, error, _("“%s” must be a number larger than %s and at most %s."), member, low, high);
}

/**
 * sonde_options_get_between:
 * @above: what it must be larger than
 * @at_most: what it may be at most; infinity allows "inf"
 * @value: (out): the number, untouched if the member is absent or null
 *
 * Returns: whether the member is absent, null, or such a number
 */
gboolean
sonde_options_get_between (JsonObject  *object,
                           const char  *member,
                           double       above,
                           double       at_most,
                           double      *value,
                           char       **path_of_fault,
                           GError     **error)
{
  JsonNode *node = json_object_get_member (object, member);
  double number;

  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return TRUE;
  number = number_in (node);
  if (!(number > above && number <= at_most))
    {
      refuse_between (member, above, at_most, path_of_fault, error);
      return FALSE;
    }
  *value = number;
  return TRUE;
}

/**
 * sonde_options_get_count:
 * @least: the smallest that is possible
 * @value: (out): the whole number, untouched if the member is absent or null; infinite is G_MAXUINT
 *
 * Returns: whether the member is absent, null, or such a number
 */
gboolean
sonde_options_get_count (JsonObject  *object,
                         const char  *member,
                         guint        least,
                         guint       *value,
                         char       **path_of_fault,
                         GError     **error)
{
  JsonNode *node = json_object_get_member (object, member);
  double number;

  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return TRUE;
  number = number_in (node);
  if (!(number >= least) || (isfinite (number) && number != floor (number)))
    {
      sonde_options_fault (member, NULL, path_of_fault, error, _("“%s” must be a whole number, %u or larger."), member, least);
      return FALSE;
    }
  *value = number >= G_MAXUINT ? G_MAXUINT : (guint) number;
  return TRUE;
}
