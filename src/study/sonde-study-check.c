/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reading members of a study: each fault becomes a diagnostic that names the JSON path, what is wrong and the remedy, and reading goes on,
 * so that a person sees all faults at once. */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "study/sonde-json-private.h"
#include "study/sonde-study-private.h"

/* Names longer than this are not worth a suggestion. */
#define MAX_NAME 40

static void
sonde_study_check_add (SondeStudyCheck *self,
                       SondeSeverity    severity,
                       const char      *path,
                       const char      *message)
{
  g_ptr_array_add (self->diagnostics, sonde_diagnostic_new (severity, path, message));
}

void
_sonde_study_check_error (SondeStudyCheck *self,
                          SondeStudyError  code,
                          const char      *path,
                          const char      *format,
                          ...)
{
  g_autofree char *message = NULL;
  va_list arguments;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);

  if (self->n_errors++ == 0)
    self->code = code;
  sonde_study_check_add (self, SONDE_SEVERITY_ERROR, path, message);
}

void
_sonde_study_check_warning (SondeStudyCheck *self,
                            const char      *path,
                            const char      *format,
                            ...)
{
  g_autofree char *message = NULL;
  va_list arguments;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  sonde_study_check_add (self, SONDE_SEVERITY_WARNING, path, message);
}

/* The number of characters to change, add or leave out to come from a to b (Levenshtein). */
static guint
sonde_study_distance (const char *a,
                      const char *b)
{
  gsize n = strlen (b);
  guint row[MAX_NAME + 1];

  for (guint j = 0; j <= n; j++)
    row[j] = j;
  for (guint i = 0; a[i] != '\0'; i++)
    {
      guint diagonal = row[0];

      row[0] = i + 1;
      for (guint j = 0; j < n; j++)
        {
          guint changed = diagonal + (a[i] != b[j]);

          diagonal = row[j + 1];
          row[j + 1] = MIN (changed, MIN (row[j], diagonal) + 1);
        }
    }
  return row[n];
}

static const char *
sonde_study_suggest (const char         *name,
                     const char * const *known)
{
  const char *best = NULL;
  guint least = strlen (name) / 3 + 1;

  if (strlen (name) > MAX_NAME)
    return NULL;
  for (guint i = 0; known[i] != NULL; i++)
    {
      guint distance = sonde_study_distance (name, known[i]);

      if (distance <= least && (best == NULL || distance < least))
        {
          best = known[i];
          least = distance;
        }
    }
  return best;
}

/**
 * _sonde_study_warn_of_key:
 * @path: where the key is
 * @known: (array zero-terminated=1): the names that mean something there
 *
 * Warns that the last name of @path is not among @known.
 */
void
_sonde_study_warn_of_key (SondeStudyCheck    *self,
                          const char         *path,
                          const char * const *known)
{
  const char *dot = strrchr (path, '.');
  const char *name = dot != NULL ? dot + 1 : path;
  const char *similar = sonde_study_suggest (name, known);

  if (similar != NULL)
    _sonde_study_check_warning (self, path, _("Unknown key \"%s\"; did you mean \"%s\"?"), name, similar);
  else
    _sonde_study_check_warning (self, path, _("Unknown key \"%s\": it is kept, but has no meaning here."), name);
}

/**
 * _sonde_study_check_keys:
 * @object: an object of the study
 * @path: where it is; "" for the study itself
 * @known: (array zero-terminated=1): the names that mean something
 *
 * Warns about other names: they are kept, but say nothing.
 */
void
_sonde_study_check_keys (SondeStudyCheck    *self,
                         JsonObject         *object,
                         const char         *path,
                         const char * const *known)
{
  JsonObjectIter iter;
  const char *name;

  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, NULL))
    {
      g_autofree char *place = *path == '\0' ? g_strdup (name) : g_strconcat (path, ".", name, NULL);

      if (!g_strv_contains (known, name))
        _sonde_study_warn_of_key (self, place, known);
    }
}

/**
 * _sonde_study_describe:
 *
 * Returns: what a JSON value is, in words for a message
 */
const char *
_sonde_study_describe (JsonNode *node)
{
  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return _("nothing (null)");
  if (JSON_NODE_HOLDS_OBJECT (node))
    return _("an object");
  if (JSON_NODE_HOLDS_ARRAY (node))
    return _("a list");
  if (json_node_get_value_type (node) == G_TYPE_STRING)
    return _("text");
  if (json_node_get_value_type (node) == G_TYPE_BOOLEAN)
    return _("true or false");
  return _("a number");
}

/**
 * _sonde_study_check_object:
 *
 * Returns: (nullable) (transfer none): the member @name if it is an object; other things than an object are a fault
 */
JsonObject *
_sonde_study_check_object (SondeStudyCheck *self,
                           JsonObject      *parent,
                           const char      *name,
                           const char      *path)
{
  JsonNode *node = json_object_get_member (parent, name);

  if (node == NULL)
    return NULL;
  if (JSON_NODE_HOLDS_OBJECT (node))
    return json_node_get_object (node);
  _sonde_study_check_error (self, SONDE_STUDY_ERROR_INVALID, path, _("Here must be an object in braces {…}, not %s."),
                            _sonde_study_describe (node));
  return NULL;
}

/**
 * _sonde_study_check_string:
 *
 * Returns: (nullable) (transfer full): the text at @name, %NULL if it is absent or null
 */
char *
_sonde_study_check_string (SondeStudyCheck *self,
                           JsonObject      *parent,
                           const char      *name,
                           const char      *path)
{
  JsonNode *node = json_object_get_member (parent, name);

  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return NULL;
  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    return g_strdup (json_node_get_string (node));
  _sonde_study_check_error (self, SONDE_STUDY_ERROR_INVALID, path, _("Here must be text in double quotes, not %s."),
                            _sonde_study_describe (node));
  return NULL;
}

gboolean
_sonde_study_check_boolean (SondeStudyCheck *self,
                            JsonObject      *parent,
                            const char      *name,
                            const char      *path,
                            gboolean         fallback)
{
  JsonNode *node = json_object_get_member (parent, name);

  if (node == NULL)
    return fallback;
  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_BOOLEAN)
    return json_node_get_boolean (node);
  _sonde_study_check_error (self, SONDE_STUDY_ERROR_INVALID, path, _("Here must be true or false without quotes, not %s."),
                            _sonde_study_describe (node));
  return fallback;
}

/**
 * _sonde_study_check_count:
 *
 * Returns: the whole number at @name, from 0 to @maximum; 0 if it is absent
 */
guint
_sonde_study_check_count (SondeStudyCheck *self,
                          JsonObject      *parent,
                          const char      *name,
                          const char      *path,
                          guint            maximum)
{
  JsonNode *node = json_object_get_member (parent, name);
  double value;

  if (node == NULL)
    return 0;
  if (!_sonde_json_get_double (node, &value))
    {
      _sonde_study_check_error (self, SONDE_STUDY_ERROR_INVALID, path, _("Here must be a whole number, not %s."),
                                _sonde_study_describe (node));
      return 0;
    }
  if (!(value >= 0 && value <= maximum) || value != floor (value))
    {
      _sonde_study_check_error (self, SONDE_STUDY_ERROR_INVALID, path, _("%g is not possible here: enter a whole number from 0 to %u."), value, maximum);
      return 0;
    }
  return (guint) value;
}
