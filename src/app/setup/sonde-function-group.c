/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

#include "app/setup/sonde-error-row.h"
#include "app/setup/sonde-formula-fix.h"
#include "app/setup/sonde-function-group.h"
#include "app/setup/sonde-property-row.h"
#include "app/setup/sonde-trial-row.h"
#include "app/sonde-format.h"

/* From three parameters on each has a row of its own; so do those whose names leave no room beside each other. */
#define SHARED_ROW 2
#define SHARED_NAMES 8

struct _SondeFunctionGroup
{
  AdwPreferencesGroup  parent_instance;
  SondeStudyEditor    *editor;
  GPtrArray           *parameter_rows;
  char                *parameter_names;
  SondeFormulaFix      fix;
  GtkWidget           *lock;
  AdwEntryRow         *expression_row;
  SondeErrorRow       *expression_error;
  SondePropertyRow    *expression_property;
  SondePropertyRow    *parameter_property;
  SondeTrialRow       *trial_row;
  SondeErrorRow       *trial_error;
  GtkWidget           *copy_row;
};

G_DEFINE_FINAL_TYPE (SondeFunctionGroup, sonde_function_group, ADW_TYPE_PREFERENCES_GROUP)

static GList *
list_parameters (SondeFunctionGroup *self)
{
  JsonNode *node = sonde_study_editor_get (self->editor, "function.parameters");

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_object_get_members (json_node_get_object (node)) : NULL;
}

/* the names a formula may use: the variables and the parameters */
static GStrv
list_names (SondeFunctionGroup *self)
{
  g_autoptr (GList) parameters = list_parameters (self);
  JsonNode *domain = sonde_study_editor_get (self->editor, "domain");
  GStrvBuilder *names = g_strv_builder_new ();
  GStrv result;

  for (guint i = 0; domain != NULL && JSON_NODE_HOLDS_ARRAY (domain) && i < json_array_get_length (json_node_get_array (domain)); i++)
    {
      g_autofree char *path = g_strdup_printf ("domain[%u].name", i);
      g_autofree char *name = sonde_study_editor_get_text (self->editor, path);

      g_strv_builder_add (names, name);
    }
  for (GList *l = parameters; l != NULL; l = l->next)
    g_strv_builder_add (names, l->data);
  result = g_strv_builder_end (names);
  g_strv_builder_unref (names);
  return result;
}

/* A row of its title and a box to which entries are added; the title keeps its width, as a broken word is hard to read. */
static GtkBox *
add_row (SondeFunctionGroup *self,
         const char         *title)
{
  GtkWidget *row = g_object_new (ADW_TYPE_PREFERENCES_ROW, "title", title, "use-markup", FALSE, "activatable", FALSE, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "label", title, "xalign", 0.0, "hexpand", TRUE, NULL);

  gtk_widget_set_margin_start (box, 12);
  gtk_widget_set_margin_end (box, 12);
  gtk_widget_set_margin_top (box, 10);
  gtk_widget_set_margin_bottom (box, 10);
  gtk_box_append (GTK_BOX (box), label);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
  g_ptr_array_add (self->parameter_rows, row);
  return GTK_BOX (box);
}

static void
add_parameter (SondeFunctionGroup *self,
               GtkBox             *row,
               SondeErrorRow      *error,
               const char         *name,
               gboolean            with_label)
{
  g_autofree char *path = g_strdup_printf ("function.parameters.%s", name);
  g_autofree char *label = g_strdup_printf (_("Parameter %s"), name);
  GtkWidget *entry = sonde_field_new_entry (label);

  gtk_editable_set_width_chars (GTK_EDITABLE (entry), with_label ? 4 : 5);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (entry), with_label ? 5 : 8);
  if (with_label)
    gtk_box_append (row, gtk_label_new (name));
  gtk_box_append (row, entry);
  sonde_field_bind (GTK_EDITABLE (entry), self->editor, path, SONDE_FIELD_NUMBER);
  sonde_error_row_watch (error, self->editor, path, SONDE_FIELD_NUMBER);
}

