/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Members of a study by their path: keys with points between them and places of lists in brackets, "domain[0].min". */

#include "config.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "study/sonde-json-private.h"
#include "study/sonde-study-private.h"

/* @key: NULL for a place in a list */
typedef struct
{
  char  *key;
  guint  index;
} SondeStep;

static void
sonde_step_clear (SondeStep *step)
{
  g_free (step->key);
}

/* Reads "[12]"; returns what follows, NULL if it is not that. */
static const char *
sonde_step_read_index (const char *text,
                       SondeStep  *step)
{
  char *rest;
  guint64 index;

  if (!g_ascii_isdigit (text[1]))
    return NULL;
  index = g_ascii_strtoull (text + 1, &rest, 10);
  if (*rest != ']' || index > G_MAXUINT16)
    return NULL;
  step->key = NULL;
  step->index = index;
  return rest + 1;
}

static const char *
sonde_step_read_key (const char *text,
                     SondeStep  *step)
{
  gsize length = strcspn (text, ".[");

  if (length == 0)
    return NULL;
  step->key = g_strndup (text, length);
  return text + length;
}

/* (element-type SondeStep): at least one step; NULL if @path is not a path. */
static GArray *
sonde_study_split_path (const char *path)
{
  g_autoptr (GArray) steps = g_array_new (FALSE, TRUE, sizeof (SondeStep));
  const char *p = path;

  g_array_set_clear_func (steps, (GDestroyNotify) sonde_step_clear);
  do
    {
      SondeStep step = { NULL, 0 };

      if (*p == '.' && steps->len > 0)
        p++;
      else if (*p != '[' && steps->len > 0)
        return NULL;
      p = *p == '[' ? sonde_step_read_index (p, &step) : sonde_step_read_key (p, &step);
      if (p == NULL)
        return NULL;
      g_array_append_val (steps, step);
    }
  while (*p != '\0');
  return g_steal_pointer (&steps);
}

static JsonNode *
sonde_step_follow (const SondeStep *step,
                   JsonNode        *node)
{
  if (step->key != NULL && JSON_NODE_HOLDS_OBJECT (node))
    return json_object_get_member (json_node_get_object (node), step->key);
  if (step->key == NULL && JSON_NODE_HOLDS_ARRAY (node) && step->index < json_array_get_length (json_node_get_array (node)))
    return json_array_get_element (json_node_get_array (node), step->index);
  return NULL;
}

/**
 * sonde_study_node_get:
 * @root: the JSON of a study
 * @path: a path such as "domain[0].min"
 *
 * Returns: (transfer none) (nullable): what is there
 */
JsonNode *
sonde_study_node_get (JsonNode   *root,
                      const char *path)
{
  g_autoptr (GArray) steps = NULL;

  g_return_val_if_fail (root != NULL, NULL);
  g_return_val_if_fail (path != NULL, NULL);

  steps = sonde_study_split_path (path);
  for (guint i = 0; steps != NULL && i < steps->len && root != NULL; i++)
    root = sonde_step_follow (&g_array_index (steps, SondeStep, i), root);
  return steps != NULL ? root : NULL;
}

static void
sonde_step_replace (const SondeStep *step,
                    JsonNode        *node,
                    JsonNode        *value)
{
  JsonArray *array;

  if (step->key != NULL)
    {
      json_object_set_member (json_node_get_object (node), step->key, value);
      return;
    }
  array = json_node_get_array (node);
  if (step->index == json_array_get_length (array))
    {
      json_array_add_element (array, value);
      return;
    }

  /* json-glib can only append to an array: what follows is appended anew. */
  {
    guint n = json_array_get_length (array);
    g_autoptr (GPtrArray) tail = g_ptr_array_new ();

    for (guint i = step->index + 1; i < n; i++)
      g_ptr_array_add (tail, json_array_dup_element (array, i));
    for (guint i = n; i > step->index; i--)
      json_array_remove_element (array, i - 1);
    json_array_add_element (array, value);
    for (guint i = 0; i < tail->len; i++)
      json_array_add_element (array, g_ptr_array_index (tail, i));
  }
}

static void
sonde_step_remove (const SondeStep *step,
                   JsonNode        *node)
{
  if (sonde_step_follow (step, node) == NULL)
    return;
  if (step->key != NULL)
    json_object_remove_member (json_node_get_object (node), step->key);
  else
    json_array_remove_element (json_node_get_array (node), step->index);
}

