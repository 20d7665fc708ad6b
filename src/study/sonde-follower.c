/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reads what another program appends to a run file.
 *
 * 1. When the monitor says that the file has changed, and every second, since file systems of a network tell nothing, a thread
 *    looks: first whether the file is still locked, then whether it is still there and how long it is, then it reads a block of what
 *    is new.
 * 2. The block is handed on line by line, in slices below input and drawing. A last line without a line break is left
 *    in the file, and read again together with its rest: nothing is kept from one look to the next but the place.
 * 3. Whoever writes holds the lock. When it is gone, and what was read after that goes to the end of the file, nothing comes any
 *    more. Where locks are not seen from here it goes on until it is stopped.
 * 4. A file that is shorter than what was read, or another one in its place, is not the file of this run any more. */

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "study/sonde-follower-private.h"

/* Microseconds of a slice. */
#define SLICE 4000
/* Milliseconds between looks, and at least between two changes that the monitor tells. */
#define INTERVAL 1000
#define MONITOR_INTERVAL 100
#define BLOCK (1 << 20)

typedef struct
{
  int       fd;
  char     *path;
  goffset   offset;
  gsize     capacity;

  gboolean  locked;
  gboolean  lost;
  goffset   size;
  char     *text;
  gsize     length;
  int       read_errno;
} Look;

struct _SondeFollower
{
  /* what is called may let go of it */
  guint                        n_refs;
  gboolean                     stopped;

  char                        *path;
  int                          fd;
  const SondeFollowerClient   *client;
  GObject                     *user_data;
  SondeJournalReader          *reader;

  GFileMonitor                *monitor;
  GSource                     *timer;
  GSource                     *slice;
  gboolean                     looking;
  gboolean                     look_again;

  /* all lines before it were read */
  goffset                      offset;
  gsize                        block_size;
  Look                        *look;
  gsize                        done;
  gboolean                     was_locked;
};

static void follower_look (SondeFollower *self);

static void
look_free (gpointer data)
{
  Look *look = data;

  close (look->fd);
  g_free (look->path);
  g_free (look->text);
  g_free (look);
}

static gboolean
is_other_file (int         fd,
               const char *path)
{
  struct stat here, there;

  return fstat (fd, &here) != 0 || stat (path, &there) != 0 || here.st_dev != there.st_dev || here.st_ino != there.st_ino;
}

static void
look_read (Look *look)
{
  gsize length = look->size > look->offset ? MIN (look->capacity, (gsize) (look->size - look->offset)) : 0;

  look->text = g_malloc (length + 1);
  while (look->length < length)
    {
      gssize n = pread (look->fd, look->text + look->length, length - look->length, look->offset + look->length);

      if (n == 0)
        break;
      if (n > 0)
        look->length += n;
      else if (errno != EINTR)
        {
          look->read_errno = errno;
          break;
        }
    }
  look->text[look->length] = '\0';
}

/* Step 1, in the thread. */
static void
look_in_thread (GTask        *task,
                gpointer      source,
                gpointer      data,
                GCancellable *cancellable)
{
  Look *look = data;
  struct stat status;

  look->locked = _sonde_journal_file_is_locked (look->path);
  look->lost = is_other_file (look->fd, look->path);
  look->size = fstat (look->fd, &status) == 0 ? status.st_size : 0;
  look_read (look);
  g_task_return_pointer (task, look, look_free);
}

static SondeFollower *
follower_ref (SondeFollower *self)
{
  self->n_refs++;
  return self;
}

static void
follower_unref (SondeFollower *self)
{
  if (--self->n_refs > 0)
    return;
  g_clear_pointer (&self->look, look_free);
  _sonde_journal_reader_free (self->reader);
  close (self->fd);
  g_free (self->path);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SondeFollower, follower_unref)

/* Everything is over. */
static void
follower_end (SondeFollower *self,
              const char    *reason)
{
  if (!self->stopped)
    self->client->ended (self->user_data, reason);
}

static char *
follower_describe_loss (SondeFollower *self,
                        const Look    *look)
{
  g_autofree char *base = g_path_get_basename (self->path);

  if (look->size < self->offset)
    return g_strdup_printf (_("\"%s\" was cut short by another program: open it again to see what is in it now, or save what is here under another name."), base);
  if (look->lost)
    return g_strdup_printf (_("\"%s\" was removed or replaced by another program: open it again to see what is there now, or save what is here under another name."), base);
  if (look->read_errno != 0)
    return g_strdup_printf (_("\"%s\" cannot be read any more (%s): open it again when its disk or network is back."), base, g_strerror (look->read_errno));
  return NULL;
}

/* The file ends with this block, and nobody writes it: its last line may do without a line break. */
static void
follower_finish (SondeFollower *self)
{
  SondeFollowerEnd end = { self->offset, self->look->size, 0, FALSE, FALSE };
  gsize rest = self->look->length - self->done;
  g_autoptr (GError) error = NULL;

  if (rest > 0 && !_sonde_journal_reader_feed_rest (self->reader, self->look->text + self->done, rest, &end.torn, &error))
    {
      follower_end (self, error->message);
      return;
    }
  if (rest > 0 && !end.torn)
    {
      end.offset = self->offset += rest;
      end.open_line = TRUE;
    }
  end.n_lines = _sonde_journal_reader_get_n_lines (self->reader);
  if (!self->stopped)
    self->client->position (self->user_data, &end);
  follower_end (self, NULL);
}

/* The block is used up: what next? */
static void
follower_next (SondeFollower *self)
{
  gboolean at_end = self->look->offset + (goffset) self->look->length >= self->look->size;
  gboolean is_over = at_end && self->was_locked && !self->look->locked;

  if (is_over)
    {
      follower_finish (self);
      return;
    }
  /* a line that is longer than the block */
  if (self->done == 0 && self->look->length == self->block_size)
    self->block_size *= 2;
  g_clear_pointer (&self->look, look_free);
  if (!at_end || self->look_again)
    follower_look (self);
}

