/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The estimate of the time to the goal, on histories whose future is known. */

#include "config.h"

#include <math.h>

#include "learner/sonde-learner-1d.h"
#include "runner-doubles.h"
#include "runner/sonde-estimate.h"

typedef double (*Course) (double n);

static double inverse (double n) { return 3 / n; }
static double square (double n) { return 40 / (n * n); }
static double root (double n) { return 2 / sqrt (n); }
static double slow (double n) { return pow (n, -0.2); }
/* a round of intervals that are all alike ends at 2^k + 1 points */
static double steps (double n) { return 2 / exp2 (floor (log2 (MAX (n - 1, 1)))); }
static double flat (double n) { return 0.7; }
static double settling (double n) { return 0.5 + 1 / (n * n); }
static double rising (double n) { return 0.1 * pow (n, 0.3); }
static double noise (double n) { return 0.5 * (1 + 0.3 * sin (1e4 * n)); }
static double noisy_fall (double n) { return 3 / n * (1 + 0.2 * sin (1e4 * n)); }

/* Seconds at which there are @n points; slower and slower where @power is above 1. */
static double
seconds_at (double n,
            double power)
{
  return 0.01 * pow (n, power);
}

static GArray *
make_history (Course course,
              guint  n,
              double power)
{
  GArray *history = g_array_new (FALSE, FALSE, sizeof (SondeMilestone));

  for (double at = 2; at < n; at = MAX (at + 1, floor (at * 1.01)))
    {
      const SondeMilestone milestone = { (guint) at, course (at), course (at) / 10, seconds_at (at, power) };

      g_array_append_val (history, milestone);
    }
  return history;
}

static SondeEstimate
estimate (const char *json,
          Course      course,
          guint       n,
          double      power)
{
  g_autoptr (SondeGoal) goal = test_goal (json);
  g_autoptr (GArray) history = make_history (course, n, power);
  const SondeGoalState now = { .npoints = n, .nsamples = n, .loss = course (n), .error = course (n) / 10,
                               .elapsed = seconds_at (n, power), .now = 1000 };
  SondeEstimate result;

  sonde_estimate_goal (&result, goal, &now, seconds_at (n, power), (SondeMilestone *) (void *) history->data, history->len);
  return result;
}

/* The seconds that it does take, found by going on. */
static double
truth (Course course,
       guint  n,
       double power,
       double goal)
{
  double at = n;

  while (course (at) > goal)
    at = MAX (at + 1, floor (at * 1.001));
  return seconds_at (at, power) - seconds_at (n, power);
}

