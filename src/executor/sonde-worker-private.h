/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "executor/sonde-process-private.h"
#include "executor/sonde-worker-message-private.h"
#include "executor/sonde-worker-pool-private.h"
#include "executor/sonde-worker.h"
#include "function/sonde-adapter.h"
#include "function/sonde-function.h"

G_BEGIN_DECLS

/* The parts of the pool. */

/* A function as workers are told of it, for one run: another run has another one, so that edited files are read anew. Counted by
 * references, in one thread. */
typedef struct
{
  guint               n_refs;
  SondeFunction      *function;
  SondeWorkerCommand *command;
  char               *spec;           /* one line, with its end */
  const guint8       *is_integer;     /* (nullable) */
  SondeAdapter       *table;          /* (nullable): what stands for points: workers are sent the rows */
  gboolean            is_for_ours;    /* only our own workers know what to do with it */
  guint               prints;         /* while not 0 points go one by one, so that it is known which of them printed what */
} SondeWorkerFunction;

typedef struct
{
  GTask               *task;
  SondeWorkerFunction *function;
  SondeBatch          *batch;
  double              *rows;          /* (nullable): what is sent for the points */
  GCancellable        *cancellable;
  gulong               handler;
  gint64               submitted;     /* ns */
  guint                n_left;
  guint8              *n_deaths;      /* (nullable): what the ends of workers count that evaluated this point alone */
} SondeWorkerJob;

/* Points of a job, next to each other. */
typedef struct
{
  SondeWorkerJob *job;
  guint           first;
  guint           n;
  gboolean        one_by_one;
  gint64          id;                 /* once sent */
  gint64          sent;               /* µs */
} SondeWorkerRange;

struct _SondeWorker
{
  GObject              parent_instance;

  SondeWorkerPool     *pool;          /* NULL once that is gone */
  const SondeLaunch   *launch;
  char                *place;
  SondeProcess        *process;
  SondeWorkerFunction *function;      /* what it was told last, or before that, what it was started for */
  GArray              *sent;          /* (element-type SondeWorkerRange): what it evaluates, oldest first */
  gboolean             is_greeted;
  gboolean             is_told;       /* the function */
  gboolean             has_answered;  /* since it was started */
  gboolean             must_end;      /* when it has answered what it was sent */
  gboolean             batches;
  gboolean             reload;
  guint                capacity;
  gint64               next_id;
  gint64               started;       /* µs, as the next */
  gint64               idle_since;
  gint64               busy_since;
  gint64               next_start;    /* 0: at once */
  guint                n_failed_starts;

  guint64              evaluations;
  guint                restarts;
  char                *message;
  SondeWorkerState     shown;
};

/* Why a process ended, or was ended. */
typedef enum
{
  SONDE_WORKER_END_CRASH,             /* by itself, or by a signal of its own making */
  SONDE_WORKER_END_KILLED,            /* by somebody else */
  SONDE_WORKER_END_TIMEOUT,           /* the oldest point took too long */
  SONDE_WORKER_END_BREACH,            /* it said what is not of the protocol */
  SONDE_WORKER_END_RESTART,           /* by the user */
} SondeWorkerEnd;

/* sonde-worker-function.c */
SondeWorkerFunction *_sonde_worker_function_new   (SondeFunction       *function);
SondeWorkerFunction *_sonde_worker_function_ref   (SondeWorkerFunction *self);
void                 _sonde_worker_function_unref (SondeWorkerFunction *self);

/* sonde-worker.c */
SondeWorker *_sonde_worker_new             (SondeWorkerPool       *pool,
                                            const SondeLaunch     *launch);
gboolean     _sonde_worker_start           (SondeWorker           *self,
                                            SondeWorkerFunction   *function,
                                            GError               **error);
void         _sonde_worker_stop            (SondeWorker           *self);
gboolean     _sonde_worker_is_usable       (SondeWorker           *self,
                                            SondeWorkerFunction   *function);
void         _sonde_worker_send            (SondeWorker           *self,
                                            const SondeWorkerRange *range);
void         _sonde_worker_forget_sent     (SondeWorker           *self,
                                            guint                  index);
void         _sonde_worker_set_message     (SondeWorker           *self,
                                            const char            *message);
void         _sonde_worker_show            (SondeWorker           *self);

/* sonde-worker-pool-reply.c */
GError      *_sonde_worker_new_error       (const char            *message,
                                            const char            *details);
void         _sonde_worker_pool_take_line  (SondeWorkerPool       *self,
                                            SondeWorker           *worker,
                                            const char            *line,
                                            gsize                  length);

/* sonde-worker-pool-jobs.c */
void         _sonde_worker_pool_put_back   (SondeWorkerPool       *self,
                                            const SondeWorkerRange *range);
void         _sonde_worker_pool_set_error  (SondeWorkerPool       *self,
                                            SondeWorkerJob        *job,
                                            guint                  index,
                                            GError                *error,
                                            double                 seconds);
void         _sonde_worker_pool_count_result (SondeWorkerPool     *self,
                                            SondeWorkerJob        *job);
void         _sonde_worker_pool_give_up    (SondeWorkerPool       *self,
                                            SondeWorkerJob        *job,
                                            const GError          *error);
void         _sonde_worker_pool_give_up_cancelled (SondeWorkerPool *self);

/* sonde-worker-pool.c */
void         _sonde_worker_pool_let_go     (SondeWorkerPool       *self,
                                            SondeWorker           *worker);

/* sonde-worker-pool-dispatch.c */
void         _sonde_worker_pool_dispatch   (SondeWorkerPool       *self);

/* sonde-worker-pool-timer.c */
void         _sonde_worker_pool_attach     (SondeWorkerPool       *self);
void         _sonde_worker_pool_arm        (SondeWorkerPool       *self);
void         _sonde_worker_pool_wake_at    (SondeWorkerPool       *self,
                                            gint64                 time);

/* sonde-worker-pool-end.c */
void         _sonde_worker_pool_ended      (SondeWorkerPool       *self,
                                            SondeWorker           *worker,
                                            int                    status);
void         _sonde_worker_pool_end_worker (SondeWorkerPool       *self,
                                            SondeWorker           *worker,
                                            SondeWorkerEnd         end,
                                            const char            *message);
gboolean     _sonde_worker_pool_start_one  (SondeWorkerPool       *self,
                                            SondeWorkerFunction   *function);
void         _sonde_worker_pool_greeted    (SondeWorkerPool       *self,
                                            SondeWorker           *worker);

G_END_DECLS
