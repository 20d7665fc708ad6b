/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

#include "app/setup/sonde-function-group-private.h"

G_DEFINE_FINAL_TYPE (SondeFunctionGroup, sonde_function_group, ADW_TYPE_PREFERENCES_GROUP)

/* the names a formula may use: the variables and the parameters */
static GStrv
list_names (SondeFunctionGroup *self)
{
  g_autoptr (GList) parameters = _sonde_function_group_list_parameters (self);
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

static void
show_settled (SondeFunctionGroup *self,
              const char         *kind,
              gboolean            locked)
{
  gboolean is_formula = g_str_equal (kind, "formula");
  g_autofree char *expression = is_formula ? sonde_study_editor_get_text (self->editor, "function.expression")
                                           : _sonde_function_group_describe_code (self, kind);
  g_autofree char *values = _sonde_function_group_describe_parameters (self);

  sonde_property_row_set_value (self->expression_property, expression);
  sonde_property_row_set_value (self->parameter_property, values);
  gtk_widget_set_visible (self->lock, locked);
  gtk_widget_set_visible (self->copy_row, locked);
  gtk_widget_set_visible (GTK_WIDGET (self->kind_row), !locked);
  gtk_widget_set_visible (GTK_WIDGET (self->trial_row), !locked);
  gtk_widget_set_visible (GTK_WIDGET (self->expression_row), !locked && is_formula);
  gtk_widget_set_visible (GTK_WIDGET (self->expression_property), locked);
  gtk_widget_set_visible (GTK_WIDGET (self->parameter_property), locked && *values != '\0');
}

/* The kinds, as a person chooses them. */
static const struct
{
  const char *kind;
  const char *title;
} kinds[] = {
  { "formula", N_("Formula") },
  { "python", N_("Python Function") },
  { "program", N_("Program") },
  { "library", N_("Shared Library") },
};

static guint
find_kind (const char *kind)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_equal (kind, kinds[i].kind))
      return i;
  return GTK_INVALID_LIST_POSITION;
}

/* What a function of a kind begins with. */
static JsonNode *
new_function (SondeFunctionGroup *self,
              const char         *kind)
{
  g_autoptr (JsonObject) function = json_object_new ();
  g_autofree char *variable = sonde_study_editor_get_text (self->editor, "domain[0].name");

  json_object_set_string_member (function, "kind", kind);
  if (g_str_equal (kind, "formula"))
    json_object_set_string_member (function, "expression", variable);
  else if (g_str_equal (kind, "program"))
    json_object_set_array_member (function, "argv", json_array_new ());
  else
    json_object_set_string_member (function, "file", "");
  if (g_str_equal (kind, "python"))
    json_object_set_string_member (function, "name", "f");
  else if (g_str_equal (kind, "library"))
    json_object_set_string_member (function, "symbol", "f");
  return json_node_init_object (json_node_alloc (), function);
}

/* The function that was there is kept for coming back to it. */
static void
on_kind (SondeFunctionGroup *self)
{
  guint selected = adw_combo_row_get_selected (self->kind_row);
  g_autofree char *kind = NULL;
  JsonNode *kept;

  if (self->updating || self->editor == NULL || selected >= G_N_ELEMENTS (kinds))
    return;
  kind = sonde_study_editor_get_text (self->editor, "function.kind");
  if (g_str_equal (kind, kinds[selected].kind))
    return;
  g_hash_table_replace (self->others, g_strdup (kind), json_node_copy (sonde_study_editor_get (self->editor, "function")));
  kept = g_hash_table_lookup (self->others, kinds[selected].kind);
  sonde_study_editor_set (self->editor, "function", kept != NULL ? json_node_copy (kept) : new_function (self, kinds[selected].kind));
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

/* "f(x, y) =" */
static char *
make_title (SondeFunctionGroup *self)
{
  JsonNode *domain = sonde_study_editor_get (self->editor, "domain");
  guint n = domain != NULL && JSON_NODE_HOLDS_ARRAY (domain) ? json_array_get_length (json_node_get_array (domain)) : 0;
  g_autoptr (GString) title = g_string_new ("f(");

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *path = g_strdup_printf ("domain[%u].name", i);
      g_autofree char *name = sonde_study_editor_get_text (self->editor, path);

      g_string_append_printf (title, "%s%s", i > 0 ? ", " : "", name);
    }
  g_string_append (title, ") =");
  return g_strdup (title->str);
}