static void
test_falls (void)
{
  static const struct { Course course; guint n; double power; double fraction; double widest; } cases[] = {
    { inverse, 100, 1, 0.1, 3 },
    { inverse, 5000, 1, 0.5, 3 },
    { square, 200, 1, 0.01, 3 },
    { root, 1000, 1, 0.3, 3 },
    { slow, 4000, 1, 0.7, 3 },
    { steps, 100, 1, 0.1, 8 },
    { steps, 127, 1, 0.1, 8 },
    { steps, 128, 1, 0.1, 8 },
    { steps, 131, 1, 0.1, 8 },
    { steps, 1000, 1, 0.02, 8 },
    { noisy_fall, 800, 1, 0.1, 30 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      double goal = cases[i].fraction * cases[i].course (cases[i].n);
      g_autofree char *loss = g_strdup_printf ("{\"loss\": %.17g}", goal);
      g_autofree char *error = g_strdup_printf ("{\"error\": %.17g}", goal / 10);
      SondeEstimate result = estimate (loss, cases[i].course, cases[i].n, cases[i].power);
      SondeEstimate of_error = estimate (error, cases[i].course, cases[i].n, cases[i].power);
      double seconds = truth (cases[i].course, cases[i].n, cases[i].power, goal);

      g_test_message ("case %u: %g in %g to %g", i, seconds, result.earliest, result.latest);
      g_assert_cmpint (result.kind, ==, SONDE_ESTIMATE_RANGE);
      g_assert_cmpfloat (result.earliest, <=, seconds * 1.01);
      g_assert_cmpfloat (result.latest, >=, seconds * 0.99);
      g_assert_cmpfloat (result.latest, <=, cases[i].widest * result.earliest);
      g_assert_cmpfloat_with_epsilon (of_error.earliest, result.earliest, 1e-6 * result.earliest);
    }
}

/* In every state of a run with steps: never "not converging". */
static void
test_steps_everywhere (void)
{
  for (guint n = 40; n < 3000; n += 1 + n / 30)
    {
      g_autofree char *loss = g_strdup_printf ("{\"loss\": %.17g}", steps (n) / 20);
      SondeEstimate result = estimate (loss, steps, n, 1);
      double seconds = truth (steps, n, 1, steps (n) / 20);

      g_assert_cmpint (result.kind, ==, SONDE_ESTIMATE_RANGE);
      g_assert_cmpfloat (result.earliest, <=, seconds * 1.01);
      g_assert_cmpfloat (result.latest, >=, seconds * 0.99);
    }
}

static void
test_not_converging (void)
{
  Course courses[] = { flat, settling, rising, noise };

  for (guint i = 0; i < G_N_ELEMENTS (courses); i++)
    for (guint n = 100; n < 10000; n += n / 3)
      {
        g_autofree char *text = NULL;
        SondeEstimate result = estimate ("{\"loss\": 0.01}", courses[i], n, 1);

        g_assert_cmpint (result.kind, ==, SONDE_ESTIMATE_NOT_CONVERGING);
        text = sonde_estimate_to_text (&result);
        g_assert_cmpstr (text, ==, "not converging");
      }
}

static void
test_too_early (void)
{
  g_autoptr (SondeGoal) goal = test_goal ("{\"loss\": 0.01}");
  g_autoptr (SondeGoal) points = test_goal ("{\"npoints\": 100}");
  const SondeGoalState now = { .npoints = 100, .loss = 0.5, .error = NAN, .elapsed = 3 };
  const SondeMilestone undated[] = { { 10, 3, NAN, NAN }, { 20, 2, NAN, NAN }, { 40, 1, NAN, NAN }, { 80, 0.6, NAN, NAN } };
  const SondeMilestone infinite[] = { { 2, INFINITY, NAN, 0 }, { 20, INFINITY, NAN, 1 }, { 40, NAN, NAN, 2 } };
  SondeEstimate result;

  g_assert_cmpint (estimate ("{\"loss\": 0.001}", inverse, 8, 1).kind, ==, SONDE_ESTIMATE_UNKNOWN);
  sonde_estimate_goal (&result, goal, &now, 3, NULL, 0);
  g_assert_cmpint (result.kind, ==, SONDE_ESTIMATE_UNKNOWN);
  sonde_estimate_goal (&result, goal, &now, 3, undated, G_N_ELEMENTS (undated));
  g_assert_cmpint (result.kind, ==, SONDE_ESTIMATE_UNKNOWN);
  sonde_estimate_goal (&result, goal, &now, 3, infinite, G_N_ELEMENTS (infinite));
  g_assert_cmpint (result.kind, ==, SONDE_ESTIMATE_UNKNOWN);
  g_assert_null (sonde_estimate_to_text (&result));
  /* reached is reached */
  sonde_estimate_goal (&result, points, &now, 3, NULL, 0);
  g_assert_cmpint (result.kind, ==, SONDE_ESTIMATE_RANGE);
  g_assert_cmpfloat (result.latest, ==, 0);
  /* an error that is not estimated yet */
  g_assert_cmpint (estimate ("{\"expression\": \"loss < 0.1\"}", inverse, 200, 1).kind, ==, SONDE_ESTIMATE_RANGE);
  g_assert_cmpint (estimate ("{\"expression\": \"loss < 1e-9\"}", inverse, 200, 1).kind, ==, SONDE_ESTIMATE_UNKNOWN);
  g_assert_cmpint (estimate (NULL, inverse, 200, 1).kind, ==, SONDE_ESTIMATE_UNKNOWN);
}

#define assert_range(result, from, to) \
  G_STMT_START \
    { \
      SondeEstimate range = result; \
      g_assert_cmpint (range.kind, ==, SONDE_ESTIMATE_RANGE); \
      g_assert_cmpfloat_with_epsilon (range.earliest, from, 0.02 * (from) + 1e-9); \
      g_assert_cmpfloat_with_epsilon (range.latest, to, 0.02 * (to) + 1e-9); \
    } \
  G_STMT_END

/* 1000 points in 10 seconds; the wall clock says 1000. */
static void
test_linear (void)
{
  assert_range (estimate ("{\"npoints\": 3000}", flat, 1000, 1), 20, 20);
  assert_range (estimate ("{\"duration\": 25}", flat, 1000, 1), 15, 15);
  assert_range (estimate ("{\"end_time\": \"1970-01-01T00:17:20Z\"}", flat, 1000, 1), 40, 40);
  assert_range (estimate ("{\"end_time\": \"1970-01-01T00:00:20Z\"}", flat, 1000, 1), 0, 0);
  /* slower and slower: from 10 a second over all to the rate of the last half octave */
  assert_range (estimate ("{\"npoints\": 2000}", flat, 1000, 2), 1000 / (500 / 7500.0), 1000 / (293 / 5000.0));
}

static void
test_combined (void)
{
  assert_range (estimate ("{\"any\": [{\"npoints\": 3000}, {\"duration\": 25}]}", flat, 1000, 1), 15, 15);
  assert_range (estimate ("{\"all\": [{\"npoints\": 3000}, {\"duration\": 25}]}", flat, 1000, 1), 20, 20);
  /* a loss that is never reached does not matter where the time suffices */
  assert_range (estimate ("{\"any\": [{\"loss\": 1e-3}, {\"duration\": 25}]}", flat, 1000, 1), 15, 15);
  assert_range (estimate ("{\"any\": [{\"duration\": 25}, {\"loss\": 1e-3}]}", flat, 1000, 1), 15, 15);
  g_assert_cmpint (estimate ("{\"all\": [{\"loss\": 1e-3}, {\"duration\": 25}]}", flat, 1000, 1).kind, ==, SONDE_ESTIMATE_NOT_CONVERGING);
  g_assert_cmpint (estimate ("{\"any\": [{\"loss\": 1e-3}, {\"loss\": 1e-4}]}", flat, 1000, 1).kind, ==, SONDE_ESTIMATE_NOT_CONVERGING);
  assert_range (estimate ("{\"any\": [{\"expression\": \"npoints < 0\"}, {\"duration\": 25}]}", flat, 1000, 1), 15, 15);
  g_assert_cmpint (estimate ("{\"all\": [{\"expression\": \"npoints < 0\"}, {\"duration\": 25}]}", flat, 1000, 1).kind, ==,
                   SONDE_ESTIMATE_UNKNOWN);
  g_assert_cmpint (estimate ("{\"any\": [{\"expression\": \"npoints < 0\"}]}", flat, 1000, 1).kind, ==, SONDE_ESTIMATE_UNKNOWN);
  assert_range (estimate ("{\"all\": [{\"duration\": 5}, {\"any\": [{\"npoints\": 1500}, {\"loss\": 1}]}]}", flat, 1000, 1), 0, 0);
}

/* A real run: the learner on a peak, half way to its goal. Where the number of points at the goal lies in the estimate. */
static void
test_real_run (void)
{
  g_autoptr (SondeDomain) domain = sonde_domain_new_interval ("x", -1, 1);
  g_autoptr (SondeLearner) learner = sonde_learner_1d_new (domain, NULL, NULL, NULL);
  g_autoptr (SondeConvergence) convergence = sonde_convergence_new ();
  g_autoptr (SondeGoal) goal = test_goal ("{\"loss\": 0.005}");
  SondeEstimate at_half = { SONDE_ESTIMATE_UNKNOWN, 0, 0 };
  guint n = 0;

  for (; sonde_learner_get_loss (learner, TRUE) > 0.005; n++)
    {
      double x, y;

      sonde_learner_ask (learner, 1, TRUE, &x, NULL);
      y = x + 1e-4 / (1e-4 + (x - 0.123) * (x - 0.123));
      g_assert_true (sonde_learner_tell (learner, &x, &y, SONDE_SCALAR, NAN, NULL));
      if (sonde_convergence_is_due (convergence, n + 1))
        sonde_convergence_look (convergence, learner, n + 1);
      if (n == 300)
        {
          const SondeGoalState now = { .npoints = n + 1, .loss = sonde_learner_get_loss (learner, TRUE), .error = NAN };
          guint length;
          const SondeMilestone *history = sonde_convergence_get (convergence, &length);

          sonde_estimate_goal (&at_half, goal, &now, n + 1, history, length);
        }
    }
  g_test_message ("%u points; at 301: %g to %g more", n, at_half.earliest, at_half.latest);
  g_assert_cmpuint (n, >, 400);
  g_assert_cmpint (at_half.kind, ==, SONDE_ESTIMATE_RANGE);
  g_assert_cmpfloat (at_half.earliest, <=, n - 301);
  g_assert_cmpfloat (at_half.latest, >=, n - 301);
}

static void
test_texts (void)
{
  static const struct { double earliest; double latest; const char *text; } cases[] = {
    { 20, 40, "about 20–40 s to the goal" },
    { 20, 20.2, "about 20 s to the goal" },
    { 0.1, 0.3, "about 1 s to the goal" },
    { 0, 40, "about 40 s to the goal" },
    { 100, 1300, "about 2–22 min to the goal" },
    { 3600, 9000, "about 1–2 h to the goal" },
    { 86400, 8640000, "about 1–100 d to the goal" },
    { 86400, 1e10, "perhaps more than a year to the goal" },
    { 1e9, INFINITY, "more than a year to the goal" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const SondeEstimate estimate = { SONDE_ESTIMATE_RANGE, cases[i].earliest, cases[i].latest };
      g_autofree char *text = sonde_estimate_to_text (&estimate);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/runner/estimate/falls", test_falls);
  g_test_add_func ("/runner/estimate/steps-everywhere", test_steps_everywhere);
  g_test_add_func ("/runner/estimate/not-converging", test_not_converging);
  g_test_add_func ("/runner/estimate/too-early", test_too_early);
  g_test_add_func ("/runner/estimate/linear", test_linear);
  g_test_add_func ("/runner/estimate/combined", test_combined);
  g_test_add_func ("/runner/estimate/real-run", test_real_run);
  g_test_add_func ("/runner/estimate/texts", test_texts);
  return g_test_run ();
}
