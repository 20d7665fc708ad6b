/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Appends lines to a run file.
 *
 * 1. An event is formatted into a buffer; flush () hands all of it to write(2). From then on the kernel has it, and it outlives
 *    this process.
 * 2. What write(2) does not take stays in the buffer, to the byte: a line of which a part was written is completed by the
 *    next flush. If there is no next one, free () cuts the part off again. So the file never has anything but whole lines
 *    before its end, and at its end at most a part of one.
 * 3. fsync(2) may take seconds. It goes on in a thread of its own; what went wrong there is seen at the next flush. */

#include "config.h"

#include <errno.h>
#include <pthread.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/sonde-points.h"
#include "study/sonde-journal-private.h"

#define FIRST_CAPACITY 65536

/* A slice that says more than this is written in parts. */
#define FLUSH_AT (1 << 20)

struct _SondeJournalWriter
{
  int              fd;

  char            *buffer;
  gsize            length;
  gsize            capacity;
  /* how much of a line that is not complete is in the file */
  gsize            part;
  int              write_errno;

  /* POSIX mutex and condition, which the thread sanitizer understands; those of GLib it does not see */
  GThread         *thread;
  pthread_mutex_t  mutex;
  pthread_cond_t   cond;
  gboolean         wanted;
  gboolean         quit;
  int              sync_errno;
};

/**
 * _sonde_journal_writer_new:
 * @fd: (transfer full): the run file, open for appending, at the end of a line, locked
 */
SondeJournalWriter *
_sonde_journal_writer_new (int fd)
{
  SondeJournalWriter *self = g_new0 (SondeJournalWriter, 1);

  g_assert (fd >= 0);

  self->fd = fd;
  self->capacity = FIRST_CAPACITY;
  self->buffer = g_malloc (self->capacity);
  pthread_mutex_init (&self->mutex, NULL);
  pthread_cond_init (&self->cond, NULL);
  return self;
}

/* 0, or why the file could not be synced. What cannot be synced by its nature, such as a pipe, is no error. */
static int
sonde_journal_fsync (int fd)
{
  while (fsync (fd) != 0)
    if (errno != EINTR)
      return errno == EINVAL || errno == ENOTSUP ? 0 : errno;
  return 0;
}

static gpointer
sonde_journal_sync_thread (gpointer data)
{
  SondeJournalWriter *self = data;

  pthread_mutex_lock (&self->mutex);
  for (;;)
    {
      int result;

      while (!self->wanted && !self->quit)
        pthread_cond_wait (&self->cond, &self->mutex);
      if (!self->wanted)
        break;
      self->wanted = FALSE;
      pthread_mutex_unlock (&self->mutex);
      result = sonde_journal_fsync (self->fd);
      pthread_mutex_lock (&self->mutex);
      if (result != 0)
        self->sync_errno = result;
    }
  pthread_mutex_unlock (&self->mutex);
  return NULL;
}

/**
 * _sonde_journal_writer_request_sync:
 *
 * Has the file synced to disk soon, in another thread; where the system gives none now, at the next request.
 */
void
_sonde_journal_writer_request_sync (SondeJournalWriter *self)
{
  pthread_mutex_lock (&self->mutex);
  self->wanted = TRUE;
  if (self->thread == NULL)
    self->thread = g_thread_try_new ("sonde-sync", sonde_journal_sync_thread, self, NULL);
  pthread_cond_signal (&self->cond);
  pthread_mutex_unlock (&self->mutex);
}

static void
sonde_journal_writer_reserve (SondeJournalWriter *self,
                              gsize               more)
{
  if (G_LIKELY (self->capacity - self->length >= more))
    return;
  self->capacity = MAX (self->capacity * 2, self->length + more);
  self->buffer = g_realloc (self->buffer, self->capacity);
}

/**
 * _sonde_journal_writer_told:
 *
 * Adds the line of a result. It is written out by _sonde_journal_writer_flush().
 */
void
_sonde_journal_writer_told (SondeJournalWriter *self,
                            const double       *x,
                            guint               ndim,
                            const double       *y,
                            guint               vdim,
                            double              seconds)
{
  sonde_journal_writer_reserve (self, _sonde_journal_tell_bound (ndim, vdim));
  self->length += _sonde_journal_format_tell (self->buffer + self->length, x, ndim, y, vdim, seconds);
  if (G_UNLIKELY (self->length >= FLUSH_AT) && self->write_errno == 0)
    _sonde_journal_writer_flush (self);
}

/**
 * _sonde_journal_writer_append:
 * @text: whole lines
 */
void
_sonde_journal_writer_append (SondeJournalWriter *self,
                              const char         *text,
                              gsize               length)
{
  g_assert (length > 0 && text[length - 1] == '\n');

  sonde_journal_writer_reserve (self, length);
  memcpy (self->buffer + self->length, text, length);
  self->length += length;
}

/* Notes that the first @n bytes of the buffer are in the file. */
static void
sonde_journal_writer_advance (SondeJournalWriter *self,
                              gsize               n)
{
  gsize part = 0;

  while (part < n && self->buffer[n - part - 1] != '\n')
    part++;
  self->part = part < n ? part : self->part + n;
  self->length -= n;
  memmove (self->buffer, self->buffer + n, self->length);
}

/**
 * _sonde_journal_writer_flush:
 *
 * Hands to the kernel what is in the buffer. What it does not take stays there, for the next time.
 *
 * Returns: whether all is written
 */
