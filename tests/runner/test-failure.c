/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What happens to points that fail: retried in order, given up, told of, and taken up again. */

#include "config.h"

#include <math.h>

#include "learner/sonde-learner-1d.h"
#include "runner-doubles.h"
#include "runner/sonde-failure-private.h"

#define FOR_EVER G_MAXUINT

static void
assert_events (Bench      *bench,
               const char *expected)
{
  g_assert_cmpstr (bench->events->str, ==, expected);
  g_string_truncate (bench->events, 0);
}

static void
inline_bench (Bench      *bench,
              guint       limit,
              const char *goal,
              guint       retries)
{
  bench_init (bench, limit, 1, goal);
  bench->executor->inlines = TRUE;
  sonde_runner_set_retries (bench->runner, retries);
}

static SondeFailure *
get_failure (Bench *bench,
             guint  index)
{
  g_autoptr (SondeFailure) failure = g_list_model_get_item (sonde_runner_get_failures (bench->runner), index);

  return failure;
}

static guint
n_failures (Bench *bench)
{
  return g_list_model_get_n_items (sonde_runner_get_failures (bench->runner));
}

static void
test_fails_twice (void)
{
  Bench bench;

  inline_bench (&bench, 100, "{\"npoints\": 3}", 2);
  bench.function->fails[1] = 2;
  sonde_runner_set_log (bench.runner, TRUE);
  sonde_runner_start (bench.runner);
  bench_settle (&bench);
  assert_events (&bench, "s:running / a1 t0 a1 f1/1:bad 1 f1/2:bad 1 t1 a1 t2 s:finished / ");
  g_assert_cmpuint (n_failures (&bench), ==, 0);
  g_assert_cmpuint (sonde_runner_get_nfailed (bench.runner), ==, 0);
  bench_clear (&bench);
}

static void
test_raise (void)
{
  Bench bench;
  SondeFailure *failure;

  inline_bench (&bench, 100, "{\"npoints\": 3}", 1);
  bench.function->fails[1] = FOR_EVER;
  sonde_runner_start (bench.runner);
  bench_settle (&bench);
  assert_events (&bench, "s:running / t0 f1/1:bad 1 f1/2:bad 1 s:failed / ");
  g_assert_error (sonde_runner_get_error (bench.runner), SONDE_RUNNER_ERROR, SONDE_RUNNER_ERROR_RETRIES_EXCEEDED);
  g_assert_cmpstr (sonde_runner_get_reason (bench.runner), ==, "The evaluation at 1 failed 2 times: bad 1");
  g_assert_cmpuint (n_failures (&bench), ==, 1);
  failure = get_failure (&bench, 0);
  g_assert_cmpfloat (*sonde_failure_get_x (failure), ==, 1);
  g_assert_cmpuint (sonde_failure_get_ndim (failure), ==, 1);
  g_assert_cmpuint (sonde_failure_get_attempts (failure), ==, 2);
  g_assert_cmpstr (sonde_failure_get_message (failure), ==, "bad 1");
  g_assert_cmpstr (sonde_failure_get_traceback (failure), ==, "trace of 1");
  g_assert_true (sonde_failure_get_given_up (failure));
  bench_clear (&bench);
}

/* The point stays pending: it is not asked for again, and the run goes on. */
static void
test_no_raise (void)
{
  Bench bench;

  inline_bench (&bench, 100, "{\"npoints\": 4}", 1);
  sonde_runner_set_raise_if_retries_exceeded (bench.runner, FALSE);
  bench.function->fails[1] = FOR_EVER;
  sonde_runner_start (bench.runner);
  bench_settle (&bench);
  assert_events (&bench, "s:running / t0 f1/1:bad 1 f1/2:bad 1 t2 t3 t4 s:finished / ");
  g_assert_cmpuint (sonde_runner_get_nfailed (bench.runner), ==, 1);
  g_assert_cmpuint (sonde_runner_get_n_to_retry (bench.runner), ==, 0);
  bench_clear (&bench);
}

