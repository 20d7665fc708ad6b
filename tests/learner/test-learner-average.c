/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Averages: the recorded runs of the reference, and what goes beyond it. */

#include "config.h"

#include <math.h>

#include "learner/sonde-learner-average.h"
#include "schedule.h"

typedef struct
{
  JsonObject *expected;
  double      mean;
  double      sigma;
  double      offset;
  guint       next;       /* row of the trace */
  guint       first_below;
} Case;

/* The reference computes the variance as a difference of sums, which loses digits where the mean is larger than the spread. */
#define TOLERANCE 1e-10

static void
check_trace (Schedule *run)
{
  Case *c = run->data;
  JsonArray *trace = json_object_get_array_member (c->expected, "trace");
  SondeLearnerAverage *learner = SONDE_LEARNER_AVERAGE (run->learner);
  double row[6];

  if (c->next == json_array_get_length (trace))
    return;
  for (guint i = 0; i < 6; i++)
    row[i] = golden_element (json_array_get_array_element (trace, c->next), i);
  if (run->told < row[0])
    return;
  c->next++;
  g_assert_cmpfloat (run->told, ==, row[0]);
  g_assert_cmpfloat (sonde_learner_get_npoints (run->learner), ==, row[1]);
  g_assert_true (golden_close (sonde_learner_average_get_mean (learner), row[2], 1e-13));
  g_assert_true (golden_close (sonde_learner_average_get_std (learner), row[3], TOLERANCE));
  g_assert_true (golden_close (sonde_learner_get_loss (run->learner, TRUE), row[4], TOLERANCE));
  g_assert_true (golden_close (sonde_learner_get_loss (run->learner, FALSE), row[5], TOLERANCE));
}

static void
tell (Schedule     *run,
      const double *x)
{
  Case *c = run->data;
  double y = c->mean + c->sigma * (2 * golden_u_seed (*x + c->offset) - 1);

  g_assert_true (sonde_learner_tell (run->learner, x, &y, SONDE_SCALAR, NAN, NULL));
  if (c->first_below == 0 && sonde_learner_get_loss (run->learner, TRUE) <= 1)
    c->first_below = run->told;
  check_trace (run);
}

static SondeLearner *
learner_of (JsonObject *expected)
{
  static const char * const options[] = { "atol", "rtol", "min_npoints" };
  g_autoptr (GString) spec = g_string_new ("{\"kind\": \"average\"");
  SondeLearner *learner;

  for (guint i = 0; i < G_N_ELEMENTS (options); i++)
    if (json_object_has_member (expected, options[i]))
      g_string_append_printf (spec, ", \"%s\": %.17g", options[i], golden_member (expected, options[i]));
  g_string_append (spec, "}");
  learner = learner_of_spec (spec->str, 0, 0);
  return learner;
}

static void
test_golden (gconstpointer data)
{
  JsonObject *expected = (JsonObject *) data;
  JsonArray *asked = json_object_get_array_member (expected, "asked_first");
  JsonArray *improvements = json_object_get_array_member (expected, "loss_improvements");
  Case c = { expected, golden_member (expected, "mean"), golden_member (expected, "sigma"),
             json_object_has_member (expected, "offset") ? golden_member (expected, "offset") : 0 };
  Schedule run;

  schedule_init (&run, learner_of (expected), json_object_get_int_member (expected, "N"));
  run.data = &c;
  run.tell = tell;
  schedule_drive (&run, json_object_get_object_member (expected, "schedule"));
  g_assert_cmpuint (c.next, ==, json_array_get_length (json_object_get_array_member (expected, "trace")));
  for (guint i = 0; i < json_array_get_length (asked); i++)
    g_assert_cmpfloat (g_array_index (run.asked, double, i), ==, golden_element (asked, i));
  for (guint i = 0; i < json_array_get_length (improvements); i++)
    if (!golden_close (g_array_index (run.improvements, double, i), golden_element (improvements, i), TOLERANCE))
      g_error ("improvement %u is %.17g, should be %.17g", i, g_array_index (run.improvements, double, i), golden_element (improvements, i));
  if (!json_object_get_null_member (expected, "first_told_with_loss_le_1"))
    g_assert_cmpuint (c.first_below, ==, json_object_get_int_member (expected, "first_told_with_loss_le_1"));
  schedule_clear (&run);
}

static void
tell_value (SondeLearner *learner,
            double        seed,
            double        y)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (sonde_learner_tell (learner, &seed, &y, SONDE_SCALAR, NAN, &error));
  g_assert_no_error (error);
}

/* A mean of a thousand millions with a spread of one: a difference of sums would know nothing of the spread. */
static void
test_large_mean (void)
{
  SondeLearner *learner = learner_of_spec ("{\"kind\": \"average\", \"atol\": 1}", 0, 0);

  for (guint i = 0; i < 1000; i++)
    tell_value (learner, i, 1e9 + (i % 2 == 0 ? 1 : -1));
  g_assert_cmpfloat_with_epsilon (sonde_learner_average_get_std (SONDE_LEARNER_AVERAGE (learner)), sqrt (1000. / 999), 1e-9);
  g_assert_cmpfloat_with_epsilon (sonde_learner_get_error_estimate (learner), 1 / sqrt (999), 1e-9);
  g_assert_finalize_object (learner);
}

