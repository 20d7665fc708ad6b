/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "executor/sonde-executor.h"

G_BEGIN_DECLS

/**
 * SondeWorkerPool:
 *
 * Worker processes that evaluate batches, for an executor: started when they are needed, watched, limited, replaced. Used from the
 * thread of the runner only.
 */
typedef struct _SondeWorkerPool SondeWorkerPool;

SondeWorkerPool *_sonde_worker_pool_new             (GListStore           *workers);
void             _sonde_worker_pool_free            (SondeWorkerPool      *self);
SondeWorkerPool *_sonde_worker_pool_ref             (SondeWorkerPool      *self);
void             _sonde_worker_pool_unref           (SondeWorkerPool      *self);
void             _sonde_worker_pool_add_workers     (SondeWorkerPool      *self,
                                                     const SondeLaunch    *launch,
                                                     guint                 n);
void             _sonde_worker_pool_set_max_running (SondeWorkerPool      *self,
                                                     guint                 n);
void             _sonde_worker_pool_set_timeout     (SondeWorkerPool      *self,
                                                     double                seconds);
void             _sonde_worker_pool_set_max_idle    (SondeWorkerPool      *self,
                                                     double                seconds);
guint            _sonde_worker_pool_get_capacity    (SondeWorkerPool      *self);
void             _sonde_worker_pool_begin_run       (SondeWorkerPool      *self);
void             _sonde_worker_pool_push            (SondeWorkerPool      *self,
                                                     SondeExecutor        *executor,
                                                     SondeFunction        *function,
                                                     SondeBatch           *batch,
                                                     GCancellable         *cancellable,
                                                     GAsyncReadyCallback   callback,
                                                     gpointer              user_data);
void             _sonde_worker_pool_shutdown        (SondeWorkerPool      *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SondeWorkerPool, _sonde_worker_pool_unref)

G_END_DECLS
