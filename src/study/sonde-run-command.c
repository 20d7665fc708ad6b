/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The command that a study wants run after each save, such as one that copies the run file elsewhere.
 *
 * It is started without a shell, never twice at once: what is saved while it runs is followed by one more. It is code, so each time it
 * must be trusted as it is then. Its failure ends nothing; the property command-error tells of it. */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "study/sonde-run-private.h"
#include "study/sonde-trust.h"

#define FILE_PLACEHOLDER "{file}"

/* run: NULL once it is gone; the command itself is left to end as it likes. */
struct _SondeRunCommand
{
  SondeRun    *run;
  GSubprocess *process;
  gboolean     again;
};

/* The arguments with the file in place; at the end if no argument has a place for it. */
static char **
fill_in (const char * const *command,
         const char         *path)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  gboolean has_place = FALSE;

  for (guint i = 0; command[i] != NULL; i++)
    {
      g_auto (GStrv) parts = g_strsplit (command[i], FILE_PLACEHOLDER, -1);
      g_autofree char *argument = g_strjoinv (path, parts);

      has_place |= g_strv_length (parts) > 1;
      g_strv_builder_add (builder, argument);
    }
  if (!has_place)
    g_strv_builder_add (builder, path);
  return g_strv_builder_end (builder);
}

static void
command_free (SondeRunCommand *command)
{
  g_object_unref (command->process);
  g_free (command);
}

/* What the command itself says is the best reason; its last line. */
static char *
describe_failure (const GError *error,
                  const char   *said)
{
  g_autofree char *text = g_strstrip (g_utf8_make_valid (said != NULL ? said : "", -1));
  const char *line = strrchr (text, '\n');

  line = line != NULL ? line + 1 : text;
  if (*line == '\0')
    line = error->message;
  return g_strdup_printf (_("The command after saving failed: %s"), line);
}

static void
on_ended (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  SondeRunCommand *command = user_data;
  SondeRun *self = command->run;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) said = NULL;
  g_autofree char *text = NULL;
  g_autofree char *sentence = NULL;
  gboolean again = command->again;

  if (g_subprocess_communicate_finish (command->process, result, NULL, &said, &error))
    g_spawn_check_wait_status (g_subprocess_get_status (command->process), &error);
  if (said != NULL)
    text = g_strndup (g_bytes_get_data (said, NULL), g_bytes_get_size (said));
  command_free (command);
  if (self == NULL)
    return;
  self->command = NULL;
  if (error != NULL)
    sentence = describe_failure (error, text);
  g_object_ref (self);
  _sonde_run_set_command_error (self, sentence);
  if (again)
    _sonde_run_saved (self);
  g_object_unref (self);
}

static void
start_command (SondeRun           *self,
               const char * const *arguments)
{
  g_auto (GStrv) argv = fill_in (arguments, self->path);
  g_autoptr (GError) error = NULL;
  g_autofree char *sentence = NULL;
  GSubprocess *process = g_subprocess_newv ((const char * const *) argv, G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_PIPE,
                                            &error);

  if (process == NULL)
    {
      sentence = describe_failure (error, NULL);
      _sonde_run_set_command_error (self, sentence);
      return;
    }
  self->command = g_new0 (SondeRunCommand, 1);
  self->command->run = self;
  self->command->process = process;
  g_subprocess_communicate_async (process, NULL, NULL, on_ended, self->command);
}

/**
 * _sonde_run_saved:
 *
 * All that happened is in the file: the command of the study is run, if there is one.
 */
void
_sonde_run_saved (SondeRun *self)
{
  const char * const *arguments = sonde_study_get_save_command (self->study);

  if (arguments == NULL || self->path == NULL || !self->written_since_command)
    return;
  if (self->command != NULL)
    {
      self->command->again = TRUE;
      return;
    }
  self->written_since_command = FALSE;
  if (!sonde_trust_is_granted (self->study))
    _sonde_run_set_command_error (self, _("The command after saving is not run, since it, or a file it names, was changed after you trusted it."));
  else
    start_command (self, arguments);
}

/* The run is closed. */
void
_sonde_run_forget_command (SondeRun *self)
{
  if (self->command == NULL)
    return;
  self->command->run = NULL;
  self->command = NULL;
}

static gboolean
on_timeout (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
  return G_SOURCE_REMOVE;
}

/**
 * sonde_run_wait_for_command:
 * @seconds: how long at most
 *
 * Iterates the thread-default main context until the command after saving is not under way any more.
 *
 * Returns: whether it has ended
 */
gboolean
sonde_run_wait_for_command (SondeRun *self,
                            double    seconds)
{
  GMainContext *context = g_main_context_get_thread_default ();
  g_autoptr (GSource) timeout = NULL;
  gboolean is_over = FALSE;

  g_return_val_if_fail (SONDE_IS_RUN (self), TRUE);

  timeout = g_timeout_source_new ((guint) CLAMP (seconds * 1000, 0, G_MAXINT));
  g_source_set_callback (timeout, on_timeout, &is_over, NULL);
  g_source_attach (timeout, context);
  while (self->command != NULL && !is_over)
    g_main_context_iteration (context, TRUE);
  g_source_destroy (timeout);
  return self->command == NULL;
}
