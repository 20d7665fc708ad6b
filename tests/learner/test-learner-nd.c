/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the learner of many variables does beyond the recorded runs: where the reference has defects ours is right. */

#include "config.h"

#include <math.h>
#include <string.h>

#include "learner/sonde-learner-nd.h"

#define MAX_NDIM 4

typedef double (*Function) (const double *x,
                            guint         ndim);

static double
ring (const double *x,
      guint         ndim)
{
  double r = -0.5625;

  for (guint j = 0; j < ndim; j++)
    r += x[j] * x[j];
  return x[0] + exp (-r * r / 0.0016);
}

static SondeDomain *
box (guint  ndim,
     double first_width)
{
  static const char * const names[] = { "x", "y", "z", "w" };
  SondeDomain *domain = sonde_domain_new ();

  for (guint j = 0; j < ndim; j++)
    sonde_domain_add (domain, names[j], NULL, j == 0 ? -first_width : -1, j == 0 ? first_width : 1);
  return domain;
}

static SondeLearner *
create (SondeDomain *domain,
        const char  *text)
{
  g_autoptr (JsonNode) spec = json_from_string (text, NULL);
  g_autoptr (GError) error = NULL;
  SondeLearner *learner = sonde_learner_nd_new_from_spec (json_node_get_object (spec), domain, NULL, &error);

  g_assert_no_error (error);
  return learner;
}

static void
assert_valid (SondeLearner *learner)
{
  const char *why;

  if (!sonde_learner_nd_is_valid (SONDE_LEARNER_ND (learner), &why))
    g_error ("%s", why);
}

static void
ask (SondeLearner *learner,
     double       *x)
{
  g_assert_cmpuint (sonde_learner_ask (learner, 1, TRUE, x, NULL), ==, 1);
}

static void
tell (SondeLearner *learner,
      const double *x,
      double        y)
{
  g_assert_true (sonde_learner_tell (learner, x, &y, SONDE_SCALAR, NAN, NULL));
}

static void
drive (SondeLearner *learner,
       guint         n,
       double        factor)
{
  guint ndim = sonde_learner_get_ndim (learner);

  for (guint i = 0; i < n; i++)
    {
      double x[MAX_NDIM];

      ask (learner, x);
      tell (learner, x, factor * ring (x, ndim));
    }
}

/* A corner that fails for ever stays pending; everything else goes on. */
static void
test_failing_corners (void)
{
  for (guint ndim = 2; ndim <= MAX_NDIM; ndim++)
    {
      g_autoptr (SondeDomain) domain = box (ndim, 1);
      SondeLearner *learner = create (domain, "{\"kind\": \"nd\"}");

      for (guint i = 0; i < 150; i++)
        {
          double x[MAX_NDIM];
          guint corners = 0;

          ask (learner, x);
          for (guint j = 0; j < ndim; j++)
            corners += fabs (x[j]) == 1;
          if (corners < ndim)
            tell (learner, x, ring (x, ndim));
          if (i % 10 == 0)
            assert_valid (learner);
        }
      g_assert_cmpuint (sonde_learner_get_n_pending (learner), ==, 1u << ndim);
      g_assert_cmpuint (sonde_learner_get_npoints (learner), ==, 150 - (1u << ndim));
      g_assert_true (isfinite (sonde_learner_get_loss (learner, TRUE)));
      g_assert_finalize_object (learner);
    }
}

/* Points that are forgotten leave every simplex to be chosen again. */
static void
test_remove_unfinished (void)
{
  g_autoptr (SondeDomain) domain = box (2, 1);
  SondeLearner *learner = create (domain, "{\"kind\": \"nd\"}");
  double before[40], after[40];

  drive (learner, 60, 1);
  for (guint round = 0; round < 5; round++)
    {
      g_assert_cmpuint (sonde_learner_ask (learner, 20, TRUE, round == 0 ? before : after, NULL), ==, 20);
      sonde_learner_remove_unfinished (learner);
      g_assert_cmpuint (sonde_learner_get_n_pending (learner), ==, 0);
      assert_valid (learner);
    }
  g_assert_cmpmem (before, sizeof before, after, sizeof after);
  g_assert_finalize_object (learner);
}

