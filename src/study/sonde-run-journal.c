/* SPDX-License-Identifier: GPL-3.0-or-later */

/* From the events of the runner to lines in the run file.
 *
 * Each event is a line in the writer's buffer; at the end of a slice the buffer is handed to the kernel. A timer has the file synced
 * every saving.interval seconds, notes that the run is alive, and looks whether the file is still where it was. While the file
 * cannot be written, lines wait in memory and the property save-error says why; when many wait, the run is paused until they
 * can be written.
 *
 * "running" while it runs already is the sign of life: so the time of a killed run is known up to there. The first line that is
 * appended to the file of a killed run says "idle": the time between both was not time of the run. Where a run is started or
 * continued the line also has the version of the program, so that a file tells what wrote each part of it. */

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "study/sonde-run-private.h"

/* What may wait in memory before a run that cannot be saved is paused: some 100,000 results. */
#define MAX_WAITING (8 << 20)

/* Seconds between tries to write while that fails. */
#define RETRY_INTERVAL 2.0

static void sonde_run_schedule (SondeRun *self,
                                double    seconds);

static SondeClock *
sonde_run_dup_clock (SondeRun *self)
{
  SondeClock *clock = NULL;

  g_object_get (self->runner, "clock", &clock, NULL);
  return clock != NULL ? clock : g_object_ref (sonde_clock_get_default ());
}

gint64
_sonde_run_get_monotonic (SondeRun *self)
{
  g_autoptr (SondeClock) clock = sonde_run_dup_clock (self);

  return sonde_clock_get_monotonic (clock);
}

/**
 * _sonde_run_get_real:
 *
 * Returns: microseconds since 1970
 */
gint64
_sonde_run_get_real (SondeRun *self)
{
  g_autoptr (SondeClock) clock = sonde_run_dup_clock (self);

  return sonde_clock_get_real (clock);
}

static void
sonde_run_append (SondeRun *self,
                  GString  *line)
{
  _sonde_journal_writer_append (self->writer, line->str, line->len);
  self->written_since_tick = TRUE;
  self->written_since_command = TRUE;
}

static void
sonde_run_append_state (SondeRun    *self,
                        SondeStatus  status,
                        const char  *version)
{
  g_autoptr (GString) line = g_string_new (NULL);

  _sonde_journal_append_state (line, status, _sonde_run_get_real (self), version);
  sonde_run_append (self, line);
}

void
_sonde_run_append_study (SondeRun *self)
{
  g_autoptr (GString) line = g_string_new (NULL);
  g_autofree char *folder = _sonde_run_get_folder (self);

  _sonde_journal_append_study (line, self->study, folder);
  sonde_run_append (self, line);
  self->study_is_new = FALSE;
}

static char *
sonde_run_describe_error (SondeRun *self)
{
  int saved_errno = _sonde_journal_writer_get_errno (self->writer);
  g_autofree char *sentence = NULL;

  if (saved_errno != 0)
    {
      sentence = _sonde_journal_file_sentence (self->path, saved_errno);
      return g_strdup_printf (_("%s Until then the results are kept in memory."), sentence);
    }
  if (self->file_is_lost)
    return g_strdup_printf (_("\"%s\" was removed or replaced by another program: save the run under a name of your choice, or its results are lost when it is closed."),
                            self->path);
  return NULL;
}

/**
 * _sonde_run_check_writer:
 *
 * Brings save-error up to date. A run that waits for its file goes on when the file can be written again.
 */
void
_sonde_run_check_writer (SondeRun *self)
{
  g_autofree char *sentence = sonde_run_describe_error (self);

  if (g_strcmp0 (sentence, self->save_error) != 0)
    {
      _sonde_run_set_save_error (self, sentence);
      sonde_run_schedule (self, sentence != NULL ? RETRY_INTERVAL : sonde_study_get_save_interval (self->study));
    }
  if (sentence == NULL && self->paused_by_error)
    {
      self->paused_by_error = FALSE;
      if (sonde_runner_get_status (self->runner) == SONDE_STATUS_PAUSED)
        sonde_runner_resume (self->runner);
    }
}

