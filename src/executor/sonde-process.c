/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "executor/sonde-output-private.h"
#include "executor/sonde-process-private.h"
#include "function/sonde-function.h"

/* What is started is the guard of sonde_launch_wrap (), whose only child is the process itself.
 *
 * Its end is known by waiting for the guard, never by the end of its output, which processes that it leaves behind may hold open. A
 * process that is let go of is told to end and waited for in a thread, so that neither a zombie nor a stalled main loop remains. */

#define READ_SIZE 65536
#define PRIORITY G_PRIORITY_DEFAULT_IDLE

/* Reads of one dispatch: others have their turn. */
#define MAX_READS 16

/* Microseconds in which a process that is let go of may end by itself. */
#define GRACE 500000
#define GRACE_STEPS 25

/* How long after the end of its output a process may still be there. */
#define CLOSED_MS 300

/* A longer line is none of ours. */
#define MAX_LINE (64 * 1024 * 1024)

struct _SondeProcess
{
  GPid                      pid;
  int                       in;
  int                       out;
  int                       err;
  GSource                  *in_source;
  GSource                  *out_source;
  GSource                  *err_source;
  GSource                  *end_source;
  GSource                  *closed_source;
  GByteArray               *to_write;
  GByteArray               *line;       /* begun */
  SondeOutput               output;
  const SondeProcessEvents *events;
  gpointer                  user_data;
  gboolean                  is_over;
  gboolean                  is_closed;  /* standard output has ended, or makes no sense */
  gboolean                  is_condemned; /* for that reason, and not since it was ending anyhow */
  gboolean                 *is_freed;   /* (nullable): told when it is freed in the middle of an event, as the next */
  gboolean                 *is_freed_at_end;
};

static void
close_fd (int      *fd,
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

/* Standard error */

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
    close_fd (&self->err, &self->err_source);
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
static void
sonde_process_drain_output (SondeProcess *self)
{
  for (guint i = 0; i < 64 && sonde_process_read_output (self); i++)
    ;
}

/* Standard output */

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
  close_fd (&self->out, &self->out_source);
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
static gboolean
sonde_process_read_lines (SondeProcess *self)
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

  for (guint i = 0; i < MAX_READS && sonde_process_read_lines (self); i++)
    ;
  return G_SOURCE_CONTINUE;
}

/* Standard input */

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

/* Its end */

static void
on_ended (GPid     pid,
          int      status,
          gpointer user_data)
{
  SondeProcess *self = user_data;
  gboolean is_freed = FALSE;

  self->is_over = TRUE;
  g_clear_pointer (&self->end_source, g_source_unref);
  self->is_freed_at_end = &is_freed;
  while (sonde_process_read_lines (self))
    ;
  if (is_freed)
    return;
  self->is_freed_at_end = NULL;
  sonde_process_drain_output (self);
  self->events->ended (status, self->user_data);
}

/* Its standard input has ended: well-behaved programs end, too. The others are made to. */
static gpointer
wait_for_end (gpointer user_data)
{
  GPid pid = GPOINTER_TO_INT (user_data);

  for (guint i = 0; i < GRACE_STEPS; i++)
    {
      if (waitpid (pid, NULL, WNOHANG) != 0)
        return NULL;
      g_usleep (GRACE / GRACE_STEPS);
    }
  kill (pid, SIGTERM);
  while (waitpid (pid, NULL, 0) < 0 && errno == EINTR)
    ;
  return NULL;
}

/**
 * @argv: of sonde_launch_wrap (); looked up in PATH. @environment: (nullable): added. @folder: (nullable).
 *
 * Its events come to the thread-default main context.
 */
