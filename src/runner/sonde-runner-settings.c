/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What can be set on a runner and read from it. Settings take effect while it runs: at the next point, or with the next failure. */

#include "config.h"

#include "runner/sonde-runner-private.h"

/* A setting was changed that may let the run go on, or end it. */
static void
setting_changed (SondeRunner *self,
                 guint        prop_id)
{
  _sonde_runner_notify (self, prop_id);
  _sonde_runner_schedule_tick (self);
  _sonde_runner_schedule (self);
}

/**
 * sonde_runner_get_learner:
 *
 * Returns: (transfer none): who chooses the points
 */
SondeLearner *
sonde_runner_get_learner (SondeRunner *self)
{
  g_return_val_if_fail (SONDE_IS_RUNNER (self), NULL);

  return self->learner;
}

/**
 * sonde_runner_get_function:
 *
 * Returns: (transfer none) (nullable): what is evaluated
 */
SondeFunction *
sonde_runner_get_function (SondeRunner *self)
{
  g_return_val_if_fail (SONDE_IS_RUNNER (self), NULL);

  return self->function;
}

/**
 * sonde_runner_set_function:
 * @function: (nullable): what is evaluated from the next point on; must not be %NULL while it runs
 */
void
sonde_runner_set_function (SondeRunner   *self,
                           SondeFunction *function)
{
  g_return_if_fail (SONDE_IS_RUNNER (self));
  g_return_if_fail (function != NULL || _sonde_runner_has_ended (self));

  if (!g_set_object (&self->function, function))
    return;
  g_clear_pointer (&self->inline_batch, sonde_batch_free);
  _sonde_runner_notify (self, PROP_FUNCTION);
}

/**
 * sonde_runner_get_executor:
 *
 * Returns: (transfer none) (nullable): where it is evaluated
 */
SondeExecutor *
sonde_runner_get_executor (SondeRunner *self)
{
  g_return_val_if_fail (SONDE_IS_RUNNER (self), NULL);

  return self->executor;
}

/**
 * sonde_runner_set_executor:
 * @executor: (nullable): where points are evaluated from now on; must not be %NULL while it runs. What is under way stays where it is
 */
void
sonde_runner_set_executor (SondeRunner   *self,
                           SondeExecutor *executor)
{
  g_return_if_fail (SONDE_IS_RUNNER (self));
  g_return_if_fail (executor != NULL || _sonde_runner_has_ended (self));

  if (g_set_object (&self->executor, executor))
    setting_changed (self, PROP_EXECUTOR);
}

/**
 * sonde_runner_get_goal:
 *
 * Returns: (transfer none): when to stop
 */
SondeGoal *
sonde_runner_get_goal (SondeRunner *self)
{
  g_return_val_if_fail (SONDE_IS_RUNNER (self), NULL);

  return self->goal;
}

/**
 * sonde_runner_set_goal:
 * @goal: (nullable): when to stop; %NULL: when it is cancelled
 *
 * A run that goes on looks at the new goal at once; one that has ended goes on only when it is started again.
 */
void
sonde_runner_set_goal (SondeRunner *self,
                       SondeGoal   *goal)
{
  SondeGoal *old;

  g_return_if_fail (SONDE_IS_RUNNER (self));

  if (goal == self->goal || (goal == NULL && sonde_goal_is_none (self->goal)))
    return;
  old = self->goal;
  self->goal = goal != NULL ? sonde_goal_ref (goal) : sonde_goal_new_from_spec (NULL, NULL, NULL);
  sonde_goal_unref (old);
  setting_changed (self, PROP_GOAL);
}

guint
sonde_runner_get_ntasks (SondeRunner *self)
{
  g_return_val_if_fail (SONDE_IS_RUNNER (self), 0);

  return self->ntasks;
}

/**
 * sonde_runner_set_ntasks:
 * @ntasks: how many evaluations go on at once; 0: as many as the executor can
 */
void
sonde_runner_set_ntasks (SondeRunner *self,
                         guint        ntasks)
{
  g_return_if_fail (SONDE_IS_RUNNER (self));

  if (self->ntasks == ntasks)
    return;
  self->ntasks = ntasks;
  setting_changed (self, PROP_NTASKS);
}

guint
sonde_runner_get_retries (SondeRunner *self)
{
  g_return_val_if_fail (SONDE_IS_RUNNER (self), 0);

  return self->retries;
}

double
sonde_runner_get_max_rate (SondeRunner *self)
{
  g_return_val_if_fail (SONDE_IS_RUNNER (self), 0);

  return self->max_rate;
}

/**
 * sonde_runner_set_max_rate:
 * @max_rate: how many evaluations may begin in a second; 0 for no limit
 *
 * Spares what the function shares with others, such as an instrument or a licence server, or lets a person watch.
 */
