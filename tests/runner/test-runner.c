/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The contract of the loop: what is asked, submitted and told, in which order, and when it ends. */

#include "config.h"

#include <math.h>

#include "runner-doubles.h"

static void
assert_events (Bench      *bench,
               const char *expected)
{
  g_assert_cmpstr (bench->events->str, ==, expected);
  g_string_truncate (bench->events, 0);
}

static void
assert_calls (Bench      *bench,
              const char *expected)
{
  g_assert_cmpstr (bench->learner->calls->str, ==, expected);
  g_string_truncate (bench->learner->calls, 0);
}

static guint
npoints (Bench *bench)
{
  return sonde_learner_get_npoints (SONDE_LEARNER ((gpointer) bench->learner));
}

static void
test_initial (void)
{
  Bench bench;

  bench_init (&bench, 10, 3, "{\"npoints\": 5}");
  g_assert_cmpint (sonde_runner_get_status (bench.runner), ==, SONDE_STATUS_IDLE);
  g_assert_null (sonde_runner_get_reason (bench.runner));
  g_assert_null (sonde_runner_get_error (bench.runner));
  g_assert_cmpfloat (sonde_runner_get_elapsed_time (bench.runner), ==, 0);
  g_assert_cmpfloat (sonde_runner_get_overhead (bench.runner), ==, 0);
  g_assert_cmpuint (sonde_runner_get_n_tasks_now (bench.runner), ==, 3);
  g_assert_false (sonde_runner_get_draining (bench.runner));
  sonde_runner_cancel (bench.runner);
  sonde_runner_pause (bench.runner);
  sonde_runner_resume (bench.runner);
  bench_settle (&bench);
  g_assert_cmpint (sonde_runner_get_status (bench.runner), ==, SONDE_STATUS_IDLE);
  assert_events (&bench, "");
  bench_clear (&bench);
}

/* The reference's sequence: goal, ask 1, evaluate, tell, goal … */
static void
test_inline_sequence (void)
{
  Bench bench;

  bench_init (&bench, 10, 1, "{\"npoints\": 3}");
  bench.executor->inlines = TRUE;
  sonde_runner_set_log (bench.runner, TRUE);
  sonde_runner_start (bench.runner);
  assert_events (&bench, "s:running / ");
  bench_settle (&bench);
  assert_events (&bench, "a1 t0 a1 t1 a1 t2 s:finished / ");
  assert_calls (&bench, "a1 t0 a1 t1 a1 t2 r ");
  g_assert_cmpstr (sonde_runner_get_reason (bench.runner), ==, "Goal reached: 3 points");
  g_assert_cmpuint (bench.n_done, ==, 1);
  bench_clear (&bench);
}

static void
test_goal_before_first_point (void)
{
  Bench bench;

  bench_init (&bench, 10, 1, "{\"expression\": \"npoints >= 0\"}");
  bench.executor->inlines = TRUE;
  sonde_runner_start (bench.runner);
  bench_settle (&bench);
  assert_calls (&bench, "r ");
  assert_events (&bench, "s:running / s:finished / ");
  bench_clear (&bench);
}

/* One call of ask () for all free tasks; then one point for each that comes back. */
static void
test_parallel_sequence (void)
{
  Bench bench;
  g_autoptr (GArray) pending = NULL;
  g_autoptr (GArray) seconds = NULL;

  bench_init (&bench, 100, 4, "{\"npoints\": 50}");
  sonde_runner_start (bench.runner);
  bench_settle (&bench);
  assert_calls (&bench, "a4 ");
  g_assert_cmpuint (test_executor_get_n_tasks (bench.executor), ==, 4);
  g_assert_cmpuint (sonde_runner_get_n_running (bench.runner), ==, 4);

  test_clock_advance (bench.clock, 2);
  test_executor_complete (bench.executor, 2);
  test_executor_complete (bench.executor, 0);
  bench_settle (&bench);
  assert_calls (&bench, "t2 t0 a2 ");
  test_clock_advance (bench.clock, 1);
  pending = sonde_runner_get_pending_points (bench.runner, &seconds);
  g_assert_cmpuint (pending->len, ==, 4);
  for (guint i = 0; i < 4; i++)
    {
      const double expected[] = { 1, 3, 4, 5 };

      g_assert_cmpfloat (g_array_index (pending, double, i), ==, expected[i]);
      g_assert_cmpfloat (g_array_index (seconds, double, i), ==, i < 2 ? 3 : 1);
    }
  bench_clear (&bench);
}

