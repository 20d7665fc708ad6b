/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <float.h>
#include <math.h>

#include "plot/sonde-label.h"
#include "plot/sonde-scale.h"
#include "plot/sonde-ticks.h"

typedef struct
{
  double      min, max;
  gboolean    log;
  double      length, distance;
  const char *labels;
} Case;

/* "_" stands for the thin space */
static const Case cases[] = {
  /* the screens of the look */
  { -1.03, 1.03, FALSE, 752, 110, "−1.0 −0.8 −0.6 −0.4 −0.2 0.0 0.2 0.4 0.6 0.8 1.0" },
  { -1.25, 1.26, FALSE, 454, 70, "−1.0 −0.5 0.0 0.5 1.0" },
  { -.075, 5.075, FALSE, 752, 110, "0 1 2 3 4 5" },
  { -1.03, 1.03, FALSE, 302, 75, "−1.0 −0.5 0.0 0.5 1.0" },
  { .0016, 2.2, TRUE, 195, 70, "0.01 0.1 1" },
  { 2, 380, TRUE, 475, 110, "10 100" },
  /* large and small */
  { 0, 40000, FALSE, 500, 110, "0 10_000 20_000 30_000 40_000" },
  { 0, 4000, FALSE, 500, 110, "0 1000 2000 3000 4000" },
  { 0, 250000, FALSE, 600, 110, "0 50_000 100_000 150_000 200_000 250_000" },
  { 0, 2.2e6, FALSE, 500, 110, "0 0.5×10⁶ 1.0×10⁶ 1.5×10⁶ 2.0×10⁶" },
  { 0, 4e-6, FALSE, 500, 110, "0 10⁻⁶ 2×10⁻⁶ 3×10⁻⁶ 4×10⁻⁶" },
  { -2e-6, 2e-6, FALSE, 500, 110, "−2×10⁻⁶ −10⁻⁶ 0 10⁻⁶ 2×10⁻⁶" },
  { 0, .004, FALSE, 500, 110, "0.000 0.001 0.002 0.003 0.004" },
  { -1.7e308, 1.7e308, FALSE, 300, 100, "−10³⁰⁸ 0 10³⁰⁸" },
  { 0, 4e-320, FALSE, 500, 110, "0 10⁻³²⁰ 2×10⁻³²⁰ 3×10⁻³²⁰ 4×10⁻³²⁰" },
  /* narrow: all digits, no offset */
  { 1.000000001, 1.000000003, FALSE, 250, 110, "1.000000001 1.000000002 1.000000003" },
  { 12345678, 12345680, FALSE, 250, 110, "12_345_678 12_345_679 12_345_680" },
  /* logarithmic */
  { 1e-8, 1e-2, TRUE, 700, 110, "10⁻⁸ 10⁻⁷ 10⁻⁶ 10⁻⁵ 10⁻⁴ 10⁻³ 10⁻²" },
  { 1e-8, 1, TRUE, 300, 110, "10⁻⁸ 10⁻⁶ 10⁻⁴ 10⁻² 10⁰" },
  { 1, 100, TRUE, 600, 110, "1 2 5 10 20 50 100" },
  { 1, 8, TRUE, 300, 110, "1 2 5" },
  { 2.2, 4.4, TRUE, 300, 110, "3 4" },
  /* what cannot be shown is mended */
  { NAN, NAN, FALSE, 300, 150, "0.0 0.5 1.0" },
  { 1, -1, FALSE, 300, 150, "−1 0 1" },
  { -5, 1000, TRUE, 400, 110, "1 10 100 1000" },
};

static void
test_tables (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const Case *c = &cases[i];
      g_autoptr (SondeTicks) ticks = sonde_ticks_new (c->min, c->max, c->log, c->length, c->distance);
      g_autoptr (GString) labels = g_string_new (NULL);

      for (guint k = 0; k < ticks->n; k++)
        g_string_append_printf (labels, "%s%s", k > 0 ? " " : "", ticks->ticks[k].label);
      g_string_replace (labels, "\u2009", "_", 0);
      g_assert_cmpstr (labels->str, ==, c->labels);
    }
}

