/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

#include "app/setup/sonde-field.h"
#include "app/setup/sonde-variable-row.h"

struct _SondeVariableRow
{
  AdwPreferencesRow  parent_instance;
  SondeStudyEditor  *editor;
  guint              index;
  gboolean           updating;
  GtkEditable       *name_entry;
  GtkEditable       *min_entry;
  GtkEditable       *max_entry;
  GtkCheckButton    *integer_check;
  GtkCheckButton    *log_check;
  GtkWidget         *remove_button;
  GtkMenuButton     *kind_button;
};

G_DEFINE_FINAL_TYPE (SondeVariableRow, sonde_variable_row, ADW_TYPE_PREFERENCES_ROW)

enum
{
  SIGNAL_REMOVE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static char *
get_path (SondeVariableRow *self,
          const char       *member)
{
  return g_strdup_printf ("domain[%u].%s", self->index, member);
}

static void
update (SondeVariableRow *self)
{
  g_autofree char *integer = get_path (self, "integer");
  g_autofree char *scale = get_path (self, "scale");
  g_autofree char *text = sonde_study_editor_get_text (self->editor, scale);

  self->updating = TRUE;
  gtk_check_button_set_active (self->integer_check, sonde_study_editor_get_boolean (self->editor, integer, FALSE));
  gtk_check_button_set_active (self->log_check, g_str_equal (text, "log"));
  self->updating = FALSE;
}

static void
on_integer (SondeVariableRow *self)
{
  g_autofree char *path = get_path (self, "integer");

  if (!self->updating)
    sonde_study_editor_set_boolean (self->editor, path, gtk_check_button_get_active (self->integer_check));
}

static void
on_log (SondeVariableRow *self)
{
  g_autofree char *path = get_path (self, "scale");

  if (!self->updating)
    sonde_study_editor_set_text (self->editor, path, gtk_check_button_get_active (self->log_check) ? "log" : "linear");
}

static void
on_remove (SondeVariableRow *self)
{
  gtk_menu_button_popdown (self->kind_button);
  g_signal_emit (self, signals[SIGNAL_REMOVE], 0);
}

static void
sonde_variable_row_dispose (GObject *object)
{
  g_clear_object (&SONDE_VARIABLE_ROW (object)->editor);
  G_OBJECT_CLASS (sonde_variable_row_parent_class)->dispose (object);
}

static void
sonde_variable_row_class_init (SondeVariableRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sonde_variable_row_dispose;
  signals[SIGNAL_REMOVE] = g_signal_new ("remove", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/sonde/Sonde/setup/sonde-variable-row.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeVariableRow, name_entry);
  gtk_widget_class_bind_template_child (widget_class, SondeVariableRow, min_entry);
  gtk_widget_class_bind_template_child (widget_class, SondeVariableRow, max_entry);
  gtk_widget_class_bind_template_child (widget_class, SondeVariableRow, integer_check);
  gtk_widget_class_bind_template_child (widget_class, SondeVariableRow, log_check);
  gtk_widget_class_bind_template_child (widget_class, SondeVariableRow, remove_button);
  gtk_widget_class_bind_template_child (widget_class, SondeVariableRow, kind_button);
}

static void
sonde_variable_row_init (SondeVariableRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_swapped (self->integer_check, "toggled", G_CALLBACK (on_integer), self);
  g_signal_connect_swapped (self->log_check, "toggled", G_CALLBACK (on_log), self);
  g_signal_connect_swapped (self->remove_button, "clicked", G_CALLBACK (on_remove), self);
}

static void
bind (SondeVariableRow *self,
      GtkEditable      *entry,
      const char       *member,
      SondeFieldKind    kind)
{
  g_autofree char *path = get_path (self, member);

  sonde_field_bind (entry, self->editor, path, kind);
}

/* @index: which variable of the domain */
SondeVariableRow *
sonde_variable_row_new (SondeStudyEditor *editor,
                        guint             index,
                        gboolean          can_be_removed)
{
  SondeVariableRow *self = g_object_new (SONDE_TYPE_VARIABLE_ROW, NULL);

  self->editor = g_object_ref (editor);
  self->index = index;
  gtk_widget_set_visible (self->remove_button, can_be_removed);
  bind (self, self->name_entry, "name", SONDE_FIELD_TEXT);
  bind (self, self->min_entry, "min", SONDE_FIELD_NUMBER);
  bind (self, self->max_entry, "max", SONDE_FIELD_NUMBER);
  g_signal_connect_object (editor, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  return self;
}
