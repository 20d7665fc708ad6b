/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gstdio.h>
#include <math.h>
#include <signal.h>
#include <string.h>

#include "base/sonde-points.h"
#include "executor/sonde-executor-private.h"
#include "executor/sonde-worker.h"
#include "function/sonde-adapter.h"
#include "function/sonde-formula.h"
#include "worker-bench.h"

#define ONE_WORKER "{\"kind\": \"processes\", \"workers\": 1}"
#define TWO_WORKERS "{\"kind\": \"processes\", \"workers\": 2}"

static const double ramp[] = { 0, 0.125, 0.25, 0.375, 0.5, 0.625, 0.75, 0.875 };

static void
check_all_doubled (WorkerBench *bench)
{
  for (guint k = 0; k < bench->batches->len; k++)
    {
      SondeBatch *batch = g_ptr_array_index (bench->batches, k);

      if (batch->errors != NULL)
        g_error ("%s", sonde_batch_get_error (batch, 0)->message);
      g_assert_cmpuint (batch->vdim, ==, SONDE_SCALAR);
      for (guint i = 0; i < batch->n; i++)
        {
          g_assert_cmpfloat (batch->y[i], ==, 2 * batch->x[i]);
          g_assert_cmpfloat (batch->seconds[i], >=, 0);
        }
    }
}

static const char *
evaluate_badly (WorkerBench *bench)
{
  const double x = 2;
  SondeBatch *batch = worker_bench_evaluate (bench, &x, 1);

  g_assert_nonnull (sonde_batch_get_error (batch, 0));
  return sonde_batch_get_error (batch, 0)->message;
}

static void
assert_contains (const char *text,
                 const char *part)
{
  if (strstr (text, part) == NULL)
    g_error ("“%s” is not said in: %s", part, text);
}

static void
test_values (void)
{
  WorkerBench bench;

  worker_bench_init (&bench, TWO_WORKERS, python_function_new (NULL, "double", NULL, NULL));
  for (guint i = 0; i < 50; i++)
    worker_bench_submit (&bench, ramp, 1 + i % 8);
  worker_bench_wait (&bench);
  check_all_doubled (&bench);
  worker_bench_clear (&bench);
}

/* How a point becomes arguments, and a value numbers. */
static const struct
{
  const char *function;
  const char *variables;
  const char *parameters;
  double      x[2];
  guint       ndim;
  guint       vdim;
  double      y[2];
} calls[] = {
  { "scaled", "[\"x\"]", "{\"a\": 3}", { 2 }, 1, 0, { 6 } },
  { "scaled", "[\"x\"]", "{\"a\": 3, \"b\": 0.5}", { 2 }, 1, 0, { 6.5 } },
  { "two_variables", "[\"x\", \"y\"]", NULL, { 1, 2 }, 2, 0, { 12 } },
  { "two_variables", "[\"energy\", \"field\"]", NULL, { 1, 2 }, 2, 0, { 12 } },
  { "swapped", "[\"x\", \"y\"]", NULL, { 1, 2 }, 2, 0, { 12 } },
  { "one_tuple", "[\"x\", \"y\"]", NULL, { 1, 2 }, 2, 0, { 12 } },
  { "pair", NULL, NULL, { 3 }, 1, 2, { 3, -3 } },
  { "one_in_list", NULL, NULL, { 3 }, 1, 0, { 6 } },
  { "in_array", NULL, NULL, { 2 }, 1, 2, { 2, 3 } },
  { "kind_of_number", NULL, NULL, { 2 }, 1, 0, { 2 } },
  { "kind_of_number", NULL, NULL, { 1e22 }, 1, 0, { 2 } },
  { "kind_of_number", NULL, NULL, { -0.0 }, 1, 0, { 2 } },
};

