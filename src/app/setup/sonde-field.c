/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "app/setup/sonde-field-code.h"
#include "app/setup/sonde-field.h"
#include "app/sonde-format.h"

typedef struct
{
  GtkWidget        *widget;
  SondeStudyEditor *editor;
  char             *path;
  SondeFieldKind    kind;
  double            fallback;
  gboolean          updating;
  gulong            handler;
} Field;

static void
field_free (gpointer data)
{
  Field *field = data;

  g_signal_handler_disconnect (field->editor, field->handler);
  g_object_unref (field->editor);
  g_free (field->path);
  g_free (field);
}

/* What was typed, as the study has it; NULL and a sentence when it cannot be understood. */
static JsonNode *
read_text (const char      *text,
           SondeFieldKind   kind,
           char           **problem)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *iso8601 = NULL;
  double value;

  switch (kind)
    {
    case SONDE_FIELD_NUMBER:
    case SONDE_FIELD_OPTIONAL_NUMBER:
      return sonde_parse_number (text, &value, problem) ? sonde_study_editor_new_number (value) : NULL;
    case SONDE_FIELD_DURATION:
    case SONDE_FIELD_OPTIONAL_DURATION:
      return sonde_parse_duration (text, &value, problem) ? sonde_study_editor_new_number (value) : NULL;
    case SONDE_FIELD_OPTIONAL_VALUE:
      return sonde_field_read_value (text);
    case SONDE_FIELD_COMMAND:
      return sonde_field_read_command (text, problem);
    case SONDE_FIELD_ENVIRONMENT:
      return sonde_field_read_environment (text, problem);
    case SONDE_FIELD_TIME:
      return sonde_parse_time (text, now, &iso8601, problem) ? json_node_init_string (json_node_alloc (), iso8601) : NULL;
    case SONDE_FIELD_TEXT:
    case SONDE_FIELD_OPTIONAL_TEXT:
    default:
      return json_node_init_string (json_node_alloc (), text);
    }
}

/* What the entry shows for what the study has. */
static char *
write_text (SondeStudyEditor *editor,
            const char       *path,
            SondeFieldKind    kind)
{
  JsonNode *node = sonde_study_editor_get (editor, path);
  char *text = sonde_study_editor_get_text (editor, path);
  gboolean is_text = node == NULL || !JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) == G_TYPE_STRING;
  char *shown = NULL;

  if (node != NULL && kind == SONDE_FIELD_OPTIONAL_VALUE)
    shown = sonde_field_write_value (node);
  else if (node != NULL && kind == SONDE_FIELD_COMMAND && JSON_NODE_HOLDS_ARRAY (node))
    shown = sonde_field_write_command (node);
  else if (node != NULL && kind == SONDE_FIELD_ENVIRONMENT && JSON_NODE_HOLDS_OBJECT (node))
    shown = sonde_field_write_environment (node);
  else if ((kind == SONDE_FIELD_DURATION || kind == SONDE_FIELD_OPTIONAL_DURATION) && !is_text)
    shown = sonde_format_duration_for_entry (json_node_get_double (node));
  else if (kind == SONDE_FIELD_TIME)
    shown = sonde_format_time (text);
  if (shown == NULL)
    return text;
  g_free (text);
  return shown;
}

/**
 * sonde_field_get_problem:
 *
 * Returns: (transfer full) (nullable): what is wrong with what was typed for @path
 */
