/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The two-dimensional learner: what must hold in any order of results, and where the reference is not to be followed. Its points are
 * compared with recordings in tests/cli/test-ask-tell-golden.py. */

#include "config.h"

#include <math.h>

#include "learner/sonde-learner-2d.h"

static SondeDomain *
make_domain (void)
{
  SondeDomain *domain = sonde_domain_new ();

  sonde_domain_add (domain, "x", NULL, -1, 1.3);
  sonde_domain_add (domain, "y", NULL, -0.7, 1);
  return domain;
}

static SondeLearner *
make_learner (SondeDomain *domain,
              const char  *spec)
{
  g_autoptr (JsonNode) node = json_from_string (spec, NULL);
  g_autoptr (GError) error = NULL;
  SondeLearner *learner = sonde_learner_new_from_spec (json_node_get_object (node), domain, NULL, &error);

  g_assert_no_error (error);
  return learner;
}

static double
ring (const double *x)
{
  return x[0] + exp (-pow (x[0] * x[0] + x[1] * x[1] - 0.5625, 2) / 0.0016);
}

static void
tell (SondeLearner *learner,
      const double *x,
      double        y)
{
  g_assert_true (sonde_learner_tell (learner, x, &y, SONDE_SCALAR, 0, NULL));
}

static void
assert_valid (SondeLearner *learner)
{
  const char *why = NULL;

  if (!sonde_learner_2d_is_valid ((SondeLearner2D *) learner, &why))
    g_error ("%s", why);
}

/* Asks for up to seven at once, tells in any order, forgets now and then. */
static void
test_any_order (gconstpointer data)
{
  g_autoptr (SondeDomain) domain = make_domain ();
  SondeLearner *learner = make_learner (domain, data);
  g_autoptr (GArray) running = g_array_new (FALSE, FALSE, 2 * sizeof (double));
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);

  while (sonde_learner_get_npoints (learner) < 400)
    {
      guint n = g_rand_int_range (rand, 0, 8);
      double x[16];

      n = sonde_learner_ask (learner, n, TRUE, x, NULL);
      g_array_append_vals (running, x, n);
      while (running->len > 0 && g_rand_int_range (rand, 0, 4) != 0)
        {
          guint which = g_rand_int_range (rand, 0, running->len);
          const double *point = (const double *) running->data + 2 * which;

          tell (learner, point, ring (point));
          g_array_remove_index_fast (running, which);
        }
      if (g_rand_int_range (rand, 0, 40) == 0)
        {
          sonde_learner_remove_unfinished (learner);
          g_array_set_size (running, 0);
        }
      g_assert_cmpuint (sonde_learner_get_n_pending (learner), ==, running->len);
      assert_valid (learner);
    }
  g_assert_cmpfloat (sonde_learner_get_loss (learner, TRUE), <, 0.5);
  g_assert_cmpfloat (sonde_learner_get_loss (learner, FALSE), <=, sonde_learner_get_loss (learner, TRUE) * 2);
  g_assert_finalize_object (learner);
}

static void
sample (SondeLearner *learner,
        guint         n,
        double (*func) (const double *))
{
  while (sonde_learner_get_npoints (learner) < n)
    {
      double x[2];

      if (sonde_learner_ask (learner, 1, TRUE, x, NULL) == 0)
        break;
      tell (learner, x, func (x));
    }
}

/* Local gradients are as good as global ones. */
static void
test_local_gradients (void)
{
  g_autoptr (SondeDomain) domain = make_domain ();
  double sum[2] = { 0, 0 };

  for (guint n = 100; n <= 500; n += 50)
    for (guint global = 0; global < 2; global++)
      {
        SondeLearner *learner = make_learner (domain, global ? "{\"kind\": \"2d\", \"gradients\": \"global\"}" : "{\"kind\": \"2d\"}");

        sample (learner, n, ring);
        sum[global] += log (sonde_learner_get_loss (learner, TRUE));
        g_assert_finalize_object (learner);
      }
  g_test_message ("mean ratio of losses %g", exp ((sum[0] - sum[1]) / 9));
  g_assert_cmpfloat (exp ((sum[0] - sum[1]) / 9), <, 1.25);
}

