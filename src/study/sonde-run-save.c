/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Saves a run, under its name or another. What waits for the disk is done in a thread, while the run goes on, or for the terminal here
 * and now: both are the steps of sonde-run-copy.c. A draft is removed only when all of it is on disk elsewhere. */

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "study/sonde-run-private.h"

/* Bytes that may be copied on the main loop, in a fraction of a millisecond. */
#define MAX_NOW (1 << 18)
/* A run that appends faster than the disk can take is caught up with after so many rounds, at the latest. */
#define MAX_ROUNDS 8

/* The journal goes on at the new file. What was written to the old one and waits there is in it. */
static void
sonde_run_move_to (SondeRun     *self,
                   SondeRunCopy *copy)
{
  int fd = fcntl (copy->fd, F_DUPFD_CLOEXEC, 0);

  self->study_is_new = FALSE;
  _sonde_run_set_file (self, copy->path, FALSE);
  if (self->writer != NULL)
    {
      _sonde_journal_writer_drop (g_steal_pointer (&self->writer));
      _sonde_run_take_writer (self, fd);
      _sonde_run_check_writer (self);
      return;
    }
  _sonde_run_stop_following (self);
  flock (fd, LOCK_UN);
  _sonde_run_content_note (&self->content, fd);
}

static gboolean
sonde_run_is_own_file (SondeRun   *self,
                       const char *path)
{
  struct stat own, other;
  int fd = self->writer != NULL ? _sonde_journal_writer_get_fd (self->writer) : self->content.fd;

  return fd >= 0 && fstat (fd, &own) == 0 && stat (path, &other) == 0 && own.st_dev == other.st_dev && own.st_ino == other.st_ino;
}

static char *
sonde_run_get_local_path (GFile   *file,
                          GError **error)
{
  char *path = g_file_get_path (file);

  if (path == NULL)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, _("A run can only be saved on this computer: choose a local folder."));
  return path;
}

/* Whether it is there already, so that saving is all there is to do. */
static gboolean
sonde_run_is_at (SondeRun   *self,
                 const char *path)
{
  return sonde_run_is_own_file (self, path) && _sonde_drafts_contain (path) == self->is_draft;
}

/**
 * sonde_run_save_as:
 * @file: where to; what is there is replaced
 * @error: return location for an error: then everything is as it was, and the run goes on writing where it did
 *
 * Moves the journal to another file. The file of a run that was saved before stays as a copy; a draft is removed. Waits for the disk.
 *
 * Returns: whether the run is at @file now, synced to disk
 */
gboolean
sonde_run_save_as (SondeRun  *self,
                   GFile     *file,
                   GError   **error)
{
  g_autofree char *path = NULL;
  g_autofree char *draft = NULL;
  SondeRunCopy *copy;
  gboolean result;

  g_return_val_if_fail (SONDE_IS_RUN (self), FALSE);
  g_return_val_if_fail (G_IS_FILE (file), FALSE);

  path = sonde_run_get_local_path (file, error);
  if (path == NULL)
    return FALSE;
  if (sonde_run_is_at (self, path))
    return sonde_run_save (self, error);

  copy = _sonde_run_copy_new (self, path);
  draft = self->is_draft ? g_strdup (self->path) : NULL;
  result = _sonde_run_copy_transfer (copy, error) && _sonde_run_copy_finish (copy, self, error);
  if (result)
    {
      sonde_run_move_to (self, copy);
      result = _sonde_run_copy_sync (copy, error);
    }
  if (result && draft != NULL)
    g_unlink (draft);
  _sonde_run_copy_free (copy);
  return result;
}

/**
 * sonde_run_save:
 * @error: return location for an error
 *
 * Writes and syncs all that happened. An edited study that was never started is written, too.
 *
 * Returns: whether all is on disk
 */
gboolean
sonde_run_save (SondeRun  *self,
                GError   **error)
{
  gboolean was_open;
  gboolean result;

  g_return_val_if_fail (SONDE_IS_RUN (self), FALSE);

  was_open = self->writer != NULL;
  if (!was_open && self->path != NULL && !self->study_is_new)
    return TRUE;
  if (!_sonde_run_open_writer (self, error))
    return FALSE;
  result = _sonde_run_sync_writer (self);
  if (result)
    _sonde_run_saved (self);
  else
    g_set_error_literal (error, G_FILE_ERROR, G_FILE_ERROR_FAILED, self->save_error);
  if (!was_open && result)
    return _sonde_run_close_writer (self, error);
  return result;
}

