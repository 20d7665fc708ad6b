/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>
#include <string.h>

#include "figure/sonde-handover.h"
#include "figure/sonde-trace.h"

static void
append (SondeTrace *self,
        double      npoints,
        double      loss,
        double      error,
        double      elapsed)
{
  self->npoints[self->n] = npoints;
  self->loss[self->n] = loss;
  self->error[self->n] = error;
  self->elapsed[self->n] = elapsed;
  self->n++;
}

/* The milestones, and what is the case now, which need not be one. */
static void
copy_moments (SondeTrace *self,
              SondeRun   *run)
{
  guint n;
  const SondeMilestone *milestones = sonde_convergence_get (sonde_run_get_convergence (run), &n);
  SondeLearner *learner = sonde_run_get_learner (run);
  guint npoints = sonde_learner_get_npoints (learner);
  double loss = sonde_learner_get_latest_loss (learner);

  self->npoints = g_new (double, n + 1);
  self->loss = g_new (double, n + 1);
  self->error = g_new (double, n + 1);
  self->elapsed = g_new (double, n + 1);
  for (guint i = 0; i < n; i++)
    append (self, milestones[i].npoints, milestones[i].loss, milestones[i].error, milestones[i].elapsed);
  if (!isnan (loss) && (n == 0 || milestones[n - 1].npoints < npoints))
    append (self, npoints, loss, sonde_learner_get_error_estimate (learner), sonde_run_get_elapsed (run));
}

/**
 * sonde_trace_new:
 *
 * Takes the picture of the moment, in the main thread.
 *
 * Returns: (transfer full): it
 */
SondeTrace *
sonde_trace_new (SondeRun *run)
{
  SondeTrace *self = g_atomic_rc_box_new0 (SondeTrace);
  const char *title = sonde_study_get_title (sonde_run_get_study (run));

  self->title = title != NULL && *title != '\0' ? g_strdup (title) : NULL;
  self->goal = sonde_goal_get_loss (sonde_study_get_goal (sonde_run_get_study (run)));
  copy_moments (self, run);
  return self;
}

SondeTrace *
sonde_trace_ref (SondeTrace *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (SondeTrace *self)
{
  sonde_handover_take (self);
  g_free (self->npoints);
  g_free (self->loss);
  g_free (self->error);
  g_free (self->elapsed);
  g_free (self->title);
}

void
sonde_trace_unref (SondeTrace *self)
{
  sonde_handover_give (self);
  g_atomic_rc_box_release_full (self, (GDestroyNotify) clear);
}

static gboolean
doubles_equal (const double *a,
               const double *b,
               guint         n)
{
  return n == 0 || memcmp (a, b, n * sizeof (double)) == 0;
}

/**
 * sonde_trace_equals:
 *
 * Returns: whether both look alike
 */
gboolean
sonde_trace_equals (const SondeTrace *self,
                    const SondeTrace *other)
{
  return self->n == other->n && doubles_equal (&self->goal, &other->goal, 1)
         && g_strcmp0 (self->title, other->title) == 0
         && doubles_equal (self->npoints, other->npoints, self->n)
         && doubles_equal (self->loss, other->loss, self->n)
         && doubles_equal (self->error, other->error, self->n);
}
