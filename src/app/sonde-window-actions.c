/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

#include "app/sonde-dialogs.h"
#include "app/sonde-window-private.h"

#define ZOOM_STEP 1.25      /* as the keys of the chart */

static void
on_run (GtkWidget  *widget,
        const char *name,
        GVariant   *parameter)
{
  SondeWindow *self = SONDE_WINDOW (widget);
  SondeRunner *runner = sonde_run_get_runner (sonde_window_get_run (self));
  g_autoptr (GError) error = NULL;
  SondeGoalState state;

  sonde_runner_get_goal_state (runner, &state);
  if (sonde_runner_get_status (runner) == SONDE_STATUS_FINISHED &&
      sonde_goal_is_reached (sonde_runner_get_goal (runner), &state, NULL))
    {
      sonde_run_view_show_panel (self->view);
      sonde_window_toast (self, _("The goal is reached. Set a further one to continue."));
      return;
    }
  sonde_run_view_run (self->view, &error);
  if (error != NULL)
    sonde_dialog_tell (GTK_WINDOW (self), _("The Run Cannot Start"), error->message);
}

static void
on_cancel (GtkWidget  *widget,
           const char *name,
           GVariant   *parameter)
{
  sonde_runner_cancel (sonde_run_get_runner (sonde_window_get_run (SONDE_WINDOW (widget))));
}

static void
on_undo (GtkWidget  *widget,
         const char *name,
         GVariant   *parameter)
{
  SondeStudyEditor *editor = sonde_run_view_get_editor (SONDE_WINDOW (widget)->view);

  if (g_str_equal (name, "win.undo"))
    sonde_study_editor_undo (editor);
  else
    sonde_study_editor_redo (editor);
}

static void
on_panel (GtkWidget  *widget,
          const char *name,
          GVariant   *parameter)
{
  sonde_run_view_toggle_panel (SONDE_WINDOW (widget)->view);
}

static void
on_menu (GtkWidget  *widget,
         const char *name,
         GVariant   *parameter)
{
  SondeWindow *self = SONDE_WINDOW (widget);

  if (self->view != NULL)
    sonde_run_view_open_menu (self->view);
  else
    sonde_start_page_open_menu (self->start_page);
}

static void
on_search (GtkWidget  *widget,
           const char *name,
           GVariant   *parameter)
{
  sonde_start_page_search (SONDE_WINDOW (widget)->start_page);
}

static void
on_edit_as_new (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  SondeWindow *self = SONDE_WINDOW (widget);
  g_autoptr (SondeRun) run = sonde_run_new (sonde_run_get_study (sonde_window_get_run (self)));
  SondeWindow *window = sonde_window_new (ADW_APPLICATION (gtk_window_get_application (GTK_WINDOW (self))));

  sonde_window_set_run (window, run);
  gtk_window_present (GTK_WINDOW (window));
}

static void
on_renamed (const char *response,
            const char *text,
            gpointer    data)
{
  SondeWindow *self = data;

  if (g_str_equal (response, "rename") && self->view != NULL)
    sonde_study_editor_set_text (sonde_run_view_get_editor (self->view), "title", text);
}

static void
on_rename (GtkWidget  *widget,
           const char *name,
           GVariant   *parameter)
{
  static const SondeResponse responses[] = {
    { "cancel", N_("_Cancel"), ADW_RESPONSE_DEFAULT },
    { "rename", N_("_Rename"), ADW_RESPONSE_SUGGESTED },
  };
  const SondeResponse translated[] = {
    { "cancel", _(responses[0].label), responses[0].appearance },
    { "rename", _(responses[1].label), responses[1].appearance },
  };
  SondeWindow *self = SONDE_WINDOW (widget);
  g_autofree char *title = NULL;

  g_object_get (sonde_window_get_run (self), "title", &title, NULL);
  sonde_dialog_ask (GTK_WINDOW (self), _("Rename the Run"), NULL, title, translated, G_N_ELEMENTS (translated), on_renamed, self);
}

static void
on_file (GtkWidget  *widget,
         const char *name,
         GVariant   *parameter)
{
  SondeWindow *self = SONDE_WINDOW (widget);

  if (g_str_equal (name, "win.open"))
    _sonde_window_choose_file (self);
  else if (g_str_equal (name, "win.save"))
    _sonde_window_save (self);
  else if (g_str_equal (name, "win.save-as"))
    _sonde_window_save_as (self);
  else if (g_str_equal (name, "win.export-picture"))
    _sonde_window_export_picture (self);
  else
    _sonde_window_export_data (self);
}

