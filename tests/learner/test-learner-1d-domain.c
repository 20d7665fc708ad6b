/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Integer and logarithmic variables and excluded places in one dimension. */

#include "config.h"

#include <math.h>
#include <string.h>

#include "learner/sonde-learner-1d-private.h"

#define assert_valid(learner) \
  G_STMT_START \
    { \
      const char *why; \
      if (!_sonde_learner_1d_is_valid (SONDE_LEARNER_1D (learner), &why)) \
        g_error ("%s", why); \
    } \
  G_STMT_END

static SondeLearner *
new_learner (SondeDomain *domain,
             const char  *text)
{
  g_autoptr (JsonNode) spec = json_from_string (text, NULL);
  g_autoptr (GError) error = NULL;
  SondeLearner *learner = sonde_learner_new_from_spec (json_node_get_object (spec), domain, NULL, &error);

  g_assert_no_error (error);
  return learner;
}

static SondeDomain *
new_domain (double   min,
            double   max,
            gboolean is_integer,
            gboolean is_log)
{
  const SondeVariable variable = { (char *) "x", NULL, min, max, is_integer, is_log };
  SondeDomain *domain = sonde_domain_new ();

  sonde_domain_add_variable (domain, &variable);
  return domain;
}

static void
tell (SondeLearner *learner,
      double        x,
      double        y)
{
  g_assert_true (sonde_learner_tell (learner, &x, &y, SONDE_SCALAR, NAN, NULL));
}

static double
peak (double x)
{
  return 1e-2 / (1e-2 + (x - 37.3) * (x - 37.3)) + x / 100;
}

/* Asks for @k at a time, tells them last first, until the learner has no more; each whole number comes once. */
static void
run_integers (double      min,
              double      max,
              gboolean    is_log,
              guint       k,
              const char *spec)
{
  g_autoptr (SondeDomain) domain = new_domain (min, max, TRUE, is_log);
  SondeLearner *learner = new_learner (domain, spec);
  g_autofree guint *times = g_new0 (guint, max - min + 1);
  g_autofree double *x = g_new (double, k);
  guint n;

  while ((n = sonde_learner_ask (learner, k, TRUE, x, NULL)) > 0)
    for (guint i = n; i-- > 0;)
      {
        g_assert_cmpfloat (x[i], ==, floor (x[i]));
        g_assert_cmpfloat (x[i], >=, min);
        g_assert_cmpfloat (x[i], <=, max);
        g_assert_cmpuint (times[(guint) (x[i] - min)]++, ==, 0);
        tell (learner, x[i], peak (x[i]));
        assert_valid (learner);
      }
  g_assert_cmpuint (sonde_learner_get_npoints (learner), ==, max - min + 1);
  g_assert_true (sonde_learner_is_done (learner));
  g_assert_cmpfloat (sonde_learner_get_loss (learner, TRUE), ==, 0);
  g_assert_finalize_object (learner);
}

static void
test_integers (void)
{
  for (guint k = 1; k < 12; k++)
    {
      run_integers (0, 100, FALSE, k, "{\"kind\": \"1d\"}");
      run_integers (1, 120, TRUE, k, "{\"kind\": \"1d\"}");
      run_integers (-3, 7, FALSE, k, "{\"kind\": \"1d\", \"loss\": {\"kind\": \"curvature\"}, \"seed_grid\": 5}");
      run_integers (1, 60, TRUE, k, "{\"kind\": \"1d\", \"seed_grid\": 40}");
    }
  run_integers (0, 1, FALSE, 5, "{\"kind\": \"1d\"}");
  run_integers (0, 300, FALSE, 1000, "{\"kind\": \"1d\"}");
  run_integers (1, 300, TRUE, 1000, "{\"kind\": \"1d\"}");
}

/* A number that is not whole may be told all the same. */
static void
test_integers_between (void)
{
  g_autoptr (SondeDomain) domain = new_domain (0, 4, TRUE, FALSE);
  SondeLearner *learner = new_learner (domain, "{\"kind\": \"1d\"}");
  gboolean seen[5] = { FALSE, };
  double x;

  tell (learner, 0.5, 1);
  tell (learner, 2.25, 3);
  tell (learner, 2.75, 3);
  for (guint i = 0; i < 5; i++)
    {
      g_assert_cmpuint (sonde_learner_ask (learner, 1, TRUE, &x, NULL), ==, 1);
      g_assert_cmpfloat (x, ==, floor (x));
      g_assert_false (seen[(guint) x]);
      seen[(guint) x] = TRUE;
      tell (learner, x, x * x);
      assert_valid (learner);
    }
  g_assert_cmpuint (sonde_learner_ask (learner, 1, TRUE, &x, NULL), ==, 0);
  g_assert_true (sonde_learner_is_done (learner));
  g_assert_finalize_object (learner);
}

