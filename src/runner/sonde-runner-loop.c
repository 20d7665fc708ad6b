/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The loop, cut into slices that never hold the main loop for long. A slice
 *
 * 1. tells the results that have come back, and looks at the goal after each batch;
 * 2. ends the run if the goal is reached, also by what is back in a moment;
 * 3. gives every free task something to do: first the points to retry, in the order in which they first failed, then points
 *    that the learner is asked for, all in one call;
 * 4. reports what has changed.
 *
 * With one task and an executor that evaluates on the spot, 2 and 3 alternate point by point: exactly the sequence of a plain
 * loop of ask, evaluate, tell. */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "runner/sonde-goal-private.h"
#include "runner/sonde-runner-private.h"

/* No call of ask () for more points than this, so that a slice can be left in between. One point a task is asked in one call. */
#define MAX_ASKED 512

/* Nanoseconds after which an evaluation that the rate would have allowed is no longer due. */
#define LAPSE G_GINT64_CONSTANT (100000000)

/* Nanoseconds, some thirty years: no rate makes an evaluation wait longer, so that the sum of times stays a number. */
#define LONGEST 1e18

typedef enum
{
  STEP_DONE,
  STEP_WAIT,
  STEP_DRY,
} Step;

/* What is under way may show that a goal is not reached yet: a result can raise the loss. Where points are so fast that they go in
 * batches, that is known in a moment; a slow function's results are told late. A moment in time does not wait. */
static gboolean
should_await_others (SondeRunner *self)
{
  return self->running.length + self->completed.length > 0 && sonde_executor_get_batch_size (self->executor) > 1
         && (sonde_goal_get_needs (self->goal) & SONDE_GOAL_NEEDS_TIME) == 0;
}

/* Whatever the goal: more points would be the same again, or of no use. */
static void
end_by_learner (SondeRunner *self)
{
  char *fault = sonde_learner_get_fault (self->learner);

  if (fault == NULL)
    _sonde_runner_end (self, SONDE_STATUS_FINISHED, _("Finished: the learner has nothing left to do"));
  else
    _sonde_runner_fail (self, g_error_new_literal (SONDE_RUNNER_ERROR, SONDE_RUNNER_ERROR_LEARNER, fault));
  g_free (fault);
}

/* Ends the run if the goal is reached; returns whether nothing more is to be submitted now. */
gboolean
_sonde_runner_check_goal (SondeRunner *self)
{
  g_autofree char *reason = NULL;
  SondeGoalState state;

  if (!sonde_goal_is_none (self->goal))
    _sonde_runner_fill_goal_state (self, sonde_goal_get_needs (self->goal), &state);
  if (sonde_goal_is_none (self->goal) || G_LIKELY (!sonde_goal_is_reached (self->goal, &state, NULL)))
    {
      if (G_LIKELY (!sonde_learner_is_done (self->learner)))
        return FALSE;
      end_by_learner (self);
      return TRUE;
    }
  if (should_await_others (self))
    return TRUE;
  sonde_goal_is_reached (self->goal, &state, &reason);
  _sonde_runner_end (self, SONDE_STATUS_FINISHED, reason);
  return TRUE;
}

/* The learner has nothing to ask for and nothing is under way. */
static void
run_dry (SondeRunner *self)
{
  guint given_up = _sonde_failure_list_count (self->failures, SONDE_FAILURE_GIVEN_UP)
                   + _sonde_failure_list_count (self->failures, SONDE_FAILURE_EXCLUDED);
  g_autofree char *reason = NULL;

  if (sonde_learner_is_done (self->learner))
    end_by_learner (self);
  else if (given_up > 0 && sonde_learner_get_npoints (self->learner) > 0)
    {
      reason = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Finished: all is known but for %u point that failed",
                                          "Finished: all is known but for %u points that failed", given_up),
                                given_up);
      _sonde_runner_end (self, SONDE_STATUS_FINISHED, reason);
    }
  else if (given_up > 0)
    _sonde_runner_fail (self, g_error_new_literal (SONDE_RUNNER_ERROR, SONDE_RUNNER_ERROR_STUCK,
                                                   _("No point could be evaluated; see the list of failures")));
  else
    _sonde_runner_fail (self, g_error_new_literal (SONDE_RUNNER_ERROR, SONDE_RUNNER_ERROR_STUCK,
                                                   _("The learner has no more points to ask for, and the goal is not "
                                                     "reached: choose another goal")));
}

