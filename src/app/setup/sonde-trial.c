/* SPDX-License-Identifier: GPL-3.0-or-later */

/* An evaluation in a thread that has begun cannot be broken off: what is stopped is forgotten. Processes are ended. Each attempt has an executor of its own, so
 * one that never ends holds up nothing else, and its answer, should it come, finds that another attempt counts. */

#include "config.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "app/setup/sonde-trial.h"
#include "app/sonde-format.h"
#include "base/sonde-points.h"
#include "executor/sonde-worker.h"

#define PATIENCE 3000
#define SHOWN_COMPONENTS 3

struct _SondeTrial
{
  GObject       parent_instance;
  GCancellable *cancellable;     /* of the attempt that counts, while it is busy */
  SondeExecutor *executor;       /* of the same */
  SondeBatch   *batch;           /* what came of it */
  GError       *error;           /* the executor itself broke down */
  char         *message;
  char         *trace;
  guint         patience;
  guint         timeout;
  gboolean      takes_long;
};

typedef struct
{
  SondeTrial   *trial;
  GCancellable *cancellable;
} Attempt;

G_DEFINE_FINAL_TYPE (SondeTrial, sonde_trial, G_TYPE_OBJECT)

enum { SIGNAL_CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

static void
end_processes (SondeExecutor *executor)
{
  GListModel *workers = sonde_executor_get_workers (executor);
  guint n = workers != NULL ? g_list_model_get_n_items (workers) : 0;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SondeWorker) worker = g_list_model_get_item (workers, i);

      if (sonde_worker_get_state (worker) == SONDE_WORKER_STATE_BUSY)
        sonde_worker_restart (worker);
    }
}

static void
forget (SondeTrial *self)
{
  if (self->cancellable != NULL)
    {
      g_cancellable_cancel (self->cancellable);
      end_processes (self->executor);
    }
  g_clear_object (&self->cancellable);
  g_clear_object (&self->executor);
  g_clear_handle_id (&self->timeout, g_source_remove);
  g_clear_pointer (&self->batch, sonde_batch_free);
  g_clear_error (&self->error);
  g_clear_pointer (&self->message, g_free);
  g_clear_pointer (&self->trace, g_free);
  self->takes_long = FALSE;
}

static void
sonde_trial_finalize (GObject *object)
{
  forget (SONDE_TRIAL (object));
  G_OBJECT_CLASS (sonde_trial_parent_class)->finalize (object);
}

static void
sonde_trial_class_init (SondeTrialClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sonde_trial_finalize;
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 0);
}

static void
sonde_trial_init (SondeTrial *self)
{
  self->patience = PATIENCE;
}

SondeTrial *
sonde_trial_new (void)
{
  return g_object_new (SONDE_TYPE_TRIAL, NULL);
}

/* A message may go on after an empty line with a traceback. */
static void
split_message (SondeTrial *self,
               const char *whole)
{
  const char *gap = strstr (whole, "\n\n");

  self->message = gap != NULL ? g_strndup (whole, gap - whole) : g_strdup (whole);
  self->trace = gap != NULL ? g_strchomp (g_strdup (gap + 2)) : NULL;
}