/* First those to retry, in the order in which they failed; the rest is asked for. */
static void
test_order (void)
{
  Bench bench;

  bench_init (&bench, 100, 4, "{\"npoints\": 50}");
  sonde_runner_set_retries (bench.runner, 3);
  sonde_runner_set_log (bench.runner, TRUE);
  bench.function->fails[0] = bench.function->fails[1] = bench.function->fails[2] = 1;
  sonde_runner_start (bench.runner);
  bench_settle (&bench);
  sonde_runner_pause (bench.runner);
  test_executor_complete (bench.executor, 2);
  test_executor_complete (bench.executor, 2);
  test_executor_complete (bench.executor, 0);
  test_executor_complete (bench.executor, 0);
  bench_settle (&bench);
  assert_events (&bench, "s:running / a4 / s:paused / f2/1:bad 2 t3 f0/1:bad 0 f1/1:bad 1 / ");
  g_assert_cmpuint (sonde_runner_get_n_to_retry (bench.runner), ==, 3);
  sonde_runner_resume (bench.runner);
  bench_settle (&bench);
  assert_events (&bench, "s:running / a1 / ");
  for (guint i = 0; i < 4; i++)
    {
      const double expected[] = { 2, 0, 1, 4 };

      g_assert_cmpfloat (*test_executor_get_batch (bench.executor, i)->x, ==, expected[i]);
      g_assert_cmpuint (test_executor_get_batch (bench.executor, i)->n, ==, 1);
    }
  g_assert_cmpuint (sonde_runner_get_n_to_retry (bench.runner), ==, 3);
  bench_clear (&bench);
}

/* A point that fails again goes behind nobody: the order is that of first failures. */
static void
test_order_again (void)
{
  Bench bench;

  bench_init (&bench, 100, 2, "{\"npoints\": 50}");
  sonde_runner_set_retries (bench.runner, 3);
  bench.function->fails[0] = bench.function->fails[1] = 2;
  sonde_runner_start (bench.runner);
  bench_settle (&bench);
  test_executor_complete (bench.executor, 0);
  test_executor_complete (bench.executor, 0);
  bench_settle (&bench);
  test_executor_complete (bench.executor, 1);
  test_executor_complete (bench.executor, 0);
  bench_settle (&bench);
  g_assert_cmpfloat (*test_executor_get_batch (bench.executor, 0)->x, ==, 0);
  g_assert_cmpfloat (*test_executor_get_batch (bench.executor, 1)->x, ==, 1);
  assert_events (&bench, "s:running / f0/1:bad 0 f1/1:bad 1 / f1/2:bad 1 f0/2:bad 0 / ");
  bench_clear (&bench);
}

/* With the goal out of reach, the points that were given up do not make the run fail. */
static void
test_all_but_given_up (void)
{
  Bench bench;

  inline_bench (&bench, 4, NULL, 0);
  sonde_runner_set_raise_if_retries_exceeded (bench.runner, FALSE);
  bench.learner->done_at_limit = TRUE;
  bench.function->fails[2] = FOR_EVER;
  sonde_runner_start (bench.runner);
  bench_settle (&bench);
  g_assert_cmpint (sonde_runner_get_status (bench.runner), ==, SONDE_STATUS_FINISHED);
  g_assert_cmpstr (sonde_runner_get_reason (bench.runner), ==, "Finished: all is known but for 1 point that failed");
  g_assert_cmpuint (bench.n_done, ==, 1);
  bench_clear (&bench);
}

static void
test_all_given_up (void)
{
  Bench bench;

  inline_bench (&bench, 3, NULL, 0);
  sonde_runner_set_raise_if_retries_exceeded (bench.runner, FALSE);
  for (guint i = 0; i < 3; i++)
    bench.function->fails[i] = FOR_EVER;
  sonde_runner_start (bench.runner);
  bench_settle (&bench);
  g_assert_error (sonde_runner_get_error (bench.runner), SONDE_RUNNER_ERROR, SONDE_RUNNER_ERROR_STUCK);
  g_assert_cmpuint (sonde_runner_get_nfailed (bench.runner), ==, 3);
  bench_clear (&bench);
}

