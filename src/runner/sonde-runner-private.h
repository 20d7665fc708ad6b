/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "runner/sonde-failure-private.h"
#include "runner/sonde-runner.h"

G_BEGIN_DECLS

typedef struct _SondeJob SondeJob;

/* The values that watchers were last told of. */
typedef struct
{
  SondeStatus status;
  gboolean    draining;
  guint       npoints;
  guint       nsamples;
  double      latest_loss;
  double      error_estimate;
  guint       nfailed;
  guint       n_to_retry;
  guint       n_running;
  guint       n_tasks_now;
  double      progress;
} SondeRunnerShown;

struct _SondeRunner
{
  GObject           parent_instance;

  SondeLearner     *learner;
  SondeFunction    *function;
  SondeExecutor    *executor;
  SondeGoal        *goal;
  SondeClock       *clock;
  GMainContext     *context;
  guint             ntasks;
  guint             retries;
  gboolean          raise_if_retries_exceeded;
  gboolean          log;
  gboolean          shutdown_executor;
  SondeRunnerSink   sink;
  gpointer          sink_data;

  /* what never changes about the learner */
  guint             ndim;
  gboolean          has_samples;

  SondeStatus       status;
  char             *reason;
  GError           *error;
  gboolean          is_done;

  /* evaluations on their way, results that wait to be told, points that failed */
  GQueue            running;
  guint             n_running_points;
  GQueue            completed;
  GCancellable     *cancellable;
  SondeFailureList *failures;
  gboolean          must_announce;

  /* reused for every point */
  SondeBatch       *inline_batch;
  double           *asked;
  double           *improvements;
  guint             asked_capacity;

  /* nanoseconds of the clock; the active time leaves out pauses */
  gint64            now;
  gint64            active_since;
  gint64            active_before;
  gint64            function_time;
  gboolean          has_function_time;
  /* two readings at the same moment, so that the real time need not be read for every point */
  gint64            synced_monotonic;
  double            synced_real;

  /* evaluations a second, 0 without a limit; when the next may begin */
  double            max_rate;
  gint64            next_start;
  /* how long nothing was under way since the rate did not allow it, and since when that is so, 0 while it is not */
  gint64            held;
  gint64            held_since;

  GSource          *slice;
  GSource          *tick;
  gint64            slice_deadline;
  gint64            work_deadline;
  gboolean          has_news;
  gboolean          has_events;

  SondeGoalState    first;
  SondeRunnerShown  shown;
};

enum
{
  PROP_0,
  PROP_LEARNER,
  PROP_FUNCTION,
  PROP_EXECUTOR,
  PROP_GOAL,
  PROP_CLOCK,
  PROP_MAIN_CONTEXT,
  PROP_NTASKS,
  PROP_RETRIES,
  PROP_RAISE_IF_RETRIES_EXCEEDED,
  PROP_LOG,
  PROP_SHUTDOWN_EXECUTOR,
  PROP_MAX_RATE,
  PROP_STATUS,
  PROP_REASON,
  PROP_DRAINING,
  PROP_ELAPSED_TIME,
  PROP_OVERHEAD,
  PROP_NPOINTS,
  PROP_NSAMPLES,
  PROP_LATEST_LOSS,
  PROP_ERROR_ESTIMATE,
  PROP_NFAILED,
  PROP_N_TO_RETRY,
  PROP_N_RUNNING,
  PROP_N_TASKS_NOW,
  PROP_PROGRESS,
  PROP_FAILURES,
  N_PROPS
};

/* sonde-runner.c: the state */
void     _sonde_runner_set_status        (SondeRunner      *self,
                                          SondeStatus       status);
void     _sonde_runner_end               (SondeRunner      *self,
                                          SondeStatus       status,
                                          const char       *reason);
void     _sonde_runner_fail              (SondeRunner      *self,
                                          GError           *error);
gint64   _sonde_runner_get_held_time     (SondeRunner      *self,
                                          gint64            now);
gint64   _sonde_runner_get_active_time   (SondeRunner      *self,
                                          gint64            now);
gboolean _sonde_runner_has_ended         (SondeRunner      *self);

void     _sonde_runner_report_now        (SondeRunner      *self);

/* sonde-runner-failures.c: what becomes of points that failed */
void     _sonde_runner_let_wait          (SondeRunner      *self,
                                          SondeFailure     *failure);
void     _sonde_runner_announce_excluded (SondeRunner      *self);

/* sonde-runner-job.c: evaluations on their way */
void     _sonde_runner_submit            (SondeRunner      *self,
                                          SondeBatch       *batch,
                                          SondeFailure     *failure);
gboolean _sonde_runner_process_completed (SondeRunner      *self);
void     _sonde_runner_announce_pending  (SondeRunner      *self);
void     _sonde_runner_adopt_jobs        (SondeRunner      *self);
void     _sonde_runner_forget_jobs       (SondeRunner      *self);
gboolean _sonde_runner_is_in_flight      (SondeRunner      *self,
                                          const double     *x);

/* sonde-runner-result.c: one result, told or noted as failed */
gboolean _sonde_runner_tell             (SondeRunner      *self,
                                          const double     *x,
                                          const double     *y,
                                          guint             vdim,
                                          double            seconds,
                                          GError          **error);
void     _sonde_runner_take_result       (SondeRunner      *self,
                                          const SondeBatch *batch,
                                          guint             index);
void     _sonde_runner_take_failure      (SondeRunner      *self,
                                          const double     *x,
                                          int               code,
                                          const char       *message);
void     _sonde_runner_put_back          (SondeRunner      *self,
                                          const double     *x);

/* sonde-runner-loop.c: what is done in a slice */
gboolean _sonde_runner_run_slice         (SondeRunner      *self);
gboolean _sonde_runner_check_goal        (SondeRunner      *self);

/* sonde-runner-source.c: when it is done */
void     _sonde_runner_attach_sources    (SondeRunner      *self);
void     _sonde_runner_destroy_sources   (SondeRunner      *self);
void     _sonde_runner_schedule          (SondeRunner      *self);
void     _sonde_runner_schedule_tick     (SondeRunner      *self);

/* sonde-runner-properties.c */
void     _sonde_runner_install_properties (GObjectClass    *klass);
void     _sonde_runner_notify            (SondeRunner      *self,
                                          guint             prop_id);

/* sonde-runner-report.c: what watchers are told */
void     _sonde_runner_install_signals   (void);
void     _sonde_runner_sync_clocks       (SondeRunner      *self);
void     _sonde_runner_fill_goal_state   (SondeRunner      *self,
                                          SondeGoalNeeds    needs,
                                          SondeGoalState   *state);
void     _sonde_runner_note_first        (SondeRunner      *self,
                                          const SondeGoalState *state);
void     _sonde_runner_report            (SondeRunner      *self,
                                          gboolean          with_times);
void     _sonde_runner_emit_changed      (SondeRunner      *self);
void     _sonde_runner_settle            (SondeRunner      *self);

static inline gint64
_sonde_runner_read_clock (SondeRunner *self)
{
  return self->now = sonde_clock_get_monotonic (self->clock);
}

G_END_DECLS
