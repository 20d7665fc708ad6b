/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "base/sonde-clock.h"
#include "executor/sonde-executor.h"
#include "learner/sonde-learner.h"
#include "runner/sonde-failure.h"
#include "runner/sonde-goal.h"

G_BEGIN_DECLS

#define SONDE_RUNNER_ERROR (sonde_runner_error_quark ())

/**
 * SondeRunnerError:
 * @SONDE_RUNNER_ERROR_RETRIES_EXCEEDED: a point failed once more than it may
 * @SONDE_RUNNER_ERROR_NO_WORKERS: the executor has no capacity
 * @SONDE_RUNNER_ERROR_STUCK: the learner asks for nothing, nothing runs, and the goal is not reached
 * @SONDE_RUNNER_ERROR_LEARNER: the learner refused a result
 * @SONDE_RUNNER_ERROR_NOT_NOW: what is wanted of a point cannot be done at this moment
 */
typedef enum
{
  SONDE_RUNNER_ERROR_RETRIES_EXCEEDED,
  SONDE_RUNNER_ERROR_NO_WORKERS,
  SONDE_RUNNER_ERROR_STUCK,
  SONDE_RUNNER_ERROR_LEARNER,
  SONDE_RUNNER_ERROR_NOT_NOW,
} SondeRunnerError;

GQuark sonde_runner_error_quark (void);

typedef enum
{
  SONDE_STATUS_IDLE,
  SONDE_STATUS_RUNNING,
  SONDE_STATUS_PAUSED,
  SONDE_STATUS_CANCELLED,
  SONDE_STATUS_FAILED,
  SONDE_STATUS_FINISHED,
} SondeStatus;

#define SONDE_TYPE_STATUS (sonde_status_get_type ())
GType       sonde_status_get_type    (void) G_GNUC_CONST;
const char *sonde_status_to_string   (SondeStatus  status);
gboolean    sonde_status_from_string (const char  *text,
                                      SondeStatus *status);

/**
 * SondeRunnerSink:
 * @told: a result was told to the learner
 * @failed: an attempt failed; @message is the whole of it, with its traceback
 * @asked: @n points were asked from the learner (only while the property log is on)
 * @state: the status changed
 * @excluded: a point that failed was given up for good; it counts until a result or another failure of this point
 * @printed: what the function printed while it evaluated a point, before that is told or failed
 * @slice_ended: a slice in which something of the above happened is over; a last chance to write it out
 *
 * Every event of a run, in order, by plain calls: the journal listens here. Each entry may be %NULL.
 */
typedef struct
{
  void (*told)        (gpointer      user_data,
                       const double *x,
                       const double *y,
                       guint         vdim,
                       double        seconds);
  void (*failed)      (gpointer      user_data,
                       const double *x,
                       guint         attempt,
                       const char   *message);
  void (*asked)       (gpointer      user_data,
                       guint         n);
  void (*state)       (gpointer      user_data,
                       SondeStatus   status);
  void (*slice_ended) (gpointer      user_data);
  void (*excluded)    (gpointer      user_data,
                       const double *x);
  void (*printed)     (gpointer      user_data,
                       const double *x,
                       const char   *output);
} SondeRunnerSink;

#define SONDE_TYPE_RUNNER (sonde_runner_get_type ())

/**
 * SondeRunner:
 *
 * The loop: ask, submit, tell, until the goal. A live object for window and terminal to bind to.
 *
 * Properties to set, at any time: function, executor, goal, ntasks (0: the executor's capacity), retries,
 * raise-if-retries-exceeded, log, shutdown-executor, max-rate, clock, main-context (construct only).
 * Properties to watch, notified at most once a slice: status, draining, elapsed-time, overhead, npoints, nsamples, latest-loss,
 * error-estimate, nfailed, n-running, n-tasks-now, progress.
 * Signals: "changed" at the end of every slice that told or asked something, "done" when the run has ended and no result
 * is on its way any more.
 */
G_DECLARE_FINAL_TYPE (SondeRunner, sonde_runner, SONDE, RUNNER, GObject)

SondeRunner   *sonde_runner_new                 (SondeLearner           *learner,
                                                 SondeFunction          *function,
                                                 SondeExecutor          *executor,
                                                 SondeGoal              *goal);
void           sonde_runner_move                (SondeRunner            *self,
                                                 GMainContext           *context);