/* Whatever the number of tasks and the order of results: never more than so many at once, and exactly the goal. */
static void
test_n_tasks (void)
{
  for (guint n = 1; n <= 64; n++)
    {
      Bench bench;
      g_autoptr (GRand) rand = g_rand_new_with_seed (n);

      bench_init (&bench, 1000, 1, "{\"npoints\": 150}");
      sonde_runner_set_ntasks (bench.runner, n);
      sonde_runner_start (bench.runner);
      bench_settle (&bench);
      while (sonde_runner_get_status (bench.runner) == SONDE_STATUS_RUNNING)
        {
          guint busy = test_executor_get_n_tasks (bench.executor);

          g_assert_cmpuint (busy, ==, MIN (n, 150 - npoints (&bench)));
          test_executor_complete (bench.executor, g_rand_int_range (rand, 0, busy));
          bench_settle (&bench);
        }
      g_assert_cmpuint (npoints (&bench), ==, 150);
      g_assert_cmpuint (bench.function->n_calls, ==, 150);
      g_assert_cmpuint (bench.n_done, ==, 1);
      bench_clear (&bench);
    }
}

static void
test_loss_goal (void)
{
  Bench bench;

  bench_init (&bench, 100, 2, "{\"loss\": 0.2}");
  sonde_runner_start (bench.runner);
  bench_settle (&bench);
  for (guint i = 0; i < 4; i++)
    bench_complete (&bench);
  g_assert_cmpint (sonde_runner_get_status (bench.runner), ==, SONDE_STATUS_RUNNING);
  g_assert_cmpfloat_with_epsilon (sonde_runner_get_progress (bench.runner), log (4) / log (5), 1e-12);
  bench_complete (&bench);
  g_assert_cmpint (sonde_runner_get_status (bench.runner), ==, SONDE_STATUS_FINISHED);
  g_assert_cmpstr (sonde_runner_get_reason (bench.runner), ==, "Goal reached: loss 0.2 ≤ 0.2");
  g_assert_cmpfloat (sonde_runner_get_progress (bench.runner), ==, 1);
  bench_clear (&bench);
}

static void
test_nan_loss (void)
{
  Bench bench;

  bench_init (&bench, 5, 1, "{\"loss\": 0.2}");
  bench.executor->inlines = TRUE;
  bench.learner->loss = NAN;
  sonde_runner_start (bench.runner);
  bench_settle (&bench);
  g_assert_cmpint (sonde_runner_get_status (bench.runner), ==, SONDE_STATUS_FAILED);
  g_assert_error (sonde_runner_get_error (bench.runner), SONDE_RUNNER_ERROR, SONDE_RUNNER_ERROR_STUCK);
  bench_clear (&bench);
}

static void
test_expression_goal (void)
{
  Bench bench;

  bench_init (&bench, 100, 1, "{\"expression\": \"npoints > 3 && loss < 0.2\"}");
  bench.executor->inlines = TRUE;
  sonde_runner_start (bench.runner);
  bench_settle (&bench);
  g_assert_cmpuint (npoints (&bench), ==, 6);
  bench_clear (&bench);
}

/* Time alone ends the run, while every task is busy and nothing else happens. What is under way is told when it comes. */
static void
check_time_goal (const char *goal,
                 const char *reason)
{
  Bench bench;

  bench_init (&bench, 100, 2, goal);
  bench.clock->real_offset = G_GINT64_CONSTANT (1900000000000000000);
  sonde_runner_start (bench.runner);
  bench_settle (&bench);
  test_clock_advance (bench.clock, 599);
  bench_complete (&bench);
  g_assert_cmpint (sonde_runner_get_status (bench.runner), ==, SONDE_STATUS_RUNNING);
  test_clock_advance (bench.clock, 2);
  bench_wait_for (&bench, SONDE_STATUS_FINISHED);
  g_assert_cmpstr (sonde_runner_get_reason (bench.runner), ==, reason);
  g_assert_true (sonde_runner_get_draining (bench.runner));
  g_assert_cmpuint (bench.n_done, ==, 0);
  bench_complete (&bench);
  bench_complete (&bench);
  g_assert_cmpuint (npoints (&bench), ==, 3);
  g_assert_false (sonde_runner_get_draining (bench.runner));
  g_assert_cmpuint (bench.n_done, ==, 1);
  g_assert_cmpfloat (sonde_runner_get_elapsed_time (bench.runner), ==, 601);
  bench_clear (&bench);
}

static void
test_time_goals (void)
{
  check_time_goal ("{\"duration\": 600}", "Goal reached: it ran for 10 min");
  check_time_goal ("{\"end_time\": \"2030-03-17T17:56:40Z\"}", "Goal reached: it is past 2030-03-17 17:56:40");
  check_time_goal ("{\"expression\": \"elapsed > 600\"}", "Goal reached: elapsed > 600");
  check_time_goal ("{\"any\": [{\"loss\": 1e-9}, {\"duration\": 600}]}", "Goal reached: it ran for 10 min");
}

/* Without a goal a learner that knows when it is done ends the run; the others go on until they are cancelled. */
static void
test_no_goal (void)
{
  Bench bench;

  bench_init (&bench, 7, 1, NULL);
  bench.executor->inlines = TRUE;
  bench.learner->done_at_limit = TRUE;
  sonde_runner_start (bench.runner);
  bench_settle (&bench);
  g_assert_cmpint (sonde_runner_get_status (bench.runner), ==, SONDE_STATUS_FINISHED);
  g_assert_cmpuint (npoints (&bench), ==, 7);
  g_assert_cmpfloat (sonde_runner_get_progress (bench.runner), ==, -1);
  bench_clear (&bench);
}