/* The unit in which values are given, however small, changes nothing; nor does that of a variable. */
static void
test_units (void)
{
  static const double factors[] = { 0x1p-30, 0x1p40 };

  for (guint i = 0; i < G_N_ELEMENTS (factors); i++)
    {
      g_autoptr (SondeDomain) domain = box (2, 1);
      SondeLearner *plain = create (domain, "{\"kind\": \"nd\"}");
      SondeLearner *scaled = create (domain, "{\"kind\": \"nd\"}");

      drive (plain, 200, 1);
      drive (scaled, 200, factors[i]);
      g_assert_cmpmem (sonde_learner_get_points (plain)->x, 400 * sizeof (double), sonde_learner_get_points (scaled)->x,
                       400 * sizeof (double));
      g_assert_finalize_object (plain);
      g_assert_finalize_object (scaled);
    }
}

static void
test_long_box (void)
{
  g_autoptr (SondeDomain) domain = box (2, 1e9);
  SondeLearner *learner = create (domain, "{\"kind\": \"nd\", \"anisotropic\": true}");

  for (guint i = 0; i < 300; i++)
    {
      double x[2], y;

      ask (learner, x);
      g_assert_true (sonde_domain_contains (domain, x));
      y = tanh (3e-9 * x[0] + x[1]);
      tell (learner, x, y);
    }
  assert_valid (learner);
  g_assert_finalize_object (learner);
}

/* Points outside of the domain are kept and not used, however early they are told. */
static void
test_outside (void)
{
  g_autoptr (SondeDomain) domain = box (2, 1);
  SondeLearner *learner = create (domain, "{\"kind\": \"nd\"}");
  SondeLearner *other = create (domain, "{\"kind\": \"nd\"}");

  tell (learner, (double[]) { 7, 7 }, 1e9);
  tell (learner, (double[]) { 7, 7 }, 1e9);
  drive (learner, 50, 1);
  drive (other, 50, 1);
  g_assert_cmpuint (sonde_learner_get_npoints (learner), ==, 51);
  g_assert_cmpmem (sonde_learner_get_points (learner)->x + 2, 100 * sizeof (double), sonde_learner_get_points (other)->x,
                   100 * sizeof (double));
  g_assert_finalize_object (learner);
  g_assert_finalize_object (other);
}

/* A grid of whole numbers has an end. */
static void
test_integers (void)
{
  g_autoptr (SondeDomain) domain = sonde_domain_new ();
  SondeLearner *learner;
  double x[2];
  guint n = 0;

  sonde_domain_add_variable (domain, &(SondeVariable) { (char *) "i", NULL, 0, 4, TRUE, FALSE });
  sonde_domain_add_variable (domain, &(SondeVariable) { (char *) "j", NULL, 0, 3, TRUE, FALSE });
  learner = create (domain, "{\"kind\": \"nd\"}");
  while (sonde_learner_ask (learner, 1, TRUE, x, NULL) == 1)
    {
      g_assert_cmpfloat (x[0], ==, rint (x[0]));
      g_assert_cmpfloat (x[1], ==, rint (x[1]));
      tell (learner, x, x[0] * x[1]);
      g_assert_cmpuint (++n, <=, 20);
    }
  g_assert_cmpuint (n, >=, 10);
  g_assert_true (sonde_learner_is_done (learner));
  g_assert_finalize_object (learner);
}

/* In one dimension the reference chooses at random; here that is a job for another learner. */
static void
test_one_variable (void)
{
  g_autoptr (SondeDomain) domain = sonde_domain_new_interval ("x", -1, 1);
  g_autoptr (JsonNode) spec = json_from_string ("{\"kind\": \"nd\"}", NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;

  g_assert_null (sonde_learner_nd_new_from_spec (json_node_get_object (spec), domain, &path, &error));
  g_assert_error (error, SONDE_LEARNER_ERROR, SONDE_LEARNER_ERROR_SPEC);
  g_assert_cmpstr (path, ==, "kind");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/learner/nd/failing-corners", test_failing_corners);
  g_test_add_func ("/learner/nd/remove-unfinished", test_remove_unfinished);
  g_test_add_func ("/learner/nd/units", test_units);
  g_test_add_func ("/learner/nd/long-box", test_long_box);
  g_test_add_func ("/learner/nd/outside", test_outside);
  g_test_add_func ("/learner/nd/integers", test_integers);
  g_test_add_func ("/learner/nd/one-variable", test_one_variable);
  return g_test_run ();
}
