/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Batches on their way through a pool: how they come in, and how they go back. */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "executor/sonde-executor-private.h"
#include "executor/sonde-worker-pool-struct.h"
#include "function/sonde-adapter-private.h"
#include "function/sonde-batch-private.h"

static void
sonde_worker_pool_complete (SondeWorkerPool *self,
                            SondeWorkerJob  *job)
{
  g_autoptr (GTask) task = job->task;
  SondeBatch *batch = job->batch;

  if (job->handler != 0)
    g_signal_handler_disconnect (job->cancellable, job->handler);
  g_clear_object (&job->cancellable);
  g_ptr_array_remove_fast (self->jobs, job);
  _sonde_batch_finish (batch);
  _sonde_executor_measured (g_task_get_source_object (task), job->function->function, batch,
                            _sonde_executor_get_time () - job->submitted);
  _sonde_worker_function_unref (job->function);
  g_free (job->n_deaths);
  g_free (job->rows);
  g_free (job);
  g_task_return_pointer (task, batch, (GDestroyNotify) sonde_batch_free);
}

void
_sonde_worker_pool_count_result (SondeWorkerPool *self,
                                 SondeWorkerJob  *job)
{
  if (--job->n_left == 0)
    sonde_worker_pool_complete (self, job);
}

/* The point has failed. The job may be gone after this. */
void
_sonde_worker_pool_set_error (SondeWorkerPool *self,
                              SondeWorkerJob  *job,
                              guint            index,
                              GError          *error,
                              double           seconds)
{
  sonde_batch_take_error (job->batch, index, error, seconds);
  _sonde_worker_pool_count_result (self, job);
}

/* Points without results, copied, to the front of the queue. */
void
_sonde_worker_pool_put_back (SondeWorkerPool        *self,
                             const SondeWorkerRange *range)
{
  g_queue_push_head (&self->queue, g_memdup2 (range, sizeof *range));
}

/* Gives up what waits: all of it, or what belongs to @job. @error: (nullable): without, it was cancelled. */
void
_sonde_worker_pool_give_up (SondeWorkerPool *self,
                            SondeWorkerJob  *job,
                            const GError    *error)
{
  GQueue given_up = G_QUEUE_INIT;
  SondeWorkerRange *range;

  for (GList *link = self->queue.head, *next; link != NULL; link = next)
    {
      next = link->next;
      range = link->data;
      if (job != NULL && range->job != job)
        continue;
      g_queue_unlink (&self->queue, link);
      g_queue_push_tail_link (&given_up, link);
    }
  while ((range = g_queue_pop_head (&given_up)) != NULL)
    {
      for (guint i = 0; i < range->n; i++)
        if (error != NULL)
          _sonde_worker_pool_set_error (self, range->job, range->first + i, g_error_copy (error), NAN);
        else
          _sonde_worker_pool_count_result (self, range->job);
      g_free (range);
    }
}

/* From any thread; the cancellable is looked at by dispatch (). */
static void
on_cancelled (GCancellable *cancellable,
              gpointer      user_data)
{
  SondeWorkerPool *self = user_data;

  g_source_set_ready_time (self->timer, 0);
}

void
_sonde_worker_pool_give_up_cancelled (SondeWorkerPool *self)
{
  for (guint i = self->jobs->len; i-- > 0;)
    {
      SondeWorkerJob *job = g_ptr_array_index (self->jobs, i);

      if (!g_cancellable_is_cancelled (job->cancellable))
        continue;
      _sonde_worker_pool_give_up (self, job, NULL);
      i = MIN (i, self->jobs->len);
    }
}

static SondeWorkerFunction *
sonde_worker_pool_take_function (SondeWorkerPool *self,
                                 SondeFunction   *function)
{
  if (self->function == NULL || self->function->function != function)
    {
      g_clear_pointer (&self->function, _sonde_worker_function_unref);
      self->function = _sonde_worker_function_new (function);
    }
  return _sonde_worker_function_ref (self->function);
}

static gboolean
refuse_all (SondeBatch *batch,
            const char *message)
{
  for (guint i = 0; i < batch->n; i++)
    sonde_batch_take_error (batch, i, _sonde_worker_new_error (message, NULL), NAN);
  return FALSE;
}

/* Looks up what is sent for the points of a table. */
static gboolean
job_fill_rows (SondeWorkerJob *job)
{
  const SondeAdapter *table = job->function->table;
  const SondeBatch *batch = job->batch;

  job->rows = g_new (double, (gsize) batch->n * table->n_columns);
  for (guint i = 0; i < batch->n; i++)
    {
      double row = batch->x[i];

      if (!(row >= 0 && row < table->n_rows && row == floor (row)))
        return refuse_all (job->batch, _("There is no row with this number. The data belong to another study."));
      memcpy (job->rows + (gsize) i * table->n_columns, table->rows + (gsize) row * table->n_columns, table->n_columns * sizeof (double));
    }
  return TRUE;
}

/* If it cannot be given to a worker, all its points have failed. */
static gboolean
job_prepare (SondeWorkerJob *job)
{
  if (!sonde_function_check_points (job->function->function, job->batch))
    return FALSE;
  if (job->function->is_for_ours)
    return refuse_all (job->batch, _("Several functions in one study must be written in Python, or as formulas, or stand in shared "
                                     "libraries: a program of its own is told of one function only."));
  return job->function->table == NULL || job_fill_rows (job);
}

/* As sonde_executor_evaluate_async (). Results are measured for @executor. */
void
_sonde_worker_pool_push (SondeWorkerPool     *self,
                         SondeExecutor       *executor,
                         SondeFunction       *function,
                         SondeBatch          *batch,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  SondeWorkerJob *job = g_new0 (SondeWorkerJob, 1);
  SondeWorkerRange *range;

  _sonde_worker_pool_attach (self);
  job->task = g_task_new (executor, cancellable, callback, user_data);
  g_task_set_source_tag (job->task, _sonde_worker_pool_push);
  g_task_set_check_cancellable (job->task, FALSE);
  job->function = sonde_worker_pool_take_function (self, function);
  job->batch = batch;
  job->n_left = batch->n;
  job->submitted = _sonde_executor_get_time ();
  g_ptr_array_add (self->jobs, job);
  if (!job_prepare (job))
    {
      sonde_worker_pool_complete (self, job);
      return;
    }
  if (cancellable != NULL)
    {
      job->cancellable = g_object_ref (cancellable);
      job->handler = g_signal_connect (cancellable, "cancelled", G_CALLBACK (on_cancelled), self);
    }
  range = g_new0 (SondeWorkerRange, 1);
  range->job = job;
  range->n = batch->n;
  g_queue_push_tail (&self->queue, range);
  _sonde_worker_pool_dispatch (self);
}