/* Step 2. */
static gboolean
on_slice (gpointer data)
{
  g_autoptr (SondeFollower) self = follower_ref (data);
  g_autoptr (GObject) client = g_object_ref (self->user_data);
  const char *rest = self->look->text + self->done;
  gsize n_rest = self->look->length - self->done;
  SondeFollowerEnd end = { 0, 0, 0, FALSE, FALSE };
  g_autoptr (GError) error = NULL;
  gsize consumed;
  gboolean good = _sonde_journal_reader_feed (self->reader, rest, n_rest, g_get_monotonic_time () + SLICE, &consumed, &error);

  self->done += consumed;
  self->offset += consumed;
  end.offset = end.size = self->offset;
  end.n_lines = _sonde_journal_reader_get_n_lines (self->reader);
  if (consumed > 0 && !self->stopped)
    self->client->position (self->user_data, &end);
  if (self->stopped)
    return G_SOURCE_REMOVE;
  if (good && consumed > 0 && memchr (rest + consumed, '\n', n_rest - consumed) != NULL)
    return G_SOURCE_CONTINUE;

  g_clear_pointer (&self->slice, g_source_unref);
  if (good)
    follower_next (self);
  else
    follower_end (self, error->message);
  return G_SOURCE_REMOVE;
}

static void
follower_schedule_slice (SondeFollower *self)
{
  self->done = 0;
  self->slice = g_idle_source_new ();
  g_source_set_name (self->slice, "sonde follower slice");
  g_source_set_callback (self->slice, on_slice, self, NULL);
  g_source_attach (self->slice, g_main_context_get_thread_default ());
}

/* Step 4, and on to step 2. */
static void
follower_take (SondeFollower *self,
               Look          *look)
{
  g_autofree char *loss = follower_describe_loss (self, look);

  self->look = look;
  self->was_locked |= look->locked;
  if (loss != NULL)
    follower_end (self, loss);
  else
    follower_schedule_slice (self);
}

static void
on_looked (GObject      *object,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (SondeFollower) self = data;
  Look *look = g_task_propagate_pointer (G_TASK (result), NULL);

  if (self->stopped)
    {
      look_free (look);
      return;
    }
  self->looking = FALSE;
  follower_take (self, look);
}

/* Looks at the file, now or as soon as what was read last is handed on. */
static void
follower_look (SondeFollower *self)
{
  g_autoptr (GTask) task = NULL;
  Look *look;

  self->look_again = self->looking || self->look != NULL;
  if (self->look_again)
    return;
  self->looking = TRUE;
  look = g_new0 (Look, 1);
  look->fd = fcntl (self->fd, F_DUPFD_CLOEXEC, 0);
  look->path = g_strdup (self->path);
  look->offset = self->offset;
  look->capacity = self->block_size;
  task = g_task_new (NULL, NULL, on_looked, follower_ref (self));
  g_task_set_source_tag (task, follower_look);
  /* the thread returns it */
  g_task_set_task_data (task, look, NULL);
  g_task_run_in_thread (task, look_in_thread);
}

static gboolean
on_timer (gpointer data)
{
  follower_look (data);
  return G_SOURCE_CONTINUE;
}

static void
follower_watch (SondeFollower *self)
{
  g_autoptr (GFile) file = g_file_new_for_path (self->path);

  self->monitor = g_file_monitor_file (file, G_FILE_MONITOR_NONE, NULL, NULL);
  if (self->monitor != NULL)
    {
      g_file_monitor_set_rate_limit (self->monitor, MONITOR_INTERVAL);
      g_signal_connect_swapped (self->monitor, "changed", G_CALLBACK (follower_look), self);
    }
  self->timer = g_timeout_source_new (INTERVAL);
  g_source_set_name (self->timer, "sonde follower look");
  g_source_set_callback (self->timer, on_timer, self, NULL);
  g_source_attach (self->timer, g_main_context_get_thread_default ());
}

/**
 * _sonde_follower_new:
 * @fd: the file, open for reading; not taken
 * @end: how much of it was read
 * @ndim: the number of variables of its study
 * @was_locked: whether it was locked when it was read
 * @client: what to call, in the main context of this thread, never from within this function
 *
 * Returns: (transfer full): reads what comes after @end
 */
SondeFollower *
_sonde_follower_new (const char                *path,
                     int                        fd,
                     const SondeJournalEnd     *end,
                     guint                      ndim,
                     gboolean                   was_locked,
                     const SondeFollowerClient *client,
                     GObject                   *user_data)
{
  SondeFollower *self = g_new0 (SondeFollower, 1);

  self->n_refs = 1;
  self->path = g_strdup (path);
  self->fd = fcntl (fd, F_DUPFD_CLOEXEC, 0);
  self->client = client;
  self->user_data = user_data;
  self->reader = _sonde_journal_reader_new (ndim, end->n_lines, client->events, user_data);
  self->offset = end->length;
  self->block_size = BLOCK;
  self->was_locked = was_locked;
  follower_watch (self);
  follower_look (self);
  return self;
}

static void
destroy_source (GSource **source)
{
  if (*source == NULL)
    return;
  g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

/**
 * _sonde_follower_free:
 *
 * Stops: nothing is called from now on. May be called from within any call to the client.
 */
void
_sonde_follower_free (SondeFollower *self)
{
  self->stopped = TRUE;
  destroy_source (&self->timer);
  destroy_source (&self->slice);
  if (self->monitor != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->monitor, self);
      g_file_monitor_cancel (self->monitor);
      g_clear_object (&self->monitor);
    }
  follower_unref (self);
}
