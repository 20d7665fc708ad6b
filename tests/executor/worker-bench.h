/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "executor/sonde-executor.h"
#include "executor/sonde-worker.h"

G_BEGIN_DECLS

/* A function that is evaluated by a worker: a description and a command, as the test gives them. */
SondeFunction *worker_function_new        (const char         *spec,
                                           const char * const *argv);
SondeFunction *python_function_new        (const char         *file,
                                           const char         *name,
                                           const char         *variables,
                                           const char         *parameters);

/* An executor and what came back from it. */
typedef struct
{
  SondeExecutor *executor;
  SondeFunction *function;
  GCancellable  *cancellable;
  GPtrArray     *batches;       /* (element-type SondeBatch): in the order in which they came back */
  guint          n_submitted;
  guint          ndim;          /* of what is submitted; 1 */
} WorkerBench;

void           worker_bench_init          (WorkerBench        *self,
                                           const char         *executor,
                                           SondeFunction      *function);
void           worker_bench_clear         (WorkerBench        *self);
void           worker_bench_submit        (WorkerBench        *self,
                                           const double       *x,
                                           guint               n);
void           worker_bench_wait          (WorkerBench        *self);
SondeBatch    *worker_bench_evaluate      (WorkerBench        *self,
                                           const double       *x,
                                           guint               n);
SondeWorker   *worker_bench_get_worker    (WorkerBench        *self,
                                           guint               index);
void           worker_bench_await_no_child (void);
guint          count_open_files           (void);

G_END_DECLS
