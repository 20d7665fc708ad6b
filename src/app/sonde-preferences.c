/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

#include "app/sonde-preferences.h"
#include "app/sonde-settings.h"

struct _SondePreferences
{
  AdwPreferencesWindow  parent_instance;
  AdwComboRow          *color_scheme;
  AdwComboRow          *chart_interval;
  GtkSpinButton        *default_tasks;
  AdwComboRow          *close_running;
  GtkSwitch            *notify;
};

G_DEFINE_FINAL_TYPE (SondePreferences, sonde_preferences, ADW_TYPE_PREFERENCES_WINDOW)

typedef struct
{
  const char *value;
  const char *title;
} Choice;

static const Choice color_schemes[] = {
  { "follow", N_("As the Desktop") }, { "light", N_("Light") }, { "dark", N_("Dark") }, { NULL, NULL },
};
static const Choice chart_intervals[] = {
  { "0.05", N_("As Fast as Possible") }, { "0.5", N_("Twice a Second") }, { "10", N_("Every 10 Seconds") }, { NULL, NULL },
};
static const Choice close_runnings[] = {
  { "ask", N_("Ask") }, { "background", N_("Keep Running") }, { "cancel", N_("Cancel and Save") }, { NULL, NULL },
};

static gboolean
to_selected (GValue   *selected,
             GVariant *value,
             gpointer  choices)
{
  const Choice *choice = choices;

  for (guint i = 0; choice[i].value != NULL; i++)
    if (g_str_equal (choice[i].value, g_variant_get_string (value, NULL)))
      {
        g_value_set_uint (selected, i);
        return TRUE;
      }
  return FALSE;
}

static GVariant *
from_selected (const GValue       *selected,
               const GVariantType *type,
               gpointer            choices)
{
  guint i = g_value_get_uint (selected);

  return i != GTK_INVALID_LIST_POSITION ? g_variant_new_string (((const Choice *) choices)[i].value) : NULL;
}

static void
bind_choices (AdwComboRow  *row,
              const char   *key,
              const Choice *choices)
{
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);

  for (guint i = 0; choices[i].value != NULL; i++)
    gtk_string_list_append (titles, _(choices[i].title));
  adw_combo_row_set_model (row, G_LIST_MODEL (titles));
  g_settings_bind_with_mapping (sonde_settings_get (), key, row, "selected", G_SETTINGS_BIND_DEFAULT, to_selected, from_selected,
                                (gpointer) choices, NULL);
}

static void
sonde_preferences_class_init (SondePreferencesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/sonde/Sonde/sonde-preferences.ui");
  gtk_widget_class_bind_template_child (widget_class, SondePreferences, color_scheme);
  gtk_widget_class_bind_template_child (widget_class, SondePreferences, chart_interval);
  gtk_widget_class_bind_template_child (widget_class, SondePreferences, default_tasks);
  gtk_widget_class_bind_template_child (widget_class, SondePreferences, close_running);
  gtk_widget_class_bind_template_child (widget_class, SondePreferences, notify);
}

static void
sonde_preferences_init (SondePreferences *self)
{
  GSettings *settings = sonde_settings_get ();

  gtk_widget_init_template (GTK_WIDGET (self));
  if (settings == NULL)
    return;
  bind_choices (self->color_scheme, "color-scheme", color_schemes);
  bind_choices (self->chart_interval, "chart-interval", chart_intervals);
  bind_choices (self->close_running, "close-running", close_runnings);
  g_settings_bind (settings, "default-tasks", self->default_tasks, "value", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "notify", self->notify, "active", G_SETTINGS_BIND_DEFAULT);
}

/* Only where there are settings: sonde_settings_get(). */
SondePreferences *
sonde_preferences_new (GtkWindow *parent)
{
  return g_object_new (SONDE_TYPE_PREFERENCES, "transient-for", parent, NULL);
}
