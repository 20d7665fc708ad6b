/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Writing what was chosen to a file, in a thread. */

#include "config.h"

#include <glib/gi18n.h>

#include "app/sonde-dialogs.h"
#include "app/sonde-export-dialog-private.h"
#include "study/sonde-export.h"

static void
finish (SondeExportDialog *self,
        gboolean           written,
        GError            *error)
{
  g_autoptr (GFile) file = g_steal_pointer (&self->file);

  gtk_widget_set_sensitive (self->export_button, TRUE);
  if (self->figure == NULL)
    return;
  if (written)
    {
      gtk_window_close (GTK_WINDOW (self));
      _sonde_export_dialog_exported (self, file);
      return;
    }
  sonde_dialog_tell (GTK_WINDOW (self),
                     _sonde_export_dialog_is_picture (self) ? _("The Picture Cannot Be Exported") : _("The Data Cannot Be Exported"),
                     error->message);
  if (self->dirty)
    _sonde_export_dialog_draw_preview (self);
}

/* All of it is its own, but for the figure, which any thread may draw. */
typedef struct
{
  GFile       *file;
  SondeFigure *figure;
  SondeView    view;
  char        *quantity;
  double       width, height, dpi;
} Picture;

static void
picture_free (gpointer data)
{
  Picture *picture = data;

  g_object_unref (picture->file);
  g_object_unref (picture->figure);
  g_free (picture->quantity);
  g_free (picture);
}

static void
save_in_thread (GTask        *task,
                gpointer      source,
                gpointer      data,
                GCancellable *cancellable)
{
  Picture *picture = data;
  GError *error = NULL;

  if (sonde_figure_save (picture->figure, &picture->view, picture->file, picture->width, picture->height, picture->dpi, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
on_picture_written (GObject      *source,
                    GAsyncResult *result,
                    gpointer      data)
{
  g_autoptr (GError) error = NULL;
  gboolean written = g_task_propagate_boolean (G_TASK (result), &error);

  finish (SONDE_EXPORT_DIALOG (source), written, error);
}

static void
write_picture (SondeExportDialog *self)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, on_picture_written, NULL);
  Picture *picture = g_new0 (Picture, 1);

  picture->file = g_object_ref (self->file);
  picture->figure = g_object_ref (self->figure);
  _sonde_export_dialog_get_view (self, &picture->view);
  picture->quantity = g_strdup (picture->view.quantity);
  picture->view.quantity = picture->quantity;
  picture->width = _sonde_export_dialog_get_width (self);
  picture->height = _sonde_export_dialog_get_height (self);
  picture->dpi = gtk_spin_button_get_value (self->resolution);
  g_task_set_task_data (task, picture, picture_free);
  g_task_run_in_thread (task, save_in_thread);
}

static void
on_data_written (GObject      *source,
                 GAsyncResult *result,
                 gpointer      data)
{
  g_autoptr (SondeExportDialog) self = data;
  g_autoptr (GError) error = NULL;
  gboolean written = sonde_export_finish (SONDE_RUN (source), result, &error);

  finish (self, written, error);
}

static void
write_data (SondeExportDialog *self)
{
  g_autofree char *name = g_file_get_basename (self->file);
  SondeExportFormat format = g_str_has_suffix (name, ".json") ? SONDE_EXPORT_JSON
                             : g_str_has_suffix (name, ".npy") ? SONDE_EXPORT_NPY : SONDE_EXPORT_CSV;

  sonde_export_async (self->run, format, (SondeExportOrder) adw_combo_row_get_selected (self->order), self->file, NULL, on_data_written,
                      g_object_ref (self));
}

/* When no drawing is under way, of which one sees what the file will hold. */
void
_sonde_export_dialog_write_file (SondeExportDialog *self)
{
  gtk_widget_set_sensitive (self->export_button, FALSE);
  if (self->drawing || self->catching_up != 0)
    return;
  if (_sonde_export_dialog_is_picture (self))
    write_picture (self);
  else
    write_data (self);
}
