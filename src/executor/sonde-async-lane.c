/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The points of a batch wait in a queue and are evaluated one at a time in each place of the lane, every point as a batch of its own: so
 * each has its time limit, and those of one batch can go on side by side. */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "executor/sonde-async-lane-private.h"
#include "executor/sonde-executor-private.h"
#include "function/sonde-batch-private.h"

typedef struct
{
  SondeLaunch launch;
  gboolean    is_taken;
} Place;

typedef struct
{
  SondeAsyncLane *lane;
  GTask          *task;         /* holds the executor, and so the lane */
  SondeFunction  *function;
  SondeBatch     *batch;
  GCancellable   *cancellable;
  gulong          handler;
  gint64          submitted;
  guint           next;         /* the point to evaluate next */
  guint           n_left;
} Job;

/* One point under way. */
typedef struct
{
  Job          *job;
  guint         index;
  Place        *place;
  GCancellable *kill;
  GSource      *limit;          /* (nullable) */
  gboolean      is_late;
} Run;

struct _SondeAsyncLane
{
  GPtrArray *places;            /* (element-type Place) */
  GQueue     waiting;           /* jobs with points that have not begun */
  guint      n_jobs;
  double     timeout;
};

static void sonde_async_lane_advance (SondeAsyncLane *self);

static void
job_complete (Job *job)
{
  g_autoptr (GTask) task = job->task;
  SondeBatch *batch = job->batch;

  job->lane->n_jobs--;
  if (job->handler != 0)
    g_signal_handler_disconnect (job->cancellable, job->handler);
  g_clear_object (&job->cancellable);
  _sonde_batch_finish (batch);
  _sonde_executor_measured (g_task_get_source_object (task), job->function, batch, -1);
  g_object_unref (job->function);
  g_task_set_task_data (task, NULL, NULL);
  g_free (job);
  g_task_return_pointer (task, batch, (GDestroyNotify) sonde_batch_free);
}

/* Those that have not begun have no result: they were cancelled. */
static void
sonde_async_lane_give_up (SondeAsyncLane *self,
                          Job            *job)
{
  g_queue_remove (&self->waiting, job);
  job->n_left -= job->batch->n - job->next;
  job->next = job->batch->n;
  if (job->n_left == 0)
    job_complete (job);
}

static void
take_result (Run              *run,
             const SondeBatch *result)
{
  SondeBatch *batch = run->job->batch;
  const GError *error = sonde_batch_get_error (result, 0);
  const char *output = sonde_batch_get_output (result, 0);

  if (output != NULL)
    sonde_batch_take_output (batch, run->index, g_strdup (output));
  if (run->is_late)
    sonde_batch_take_error (batch, run->index,
                            g_error_new (SONDE_FUNCTION_ERROR, SONDE_FUNCTION_ERROR_FAILED,
                                         _("The evaluation took longer than its limit of %g s and was stopped."),
                                         run->job->lane->timeout),
                            run->job->lane->timeout);
  else if (error != NULL)
    sonde_batch_take_error (batch, run->index, g_error_copy (error), result->seconds[0]);
  else if (_sonde_batch_is_set (result, 0))
    sonde_batch_set_value (batch, run->index, result->y, result->vdim, result->seconds[0]);
}

static void
run_free (Run *run)
{
  run->place->is_taken = FALSE;
  if (run->limit != NULL)
    g_source_destroy (run->limit);
  g_clear_pointer (&run->limit, g_source_unref);
  g_object_unref (run->kill);
  g_free (run);
}

static void
on_evaluated (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  Run *run = user_data;
  Job *job = run->job;
  g_autoptr (SondeExecutor) executor = g_object_ref (g_task_get_source_object (job->task));
  g_autoptr (SondeBatch) batch = sonde_function_evaluate_finish (SONDE_FUNCTION (source), result);
  SondeAsyncLane *self = job->lane;

  take_result (run, batch);
  run_free (run);
  if (--job->n_left == 0)
    job_complete (job);
  sonde_async_lane_advance (self);
}

static gboolean
on_limit (gpointer user_data)
{
  Run *run = user_data;

  run->is_late = TRUE;
  g_clear_pointer (&run->limit, g_source_unref);
  g_cancellable_cancel (run->kill);
  return G_SOURCE_REMOVE;
}

