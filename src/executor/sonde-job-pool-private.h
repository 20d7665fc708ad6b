/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "executor/sonde-executor-private.h"

G_BEGIN_DECLS

/**
 * SondeJobPool:
 *
 * Threads that evaluate batches, for the executors of this process. Called from one thread, apart from what the threads of the
 * pool do themselves.
 */
typedef struct _SondeJobPool SondeJobPool;

SondeJobPool *_sonde_job_pool_new             (guint                n_threads);
void          _sonde_job_pool_free            (SondeJobPool        *self);
guint         _sonde_job_pool_get_n_threads   (SondeJobPool        *self);
guint         _sonde_job_pool_get_n_in_flight (SondeJobPool        *self);
/* @measures: whether the cost of dispatch is of interest */
void          _sonde_job_pool_push            (SondeJobPool        *self,
                                               SondeExecutor       *executor,
                                               gboolean             measures,
                                               SondeFunction       *function,
                                               SondeBatch          *batch,
                                               GCancellable        *cancellable,
                                               GAsyncReadyCallback  callback,
                                               gpointer             user_data);
SondeBatch   *_sonde_job_pool_finish          (SondeExecutor       *executor,
                                               GAsyncResult        *result,
                                               GError             **error);
void          _sonde_job_pool_shutdown        (SondeJobPool        *self);

G_END_DECLS
