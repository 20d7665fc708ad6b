/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Numbers as people read them: a true minus, thin spaces, powers of ten. Numbers in files are base/sonde-number.h. */

#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "plot/sonde-label.h"

#define MINUS "\u2212"
#define THIN_SPACE "\u2009"
#define TIMES "\u00d7"

/* Below 10^−3 and from 10^6 on powers of ten are shorter than zeros. */
#define LEAST_PLAIN -3
#define MOST_PLAIN 5

/**
 * sonde_decimal_to_double:
 *
 * Returns: the double nearest to @decimal, as good as that for exponents up to ±22, and within two units in the last
 *   place elsewhere
 */
double
sonde_decimal_to_double (SondeDecimal decimal)
{
  double digits = decimal.digits;
  int exponent = decimal.exponent;

  /* powers of ten are exact up to 22 and do not exist beyond 308, so divide by them, in two steps */
  for (; exponent < -300; exponent += 300)
    digits /= 1e300;
  return exponent < 0 ? digits / pow (10, -exponent) : digits * pow (10, exponent);
}

static void
append_superscript (GString *text,
                    int      number)
{
  static const char * const figures[] = {
    "\u2070", "\u00b9", "\u00b2", "\u00b3", "\u2074", "\u2075", "\u2076", "\u2077", "\u2078", "\u2079",
  };
  char plain[12];

  g_snprintf (plain, sizeof plain, "%d", number);
  for (const char *c = plain; *c != '\0'; c++)
    g_string_append (text, *c == '-' ? "\u207b" : figures[*c - '0']);
}

/* the plain text of a number, with the minus and, from 10 000 on, thin spaces between thousands */
static void
append_plain (GString    *text,
              const char *plain)
{
  gsize n_whole;

  if (*plain == '-')
    {
      plain++;
      /* no minus before what is rounded to zero */
      if (strpbrk (plain, "123456789") != NULL)
        g_string_append (text, MINUS);
    }
  n_whole = strspn (plain, "0123456789");
  for (gsize i = 0; i < n_whole; i++)
    {
      if (n_whole > 4 && i > 0 && (n_whole - i) % 3 == 0)
        g_string_append (text, THIN_SPACE);
      g_string_append_c (text, plain[i]);
    }
  g_string_append (text, plain + n_whole);
}

static void
append_fixed (GString *text,
              double   value,
              int      decimals)
{
  char format[16], plain[400];

  g_snprintf (format, sizeof format, "%%.%df", CLAMP (decimals, 0, 40));
  append_plain (text, g_ascii_formatd (plain, sizeof plain, format, value));
}

/**
 * sonde_label_choose_form:
 * @largest_digits: the largest magnitude of any of the axis' decimals
 * @exponent: what they all have
 *
 * Chooses between plain and exponential notation, and as many digits as tell neighbours apart, never an offset.
 */
SondeLabelForm
sonde_label_choose_form (double largest_digits,
                         int    exponent)
{
  int order = exponent + (largest_digits > 0 ? (int) floor (log10 (largest_digits) + 1e-12) : 0);
  int n_plain = order + 1 + MAX (-exponent, 0);
  int n_power = order - exponent + 5;

  if (largest_digits > 0 && (order < LEAST_PLAIN || (order > MOST_PLAIN && n_plain > n_power)))
    return (SondeLabelForm) { MAX (order - exponent, 0), order, TRUE };
  return (SondeLabelForm) { MAX (-exponent, 0), 0, FALSE };
}

/**
 * sonde_label_write:
 * @decimal: what to write
 * @form: chosen by sonde_label_choose_form()
 *
 * Returns: (transfer full): such as "−0.5", "12 000", "1.5×10⁶", "10⁻⁶"
 */
char *
sonde_label_write (SondeDecimal          decimal,
                   const SondeLabelForm *form)
{
  g_autoptr (GString) text = g_string_new (NULL);
  SondeDecimal shifted = { decimal.digits, decimal.exponent - form->exponent };

  if (decimal.digits == 0 && form->has_exponent)
    return g_strdup ("0");

  if (!form->has_exponent || form->decimals > 0 || fabs (sonde_decimal_to_double (shifted)) != 1)
    append_fixed (text, sonde_decimal_to_double (shifted), form->decimals);
  else if (decimal.digits < 0)
    g_string_append (text, MINUS);
  if (form->has_exponent)
    {
      if (text->len > 0 && !g_str_equal (text->str, MINUS))
        g_string_append (text, TIMES);
      g_string_append (text, "10");
      append_superscript (text, form->exponent);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/**
 * sonde_label_number:
 * @value: any double
 * @digits: how many significant digits at most
 *
 * For sentences and read-outs.
 *
 * Returns: (transfer full): such as "1.12", "−3×10⁻⁸", "∞"
 */
char *
sonde_label_number (double value,
                    guint  digits)
{
  GString *text = g_string_new (NULL);
  char plain[64], format[16];
  char *power;

  if (isnan (value))
    return g_string_free (g_string_append (text, "NaN"), FALSE);
  if (isinf (value))
    return g_string_free (g_string_append (text, value < 0 ? MINUS "\u221e" : "\u221e"), FALSE);

  g_snprintf (format, sizeof format, "%%.%ug", CLAMP (digits, 1, 17));
  g_ascii_formatd (plain, sizeof plain, format, value);
  power = strchr (plain, 'e');
  if (power != NULL)
    *power++ = '\0';
  append_plain (text, plain);
  if (power != NULL)
    {
      g_string_append (text, TIMES "10");
      append_superscript (text, atoi (power));
    }
  return g_string_free (text, FALSE);
}
