/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

#include "base/sonde-domain.h"
#include "function/sonde-batch.h"

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

G_END_DECLS
