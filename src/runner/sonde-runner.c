/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The runner as an object: its settings and its states. The loop itself is in sonde-runner-loop.c, evaluations under way in
 * sonde-runner-job.c, single results in sonde-runner-result.c, what watchers see in sonde-runner-report.c. */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "runner/sonde-runner-private.h"

G_DEFINE_QUARK (sonde-runner-error-quark, sonde_runner_error)
G_DEFINE_FINAL_TYPE (SondeRunner, sonde_runner, G_TYPE_OBJECT)

/* Lets go of what is under way without a word: for the end of the object. */
static void
sonde_runner_dispose (GObject *object)
{
  SondeRunner *self = SONDE_RUNNER (object);

  _sonde_runner_destroy_sources (self);
  if (self->failures != NULL)
    _sonde_runner_forget_jobs (self);
  self->sink = (SondeRunnerSink) { NULL, };
  g_clear_object (&self->failures);
  g_clear_object (&self->learner);
  g_clear_object (&self->function);
  g_clear_object (&self->executor);
  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (sonde_runner_parent_class)->dispose (object);
}

static void
sonde_runner_finalize (GObject *object)
{
  SondeRunner *self = SONDE_RUNNER (object);

  g_clear_object (&self->clock);
  g_clear_pointer (&self->goal, sonde_goal_unref);
  g_clear_pointer (&self->context, g_main_context_unref);
  g_clear_pointer (&self->inline_batch, sonde_batch_free);
  g_clear_error (&self->error);
  g_free (self->reason);
  g_free (self->asked);
  g_free (self->improvements);
  G_OBJECT_CLASS (sonde_runner_parent_class)->finalize (object);
}

static void
sonde_runner_constructed (GObject *object)
{
  SondeRunner *self = SONDE_RUNNER (object);

  G_OBJECT_CLASS (sonde_runner_parent_class)->constructed (object);
  g_assert (self->learner != NULL);

  if (self->context == NULL)
    self->context = g_main_context_ref_thread_default ();
  self->ndim = sonde_learner_get_ndim (self->learner);
  self->has_samples = sonde_learner_has_samples (self->learner);
  self->failures = _sonde_failure_list_new (self->ndim);
  _sonde_runner_attach_sources (self);
}

static void
sonde_runner_class_init (SondeRunnerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = sonde_runner_dispose;
  object_class->finalize = sonde_runner_finalize;
  object_class->constructed = sonde_runner_constructed;
  _sonde_runner_install_properties (object_class);
  _sonde_runner_install_signals ();
}

static void
sonde_runner_init (SondeRunner *self)
{
  g_queue_init (&self->running);
  g_queue_init (&self->completed);
  self->clock = g_object_ref (sonde_clock_get_default ());
  self->goal = sonde_goal_new_from_spec (NULL, NULL, NULL);
  self->cancellable = g_cancellable_new ();
  self->raise_if_retries_exceeded = TRUE;
  /* what was never started does not end */
  self->is_done = TRUE;
  self->first.loss = NAN;
  self->first.error = NAN;
  self->shown.latest_loss = NAN;
  self->shown.error_estimate = NAN;
  self->shown.progress = -1;
}

/* What happened outside of a slice is reported at once. */
void
_sonde_runner_report_now (SondeRunner *self)
{
  self->work_deadline = 0;
  _sonde_runner_sync_clocks (self);
  _sonde_runner_report (self, FALSE);
}

/* Nanoseconds. */
gint64
_sonde_runner_get_active_time (SondeRunner *self,
                               gint64       now)
{
  return self->active_before + (self->status == SONDE_STATUS_RUNNING ? now - self->active_since : 0);
}

/* Nanoseconds in which nothing was under way since the limit of the rate did not allow it. */
gint64
_sonde_runner_get_held_time (SondeRunner *self,
                             gint64       now)
{
  return self->held + (self->held_since != 0 ? now - self->held_since : 0);
}

gboolean
_sonde_runner_has_ended (SondeRunner *self)
{
  return self->status != SONDE_STATUS_RUNNING && self->status != SONDE_STATUS_PAUSED;
}

