/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One process, watched from the main loop.
 *
 * 1. It is started without input, both outputs being pipes that are read as soon as there is something, so that it never waits for us. Of
 *    each, the end is kept: 64 KiB.
 * 2. When it ends, what the pipes still hold is read without waiting: a process that it left may keep them open for ever.
 * 3. When it is cancelled it is told to end; the guard that it runs beneath ends all its descendants.
 *
 * GSubprocess keeps the count of the child's status, for which there can be one watch only. */

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <gio/gunixinputstream.h>
#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "function/sonde-program-private.h"

#define MAX_KEPT 65536

/* One of its outputs. */
typedef struct
{
  int      fd;
  GString *text;
  GSource *source;
} Pipe;

typedef struct
{
  GSubprocess       *process;
  GCancellable      *cancellable;
  GSource           *cancelled;
  Pipe               output;
  Pipe               messages;
  gint64             started;
  SondeProgramEnded  callback;
  gpointer           user_data;
} Process;

static void
pipe_keep_end (Pipe *self)
{
  if (self->text->len > 2 * MAX_KEPT)
    g_string_erase (self->text, 0, self->text->len - MAX_KEPT);
}

/* A slice at a time: a program that prints without end must not hold the main loop. */
static gssize
pipe_read (Pipe *self)
{
  char buffer[16384];
  gssize n = read (self->fd, buffer, sizeof buffer);

  if (n > 0)
    g_string_append_len (self->text, buffer, n);
  pipe_keep_end (self);
  return n;
}

static gboolean
on_readable (int          fd,
             GIOCondition condition,
             gpointer     user_data)
{
  gssize n = pipe_read (user_data);

  return n > 0 || (n < 0 && (errno == EAGAIN || errno == EINTR)) ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

static void
pipe_open (Pipe         *self,
           GInputStream *stream)
{
  self->fd = g_unix_input_stream_get_fd (G_UNIX_INPUT_STREAM (stream));
  self->text = g_string_new (NULL);
  g_unix_set_fd_nonblocking (self->fd, TRUE, NULL);
  self->source = g_unix_fd_source_new (self->fd, G_IO_IN | G_IO_HUP | G_IO_ERR);
  g_source_set_callback (self->source, G_SOURCE_FUNC (on_readable), self, NULL);
  g_source_attach (self->source, g_main_context_get_thread_default ());
}

/* What was written by now, as text. */
static char *
pipe_close (Pipe *self)
{
  g_autofree char *raw = NULL;
  char *text;

  g_source_destroy (self->source);
  g_source_unref (self->source);
  /* as much as a pipe can hold, and no more */
  for (guint i = 0; i < 64 && pipe_read (self) > 0; i++)
    ;
  for (char *p = memchr (self->text->str, '\0', self->text->len); p != NULL; p = memchr (p, '\0', self->text->str + self->text->len - p))
    *p = ' ';
  raw = g_string_free (g_steal_pointer (&self->text), FALSE);
  text = g_utf8_make_valid (raw, -1);
  return text;
}

static void
process_free (Process *self)
{
  g_clear_pointer (&self->cancelled, g_source_unref);
  g_clear_object (&self->process);
  g_clear_object (&self->cancellable);
  g_free (self);
}

static GError *
new_error (const char *format,
           ...) G_GNUC_PRINTF (1, 2);

static GError *
new_error (const char *format,
           ...)
{
  g_autofree char *message = NULL;
  va_list arguments;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  return g_error_new_literal (SONDE_FUNCTION_ERROR, SONDE_FUNCTION_ERROR_FAILED, message);
}

/* Why there is no value, in words; NULL if it ended well. */
static GError *
describe_end (Process *self)
{
  if (g_cancellable_is_cancelled (self->cancellable))
    return g_error_new_literal (SONDE_FUNCTION_ERROR, SONDE_FUNCTION_ERROR_CANCELLED, _("The point was not evaluated: the program was ended."));
  if (g_subprocess_get_if_signaled (self->process))
    {
      int number = g_subprocess_get_term_sig (self->process);

      return number == SIGSEGV || number == SIGBUS
             ? new_error (_("The program crashed (%s): it used memory that is not its own."), g_strsignal (number))
             : new_error (_("The program was ended by a signal (%s)."), g_strsignal (number));
    }
  if (g_subprocess_get_exit_status (self->process) == 127)
    return new_error (_("The program could not be started, or did not find another one (exit status 127)."));
  if (g_subprocess_get_exit_status (self->process) != 0)
    return new_error (_("The program ended with the exit status %d, which means a failure."), g_subprocess_get_exit_status (self->process));
  return NULL;
}

static void
on_ended (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  Process *self = user_data;
  SondeProgramEnd end = { 0 };

  g_subprocess_wait_finish (self->process, result, NULL);
  if (self->cancelled != NULL)
    g_source_destroy (self->cancelled);
  end.seconds = (g_get_monotonic_time () - self->started) * 1e-6;
  end.error = describe_end (self);
  end.output = pipe_close (&self->output);
  end.messages = pipe_close (&self->messages);
  self->callback (&end, self->user_data);
  g_clear_error (&end.error);
  g_free (end.output);
  g_free (end.messages);
  process_free (self);
}

/* The guard ends what runs beneath it. */
static gboolean
on_cancelled (GCancellable *cancellable,
              gpointer      user_data)
{
  Process *self = user_data;

  g_subprocess_send_signal (self->process, SIGTERM);
  return G_SOURCE_REMOVE;
}

/* Numbers have a decimal point, whatever the language: LC_ALL, which would win, becomes LANG. */
static void
set_locale (GSubprocessLauncher *launcher)
{
  const char *all = g_getenv ("LC_ALL");

  if (all != NULL && *all != '\0')
    {
      g_subprocess_launcher_unsetenv (launcher, "LC_ALL");
      g_subprocess_launcher_setenv (launcher, "LANG", all, TRUE);
    }
  g_subprocess_launcher_setenv (launcher, "LC_NUMERIC", "C", TRUE);
}

static GSubprocess *
launch (const char * const  *argv,
        const char * const  *environment,
        const char          *folder,
        GError             **error)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE);

  set_locale (launcher);
  for (guint i = 0; environment != NULL && environment[i] != NULL; i++)
    {
      const char *equals = strchr (environment[i], '=');
      g_autofree char *name = g_strndup (environment[i], equals - environment[i]);

      g_subprocess_launcher_setenv (launcher, name, equals + 1, TRUE);
    }
  if (folder != NULL)
    g_subprocess_launcher_set_cwd (launcher, folder);
  return g_subprocess_launcher_spawnv (launcher, argv, error);
}

