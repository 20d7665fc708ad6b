/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib-unix.h>
#include <glib/gi18n.h>

#include "app/guide/sonde-guide-window.h"
#include "app/sonde-application.h"
#include "app/sonde-preferences.h"
#include "app/sonde-settings.h"
#include "app/sonde-window.h"

struct _SondeApplication
{
  AdwApplication parent_instance;
  guint          terminate_source;
  guint          interrupt_source;
  GtkWindow     *guide;             /* weak: one for all windows */
};

G_DEFINE_FINAL_TYPE (SondeApplication, sonde_application, ADW_TYPE_APPLICATION)

static SondeWindow *
new_window (SondeApplication *self)
{
  SondeWindow *window = sonde_window_new (ADW_APPLICATION (self));

  gtk_window_present (GTK_WINDOW (window));
  return window;
}

/* the one that was in front the last, NULL if there is none */
static SondeWindow *
find_window (GtkApplication *application)
{
  for (GList *l = gtk_application_get_windows (application); l != NULL; l = l->next)
    if (SONDE_IS_WINDOW (l->data))
      return l->data;
  return NULL;
}

/* A run in the background comes back to the front. */
static void
sonde_application_activate (GApplication *application)
{
  SondeWindow *front = find_window (GTK_APPLICATION (application));

  if (front == NULL)
    front = new_window (SONDE_APPLICATION (application));
  for (GList *l = gtk_application_get_windows (GTK_APPLICATION (application)); l != NULL; l = l->next)
    if (!gtk_widget_get_visible (l->data))
      gtk_window_present (l->data);
  gtk_window_present (GTK_WINDOW (front));
}

static void
sonde_application_open (GApplication  *application,
                        GFile        **files,
                        int            n_files,
                        const char    *hint)
{
  for (int i = 0; i < n_files; i++)
    {
      SondeWindow *window = find_window (GTK_APPLICATION (application));

      /* it comes up as soon as there is something to show, without a glimpse of the start page */
      sonde_window_open_file (window != NULL ? window : sonde_window_new (ADW_APPLICATION (application)), files[i]);
    }
}

static void
on_new_window (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       data)
{
  new_window (data);
}

/* Each window that has something to decide asks; the application ends with its last one. */
static void
on_quit (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       data)
{
  g_autoptr (GList) windows = g_list_copy (gtk_application_get_windows (data));

  for (GList *l = windows; l != NULL; l = l->next)
    if (SONDE_IS_WINDOW (l->data))
      gtk_window_close (l->data);
}

static void
on_activate (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       data)
{
  g_application_activate (data);
}

/* from a notification */
static void
on_show_window (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       data)
{
  GtkWindow *window = gtk_application_get_window_by_id (data, g_variant_get_uint32 (parameter));

  if (window != NULL)
    gtk_window_present (window);
}

static void
on_help (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       data)
{
  SondeApplication *self = data;

  if (self->guide == NULL)
    g_set_weak_pointer (&self->guide, GTK_WINDOW (sonde_guide_window_new (GTK_APPLICATION (self))));
  gtk_window_present (self->guide);
}

static void
on_preferences (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       data)
{
  SondeWindow *window = find_window (data);

  if (window != NULL)
    gtk_window_present (GTK_WINDOW (sonde_preferences_new (GTK_WINDOW (window))));
}

/* What the user chose at once, in all windows. */
static void
update_color_scheme (void)
{
  g_autofree char *name = sonde_settings_get_string ("color-scheme", "follow");

  adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                      g_str_equal (name, "light") ? ADW_COLOR_SCHEME_FORCE_LIGHT :
                                      g_str_equal (name, "dark") ? ADW_COLOR_SCHEME_FORCE_DARK : ADW_COLOR_SCHEME_DEFAULT);
}

static void
watch_settings (SondeApplication *self)
{
  GSettings *settings = sonde_settings_get ();
  GAction *preferences = g_action_map_lookup_action (G_ACTION_MAP (self), "preferences");

  g_simple_action_set_enabled (G_SIMPLE_ACTION (preferences), settings != NULL);
  if (settings != NULL)
    g_signal_connect_object (settings, "changed::color-scheme", G_CALLBACK (update_color_scheme), self, G_CONNECT_SWAPPED);
  update_color_scheme ();
}