/* Whether @node can be gone into by @step, with @path up to there for the message. */
static gboolean
sonde_step_check (const SondeStep  *step,
                  JsonNode         *node,
                  const char       *path,
                  GError          **error)
{
  if (step->key != NULL && JSON_NODE_HOLDS_ARRAY (node))
    g_set_error (error, SONDE_STUDY_ERROR, SONDE_STUDY_ERROR_INVALID, _("%s: before \"%s\" is a list: write the place in it in brackets, counted from 0, as in domain[0].min."),
                 path, step->key);
  else if (step->key != NULL && !JSON_NODE_HOLDS_OBJECT (node))
    g_set_error (error, SONDE_STUDY_ERROR, SONDE_STUDY_ERROR_INVALID, _("%s: \"%s\" cannot be set in what is %s, not an object."), path, step->key,
                 _sonde_study_describe (node));
  else if (step->key == NULL && !JSON_NODE_HOLDS_ARRAY (node))
    g_set_error (error, SONDE_STUDY_ERROR, SONDE_STUDY_ERROR_INVALID, _("%s: there is no place [%u] in what is %s, not a list."), path, step->index,
                 _sonde_study_describe (node));
  else if (step->key == NULL && step->index > json_array_get_length (json_node_get_array (node)))
    g_set_error (error, SONDE_STUDY_ERROR, SONDE_STUDY_ERROR_INVALID, _("%s: there is no place [%u]: the list has only %u entries, counted from 0."), path,
                 step->index, json_array_get_length (json_node_get_array (node)));
  else
    return TRUE;
  return FALSE;
}

/* The node at @step in @node, made if it is absent or null, for @next to go on from. */
static JsonNode *
sonde_step_enter (const SondeStep *step,
                  const SondeStep *next,
                  JsonNode        *node)
{
  JsonNode *inner = sonde_step_follow (step, node);

  if (inner != NULL && !JSON_NODE_HOLDS_NULL (inner))
    return inner;
  inner = json_node_new (next->key != NULL ? JSON_NODE_OBJECT : JSON_NODE_ARRAY);
  if (next->key != NULL)
    json_node_take_object (inner, json_object_new ());
  else
    json_node_take_array (inner, json_array_new ());
  sonde_step_replace (step, node, inner);
  return inner;
}

/**
 * sonde_study_node_parse:
 * @text: one JSON value, such as a whole study
 * @length: its length in bytes; -1 up to the final 0
 * @error: return location for an error that names the place in the text and the remedy
 *
 * Reads JSON strictly, as studies are read, without looking at what it means.
 *
 * Returns: (transfer full): the value
 */
JsonNode *
sonde_study_node_parse (const char  *text,
                        gssize       length,
                        GError     **error)
{
  g_return_val_if_fail (text != NULL, NULL);

  return _sonde_json_parse (text, length, error);
}

/**
 * sonde_study_node_set:
 * @root: the JSON of a study; it is not changed
 * @path: a path such as "goal.loss" or "domain[0].min"; the place after the last of a list appends
 * @value: (nullable) (transfer none): what shall be there; %NULL removes it
 * @error: return location for %SONDE_STUDY_ERROR_INVALID: @path is not a path, or leads through a plain value
 *
 * Returns: (transfer full) (nullable): a copy of @root with @value at @path, objects and lists on the way made where they
 *   are absent
 */
JsonNode *
sonde_study_node_set (JsonNode    *root,
                      const char  *path,
                      JsonNode    *value,
                      GError     **error)
{
  g_autoptr (GArray) steps = NULL;
  g_autoptr (JsonNode) copy = NULL;
  JsonNode *node;

  g_return_val_if_fail (root != NULL, NULL);
  g_return_val_if_fail (path != NULL, NULL);

  steps = sonde_study_split_path (path);
  if (steps == NULL)
    {
      g_set_error (error, SONDE_STUDY_ERROR, SONDE_STUDY_ERROR_INVALID,
                   _("\"%s\" is not a path: write keys with points between them and places of lists in brackets, such as domain[0].min."), path);
      return NULL;
    }

  copy = _sonde_json_copy (root);
  node = copy;
  for (guint i = 0; i < steps->len; i++)
    {
      const SondeStep *step = &g_array_index (steps, SondeStep, i);

      if (!sonde_step_check (step, node, path, error))
        return NULL;
      if (i + 1 == steps->len)
        break;
      if (value == NULL && sonde_step_follow (step, node) == NULL)
        return g_steal_pointer (&copy);
      node = sonde_step_enter (step, step + 1, node);
    }
  if (value != NULL)
    sonde_step_replace (&g_array_index (steps, SondeStep, steps->len - 1), node, _sonde_json_copy (value));
  else
    sonde_step_remove (&g_array_index (steps, SondeStep, steps->len - 1), node);
  return g_steal_pointer (&copy);
}
