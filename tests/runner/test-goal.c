/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>
#include <string.h>

#include "runner/sonde-goal.h"

static SondeGoal *
parse (const char *json)
{
  g_autoptr (JsonNode) node = json_from_string (json, NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  SondeGoal *goal = sonde_goal_new_from_spec (node, &path, &error);

  g_assert_no_error (error);
  g_assert_nonnull (goal);
  g_assert_null (path);
  return goal;
}

static const SondeGoalState start = { 0, 0, INFINITY, NAN, 0, 0, 1e9 };

/* Reached with @yes, not with @no; the reason is told exactly when it is reached. */
static void
check (const char           *json,
       const SondeGoalState *no,
       const SondeGoalState *yes,
       const char           *expected)
{
  g_autoptr (SondeGoal) goal = parse (json);
  g_autofree char *reason = NULL;
  char *nothing = (char *) "unset";

  g_assert_false (sonde_goal_is_reached (goal, no, NULL));
  g_assert_false (sonde_goal_is_reached (goal, no, &nothing));
  g_assert_null (nothing);
  g_assert_true (sonde_goal_is_reached (goal, yes, NULL));
  g_assert_true (sonde_goal_is_reached (goal, yes, &reason));
  g_assert_cmpstr (reason, ==, expected);
}

static SondeGoalState
with_loss (double loss)
{
  SondeGoalState state = start;

  state.loss = loss;
  return state;
}

static void
test_loss (void)
{
  SondeGoalState above = with_loss (0.0101), at = with_loss (0.01), below = with_loss (0.00981), nan = with_loss (NAN);

  check ("{\"loss\": 0.01}", &above, &at, "Goal reached: loss 0.01 ≤ 0.01");
  check ("{\"loss\": 0.01}", &nan, &below, "Goal reached: loss 0.00981 ≤ 0.01");
  check ("{\"loss\": 0.01}", &start, &below, "Goal reached: loss 0.00981 ≤ 0.01");
}

static void
test_npoints (void)
{
  SondeGoalState before = start, at = start;

  before.npoints = 999;
  at.npoints = 1000;
  check ("{\"npoints\": 1000}", &before, &at, "Goal reached: 1000 points");
  before.npoints = 0;
  at.npoints = 1;
  check ("{\"npoints\": 1.0}", &before, &at, "Goal reached: 1 point");
}

/* Times must have passed, not only be there: as in the reference. */
static void
test_duration (void)
{
  SondeGoalState at = start, after = start;

  at.elapsed = 5400;
  after.elapsed = 5400.001;
  check ("{\"duration\": 5400}", &at, &after, "Goal reached: it ran for 1 h 30 min");
  at.elapsed = 0.5;
  after.elapsed = 0.6;
  check ("{\"duration\": 0.5}", &at, &after, "Goal reached: it ran for 0.5 s");
}

static double
unix_time (const char *text)
{
  g_autoptr (GTimeZone) local = g_time_zone_new_local ();
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (text, local);

  return (double) g_date_time_to_unix (time);
}

static void
check_end_time (const char *written,
                double      expected)
{
  g_autofree char *json = g_strdup_printf ("{\"end_time\": \"%s\"}", written);
  g_autoptr (SondeGoal) goal = parse (json);
  SondeGoalState state = start;

  state.now = expected;
  g_assert_false (sonde_goal_is_reached (goal, &state, NULL));
  g_assert_cmpfloat (sonde_goal_get_next_event (goal, &state), ==, 0);
  state.now = expected - 90;
  g_assert_cmpfloat (sonde_goal_get_next_event (goal, &state), ==, 90);
  state.now = expected + 0.5;
  g_assert_true (sonde_goal_is_reached (goal, &state, NULL));
  g_assert_cmpfloat (sonde_goal_get_next_event (goal, &state), ==, INFINITY);
}

static void
test_end_time (void)
{
  check_end_time ("2030-12-31T18:00:00Z", 1924970400);
  check_end_time ("2030-12-31T18:00Z", 1924970400);
  check_end_time ("2030-12-31T18:00+02:00", 1924970400 - 7200);
  check_end_time ("2030-12-31 18:00:00+02:00", 1924970400 - 7200);
  check_end_time ("2030-12-31T18:00:00", unix_time ("2030-12-31T18:00:00"));
  check_end_time ("2030-12-31T18:00", unix_time ("2030-12-31T18:00:00"));
}

static void
test_error (void)
{
  SondeGoalState above = start, at = start;

  above.error = 0.2;
  at.error = 0.1;
  check ("{\"error\": 0.1}", &above, &at, "Goal reached: estimated error 0.1 ≤ 0.1");
  check ("{\"error\": 0.1}", &start, &at, "Goal reached: estimated error 0.1 ≤ 0.1");
}

/* Every name of an expression gets the number of that name. */
static void
test_expression (void)
{
  const char *names[] = { "npoints", "nsamples", "loss", "elapsed", "nfailed", "error" };
  const double values[] = { 11, 12, 13, 14, 15, 16 };
  SondeGoalState state = { .npoints = 11, .nsamples = 12, .loss = 13, .elapsed = 14, .nfailed = 15, .error = 16 };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *equal = g_strdup_printf ("{\"expression\": \"%s == %g\"}", names[i], values[i]);
      g_autofree char *other = g_strdup_printf ("{\"expression\": \"%s != %g\"}", names[i], values[i]);
      g_autoptr (SondeGoal) yes = parse (equal);
      g_autoptr (SondeGoal) no = parse (other);

      g_assert_true (sonde_goal_is_reached (yes, &state, NULL));
      g_assert_false (sonde_goal_is_reached (no, &state, NULL));
    }
}

