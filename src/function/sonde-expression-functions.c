/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "function/sonde-expression-private.h"

/* What the C library lacks or does otherwise than a formula should. A NaN argument always gives NaN: what is not known
 * must not look like a value. */

static double
natural_sign (double x)
{
  return isnan (x) || x == 0 ? x : copysign (1, x);
}

static double
heaviside (double x)
{
  return isnan (x) ? x : x > 0 ? 1 : x < 0 ? 0 : 0.5;
}

/* The remainder with the sign of the divisor, so that mod (x, 1) is a sawtooth without a kink at 0. */
static double
floored_mod (double x,
             double y)
{
  double rest = fmod (x, y);

  return rest != 0 && (rest < 0) != (y < 0) ? rest + y : rest;
}

/* tgamma () is infinite at 0 and NaN at the other poles, as in C. lgamma () writes to a global: not for threads. */
static double
log_gamma (double x)
{
  int sign;

  return lgamma_r (x, &sign);
}

static double
minimum (const double *x,
         int           n)
{
  double least = x[0];

  for (int i = 1; i < n; i++)
    least = isnan (least) || least < x[i] ? least : x[i];
  return least;
}

static double
maximum (const double *x,
         int           n)
{
  double most = x[0];

  for (int i = 1; i < n; i++)
    most = isnan (most) || most > x[i] ? most : x[i];
  return most;
}

static double
sum (const double *x,
     int           n)
{
  double total = 0;

  for (int i = 0; i < n; i++)
    total += x[i];
  return total;
}

static double
average (const double *x,
         int           n)
{
  return sum (x, n) / n;
}

/* The one table of functions: what the grammar checks, muParser is given and completion offers. Angles are in radians;
 * log is the natural logarithm, as in C, Python and muParser 2.3. */
static const SondeExpressionFunction functions[] = {
  { "abs", 1, 1, { .one = fabs } },
  { "acos", 1, 1, { .one = acos } },
  { "acosh", 1, 1, { .one = acosh } },
  { "asin", 1, 1, { .one = asin } },
  { "asinh", 1, 1, { .one = asinh } },
  { "atan", 1, 1, { .one = atan } },
  { "atan2", 2, 2, { .two = atan2 } },
  { "atanh", 1, 1, { .one = atanh } },
  { "avg", 1, SONDE_EXPRESSION_ANY_NUMBER, { .many = average } },
  { "cbrt", 1, 1, { .one = cbrt } },
  { "ceil", 1, 1, { .one = ceil } },
  { "cos", 1, 1, { .one = cos } },
  { "cosh", 1, 1, { .one = cosh } },
  { "erf", 1, 1, { .one = erf } },
  { "erfc", 1, 1, { .one = erfc } },
  { "exp", 1, 1, { .one = exp } },
  { "expm1", 1, 1, { .one = expm1 } },
  { "floor", 1, 1, { .one = floor } },
  { "fmod", 2, 2, { .two = fmod } },
  { "gamma", 1, 1, { .one = tgamma } },
  { "heaviside", 1, 1, { .one = heaviside } },
  { "hypot", 2, 2, { .two = hypot } },
  { "lgamma", 1, 1, { .one = log_gamma } },
  { "ln", 1, 1, { .one = log } },
  { "log", 1, 1, { .one = log } },
  { "log10", 1, 1, { .one = log10 } },
  { "log1p", 1, 1, { .one = log1p } },
  { "log2", 1, 1, { .one = log2 } },
  { "max", 1, SONDE_EXPRESSION_ANY_NUMBER, { .many = maximum } },
  { "min", 1, SONDE_EXPRESSION_ANY_NUMBER, { .many = minimum } },
  { "mod", 2, 2, { .two = floored_mod } },
  { "pow", 2, 2, { .two = pow } },
  { "rint", 1, 1, { .one = rint } },
  { "round", 1, 1, { .one = round } },
  { "sign", 1, 1, { .one = natural_sign } },
  { "sin", 1, 1, { .one = sin } },
  { "sinh", 1, 1, { .one = sinh } },
  { "sqrt", 1, 1, { .one = sqrt } },
  { "sum", 1, SONDE_EXPRESSION_ANY_NUMBER, { .many = sum } },
  { "tan", 1, 1, { .one = tan } },
  { "tanh", 1, 1, { .one = tanh } },
  { "trunc", 1, 1, { .one = trunc } },
};

static const SondeExpressionConstant constants[] = {
  { "_e", G_E },
  { "_pi", G_PI },
  { "e", G_E },
  { "inf", INFINITY },
  { "nan", NAN },
  { "pi", G_PI },
  { "π", G_PI },
};

static const char *function_names[G_N_ELEMENTS (functions) + 1];
static const char *constant_names[G_N_ELEMENTS (constants) + 1];

static void
list_names (void)
{
  static gsize done;

  if (!g_once_init_enter (&done))
    return;
  for (guint i = 0; i < G_N_ELEMENTS (functions); i++)
    function_names[i] = functions[i].name;
  for (guint i = 0; i < G_N_ELEMENTS (constants); i++)
    constant_names[i] = constants[i].name;
  g_once_init_leave (&done, 1);
}

const SondeExpressionFunction *
_sonde_expression_get_functions (guint *n)
{
  *n = G_N_ELEMENTS (functions);
  return functions;
}

const SondeExpressionConstant *
_sonde_expression_get_constants (guint *n)
{
  *n = G_N_ELEMENTS (constants);
  return constants;
}

/**
 * sonde_expression_list_functions:
 *
 * Returns: (transfer none): the names of the functions a formula may call, in alphabetical order, %NULL at the end
 */
const char * const *
sonde_expression_list_functions (void)
{
  list_names ();
  return function_names;
}

/**
 * sonde_expression_list_constants:
 *
 * Returns: (transfer none): the names of the constants, in alphabetical order, %NULL at the end. A variable or parameter of
 *   the same name takes precedence.
 */
const char * const *
sonde_expression_list_constants (void)
{
  list_names ();
  return constant_names;
}
