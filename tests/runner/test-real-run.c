/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The runner with the real parts: learner of one variable, formula, executors. */

#include "config.h"

#include <math.h>

#include "executor/sonde-sequential-executor.h"
#include "executor/sonde-thread-executor.h"
#include "function/sonde-formula.h"
#include "learner/sonde-learner-1d.h"
#include "runner-doubles.h"

#define PEAK "x + 0.01^2/(0.01^2 + (x-0.123)^2)"

static SondeLearner *
new_learner (SondeDomain *domain)
{
  g_autoptr (GError) error = NULL;
  SondeLearner *learner = sonde_learner_1d_new (domain, NULL, NULL, &error);

  g_assert_no_error (error);
  return learner;
}

static SondeFunction *
new_function (const char  *expression,
              SondeDomain *domain)
{
  g_autoptr (GError) error = NULL;
  SondeFunction *function = sonde_formula_new (expression, domain, NULL, NULL, &error);

  g_assert_no_error (error);
  return function;
}

static SondeRunner *
new_runner (const char    *expression,
            SondeExecutor *executor,
            const char    *json)
{
  g_autoptr (SondeDomain) domain = sonde_domain_new_interval ("x", -1, 1);
  g_autoptr (SondeLearner) learner = new_learner (domain);
  g_autoptr (SondeFunction) function = new_function (expression, domain);
  g_autoptr (SondeGoal) goal = test_goal (json);

  return sonde_runner_new (learner, function, executor, goal);
}

static const SondePoints *
points_of (SondeRunner *runner)
{
  return sonde_learner_get_points (sonde_runner_get_learner (runner));
}

/* What a loop of ask, evaluate and tell does, without any runner. */
static void
run_plainly (SondeLearner  *learner,
             SondeFunction *function,
             double         goal)
{
  double x, improvement;

  while (!(sonde_learner_get_loss (learner, TRUE) <= goal))
    {
      g_autoptr (SondeBatch) batch = NULL;

      g_assert_cmpuint (sonde_learner_ask (learner, 1, TRUE, &x, &improvement), ==, 1);
      batch = sonde_batch_new (1, 1, &x);
      sonde_function_evaluate (function, batch, NULL);
      g_assert_true (sonde_learner_tell (learner, &x, batch->y, batch->vdim, NAN, NULL));
    }
}

static void
test_sequential (void)
{
  g_autoptr (SondeDomain) domain = sonde_domain_new_interval ("x", -1, 1);
  g_autoptr (SondeLearner) plain = new_learner (domain);
  g_autoptr (SondeFunction) function = new_function (PEAK, domain);
  SondeExecutor *executor = sonde_sequential_executor_new ();
  SondeRunner *runner = new_runner (PEAK, executor, "{\"loss\": 0.001}");
  const SondePoints *expected = sonde_learner_get_points (plain);
  const SondePoints *points = points_of (runner);

  run_plainly (plain, function, 0.001);
  g_assert_true (sonde_runner_block_until_done (runner, NULL));
  g_assert_cmpuint (points->n, >, 500);
  g_assert_cmpmem (points->x, points->n * sizeof (double), expected->x, expected->n * sizeof (double));
  g_assert_cmpmem (points->y, points->n * sizeof (double), expected->y, expected->n * sizeof (double));
  g_assert_finalize_object (runner);
  g_assert_finalize_object (executor);
}

/* As many points as wanted, all different, all right, whatever the number of threads and however they race. */
static void
check_threads (guint n_threads,
               guint ntasks)
{
  SondeExecutor *executor = sonde_thread_executor_new (n_threads);
  SondeRunner *runner = new_runner (PEAK, executor, "{\"npoints\": 3000}");
  g_autoptr (GHashTable) seen = g_hash_table_new (g_double_hash, g_double_equal);
  const SondePoints *points = points_of (runner);

  sonde_runner_set_ntasks (runner, ntasks);
  g_assert_true (sonde_runner_block_until_done (runner, NULL));
  g_assert_cmpuint (points->n, ==, 3000);
  for (guint i = 0; i < points->n; i++)
    {
      double x = points->x[i];

      g_assert_true (g_hash_table_add (seen, &points->x[i]));
      g_assert_cmpfloat_with_epsilon (points->y[i], x + 1e-4 / (1e-4 + (x - 0.123) * (x - 0.123)), 1e-9);
    }
  g_assert_cmpuint (sonde_learner_get_n_pending (sonde_runner_get_learner (runner)), ==, 0);
  g_assert_finalize_object (runner);
  sonde_executor_shutdown (executor);
  g_assert_finalize_object (executor);
}