/* Seeds told out of order leave gaps; these are asked for next. */
static void
test_gaps (void)
{
  SondeLearner *learner = learner_of_spec ("{\"kind\": \"average\", \"atol\": 1}", 0, 0);
  double points[4];

  tell_value (learner, 1, 0);
  tell_value (learner, 3, 0);
  g_assert_cmpuint (sonde_learner_ask (learner, 1, TRUE, points, NULL), ==, 1);
  g_assert_cmpfloat (points[0], ==, 2);
  /* known: 1, 3; pending: 2; the next would be 3 */
  g_assert_cmpuint (sonde_learner_ask (learner, 3, TRUE, points, NULL), ==, 3);
  g_assert_cmpfloat (points[0], ==, 0);
  g_assert_cmpfloat (points[1], ==, 4);
  g_assert_cmpfloat (points[2], ==, 5);
  g_assert_cmpuint (sonde_learner_get_n_pending (learner), ==, 4);
  sonde_learner_get_pending (learner, points);
  g_assert_cmpfloat (points[0], ==, 0);
  g_assert_cmpfloat (points[3], ==, 5);
  g_assert_finalize_object (learner);
}

static void
test_faults (void)
{
  static const char * const specs[][2] = {
    { "{\"kind\": \"average\"}", "atol" },
    { "{\"kind\": \"average\", \"atol\": 0}", "atol" },
    { "{\"kind\": \"average\", \"atol\": -1}", "atol" },
    { "{\"kind\": \"average\", \"rtol\": \"much\"}", "rtol" },
    { "{\"kind\": \"average\", \"atol\": 1, \"min_npoints\": 2.5}", "min_npoints" },
    { "{\"kind\": \"average\", \"atol\": 1, \"delta\": 2}", "delta" },
    { "{\"kind\": \"average\", \"atol\": 1, \"learn_on\": \"first\"}", "learn_on" },
  };
  g_autoptr (SondeDomain) domain = sonde_domain_new ();
  SondeLearner *learner = learner_of_spec ("{\"kind\": \"average\", \"atol\": 1}", 0, 0);
  double y = 1;

  for (guint i = 0; i < G_N_ELEMENTS (specs); i++)
    {
      g_autoptr (JsonNode) node = json_from_string (specs[i][0], NULL);
      g_autoptr (GError) error = NULL;
      g_autofree char *path = NULL;

      g_assert_null (sonde_learner_new_from_spec (json_node_get_object (node), domain, &path, &error));
      g_assert_error (error, SONDE_LEARNER_ERROR, SONDE_LEARNER_ERROR_SPEC);
      g_assert_cmpstr (path, ==, specs[i][1]);
    }
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (sonde_learner_tell (learner, (double[]) { -1, .5, 1e300 } + i, &y, SONDE_SCALAR, NAN, &error));
      g_assert_error (error, SONDE_LEARNER_ERROR, SONDE_LEARNER_ERROR_POINT);
    }
  g_assert_cmpuint (sonde_learner_get_npoints (learner), ==, 0);
  g_assert_finalize_object (learner);
}

/* What is not a number does not spoil the mean. */
static void
test_missing (void)
{
  SondeLearner *learner = learner_of_spec ("{\"kind\": \"average\", \"atol\": 1}", 0, 0);
  g_autoptr (JsonObject) info = NULL;

  tell_value (learner, 0, 1);
  tell_value (learner, 1, NAN);
  tell_value (learner, 2, 3);
  info = sonde_learner_get_info (learner);
  g_assert_cmpfloat (json_object_get_double_member (info, "mean"), ==, 2);
  g_assert_cmpint (json_object_get_int_member (info, "nmissing"), ==, 1);
  g_assert_cmpuint (sonde_learner_get_npoints (learner), ==, 3);
  g_assert_finalize_object (learner);
}

/* Of several outputs one drives, all are kept. */
static void
test_learn_on (void)
{
  SondeLearner *learner = learner_of_spec ("{\"kind\": \"average\", \"atol\": 1, \"learn_on\": 1}", 0, 0);
  SondeLearner *copy = sonde_learner_new_empty (learner);
  const SondePoints *points = sonde_learner_get_points (learner);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 10; i++)
    {
      double seed = i, y[] = { 100 + i, i, -1 };

      g_assert_true (sonde_learner_tell (learner, &seed, y, 3, .5, NULL));
    }
  g_assert_cmpfloat (sonde_learner_average_get_mean (SONDE_LEARNER_AVERAGE (learner)), ==, 4.5);
  g_assert_cmpuint (points->n, ==, 10);
  g_assert_cmpuint (points->vdim, ==, 3);
  g_assert_cmpfloat (points->y[3 * 7], ==, 107);
  g_assert_cmpfloat (points->seconds[7], ==, .5);
  g_assert_false (sonde_learner_tell (learner, (double[]) { 11 }, (double[]) { 1 }, SONDE_SCALAR, NAN, &error));
  g_assert_error (error, SONDE_LEARNER_ERROR, SONDE_LEARNER_ERROR_SHAPE);
  g_assert_true (sonde_learner_copy_from (copy, learner, NULL));
  g_assert_cmpfloat (sonde_learner_average_get_mean (SONDE_LEARNER_AVERAGE (copy)), ==, 4.5);
  g_assert_cmpmem (sonde_learner_get_points (copy)->y, 30 * sizeof (double), points->y, 30 * sizeof (double));
  g_assert_finalize_object (copy);
  g_assert_finalize_object (learner);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add_family ("average.json", "/learner/average/golden", test_golden);
  g_test_add_func ("/learner/average/large-mean", test_large_mean);
  g_test_add_func ("/learner/average/gaps", test_gaps);
  g_test_add_func ("/learner/average/faults", test_faults);
  g_test_add_func ("/learner/average/missing", test_missing);
  g_test_add_func ("/learner/average/learn-on", test_learn_on);
  return g_test_run ();
}