static SondeErrorRow *
add_error_row (SondeFunctionGroup *self)
{
  SondeErrorRow *error = g_object_new (SONDE_TYPE_ERROR_ROW, NULL);

  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), GTK_WIDGET (error));
  g_ptr_array_add (self->parameter_rows, error);
  return error;
}

/* Rows come at the end: what closes the group has to follow them. */
static void
move_to_end (SondeFunctionGroup *self,
             gpointer            row)
{
  g_object_ref (row);
  adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), row);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
  g_object_unref (row);
}

static void
clear_parameters (SondeFunctionGroup *self)
{
  for (guint i = 0; i < self->parameter_rows->len; i++)
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), g_ptr_array_index (self->parameter_rows, i));
  g_ptr_array_set_size (self->parameter_rows, 0);
}

static gboolean
share_a_row (GList *parameters)
{
  glong length = 0;

  for (GList *l = parameters; l != NULL; l = l->next)
    length += g_utf8_strlen (l->data, -1);
  return g_list_length (parameters) <= SHARED_ROW && length <= SHARED_NAMES;
}

static void
show_parameters (SondeFunctionGroup *self)
{
  g_autoptr (GList) parameters = list_parameters (self);
  guint n = g_list_length (parameters);
  g_autoptr (GString) key = g_string_new (NULL);
  gboolean shared = share_a_row (parameters);
  GtkBox *row = NULL;

  for (GList *l = parameters; l != NULL; l = l->next)
    g_string_append_printf (key, "%s ", (char *) l->data);
  if (sonde_study_editor_get_locked (self->editor))
    g_string_assign (key, "locked");
  if (g_strcmp0 (key->str, self->parameter_names) == 0)
    return;
  g_free (self->parameter_names);
  self->parameter_names = g_strdup (key->str);
  clear_parameters (self);
  if (n == 0 || sonde_study_editor_get_locked (self->editor))
    return;
  if (shared)
    row = add_row (self, n == 1 ? _("Parameter") : _("Parameters"));
  for (GList *l = parameters; l != NULL; l = l->next)
    {
      GtkBox *own = shared ? row : add_row (self, l->data);

      add_parameter (self, own, shared && l != parameters ? g_ptr_array_index (self->parameter_rows, 1) : add_error_row (self),
                     l->data, shared);
    }
  move_to_end (self, self->trial_row);
  move_to_end (self, self->trial_error);
}

static void
show_settled (SondeFunctionGroup *self,
              gboolean            locked)
{
  g_autoptr (GList) parameters = list_parameters (self);
  g_autofree char *expression = sonde_study_editor_get_text (self->editor, "function.expression");
  g_autoptr (GString) values = g_string_new (NULL);

  for (GList *l = parameters; l != NULL; l = l->next)
    {
      g_autofree char *path = g_strdup_printf ("function.parameters.%s", (char *) l->data);
      g_autofree char *value = sonde_format_number (sonde_study_editor_get_number (self->editor, path, 0), 8);

      g_string_append_printf (values, "%s%s = %s", values->len > 0 ? ",  " : "", (char *) l->data, value);
    }
  sonde_property_row_set_value (self->expression_property, expression);
  sonde_property_row_set_value (self->parameter_property, values->str);
  gtk_widget_set_visible (self->lock, locked);
  gtk_widget_set_visible (self->copy_row, locked);
  gtk_widget_set_visible (GTK_WIDGET (self->trial_row), !locked);
  gtk_widget_set_visible (GTK_WIDGET (self->expression_row), !locked);
  gtk_widget_set_visible (GTK_WIDGET (self->expression_property), locked);
  gtk_widget_set_visible (GTK_WIDGET (self->parameter_property), locked && parameters != NULL);
}

static void
show_fix (SondeFunctionGroup *self)
{
  g_autofree char *expression = sonde_study_editor_get_text (self->editor, "function.expression");
  g_auto (GStrv) names = list_names (self);

  sonde_formula_fix_clear (&self->fix);
  if (sonde_study_editor_get_problem (self->editor, "function.expression") != NULL)
    sonde_formula_fix_find (&self->fix, expression, (const char * const *) names);
  sonde_error_row_set_fix (self->expression_error, self->fix.label);
}