/* A corner that fails for ever holds nothing up. */
static void
test_missing_corner (void)
{
  g_autoptr (SondeDomain) domain = make_domain ();
  SondeLearner *learner = make_learner (domain, "{\"kind\": \"2d\"}");
  double x[2];

  while (sonde_learner_get_npoints (learner) < 200)
    {
      g_assert_cmpuint (sonde_learner_ask (learner, 1, TRUE, x, NULL), ==, 1);
      if (x[0] != 1.3 || x[1] != 1)
        tell (learner, x, ring (x));
    }
  g_assert_cmpuint (sonde_learner_get_n_pending (learner), ==, 1);
  g_assert_true (isfinite (sonde_learner_get_loss (learner, TRUE)));
  assert_valid (learner);
  g_assert_finalize_object (learner);
}

static double
half_nan (const double *x)
{
  return x[0] > 0.31 ? NAN : ring (x);
}

/* Where there is no value there is no loss, and the rest is sampled. */
static void
test_missing_values (void)
{
  g_autoptr (SondeDomain) domain = make_domain ();
  SondeLearner *learner = make_learner (domain, "{\"kind\": \"2d\"}");
  const SondePoints *points = sonde_learner_get_points (learner);
  guint n = 0;

  sample (learner, 600, half_nan);
  g_assert_true (isfinite (sonde_learner_get_loss (learner, TRUE)));
  for (guint i = 0; i < points->n; i++)
    n += isfinite (points->y[i]);
  g_assert_cmpuint (n, >, 350);
  g_assert_finalize_object (learner);
}

/* Without a trace: the same points come again. */
static void
test_ask_without_trace (void)
{
  g_autoptr (SondeDomain) domain = make_domain ();
  SondeLearner *learner = make_learner (domain, "{\"kind\": \"2d\"}");
  double first[40], second[40];

  sample (learner, 30, ring);
  g_assert_cmpuint (sonde_learner_ask (learner, 8, FALSE, first, NULL), ==, 8);
  g_assert_cmpuint (sonde_learner_get_n_pending (learner), ==, 0);
  g_assert_cmpuint (sonde_learner_ask (learner, 8, TRUE, second, NULL), ==, 8);
  g_assert_cmpmem (first, 16 * sizeof (double), second, 16 * sizeof (double));
  g_assert_finalize_object (learner);
}

/* Told at once or one by one, the same is known. */
static void
test_tell_many (void)
{
  g_autoptr (SondeDomain) domain = make_domain ();
  SondeLearner *one = make_learner (domain, "{\"kind\": \"2d\"}");
  SondeLearner *all = sonde_learner_new_empty (one);
  const SondePoints *points = sonde_learner_get_points (one);

  sample (one, 500, ring);
  g_assert_true (sonde_learner_tell_many (all, points->n, points->x, points->y, SONDE_SCALAR, NULL, TRUE, NULL));
  g_assert_true (sonde_learner_tell_many (all, points->n, points->x, points->y, SONDE_SCALAR, NULL, FALSE, NULL));
  g_assert_cmpuint (sonde_learner_get_npoints (all), ==, 500);
  g_assert_cmpfloat_with_epsilon (log (sonde_learner_get_loss (all, TRUE)), log (sonde_learner_get_loss (one, TRUE)), 0.25);
  assert_valid (all);
  g_assert_finalize_object (all);
  g_assert_finalize_object (one);
}

/* The scale of the values is of no meaning. */
static double
large_ring (const double *x)
{
  return 1e12 * ring (x);
}

static void
test_scale (void)
{
  g_autoptr (SondeDomain) domain = make_domain ();
  SondeLearner *small = make_learner (domain, "{\"kind\": \"2d\"}");
  SondeLearner *large = sonde_learner_new_empty (small);
  const SondePoints *points = sonde_learner_get_points (small);

  sample (small, 300, ring);
  sample (large, 300, large_ring);
  for (guint i = 0; i < 20; i++)
    g_assert_cmpfloat_with_epsilon (points->x[2 * i], sonde_learner_get_points (large)->x[2 * i], 1e-9);
  g_assert_cmpfloat_with_epsilon (log (sonde_learner_get_loss (large, TRUE) / sonde_learner_get_loss (small, TRUE)), 0, 0.7);
  g_assert_finalize_object (large);
  g_assert_finalize_object (small);
}

/* Of whole numbers there are only so many. */
static void
test_integers (void)
{
  g_autoptr (SondeDomain) domain = sonde_domain_new ();
  SondeVariable first = { (char *) "n", NULL, 0, 6, TRUE, FALSE };
  SondeVariable second = { (char *) "m", NULL, 1, 5, TRUE, FALSE };
  SondeLearner *learner;

  sonde_domain_add_variable (domain, &first);
  sonde_domain_add_variable (domain, &second);
  learner = make_learner (domain, "{\"kind\": \"2d\"}");
  sample (learner, 1000, ring);
  g_assert_cmpuint (sonde_learner_get_npoints (learner), <=, 35);
  g_assert_cmpuint (sonde_learner_get_npoints (learner), >=, 12);
  g_assert_finalize_object (learner);
}

