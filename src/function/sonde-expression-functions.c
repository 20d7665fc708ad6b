/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>
#include <string.h>

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

/* Random numbers that are functions of their arguments: what is drawn for a seed is the same again on every machine, in every thread and
 * in every run. The bits are mixed by the finaliser of SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators",
 * OOPSLA 2014) after a step of its Weyl sequence for each seed. */

static guint64
mix (guint64 z)
{
  z ^= z >> 30;
  z *= G_GUINT64_CONSTANT (0xBF58476D1CE4E5B9);
  z ^= z >> 27;
  z *= G_GUINT64_CONSTANT (0x94D049BB133111EB);
  return z ^ z >> 31;
}

static guint64
bits_of (double x)
{
  guint64 bits;

  x += 0.0;       /* 0 and -0 are the same */
  memcpy (&bits, &x, sizeof bits);
  return bits;
}

/* Whole numbers follow one another as seeds do; all others are told apart by their bits. */
static guint64
step_for (double seed)
{
  guint64 number = fabs (seed) < 0x1p63 && seed == floor (seed) ? (guint64) (gint64) seed : mix (bits_of (seed));

  return (number + 1) * G_GUINT64_CONSTANT (0x9E3779B97F4A7C15);
}

static guint64
draw (const double *x,
      int           n)
{
  return n > 1 ? mix (mix (bits_of (x[1])) + step_for (x[0])) : mix (step_for (x[0]));
}

static gboolean
has_nan (const double *x,
         int           n)
{
  return isnan (x[0]) || (n > 1 && isnan (x[1]));
}

/* uniform (seed), uniform (seed, x): from 0 to 1, without 1 */
static double
uniform (const double *x,
         int           n)
{
  return has_nan (x, n) ? NAN : (draw (x, n) >> 11) * 0x1p-53;
}

/* normal (seed), normal (seed, x): mean 0, standard deviation 1, by Box and Muller */
static double
normal (const double *x,
        int           n)
{
  guint64 bits = draw (x, n);
  double radius = 1 - (bits >> 11) * 0x1p-53;      /* never 0 */
  double angle = (mix (bits + G_GUINT64_CONSTANT (0x9E3779B97F4A7C15)) >> 11) * 0x1p-53;

  return has_nan (x, n) ? NAN : sqrt (-2 * log (radius)) * cos (2 * G_PI * angle);
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
  { "normal", 1, 2, { .many = normal } },
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
  { "uniform", 1, 2, { .many = uniform } },
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