/* Sampling x in its logarithm u is sampling f (exp u) over u: the points are the same but for rounding, and so are the losses. */
static void
test_log (void)
{
  g_autoptr (SondeDomain) domain = new_domain (1e-6, 1e3, FALSE, TRUE);
  g_autoptr (SondeDomain) plain_domain = new_domain (log (1e-6), log (1e3), FALSE, FALSE);
  const char *spec = "{\"kind\": \"1d\", \"loss\": {\"kind\": \"curvature\"}}";
  SondeLearner *learner = new_learner (domain, spec);
  SondeLearner *plain = new_learner (plain_domain, spec);
  double x[3], u[3], improvement[3], plain_improvement[3];

  for (guint i = 0; i < 100; i++)
    {
      guint k = 1 + i % 3;

      g_assert_cmpuint (sonde_learner_ask (learner, k, TRUE, x, improvement), ==, k);
      g_assert_cmpuint (sonde_learner_ask (plain, k, TRUE, u, plain_improvement), ==, k);
      for (guint j = 0; j < k; j++)
        {
          double y = atan (3 * (u[j] - 0.7)) + 0.1 * u[j];

          g_assert_cmpfloat_with_epsilon (log (x[j]), u[j], 1e-9);
          if (isfinite (improvement[j]))
            g_assert_cmpfloat_with_epsilon (improvement[j], plain_improvement[j], 1e-9);
          tell (learner, x[j], y);
          tell (plain, u[j], y);
        }
      assert_valid (learner);
    }
  g_assert_cmpfloat_with_epsilon (sonde_learner_get_loss (learner, TRUE), sonde_learner_get_loss (plain, TRUE), 1e-9);
  g_assert_cmpfloat_with_epsilon (sonde_learner_get_error_estimate (learner), sonde_learner_get_error_estimate (plain), 1e-9);
  g_assert_finalize_object (learner);
  g_assert_finalize_object (plain);
}

/* The spacing is one of x itself: no two points come nearer, where they lie densest too. */
static void
test_log_spacing (void)
{
  g_autoptr (SondeDomain) domain = new_domain (1, 100, FALSE, TRUE);
  SondeLearner *learner = new_learner (domain, "{\"kind\": \"1d\", \"min_spacing\": 0.25}");
  const SondePoints *points = sonde_learner_get_points (learner);
  double x[7];
  guint n;

  while (!sonde_learner_is_done (learner))
    {
      n = sonde_learner_ask (learner, 7, TRUE, x, NULL);
      g_assert_cmpuint (n, >, 0);
      for (guint i = 0; i < n; i++)
        tell (learner, x[i], sin (x[i]));
    }
  assert_valid (learner);
  for (guint i = 0; i < points->n; i++)
    for (guint j = 0; j < i; j++)
      g_assert_cmpfloat (fabs (points->x[i] - points->x[j]), >=, 0.25);
  g_assert_cmpuint (points->n, >, 100);
  g_assert_finalize_object (learner);
}

static void
test_bulk (void)
{
  g_autoptr (SondeDomain) domain = new_domain (1, 1000, FALSE, TRUE);
  SondeLearner *learner = new_learner (domain, "{\"kind\": \"1d\"}");
  SondeLearner *other = sonde_learner_new_empty (learner);
  double xs[50], ys[50];

  for (guint i = 0; i < 50; i++)
    {
      sonde_learner_ask (learner, 1, TRUE, &xs[i], NULL);
      ys[i] = log10 (xs[i]) * log10 (xs[i]);
      tell (learner, xs[i], ys[i]);
    }
  g_assert_true (sonde_learner_tell_many (other, 50, xs, ys, SONDE_SCALAR, NULL, TRUE, NULL));
  assert_valid (other);
  g_assert_cmpfloat_with_epsilon (sonde_learner_get_loss (learner, TRUE), sonde_learner_get_loss (other, TRUE), 1e-12);
  g_assert_finalize_object (learner);
  g_assert_finalize_object (other);
}

/* What is excluded: a list of open intervals, ended by an empty one. */
typedef struct
{
  double left;
  double right;
} Hole;

static gboolean
is_in_hole (const double *x,
            gpointer      data)
{
  for (const Hole *hole = data; hole->left < hole->right; hole++)
    if (*x > hole->left && *x < hole->right)
      return TRUE;
  return FALSE;
}

static SondeDomain *
new_domain_with (const Hole *holes,
                 gboolean    is_integer,
                 gboolean    is_log,
                 double      min,
                 double      max)
{
  SondeDomain *domain = new_domain (min, max, is_integer, is_log);

  sonde_domain_set_exclude (domain, "holes", is_in_hole, (gpointer) holes, NULL);
  return domain;
}