/* The value has the wrong shape, or the learner will not have the point: failures like any other. */
static void
test_refused (void)
{
  Bench bench;

  inline_bench (&bench, 100, "{\"npoints\": 4}", 0);
  sonde_runner_set_raise_if_retries_exceeded (bench.runner, FALSE);
  bench.function->vector_at = 2;
  bench.learner->refused = 3;
  sonde_runner_start (bench.runner);
  bench_settle (&bench);
  g_assert_cmpint (sonde_runner_get_status (bench.runner), ==, SONDE_STATUS_FINISHED);
  g_assert_cmpuint (n_failures (&bench), ==, 2);
  g_assert_cmpfloat (*sonde_failure_get_x (get_failure (&bench, 0)), ==, 2);
  g_assert_cmpfloat (*sonde_failure_get_x (get_failure (&bench, 1)), ==, 3);
  g_assert_cmpstr (sonde_failure_get_message (get_failure (&bench, 1)), ==, "refused");
  bench_clear (&bench);
}

static void
test_refused_raise (void)
{
  Bench bench;

  inline_bench (&bench, 100, "{\"npoints\": 4}", 0);
  bench.learner->refused = 3;
  sonde_runner_start (bench.runner);
  bench_settle (&bench);
  g_assert_error (sonde_runner_get_error (bench.runner), SONDE_RUNNER_ERROR, SONDE_RUNNER_ERROR_LEARNER);
  bench_clear (&bench);
}

/* An executor that breaks down fails every point of the task. */
static void
test_broken_executor (void)
{
  Bench bench;

  bench_init (&bench, 100, 2, "{\"npoints\": 50}");
  sonde_runner_set_retries (bench.runner, 1);
  sonde_runner_start (bench.runner);
  bench_settle (&bench);
  test_executor_break (bench.executor, 0);
  bench_settle (&bench);
  assert_events (&bench, "s:running / f0/1:worker died / ");
  g_assert_cmpfloat (*test_executor_get_batch (bench.executor, 1)->x, ==, 0);
  bench_clear (&bench);
}

/* Nobody cancelled anything, and still there is no value: that must not go on for ever. */
static void
test_cancelled_by_nobody (void)
{
  Bench bench;

  bench_init (&bench, 100, 1, "{\"npoints\": 50}");
  sonde_runner_start (bench.runner);
  bench_settle (&bench);
  test_executor_cut_short (bench.executor, 0, 0);
  bench_settle (&bench);
  g_assert_cmpint (sonde_runner_get_status (bench.runner), ==, SONDE_STATUS_FAILED);
  bench_clear (&bench);
}

/* A point that is being retried when the run is cancelled waits again, and comes first in the next run. */
static void
test_cancel_while_retrying (void)
{
  Bench bench;

  bench_init (&bench, 100, 1, "{\"npoints\": 50}");
  sonde_runner_set_retries (bench.runner, 1);
  bench.function->fails[0] = 1;
  sonde_runner_start (bench.runner);
  bench_settle (&bench);
  bench_complete (&bench);
  sonde_runner_cancel (bench.runner);
  test_executor_cut_short (bench.executor, 0, 0);
  bench_settle (&bench);
  g_assert_cmpuint (sonde_runner_get_n_to_retry (bench.runner), ==, 1);
  g_assert_cmpuint (bench.n_done, ==, 1);
  g_string_truncate (bench.learner->calls, 0);
  sonde_runner_start (bench.runner);
  bench_settle (&bench);
  g_assert_cmpstr (bench.learner->calls->str, ==, "p0 ");
  bench_complete (&bench);
  g_assert_cmpstr (bench.learner->calls->str, ==, "p0 t0 a1 ");
  g_assert_cmpuint (n_failures (&bench), ==, 0);
  bench_clear (&bench);
}

/* A failure that arrives after the end is noted, and ends nothing a second time. */
static void
test_late_failure (void)
{
  Bench bench;

  bench_init (&bench, 100, 2, "{\"npoints\": 50}");
  bench.function->fails[0] = FOR_EVER;
  bench.function->fails[1] = FOR_EVER;
  sonde_runner_start (bench.runner);
  bench_settle (&bench);
  sonde_runner_cancel (bench.runner);
  bench_complete (&bench);
  bench_complete (&bench);
  assert_events (&bench, "s:running / s:cancelled / f0/1:bad 0 / f1/1:bad 1 / ");
  g_assert_cmpint (sonde_runner_get_status (bench.runner), ==, SONDE_STATUS_CANCELLED);
  g_assert_cmpuint (sonde_runner_get_nfailed (bench.runner), ==, 2);
  g_assert_cmpuint (bench.n_done, ==, 1);
  bench_clear (&bench);
}