static void
test_threads (void)
{
  check_threads (1, 0);
  check_threads (2, 0);
  check_threads (3, 1);
  check_threads (4, 64);
}

/* Cancelled at any moment, then continued: nothing is lost or told twice, and it ends at its goal. */
/* Batches that are under way when the goal is reached are awaited before the run ends: they can raise the loss again. */
static void
test_goal_holds_at_the_end (void)
{
  for (guint i = 0; i < 10; i++)
    {
      SondeExecutor *executor = sonde_thread_executor_new (2);
      SondeRunner *runner = new_runner ("sin(40*(x+1.5)^2), cos(60*x)*exp(-x)", executor, "{\"loss\": 0.01}");

      g_assert_true (sonde_runner_block_until_done (runner, NULL));
      g_assert_cmpfloat (sonde_learner_get_loss (sonde_runner_get_learner (runner), TRUE), <=, 0.01);
      g_assert_finalize_object (runner);
      g_assert_finalize_object (executor);
    }
}

static void
test_cancel_and_continue (void)
{
  SondeExecutor *executor = sonde_thread_executor_new (2);
  SondeRunner *runner = new_runner (PEAK, executor, "{\"npoints\": 4000}");
  g_autoptr (GHashTable) seen = g_hash_table_new (g_double_hash, g_double_equal);
  const SondePoints *points = points_of (runner);

  for (guint i = 0; sonde_runner_get_status (runner) != SONDE_STATUS_FINISHED; i++)
    {
      guint before = points->n;

      sonde_runner_start (runner);
      while (points->n < before + 10 * (i % 40) && sonde_runner_get_status (runner) == SONDE_STATUS_RUNNING)
        g_main_context_iteration (NULL, TRUE);
      sonde_runner_cancel (runner);
      if (i % 3 == 0)
        sonde_runner_block_until_done (runner, NULL);
    }
  sonde_runner_block_until_done (runner, NULL);
  g_assert_cmpuint (points->n, >=, 4000);
  for (guint i = 0; i < points->n; i++)
    g_assert_true (g_hash_table_add (seen, &points->x[i]));
  g_assert_cmpuint (g_list_model_get_n_items (sonde_runner_get_failures (runner)), ==, 0);
  g_assert_finalize_object (runner);
  sonde_executor_shutdown (executor);
  g_assert_finalize_object (executor);
}

/* A function that is NaN on half of the domain still ends at its goal. */
static void
test_nan (void)
{
  SondeExecutor *executor = sonde_sequential_executor_new ();
  SondeRunner *runner = new_runner ("sqrt(x)", executor, "{\"loss\": 0.02}");

  g_assert_true (sonde_runner_block_until_done (runner, NULL));
  g_assert_cmpfloat (sonde_learner_get_loss (sonde_runner_get_learner (runner), TRUE), <=, 0.02);
  g_assert_finalize_object (runner);
  g_assert_finalize_object (executor);
}

static void
test_error_goal (void)
{
  SondeExecutor *executor = sonde_sequential_executor_new ();
  SondeRunner *runner = new_runner ("exp(2*x)", executor, "{\"error\": 0.001}");

  g_assert_true (sonde_runner_block_until_done (runner, NULL));
  g_assert_cmpfloat (sonde_learner_get_error_estimate (sonde_runner_get_learner (runner)), <=, 0.001);
  g_assert_cmpuint (points_of (runner)->n, >, 10);
  g_assert_cmpfloat (sonde_runner_get_progress (runner), ==, 1);
  g_assert_finalize_object (runner);
  g_assert_finalize_object (executor);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/runner/real/sequential", test_sequential);
  g_test_add_func ("/runner/real/threads", test_threads);
  g_test_add_func ("/runner/real/goal-holds-at-the-end", test_goal_holds_at_the_end);
  g_test_add_func ("/runner/real/cancel-and-continue", test_cancel_and_continue);
  g_test_add_func ("/runner/real/nan", test_nan);
  g_test_add_func ("/runner/real/error-goal", test_error_goal);

  return g_test_run ();
}
