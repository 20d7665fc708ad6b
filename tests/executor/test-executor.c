/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>
#include <pthread.h>
#include <string.h>

#include "base/sonde-family.h"
#include "base/sonde-points.h"
#include "executor/sonde-executor-private.h"
#include "executor/sonde-sequential-executor.h"
#include "executor/sonde-thread-executor.h"
#include "function/sonde-function-private.h"

/* One contract, all executors. A double of a function does what a test tells it; its gate holds evaluations until it is opened. */

#define TEST_TYPE_FUNCTION (test_function_get_type ())
SONDE_DECLARE_MEMBER (TestFunction, test_function, TEST_FUNCTION, SondeFunction)

struct _TestFunction
{
  SondeFunction    parent_instance;
  double           seconds;       /* that it says it took */
  guint            fail_every;    /* 0: never */
  guint            shape_every;   /* 0: never */
  pthread_mutex_t  mutex;
  pthread_cond_t   changed;
  gboolean         is_closed;
  guint            n_entered;
  guint            n_evaluated;
};

typedef struct
{
  SondeFunctionClass parent_class;
} TestFunctionClass;

G_DEFINE_FINAL_TYPE (TestFunction, test_function, SONDE_TYPE_FUNCTION)

static guint
test_function_pass (TestFunction *self)
{
  guint n;

  pthread_mutex_lock (&self->mutex);
  self->n_entered++;
  pthread_cond_broadcast (&self->changed);
  while (self->is_closed)
    pthread_cond_wait (&self->changed, &self->mutex);
  n = ++self->n_evaluated;
  pthread_mutex_unlock (&self->mutex);
  return n;
}

static void
test_function_evaluate (SondeFunction *function,
                        SondeBatch    *batch,
                        GCancellable  *cancellable)
{
  TestFunction *self = SONDE_TEST_FUNCTION (function);

  for (guint i = 0; i < batch->n && !g_cancellable_is_cancelled (cancellable); i++)
    {
      guint n = test_function_pass (self);
      double y[] = { 2 * batch->x[i], 0 };

      if (self->fail_every != 0 && n % self->fail_every == 0)
        sonde_batch_take_error (batch, i, g_error_new (SONDE_FUNCTION_ERROR, SONDE_FUNCTION_ERROR_FAILED, "call %u", n),
                                self->seconds);
      else
        sonde_batch_set_value (batch, i, y, self->shape_every != 0 && n % self->shape_every == 0 ? 2 : SONDE_SCALAR,
                               self->seconds);
    }
}

static void
test_function_finalize (GObject *object)
{
  TestFunction *self = SONDE_TEST_FUNCTION (object);

  pthread_mutex_destroy (&self->mutex);
  pthread_cond_destroy (&self->changed);
  G_OBJECT_CLASS (test_function_parent_class)->finalize (object);
}

static void
test_function_class_init (TestFunctionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = test_function_finalize;
  SONDE_FUNCTION_CLASS (klass)->evaluate = test_function_evaluate;
}

static void
test_function_init (TestFunction *self)
{
  self->seconds = 1e-7;
  pthread_mutex_init (&self->mutex, NULL);
  pthread_cond_init (&self->changed, NULL);
}

static void
test_function_set_closed (TestFunction *self,
                          gboolean      is_closed)
{
  pthread_mutex_lock (&self->mutex);
  self->is_closed = is_closed;
  pthread_cond_broadcast (&self->changed);
  pthread_mutex_unlock (&self->mutex);
}

static void
test_function_wait_entered (TestFunction *self,
                            guint         n)
{
  pthread_mutex_lock (&self->mutex);
  while (self->n_entered < n)
    pthread_cond_wait (&self->changed, &self->mutex);
  pthread_mutex_unlock (&self->mutex);
}

/* The bench of a test: an executor, a function and what came back. */

typedef struct
{
  SondeExecutor *executor;
  TestFunction  *function;
  GMainContext  *context;
  GCancellable  *cancellable;
  guint          n_submitted;
  guint          n_back;          /* batches */
  guint          n_values;
  guint          n_failed;
  guint          n_wrong_shape;
  guint          n_cancelled;
  guint         *n_times;         /* each point came back */
  guint          next;
} Bench;

#define MAX_POINTS 4096

typedef SondeExecutor *(*NewExecutor) (void);

static SondeExecutor *
new_one_thread (void)
{
  return sonde_thread_executor_new (1);
}

static SondeExecutor *
new_two_threads (void)
{
  return sonde_thread_executor_new (2);
}

static SondeExecutor *
new_seven_threads (void)
{
  return sonde_thread_executor_new (7);
}

