/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "function/sonde-expression-private.h"

/* Whatever can be wrong with a formula is found by the scanner and the grammar, which say it well; muParser, which says it badly,
 * only compiles and evaluates. Numbers are read by us, with a point whatever the locale, and handed over as variables. */

/* What muParser takes, MaxLenExpression in muParserDef.h, is 20000. */
#define MAX_CODE_LENGTH 19900

struct _SondeExpression
{
  muParserHandle_t  parser;
  guint             n_values;
  double           *values;
  GArray           *numbers;
  guint             n_results;
  double           *nothing;      /* n_results NaN */
};

G_DEFINE_QUARK (sonde-expression-error-quark, sonde_expression_error)

static double
negation (double x)
{
  return !x;
}

static double
truth (double x)
{
  return x != 0;
}

static double
logical_and (double x,
             double y)
{
  return x != 0 && y != 0;
}

static double
logical_or (double x,
            double y)
{
  return x != 0 || y != 0;
}

/* Without a handler, muParser's C interface prints nothing either, but it calls this one before it sets the error. */
static void
ignore_error (muParserHandle_t parser)
{
}

static void
define_functions (muParserHandle_t parser)
{
  guint n;
  const SondeExpressionFunction *functions = _sonde_expression_get_functions (&n);

  mupClearFun (parser);
  for (guint i = 0; i < n; i++)
    {
      char name[8];

      g_snprintf (name, sizeof name, "f%u", i);
      if (functions[i].max_args != functions[i].min_args)
        mupDefineMultFun (parser, name, functions[i].call.many, TRUE);
      else if (functions[i].max_args == 2)
        mupDefineFun2 (parser, name, functions[i].call.two, TRUE);
      else
        mupDefineFun1 (parser, name, functions[i].call.one, TRUE);
    }
}

/* Both binary ones bind looser than any comparison. */
static void
define_operators (muParserHandle_t parser)
{
  mupDefineFun1 (parser, "n", negation, TRUE);
  mupDefineFun1 (parser, "t", truth, TRUE);
  mupDefineOprt (parser, "#", logical_or, 1, muOPRT_ASCT_LEFT, TRUE);
  mupDefineOprt (parser, "$", logical_and, 2, muOPRT_ASCT_LEFT, TRUE);
}

static void
define_values (SondeExpression *self)
{
  char name[16];

  mupClearConst (self->parser);
  mupDefineConst (self->parser, "p2", 2);
  mupDefineConst (self->parser, "p3", 3);
  mupDefineConst (self->parser, "p4", 4);
  for (guint i = 0; i < self->n_values; i++)
    {
      g_snprintf (name, sizeof name, "v%u", i);
      mupDefineVar (self->parser, name, &self->values[i]);
    }
  for (guint i = 0; i < self->numbers->len; i++)
    {
      g_snprintf (name, sizeof name, "c%u", i);
      mupDefineVar (self->parser, name, &g_array_index (self->numbers, double, i));
    }
}

/* Nothing should be left for muParser to complain about; if there is, tell at least where. */
static void
fail_compiling (SondeExpression           *self,
                const SondeExpressionCode *code,
                int                       *position,
                GError                   **error)
{
  int offset = mupError (self->parser) ? mupGetErrorPos (self->parser) : 0;

  *position = 0;
  for (guint i = 0; i < code->origins->len; i++)
    if ((int) g_array_index (code->origins, SondeOrigin, i).offset <= offset)
      *position = g_array_index (code->origins, SondeOrigin, i).position;
  g_set_error (error, SONDE_EXPRESSION_ERROR, SONDE_EXPRESSION_ERROR_SYNTAX,
               _("The formula cannot be understood at character %d. Write it in another way."), *position + 1);
}

/* muParser compiles at the first evaluation. */
static gboolean
sonde_expression_compile (SondeExpression           *self,
                          const SondeExpressionCode *code,
                          int                       *position,
                          GError                   **error)
{
  int n_results = 0;
  double *results;

  if (code->code->len > MAX_CODE_LENGTH)
    {
      *position = 0;
      g_set_error_literal (error, SONDE_EXPRESSION_ERROR, SONDE_EXPRESSION_ERROR_SYNTAX,
                           _("The formula is too long. Shorten it, or write it as a program."));
      return FALSE;
    }

  mupSetExpr (self->parser, code->code->str);
  results = mupEvalMulti (self->parser, &n_results);
  if (mupError (self->parser) || results == NULL || (guint) n_results != code->n_results)
    {
      fail_compiling (self, code, position, error);
      return FALSE;
    }
  return TRUE;
}

