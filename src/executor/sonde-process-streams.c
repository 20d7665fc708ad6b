/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What goes to a process and comes from it. */

#include "config.h"

#include <errno.h>
#include <glib-unix.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "executor/sonde-process-struct.h"

#define READ_SIZE 65536
#define PRIORITY G_PRIORITY_DEFAULT_IDLE

/* Reads of one dispatch: others have their turn. */
#define MAX_READS 16

/* How long after the end of its output a process may still be there. */
#define CLOSED_MS 300

/* A longer line is none of ours. */
#define MAX_LINE (64 * 1024 * 1024)

void
_sonde_process_close_fd (int      *fd,
                         GSource **source)
{
  if (*source != NULL)
    {
      g_source_destroy (*source);
      g_clear_pointer (source, g_source_unref);
    }
  if (*fd >= 0)
    close (*fd);
  *fd = -1;
}

/* Returns FALSE when there is no more for now. */
static gboolean
sonde_process_read_output (SondeProcess *self)
{
  char buffer[READ_SIZE];
  gssize n;

  if (self->err < 0)
    return FALSE;
  n = read (self->err, buffer, sizeof buffer);
  if (n > 0)
    _sonde_output_append (&self->output, buffer, n);
  else if (n == 0 || (errno != EAGAIN && errno != EINTR))
    _sonde_process_close_fd (&self->err, &self->err_source);
  return n > 0;
}

static gboolean
on_error_readable (int           fd,
                   GIOCondition  condition,
                   gpointer      user_data)
{
  SondeProcess *self = user_data;

  for (guint i = 0; i < MAX_READS && sonde_process_read_output (self); i++)
    ;
  return G_SOURCE_CONTINUE;
}

/* Reads what there is, but not for ever. */
void
_sonde_process_drain_output (SondeProcess *self)
{
  for (guint i = 0; i < 64 && sonde_process_read_output (self); i++)
    ;
}

static gboolean
on_still_there (gpointer user_data)
{
  SondeProcess *self = user_data;

  self->is_condemned = TRUE;
  g_clear_pointer (&self->closed_source, g_source_unref);
  _sonde_process_kill (self);
  return G_SOURCE_REMOVE;
}

/* Without it the process is of no use. Mostly it is ending, and its guard will tell how in a moment. */
static void
sonde_process_lose_output (SondeProcess *self)
{
  _sonde_process_close_fd (&self->out, &self->out_source);
  self->is_closed = TRUE;
  if (self->is_over)
    return;
  self->closed_source = g_timeout_source_new (CLOSED_MS);
  g_source_set_callback (self->closed_source, on_still_there, self, NULL);
  g_source_attach (self->closed_source, g_main_context_get_thread_default ());
}

/* Returns FALSE if the process was freed meanwhile. */
static gboolean
sonde_process_emit_line (SondeProcess *self,
                         char         *line,
                         gsize         length)
{
  gboolean is_freed = FALSE;

  line[length] = '\0';
  self->is_freed = &is_freed;
  self->events->line (line, length, self->user_data);
  if (is_freed)
    return FALSE;
  self->is_freed = NULL;
  return TRUE;
}

/* Hands over the lines that end within @data; what is begun waits. */
static gboolean
sonde_process_split (SondeProcess *self,
                     char         *data,
                     gsize         length)
{
  char *end;

  while (!self->is_closed && (end = memchr (data, '\n', length)) != NULL)
    {
      gsize n = end - data;

      if (self->line->len > 0)
        {
          g_autoptr (GByteArray) whole = g_steal_pointer (&self->line);

          self->line = g_byte_array_new ();
          g_byte_array_append (whole, (guint8 *) data, n + 1);
          if (!sonde_process_emit_line (self, (char *) whole->data, whole->len - 1))
            return FALSE;
        }
      else if (!sonde_process_emit_line (self, data, n))
        return FALSE;
      data += n + 1;
      length -= n + 1;
    }
  if (!self->is_closed)
    g_byte_array_append (self->line, (guint8 *) data, length);
  if (self->line->len > MAX_LINE)
    sonde_process_lose_output (self);
  return TRUE;
}