char *
sonde_field_get_problem (SondeStudyEditor *editor,
                         const char       *path,
                         SondeFieldKind    kind)
{
  JsonNode *node = sonde_study_editor_get (editor, path);
  char *problem = NULL;

  if (node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    {
      g_autofree char *text = write_text (editor, path, kind);
      g_autoptr (JsonNode) understood = read_text (text, kind, &problem);

      if (understood == NULL)
        return problem;
    }
  return g_strdup (sonde_study_editor_get_problem (editor, path));
}

/* What may stand at @path, as the rows of the set-up have it. */
static SondeFieldKind
kind_of (const char *path)
{
  static const struct { const char *end; SondeFieldKind kind; } ends[] = {
    { ".min", SONDE_FIELD_NUMBER }, { ".max", SONDE_FIELD_NUMBER }, { ".duration", SONDE_FIELD_DURATION }, { ".timeout", SONDE_FIELD_OPTIONAL_DURATION },
    { ".end_time", SONDE_FIELD_TIME }, { ".npoints", SONDE_FIELD_NUMBER }, { ".error", SONDE_FIELD_NUMBER },
    { ".seed_grid", SONDE_FIELD_OPTIONAL_NUMBER }, { ".min_spacing", SONDE_FIELD_OPTIONAL_NUMBER },
  };

  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    if (g_str_has_suffix (path, ends[i].end))
      return ends[i].kind;
  if (g_str_has_prefix (path, "function.parameters.") || g_str_has_prefix (path, "learner.loss.") ||
      (g_str_has_prefix (path, "goal") && g_str_has_suffix (path, ".loss")))
    return g_str_has_suffix (path, ".kind") ? SONDE_FIELD_TEXT : SONDE_FIELD_NUMBER;
  return SONDE_FIELD_TEXT;
}

/**
 * sonde_field_get_first_problem:
 *
 * Returns: (transfer full) (nullable): the first reason why the study cannot run, as it stands at its row
 */
char *
sonde_field_get_first_problem (SondeStudyEditor *editor)
{
  const char *path = NULL;
  const char *problem = sonde_study_editor_get_first_problem (editor, &path);

  return problem != NULL && path != NULL ? sonde_field_get_problem (editor, path, kind_of (path)) : g_strdup (problem);
}

/* "1.50" stays as it was typed when the study has 1.5. */
static gboolean
shows_the_same (Field      *field,
                const char *shown)
{
  JsonNode *there = sonde_study_editor_get (field->editor, field->path);
  g_autoptr (JsonNode) typed = read_text (shown, field->kind, NULL);
  g_autofree char *text = NULL;

  if (typed != NULL)
    return there != NULL && json_node_equal (there, typed);
  text = sonde_study_editor_get_text (field->editor, field->path);
  return g_str_equal (text, shown);
}

static void
from_editor (Field *field)
{
  g_autofree char *problem = sonde_field_get_problem (field->editor, field->path, field->kind);
  GtkWidget *widget = field->widget;

  if (!shows_the_same (field, gtk_editable_get_text (GTK_EDITABLE (field->widget))))
    {
      g_autofree char *text = write_text (field->editor, field->path, field->kind);

      field->updating = TRUE;
      gtk_editable_set_text (GTK_EDITABLE (field->widget), text);
      field->updating = FALSE;
    }
  if (problem != NULL)
    gtk_widget_add_css_class (widget, "error");
  else
    gtk_widget_remove_css_class (widget, "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_STATE_INVALID,
                               problem != NULL ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
}

/* Whether nothing is entered where nothing may be. */
static gboolean
is_left_out (SondeFieldKind  kind,
             const char     *text)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text));

  return (kind == SONDE_FIELD_OPTIONAL_TEXT || kind == SONDE_FIELD_OPTIONAL_NUMBER || kind == SONDE_FIELD_OPTIONAL_VALUE ||
          kind == SONDE_FIELD_OPTIONAL_DURATION || kind == SONDE_FIELD_ENVIRONMENT) && *stripped == '\0';
}

static void
to_editor (Field *field)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (field->widget));
  JsonNode *value;

  if (field->updating)
    return;
  value = read_text (text, field->kind, NULL);
  if (is_left_out (field->kind, text))
    g_clear_pointer (&value, json_node_unref);
  else if (value == NULL)
    value = json_node_init_string (json_node_alloc (), text);
  sonde_study_editor_set (field->editor, field->path, value);
}