/* Both edges of each hole become known, nothing in it is asked for, and the loss falls as if there were no hole. */
static void
run_with_holes (const Hole *holes,
                double      min,
                double      max,
                gboolean    is_log,
                guint       k)
{
  g_autoptr (SondeDomain) domain = new_domain_with (holes, FALSE, is_log, min, max);
  SondeLearner *learner = new_learner (domain, "{\"kind\": \"1d\"}");
  const SondePoints *points = sonde_learner_get_points (learner);
  g_autofree double *x = g_new (double, k);

  while (points->n < 600)
    {
      guint n = sonde_learner_ask (learner, k, TRUE, x, NULL);

      g_assert_cmpuint (n, >, 0);
      for (guint i = 0; i < n; i++)
        {
          g_assert_false (is_in_hole (&x[i], (gpointer) holes));
          tell (learner, x[i], sin (3 * x[i]) + (x[i] > 0.5 ? 10 : 0));
        }
      assert_valid (learner);
    }
  for (const Hole *hole = holes; hole->left < hole->right; hole++)
    {
      guint n_edges = 0;

      for (guint i = 0; i < points->n; i++)
        n_edges += points->x[i] == hole->left || points->x[i] == hole->right;
      g_assert_cmpuint (n_edges, ==, (hole->left >= min) + (hole->right <= max));
    }
  g_assert_cmpfloat (sonde_learner_get_loss (learner, TRUE), <, 0.05);
  g_assert_finalize_object (learner);
}

static void
test_holes (void)
{
  static const Hole one[] = { { 0.3, 0.7 }, { 0, 0 } };
  static const Hole ends[] = { { -1, 0.125 }, { 0.45, 0.6 }, { 0.875, 2 }, { 0, 0 } };
  static const Hole jump[] = { { 0.25, 0.2500001 }, { 0.499, 0.501 }, { 0, 0 } };

  for (guint k = 1; k <= 9; k += 4)
    {
      run_with_holes (one, 0, 1, FALSE, k);
      run_with_holes (ends, 0, 1, FALSE, k);
      run_with_holes (one, 1e-3, 1, TRUE, k);
    }
  /* too narrow to be seen beforehand: found when the jump beside it, or anything else, leads there */
  {
    g_autoptr (SondeDomain) domain = new_domain_with (jump, FALSE, FALSE, 0, 1);
    SondeLearner *learner = new_learner (domain, "{\"kind\": \"1d\"}");
    double x[3];

    while (sonde_learner_get_npoints (learner) < 2000)
      for (guint i = sonde_learner_ask (learner, 3, TRUE, x, NULL); i-- > 0;)
        {
          g_assert_false (is_in_hole (&x[i], (gpointer) jump));
          tell (learner, x[i], x[i] > 0.25 ? 1 : 0);
        }
    assert_valid (learner);
    g_assert_finalize_object (learner);
  }
}

/* Nothing is left in the end: neither whole numbers nor room. */
static void
test_holes_and_integers (void)
{
  static const Hole holes[] = { { -1, 2.5 }, { 9.5, 15 }, { 18.1, 19.9 }, { 0, 0 } };
  g_autoptr (SondeDomain) domain = new_domain_with (holes, TRUE, FALSE, 0, 25);
  SondeLearner *learner = new_learner (domain, "{\"kind\": \"1d\"}");
  gboolean seen[26] = { FALSE, };
  double x[4];
  guint n;

  while ((n = sonde_learner_ask (learner, 4, TRUE, x, NULL)) > 0)
    for (guint i = 0; i < n; i++)
      {
        g_assert_false (is_in_hole (&x[i], (gpointer) holes));
        g_assert_false (seen[(guint) x[i]]);
        seen[(guint) x[i]] = TRUE;
        tell (learner, x[i], x[i]);
        assert_valid (learner);
      }
  for (guint i = 0; i <= 25; i++)
    {
      double at = i;

      g_assert_cmpint (seen[i], ==, !is_in_hole (&at, (gpointer) holes));
    }
  g_assert_true (sonde_learner_is_done (learner));
  g_assert_finalize_object (learner);
}