static void
test_calls (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
    {
      WorkerBench bench;
      SondeBatch *batch;

      worker_bench_init (&bench, ONE_WORKER, python_function_new (NULL, calls[i].function, calls[i].variables, calls[i].parameters));
      bench.ndim = calls[i].ndim;
      batch = worker_bench_evaluate (&bench, calls[i].x, 1);
      if (batch->errors != NULL)
        g_error ("%s: %s", calls[i].function, sonde_batch_get_error (batch, 0)->message);
      g_assert_cmpuint (batch->vdim, ==, calls[i].vdim);
      for (guint k = 0; k < SONDE_STRIDE (batch->vdim); k++)
        g_assert_cmpfloat (batch->y[k], ==, calls[i].y[k]);
      worker_bench_clear (&bench);
    }
}

/* A variable of whole numbers is a whole number in the function. */
static void
test_integers (void)
{
  g_autofree char *file = g_build_filename (TESTS_FOLDER, "functions.py", NULL);
  g_autofree char *text = g_strdup_printf ("{\"kind\": \"python\", \"file\": \"%s\", \"name\": \"kind_of_number\"}", file);
  g_autoptr (JsonNode) spec = json_from_string (text, NULL);
  g_autoptr (SondeDomain) domain = sonde_domain_new ();
  const SondeVariable variable = { .name = (char *) "seed", .min = 0, .max = 10, .is_integer = TRUE };
  const double x = 2;
  WorkerBench bench;

  sonde_domain_add_variable (domain, &variable);
  worker_bench_init (&bench, ONE_WORKER, sonde_function_new_from_spec (json_node_get_object (spec), domain, NULL, NULL));
  g_assert_cmpfloat (worker_bench_evaluate (&bench, &x, 1)->y[0], ==, 1);
  worker_bench_clear (&bench);
}

/* Rows of a table and several functions in one reach workers, too. */
static void
test_adapters (void)
{
  g_autoptr (SondeFunction) sum = python_function_new (NULL, "two_variables", "[\"x\", \"y\"]", NULL);
  g_autoptr (SondeFunction) twice = python_function_new (NULL, "double", NULL, NULL);
  SondeFunction *children[] = { twice, sum };
  const double rows[] = { 1, 2, 3, 4, 5, 6 };
  const double indices[] = { 2, 0, 7 };
  const double points[] = { 0, 4, 0, 1, 4, 5 };
  WorkerBench bench;
  SondeBatch *batch;

  worker_bench_init (&bench, ONE_WORKER, sonde_adapter_new_table (sum, 3, 2, rows));
  batch = worker_bench_evaluate (&bench, indices, 2);
  g_assert_cmpfloat (batch->y[0], ==, 56);
  g_assert_cmpfloat (batch->y[1], ==, 12);
  assert_contains (sonde_batch_get_error (worker_bench_evaluate (&bench, indices + 2, 1), 0)->message, "no row with this number");
  worker_bench_clear (&bench);

  worker_bench_init (&bench, ONE_WORKER, sonde_adapter_new_children (2, children, 3));
  bench.ndim = 3;
  batch = worker_bench_evaluate (&bench, points, 2);
  g_assert_cmpfloat (batch->y[0], ==, 8);
  g_assert_cmpfloat (batch->y[1], ==, 45);
  worker_bench_clear (&bench);
}

/* Coroutines: many points of one process are under way at once, and each gets what it printed. */
static void
test_async (void)
{
  WorkerBench bench;

  worker_bench_init (&bench, ONE_WORKER, python_function_new (NULL, "waits", NULL, NULL));
  g_assert_cmpuint (sonde_executor_get_capacity (bench.executor), ==, 1);
  worker_bench_evaluate (&bench, ramp, 1);
  g_assert_cmpuint (sonde_executor_get_capacity (bench.executor), ==, 100);
  for (guint i = 0; i < 8; i++)
    worker_bench_submit (&bench, ramp + i, 1);
  while (bench.batches->len < 2)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (sonde_worker_get_evaluations (worker_bench_get_worker (&bench, 0)), <=, 9);
  worker_bench_wait (&bench);
  check_all_doubled (&bench);
  for (guint k = 0; k < bench.batches->len; k++)
    {
      SondeBatch *batch = g_ptr_array_index (bench.batches, k);
      g_autofree char *begin = g_strdup_printf ("begin %g", batch->x[0]);

      g_assert_true (g_str_has_prefix (sonde_batch_get_output (batch, 0), begin));
    }
  worker_bench_clear (&bench);
}

