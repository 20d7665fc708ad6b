/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whether a goal is reached, how far the way to it is, and when the time alone may reach it. Asked after every point: nothing
 * here allocates unless a reason is wanted. */

#include "config.h"

#include <math.h>

#include "runner/sonde-goal-private.h"

/* How often an expression over the elapsed time is looked at while nothing else happens, in seconds. */
#define EXPRESSION_INTERVAL 1.0

static gboolean
expression_holds (SondeGoal            *self,
                  const SondeGoalState *state)
{
  const double values[SONDE_GOAL_N_VARIABLES] = {
    [SONDE_GOAL_VARIABLE_NPOINTS] = state->npoints,
    [SONDE_GOAL_VARIABLE_NSAMPLES] = state->nsamples,
    [SONDE_GOAL_VARIABLE_LOSS] = state->loss,
    [SONDE_GOAL_VARIABLE_ELAPSED] = state->elapsed,
    [SONDE_GOAL_VARIABLE_NFAILED] = state->nfailed,
    [SONDE_GOAL_VARIABLE_ERROR] = state->error,
  };
  double result = *sonde_expression_evaluate (self->expression, values);

  return result != 0 && !isnan (result);
}

static gboolean
children_hold (SondeGoal            *self,
               const SondeGoalState *state)
{
  gboolean any = self->kind == SONDE_GOAL_ANY;

  for (guint i = 0; i < self->children->len; i++)
    if (sonde_goal_is_reached (_sonde_goal_get_child (self, i), state, NULL) == any)
      return any;
  return !any;
}

/* A comparison with NaN is false: what is not known satisfies nothing. */
static gboolean
holds (SondeGoal            *self,
       const SondeGoalState *state)
{
  switch (self->kind)
    {
    case SONDE_GOAL_LOSS:
      return state->loss <= self->value;
    case SONDE_GOAL_NPOINTS:
      return state->npoints >= self->value;
    case SONDE_GOAL_DURATION:
      return state->elapsed > self->value;
    case SONDE_GOAL_END_TIME:
      return state->now > self->value;
    case SONDE_GOAL_ERROR_ESTIMATE:
      return state->error <= self->value;
    case SONDE_GOAL_EXPRESSION:
      return expression_holds (self, state);
    case SONDE_GOAL_ANY:
    case SONDE_GOAL_ALL:
      return children_hold (self, state);
    case SONDE_GOAL_NONE:
    default:
      return FALSE;
    }
}

/**
 * sonde_goal_is_reached:
 * @state: where the run is; members that [method@Goal.get_needs] does not name may be NaN
 * @reason: (out) (optional) (nullable): one translated sentence with the numbers, when it is reached
 *
 * Loss, points and error are reached when they equal the goal, times when they have passed it.
 *
 * Returns: whether the goal is reached
 */
gboolean
sonde_goal_is_reached (SondeGoal            *self,
                       const SondeGoalState *state,
                       char                **reason)
{
  gboolean reached;

  g_return_val_if_fail (self != NULL, FALSE);

  reached = holds (self, state);
  if (reason != NULL)
    *reason = reached ? _sonde_goal_describe_reached (self, state) : NULL;
  return reached;
}

/* Where @now is between @first and @goal, on a logarithmic scale: losses fall by powers. */
static double
log_progress (double first,
              double now,
              double goal)
{
  if (isnan (now))
    return -1;
  if (now <= goal)
    return 1;
  if (!isfinite (first) || !isfinite (now) || first <= goal)
    return 0;
  return CLAMP (log (first / now) / log (first / goal), 0, 1);
}

static double
linear_progress (double way,
                 double whole)
{
  if (isnan (way))
    return -1;
  return whole > 0 ? CLAMP (way / whole, 0, 1) : 1;
}

static double
children_progress (SondeGoal            *self,
                   const SondeGoalState *first,
                   const SondeGoalState *state)
{
  gboolean any = self->kind == SONDE_GOAL_ANY;
  double progress = any ? -1 : 1;

  for (guint i = 0; i < self->children->len; i++)
    {
      double child = sonde_goal_get_progress (_sonde_goal_get_child (self, i), first, state);

      progress = any ? MAX (progress, child) : MIN (progress, child);
    }
  return progress;
}

/**
 * sonde_goal_get_progress:
 * @first: where the run began; loss and error are the first finite ones
 * @state: where it is
 *
 * How much of the way to the goal is behind: points and times linearly, loss and error on a logarithmic scale; of several goals
 * the nearest where any suffices and the farthest where all are needed.
 *
 * Returns: from 0 to 1; -1 if it cannot be said
 */
double
sonde_goal_get_progress (SondeGoal            *self,
                         const SondeGoalState *first,
                         const SondeGoalState *state)
{
  g_return_val_if_fail (self != NULL, -1);

  switch (self->kind)
    {
    case SONDE_GOAL_LOSS:
      return log_progress (first->loss, state->loss, self->value);
    case SONDE_GOAL_ERROR_ESTIMATE:
      return log_progress (first->error, state->error, self->value);
    case SONDE_GOAL_NPOINTS:
      return linear_progress (state->npoints, self->value);
    case SONDE_GOAL_DURATION:
      return linear_progress (state->elapsed, self->value);
    case SONDE_GOAL_END_TIME:
      return linear_progress (state->now - first->now, self->value - first->now);
    case SONDE_GOAL_EXPRESSION:
      return holds (self, state) ? 1 : -1;
    case SONDE_GOAL_ANY:
    case SONDE_GOAL_ALL:
      return children_progress (self, first, state);
    case SONDE_GOAL_NONE:
    default:
      return -1;
    }
}

static double
children_next_event (SondeGoal            *self,
                     const SondeGoalState *state)
{
  double next = INFINITY;

  for (guint i = 0; i < self->children->len; i++)
    next = MIN (next, sonde_goal_get_next_event (_sonde_goal_get_child (self, i), state));
  return next;
}

/**
 * sonde_goal_get_next_event:
 * @state: where the run is
 *
 * Returns: the seconds after which the goal should be looked at again though nothing else happens; infinity if time
 *   alone never reaches it
 */
double
sonde_goal_get_next_event (SondeGoal            *self,
                           const SondeGoalState *state)
{
  double left;

  g_return_val_if_fail (self != NULL, INFINITY);

  if ((self->needs & SONDE_GOAL_NEEDS_TIME) == 0)
    return INFINITY;
  if (self->kind == SONDE_GOAL_EXPRESSION)
    return EXPRESSION_INTERVAL;
  if (self->children != NULL)
    return children_next_event (self, state);

  left = self->value - (self->kind == SONDE_GOAL_DURATION ? state->elapsed : state->now);
  return left >= 0 ? left : INFINITY;
}