static Field *
new_field (gpointer          widget,
           SondeStudyEditor *editor,
           const char       *path,
           GCallback         on_changed)
{
  Field *field = g_new0 (Field, 1);

  field->widget = GTK_WIDGET (widget);
  field->editor = g_object_ref (editor);
  field->path = g_strdup (path);
  field->handler = g_signal_connect_swapped (editor, "changed", on_changed, field);
  g_object_set_data_full (G_OBJECT (widget), "sonde-field", field, field_free);
  return field;
}

/**
 * sonde_field_bind:
 * @editable: a new entry or entry row
 * @editor: the study
 * @path: the place in it
 * @kind: what may stand there
 */
void
sonde_field_bind (GtkEditable      *editable,
                  SondeStudyEditor *editor,
                  const char       *path,
                  SondeFieldKind    kind)
{
  Field *field;

  g_return_if_fail (GTK_IS_EDITABLE (editable));
  g_return_if_fail (SONDE_IS_STUDY_EDITOR (editor));

  field = new_field (editable, editor, path, G_CALLBACK (from_editor));
  field->kind = kind;
  /* a number has no letters that tell its direction: among Arabic words -1 would become 1- */
  if (GTK_IS_ENTRY (editable) && kind != SONDE_FIELD_TEXT && kind != SONDE_FIELD_OPTIONAL_TEXT)
    gtk_widget_set_direction (GTK_WIDGET (editable), GTK_TEXT_DIR_LTR);
  from_editor (field);
  g_signal_connect_swapped (editable, "changed", G_CALLBACK (to_editor), field);
}

static void
spin_from_editor (Field *field)
{
  GtkSpinButton *spin = GTK_SPIN_BUTTON (field->widget);
  double value = sonde_study_editor_get_number (field->editor, field->path, field->fallback);

  if (gtk_spin_button_get_value (spin) == value)
    return;
  field->updating = TRUE;
  gtk_spin_button_set_value (spin, value);
  field->updating = FALSE;
}

static void
spin_to_editor (Field *field)
{
  if (!field->updating)
    sonde_study_editor_set_number (field->editor, field->path, gtk_spin_button_get_value (GTK_SPIN_BUTTON (field->widget)));
}

void
sonde_field_bind_spin (GtkSpinButton    *spin,
                       SondeStudyEditor *editor,
                       const char       *path,
                       double            fallback)
{
  Field *field = new_field (spin, editor, path, G_CALLBACK (spin_from_editor));

  field->fallback = fallback;
  spin_from_editor (field);
  g_signal_connect_swapped (spin, "value-changed", G_CALLBACK (spin_to_editor), field);
}

static void
switch_from_editor (Field *field)
{
  GtkSwitch *widget = GTK_SWITCH (field->widget);
  gboolean value = sonde_study_editor_get_boolean (field->editor, field->path, field->fallback != 0);

  if (gtk_switch_get_active (widget) == value)
    return;
  field->updating = TRUE;
  gtk_switch_set_active (widget, value);
  field->updating = FALSE;
}

static void
switch_to_editor (Field *field)
{
  if (!field->updating)
    sonde_study_editor_set_boolean (field->editor, field->path, gtk_switch_get_active (GTK_SWITCH (field->widget)));
}

void
sonde_field_bind_switch (GtkSwitch        *widget,
                         SondeStudyEditor *editor,
                         const char       *path,
                         gboolean          fallback)
{
  Field *field = new_field (widget, editor, path, G_CALLBACK (switch_from_editor));

  field->fallback = fallback;
  switch_from_editor (field);
  g_signal_connect_swapped (widget, "notify::active", G_CALLBACK (switch_to_editor), field);
}

/**
 * sonde_field_new_entry:
 * @label: what screen readers call it
 *
 * Returns: (transfer floating): a small entry for a number in a row
 */
GtkWidget *
sonde_field_new_entry (const char *label)
{
  GtkWidget *entry = gtk_entry_new ();

  gtk_editable_set_width_chars (GTK_EDITABLE (entry), 6);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (entry), 8);
  gtk_editable_set_alignment (GTK_EDITABLE (entry), 1);
  gtk_widget_set_valign (entry, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (entry, "numeric");
  gtk_widget_add_css_class (entry, "small-entry");
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  return entry;
}