/* Whether the path leads to another file than the one being written, or to none. */
static gboolean
sonde_run_is_file_lost (SondeRun *self)
{
  struct stat there, here;

  if (fstat (_sonde_journal_writer_get_fd (self->writer), &here) != 0)
    return TRUE;
  return stat (self->path, &there) != 0 || there.st_dev != here.st_dev || there.st_ino != here.st_ino;
}

/**
 * _sonde_run_sync_writer:
 *
 * Writes out and syncs to disk here and now. If that fails save-error says why.
 */
gboolean
_sonde_run_sync_writer (SondeRun *self)
{
  _sonde_journal_writer_sync (self->writer);
  self->file_is_lost = sonde_run_is_file_lost (self);
  _sonde_run_check_writer (self);
  return self->save_error == NULL;
}

/**
 * _sonde_run_reschedule:
 *
 * The interval of saving has changed.
 */
void
_sonde_run_reschedule (SondeRun *self)
{
  if (self->writer != NULL && self->save_error == NULL)
    sonde_run_schedule (self, sonde_study_get_save_interval (self->study));
}

static void
sonde_run_pause_if_too_much_waits (SondeRun *self)
{
  if (_sonde_journal_writer_get_unwritten (self->writer, NULL) < MAX_WAITING || sonde_runner_get_status (self->runner) != SONDE_STATUS_RUNNING)
    return;
  self->paused_by_error = TRUE;
  sonde_runner_pause (self->runner);
}

static gboolean
sonde_run_tick (gpointer data)
{
  g_autoptr (SondeRun) self = g_object_ref (SONDE_RUN (data));

  g_clear_pointer (&self->timer, g_source_unref);
  if (self->last_status == SONDE_STATUS_RUNNING && self->written_since_tick && self->save_error == NULL)
    sonde_run_append_state (self, SONDE_STATUS_RUNNING, NULL);
  _sonde_journal_writer_flush (self->writer);
  if (self->written_since_tick)
    _sonde_journal_writer_request_sync (self->writer);
  self->written_since_tick = FALSE;
  self->file_is_lost = sonde_run_is_file_lost (self);
  _sonde_run_check_writer (self);
  if (self->save_error == NULL)
    _sonde_run_saved (self);
  if (self->writer != NULL)
    sonde_run_pause_if_too_much_waits (self);
  if (self->writer != NULL && self->timer == NULL)
    sonde_run_schedule (self, self->save_error != NULL ? RETRY_INTERVAL : sonde_study_get_save_interval (self->study));
  return G_SOURCE_REMOVE;
}

void
_sonde_run_unschedule (SondeRun *self)
{
  if (self->timer == NULL)
    return;
  g_source_destroy (self->timer);
  g_clear_pointer (&self->timer, g_source_unref);
}

static void
sonde_run_schedule (SondeRun *self,
                    double    seconds)
{
  _sonde_run_unschedule (self);
  self->timer = g_timeout_source_new ((guint) CLAMP (seconds * 1000, 0, G_MAXINT));
  g_source_set_callback (self->timer, sonde_run_tick, self, NULL);
  g_source_attach (self->timer, g_main_context_get_thread_default ());
}

/* What happens while no run goes on, as when a point that failed is excluded, opens the journal as a start does. */
static gboolean
sonde_run_ensure_writer (SondeRun *self)
{
  g_autoptr (GError) error = NULL;

  if (!_sonde_run_open_writer (self, &error))
    _sonde_run_set_save_error (self, error->message);
  return self->writer != NULL;
}

static void
sonde_run_told (gpointer      user_data,
                const double *x,
                const double *y,
                guint         vdim,
                double        seconds)
{
  SondeRun *self = user_data;

  if (G_UNLIKELY (sonde_convergence_is_due (self->convergence, sonde_learner_get_npoints (self->learner))))
    sonde_convergence_look (self->convergence, self->learner, sonde_run_get_elapsed (self));
  if (G_UNLIKELY (self->writer == NULL) && !sonde_run_ensure_writer (self))
    return;
  _sonde_journal_writer_told (self->writer, x, self->ndim, y, vdim, seconds);
  self->written_since_tick = TRUE;
  self->written_since_command = TRUE;
}

static void
sonde_run_failed (gpointer      user_data,
                  const double *x,
                  guint         attempt,
                  const char   *message)
{
  SondeRun *self = user_data;
  g_autoptr (GString) line = g_string_new (NULL);

  if (self->writer == NULL)
    return;
  _sonde_journal_append_fail (line, x, self->ndim, attempt, message);
  sonde_run_append (self, line);
}