/* The one place where the status changes; self->now is the moment. */
void
_sonde_runner_set_status (SondeRunner *self,
                          SondeStatus  status)
{
  self->active_before = _sonde_runner_get_active_time (self, self->now);
  self->active_since = self->now;
  self->held = _sonde_runner_get_held_time (self, self->now);
  self->held_since = 0;
  self->status = status;
  self->has_events = TRUE;
  self->has_news = TRUE;
  _sonde_runner_schedule_tick (self);
  if (self->sink.state != NULL)
    self->sink.state (self->sink_data, status);
}

static void
forget_given_up (SondeRunner *self)
{
  guint n = _sonde_failure_list_get_length (self->failures);

  for (guint i = 0; i < n && _sonde_failure_list_count (self->failures, SONDE_FAILURE_GIVEN_UP) > 0; i++)
    {
      SondeFailure *failure = _sonde_failure_list_get (self->failures, i);

      if (_sonde_failure_get_stage (failure) == SONDE_FAILURE_GIVEN_UP)
        _sonde_failure_list_set_stage (self->failures, failure, SONDE_FAILURE_FORGOTTEN);
    }
}

/* Ends the run: what is not yet begun is cancelled, what is under way is awaited and told. */
void
_sonde_runner_end (SondeRunner *self,
                   SondeStatus  status,
                   const char  *reason)
{
  g_assert (!_sonde_runner_has_ended (self));

  g_free (self->reason);
  self->reason = g_strdup (reason);
  forget_given_up (self);
  sonde_learner_remove_unfinished (self->learner);
  _sonde_runner_announce_excluded (self);
  self->must_announce = FALSE;
  _sonde_runner_set_status (self, status);
  g_cancellable_cancel (self->cancellable);
}

/* Takes the error. */
void
_sonde_runner_fail (SondeRunner *self,
                    GError      *error)
{
  g_clear_error (&self->error);
  self->error = error;
  _sonde_runner_end (self, SONDE_STATUS_FAILED, error->message);
}

/**
 * sonde_runner_new:
 * @learner: chooses the points
 * @function: (nullable): what is evaluated; needed before the start
 * @executor: (nullable): where; needed before the start
 * @goal: (nullable): when to stop; %NULL: when it is cancelled, or the learner has nothing left to do
 *
 * Returns: (transfer full): a runner on the thread-default main context
 */
SondeRunner *
sonde_runner_new (SondeLearner  *learner,
                  SondeFunction *function,
                  SondeExecutor *executor,
                  SondeGoal     *goal)
{
  SondeRunner *self;

  g_return_val_if_fail (SONDE_IS_LEARNER (learner), NULL);

  self = g_object_new (SONDE_TYPE_RUNNER, "learner", learner, NULL);
  sonde_runner_set_function (self, function);
  sonde_runner_set_executor (self, executor);
  sonde_runner_set_goal (self, goal);
  return self;
}

/**
 * sonde_runner_set_sink:
 * @sink: (nullable): copied
 *
 * Who is told every event. The sink must outlive the runner or be taken away.
 */
void
sonde_runner_set_sink (SondeRunner           *self,
                       const SondeRunnerSink *sink,
                       gpointer               user_data)
{
  g_return_if_fail (SONDE_IS_RUNNER (self));

  self->sink = sink != NULL ? *sink : (SondeRunnerSink) { NULL, };
  self->sink_data = user_data;
}

static void
begin (SondeRunner *self)
{
  g_clear_error (&self->error);
  g_clear_pointer (&self->reason, g_free);
  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
  self->is_done = FALSE;
  self->function_time = 0;
  self->has_function_time = FALSE;
  _sonde_runner_sync_clocks (self);
  self->active_before = 0;
  _sonde_runner_fill_goal_state (self, SONDE_GOAL_NEEDS_NOTHING, &self->first);
  _sonde_runner_adopt_jobs (self);
  sonde_executor_begin_run (self->executor);
  _sonde_runner_announce_pending (self);
  _sonde_runner_set_status (self, SONDE_STATUS_RUNNING);
  self->active_before = 0;
  self->held = 0;
}

/**
 * sonde_runner_start:
 *
 * Starts the run, or goes on with the same data after it was cancelled, has failed or has finished: results that are still on
 * their way are awaited and points that failed before and may be retried come first. Resumes a paused run; does
 * nothing while it runs. Must be called, as all methods, in the thread of the runner's main context.
 */
