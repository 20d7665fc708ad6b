/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "app/setup/sonde-study-editor.h"
#include "app/sonde-format.h"

struct _SondeStudyEditor
{
  GObject     parent_instance;
  JsonNode   *root;
  SondeStudy *study;
  GPtrArray  *diagnostics;
  GPtrArray  *undo;          /* trees, the latest last */
  GPtrArray  *redo;
  char       *last_path;     /* typing on at one place is one step */
  gboolean    locked;
};

G_DEFINE_FINAL_TYPE (SondeStudyEditor, sonde_study_editor, G_TYPE_OBJECT)

enum { PROP_0, PROP_STUDY, PROP_LOCKED, PROP_CAN_UNDO, PROP_CAN_REDO, N_PROPS };
enum { SIGNAL_CHANGED, N_SIGNALS };

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static void
check (SondeStudyEditor *self)
{
  g_autoptr (SondeStudy) old = g_steal_pointer (&self->study);

  g_ptr_array_set_size (self->diagnostics, 0);
  self->study = sonde_study_new_from_node (self->root, self->diagnostics);
  if (old != self->study)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STUDY]);
}

static void
take_root (SondeStudyEditor *self,
           JsonNode         *root)
{
  g_assert (root != NULL);

  g_clear_pointer (&self->root, json_node_unref);
  self->root = root;
  check (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CAN_UNDO]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CAN_REDO]);
}

static void
remember (SondeStudyEditor *self,
          const char       *path)
{
  gboolean goes_on = g_strcmp0 (path, self->last_path) == 0 && self->undo->len > 0;

  g_ptr_array_set_size (self->redo, 0);
  if (!goes_on)
    g_ptr_array_add (self->undo, json_node_ref (self->root));
  g_free (self->last_path);
  self->last_path = g_strdup (path);
}

/* What was typed and taken back again is no step. */
static void
forget_step_to_nowhere (SondeStudyEditor *self,
                        JsonNode         *root)
{
  if (self->undo->len == 0 || !json_node_equal (g_ptr_array_index (self->undo, self->undo->len - 1), root))
    return;
  g_ptr_array_set_size (self->undo, self->undo->len - 1);
  g_clear_pointer (&self->last_path, g_free);
}

static void
sonde_study_editor_finalize (GObject *object)
{
  SondeStudyEditor *self = SONDE_STUDY_EDITOR (object);

  g_clear_pointer (&self->root, json_node_unref);
  g_clear_object (&self->study);
  g_clear_pointer (&self->diagnostics, g_ptr_array_unref);
  g_clear_pointer (&self->undo, g_ptr_array_unref);
  g_clear_pointer (&self->redo, g_ptr_array_unref);
  g_free (self->last_path);
  G_OBJECT_CLASS (sonde_study_editor_parent_class)->finalize (object);
}