/* What a saving that goes on knows. */
typedef struct
{
  SondeRunCopy *copy;
  char         *draft;
  guint         rounds;
  /* saving in place: the file that is synced, its path, and whether it was opened for that */
  int           fd;
  char         *path;
  gboolean      close_after;
} Saving;

static void
saving_free (gpointer data)
{
  Saving *saving = data;

  g_clear_pointer (&saving->copy, _sonde_run_copy_free);
  if (saving->fd >= 0)
    close (saving->fd);
  g_free (saving->draft);
  g_free (saving->path);
  g_free (saving);
}

static void
saving_return (GTask  *task,
               GError *error)
{
  SondeRun *self = g_task_get_source_object (task);

  self->saving = FALSE;
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
  g_object_unref (task);
}

/* Has @func done in a thread, and then @done with @task here. The thread may be the last to let go of its task, so that cannot be the
 * one that holds the run. */
static void
saving_run_in_thread (GTask               *task,
                      GTaskThreadFunc      func,
                      GAsyncReadyCallback  done)
{
  g_autoptr (GTask) inner = g_task_new (NULL, NULL, done, task);

  g_task_set_source_tag (inner, saving_run_in_thread);
  g_task_set_task_data (inner, g_task_get_task_data (task), NULL);
  g_task_run_in_thread (inner, func);
}