/* From everywhere in the window; the chart has plus, minus and 0 as well, while it has the focus. */
static void
on_zoom (GtkWidget  *widget,
         const char *name,
         GVariant   *parameter)
{
  SondeChartCanvas *canvas = sonde_chart_get_canvas (sonde_run_view_get_chart (SONDE_WINDOW (widget)->view));

  if (g_str_equal (name, "win.fit"))
    sonde_chart_canvas_fit (canvas);
  else
    sonde_chart_canvas_zoom (canvas, g_str_equal (name, "win.zoom-in") ? ZOOM_STEP : 1 / ZOOM_STEP);
}

static void
on_fullscreen (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  g_object_set (widget, "fullscreened", !gtk_window_is_fullscreen (GTK_WINDOW (widget)), NULL);
}

static void
on_cancel_opening (GtkWidget  *widget,
                   const char *name,
                   GVariant   *parameter)
{
  _sonde_window_cancel_opening (SONDE_WINDOW (widget));
}

static void
add (GtkWidgetClass          *widget_class,
     const char              *name,
     GtkWidgetActionActivateFunc activate,
     const char              *accelerator)
{
  GdkModifierType modifiers;
  guint key;

  gtk_widget_class_install_action (widget_class, name, NULL, activate);
  if (accelerator == NULL || !gtk_accelerator_parse (accelerator, &key, &modifiers))
    return;
  gtk_widget_class_add_binding_action (widget_class, key, modifiers, name, NULL);
}

void
_sonde_window_install_actions (GtkWidgetClass *widget_class)
{
  add (widget_class, "win.run", on_run, "<Control>r");
  add (widget_class, "win.cancel", on_cancel, NULL);
  add (widget_class, "win.undo", on_undo, "<Control>z");
  add (widget_class, "win.redo", on_undo, "<Control><Shift>z");
  add (widget_class, "win.toggle-panel", on_panel, "F9");
  add (widget_class, "win.menu", on_menu, "F10");
  add (widget_class, "win.search", on_search, "<Control>f");
  add (widget_class, "win.edit-as-new", on_edit_as_new, NULL);
  add (widget_class, "win.rename", on_rename, "F2");
  add (widget_class, "win.open", on_file, "<Control>o");
  add (widget_class, "win.save", on_file, "<Control>s");
  add (widget_class, "win.save-as", on_file, "<Control><Shift>s");
  add (widget_class, "win.export-picture", on_file, "<Control>e");
  add (widget_class, "win.zoom-in", on_zoom, "<Control>plus");
  add (widget_class, "win.zoom-out", on_zoom, "<Control>minus");
  add (widget_class, "win.fit", on_zoom, "<Control>0");
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_equal, GDK_CONTROL_MASK, "win.zoom-in", NULL);
  add (widget_class, "win.fullscreen", on_fullscreen, "F11");
  add (widget_class, "win.cancel-opening", on_cancel_opening, NULL);
  add (widget_class, "win.export-data", on_file, "<Control><Shift>e");
}

/* What can be done now: the one place that says so. */
void
_sonde_window_update_action_state (SondeWindow *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  g_auto (SondeRunState) state = { 0 };
  gboolean has_run = self->view != NULL;
  SondeStudyEditor *editor = has_run ? sonde_run_view_get_editor (self->view) : NULL;
  gboolean has_results = has_run && sonde_run_has_results (sonde_window_get_run (self));
  gboolean active = FALSE;

  if (has_run)
    {
      sonde_run_view_get_state (self->view, &state);
      active = sonde_run_state_is_active (state.status);
    }
  /* a run that goes on can be paused whatever was typed meanwhile */
  gtk_widget_action_set_enabled (widget, "win.run", has_run && (active || state.ready));
  gtk_widget_action_set_enabled (widget, "win.cancel", active);
  gtk_widget_action_set_enabled (widget, "win.undo", has_run && sonde_study_editor_get_can_undo (editor));
  gtk_widget_action_set_enabled (widget, "win.redo", has_run && sonde_study_editor_get_can_redo (editor));
  gtk_widget_action_set_enabled (widget, "win.search", !has_run);
  gtk_widget_action_set_enabled (widget, "win.toggle-panel", has_run);
  gtk_widget_action_set_enabled (widget, "win.edit-as-new", has_run);
  gtk_widget_action_set_enabled (widget, "win.rename", has_run);
  gtk_widget_action_set_enabled (widget, "win.zoom-in", has_results);
  gtk_widget_action_set_enabled (widget, "win.zoom-out", has_results);
  gtk_widget_action_set_enabled (widget, "win.fit", has_results);
  gtk_widget_action_set_enabled (widget, "win.save", has_run);
  gtk_widget_action_set_enabled (widget, "win.save-as", has_run);
  gtk_widget_action_set_enabled (widget, "win.export-picture", has_results);
  gtk_widget_action_set_enabled (widget, "win.export-data", has_results);
}