static void
update (SondeFunctionGroup *self)
{
  g_autofree char *kind = sonde_study_editor_get_text (self->editor, "function.kind");
  gboolean locked = sonde_study_editor_get_locked (self->editor);
  g_autofree char *title = make_title (self);
  guint selected = find_kind (kind);

  self->updating = TRUE;
  if (g_strcmp0 (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (self->expression_row)), title) != 0)
    adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->expression_row), title);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->expression_property),
                                 g_str_equal (kind, "formula") || selected >= G_N_ELEMENTS (kinds) ? title : _(kinds[selected].title));
  adw_combo_row_set_selected (self->kind_row, selected);
  _sonde_function_group_show_parameters (self);
  _sonde_function_group_update_code (self, kind, locked);
  show_settled (self, kind, locked);
  show_fix (self);
  self->updating = FALSE;
}

static void
sonde_function_group_dispose (GObject *object)
{
  SondeFunctionGroup *self = SONDE_FUNCTION_GROUP (object);

  g_clear_object (&self->python);
  g_clear_object (&self->editor);
  G_OBJECT_CLASS (sonde_function_group_parent_class)->dispose (object);
}

static void
sonde_function_group_finalize (GObject *object)
{
  SondeFunctionGroup *self = SONDE_FUNCTION_GROUP (object);

  g_ptr_array_unref (self->parameter_rows);
  g_hash_table_unref (self->others);
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
  gtk_widget_class_bind_template_child (widget_class, SondeFunctionGroup, kind_row);
  gtk_widget_class_bind_template_child (widget_class, SondeFunctionGroup, file_row);
  gtk_widget_class_bind_template_child (widget_class, SondeFunctionGroup, file_button);
  gtk_widget_class_bind_template_child (widget_class, SondeFunctionGroup, file_error);
  gtk_widget_class_bind_template_child (widget_class, SondeFunctionGroup, name_row);
  gtk_widget_class_bind_template_child (widget_class, SondeFunctionGroup, name_entry);
  gtk_widget_class_bind_template_child (widget_class, SondeFunctionGroup, symbol_entry);
  gtk_widget_class_bind_template_child (widget_class, SondeFunctionGroup, name_error);
  gtk_widget_class_bind_template_child (widget_class, SondeFunctionGroup, form_row);
  gtk_widget_class_bind_template_child (widget_class, SondeFunctionGroup, outputs_row);
  gtk_widget_class_bind_template_child (widget_class, SondeFunctionGroup, outputs);
  gtk_widget_class_bind_template_child (widget_class, SondeFunctionGroup, form_error);
  gtk_widget_class_bind_template_child (widget_class, SondeFunctionGroup, command_entry);
  gtk_widget_class_bind_template_child (widget_class, SondeFunctionGroup, command_error);
  gtk_widget_class_bind_template_child (widget_class, SondeFunctionGroup, persistent_row);
  gtk_widget_class_bind_template_child (widget_class, SondeFunctionGroup, persistent);
  gtk_widget_class_bind_template_child (widget_class, SondeFunctionGroup, folder_entry);
  gtk_widget_class_bind_template_child (widget_class, SondeFunctionGroup, environment_entry);
  gtk_widget_class_bind_template_child (widget_class, SondeFunctionGroup, environment_error);
  gtk_widget_class_bind_template_child (widget_class, SondeFunctionGroup, interpreter_entry);
  gtk_widget_class_bind_template_child (widget_class, SondeFunctionGroup, check_error);
  gtk_widget_class_bind_template_callback_full (widget_class, "on_choose_file", G_CALLBACK (_sonde_function_group_choose_file));
}

static void
sonde_function_group_init (SondeFunctionGroup *self)
{
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);

  self->parameter_rows = g_ptr_array_new ();
  self->others = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) json_node_unref);
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    gtk_string_list_append (titles, _(kinds[i].title));
  adw_combo_row_set_model (self->kind_row, G_LIST_MODEL (titles));
  g_signal_connect_object (self->kind_row, "notify::selected", G_CALLBACK (on_kind), self, G_CONNECT_SWAPPED);
  _sonde_function_group_init_code (self);
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
  _sonde_function_group_bind_code (self);
  g_signal_connect_object (self->python, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  sonde_trial_row_set_editor (self->trial_row, editor, self->trial_error);
  g_signal_connect_object (editor, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}
