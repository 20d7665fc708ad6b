/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#include "base/sonde-points.h"
#include "executor/sonde-worker.h"
#include "worker-bench.h"

/* What goes wrong in functions of people: a failure of that point with a message that a person understands, and the next point is
 * evaluated as if nothing had been. */

#define TWO_WORKERS "{\"kind\": \"processes\", \"workers\": 2}"
#define LIMITED "{\"kind\": \"processes\", \"workers\": 1, \"timeout\": 0.3}"
#define SMALL "{\"kind\": \"processes\", \"workers\": 1, \"memory\": \"400 MiB\"}"

/* @message: in what is said of x = 2; NULL if that has a value. @traceback: too. @output: in what was printed; nullable, as the next. */
static const struct
{
  const char *function;
  const char *executor;
  const char *message;
  const char *traceback;
  const char *output;
} cases[] = {
  { "returns_text", TWO_WORKERS, "returned a text, 'twelve'" },
  { "returns_none", TWO_WORKERS, "returned None. Is a “return” missing?" },
  { "returns_dict", TWO_WORKERS, "returned a dictionary" },
  { "returns_complex", TWO_WORKERS, "[z.real, z.imag]" },
  { "returns_ragged", TWO_WORKERS, "a list within a list" },
  { "returns_empty", TWO_WORKERS, "empty list" },
  { "returns_million", TWO_WORKERS, "returned 1000000 numbers; at most 100000" },
  { "raises", TWO_WORKERS, "ValueError: no such temperature (line ", "in raises" },
  { "raises_far", TWO_WORKERS, "ValueError: no such temperature (line ", "in raises_far" },
  { "raises_odd", TWO_WORKERS, "Odd: its message cannot be shown" },
  { "recurses", TWO_WORKERS, "RecursionError: maximum recursion depth", "in recurses" },
  { "waits_and_fails", TWO_WORKERS, "ValueError: not 2.0 (line ", "in waits_and_fails" },
  { "exits", TWO_WORKERS, "it called exit (3)" },
  { "exits_hard", TWO_WORKERS, "exit status 3" },
  { "crashes", TWO_WORKERS, "crashed (signal 11, Segmentation fault)", "in crashes" },
  { "aborts", TWO_WORKERS, "crashed (signal 6, Aborted)", "in aborts" },
  { "kills_itself", TWO_WORKERS, "was killed (signal 9)" },
  { "loops", LIMITED, "longer than its limit of 0.3 s" },
  { "loops_deaf", LIMITED, "longer than its limit of 0.3 s" },
  { "eats_memory", SMALL, "ran out of memory (line " },
  { "closes_all", TWO_WORKERS, "closed its standard output" },
  { "not_there", TWO_WORKERS, "There is no “not_there” in functions.py. It has: double, scaled" },
  { "not_callable", TWO_WORKERS, "“not_callable” in functions.py is no function" },
  { "wrong_arguments", TWO_WORKERS, "wrong_arguments(a, b, c) cannot be called as wrong_arguments(x): missing a required argument: 'b'" },
  { "prints_much", TWO_WORKERS, NULL, NULL, "bytes left out]" },
  { "prints_little", TWO_WORKERS, NULL, NULL, "seen 2.0\n" },
  { "prints_in_c", TWO_WORKERS, NULL, NULL, "from C\nunfinished" },
  { "prints_protocol", TWO_WORKERS, NULL, NULL, "{\"id\": 1, \"y\": 99}\n" },
  { "waits", TWO_WORKERS, NULL, NULL, "begin 2.0\n" },
  { "closes_stdout", TWO_WORKERS, NULL },
  { "reads_input", TWO_WORKERS, NULL },
  { "changes_folder", TWO_WORKERS, NULL },
  { "forks", TWO_WORKERS, NULL },
};

static void
check_error (SondeBatch *batch,
             guint       index,
             const char *message,
             const char *traceback)
{
  const GError *error = sonde_batch_get_error (batch, index);
  const char *rest;

  g_assert_nonnull (error);
  g_test_message ("%s", error->message);
  if (error->code != SONDE_FUNCTION_ERROR_SHAPE)
    g_assert_error (error, SONDE_FUNCTION_ERROR, SONDE_FUNCTION_ERROR_FAILED);
  rest = strstr (error->message, "\n\n");
  if (traceback != NULL)
    {
      g_assert_nonnull (rest);
      g_assert_nonnull (strstr (rest, traceback));
      g_assert_null (strstr (rest, "sonde_worker.py\", line") != NULL && strstr (rest, "Fatal") == NULL ? rest : NULL);
    }
  /* what a person reads first is before the traceback */
  if (strstr (error->message, message) == NULL || (rest != NULL && strstr (error->message, message) > rest))
    g_error ("“%s” is not said in: %s", message, error->message);
}