/* An edge that fails for ever stays pending; the rest goes on, and nothing excluded is asked for. */
static void
test_failing_edge (void)
{
  static const Hole holes[] = { { 0.3, 0.7 }, { 0, 0 } };
  g_autoptr (SondeDomain) domain = new_domain_with (holes, FALSE, FALSE, 0, 1);
  SondeLearner *learner = new_learner (domain, "{\"kind\": \"1d\"}");
  double x;

  for (guint i = 0; i < 300; i++)
    {
      g_assert_cmpuint (sonde_learner_ask (learner, 1, TRUE, &x, NULL), ==, 1);
      g_assert_false (is_in_hole (&x, (gpointer) holes));
      if (x != 0.3 && x != 1)
        tell (learner, x, sin (10 * x));
      assert_valid (learner);
    }
  g_assert_cmpuint (sonde_learner_get_npoints (learner), ==, 298);
  g_assert_cmpuint (sonde_learner_get_n_pending (learner), ==, 2);
  sonde_learner_remove_unfinished (learner);
  g_assert_cmpfloat (sonde_learner_get_loss (learner, TRUE), ==, INFINITY);
  g_assert_cmpuint (sonde_learner_ask (learner, 1, FALSE, &x, NULL), ==, 1);
  g_assert_cmpfloat (x, ==, 1);
  assert_valid (learner);
  g_assert_finalize_object (learner);
}

/* Points in what is excluded may be told: from a file, or by a program that has its own will. */
static void
test_told_in_hole (void)
{
  static const Hole holes[] = { { 0.3, 0.7 }, { 0, 0 } };
  g_autoptr (SondeDomain) domain = new_domain_with (holes, FALSE, FALSE, 0, 1);
  SondeLearner *learner = new_learner (domain, "{\"kind\": \"1d\"}");
  double x;

  tell (learner, 0.4, 5);
  tell (learner, 0.6, -5);
  tell (learner, 0.5, 0);
  for (guint i = 0; i < 100; i++)
    {
      g_assert_cmpuint (sonde_learner_ask (learner, 1, TRUE, &x, NULL), ==, 1);
      g_assert_false (is_in_hole (&x, (gpointer) holes));
      tell (learner, x, x);
      assert_valid (learner);
    }
  g_assert_finalize_object (learner);
}

/* Excluded and other places alternate far below what can be looked at: every choice ends all the same. */
static gboolean
is_odd (const double *x,
        gpointer      data)
{
  return (gint64) floor (*x * 1e9) % 2 != 0;
}

static void
test_comb (void)
{
  g_autoptr (SondeDomain) domain = new_domain (0, 1, FALSE, FALSE);
  SondeLearner *learner;
  double x[5];

  sonde_domain_set_exclude (domain, "comb", is_odd, NULL, NULL);
  learner = new_learner (domain, "{\"kind\": \"1d\"}");
  for (guint i = 0; i < 40; i++)
    for (guint j = sonde_learner_ask (learner, 5, TRUE, x, NULL); j-- > 0;)
      {
        g_assert_false (is_odd (&x[j], NULL));
        tell (learner, x[j], x[j] * x[j]);
      }
  assert_valid (learner);
  g_assert_cmpuint (sonde_learner_get_npoints (learner), >, 5);
  g_assert_finalize_object (learner);
}

static void
test_faults (void)
{
  static const Hole all[] = { { -1, 2 }, { 0, 0 } };
  g_autoptr (SondeDomain) nothing = new_domain_with (all, FALSE, FALSE, 0, 1);
  g_autoptr (SondeDomain) few = new_domain (0, 10, TRUE, FALSE);
  g_autoptr (JsonNode) spec = json_from_string ("{\"kind\": \"1d\", \"seed_grid\": 12}", NULL);
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (sonde_learner_1d_new (nothing, NULL, NULL, &error));
  g_assert_error (error, SONDE_LEARNER_ERROR, SONDE_LEARNER_ERROR_SPEC);
  g_clear_error (&error);
  g_assert_null (sonde_learner_new_from_spec (json_node_get_object (spec), few, &path, &error));
  g_assert_error (error, SONDE_LEARNER_ERROR, SONDE_LEARNER_ERROR_SPEC);
  g_assert_cmpstr (path, ==, "seed_grid");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/learner-1d/domain/integers", test_integers);
  g_test_add_func ("/learner-1d/domain/integers-between", test_integers_between);
  g_test_add_func ("/learner-1d/domain/log", test_log);
  g_test_add_func ("/learner-1d/domain/log-spacing", test_log_spacing);
  g_test_add_func ("/learner-1d/domain/bulk", test_bulk);
  g_test_add_func ("/learner-1d/domain/holes", test_holes);
  g_test_add_func ("/learner-1d/domain/holes-and-integers", test_holes_and_integers);
  g_test_add_func ("/learner-1d/domain/failing-edge", test_failing_edge);
  g_test_add_func ("/learner-1d/domain/told-in-hole", test_told_in_hole);
  g_test_add_func ("/learner-1d/domain/comb", test_comb);
  g_test_add_func ("/learner-1d/domain/faults", test_faults);
  return g_test_run ();
}
