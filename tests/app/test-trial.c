/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>
#include <pthread.h>

#include "app/setup/sonde-trial.h"
#include "executor/sonde-thread-executor.h"
#include "function/sonde-function-private.h"

/* -- A function whose evaluation ends when the test opens its gate; it doubles, takes 84 ms and fails below 0. */

#define TEST_TYPE_GATE (test_gate_get_type ())
G_DECLARE_FINAL_TYPE (TestGate, test_gate, TEST, GATE, SondeFunction)

struct _TestGate
{
  SondeFunction   parent_instance;
  pthread_mutex_t mutex;
  pthread_cond_t  cond;
  gboolean        open;
  guint           n_begun;
};

G_DEFINE_FINAL_TYPE (TestGate, test_gate, SONDE_TYPE_FUNCTION)

static void
test_gate_evaluate (SondeFunction *function,
                    SondeBatch    *batch,
                    GCancellable  *cancellable)
{
  TestGate *self = TEST_GATE (function);
  double y = 2 * batch->x[0];

  pthread_mutex_lock (&self->mutex);
  self->n_begun++;
  pthread_cond_broadcast (&self->cond);
  while (!self->open)
    pthread_cond_wait (&self->cond, &self->mutex);
  pthread_mutex_unlock (&self->mutex);
  if (batch->x[0] >= 0)
    sonde_batch_set_value (batch, 0, &y, SONDE_SCALAR, 0.084);
  else
    sonde_batch_take_error (batch, 0, g_error_new_literal (SONDE_FUNCTION_ERROR, SONDE_FUNCTION_ERROR_FAILED,
                                                           "No root of −1.\n\nline 1\nline 2\n"), 0.001);
}

static void
test_gate_class_init (TestGateClass *klass)
{
  SONDE_FUNCTION_CLASS (klass)->evaluate = test_gate_evaluate;
}

static void
test_gate_init (TestGate *self)
{
  pthread_mutex_init (&self->mutex, NULL);
  pthread_cond_init (&self->cond, NULL);
  _sonde_function_set_ndim (SONDE_FUNCTION (self), 1);
}

static void
test_gate_open (TestGate *self)
{
  pthread_mutex_lock (&self->mutex);
  self->open = TRUE;
  pthread_cond_broadcast (&self->cond);
  pthread_mutex_unlock (&self->mutex);
}

static void
test_gate_wait_begun (TestGate *self)
{
  pthread_mutex_lock (&self->mutex);
  while (self->n_begun == 0)
    pthread_cond_wait (&self->cond, &self->mutex);
  pthread_mutex_unlock (&self->mutex);
}

/* -- */

static void
start (SondeTrial *trial,
       TestGate   *gate,
       double      x)
{
  g_autoptr (SondeExecutor) executor = sonde_thread_executor_new (1);

  sonde_trial_start (trial, SONDE_FUNCTION (gate), executor, &x);
  g_assert_cmpint (sonde_trial_get_state (trial), ==, SONDE_TRIAL_BUSY);
}