static void
reserve_asked (SondeRunner *self,
               guint        n)
{
  if (n <= self->asked_capacity)
    return;

  self->asked_capacity = n;
  self->asked = g_renew (double, self->asked, (gsize) n * self->ndim);
  self->improvements = g_renew (double, self->improvements, n);
}

static void
note_asked (SondeRunner *self,
            guint        n)
{
  self->has_news = TRUE;
  if (!self->log || self->sink.asked == NULL)
    return;
  self->has_events = TRUE;
  self->sink.asked (self->sink_data, n);
}

/* How many evaluations may begin now under the limit of their rate. What was not used up in the last tenth of a second is
 * still due; what lies longer back has lapsed. */
static guint
get_allowance (SondeRunner *self)
{
  gint64 late = self->now - self->next_start;

  if (self->max_rate == 0)
    return G_MAXUINT;
  if (late < 0)
    return 0;
  return 1 + (guint) MIN (MIN (late, LAPSE) * 1e-9 * self->max_rate, G_MAXINT);
}

static void
spend_allowance (SondeRunner *self,
                 guint        n)
{
  if (self->max_rate == 0)
    return;
  self->held = _sonde_runner_get_held_time (self, self->now);
  self->held_since = 0;
  self->next_start = MAX (self->next_start, self->now - LAPSE) + (gint64) MIN (n * 1e9 / self->max_rate, LONGEST);
}

static gboolean
obtain_one (SondeRunner   *self,
            double        *x,
            SondeFailure **failure)
{
  double improvement;

  *failure = _sonde_failure_list_next (self->failures);
  if (*failure != NULL)
    {
      memcpy (x, sonde_failure_get_x (*failure), self->ndim * sizeof (double));
      return TRUE;
    }
  if (sonde_learner_ask (self->learner, 1, TRUE, x, &improvement) == 0)
    return FALSE;
  note_asked (self, 1);
  return TRUE;
}

/* The one batch that is used for point after point. */
static SondeBatch *
get_inline_batch (SondeRunner *self)
{
  if (self->inline_batch != NULL)
    return self->inline_batch;

  reserve_asked (self, 1);
  memset (self->asked, 0, self->ndim * sizeof (double));
  return self->inline_batch = sonde_batch_new (1, self->ndim, self->asked);
}

/* One point: obtained, evaluated on the spot, told. An executor that will not do that gets the point as a job. */
static Step
step_inline (SondeRunner *self)
{
  SondeBatch *batch = get_inline_batch (self);
  SondeFailure *failure;
  gint64 start;

  if (!obtain_one (self, batch->x, &failure))
    return STEP_DRY;

  start = _sonde_runner_read_clock (self);
  spend_allowance (self, 1);
  if (!sonde_executor_evaluate_inline (self->executor, self->function, batch))
    {
      _sonde_runner_submit (self, g_steal_pointer (&self->inline_batch), failure);
      return STEP_WAIT;
    }
  _sonde_runner_read_clock (self);
  if (batch->errors == NULL)
    {
      self->function_time += self->now - start;
      self->has_function_time = TRUE;
    }
  _sonde_runner_take_result (self, batch, 0);
  if (batch->errors == NULL)
    sonde_batch_reset (batch);
  else
    g_clear_pointer (&self->inline_batch, sonde_batch_free);
  return STEP_DONE;
}

/* How many points a job gets: as many as the executor finds worth its while, but few while little is known, or the points would
 * be chosen blindly. */
static guint
get_job_size (SondeRunner *self,
              guint        tasks)
{
  guint size = sonde_executor_get_batch_size (self->executor);
  guint known = sonde_learner_get_npoints (self->learner);

  return CLAMP (size, 1, CLAMP (known / (8 * tasks), 1, MAX_ASKED));
}

