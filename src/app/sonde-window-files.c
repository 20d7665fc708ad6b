/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "app/sonde-dialogs.h"
#include "app/sonde-export-dialog.h"
#include "app/sonde-file-chooser.h"
#include "app/sonde-window-private.h"
#include "base/sonde-replace.h"

static void
remember_recent (GFile *file)
{
  g_autofree char *uri = g_file_get_uri (file);
  GtkRecentData data = {
    .mime_type = (char *) "application/x-sonde",
    .app_name = (char *) "Sonde",
    .app_exec = (char *) "sonde %u",
  };

  gtk_recent_manager_add_full (gtk_recent_manager_get_default (), uri, &data);
}

/* a window for a run: this one while it is empty, else a new one */
static SondeWindow *
window_for_run (SondeWindow *self)
{
  if (sonde_window_is_empty (self))
    return self;
  return sonde_window_new (ADW_APPLICATION (gtk_window_get_application (GTK_WINDOW (self))));
}

static SondeWindow *
show_run (SondeWindow *self,
          SondeRun    *run)
{
  SondeWindow *window = window_for_run (self);

  sonde_window_set_run (window, run);
  gtk_window_present (GTK_WINDOW (window));
  return window;
}

static void
show_diagnostics (SondeWindow *self,
                  GPtrArray   *diagnostics)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < diagnostics->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? "\n" : "", sonde_diagnostic_get_message (g_ptr_array_index (diagnostics, i)));
  if (diagnostics->len > 0)
    sonde_notice_bar_show (sonde_run_view_get_notice_bar (self->view), "opened", "dialog-warning-symbolic",
                           _("Something in the File Was Put Right"), text->str, NULL, NULL);
}

/* the window that has this file open already */
static GtkWindow *
find_window (SondeWindow *self,
             GFile       *file)
{
  for (GList *l = gtk_application_get_windows (gtk_window_get_application (GTK_WINDOW (self))); l != NULL; l = l->next)
    {
      SondeRun *run = SONDE_IS_WINDOW (l->data) ? sonde_window_get_run (l->data) : NULL;
      GFile *other = run != NULL ? sonde_run_get_file (run) : NULL;

      if (other != NULL && g_file_equal (other, file))
        return l->data;
    }
  return NULL;
}

typedef struct
{
  SondeWindow *window;
  GFile       *file;
} Rescue;

static void
on_rescue (const char *response,
           const char *text,
           gpointer    data)
{
  Rescue *rescue = data;
  g_autoptr (GError) error = NULL;

  if (g_str_equal (response, "recover"))
    {
      g_autoptr (SondeRun) run = sonde_run_recover (rescue->file, &error);

      if (run != NULL)
        {
          SondeWindow *window = show_run (rescue->window, run);

          sonde_notice_bar_show (sonde_run_view_get_notice_bar (window->view), "opened", "dialog-warning-symbolic",
                                 _("Recovered From a Damaged File"),
                                 _("This is all that comes before the damage, as a new draft. The damaged file stays as it is."),
                                 _("Save As…"), "win.save-as");
        }
      else
        sonde_dialog_tell (GTK_WINDOW (rescue->window), _("Nothing Can Be Read"), error->message);
    }
  g_object_unref (rescue->window);
  g_object_unref (rescue->file);
  g_free (rescue);
}

static void
offer_rescue (SondeWindow *self,
              GFile       *file,
              const char  *message)
{
  const SondeResponse responses[] = {
    { "close", _("_Close"), ADW_RESPONSE_DEFAULT },
    { "recover", _("_Open What Can Be Read"), ADW_RESPONSE_SUGGESTED },
  };
  Rescue *rescue = g_new0 (Rescue, 1);

  rescue->window = g_object_ref (self);
  rescue->file = g_object_ref (file);
  sonde_dialog_ask (GTK_WINDOW (self), _("The File Is Damaged"), message, NULL, responses, G_N_ELEMENTS (responses), on_rescue, rescue);
}

/**
 * sonde_window_open_file:
 * @file: a run or a study
 *
 * Shows it here if the window is empty, else in another window. What is wrong with the file is told in a dialog.
 */
void
sonde_window_open_file (SondeWindow *self,
                        GFile       *file)
{
  g_autoptr (GPtrArray) diagnostics = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GError) error = NULL;
  g_autoptr (SondeRun) run = NULL;
  GtkWindow *there;

  g_return_if_fail (SONDE_IS_WINDOW (self));
  g_return_if_fail (G_IS_FILE (file));

  there = find_window (self, file);
  if (there != NULL)
    {
      gtk_window_present (there);
      return;
    }
  run = sonde_run_open (file, diagnostics, &error);
  if (run != NULL)
    {
      SondeWindow *window;

      /* another program writes it: then it is watched */
      if (sonde_run_is_locked (run) && !sonde_run_follow (run, &error))
        {
          sonde_dialog_tell (GTK_WINDOW (self), _("The Run Cannot Be Watched"), error->message);
          return;
        }
      window = show_run (self, run);
      show_diagnostics (window, diagnostics);
      if (!sonde_run_is_draft (run))
        remember_recent (file);
    }
  else if (g_error_matches (error, SONDE_STUDY_ERROR, SONDE_STUDY_ERROR_DAMAGED))
    offer_rescue (self, file, error->message);
  else
    {
      g_autofree char *name = g_file_get_basename (file);
      g_autofree char *heading = g_strdup_printf (_("“%s” Cannot Be Opened"), name);

      sonde_dialog_tell (GTK_WINDOW (self), heading, error->message);
    }
}