static void
test_late_results (void)
{
  Bench bench;

  bench_init (&bench, 100, 4, "{\"loss\": 0.5}");
  sonde_runner_set_log (bench.runner, TRUE);
  sonde_runner_start (bench.runner);
  bench_settle (&bench);
  bench_complete (&bench);
  bench_complete (&bench);
  g_assert_cmpint (sonde_runner_get_status (bench.runner), ==, SONDE_STATUS_FINISHED);
  assert_calls (&bench, "a4 t0 a1 t1 r ");
  g_assert_cmpuint (test_executor_get_n_tasks (bench.executor), ==, 3);
  while (test_executor_get_n_tasks (bench.executor) > 0)
    bench_complete (&bench);
  assert_calls (&bench, "t2 t3 t4 ");
  assert_events (&bench, "s:running / a4 / t0 a1 / t1 s:finished / t2 / t3 / t4 / ");
  g_assert_cmpuint (bench.n_done, ==, 1);
  bench_clear (&bench);
}

/* Results that came back together: the run ends with the one that reached the goal, the other is late. */
static void
test_goal_after_each_batch (void)
{
  Bench bench;

  bench_init (&bench, 100, 3, "{\"loss\": 0.5}");
  sonde_runner_start (bench.runner);
  bench_settle (&bench);
  for (guint i = 0; i < 3; i++)
    test_executor_complete (bench.executor, 0);
  bench_settle (&bench);
  assert_events (&bench, "s:running / t0 t1 s:finished t2 / ");
  g_assert_cmpstr (sonde_runner_get_reason (bench.runner), ==, "Goal reached: loss 0.5 ≤ 0.5");
  bench_clear (&bench);
}

static void
test_cancel (void)
{
  Bench bench;

  bench_init (&bench, 100, 3, "{\"npoints\": 50}");
  sonde_runner_start (bench.runner);
  bench_settle (&bench);
  sonde_runner_cancel (bench.runner);
  g_assert_cmpint (sonde_runner_get_status (bench.runner), ==, SONDE_STATUS_CANCELLED);
  g_assert_cmpstr (sonde_runner_get_reason (bench.runner), ==, "Cancelled");
  g_assert_true (sonde_runner_get_draining (bench.runner));
  assert_events (&bench, "s:running / s:cancelled / ");
  bench_complete (&bench);
  test_executor_cut_short (bench.executor, 0, 0);
  bench_settle (&bench);
  g_assert_cmpuint (bench.n_done, ==, 0);
  bench_complete (&bench);
  assert_events (&bench, "t0 / t2 / ");
  assert_calls (&bench, "a3 r t0 t2 ");
  g_assert_cmpuint (g_list_model_get_n_items (sonde_runner_get_failures (bench.runner)), ==, 0);
  g_assert_cmpuint (bench.n_done, ==, 1);
  sonde_runner_cancel (bench.runner);
  g_assert_cmpuint (bench.n_done, ==, 1);
  bench_clear (&bench);
}

static void
test_abandon (void)
{
  Bench bench;

  bench_init (&bench, 100, 3, NULL);
  sonde_runner_start (bench.runner);
  bench_settle (&bench);
  sonde_runner_abandon (bench.runner);
  g_assert_cmpint (sonde_runner_get_status (bench.runner), ==, SONDE_STATUS_CANCELLED);
  g_assert_false (sonde_runner_get_draining (bench.runner));
  g_assert_cmpuint (bench.n_done, ==, 1);
  bench_complete (&bench);
  g_assert_cmpuint (npoints (&bench), ==, 0);
  bench_clear (&bench);
}

static void
test_goal_change (void)
{
  g_autoptr (SondeGoal) nearer = test_goal ("{\"npoints\": 2}");
  g_autoptr (SondeGoal) farther = test_goal ("{\"npoints\": 20}");
  Bench bench;

  bench_init (&bench, 100, 2, "{\"npoints\": 5}");
  sonde_runner_start (bench.runner);
  bench_settle (&bench);
  bench_complete (&bench);
  bench_complete (&bench);
  bench_complete (&bench);
  sonde_runner_set_goal (bench.runner, farther);
  for (guint i = 0; i < 5; i++)
    bench_complete (&bench);
  g_assert_cmpint (sonde_runner_get_status (bench.runner), ==, SONDE_STATUS_RUNNING);
  g_assert_cmpuint (npoints (&bench), ==, 8);
  sonde_runner_set_goal (bench.runner, nearer);
  bench_settle (&bench);
  g_assert_cmpint (sonde_runner_get_status (bench.runner), ==, SONDE_STATUS_FINISHED);
  bench_clear (&bench);
}