/* A function that prints is evaluated point by point once that is known: each gets its own. */
static void
test_output (void)
{
  WorkerBench bench;
  SondeBatch *batch;

  worker_bench_init (&bench, ONE_WORKER, python_function_new (NULL, "prints_little", NULL, NULL));
  worker_bench_evaluate (&bench, ramp, 1);
  batch = worker_bench_evaluate (&bench, ramp, 8);
  for (guint i = 0; i < 8; i++)
    {
      g_autofree char *seen = i == 0 ? g_strdup ("seen 0.0\n") : g_strdup_printf ("seen %g\n", ramp[i]);

      g_assert_cmpstr (sonde_batch_get_output (batch, i), ==, seen);
    }
  worker_bench_clear (&bench);
}

/* The file is read anew for each run, also when it was edited a moment ago, and so is what it imports. */
static void
test_reload (void)
{
  g_autofree char *folder = g_dir_make_tmp ("sonde-test-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "mine.py", NULL);
  g_autofree char *other = g_build_filename (folder, "other.py", NULL);
  const double x = 1;
  WorkerBench bench;
  int pid;

  g_file_set_contents (path, "import other\ndef f(x): return other.a + 1", -1, NULL);
  g_file_set_contents (other, "a = 10", -1, NULL);
  worker_bench_init (&bench, ONE_WORKER, python_function_new (path, "f", NULL, NULL));
  g_assert_cmpfloat (worker_bench_evaluate (&bench, &x, 1)->y[0], ==, 11);
  pid = sonde_worker_get_pid (worker_bench_get_worker (&bench, 0));
  g_file_set_contents (path, "import other\ndef f(x): return other.a + 2", -1, NULL);
  g_assert_cmpfloat (worker_bench_evaluate (&bench, &x, 1)->y[0], ==, 11);
  sonde_executor_begin_run (bench.executor);
  g_assert_cmpfloat (worker_bench_evaluate (&bench, &x, 1)->y[0], ==, 12);
  g_file_set_contents (other, "a = 20", -1, NULL);
  sonde_executor_begin_run (bench.executor);
  g_assert_cmpfloat (worker_bench_evaluate (&bench, &x, 1)->y[0], ==, 22);
  g_assert_cmpint (sonde_worker_get_pid (worker_bench_get_worker (&bench, 0)), ==, pid);
  worker_bench_clear (&bench);
  g_remove (path);
  g_remove (other);
  g_rmdir (folder);
}

/* Formulas go to a process where they need not. */
static void
test_formula (void)
{
  g_autoptr (SondeDomain) domain = sonde_domain_new_interval ("x", 0, 1);
  WorkerBench bench;

  worker_bench_init (&bench, TWO_WORKERS, sonde_formula_new ("2*x", domain, NULL, NULL, NULL));
  for (guint i = 0; i < 30; i++)
    worker_bench_submit (&bench, ramp, 1 + i % 8);
  worker_bench_wait (&bench);
  check_all_doubled (&bench);
  g_assert_cmpint (sonde_worker_get_pid (worker_bench_get_worker (&bench, 0)), >, 0);
  worker_bench_clear (&bench);
}

/* What a window shows, and its one button. */
static void
test_worker_list (void)
{
  const double x = 2;
  SondeWorker *worker;
  WorkerBench bench;
  int pid;

  worker_bench_init (&bench, ONE_WORKER, python_function_new (NULL, "loops", NULL, NULL));
  worker = worker_bench_get_worker (&bench, 0);
  g_assert_cmpuint (sonde_worker_get_state (worker), ==, SONDE_WORKER_STATE_ENDED);
  g_assert_cmpint (sonde_worker_get_pid (worker), ==, 0);
  worker_bench_evaluate (&bench, ramp, 3);
  g_assert_cmpuint (sonde_worker_get_state (worker), ==, SONDE_WORKER_STATE_IDLE);
  g_assert_cmpuint (sonde_worker_get_evaluations (worker), ==, 3);
  g_assert_cmpuint (sonde_worker_get_memory (worker), >, 1000000);
  pid = sonde_worker_get_pid (worker);
  g_assert_cmpint (kill (pid, 0), ==, 0);

  worker_bench_submit (&bench, &x, 1);
  g_assert_cmpuint (sonde_worker_get_state (worker), ==, SONDE_WORKER_STATE_BUSY);
  sonde_worker_restart (worker);
  worker_bench_wait (&bench);
  assert_contains (sonde_batch_get_error (g_ptr_array_index (bench.batches, 1), 0)->message, "restarted by hand");
  worker_bench_evaluate (&bench, ramp, 1);
  g_assert_cmpint (sonde_worker_get_pid (worker), !=, pid);
  g_assert_cmpuint (sonde_worker_get_restarts (worker), ==, 1);
  worker_bench_clear (&bench);
}

/* A worker without work is let go, and started again when it is needed. */
static void
test_idle (void)
{
  SondeWorker *worker;
  WorkerBench bench;

  worker_bench_init (&bench, ONE_WORKER, python_function_new (NULL, "double", NULL, NULL));
  _sonde_executor_set_max_idle (bench.executor, 0.1);
  worker = worker_bench_get_worker (&bench, 0);
  worker_bench_evaluate (&bench, ramp, 3);
  while (sonde_worker_get_state (worker) != SONDE_WORKER_STATE_ENDED)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (sonde_worker_get_restarts (worker), ==, 0);
  worker_bench_evaluate (&bench, ramp, 3);
  check_all_doubled (&bench);
  worker_bench_clear (&bench);
}

/* Programs of others */

static SondeFunction *
shell_worker_new (const char *script)
{
  const char *argv[] = { "/bin/sh", "-c", script, "sh", NULL };

  return worker_function_new ("{\"kind\": \"program\", \"variables\": [\"x\"]}", argv);
}

#define HELLO "echo '{\"sonde-worker\": 1, \"capacity\": 1}'; read spec; "

/* What a worker says and what is said of it. */
static const struct
{
  const char *script;
  const char *message;
} talks[] = {
  { "exec no-such-program", "could not be started: " },
  { "echo \"python3: No module named numpy\" >&2; exit 1", "could not be started: python3: No module named numpy" },
  { "exit 3", "could not be started. The worker ended in the middle of its work (exit status 3)." },
  { "echo '{\"sonde-worker\": 2}'; read spec", "speaks version 2 of the protocol" },
  { "echo '{\"id\": 1, \"y\": 2}'; read spec; read spec", "before it said hello" },
  { HELLO "read line; echo '{\"id\": 77, \"y\": 2}'; read line", "was not asked, or answered one twice (id 77)" },
  { HELLO "read line; echo '{\"id\": 0'; read line", "is not of the protocol: {\"id\": 0" },
  { HELLO "read line; echo '{\"id\": 0, \"y\": 1} tail'; read line", "is not of the protocol" },
  { HELLO "read line; echo '{\"id\": 0, \"results\": [{\"y\": 1}, {\"y\": 1}]}'; read line", "answered 2 results to 1 points" },
  { HELLO "read line; echo '{\"id\": 0, \"y\": \"two\"}'; read line", "without a number" },
  { HELLO "read line; echo '{\"id\": 0, \"y\": [[1], [2]]}'; read line", "without a number" },
  { HELLO "read line; echo '{\"id\": 0}'; read line", "without a number" },
  { HELLO "read line; echo '{\"id\": 0, \"error\": \"no licence\", \"traceback\": \"in f\"}'; read line", "no licence\n\nin f" },
  { HELLO "read line; exec >&-; exec sleep 1000", "closed its standard output" },
  { HELLO "read line; exit 5", "in the middle of its work (exit status 5)" },
};

static void
test_talk (gconstpointer index)
{
  guint i = GPOINTER_TO_UINT (index);
  WorkerBench bench;

  worker_bench_init (&bench, ONE_WORKER, shell_worker_new (talks[i].script));
  assert_contains (evaluate_badly (&bench), talks[i].message);
  /* and not only once */
  assert_contains (evaluate_badly (&bench), talks[i].message);
  worker_bench_clear (&bench);
}

/* A worker may print what is none of the protocol, answer twice, or have been killed: others see to the points. */
static void
test_forgiving (void)
{
  WorkerBench bench;
  SondeBatch *batch;

  worker_bench_init (&bench, ONE_WORKER, shell_worker_new ("echo 'Welcome to this host'; " HELLO "while read line; do echo 'computing'; "
                                                           "id=${line#*: }; id=${id%%,*}; echo \"{\\\"y\\\": [0], \\\"id\\\": $id, "
                                                           "\\\"more\\\": {\\\"a\\\": [1, null]}}\"; done"));
  batch = worker_bench_evaluate (&bench, ramp, 1);
  g_assert_no_error (sonde_batch_get_error (batch, 0));
  g_assert_cmpstr (sonde_batch_get_output (batch, 0), ==, "Welcome to this host\ncomputing\n");
  batch = worker_bench_evaluate (&bench, ramp, 8);
  g_assert_null (batch->errors);
  g_assert_cmpstr (sonde_batch_get_output (batch, 7), ==, "computing\n");
  g_assert_cmpuint (sonde_worker_get_restarts (worker_bench_get_worker (&bench, 0)), ==, 0);
  worker_bench_clear (&bench);

  worker_bench_init (&bench, ONE_WORKER, shell_worker_new (HELLO "read line; echo '{\"id\": 0, \"y\": 0}'; echo '{\"id\": 0, \"y\": 9}'; read line"));
  g_assert_null (worker_bench_evaluate (&bench, ramp, 1)->errors);
  while (sonde_worker_get_restarts (worker_bench_get_worker (&bench, 0)) == 0)
    g_main_context_iteration (NULL, TRUE);
  assert_contains (sonde_worker_get_message (worker_bench_get_worker (&bench, 0)), "answered one twice");
  g_assert_null (worker_bench_evaluate (&bench, ramp, 1)->errors);
  worker_bench_clear (&bench);
}

/* Elsewhere: what is started is given to another command; scripts of ours go there through standard input. */
static void
test_launch (void)
{
  g_autofree char *folder = g_dir_make_tmp ("sonde-test-XXXXXX", NULL);
  g_autofree char *ssh = g_build_filename (folder, "ssh", NULL);
  g_autofree char *spec = g_strdup_printf ("{\"kind\": \"processes\", \"launch\": [{\"prefix\": [\"%s\", \"host\"], \"workers\": 1}, "
                                           "{\"prefix\": \"env PLACE=far\", \"workers\": 1}], \"nice\": 3}", ssh);
  WorkerBench bench;

  /* as ssh does: the words after the host are joined and given to a shell */
  g_file_set_contents (ssh, "#!/bin/sh\nwhile [ \"$1\" != host ]; do shift; done\nshift\nexec sh -c \"$*\"\n", -1, NULL);
  g_chmod (ssh, 0755);
  worker_bench_init (&bench, spec, python_function_new (NULL, "slow", NULL, NULL));
  for (guint i = 0; i < 20; i++)
    worker_bench_submit (&bench, ramp, 8);
  worker_bench_wait (&bench);
  check_all_doubled (&bench);
  g_assert_cmpuint (sonde_worker_get_evaluations (worker_bench_get_worker (&bench, 0)), >, 0);
  g_assert_cmpuint (sonde_worker_get_evaluations (worker_bench_get_worker (&bench, 1)), >, 0);
  g_assert_cmpstr (sonde_worker_get_place (worker_bench_get_worker (&bench, 1)), ==, "env PLACE=far");
  worker_bench_clear (&bench);
  g_remove (ssh);
  g_rmdir (folder);
}

/* One host that cannot be reached does not stop the other. */
static void
test_one_host_down (void)
{
  WorkerBench bench;

  worker_bench_init (&bench, "{\"kind\": \"processes\", \"launch\": [{\"prefix\": \"false\"}, {\"prefix\": \"env\"}]}",
                     python_function_new (NULL, "double", NULL, NULL));
  for (guint i = 0; i < 8; i++)
    worker_bench_submit (&bench, ramp + i, 1);
  worker_bench_wait (&bench);
  check_all_doubled (&bench);
  worker_bench_clear (&bench);
}

/* The end */

/* Every tenth of a second one of two workers is killed, and every point is evaluated all the same. */
typedef struct
{
  WorkerBench *bench;
  guint        n_killed;
} Killer;

static gboolean
on_kill (gpointer user_data)
{
  Killer *killer = user_data;
  SondeWorker *worker = worker_bench_get_worker (killer->bench, killer->n_killed % 2);

  /* on a busy machine starting takes longer than this: to kill those that start would be to allow none */
  if (sonde_worker_get_state (worker) == SONDE_WORKER_STATE_BUSY && kill (sonde_worker_get_pid (worker), SIGKILL) == 0)
    killer->n_killed++;
  return G_SOURCE_CONTINUE;
}

static void
test_killed (void)
{
  WorkerBench bench;
  Killer killer = { &bench };
  guint source = g_timeout_add (100, on_kill, &killer);
  guint restarts;

  worker_bench_init (&bench, TWO_WORKERS, python_function_new (NULL, "quite_fast", NULL, NULL));
  for (guint i = 0; i < 250; i++)
    for (guint k = 0; k < 8; k++)
      worker_bench_submit (&bench, ramp + k, 1);
  worker_bench_wait (&bench);
  g_source_remove (source);
  check_all_doubled (&bench);
  restarts = sonde_worker_get_restarts (worker_bench_get_worker (&bench, 0)) + sonde_worker_get_restarts (worker_bench_get_worker (&bench, 1));
  g_test_message ("%u killed", killer.n_killed);
  g_assert_cmpuint (killer.n_killed, >=, 2);
  g_assert_cmpuint (restarts, >=, 2);
  worker_bench_clear (&bench);
}

/* Nothing is left of ten thousand evaluations, some of which end their process. */
static void
test_leaks (void)
{
  WorkerBench bench;
  double x[100];
  guint n_files;

  for (guint i = 0; i < G_N_ELEMENTS (x); i++)
    x[i] = i / 200.0;
  worker_bench_init (&bench, TWO_WORKERS, python_function_new (NULL, "exits_hard", NULL, NULL));
  worker_bench_evaluate (&bench, x, 100);
  worker_bench_clear (&bench);
  n_files = count_open_files ();

  worker_bench_init (&bench, TWO_WORKERS, python_function_new (NULL, "exits_hard", NULL, NULL));
  for (guint i = 0; i < 100; i++)
    {
      worker_bench_submit (&bench, x, 100);
      if (i % 20 == 10)
        evaluate_badly (&bench);
    }
  worker_bench_clear (&bench);
  g_assert_cmpuint (count_open_files (), ==, n_files);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/worker-pool/values", test_values);
  g_test_add_func ("/worker-pool/calls", test_calls);
  g_test_add_func ("/worker-pool/integers", test_integers);
  g_test_add_func ("/worker-pool/adapters", test_adapters);
  g_test_add_func ("/worker-pool/async", test_async);
  g_test_add_func ("/worker-pool/output", test_output);
  g_test_add_func ("/worker-pool/reload", test_reload);
  g_test_add_func ("/worker-pool/formula", test_formula);
  g_test_add_func ("/worker-pool/worker-list", test_worker_list);
  g_test_add_func ("/worker-pool/idle", test_idle);
  for (guint i = 0; i < G_N_ELEMENTS (talks); i++)
    {
      g_autofree char *path = g_strdup_printf ("/worker-pool/talk/%u", i);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_talk);
    }
  g_test_add_func ("/worker-pool/forgiving", test_forgiving);
  g_test_add_func ("/worker-pool/launch", test_launch);
  g_test_add_func ("/worker-pool/one-host-down", test_one_host_down);
  g_test_add_func ("/worker-pool/killed", test_killed);
  g_test_add_func ("/worker-pool/leaks", test_leaks);

  return g_test_run ();
}
