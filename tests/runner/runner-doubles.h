/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Stand-ins for the tests of the runner: everything it works with, simple enough to foresee, and able to misbehave. */

#include "base/sonde-clock.h"
#include "base/sonde-family.h"
#include "executor/sonde-executor-private.h"
#include "function/sonde-function-private.h"
#include "learner/sonde-learner-private.h"
#include "runner/sonde-runner.h"

G_BEGIN_DECLS

/* A clock that stands still until it is told to go on; step: what each reading adds. Both in nanoseconds. */
#define TEST_TYPE_CLOCK (test_clock_get_type ())
G_DECLARE_FINAL_TYPE (TestClock, test_clock, TEST, CLOCK, SondeClock)

struct _TestClock
{
  SondeClock parent_instance;
  gint64     now;
  gint64     step;
  gint64     real_offset;
};

void test_clock_advance (TestClock *self, double seconds);

/* Hands out 0, 1, 2, … below limit, the lowest one that is neither known nor pending. Its loss is 1 / npoints, infinite before.
 * refused: a point that it will not be told. chores: how often work () says that something is left. calls: all of them, as
 * "a1 t0 a2 p5 r": asked, told, told pending, removed. */
#define TEST_TYPE_LEARNER (test_learner_get_type ())
SONDE_DECLARE_MEMBER (TestLearner, test_learner, TEST_LEARNER, SondeLearner)

struct _TestLearner
{
  SondeLearner  parent_instance;
  guint         limit;
  gboolean      done_at_limit;
  double        refused;
  double        loss;
  guint         chores;
  GArray       *pending;
  GString      *calls;
};

TestLearner *test_learner_new (guint limit);

/* Its value is x; a list of vdim of it if that is set. fails[x]: how often x fails before it succeeds. seconds: what an
 * evaluation adds to the clock. vector_at: the one point where it returns two numbers. */
#define TEST_TYPE_FUNCTION (test_function_get_type ())
SONDE_DECLARE_MEMBER (TestFunction, test_function, TEST_FUNCTION, SondeFunction)

struct _TestFunction
{
  SondeFunction  parent_instance;
  TestClock     *clock;
  double         seconds;
  guint          fails[64];
  double         vector_at;
  guint          n_calls;
};

TestFunction *test_function_new (void);

/* Keeps what it is given until the test completes it. inlines: evaluates on the spot instead. round_trip: what it reports for
 * each batch, which makes the batches large. */
#define TEST_TYPE_EXECUTOR (test_executor_get_type ())
SONDE_DECLARE_MEMBER (TestExecutor, test_executor, TEST_EXECUTOR, SondeExecutor)

struct _TestExecutor
{
  SondeExecutor  parent_instance;
  guint          capacity;
  gboolean       inlines;
  gint64         round_trip;
  guint          n_shutdowns;
  GPtrArray     *tasks;
};

TestExecutor *test_executor_new         (guint         capacity);
guint         test_executor_get_n_tasks (TestExecutor *self);
SondeBatch   *test_executor_get_batch   (TestExecutor *self,
                                         guint         index);
/* evaluates task @index and returns it */
void          test_executor_complete    (TestExecutor *self,
                                         guint         index);
/* returns task @index with its first @n points evaluated and the others cancelled */
void          test_executor_cut_short   (TestExecutor *self,
                                         guint         index,
                                         guint         n);
/* returns an error for task @index as a whole */
void          test_executor_break       (TestExecutor *self,
                                         guint         index);

/* A runner over doubles, with everything it says written down: events as "s:running a1 t0 f1/1:message /" where / is the
 * end of a slice with events. */
typedef struct
{
  TestClock    *clock;
  TestLearner  *learner;
  TestFunction *function;
  TestExecutor *executor;
  SondeRunner  *runner;
  GString      *events;
  guint         n_done;
  guint         n_changed;
  GMainContext *context;
} Bench;

void       bench_init      (Bench       *bench,
                            guint        limit,
                            guint        capacity,
                            const char  *goal);
void       bench_clear     (Bench       *bench);
SondeGoal *test_goal       (const char  *json);
/* iterates the main context until nothing is ready any more; ticks do not count */
void       bench_settle    (Bench       *bench);
/* iterates, waiting, until the status is @status */
void       bench_wait_for  (Bench       *bench,
                            SondeStatus  status);
/* iterates, waiting, until something happens, and settles */
void       bench_wait_for_event (Bench  *bench);
/* completes the oldest task and settles */
void       bench_complete  (Bench       *bench);

G_END_DECLS