void           sonde_runner_set_sink            (SondeRunner            *self,
                                                 const SondeRunnerSink  *sink,
                                                 gpointer                user_data);

void           sonde_runner_start               (SondeRunner            *self);
void           sonde_runner_pause               (SondeRunner            *self);
void           sonde_runner_resume              (SondeRunner            *self);
void           sonde_runner_cancel              (SondeRunner            *self);
void           sonde_runner_abandon             (SondeRunner            *self);
gboolean       sonde_runner_block_until_done    (SondeRunner            *self,
                                                 GError                **error);

SondeLearner  *sonde_runner_get_learner         (SondeRunner            *self);
SondeFunction *sonde_runner_get_function        (SondeRunner            *self);
void           sonde_runner_set_function        (SondeRunner            *self,
                                                 SondeFunction          *function);
SondeExecutor *sonde_runner_get_executor        (SondeRunner            *self);
void           sonde_runner_set_executor        (SondeRunner            *self,
                                                 SondeExecutor          *executor);
SondeGoal     *sonde_runner_get_goal            (SondeRunner            *self);
void           sonde_runner_set_goal            (SondeRunner            *self,
                                                 SondeGoal              *goal);
guint          sonde_runner_get_ntasks          (SondeRunner            *self);
void           sonde_runner_set_ntasks          (SondeRunner            *self,
                                                 guint                   ntasks);
guint          sonde_runner_get_retries         (SondeRunner            *self);
void           sonde_runner_set_retries         (SondeRunner            *self,
                                                 guint                   retries);
double         sonde_runner_get_max_rate        (SondeRunner            *self);
void           sonde_runner_set_max_rate        (SondeRunner            *self,
                                                 double                  max_rate);
void           sonde_runner_set_raise_if_retries_exceeded
                                                (SondeRunner            *self,
                                                 gboolean                raise);
void           sonde_runner_set_log             (SondeRunner            *self,
                                                 gboolean                log);
void           sonde_runner_set_shutdown_executor
                                                (SondeRunner            *self,
                                                 gboolean                shutdown);

SondeStatus    sonde_runner_get_status          (SondeRunner            *self);
/* the reason why the run ended or failed, one translated sentence; NULL while there is none */
const char    *sonde_runner_get_reason          (SondeRunner            *self);
const GError  *sonde_runner_get_error           (SondeRunner            *self);
gboolean       sonde_runner_get_draining        (SondeRunner            *self);
double         sonde_runner_get_elapsed_time    (SondeRunner            *self);
double         sonde_runner_get_overhead        (SondeRunner            *self);
guint          sonde_runner_get_n_running       (SondeRunner            *self);
/* the number of tasks in force: ntasks, or the executor's capacity */
guint          sonde_runner_get_n_tasks_now     (SondeRunner            *self);
double         sonde_runner_get_progress        (SondeRunner            *self);
void           sonde_runner_get_goal_state      (SondeRunner            *self,
                                                 SondeGoalState         *state);

/* A list of SondeFailure: to_retry, tracebacks and failed of the reference in one. Points that succeed later leave it. */
GListModel    *sonde_runner_get_failures        (SondeRunner            *self);
guint          sonde_runner_get_nfailed         (SondeRunner            *self);
guint          sonde_runner_get_n_to_retry      (SondeRunner            *self);
/* Points being evaluated: (element-type double), n × ndim, with the seconds since each was submitted in @seconds. */
GArray        *sonde_runner_get_pending_points  (SondeRunner            *self,
                                                 GArray                **seconds);
void           sonde_runner_restore_failure     (SondeRunner            *self,
                                                 const double           *x,
                                                 guint                   attempts,
                                                 const char             *message);
void           sonde_runner_note_told           (SondeRunner            *self,
                                                 const double           *x);
void           sonde_runner_restore_exclusion   (SondeRunner            *self,
                                                 const double           *x);
/* What a person can do about failures, while it runs and after its end. */
void           sonde_runner_retry               (SondeRunner            *self,
                                                 SondeFailure           *failure);
void           sonde_runner_retry_all           (SondeRunner            *self);
void           sonde_runner_exclude             (SondeRunner            *self,
                                                 SondeFailure           *failure);
gboolean       sonde_runner_accept_as_nan       (SondeRunner            *self,
                                                 SondeFailure           *failure,
                                                 GError                **error);

G_END_DECLS
