/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Copies the journal of a run, which may go on meanwhile, to a new file.
 *
 * 1. A temporary file is made in the folder of the target; what is in the journal by now is copied to it and synced. This takes as long
 *    as it takes, and may be done in a thread: the journal is only ever appended to.
 * 2. If much was appended meanwhile, that is copied and synced in the same way, and so on.
 * 3. In the thread of the run: the little that is left is copied, with what waits in memory, and the new file is renamed over the target.
 *    At every moment there is the old file or the whole new one. From here on the run writes to the new file.
 * 4. In a thread again: the rest and the name are synced. */

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "study/sonde-run-private.h"
#include "study/sonde-study-private.h"

static gsize
get_size (int fd)
{
  struct stat status;

  return fstat (fd, &status) == 0 ? status.st_size : 0;
}

/* The file of the journal, which may have lost its name. */
static int
get_fd (SondeRun *run)
{
  return run->writer != NULL ? _sonde_journal_writer_get_fd (run->writer) : run->content.fd;
}

/* How much of the journal stays as it is, whatever is appended. */
static gsize
get_good_length (SondeRun *run)
{
  if (run->writer == NULL)
    return run->content.fd >= 0 && !run->content.is_study_only ? run->content.end.length : 0;
  _sonde_journal_writer_flush (run->writer);
  return get_size (_sonde_journal_writer_get_fd (run->writer));
}

/* Paths in it count from the folder of the new file. */
static char *
study_to_line (SondeRun   *run,
               const char *path)
{
  g_autofree char *folder = _sonde_study_get_folder (path);
  g_autofree char *study = sonde_study_to_line_in (run->study, folder);

  return g_strconcat (study, "\n", NULL);
}

/**
 * _sonde_run_copy_new:
 *
 * Returns: (transfer full): what is to be copied as of now
 */
SondeRunCopy *
_sonde_run_copy_new (SondeRun   *run,
                     const char *path)
{
  SondeRunCopy *self = g_new0 (SondeRunCopy, 1);
  int fd = get_fd (run);

  self->path = g_strdup (path);
  self->fd = -1;
  self->from = fd >= 0 ? fcntl (fd, F_DUPFD_CLOEXEC, 0) : -1;
  self->length = get_good_length (run);
  self->head = self->length == 0 ? study_to_line (run, path) : NULL;
  return self;
}

void
_sonde_run_copy_free (SondeRunCopy *self)
{
  if (self->temporary != NULL)
    g_unlink (self->temporary);
  if (self->from >= 0)
    close (self->from);
  if (self->fd >= 0)
    close (self->fd);
  g_free (self->path);
  g_free (self->target);
  g_free (self->temporary);
  g_free (self->head);
  g_free (self);
}

/* A symbolic link stays one: what it leads to is replaced. */
static gboolean
create (SondeRunCopy  *self,
        GError       **error)
{
  char *target = realpath (self->path, NULL);

  self->target = g_strdup (target != NULL ? target : self->path);
  free (target);
  self->fd = _sonde_journal_file_create (self->target, &self->temporary, error);
  if (self->fd < 0)
    return FALSE;
  return self->head == NULL || _sonde_journal_file_write (self->fd, self->target, self->head, strlen (self->head), error);
}

/* A journal takes the place of the study that was written in its stead. */
static gboolean
drop_head (SondeRunCopy  *self,
           GError       **error)
{
  g_autofree char *sentence = NULL;

  if (self->head == NULL || ftruncate (self->fd, 0) == 0)
    {
      g_clear_pointer (&self->head, g_free);
      return TRUE;
    }
  sentence = _sonde_journal_file_sentence (self->target, errno);
  g_set_error_literal (error, G_FILE_ERROR, g_file_error_from_errno (errno), sentence);
  return FALSE;
}

/**
 * _sonde_run_copy_transfer:
 *
 * Steps 1 and 2, in any thread.
 */
gboolean
_sonde_run_copy_transfer (SondeRunCopy  *self,
                          GError       **error)
{
  if (self->fd < 0 && !create (self, error))
    return FALSE;
  if (self->length > 0 && !drop_head (self, error))
    return FALSE;
  if (!_sonde_journal_file_copy (self->from, self->copied, self->length - self->copied, self->fd, self->target, error))
    return FALSE;
  self->copied = self->length;
  /* what is on disk before the name is: a whole file, whenever the power fails */
  return _sonde_journal_file_sync (self->fd, self->target, error);
}

