/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reading a goal as it stands in a study. */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "runner/sonde-goal-private.h"

static const struct
{
  const char    *name;
  SondeGoalKind  kind;
} kinds[] = {
  { "loss", SONDE_GOAL_LOSS },
  { "npoints", SONDE_GOAL_NPOINTS },
  { "duration", SONDE_GOAL_DURATION },
  { "end_time", SONDE_GOAL_END_TIME },
  { "error", SONDE_GOAL_ERROR_ESTIMATE },
  { "expression", SONDE_GOAL_EXPRESSION },
  { "any", SONDE_GOAL_ANY },
  { "all", SONDE_GOAL_ALL },
};

static const char * const variables[] = { "npoints", "nsamples", "loss", "elapsed", "nfailed", "error", NULL };

/* Where the reading is: the path of the goal being read, and where to report the path of a fault. */
typedef struct
{
  const char  *path;
  char       **path_of_fault;
} Place;

static SondeGoal *sonde_goal_parse (const Place *place, JsonNode *node, GError **error);

static char *
place_join (const Place *place,
            const char  *member)
{
  if (*place->path == '\0')
    return g_strdup (member);
  if (*member == '\0')
    return g_strdup (place->path);
  return g_strconcat (place->path, ".", member, NULL);
}

static gboolean
place_refuse (const Place *place,
              const char  *member,
              const char  *message,
              GError     **error)
{
  if (place->path_of_fault != NULL)
    *place->path_of_fault = place_join (place, member);
  g_set_error_literal (error, SONDE_GOAL_ERROR, SONDE_GOAL_ERROR_SPEC, message);
  return FALSE;
}

static gboolean
node_to_number (JsonNode *node,
                double   *value)
{
  GType type = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_value_type (node) : G_TYPE_INVALID;

  if (type != G_TYPE_INT64 && type != G_TYPE_DOUBLE)
    return FALSE;
  *value = json_node_get_double (node);
  return isfinite (*value);
}

static const char *
node_to_string (JsonNode *node)
{
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
    return NULL;
  return json_node_get_string (node);
}

static gboolean
parse_number (SondeGoal   *self,
              const Place *place,
              const char  *member,
              JsonNode    *node,
              GError     **error)
{
  if (!node_to_number (node, &self->value))
    return place_refuse (place, member, _("The goal must be a number"), error);
  if (self->value <= 0)
    return place_refuse (place, member,
                         _("The goal must be greater than 0; to run until it is cancelled, take the goal away"), error);
  if (self->kind == SONDE_GOAL_NPOINTS && self->value != floor (self->value))
    return place_refuse (place, member, _("The number of points must be a whole number"), error);
  return TRUE;
}

static gboolean
parse_end_time (SondeGoal   *self,
                const Place *place,
                const char  *member,
                JsonNode    *node,
                GError     **error)
{
  const char *text = node_to_string (node);

  if (text == NULL || !_sonde_goal_parse_time (text, &self->value))
    return place_refuse (place, member,
                         _("The end must be a date and time such as “2030-12-31T18:00”, with or without a time zone"),
                         error);
  self->text = g_strdup (text);
  return TRUE;
}

/* Whether @name occurs as a whole word, so that a goal over npoints does not cost a loss at every point. */
static gboolean
mentions (const char *text,
          const char *name)
{
  gsize length = strlen (name);

  for (const char *at = strstr (text, name); at != NULL; at = strstr (at + 1, name))
    {
      gboolean starts = at == text || !(g_ascii_isalnum (at[-1]) || at[-1] == '_');
      gboolean ends = !(g_ascii_isalnum (at[length]) || at[length] == '_');

      if (starts && ends)
        return TRUE;
    }
  return FALSE;
}

