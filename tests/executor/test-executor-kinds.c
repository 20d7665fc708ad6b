/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "base/sonde-points.h"
#include "executor/sonde-process-executor.h"
#include "worker-bench.h"

/* One contract, all executors, all kinds of functions. Each function is twice x; from 2 on it fails, from 3 on it never returns. */

static const struct
{
  const char *name;
  const char *spec;
  guint       capacity;
} executors[] = {
  { "sequential", "{\"kind\": \"sequential\"}", 1 },
  { "threads", "{\"kind\": \"threads\", \"workers\": 2}", 2 },
  { "processes", "{\"kind\": \"processes\", \"workers\": 2}", 2 },
};

/* @spec: with the folder of the files, or of the library; @fails: it can */
static const struct
{
  const char *name;
  const char *spec;
  gboolean    fails;
} kinds[] = {
  { "formula", "{\"kind\": \"formula\", \"expression\": \"2*x\"}", FALSE },
  { "python", "{\"kind\": \"python\", \"file\": \"" TESTS_FOLDER "/kinds/functions.py\", \"name\": \"twice\", "
              "\"interpreter\": \"/usr/bin/python3\"}", TRUE },
  { "async", "{\"kind\": \"python\", \"file\": \"" TESTS_FOLDER "/kinds/functions.py\", \"name\": \"twice_async\", "
             "\"interpreter\": \"/usr/bin/python3\"}", TRUE },
  { "library", "{\"kind\": \"library\", \"file\": \"" KINDS_LIBRARY "\", \"symbol\": \"twice\", "
               "\"signature\": \"int(const double *, int, double *, int, void *)\", \"outputs\": 1}", TRUE },
  { "program", "{\"kind\": \"program\", \"argv\": [\"" TESTS_FOLDER "/kinds/program.sh\", \"{x}\"]}", TRUE },
  { "persistent", "{\"kind\": \"program\", \"persistent\": true, \"argv\": [\"" TESTS_FOLDER "/kinds/persistent.sh\"]}", TRUE },
};

#define PAIR(executor, kind) GUINT_TO_POINTER ((executor) * 100 + (kind))
#define EXECUTOR(pair) (GPOINTER_TO_UINT (pair) / 100)
#define KIND(pair) (GPOINTER_TO_UINT (pair) % 100)

static const double ramp[] = { 0, 0.125, 0.25, 0.375, 0.5 };

static SondeFunction *
function_new (const char *text)
{
  g_autoptr (JsonNode) spec = json_from_string (text, NULL);
  g_autoptr (SondeDomain) domain = sonde_domain_new_interval ("x", 0, 1);
  g_autoptr (GError) error = NULL;
  SondeFunction *function = sonde_function_new_from_spec (json_node_get_object (spec), domain, NULL, &error);

  g_assert_no_error (error);
  return function;
}

static void
bench_init (WorkerBench   *self,
            gconstpointer  pair)
{
  worker_bench_init (self, executors[EXECUTOR (pair)].spec, function_new (kinds[KIND (pair)].spec));
}

/* Every point came back; those with a value have the right one. Returns how many have none. */
static guint
count_errors (WorkerBench *bench,
              int          code)
{
  guint n = 0;

  worker_bench_wait (bench);
  for (guint k = 0; k < bench->batches->len; k++)
    {
      SondeBatch *batch = g_ptr_array_index (bench->batches, k);

      for (guint i = 0; i < batch->n; i++)
        if (sonde_batch_get_error (batch, i) != NULL)
          {
            g_assert_error (sonde_batch_get_error (batch, i), SONDE_FUNCTION_ERROR, code);
            n++;
          }
        else
          {
            g_assert_cmpuint (batch->vdim, ==, SONDE_SCALAR);
            g_assert_cmpfloat (batch->y[i], ==, 2 * batch->x[i]);
          }
    }
  return n;
}

static void
test_values (gconstpointer pair)
{
  WorkerBench bench;

  bench_init (&bench, pair);
  g_assert_cmpuint (sonde_executor_get_capacity (bench.executor), ==, executors[EXECUTOR (pair)].capacity);
  for (guint i = 0; i < 6; i++)
    worker_bench_submit (&bench, ramp, 1 + i % 5);
  g_assert_cmpuint (bench.batches->len, ==, 0);
  g_assert_cmpuint (count_errors (&bench, 0), ==, 0);
  worker_bench_clear (&bench);
}

