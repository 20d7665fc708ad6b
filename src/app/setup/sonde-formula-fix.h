/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SondeFormulaFix:
 * @label: what a button for it says; %NULL when there is none
 * @expression: (nullable): the mended formula
 * @parameter: (nullable): a name that becomes a parameter
 *
 * What one press can do about a wrong formula.
 */
typedef struct
{
  char *label;
  char *expression;
  char *parameter;
} SondeFormulaFix;

/* @names: the variables and parameters that there are */
void sonde_formula_fix_find  (SondeFormulaFix    *self,
                              const char         *expression,
                              const char * const *names);
void sonde_formula_fix_clear (SondeFormulaFix    *self);

G_END_DECLS