SondeProcess *
_sonde_process_new (char                     **argv,
                    char                     **environment,
                    const char                *folder,
                    const SondeProcessEvents  *events,
                    gpointer                   user_data,
                    GError                   **error)
{
  g_auto (GStrv) all = g_get_environ ();
  SondeProcess *self;
  int in, out, err;
  GPid pid;

  for (guint i = 0; environment != NULL && environment[i] != NULL; i++)
    {
      g_auto (GStrv) pair = g_strsplit (environment[i], "=", 2);

      if (pair[0] != NULL && pair[1] != NULL)
        all = g_environ_setenv (all, pair[0], pair[1], TRUE);
    }
  if (!g_spawn_async_with_pipes_and_fds (folder, (const char * const *) argv, (const char * const *) all,
                                         G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_SEARCH_PATH | G_SPAWN_CLOEXEC_PIPES, NULL, NULL,
                                         -1, -1, -1, NULL, NULL, 0, &pid, &in, &out, &err, error))
    return NULL;

  self = g_new0 (SondeProcess, 1);
  self->pid = pid;
  self->in = in;
  self->out = out;
  self->err = err;
  self->events = events;
  self->user_data = user_data;
  self->to_write = g_byte_array_new ();
  self->line = g_byte_array_new ();
  _sonde_output_init (&self->output);
  g_unix_set_fd_nonblocking (in, TRUE, NULL);
  g_unix_set_fd_nonblocking (out, TRUE, NULL);
  g_unix_set_fd_nonblocking (err, TRUE, NULL);
  self->out_source = watch_fd (out, G_IO_IN | G_IO_HUP, on_readable, self);
  self->err_source = watch_fd (err, G_IO_IN | G_IO_HUP, on_error_readable, self);
  self->end_source = g_child_watch_source_new (pid);
  g_source_set_callback (self->end_source, G_SOURCE_FUNC (on_ended), self, NULL);
  g_source_attach (self->end_source, g_main_context_get_thread_default ());
  return self;
}

void
_sonde_process_free (SondeProcess *self)
{
  if (self->is_freed != NULL)
    *self->is_freed = TRUE;
  if (self->is_freed_at_end != NULL)
    *self->is_freed_at_end = TRUE;
  if (self->end_source != NULL)
    {
      g_source_destroy (self->end_source);
      g_clear_pointer (&self->end_source, g_source_unref);
    }
  if (self->closed_source != NULL)
    {
      g_source_destroy (self->closed_source);
      g_clear_pointer (&self->closed_source, g_source_unref);
    }
  close_fd (&self->in, &self->in_source);
  if (!self->is_over)
    g_thread_unref (g_thread_new ("sonde-reap", wait_for_end, GINT_TO_POINTER (self->pid)));
  close_fd (&self->out, &self->out_source);
  close_fd (&self->err, &self->err_source);
  g_byte_array_unref (self->to_write);
  g_byte_array_unref (self->line);
  _sonde_output_clear (&self->output);
  g_free (self);
}

/* Tells it to end: there is nothing more to read. */
void
_sonde_process_close (SondeProcess *self)
{
  close_fd (&self->in, &self->in_source);
}

/* By way of the guard, which takes all with it that the process started. */
void
_sonde_process_kill (SondeProcess *self)
{
  if (!self->is_over)
    kill (self->pid, SIGTERM);
}

/* Whether nothing can be heard of it any more: it is ending, or it closed its standard output, or wrote a line without end to it. */
gboolean
_sonde_process_is_closed (SondeProcess *self)
{
  return self->is_closed;
}

/* Whether it was killed because of that. */
gboolean
_sonde_process_is_condemned (SondeProcess *self)
{
  return self->is_condemned;
}

/* A line of standard output that is not meant for us. */
void
_sonde_process_add_output (SondeProcess *self,
                           const char   *line,
                           gsize         length)
{
  _sonde_output_append (&self->output, line, length);
  _sonde_output_append (&self->output, "\n", 1);
}

/* What it wrote to standard error since the last call, (nullable), as far as it is kept. */
char *
_sonde_process_take_output (SondeProcess *self)
{
  sonde_process_drain_output (self);
  return _sonde_output_take (&self->output);
}

char *
_sonde_process_get_last_lines (SondeProcess *self)
{
  return _sonde_output_get_last_lines (&self->output);
}

/* The number of the process itself, not of its guard; 0 if it is not there. */
int
_sonde_process_get_pid (SondeProcess *self)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/task/%d/children", self->pid, self->pid);
  g_autofree char *text = NULL;

  if (self->is_over)
    return 0;
  if (!g_file_get_contents (path, &text, NULL, NULL))
    return self->pid;
  return (int) g_ascii_strtoll (text, NULL, 10);
}

/* Bytes of main memory that are its own; 0 where that is not known. */
guint64
_sonde_process_get_memory (SondeProcess *self)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/statm", _sonde_process_get_pid (self));
  g_autofree char *text = NULL;
  const char *second;

  if (self->is_over || !g_file_get_contents (path, &text, NULL, NULL) || (second = strchr (text, ' ')) == NULL)
    return 0;
  return g_ascii_strtoull (second, NULL, 10) * sysconf (_SC_PAGESIZE);
}
