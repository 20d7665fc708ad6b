/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "base/sonde-clock.h"
#include "base/sonde-diagnostic.h"

/* A clock that stands still until it is told to go on, as the tests of the runner use it. */
#define TEST_TYPE_CLOCK (test_clock_get_type ())
G_DECLARE_FINAL_TYPE (TestClock, test_clock, TEST, CLOCK, SondeClock)

struct _TestClock
{
  SondeClock parent_instance;
  gint64     now;
};

G_DEFINE_FINAL_TYPE (TestClock, test_clock, SONDE_TYPE_CLOCK)

static gint64
test_clock_get_now (SondeClock *clock)
{
  return TEST_CLOCK (clock)->now;
}

static void
test_clock_class_init (TestClockClass *klass)
{
  SONDE_CLOCK_CLASS (klass)->get_monotonic = test_clock_get_now;
}

static void
test_clock_init (TestClock *self)
{
}

static void
test_default (void)
{
  SondeClock *clock = sonde_clock_get_default ();
  gint64 first = sonde_clock_get_monotonic (clock);
  gint64 before = g_get_real_time ();
  gint64 real = sonde_clock_get_real (clock);

  g_assert_true (clock == sonde_clock_get_default ());
  for (guint i = 0; i < 1000; i++)
    {
      gint64 next = sonde_clock_get_monotonic (clock);

      g_assert_cmpint (next, >=, first);
      first = next;
    }
  g_assert_cmpint (real, >=, before);
}

static void
test_replaced (void)
{
  TestClock *clock = g_object_new (TEST_TYPE_CLOCK, NULL);

  clock->now = 42;
  g_assert_cmpint (sonde_clock_get_monotonic (SONDE_CLOCK (clock)), ==, 42);
  clock->now += 8;
  g_assert_cmpint (sonde_clock_get_monotonic (SONDE_CLOCK (clock)), ==, 50);
  /* what it does not replace is the machine's */
  g_assert_cmpint (sonde_clock_get_real (SONDE_CLOCK (clock)), >, G_GINT64_CONSTANT (1600000000000000));
  g_assert_finalize_object (clock);
}

static void
test_diagnostic (void)
{
  SondeDiagnostic *at = sonde_diagnostic_new (SONDE_SEVERITY_ERROR, "domain[0].min", "It is above the maximum.");
  SondeDiagnostic *whole = sonde_diagnostic_new (SONDE_SEVERITY_WARNING, NULL, "The last line is torn.");

  g_assert_cmpint (sonde_diagnostic_get_severity (at), ==, SONDE_SEVERITY_ERROR);
  g_assert_cmpstr (sonde_diagnostic_get_path (at), ==, "domain[0].min");
  g_assert_cmpstr (sonde_diagnostic_get_message (at), ==, "It is above the maximum.");
  g_assert_cmpint (sonde_diagnostic_get_severity (whole), ==, SONDE_SEVERITY_WARNING);
  g_assert_null (sonde_diagnostic_get_path (whole));
  g_assert_finalize_object (at);
  g_assert_finalize_object (whole);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/clock/default", test_default);
  g_test_add_func ("/base/clock/replaced", test_replaced);
  g_test_add_func ("/base/diagnostic", test_diagnostic);
  return g_test_run ();
}
