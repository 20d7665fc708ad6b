/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <locale.h>
#include <math.h>
#include <string.h>

#include "function/sonde-expression.h"

static const char * const names[] = { "x", "a", "b", "λ", "φ'", "sin", "e", "x_1", NULL };
static const double values[] = { 0.3, 0.01, 0.123, 2, 3, 4, 5, 6 };
static const volatile double x = 0.3, a = 0.01, b = 0.123;

static SondeExpression *
compile (const char *text)
{
  g_autoptr (GError) error = NULL;
  int position = 17;
  SondeExpression *expression = sonde_expression_new (text, names, &position, &error);

  if (error != NULL)
    g_error ("%s: %s (%d)", text, error->message, position);
  g_assert_cmpint (position, ==, -1);
  return expression;
}

static void
assert_value (const char *text,
              double      expected)
{
  g_autoptr (SondeExpression) expression = compile (text);
  double value = *sonde_expression_evaluate (expression, values);

  g_assert_cmpuint (sonde_expression_get_n_results (expression), ==, 1);
  if (isnan (expected) ? !isnan (value) : value != expected)
    g_error ("%s is %.17g, not %.17g", text, value, expected);
}

static void
test_arithmetic (void)
{
  double third = x - b;

  assert_value ("x + a^2/(a^2 + (x-b)^2)", x + a * a / (a * a + pow (third, 2)));
  assert_value ("-x^2", -(x * x));
  assert_value ("2^3^2", 512);
  assert_value ("2^-1", 0.5);
  assert_value ("2^-2^2", 0.0625);
  assert_value ("2**3", 8);
  assert_value ("10-4-3", 3);
  assert_value ("24/4/2", 3);
  assert_value ("2+3*4", 14);
  assert_value ("- -x", x);
  assert_value ("+-+x", -x);
  assert_value ("2--3", 5);
  assert_value ("2*-3^2", -18);
  assert_value ("((x))", x);
  assert_value ("x^3", x * x * x);
  assert_value ("x^2.5", pow (x, 2.5));
  assert_value ("x^(2)", pow (x, 2));
  assert_value (".5 + 5.", 5.5);
  assert_value ("1e3 + 1E-3 + 1.5e+2", 1e3 + 1e-3 + 1.5e2);
  assert_value ("0.1 + 0.2", 0.1 + 0.2);
}

/* Rounding happens in the order that is written. */
static void
test_rounding (void)
{
  assert_value ("(x + 1e16) - 1e16", (x + 1e16) - 1e16);
  assert_value ("1e308 + x - 1e308", 0);
  assert_value ("x + 0.1 + 0.2", (x + 0.1) + 0.2);
  assert_value ("0.1 + 0.2 + x", (0.1 + 0.2) + x);
  assert_value ("x*0.1*3", (x * 0.1) * 3);
  assert_value ("3*(x + 0.1)", 3 * (x + 0.1));
  assert_value ("x/3*3", (x / 3) * 3);
}

static void
test_ieee (void)
{
  assert_value ("1/0", INFINITY);
  assert_value ("-1/0", -INFINITY);
  assert_value ("0/0", NAN);
  assert_value ("sqrt(-1)", NAN);
  assert_value ("log(0)", -INFINITY);
  assert_value ("1e400", INFINITY);
  assert_value ("1e-400", 0);
  assert_value ("inf - inf", NAN);
  assert_value ("nan", NAN);
  assert_value ("max(1, nan)", NAN);
  assert_value ("min(nan, 1)", NAN);
  assert_value ("sign(nan)", NAN);
  assert_value ("heaviside(nan)", NAN);
  assert_value ("1e308*10", INFINITY);
  assert_value ("mod(1, 0)", NAN);
}

