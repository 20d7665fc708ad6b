/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

#include "base/sonde-domain.h"
#include "function/sonde-batch.h"
#include "function/sonde-launch.h"
#include "function/sonde-worker-command.h"

G_BEGIN_DECLS

#define SONDE_FUNCTION_ERROR (sonde_function_error_quark ())

/**
 * SondeFunctionError:
 * @SONDE_FUNCTION_ERROR_SPEC: the description of the function is wrong
 * @SONDE_FUNCTION_ERROR_FAILED: the evaluation of a point failed
 * @SONDE_FUNCTION_ERROR_SHAPE: a value has another shape than those before it
 * @SONDE_FUNCTION_ERROR_CANCELLED: the point was not evaluated
 *
 * The message names place and remedy. It may go on after an empty line with a traceback.
 */
typedef enum
{
  SONDE_FUNCTION_ERROR_SPEC,
  SONDE_FUNCTION_ERROR_FAILED,
  SONDE_FUNCTION_ERROR_SHAPE,
  SONDE_FUNCTION_ERROR_CANCELLED,
} SondeFunctionError;

GQuark sonde_function_error_quark (void);

#define SONDE_TYPE_FUNCTION (sonde_function_get_type ())

/**
 * SondeFunction:
 *
 * What is expensive. A function is data, a kind and its parameters, and can be rebuilt wherever it runs.
 * [method@Function.evaluate] may be called from several threads at once.
 */
G_DECLARE_DERIVABLE_TYPE (SondeFunction, sonde_function, SONDE, FUNCTION, GObject)

/* sonde-function-spec.c: @spec is the member "function" of a study. @path_of_fault: (out) (optional): the JSON path,
 * relative to the function, of what is wrong, such as "expression" or "parameters.a". */
SondeFunction *sonde_function_new_from_spec (JsonObject     *spec,
                                             SondeDomain    *domain,
                                             char          **path_of_fault,
                                             GError        **error);

void           sonde_function_evaluate      (SondeFunction  *self,
                                             SondeBatch     *batch,
                                             GCancellable   *cancellable);
gboolean       sonde_function_needs_trust   (SondeFunction  *self);
guint          sonde_function_get_ndim      (SondeFunction  *self);
/* Whether what it needs is there, such as its file. Reading a description does not look, so that results can be seen without. */
gboolean       sonde_function_check         (SondeFunction  *self,
                                             char          **path_of_fault,
                                             GError        **error);
char         **sonde_function_list_files    (SondeFunction  *self);
char          *sonde_function_describe      (SondeFunction  *self);
gboolean       sonde_function_file_is_code  (const char     *path);

/* sonde-function-paths.c: the paths in a description, which in a file count from its folder */
JsonObject    *sonde_function_spec_resolve  (JsonObject     *spec,
                                             const char     *folder);
JsonObject    *sonde_function_spec_relate   (JsonObject     *spec,
                                             const char     *folder);
gboolean       sonde_function_spec_same     (JsonObject     *spec,
                                             JsonObject     *other);

/* Functions outside this process */

/**
 * SondeFunctionPlace:
 * @SONDE_FUNCTION_HERE: by [method@Function.evaluate], in any thread
 * @SONDE_FUNCTION_WORKER: by a worker process
 * @SONDE_FUNCTION_ASYNC: by [method@Function.evaluate_async], on the main loop
 *
 * Where a function is evaluated.
 */
typedef enum
{
  SONDE_FUNCTION_HERE,
  SONDE_FUNCTION_WORKER,
  SONDE_FUNCTION_ASYNC,
} SondeFunctionPlace;

SondeFunctionPlace  sonde_function_get_place          (SondeFunction        *self);
JsonObject         *sonde_function_get_spec           (SondeFunction        *self);
SondeWorkerCommand *sonde_function_get_worker_command (SondeFunction        *self);
void                sonde_function_evaluate_async     (SondeFunction        *self,
                                                       SondeBatch           *batch,
                                                       const SondeLaunch    *launch,
                                                       GCancellable         *cancellable,
                                                       GAsyncReadyCallback   callback,
                                                       gpointer              user_data);
SondeBatch         *sonde_function_evaluate_finish    (SondeFunction        *self,
                                                       GAsyncResult         *result);
gboolean            sonde_function_check_points       (SondeFunction        *self,
                                                       SondeBatch           *batch);

G_END_DECLS
