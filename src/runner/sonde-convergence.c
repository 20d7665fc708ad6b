/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Milestones of a run.
 *
 * 1. One is due when the number of points has grown by a 200th since the last one, at least by one point. Up to 200 points that is
 *    every point; n points make about 200 (1.6 + ln (n / 200)) milestones: 2,000 for a million, 3,700 for all that can be counted.
 * 2. The loss is asked for only then, and not while the learner still owes itself more work than can be done on the way: one of the next
 *    results will do.
 * 3. A file that is read knows the time only where it says how the run went on. Milestones in between are dated as if points had come
 *    at an even pace. */

#include "config.h"

#include <math.h>

#include "base/sonde-clock.h"
#include "runner/sonde-convergence.h"

#define A_PART 200
/* nanoseconds of such work */
#define ON_THE_WAY 200000

struct _SondeConvergence
{
  GArray *milestones;
  guint   next;

  /* up to where milestones have a time, and the last known one */
  guint   n_dated;
  guint   dated_npoints;
  double  dated_elapsed;
};

SondeConvergence *
sonde_convergence_new (void)
{
  SondeConvergence *self = g_new0 (SondeConvergence, 1);

  self->milestones = g_array_new (FALSE, FALSE, sizeof (SondeMilestone));
  self->next = 1;
  return self;
}

void
sonde_convergence_free (SondeConvergence *self)
{
  g_array_unref (self->milestones);
  g_free (self);
}

/**
 * sonde_convergence_clear:
 *
 * Begins anew.
 */
void
sonde_convergence_clear (SondeConvergence *self)
{
  g_return_if_fail (self != NULL);

  g_array_set_size (self->milestones, 0);
  self->next = 1;
  self->n_dated = 0;
  self->dated_npoints = 0;
  self->dated_elapsed = 0;
}

/**
 * sonde_convergence_is_due:
 * @npoints: how many points are known
 *
 * Returns: whether sonde_convergence_look() would add a milestone: cheap, to be asked at every result
 */
gboolean
sonde_convergence_is_due (SondeConvergence *self,
                          guint             npoints)
{
  return npoints >= self->next;
}

/**
 * sonde_convergence_look:
 * @learner: what the run knows
 * @elapsed: seconds that the run has been going on for; NaN if sonde_convergence_date() will tell later
 *
 * Adds a milestone if one is due. At a result, right after it was told.
 *
 * Returns: whether there is a new one
 */
gboolean
sonde_convergence_look (SondeConvergence *self,
                        SondeLearner     *learner,
                        double            elapsed)
{
  SondeMilestone milestone = { .elapsed = elapsed };

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (SONDE_IS_LEARNER (learner), FALSE);

  milestone.npoints = sonde_learner_get_npoints (learner);
  if (milestone.npoints < self->next
      || !sonde_learner_work (learner, sonde_clock_get_monotonic (sonde_clock_get_default ()) + ON_THE_WAY))
    return FALSE;
  milestone.loss = sonde_learner_get_loss (learner, TRUE);
  milestone.error = sonde_learner_get_error_estimate (learner);
  g_array_append_val (self->milestones, milestone);
  self->next = milestone.npoints + MAX (1, milestone.npoints / A_PART);
  if (!isnan (elapsed))
    sonde_convergence_date (self, milestone.npoints, elapsed);
  return TRUE;
}

/**
 * sonde_convergence_date:
 * @npoints: how many points are known
 * @elapsed: seconds that the run has been going on for
 *
 * Tells the time. Milestones that do not know theirs get it from the two nearest times that were told.
 */
void
sonde_convergence_date (SondeConvergence *self,
                        guint             npoints,
                        double            elapsed)
{
  double points, seconds;

  g_return_if_fail (self != NULL);

  points = (double) npoints - self->dated_npoints;
  seconds = elapsed - self->dated_elapsed;
  for (; self->n_dated < self->milestones->len; self->n_dated++)
    {
      SondeMilestone *milestone = &g_array_index (self->milestones, SondeMilestone, self->n_dated);
      double part = points > 0 ? (milestone->npoints - self->dated_npoints) / points : 1;

      if (isnan (milestone->elapsed))
        milestone->elapsed = self->dated_elapsed + CLAMP (part, 0, 1) * seconds;
    }
  self->dated_npoints = npoints;
  self->dated_elapsed = elapsed;
}

/**
 * sonde_convergence_get:
 * @n: (out): how many there are
 *
 * Returns: (transfer none) (array length=n): the milestones, in order; good until the next one
 */
const SondeMilestone *
sonde_convergence_get (SondeConvergence *self,
                       guint            *n)
{
  g_return_val_if_fail (self != NULL && n != NULL, NULL);

  *n = self->milestones->len;
  return (const SondeMilestone *) (void *) self->milestones->data;
}