/* A failure is that of its point. */
static void
test_failures (gconstpointer pair)
{
  const double x[] = { 0.5, 2, 0.25, 2.5 };
  WorkerBench bench;

  if (!kinds[KIND (pair)].fails)
    return;
  bench_init (&bench, pair);
  worker_bench_submit (&bench, x, 4);
  worker_bench_submit (&bench, x + 1, 1);
  g_assert_cmpuint (count_errors (&bench, SONDE_FUNCTION_ERROR_FAILED), ==, 3);
  worker_bench_clear (&bench);
}

/* A point that takes too long is stopped, and only it. */
static void
test_timeout (gconstpointer pair)
{
  const double x[] = { 0.5, 3, 0.25 };
  WorkerBench bench;
  const GError *error;

  if (!kinds[KIND (pair)].fails)
    return;
  bench_init (&bench, pair);
  worker_bench_evaluate (&bench, ramp, 1);
  sonde_executor_set_timeout (bench.executor, 1);
  worker_bench_submit (&bench, x, 3);
  g_assert_cmpuint (count_errors (&bench, SONDE_FUNCTION_ERROR_FAILED), ==, 1);
  error = sonde_batch_get_error (g_ptr_array_index (bench.batches, 1), 1);
  g_assert_nonnull (strstr (error->message, "longer than its limit of 1 s"));
  worker_bench_clear (&bench);
}

static void
test_cancelled_before (gconstpointer pair)
{
  WorkerBench bench;

  bench_init (&bench, pair);
  g_cancellable_cancel (bench.cancellable);
  worker_bench_submit (&bench, ramp, 1);
  worker_bench_submit (&bench, ramp, 5);
  g_assert_cmpuint (bench.batches->len, ==, 0);
  g_assert_cmpuint (count_errors (&bench, SONDE_FUNCTION_ERROR_CANCELLED), ==, 6);
  worker_bench_clear (&bench);
}

/* What waits comes back at once; what is under way keeps its results. */
static void
test_cancelled_during (gconstpointer pair)
{
  WorkerBench bench;

  bench_init (&bench, pair);
  for (guint i = 0; i < 40; i++)
    worker_bench_submit (&bench, ramp, 1 + i % 5);
  while (bench.batches->len == 0)
    g_main_context_iteration (NULL, TRUE);
  g_cancellable_cancel (bench.cancellable);
  count_errors (&bench, SONDE_FUNCTION_ERROR_CANCELLED);
  worker_bench_clear (&bench);
}

static gpointer
cancel_elsewhere (gpointer cancellable)
{
  g_cancellable_cancel (cancellable);
  return NULL;
}

static void
test_cancelled_elsewhere (gconstpointer pair)
{
  WorkerBench bench;
  GThread *thread;

  bench_init (&bench, pair);
  for (guint i = 0; i < 10; i++)
    worker_bench_submit (&bench, ramp, 5);
  thread = g_thread_new (NULL, cancel_elsewhere, bench.cancellable);
  count_errors (&bench, SONDE_FUNCTION_ERROR_CANCELLED);
  g_thread_join (thread);
  worker_bench_clear (&bench);
}

/* It starts anew after it was shut down, also in the middle of things. */
static void
test_shutdown (gconstpointer pair)
{
  WorkerBench bench;

  bench_init (&bench, pair);
  sonde_executor_shutdown (bench.executor);
  worker_bench_evaluate (&bench, ramp, 5);
  g_assert_cmpuint (count_errors (&bench, 0), ==, 0);
  sonde_executor_shutdown (bench.executor);
  for (guint i = 0; i < 10; i++)
    worker_bench_submit (&bench, ramp, 5);
  sonde_executor_shutdown (bench.executor);
  count_errors (&bench, SONDE_FUNCTION_ERROR_CANCELLED);
  g_assert_no_error (sonde_batch_get_error (worker_bench_evaluate (&bench, ramp, 1), 0));
  worker_bench_clear (&bench);
}

/* The executor lives on until the last result has come back. */
static void
test_dispose_in_flight (gconstpointer pair)
{
  WorkerBench bench;
  gpointer watched;

  bench_init (&bench, pair);
  watched = bench.executor;
  g_object_add_weak_pointer (watched, &watched);
  for (guint i = 0; i < 6; i++)
    worker_bench_submit (&bench, ramp, 3);
  g_object_unref (bench.executor);
  g_assert_cmpuint (count_errors (&bench, 0), ==, 0);
  while (watched != NULL)
    g_main_context_iteration (NULL, TRUE);
  bench.executor = sonde_process_executor_new ();
  worker_bench_clear (&bench);
}

