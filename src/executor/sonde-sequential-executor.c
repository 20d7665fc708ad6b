/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "executor/sonde-executor-private.h"
#include "executor/sonde-job-pool-private.h"
#include "executor/sonde-sequential-executor.h"
#include "function/sonde-batch-private.h"

/* What takes longer than this would be felt in the window. */
#define MAX_INLINE_SECONDS 1e-3

struct _SondeSequentialExecutor
{
  SondeExecutor  parent_instance;
  SondeJobPool  *pool;
};

typedef struct
{
  SondeExecutorClass parent_class;
} SondeSequentialExecutorClass;

G_DEFINE_FINAL_TYPE (SondeSequentialExecutor, sonde_sequential_executor, SONDE_TYPE_EXECUTOR)

static guint
sonde_sequential_executor_get_capacity (SondeExecutor *executor)
{
  return 1;
}

/* The cost of dispatch is not measured: what is fast goes without, so that batches never pay. */
static void
sonde_sequential_executor_evaluate_async (SondeExecutor       *executor,
                                          SondeFunction       *function,
                                          SondeBatch          *batch,
                                          GCancellable        *cancellable,
                                          GAsyncReadyCallback  callback,
                                          gpointer             user_data)
{
  _sonde_job_pool_push (SONDE_SEQUENTIAL_EXECUTOR (executor)->pool, executor, FALSE, function, batch, cancellable, callback,
                        user_data);
}

/* A function that is not known yet, or whose last points were slow, goes to the thread. */
static gboolean
sonde_sequential_executor_evaluate_inline (SondeExecutor *executor,
                                           SondeFunction *function,
                                           SondeBatch    *batch)
{
  SondeSequentialExecutor *self = SONDE_SEQUENTIAL_EXECUTOR (executor);
  double mean = _sonde_executor_get_mean (executor, function);

  if (isnan (mean) || mean * batch->n >= MAX_INLINE_SECONDS || _sonde_job_pool_get_n_in_flight (self->pool) > 0)
    return FALSE;

  sonde_function_evaluate (function, batch, NULL);
  _sonde_batch_finish (batch);
  _sonde_executor_measured (executor, function, batch, -1);
  return TRUE;
}

static void
sonde_sequential_executor_shutdown (SondeExecutor *executor)
{
  _sonde_job_pool_shutdown (SONDE_SEQUENTIAL_EXECUTOR (executor)->pool);
}

static void
sonde_sequential_executor_finalize (GObject *object)
{
  SondeSequentialExecutor *self = SONDE_SEQUENTIAL_EXECUTOR (object);

  g_clear_pointer (&self->pool, _sonde_job_pool_free);
  G_OBJECT_CLASS (sonde_sequential_executor_parent_class)->finalize (object);
}

static void
sonde_sequential_executor_class_init (SondeSequentialExecutorClass *klass)
{
  SondeExecutorClass *executor_class = SONDE_EXECUTOR_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = sonde_sequential_executor_finalize;
  executor_class->kind = "sequential";
  executor_class->get_capacity = sonde_sequential_executor_get_capacity;
  executor_class->evaluate_async = sonde_sequential_executor_evaluate_async;
  executor_class->evaluate_finish = _sonde_job_pool_finish;
  executor_class->evaluate_inline = sonde_sequential_executor_evaluate_inline;
  executor_class->shutdown = sonde_sequential_executor_shutdown;
}

static void
sonde_sequential_executor_init (SondeSequentialExecutor *self)
{
  self->pool = _sonde_job_pool_new (1);
}

/**
 * sonde_sequential_executor_new:
 *
 * Returns: (transfer full): a new executor
 */
SondeExecutor *
sonde_sequential_executor_new (void)
{
  return g_object_new (SONDE_TYPE_SEQUENTIAL_EXECUTOR, NULL);
}
