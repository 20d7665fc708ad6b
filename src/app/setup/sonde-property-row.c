/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "app/setup/sonde-property-row.h"

struct _SondePropertyRow
{
  AdwPreferencesRow  parent_instance;
  GtkLabel          *value;
};

G_DEFINE_FINAL_TYPE (SondePropertyRow, sonde_property_row, ADW_TYPE_PREFERENCES_ROW)

static void
sonde_property_row_class_init (SondePropertyRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/sonde/Sonde/setup/sonde-property-row.ui");
  gtk_widget_class_bind_template_child (widget_class, SondePropertyRow, value);
}

static void
sonde_property_row_init (SondePropertyRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
sonde_property_row_set_value (SondePropertyRow *self,
                              const char       *value)
{
  g_return_if_fail (SONDE_IS_PROPERTY_ROW (self));

  if (g_strcmp0 (gtk_label_get_label (self->value), value) != 0)
    gtk_label_set_label (self->value, value);
}

/* @mono: for formulas and code */
void
sonde_property_row_set_mono (SondePropertyRow *self,
                             gboolean          mono)
{
  g_return_if_fail (SONDE_IS_PROPERTY_ROW (self));

  if (mono)
    gtk_widget_add_css_class (GTK_WIDGET (self->value), "mono");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->value), "mono");
}
