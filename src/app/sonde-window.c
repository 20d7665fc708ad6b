/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

#include "app/sonde-settings.h"
#include "app/sonde-window-private.h"

G_DEFINE_FINAL_TYPE (SondeWindow, sonde_window, ADW_TYPE_APPLICATION_WINDOW)

static void
update_title (SondeWindow *self)
{
  g_autofree char *title = NULL;
  g_autofree char *text = NULL;

  if (self->view == NULL)
    {
      gtk_window_set_title (GTK_WINDOW (self), _("Sonde"));
      return;
    }
  title = sonde_run_view_dup_title (self->view);
  if (sonde_run_get_following (sonde_run_view_get_run (self->view)))
    /* Translators: the title of a run that another program writes */
    text = g_strdup_printf (_("%s (Read-Only)"), title);
  else
    /* Translators: the title of a run that was not saved yet */
    text = sonde_run_is_draft (sonde_run_view_get_run (self->view)) ? g_strdup_printf (_("%s (Draft)"), title) : g_strdup (title);
  gtk_window_set_title (GTK_WINDOW (self), text);
}

static void
on_state_changed (SondeWindow *self)
{
  update_title (self);
  _sonde_window_update_action_state (self);
}

static void
sonde_window_dispose (GObject *object)
{
  SondeWindow *self = SONDE_WINDOW (object);

  _sonde_window_forget_opening (self);
  _sonde_window_end_run (self);
  g_clear_object (&self->watch);
  g_clear_object (&self->view);
  G_OBJECT_CLASS (sonde_window_parent_class)->dispose (object);
}

static void
sonde_window_class_init (SondeWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sonde_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = _sonde_window_close_request;
  g_type_ensure (SONDE_TYPE_START_PAGE);
  _sonde_window_install_actions (widget_class);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/sonde/Sonde/sonde-window.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, SondeWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, SondeWindow, start_page);
  gtk_widget_class_bind_template_child (widget_class, SondeWindow, opening_page);
  gtk_widget_class_bind_template_child (widget_class, SondeWindow, opening_bar);
}

static void
bind_size (SondeWindow *self)
{
  GSettings *settings = sonde_settings_get ();

  if (settings == NULL)
    return;
  g_settings_bind (settings, "window-width", self, "default-width", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "window-height", self, "default-height", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "window-maximized", self, "maximized", G_SETTINGS_BIND_DEFAULT);
}

/* A formula that is right is where the study begins; else the study to begin with, for what is wrong is edited there. */
static SondeStudy *
begin_with (const char *formula)
{
  g_autoptr (SondeStudy) study = sonde_start_page_new_study ();
  g_autoptr (SondeStudyEditor) editor = sonde_study_editor_new (study);

  if (*formula != '\0')
    sonde_study_editor_set_text (editor, "function.expression", formula);
  return g_object_ref (sonde_study_editor_get_study (editor) != NULL ? sonde_study_editor_get_study (editor) : study);
}

static void
on_new_study (SondeWindow *self,
              const char  *formula)
{
  g_autoptr (SondeStudy) study = begin_with (formula);
  g_autoptr (SondeRun) run = sonde_run_new (study);

  sonde_window_set_run (self, run);
  /* an edit, so that a wrong formula shows in the set-up with what is wrong */
  if (*formula != '\0')
    sonde_study_editor_set_text (sonde_run_view_get_editor (self->view), "function.expression", formula);
}

static void
on_example (SondeWindow *self,
            SondeStudy  *study)
{
  g_autoptr (SondeRun) run = sonde_run_new (study);

  sonde_window_set_run (self, run);
}

static void
sonde_window_init (SondeWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  bind_size (self);
  g_signal_connect_object (self->start_page, "new-study", G_CALLBACK (on_new_study), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->start_page, "example", G_CALLBACK (on_example), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->start_page, "file", G_CALLBACK (sonde_window_open_file), self, G_CONNECT_SWAPPED);
  _sonde_window_accept_files (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->start_page));
  _sonde_window_update_action_state (self);
}

SondeWindow *
sonde_window_new (AdwApplication *application)
{
  return g_object_new (SONDE_TYPE_WINDOW, "application", application, NULL);
}

/* Whether it shows the start page and waits for nothing, so that a file may open here. */
gboolean
sonde_window_is_empty (SondeWindow *self)
{
  g_return_val_if_fail (SONDE_IS_WINDOW (self), FALSE);

  return self->view == NULL && self->opening == NULL;
}

/**
 * sonde_window_get_run:
 *
 * Returns: (transfer none) (nullable): the run, %NULL on the start page
 */
SondeRun *
sonde_window_get_run (SondeWindow *self)
{
  g_return_val_if_fail (SONDE_IS_WINDOW (self), NULL);

  return self->view != NULL ? sonde_run_view_get_run (self->view) : NULL;
}

static void
set_chart_interval (SondeRunView *view)
{
  g_autofree char *interval = sonde_settings_get_string ("chart-interval", "0.05");

  gtk_widget_activate_action (GTK_WIDGET (sonde_run_view_get_chart (view)), "chart.interval", "s", interval);
}

/* The window must be empty: it keeps its run as long as it is open. */
void
sonde_window_set_run (SondeWindow *self,
                      SondeRun    *run)
{
  g_return_if_fail (SONDE_IS_WINDOW (self));
  g_return_if_fail (self->view == NULL);

  self->view = g_object_ref_sink (sonde_run_view_new (run));
  set_chart_interval (self->view);
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->view), "run");
  gtk_stack_set_visible_child_name (self->stack, "run");
  self->watch = sonde_run_watch_new (GTK_APPLICATION_WINDOW (self), run);
  g_signal_connect_object (self->view, "state-changed", G_CALLBACK (on_state_changed), self, G_CONNECT_SWAPPED);
  on_state_changed (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

void
sonde_window_toast (SondeWindow *self,
                    const char  *text)
{
  AdwToast *toast;

  g_return_if_fail (SONDE_IS_WINDOW (self));

  toast = adw_toast_new (text);
  adw_toast_overlay_add_toast (self->toasts, toast);
}
