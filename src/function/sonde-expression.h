/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define SONDE_EXPRESSION_ERROR (sonde_expression_error_quark ())

/**
 * SondeExpressionError:
 * @SONDE_EXPRESSION_ERROR_SYNTAX: it cannot be read
 * @SONDE_EXPRESSION_ERROR_UNKNOWN_NAME: it uses a name that is neither variable, constant nor function
 * @SONDE_EXPRESSION_ERROR_BRACKET: a bracket is missing or one too many
 * @SONDE_EXPRESSION_ERROR_EMPTY: there is none
 */
typedef enum
{
  SONDE_EXPRESSION_ERROR_SYNTAX,
  SONDE_EXPRESSION_ERROR_UNKNOWN_NAME,
  SONDE_EXPRESSION_ERROR_BRACKET,
  SONDE_EXPRESSION_ERROR_EMPTY,
} SondeExpressionError;

GQuark sonde_expression_error_quark (void);

/**
 * SondeExpression:
 *
 * A formula compiled by muParser: one for each thread that evaluates. Commas at the outermost level make a vector.
 * It reaches nothing but its variables. Not thread-safe.
 */
typedef struct _SondeExpression SondeExpression;

SondeExpression *sonde_expression_new           (const char         *text,
                                                 const char * const *names,
                                                 int                *position,
                                                 GError            **error);
void             sonde_expression_free          (SondeExpression    *self);
guint            sonde_expression_get_n_results (SondeExpression    *self);
const double    *sonde_expression_evaluate      (SondeExpression    *self,
                                                 const double       *values);
gboolean         sonde_expression_is_name       (const char         *name);
const char * const *
                 sonde_expression_list_functions (void);
const char * const *
                 sonde_expression_list_constants (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SondeExpression, sonde_expression_free)

G_END_DECLS
