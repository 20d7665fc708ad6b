/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>
#include <unistd.h>

#include "function/sonde-launch.h"
#include "function/sonde-worker-command.h"

/* These give what follows to a shell, joined by spaces. */
static gboolean
goes_through_shell (const char *program)
{
  g_autofree char *name = g_path_get_basename (program);

  return g_str_equal (name, "ssh") || g_str_equal (name, "rsh") || g_str_equal (name, "mosh");
}

/* A connection that is lost is noticed within a minute, as the end of the worker; nobody is there to be asked for a password. */
static const struct
{
  const char *name;
  const char *option;
} ssh_options[] = {
  { "ServerAliveInterval", "-oServerAliveInterval=15" },
  { "ServerAliveCountMax", "-oServerAliveCountMax=4" },
  { "BatchMode", "-oBatchMode=yes" },
};

/* Those that the prefix itself does not set. */
static void
add_ssh_options (GStrvBuilder *builder,
                 char        **prefix)
{
  g_autofree char *all = g_strjoinv (" ", prefix);
  g_autofree char *name = g_path_get_basename (prefix[0]);

  for (guint i = 0; g_str_equal (name, "ssh") && i < G_N_ELEMENTS (ssh_options); i++)
    if (strstr (all, ssh_options[i].name) == NULL)
      g_strv_builder_add (builder, ssh_options[i].option);
}

/**
 * sonde_launch_clear:
 *
 * Frees what @self holds, not itself.
 */
void
sonde_launch_clear (SondeLaunch *self)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->prefix, g_strfreev);
}

/**
 * sonde_launch_wrap:
 * @self: (nullable): how to start it; %NULL for no limits and no prefix
 * @argv: a program and its arguments
 *
 * Makes the command that starts @argv. It runs beneath a guard, a small process that sets the limits and, when the program has
 * ended or this process has, ends all that the program started and left. The guard ends as the program did, by the same signal or
 * with the same exit status; terminate it by SIGTERM or SIGKILL.
 *
 * Returns: (transfer full): the program to start and its arguments
 */
char **
sonde_launch_wrap (const SondeLaunch  *self,
                   const char * const *argv)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autofree char *guard = sonde_worker_command_find ("sonde-guard");
  g_autofree char *parent = g_strdup_printf ("--parent=%d", (int) getpid ());
  char **prefix = self != NULL ? self->prefix : NULL;
  gboolean must_quote = prefix != NULL && prefix[0] != NULL && goes_through_shell (prefix[0]);

  g_return_val_if_fail (argv != NULL && argv[0] != NULL, NULL);

  g_strv_builder_add_many (builder, guard, parent, NULL);
  if (self != NULL && self->nice != 0)
    {
      g_autofree char *option = g_strdup_printf ("--nice=%d", self->nice);

      g_strv_builder_add (builder, option);
    }
  if (self != NULL && self->memory != 0)
    {
      g_autofree char *option = g_strdup_printf ("--memory=%" G_GUINT64_FORMAT, self->memory);

      g_strv_builder_add (builder, option);
    }
  g_strv_builder_add (builder, "--");
  for (guint i = 0; prefix != NULL && prefix[i] != NULL; i++)
    {
      g_strv_builder_add (builder, prefix[i]);
      if (i == 0)
        add_ssh_options (builder, prefix);
    }
  for (guint i = 0; argv[i] != NULL; i++)
    {
      g_autofree char *quoted = must_quote ? g_shell_quote (argv[i]) : NULL;

      g_strv_builder_add (builder, must_quote ? quoted : argv[i]);
    }
  return g_strv_builder_end (builder);
}
