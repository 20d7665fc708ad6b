/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "executor/sonde-executor.h"

G_BEGIN_DECLS

/**
 * SondeExecutorClass:
 *
 * The base class measures: it watches how long points take and from that answers get_batch_size (), 1 for slow functions. And it
 * evaluates what cannot be evaluated in this process: functions that need a worker go to a pool of worker processes, and those that run
 * on the main loop to a lane, of as many places as the executor has; so every executor evaluates every kind of function.
 */
struct _SondeExecutorClass
{
  GObjectClass parent_class;

  /* "threads", as in a study */
  const char *kind;

  /* whether functions that could be evaluated in this process go to workers, too */
  gboolean isolates;

  /* required: how many evaluations can go on at once; may change */
  guint       (*get_capacity)    (SondeExecutor        *self);
  /* required unless it isolates: takes the batch, of a function that is evaluated in this process; returns it through a GTask, also
   * when it is cancelled (its unset points are then errors) */
  void        (*evaluate_async)  (SondeExecutor        *self,
                                  SondeFunction        *function,
                                  SondeBatch           *batch,
                                  GCancellable         *cancellable,
                                  GAsyncReadyCallback   callback,
                                  gpointer              user_data);
  /* required unless it isolates */
  SondeBatch *(*evaluate_finish) (SondeExecutor        *self,
                                  GAsyncResult         *result,
                                  GError              **error);
  /* optional: evaluates here and now, or returns FALSE if that could hold the main loop. Default: FALSE */
  gboolean    (*evaluate_inline) (SondeExecutor        *self,
                                  SondeFunction        *function,
                                  SondeBatch           *batch);
  /* optional: ends threads and processes; evaluate_async starts them anew. Default: nothing */
  void        (*shutdown)        (SondeExecutor        *self);
};

/* @round_trip: ns from handing over to getting back; negative where nothing was handed over */
void   _sonde_executor_measured (SondeExecutor    *self,
                                 SondeFunction    *function,
                                 const SondeBatch *batch,
                                 gint64            round_trip);
/* seconds a point of @function takes; NaN while that is not known */
double _sonde_executor_get_mean (SondeExecutor    *self,
                                 SondeFunction    *function);
gint64 _sonde_executor_get_time (void);

/* sonde-executor-places.c: for an executor that isolates: @n workers started by @launch, which is copied */
void   _sonde_executor_add_workers        (SondeExecutor     *self,
                                           const SondeLaunch *launch,
                                           guint              n);
void   _sonde_executor_set_max_idle       (SondeExecutor     *self,
                                           double             seconds);
guint  _sonde_executor_get_worker_capacity (SondeExecutor    *self);

G_END_DECLS