static void
wait_while (SondeTrial      *trial,
            SondeTrialState  state)
{
  while (sonde_trial_get_state (trial) == state)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_value (void)
{
  SondeTrial *trial = sonde_trial_new ();
  TestGate *gate = g_object_new (TEST_TYPE_GATE, NULL);
  g_autofree char *text = NULL;

  g_assert_null (sonde_trial_describe (trial));
  start (trial, gate, 0.12);
  g_assert_null (sonde_trial_describe (trial));
  test_gate_open (gate);
  wait_while (trial, SONDE_TRIAL_BUSY);
  g_assert_cmpint (sonde_trial_get_state (trial), ==, SONDE_TRIAL_VALUE);
  text = sonde_trial_describe (trial);
  g_assert_cmpstr (text, ==, "0.12 → 0.24 · 84 ms");
  g_assert_cmpfloat (sonde_trial_get_seconds (trial), ==, 0.084);
  g_assert_finalize_object (trial);
  g_object_unref (gate);
}

static void
test_error (void)
{
  SondeTrial *trial = sonde_trial_new ();
  TestGate *gate = g_object_new (TEST_TYPE_GATE, NULL);

  test_gate_open (gate);
  start (trial, gate, -1);
  wait_while (trial, SONDE_TRIAL_BUSY);
  g_assert_cmpint (sonde_trial_get_state (trial), ==, SONDE_TRIAL_ERROR);
  g_assert_cmpstr (sonde_trial_get_message (trial), ==, "No root of −1.");
  g_assert_cmpstr (sonde_trial_get_trace (trial), ==, "line 1\nline 2");
  g_assert_null (sonde_trial_describe (trial));
  sonde_trial_stop (trial);
  g_assert_null (sonde_trial_get_message (trial));
  g_assert_finalize_object (trial);
  g_object_unref (gate);
}

static void
count (guint *n)
{
  (*n)++;
}

/* What was stopped and ends later is no answer to what is tried then. */
static void
test_stopped (void)
{
  SondeTrial *trial = sonde_trial_new ();
  TestGate *slow = g_object_new (TEST_TYPE_GATE, NULL);
  TestGate *quick = g_object_new (TEST_TYPE_GATE, NULL);
  g_autofree char *text = NULL;
  guint n_changed = 0;

  g_object_add_weak_pointer (G_OBJECT (slow), (gpointer *) &slow);
  sonde_trial_set_patience (trial, 1);
  start (trial, slow, 5);
  while (!sonde_trial_takes_long (trial))
    g_main_context_iteration (NULL, TRUE);
  test_gate_wait_begun (slow);
  sonde_trial_stop (trial);
  g_assert_cmpint (sonde_trial_get_state (trial), ==, SONDE_TRIAL_NONE);
  g_assert_false (sonde_trial_takes_long (trial));

  sonde_trial_set_patience (trial, 1000000);
  test_gate_open (quick);
  start (trial, quick, 1);
  wait_while (trial, SONDE_TRIAL_BUSY);
  text = sonde_trial_describe (trial);
  g_assert_cmpstr (text, ==, "1 → 2 · 84 ms");

  g_signal_connect_swapped (trial, "changed", G_CALLBACK (count), &n_changed);
  test_gate_open (slow);
  g_object_unref (slow);
  while (slow != NULL)      /* until its executor has let go of it */
    g_main_context_iteration (NULL, TRUE);
  g_clear_pointer (&text, g_free);
  text = sonde_trial_describe (trial);
  g_assert_cmpstr (text, ==, "1 → 2 · 84 ms");
  g_assert_cmpuint (n_changed, ==, 0);
  g_signal_handlers_disconnect_by_data (trial, &n_changed);
  g_object_unref (quick);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (trial);
}

static SondeStudy *
new_study (const char *goal,
           const char *execution)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = g_strdup_printf ("{\"sonde\": 1, \"function\": {\"kind\": \"formula\", \"expression\": \"x\"},"
                                           "\"domain\": [{\"name\": \"x\", \"min\": 0, \"max\": 1}],"
                                           "\"learner\": {\"kind\": \"1d\"}, \"goal\": %s, \"execution\": %s}", goal, execution);
  SondeStudy *study = sonde_study_parse (text, &error);

  g_assert_no_error (error);
  return study;
}

static void
test_estimate (void)
{
  static const struct { const char *goal; const char *execution; double seconds; guint capacity; const char *text; } cases[] = {
    { "{\"npoints\": 1000}", "{\"ntasks\": 4}", 0.72, 8, "whole run about 3 min" },
    /* tasks beyond what the executor can do at once wait */
    { "{\"npoints\": 1000}", "{\"ntasks\": 4}", 0.72, 2, "whole run about 6 min" },
    { "{\"npoints\": 1000}", "{}", 0.72, 8, "whole run about 1 min 30 s" },
    /* a single point is not divided */
    { "{\"npoints\": 1}", "{\"ntasks\": 4}", 60, 8, "whole run about 1 min" },
    { "{\"npoints\": 1000}", "{\"max_rate\": 5}", 1e-6, 8, "whole run about 3 min 20 s" },
    { "{\"npoints\": 1000}", "{}", 1e-6, 8, "whole run under 1 s" },
    { "{\"any\": [{\"loss\": 0.01}, {\"npoints\": 1000}]}", "{\"ntasks\": 4}", 0.72, 8, "whole run at most about 3 min" },
    { "{\"loss\": 0.01}", "{\"ntasks\": 4}", 0.72, 8, "1000 points about 3 min" },
    { "{\"all\": [{\"loss\": 0.01}, {\"npoints\": 1000}]}", "{\"ntasks\": 4}", 0.72, 8, "1000 points about 3 min" },
    { "null", "{}", 1e-6, 8, "1000 points under 1 s" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (SondeStudy) study = new_study (cases[i].goal, cases[i].execution);
      g_autofree char *text = sonde_trial_estimate (study, cases[i].seconds, cases[i].capacity);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/trial/value", test_value);
  g_test_add_func ("/trial/error", test_error);
  g_test_add_func ("/trial/stopped", test_stopped);
  g_test_add_func ("/trial/estimate", test_estimate);
  return g_test_run ();
}