static void
sync_copy (GTask        *task,
           gpointer      source,
           gpointer      data,
           GCancellable *cancellable)
{
  Saving *saving = data;
  GError *error = NULL;

  if (_sonde_run_copy_sync (saving->copy, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* A failed sync of a file is never forgiven: the run says so until it is saved elsewhere. */
static void
note_sync (SondeRun     *self,
           const GError *error)
{
  if (error == NULL || self->writer == NULL)
    return;
  _sonde_journal_writer_note_sync (self->writer, EIO);
  _sonde_run_check_writer (self);
}

static void
on_copy_synced (GObject      *object,
                GAsyncResult *result,
                gpointer      data)
{
  GTask *task = data;
  Saving *saving = g_task_get_task_data (task);
  GError *error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error) && saving->draft != NULL)
    g_unlink (saving->draft);
  note_sync (g_task_get_source_object (task), error);
  saving_return (task, error);
}

static void
transfer_copy (GTask        *task,
               gpointer      source,
               gpointer      data,
               GCancellable *cancellable)
{
  Saving *saving = data;
  GError *error = NULL;

  if (_sonde_run_copy_transfer (saving->copy, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
on_transferred (GObject      *object,
                GAsyncResult *result,
                gpointer      data)
{
  GTask *task = data;
  SondeRun *self = g_task_get_source_object (task);
  Saving *saving = g_task_get_task_data (task);
  GError *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      saving_return (task, error);
      return;
    }
  if (_sonde_run_copy_get_rest (saving->copy, self) > MAX_NOW && ++saving->rounds < MAX_ROUNDS)
    {
      saving_run_in_thread (task, transfer_copy, on_transferred);
      return;
    }
  /* the draft may have been made while the copy was */
  saving->draft = self->is_draft ? g_strdup (self->path) : NULL;
  if (!_sonde_run_copy_finish (saving->copy, self, &error))
    {
      saving_return (task, error);
      return;
    }
  sonde_run_move_to (self, saving->copy);
  saving_run_in_thread (task, sync_copy, on_copy_synced);
}

static GTask *
saving_begin (SondeRun            *self,
              GAsyncReadyCallback  callback,
              gpointer             user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);
  Saving *saving = g_new0 (Saving, 1);

  saving->fd = -1;
  g_task_set_source_tag (task, saving_begin);
  g_task_set_task_data (task, saving, saving_free);
  if (!self->saving)
    {
      self->saving = TRUE;
      return task;
    }
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_PENDING, _("The run is being saved already: wait for that to end."));
  g_object_unref (task);
  return NULL;
}

static void sonde_run_save_begun (SondeRun *self,
                                  GTask    *task);

/**
 * sonde_run_save_as_async:
 * @file: where to; what is there is replaced
 *
 * As sonde_run_save_as(), but copies and waits for the disk in a thread. A run that goes on goes on: what happens meanwhile is in the
 * new file, too.
 */
void
sonde_run_save_as_async (SondeRun            *self,
                         GFile               *file,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  g_autofree char *path = NULL;
  GError *error = NULL;
  Saving *saving;
  GTask *task;

  g_return_if_fail (SONDE_IS_RUN (self));
  g_return_if_fail (G_IS_FILE (file));

  task = saving_begin (self, callback, user_data);
  if (task == NULL)
    return;
  path = sonde_run_get_local_path (file, &error);
  if (path == NULL)
    {
      saving_return (task, error);
      return;
    }
  if (sonde_run_is_at (self, path))
    {
      sonde_run_save_begun (self, task);
      return;
    }
  saving = g_task_get_task_data (task);
  saving->copy = _sonde_run_copy_new (self, path);
  saving_run_in_thread (task, transfer_copy, on_transferred);
}

/**
 * sonde_run_save_as_finish:
 * @error: return location for an error: if the file could not be made everything is as it was
 *
 * Returns: whether the run is at the new file, synced to disk
 */
gboolean
sonde_run_save_as_finish (SondeRun      *self,
                          GAsyncResult  *result,
                          GError       **error)
{
  g_return_val_if_fail (SONDE_IS_RUN (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
sync_file (GTask        *task,
           gpointer      source,
           gpointer      data,
           GCancellable *cancellable)
{
  Saving *saving = data;
  GError *error = NULL;

  if (_sonde_journal_file_sync (saving->fd, saving->path, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
on_file_synced (GObject      *object,
                GAsyncResult *result,
                gpointer      data)
{
  GTask *task = data;
  SondeRun *self = g_task_get_source_object (task);
  Saving *saving = g_task_get_task_data (task);
  SondeStatus status = sonde_runner_get_status (self->runner);
  GError *error = NULL;

  g_task_propagate_boolean (G_TASK (result), &error);
  note_sync (self, error);
  if (error == NULL)
    _sonde_run_saved (self);
  /* not if it was started meanwhile */
  if (error == NULL && saving->close_after && status != SONDE_STATUS_RUNNING && status != SONDE_STATUS_PAUSED)
    _sonde_run_close_writer (self, &error);
  saving_return (task, error);
}

static void
sonde_run_save_begun (SondeRun *self,
                      GTask    *task)
{
  Saving *saving = g_task_get_task_data (task);
  GError *error = NULL;

  saving->close_after = self->writer == NULL;
  if (self->writer == NULL && self->path != NULL && !self->study_is_new)
    {
      saving_return (task, NULL);
      return;
    }
  if (!_sonde_run_open_writer (self, &error))
    {
      saving_return (task, error);
      return;
    }
  _sonde_journal_writer_flush (self->writer);
  _sonde_run_check_writer (self);
  if (self->save_error != NULL)
    {
      saving_return (task, g_error_new_literal (G_FILE_ERROR, G_FILE_ERROR_FAILED, self->save_error));
      return;
    }
  saving->fd = fcntl (_sonde_journal_writer_get_fd (self->writer), F_DUPFD_CLOEXEC, 0);
  saving->path = g_strdup (self->path);
  saving_run_in_thread (task, sync_file, on_file_synced);
}

/**
 * sonde_run_save_async:
 *
 * As sonde_run_save(), but waits for the disk in a thread.
 */
void
sonde_run_save_async (SondeRun            *self,
                      GAsyncReadyCallback  callback,
                      gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (SONDE_IS_RUN (self));

  task = saving_begin (self, callback, user_data);
  if (task != NULL)
    sonde_run_save_begun (self, task);
}

gboolean
sonde_run_save_finish (SondeRun      *self,
                       GAsyncResult  *result,
                       GError       **error)
{
  return sonde_run_save_as_finish (self, result, error);
}
