/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/sonde-family.h"
#include "function/sonde-function.h"

G_BEGIN_DECLS

#define SONDE_TYPE_FORMULA (sonde_formula_get_type ())

/**
 * SondeFormula:
 *
 * A function written as an expression of the domain's variables and of parameters with fixed values.
 */
SONDE_DECLARE_MEMBER (SondeFormula, sonde_formula, FORMULA, SondeFunction)

/* @parameters: (nullable): maps the names of parameters to numbers. @path_of_fault as in sonde_function_new_from_spec(). */
SondeFunction *sonde_formula_new            (const char    *expression,
                                             SondeDomain   *domain,
                                             JsonObject    *parameters,
                                             char         **path_of_fault,
                                             GError       **error);
const char    *sonde_formula_get_expression (SondeFormula  *self);
guint          sonde_formula_get_vdim       (SondeFormula  *self);

G_END_DECLS
