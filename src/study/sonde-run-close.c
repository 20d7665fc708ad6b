/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The end of a run in this process. What is written is with the kernel at once, and the file is unlocked; waiting for the disk can be left
 * to a thread. */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "study/sonde-run-private.h"

static void
sonde_run_remove_draft (SondeRun *self)
{
  g_unlink (self->path);
  g_clear_pointer (&self->path, g_free);
  if (self->content.fd >= 0)
    close (self->content.fd);
  self->content.fd = -1;
}

/* All is in the file. */
static void
sonde_run_closed (SondeRun *self,
                  gboolean  discard)
{
  if (self->is_draft && self->path != NULL && (discard || !sonde_run_has_results (self)))
    sonde_run_remove_draft (self);
  else
    _sonde_run_saved (self);
  _sonde_run_forget_command (self);
}

static void
sonde_run_stop (SondeRun *self)
{
  SondeStatus status = sonde_runner_get_status (self->runner);

  if (status == SONDE_STATUS_RUNNING || status == SONDE_STATUS_PAUSED)
    sonde_runner_cancel (self->runner);
  sonde_runner_abandon (self->runner);
  _sonde_run_stop_following (self);
}

/* A path in the folder of temporary files at which there is nothing yet. */
static char *
new_temporary_path (SondeRun *self)
{
  g_autofree char *name = sonde_run_suggest_name (self);

  for (guint i = 1;; i++)
    {
      g_autofree char *prefix = i > 1 ? g_strdup_printf ("%u-", i) : g_strdup ("");
      g_autofree char *own = g_strconcat (prefix, name, NULL);
      char *path = g_build_filename (g_get_tmp_dir (), own, NULL);

      if (!g_file_test (path, G_FILE_TEST_EXISTS))
        return path;
      g_free (path);
    }
}

static gboolean
sonde_run_rescue_to (SondeRun *self,
                     char     *path)
{
  g_autofree char *owned = path;
  g_autoptr (GFile) file = path != NULL ? g_file_new_for_path (path) : NULL;

  return file != NULL && sonde_run_save_as (self, file, NULL);
}

/**
 * sonde_run_rescue:
 * @error: return location for an error: nothing of the below could be written
 *
 * For a program that has to end now and can ask nobody. Ends the run; if its file cannot be written, what is known goes to a new draft,
 * which is offered at the next start, or if that cannot be written either, to the folder of temporary files.
 *
 * Returns: (transfer none) (nullable): where the results are if not where they should be; %NULL with @error unset if all is well
 */
GFile *
sonde_run_rescue (SondeRun  *self,
                  GError   **error)
{
  g_autofree char *reason = NULL;

  g_return_val_if_fail (SONDE_IS_RUN (self), NULL);

  sonde_run_stop (self);
  if (!sonde_run_has_results (self) || self->writer == NULL || sonde_run_save (self, NULL))
    return NULL;
  reason = g_strdup (self->save_error);
  if (sonde_run_rescue_to (self, _sonde_drafts_new_path (_sonde_run_get_title (self), NULL)) ||
      sonde_run_rescue_to (self, new_temporary_path (self)))
    {
      g_message (_("%s The results of “%s” are in %s."), reason != NULL ? reason : "", _sonde_run_get_title (self), self->path);
      return self->file;
    }
  g_set_error_literal (error, G_FILE_ERROR, G_FILE_ERROR_FAILED, reason != NULL ? reason : _("Nothing can be written."));
  return NULL;
}

/**
 * sonde_run_close:
 * @discard: remove it if it is a draft, also if it has results
 *
 * Ends a run that goes on (its evaluations are not waited for), writes and syncs what is left, and unlocks the file. A draft without
 * results is removed. Waits for the disk.
 */
void
sonde_run_close (SondeRun *self,
                 gboolean  discard)
{
  g_autoptr (GError) error = NULL;

  g_return_if_fail (SONDE_IS_RUN (self));

  sonde_run_stop (self);
  if (!_sonde_run_close_writer (self, &error) && self->save_error == NULL)
    g_message (_("\"%s\" could not be written to its end: %s"), self->path, error->message);
  sonde_run_closed (self, discard);
}

/* A writer that has written all it can. */
typedef struct
{
  SondeJournalWriter *writer;
  int                 end_errno;
  char               *path;
} Closing;

static void
closing_free (gpointer data)
{
  Closing *closing = data;

  g_free (closing->path);
  g_free (closing);
}

static void
close_in_thread (GTask        *task,
                 gpointer      source,
                 gpointer      data,
                 GCancellable *cancellable)
{
  Closing *closing = data;
  g_autoptr (GError) fault = NULL;
  gboolean synced = closing->writer == NULL || _sonde_journal_writer_free (closing->writer, &fault);

  if (closing->end_errno != 0)
    g_task_return_new_error (task, G_FILE_ERROR, g_file_error_from_errno (closing->end_errno),
                             _("\"%s\" could not be written to its end: %s"), closing->path, g_strerror (closing->end_errno));
  else if (!synced)
    g_task_return_new_error (task, fault->domain, fault->code, _("\"%s\" could not be written to its end: %s"), closing->path, fault->message);
  else
    g_task_return_boolean (task, TRUE);
}

static void
on_closed (GObject      *object,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * sonde_run_close_async:
 * @discard: remove it if it is a draft, also if it has results
 *
 * As sonde_run_close(), but waits for the disk in a thread. When this returns the run has ended, all is with the kernel, and the file is
 * unlocked. A program that ends should wait for the callback: until then a power cut may cost the last moments.
 */
void
sonde_run_close_async (SondeRun            *self,
                       gboolean             discard,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  /* the thread may be the last to let go of its task, so that cannot be the one that holds the run */
  g_autoptr (GTask) inner = NULL;
  Closing *closing;

  g_return_if_fail (SONDE_IS_RUN (self));

  closing = g_new0 (Closing, 1);
  closing->path = g_strdup (self->path);
  sonde_run_stop (self);
  closing->writer = _sonde_run_end_writer (self, &closing->end_errno);
  sonde_run_closed (self, discard);
  inner = g_task_new (NULL, NULL, on_closed, g_task_new (self, NULL, callback, user_data));
  g_task_set_source_tag (inner, sonde_run_close_async);
  g_task_set_task_data (inner, closing, closing_free);
  g_task_run_in_thread (inner, close_in_thread);
}

/**
 * sonde_run_close_finish:
 * @error: return location for why something could not be written
 *
 * Returns: whether all is on disk
 */
gboolean
sonde_run_close_finish (SondeRun      *self,
                        GAsyncResult  *result,
                        GError       **error)
{
  g_return_val_if_fail (SONDE_IS_RUN (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