static void
test_expression_nan (void)
{
  g_autoptr (SondeGoal) ratio = parse ("{\"expression\": \"loss * 0\"}");
  g_autoptr (SondeGoal) less = parse ("{\"expression\": \"loss < 1\"}");
  SondeGoalState nan = with_loss (NAN);

  g_assert_false (sonde_goal_is_reached (ratio, &start, NULL));
  g_assert_false (sonde_goal_is_reached (less, &nan, NULL));
  g_assert_false (sonde_goal_is_reached (less, &start, NULL));
}

static void
test_any_all (void)
{
  const char *any = "{\"any\": [{\"loss\": 0.01}, {\"npoints\": 10}]}";
  const char *all = "{\"all\": [{\"loss\": 0.01}, {\"npoints\": 10}]}";
  const char *nested = "{\"all\": [{\"any\": [{\"loss\": 0.01}, {\"npoints\": 10}]}, {\"duration\": 5}]}";
  SondeGoalState points = start, loss = with_loss (0.005), both = loss, late;

  points.npoints = both.npoints = 10;
  check (any, &start, &points, "Goal reached: 10 points");
  check (any, &start, &loss, "Goal reached: loss 0.005 ≤ 0.01");
  check (all, &points, &both, "Goal reached: loss 0.005 ≤ 0.01, and 10 points");
  check (all, &loss, &both, "Goal reached: loss 0.005 ≤ 0.01, and 10 points");
  late = points;
  late.elapsed = 6;
  check (nested, &points, &late, "Goal reached: 10 points, and it ran for 5 s");
}

static void
test_none (void)
{
  g_autoptr (SondeGoal) null = parse ("null");
  g_autoptr (SondeGoal) missing = sonde_goal_new_from_spec (NULL, NULL, NULL);
  g_autoptr (SondeGoal) some = parse ("{\"loss\": 1}");
  SondeGoalState state = { 1e9, 1e9, 0, 0, 1e9, 0, 1e12 };

  g_assert_true (sonde_goal_is_none (null));
  g_assert_true (sonde_goal_is_none (missing));
  g_assert_false (sonde_goal_is_none (some));
  g_assert_false (sonde_goal_is_reached (null, &state, NULL));
  g_assert_cmpfloat (sonde_goal_get_progress (null, &start, &state), ==, -1);
  g_assert_cmpfloat (sonde_goal_get_next_event (null, &state), ==, INFINITY);
}

