/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "executor/sonde-executor-private.h"
#include "executor/sonde-job-pool-private.h"
#include "executor/sonde-thread-executor.h"

struct _SondeThreadExecutor
{
  SondeExecutor  parent_instance;
  SondeJobPool  *pool;
};

typedef struct
{
  SondeExecutorClass parent_class;
} SondeThreadExecutorClass;

G_DEFINE_FINAL_TYPE (SondeThreadExecutor, sonde_thread_executor, SONDE_TYPE_EXECUTOR)

static guint
sonde_thread_executor_get_capacity (SondeExecutor *executor)
{
  return _sonde_job_pool_get_n_threads (SONDE_THREAD_EXECUTOR (executor)->pool);
}

static void
sonde_thread_executor_evaluate_async (SondeExecutor       *executor,
                                      SondeFunction       *function,
                                      SondeBatch          *batch,
                                      GCancellable        *cancellable,
                                      GAsyncReadyCallback  callback,
                                      gpointer             user_data)
{
  _sonde_job_pool_push (SONDE_THREAD_EXECUTOR (executor)->pool, executor, TRUE, function, batch, cancellable, callback,
                        user_data);
}

static void
sonde_thread_executor_shutdown (SondeExecutor *executor)
{
  _sonde_job_pool_shutdown (SONDE_THREAD_EXECUTOR (executor)->pool);
}

static void
sonde_thread_executor_finalize (GObject *object)
{
  SondeThreadExecutor *self = SONDE_THREAD_EXECUTOR (object);

  g_clear_pointer (&self->pool, _sonde_job_pool_free);
  G_OBJECT_CLASS (sonde_thread_executor_parent_class)->finalize (object);
}

static void
sonde_thread_executor_class_init (SondeThreadExecutorClass *klass)
{
  SondeExecutorClass *executor_class = SONDE_EXECUTOR_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = sonde_thread_executor_finalize;
  executor_class->kind = "threads";
  executor_class->get_capacity = sonde_thread_executor_get_capacity;
  executor_class->evaluate_async = sonde_thread_executor_evaluate_async;
  executor_class->evaluate_finish = _sonde_job_pool_finish;
  executor_class->shutdown = sonde_thread_executor_shutdown;
}

static void
sonde_thread_executor_init (SondeThreadExecutor *self)
{
}

/**
 * sonde_thread_executor_new:
 * @n_threads: how many evaluations go on at once; 0 for one a processor
 *
 * The threads are started when they are needed.
 *
 * Returns: (transfer full): a new executor
 */
SondeExecutor *
sonde_thread_executor_new (guint n_threads)
{
  SondeThreadExecutor *self = g_object_new (SONDE_TYPE_THREAD_EXECUTOR, NULL);

  self->pool = _sonde_job_pool_new (n_threads != 0 ? n_threads : g_get_num_processors ());
  return SONDE_EXECUTOR (self);
}