/* A condition has no parameters that one could add, as the message of the expression advises. */
static gboolean
refuse_unknown_name (const Place *place,
                     const char  *member,
                     const char  *text,
                     int          position,
                     GError     **error)
{
  const char *start = g_utf8_offset_to_pointer (text, MAX (position, 0));
  gsize length = strcspn (start, " \t+-*/^()<>=!&|?:,");
  g_autofree char *name = g_strndup (start, length);
  g_autofree char *known = g_strjoinv (", ", (char **) variables);
  g_autofree char *message = g_strdup_printf (_("“%s” is not known. The condition can use %s and functions of them."), name, known);

  return place_refuse (place, member, message, error);
}

static gboolean
parse_expression (SondeGoal   *self,
                  const Place *place,
                  const char  *member,
                  JsonNode    *node,
                  GError     **error)
{
  g_autoptr (GError) fault = NULL;
  const char *text = node_to_string (node);
  int position;

  if (text == NULL)
    return place_refuse (place, member, _("The goal must be an expression such as “loss < 0.01 && npoints > 100”"), error);
  self->text = g_strdup (text);
  self->expression = sonde_expression_new (text, variables, &position, &fault);
  if (g_error_matches (fault, SONDE_EXPRESSION_ERROR, SONDE_EXPRESSION_ERROR_UNKNOWN_NAME))
    return refuse_unknown_name (place, member, text, position, error);
  if (self->expression == NULL)
    return place_refuse (place, member, fault->message, error);
  if (sonde_expression_get_n_results (self->expression) != 1)
    return place_refuse (place, member, _("The goal must be one condition, without commas"), error);

  if (mentions (text, "loss"))
    self->needs |= SONDE_GOAL_NEEDS_LOSS;
  if (mentions (text, "error"))
    self->needs |= SONDE_GOAL_NEEDS_ERROR;
  if (mentions (text, "elapsed"))
    self->needs |= SONDE_GOAL_NEEDS_TIME;
  return TRUE;
}

static gboolean
parse_children (SondeGoal   *self,
                const Place *place,
                const char  *member,
                JsonNode    *node,
                GError     **error)
{
  JsonArray *array = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  if (array == NULL || json_array_get_length (array) == 0)
    return place_refuse (place, member, _("It must be a list of goals, such as [{\"loss\": 0.01}, {\"npoints\": 1000}]"),
                         error);

  self->children = g_ptr_array_new_with_free_func ((GDestroyNotify) sonde_goal_unref);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      g_autofree char *list = place_join (place, member);
      g_autofree char *path = g_strdup_printf ("%s[%u]", list, i);
      Place inner = { path, place->path_of_fault };
      JsonNode *element = json_array_get_element (array, i);
      SondeGoal *child;

      if (JSON_NODE_HOLDS_NULL (element))
        return place_refuse (&inner, "", _("A goal in a list must not be null; remove it"), error);
      child = sonde_goal_parse (&inner, element, error);
      if (child == NULL)
        return FALSE;
      g_ptr_array_add (self->children, child);
      self->needs |= child->needs;
    }
  return TRUE;
}

static gboolean
parse_member (SondeGoal   *self,
              const Place *place,
              const char  *member,
              JsonNode    *node,
              GError     **error)
{
  switch (self->kind)
    {
    case SONDE_GOAL_LOSS:
      self->needs = SONDE_GOAL_NEEDS_LOSS;
      return parse_number (self, place, member, node, error);
    case SONDE_GOAL_ERROR_ESTIMATE:
      self->needs = SONDE_GOAL_NEEDS_ERROR;
      return parse_number (self, place, member, node, error);
    case SONDE_GOAL_NPOINTS:
      return parse_number (self, place, member, node, error);
    case SONDE_GOAL_DURATION:
      self->needs = SONDE_GOAL_NEEDS_TIME;
      return parse_number (self, place, member, node, error);
    case SONDE_GOAL_END_TIME:
      self->needs = SONDE_GOAL_NEEDS_TIME;
      return parse_end_time (self, place, member, node, error);
    case SONDE_GOAL_EXPRESSION:
      return parse_expression (self, place, member, node, error);
    case SONDE_GOAL_ANY:
    case SONDE_GOAL_ALL:
      return parse_children (self, place, member, node, error);
    case SONDE_GOAL_NONE:
    default:
      g_assert_not_reached ();
    }
}

