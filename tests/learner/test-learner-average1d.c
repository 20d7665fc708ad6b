/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Noisy curves: the recorded runs of the reference, and what goes beyond it. */

#include "config.h"

#include <math.h>
#include <string.h>

#include "learner/sonde-learner-average1d.h"
#include "learner/sonde-student.h"
#include "schedule.h"

typedef struct
{
  JsonObject     *expected;
  GoldenFunction *function;
  double          sigma;
} Case;

#define TOLERANCE 1e-9
/* The quantiles of the reference are right to so much; those for one degree of freedom, which are tangents, show it. */
#define STUDENT 5e-9

static void
check_loss (Schedule *run)
{
  JsonObject *losses = json_object_get_object_member (((Case *) run->data)->expected, "loss_at");
  g_autofree char *key = g_strdup_printf ("%u", run->told);

  if (json_object_has_member (losses, key)
      && !golden_close (sonde_learner_get_loss (run->learner, TRUE), golden_member (losses, key), TOLERANCE))
    g_error ("the loss after %u is %.17g, should be %.17g", run->told, sonde_learner_get_loss (run->learner, TRUE), golden_member (losses, key));
}

static void
tell (Schedule     *run,
      const double *x)
{
  Case *c = run->data;
  double y;

  golden_function_evaluate (c->function, x + 1, &y);
  y += c->sigma * (2 * golden_u_seed_x (x[0], x[1]) - 1);
  g_assert_true (sonde_learner_tell (run->learner, x, &y, SONDE_SCALAR, NAN, NULL));
  check_loss (run);
}

static SondeLearner *
learner_of (JsonObject *expected)
{
  JsonObject *params = json_object_get_object_member (expected, "params");
  JsonArray *bounds = json_object_get_array_member (expected, "bounds");
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *spec = json_object_new ();
  g_autofree char *text = NULL;
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  json_node_take_object (node, spec);
  json_object_set_string_member (spec, "kind", "average1d");
  json_object_iter_init (&iter, params);
  while (json_object_iter_next (&iter, &name, &value))
    json_object_set_member (spec, name, json_node_copy (value));
  if (json_object_has_member (expected, "loss"))
    {
      JsonObject *loss = json_object_new ();

      json_object_set_string_member (loss, "kind", json_object_get_string_member (expected, "loss"));
      json_object_set_object_member (spec, "loss", loss);
    }
  text = json_to_string (node, FALSE);
  return learner_of_spec (text, golden_element (bounds, 0), golden_element (bounds, 1));
}

/* Runs of consecutive seeds at one place. */
static void
check_asked (Schedule *run,
             guint     prefix)
{
  JsonArray *runs = json_object_get_array_member (((Case *) run->data)->expected, "asked_runs");
  guint at = 0;

  for (guint i = 0; i < json_array_get_length (runs); i++)
    {
      JsonArray *row = json_array_get_array_element (runs, i);

      for (guint j = 0; j < golden_element (row, 2) && at < prefix; j++, at++)
        {
          const double *asked = &g_array_index (run->asked, double, 2 * at);

          if (asked[0] != golden_element (row, 1) + j || asked[1] != golden_element (row, 0))
            g_error ("point %u is %.17g, %.17g, should be %.17g, %.17g", at, asked[0], asked[1], golden_element (row, 1) + j,
                     golden_element (row, 0));
        }
    }
  g_assert_cmpuint (at, ==, prefix);
}

static void
check_final (Schedule *run)
{
  JsonObject *final = json_object_get_object_member (((Case *) run->data)->expected, "final");
  JsonArray *rows = json_object_get_array_member (final, "points");
  SondeLearnerAverage1D *learner = SONDE_LEARNER_AVERAGE1D (run->learner);
  guint n;
  g_autofree guint *order = sonde_learner_average1d_sort (learner, &n);

  g_assert_cmpuint (n, ==, json_array_get_length (rows));
  for (guint i = 0; i < n; i++)
    {
      JsonArray *row = json_array_get_array_element (rows, i);
      SondeMean mean;

      sonde_learner_average1d_get (learner, order[i], &mean);
      g_assert_cmpfloat (mean.x, ==, golden_element (row, 0));
      g_assert_cmpfloat (mean.n, ==, golden_element (row, 1));
      g_assert_true (golden_close (mean.mean, golden_element (row, 2), 1e-13) || fabs (mean.mean - golden_element (row, 2)) < 1e-15);
      g_assert_true (golden_close (mean.error, golden_element (row, 3), STUDENT) || mean.error < 1e-12);
      if (json_array_get_null_element (row, 4))
        g_assert_true (isnan (mean.rescaled_error));
      else
        if (!golden_close (mean.rescaled_error, golden_element (row, 4), STUDENT) && !(mean.rescaled_error < 1e-10)
               && !(mean.error == 0 && golden_element (row, 4) < 1e-10))
          g_error ("row %u: rescaled error %.17g, should be %.17g; error %g, n %u", i, mean.rescaled_error, golden_element (row, 4), mean.error, mean.n);
    }
}