static gboolean
in_disc (const double *x,
         gpointer      data)
{
  return hypot (x[0] - 0.2, x[1] - 0.1) < 0.4;
}

static double
not_in_disc (const double *x)
{
  g_assert_false (in_disc (x, NULL));
  return ring (x);
}

static void
test_excluded (void)
{
  g_autoptr (SondeDomain) domain = make_domain ();
  SondeLearner *learner;

  sonde_domain_set_exclude (domain, "a disc", in_disc, NULL, NULL);
  learner = make_learner (domain, "{\"kind\": \"2d\"}");
  sample (learner, 300, not_in_disc);
  g_assert_cmpuint (sonde_learner_get_npoints (learner), ==, 300);
  g_assert_true (isfinite (sonde_learner_get_loss (learner, TRUE)));
  assert_valid (learner);
  g_assert_finalize_object (learner);
}

/* The combined surface follows what is told: section 14.7 of the notes on the reference. */
static void
test_combined_is_fresh (void)
{
  g_autoptr (SondeDomain) domain = make_domain ();
  SondeLearner *learner = make_learner (domain, "{\"kind\": \"2d\"}");
  double x[2 * 12];

  sample (learner, 20, ring);
  sonde_learner_ask (learner, 12, TRUE, x, NULL);
  sonde_learner_get_loss (learner, FALSE);
  for (guint i = 0; i < 12; i++)
    tell (learner, x + 2 * i, ring (x + 2 * i));
  g_assert_cmpfloat (sonde_learner_get_loss (learner, FALSE), ==, sonde_learner_get_loss (learner, TRUE));
  g_assert_finalize_object (learner);
}

static void
assert_fault (const char *spec,
              const char *path)
{
  g_autoptr (SondeDomain) domain = make_domain ();
  g_autoptr (JsonNode) node = json_from_string (spec, NULL);
  g_autofree char *found = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (sonde_learner_new_from_spec (json_node_get_object (node), domain, &found, &error));
  g_assert_error (error, SONDE_LEARNER_ERROR, SONDE_LEARNER_ERROR_SPEC);
  g_assert_cmpstr (found, ==, path);
}

static void
test_faults (void)
{
  assert_fault ("{\"kind\": \"2d\", \"loss\": {\"kind\": \"curvature\"}}", "loss.kind");
  assert_fault ("{\"kind\": \"2d\", \"loss\": {\"kind\": \"resolution\", \"min_distance\": 2}}", "loss.min_distance");
  assert_fault ("{\"kind\": \"2d\", \"loss\": {\"kind\": \"thresholded\", \"upper_threshold\": \"high\"}}", "loss.upper_threshold");
  assert_fault ("{\"kind\": \"2d\", \"stack_size\": 0}", "stack_size");
  assert_fault ("{\"kind\": \"2d\", \"aspect_ratio\": -1}", "aspect_ratio");
  assert_fault ("{\"kind\": \"2d\", \"gradients\": \"none\"}", "gradients");
  assert_fault ("{\"kind\": \"2d\", \"colour\": 1}", "colour");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/learner-2d/any-order/local", "{\"kind\": \"2d\"}", test_any_order);
  g_test_add_data_func ("/learner-2d/any-order/uniform", "{\"kind\": \"2d\", \"loss\": {\"kind\": \"uniform\"}}", test_any_order);
  g_test_add_data_func ("/learner-2d/any-order/triangle", "{\"kind\": \"2d\", \"loss\": {\"kind\": \"triangle\"}}", test_any_order);
  g_test_add_func ("/learner-2d/local-gradients", test_local_gradients);
  g_test_add_func ("/learner-2d/missing-corner", test_missing_corner);
  g_test_add_func ("/learner-2d/missing-values", test_missing_values);
  g_test_add_func ("/learner-2d/ask-without-trace", test_ask_without_trace);
  g_test_add_func ("/learner-2d/tell-many", test_tell_many);
  g_test_add_func ("/learner-2d/scale", test_scale);
  g_test_add_func ("/learner-2d/integers", test_integers);
  g_test_add_func ("/learner-2d/excluded", test_excluded);
  g_test_add_func ("/learner-2d/combined-is-fresh", test_combined_is_fresh);
  g_test_add_func ("/learner-2d/faults", test_faults);
  return g_test_run ();
}