static void
sonde_run_excluded (gpointer      user_data,
                    const double *x)
{
  SondeRun *self = user_data;
  g_autoptr (GString) line = g_string_new (NULL);

  if (self->writer == NULL && !sonde_run_ensure_writer (self))
    return;
  _sonde_journal_append_exclude (line, x, self->ndim);
  sonde_run_append (self, line);
}

static void
sonde_run_asked (gpointer user_data,
                 guint    n)
{
  SondeRun *self = user_data;
  g_autoptr (GString) line = g_string_new (NULL);

  if (self->writer == NULL)
    return;
  _sonde_journal_append_ask (line, n);
  sonde_run_append (self, line);
}

static void
sonde_run_account_time (SondeRun    *self,
                        SondeStatus  status)
{
  gint64 now = _sonde_run_get_monotonic (self);

  if (self->running_since >= 0)
    self->elapsed += (now - self->running_since) / 1e9;
  self->running_since = status == SONDE_STATUS_RUNNING ? now : -1;
  _sonde_run_set_last_status (self, status);
}

static void
sonde_run_state (gpointer    user_data,
                 SondeStatus status)
{
  SondeRun *self = user_data;

  /* A runner that was started by itself, not by sonde_run_start(), is journalled all the same. */
  if (self->writer == NULL && status == SONDE_STATUS_RUNNING)
    sonde_run_ensure_writer (self);
  sonde_run_account_time (self, status);
  if (self->writer == NULL)
    return;

  sonde_run_append_state (self, status, status == SONDE_STATUS_RUNNING ? SONDE_VERSION : NULL);
  _sonde_journal_writer_flush (self->writer);
  _sonde_journal_writer_request_sync (self->writer);
  _sonde_run_check_writer (self);
  /* the command after saving does not wait for the interval when the run is over */
  if (status > SONDE_STATUS_PAUSED && sonde_study_get_save_command (self->study) != NULL)
    sonde_run_schedule (self, 0);
  _sonde_run_journal_grew (self);
}

static void
sonde_run_printed (gpointer      user_data,
                   const double *x,
                   const char   *output)
{
  SondeRun *self = user_data;

  sonde_printout_list_add (self->printouts, x, self->ndim, output);
}

static void
sonde_run_slice_ended (gpointer user_data)
{
  SondeRun *self = user_data;

  sonde_printout_list_flush (self->printouts);
  if (self->writer == NULL)
    return;
  if (G_UNLIKELY (!_sonde_journal_writer_flush (self->writer)))
    {
      _sonde_run_check_writer (self);
      /* Not from here: the runner is inside of its slice. */
      if (_sonde_journal_writer_get_unwritten (self->writer, NULL) >= MAX_WAITING && !self->paused_by_error)
        sonde_run_schedule (self, 0);
    }
  else if (G_UNLIKELY (self->save_error != NULL))
    _sonde_run_check_writer (self);
  _sonde_run_journal_grew (self);
}

const SondeRunnerSink _sonde_run_sink = {
  .told = sonde_run_told,
  .failed = sonde_run_failed,
  .asked = sonde_run_asked,
  .state = sonde_run_state,
  .slice_ended = sonde_run_slice_ended,
  .excluded = sonde_run_excluded,
  .printed = sonde_run_printed,
};

/* Makes a draft: the study in one line. */
static int
sonde_run_create_draft (SondeRun  *self,
                        char     **path,
                        GError   **error)
{
  g_autofree char *draft = _sonde_drafts_new_path (_sonde_run_get_title (self), error);
  g_autofree char *temporary = NULL;
  g_autofree char *study = sonde_study_to_line (self->study);
  g_autofree char *line = g_strconcat (study, "\n", NULL);
  int fd = draft != NULL ? _sonde_journal_file_create (draft, &temporary, error) : -1;

  if (fd < 0)
    return -1;
  if (!_sonde_journal_file_write (fd, draft, line, strlen (line), error))
    unlink (temporary);
  else if (_sonde_journal_file_commit (fd, temporary, draft, error))
    {
      *path = g_steal_pointer (&draft);
      return fd;
    }
  close (fd);
  return -1;
}