/* Run again after a failure: the point has all its tries, and its attempts go on counting. */
static void
test_restart_failed (void)
{
  Bench bench;

  inline_bench (&bench, 100, "{\"npoints\": 3}", 1);
  bench.function->fails[1] = 3;
  sonde_runner_start (bench.runner);
  bench_settle (&bench);
  sonde_runner_start (bench.runner);
  bench_settle (&bench);
  assert_events (&bench, "s:running / t0 f1/1:bad 1 f1/2:bad 1 s:failed / s:running / f1/3:bad 1 t1 t2 s:finished / ");
  g_assert_cmpuint (n_failures (&bench), ==, 0);
  bench_clear (&bench);
}

static void
test_more_retries (void)
{
  Bench bench;

  bench_init (&bench, 100, 1, "{\"npoints\": 50}");
  sonde_runner_set_raise_if_retries_exceeded (bench.runner, FALSE);
  bench.function->fails[0] = 2;
  sonde_runner_start (bench.runner);
  bench_settle (&bench);
  bench_complete (&bench);
  g_assert_cmpuint (sonde_runner_get_nfailed (bench.runner), ==, 1);
  sonde_runner_set_retries (bench.runner, 2);
  g_assert_cmpuint (sonde_runner_get_nfailed (bench.runner), ==, 0);
  bench_complete (&bench);
  g_assert_cmpfloat (*test_executor_get_batch (bench.executor, 0)->x, ==, 0);
  bench_complete (&bench);
  bench_complete (&bench);
  g_assert_cmpuint (n_failures (&bench), ==, 0);
  bench_clear (&bench);
}

/* By hand: with all its retries anew. */
static void
test_retry (void)
{
  Bench bench;
  SondeFailure *failure;

  bench_init (&bench, 100, 1, "{\"npoints\": 50}");
  sonde_runner_set_raise_if_retries_exceeded (bench.runner, FALSE);
  bench.function->fails[0] = 2;
  sonde_runner_start (bench.runner);
  bench_settle (&bench);
  bench_complete (&bench);
  failure = get_failure (&bench, 0);
  sonde_runner_retry (bench.runner, failure);
  sonde_runner_retry (bench.runner, failure);
  g_assert_false (sonde_failure_get_given_up (failure));
  bench_complete (&bench);
  bench_complete (&bench);
  assert_events (&bench, "s:running / f0/1:bad 0 / t1 / f0/2:bad 0 / ");
  g_assert_true (sonde_failure_get_given_up (failure));
  sonde_runner_cancel (bench.runner);
  bench_complete (&bench);
  sonde_runner_retry (bench.runner, failure);
  sonde_runner_start (bench.runner);
  bench_settle (&bench);
  bench_complete (&bench);
  assert_events (&bench, "s:cancelled / t2 / s:running / t0 / ");
  g_assert_cmpuint (n_failures (&bench), ==, 0);
  bench_clear (&bench);
}

/* As a journal leaves them: one may still be retried, the other was given up and is asked for by the learner, if at all. */
static void
test_restore (void)
{
  const double xs[] = { 5, 0 };
  Bench bench;

  inline_bench (&bench, 100, "{\"npoints\": 3}", 1);
  sonde_runner_restore_failure (bench.runner, &xs[0], 1, "first");
  sonde_runner_restore_failure (bench.runner, &xs[0], 1, "again\n\nline 1\n\nline 3");
  sonde_runner_restore_failure (bench.runner, &xs[1], 2, "gone");
  assert_events (&bench, "");
  g_assert_cmpuint (n_failures (&bench), ==, 2);
  g_assert_cmpstr (sonde_failure_get_message (get_failure (&bench, 0)), ==, "again");
  g_assert_cmpstr (sonde_failure_get_traceback (get_failure (&bench, 0)), ==, "line 1\n\nline 3");
  g_assert_null (sonde_failure_get_traceback (get_failure (&bench, 1)));
  g_assert_cmpuint (sonde_runner_get_nfailed (bench.runner), ==, 1);
  g_assert_cmpuint (sonde_runner_get_n_to_retry (bench.runner), ==, 1);
  sonde_runner_start (bench.runner);
  bench_settle (&bench);
  assert_events (&bench, "s:running / t5 t0 t1 s:finished / ");
  g_assert_cmpuint (n_failures (&bench), ==, 0);
  bench_clear (&bench);
}