static void
take_result (SondeTrial *self,
             SondeBatch *batch,
             GError     *error)
{
  const GError *fault = batch != NULL ? sonde_batch_get_error (batch, 0) : error;

  g_clear_object (&self->cancellable);
  forget (self);
  self->batch = batch;
  self->error = error;
  if (fault != NULL)
    split_message (self, fault->message);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
take_attempt (Attempt    *attempt,
              SondeBatch *batch,
              GError     *error)
{
  SondeTrial *self = attempt->trial;
  gboolean counts = self->cancellable == attempt->cancellable;

  if (counts)
    take_result (self, batch, error);
  else
    {
      g_clear_pointer (&batch, sonde_batch_free);
      g_clear_error (&error);
    }
  g_object_unref (attempt->cancellable);
  g_object_unref (self);
  g_free (attempt);
}

static void
on_evaluated (GObject      *source,
              GAsyncResult *result,
              gpointer      data)
{
  GError *error = NULL;
  SondeBatch *batch = sonde_executor_evaluate_finish (SONDE_EXECUTOR (source), result, &error);

  sonde_executor_shutdown (SONDE_EXECUTOR (source));
  take_attempt (data, batch, error);
}

/* A program ends at once when it is stopped. */
static void
on_program_ended (GObject      *source,
                  GAsyncResult *result,
                  gpointer      data)
{
  take_attempt (data, sonde_function_evaluate_finish (SONDE_FUNCTION (source), result), NULL);
}

static gboolean
on_patience_over (gpointer data)
{
  SondeTrial *self = data;

  self->timeout = 0;
  self->takes_long = TRUE;
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
  return G_SOURCE_REMOVE;
}

/**
 * sonde_trial_start:
 * @function: what to evaluate
 * @executor: a new one, shut down when the answer has come
 * @x: the point, as many numbers as the function has variables
 *
 * Evaluates in the executor's threads; what was tried before is forgotten.
 */
void
sonde_trial_start (SondeTrial    *self,
                   SondeFunction *function,
                   SondeExecutor *executor,
                   const double  *x)
{
  Attempt *attempt;

  g_return_if_fail (SONDE_IS_TRIAL (self));
  g_return_if_fail (SONDE_IS_FUNCTION (function) && SONDE_IS_EXECUTOR (executor));
  g_return_if_fail (x != NULL);

  forget (self);
  self->cancellable = g_cancellable_new ();
  self->timeout = g_timeout_add (self->patience, on_patience_over, self);
  attempt = g_new (Attempt, 1);
  attempt->trial = g_object_ref (self);
  attempt->cancellable = g_object_ref (self->cancellable);
  self->executor = g_object_ref (executor);
  if (sonde_function_get_place (function) == SONDE_FUNCTION_ASYNC)
    sonde_function_evaluate_async (function, sonde_batch_new (1, sonde_function_get_ndim (function), x), NULL, self->cancellable,
                                   on_program_ended, attempt);
  else
    sonde_executor_evaluate_async (executor, function, sonde_batch_new (1, sonde_function_get_ndim (function), x),
                                   self->cancellable, on_evaluated, attempt);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/**
 * sonde_trial_stop:
 *
 * Waits for no answer any more and forgets the one there is.
 */
void
sonde_trial_stop (SondeTrial *self)
{
  g_return_if_fail (SONDE_IS_TRIAL (self));

  if (sonde_trial_get_state (self) == SONDE_TRIAL_NONE)
    return;
  forget (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* after how long an evaluation takes long; counts from the next start */
void
sonde_trial_set_patience (SondeTrial *self,
                          guint       milliseconds)
{
  g_return_if_fail (SONDE_IS_TRIAL (self));

  self->patience = milliseconds;
}

SondeTrialState
sonde_trial_get_state (SondeTrial *self)
{
  g_return_val_if_fail (SONDE_IS_TRIAL (self), SONDE_TRIAL_NONE);

  if (self->cancellable != NULL)
    return SONDE_TRIAL_BUSY;
  if (self->message != NULL)
    return SONDE_TRIAL_ERROR;
  return self->batch != NULL ? SONDE_TRIAL_VALUE : SONDE_TRIAL_NONE;
}

gboolean
sonde_trial_takes_long (SondeTrial *self)
{
  g_return_val_if_fail (SONDE_IS_TRIAL (self), FALSE);

  return self->takes_long;
}

/* how long the evaluation took; NaN when that is not known */
double
sonde_trial_get_seconds (SondeTrial *self)
{
  g_return_val_if_fail (SONDE_IS_TRIAL (self), NAN);

  return self->batch != NULL ? self->batch->seconds[0] : NAN;
}

/* Returns: (nullable): why it failed */
const char *
sonde_trial_get_message (SondeTrial *self)
{
  g_return_val_if_fail (SONDE_IS_TRIAL (self), NULL);

  return self->message;
}

/* Returns: (nullable): where it failed */
const char *
sonde_trial_get_trace (SondeTrial *self)
{
  g_return_val_if_fail (SONDE_IS_TRIAL (self), NULL);

  return self->trace;
}

/* Returns: (nullable): what the function printed */
const char *
sonde_trial_get_output (SondeTrial *self)
{
  g_return_val_if_fail (SONDE_IS_TRIAL (self), NULL);

  return self->batch != NULL ? sonde_batch_get_output (self->batch, 0) : NULL;
}

static char *
format_numbers (const double *values,
                guint         n)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < MIN (n, SHOWN_COMPONENTS); i++)
    {
      g_autofree char *number = sonde_format_number (values[i], 4);

      g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", number);
    }
  if (n > SHOWN_COMPONENTS)
    g_string_append (text, ", …");
  return n == 1 ? g_strdup (text->str) : g_strdup_printf ("(%s)", text->str);
}

static char *
format_seconds (double seconds)
{
  if (seconds < 0.5e-6)
    return g_strdup (_("under 1 µs"));
  if (seconds < 0.9995e-3)
    return g_strdup_printf (_("%.0f µs"), seconds * 1e6);
  return sonde_format_span (seconds);
}

/**
 * sonde_trial_describe:
 *
 * Returns: (transfer full) (nullable): point, value and time, "0.12 → 1.12 · 84 ms"; %NULL when there is no value
 */
char *
sonde_trial_describe (SondeTrial *self)
{
  g_autofree char *x = NULL;
  g_autofree char *y = NULL;
  g_autofree char *time = NULL;

  g_return_val_if_fail (SONDE_IS_TRIAL (self), NULL);

  if (sonde_trial_get_state (self) != SONDE_TRIAL_VALUE)
    return NULL;
  x = format_numbers (self->batch->x, self->batch->ndim);
  y = format_numbers (self->batch->y, SONDE_STRIDE (self->batch->vdim));
  time = format_seconds (self->batch->seconds[0]);
  return g_strdup_printf ("%s → %s · %s", x, y, time);
}

/* Seconds for @n points: bound by the evaluations, or by how many may begin in a second. */
static double
time_of_points (SondeStudy *study,
                double      seconds,
                guint       capacity,
                double      n)
{
  guint ntasks = sonde_study_get_ntasks (study);
  guint parallel = MAX (1, ntasks == 0 ? capacity : MIN (ntasks, capacity));
  double rate = sonde_study_get_max_rate (study);

  return MAX (n * seconds / MIN ((double) parallel, n), rate > 0 ? n / rate : 0);
}

/**
 * sonde_trial_estimate:
 * @study: what would run
 * @seconds: how long a point takes
 * @capacity: how many evaluations the study's executor does at once
 *
 * A goal that a number of points surely reaches tells how long a run takes, or takes at most where something else can end it
 * before. How many points a loss needs is known only after the first points of a run: then the time of 1000 points is given.
 *
 * Returns: (transfer full): "whole run about 3 min"
 */
char *
sonde_trial_estimate (SondeStudy *study,
                      double      seconds,
                      guint       capacity)
{
  SondeGoal *goal;
  double n, time;
  gboolean is_known;
  g_autofree char *span = NULL;

  g_return_val_if_fail (SONDE_IS_STUDY (study), NULL);

  goal = sonde_study_get_goal (study);
  n = sonde_goal_get_npoints (goal);
  is_known = isfinite (n);
  time = time_of_points (study, seconds, capacity, is_known ? n : 1000);
  /* a quick function is outweighed by all that is done around it */
  span = sonde_format_span (time);
  if (!is_known)
    return time < 1 ? g_strdup (_("1000 points under 1 s")) : g_strdup_printf (_("1000 points about %s"), span);
  if (time < 1)
    return g_strdup (_("whole run under 1 s"));
  if (sonde_goal_get_needs (goal) != SONDE_GOAL_NEEDS_NOTHING)
    return g_strdup_printf (_("whole run at most about %s"), span);
  return g_strdup_printf (_("whole run about %s"), span);
}
