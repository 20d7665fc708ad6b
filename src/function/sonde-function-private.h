/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "function/sonde-function.h"

G_BEGIN_DECLS

/**
 * SondeFunctionClass:
 * @evaluate: sets a value or an error for every point of the batch, in order, with the seconds it took; called from any thread;
 *   looks at the cancellable between points and leaves the rest unset when it is cancelled. Required of functions that have
 *   neither a worker nor @evaluate_async
 * @needs_trust: whether evaluating runs code that a stranger's file could bring along; default %FALSE
 * @get_spec: (transfer full): what a worker is sent: everything needed to rebuild the function elsewhere. At least "kind" and
 *   "variables", the names of the coordinates; files with absolute paths. Default: %NULL, no worker can have it
 * @get_worker_command: (transfer full) (nullable): the command of a worker that can evaluate it. %NULL, the default: evaluate () does
 *   it in this process, or evaluate_async ()
 * @evaluate_async: for functions that are evaluated by something else while the main loop goes on, such as a program that is
 *   started for each point: called in the thread of the runner, takes the batch and gives it back through a GTask in the
 *   thread-default main context of the call. Whatever it starts is started by way of @launch, and killed when @cancellable is
 *   cancelled: the points left then have no result. Used instead of evaluate () where there is one
 * @evaluate_finish: required with @evaluate_async: the batch; never %NULL
 * @get_place: for functions that stand for others; the default follows from the above
 * @check: looks whether all that it needs is there, such as its file; runs nothing. Default: %TRUE
 * @list_files: (transfer full): the files whose content decides what runs. Default: none
 * @describe: (transfer full): what evaluating a point runs, as a sentence without its end; required of functions that need trust
 *
 * Where a function is evaluated follows from these: by a worker if it names one, else on the main loop if it can, else by
 * evaluate () in a thread.
 */
struct _SondeFunctionClass
{
  GObjectClass parent_class;

  /* required of functions that are evaluated in this process */
  void                (*evaluate)           (SondeFunction        *self,
                                             SondeBatch           *batch,
                                             GCancellable         *cancellable);
  /* optional */
  gboolean            (*needs_trust)        (SondeFunction        *self);
  /* required of functions that are evaluated by a worker */
  JsonObject         *(*get_spec)           (SondeFunction        *self);
  /* required of functions that are evaluated by a worker */
  SondeWorkerCommand *(*get_worker_command) (SondeFunction        *self);
  /* optional */
  void                (*evaluate_async)     (SondeFunction        *self,
                                             SondeBatch           *batch,
                                             const SondeLaunch    *launch,
                                             GCancellable         *cancellable,
                                             GAsyncReadyCallback   callback,
                                             gpointer              user_data);
  /* required with evaluate_async */
  SondeBatch         *(*evaluate_finish)    (SondeFunction        *self,
                                             GAsyncResult         *result);
  /* optional */
  SondeFunctionPlace  (*get_place)          (SondeFunction        *self);
  /* optional */
  gboolean            (*check)              (SondeFunction        *self,
                                             char                **path_of_fault,
                                             GError              **error);
  /* optional */
  char              **(*list_files)         (SondeFunction        *self);
  /* required of functions that need trust */
  char               *(*describe)           (SondeFunction        *self);
};

void          _sonde_function_set_ndim     (SondeFunction *self,
                                           guint          ndim);
void          _sonde_function_set_domain   (SondeFunction *self,
                                           SondeDomain   *domain);
const guint8 *_sonde_function_get_integers (SondeFunction *self);

G_END_DECLS