static void
test_golden (gconstpointer data)
{
  JsonObject *expected = (JsonObject *) data;
  JsonArray *improvements = json_object_get_array_member (expected, "loss_improvements");
  guint prefix = json_object_get_int_member (expected, "exact_prefix_1e15");
  Case c = { expected, golden_function_new (json_object_get_member (expected, "f")), golden_member (expected, "sigma") };
  Schedule run;

  schedule_init (&run, learner_of (expected), json_object_get_int_member (expected, "N"));
  run.data = &c;
  run.tell = tell;
  schedule_drive (&run, json_object_get_object_member (expected, "schedule"));
  check_asked (&run, prefix);
  g_assert_cmpuint (run.asked->len / 2, ==, json_object_get_int_member (expected, "n_asked"));
  for (guint i = 0; i < MIN (prefix, json_array_get_length (improvements)); i++)
    g_assert_true (golden_close (g_array_index (run.improvements, double, i), golden_element (improvements, i), TOLERANCE));
  if (prefix == json_object_get_int_member (expected, "n_asked"))
    check_final (&run);
  golden_function_free (c.function);
  schedule_clear (&run);
}

static void
test_student (void)
{
  JsonNode *root = golden_load ("unit.json");
  JsonArray *rows = json_object_get_array_member (json_object_get_object_member (json_node_get_object (root), "student_t"), "rows");

  for (guint i = 0; i < json_array_get_length (rows); i++)
    {
      JsonArray *row = json_array_get_array_element (rows, i);
      SondeStudent student;

      sonde_student_init (&student, golden_element (row, 0));
      g_assert_true (golden_close (sonde_student_get (&student, golden_element (row, 1)), golden_element (row, 2), STUDENT));
      g_assert_true (isinf (sonde_student_get (&student, 1)));
      if (golden_element (row, 1) == 2)
        g_assert_true (golden_close (sonde_student_get (&student, 2), tan (G_PI * (.5 - golden_element (row, 0))), 1e-12));
      sonde_student_clear (&student);
    }
  json_node_unref (root);
}

static double
noisy (const double *x)
{
  return sin (5 * x[1]) + .3 * (2 * golden_u_seed_x (x[0], x[1]) - 1);
}

/* Many workers at once get different samples, and not all of them the same place. */
static void
test_parallel (void)
{
  SondeLearner *learner = learner_of_spec ("{\"kind\": \"average1d\", \"min_samples\": 10}", -1, 1);
  g_autoptr (GArray) running = g_array_new (FALSE, FALSE, 2 * sizeof (double));
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < 3000; i++)
    {
      double x[2], y;
      char *key;

      g_assert_cmpuint (sonde_learner_ask (learner, 1, TRUE, x, NULL), ==, 1);
      key = g_strdup_printf ("%.17g %.17g", x[0], x[1]);
      g_assert_true (g_hash_table_add (seen, key));
      g_array_append_val (running, x);
      if (running->len < 40)
        continue;
      memcpy (x, running->data + (i * 7 % running->len) * sizeof x, sizeof x);
      g_array_remove_index (running, i * 7 % running->len);
      y = noisy (x);
      g_assert_true (sonde_learner_tell (learner, x, &y, SONDE_SCALAR, NAN, NULL));
      g_assert_cmpuint (sonde_learner_get_n_pending (learner), ==, running->len);
    }
  g_assert_cmpuint (sonde_learner_get_nsamples (learner), ==, 3000 - running->len);
  g_assert_cmpuint (sonde_learner_get_npoints (learner), >, 30);
  g_assert_finalize_object (learner);
}

static void
test_max_samples (void)
{
  SondeLearner *learner = learner_of_spec ("{\"kind\": \"average1d\", \"min_samples\": 5, \"max_samples\": 8, \"neighbor_sampling\": 1}", -1, 1);
  g_autofree guint *order = NULL;
  guint n;

  for (guint i = 0; i < 2000; i++)
    {
      double x[2], y;

      g_assert_cmpuint (sonde_learner_ask (learner, 1, TRUE, x, NULL), ==, 1);
      y = noisy (x);
      g_assert_true (sonde_learner_tell (learner, x, &y, SONDE_SCALAR, NAN, NULL));
    }
  order = sonde_learner_average1d_sort (SONDE_LEARNER_AVERAGE1D (learner), &n);
  g_assert_cmpuint (n, >=, 250);
  for (guint i = 0; i < n; i++)
    {
      SondeMean mean;

      sonde_learner_average1d_get (SONDE_LEARNER_AVERAGE1D (learner), order[i], &mean);
      g_assert_cmpuint (mean.n, <=, 8);
    }
  g_assert_finalize_object (learner);
}

static void
test_outside (void)
{
  SondeLearner *learner = learner_of_spec ("{\"kind\": \"average1d\"}", -1, 1);
  double y = 3;

  for (guint seed = 0; seed < 3; seed++)
    g_assert_true (sonde_learner_tell (learner, (double[]) { seed, 2 }, &y, SONDE_SCALAR, NAN, NULL));
  sonde_learner_tell_pending (learner, (double[]) { 0, 5 });
  g_assert_cmpuint (sonde_learner_get_n_pending (learner), ==, 0);
  g_assert_cmpuint (sonde_learner_get_npoints (learner), ==, 1);
  g_assert_cmpuint (sonde_learner_get_nsamples (learner), ==, 3);
  g_assert_false (sonde_learner_tell (learner, (double[]) { .5, 0 }, &y, SONDE_SCALAR, NAN, NULL));
  g_assert_finalize_object (learner);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add_family ("average1d.json", "/learner/average1d/golden", test_golden);
  g_test_add_func ("/learner/average1d/student", test_student);
  g_test_add_func ("/learner/average1d/parallel", test_parallel);
  g_test_add_func ("/learner/average1d/max-samples", test_max_samples);
  g_test_add_func ("/learner/average1d/outside", test_outside);
  return g_test_run ();
}