static void
on_fix (SondeFunctionGroup *self)
{
  if (self->fix.expression != NULL)
    {
      g_autofree char *expression = g_steal_pointer (&self->fix.expression);

      sonde_study_editor_set_text (self->editor, "function.expression", expression);
    }
  else if (self->fix.parameter != NULL)
    {
      g_autofree char *path = g_strdup_printf ("function.parameters.%s", self->fix.parameter);

      sonde_study_editor_set_number (self->editor, path, 1);
    }
}

static void
update (SondeFunctionGroup *self)
{
  g_autofree char *variable = sonde_study_editor_get_text (self->editor, "domain[0].name");
  g_autofree char *title = g_strdup_printf ("f(%s) =", variable);

  if (g_strcmp0 (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (self->expression_row)), title) != 0)
    adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->expression_row), title);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->expression_property), title);
  show_parameters (self);
  show_settled (self, sonde_study_editor_get_locked (self->editor));
  show_fix (self);
}

static void
sonde_function_group_dispose (GObject *object)
{
  SondeFunctionGroup *self = SONDE_FUNCTION_GROUP (object);

  g_clear_object (&self->editor);
  G_OBJECT_CLASS (sonde_function_group_parent_class)->dispose (object);
}

static void
sonde_function_group_finalize (GObject *object)
{
  SondeFunctionGroup *self = SONDE_FUNCTION_GROUP (object);

  g_ptr_array_unref (self->parameter_rows);
  g_free (self->parameter_names);
  sonde_formula_fix_clear (&self->fix);
  G_OBJECT_CLASS (sonde_function_group_parent_class)->finalize (object);
}

static void
sonde_function_group_class_init (SondeFunctionGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sonde_function_group_dispose;
  G_OBJECT_CLASS (klass)->finalize = sonde_function_group_finalize;
  g_type_ensure (SONDE_TYPE_ERROR_ROW);
  g_type_ensure (SONDE_TYPE_PROPERTY_ROW);
  g_type_ensure (SONDE_TYPE_TRIAL_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/sonde/Sonde/setup/sonde-function-group.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeFunctionGroup, lock);
  gtk_widget_class_bind_template_child (widget_class, SondeFunctionGroup, expression_row);
  gtk_widget_class_bind_template_child (widget_class, SondeFunctionGroup, expression_error);
  gtk_widget_class_bind_template_child (widget_class, SondeFunctionGroup, expression_property);
  gtk_widget_class_bind_template_child (widget_class, SondeFunctionGroup, parameter_property);
  gtk_widget_class_bind_template_child (widget_class, SondeFunctionGroup, trial_row);
  gtk_widget_class_bind_template_child (widget_class, SondeFunctionGroup, trial_error);
  gtk_widget_class_bind_template_child (widget_class, SondeFunctionGroup, copy_row);
}

static void
sonde_function_group_init (SondeFunctionGroup *self)
{
  self->parameter_rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  sonde_property_row_set_mono (self->expression_property, TRUE);
  g_signal_connect_object (self->expression_error, "fix", G_CALLBACK (on_fix), self, G_CONNECT_SWAPPED);
}

void
sonde_function_group_set_editor (SondeFunctionGroup *self,
                                 SondeStudyEditor   *editor)
{
  g_return_if_fail (SONDE_IS_FUNCTION_GROUP (self));

  self->editor = g_object_ref (editor);
  sonde_field_bind (GTK_EDITABLE (self->expression_row), editor, "function.expression", SONDE_FIELD_TEXT);
  sonde_error_row_watch (self->expression_error, editor, "function.expression", SONDE_FIELD_TEXT);
  sonde_error_row_watch (self->expression_error, editor, "function.kind", SONDE_FIELD_TEXT);
  sonde_trial_row_set_editor (self->trial_row, editor, self->trial_error);
  g_signal_connect_object (editor, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}