/* Told later, as if it had been started. */
typedef struct
{
  SondeProgramEnd   end;
  SondeProgramEnded callback;
  gpointer          user_data;
} NotStarted;

static gboolean
on_not_started (gpointer user_data)
{
  NotStarted *self = user_data;

  self->callback (&self->end, self->user_data);
  g_error_free (self->end.error);
  g_free (self);
  return G_SOURCE_REMOVE;
}

static void
tell_not_started (GError            *error,
                  SondeProgramEnded  callback,
                  gpointer           user_data)
{
  g_autoptr (GSource) source = g_idle_source_new ();
  NotStarted *data = g_new0 (NotStarted, 1);

  data->end.error = error;
  data->end.output = (char *) "";
  data->end.messages = (char *) "";
  data->callback = callback;
  data->user_data = user_data;
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, on_not_started, data, NULL);
  g_source_attach (source, g_main_context_get_thread_default ());
}

/**
 * _sonde_program_start:
 * @argv: the program and its arguments, with the guard before it
 * @environment: (nullable): "NAME=value" to add
 * @folder: (nullable): where it runs
 * @cancellable: (nullable): ends it
 * @callback: called in the thread-default main context of this call, once
 *
 * Starts a program and waits for its end on the main loop.
 */
void
_sonde_program_start (const char * const *argv,
                      const char * const *environment,
                      const char         *folder,
                      GCancellable       *cancellable,
                      SondeProgramEnded   callback,
                      gpointer            user_data)
{
  GError *error = NULL;
  GSubprocess *process = launch (argv, environment, folder, &error);
  Process *self;

  if (process == NULL)
    {
      g_autoptr (GError) reason = error;

      tell_not_started (new_error (_("The program cannot be started: %s."), reason->message), callback, user_data);
      return;
    }
  self = g_new0 (Process, 1);
  self->process = process;
  self->cancellable = cancellable != NULL ? g_object_ref (cancellable) : g_cancellable_new ();
  self->callback = callback;
  self->user_data = user_data;
  self->started = g_get_monotonic_time ();
  pipe_open (&self->output, g_subprocess_get_stdout_pipe (process));
  pipe_open (&self->messages, g_subprocess_get_stderr_pipe (process));
  self->cancelled = g_cancellable_source_new (self->cancellable);
  g_source_set_callback (self->cancelled, G_SOURCE_FUNC (on_cancelled), self, NULL);
  g_source_attach (self->cancelled, g_main_context_get_thread_default ());
  g_subprocess_wait_async (process, NULL, on_ended, self);
}