static void
test_logic (void)
{
  assert_value ("x < 1", 1);
  assert_value ("x > 1 || x < 1 && x == 2", 0);
  assert_value ("x < 1 || x > 1 && x == 2", 1);
  assert_value ("0.5 && 0.5", 1);
  assert_value ("0.5 || 0", 1);
  assert_value ("0 && 1", 0);
  assert_value ("!x", 0);
  assert_value ("!!x", 1);
  assert_value ("-!!x", -1);
  assert_value ("!-0", 1);
  assert_value ("!x == 0", 1);
  assert_value ("!2 < -1", 0);
  assert_value ("!x + 1", 1);
  assert_value ("!0^2*3", 3);
  assert_value ("2^!0^2", 2);
  assert_value ("-!0*2", -2);
  assert_value ("!(!0)", 0);
  assert_value ("x != 0.3", 0);
  assert_value ("x ≥ 0.3 ∧ x ≤ 0.3 ∨ ¬x", 1);
  assert_value ("x < 0 ? 1 : 2", 2);
  assert_value ("x < 0 ? 1 : x < 1 ? 2 : 3", 2);
  assert_value ("x < 1 ? x < 0 ? 1 : 2 : 3", 2);
  assert_value ("(x < 1 ? a : b) * 2 + 1", a * 2 + 1);
  assert_value ("max(x < 1 ? a : b, x > 1 ? a : b)", b);
  assert_value ("(x < 1) == (a < 1)", 1);
  assert_value ("x < 1 ? a < 1 : b < 1", 1);
}

static void
test_functions (void)
{
  assert_value ("sin(x)", sin (x));
  assert_value ("cos(x) + tan(x)", cos (x) + tan (x));
  assert_value ("asin(x) + acos(x) + atan(x)", asin (x) + acos (x) + atan (x));
  assert_value ("sinh(x) + cosh(x) + tanh(x)", sinh (x) + cosh (x) + tanh (x));
  assert_value ("asinh(x) + acosh(2) + atanh(x)", asinh (x) + acosh (2) + atanh (x));
  assert_value ("exp(x) - expm1(x)", exp (x) - expm1 (x));
  assert_value ("log(x)", log (x));
  assert_value ("ln(x)", log (x));
  assert_value ("log10(1000) + log2(8) + log1p(x)", log10 (1000) + log2 (8) + log1p (x));
  assert_value ("sqrt(x) + cbrt(x)", sqrt (x) + cbrt (x));
  assert_value ("abs(-x)", x);
  assert_value ("sign(-x) + sign(0) + sign(x)", 0);
  assert_value ("floor(-2.5)", -3);
  assert_value ("ceil(-2.5)", -2);
  assert_value ("round(2.5)", 3);
  assert_value ("rint(2.5)", 2);
  assert_value ("trunc(-2.5)", -2);
  assert_value ("mod(-1, 3)", 2);
  assert_value ("mod(1, -3)", -2);
  assert_value ("mod(6, -3)", 0);
  assert_value ("fmod(-1, 3)", -1);
  assert_value ("hypot(3, 4)", 5);
  assert_value ("atan2(-1, -1)", atan2 (-1, -1));
  assert_value ("pow(x, a)", pow (x, a));
  assert_value ("erf(x) + erfc(x)", erf (x) + erfc (x));
  assert_value ("gamma(5)", tgamma (5));
  assert_value ("lgamma(5)", lgamma (5));
  assert_value ("heaviside(-1) + heaviside(0) + heaviside(1)", 1.5);
  assert_value ("max(1, 3, 2)", 3);
  assert_value ("min(2, 1, 3)", 1);
  assert_value ("sum(1, 2, 3)", 6);
  assert_value ("avg(1, 2, 3)", 2);
  assert_value ("max(x)", x);
}