static void
test_refused (void)
{
  const struct { const char *json; const char *path; const char *words; } cases[] = {
    { "{\"loss\": 0}", "loss", "greater than 0" },
    { "{\"loss\": -1}", "loss", "greater than 0" },
    { "{\"loss\": \"0.01\"}", "loss", "number" },
    { "{\"loss\": 1e999}", "loss", "number" },
    { "{\"loss\": null}", "loss", "number" },
    { "{\"loss\": true}", "loss", "number" },
    { "{\"npoints\": 0}", "npoints", "greater than 0" },
    { "{\"npoints\": 10.5}", "npoints", "whole number" },
    { "{\"duration\": 0}", "duration", "greater than 0" },
    { "{\"error\": 0}", "error", "greater than 0" },
    { "{\"end_time\": \"tomorrow\"}", "end_time", "date and time" },
    { "{\"end_time\": 5}", "end_time", "date and time" },
    { "{\"end_time\": \"2030-13-31T18:00\"}", "end_time", "date and time" },
    { "{\"expression\": \"loss <\"}", "expression", "" },
    { "{\"expression\": \"loss < 1 && speed > 1\"}", "expression", "“speed” is not known. The condition can use npoints, " },
    { "{\"expression\": \"log10x(loss) > 1\"}", "expression", "“log10x” is not known." },
    { "{\"expression\": \"loss < 1, npoints > 1\"}", "expression", "commas" },
    { "{\"expression\": 1}", "expression", "expression" },
    { "{\"loss\": 0.01, \"npoints\": 5}", "npoints", "any" },
    { "{\"any\": []}", "any", "list" },
    { "{\"any\": {\"loss\": 1}}", "any", "list" },
    { "{\"any\": [{\"loss\": 1}, {\"npoints\": 0}]}", "any[1].npoints", "greater than 0" },
    { "{\"all\": [{\"loss\": 1}, null]}", "all[1]", "null" },
    { "{\"all\": [{\"any\": [{\"loss\": 1}, {\"loss\": 1, \"duration\": 2}]}]}", "all[0].any[1].duration", "any" },
    { "{\"all\": [7]}", "all[0]", "object" },
    { "{}", "", "one of" },
    { "{\"lss\": 1}", "lss", "one of" },
    { "0", "", "object" },
    { "0.01", "", "object" },
    { "[]", "", "object" },
    { "\"loss\"", "", "object" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (JsonNode) node = json_from_string (cases[i].json, NULL);
      g_autoptr (GError) error = NULL;
      g_autofree char *path = NULL;

      g_assert_null (sonde_goal_new_from_spec (node, &path, &error));
      g_assert_error (error, SONDE_GOAL_ERROR, SONDE_GOAL_ERROR_SPEC);
      g_assert_cmpstr (path, ==, cases[i].path);
      if (strstr (error->message, cases[i].words) == NULL)
        g_error ("%s: %s", cases[i].json, error->message);
    }
}

/* What is not understood is kept, and can be warned about. */
static void
test_spec (void)
{
  const char *json = "{\"any\":[{\"loss\":0.01,\"note\":\"x\"},{\"npoints\":10}],\"later\":1}";
  g_autoptr (SondeGoal) goal = parse (json);
  g_autoptr (SondeGoal) none = parse ("null");
  g_autoptr (JsonNode) spec = sonde_goal_to_spec (goal);
  g_autoptr (JsonNode) null = sonde_goal_to_spec (none);
  g_autofree char *text = json_to_string (spec, FALSE);

  g_assert_cmpstr (text, ==, json);
  g_assert_true (JSON_NODE_HOLDS_NULL (null));
  g_assert_cmpstr (sonde_goal_get_unknown (goal)[0], ==, "later");
  g_assert_cmpstr (sonde_goal_get_unknown (goal)[1], ==, "any[0].note");
  g_assert_null (sonde_goal_get_unknown (goal)[2]);
  g_assert_null (sonde_goal_get_unknown (none)[0]);
}

static void
check_sentence (const char *json,
                const char *expected)
{
  g_autoptr (SondeGoal) goal = parse (json);
  g_autofree char *sentence = sonde_goal_to_sentence (goal);

  g_assert_cmpstr (sentence, ==, expected);
}

static void
test_sentence (void)
{
  check_sentence ("null", "Run until cancelled");
  check_sentence ("{\"any\": [{\"loss\": 0.01}, {\"npoints\": 1000}]}",
                  "Stop when the loss is at most 0.01, or after 1000 points");
  check_sentence ("{\"all\": [{\"error\": 1e-5}, {\"any\": [{\"duration\": 90}, {\"npoints\": 1}]}]}",
                  "Stop when the estimated error is at most 1e-05, and (after 1 min 30 s of running, or after 1 point)");
  check_sentence ("{\"expression\": \"loss < 1\"}", "Stop when loss < 1");
  check_sentence ("{\"any\": [{\"duration\": 90000}]}", "Stop after 1 d 1 h of running");
  check_sentence ("{\"end_time\": \"2030-12-31T18:00\"}", "Stop at 2030-12-31 18:00:00");
}

static void
test_progress (void)
{
  g_autoptr (SondeGoal) loss = parse ("{\"loss\": 0.01}");
  g_autoptr (SondeGoal) npoints = parse ("{\"npoints\": 100}");
  g_autoptr (SondeGoal) duration = parse ("{\"duration\": 60}");
  g_autoptr (SondeGoal) end = parse ("{\"end_time\": \"2001-09-09T01:48:20Z\"}");
  g_autoptr (SondeGoal) expression = parse ("{\"expression\": \"npoints > 50\"}");
  g_autoptr (SondeGoal) any = parse ("{\"any\": [{\"loss\": 0.01}, {\"npoints\": 100}, {\"expression\": \"loss < 0\"}]}");
  g_autoptr (SondeGoal) all = parse ("{\"all\": [{\"loss\": 0.01}, {\"npoints\": 100}]}");
  SondeGoalState first = with_loss (1), state = with_loss (0.1), nan = with_loss (NAN), worse = with_loss (5);

  g_assert_cmpfloat_with_epsilon (sonde_goal_get_progress (loss, &first, &state), 0.5, 1e-12);
  g_assert_cmpfloat (sonde_goal_get_progress (loss, &first, &start), ==, 0);
  g_assert_cmpfloat (sonde_goal_get_progress (loss, &nan, &state), ==, 0);
  g_assert_cmpfloat (sonde_goal_get_progress (loss, &first, &nan), ==, -1);
  g_assert_cmpfloat (sonde_goal_get_progress (loss, &first, &worse), ==, 0);
  state.npoints = 25;
  state.elapsed = 90;
  state.now = first.now + 25;
  g_assert_cmpfloat (sonde_goal_get_progress (npoints, &first, &state), ==, 0.25);
  g_assert_cmpfloat (sonde_goal_get_progress (duration, &first, &state), ==, 1);
  g_assert_cmpfloat (sonde_goal_get_progress (end, &first, &state), ==, 0.25);
  g_assert_cmpfloat (sonde_goal_get_progress (expression, &first, &state), ==, -1);
  g_assert_cmpfloat_with_epsilon (sonde_goal_get_progress (any, &first, &state), 0.5, 1e-12);
  g_assert_cmpfloat_with_epsilon (sonde_goal_get_progress (all, &first, &state), 0.25, 1e-12);
}

static void
test_next_event (void)
{
  g_autoptr (SondeGoal) loss = parse ("{\"loss\": 0.01}");
  g_autoptr (SondeGoal) duration = parse ("{\"duration\": 60}");
  g_autoptr (SondeGoal) expression = parse ("{\"expression\": \"elapsed > 60\"}");
  g_autoptr (SondeGoal) counting = parse ("{\"expression\": \"npoints > 60\"}");
  g_autoptr (SondeGoal) any = parse ("{\"any\": [{\"duration\": 60}, {\"duration\": 20}, {\"loss\": 1}]}");
  SondeGoalState state = start;

  state.elapsed = 15;
  g_assert_cmpfloat (sonde_goal_get_next_event (loss, &state), ==, INFINITY);
  g_assert_cmpfloat (sonde_goal_get_next_event (counting, &state), ==, INFINITY);
  g_assert_cmpfloat (sonde_goal_get_next_event (duration, &state), ==, 45);
  g_assert_cmpfloat (sonde_goal_get_next_event (any, &state), ==, 5);
  g_assert_cmpfloat (sonde_goal_get_next_event (expression, &state), ==, 1);
  state.elapsed = 25;
  g_assert_cmpfloat (sonde_goal_get_next_event (any, &state), ==, 35);
}

static void
test_readings (void)
{
  g_autoptr (SondeGoal) loss = parse ("{\"loss\": 0.01}");
  g_autoptr (SondeGoal) any = parse ("{\"any\": [{\"npoints\": 50}, {\"loss\": 0.5}, {\"npoints\": 20}]}");
  g_autoptr (SondeGoal) all = parse ("{\"all\": [{\"npoints\": 50}, {\"npoints\": 20}]}");
  g_autoptr (SondeGoal) mixed = parse ("{\"all\": [{\"npoints\": 50}, {\"duration\": 20}]}");
  g_autoptr (SondeGoal) words = parse ("{\"expression\": \"npoints > 5 || error < 1\"}");

  g_assert_cmpfloat (sonde_goal_get_loss (loss), ==, 0.01);
  g_assert_cmpfloat (sonde_goal_get_loss (any), ==, 0.5);
  g_assert_true (isnan (sonde_goal_get_loss (all)));
  g_assert_cmpfloat (sonde_goal_get_npoints (any), ==, 20);
  g_assert_cmpfloat (sonde_goal_get_npoints (all), ==, 50);
  g_assert_cmpfloat (sonde_goal_get_npoints (mixed), ==, INFINITY);
  g_assert_cmpuint (sonde_goal_get_needs (loss), ==, SONDE_GOAL_NEEDS_LOSS);
  g_assert_cmpuint (sonde_goal_get_needs (all), ==, SONDE_GOAL_NEEDS_NOTHING);
  g_assert_cmpuint (sonde_goal_get_needs (mixed), ==, SONDE_GOAL_NEEDS_TIME);
  g_assert_cmpuint (sonde_goal_get_needs (words), ==, SONDE_GOAL_NEEDS_ERROR);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/runner/goal/loss", test_loss);
  g_test_add_func ("/runner/goal/npoints", test_npoints);
  g_test_add_func ("/runner/goal/duration", test_duration);
  g_test_add_func ("/runner/goal/end-time", test_end_time);
  g_test_add_func ("/runner/goal/error", test_error);
  g_test_add_func ("/runner/goal/expression", test_expression);
  g_test_add_func ("/runner/goal/expression-nan", test_expression_nan);
  g_test_add_func ("/runner/goal/any-all", test_any_all);
  g_test_add_func ("/runner/goal/none", test_none);
  g_test_add_func ("/runner/goal/refused", test_refused);
  g_test_add_func ("/runner/goal/spec", test_spec);
  g_test_add_func ("/runner/goal/sentence", test_sentence);
  g_test_add_func ("/runner/goal/progress", test_progress);
  g_test_add_func ("/runner/goal/next-event", test_next_event);
  g_test_add_func ("/runner/goal/readings", test_readings);

  return g_test_run ();
}
