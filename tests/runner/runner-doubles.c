/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "runner-doubles.h"

G_DEFINE_FINAL_TYPE (TestClock, test_clock, SONDE_TYPE_CLOCK)

static gint64
test_clock_get_monotonic (SondeClock *clock)
{
  TestClock *self = TEST_CLOCK (clock);

  return self->now += self->step;
}

static gint64
test_clock_get_real (SondeClock *clock)
{
  TestClock *self = TEST_CLOCK (clock);

  return (self->now + self->real_offset) / 1000;
}

static void
test_clock_class_init (TestClockClass *klass)
{
  SONDE_CLOCK_CLASS (klass)->get_monotonic = test_clock_get_monotonic;
  SONDE_CLOCK_CLASS (klass)->get_real = test_clock_get_real;
}

static void
test_clock_init (TestClock *self)
{
  self->now = 1000000;
}

void
test_clock_advance (TestClock *self,
                    double     seconds)
{
  self->now += (gint64) round (seconds * 1e9);
}

typedef struct
{
  SondeLearnerClass parent_class;
} TestLearnerClass;

G_DEFINE_FINAL_TYPE (TestLearner, test_learner, SONDE_TYPE_LEARNER)

static gboolean
is_known (SondeLearner *learner,
          double        x)
{
  const SondePoints *points = sonde_learner_get_points (learner);

  for (guint i = 0; i < points->n; i++)
    if (points->x[i] == x)
      return TRUE;
  return FALSE;
}

static int
find_pending (TestLearner *self,
              double       x)
{
  for (guint i = 0; i < self->pending->len; i++)
    if (g_array_index (self->pending, double, i) == x)
      return i;
  return -1;
}

static guint
test_learner_ask (SondeLearner *learner,
                  guint         n,
                  gboolean      tell_pending,
                  double       *points,
                  double       *loss_improvements)
{
  TestLearner *self = SONDE_TEST_LEARNER (learner);
  guint found = 0;

  g_string_append_printf (self->calls, "a%u ", n);
  for (guint x = 0; x < self->limit && found < n; x++)
    if (!is_known (learner, x) && find_pending (self, x) < 0)
      {
        loss_improvements[found] = INFINITY;
        points[found++] = x;
      }
  if (tell_pending)
    g_array_append_vals (self->pending, points, found);
  return found;
}

static gboolean
test_learner_tell (SondeLearner  *learner,
                   const double  *x,
                   const double  *y,
                   guint          vdim,
                   double         seconds,
                   GError       **error)
{
  TestLearner *self = SONDE_TEST_LEARNER (learner);
  int index = find_pending (self, *x);

  if (*x == self->refused)
    {
      g_set_error (error, SONDE_LEARNER_ERROR, SONDE_LEARNER_ERROR_POINT, "refused");
      return FALSE;
    }
  g_string_append_printf (self->calls, "t%g ", *x);
  if (index >= 0)
    g_array_remove_index (self->pending, index);
  if (!is_known (learner, *x))
    _sonde_learner_append (learner, x, y, vdim, seconds);
  return TRUE;
}

static void
test_learner_tell_pending (SondeLearner *learner,
                           const double *x)
{
  TestLearner *self = SONDE_TEST_LEARNER (learner);

  g_string_append_printf (self->calls, "p%g ", *x);
  if (!is_known (learner, *x) && find_pending (self, *x) < 0)
    g_array_append_val (self->pending, *x);
}

static void
test_learner_remove_unfinished (SondeLearner *learner)
{
  g_string_append (SONDE_TEST_LEARNER (learner)->calls, "r ");
  g_array_set_size (SONDE_TEST_LEARNER (learner)->pending, 0);
}

static double
test_learner_loss (SondeLearner *learner,
                   gboolean      real)
{
  TestLearner *self = SONDE_TEST_LEARNER (learner);
  guint n = sonde_learner_get_npoints (learner);

  g_assert_true (real);
  if (self->loss != 0)
    return self->loss;
  return n > 0 ? 1.0 / n : INFINITY;
}

static SondeLearner *
test_learner_new_empty (SondeLearner *learner)
{
  return SONDE_LEARNER ((gpointer) test_learner_new (SONDE_TEST_LEARNER (learner)->limit));
}

static gboolean
test_learner_work (SondeLearner *learner,
                   gint64        deadline)
{
  TestLearner *self = SONDE_TEST_LEARNER (learner);

  if (self->chores == 0)
    return TRUE;
  g_string_append (self->calls, "w ");
  return --self->chores == 0;
}