void
sonde_runner_set_max_rate (SondeRunner *self,
                           double       max_rate)
{
  g_return_if_fail (SONDE_IS_RUNNER (self));
  g_return_if_fail (max_rate >= 0);

  if (self->max_rate == max_rate)
    return;
  self->max_rate = max_rate;
  self->next_start = 0;
  setting_changed (self, PROP_MAX_RATE);
}

/**
 * sonde_runner_set_retries:
 * @retries: how often a point is tried again
 *
 * Points that were given up and may now be tried again will be; fewer retries count from the next failure on.
 */
void
sonde_runner_set_retries (SondeRunner *self,
                          guint        retries)
{
  g_return_if_fail (SONDE_IS_RUNNER (self));

  if (self->retries == retries)
    return;
  self->retries = retries;
  for (guint i = 0; i < _sonde_failure_list_get_length (self->failures); i++)
    {
      SondeFailure *failure = _sonde_failure_list_get (self->failures, i);

      if (sonde_failure_get_given_up (failure) && !sonde_failure_get_excluded (failure)
          && !_sonde_failure_exceeds (failure, retries) && !_sonde_runner_is_in_flight (self, sonde_failure_get_x (failure)))
        _sonde_runner_let_wait (self, failure);
    }
  setting_changed (self, PROP_RETRIES);
}

/**
 * sonde_runner_set_raise_if_retries_exceeded:
 * @raise: whether the run fails when a point has failed once more than it may; else the point is given up and the run goes on
 */
void
sonde_runner_set_raise_if_retries_exceeded (SondeRunner *self,
                                            gboolean     raise)
{
  g_return_if_fail (SONDE_IS_RUNNER (self));

  if (self->raise_if_retries_exceeded == !!raise)
    return;
  self->raise_if_retries_exceeded = !!raise;
  _sonde_runner_notify (self, PROP_RAISE_IF_RETRIES_EXCEEDED);
}

/**
 * sonde_runner_set_log:
 * @log: whether the sink is told how many points are asked for
 */
void
sonde_runner_set_log (SondeRunner *self,
                      gboolean     log)
{
  g_return_if_fail (SONDE_IS_RUNNER (self));

  if (self->log == !!log)
    return;
  self->log = !!log;
  _sonde_runner_notify (self, PROP_LOG);
}

/**
 * sonde_runner_set_shutdown_executor:
 * @shutdown: whether the executor is shut down when the run is done
 */
void
sonde_runner_set_shutdown_executor (SondeRunner *self,
                                    gboolean     shutdown)
{
  g_return_if_fail (SONDE_IS_RUNNER (self));

  if (self->shutdown_executor == !!shutdown)
    return;
  self->shutdown_executor = !!shutdown;
  _sonde_runner_notify (self, PROP_SHUTDOWN_EXECUTOR);
}

SondeStatus
sonde_runner_get_status (SondeRunner *self)
{
  g_return_val_if_fail (SONDE_IS_RUNNER (self), SONDE_STATUS_IDLE);

  return self->status;
}

/**
 * sonde_runner_get_reason:
 *
 * Returns: (nullable): why the run ended, one translated sentence; %NULL while it goes on
 */
const char *
sonde_runner_get_reason (SondeRunner *self)
{
  g_return_val_if_fail (SONDE_IS_RUNNER (self), NULL);

  return self->reason;
}

/**
 * sonde_runner_get_error:
 *
 * Returns: (nullable): why the run failed; a #SONDE_RUNNER_ERROR
 */
const GError *
sonde_runner_get_error (SondeRunner *self)
{
  g_return_val_if_fail (SONDE_IS_RUNNER (self), NULL);

  return self->error;
}

/**
 * sonde_runner_get_draining:
 *
 * Returns: whether the run has ended but results are still on their way
 */
gboolean
sonde_runner_get_draining (SondeRunner *self)
{
  g_return_val_if_fail (SONDE_IS_RUNNER (self), FALSE);

  return _sonde_runner_has_ended (self) && self->running.length + self->completed.length > 0;
}

/**
 * sonde_runner_get_n_running:
 *
 * Returns: how many tasks are busy; a batch of points is one task
 */
guint
sonde_runner_get_n_running (SondeRunner *self)
{
  g_return_val_if_fail (SONDE_IS_RUNNER (self), 0);

  return self->running.length + self->completed.length;
}

guint
sonde_runner_get_n_tasks_now (SondeRunner *self)
{
  g_return_val_if_fail (SONDE_IS_RUNNER (self), 0);

  if (self->ntasks > 0)
    return self->ntasks;
  return self->executor != NULL ? sonde_executor_get_capacity (self->executor) : 0;
}
