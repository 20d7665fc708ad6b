/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>
#include <string.h>

#include "app/monitor/sonde-run-history.h"
#include "runner/sonde-estimate.h"

#define N_RATES 30
#define BEAT 250      /* ms between two looks while it runs */
/* seconds: what takes longer cannot be told */
#define LONGEST (365.0 * 86400)
#define RATE_BEATS 4  /* looks that make one bar */

struct _SondeRunHistory
{
  GObject      parent_instance;
  SondeRun    *run;
  SondeRunner *runner;
  double       rates[N_RATES];
  guint        n_rates;
  double       rate;
  guint        beat_source;
  guint        beats;
  double       beat_npoints;
  double       beat_elapsed;
};

G_DEFINE_FINAL_TYPE (SondeRunHistory, sonde_run_history, G_TYPE_OBJECT)

enum { SIGNAL_CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

static void
push_rate (SondeRunHistory *self,
           double           npoints,
           double           elapsed)
{
  double seconds = elapsed - self->beat_elapsed;

  if (seconds <= 0)
    return;
  self->rate = MAX (0, npoints - self->beat_npoints) / seconds;
  if (self->n_rates == N_RATES)
    memmove (self->rates, self->rates + 1, (--self->n_rates) * sizeof (double));
  self->rates[self->n_rates++] = self->rate;
  self->beat_npoints = npoints;
  self->beat_elapsed = elapsed;
}

static gboolean
on_beat (gpointer data)
{
  SondeRunHistory *self = data;
  double npoints = sonde_learner_get_npoints (sonde_run_get_learner (self->run));
  double elapsed = sonde_run_get_elapsed (self->run);

  if (++self->beats % RATE_BEATS == 0 || self->n_rates == 0)
    push_rate (self, npoints, elapsed);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
  return G_SOURCE_CONTINUE;
}

static void
on_status (SondeRunHistory *self)
{
  /* here, or in another program */
  gboolean running = sonde_runner_get_status (self->runner) == SONDE_STATUS_RUNNING || sonde_run_get_following (self->run);

  if (running && self->beat_source == 0)
    {
      self->beats = 0;
      self->beat_npoints = sonde_learner_get_npoints (sonde_run_get_learner (self->run));
      self->beat_elapsed = sonde_run_get_elapsed (self->run);
      self->beat_source = g_timeout_add (BEAT, on_beat, self);
    }
  else if (!running && self->beat_source != 0)
    {
      g_clear_handle_id (&self->beat_source, g_source_remove);
      push_rate (self, sonde_learner_get_npoints (sonde_run_get_learner (self->run)), sonde_run_get_elapsed (self->run));
    }
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
on_runner_changed (SondeRunHistory *self)
{
  gboolean running = sonde_runner_get_status (self->runner) == SONDE_STATUS_RUNNING;

  /* what is told while it does not go on, such as a failure accepted as a gap: no beat will show it */
  if (!running)
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
on_setting (SondeRunHistory *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
watch (SondeRunHistory *self)
{
  if (self->runner != NULL)
    g_signal_handlers_disconnect_by_data (self->runner, self);
  g_set_object (&self->runner, sonde_run_get_runner (self->run));
  g_signal_connect_object (self->runner, "notify::status", G_CALLBACK (on_status), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->runner, "changed", G_CALLBACK (on_runner_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->runner, "notify::goal", G_CALLBACK (on_setting), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->runner, "notify::n-tasks-now", G_CALLBACK (on_setting), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->runner, "done", G_CALLBACK (on_status), self, G_CONNECT_SWAPPED);
}

static void
on_restarted (SondeRunHistory *self)
{
  self->n_rates = 0;
  self->rate = 0;
  watch (self);
  on_status (self);
}

static void
sonde_run_history_dispose (GObject *object)
{
  SondeRunHistory *self = SONDE_RUN_HISTORY (object);

  g_clear_handle_id (&self->beat_source, g_source_remove);
  g_clear_object (&self->runner);
  g_clear_object (&self->run);
  G_OBJECT_CLASS (sonde_run_history_parent_class)->dispose (object);
}

static void
sonde_run_history_class_init (SondeRunHistoryClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sonde_run_history_dispose;
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 0);
}

static void
sonde_run_history_init (SondeRunHistory *self)
{
}

SondeRunHistory *
sonde_run_history_new (SondeRun *run)
{
  SondeRunHistory *self;

  g_return_val_if_fail (SONDE_IS_RUN (run), NULL);

  self = g_object_new (SONDE_TYPE_RUN_HISTORY, NULL);
  self->run = g_object_ref (run);
  g_signal_connect_object (run, "notify::following", G_CALLBACK (on_status), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (run, "restarted", G_CALLBACK (on_restarted), self, G_CONNECT_SWAPPED);
  watch (self);
  if (sonde_run_get_following (run))
    on_status (self);
  return self;
}

SondeRun *
sonde_run_history_get_run (SondeRunHistory *self)
{
  g_return_val_if_fail (SONDE_IS_RUN_HISTORY (self), NULL);

  return self->run;
}

/**
 * sonde_run_history_get_rates:
 *
 * Returns: (array length=n) (transfer none): points per second in the last stretches of about a second, in order
 */
const double *
sonde_run_history_get_rates (SondeRunHistory *self,
                             guint           *n)
{
  g_return_val_if_fail (SONDE_IS_RUN_HISTORY (self), NULL);

  *n = self->n_rates;
  return self->rates;
}

double
sonde_run_history_get_rate (SondeRunHistory *self)
{
  g_return_val_if_fail (SONDE_IS_RUN_HISTORY (self), 0);

  return self->rate;
}

static SondeEstimate
estimate (SondeRunHistory *self)
{
  guint n;
  const SondeMilestone *milestones = sonde_convergence_get (sonde_run_get_convergence (self->run), &n);
  SondeGoalState now;
  SondeEstimate result;

  sonde_runner_get_goal_state (self->runner, &now);
  sonde_estimate_goal (&result, sonde_runner_get_goal (self->runner), &now, sonde_run_get_elapsed (self->run), milestones, n);
  return result;
}

/**
 * sonde_run_history_estimate:
 * @earliest: (out): seconds from now
 * @latest: (out): seconds from now
 *
 * Returns: whether the time to the goal can be told
 */
gboolean
sonde_run_history_estimate (SondeRunHistory *self,
                            double          *earliest,
                            double          *latest)
{
  SondeEstimate result;

  g_return_val_if_fail (SONDE_IS_RUN_HISTORY (self), FALSE);

  result = estimate (self);
  *earliest = result.earliest;
  *latest = result.latest;
  return result.kind == SONDE_ESTIMATE_RANGE && result.latest <= LONGEST;
}

/**
 * sonde_run_history_not_converging:
 *
 * Returns: whether the goal will never be reached if it goes on like this
 */
gboolean
sonde_run_history_not_converging (SondeRunHistory *self)
{
  g_return_val_if_fail (SONDE_IS_RUN_HISTORY (self), FALSE);

  return estimate (self).kind == SONDE_ESTIMATE_NOT_CONVERGING;
}