static gboolean
test_learner_is_done (SondeLearner *learner)
{
  TestLearner *self = SONDE_TEST_LEARNER (learner);

  return self->done_at_limit && sonde_learner_get_npoints (learner) >= self->limit;
}

static guint
test_learner_n_pending (SondeLearner *learner)
{
  return SONDE_TEST_LEARNER (learner)->pending->len;
}

static void
test_learner_get_pending (SondeLearner *learner,
                          double       *points)
{
  GArray *pending = SONDE_TEST_LEARNER (learner)->pending;

  for (guint i = 0; i < pending->len; i++)
    points[i] = g_array_index (pending, double, i);
}

static void
test_learner_finalize (GObject *object)
{
  TestLearner *self = SONDE_TEST_LEARNER (object);

  g_array_unref (self->pending);
  g_string_free (self->calls, TRUE);
  G_OBJECT_CLASS (test_learner_parent_class)->finalize (object);
}

static void
test_learner_class_init (TestLearnerClass *klass)
{
  SondeLearnerClass *learner_class = SONDE_LEARNER_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = test_learner_finalize;
  learner_class->ask = test_learner_ask;
  learner_class->tell = test_learner_tell;
  learner_class->tell_pending = test_learner_tell_pending;
  learner_class->remove_unfinished = test_learner_remove_unfinished;
  learner_class->loss = test_learner_loss;
  learner_class->new_empty = test_learner_new_empty;
  learner_class->work = test_learner_work;
  learner_class->is_done = test_learner_is_done;
  learner_class->n_pending = test_learner_n_pending;
  learner_class->get_pending = test_learner_get_pending;
}

static void
test_learner_init (TestLearner *self)
{
  self->pending = g_array_new (FALSE, FALSE, sizeof (double));
  self->calls = g_string_new (NULL);
  self->refused = NAN;
}

TestLearner *
test_learner_new (guint limit)
{
  g_autoptr (SondeDomain) domain = sonde_domain_new_interval ("x", 0, 1e6);
  TestLearner *self = g_object_new (TEST_TYPE_LEARNER, NULL);

  _sonde_learner_construct (SONDE_LEARNER ((gpointer) self), domain);
  self->limit = limit;
  return self;
}

typedef struct
{
  SondeFunctionClass parent_class;
} TestFunctionClass;

G_DEFINE_FINAL_TYPE (TestFunction, test_function, SONDE_TYPE_FUNCTION)

static void
test_function_evaluate_point (TestFunction *self,
                              SondeBatch   *batch,
                              guint         index)
{
  const double x = batch->x[index];
  const double values[2] = { x, x };

  self->n_calls++;
  if (self->clock != NULL)
    test_clock_advance (self->clock, self->seconds);
  if (x < G_N_ELEMENTS (self->fails) && self->fails[(guint) x] > 0)
    {
      self->fails[(guint) x]--;
      sonde_batch_take_error (batch, index,
                              g_error_new (SONDE_FUNCTION_ERROR, SONDE_FUNCTION_ERROR_FAILED, "bad %g\n\ntrace of %g", x, x),
                              self->seconds);
    }
  else
    sonde_batch_set_value (batch, index, values, x == self->vector_at ? 2 : SONDE_SCALAR, self->seconds);
}

static void
test_function_evaluate (SondeFunction *function,
                        SondeBatch    *batch,
                        GCancellable  *cancellable)
{
  for (guint i = 0; i < batch->n; i++)
    test_function_evaluate_point (SONDE_TEST_FUNCTION (function), batch, i);
}

static void
test_function_class_init (TestFunctionClass *klass)
{
  SONDE_FUNCTION_CLASS (klass)->evaluate = test_function_evaluate;
}

static void
test_function_init (TestFunction *self)
{
  self->vector_at = NAN;
}

TestFunction *
test_function_new (void)
{
  return g_object_new (TEST_TYPE_FUNCTION, NULL);
}

typedef struct
{
  SondeExecutorClass parent_class;
} TestExecutorClass;

G_DEFINE_FINAL_TYPE (TestExecutor, test_executor, SONDE_TYPE_EXECUTOR)

typedef struct
{
  SondeFunction *function;
  SondeBatch    *batch;
} Task;

static void
task_free (Task *task)
{
  g_object_unref (task->function);
  g_clear_pointer (&task->batch, sonde_batch_free);
  g_free (task);
}