/* Every function of the list can be called, and with too many or too few arguments says what it needs. */
static void
test_function_list (void)
{
  const char * const *functions = sonde_expression_list_functions ();

  g_assert_cmpuint (g_strv_length ((GStrv) functions), >, 40);
  for (guint i = 0; functions[i] != NULL; i++)
    {
      g_autofree char *one = g_strdup_printf ("%s(1)", functions[i]);
      g_autofree char *two = g_strdup_printf ("%s(1, 2)", functions[i]);
      g_autoptr (SondeExpression) of_one = sonde_expression_new (one, names, NULL, NULL);
      g_autoptr (SondeExpression) of_two = sonde_expression_new (two, names, NULL, NULL);

      g_assert_true (of_one != NULL || of_two != NULL);
      if (i > 0)
        g_assert_cmpstr (functions[i - 1], <, functions[i]);
    }
}

static void
test_names (void)
{
  assert_value ("λ*φ'", 6);
  assert_value ("sin", 4);
  assert_value ("sin(sin)", sin (4));
  assert_value ("e", 5);
  assert_value ("_e", G_E);
  assert_value ("pi", G_PI);
  assert_value ("π", G_PI);
  assert_value ("_pi", G_PI);
  assert_value ("x_1", 6);
  g_assert_true (sonde_expression_is_name ("φ'"));
  g_assert_true (sonde_expression_is_name ("x₁"));
  g_assert_true (sonde_expression_is_name ("_"));
  g_assert_false (sonde_expression_is_name (""));
  g_assert_false (sonde_expression_is_name ("1x"));
  g_assert_false (sonde_expression_is_name ("x y"));
  g_assert_false (sonde_expression_is_name ("x²"));
  g_assert_false (sonde_expression_is_name ("\xff"));
}

/* The same name in composed and decomposed letters, and with digits set low or not. */
static void
test_names_that_look_the_same (void)
{
  const char * const accents[] = { "é", "x1", NULL };
  const double numbers[] = { 1, 2 };
  g_autoptr (SondeExpression) expression = sonde_expression_new ("e\xcc\x81 + x₁", accents, NULL, NULL);

  g_assert_nonnull (expression);
  g_assert_cmpfloat (*sonde_expression_evaluate (expression, numbers), ==, 3);
}

static void
test_signs_from_papers (void)
{
  assert_value ("x²", x * x);
  assert_value ("-x²", -(x * x));
  assert_value ("x³ + x⁴", x * x * x + x * x * x * x);
  assert_value ("2¹⁰", 1024);
  assert_value ("2⁻¹", 0.5);
  assert_value ("2^x²", pow (2, x * x));
  assert_value ("√4·√(4 + 5)", 6);
  assert_value ("√x²", sqrt (x) * sqrt (x));
  assert_value ("6 ÷ 3 × 2 − 1", 3);
}

static void
test_vector (void)
{
  g_autoptr (SondeExpression) expression = compile ("x, x < 1 ? a : b, max(1, 2), -x^2");
  const double *y = sonde_expression_evaluate (expression, values);

  g_assert_cmpuint (sonde_expression_get_n_results (expression), ==, 4);
  g_assert_cmpfloat (y[0], ==, x);
  g_assert_cmpfloat (y[1], ==, a);
  g_assert_cmpfloat (y[2], ==, 2);
  g_assert_cmpfloat (y[3], ==, -(x * x));
}

typedef struct
{
  const char           *text;
  SondeExpressionError  code;
  int                   position;
  const char           *fragment;
} Fault;