/* Between tries: the result of the one that is under way does not bring it back. */
static void
test_exclude_under_way (void)
{
  Bench bench;
  SondeFailure *failure;

  bench_init (&bench, 100, 1, "{\"npoints\": 50}");
  sonde_runner_set_retries (bench.runner, 5);
  bench.function->fails[0] = FOR_EVER;
  sonde_runner_start (bench.runner);
  bench_settle (&bench);
  bench_complete (&bench);
  failure = get_failure (&bench, 0);
  g_assert_cmpuint (sonde_runner_get_n_to_retry (bench.runner), ==, 1);
  sonde_runner_exclude (bench.runner, failure);
  sonde_runner_exclude (bench.runner, failure);
  g_assert_true (sonde_failure_get_excluded (failure));
  g_assert_true (sonde_failure_get_given_up (failure));
  g_assert_cmpuint (sonde_runner_get_n_to_retry (bench.runner), ==, 0);
  g_assert_cmpuint (sonde_runner_get_nfailed (bench.runner), ==, 1);
  bench_complete (&bench);
  bench_complete (&bench);
  assert_events (&bench, "s:running / f0/1:bad 0 / x0 / f0/2:bad 0 x0 / t1 / ");
  sonde_runner_set_retries (bench.runner, 50);
  bench_complete (&bench);
  assert_events (&bench, "t2 / ");
  g_assert_true (get_failure (&bench, 0) == failure);

  /* by hand it is taken back, and a value counts */
  bench.function->fails[0] = 0;
  sonde_runner_retry (bench.runner, failure);
  g_assert_false (sonde_failure_get_excluded (failure));
  bench_complete (&bench);
  bench_complete (&bench);
  assert_events (&bench, "t3 / t0 / ");
  g_assert_cmpuint (n_failures (&bench), ==, 0);
  bench_clear (&bench);
}

/* A value that comes in for a point that was excluded meanwhile is told. */
static void
test_exclude_and_succeed (void)
{
  Bench bench;

  bench_init (&bench, 100, 1, "{\"npoints\": 50}");
  sonde_runner_set_retries (bench.runner, 1);
  bench.function->fails[0] = 1;
  sonde_runner_start (bench.runner);
  bench_settle (&bench);
  bench_complete (&bench);
  sonde_runner_exclude (bench.runner, get_failure (&bench, 0));
  bench_complete (&bench);
  assert_events (&bench, "s:running / f0/1:bad 0 / x0 / t0 / ");
  g_assert_cmpuint (n_failures (&bench), ==, 0);
  bench_clear (&bench);
}

/* After the run has failed because of it: it goes on without the point, whenever it is started again. */
static void
test_exclude_after_end (void)
{
  Bench bench;

  inline_bench (&bench, 100, "{\"npoints\": 3}", 0);
  bench.function->fails[1] = FOR_EVER;
  sonde_runner_start (bench.runner);
  bench_settle (&bench);
  assert_events (&bench, "s:running / t0 f1/1:bad 1 s:failed / ");
  g_string_truncate (bench.learner->calls, 0);
  sonde_runner_exclude (bench.runner, get_failure (&bench, 0));
  g_assert_cmpstr (bench.learner->calls->str, ==, "p1 ");
  g_assert_cmpint (sonde_runner_get_status (bench.runner), ==, SONDE_STATUS_FAILED);
  sonde_runner_start (bench.runner);
  bench_settle (&bench);
  assert_events (&bench, "x1 / s:running / t2 t3 s:finished / ");
  g_assert_true (g_str_has_suffix (bench.learner->calls->str, "r p1 "));
  g_assert_cmpuint (n_failures (&bench), ==, 1);
  g_assert_cmpuint (sonde_runner_get_nfailed (bench.runner), ==, 1);
  bench_clear (&bench);
}