/* Near the goal tasks fall idle; a farther goal must give them work though no result arrives. */
static void
test_goal_change_wakes (void)
{
  g_autoptr (SondeGoal) farther = test_goal ("{\"npoints\": 20}");
  Bench bench;

  bench_init (&bench, 100, 4, "{\"npoints\": 1}");
  sonde_runner_start (bench.runner);
  bench_settle (&bench);
  g_assert_cmpuint (test_executor_get_n_tasks (bench.executor), ==, 1);
  sonde_runner_set_goal (bench.runner, farther);
  bench_settle (&bench);
  g_assert_cmpuint (test_executor_get_n_tasks (bench.executor), ==, 4);
  bench_clear (&bench);
}

static void
test_pause (void)
{
  Bench bench;

  bench_init (&bench, 100, 2, "{\"npoints\": 50}");
  sonde_runner_start (bench.runner);
  bench_settle (&bench);
  test_clock_advance (bench.clock, 5);
  sonde_runner_pause (bench.runner);
  g_assert_cmpint (sonde_runner_get_status (bench.runner), ==, SONDE_STATUS_PAUSED);
  test_clock_advance (bench.clock, 100);
  bench_complete (&bench);
  g_assert_cmpuint (npoints (&bench), ==, 1);
  g_assert_cmpuint (test_executor_get_n_tasks (bench.executor), ==, 1);
  g_assert_cmpfloat (sonde_runner_get_elapsed_time (bench.runner), ==, 5);
  sonde_runner_resume (bench.runner);
  bench_settle (&bench);
  g_assert_cmpuint (test_executor_get_n_tasks (bench.executor), ==, 2);
  test_clock_advance (bench.clock, 2);
  g_assert_cmpfloat (sonde_runner_get_elapsed_time (bench.runner), ==, 7);
  assert_events (&bench, "s:running / s:paused / t0 / s:running / ");
  assert_calls (&bench, "a2 t0 a1 ");
  sonde_runner_pause (bench.runner);
  sonde_runner_cancel (bench.runner);
  g_assert_cmpint (sonde_runner_get_status (bench.runner), ==, SONDE_STATUS_CANCELLED);
  bench_clear (&bench);
}

static void
test_ntasks_change (void)
{
  Bench bench;

  bench_init (&bench, 100, 4, "{\"npoints\": 50}");
  sonde_runner_start (bench.runner);
  bench_settle (&bench);
  sonde_runner_set_ntasks (bench.runner, 2);
  bench_settle (&bench);
  g_assert_cmpuint (test_executor_get_n_tasks (bench.executor), ==, 4);
  bench_complete (&bench);
  bench_complete (&bench);
  g_assert_cmpuint (test_executor_get_n_tasks (bench.executor), ==, 2);
  bench_complete (&bench);
  g_assert_cmpuint (test_executor_get_n_tasks (bench.executor), ==, 2);
  sonde_runner_set_ntasks (bench.runner, 6);
  bench_settle (&bench);
  g_assert_cmpuint (test_executor_get_n_tasks (bench.executor), ==, 6);
  assert_calls (&bench, "a4 t0 t1 t2 a1 a4 ");
  bench_clear (&bench);
}

/* Workers that come later get work without anything else happening. */
static void
test_capacity_grows (void)
{
  Bench bench;

  bench_init (&bench, 100, 1, "{\"npoints\": 50}");
  sonde_runner_start (bench.runner);
  bench_settle (&bench);
  bench.executor->capacity = 3;
  while (test_executor_get_n_tasks (bench.executor) < 3)
    g_main_context_iteration (bench.context, TRUE);
  bench.executor->capacity = 0;
  while (test_executor_get_n_tasks (bench.executor) > 0)
    bench_complete (&bench);
  g_assert_cmpint (sonde_runner_get_status (bench.runner), ==, SONDE_STATUS_RUNNING);
  bench.executor->capacity = 1;
  while (test_executor_get_n_tasks (bench.executor) == 0)
    g_main_context_iteration (bench.context, TRUE);
  bench_clear (&bench);
}

static void
test_no_workers (void)
{
  Bench bench;

  bench_init (&bench, 100, 0, "{\"npoints\": 50}");
  sonde_runner_start (bench.runner);
  g_assert_cmpint (sonde_runner_get_status (bench.runner), ==, SONDE_STATUS_FAILED);
  g_assert_error (sonde_runner_get_error (bench.runner), SONDE_RUNNER_ERROR, SONDE_RUNNER_ERROR_NO_WORKERS);
  g_assert_cmpuint (bench.n_done, ==, 1);
  bench_settle (&bench);
  assert_events (&bench, "s:running s:failed / ");
  bench.executor->capacity = 2;
  sonde_runner_start (bench.runner);
  bench_settle (&bench);
  g_assert_cmpint (sonde_runner_get_status (bench.runner), ==, SONDE_STATUS_RUNNING);
  g_assert_null (sonde_runner_get_error (bench.runner));
  g_assert_cmpuint (test_executor_get_n_tasks (bench.executor), ==, 2);
  bench_clear (&bench);
}