static const struct
{
  const char  *name;
  NewExecutor  create;
  guint        capacity;
} executors[] = {
  { "sequential", sonde_sequential_executor_new, 1 },
  { "threads-1", new_one_thread, 1 },
  { "threads-2", new_two_threads, 2 },
  { "threads-7", new_seven_threads, 7 },
};

static void
bench_init (Bench         *self,
            gconstpointer  index)
{
  memset (self, 0, sizeof *self);
  self->executor = executors[GPOINTER_TO_UINT (index)].create ();
  self->function = g_object_new (TEST_TYPE_FUNCTION, NULL);
  self->cancellable = g_cancellable_new ();
  self->n_times = g_new0 (guint, MAX_POINTS);
}

static void
bench_clear (Bench *self)
{
  if (self->executor != NULL)
    g_assert_finalize_object (self->executor);
  g_assert_finalize_object (self->function);
  g_assert_finalize_object (self->cancellable);
  g_free (self->n_times);
}

static void
bench_count (Bench            *self,
             const SondeBatch *batch)
{
  for (guint i = 0; i < batch->n; i++)
    {
      const GError *error = sonde_batch_get_error (batch, i);

      self->n_times[(guint) batch->x[i]]++;
      if (error == NULL)
        {
          g_assert_cmpfloat (batch->y[i * SONDE_STRIDE (batch->vdim)], ==, 2 * batch->x[i]);
          self->n_values++;
        }
      else if (error->code == SONDE_FUNCTION_ERROR_CANCELLED)
        self->n_cancelled++;
      else if (error->code == SONDE_FUNCTION_ERROR_SHAPE)
        self->n_wrong_shape++;
      else
        self->n_failed++;
    }
}

static void
on_evaluated (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  Bench *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (SondeBatch) batch = sonde_executor_evaluate_finish (SONDE_EXECUTOR (object), result, &error);

  g_assert_no_error (error);
  g_assert_true (g_main_context_is_owner (self->context != NULL ? self->context : g_main_context_default ()));
  bench_count (self, batch);
  self->n_back++;
}

static void
bench_submit (Bench *self,
              guint  n)
{
  double x[128];

  g_assert (n <= G_N_ELEMENTS (x) && self->next + n <= MAX_POINTS);

  for (guint i = 0; i < n; i++)
    x[i] = self->next++;
  self->n_submitted++;
  sonde_executor_evaluate_async (self->executor, SONDE_FUNCTION (self->function), sonde_batch_new (n, 1, x), self->cancellable,
                                 on_evaluated, self);
}

static void
bench_wait (Bench *self,
            guint  n_back)
{
  while (self->n_back < n_back)
    g_main_context_iteration (self->context, TRUE);
}

/* Every point came back exactly once. */
static void
bench_finish (Bench *self)
{
  bench_wait (self, self->n_submitted);
  while (g_main_context_iteration (self->context, FALSE))
    ;
  g_assert_cmpuint (self->n_back, ==, self->n_submitted);
  for (guint i = 0; i < self->next; i++)
    g_assert_cmpuint (self->n_times[i], ==, 1);
  g_assert_cmpuint (self->n_values + self->n_failed + self->n_wrong_shape + self->n_cancelled, ==, self->next);
}

static void
submit_many (Bench *self)
{
  for (guint n = 1; n <= 40; n++)
    bench_submit (self, n);
  bench_submit (self, 100);
  for (guint i = 0; i < 300; i++)
    bench_submit (self, 1);
}

static void
test_all_come_back (gconstpointer index)
{
  Bench bench;

  bench_init (&bench, index);
  submit_many (&bench);
  bench_finish (&bench);
  g_assert_cmpuint (bench.n_values, ==, bench.next);
  bench_clear (&bench);
}

static void
test_errors (gconstpointer index)
{
  Bench bench;

  bench_init (&bench, index);
  bench.function->fail_every = 7;
  submit_many (&bench);
  bench_finish (&bench);
  g_assert_cmpuint (bench.n_failed, ==, bench.next / 7);
  g_assert_cmpuint (bench.n_values, ==, bench.next - bench.next / 7);
  bench_clear (&bench);
}

/* A point of another shape than the first of its batch fails, and only it. */
static void
test_shapes (gconstpointer index)
{
  Bench bench;

  bench_init (&bench, index);
  bench.function->shape_every = 5;
  bench_submit (&bench, 4);
  bench_wait (&bench, 1);
  bench_submit (&bench, 100);
  bench_finish (&bench);
  g_assert_cmpuint (bench.n_wrong_shape, ==, 99 - 19);
  bench_clear (&bench);

  bench_init (&bench, index);
  bench.function->shape_every = 5;
  bench_submit (&bench, 100);
  bench_finish (&bench);
  g_assert_cmpuint (bench.n_wrong_shape, ==, 20);
  bench_clear (&bench);
}