static void
test_restore_exclusion (void)
{
  const double xs[] = { 1, 2, 7 };
  Bench bench;

  inline_bench (&bench, 100, "{\"npoints\": 3}", 3);
  sonde_runner_restore_failure (bench.runner, &xs[0], 1, "gone");
  sonde_runner_restore_exclusion (bench.runner, &xs[0]);
  sonde_runner_restore_failure (bench.runner, &xs[1], 1, "again");
  sonde_runner_restore_exclusion (bench.runner, &xs[2]);
  assert_events (&bench, "");
  g_assert_cmpuint (n_failures (&bench), ==, 2);
  g_assert_true (sonde_failure_get_excluded (get_failure (&bench, 0)));
  g_assert_cmpuint (sonde_runner_get_n_to_retry (bench.runner), ==, 1);
  sonde_runner_start (bench.runner);
  bench_settle (&bench);
  assert_events (&bench, "s:running / t2 t0 t3 s:finished / ");
  bench_clear (&bench);
}

static void
test_accept_as_nan (void)
{
  Bench bench;
  const SondePoints *points;

  inline_bench (&bench, 100, "{\"npoints\": 4}", 0);
  points = sonde_learner_get_points (SONDE_LEARNER ((gpointer) bench.learner));
  bench.function->fails[1] = FOR_EVER;
  bench.function->fails[2] = FOR_EVER;
  sonde_runner_start (bench.runner);
  bench_settle (&bench);
  /* after its end */
  g_assert_true (sonde_runner_accept_as_nan (bench.runner, get_failure (&bench, 0), NULL));
  assert_events (&bench, "s:running / t0 f1/1:bad 1 s:failed / t1 / ");
  g_assert_cmpuint (n_failures (&bench), ==, 0);
  g_assert_cmpuint (points->n, ==, 2);
  g_assert_cmpfloat (points->x[1], ==, 1);
  g_assert_true (isnan (points->y[1]));
  g_assert_false (points->is_vector);
  sonde_runner_set_raise_if_retries_exceeded (bench.runner, FALSE);
  sonde_runner_start (bench.runner);
  bench_settle (&bench);
  assert_events (&bench, "s:running / f2/1:bad 2 t3 t4 s:finished / ");
  bench_clear (&bench);
}

/* While it runs it counts towards the goal. */
static void
test_accept_while_running (void)
{
  Bench bench;

  bench_init (&bench, 100, 1, "{\"npoints\": 2}");
  sonde_runner_set_raise_if_retries_exceeded (bench.runner, FALSE);
  bench.function->fails[0] = FOR_EVER;
  sonde_runner_start (bench.runner);
  bench_settle (&bench);
  bench_complete (&bench);
  bench_complete (&bench);
  g_assert_true (sonde_runner_accept_as_nan (bench.runner, get_failure (&bench, 0), NULL));
  bench_settle (&bench);
  assert_events (&bench, "s:running / f0/1:bad 0 / t1 / t0 / s:finished / ");
  bench_clear (&bench);
}

static void
test_accept_refused (void)
{
  Bench bench;
  g_autoptr (GError) no_value = NULL;
  g_autoptr (GError) under_way = NULL;
  SondeFailure *failure;

  bench_init (&bench, 100, 1, "{\"npoints\": 50}");
  sonde_runner_set_raise_if_retries_exceeded (bench.runner, FALSE);
  bench.function->fails[0] = 2;
  sonde_runner_start (bench.runner);
  bench_settle (&bench);
  bench_complete (&bench);
  failure = get_failure (&bench, 0);
  g_assert_false (sonde_runner_accept_as_nan (bench.runner, failure, &no_value));
  g_assert_error (no_value, SONDE_RUNNER_ERROR, SONDE_RUNNER_ERROR_NOT_NOW);
  sonde_runner_retry (bench.runner, failure);
  bench_complete (&bench);
  g_assert_cmpfloat (*test_executor_get_batch (bench.executor, 0)->x, ==, 0);
  g_assert_false (sonde_runner_accept_as_nan (bench.runner, failure, &under_way));
  g_assert_error (under_way, SONDE_RUNNER_ERROR, SONDE_RUNNER_ERROR_NOT_NOW);
  bench_complete (&bench);
  assert_events (&bench, "s:running / f0/1:bad 0 / t1 / f0/2:bad 0 / ");
  g_assert_true (sonde_runner_accept_as_nan (bench.runner, failure, NULL));
  bench_clear (&bench);
}

