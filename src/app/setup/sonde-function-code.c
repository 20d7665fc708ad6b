/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The rows of functions that are no formulas: Python functions, programs, shared libraries. */

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "app/setup/sonde-field-code.h"
#include "app/setup/sonde-function-group-private.h"
#include "app/setup/sonde-python-study.h"
#include "app/sonde-file-chooser.h"

/* How a function of a library is declared; the first: as follows from variables, outputs and parameters. */
static const struct
{
  const char *signature;
  const char *title;
} forms[] = {
  { NULL, N_("As It Follows") },
  { "double(double)", "double f(double x)" },
  { "double(const double *, int)", "double f(const double *x, int nx)" },
  { "int(const double *, int, double *, int, void *)", "int f(const double *x, int nx, double *y, int ny, void *p)" },
};

enum { WITH_OUTPUTS = 3 };

static char *
squeeze (const char *text)
{
  GString *squeezed = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p++)
    if (!g_ascii_isspace (*p))
      g_string_append_c (squeezed, *p);
  return g_string_free (squeezed, FALSE);
}

static guint
find_form (SondeFunctionGroup *self)
{
  g_autofree char *text = sonde_study_editor_get_text (self->editor, "function.signature");
  g_autofree char *wanted = squeeze (text);

  for (guint i = 1; i < G_N_ELEMENTS (forms); i++)
    {
      g_autofree char *known = squeeze (forms[i].signature);

      if (g_str_equal (wanted, known))
        return i;
    }
  return 0;
}

static void
on_form (SondeFunctionGroup *self)
{
  guint selected = adw_combo_row_get_selected (self->form_row);

  if (self->updating || self->editor == NULL || selected >= G_N_ELEMENTS (forms))
    return;
  sonde_study_editor_set (self->editor, "function.signature",
                          forms[selected].signature != NULL ? json_node_init_string (json_node_alloc (), forms[selected].signature) : NULL);
  /* the other forms give one number */
  if (selected != WITH_OUTPUTS && sonde_study_editor_get (self->editor, "function.outputs") != NULL)
    sonde_study_editor_set (self->editor, "function.outputs", NULL);
}

static void
on_name (SondeFunctionGroup *self)
{
  guint selected = adw_combo_row_get_selected (self->name_row);
  GPtrArray *functions = self->python != NULL ? sonde_python_form_get_functions (self->python) : NULL;

  if (self->updating || functions == NULL || selected >= functions->len ||
      g_ptr_array_index (functions, selected) == sonde_python_form_get_function (self->python))
    return;
  sonde_python_form_choose (self->python, selected);
}

static void
on_file (GFile    *file,
         gpointer  user_data)
{
  SondeFunctionGroup *self = user_data;
  g_autofree char *path = g_file_get_path (file);
  g_autofree char *kind = sonde_study_editor_get_text (self->editor, "function.kind");

  if (path == NULL)
    return;
  if (g_str_equal (kind, "python"))
    sonde_python_form_set_file (self->python, path);
  else if (g_str_equal (kind, "library"))
    sonde_study_editor_set_text (self->editor, "function.file", path);
  else
    {
      /* the arguments stay; a new command gets the variables as arguments */
      g_autofree char *first = g_strdup ("function.argv[0]");

      if (sonde_study_editor_get (self->editor, first) != NULL)
        sonde_study_editor_set_text (self->editor, first, path);
      else
        {
          g_autofree char *variable = sonde_study_editor_get_text (self->editor, "domain[0].name");
          g_autofree char *place = g_strdup_printf ("{%s}", variable);
          g_autoptr (JsonArray) argv = json_array_new ();

          json_array_add_string_element (argv, path);
          json_array_add_string_element (argv, place);
          sonde_study_editor_set (self->editor, "function.argv", json_node_init_array (json_node_alloc (), argv));
        }
    }
}