static const Fault faults[] = {
  { "", SONDE_EXPRESSION_ERROR_EMPTY, 0, "no formula" },
  { " \t", SONDE_EXPRESSION_ERROR_EMPTY, 2, "no formula" },
  { "x + a^2/(a^2 + (x - b^2)", SONDE_EXPRESSION_ERROR_BRACKET, 8,
    "A bracket opened at “(a^2 …” is never closed. Add “)” at the end." },
  { "sin((x", SONDE_EXPRESSION_ERROR_BRACKET, 3, "Add “))” at the end" },
  { "((((((((((x", SONDE_EXPRESSION_ERROR_BRACKET, 0, "10 brackets" },
  { "x)", SONDE_EXPRESSION_ERROR_BRACKET, 1, "without a “(”" },
  { ")", SONDE_EXPRESSION_ERROR_BRACKET, 0, "without a “(”" },
  { "c + 1", SONDE_EXPRESSION_ERROR_UNKNOWN_NAME, 0, "“c” is not known. Add a parameter c, or correct the name." },
  { "λ + λλ", SONDE_EXPRESSION_ERROR_UNKNOWN_NAME, 4, "Did you mean “λ”?" },
  { "x + sni(x)", SONDE_EXPRESSION_ERROR_UNKNOWN_NAME, 4, "Did you mean “sin”?" },
  { "system(1)", SONDE_EXPRESSION_ERROR_UNKNOWN_NAME, 0, "not known" },
  { "cos x", SONDE_EXPRESSION_ERROR_SYNTAX, 0, "cos(…)" },
  { "λ5x", SONDE_EXPRESSION_ERROR_UNKNOWN_NAME, 0, "λ5x" },
  { "5x", SONDE_EXPRESSION_ERROR_SYNTAX, 1, "Write 5*x" },
  { "2 pi", SONDE_EXPRESSION_ERROR_SYNTAX, 2, "Write 2*pi" },
  { "λ φ'", SONDE_EXPRESSION_ERROR_SYNTAX, 2, "Write λ*φ'" },
  { "1 000", SONDE_EXPRESSION_ERROR_SYNTAX, 2, "without spaces" },
  { "2(x)", SONDE_EXPRESSION_ERROR_SYNTAX, 1, "operator is missing" },
  { "(x)(x)", SONDE_EXPRESSION_ERROR_SYNTAX, 3, "“*”" },
  { "x(2)", SONDE_EXPRESSION_ERROR_SYNTAX, 1, "x*(…)" },
  { "x = 2", SONDE_EXPRESSION_ERROR_SYNTAX, 2, "==" },
  { "x % 2", SONDE_EXPRESSION_ERROR_SYNTAX, 2, "mod(a, b)" },
  { "x & a", SONDE_EXPRESSION_ERROR_SYNTAX, 2, "&&" },
  { "|x|", SONDE_EXPRESSION_ERROR_SYNTAX, 0, "abs(x)" },
  { "[x]", SONDE_EXPRESSION_ERROR_SYNTAX, 0, "round brackets" },
  { "x; a", SONDE_EXPRESSION_ERROR_SYNTAX, 1, "comma" },
  { "x # a", SONDE_EXPRESSION_ERROR_SYNTAX, 2, "“#”" },
  { "x $ a", SONDE_EXPRESSION_ERROR_SYNTAX, 2, "“$”" },
  { "~x", SONDE_EXPRESSION_ERROR_SYNTAX, 0, "“~”" },
  { "x \x01", SONDE_EXPRESSION_ERROR_SYNTAX, 2, "U+0001" },
  { "x + \xff", SONDE_EXPRESSION_ERROR_SYNTAX, 4, "UTF-8" },
  { "λ + \xff", SONDE_EXPRESSION_ERROR_SYNTAX, 4, "UTF-8" },
  { "sin(1,5)", SONDE_EXPRESSION_ERROR_SYNTAX, 5, "1.5 instead of 1,5" },
  { "(0,5)*x", SONDE_EXPRESSION_ERROR_SYNTAX, 2, "0.5 instead of 0,5" },
  { "(x, a)", SONDE_EXPRESSION_ERROR_SYNTAX, 2, "brackets" },
  { "sin(x, a)", SONDE_EXPRESSION_ERROR_SYNTAX, 5, "needs 1 argument." },
  { "hypot(x)", SONDE_EXPRESSION_ERROR_SYNTAX, 7, "needs 2 arguments" },
  { "max()", SONDE_EXPRESSION_ERROR_SYNTAX, 4, "at least 1" },
  { "()", SONDE_EXPRESSION_ERROR_SYNTAX, 1, "nothing between" },
  { "x,", SONDE_EXPRESSION_ERROR_SYNTAX, 1, "last comma" },
  { ",x", SONDE_EXPRESSION_ERROR_SYNTAX, 0, "begins with" },
  { "x,,a", SONDE_EXPRESSION_ERROR_SYNTAX, 2, "missing" },
  { "x +", SONDE_EXPRESSION_ERROR_SYNTAX, 3, "ends after “+”" },
  { "* x", SONDE_EXPRESSION_ERROR_SYNTAX, 0, "begins with “*”" },
  { "x + * a", SONDE_EXPRESSION_ERROR_SYNTAX, 4, "Between “+” and “*”" },
  { "(x +)", SONDE_EXPRESSION_ERROR_SYNTAX, 4, "Between “+” and “)”" },
  { "1.2.3", SONDE_EXPRESSION_ERROR_SYNTAX, 0, "“1.2.3”" },
  { "0 < x < 1", SONDE_EXPRESSION_ERROR_SYNTAX, 6, "a < x && x < b" },
  { "x ? 1", SONDE_EXPRESSION_ERROR_SYNTAX, 2, "no “:”" },
  { "x ? 1, 2 : 3", SONDE_EXPRESSION_ERROR_SYNTAX, 2, "no “:”" },
  { "(x ? 1) : 2", SONDE_EXPRESSION_ERROR_SYNTAX, 3, "no “:”" },
  { "x : 1", SONDE_EXPRESSION_ERROR_SYNTAX, 2, "no “?”" },
  { "5!", SONDE_EXPRESSION_ERROR_SYNTAX, 1, "gamma(n + 1)" },
  { "x²^2", SONDE_EXPRESSION_ERROR_SYNTAX, 2, "brackets" },
  { "²", SONDE_EXPRESSION_ERROR_SYNTAX, 0, "begins with" },
  { "√-x", SONDE_EXPRESSION_ERROR_SYNTAX, 0, "√(…)" },
  { "\"x\"", SONDE_EXPRESSION_ERROR_SYNTAX, 0, "Remove it" },
};

