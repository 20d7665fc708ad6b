/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

#include "app/setup/sonde-error-row.h"
#include "app/setup/sonde-property-row.h"
#include "app/setup/sonde-saving-group.h"

#define USUAL_INTERVAL 30

struct _SondeSavingGroup
{
  AdwPreferencesGroup  parent_instance;
  SondePropertyRow    *file_row;
  GtkSpinButton       *interval;
  GtkEditable         *command;
  SondeErrorRow       *error;
};

G_DEFINE_FINAL_TYPE (SondeSavingGroup, sonde_saving_group, ADW_TYPE_PREFERENCES_GROUP)

static void
sonde_saving_group_class_init (SondeSavingGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (SONDE_TYPE_ERROR_ROW);
  g_type_ensure (SONDE_TYPE_PROPERTY_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/sonde/Sonde/setup/sonde-saving-group.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeSavingGroup, file_row);
  gtk_widget_class_bind_template_child (widget_class, SondeSavingGroup, interval);
  gtk_widget_class_bind_template_child (widget_class, SondeSavingGroup, command);
  gtk_widget_class_bind_template_child (widget_class, SondeSavingGroup, error);
}

static void
sonde_saving_group_init (SondeSavingGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
sonde_saving_group_set_editor (SondeSavingGroup *self,
                               SondeStudyEditor *editor)
{
  g_return_if_fail (SONDE_IS_SAVING_GROUP (self));

  sonde_field_bind_spin (self->interval, editor, "saving.interval", USUAL_INTERVAL);
  sonde_field_bind (self->command, editor, "saving.command", SONDE_FIELD_OPTIONAL_TEXT);
  sonde_error_row_watch (self->error, editor, "saving", SONDE_FIELD_TEXT);
}

void
sonde_saving_group_set_file (SondeSavingGroup *self,
                             GFile            *file)
{
  g_autofree char *name = file != NULL ? g_file_get_parse_name (file) : NULL;

  g_return_if_fail (SONDE_IS_SAVING_GROUP (self));

  sonde_property_row_set_value (self->file_row, name != NULL ? name : _("A draft, until it is saved"));
}