static void
test_capacity (gconstpointer index)
{
  guint i = GPOINTER_TO_UINT (index);
  Bench bench;

  bench_init (&bench, index);
  g_assert_cmpuint (sonde_executor_get_capacity (bench.executor), ==, executors[i].capacity);
  g_assert_true (g_str_has_prefix (executors[i].name, sonde_executor_get_kind (bench.executor)));

  /* As many are evaluated at the same time, and no more. */
  test_function_set_closed (bench.function, TRUE);
  for (guint k = 0; k < 20; k++)
    bench_submit (&bench, 1);
  test_function_wait_entered (bench.function, executors[i].capacity);
  pthread_mutex_lock (&bench.function->mutex);
  g_assert_cmpuint (bench.function->n_entered, ==, executors[i].capacity);
  pthread_mutex_unlock (&bench.function->mutex);
  test_function_set_closed (bench.function, FALSE);
  bench_finish (&bench);
  bench_clear (&bench);
}

static gpointer
run_in_other_context (gpointer index)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  Bench bench;

  g_main_context_push_thread_default (context);
  bench_init (&bench, index);
  bench.context = context;
  submit_many (&bench);
  bench_finish (&bench);
  bench_clear (&bench);
  g_main_context_pop_thread_default (context);
  return NULL;
}

static void
test_other_context (gconstpointer index)
{
  g_thread_join (g_thread_new (NULL, run_in_other_context, (gpointer) index));
}

static void
test_cancelled_before (gconstpointer index)
{
  Bench bench;

  bench_init (&bench, index);
  g_cancellable_cancel (bench.cancellable);
  bench_submit (&bench, 1);
  bench_submit (&bench, 50);
  g_assert_cmpuint (bench.n_back, ==, 0);
  bench_finish (&bench);
  g_assert_cmpuint (bench.n_cancelled, ==, 51);
  g_assert_cmpuint (bench.function->n_entered, ==, 0);
  bench_clear (&bench);
}

/* What waits comes back although all threads are held; what runs keeps its results. */
static void
test_cancelled_during (gconstpointer index)
{
  guint capacity = executors[GPOINTER_TO_UINT (index)].capacity;
  Bench bench;

  bench_init (&bench, index);
  test_function_set_closed (bench.function, TRUE);
  for (guint i = 0; i < capacity; i++)
    bench_submit (&bench, 3);
  test_function_wait_entered (bench.function, capacity);
  for (guint i = 0; i < 10; i++)
    bench_submit (&bench, 2);

  g_cancellable_cancel (bench.cancellable);
  g_assert_cmpuint (bench.n_back, ==, 0);
  bench_wait (&bench, 10);
  g_assert_cmpuint (bench.n_cancelled, ==, 20);

  test_function_set_closed (bench.function, FALSE);
  bench_finish (&bench);
  g_assert_cmpuint (bench.n_values, ==, capacity);
  g_assert_cmpuint (bench.n_cancelled, ==, 20 + 2 * capacity);
  bench_clear (&bench);
}

static gpointer
cancel_elsewhere (gpointer cancellable)
{
  g_cancellable_cancel (cancellable);
  return NULL;
}

static void
test_cancelled_elsewhere (gconstpointer index)
{
  Bench bench;
  GThread *thread;

  bench_init (&bench, index);
  submit_many (&bench);
  thread = g_thread_new (NULL, cancel_elsewhere, bench.cancellable);
  for (guint i = 0; i < 200; i++)
    bench_submit (&bench, 3);
  g_thread_join (thread);
  bench_finish (&bench);
  bench_clear (&bench);
}

static void
test_shutdown (gconstpointer index)
{
  guint capacity = executors[GPOINTER_TO_UINT (index)].capacity;
  Bench bench;

  bench_init (&bench, index);
  sonde_executor_shutdown (bench.executor);
  bench_submit (&bench, 5);
  bench_wait (&bench, 1);
  sonde_executor_shutdown (bench.executor);
  sonde_executor_shutdown (bench.executor);
  bench_submit (&bench, 5);
  bench_wait (&bench, 2);
  g_assert_cmpuint (bench.n_values, ==, 10);

  /* Shut down in the middle of evaluations: it does not wait for them, and they come back. */
  test_function_set_closed (bench.function, TRUE);
  for (guint i = 0; i < capacity; i++)
    bench_submit (&bench, 1);
  test_function_wait_entered (bench.function, 10 + capacity);
  bench_submit (&bench, 4);
  sonde_executor_shutdown (bench.executor);
  bench_wait (&bench, 3);
  g_assert_cmpuint (bench.n_cancelled, ==, 4);
  bench_submit (&bench, 1);
  test_function_wait_entered (bench.function, 11 + capacity);
  test_function_set_closed (bench.function, FALSE);
  bench_finish (&bench);
  g_assert_cmpuint (bench.n_values, ==, 11 + capacity);
  bench_clear (&bench);
}