static void
test_faults (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      const Fault *fault = &faults[i];
      g_autoptr (GError) error = NULL;
      g_autoptr (SondeExpression) expression = NULL;
      g_autofree char *printable = g_utf8_make_valid (fault->text, -1);
      int position = -1;

      expression = sonde_expression_new (fault->text, names, &position, &error);
      g_assert_null (expression);
      g_test_message ("%s: %d, %s", printable, position, error->message);
      g_assert_error (error, SONDE_EXPRESSION_ERROR, (int) fault->code);
      g_assert_cmpint (position, ==, fault->position);
      g_assert_nonnull (strstr (error->message, fault->fragment));
    }
}

static char *
repeat (guint       n,
        const char *before,
        const char *middle,
        const char *after)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    g_string_append (text, before);
  g_string_append (text, middle);
  for (guint i = 0; i < n; i++)
    g_string_append (text, after);
  return g_string_free (text, FALSE);
}

/* Long or deep formulas are evaluated or refused, in a thread with a small stack too. */
static gpointer
run_deep (gpointer unused)
{
  static const char * const parts[][3] = {
    { "(", "x", ")" }, { "sin(", "x", ")" }, { "-(", "x", ")" }, { "!", "x", "" }, { "-", "x", "" }, { "x^", "x", "" },
    { "x?", "x", ":x" }, { "x?x:", "x", "" }, { "x+", "x", "" }, { "", "x", ",x" }, { "max(x,", "x", ")" }, { "√(", "x", ")" },
    { "(", "x", "" }, { "", "x", ")" }, { "1+", "x", "" },
  };
  static const guint lengths[] = { 10, 400, 1500, 100000 };

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    for (guint k = 0; k < G_N_ELEMENTS (lengths); k++)
      {
        g_autofree char *text = repeat (lengths[k], parts[i][0], parts[i][1], parts[i][2]);
        g_autoptr (GError) error = NULL;
        g_autoptr (SondeExpression) expression = sonde_expression_new (text, names, NULL, &error);

        g_assert_true ((expression != NULL) == (error == NULL));
        if (expression != NULL)
          sonde_expression_evaluate (expression, values);
        if (lengths[k] == 100000)
          g_assert_null (expression);
        if (lengths[k] <= 400 && i < 12)
          g_assert_nonnull (expression);
      }
  return NULL;
}

