/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

#include "app/setup/sonde-error-row.h"
#include "app/setup/sonde-execution-group.h"

struct _SondeExecutionGroup
{
  AdwPreferencesGroup  parent_instance;
  SondeStudyEditor    *editor;
  gboolean             updating;
  AdwComboRow         *executor_row;
  GtkSpinButton       *ntasks;
  SondeErrorRow       *ntasks_error;
  GtkSpinButton       *max_rate;
  SondeErrorRow       *max_rate_error;
  GtkSpinButton       *retries;
  SondeErrorRow       *retries_error;
  GtkWidget           *timeout_row;
  GtkWidget           *timeout;
  SondeErrorRow       *timeout_error;
  GtkSwitch           *stop;
  GtkSwitch           *log;
  GtkSwitch           *shutdown;
  SondeErrorRow       *error;
};

G_DEFINE_FINAL_TYPE (SondeExecutionGroup, sonde_execution_group, ADW_TYPE_PREFERENCES_GROUP)

static const struct
{
  const char *kind;
  const char *title;
  const char *sentence;
} executors[] = {
  { "threads", N_("Threads"), N_("Of this computer, in parallel") },
  { "sequential", N_("One by One"), N_("In one thread, in a fixed order") },
  { "processes", N_("Processes"), N_("Apart from this program, in parallel") },
};

static int
find_executor (SondeExecutionGroup *self)
{
  g_autofree char *kind = sonde_study_editor_get_text (self->editor, "execution.executor.kind");

  if (*kind == '\0')
    return 0;
  for (guint i = 0; i < G_N_ELEMENTS (executors); i++)
    if (g_str_equal (kind, executors[i].kind))
      return i;
  return -1;
}

static void
on_executor (SondeExecutionGroup *self)
{
  guint selected = adw_combo_row_get_selected (self->executor_row);
  JsonObject *object;

  if (self->updating || selected >= G_N_ELEMENTS (executors) || (int) selected == find_executor (self))
    return;
  object = json_object_new ();
  json_object_set_string_member (object, "kind", executors[selected].kind);
  sonde_study_editor_set (self->editor, "execution.executor", json_node_init_object (json_node_alloc (), object));
}

static void
update (SondeExecutionGroup *self)
{
  g_autofree char *kind = sonde_study_editor_get_text (self->editor, "function.kind");
  int executor = find_executor (self);

  self->updating = TRUE;
  adw_combo_row_set_selected (self->executor_row, executor >= 0 ? (guint) executor : GTK_INVALID_LIST_POSITION);
  self->updating = FALSE;
  /* a thread of this program cannot be ended */
  gtk_widget_set_visible (self->timeout_row, sonde_study_editor_get (self->editor, "execution.timeout") != NULL || !g_str_equal (kind, "formula") ||
                          (executor >= 0 && g_str_equal (executors[executor].kind, "processes")));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->executor_row), executor >= 0 ? _(executors[executor].sentence) : NULL);
}

static void
sonde_execution_group_dispose (GObject *object)
{
  SondeExecutionGroup *self = SONDE_EXECUTION_GROUP (object);

  g_clear_object (&self->editor);
  G_OBJECT_CLASS (sonde_execution_group_parent_class)->dispose (object);
}

static void
sonde_execution_group_class_init (SondeExecutionGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sonde_execution_group_dispose;
  g_type_ensure (SONDE_TYPE_ERROR_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/sonde/Sonde/setup/sonde-execution-group.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeExecutionGroup, executor_row);
  gtk_widget_class_bind_template_child (widget_class, SondeExecutionGroup, ntasks);
  gtk_widget_class_bind_template_child (widget_class, SondeExecutionGroup, ntasks_error);
  gtk_widget_class_bind_template_child (widget_class, SondeExecutionGroup, max_rate);
  gtk_widget_class_bind_template_child (widget_class, SondeExecutionGroup, max_rate_error);
  gtk_widget_class_bind_template_child (widget_class, SondeExecutionGroup, retries);
  gtk_widget_class_bind_template_child (widget_class, SondeExecutionGroup, retries_error);
  gtk_widget_class_bind_template_child (widget_class, SondeExecutionGroup, timeout_row);
  gtk_widget_class_bind_template_child (widget_class, SondeExecutionGroup, timeout);
  gtk_widget_class_bind_template_child (widget_class, SondeExecutionGroup, timeout_error);
  gtk_widget_class_bind_template_child (widget_class, SondeExecutionGroup, stop);
  gtk_widget_class_bind_template_child (widget_class, SondeExecutionGroup, log);
  gtk_widget_class_bind_template_child (widget_class, SondeExecutionGroup, shutdown);
  gtk_widget_class_bind_template_child (widget_class, SondeExecutionGroup, error);
}

static void
sonde_execution_group_init (SondeExecutionGroup *self)
{
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);

  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < G_N_ELEMENTS (executors); i++)
    gtk_string_list_append (titles, _(executors[i].title));
  self->updating = TRUE;
  adw_combo_row_set_model (self->executor_row, G_LIST_MODEL (titles));
  self->updating = FALSE;
  g_signal_connect_object (self->executor_row, "notify::selected", G_CALLBACK (on_executor), self, G_CONNECT_SWAPPED);
}

void
sonde_execution_group_set_editor (SondeExecutionGroup *self,
                                  SondeStudyEditor    *editor)
{
  g_return_if_fail (SONDE_IS_EXECUTION_GROUP (self));

  self->editor = g_object_ref (editor);
  sonde_field_bind_spin (self->ntasks, editor, "execution.ntasks", 0);
  sonde_field_bind_spin (self->max_rate, editor, "execution.max_rate", 0);
  sonde_error_row_watch (self->max_rate_error, editor, "execution.max_rate", SONDE_FIELD_NUMBER);
  sonde_field_bind_spin (self->retries, editor, "execution.retries", 0);
  sonde_field_bind_switch (self->stop, editor, "execution.raise_if_retries_exceeded", TRUE);
  sonde_field_bind_switch (self->log, editor, "execution.log", FALSE);
  sonde_field_bind_switch (self->shutdown, editor, "execution.shutdown_executor", FALSE);
  sonde_error_row_watch (self->ntasks_error, editor, "execution.ntasks", SONDE_FIELD_NUMBER);
  sonde_error_row_watch (self->retries_error, editor, "execution.retries", SONDE_FIELD_NUMBER);
  sonde_error_row_watch (self->error, editor, "execution.executor", SONDE_FIELD_TEXT);
  sonde_error_row_watch (self->error, editor, "execution.log", SONDE_FIELD_TEXT);
  sonde_error_row_watch (self->error, editor, "execution.raise_if_retries_exceeded", SONDE_FIELD_TEXT);
  sonde_error_row_watch (self->error, editor, "execution.shutdown_executor", SONDE_FIELD_TEXT);
  sonde_field_bind (GTK_EDITABLE (self->timeout), editor, "execution.timeout", SONDE_FIELD_OPTIONAL_DURATION);
  sonde_error_row_watch (self->timeout_error, editor, "execution.timeout", SONDE_FIELD_OPTIONAL_DURATION);
  g_signal_connect_object (editor, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}