/* Opens the file that was read for appending: only if it is still the same, for what another program has added would be
 * taken for a torn line and cut off. */
static int
sonde_run_reopen (SondeRun  *self,
                  GError   **error)
{
  struct stat now, then;
  int fd = _sonde_journal_file_open (self->path, error);

  if (fd < 0)
    return -1;
  if (fstat (fd, &now) != 0 || fstat (self->content.fd, &then) != 0 || now.st_dev != then.st_dev || now.st_ino != then.st_ino
      || now.st_size != self->content.size)
    g_set_error (error, SONDE_STUDY_ERROR, SONDE_STUDY_ERROR_LOCKED,
                 _("\"%s\" was changed by another program since it was opened: open it again, or save under another name."), self->path);
  else if (now.st_size > (off_t) self->content.end.length && ftruncate (fd, self->content.end.length) != 0)
    {
      g_autofree char *sentence = _sonde_journal_file_sentence (self->path, errno);

      g_set_error_literal (error, G_FILE_ERROR, g_file_error_from_errno (errno), sentence);
    }
  else
    return fd;
  close (fd);
  return -1;
}

/**
 * _sonde_run_take_writer:
 * @fd: (transfer full): the run file, open for appending and locked
 */
void
_sonde_run_take_writer (SondeRun *self,
                        int       fd)
{
  self->writer = _sonde_journal_writer_new (fd);
  self->file_is_lost = FALSE;
  if (self->content.fd >= 0)
    close (self->content.fd);
  self->content.fd = -1;
  sonde_run_schedule (self, sonde_study_get_save_interval (self->study));
}

/* What must be said before anything else is appended to a file that was opened. */
static void
sonde_run_begin_appending (SondeRun *self,
                           gboolean  open_line)
{
  if (open_line)
    _sonde_journal_writer_append (self->writer, "\n", 1);
  if (self->study_is_new)
    _sonde_run_append_study (self);
  /* It was killed; the time from then until now is not time of the run. */
  if (self->last_status == SONDE_STATUS_RUNNING && self->running_since < 0)
    sonde_run_append_state (self, SONDE_STATUS_IDLE, NULL);
}

/**
 * _sonde_run_open_writer:
 *
 * Opens the journal for appending if it is not; makes a draft if there is none.
 */
gboolean
_sonde_run_open_writer (SondeRun  *self,
                        GError   **error)
{
  g_autofree char *draft = NULL;
  gboolean open_line = self->path != NULL && self->content.end.open_line;
  int fd;

  if (self->writer != NULL)
    return TRUE;
  if (_sonde_run_refuse_followed (self, error))
    return FALSE;
  fd = self->path != NULL ? sonde_run_reopen (self, error) : sonde_run_create_draft (self, &draft, error);
  if (fd < 0)
    return FALSE;
  _sonde_run_take_writer (self, fd);
  if (draft != NULL)
    {
      _sonde_run_set_file (self, draft, TRUE);
      self->study_is_new = FALSE;
    }
  sonde_run_begin_appending (self, open_line);
  _sonde_journal_writer_flush (self->writer);
  _sonde_run_check_writer (self);
  return TRUE;
}

/**
 * _sonde_run_close_writer:
 *
 * Writes and syncs what is left, and unlocks the file.
 */
gboolean
_sonde_run_close_writer (SondeRun  *self,
                         GError   **error)
{
  gboolean result;

  if (self->writer == NULL)
    return TRUE;
  _sonde_run_unschedule (self);
  result = _sonde_journal_writer_free (g_steal_pointer (&self->writer), error);
  _sonde_run_content_note (&self->content, open (self->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  return result;
}

/**
 * _sonde_run_end_writer:
 * @end_errno: (out): 0, or why not all could be written
 *
 * Writes what is left and unlocks the file, without waiting for the disk.
 *
 * Returns: (transfer full) (nullable): the writer, to be freed in any thread, which does wait
 */
SondeJournalWriter *
_sonde_run_end_writer (SondeRun *self,
                       int      *end_errno)
{
  SondeJournalWriter *writer = g_steal_pointer (&self->writer);

  *end_errno = 0;
  if (writer == NULL)
    return NULL;
  _sonde_run_unschedule (self);
  *end_errno = _sonde_journal_writer_end (writer);
  _sonde_run_content_note (&self->content, open (self->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  return writer;
}
