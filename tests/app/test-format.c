/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <locale.h>
#include <math.h>

#include "app/chart/sonde-chart-view.h"
#include "app/setup/sonde-formula-fix.h"
#include "app/sonde-format.h"

static void
test_numbers (void)
{
  static const struct { double value; int digits; const char *text; } cases[] = {
    { 0.0215, 3, "0.0215" }, { -0.5, 3, "−0.5" }, { 1e-5, 3, "1×10⁻⁵" }, { 2.5e12, 3, "2.5×10¹²" }, { NAN, 3, "NaN" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = sonde_format_number (cases[i].value, cases[i].digits);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static void
test_numbers_of_entries (void)
{
  static const struct { double value; const char *text; } cases[] = {
    { 100000, "100000" }, { -20000, "-20000" }, { 0, "0" }, { 0.001, "0.001" }, { 1e-9, "1e-09" }, { 1e300, "1e+300" }, { 1.5, "1.5" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = sonde_format_for_entry (cases[i].value);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static void
test_spans (void)
{
  static const struct { double seconds; const char *text; } cases[] = {
    { 0.049, "49 ms" }, { 2.21, "2.2 s" }, { 59.4, "59 s" }, { 59.6, "1 min" }, { 252, "4 min 12 s" }, { 3600, "1 h 0 min" },
    { 200000, "2 d 7 h" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = sonde_format_span (cases[i].seconds);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static void
test_counts (void)
{
  g_autofree char *few = sonde_format_count (9999);
  g_autofree char *many = sonde_format_count (1234567);

  g_assert_cmpstr (few, ==, "9999");
  g_assert_cmpstr (many, ==, "1\u2009234\u2009567");
}

static void
test_typed_numbers (void)
{
  static const char * const wrong[] = { "", "abc", "1,5", "1..2", "1e400", "nan", "inf", "1 2x", "1 2", "1\n234", "2⁵", "1 2345" };
  static const struct { const char *text; double value; } pasted[] = {
    { " −2 000.5 ", -2000.5 }, { "0.5\n", 0.5 }, { "\t12\r\n", 12 }, { "1\u2009234\u2009567", 1234567 }, { "10\u00a0000", 10000 },
    { "\u202f7\u200b", 7 }, { "\ufeff3", 3 }, { "− 4", -4 }, { "1.5×10⁻³", 1.5e-3 }, { "−2×10¹²", -2e12 }, { "0.123 456", 0.123456 },
  };
  double value;

  for (guint i = 0; i < G_N_ELEMENTS (pasted); i++)
    {
      g_assert_true (sonde_parse_number (pasted[i].text, &value, NULL));
      g_assert_cmpfloat (value, ==, pasted[i].value);
    }
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autofree char *problem = NULL;

      g_assert_false (sonde_parse_number (wrong[i], &value, &problem));
      g_assert_nonnull (problem);
    }
}

static void
test_typed_durations (void)
{
  static const struct { const char *text; double seconds; } cases[] = {
    { "90", 90 }, { "90 s", 90 }, { "5 min", 300 }, { "1 h 30 min", 5400 }, { "1:30:00", 5400 }, { "1:30", 5400 }, { "0.5h", 1800 },
  };
  static const char * const wrong[] = { "", "never", "0", "-5 s", "5 parsecs", "1:99" };
  double seconds;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_assert_true (sonde_parse_duration (cases[i].text, &seconds, NULL));
      g_assert_cmpfloat (seconds, ==, cases[i].seconds);
    }
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autofree char *problem = NULL;

      g_assert_false (sonde_parse_duration (wrong[i], &seconds, &problem));
      g_assert_nonnull (problem);
    }
}

static void
test_typed_times (void)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (GDateTime) now = g_date_time_new (utc, 2026, 11, 23, 17, 30, 0);
  g_autofree char *today = NULL;
  g_autofree char *tomorrow = NULL;
  g_autofree char *later = NULL;
  g_autofree char *problem = NULL;
  char *none = NULL;

  g_assert_true (sonde_parse_time ("18:00", now, &today, NULL));
  g_assert_cmpstr (today, ==, "2026-11-23T18:00:00Z");
  g_assert_true (sonde_parse_time ("17:00", now, &tomorrow, NULL));
  g_assert_cmpstr (tomorrow, ==, "2026-11-24T17:00:00Z");
  g_assert_true (sonde_parse_time ("2030-05-17 18:00", now, &later, NULL));
  g_assert_cmpstr (later, ==, "2030-05-17T18:00:00Z");
  g_assert_false (sonde_parse_time ("25:00", now, &none, &problem));
  g_assert_nonnull (problem);
}

static void
assert_time (const char *text,
             const char *expected)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (GDateTime) now = g_date_time_new (utc, 2026, 12, 31, 17, 30, 0);
  g_autofree char *iso8601 = NULL;
  g_autofree char *problem = NULL;

  g_assert_cmpint (sonde_parse_time (text, now, &iso8601, &problem), ==, expected != NULL);
  g_assert_cmpstr (iso8601, ==, expected);
  g_assert_cmpint (problem != NULL, ==, expected == NULL);
}

static void
test_days (void)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autoptr (GDateTime) next = g_date_time_add_days (now, 1);
  g_autoptr (GDateTime) later = g_date_time_add_days (now, 2);
  g_autofree char *next_iso = g_date_time_format_iso8601 (next);
  g_autofree char *later_iso = g_date_time_format_iso8601 (later);
  g_autofree char *tomorrow = sonde_format_time (next_iso);
  g_autofree char *dated = sonde_format_time (later_iso);
  g_autofree char *expected = g_date_time_format (later, "%Y-%m-%d %H:%M");

  assert_time ("18:00 today", "2026-12-31T18:00:00Z");
  assert_time ("18:00 Tomorrow", "2027-01-01T18:00:00Z");
  assert_time ("tomorrow 9:05", "2027-01-01T09:05:00Z");
  assert_time ("17:00 today", NULL);
  assert_time ("tomorrow", NULL);
  assert_time ("", NULL);
  g_assert_true (g_str_has_suffix (tomorrow, " tomorrow"));
  g_assert_cmpstr (dated, ==, expected);
}

/* One decimal mark in a window: that of the locale. */
static void
test_decimal_mark (void)
{
  g_autofree char *old = g_strdup (setlocale (LC_NUMERIC, NULL));
  g_autofree char *entry = NULL;
  g_autofree char *card = NULL;
  g_autofree char *duration = NULL;
  double value;

  if (setlocale (LC_NUMERIC, "de_DE.UTF-8") == NULL)
    {
      g_test_skip ("no locale with a decimal comma here");
      return;
    }
  entry = sonde_format_for_entry (-0.25);
  card = sonde_format_number (-0.25, 3);
  duration = sonde_format_duration_for_entry (0.5);
  g_assert_true (sonde_parse_number (entry, &value, NULL) && value == -0.25);
  g_assert_true (sonde_parse_number ("-0.25", &value, NULL) && value == -0.25);
  setlocale (LC_NUMERIC, old);
  g_assert_cmpstr (entry, ==, "-0,25");
  g_assert_cmpstr (card, ==, "\u22120,25");
  g_assert_cmpstr (duration, ==, "0,5 s");
}

/* what lies under the pointer stays there, and the way back is the way */
static void
test_zoom (void)
{
  SondeView view = SONDE_VIEW_INIT;
  SondeFrame frame = { .x = 60, .y = 10, .width = 400, .height = 200, .x_min = -1, .x_max = 1, .y_min = 0, .y_max = 10 };
  double before = sonde_frame_to_x (&frame, 160);

  g_assert_true (sonde_chart_view_zoom (&view, &frame, 2, 160, 60, TRUE, FALSE));
  g_assert_cmpfloat_with_epsilon (sonde_frame_to_x (&frame, 160), before, 1e-12);
  g_assert_cmpfloat_with_epsilon (frame.x_max - frame.x_min, 1, 1e-12);
  g_assert_true (view.auto_y);
  g_assert_false (sonde_chart_view_is_fit (&view));
  g_assert_true (sonde_chart_view_zoom (&view, &frame, 0.5, 160, 60, TRUE, FALSE));
  g_assert_cmpfloat_with_epsilon (view.x_min, -1, 1e-12);
  for (guint i = 0; i < 200; i++)
    sonde_chart_view_zoom (&view, &frame, 2, 160, 60, TRUE, TRUE);
  g_assert_cmpfloat (view.x_max, >, view.x_min);
  for (guint i = 0; i < 3000; i++)
    sonde_chart_view_zoom (&view, &frame, 0.5, 160, 60, TRUE, TRUE);
  g_assert_true (isfinite (view.x_max) && isfinite (view.x_min));
  sonde_chart_view_fit (&view);
  g_assert_true (sonde_chart_view_is_fit (&view));
}

static void
test_pan_and_box (void)
{
  SondeView view = SONDE_VIEW_INIT;
  SondeFrame frame = { .x = 0, .y = 0, .width = 100, .height = 100, .x_min = 0, .x_max = 10, .y_min = 0, .y_max = 10 };

  g_assert_true (sonde_chart_view_pan (&view, &frame, 10, 20));
  g_assert_cmpfloat_with_epsilon (view.x_min, -1, 1e-12);
  g_assert_cmpfloat_with_epsilon (view.y_min, 2, 1e-12);
  g_assert_false (sonde_chart_view_box (&view, &frame, 10, 10, 11, 50));
  g_assert_true (sonde_chart_view_box (&view, &frame, 60, 70, 10, 20));
  g_assert_cmpfloat_with_epsilon (view.x_min, 0, 1e-12);
  g_assert_cmpfloat_with_epsilon (view.x_max, 5, 1e-12);
  g_assert_cmpfloat_with_epsilon (view.y_max, 10, 1e-12);
  g_assert_cmpfloat_with_epsilon (view.y_min, 5, 1e-12);
}

static void
check_fix (const char *expression,
           const char *mended,
           const char *parameter)
{
  const char * const names[] = { "x", "a", NULL };
  SondeFormulaFix fix;

  sonde_formula_fix_find (&fix, expression, names);
  g_assert_cmpstr (fix.expression, ==, mended);
  g_assert_cmpstr (fix.parameter, ==, parameter);
  sonde_formula_fix_clear (&fix);
}

static void
test_fix (void)
{
  check_fix ("sin(x", "sin(x)", NULL);
  check_fix ("((x+a)*2", "((x+a)*2)", NULL);
  check_fix ("x+a)", "x+a", NULL);
  check_fix ("x*width", NULL, "width");
  check_fix ("foo(x)", NULL, NULL);
  check_fix ("x+a", NULL, NULL);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/format/numbers", test_numbers);
  g_test_add_func ("/app/format/entries", test_numbers_of_entries);
  g_test_add_func ("/app/format/spans", test_spans);
  g_test_add_func ("/app/format/counts", test_counts);
  g_test_add_func ("/app/typed/numbers", test_typed_numbers);
  g_test_add_func ("/app/typed/durations", test_typed_durations);
  g_test_add_func ("/app/typed/times", test_typed_times);
  g_test_add_func ("/app/typed/days", test_days);
  g_test_add_func ("/app/format/decimal-mark", test_decimal_mark);
  g_test_add_func ("/app/view/zoom", test_zoom);
  g_test_add_func ("/app/view/pan-and-box", test_pan_and_box);
  g_test_add_func ("/app/formula-fix", test_fix);
  return g_test_run ();
}
