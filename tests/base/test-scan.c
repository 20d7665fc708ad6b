/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>
#include <string.h>

#include "base/sonde-scan.h"

static SondeScan
scan_of (const char *text)
{
  SondeScan scan;

  sonde_scan_init (&scan, text, strlen (text));
  return scan;
}

static void
check_string (const char *text,
              const char *expected)
{
  g_autoptr (GString) string = g_string_new (NULL);
  SondeScan scan = scan_of (text);

  g_assert_true (sonde_scan_string (&scan, string) == (expected != NULL));
  if (expected != NULL)
    g_assert_cmpstr (string->str, ==, expected);
  if (expected != NULL)
    g_assert_true (sonde_scan_is_end (&scan));
}

static void
test_strings (void)
{
  check_string ("\"\"", "");
  check_string ("  \"a b\" ", "a b");
  check_string ("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\/\b\f\n\r\t");
  check_string ("\"\\u00e9 \\u20AC\"", "é €");
  check_string ("\"\\ud83d\\ude00\"", "😀");
  check_string ("\"\\ud83d\"", "\uFFFD");
  check_string ("\"\\ud83d\\u0041\"", "\uFFFD");
  check_string ("\"\\udc00\"", "\uFFFD");
  check_string ("\"\\u0000\"", "\uFFFD");
  check_string ("\"é\"", "é");
  check_string ("\"open", NULL);
  check_string ("\"\\", NULL);
  check_string ("\"\\x\"", NULL);
  check_string ("\"\\u12\"", NULL);
  check_string ("\"\\u12g4\"", NULL);
  check_string ("\"\\ud83d\\u12\"", NULL);
  check_string ("word", NULL);
  check_string ("", NULL);
}

static const struct
{
  const char *text;
  gboolean    is_number;
  double      value;
} numbers[] = {
  { "0", TRUE, 0 }, { " -1.5e-3", TRUE, -1.5e-3 }, { "1E5", TRUE, 1e5 }, { "12", TRUE, 12 },
  { "NaN", TRUE, NAN }, { "nan", TRUE, NAN }, { "\"nan\"", TRUE, NAN }, { "Infinity", TRUE, INFINITY }, { "-Infinity", TRUE, -INFINITY },
  { "\"inf\"", TRUE, INFINITY }, { "\"-inf\"", TRUE, -INFINITY }, { "inf", TRUE, INFINITY }, { "-inf", TRUE, -INFINITY },
  { "1e999", TRUE, INFINITY },
  { "", FALSE, 0 }, { "-", FALSE, 0 }, { "+1", FALSE, 0 }, { ".5", FALSE, 0 }, { "\"1\"", FALSE, 0 }, { "null", FALSE, 0 }, { "[1]", FALSE, 0 },
  { "true", FALSE, 0 }, { "\"na", FALSE, 0 }, { "N", FALSE, 0 },
};

static void
test_numbers (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      SondeScan scan = scan_of (numbers[i].text);
      double value;

      g_assert_true (sonde_scan_number (&scan, &value) == numbers[i].is_number);
      if (isnan (numbers[i].value))
        g_assert_true (isnan (value));
      else if (numbers[i].is_number)
        g_assert_cmpfloat (value, ==, numbers[i].value);
    }
}

static void
test_integers (void)
{
  SondeScan scan = scan_of (" -123456789012345678,");
  SondeScan point = scan_of ("1.0");
  SondeScan exponent = scan_of ("1e3");
  SondeScan longer = scan_of ("1234567890123456789");
  gint64 value;

  g_assert_true (sonde_scan_integer (&scan, &value));
  g_assert_cmpint (value, ==, G_GINT64_CONSTANT (-123456789012345678));
  g_assert_false (sonde_scan_integer (&point, &value));
  g_assert_false (sonde_scan_integer (&exponent, &value));
  g_assert_false (sonde_scan_integer (&longer, &value));
}

static void
test_lists (void)
{
  static const char * const good[] = { "[]", "[1]", " [ 1 , 2.5,\"nan\" ] " };
  static const char * const bad[] = { "[", "[1", "[1,", "[1 2]", "[1,]", "[,1]", "[[1]]", "[\"a\"]", "1", "[1}", "" };
  g_autoptr (GArray) values = g_array_new (FALSE, FALSE, sizeof (double));

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      SondeScan scan = scan_of (good[i]);

      g_array_set_size (values, 0);
      g_assert_true (sonde_scan_numbers (&scan, values) && sonde_scan_is_end (&scan));
      g_assert_cmpuint (values->len, ==, i == 2 ? 3 : i);
    }
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      SondeScan scan = scan_of (bad[i]);

      if (sonde_scan_numbers (&scan, values))
        g_error ("“%s” was taken for a list of numbers", bad[i]);
    }
}

static gboolean
skips_all (const char *text)
{
  SondeScan scan = scan_of (text);

  return sonde_scan_skip (&scan) && sonde_scan_is_end (&scan);
}

static void
test_skip (void)
{
  g_autoptr (GString) deep = g_string_new (NULL);

  g_assert_true (skips_all ("{\"a\": [1, {\"b\": null, \"c\": [true, false]}, \"x\\\"y\"], \"d\": {}}"));
  g_assert_true (skips_all ("[]"));
  g_assert_false (skips_all ("{\"a\" 1}"));
  g_assert_false (skips_all ("{a: 1}"));
  g_assert_false (skips_all ("[1]]"));
  g_assert_false (skips_all ("[[1]2]"));
  g_assert_false (skips_all ("{\"a\": 1"));
  g_assert_false (skips_all ("{\"a\": 1]"));
  g_assert_false (skips_all ("nul"));

  for (guint i = 0; i < 100000; i++)
    g_string_append_c (deep, '[');
  g_assert_false (skips_all (deep->str));
}

/* Whatever the text, nothing beyond its end is read: the sanitizers see to that. */
static void
test_random (void)
{
  static const char letters[] = "{}[]\",:\\ud8a01.5e-+ nifNt";

  for (guint i = 0; i < 20000; i++)
    {
      guint n = g_test_rand_int_range (0, 24);
      g_autofree char *text = g_malloc (n + 1);
      SondeScan scan;

      for (guint k = 0; k < n; k++)
        text[k] = letters[g_test_rand_int_range (0, sizeof letters - 1)];
      text[n] = '\0';
      sonde_scan_init (&scan, text, n);
      sonde_scan_skip (&scan);
      g_assert_true (scan.at >= text && scan.at <= text + n);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/scan/strings", test_strings);
  g_test_add_func ("/scan/numbers", test_numbers);
  g_test_add_func ("/scan/integers", test_integers);
  g_test_add_func ("/scan/lists", test_lists);
  g_test_add_func ("/scan/skip", test_skip);
  g_test_add_func ("/scan/random", test_random);

  return g_test_run ();
}