static guint
test_executor_get_capacity (SondeExecutor *executor)
{
  return SONDE_TEST_EXECUTOR (executor)->capacity;
}

static void
test_executor_evaluate_async (SondeExecutor       *executor,
                              SondeFunction       *function,
                              SondeBatch          *batch,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  TestExecutor *self = SONDE_TEST_EXECUTOR (executor);
  GTask *gtask = g_task_new (self, cancellable, callback, user_data);
  Task *task = g_new0 (Task, 1);

  task->function = g_object_ref (function);
  task->batch = batch;
  g_task_set_check_cancellable (gtask, FALSE);
  g_task_set_task_data (gtask, task, (GDestroyNotify) task_free);
  g_ptr_array_add (self->tasks, gtask);
}

static SondeBatch *
test_executor_evaluate_finish (SondeExecutor  *executor,
                               GAsyncResult   *result,
                               GError        **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static gboolean
test_executor_evaluate_inline (SondeExecutor *executor,
                               SondeFunction *function,
                               SondeBatch    *batch)
{
  if (!SONDE_TEST_EXECUTOR (executor)->inlines)
    return FALSE;
  sonde_function_evaluate (function, batch, NULL);
  return TRUE;
}

static void
test_executor_shutdown (SondeExecutor *executor)
{
  SONDE_TEST_EXECUTOR (executor)->n_shutdowns++;
}

static void
test_executor_finalize (GObject *object)
{
  g_ptr_array_unref (SONDE_TEST_EXECUTOR (object)->tasks);
  G_OBJECT_CLASS (test_executor_parent_class)->finalize (object);
}

static void
test_executor_class_init (TestExecutorClass *klass)
{
  SondeExecutorClass *executor_class = SONDE_EXECUTOR_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = test_executor_finalize;
  executor_class->kind = "test";
  executor_class->get_capacity = test_executor_get_capacity;
  executor_class->evaluate_async = test_executor_evaluate_async;
  executor_class->evaluate_finish = test_executor_evaluate_finish;
  executor_class->evaluate_inline = test_executor_evaluate_inline;
  executor_class->shutdown = test_executor_shutdown;
}

static void
test_executor_init (TestExecutor *self)
{
  self->tasks = g_ptr_array_new_with_free_func (g_object_unref);
}

TestExecutor *
test_executor_new (guint capacity)
{
  TestExecutor *self = g_object_new (TEST_TYPE_EXECUTOR, NULL);

  self->capacity = capacity;
  return self;
}

guint
test_executor_get_n_tasks (TestExecutor *self)
{
  return self->tasks->len;
}

SondeBatch *
test_executor_get_batch (TestExecutor *self,
                         guint         index)
{
  g_assert_cmpuint (index, <, self->tasks->len);
  return ((Task *) g_task_get_task_data (g_ptr_array_index (self->tasks, index)))->batch;
}

static GTask *
take_task (TestExecutor *self,
           guint         index)
{
  g_assert_cmpuint (index, <, self->tasks->len);
  return g_ptr_array_steal_index (self->tasks, index);
}

void
test_executor_complete (TestExecutor *self,
                        guint         index)
{
  g_autoptr (GTask) gtask = take_task (self, index);
  Task *task = g_task_get_task_data (gtask);

  sonde_function_evaluate (task->function, task->batch, NULL);
  if (self->round_trip > 0)
    _sonde_executor_measured (SONDE_EXECUTOR ((gpointer) self), task->function, task->batch, self->round_trip);
  g_task_return_pointer (gtask, g_steal_pointer (&task->batch), (GDestroyNotify) sonde_batch_free);
}

void
test_executor_cut_short (TestExecutor *self,
                         guint         index,
                         guint         n)
{
  g_autoptr (GTask) gtask = take_task (self, index);
  Task *task = g_task_get_task_data (gtask);

  for (guint i = 0; i < task->batch->n; i++)
    if (i < n)
      test_function_evaluate_point (SONDE_TEST_FUNCTION (task->function), task->batch, i);
    else
      sonde_batch_take_error (task->batch, i,
                              g_error_new_literal (SONDE_FUNCTION_ERROR, SONDE_FUNCTION_ERROR_CANCELLED, "not evaluated"),
                              NAN);
  g_task_return_pointer (gtask, g_steal_pointer (&task->batch), (GDestroyNotify) sonde_batch_free);
}

void
test_executor_break (TestExecutor *self,
                     guint         index)
{
  g_autoptr (GTask) gtask = take_task (self, index);

  g_task_return_new_error (gtask, G_IO_ERROR, G_IO_ERROR_BROKEN_PIPE, "worker died");
}

static void
on_told (gpointer      user_data,
         const double *x,
         const double *y,
         guint         vdim,
         double        seconds)
{
  Bench *bench = user_data;

  if (!isnan (*y))    /* accepted as NaN */
    g_assert_cmpfloat (*x, ==, *y);
  g_string_append_printf (bench->events, "t%g ", *x);
}

static void
on_failed (gpointer      user_data,
           const double *x,
           guint         attempt,
           const char   *message)
{
  Bench *bench = user_data;
  g_auto (GStrv) parts = g_strsplit (message, "\n\n", 2);

  g_string_append_printf (bench->events, "f%g/%u:%s ", *x, attempt, parts[0]);
}

static void
on_asked (gpointer user_data,
          guint    n)
{
  g_string_append_printf (((Bench *) user_data)->events, "a%u ", n);
}

static void
on_state (gpointer    user_data,
          SondeStatus status)
{
  g_string_append_printf (((Bench *) user_data)->events, "s:%s ", sonde_status_to_string (status));
}

static void
on_excluded (gpointer      user_data,
             const double *x)
{
  g_string_append_printf (((Bench *) user_data)->events, "x%g ", *x);
}

static void
on_slice_ended (gpointer user_data)
{
  g_string_append (((Bench *) user_data)->events, "/ ");
}

static void
on_done (SondeRunner *runner,
         Bench       *bench)
{
  bench->n_done++;
}

static void
on_changed (SondeRunner *runner,
            Bench       *bench)
{
  bench->n_changed++;
}

SondeGoal *
test_goal (const char *json)
{
  g_autoptr (JsonNode) node = json != NULL ? json_from_string (json, NULL) : NULL;
  g_autoptr (GError) error = NULL;
  SondeGoal *goal = sonde_goal_new_from_spec (node, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (goal);
  return goal;
}

/* Under the thread-default main context. */
void
bench_init (Bench      *bench,
            guint       limit,
            guint       capacity,
            const char *json)
{
  static const SondeRunnerSink sink = { on_told, on_failed, on_asked, on_state, on_slice_ended, on_excluded };
  g_autoptr (SondeGoal) goal = test_goal (json);

  bench->clock = g_object_new (TEST_TYPE_CLOCK, NULL);
  bench->learner = test_learner_new (limit);
  bench->function = test_function_new ();
  bench->function->clock = bench->clock;
  bench->executor = test_executor_new (capacity);
  bench->events = g_string_new (NULL);
  bench->n_done = 0;
  bench->n_changed = 0;
  bench->context = g_main_context_ref_thread_default ();
  bench->runner = sonde_runner_new (SONDE_LEARNER ((gpointer) bench->learner), SONDE_FUNCTION ((gpointer) bench->function),
                                    SONDE_EXECUTOR ((gpointer) bench->executor), goal);
  g_object_set (bench->runner, "clock", bench->clock, NULL);
  sonde_runner_set_sink (bench->runner, &sink, bench);
  g_signal_connect (bench->runner, "done", G_CALLBACK (on_done), bench);
  g_signal_connect (bench->runner, "changed", G_CALLBACK (on_changed), bench);
}

/* Nothing may be left of anything. */
void
bench_clear (Bench *bench)
{
  g_assert_finalize_object (bench->runner);
  while (bench->executor->tasks->len > 0)
    test_executor_complete (bench->executor, 0);
  bench_settle (bench);
  g_assert_finalize_object (bench->executor);
  g_assert_finalize_object (bench->function);
  g_assert_finalize_object (bench->learner);
  g_assert_finalize_object (bench->clock);
  g_string_free (bench->events, TRUE);
  g_main_context_unref (bench->context);
}

void
bench_settle (Bench *bench)
{
  while (g_main_context_iteration (bench->context, FALSE))
    ;
}

void
bench_wait_for_event (Bench *bench)
{
  while (bench->events->len == 0)
    g_main_context_iteration (bench->context, TRUE);
  bench_settle (bench);
}

void
bench_wait_for (Bench       *bench,
                SondeStatus  status)
{
  while (sonde_runner_get_status (bench->runner) != status)
    g_main_context_iteration (bench->context, TRUE);
}

void
bench_complete (Bench *bench)
{
  test_executor_complete (bench->executor, 0);
  bench_settle (bench);
}