void
_sonde_function_group_choose_file (SondeFunctionGroup *self)
{
  static const SondeFileKind python[] = { { N_("Python Files"), ".py" } };
  static const SondeFileKind library[] = { { N_("Shared Libraries"), ".so" } };
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  g_autofree char *kind = sonde_study_editor_get_text (self->editor, "function.kind");
  GtkWindow *parent = GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL;

  if (g_str_equal (kind, "python"))
    sonde_file_chooser_open (parent, _("Choose a Python File"), python, 1, on_file, self);
  else if (g_str_equal (kind, "library"))
    sonde_file_chooser_open (parent, _("Choose a Shared Library"), library, 1, on_file, self);
  else
    sonde_file_chooser_open (parent, _("Choose a Program"), NULL, 0, on_file, self);
}

void
_sonde_function_group_init_code (SondeFunctionGroup *self)
{
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    gtk_string_list_append (titles, i == 0 ? _(forms[i].title) : forms[i].title);
  adw_combo_row_set_model (self->form_row, G_LIST_MODEL (titles));
  g_signal_connect_object (self->form_row, "notify::selected", G_CALLBACK (on_form), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->name_row, "notify::selected", G_CALLBACK (on_name), self, G_CONNECT_SWAPPED);
}

void
_sonde_function_group_bind_code (SondeFunctionGroup *self)
{
  SondeStudyEditor *editor = self->editor;

  self->python = sonde_python_form_new (editor);
  sonde_error_row_watch (self->file_error, editor, "function.file", SONDE_FIELD_TEXT);
  sonde_field_bind (GTK_EDITABLE (self->name_entry), editor, "function.name", SONDE_FIELD_TEXT);
  sonde_field_bind (GTK_EDITABLE (self->symbol_entry), editor, "function.symbol", SONDE_FIELD_TEXT);
  sonde_error_row_watch (self->name_error, editor, "function.name", SONDE_FIELD_TEXT);
  sonde_error_row_watch (self->name_error, editor, "function.symbol", SONDE_FIELD_TEXT);
  sonde_field_bind_spin (self->outputs, editor, "function.outputs", 1);
  sonde_error_row_watch (self->form_error, editor, "function.signature", SONDE_FIELD_TEXT);
  sonde_error_row_watch (self->form_error, editor, "function.outputs", SONDE_FIELD_NUMBER);
  sonde_field_bind (GTK_EDITABLE (self->command_entry), editor, "function.argv", SONDE_FIELD_COMMAND);
  sonde_error_row_watch (self->command_error, editor, "function.argv", SONDE_FIELD_COMMAND);
  sonde_field_bind_switch (self->persistent, editor, "function.persistent", FALSE);
  sonde_field_bind (GTK_EDITABLE (self->folder_entry), editor, "function.folder", SONDE_FIELD_OPTIONAL_TEXT);
  sonde_field_bind (GTK_EDITABLE (self->environment_entry), editor, "function.environment", SONDE_FIELD_ENVIRONMENT);
  sonde_error_row_watch (self->environment_error, editor, "function.environment", SONDE_FIELD_ENVIRONMENT);
  sonde_error_row_watch (self->environment_error, editor, "function.folder", SONDE_FIELD_TEXT);
  sonde_field_bind (GTK_EDITABLE (self->interpreter_entry), editor, "function.interpreter", SONDE_FIELD_OPTIONAL_TEXT);
}

