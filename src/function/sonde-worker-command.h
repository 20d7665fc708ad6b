/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SondeWorkerCommand:
 * @argv: the program, looked up in PATH if it has no slash, and its arguments
 * @environment: (nullable): "NAME=value" to add to the environment
 * @folder: (nullable): where it runs; %NULL for the folder of this process
 * @script: (nullable): the Python file among @argv, at its end: where a launch prefix leads to another system, which need not have
 *   that file, its text is sent instead
 *
 * How to start a worker, a process that speaks the worker protocol. Two functions with equal commands can share one.
 */
typedef struct
{
  char **argv;
  char **environment;
  char  *folder;
  char  *script;
} SondeWorkerCommand;

SondeWorkerCommand *sonde_worker_command_new        (const char * const       *argv);
SondeWorkerCommand *sonde_worker_command_new_python (const char               *interpreter);
SondeWorkerCommand *sonde_worker_command_new_native (void);
void                sonde_worker_command_free       (SondeWorkerCommand       *self);
gboolean            sonde_worker_command_equal      (const SondeWorkerCommand *self,
                                                     const SondeWorkerCommand *other);
char               *sonde_worker_command_find       (const char               *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SondeWorkerCommand, sonde_worker_command_free)

G_END_DECLS
