/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

#include "app/setup/sonde-domain-group.h"
#include "app/setup/sonde-error-row.h"
#include "app/setup/sonde-property-row.h"
#include "app/sonde-format.h"

struct _SondeDomainGroup
{
  AdwPreferencesGroup  parent_instance;
  SondeStudyEditor    *editor;
  GtkWidget           *lock;
  GtkWidget           *row;
  GtkEditable         *name_entry;
  GtkEditable         *min_entry;
  GtkEditable         *max_entry;
  SondeErrorRow       *error;
  SondePropertyRow    *property;
};

G_DEFINE_FINAL_TYPE (SondeDomainGroup, sonde_domain_group, ADW_TYPE_PREFERENCES_GROUP)

static gboolean
are_reversed (SondeDomainGroup *self)
{
  return sonde_study_editor_get_number (self->editor, "domain[0].min", 0) >
         sonde_study_editor_get_number (self->editor, "domain[0].max", 0);
}

static void
on_fix (SondeDomainGroup *self)
{
  double min = sonde_study_editor_get_number (self->editor, "domain[0].min", 0);
  double max = sonde_study_editor_get_number (self->editor, "domain[0].max", 0);

  sonde_study_editor_set_number (self->editor, "domain[0].min", max);
  sonde_study_editor_set_number (self->editor, "domain[0].max", min);
}

static void
update (SondeDomainGroup *self)
{
  gboolean locked = sonde_study_editor_get_locked (self->editor);
  g_autofree char *name = sonde_study_editor_get_text (self->editor, "domain[0].name");
  g_autofree char *unit = sonde_study_editor_get_text (self->editor, "domain[0].unit");
  g_autofree char *title = *unit != '\0' ? g_strdup_printf ("%s (%s)", name, unit) : g_strdup (name);
  g_autofree char *min = sonde_format_number (sonde_study_editor_get_number (self->editor, "domain[0].min", 0), 8);
  g_autofree char *max = sonde_format_number (sonde_study_editor_get_number (self->editor, "domain[0].max", 0), 8);
  /* Translators: an interval */
  g_autofree char *text = g_strdup_printf (_("%s to %s"), min, max);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->property), title);
  sonde_property_row_set_value (self->property, text);
  sonde_error_row_set_fix (self->error, are_reversed (self) ? _("Swap Them") : NULL);
  gtk_widget_set_visible (self->lock, locked);
  gtk_widget_set_visible (self->row, !locked);
  gtk_widget_set_visible (GTK_WIDGET (self->property), locked);
}

static void
sonde_domain_group_dispose (GObject *object)
{
  SondeDomainGroup *self = SONDE_DOMAIN_GROUP (object);

  g_clear_object (&self->editor);
  G_OBJECT_CLASS (sonde_domain_group_parent_class)->dispose (object);
}

static void
sonde_domain_group_class_init (SondeDomainGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sonde_domain_group_dispose;
  g_type_ensure (SONDE_TYPE_ERROR_ROW);
  g_type_ensure (SONDE_TYPE_PROPERTY_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/sonde/Sonde/setup/sonde-domain-group.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeDomainGroup, lock);
  gtk_widget_class_bind_template_child (widget_class, SondeDomainGroup, row);
  gtk_widget_class_bind_template_child (widget_class, SondeDomainGroup, name_entry);
  gtk_widget_class_bind_template_child (widget_class, SondeDomainGroup, min_entry);
  gtk_widget_class_bind_template_child (widget_class, SondeDomainGroup, max_entry);
  gtk_widget_class_bind_template_child (widget_class, SondeDomainGroup, error);
  gtk_widget_class_bind_template_child (widget_class, SondeDomainGroup, property);
}

static void
sonde_domain_group_init (SondeDomainGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (self->error, "fix", G_CALLBACK (on_fix), self, G_CONNECT_SWAPPED);
}

void
sonde_domain_group_set_editor (SondeDomainGroup *self,
                               SondeStudyEditor *editor)
{
  g_return_if_fail (SONDE_IS_DOMAIN_GROUP (self));

  self->editor = g_object_ref (editor);
  sonde_field_bind (self->name_entry, editor, "domain[0].name", SONDE_FIELD_TEXT);
  sonde_field_bind (self->min_entry, editor, "domain[0].min", SONDE_FIELD_NUMBER);
  sonde_field_bind (self->max_entry, editor, "domain[0].max", SONDE_FIELD_NUMBER);
  sonde_error_row_watch (self->error, editor, "domain[0].name", SONDE_FIELD_TEXT);
  sonde_error_row_watch (self->error, editor, "domain[0].min", SONDE_FIELD_NUMBER);
  sonde_error_row_watch (self->error, editor, "domain[0].max", SONDE_FIELD_NUMBER);
  sonde_error_row_watch (self->error, editor, "domain", SONDE_FIELD_TEXT);
  g_signal_connect_object (editor, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}
