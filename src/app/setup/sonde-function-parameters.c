/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The rows of parameters: those of a formula, or the further arguments of a Python function, whose defaults stand in the entries until
 * they are given a value. */

#include "config.h"

#include <glib/gi18n.h>

#include "app/setup/sonde-field-code.h"
#include "app/setup/sonde-function-group-private.h"

/* From three parameters on each has a row of its own; so do those whose names leave no room beside each other. */
#define SHARED_ROW 2
#define SHARED_NAMES 8

/* The parameters that the study has: (transfer container) (element-type utf8). */
GList *
_sonde_function_group_list_parameters (SondeFunctionGroup *self)
{
  JsonNode *node = sonde_study_editor_get (self->editor, "function.parameters");

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_object_get_members (json_node_get_object (node)) : NULL;
}

static gboolean
is_kind (SondeFunctionGroup *self,
         const char         *kind)
{
  g_autofree char *there = sonde_study_editor_get_text (self->editor, "function.kind");

  return g_str_equal (there, kind);
}

static guint
count_variables (SondeFunctionGroup *self)
{
  JsonNode *domain = sonde_study_editor_get (self->editor, "domain");

  return domain != NULL && JSON_NODE_HOLDS_ARRAY (domain) ? json_array_get_length (json_node_get_array (domain)) : 0;
}

/* Of a Python function the arguments that are no variables, whether they have a value yet or not. */
static SondePythonArgument *
find_argument (SondeFunctionGroup *self,
               const char         *name)
{
  SondePythonSignature *signature = is_kind (self, "python") ? sonde_python_form_get_function (self->python) : NULL;

  for (guint i = count_variables (self); signature != NULL && i < signature->arguments->len; i++)
    {
      SondePythonArgument *argument = g_ptr_array_index (signature->arguments, i);

      if (g_str_equal (argument->name, name))
        return argument;
    }
  return NULL;
}

/* (transfer container) (element-type utf8): those of the form, then what else the study has */
static GList *
list_rows (SondeFunctionGroup *self)
{
  SondePythonSignature *signature = is_kind (self, "python") ? sonde_python_form_get_function (self->python) : NULL;
  g_autoptr (GList) there = _sonde_function_group_list_parameters (self);
  GList *rows = NULL;

  for (guint i = count_variables (self); signature != NULL && i < signature->arguments->len; i++)
    rows = g_list_append (rows, ((SondePythonArgument *) g_ptr_array_index (signature->arguments, i))->name);
  for (GList *l = there; l != NULL; l = l->next)
    if (g_list_find_custom (rows, l->data, (GCompareFunc) g_strcmp0) == NULL)
      rows = g_list_append (rows, l->data);
  return rows;
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
  gboolean is_number = is_kind (self, "formula") || is_kind (self, "library");
  SondeFieldKind kind = is_number ? SONDE_FIELD_NUMBER : SONDE_FIELD_OPTIONAL_VALUE;
  SondePythonArgument *argument = find_argument (self, name);

  gtk_editable_set_width_chars (GTK_EDITABLE (entry), with_label ? 4 : 5);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (entry), with_label ? 5 : 8);
  if (argument != NULL)
    {
      g_autofree char *tooltip = argument->annotation != NULL ? g_strdup_printf ("%s: %s", name, argument->annotation) : NULL;

      gtk_entry_set_placeholder_text (GTK_ENTRY (entry), argument->text);
      gtk_widget_set_tooltip_text (entry, tooltip);
    }
  if (with_label)
    gtk_box_append (row, gtk_label_new (name));
  gtk_box_append (row, entry);
  sonde_field_bind (GTK_EDITABLE (entry), self->editor, path, kind);
  sonde_error_row_watch (error, self->editor, path, kind);
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

/* What decides how the rows look: if it is the same as before, they stay, with what is being typed in them. */
static char *
make_key (SondeFunctionGroup *self,
          GList              *parameters)
{
  g_autoptr (GString) key = g_string_new (NULL);
  g_autofree char *kind = sonde_study_editor_get_text (self->editor, "function.kind");

  if (sonde_study_editor_get_locked (self->editor))
    return g_strdup ("locked");
  g_string_append (key, kind);
  for (GList *l = parameters; l != NULL; l = l->next)
    {
      SondePythonArgument *argument = find_argument (self, l->data);

      g_string_append_printf (key, " %s=%s", (char *) l->data, argument != NULL && argument->text != NULL ? argument->text : "");
    }
  return g_strdup (key->str);
}

void
_sonde_function_group_show_parameters (SondeFunctionGroup *self)
{
  g_autoptr (GList) parameters = list_rows (self);
  guint n = g_list_length (parameters);
  g_autofree char *key = make_key (self, parameters);
  gboolean shared = share_a_row (parameters);
  GtkBox *row = NULL;

  if (g_strcmp0 (key, self->parameter_names) == 0)
    return;
  g_free (self->parameter_names);
  self->parameter_names = g_steal_pointer (&key);
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
  move_to_end (self, self->interpreter_entry);
  move_to_end (self, self->check_error);
  move_to_end (self, self->trial_row);
  move_to_end (self, self->trial_error);
}

/* "a = 1,  b = two" */
char *
_sonde_function_group_describe_parameters (SondeFunctionGroup *self)
{
  g_autoptr (GList) parameters = _sonde_function_group_list_parameters (self);
  g_autoptr (GString) values = g_string_new (NULL);

  for (GList *l = parameters; l != NULL; l = l->next)
    {
      g_autofree char *path = g_strdup_printf ("function.parameters.%s", (char *) l->data);
      g_autofree char *value = sonde_field_write_value (sonde_study_editor_get (self->editor, path));

      g_string_append_printf (values, "%s%s = %s", values->len > 0 ? ",  " : "", (char *) l->data, value);
    }
  return g_strdup (values->str);
}