static void
test_case (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  const double x[] = { 0.5, 2, 0.25 };
  WorkerBench bench;

  worker_bench_init (&bench, cases[i].executor, python_function_new (NULL, cases[i].function, NULL, NULL));
  for (guint k = 0; k < 3; k++)
    {
      SondeBatch *batch = worker_bench_evaluate (&bench, &x[k], 1);
      gboolean fails_always = cases[i].message != NULL && strstr (cases[i].message, cases[i].function) != NULL;

      if (cases[i].message != NULL && (x[k] >= 1 || fails_always))
        check_error (batch, 0, cases[i].message, cases[i].traceback);
      else if (batch->errors != NULL)
        g_error ("%s", sonde_batch_get_error (batch, 0)->message);
      else
        g_assert_cmpfloat (batch->y[0], ==, 2 * x[k]);
      if (cases[i].output != NULL && x[k] >= 1)
        {
          g_assert_nonnull (sonde_batch_get_output (batch, 0));
          g_assert_nonnull (strstr (sonde_batch_get_output (batch, 0), cases[i].output));
          g_assert_cmpuint (strlen (sonde_batch_get_output (batch, 0)), <=, SONDE_BATCH_MAX_OUTPUT);
        }
    }
  worker_bench_clear (&bench);
}

/* NaN and infinity are values. */
static void
test_not_finite (void)
{
  const double x = 2;
  WorkerBench bench;

  worker_bench_init (&bench, TWO_WORKERS, python_function_new (NULL, "returns_nan", NULL, NULL));
  g_assert_true (isnan (worker_bench_evaluate (&bench, &x, 1)->y[0]));
  worker_bench_clear (&bench);
  worker_bench_init (&bench, TWO_WORKERS, python_function_new (NULL, "returns_infinity", NULL, NULL));
  g_assert_cmpfloat (worker_bench_evaluate (&bench, &x, 1)->y[0], ==, -INFINITY);
  worker_bench_clear (&bench);
}

/* Within a batch the points of the other shape fail, and only they. */
static void
test_varying (void)
{
  const double x[] = { 0.5, 2, 0.25 };
  WorkerBench bench;
  SondeBatch *batch;

  worker_bench_init (&bench, TWO_WORKERS, python_function_new (NULL, "returns_varying", NULL, NULL));
  batch = worker_bench_evaluate (&bench, x, 3);
  g_assert_cmpuint (batch->vdim, ==, 2);
  g_assert_null (sonde_batch_get_error (batch, 0));
  check_error (batch, 1, "a list of 3 numbers here and a list of 2 numbers before", NULL);
  g_assert_null (sonde_batch_get_error (batch, 2));
  worker_bench_clear (&bench);
}

/* One bad point among many good ones of a batch: only it fails, whatever it does to its worker. */
static void
test_in_batch (gconstpointer function)
{
  double x[64];
  WorkerBench bench;
  SondeBatch *batch;

  for (guint i = 0; i < G_N_ELEMENTS (x); i++)
    x[i] = i == 40 ? 2 : i / 100.0;
  worker_bench_init (&bench, LIMITED, python_function_new (NULL, function, NULL, NULL));
  batch = worker_bench_evaluate (&bench, x, G_N_ELEMENTS (x));
  for (guint i = 0; i < G_N_ELEMENTS (x); i++)
    if (i == 40)
      g_assert_nonnull (sonde_batch_get_error (batch, i));
    else if (sonde_batch_get_error (batch, i) != NULL)
      g_error ("%s", sonde_batch_get_error (batch, i)->message);
    else
      g_assert_cmpfloat (batch->y[i], ==, 2 * x[i]);
  worker_bench_clear (&bench);
}

/* Files */

static void
check_file (const char *content,
            const char *message,
            const char *traceback)
{
  g_autofree char *folder = g_dir_make_tmp ("sonde-test-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "mine.py", NULL);
  const double x = 2;
  WorkerBench bench;

  if (content != NULL)
    g_file_set_contents (path, content, -1, NULL);
  worker_bench_init (&bench, TWO_WORKERS, python_function_new (path, "f", NULL, NULL));
  check_error (worker_bench_evaluate (&bench, &x, 1), 0, message, traceback);
  worker_bench_clear (&bench);
  g_remove (path);
  g_rmdir (folder);
}

static void
test_files (void)
{
  check_file (NULL, "cannot be read: No such file or directory", NULL);
  check_file ("def f(x)\n  return x\n", "SyntaxError: expected ':' (mine.py, line 1)", "def f(x)");
  check_file ("def f(x):\n  return x +\n", "SyntaxError: invalid syntax (mine.py, line 2)", "return x +");
  check_file ("", "There is no “f” in mine.py. It defines no function.", NULL);
  check_file ("import no_such_module\n", "No module named 'no_such_module' (line 1 of mine.py). Install it for ", "import no_such_module");
  check_file ("x = 1 / 0\n", "ZeroDivisionError: division by zero (line 1 of mine.py)", "x = 1 / 0");
  check_file ("import sys\nsys.exit('no licence')\n", "it called exit (no licence) (line 2 of mine.py)", NULL);
  check_file ("f = lambda: 3\n", "<lambda>() cannot be called as <lambda>(x)", NULL);
  check_file ("def f(x):\n  import os\n  os.chdir('/nowhere')\n", "FileNotFoundError", "os.chdir");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/worker-bad/%s", cases[i].function);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_case);
    }
  g_test_add_func ("/worker-bad/not-finite", test_not_finite);
  g_test_add_func ("/worker-bad/varying", test_varying);
  g_test_add_data_func ("/worker-bad/in-batch/crash", "crashes", test_in_batch);
  g_test_add_data_func ("/worker-bad/in-batch/exit", "exits_hard", test_in_batch);
  g_test_add_data_func ("/worker-bad/in-batch/loop", "loops", test_in_batch);
  g_test_add_data_func ("/worker-bad/in-batch/raise", "raises", test_in_batch);
  g_test_add_func ("/worker-bad/files", test_files);

  return g_test_run ();
}