void
sonde_runner_start (SondeRunner *self)
{
  g_return_if_fail (SONDE_IS_RUNNER (self));
  g_return_if_fail (self->function != NULL && self->executor != NULL);

  if (self->status == SONDE_STATUS_PAUSED)
    sonde_runner_resume (self);
  if (self->status == SONDE_STATUS_RUNNING)
    return;

  g_object_ref (self);
  begin (self);
  if (sonde_runner_get_n_tasks_now (self) == 0)
    _sonde_runner_fail (self, g_error_new_literal (SONDE_RUNNER_ERROR, SONDE_RUNNER_ERROR_NO_WORKERS,
                                                   _("The executor has no workers: start some, or choose another "
                                                     "executor")));
  _sonde_runner_schedule (self);
  _sonde_runner_report_now (self);
  _sonde_runner_settle (self);
  g_object_unref (self);
}

/**
 * sonde_runner_pause:
 *
 * Submits nothing more until [method@Runner.resume]; results that arrive are told. Pauses do not count as elapsed time.
 */
void
sonde_runner_pause (SondeRunner *self)
{
  g_return_if_fail (SONDE_IS_RUNNER (self));

  if (self->status != SONDE_STATUS_RUNNING)
    return;
  _sonde_runner_read_clock (self);
  _sonde_runner_set_status (self, SONDE_STATUS_PAUSED);
  _sonde_runner_report_now (self);
}

/**
 * sonde_runner_resume:
 *
 * Goes on after a pause.
 */
void
sonde_runner_resume (SondeRunner *self)
{
  g_return_if_fail (SONDE_IS_RUNNER (self));

  if (self->status != SONDE_STATUS_PAUSED)
    return;
  _sonde_runner_read_clock (self);
  _sonde_runner_set_status (self, SONDE_STATUS_RUNNING);
  _sonde_runner_schedule (self);
  _sonde_runner_report_now (self);
}

/**
 * sonde_runner_cancel:
 *
 * Ends the run. Evaluations under way go on and their results are told when they arrive; "done" says when all are in. Does
 * nothing unless it runs or is paused.
 */
void
sonde_runner_cancel (SondeRunner *self)
{
  g_return_if_fail (SONDE_IS_RUNNER (self));

  if (_sonde_runner_has_ended (self))
    return;
  g_object_ref (self);
  _sonde_runner_read_clock (self);
  _sonde_runner_end (self, SONDE_STATUS_CANCELLED, _("Cancelled"));
  _sonde_runner_report_now (self);
  _sonde_runner_settle (self);
  g_object_unref (self);
}

/* Tells what has come back already, however long that takes. */
static void
tell_completed (SondeRunner *self)
{
  self->slice_deadline = G_MAXINT64;
  self->work_deadline = G_MAXINT64;
  _sonde_runner_process_completed (self);
}

/**
 * sonde_runner_abandon:
 *
 * As [method@Runner.cancel], but does not wait: what is under way is forgotten and its results are dropped. For quitting when
 * an evaluation takes too long.
 */
void
sonde_runner_abandon (SondeRunner *self)
{
  g_return_if_fail (SONDE_IS_RUNNER (self));

  g_object_ref (self);
  _sonde_runner_sync_clocks (self);
  tell_completed (self);
  if (!_sonde_runner_has_ended (self))
    _sonde_runner_end (self, SONDE_STATUS_CANCELLED, _("Cancelled"));
  _sonde_runner_forget_jobs (self);
  _sonde_runner_report_now (self);
  _sonde_runner_settle (self);
  g_object_unref (self);
}

/**
 * sonde_runner_block_until_done:
 *
 * Iterates the main context until the run has ended and nothing is under way. Starts the run if it never was.
 *
 * Returns: %TRUE if it finished; else %FALSE with why it failed, or with %G_IO_ERROR_CANCELLED
 */
gboolean
sonde_runner_block_until_done (SondeRunner  *self,
                               GError      **error)
{
  g_autoptr (SondeRunner) alive = NULL;

  g_return_val_if_fail (SONDE_IS_RUNNER (self), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  alive = g_object_ref (self);
  if (self->status == SONDE_STATUS_IDLE)
    sonde_runner_start (self);
  while (!_sonde_runner_has_ended (self) || sonde_runner_get_draining (self))
    g_main_context_iteration (self->context, TRUE);

  if (self->status == SONDE_STATUS_FINISHED)
    return TRUE;
  if (self->error != NULL)
    g_propagate_error (error, g_error_copy (self->error));
  else
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _("Cancelled"));
  return FALSE;
}