static void
on_file_to_open (GFile    *file,
                 gpointer  data)
{
  sonde_window_open_file (SONDE_WINDOW (data), file);
}

void
_sonde_window_choose_file (SondeWindow *self)
{
  static const SondeFileKind kinds[] = { { NULL, ".sonde" }, { NULL, ".json" } };

  sonde_file_chooser_open (GTK_WINDOW (self), _("Open a Run or a Study"), kinds, G_N_ELEMENTS (kinds), on_file_to_open, self);
}

static void
on_file_to_save (GFile    *file,
                 gpointer  data)
{
  SondeWindow *self = data;
  g_autoptr (GError) error = NULL;

  if (sonde_run_save_as (sonde_window_get_run (self), file, &error))
    {
      remember_recent (file);
      sonde_window_toast (self, _("Saved"));
    }
  else
    sonde_dialog_tell (GTK_WINDOW (self), _("The Run Cannot Be Saved There"), error->message);
}

static GFile *
get_folder (SondeWindow *self)
{
  GFile *file = sonde_run_get_file (sonde_window_get_run (self));

  return file != NULL ? g_file_get_parent (file) : NULL;
}

static char *
get_bare_name (SondeWindow *self)
{
  g_autofree char *name = sonde_run_suggest_name (sonde_window_get_run (self));

  if (g_str_has_suffix (name, ".sonde"))
    name[strlen (name) - strlen (".sonde")] = '\0';
  return g_steal_pointer (&name);
}

void
_sonde_window_save_as (SondeWindow *self)
{
  const SondeFileKind kinds[] = { { _("Sonde Run"), ".sonde" } };
  g_autofree char *name = get_bare_name (self);
  g_autoptr (GFile) folder = get_folder (self);

  sonde_file_chooser_save (GTK_WINDOW (self), _("Save the Run"), folder, name, kinds, G_N_ELEMENTS (kinds), on_file_to_save, self);
}

void
_sonde_window_save (SondeWindow *self)
{
  SondeRun *run = sonde_window_get_run (self);
  g_autoptr (GError) error = NULL;

  if (sonde_run_is_draft (run))
    _sonde_window_save_as (self);
  else if (sonde_run_save (run, &error))
    sonde_window_toast (self, _("Saved"));
  else
    sonde_dialog_tell (GTK_WINDOW (self), _("The Run Cannot Be Saved"), error->message);
}

static void
on_opened_elsewhere (GObject      *source,
                     GAsyncResult *result,
                     gpointer      data)
{
  g_autoptr (SondeWindow) self = data;
  g_autoptr (GError) error = NULL;

  if (!g_app_info_launch_default_for_uri_finish (result, &error))
    sonde_dialog_tell (GTK_WINDOW (self), _("The File Cannot Be Shown"), error->message);
}

static void
on_open_exported (AdwToast    *toast,
                  SondeWindow *self)
{
  g_app_info_launch_default_for_uri_async (g_object_get_data (G_OBJECT (toast), "uri"), NULL, NULL, on_opened_elsewhere,
                                           g_object_ref (self));
}

static void
on_exported (SondeWindow *self,
             GFile       *file)
{
  AdwToast *toast = adw_toast_new (_("Exported"));

  adw_toast_set_button_label (toast, _("_Open"));
  g_object_set_data_full (G_OBJECT (toast), "uri", g_file_get_uri (file), g_free);
  g_signal_connect_object (toast, "button-clicked", G_CALLBACK (on_open_exported), self, 0);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

static void
export (SondeWindow     *self,
        SondeExportPage  page)
{
  SondeChartCanvas *canvas = sonde_chart_get_canvas (sonde_run_view_get_chart (self->view));
  SondeExportDialog *dialog = sonde_export_dialog_new (GTK_WINDOW (self), sonde_window_get_run (self),
                                                       sonde_chart_canvas_get_view (canvas), page);

  g_signal_connect_object (dialog, "exported", G_CALLBACK (on_exported), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

void
_sonde_window_export_picture (SondeWindow *self)
{
  export (self, SONDE_EXPORT_PAGE_PICTURE);
}

void
_sonde_window_export_data (SondeWindow *self)
{
  export (self, SONDE_EXPORT_PAGE_DATA);
}
