/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Evaluations on their way: handed to the executor, kept in a list, and processed in a slice once they are back. A job is one
 * task, whatever the number of its points. */

#include "config.h"

#include <string.h>

#include "runner/sonde-runner-private.h"

/* runner: NULL once nobody waits for the results. batch and error: what came back. next: the point to process next. x: a copy,
 * since the batch belongs to the executor while it is under way. */
struct _SondeJob
{
  SondeRunner   *runner;
  GList          link;
  GCancellable  *cancellable;
  SondeBatch    *batch;
  GError        *error;
  gint64         submitted;
  gint64         submitted_active;
  guint          n;
  guint          next;
  gboolean       has_value;
  double         x[];
};

static void
sonde_job_free (SondeJob *job)
{
  g_clear_object (&job->cancellable);
  g_clear_pointer (&job->batch, sonde_batch_free);
  g_clear_error (&job->error);
  g_free (job);
}

static const double *
sonde_job_get_point (SondeRunner *self,
                     SondeJob    *job,
                     guint        index)
{
  return job->x + (gsize) index * self->ndim;
}

/* Only takes note: the work is done in the next slice. */
static void
on_evaluated (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  SondeJob *job = user_data;
  SondeRunner *self = job->runner;

  job->batch = sonde_executor_evaluate_finish (SONDE_EXECUTOR (source), result, &job->error);
  if (self == NULL)
    {
      sonde_job_free (job);
      return;
    }
  g_queue_unlink (&self->running, &job->link);
  g_queue_push_tail_link (&self->completed, &job->link);
  _sonde_runner_schedule (self);
}

/* Takes the batch. @failure is the one that is being retried, or NULL. */
void
_sonde_runner_submit (SondeRunner  *self,
                      SondeBatch   *batch,
                      SondeFailure *failure)
{
  gsize size = (gsize) batch->n * self->ndim * sizeof (double);
  SondeJob *job = g_malloc0 (sizeof (SondeJob) + size);

  g_assert (batch->ndim == self->ndim);

  job->runner = self;
  job->link.data = job;
  job->cancellable = g_object_ref (self->cancellable);
  job->n = batch->n;
  memcpy (job->x, batch->x, size);
  job->submitted = _sonde_runner_read_clock (self);
  job->submitted_active = _sonde_runner_get_active_time (self, job->submitted);
  g_queue_push_tail_link (&self->running, &job->link);
  self->n_running_points += job->n;
  self->has_news = TRUE;
  if (failure != NULL)
    _sonde_failure_list_set_stage (self->failures, failure, SONDE_FAILURE_RUNNING);

  g_main_context_push_thread_default (self->context);
  sonde_executor_evaluate_async (self->executor, self->function, batch, job->cancellable, on_evaluated, job);
  g_main_context_pop_thread_default (self->context);
}

/* Function time runs from submission to processing, and is shared by the tasks that could have run meanwhile. */
static void
account (SondeRunner *self,
         SondeJob    *job)
{
  gint64 active = _sonde_runner_get_active_time (self, self->now) - job->submitted_active;

  if (!job->has_value)
    return;
  self->function_time += active / MAX (1, sonde_runner_get_n_tasks_now (self));
  self->has_function_time = TRUE;
}

