/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Saves a run under a name.
 *
 * The journal is copied into a temporary file in the folder of the target, synced, and renamed over it: at every moment there is the
 * old file or the whole new one. A run that goes on writes to the new file from there on. Only then a draft is removed. */

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "study/sonde-run-private.h"
#include "study/sonde-study-private.h"

static gboolean
sonde_run_write_study (SondeRun    *self,
                       int          fd,
                       const char  *path,
                       gboolean     as_event,
                       GError     **error)
{
  g_autoptr (GString) line = g_string_new (NULL);
  g_autofree char *study = NULL;

  if (as_event)
    _sonde_journal_append_study (line, self->study);
  else
    {
      study = sonde_study_to_line (self->study);
      g_string_append_printf (line, "%s\n", study);
    }
  return _sonde_journal_file_write (fd, path, line->str, line->len, error);
}

/* The journal that is being written: what is in its file, which may have lost its name, and what waits for it. */
static gboolean
sonde_run_copy_written (SondeRun    *self,
                        int          fd,
                        const char  *path,
                        GError     **error)
{
  int from = _sonde_journal_writer_get_fd (self->writer);
  const char *rest;
  gsize n_rest;
  struct stat status;

  _sonde_journal_writer_flush (self->writer);
  n_rest = _sonde_journal_writer_get_unwritten (self->writer, &rest);
  if (fstat (from, &status) != 0)
    status.st_size = 0;
  return _sonde_journal_file_copy (from, status.st_size, fd, path, error)
         && _sonde_journal_file_write (fd, path, rest, n_rest, error);
}

/* The journal that was read, without what is torn off. */
static gboolean
sonde_run_copy_content (SondeRun    *self,
                        int          fd,
                        const char  *path,
                        GError     **error)
{
  if (!_sonde_journal_file_copy (self->content.fd, self->content.end.length, fd, path, error))
    return FALSE;
  if (self->content.end.open_line && !_sonde_journal_file_write (fd, path, "\n", 1, error))
    return FALSE;
  return !self->study_is_new || sonde_run_write_study (self, fd, path, TRUE, error);
}

static gboolean
sonde_run_write_all (SondeRun    *self,
                     int          fd,
                     const char  *path,
                     GError     **error)
{
  if (self->writer != NULL)
    return sonde_run_copy_written (self, fd, path, error);
  if (self->content.fd >= 0 && !self->content.is_study_only)
    return sonde_run_copy_content (self, fd, path, error);
  return sonde_run_write_study (self, fd, path, FALSE, error);
}

/* Writes all to a new file in the place of @path; returns its descriptor, locked and open for appending. A symbolic link stays
 * one: what it leads to is replaced. */
static int
sonde_run_write_new (SondeRun    *self,
                     const char  *path,
                     GError     **error)
{
  g_autofree char *target = realpath (path, NULL);
  g_autofree char *temporary = NULL;
  int fd;

  if (target == NULL)
    target = g_strdup (path);
  fd = _sonde_journal_file_create (target, &temporary, error);
  if (fd < 0)
    return -1;
  if (!sonde_run_write_all (self, fd, target, error))
    g_unlink (temporary);
  else if (_sonde_journal_file_commit (fd, temporary, target, error))
    return fd;
  close (fd);
  return -1;
}

/* The journal goes on at @fd. What was written to the old file and waits there is in the new one. */
static void
sonde_run_move_to (SondeRun *self,
                   int       fd)
{
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

/**
 * sonde_run_save_as:
 * @file: where to; what is there is replaced
 * @error: return location for an error: then everything is as it was, and the run goes on writing where it did
 *
 * Moves the journal to another file. The file of a run that was saved before stays as a copy; a draft is removed.
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
  int fd;

  g_return_val_if_fail (SONDE_IS_RUN (self), FALSE);
  g_return_val_if_fail (G_IS_FILE (file), FALSE);

  path = g_file_get_path (file);
  if (path == NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, _("A run can only be saved on this computer: choose a local folder."));
      return FALSE;
    }
  if (sonde_run_is_own_file (self, path) && _sonde_drafts_contain (path) == self->is_draft)
    return sonde_run_save (self, error);

  fd = sonde_run_write_new (self, path, error);
  if (fd < 0)
    return FALSE;
  draft = self->is_draft ? g_strdup (self->path) : NULL;
  self->study_is_new = FALSE;
  _sonde_run_set_file (self, path, FALSE);
  sonde_run_move_to (self, fd);
  if (draft != NULL)
    g_unlink (draft);
  return TRUE;
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
