/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <float.h>
#include <locale.h>
#include <math.h>
#include <string.h>

#include "base/sonde-number.h"

static guint64
bits_of (double value)
{
  guint64 bits;

  memcpy (&bits, &value, sizeof bits);
  return bits;
}

static double
from_bits (guint64 bits)
{
  double value;

  memcpy (&value, &bits, sizeof value);
  return value;
}

static void
assert_round_trip (double value)
{
  char buffer[SONDE_NUMBER_LENGTH];
  gsize length = sonde_number_format (value, buffer);
  double back = 0;

  g_assert_cmpuint (length, ==, strlen (buffer));
  g_assert_cmpuint (length, <, SONDE_NUMBER_LENGTH);
  g_assert_true (sonde_number_parse_all (buffer, &back));
  g_assert_cmphex (bits_of (back), ==, bits_of (value));
}

static void
test_round_trip (void)
{
  const double special[] = {
    0.0, -0.0, 1, -1, 0.1, 1.0 / 3, DBL_MIN, DBL_MAX, -DBL_MAX, DBL_TRUE_MIN, DBL_EPSILON, 1e23, 5e-324, INFINITY, -INFINITY,
    9007199254740993.0, 123456789012345680.0, 2.2250738585072011e-308,
  };

  for (guint i = 0; i < G_N_ELEMENTS (special); i++)
    assert_round_trip (special[i]);
}

/* Every bit pattern comes back, whatever its exponent. */
static void
test_round_trip_random (void)
{
  for (guint i = 0; i < 20000; i++)
    {
      guint64 bits = (guint64) (guint32) g_test_rand_int () << 32 | (guint32) g_test_rand_int ();
      double value = from_bits (bits);

      if (!isnan (value))
        assert_round_trip (value);
    }
}

static void
test_shortest (void)
{
  const struct { double value; const char *text; } cases[] = {
    { 0.1, "0.1" }, { 1, "1" }, { -2.5, "-2.5" }, { 1e23, "1e+23" }, { NAN, "nan" }, { -NAN, "nan" },
    { INFINITY, "inf" }, { -INFINITY, "-inf" }, { 0, "0" }, { -0.0, "-0.0" }, { 0.1 + 0.2, "0.30000000000000004" },
  };
  char buffer[SONDE_NUMBER_LENGTH];

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      sonde_number_format (cases[i].value, buffer);
      g_assert_cmpstr (buffer, ==, cases[i].text);
    }
}

static void
test_json (void)
{
  const struct { double value; const char *text; } cases[] = {
    { 0.5, "0.5" }, { NAN, "\"nan\"" }, { INFINITY, "\"inf\"" }, { -INFINITY, "\"-inf\"" },
  };
  char buffer[SONDE_NUMBER_LENGTH];

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_assert_cmpuint (sonde_number_format_json (cases[i].value, buffer), ==, strlen (cases[i].text));
      g_assert_cmpstr (buffer, ==, cases[i].text);
    }
}

static void
test_parse (void)
{
  const char *text = "1.5e3, 2";
  const char *rest = NULL;
  double value = 0;

  g_assert_true (sonde_number_parse (text, text + strlen (text), &value, &rest));
  g_assert_cmpfloat (value, ==, 1500);
  g_assert_true (rest == text + 5);
  g_assert_false (sonde_number_parse (",", "," + 1, &value, &rest));
}

static void
test_parse_out_of_range (void)
{
  double value = 0;

  g_assert_true (sonde_number_parse_all ("1e999", &value));
  g_assert_true (isinf (value) && value > 0);
  g_assert_true (sonde_number_parse_all ("-1e999", &value));
  g_assert_true (isinf (value) && value < 0);
  g_assert_true (sonde_number_parse_all ("1e-999", &value));
  g_assert_cmpfloat (value, ==, 0);
}

static void
test_parse_all (void)
{
  const char *good[] = { "3", " 3", "3 ", "+3", "3.0", "3e0", "\t3\n" };
  const char *bad[] = { "", " ", "x", "3x", "3,5", "+-3", "++3", "1 2", "0x10", "--3", "." };
  double value;

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      value = 0;
      g_assert_true (sonde_number_parse_all (good[i], &value));
      g_assert_cmpfloat (value, ==, 3);
    }
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (sonde_number_parse_all (bad[i], &value));
}

/* Files have a point, whatever the language of the desktop is. */
static void
test_locale (void)
{
  const char *commas[] = { "de_DE.UTF-8", "fr_FR.UTF-8", "de_DE.utf8" };
  const char *found = NULL;
  char buffer[SONDE_NUMBER_LENGTH];
  double value = 0;

  for (guint i = 0; i < G_N_ELEMENTS (commas) && found == NULL; i++)
    found = setlocale (LC_NUMERIC, commas[i]);
  if (found == NULL)
    {
      g_test_skip ("no locale with a decimal comma is installed");
      return;
    }
  sonde_number_format (0.5, buffer);
  g_assert_cmpstr (buffer, ==, "0.5");
  g_assert_true (sonde_number_parse_all ("0.25", &value));
  g_assert_cmpfloat (value, ==, 0.25);
  g_assert_false (sonde_number_parse_all ("0,25", &value));
  setlocale (LC_NUMERIC, "C");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/number/round-trip", test_round_trip);
  g_test_add_func ("/base/number/round-trip-random", test_round_trip_random);
  g_test_add_func ("/base/number/shortest", test_shortest);
  g_test_add_func ("/base/number/json", test_json);
  g_test_add_func ("/base/number/parse", test_parse);
  g_test_add_func ("/base/number/parse-out-of-range", test_parse_out_of_range);
  g_test_add_func ("/base/number/parse-all", test_parse_all);
  g_test_add_func ("/base/number/locale", test_locale);
  return g_test_run ();
}