/* The executor lives on until the last result has come back. */
static void
test_dispose_in_flight (gconstpointer index)
{
  Bench bench;
  gpointer watched;

  bench_init (&bench, index);
  watched = bench.executor;
  g_object_add_weak_pointer (watched, &watched);
  submit_many (&bench);
  g_clear_object (&bench.executor);
  bench_finish (&bench);
  g_assert_cmpuint (bench.n_values, ==, bench.next);
  g_assert_null (watched);
  bench_clear (&bench);
}

static void
test_batch_size (gconstpointer index)
{
  gboolean is_sequential = GPOINTER_TO_UINT (index) == 0;
  g_autoptr (TestFunction) slow = NULL;
  TestFunction *fast;
  Bench bench;

  bench_init (&bench, index);
  g_assert_cmpuint (sonde_executor_get_batch_size (bench.executor), ==, 1);
  for (guint i = 1; i <= 50; i++)
    {
      bench_submit (&bench, 1);
      bench_wait (&bench, i);
    }
  if (is_sequential)
    g_assert_cmpuint (sonde_executor_get_batch_size (bench.executor), ==, 1);
  else
    g_assert_cmpuint (sonde_executor_get_batch_size (bench.executor), >, 1);
  g_object_set (bench.executor, "max-batch", 1, NULL);
  g_assert_cmpuint (sonde_executor_get_batch_size (bench.executor), ==, 1);
  g_object_set (bench.executor, "max-batch", 0, NULL);

  slow = g_object_new (TEST_TYPE_FUNCTION, NULL);
  slow->seconds = 1000;
  fast = bench.function;
  bench.function = slow;
  bench_submit (&bench, 1);
  g_assert_cmpuint (sonde_executor_get_batch_size (bench.executor), ==, 1);
  bench_wait (&bench, 51);
  g_assert_cmpuint (sonde_executor_get_batch_size (bench.executor), ==, 1);
  bench.function = fast;
  bench_clear (&bench);
}

static SondeBatch *
new_point (void)
{
  const double x = 0;

  return sonde_batch_new (1, 1, &x);
}

static void
test_inline (gconstpointer index)
{
  gboolean is_sequential = GPOINTER_TO_UINT (index) == 0;
  g_autoptr (SondeBatch) first = new_point ();
  g_autoptr (SondeBatch) second = new_point ();
  g_autoptr (SondeBatch) third = new_point ();
  Bench bench;

  bench_init (&bench, index);
  g_assert_false (sonde_executor_evaluate_inline (bench.executor, SONDE_FUNCTION (bench.function), first));
  bench_submit (&bench, 1);
  bench_wait (&bench, 1);
  g_assert_true (sonde_executor_evaluate_inline (bench.executor, SONDE_FUNCTION (bench.function), second) == is_sequential);
  if (is_sequential)
    {
      g_assert_cmpfloat (second->y[0], ==, 0);
      bench.function->seconds = 0.1;
      g_assert_true (sonde_executor_evaluate_inline (bench.executor, SONDE_FUNCTION (bench.function), third));
    }
  g_assert_false (sonde_executor_evaluate_inline (bench.executor, SONDE_FUNCTION (bench.function), first));
  bench_finish (&bench);
  bench_clear (&bench);
}