static void
test_deep (void)
{
  g_thread_join (g_thread_new ("deep", run_deep, NULL));
}

/* The language of messages and numbers does not change what a formula says. */
static void
test_locale (void)
{
  static const char * const candidates[] = { "de_DE.UTF-8", "fr_FR.UTF-8", "de_DE.utf8", "fr_FR.utf8" };
  const char *found = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (candidates) && found == NULL; i++)
    found = setlocale (LC_ALL, candidates[i]);
  if (found == NULL)
    {
      g_test_skip ("no locale with a decimal comma is installed");
      return;
    }
  assert_value ("1.5 + x", 1.5 + x);
  assert_value ("max(1.5, 2)", 2);
  setlocale (LC_ALL, "C.UTF-8");
}

/* What can be typed: no crash, and every fault is somewhere in the text. */
static void
test_random_text (void)
{
  static const char * const pieces[] = {
    "x", "a", "λ", "φ'", "sin", "sin(", "max(", "(", ")", "(", ")", ",", "+", "-", "*", "/", "^", "**", "!", "==", "<", "&&", "||",
    "?", ":", "1", "2.5", ".", "1e", "e5", "²", "⁻¹", "√", "π", " ", "=", "%", "unknown", "_", "'", "≤", "\xc3", "[", "~", "#", "$",
  };
  guint n_valid = 0;

  for (guint round = 0; round < 20000; round++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (SondeExpression) expression = NULL;
      int position = -2;
      guint n = g_test_rand_int_range (0, 12);

      for (guint i = 0; i < n; i++)
        g_string_append (text, pieces[g_test_rand_int_range (0, G_N_ELEMENTS (pieces))]);
      expression = sonde_expression_new (text->str, names, &position, &error);
      if (expression != NULL)
        {
          sonde_expression_evaluate (expression, values);
          n_valid++;
          continue;
        }
      g_assert_cmpint (error->domain, ==, SONDE_EXPRESSION_ERROR);
      g_assert_null (strstr (error->message, "cannot be understood"));
      g_assert_cmpint (position, >=, 0);
      g_assert_cmpint (position, <=, (int) text->len);
    }
  g_assert_cmpuint (n_valid, >, 200);
}

/* Random formulas against an evaluation of our own, which knows the tree they were written from. */

static double write_random (GString *text,
                            guint    depth,
                            guint    level);

static double
write_binary (GString    *text,
              guint       depth,
              guint       level,
              guint       own,
              const char *sign)
{
  gboolean is_right = own == 7;
  gboolean is_bracketed = own < level;
  double left, right;

  g_string_append (text, is_bracketed ? "(" : "");
  left = write_random (text, depth - 1, is_right || own == 4 ? own + 1 : own);
  g_string_append (text, sign);
  right = write_random (text, depth - 1, is_right ? own : own + 1);
  g_string_append (text, is_bracketed ? ")" : "");

  switch (sign[1])
    {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return left / right;
    case '^':
      return pow (left, right);
    case '<':
      return left < right;
    case '=':
      return left == right;
    case '&':
      return left != 0 && right != 0;
    default:
      return left != 0 || right != 0;
    }
}

static double
write_ternary (GString *text,
               guint    depth,
               guint    level)
{
  double condition, yes, no;

  g_string_append (text, level > 1 ? "(" : "");
  condition = write_random (text, depth - 1, 2);
  g_string_append (text, " ? ");
  yes = write_random (text, depth - 1, 1);
  g_string_append (text, " : ");
  no = write_random (text, depth - 1, 1);
  g_string_append (text, level > 1 ? ")" : "");
  return condition != 0 ? yes : no;
}

