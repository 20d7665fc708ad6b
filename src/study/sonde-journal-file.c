/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "study/sonde-journal-private.h"

#define COPY_BLOCK (1 << 20)

#define N_LOCK_TRIES 4
/* microseconds */
#define LOCK_PAUSE 3000

/**
 * _sonde_journal_file_sentence:
 *
 * Returns: (transfer full): why @path cannot be written, and what to do about it
 */
char *
_sonde_journal_file_sentence (const char *path,
                              int         saved_errno)
{
  const char *remedy;

  switch (saved_errno)
    {
    case ENOSPC:
    case EDQUOT:
      remedy = _("Free some space there, or save it on another disk.");
      break;
    case EFBIG:
      remedy = _("Files there cannot be larger: save it on another disk.");
      break;
    case EACCES:
    case EPERM:
    case EROFS:
      remedy = _("Save it elsewhere, or get permission to write there.");
      break;
    case ENOENT:
    case ENOTDIR:
      remedy = _("Make the folder, or save it elsewhere.");
      break;
    default:
      remedy = _("Save it elsewhere.");
      break;
    }
  return g_strdup_printf (_("\"%s\" cannot be written: %s. %s"), path, g_strerror (saved_errno), remedy);
}

static gboolean
sonde_journal_file_fail (const char  *path,
                         int          saved_errno,
                         GError     **error)
{
  g_autofree char *sentence = _sonde_journal_file_sentence (path, saved_errno);

  g_set_error_literal (error, G_FILE_ERROR, g_file_error_from_errno (saved_errno), sentence);
  return FALSE;
}

/**
 * _sonde_journal_file_lock:
 * @error: return location for %SONDE_STUDY_ERROR_LOCKED
 *
 * Locks the open file for writing, until it is closed. Where the file system knows no locks, it goes without.
 */
gboolean
_sonde_journal_file_lock (int          fd,
                          const char  *path,
                          GError     **error)
{
  /* Who only looks whether the file is locked holds it for some microseconds. */
  for (guint i = 0; i < N_LOCK_TRIES; i++)
    {
      if (flock (fd, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK)
        return TRUE;
      g_usleep (LOCK_PAUSE);
    }
  g_set_error (error, SONDE_STUDY_ERROR, SONDE_STUDY_ERROR_LOCKED,
               _("\"%s\" is being written by another window or process: close it there, or save under another name."), path);
  return FALSE;
}

/**
 * _sonde_journal_file_is_locked:
 *
 * Returns: whether someone writes the file, perhaps this process
 */
gboolean
_sonde_journal_file_is_locked (const char *path)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  gboolean locked;

  if (fd < 0)
    return FALSE;
  locked = flock (fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK;
  close (fd);
  return locked;
}

/**
 * _sonde_journal_file_open:
 *
 * Opens an existing run file for appending and locks it.
 *
 * Returns: its descriptor, or -1
 */
int
_sonde_journal_file_open (const char  *path,
                          GError     **error)
{
  int fd = open (path, O_RDWR | O_APPEND | O_CLOEXEC);

  if (fd < 0)
    {
      sonde_journal_file_fail (path, errno, error);
      return -1;
    }
  if (!_sonde_journal_file_lock (fd, path, error))
    {
      close (fd);
      return -1;
    }
  return fd;
}

/**
 * _sonde_journal_file_load:
 *
 * Reads the whole file, without moving its place. A copy, not a mapping: a mapped file that another program cuts short ends this process.
 *
 * Returns: (transfer full) (nullable): its bytes and a final 0
 */
char *
_sonde_journal_file_load (int          fd,
                          const char  *path,
                          gsize       *length,
                          GError     **error)
{
  g_autofree char *text = NULL;
  struct stat status;
  gsize capacity;

  if (fstat (fd, &status) != 0)
    status.st_size = 0;
  capacity = MAX (status.st_size, 0) + 1;
  text = g_malloc (capacity + 1);
  *length = 0;
  for (;;)
    {
      gssize n = pread (fd, text + *length, capacity - *length, *length);

      if (n == 0)
        break;
      if (n < 0 && errno != EINTR)
        {
          g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (errno), _("\"%s\" cannot be read: %s."), path, g_strerror (errno));
          return NULL;
        }
      *length += MAX (n, 0);
      if (*length == capacity)
        {
          capacity += capacity / 2 + COPY_BLOCK;
          text = g_realloc (text, capacity + 1);
        }
    }
  text[*length] = '\0';
  return g_steal_pointer (&text);
}