static const struct
{
  const char *spec;
  const char *path;
  const char *fragment;
} faults[] = {
  { "{}", "kind", "threads" },
  { "{\"kind\": \"gpu\"}", "kind", "sequential, threads, processes" },
  { "{\"kind\": \"processes\", \"cores\": 2}", "cores", "workers, launch, nice, memory, timeout" },
  { "{\"kind\": \"processes\", \"workers\": 0}", "workers", "whole number" },
  { "{\"kind\": \"processes\", \"nice\": 20}", "nice", "from 0 to 19" },
  { "{\"kind\": \"processes\", \"nice\": 0.5}", "nice", "whole number" },
  { "{\"kind\": \"processes\", \"memory\": 1000}", "memory", "16 MiB" },
  { "{\"kind\": \"processes\", \"memory\": \"2 apples\"}", "memory", "2 GB" },
  { "{\"kind\": \"processes\", \"timeout\": 0}", "timeout", "above 0" },
  { "{\"kind\": \"processes\", \"launch\": {}}", "launch", "list" },
  { "{\"kind\": \"processes\", \"launch\": [\"ssh\"]}", "launch[0]", "prefix" },
  { "{\"kind\": \"processes\", \"launch\": [{\"prefix\": [\"ssh\", 7]}]}", "launch[0].prefix", "prefix" },
  { "{\"kind\": \"processes\", \"launch\": [{\"prefix\": \"ssh a\"}, {\"prefix\": \"ssh b\", \"workers\": -1}]}", "launch[1].workers",
    "whole number" },
  { "{\"kind\": \"mpi\"}", "kind", "not supported by this version" },
  { "{\"kind\": \"dask\"}", "kind", "not supported by this version" },
  { "{\"kind\": \"ipyparallel\"}", "kind", "not supported by this version" },
  { "{\"kind\": \"threads\", \"cores\": 2}", "cores", "workers" },
  { "{\"kind\": \"threads\", \"workers\": 0}", "workers", "whole number" },
  { "{\"kind\": \"threads\", \"workers\": 1.5}", "workers", "whole number" },
  { "{\"kind\": \"threads\", \"workers\": 9999999999}", "workers", "whole number" },
  { "{\"kind\": \"sequential\", \"workers\": 1}", "workers", "no option" },
};

static SondeExecutor *
new_from_text (const char  *text,
               char       **path,
               GError     **error)
{
  g_autoptr (JsonNode) node = json_from_string (text, NULL);

  return sonde_executor_new_from_spec (json_node_get_object (node), path, error);
}

static void
test_spec (void)
{
  g_autoptr (SondeExecutor) threads = new_from_text ("{\"kind\": \"threads\", \"workers\": 3}", NULL, NULL);
  g_autoptr (SondeExecutor) automatic = new_from_text ("{\"kind\": \"threads\"}", NULL, NULL);
  g_autoptr (SondeExecutor) sequential = new_from_text ("{\"kind\": \"sequential\"}", NULL, NULL);
  g_autoptr (SondeExecutor) processes = new_from_text ("{\"kind\": \"processes\", \"workers\": 2, \"launch\": [{\"prefix\": \"nice -n 1\"}, "
                                                       "{\"prefix\": [\"ssh\", \"host\"], \"workers\": 8}], \"nice\": 10, \"memory\": \"2 GB\", "
                                                       "\"timeout\": 0.5}", NULL, NULL);

  g_assert_cmpuint (sonde_executor_get_capacity (threads), ==, 3);
  g_assert_cmpuint (sonde_executor_get_capacity (automatic), ==, g_get_num_processors ());
  g_assert_cmpstr (sonde_executor_get_kind (sequential), ==, "sequential");
  g_assert_cmpuint (sonde_executor_get_capacity (processes), ==, 11);
  g_assert_cmpuint (g_list_model_get_n_items (sonde_executor_get_workers (processes)), ==, 11);
  g_assert_cmpfloat (sonde_executor_get_timeout (processes), ==, 0.5);

  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *path = NULL;

      g_assert_null (new_from_text (faults[i].spec, &path, &error));
      g_assert_error (error, SONDE_EXECUTOR_ERROR, SONDE_EXECUTOR_ERROR_SPEC);
      g_assert_cmpstr (path, ==, faults[i].path);
      g_assert_nonnull (strstr (error->message, faults[i].fragment));
    }
}

static const struct
{
  const char    *name;
  GTestDataFunc  run;
} contract[] = {
  { "all-come-back", test_all_come_back },
  { "errors", test_errors },
  { "shapes", test_shapes },
  { "capacity", test_capacity },
  { "other-context", test_other_context },
  { "cancelled-before", test_cancelled_before },
  { "cancelled-during", test_cancelled_during },
  { "cancelled-elsewhere", test_cancelled_elsewhere },
  { "shutdown", test_shutdown },
  { "dispose-in-flight", test_dispose_in_flight },
  { "batch-size", test_batch_size },
  { "inline", test_inline },
};

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (executors); i++)
    for (guint k = 0; k < G_N_ELEMENTS (contract); k++)
      {
        g_autofree char *path = g_strdup_printf ("/executor/%s/%s", executors[i].name, contract[k].name);

        g_test_add_data_func (path, GUINT_TO_POINTER (i), contract[k].run);
      }
  g_test_add_func ("/executor/spec", test_spec);

  return g_test_run ();
}