static SondeExpression *
sonde_expression_alloc (const SondeExpressionCode *code,
                        guint                      n_values)
{
  SondeExpression *self = g_new0 (SondeExpression, 1);

  self->n_values = n_values;
  self->values = g_new0 (double, n_values);
  self->numbers = g_array_ref (code->numbers);
  self->n_results = code->n_results;
  self->nothing = g_new (double, code->n_results);
  for (guint i = 0; i < code->n_results; i++)
    self->nothing[i] = NAN;

  self->parser = mupCreate (muBASETYPE_FLOAT);
  mupSetErrorHandler (self->parser, ignore_error);
  define_functions (self->parser);
  define_operators (self->parser);
  define_values (self);
  return self;
}

/**
 * sonde_expression_new:
 * @text: the formula as it was typed
 * @names: (array zero-terminated=1) (nullable): the names of the variables and parameters, in the order of their values
 * @position: (out) (optional): where the fault is, in characters from the beginning of @text; −1 if there is none
 *
 * Compiles a formula. From the loosest to the tightest:
 *
 * - `,` outside of all brackets: a vector
 * - `? :`, from right to left
 * - `||`, then `&&`; their results are 1 and 0, as those of comparisons
 * - `< <= > >= == !=`, not two in a row
 * - `+ -`, then `* /`, from left to right
 * - the signs and `!`: -x^2 is -(x^2)
 * - `^` or `**`, from right to left: 2^3^2 is 2^9
 *
 * Signs from papers, `− × · ÷ √ ² ≤ ≥ ≠`, mean what they look like. There is no multiplication without a sign.
 *
 * @names may be any that [func@Expression.is_name] accepts and win over constants (`pi`, `π`, `e`, `inf`, `nan`). A name
 * right before `(` is always that of a function. What compares, adds and multiplies follows IEEE 754 in the order
 * that is written, except that sums of the very same variable are collected and x^2, x^3, x^4 are products.
 *
 * Fails with #SondeExpressionError.
 *
 * Returns: (transfer full) (nullable): the compiled formula, for one thread at a time
 */
SondeExpression *
sonde_expression_new (const char          *text,
                      const char * const  *names,
                      int                 *position,
                      GError             **error)
{
  static const char * const no_names[] = { NULL };
  g_autoptr (SondeExpression) self = NULL;
  g_autoptr (SondeExpressionCode) code = NULL;
  g_autoptr (GArray) tokens = NULL;
  int fault = -1;

  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (names == NULL)
    names = no_names;
  tokens = _sonde_expression_scan (text, &fault, error);
  if (tokens != NULL)
    code = _sonde_expression_check (text, tokens, names, &fault, error);
  if (code != NULL)
    self = sonde_expression_alloc (code, g_strv_length ((GStrv) names));
  if (self != NULL && !sonde_expression_compile (self, code, &fault, error))
    g_clear_pointer (&self, sonde_expression_free);

  if (position != NULL)
    *position = self != NULL ? -1 : fault;
  return g_steal_pointer (&self);
}

void
sonde_expression_free (SondeExpression *self)
{
  mupRelease (self->parser);
  g_free (self->values);
  g_free (self->nothing);
  g_array_unref (self->numbers);
  g_free (self);
}

/**
 * sonde_expression_get_n_results:
 *
 * Returns: the number of components, 1 for a formula without commas
 */
guint
sonde_expression_get_n_results (SondeExpression *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_results;
}

/**
 * sonde_expression_evaluate:
 * @values: a number for each name
 *
 * Evaluates. Divisions by zero, roots of negative numbers and the like give infinity and NaN.
 *
 * Returns: (transfer none): the components, good until the next call
 */
const double *
sonde_expression_evaluate (SondeExpression *self,
                           const double    *values)
{
  const double *results;
  int n_results;

  for (guint i = 0; i < self->n_values; i++)
    self->values[i] = values[i];
  results = mupEvalMulti (self->parser, &n_results);
  return results != NULL ? results : self->nothing;
}

/**
 * sonde_expression_is_name:
 *
 * Returns: whether a variable or parameter can have this name: letters of any script, digits, underscores, subscript
 *   digits and primes, beginning with a letter or underscore
 */
gboolean
sonde_expression_is_name (const char *name)
{
  g_return_val_if_fail (name != NULL, FALSE);

  return g_utf8_validate (name, -1, NULL) && *name != '\0' && name[_sonde_expression_name_length (name)] == '\0';
}
