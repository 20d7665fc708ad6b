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
on_file_to_open (GFile    *file,
                 gpointer  data)
{
  sonde_window_open_file (SONDE_WINDOW (data), file);
}

void
_sonde_window_choose_file (SondeWindow *self)
{
  static const SondeFileKind kinds[] = { { NULL, ".sonde" }, { NULL, ".json" }, { NULL, ".py" } };

  sonde_file_chooser_open (GTK_WINDOW (self), _("Open a Run, a Study or a Python File"), kinds, G_N_ELEMENTS (kinds), on_file_to_open, self);
}

/* The window may be closed meanwhile: then nobody is left to be told. */
static void
on_saved (GObject      *source,
          GAsyncResult *result,
          gpointer      data)
{
  g_autoptr (SondeWindow) self = data;
  SondeRun *run = SONDE_RUN (source);
  g_autoptr (GError) error = NULL;
  gboolean saved = sonde_run_save_finish (run, result, &error);

  if (sonde_window_get_run (self) != run || gtk_window_get_application (GTK_WINDOW (self)) == NULL)
    return;
  if (saved && sonde_run_get_file (run) != NULL)
    _sonde_window_remember_recent (sonde_run_get_file (run));
  if (saved)
    sonde_window_toast (self, _("Saved"));
  else
    sonde_dialog_tell (GTK_WINDOW (self), _("The Run Cannot Be Saved"), error->message);
}

static void
on_file_to_save (GFile    *file,
                 gpointer  data)
{
  SondeWindow *self = data;

  sonde_run_save_as_async (sonde_window_get_run (self), file, on_saved, g_object_ref (self));
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

  if (sonde_run_is_draft (run))
    _sonde_window_save_as (self);
  else
    sonde_run_save_async (run, on_saved, g_object_ref (self));
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
                                                       canvas, page);

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