static SondeGoalKind
kind_from_name (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_equal (kinds[i].name, name))
      return kinds[i].kind;
  return SONDE_GOAL_NONE;
}

/* Finds the one member that says what to wait for; members with other names are remembered as unknown. */
static const char *
find_kind (SondeGoal   *self,
           const Place *place,
           JsonObject  *object,
           GError     **error)
{
  g_autoptr (GList) members = json_object_get_members (object);
  const char *found = NULL;

  for (GList *link = members; link != NULL; link = link->next)
    {
      SondeGoalKind kind = kind_from_name (link->data);

      if (kind == SONDE_GOAL_NONE)
        g_ptr_array_add (self->unknown, place_join (place, link->data));
      else if (found == NULL)
        {
          found = link->data;
          self->kind = kind;
        }
      else
        {
          place_refuse (place, link->data,
                        _("A goal has one condition: replace all of it, as with {\"npoints\": 1000}, or put several into a list, as "
                          "{\"any\": […]} or {\"all\": […]}"), error);
          return NULL;
        }
    }
  if (found == NULL)
    place_refuse (place, members != NULL ? members->data : "",
                  _("The goal must be one of loss, npoints, duration, end_time, error, expression, any or all; "
                    "to run until it is cancelled, give null"),
                  error);
  return found;
}

static SondeGoal *
sonde_goal_alloc (void)
{
  SondeGoal *self = g_atomic_rc_box_new0 (SondeGoal);

  self->value = NAN;
  self->unknown = g_ptr_array_new_with_free_func (g_free);
  return self;
}

static SondeGoal *
sonde_goal_parse (const Place *place,
                  JsonNode    *node,
                  GError     **error)
{
  g_autoptr (SondeGoal) self = sonde_goal_alloc ();
  const char *member;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    {
      place_refuse (place, "", _("The goal must be an object such as {\"loss\": 0.01}, or null"), error);
      return NULL;
    }
  member = find_kind (self, place, json_node_get_object (node), error);
  if (member == NULL)
    return NULL;
  if (!parse_member (self, place, member, json_object_get_member (json_node_get_object (node), member), error))
    return NULL;
  for (guint i = 0; self->children != NULL && i < self->children->len; i++)
    {
      SondeGoal *child = _sonde_goal_get_child (self, i);

      for (guint j = 0; j + 1 < child->unknown->len; j++)
        g_ptr_array_add (self->unknown, g_strdup (g_ptr_array_index (child->unknown, j)));
    }
  self->spec = json_node_copy (node);
  g_ptr_array_add (self->unknown, NULL);
  return g_steal_pointer (&self);
}

/**
 * sonde_goal_new_from_spec:
 * @spec: (nullable): the member "goal" of a study; %NULL or a JSON null never stops
 * @path_of_fault: (out) (optional): where the fault is, relative to the goal: "loss", "any[1].npoints", or "" for
 *   the goal itself
 *
 * Reads a goal. Exactly one of loss, npoints, duration (s), end_time (ISO 8601, local time unless it has a zone), error,
 * expression, any, all.
 *
 * Returns: (transfer full) (nullable): the goal, or %NULL with a #SONDE_GOAL_ERROR
 */
SondeGoal *
sonde_goal_new_from_spec (JsonNode  *spec,
                          char     **path_of_fault,
                          GError   **error)
{
  Place root = { "", path_of_fault };
  SondeGoal *self;

  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (path_of_fault != NULL)
    *path_of_fault = NULL;
  if (spec != NULL && !JSON_NODE_HOLDS_NULL (spec))
    return sonde_goal_parse (&root, spec, error);

  self = sonde_goal_alloc ();
  self->spec = json_node_new (JSON_NODE_NULL);
  g_ptr_array_add (self->unknown, NULL);
  return self;
}
