/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What watchers see: counters, times and progress as properties, notified together and only when they changed. */

#include "config.h"

#include <math.h>

#include "runner/sonde-runner-private.h"

enum { SIGNAL_CHANGED, SIGNAL_DONE, N_SIGNALS };

static guint signals[N_SIGNALS];

void
_sonde_runner_install_signals (void)
{
  /**
   * SondeRunner::changed:
   *
   * Something was asked, told or failed in the slice that has just ended.
   */
  signals[SIGNAL_CHANGED] =
    g_signal_new ("changed", SONDE_TYPE_RUNNER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  /**
   * SondeRunner::done:
   *
   * The run has ended, whatever its status, and no result is on its way any more.
   */
  signals[SIGNAL_DONE] =
    g_signal_new ("done", SONDE_TYPE_RUNNER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

/* Reads both clocks; within a slice the real time follows the monotonic one. */
void
_sonde_runner_sync_clocks (SondeRunner *self)
{
  self->synced_monotonic = _sonde_runner_read_clock (self);
  self->synced_real = sonde_clock_get_real (self->clock) * 1e-6;
}

/* The moment is self->now. Members that @needs does not name are NaN. */
void
_sonde_runner_fill_goal_state (SondeRunner    *self,
                               SondeGoalNeeds  needs,
                               SondeGoalState *state)
{
  guint npoints = sonde_learner_get_npoints (self->learner);

  state->npoints = npoints;
  state->nsamples = self->has_samples ? sonde_learner_get_nsamples (self->learner) : npoints;
  state->loss = (needs & SONDE_GOAL_NEEDS_LOSS) != 0 ? sonde_learner_get_loss (self->learner, TRUE) : NAN;
  state->error = (needs & SONDE_GOAL_NEEDS_ERROR) != 0 ? sonde_learner_get_error_estimate (self->learner) : NAN;
  state->elapsed = _sonde_runner_get_active_time (self, self->now) * 1e-9;
  state->nfailed = sonde_runner_get_nfailed (self);
  state->now = self->synced_real + (self->now - self->synced_monotonic) * 1e-9;
}

/* The way to a loss begins at the first one that is finite. */
void
_sonde_runner_note_first (SondeRunner          *self,
                          const SondeGoalState *state)
{
  if (!isfinite (self->first.loss) && isfinite (state->loss))
    self->first.loss = state->loss;
  if (!isfinite (self->first.error) && isfinite (state->error))
    self->first.error = state->error;
}

/* The loss is computed anew only when the learner has nothing left to work off, which could take long. */
static void
look (SondeRunner      *self,
      SondeRunnerShown *seen)
{
  SondeGoalState state;
  SondeGoalNeeds needs = SONDE_GOAL_NEEDS_TIME | SONDE_GOAL_NEEDS_ERROR;
  gboolean settled = !self->has_news || sonde_learner_work (self->learner, self->work_deadline);

  if (self->has_news && settled)
    needs |= SONDE_GOAL_NEEDS_LOSS;
  _sonde_runner_fill_goal_state (self, needs, &state);
  if ((needs & SONDE_GOAL_NEEDS_LOSS) == 0)
    state.loss = sonde_learner_get_latest_loss (self->learner);
  _sonde_runner_note_first (self, &state);

  seen->status = self->status;
  seen->draining = sonde_runner_get_draining (self);
  seen->npoints = (guint) state.npoints;
  seen->nsamples = (guint) state.nsamples;
  seen->latest_loss = state.loss;
  seen->error_estimate = state.error;
  seen->nfailed = (guint) state.nfailed;
  seen->n_to_retry = sonde_runner_get_n_to_retry (self);
  seen->n_running = sonde_runner_get_n_running (self);
  seen->n_tasks_now = sonde_runner_get_n_tasks_now (self);
  seen->progress = sonde_goal_get_progress (self->goal, &self->first, &state);
}

static gboolean
differ (double a,
        double b)
{
  return a != b && !(isnan (a) && isnan (b));
}

static void
notify_if (SondeRunner *self,
           gboolean     changed,
           guint        prop_id)
{
  if (changed)
    _sonde_runner_notify (self, prop_id);
}

/* Tells watchers what has changed since the last time, and the sink that the slice is over. */
void
_sonde_runner_report (SondeRunner *self,
                      gboolean     with_times)
{
  SondeRunnerShown old = self->shown;
  gboolean has_news, has_events;
  gboolean status;

  look (self, &self->shown);
  has_news = self->has_news;
  has_events = self->has_events;
  self->has_news = FALSE;
  self->has_events = FALSE;
  if (has_events && self->sink.slice_ended != NULL)
    self->sink.slice_ended (self->sink_data);

  status = self->shown.status != old.status;
  g_object_freeze_notify (G_OBJECT (self));
  notify_if (self, status, PROP_STATUS);
  notify_if (self, status, PROP_REASON);
  notify_if (self, status || with_times, PROP_ELAPSED_TIME);
  notify_if (self, status || with_times, PROP_OVERHEAD);
  notify_if (self, self->shown.draining != old.draining, PROP_DRAINING);
  notify_if (self, self->shown.npoints != old.npoints, PROP_NPOINTS);
  notify_if (self, self->shown.nsamples != old.nsamples, PROP_NSAMPLES);
  notify_if (self, differ (self->shown.latest_loss, old.latest_loss), PROP_LATEST_LOSS);
  notify_if (self, differ (self->shown.error_estimate, old.error_estimate), PROP_ERROR_ESTIMATE);
  notify_if (self, self->shown.nfailed != old.nfailed, PROP_NFAILED);
  notify_if (self, self->shown.n_to_retry != old.n_to_retry, PROP_N_TO_RETRY);
  notify_if (self, self->shown.n_running != old.n_running, PROP_N_RUNNING);
  notify_if (self, self->shown.n_tasks_now != old.n_tasks_now, PROP_N_TASKS_NOW);
  notify_if (self, differ (self->shown.progress, old.progress), PROP_PROGRESS);
  g_object_thaw_notify (G_OBJECT (self));
  if (has_news)
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* Says once that all is over. */
void
_sonde_runner_settle (SondeRunner *self)
{
  if (self->is_done || !_sonde_runner_has_ended (self) || sonde_runner_get_draining (self))
    return;

  self->is_done = TRUE;
  if (self->shutdown_executor)
    sonde_executor_shutdown (self->executor);
  g_signal_emit (self, signals[SIGNAL_DONE], 0);
}

/**
 * sonde_runner_get_goal_state:
 * @state: (out caller-allocates): the numbers that goals look at, as they are now
 */
void
sonde_runner_get_goal_state (SondeRunner    *self,
                             SondeGoalState *state)
{
  g_return_if_fail (SONDE_IS_RUNNER (self));
  g_return_if_fail (state != NULL);

  _sonde_runner_sync_clocks (self);
  _sonde_runner_fill_goal_state (self, SONDE_GOAL_NEEDS_LOSS | SONDE_GOAL_NEEDS_ERROR | SONDE_GOAL_NEEDS_TIME, state);
}

/**
 * sonde_runner_get_elapsed_time:
 *
 * Returns: the seconds since the run was started or continued, without pauses; after its end, how long it took
 */
double
sonde_runner_get_elapsed_time (SondeRunner *self)
{
  g_return_val_if_fail (SONDE_IS_RUNNER (self), 0);

  return _sonde_runner_get_active_time (self, sonde_clock_get_monotonic (self->clock)) * 1e-9;
}

/**
 * sonde_runner_get_overhead:
 *
 * The share of the time in which tasks were not busy with the function: 100 (1 - function time / elapsed time), where each
 * batch adds the time from its submission until its results are processed, divided by the number of tasks. Time in which
 * nothing was under way since max-rate did not allow it does not count.
 *
 * Returns: per cent, from 0 to 100; 0 until an evaluation has succeeded
 */
double
sonde_runner_get_overhead (SondeRunner *self)
{
  double elapsed;
  gint64 now;

  g_return_val_if_fail (SONDE_IS_RUNNER (self), 0);

  now = sonde_clock_get_monotonic (self->clock);
  elapsed = (double) (_sonde_runner_get_active_time (self, now) - _sonde_runner_get_held_time (self, now));
  if (!self->has_function_time || elapsed <= 0)
    return 0;
  return CLAMP (100 * (1 - self->function_time / elapsed), 0, 100);
}

/**
 * sonde_runner_get_progress:
 *
 * Returns: the way to the goal that is behind, 0 to 1, as of the last slice; -1 if it cannot be said
 */
double
sonde_runner_get_progress (SondeRunner *self)
{
  g_return_val_if_fail (SONDE_IS_RUNNER (self), -1);

  return self->shown.progress;
}