static void
test_retry_all (void)
{
  Bench bench;

  inline_bench (&bench, 100, "{\"npoints\": 3}", 0);
  sonde_runner_set_raise_if_retries_exceeded (bench.runner, FALSE);
  bench.function->fails[0] = bench.function->fails[1] = bench.function->fails[2] = 1;
  sonde_runner_start (bench.runner);
  bench_settle (&bench);
  assert_events (&bench, "s:running / f0/1:bad 0 f1/1:bad 1 f2/1:bad 2 t3 t4 t5 s:finished / ");
  sonde_runner_exclude (bench.runner, get_failure (&bench, 1));
  sonde_runner_retry_all (bench.runner);
  g_assert_cmpuint (sonde_runner_get_n_to_retry (bench.runner), ==, 2);
  g_assert_cmpuint (sonde_runner_get_nfailed (bench.runner), ==, 1);
  {
    g_autoptr (SondeGoal) goal = test_goal ("{\"npoints\": 6}");

    sonde_runner_set_goal (bench.runner, goal);
  }
  sonde_runner_start (bench.runner);
  bench_settle (&bench);
  assert_events (&bench, "x1 / s:running / t0 t2 t6 s:finished / ");
  bench_clear (&bench);
}

/* The real learner over a function that fails for ever in a corner of the domain, its bound among it: the rest is known to the goal. */
static void
test_corner (void)
{
  g_autoptr (SondeDomain) domain = sonde_domain_new_interval ("x", 63, 70);
  g_autoptr (SondeLearner) learner = sonde_learner_1d_new (domain, NULL, NULL, NULL);
  g_autoptr (SondeGoal) goal = test_goal ("{\"loss\": 0.02}");
  TestFunction *function = test_function_new ();
  TestExecutor *executor = test_executor_new (1);
  SondeRunner *runner = sonde_runner_new (learner, SONDE_FUNCTION ((gpointer) function), SONDE_EXECUTOR ((gpointer) executor), goal);
  GListModel *failures = sonde_runner_get_failures (runner);

  executor->inlines = TRUE;
  function->fails[63] = FOR_EVER;
  sonde_runner_set_raise_if_retries_exceeded (runner, FALSE);
  g_assert_true (sonde_runner_block_until_done (runner, NULL));
  g_assert_cmpuint (sonde_learner_get_npoints (learner), >=, 60);
  g_assert_cmpuint (sonde_learner_get_npoints (learner), <, 300);
  g_assert_cmpuint (g_list_model_get_n_items (failures), >, 0);
  g_assert_cmpuint (g_list_model_get_n_items (failures), <, 300);

  /* accepted as gaps the bound is known, and it is nothing but a gap */
  while (g_list_model_get_n_items (failures) > 0)
    {
      g_autoptr (SondeFailure) failure = g_list_model_get_item (failures, 0);

      g_assert_true (sonde_runner_accept_as_nan (runner, failure, NULL));
    }
  g_assert_true (isfinite (sonde_learner_get_loss (learner, TRUE)));
  g_assert_finalize_object (runner);
  g_assert_finalize_object (executor);
  g_assert_finalize_object (function);
}

/* Excluded after the first failure, the bound is missing no more. */
static void
test_excluded_bound (void)
{
  g_autoptr (SondeDomain) domain = sonde_domain_new_interval ("x", 63.999, 70);
  g_autoptr (SondeLearner) learner = sonde_learner_1d_new (domain, NULL, NULL, NULL);
  g_autoptr (SondeGoal) goal = test_goal ("{\"loss\": 0.02}");
  TestFunction *function = test_function_new ();
  TestExecutor *executor = test_executor_new (1);
  SondeRunner *runner = sonde_runner_new (learner, SONDE_FUNCTION ((gpointer) function), SONDE_EXECUTOR ((gpointer) executor), goal);
  g_autoptr (SondeFailure) failure = NULL;

  executor->inlines = TRUE;
  function->fails[63] = FOR_EVER;
  g_assert_false (sonde_runner_block_until_done (runner, NULL));
  failure = g_list_model_get_item (sonde_runner_get_failures (runner), 0);
  g_assert_cmpfloat (*sonde_failure_get_x (failure), ==, 63.999);
  sonde_runner_exclude (runner, failure);
  sonde_runner_start (runner);
  g_assert_true (sonde_runner_block_until_done (runner, NULL));
  g_assert_cmpfloat (sonde_learner_get_loss (learner, TRUE), <=, 0.02);
  g_assert_true (isfinite (sonde_learner_get_loss (learner, TRUE)));
  g_assert_finalize_object (runner);
  g_assert_finalize_object (executor);
  g_assert_finalize_object (function);
}