/**
 * _sonde_journal_file_create:
 * @path: where the file shall be
 * @temporary: (out): where it is until _sonde_journal_file_commit()
 *
 * Makes an empty file beside @path, locked and open for appending. It is refused if another process writes @path.
 *
 * Returns: its descriptor, or -1
 */
int
_sonde_journal_file_create (const char  *path,
                            char       **temporary,
                            GError     **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *name = g_strdup_printf ("%s/.sonde-XXXXXX", folder);
  mode_t mask;
  int fd;

  if (g_file_test (path, G_FILE_TEST_IS_DIR))
    {
      sonde_journal_file_fail (path, EISDIR, error);
      return -1;
    }
  if (_sonde_journal_file_is_locked (path))
    {
      g_set_error (error, SONDE_STUDY_ERROR, SONDE_STUDY_ERROR_LOCKED,
                   _("\"%s\" is being written by another window or process: close it there, or save under another name."), path);
      return -1;
    }
  fd = g_mkstemp_full (name, O_RDWR | O_APPEND | O_CLOEXEC, 0600);
  if (fd < 0)
    {
      sonde_journal_file_fail (path, errno, error);
      return -1;
    }
  mask = umask (0);
  umask (mask);
  if (fchmod (fd, 0666 & ~mask) != 0 || flock (fd, LOCK_EX | LOCK_NB) != 0)
    errno = 0;
  *temporary = g_steal_pointer (&name);
  return fd;
}

static void
sonde_journal_file_sync_folder (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  int fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  /* Some file systems cannot; then the name is as safe as they make it. */
  if (fd >= 0 && fsync (fd) != 0)
    errno = 0;
  if (fd >= 0)
    close (fd);
}

/**
 * _sonde_journal_file_rename:
 *
 * Puts a file from _sonde_journal_file_create() in the place of @path, at once. If that fails it is removed, and @path is what it was.
 */
gboolean
_sonde_journal_file_rename (const char  *temporary,
                            const char  *path,
                            GError     **error)
{
  if (rename (temporary, path) == 0)
    return TRUE;
  sonde_journal_file_fail (path, errno, error);
  g_unlink (temporary);
  return FALSE;
}

/**
 * _sonde_journal_file_sync:
 *
 * Syncs the file and its name to disk, which may take seconds.
 */
gboolean
_sonde_journal_file_sync (int          fd,
                          const char  *path,
                          GError     **error)
{
  if (fsync (fd) != 0)
    return sonde_journal_file_fail (path, errno, error);
  sonde_journal_file_sync_folder (path);
  return TRUE;
}

/**
 * _sonde_journal_file_commit:
 *
 * Syncs a file from _sonde_journal_file_create() and puts it in the place of @path, at once and for good. If that fails the temporary file
 * is removed and @path is what it was.
 */
gboolean
_sonde_journal_file_commit (int          fd,
                            const char  *temporary,
                            const char  *path,
                            GError     **error)
{
  if (fsync (fd) != 0)
    {
      sonde_journal_file_fail (path, errno, error);
      g_unlink (temporary);
      return FALSE;
    }
  if (!_sonde_journal_file_rename (temporary, path, error))
    return FALSE;
  sonde_journal_file_sync_folder (path);
  return TRUE;
}

gboolean
_sonde_journal_file_write (int          fd,
                           const char  *path,
                           const char  *text,
                           gsize        length,
                           GError     **error)
{
  gsize done = 0;

  while (done < length)
    {
      gssize n = write (fd, text + done, length - done);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        return sonde_journal_file_fail (path, n == 0 ? ENOSPC : errno, error);
      done += n;
    }
  return TRUE;
}

/**
 * _sonde_journal_file_copy:
 * @offset: where in @from to begin
 * @length: how much of it
 * @path: the name of @to, for messages
 */
gboolean
_sonde_journal_file_copy (int          from,
                          goffset      offset,
                          gsize        length,
                          int          to,
                          const char  *path,
                          GError     **error)
{
  g_autofree char *block = g_malloc (COPY_BLOCK);
  gsize done = 0;

  while (done < length)
    {
      gssize n = pread (from, block, MIN (COPY_BLOCK, length - done), offset + done);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        {
          g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_IO, _("The run file cannot be read any more, so \"%s\" was not written: %s."), path,
                       n == 0 ? _("it has become shorter") : g_strerror (errno));
          return FALSE;
        }
      if (!_sonde_journal_file_write (to, path, block, n, error))
        return FALSE;
      done += n;
    }
  return TRUE;
}