/* Another number of coordinates than the function has variables. */
static void
test_wrong_shape (gconstpointer pair)
{
  WorkerBench bench;

  bench_init (&bench, pair);
  bench.ndim = 2;
  worker_bench_submit (&bench, ramp, 2);
  g_assert_cmpuint (count_errors (&bench, SONDE_FUNCTION_ERROR_SHAPE), ==, 2);
  worker_bench_clear (&bench);
}

static gpointer
run_in_other_context (gpointer pair)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  WorkerBench bench;

  g_main_context_push_thread_default (context);
  bench_init (&bench, pair);
  for (guint i = 0; i < 4; i++)
    worker_bench_submit (&bench, ramp, 5);
  while (bench.batches->len < bench.n_submitted)
    g_main_context_iteration (context, TRUE);
  g_assert_cmpuint (count_errors (&bench, 0), ==, 0);
  while (g_main_context_iteration (context, FALSE))
    ;
  worker_bench_clear (&bench);
  g_main_context_pop_thread_default (context);
  return NULL;
}

static void
test_other_context (gconstpointer pair)
{
  g_thread_join (g_thread_new (NULL, run_in_other_context, (gpointer) pair));
}

static const struct
{
  const char    *name;
  GTestDataFunc  run;
} contract[] = {
  { "values", test_values },
  { "failures", test_failures },
  { "timeout", test_timeout },
  { "cancelled-before", test_cancelled_before },
  { "cancelled-during", test_cancelled_during },
  { "cancelled-elsewhere", test_cancelled_elsewhere },
  { "shutdown", test_shutdown },
  { "dispose-in-flight", test_dispose_in_flight },
  { "wrong-shape", test_wrong_shape },
  { "other-context", test_other_context },
};

/* The signatures of libraries, and what they get and give. */
static void
test_library (void)
{
  const double x = 2;
  WorkerBench bench;
  SondeBatch *batch;

  worker_bench_init (&bench, executors[2].spec, function_new ("{\"kind\": \"library\", \"file\": \"" KINDS_LIBRARY "\", \"symbol\": \"plain\"}"));
  batch = worker_bench_evaluate (&bench, &x, 1);
  g_assert_cmpfloat (batch->y[0], ==, 4);
  g_assert_cmpstr (sonde_batch_get_output (batch, 0), ==, "x is 2\n");
  worker_bench_clear (&bench);

  worker_bench_init (&bench, executors[2].spec, function_new ("{\"kind\": \"library\", \"file\": \"" KINDS_LIBRARY "\", \"symbol\": \"scaled\", "
                                                              "\"signature\": \"int(const double*,int,double*,int,void*)\", \"outputs\": 2, "
                                                              "\"parameters\": {\"b\": 3, \"a\": 5}}"));
  batch = worker_bench_evaluate (&bench, &x, 1);
  g_assert_cmpuint (batch->vdim, ==, 2);
  g_assert_cmpfloat (batch->y[0], ==, 6);
  g_assert_cmpfloat (batch->y[1], ==, 10);
  worker_bench_clear (&bench);

  worker_bench_init (&bench, executors[1].spec, function_new ("{\"kind\": \"library\", \"file\": \"" KINDS_LIBRARY "\", \"symbol\": \"crash\"}"));
  batch = worker_bench_evaluate (&bench, &x, 1);
  g_assert_nonnull (strstr (sonde_batch_get_error (batch, 0)->message, "crashed (signal 6, Aborted)"));
  worker_bench_clear (&bench);

  worker_bench_init (&bench, executors[1].spec, function_new ("{\"kind\": \"library\", \"file\": \"" KINDS_LIBRARY "\", \"symbol\": \"nothing\"}"));
  batch = worker_bench_evaluate (&bench, &x, 1);
  g_assert_nonnull (strstr (sonde_batch_get_error (batch, 0)->message, "has no function “nothing”"));
  worker_bench_clear (&bench);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  /* the one that is named, or all */
  for (guint i = 0; i < G_N_ELEMENTS (executors); i++)
    for (guint j = 0; j < G_N_ELEMENTS (kinds); j++)
      for (guint k = 0; k < G_N_ELEMENTS (contract) && (argc < 2 || g_str_equal (argv[1], executors[i].name)); k++)
        {
          g_autofree char *path = g_strdup_printf ("/executor-kinds/%s/%s/%s", executors[i].name, kinds[j].name, contract[k].name);

          g_test_add_data_func (path, PAIR (i, j), contract[k].run);
        }
  g_test_add_func ("/executor-kinds/library", test_library);

  return g_test_run ();
}