static double
write_prefix (GString  *text,
              guint     depth,
              guint     level,
              gboolean  negates)
{
  double value;

  g_string_append (text, level > 6 ? "(" : "");
  g_string_append (text, negates ? "!" : "-");
  value = write_random (text, depth - 1, 7);
  g_string_append (text, level > 6 ? ")" : "");
  return negates ? value == 0 : -value;
}

static double
write_operand (GString *text)
{
  static const double numbers[] = { 0, 0.5, 1, 7, 10 };
  static const char * const written[] = { "0", "0.5", "1", "7", "10" };
  guint i = g_test_rand_int_range (0, 10);

  g_string_append (text, i < 5 ? written[i] : names[i - 5]);
  return i < 5 ? numbers[i] : values[i - 5];
}

/* @level: what binds looser needs brackets: 1 ternary, 2 or, 3 and, 4 comparison, 5 sum, 6 product and sign, 7 power */
static double
write_random (GString *text,
              guint    depth,
              guint    level)
{
  double value;

  switch (depth == 0 ? 0 : g_test_rand_int_range (0, 14))
    {
    case 1:
      return write_ternary (text, depth, level);
    case 2:
      return write_binary (text, depth, level, 2, " || ");
    case 3:
      return write_binary (text, depth, level, 3, " && ");
    case 4:
      return write_binary (text, depth, level, 4, " < ");
    case 5:
      return write_binary (text, depth, level, 4, " == ");
    case 6:
      return write_binary (text, depth, level, 5, " + ");
    case 7:
      return write_binary (text, depth, level, 5, " - ");
    case 8:
      return write_binary (text, depth, level, 6, " * ");
    case 9:
      return write_binary (text, depth, level, 6, " / ");
    case 10:
      return write_binary (text, depth, level, 7, " ^ ");
    case 11:
      return write_prefix (text, depth, level, FALSE);
    case 12:
      return write_prefix (text, depth, level, TRUE);
    case 13:
      g_string_append (text, "cos(");
      value = cos (write_random (text, depth - 1, 1));
      g_string_append (text, ")");
      return value;
    default:
      return write_operand (text);
    }
}

static gboolean
agrees (double value,
        double expected)
{
  return isnan (expected) ? isnan (value) : value == expected || fabs (value - expected) <= 1e-9 * fabs (expected);
}

static void
test_random_trees (void)
{
  for (guint round = 0; round < 20000; round++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      double expected = write_random (text, g_test_rand_int_range (0, 6), 1);
      g_autoptr (SondeExpression) expression = NULL;
      double value;

      if (g_utf8_strlen (text->str, -1) > 2000)
        continue;
      expression = compile (text->str);
      value = *sonde_expression_evaluate (expression, values);
      if (!agrees (value, expected))
        g_error ("%s is %.17g, not %.17g", text->str, value, expected);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/expression/arithmetic", test_arithmetic);
  g_test_add_func ("/expression/rounding", test_rounding);
  g_test_add_func ("/expression/ieee", test_ieee);
  g_test_add_func ("/expression/logic", test_logic);
  g_test_add_func ("/expression/functions", test_functions);
  g_test_add_func ("/expression/function-list", test_function_list);
  g_test_add_func ("/expression/names", test_names);
  g_test_add_func ("/expression/names-that-look-the-same", test_names_that_look_the_same);
  g_test_add_func ("/expression/signs-from-papers", test_signs_from_papers);
  g_test_add_func ("/expression/vector", test_vector);
  g_test_add_func ("/expression/faults", test_faults);
  g_test_add_func ("/expression/deep", test_deep);
  g_test_add_func ("/expression/locale", test_locale);
  g_test_add_func ("/expression/random-text", test_random_text);
  g_test_add_func ("/expression/random-trees", test_random_trees);

  return g_test_run ();
}