static void
test_stuck (void)
{
  Bench bench;

  bench_init (&bench, 3, 2, "{\"npoints\": 50}");
  sonde_runner_start (bench.runner);
  bench_settle (&bench);
  bench_complete (&bench);
  bench_complete (&bench);
  g_assert_cmpint (sonde_runner_get_status (bench.runner), ==, SONDE_STATUS_RUNNING);
  bench_complete (&bench);
  g_assert_cmpint (sonde_runner_get_status (bench.runner), ==, SONDE_STATUS_FAILED);
  g_assert_error (sonde_runner_get_error (bench.runner), SONDE_RUNNER_ERROR, SONDE_RUNNER_ERROR_STUCK);
  bench_clear (&bench);
}

/* A goal that cannot be reached does not hold up a learner that knows that it is done. */
static void
test_done_before_goal (void)
{
  Bench bench;

  bench_init (&bench, 3, 2, "{\"npoints\": 50}");
  bench.learner->done_at_limit = TRUE;
  sonde_runner_start (bench.runner);
  bench_settle (&bench);
  while (test_executor_get_n_tasks (bench.executor) > 0)
    bench_complete (&bench);
  g_assert_cmpint (sonde_runner_get_status (bench.runner), ==, SONDE_STATUS_FINISHED);
  bench_clear (&bench);
}

/* 100 (1 - function time / elapsed), each task adding its time divided by their number. */
static void
test_overhead (void)
{
  Bench bench;

  bench_init (&bench, 100, 2, "{\"npoints\": 50}");
  sonde_runner_start (bench.runner);
  bench_settle (&bench);
  g_assert_cmpfloat (sonde_runner_get_overhead (bench.runner), ==, 0);
  test_clock_advance (bench.clock, 3);
  bench_complete (&bench);
  test_clock_advance (bench.clock, 1);
  bench_complete (&bench);
  test_clock_advance (bench.clock, 1);
  g_assert_cmpfloat (sonde_runner_get_elapsed_time (bench.runner), ==, 5);
  g_assert_cmpfloat_with_epsilon (sonde_runner_get_overhead (bench.runner), 100 * (1 - (3.0 + 4.0) / 2 / 5), 1e-9);
  bench_clear (&bench);
}

/* Evaluations begin at their rate and no faster, and the wait for it is no overhead. What lies longer back than a tenth of a second
 * is not made up for. */
static void
test_max_rate (void)
{
  Bench bench;

  bench_init (&bench, 100, 1, "{\"npoints\": 50}");
  bench.executor->inlines = TRUE;
  bench.function->seconds = 0.25;
  g_object_set (bench.runner, "max-rate", 2.0, NULL);
  sonde_runner_start (bench.runner);
  bench_settle (&bench);
  assert_events (&bench, "s:running / t0 / ");

  test_clock_advance (bench.clock, 0.125);
  bench_settle (&bench);
  assert_events (&bench, "");
  test_clock_advance (bench.clock, 0.125);
  bench_wait_for_event (&bench);
  assert_events (&bench, "t1 / ");
  g_assert_cmpfloat_with_epsilon (sonde_runner_get_overhead (bench.runner), 0, 1e-9);

  test_clock_advance (bench.clock, 30);
  bench_wait_for_event (&bench);
  assert_events (&bench, "t2 / ");
  sonde_runner_set_max_rate (bench.runner, 0);
  bench_settle (&bench);
  g_assert_cmpuint (sonde_learner_get_npoints (sonde_runner_get_learner (bench.runner)), ==, 50);
  bench_clear (&bench);
}

static void
advance_when_told (gpointer      user_data,
                   const double *x,
                   const double *y,
                   guint         vdim,
                   double        seconds)
{
  test_clock_advance (((Bench *) user_data)->clock, 0.25);
  g_assert_cmpfloat (seconds, ==, 0.75);
}

static void
test_inline_overhead (void)
{
  const SondeRunnerSink sink = { .told = advance_when_told };
  Bench bench;

  bench_init (&bench, 100, 1, "{\"npoints\": 8}");
  bench.executor->inlines = TRUE;
  bench.function->seconds = 0.75;
  sonde_runner_set_sink (bench.runner, &sink, &bench);
  sonde_runner_start (bench.runner);
  bench_settle (&bench);
  g_assert_cmpfloat_with_epsilon (sonde_runner_get_elapsed_time (bench.runner), 7.75, 1e-9);
  g_assert_cmpfloat_with_epsilon (sonde_runner_get_overhead (bench.runner), 100 * (1 - 6 / 7.75), 1e-9);
  bench_clear (&bench);
}

/* A slice is over after 4 ms: the third evaluation of 1.5 ms is its last. */
static void
test_slice (void)
{
  Bench bench;

  bench_init (&bench, 100, 1, "{\"npoints\": 8}");
  bench.executor->inlines = TRUE;
  bench.function->seconds = 0.0015;
  sonde_runner_start (bench.runner);
  bench_settle (&bench);
  assert_events (&bench, "s:running / t0 t1 t2 / t3 t4 t5 / t6 t7 s:finished / ");
  bench_clear (&bench);
}