/* The list against the plainest of models, in random order. */
static void
test_list (void)
{
  g_autoptr (SondeFailureList) list = _sonde_failure_list_new (2);
  g_autoptr (GPtrArray) model = g_ptr_array_new ();
  double zero[2] = { 0, 1 }, minus_zero[2] = { -0.0, 1 };

  for (guint step = 0; step < 5000; step++)
    {
      double x[2] = { g_test_rand_int_range (0, 20), g_test_rand_int_range (0, 20) };
      SondeFailure *found = _sonde_failure_list_find (list, x);
      SondeFailure *next = NULL;
      guint counts[5] = { 0, };

      if (found == NULL)
        g_ptr_array_add (model, _sonde_failure_list_add (list, x));
      else if (g_test_rand_int_range (0, 3) == 0)
        {
          g_ptr_array_remove (model, found);
          _sonde_failure_list_remove (list, found);
        }
      else
        _sonde_failure_list_set_stage (list, found, g_test_rand_int_range (0, 5));

      g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, model->len);
      for (guint i = 0; i < model->len; i++)
        {
          SondeFailure *failure = _sonde_failure_list_get (list, i);

          g_assert_true (failure == g_ptr_array_index (model, i));
          g_assert_true (failure == _sonde_failure_list_find (list, sonde_failure_get_x (failure)));
          counts[_sonde_failure_get_stage (failure)]++;
          if (next == NULL && _sonde_failure_get_stage (failure) == SONDE_FAILURE_WAITING)
            next = failure;
        }
      g_assert_true (_sonde_failure_list_next (list) == next);
      for (guint i = 0; i < 5; i++)
        g_assert_cmpuint (_sonde_failure_list_count (list, i), ==, counts[i]);
    }
  if (_sonde_failure_list_find (list, zero) == NULL)
    _sonde_failure_list_add (list, zero);
  g_assert_nonnull (_sonde_failure_list_find (list, minus_zero));
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (list), 100000));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/runner/failure/fails-twice", test_fails_twice);
  g_test_add_func ("/runner/failure/raise", test_raise);
  g_test_add_func ("/runner/failure/no-raise", test_no_raise);
  g_test_add_func ("/runner/failure/order", test_order);
  g_test_add_func ("/runner/failure/order-again", test_order_again);
  g_test_add_func ("/runner/failure/all-but-given-up", test_all_but_given_up);
  g_test_add_func ("/runner/failure/all-given-up", test_all_given_up);
  g_test_add_func ("/runner/failure/refused", test_refused);
  g_test_add_func ("/runner/failure/refused-raise", test_refused_raise);
  g_test_add_func ("/runner/failure/broken-executor", test_broken_executor);
  g_test_add_func ("/runner/failure/cancelled-by-nobody", test_cancelled_by_nobody);
  g_test_add_func ("/runner/failure/cancel-while-retrying", test_cancel_while_retrying);
  g_test_add_func ("/runner/failure/late-failure", test_late_failure);
  g_test_add_func ("/runner/failure/restart-failed", test_restart_failed);
  g_test_add_func ("/runner/failure/more-retries", test_more_retries);
  g_test_add_func ("/runner/failure/retry", test_retry);
  g_test_add_func ("/runner/failure/restore", test_restore);
  g_test_add_func ("/runner/failure/exclude-under-way", test_exclude_under_way);
  g_test_add_func ("/runner/failure/exclude-and-succeed", test_exclude_and_succeed);
  g_test_add_func ("/runner/failure/exclude-after-end", test_exclude_after_end);
  g_test_add_func ("/runner/failure/restore-exclusion", test_restore_exclusion);
  g_test_add_func ("/runner/failure/accept-as-nan", test_accept_as_nan);
  g_test_add_func ("/runner/failure/accept-while-running", test_accept_while_running);
  g_test_add_func ("/runner/failure/accept-refused", test_accept_refused);
  g_test_add_func ("/runner/failure/retry-all", test_retry_all);
  g_test_add_func ("/runner/failure/corner", test_corner);
  g_test_add_func ("/runner/failure/excluded-bound", test_excluded_bound);
  g_test_add_func ("/runner/failure/list", test_list);

  return g_test_run ();
}