static void
run_start (Job   *job,
           Place *place)
{
  Run *run = g_new0 (Run, 1);
  const double *x = job->batch->x + (gsize) job->next * job->batch->ndim;

  run->job = job;
  run->index = job->next++;
  run->place = place;
  run->kill = g_cancellable_new ();
  place->is_taken = TRUE;
  if (job->lane->timeout > 0)
    {
      run->limit = g_timeout_source_new ((guint) CLAMP (job->lane->timeout * 1000, 1, G_MAXINT));
      g_source_set_callback (run->limit, on_limit, run, NULL);
      g_source_attach (run->limit, g_task_get_context (job->task));
    }
  sonde_function_evaluate_async (job->function, sonde_batch_new (1, job->batch->ndim, x), &place->launch, run->kill, on_evaluated, run);
}

static Place *
sonde_async_lane_find_place (SondeAsyncLane *self)
{
  for (guint i = 0; i < self->places->len; i++)
    {
      Place *place = g_ptr_array_index (self->places, i);

      if (!place->is_taken)
        return place;
    }
  return NULL;
}

static void
sonde_async_lane_advance (SondeAsyncLane *self)
{
  Job *job;
  Place *place;

  while ((job = g_queue_peek_head (&self->waiting)) != NULL)
    {
      if (g_cancellable_is_cancelled (job->cancellable))
        {
          sonde_async_lane_give_up (self, job);
          continue;
        }
      place = sonde_async_lane_find_place (self);
      if (place == NULL)
        return;
      if (job->next + 1 == job->batch->n)
        g_queue_pop_head (&self->waiting);
      run_start (job, place);
    }
}

static gboolean
give_up_later (gpointer user_data)
{
  Job *job = g_task_get_task_data (user_data);

  if (job != NULL && job->next < job->batch->n)
    sonde_async_lane_give_up (job->lane, job);
  return G_SOURCE_REMOVE;
}

/* From any thread: the rest is done on the main context of the job. */
static void
on_cancelled (GCancellable *cancellable,
              gpointer      task)
{
  GSource *source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, give_up_later, g_object_ref (task), g_object_unref);
  g_source_attach (source, g_task_get_context (task));
  g_source_unref (source);
}

static void
place_free (gpointer data)
{
  Place *place = data;

  g_assert (!place->is_taken);

  sonde_launch_clear (&place->launch);
  g_free (place);
}

SondeAsyncLane *
_sonde_async_lane_new (void)
{
  SondeAsyncLane *self = g_new0 (SondeAsyncLane, 1);

  self->places = g_ptr_array_new_with_free_func (place_free);
  return self;
}

void
_sonde_async_lane_free (SondeAsyncLane *self)
{
  g_assert (self->n_jobs == 0);

  g_ptr_array_unref (self->places);
  g_free (self);
}

void
_sonde_async_lane_add_places (SondeAsyncLane    *self,
                              const SondeLaunch *launch,
                              guint              n)
{
  for (guint i = 0; i < n; i++)
    {
      Place *place = g_new0 (Place, 1);

      place->launch = *launch;
      place->launch.prefix = g_strdupv (launch->prefix);
      g_ptr_array_add (self->places, place);
    }
}

/* For points that begin from now on; 0 for no limit */
void
_sonde_async_lane_set_timeout (SondeAsyncLane *self,
                               double          seconds)
{
  self->timeout = seconds;
}

/* As sonde_executor_evaluate_async (). */
void
_sonde_async_lane_push (SondeAsyncLane      *self,
                        SondeExecutor       *executor,
                        SondeFunction       *function,
                        SondeBatch          *batch,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  Job *job = g_new0 (Job, 1);

  job->lane = self;
  job->task = g_task_new (executor, cancellable, callback, user_data);
  g_task_set_source_tag (job->task, _sonde_async_lane_push);
  g_task_set_check_cancellable (job->task, FALSE);
  job->function = g_object_ref (function);
  job->batch = batch;
  job->n_left = batch->n;
  job->submitted = _sonde_executor_get_time ();
  self->n_jobs++;
  if (!sonde_function_check_points (function, batch))
    {
      job_complete (job);
      return;
    }
  g_task_set_task_data (job->task, job, NULL);
  if (cancellable != NULL)
    {
      job->cancellable = g_object_ref (cancellable);
      job->handler = g_signal_connect_data (cancellable, "cancelled", G_CALLBACK (on_cancelled), g_object_ref (job->task),
                                            (GClosureNotify) g_object_unref, 0);
    }
  g_queue_push_tail (&self->waiting, job);
  sonde_async_lane_advance (self);
}

/* What waits comes back as cancelled; what is under way with its results. */
void
_sonde_async_lane_shutdown (SondeAsyncLane *self)
{
  Job *job;

  while ((job = g_queue_peek_head (&self->waiting)) != NULL)
    sonde_async_lane_give_up (self, job);
}