/* Returns FALSE when there is no more for now, or no more of the process. */
gboolean
_sonde_process_read_lines (SondeProcess *self)
{
  char buffer[READ_SIZE];
  gssize n;

  if (self->out < 0)
    return FALSE;
  n = read (self->out, buffer, sizeof buffer);
  if (n > 0)
    return sonde_process_split (self, buffer, n) && !self->is_closed && n == sizeof buffer;
  if (n == 0 || (errno != EAGAIN && errno != EINTR))
    sonde_process_lose_output (self);
  return FALSE;
}

static gboolean
on_readable (int           fd,
             GIOCondition  condition,
             gpointer      user_data)
{
  SondeProcess *self = user_data;

  for (guint i = 0; i < MAX_READS && _sonde_process_read_lines (self); i++)
    ;
  return G_SOURCE_CONTINUE;
}

/* A write to a process that is gone is no reason to be killed by SIGPIPE. */
static gssize
write_quietly (int         fd,
               const char *text,
               gsize       length)
{
  const struct timespec now = { 0, 0 };
  sigset_t broken, before;
  gssize n;
  int code;

  sigemptyset (&broken);
  sigaddset (&broken, SIGPIPE);
  pthread_sigmask (SIG_BLOCK, &broken, &before);
  do
    n = write (fd, text, length);
  while (n < 0 && errno == EINTR);
  code = errno;
  if (n < 0 && code == EPIPE && !sigismember (&before, SIGPIPE))
    sigtimedwait (&broken, NULL, &now);
  pthread_sigmask (SIG_SETMASK, &before, NULL);
  errno = code;
  return n;
}

/* Writes what the pipe takes; returns FALSE once nothing is left to write. That it is gone will be told by its end. */
static gboolean
sonde_process_write_some (SondeProcess *self)
{
  gssize n = write_quietly (self->in, (char *) self->to_write->data, self->to_write->len);

  if (n < 0 && errno != EAGAIN)
    n = self->to_write->len;
  if (n > 0)
    g_byte_array_remove_range (self->to_write, 0, n);
  return self->to_write->len > 0;
}

static gboolean
on_writable (int           fd,
             GIOCondition  condition,
             gpointer      user_data)
{
  SondeProcess *self = user_data;

  if (sonde_process_write_some (self))
    return G_SOURCE_CONTINUE;
  g_clear_pointer (&self->in_source, g_source_unref);
  return G_SOURCE_REMOVE;
}

static GSource *
watch_fd (int               fd,
          GIOCondition      condition,
          GUnixFDSourceFunc function,
          gpointer          user_data)
{
  GSource *source = g_unix_fd_source_new (fd, condition);

  g_source_set_callback (source, G_SOURCE_FUNC (function), user_data, NULL);
  g_source_set_priority (source, PRIORITY);
  g_source_attach (source, g_main_context_get_thread_default ());
  return source;
}

void
_sonde_process_write (SondeProcess *self,
                      const char   *text,
                      gsize         length)
{
  gssize n = 0;

  if (self->in < 0)
    return;
  if (self->to_write->len == 0)
    n = write_quietly (self->in, text, length);
  if (n < 0 && errno != EAGAIN)
    return;
  n = MAX (n, 0);
  if ((gsize) n == length)
    return;
  g_byte_array_append (self->to_write, (const guint8 *) text + n, length - n);
  if (self->in_source == NULL)
    self->in_source = watch_fd (self->in, G_IO_OUT, on_writable, self);
}

/* Begins to read both outputs, on the thread-default main context. */
void
_sonde_process_watch (SondeProcess *self)
{
  g_unix_set_fd_nonblocking (self->in, TRUE, NULL);
  g_unix_set_fd_nonblocking (self->out, TRUE, NULL);
  g_unix_set_fd_nonblocking (self->err, TRUE, NULL);
  self->out_source = watch_fd (self->out, G_IO_IN | G_IO_HUP, on_readable, self);
  self->err_source = watch_fd (self->err, G_IO_IN | G_IO_HUP, on_error_readable, self);
}