/**
 * _sonde_run_copy_get_rest:
 *
 * Has what was appended since copied by the next transfer.
 *
 * Returns: how much that is
 */
gsize
_sonde_run_copy_get_rest (SondeRunCopy *self,
                          SondeRun     *run)
{
  gsize length = get_good_length (run);

  self->length = MAX (length, self->copied);
  return self->length - self->copied;
}

static gboolean
append_edit (SondeRunCopy  *self,
             SondeRun      *run,
             GError       **error)
{
  g_autoptr (GString) line = g_string_new (NULL);
  g_autofree char *folder = _sonde_study_get_folder (self->path);

  _sonde_journal_append_study (line, run->study, folder);
  return _sonde_journal_file_write (self->fd, self->target, line->str, line->len, error);
}

/* Whether paths of the study, which are told from the folder of the old file, are to be told anew. */
static gboolean
moves_paths (SondeRunCopy *self,
             SondeRun     *run)
{
  g_autofree char *from = _sonde_run_get_folder (run);
  g_autofree char *to = _sonde_study_get_folder (self->path);

  return g_strcmp0 (from, to) != 0 && sonde_study_has_paths (run->study);
}

/* Nothing but the study, which may be another one by now, or have got results. */
static gboolean
append_study (SondeRunCopy  *self,
              SondeRun      *run,
              GError       **error)
{
  g_autofree char *line = study_to_line (run, self->path);

  if (g_strcmp0 (line, self->head) == 0)
    return TRUE;
  return drop_head (self, error) && _sonde_journal_file_write (self->fd, self->target, line, strlen (line), error);
}

/* The journal that is being written: what is in its file, and what waits for it. */
static gboolean
append_written (SondeRunCopy  *self,
                SondeRun      *run,
                GError       **error)
{
  const char *rest;
  gsize n_rest = _sonde_journal_writer_get_unwritten (run->writer, &rest);

  return _sonde_journal_file_copy (get_fd (run), self->copied, self->length - self->copied, self->fd, self->target, error)
         && _sonde_journal_file_write (self->fd, self->target, rest, n_rest, error)
         && (!moves_paths (self, run) || append_edit (self, run, error));
}

/* The journal that was read, without what is torn off. */
static gboolean
append_content (SondeRunCopy  *self,
                SondeRun      *run,
                GError       **error)
{
  if (!_sonde_journal_file_copy (run->content.fd, self->copied, self->length - self->copied, self->fd, self->target, error))
    return FALSE;
  if (run->content.end.open_line && !_sonde_journal_file_write (self->fd, self->target, "\n", 1, error))
    return FALSE;
  return (!run->study_is_new && !moves_paths (self, run)) || append_edit (self, run, error);
}

static gboolean
append_rest (SondeRunCopy  *self,
             SondeRun      *run,
             GError       **error)
{
  _sonde_run_copy_get_rest (self, run);
  if (run->writer != NULL)
    return drop_head (self, error) && append_written (self, run, error);
  if (run->content.fd >= 0 && !run->content.is_study_only)
    return drop_head (self, error) && append_content (self, run, error);
  if (self->copied == 0)
    return append_study (self, run, error);
  /* the run was closed meanwhile and its draft removed */
  return _sonde_journal_file_copy (self->from, self->copied, MAX (get_size (self->from), self->copied) - self->copied, self->fd, self->target, error);
}

/**
 * _sonde_run_copy_finish:
 *
 * Step 3.
 */
gboolean
_sonde_run_copy_finish (SondeRunCopy  *self,
                        SondeRun      *run,
                        GError       **error)
{
  if (!append_rest (self, run, error) || !_sonde_journal_file_rename (self->temporary, self->target, error))
    return FALSE;
  g_clear_pointer (&self->temporary, g_free);
  return TRUE;
}

/**
 * _sonde_run_copy_sync:
 *
 * Step 4, in any thread.
 */
gboolean
_sonde_run_copy_sync (SondeRunCopy  *self,
                      GError       **error)
{
  return _sonde_journal_file_sync (self->fd, self->target, error);
}
