/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

#include "function/sonde-function.h"

G_BEGIN_DECLS

#define SONDE_EXECUTOR_ERROR (sonde_executor_error_quark ())

/**
 * SondeExecutorError:
 * @SONDE_EXECUTOR_ERROR_SPEC: the description of the executor is wrong
 */
typedef enum
{
  SONDE_EXECUTOR_ERROR_SPEC,
} SondeExecutorError;

GQuark sonde_executor_error_quark (void);

#define SONDE_TYPE_EXECUTOR (sonde_executor_get_type ())

/**
 * SondeExecutor:
 *
 * Where evaluations run. Called from one thread, the one of the runner; results come back to the thread-default main
 * context of the moment of the call.
 *
 * Functions of every kind are evaluated: those that need a process of their own get one.
 *
 * Property max-batch: the largest batch that get_batch_size () may answer; 0 leaves it to the measurement, 1 means one by one.
 */
G_DECLARE_DERIVABLE_TYPE (SondeExecutor, sonde_executor, SONDE, EXECUTOR, GObject)

/* sonde-executor-spec.c: @spec is the member "execution.executor" of a study, such as {"kind": "threads", "workers": 4}. */
SondeExecutor *sonde_executor_new_from_spec   (JsonObject           *spec,
                                               char                **path_of_fault,
                                               GError              **error);

guint          sonde_executor_get_capacity    (SondeExecutor        *self);
const char    *sonde_executor_get_kind        (SondeExecutor        *self);
guint          sonde_executor_get_batch_size  (SondeExecutor        *self);
gboolean       sonde_executor_evaluate_inline (SondeExecutor        *self,
                                               SondeFunction        *function,
                                               SondeBatch           *batch);
void           sonde_executor_evaluate_async  (SondeExecutor        *self,
                                               SondeFunction        *function,
                                               SondeBatch           *batch,
                                               GCancellable         *cancellable,
                                               GAsyncReadyCallback   callback,
                                               gpointer              user_data);
SondeBatch    *sonde_executor_evaluate_finish (SondeExecutor        *self,
                                               GAsyncResult         *result,
                                               GError              **error);
void           sonde_executor_begin_run       (SondeExecutor        *self);
void           sonde_executor_shutdown        (SondeExecutor        *self);
double         sonde_executor_get_timeout     (SondeExecutor        *self);
void           sonde_executor_set_timeout     (SondeExecutor        *self,
                                               double                seconds);
GListModel    *sonde_executor_get_workers     (SondeExecutor        *self);

G_END_DECLS
