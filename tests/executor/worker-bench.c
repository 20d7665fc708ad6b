/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <errno.h>
#include <sys/wait.h>

#include "base/sonde-family.h"
#include "executor/sonde-worker.h"
#include "function/sonde-function-private.h"
#include "worker-bench.h"

/* What PATH has may be a script of some manager of versions, which takes its time. */
#define PYTHON "/usr/bin/python3"

/* The function */

SONDE_DECLARE_MEMBER (WorkerFunction, worker_function, WORKER_FUNCTION, SondeFunction)

struct _WorkerFunction
{
  SondeFunction   parent_instance;
  JsonObject     *spec;
  char          **argv;         /* NULL: our own worker for Python */
};

typedef struct
{
  SondeFunctionClass parent_class;
} WorkerFunctionClass;

G_DEFINE_FINAL_TYPE (WorkerFunction, worker_function, SONDE_TYPE_FUNCTION)

static JsonObject *
worker_function_get_spec (SondeFunction *function)
{
  return json_object_ref (SONDE_WORKER_FUNCTION (function)->spec);
}

static SondeWorkerCommand *
worker_function_get_worker_command (SondeFunction *function)
{
  WorkerFunction *self = SONDE_WORKER_FUNCTION (function);

  if (self->argv == NULL)
    return sonde_worker_command_new_python (g_file_test (PYTHON, G_FILE_TEST_IS_EXECUTABLE) ? PYTHON : NULL);
  return sonde_worker_command_new ((const char * const *) self->argv);
}

static void
worker_function_finalize (GObject *object)
{
  WorkerFunction *self = SONDE_WORKER_FUNCTION (object);

  json_object_unref (self->spec);
  g_strfreev (self->argv);
  G_OBJECT_CLASS (worker_function_parent_class)->finalize (object);
}

static void
worker_function_class_init (WorkerFunctionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = worker_function_finalize;
  SONDE_FUNCTION_CLASS (klass)->get_spec = worker_function_get_spec;
  SONDE_FUNCTION_CLASS (klass)->get_worker_command = worker_function_get_worker_command;
}

static void
worker_function_init (WorkerFunction *self)
{
}

/* @spec: JSON. @argv: (nullable): of the worker; NULL for ours. */
SondeFunction *
worker_function_new (const char         *spec,
                     const char * const *argv)
{
  WorkerFunction *self = g_object_new (worker_function_get_type (), NULL);
  g_autoptr (JsonNode) node = json_from_string (spec, NULL);

  g_assert_nonnull (node);
  self->spec = json_object_ref (json_node_get_object (node));
  self->argv = g_strdupv ((char **) argv);
  return SONDE_FUNCTION (self);
}

/* @file: NULL for functions.py of the tests. @variables, @parameters: JSON; NULL for one variable and none. */
SondeFunction *
python_function_new (const char *file,
                     const char *name,
                     const char *variables,
                     const char *parameters)
{
  g_autofree char *path = file != NULL ? g_strdup (file) : g_build_filename (TESTS_FOLDER, "functions.py", NULL);
  g_autofree char *spec = g_strdup_printf ("{\"kind\": \"python\", \"file\": \"%s\", \"name\": \"%s\", \"variables\": %s, \"parameters\": %s}",
                                           path, name, variables != NULL ? variables : "[\"x\"]", parameters != NULL ? parameters : "{}");

  return worker_function_new (spec, NULL);
}

/* The bench */

/* @executor: as in a study. Takes @function. */
void
worker_bench_init (WorkerBench   *self,
                   const char    *executor,
                   SondeFunction *function)
{
  g_autoptr (JsonNode) node = json_from_string (executor, NULL);
  g_autoptr (GError) error = NULL;

  self->executor = sonde_executor_new_from_spec (json_node_get_object (node), NULL, &error);
  g_assert_no_error (error);
  self->function = function;
  self->cancellable = g_cancellable_new ();
  self->batches = g_ptr_array_new_with_free_func ((GDestroyNotify) sonde_batch_free);
  self->n_submitted = 0;
  self->ndim = 1;
}

void
worker_bench_clear (WorkerBench *self)
{
  worker_bench_wait (self);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (self->executor);
  g_assert_finalize_object (self->function);
  g_assert_finalize_object (self->cancellable);
  g_ptr_array_unref (self->batches);
  worker_bench_await_no_child ();
}

static void
on_evaluated (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  WorkerBench *self = user_data;
  g_autoptr (GError) error = NULL;
  SondeBatch *batch = sonde_executor_evaluate_finish (SONDE_EXECUTOR (object), result, &error);

  g_assert_no_error (error);
  g_ptr_array_add (self->batches, batch);
}

/* One batch of @n points. */
void
worker_bench_submit (WorkerBench  *self,
                     const double *x,
                     guint         n)
{
  self->n_submitted++;
  sonde_executor_evaluate_async (self->executor, self->function, sonde_batch_new (n, self->ndim, x), self->cancellable, on_evaluated, self);
}

void
worker_bench_wait (WorkerBench *self)
{
  while (self->batches->len < self->n_submitted)
    g_main_context_iteration (NULL, TRUE);
}

/* When all before it has come back. Returns: (transfer none) */
SondeBatch *
worker_bench_evaluate (WorkerBench  *self,
                       const double *x,
                       guint         n)
{
  worker_bench_wait (self);
  worker_bench_submit (self, x, n);
  worker_bench_wait (self);
  return g_ptr_array_index (self->batches, self->batches->len - 1);
}

/* Returns: (transfer none) */
SondeWorker *
worker_bench_get_worker (WorkerBench *self,
                         guint        index)
{
  g_autoptr (SondeWorker) worker = g_list_model_get_item (sonde_executor_get_workers (self->executor), index);

  return worker;
}

/* Until no child of this process is left, and none that is not waited for. */
void
worker_bench_await_no_child (void)
{
  siginfo_t info;

  while (waitid (P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) == 0)
    g_usleep (2000);
  g_assert_cmpint (errno, ==, ECHILD);
}

guint
count_open_files (void)
{
  g_autoptr (GDir) dir = g_dir_open ("/proc/self/fd", 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;
  return n;
}