/* A large batch that has come back is told in several slices, too. */
static void
test_slice_of_results (void)
{
  Bench bench;

  bench_init (&bench, 100, 1, "{\"npoints\": 5}");
  bench.function->seconds = 0;
  sonde_runner_set_ntasks (bench.runner, 5);
  sonde_runner_start (bench.runner);
  bench_settle (&bench);
  for (guint i = 0; i < 5; i++)
    test_executor_complete (bench.executor, 0);
  bench.clock->step = 1500000;
  bench_settle (&bench);
  assert_events (&bench, "s:running / t0 t1 t2 / t3 t4 s:finished / ");
  bench_clear (&bench);
}

/* What the learner has postponed comes before the next ask, in slices. */
static void
test_work_first (void)
{
  Bench bench;

  bench_init (&bench, 100, 1, "{\"npoints\": 1}");
  bench.executor->inlines = TRUE;
  sonde_runner_start (bench.runner);
  bench.learner->chores = 3;
  bench_settle (&bench);
  assert_calls (&bench, "w w w a1 t0 r ");
  bench_clear (&bench);
}

/* Fewer points a job while little is known, all that pay once there are many; never past the goal. */
static void
test_batches (void)
{
  Bench bench;
  guint largest = 0;

  bench_init (&bench, 5000, 2, "{\"npoints\": 400}");
  bench.executor->round_trip = 1000000;
  bench.function->seconds = 1e-5;
  sonde_runner_start (bench.runner);
  bench_settle (&bench);
  while (sonde_runner_get_status (bench.runner) == SONDE_STATUS_RUNNING)
    {
      guint size;

      g_assert_cmpuint (test_executor_get_n_tasks (bench.executor), <=, 2);
      size = test_executor_get_batch (bench.executor, 0)->n;
      g_assert_cmpuint (size, <=, MAX (1, npoints (&bench) / 16));
      largest = MAX (largest, size);
      bench_complete (&bench);
    }
  g_assert_cmpuint (largest, >=, 15);
  g_assert_cmpuint (npoints (&bench), ==, 400);
  g_assert_cmpuint (bench.function->n_calls, ==, 400);
  bench_clear (&bench);
}

/* A batch whose first points are evaluated and whose others are cancelled: the former count, the latter were never asked. */
static void
test_cut_short (void)
{
  Bench bench;
  guint n;

  bench_init (&bench, 5000, 2, "{\"npoints\": 400}");
  bench.executor->round_trip = 1000000;
  bench.function->seconds = 1e-5;
  sonde_runner_start (bench.runner);
  bench_settle (&bench);
  while (test_executor_get_batch (bench.executor, 0)->n < 10)
    bench_complete (&bench);
  sonde_runner_cancel (bench.runner);
  n = npoints (&bench);
  test_executor_cut_short (bench.executor, 0, 4);
  bench_settle (&bench);
  g_assert_cmpuint (npoints (&bench), ==, n + 4);
  g_assert_cmpuint (sonde_runner_get_n_to_retry (bench.runner) + sonde_runner_get_nfailed (bench.runner), ==, 0);
  bench_clear (&bench);
}

static void
test_shutdown_executor (void)
{
  Bench bench;

  bench_init (&bench, 100, 2, NULL);
  sonde_runner_set_shutdown_executor (bench.runner, TRUE);
  sonde_runner_start (bench.runner);
  bench_settle (&bench);
  sonde_runner_cancel (bench.runner);
  bench_complete (&bench);
  g_assert_cmpuint (bench.executor->n_shutdowns, ==, 0);
  bench_complete (&bench);
  g_assert_cmpuint (bench.executor->n_shutdowns, ==, 1);
  sonde_runner_set_shutdown_executor (bench.runner, FALSE);
  sonde_runner_start (bench.runner);
  sonde_runner_cancel (bench.runner);
  bench_settle (&bench);
  g_assert_cmpuint (bench.n_done, ==, 2);
  g_assert_cmpuint (bench.executor->n_shutdowns, ==, 1);
  bench_clear (&bench);
}

/* After any end, the run goes on with the same data; only what is new is asked for. */
static void
test_restart (void)
{
  g_autoptr (SondeGoal) more = test_goal ("{\"npoints\": 6}");
  Bench bench;

  bench_init (&bench, 100, 1, "{\"npoints\": 2}");
  bench.executor->inlines = TRUE;
  sonde_runner_start (bench.runner);
  bench_settle (&bench);
  assert_events (&bench, "s:running / t0 t1 s:finished / ");
  sonde_runner_set_goal (bench.runner, more);
  bench.function->fails[4] = 1;
  test_clock_advance (bench.clock, 50);
  sonde_runner_start (bench.runner);
  g_assert_null (sonde_runner_get_reason (bench.runner));
  g_assert_cmpfloat (sonde_runner_get_elapsed_time (bench.runner), ==, 0);
  bench_settle (&bench);
  assert_events (&bench, "s:running / t2 t3 f4/1:bad 4 s:failed / ");
  sonde_runner_start (bench.runner);
  sonde_runner_cancel (bench.runner);
  assert_events (&bench, "s:running / s:cancelled / ");
  sonde_runner_start (bench.runner);
  bench_settle (&bench);
  assert_events (&bench, "s:running / t4 t5 s:finished / ");
  g_assert_cmpuint (g_list_model_get_n_items (sonde_runner_get_failures (bench.runner)), ==, 0);
  g_assert_cmpuint (bench.n_done, ==, 4);
  bench_clear (&bench);
}

