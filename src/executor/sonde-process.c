/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is started is the guard of sonde_launch_wrap (), whose only child is the process itself.
 *
 * Its end is known by waiting for the guard, never by the end of its output, which processes that it leaves behind may hold open. A
 * process that is let go of is told to end and waited for in a thread, so that neither a zombie nor a stalled main loop remains. */

#include "config.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "executor/sonde-process-struct.h"

/* Microseconds in which a process that is let go of may end by itself. */
#define GRACE 500000
#define GRACE_STEPS 25

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
  while (_sonde_process_read_lines (self))
    ;
  if (is_freed)
    return;
  self->is_freed_at_end = NULL;
  _sonde_process_drain_output (self);
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
  _sonde_process_watch (self);
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
  _sonde_process_close_fd (&self->in, &self->in_source);
  if (!self->is_over)
    g_thread_unref (g_thread_new ("sonde-reap", wait_for_end, GINT_TO_POINTER (self->pid)));
  _sonde_process_close_fd (&self->out, &self->out_source);
  _sonde_process_close_fd (&self->err, &self->err_source);
  g_byte_array_unref (self->to_write);
  g_byte_array_unref (self->line);
  _sonde_output_clear (&self->output);
  g_free (self);
}

/* Tells it to end: there is nothing more to read. */
void
_sonde_process_close (SondeProcess *self)
{
  _sonde_process_close_fd (&self->in, &self->in_source);
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
  _sonde_process_drain_output (self);
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