/* How many more points may be asked for without going past a goal of so many points. Where a point takes several samples it is
 * not known. */
static guint
get_room (SondeRunner *self)
{
  double goal = self->has_samples ? INFINITY : sonde_goal_get_npoints (self->goal);
  double room = goal - sonde_learner_get_npoints (self->learner) - self->n_running_points;

  return (guint) CLAMP (room, 0, G_MAXINT);
}

/* Asks for points for @n_jobs jobs and submits them. */
static Step
ask_and_submit (SondeRunner *self,
                guint        n_jobs,
                guint        size)
{
  guint useful = MAX (n_jobs, MIN (n_jobs * size, sonde_learner_get_n_ready (self->learner)));
  guint wanted = MIN (MIN (useful, get_room (self)), get_allowance (self));
  guint n, per_job;

  if (wanted == 0)
    return STEP_WAIT;
  reserve_asked (self, wanted);
  n = sonde_learner_ask (self->learner, wanted, TRUE, self->asked, self->improvements);
  if (n == 0)
    return STEP_DRY;

  note_asked (self, n);
  spend_allowance (self, n);
  per_job = (n + n_jobs - 1) / n_jobs;
  for (guint i = 0; i < n; i += per_job)
    _sonde_runner_submit (self,
                          sonde_batch_new (MIN (per_job, n - i), self->ndim, self->asked + (gsize) i * self->ndim), NULL);
  return STEP_DONE;
}

static Step
fill_tasks (SondeRunner *self,
            guint        tasks)
{
  guint size = get_job_size (self, tasks);
  SondeFailure *failure;
  Step step = STEP_DONE;

  while (self->running.length < tasks && get_allowance (self) > 0
         && (failure = _sonde_failure_list_next (self->failures)) != NULL)
    {
      spend_allowance (self, 1);
      _sonde_runner_submit (self, sonde_batch_new (1, self->ndim, sonde_failure_get_x (failure)), failure);
    }

  while (self->running.length < tasks && step == STEP_DONE)
    {
      guint n_jobs = MIN (tasks - self->running.length, MAX (1, MAX_ASKED / size));

      if (self->now >= self->slice_deadline)
        return STEP_DONE;
      step = ask_and_submit (self, n_jobs, size);
    }
  return step == STEP_DRY ? STEP_DRY : STEP_WAIT;
}

static Step
step (SondeRunner *self)
{
  guint tasks = sonde_runner_get_n_tasks_now (self);

  if (get_allowance (self) == 0)
    {
      if (self->running.length == 0 && self->held_since == 0)
        self->held_since = self->now;
      _sonde_runner_schedule_tick (self);
      return STEP_WAIT;
    }
  if (tasks == 1 && self->running.length == 0)
    return step_inline (self);
  return tasks > 0 ? fill_tasks (self, tasks) : STEP_WAIT;
}

/* Goes on with the run; returns whether there is more to do at once. */
static gboolean
advance (SondeRunner *self)
{
  while (self->status == SONDE_STATUS_RUNNING)
    {
      Step result;

      if (!sonde_learner_work (self->learner, self->work_deadline))
        return TRUE;
      if (_sonde_runner_check_goal (self))
        return FALSE;
      if (self->now >= self->slice_deadline)
        return TRUE;

      result = step (self);
      if (result == STEP_DRY && self->running.length == 0)
        run_dry (self);
      if (result != STEP_DONE)
        return FALSE;
    }
  return FALSE;
}

/* Steps 1 to 3; returns whether there is more to do at once. */
gboolean
_sonde_runner_run_slice (SondeRunner *self)
{
  if (!_sonde_runner_process_completed (self))
    return TRUE;
  if (self->status != SONDE_STATUS_RUNNING)
    return FALSE;
  if (self->must_announce)
    {
      sonde_learner_remove_unfinished (self->learner);
      _sonde_runner_announce_pending (self);
    }
  return advance (self);
}