static double
random_number (void)
{
  double value = ldexp (g_test_rand_double_range (-1, 1), g_test_rand_bit () ? g_test_rand_int_range (-1073, 1024) : 1024);

  return g_test_rand_bit () ? value : g_test_rand_double_range (-10, 10);
}

/* For any range: ticks lie in it, rise, differ in their labels, are neither too many nor too few. */
static void
test_properties (void)
{
  for (guint round = 0; round < 20000; round++)
    {
      double min = random_number (), max = random_number ();
      gboolean log = g_test_rand_bit ();
      double length = g_test_rand_double_range (-10, 3000), distance = g_test_rand_double_range (40, 200);
      g_autoptr (SondeTicks) ticks = NULL;

      if (g_test_rand_bit ())
        max = min + fabs (min) * ldexp (1, g_test_rand_int_range (-60, 3));
      ticks = sonde_ticks_new (min, max, log, length, distance);
      sonde_scale_mend (&min, &max, log);
      g_assert_true (isfinite (min) && isfinite (max) && min < max);
      if (ticks->n < 2 || g_str_equal (ticks->ticks[0].label, ticks->ticks[1].label))
        g_test_message ("%.17g to %.17g, log %d, %g px every %g px", min, max, log, length, distance);
      g_assert_cmpuint (ticks->n, >=, 2);
      g_assert_cmpuint (ticks->n, <=, 64);
      for (guint i = 0; i < ticks->n; i++)
        {
          g_assert_true (ticks->ticks[i].value >= min && ticks->ticks[i].value <= max);
          if (i == 0)
            continue;
          g_assert_cmpstr (ticks->ticks[i].label, !=, ticks->ticks[i - 1].label);
          g_assert_cmpfloat (ticks->ticks[i].value, >=, ticks->ticks[i - 1].value);
        }
    }
}

/* On an axis of some length no two ticks come closer than the nearest of 1, 2, 5 allows: the distance over √2.5. */
static void
test_spacing (void)
{
  for (guint round = 0; round < 5000; round++)
    {
      double min = g_test_rand_double_range (-1, 1), max = min + exp (g_test_rand_double_range (-20, 20));
      double length = g_test_rand_double_range (400, 2000);
      g_autoptr (SondeTicks) ticks = sonde_ticks_new (min, max, FALSE, length, 110);
      SondeScale scale;

      sonde_scale_init (&scale, min, max, FALSE, 0, length);
      for (guint i = 1; i < ticks->n; i++)
        {
          double gap = sonde_scale_to_pixel (&scale, ticks->ticks[i].value)
                       - sonde_scale_to_pixel (&scale, ticks->ticks[i - 1].value);

          g_assert_cmpfloat (gap, >=, 110 / sqrt (2.5) * .999);
          g_assert_cmpfloat (gap, <=, 110 * sqrt (2.5) * 1.001);
        }
    }
}

static void
test_numbers (void)
{
  static const struct { double value; guint digits; const char *text; } numbers[] = {
    { 1.12345, 3, "1.12" }, { -1, 4, "−1" }, { -0., 4, "0" }, { 1e-8, 4, "1×10⁻⁸" }, { -2.5e300, 4, "−2.5×10³⁰⁰" },
    { NAN, 4, "NaN" }, { INFINITY, 4, "∞" }, { -INFINITY, 4, "−∞" }, { 12345, 5, "12\u2009345" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      g_autofree char *text = sonde_label_number (numbers[i].value, numbers[i].digits);

      g_assert_cmpstr (text, ==, numbers[i].text);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plot/ticks/tables", test_tables);
  g_test_add_func ("/plot/ticks/properties", test_properties);
  g_test_add_func ("/plot/ticks/spacing", test_spacing);
  g_test_add_func ("/plot/label/numbers", test_numbers);
  return g_test_run ();
}
