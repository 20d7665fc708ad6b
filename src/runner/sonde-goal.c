/* SPDX-License-Identifier: GPL-3.0-or-later */

/* When to stop, as an object. It is read in sonde-goal-spec.c; whether it is reached is in sonde-goal-check.c, how it is told to
 * people in sonde-goal-text.c. */

#include "config.h"

#include <math.h>

#include "runner/sonde-goal-private.h"

G_DEFINE_QUARK (sonde-goal-error-quark, sonde_goal_error)
G_DEFINE_BOXED_TYPE (SondeGoal, sonde_goal, sonde_goal_ref, sonde_goal_unref)

/**
 * sonde_goal_to_spec:
 *
 * Returns: (transfer full): the goal as it was given, unknown members included
 */
JsonNode *
sonde_goal_to_spec (SondeGoal *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return json_node_copy (self->spec);
}

SondeGoal *
sonde_goal_ref (SondeGoal *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
sonde_goal_clear (SondeGoal *self)
{
  g_free (self->text);
  g_clear_pointer (&self->expression, sonde_expression_free);
  g_clear_pointer (&self->children, g_ptr_array_unref);
  g_clear_pointer (&self->unknown, g_ptr_array_unref);
  g_clear_pointer (&self->spec, json_node_unref);
}

void
sonde_goal_unref (SondeGoal *self)
{
  g_atomic_rc_box_release_full (self, (GDestroyNotify) sonde_goal_clear);
}

/**
 * sonde_goal_is_none:
 *
 * Returns: whether the run goes on until it is cancelled, or until the learner has nothing left to do
 */
gboolean
sonde_goal_is_none (SondeGoal *self)
{
  g_return_val_if_fail (self != NULL, TRUE);

  return self->kind == SONDE_GOAL_NONE;
}

/**
 * sonde_goal_get_needs:
 *
 * Returns: what must be computed before [method@Goal.is_reached] can be asked
 */
SondeGoalNeeds
sonde_goal_get_needs (SondeGoal *self)
{
  g_return_val_if_fail (self != NULL, SONDE_GOAL_NEEDS_NOTHING);

  return self->needs;
}

/**
 * sonde_goal_get_unknown:
 *
 * Returns: (array zero-terminated=1): the paths, relative to the goal, of members that mean nothing; they are kept
 */
const char * const *
sonde_goal_get_unknown (SondeGoal *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return (const char * const *) self->unknown->pdata;
}

/**
 * sonde_goal_get_loss:
 *
 * Returns: the loss that is aimed at, to be drawn as a line; NaN if there is none. The first one where there are several.
 */
double
sonde_goal_get_loss (SondeGoal *self)
{
  g_return_val_if_fail (self != NULL, NAN);

  if (self->kind == SONDE_GOAL_LOSS)
    return self->value;
  for (guint i = 0; self->children != NULL && i < self->children->len; i++)
    {
      double loss = sonde_goal_get_loss (_sonde_goal_get_child (self, i));

      if (!isnan (loss))
        return loss;
    }
  return NAN;
}

/**
 * sonde_goal_get_npoints:
 *
 * Returns: the number of points after which the goal is surely reached; infinity if no number of points suffices
 */
double
sonde_goal_get_npoints (SondeGoal *self)
{
  gboolean any;
  double npoints;

  g_return_val_if_fail (self != NULL, INFINITY);

  if (self->kind == SONDE_GOAL_NPOINTS)
    return self->value;
  if (self->children == NULL)
    return INFINITY;

  any = self->kind == SONDE_GOAL_ANY;
  npoints = any ? INFINITY : 0;
  for (guint i = 0; i < self->children->len; i++)
    {
      double child = sonde_goal_get_npoints (_sonde_goal_get_child (self, i));

      npoints = any ? MIN (npoints, child) : MAX (npoints, child);
    }
  return npoints;
}