/* Points under way when it is started again are pending to the learner, and keep their place among the tasks. */
static void
test_restart_in_flight (void)
{
  Bench bench;

  bench_init (&bench, 100, 3, "{\"npoints\": 50}");
  sonde_runner_start (bench.runner);
  bench_settle (&bench);
  sonde_runner_cancel (bench.runner);
  bench_complete (&bench);
  sonde_runner_start (bench.runner);
  bench_settle (&bench);
  assert_calls (&bench, "a3 r t0 p1 p2 a1 ");
  g_assert_cmpuint (test_executor_get_n_tasks (bench.executor), ==, 3);
  test_executor_cut_short (bench.executor, 0, 0);
  bench_settle (&bench);
  assert_calls (&bench, "r p2 p3 a1 ");
  g_assert_cmpuint (bench.n_done, ==, 0);
  g_assert_cmpfloat (*test_executor_get_batch (bench.executor, 2)->x, ==, 1);
  bench_clear (&bench);
}

static void
count_notify (GObject    *object,
              GParamSpec *pspec,
              guint      *count)
{
  (*count)++;
}

/* Properties can be bound to, and are notified once a slice, however much happens in it. */
static void
test_notify (void)
{
  Bench bench;
  guint points = 0, status = 0;

  bench_init (&bench, 100, 1, "{\"npoints\": 50}");
  bench.executor->inlines = TRUE;
  g_signal_connect (bench.runner, "notify::npoints", G_CALLBACK (count_notify), &points);
  g_signal_connect (bench.runner, "notify::status", G_CALLBACK (count_notify), &status);
  sonde_runner_start (bench.runner);
  g_assert_cmpuint (status, ==, 1);
  bench_settle (&bench);
  g_assert_cmpuint (points, ==, 1);
  g_assert_cmpuint (status, ==, 2);
  g_assert_cmpuint (bench.n_changed, ==, 2);
  sonde_runner_set_ntasks (bench.runner, 1);
  bench_settle (&bench);
  g_assert_cmpuint (bench.n_changed, ==, 2);
  bench_clear (&bench);
}

static void
test_properties (void)
{
  g_autoptr (GListModel) failures = NULL;
  g_autoptr (SondeGoal) goal = NULL;
  g_autoptr (SondeLearner) learner = NULL;
  g_autofree char *reason = NULL;
  double loss, elapsed, overhead, progress, estimate;
  guint n_points, n_samples, n_running, n_tasks, ntasks, retries, nfailed, to_retry;
  gboolean draining, raise, log, shutdown;
  SondeStatus status;
  Bench bench;

  bench_init (&bench, 100, 3, "{\"npoints\": 4}");
  g_object_set (bench.runner, "ntasks", 2, "retries", 3, "raise-if-retries-exceeded", FALSE, "log", TRUE,
                "shutdown-executor", TRUE, NULL);
  sonde_runner_start (bench.runner);
  bench_settle (&bench);
  bench_complete (&bench);
  g_object_get (bench.runner, "status", &status, "reason", &reason, "draining", &draining, "elapsed-time", &elapsed,
                "overhead", &overhead, "npoints", &n_points, "nsamples", &n_samples, "latest-loss", &loss,
                "error-estimate", &estimate, "nfailed", &nfailed, "n-to-retry", &to_retry, "n-running", &n_running,
                "n-tasks-now", &n_tasks, "progress", &progress, "failures", &failures, "ntasks", &ntasks, "retries", &retries,
                "raise-if-retries-exceeded", &raise, "log", &log, "shutdown-executor", &shutdown, "goal", &goal,
                "learner", &learner, NULL);
  g_assert_cmpint (status, ==, SONDE_STATUS_RUNNING);
  g_assert_null (reason);
  g_assert_false (draining);
  g_assert_cmpuint (n_points, ==, 1);
  g_assert_cmpuint (n_samples, ==, 1);
  g_assert_cmpfloat (loss, ==, 1);
  g_assert_true (isnan (estimate));
  g_assert_cmpuint (nfailed + to_retry, ==, 0);
  g_assert_cmpuint (n_running, ==, 2);
  g_assert_cmpuint (n_tasks, ==, 2);
  g_assert_cmpfloat (progress, ==, 0.25);
  g_assert_cmpfloat (elapsed + overhead, ==, 0);
  g_assert_true (failures == sonde_runner_get_failures (bench.runner));
  g_assert_cmpuint (ntasks, ==, 2);
  g_assert_cmpuint (retries, ==, 3);
  g_assert_false (raise);
  g_assert_true (log && shutdown);
  g_assert_true (goal == sonde_runner_get_goal (bench.runner));
  g_clear_object (&learner);
  bench_clear (&bench);
}

