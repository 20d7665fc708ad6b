/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>
#include <string.h>

#include "app/monitor/sonde-run-history.h"

#define MOST_MOMENTS 256
#define N_RATES 30
#define BEAT 250      /* ms between two looks while it runs */
#define RATE_BEATS 4  /* looks that make one bar */

struct _SondeRunHistory
{
  GObject      parent_instance;
  SondeRun    *run;
  SondeRunner *runner;
  GArray      *moments;
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

/* Every other of the older moments goes, so that the whole run stays in view at the same cost. */
static void
thin_out (SondeRunHistory *self)
{
  guint kept = 0;

  for (guint i = 0; i < self->moments->len; i += 2)
    g_array_index (self->moments, SondeMoment, kept++) = g_array_index (self->moments, SondeMoment, i);
  g_array_set_size (self->moments, kept);
}

static void
look (SondeRunHistory *self)
{
  SondeLearner *learner = sonde_run_get_learner (self->run);
  SondeMoment now = {
    .npoints = sonde_learner_get_npoints (learner),
    .loss = sonde_learner_get_latest_loss (learner),
    .elapsed = sonde_run_get_elapsed (self->run),
  };
  guint n = self->moments->len;

  if (n > 0 && g_array_index (self->moments, SondeMoment, n - 1).npoints >= now.npoints)
    return;
  if (n >= MOST_MOMENTS)
    thin_out (self);
  g_array_append_val (self->moments, now);
}

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

  look (self);
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
      look (self);
      self->beat_source = g_timeout_add (BEAT, on_beat, self);
    }
  else if (!running && self->beat_source != 0)
    {
      g_clear_handle_id (&self->beat_source, g_source_remove);
      push_rate (self, sonde_learner_get_npoints (sonde_run_get_learner (self->run)), sonde_run_get_elapsed (self->run));
    }
  if (!running)
    look (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* The first moments of a fast run are over before the first beat: the spark needs them. */
static void
on_runner_changed (SondeRunHistory *self)
{
  gboolean running = sonde_runner_get_status (self->runner) == SONDE_STATUS_RUNNING;

  if (self->moments->len < 16 || !running)
    look (self);
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
  g_array_set_size (self->moments, 0);
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
sonde_run_history_finalize (GObject *object)
{
  g_array_unref (SONDE_RUN_HISTORY (object)->moments);
  G_OBJECT_CLASS (sonde_run_history_parent_class)->finalize (object);
}

static void
sonde_run_history_class_init (SondeRunHistoryClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sonde_run_history_dispose;
  G_OBJECT_CLASS (klass)->finalize = sonde_run_history_finalize;
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 0);
}

static void
sonde_run_history_init (SondeRunHistory *self)
{
  self->moments = g_array_new (FALSE, FALSE, sizeof (SondeMoment));
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
  look (self);
  return self;
}

SondeRun *
sonde_run_history_get_run (SondeRunHistory *self)
{
  g_return_val_if_fail (SONDE_IS_RUN_HISTORY (self), NULL);

  return self->run;
}

/**
 * sonde_run_history_get_moments:
 *
 * Returns: (array length=n) (transfer none): what was seen, in order
 */
const SondeMoment *
sonde_run_history_get_moments (SondeRunHistory *self,
                               guint           *n)
{
  g_return_val_if_fail (SONDE_IS_RUN_HISTORY (self), NULL);

  *n = self->moments->len;
  return (const SondeMoment *) (void *) self->moments->data;
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
  g_autoptr (JsonNode) goal = NULL;

  g_return_val_if_fail (SONDE_IS_RUN_HISTORY (self), FALSE);

  goal = sonde_goal_to_spec (sonde_runner_get_goal (self->runner));
  return sonde_estimate_time_to_goal ((const SondeMoment *) (void *) self->moments->data, self->moments->len, goal, earliest,
                                      latest);
}

/**
 * sonde_run_history_not_converging:
 *
 * Returns: whether the loss has not fallen at all while the number of points doubled
 */
gboolean
sonde_run_history_not_converging (SondeRunHistory *self)
{
  const SondeMoment *moments = (const SondeMoment *) (void *) self->moments->data;
  guint n = self->moments->len;
  guint i = n;

  g_return_val_if_fail (SONDE_IS_RUN_HISTORY (self), FALSE);

  if (n < 16 || !(sonde_goal_get_loss (sonde_runner_get_goal (self->runner)) > 0))
    return FALSE;
  while (i > 0 && moments[i - 1].npoints > moments[n - 1].npoints / 2)
    i--;
  return i > 0 && moments[n - 1].npoints >= 200 && moments[n - 1].loss >= moments[i - 1].loss;
}