gboolean
_sonde_journal_writer_flush (SondeJournalWriter *self)
{
  gsize done = 0;
  int result = 0;

  while (done < self->length && result == 0)
    {
      gssize n = write (self->fd, self->buffer + done, self->length - done);

      if (n > 0)
        done += n;
      else if (n == 0)
        result = ENOSPC;
      else if (errno != EINTR)
        result = errno;
    }
  if (done > 0)
    sonde_journal_writer_advance (self, done);
  self->write_errno = result;
  return result == 0;
}

/**
 * _sonde_journal_writer_sync:
 *
 * Writes out and syncs to disk here and now.
 *
 * Returns: whether all is on disk
 */
gboolean
_sonde_journal_writer_sync (SondeJournalWriter *self)
{
  int result;

  if (!_sonde_journal_writer_flush (self))
    return FALSE;
  result = sonde_journal_fsync (self->fd);
  _sonde_journal_writer_note_sync (self, result);
  return _sonde_journal_writer_get_errno (self) == 0;
}

/**
 * _sonde_journal_writer_note_sync:
 * @sync_errno: what came of syncing the file elsewhere; 0 if all is well
 */
void
_sonde_journal_writer_note_sync (SondeJournalWriter *self,
                                 int                 sync_errno)
{
  pthread_mutex_lock (&self->mutex);
  if (sync_errno != 0)
    self->sync_errno = sync_errno;
  pthread_mutex_unlock (&self->mutex);
}

/**
 * _sonde_journal_writer_get_errno:
 *
 * Returns: why the last write failed, or any sync; 0 if all is well. A failed sync is never forgiven: what the disk did not
 *   take is lost in the kernel, and only writing everything to a new file helps.
 */
int
_sonde_journal_writer_get_errno (SondeJournalWriter *self)
{
  int result;

  if (self->write_errno != 0)
    return self->write_errno;
  pthread_mutex_lock (&self->mutex);
  result = self->sync_errno;
  pthread_mutex_unlock (&self->mutex);
  return result;
}

/**
 * _sonde_journal_writer_get_unwritten:
 * @text: (out) (optional): what is not in the file yet; it goes on right where the file ends
 *
 * Returns: its length
 */
gsize
_sonde_journal_writer_get_unwritten (SondeJournalWriter  *self,
                                     const char         **text)
{
  if (text != NULL)
    *text = self->buffer;
  return self->length;
}

int
_sonde_journal_writer_get_fd (SondeJournalWriter *self)
{
  return self->fd;
}

static void
sonde_journal_writer_stop_thread (SondeJournalWriter *self)
{
  if (self->thread == NULL)
    return;
  pthread_mutex_lock (&self->mutex);
  self->quit = TRUE;
  pthread_cond_signal (&self->cond);
  pthread_mutex_unlock (&self->mutex);
  g_thread_join (g_steal_pointer (&self->thread));
}

/* The last try has failed: leaves whole lines only. */
static void
sonde_journal_writer_cut_part (SondeJournalWriter *self)
{
  off_t size = lseek (self->fd, 0, SEEK_END);

  if (self->part > 0 && size >= (off_t) self->part && ftruncate (self->fd, size - self->part) == 0)
    self->part = 0;
}

static void
sonde_journal_writer_destroy (SondeJournalWriter *self)
{
  /* said, since who syncs the file may have the descriptor, and with it the lock, a while longer */
  flock (self->fd, LOCK_UN);
  close (self->fd);
  pthread_mutex_destroy (&self->mutex);
  pthread_cond_destroy (&self->cond);
  g_free (self->buffer);
  g_free (self);
}

/**
 * _sonde_journal_writer_end:
 *
 * Writes out what it can for the last time and unlocks the file, without waiting for the disk. What is left is to free the writer, in any
 * thread.
 *
 * Returns: 0, or why not all could be written: the rest is lost
 */
int
_sonde_journal_writer_end (SondeJournalWriter *self)
{
  int result = _sonde_journal_writer_flush (self) ? 0 : self->write_errno;

  if (result != 0)
    sonde_journal_writer_cut_part (self);
  self->length = 0;
  flock (self->fd, LOCK_UN);
  return result;
}

/**
 * _sonde_journal_writer_drop:
 *
 * Closes a file that is not needed any more, since all of it was written to another one. What waits is forgotten; whole lines are left.
 */
void
_sonde_journal_writer_drop (SondeJournalWriter *self)
{
  sonde_journal_writer_stop_thread (self);
  if (self->length > 0)
    sonde_journal_writer_cut_part (self);
  sonde_journal_writer_destroy (self);
}

/**
 * _sonde_journal_writer_free:
 * @error: return location for why something could not be written: then it is lost
 *
 * Writes out, syncs, closes and unlocks the file. Waits for the disk.
 *
 * Returns: whether all is on disk
 */
gboolean
_sonde_journal_writer_free (SondeJournalWriter  *self,
                            GError             **error)
{
  int result;

  sonde_journal_writer_stop_thread (self);
  _sonde_journal_writer_sync (self);
  result = _sonde_journal_writer_get_errno (self);
  if (self->length > 0)
    sonde_journal_writer_cut_part (self);
  sonde_journal_writer_destroy (self);
  if (result != 0)
    g_set_error_literal (error, G_FILE_ERROR, g_file_error_from_errno (result), g_strerror (result));
  return result == 0;
}