/* The functions of the file; that of the study is selected, if the file has it. */
static void
show_names (SondeFunctionGroup *self)
{
  GPtrArray *functions = sonde_python_form_get_functions (self->python);
  SondePythonSignature *present = sonde_python_form_get_function (self->python);
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);
  GListModel *old = adw_combo_row_get_model (self->name_row);
  guint selected = GTK_INVALID_LIST_POSITION;
  gboolean same;

  same = old != NULL && functions != NULL && g_list_model_get_n_items (old) == functions->len;
  for (guint i = 0; functions != NULL && i < functions->len; i++)
    {
      SondePythonSignature *signature = g_ptr_array_index (functions, i);
      g_autofree char *title = sonde_python_study_write (signature);

      same = same && g_str_equal (gtk_string_list_get_string (GTK_STRING_LIST (old), i), title);
      gtk_string_list_append (titles, title);
      if (signature == present)
        selected = i;
    }
  if (!same)
    adw_combo_row_set_model (self->name_row, G_LIST_MODEL (titles));
  adw_combo_row_set_selected (self->name_row, selected);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->name_row), present != NULL ? present->summary : NULL);
}

/* What keeps a description that is right from running: a file that is missing or wrong. */
static void
show_missing (SondeFunctionGroup *self,
              const char         *kind)
{
  SondeStudy *study = sonde_study_editor_get_study (self->editor);
  g_autoptr (GError) error = NULL;

  if (g_str_equal (kind, "python") && sonde_python_form_get_problem (self->python) != NULL)
    sonde_error_row_show (self->check_error, sonde_python_form_get_problem (self->python), NULL);
  else if (study != NULL && !sonde_study_editor_get_locked (self->editor) && !sonde_study_check_function (study, NULL, &error))
    sonde_error_row_show (self->check_error, error->message, NULL);
  else
    sonde_error_row_show (self->check_error, NULL, NULL);
}

static void
show_file (SondeFunctionGroup *self)
{
  g_autofree char *file = sonde_study_editor_get_text (self->editor, "function.file");
  g_autofree char *name = *file != '\0' ? g_path_get_basename (file) : g_strdup (_("None"));
  g_autofree char *escaped = g_markup_escape_text (name, -1);

  adw_action_row_set_subtitle (self->file_row, escaped);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->file_row), *file != '\0' ? file : NULL);
}

void
_sonde_function_group_update_code (SondeFunctionGroup *self,
                                   const char         *kind,
                                   gboolean            locked)
{
  gboolean python = g_str_equal (kind, "python") && !locked;
  gboolean program = g_str_equal (kind, "program") && !locked;
  gboolean library = g_str_equal (kind, "library") && !locked;
  gboolean knows_names = python && sonde_python_form_get_function (self->python) != NULL;
  guint form = find_form (self);

  gtk_widget_set_visible (GTK_WIDGET (self->file_row), python || library);
  gtk_widget_set_visible (GTK_WIDGET (self->name_row), knows_names);
  gtk_widget_set_visible (self->name_entry, python && !knows_names);
  gtk_widget_set_visible (self->symbol_entry, library);
  gtk_widget_set_visible (GTK_WIDGET (self->form_row), library);
  gtk_widget_set_visible (self->outputs_row, library && form == WITH_OUTPUTS);
  gtk_widget_set_visible (self->command_entry, program);
  gtk_widget_set_visible (self->persistent_row, program);
  gtk_widget_set_visible (self->folder_entry, program);
  gtk_widget_set_visible (self->environment_entry, program);
  gtk_widget_set_visible (self->interpreter_entry, python);
  adw_combo_row_set_selected (self->form_row, form);
  if (python || library)
    show_file (self);
  if (python)
    show_names (self);
  show_missing (self, kind);
}

/* The function in a line, for when it is settled. */
char *
_sonde_function_group_describe_code (SondeFunctionGroup *self,
                                     const char         *kind)
{
  g_autofree char *file = sonde_study_editor_get_text (self->editor, "function.file");
  g_autofree char *base = g_path_get_basename (file);
  g_autofree char *name = sonde_study_editor_get_text (self->editor, g_str_equal (kind, "python") ? "function.name" : "function.symbol");

  if (g_str_equal (kind, "program"))
    return sonde_field_write_command (sonde_study_editor_get (self->editor, "function.argv"));
  /* Translators: a function and the file it is in */
  return g_strdup_printf (_("%s in %s"), name, base);
}