static void
test_block (void)
{
  g_autoptr (GError) error = NULL;
  Bench bench;

  bench_init (&bench, 100, 1, "{\"npoints\": 20}");
  bench.executor->inlines = TRUE;
  g_assert_true (sonde_runner_block_until_done (bench.runner, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (npoints (&bench), ==, 20);
  bench.function->fails[20] = 1;
  sonde_runner_set_goal (bench.runner, NULL);
  sonde_runner_start (bench.runner);
  g_assert_false (sonde_runner_block_until_done (bench.runner, &error));
  g_assert_error (error, SONDE_RUNNER_ERROR, SONDE_RUNNER_ERROR_RETRIES_EXCEEDED);
  g_clear_error (&error);
  sonde_runner_start (bench.runner);
  sonde_runner_cancel (bench.runner);
  g_assert_false (sonde_runner_block_until_done (bench.runner, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  bench_clear (&bench);
}

static gpointer
run_in_thread (gpointer data)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  Bench bench;

  g_main_context_push_thread_default (context);
  bench_init (&bench, 100, 2, "{\"npoints\": 4}");
  g_main_context_pop_thread_default (context);
  sonde_runner_start (bench.runner);
  bench_settle (&bench);
  while (test_executor_get_n_tasks (bench.executor) > 0)
    bench_complete (&bench);
  g_assert_cmpuint (bench.n_done, ==, 1);
  bench_clear (&bench);
  return NULL;
}

/* Everything happens in the runner's own main context, results included, even if that is nobody's default. */
static void
test_main_context (void)
{
  g_thread_join (g_thread_new ("runner", run_in_thread, NULL));
  g_assert_false (g_main_context_pending (NULL));
}

/* A runner may go while it runs: nothing is left behind, and results find nobody. */
static void
test_finalize_running (void)
{
  Bench bench;

  bench_init (&bench, 100, 3, NULL);
  sonde_runner_start (bench.runner);
  bench_settle (&bench);
  bench_clear (&bench);
}

int
main (int   argc,
      char *argv[])
{
  g_setenv ("TZ", "UTC", TRUE);
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/runner/initial", test_initial);
  g_test_add_func ("/runner/inline-sequence", test_inline_sequence);
  g_test_add_func ("/runner/goal-before-first-point", test_goal_before_first_point);
  g_test_add_func ("/runner/parallel-sequence", test_parallel_sequence);
  g_test_add_func ("/runner/n-tasks", test_n_tasks);
  g_test_add_func ("/runner/loss-goal", test_loss_goal);
  g_test_add_func ("/runner/nan-loss", test_nan_loss);
  g_test_add_func ("/runner/expression-goal", test_expression_goal);
  g_test_add_func ("/runner/time-goals", test_time_goals);
  g_test_add_func ("/runner/no-goal", test_no_goal);
  g_test_add_func ("/runner/late-results", test_late_results);
  g_test_add_func ("/runner/goal-after-each-batch", test_goal_after_each_batch);
  g_test_add_func ("/runner/cancel", test_cancel);
  g_test_add_func ("/runner/abandon", test_abandon);
  g_test_add_func ("/runner/goal-change", test_goal_change);
  g_test_add_func ("/runner/goal-change-wakes", test_goal_change_wakes);
  g_test_add_func ("/runner/pause", test_pause);
  g_test_add_func ("/runner/ntasks-change", test_ntasks_change);
  g_test_add_func ("/runner/capacity-grows", test_capacity_grows);
  g_test_add_func ("/runner/no-workers", test_no_workers);
  g_test_add_func ("/runner/stuck", test_stuck);
  g_test_add_func ("/runner/done-before-goal", test_done_before_goal);
  g_test_add_func ("/runner/max-rate", test_max_rate);
  g_test_add_func ("/runner/overhead", test_overhead);
  g_test_add_func ("/runner/inline-overhead", test_inline_overhead);
  g_test_add_func ("/runner/slice", test_slice);
  g_test_add_func ("/runner/slice-of-results", test_slice_of_results);
  g_test_add_func ("/runner/work-first", test_work_first);
  g_test_add_func ("/runner/batches", test_batches);
  g_test_add_func ("/runner/cut-short", test_cut_short);
  g_test_add_func ("/runner/shutdown-executor", test_shutdown_executor);
  g_test_add_func ("/runner/restart", test_restart);
  g_test_add_func ("/runner/restart-in-flight", test_restart_in_flight);
  g_test_add_func ("/runner/notify", test_notify);
  g_test_add_func ("/runner/properties", test_properties);
  g_test_add_func ("/runner/block", test_block);
  g_test_add_func ("/runner/main-context", test_main_context);
  g_test_add_func ("/runner/finalize-running", test_finalize_running);

  return g_test_run ();
}
