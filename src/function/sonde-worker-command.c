/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "function/sonde-worker-command.h"

#define MAX_LEVELS 5

/* A build folder: where meson keeps its notes. Walking up from this program finds it only when that has not been installed. */
static char *
find_in_build (const char *name)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = program != NULL ? g_path_get_dirname (program) : g_strdup ("/");

  for (guint i = 0; i < MAX_LEVELS && !g_str_equal (folder, "/"); i++)
    {
      g_autofree char *mark = g_build_filename (folder, "meson-info", NULL);
      g_autofree char *path = g_build_filename (folder, "src", "worker", name, NULL);
      char *parent = g_path_get_dirname (folder);

      if (g_file_test (mark, G_FILE_TEST_IS_DIR) && g_file_test (path, G_FILE_TEST_IS_REGULAR))
        {
          g_free (parent);
          return g_steal_pointer (&path);
        }
      g_free (folder);
      folder = parent;
    }
  return NULL;
}

/**
 * sonde_worker_command_find:
 * @name: "sonde-worker" or "sonde_worker.py"
 *
 * Looks for one of our own workers: in the build folder if this program runs there, else where it is installed.
 *
 * Returns: (transfer full): its path
 */
char *
sonde_worker_command_find (const char *name)
{
  char *path;

  g_return_val_if_fail (name != NULL, NULL);

  path = find_in_build (name);
  if (path != NULL)
    return path;
  return g_build_filename (g_str_has_suffix (name, ".py") ? SONDE_PKGDATADIR : SONDE_PKGLIBEXECDIR, name, NULL);
}

/**
 * sonde_worker_command_new:
 * @argv: the program and its arguments, copied
 *
 * Returns: (transfer full): a command whose other members are %NULL
 */
SondeWorkerCommand *
sonde_worker_command_new (const char * const *argv)
{
  SondeWorkerCommand *self;

  g_return_val_if_fail (argv != NULL && argv[0] != NULL, NULL);

  self = g_new0 (SondeWorkerCommand, 1);
  self->argv = g_strdupv ((char **) argv);
  return self;
}

/**
 * sonde_worker_command_new_python:
 * @interpreter: (nullable): a Python 3; %NULL for "python3"
 *
 * Returns: (transfer full): the command of the worker for functions written in Python
 */
SondeWorkerCommand *
sonde_worker_command_new_python (const char *interpreter)
{
  g_autofree char *script = sonde_worker_command_find ("sonde_worker.py");
  const char *argv[] = { interpreter != NULL ? interpreter : "python3", script, NULL };
  SondeWorkerCommand *self = sonde_worker_command_new (argv);

  self->script = g_steal_pointer (&script);
  return self;
}

/**
 * sonde_worker_command_new_native:
 *
 * Returns: (transfer full): the command of the worker for shared libraries and formulas
 */
SondeWorkerCommand *
sonde_worker_command_new_native (void)
{
  g_autofree char *program = sonde_worker_command_find ("sonde-worker");
  const char *argv[] = { program, NULL };

  return sonde_worker_command_new (argv);
}

void
sonde_worker_command_free (SondeWorkerCommand *self)
{
  g_strfreev (self->argv);
  g_strfreev (self->environment);
  g_free (self->folder);
  g_free (self->script);
  g_free (self);
}

static gboolean
lists_are_equal (char **a,
                 char **b)
{
  static char *none[] = { NULL };

  return g_strv_equal ((const char * const *) (a != NULL ? a : none), (const char * const *) (b != NULL ? b : none));
}

/**
 * sonde_worker_command_equal:
 *
 * Returns: whether both start the same worker in the same way
 */
gboolean
sonde_worker_command_equal (const SondeWorkerCommand *self,
                            const SondeWorkerCommand *other)
{
  g_return_val_if_fail (self != NULL && other != NULL, FALSE);

  return lists_are_equal (self->argv, other->argv) && lists_are_equal (self->environment, other->environment)
         && g_strcmp0 (self->folder, other->folder) == 0;
}