static void
on_about (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       data)
{
  adw_show_about_window (gtk_application_get_active_window (data),
                         "application-name", _("Sonde"),
                         "application-icon", SONDE_APP_ID,
                         "version", SONDE_VERSION,
                         "developer-name", _("The Sonde developers"),
                         "comments", _("Samples expensive functions where it matters."),
                         "license-type", GTK_LICENSE_GPL_3_0,
                         NULL);
}

/* What was told is on disk already; the windows' runs end in order. */
static gboolean
on_signal (gpointer data)
{
  g_application_quit (data);
  return G_SOURCE_CONTINUE;
}

static void
sonde_application_startup (GApplication *application)
{
  static const GActionEntry actions[] = {
    { "new-window", on_new_window }, { "quit", on_quit }, { "about", on_about }, { "activate", on_activate },
    { "help", on_help }, { "preferences", on_preferences }, { "show-window", on_show_window, "u" },
  };
  static const struct { const char *action; const char *accelerators[2]; } keys[] = {
    { "app.new-window", { "<Control>n" } }, { "app.quit", { "<Control>q" } }, { "window.close", { "<Control>w" } },
    { "app.help", { "F1" } }, { "app.preferences", { "<Control>comma" } },
  };
  SondeApplication *self = SONDE_APPLICATION (application);

  G_APPLICATION_CLASS (sonde_application_parent_class)->startup (application);
  g_action_map_add_action_entries (G_ACTION_MAP (application), actions, G_N_ELEMENTS (actions), application);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (application), keys[i].action, (const char **) keys[i].accelerators);
  gtk_window_set_default_icon_name (SONDE_APP_ID);
  watch_settings (self);
  self->terminate_source = g_unix_signal_add (SIGTERM, on_signal, application);
  self->interrupt_source = g_unix_signal_add (SIGINT, on_signal, application);
}

static void
sonde_application_shutdown (GApplication *application)
{
  SondeApplication *self = SONDE_APPLICATION (application);
  g_autoptr (GList) windows = g_list_copy (gtk_application_get_windows (GTK_APPLICATION (application)));

  g_clear_handle_id (&self->terminate_source, g_source_remove);
  g_clear_handle_id (&self->interrupt_source, g_source_remove);
  g_clear_weak_pointer (&self->guide);
  for (GList *l = windows; l != NULL; l = l->next)
    gtk_window_destroy (l->data);
  G_APPLICATION_CLASS (sonde_application_parent_class)->shutdown (application);
}

/* The guide alone keeps nothing going. */
static void
sonde_application_window_removed (GtkApplication *application,
                                  GtkWindow      *window)
{
  SondeApplication *self = SONDE_APPLICATION (application);

  GTK_APPLICATION_CLASS (sonde_application_parent_class)->window_removed (application, window);
  if (SONDE_IS_WINDOW (window) && self->guide != NULL && find_window (application) == NULL)
    gtk_window_destroy (self->guide);
}

/* What needs no display. */
static int
sonde_application_handle_local_options (GApplication *application,
                                        GVariantDict *options)
{
  if (!g_variant_dict_contains (options, "version"))
    return -1;
  g_print ("Sonde %s\n", SONDE_VERSION);
  return 0;
}

static void
sonde_application_class_init (SondeApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  GTK_APPLICATION_CLASS (klass)->window_removed = sonde_application_window_removed;
  application_class->handle_local_options = sonde_application_handle_local_options;
  application_class->activate = sonde_application_activate;
  application_class->open = sonde_application_open;
  application_class->startup = sonde_application_startup;
  application_class->shutdown = sonde_application_shutdown;
}

static void
sonde_application_init (SondeApplication *self)
{
  static const GOptionEntry options[] = {
    { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_("Show the version"), NULL },
    { NULL },
  };

  g_application_add_main_option_entries (G_APPLICATION (self), options);
  g_application_set_option_context_parameter_string (G_APPLICATION (self), _("[FILE…]"));
}

SondeApplication *
sonde_application_new (void)
{
  return g_object_new (SONDE_TYPE_APPLICATION, "application-id", SONDE_APP_ID, "flags", G_APPLICATION_HANDLES_OPEN, NULL);
}