static gboolean
is_cancelled (SondeJob     *job,
              const GError *error)
{
  if (!g_cancellable_is_cancelled (job->cancellable))
    return FALSE;
  return g_error_matches (error, SONDE_FUNCTION_ERROR, SONDE_FUNCTION_ERROR_CANCELLED)
         || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
process_point (SondeRunner *self,
               SondeJob    *job,
               guint        index)
{
  const GError *error = job->batch != NULL ? sonde_batch_get_error (job->batch, index) : job->error;

  if (error != NULL && is_cancelled (job, error))
    _sonde_runner_put_back (self, sonde_job_get_point (self, job, index));
  else if (job->batch == NULL)
    _sonde_runner_take_failure (self, sonde_job_get_point (self, job, index), SONDE_RUNNER_ERROR_RETRIES_EXCEEDED,
                                error->message);
  else
    _sonde_runner_take_result (self, job->batch, index);
  job->has_value |= error == NULL;
}

/* Processes points while there is time; returns whether all of the job is done. */
static gboolean
process_job (SondeRunner *self,
             SondeJob    *job)
{
  while (job->next < job->n)
    {
      if (!sonde_learner_work (self->learner, self->work_deadline))
        return FALSE;
      process_point (self, job, job->next++);
      if (_sonde_runner_read_clock (self) >= self->slice_deadline)
        break;
    }
  return job->next == job->n;
}

/* Tells what has come back, in the order in which it came, whatever the status: late results count. Returns FALSE if the slice
 * is over before all is told. */
gboolean
_sonde_runner_process_completed (SondeRunner *self)
{
  while (self->completed.length > 0)
    {
      SondeJob *job = g_queue_peek_head (&self->completed);

      if (!process_job (self, job))
        return FALSE;
      g_queue_unlink (&self->completed, &job->link);
      self->n_running_points -= job->n;
      account (self, job);
      sonde_job_free (job);
      if (!sonde_learner_work (self->learner, self->work_deadline))
        return FALSE;
      if (self->status == SONDE_STATUS_RUNNING)
        _sonde_runner_check_goal (self);
      if (self->now >= self->slice_deadline)
        return self->completed.length == 0;
    }
  return TRUE;
}

static void
announce_queue (SondeRunner *self,
                GQueue      *queue)
{
  for (GList *link = queue->head; link != NULL; link = link->next)
    {
      SondeJob *job = link->data;

      for (guint i = job->next; i < job->n; i++)
        sonde_learner_tell_pending (self->learner, sonde_job_get_point (self, job, i));
    }
}

/* Tells the learner anew which points it need not ask for: those under way, and those that failed in this run. */
void
_sonde_runner_announce_pending (SondeRunner *self)
{
  self->must_announce = FALSE;
  announce_queue (self, &self->completed);
  announce_queue (self, &self->running);
  for (guint i = 0; i < _sonde_failure_list_get_length (self->failures); i++)
    {
      SondeFailure *failure = _sonde_failure_list_get (self->failures, i);

      if (_sonde_failure_get_stage (failure) != SONDE_FAILURE_FORGOTTEN)
        sonde_learner_tell_pending (self->learner, sonde_failure_get_x (failure));
    }
}

/* A new run begins: what is still under way belongs to it from its first moment. */
void
_sonde_runner_adopt_jobs (SondeRunner *self)
{
  for (GList *link = self->running.head; link != NULL; link = link->next)
    ((SondeJob *) link->data)->submitted_active = 0;
  for (GList *link = self->completed.head; link != NULL; link = link->next)
    ((SondeJob *) link->data)->submitted_active = 0;
}

/* Lets go of everything under way; what the executor returns later is freed unseen. */
void
_sonde_runner_forget_jobs (SondeRunner *self)
{
  GList *link;

  while ((link = g_queue_pop_head_link (&self->running)) != NULL)
    {
      SondeJob *job = link->data;

      for (guint i = 0; i < job->n; i++)
        _sonde_runner_put_back (self, sonde_job_get_point (self, job, i));
      job->runner = NULL;
      g_cancellable_cancel (job->cancellable);
    }
  while ((link = g_queue_pop_head_link (&self->completed)) != NULL)
    sonde_job_free (link->data);
  self->n_running_points = 0;
}

gboolean
_sonde_runner_is_in_flight (SondeRunner  *self,
                            const double *x)
{
  gsize size = self->ndim * sizeof (double);

  for (GList *link = self->running.head; link != NULL; link = link->next)
    {
      SondeJob *job = link->data;

      for (guint i = 0; i < job->n; i++)
        if (memcmp (sonde_job_get_point (self, job, i), x, size) == 0)
          return TRUE;
    }
  return FALSE;
}

/**
 * sonde_runner_get_pending_points:
 * @seconds: (out) (optional) (element-type double): for each point the seconds since it was submitted
 *
 * The points being evaluated, in the order in which they were submitted.
 *
 * Returns: (transfer full) (element-type double): their coordinates, n × ndim
 */
GArray *
sonde_runner_get_pending_points (SondeRunner  *self,
                                 GArray      **seconds)
{
  GArray *points;
  gint64 now;

  g_return_val_if_fail (SONDE_IS_RUNNER (self), NULL);

  points = g_array_new (FALSE, FALSE, sizeof (double));
  now = sonde_clock_get_monotonic (self->clock);
  if (seconds != NULL)
    *seconds = g_array_new (FALSE, FALSE, sizeof (double));
  for (GList *link = self->running.head; link != NULL; link = link->next)
    {
      SondeJob *job = link->data;
      double since = (now - job->submitted) * 1e-9;

      g_array_append_vals (points, job->x, job->n * self->ndim);
      for (guint i = 0; seconds != NULL && i < job->n; i++)
        g_array_append_val (*seconds, since);
    }
  return points;
}