static void
sonde_study_editor_get_property (GObject    *object,
                                 guint       id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  SondeStudyEditor *self = SONDE_STUDY_EDITOR (object);

  switch (id)
    {
    case PROP_STUDY:
      g_value_set_object (value, self->study);
      break;
    case PROP_LOCKED:
      g_value_set_boolean (value, self->locked);
      break;
    case PROP_CAN_UNDO:
      g_value_set_boolean (value, sonde_study_editor_get_can_undo (self));
      break;
    case PROP_CAN_REDO:
      g_value_set_boolean (value, sonde_study_editor_get_can_redo (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
sonde_study_editor_class_init (SondeStudyEditorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->finalize = sonde_study_editor_finalize;
  object_class->get_property = sonde_study_editor_get_property;
  properties[PROP_STUDY] = g_param_spec_object ("study", NULL, NULL, SONDE_TYPE_STUDY, flags);
  properties[PROP_LOCKED] = g_param_spec_boolean ("locked", NULL, NULL, FALSE, flags);
  properties[PROP_CAN_UNDO] = g_param_spec_boolean ("can-undo", NULL, NULL, FALSE, flags);
  properties[PROP_CAN_REDO] = g_param_spec_boolean ("can-redo", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 0);
}

static void
sonde_study_editor_init (SondeStudyEditor *self)
{
  self->diagnostics = g_ptr_array_new_with_free_func (g_object_unref);
  self->undo = g_ptr_array_new_with_free_func ((GDestroyNotify) json_node_unref);
  self->redo = g_ptr_array_new_with_free_func ((GDestroyNotify) json_node_unref);
}

SondeStudyEditor *
sonde_study_editor_new (SondeStudy *study)
{
  SondeStudyEditor *self;

  g_return_val_if_fail (SONDE_IS_STUDY (study), NULL);

  self = g_object_new (SONDE_TYPE_STUDY_EDITOR, NULL);
  self->root = sonde_study_to_node (study);
  check (self);
  return self;
}

/**
 * sonde_study_editor_get_study:
 *
 * Returns: (nullable): the study as it stands; %NULL while something in it is wrong
 */
SondeStudy *
sonde_study_editor_get_study (SondeStudyEditor *self)
{
  g_return_val_if_fail (SONDE_IS_STUDY_EDITOR (self), NULL);

  return self->study;
}

/**
 * sonde_study_editor_get_root:
 *
 * Returns: (transfer none): the whole tree; to be changed as a copy
 */
JsonNode *
sonde_study_editor_get_root (SondeStudyEditor *self)
{
  g_return_val_if_fail (SONDE_IS_STUDY_EDITOR (self), NULL);

  return self->root;
}

/**
 * sonde_study_editor_get:
 * @path: such as `domain[0].min`
 *
 * Returns: (transfer none) (nullable): what is there
 */
JsonNode *
sonde_study_editor_get (SondeStudyEditor *self,
                        const char       *path)
{
  g_return_val_if_fail (SONDE_IS_STUDY_EDITOR (self), NULL);

  return sonde_study_node_get (self->root, path);
}

double
sonde_study_editor_get_number (SondeStudyEditor *self,
                               const char       *path,
                               double            fallback)
{
  JsonNode *node = sonde_study_editor_get (self, path);
  GType type = node != NULL && JSON_NODE_HOLDS_VALUE (node) ? json_node_get_value_type (node) : G_TYPE_INVALID;

  return type == G_TYPE_INT64 || type == G_TYPE_DOUBLE ? json_node_get_double (node) : fallback;
}

gboolean
sonde_study_editor_get_boolean (SondeStudyEditor *self,
                                const char       *path,
                                gboolean          fallback)
{
  JsonNode *node = sonde_study_editor_get (self, path);

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_BOOLEAN)
    return fallback;
  return json_node_get_boolean (node);
}

/**
 * sonde_study_editor_get_text:
 *
 * Returns: (transfer full): what an entry for the value at @path shows
 */
char *
sonde_study_editor_get_text (SondeStudyEditor *self,
                             const char       *path)
{
  JsonNode *node = sonde_study_editor_get (self, path);

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node))
    return g_strdup ("");
  if (json_node_get_value_type (node) == G_TYPE_STRING)
    return json_node_dup_string (node);
  return sonde_format_for_entry (json_node_get_double (node));
}

/**
 * sonde_study_editor_set:
 * @path: (nullable): where; %NULL for the whole
 * @value: (transfer full) (nullable): what; %NULL takes it away
 *
 * An edit: makes a new tree and checks it. Edits at one path that follow one another are undone together.
 */
void
sonde_study_editor_set (SondeStudyEditor *self,
                        const char       *path,
                        JsonNode         *value)
{
  g_autoptr (JsonNode) owned = value;
  g_autoptr (GError) error = NULL;
  JsonNode *root;

  g_return_if_fail (SONDE_IS_STUDY_EDITOR (self));

  root = path != NULL ? sonde_study_node_set (self->root, path, owned, &error) : g_steal_pointer (&owned);
  if (root == NULL)
    {
      g_warning ("Cannot set %s: %s", path, error->message);
      return;
    }
  if (json_node_equal (root, self->root))
    {
      json_node_unref (root);
      return;
    }
  remember (self, path);
  forget_step_to_nowhere (self, root);
  take_root (self, root);
}

/**
 * sonde_study_editor_new_number:
 *
 * Returns: (transfer full): a number as a person would write it: whole numbers without a point
 */
JsonNode *
sonde_study_editor_new_number (double value)
{
  JsonNode *node = json_node_new (JSON_NODE_VALUE);

  if (value > -1e15 && value < 1e15 && value == (gint64) value)
    json_node_set_int (node, (gint64) value);
  else
    json_node_set_double (node, value);
  return node;
}

void
sonde_study_editor_set_number (SondeStudyEditor *self,
                               const char       *path,
                               double            value)
{
  sonde_study_editor_set (self, path, sonde_study_editor_new_number (value));
}

void
sonde_study_editor_set_text (SondeStudyEditor *self,
                             const char       *path,
                             const char       *text)
{
  sonde_study_editor_set (self, path, json_node_init_string (json_node_alloc (), text));
}

void
sonde_study_editor_set_boolean (SondeStudyEditor *self,
                                const char       *path,
                                gboolean          value)
{
  sonde_study_editor_set (self, path, json_node_init_boolean (json_node_alloc (), value));
}

/* Whether @place is @path or lies within it: "domain" holds "domain[0].min", but not "domains". */
static gboolean
lies_within (const char *place,
             const char *path)
{
  gsize length = strlen (path);

  return place != NULL && strncmp (place, path, length) == 0 &&
         (place[length] == '\0' || place[length] == '.' || place[length] == '[');
}

/**
 * sonde_study_editor_get_problem:
 * @path: a place in the study
 *
 * Returns: (nullable): what is wrong there or below, and how to mend it
 */
const char *
sonde_study_editor_get_problem (SondeStudyEditor *self,
                                const char       *path)
{
  g_return_val_if_fail (SONDE_IS_STUDY_EDITOR (self), NULL);

  for (guint i = 0; i < self->diagnostics->len; i++)
    {
      SondeDiagnostic *diagnostic = g_ptr_array_index (self->diagnostics, i);

      if (sonde_diagnostic_get_severity (diagnostic) == SONDE_SEVERITY_ERROR &&
          lies_within (sonde_diagnostic_get_path (diagnostic), path))
        return sonde_diagnostic_get_message (diagnostic);
    }
  return NULL;
}

/**
 * sonde_study_editor_get_first_problem:
 * @path: (out) (optional) (nullable): where it is
 *
 * Returns: (nullable): the first reason why this study cannot run
 */
const char *
sonde_study_editor_get_first_problem (SondeStudyEditor  *self,
                                      const char       **path)
{
  g_return_val_if_fail (SONDE_IS_STUDY_EDITOR (self), NULL);

  for (guint i = 0; i < self->diagnostics->len; i++)
    {
      SondeDiagnostic *diagnostic = g_ptr_array_index (self->diagnostics, i);

      if (sonde_diagnostic_get_severity (diagnostic) != SONDE_SEVERITY_ERROR)
        continue;
      if (path != NULL)
        *path = sonde_diagnostic_get_path (diagnostic);
      return sonde_diagnostic_get_message (diagnostic);
    }
  return NULL;
}

/**
 * sonde_study_editor_recheck:
 *
 * Something that the study depends on is another now, such as a file, or whether it is trusted.
 */
void
sonde_study_editor_recheck (SondeStudyEditor *self)
{
  g_return_if_fail (SONDE_IS_STUDY_EDITOR (self));

  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

gboolean
sonde_study_editor_get_locked (SondeStudyEditor *self)
{
  g_return_val_if_fail (SONDE_IS_STUDY_EDITOR (self), FALSE);

  return self->locked;
}

/**
 * sonde_study_editor_lock:
 *
 * From now on there are results. Edits made before cannot be undone under them.
 */
void
sonde_study_editor_lock (SondeStudyEditor *self)
{
  g_return_if_fail (SONDE_IS_STUDY_EDITOR (self));

  if (self->locked)
    return;
  self->locked = TRUE;
  g_ptr_array_set_size (self->undo, 0);
  g_ptr_array_set_size (self->redo, 0);
  g_clear_pointer (&self->last_path, g_free);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOCKED]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CAN_UNDO]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CAN_REDO]);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

gboolean
sonde_study_editor_get_can_undo (SondeStudyEditor *self)
{
  g_return_val_if_fail (SONDE_IS_STUDY_EDITOR (self), FALSE);

  return self->undo->len > 0;
}

gboolean
sonde_study_editor_get_can_redo (SondeStudyEditor *self)
{
  g_return_val_if_fail (SONDE_IS_STUDY_EDITOR (self), FALSE);

  return self->redo->len > 0;
}

static void
step (SondeStudyEditor *self,
      GPtrArray        *from,
      GPtrArray        *to)
{
  if (from->len == 0)
    return;
  g_ptr_array_add (to, json_node_ref (self->root));
  g_clear_pointer (&self->last_path, g_free);
  take_root (self, g_ptr_array_steal_index (from, from->len - 1));
}

void
sonde_study_editor_undo (SondeStudyEditor *self)
{
  g_return_if_fail (SONDE_IS_STUDY_EDITOR (self));

  step (self, self->undo, self->redo);
}

void
sonde_study_editor_redo (SondeStudyEditor *self)
{
  g_return_if_fail (SONDE_IS_STUDY_EDITOR (self));

  step (self, self->redo, self->undo);
}
