/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Opening a Python file: a new study of the function that is in it. Nothing of the file runs until it is trusted. */

#include "config.h"

#include <glib/gi18n.h>

#include "app/setup/sonde-python-study.h"
#include "app/sonde-dialogs.h"
#include "app/sonde-window-private.h"

typedef struct
{
  SondeWindow *window;     /* weak */
  GFile       *file;
} Opening;

static void
show (SondeWindow *self,
      SondeStudy  *study)
{
  g_autoptr (SondeRun) run = sonde_run_new (study);
  SondeWindow *window = self;

  if (!sonde_window_is_empty (self))
    window = sonde_window_new (ADW_APPLICATION (gtk_window_get_application (GTK_WINDOW (self))));
  sonde_window_set_run (window, run);
  gtk_window_present (GTK_WINDOW (window));
}

static void
tell (SondeWindow  *self,
      GFile        *file,
      const GError *error)
{
  g_autofree char *name = g_file_get_basename (file);
  g_autofree char *heading = g_strdup_printf (_("“%s” Cannot Be Opened"), name);

  gtk_window_present (GTK_WINDOW (self));
  sonde_dialog_tell (GTK_WINDOW (self), heading, error->message);
}

static void
on_study (GObject      *source,
          GAsyncResult *result,
          gpointer      data)
{
  Opening *opening = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (SondeStudy) study = sonde_python_study_new_finish (result, &error);

  if (opening->window != NULL && study != NULL)
    show (opening->window, study);
  else if (opening->window != NULL)
    tell (opening->window, opening->file, error);
  g_clear_weak_pointer (&opening->window);
  g_object_unref (opening->file);
  g_free (opening);
}

/**
 * _sonde_window_open_python:
 *
 * Returns: whether @file is one of Python
 */
gboolean
_sonde_window_open_python (SondeWindow *self,
                           GFile       *file)
{
  g_autofree char *name = g_file_get_basename (file);
  Opening *opening;

  if (name == NULL || !g_str_has_suffix (name, ".py"))
    return FALSE;
  opening = g_new0 (Opening, 1);
  g_set_weak_pointer (&opening->window, self);
  opening->file = g_object_ref (file);
  sonde_python_study_new_async (file, on_study, opening);
  return TRUE;
}
