/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Integrals: the recorded runs of the reference, also those under schedules on which it fails itself, and what goes beyond it. */

#include "config.h"

#include <gsl/gsl_errno.h>
#include <gsl/gsl_integration.h>
#include <math.h>
#include <string.h>

#include "geometry/sonde-quadrature.h"
#include "learner/sonde-learner-integrator.h"
#include "schedule.h"

typedef struct
{
  JsonObject     *expected;
  GoldenFunction *function;
} Case;

static void
tell (Schedule     *run,
      const double *x)
{
  double y;

  golden_function_evaluate (((Case *) run->data)->function, x, &y);
  g_assert_true (sonde_learner_tell (run->learner, x, &y, SONDE_SCALAR, NAN, NULL));
}

static gboolean
is_over (Schedule *run)
{
  SondeLearnerIntegrator *learner = SONDE_LEARNER_INTEGRATOR (run->learner);

  return sonde_learner_integrator_is_divergent (learner) || sonde_learner_is_done (run->learner);
}

static SondeLearner *
learner_of (JsonObject *expected)
{
  JsonArray *bounds = json_object_get_array_member (expected, "bounds");
  g_autofree char *spec = g_strdup_printf ("{\"kind\": \"integrator\", \"tol\": %.17g}", golden_member (expected, "tol"));

  return learner_of_spec (spec, golden_element (bounds, 0), golden_element (bounds, 1));
}

static guint
get_prefix (JsonObject *expected)
{
  static const char * const names[] = { "exact_prefix_1e15", "exact_prefix_coeff", "exact_prefix_impl" };
  guint prefix = json_array_get_length (json_object_get_array_member (expected, "asked"));

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (json_object_has_member (expected, names[i]))
      prefix = MIN (prefix, json_object_get_int_member (expected, names[i]));
  return prefix;
}

/* Whether all points are sure to be those of the reference. */
static gboolean
is_exact (JsonObject *expected)
{
  static const char * const names[] = { "exact_prefix_1e15", "exact_prefix_coeff", "exact_prefix_impl" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (json_object_has_member (expected, names[i])
        && json_object_get_int_member (expected, names[i]) < json_object_get_int_member (expected, "n_asked"))
      return FALSE;
  return TRUE;
}

static const char *
get_status (SondeLearner *learner,
            Schedule     *run)
{
  if (sonde_learner_integrator_is_divergent (SONDE_LEARNER_INTEGRATOR (learner)))
    return "divergent";
  return sonde_learner_is_done (learner) ? "done" : run->told >= run->n ? "max_points" : "no_way_to_improve";
}

static void
check_estimate (Case         *c,
                SondeLearner *learner)
{
  double igral = sonde_learner_integrator_get_igral (SONDE_LEARNER_INTEGRATOR (learner));
  double err = sonde_learner_integrator_get_err (SONDE_LEARNER_INTEGRATOR (learner));
  double wanted = golden_member (c->expected, "igral"), wanted_err = golden_member (c->expected, "err");

  if (!golden_close (igral, wanted, 1e-13) && !(fabs (igral - wanted) < 1e-15))
    g_error ("the integral is %.17g, should be %.17g", igral, wanted);
  if (!golden_close (err, wanted_err, 1e-6) && !(fabs (err - wanted_err) < 1e-13 * MAX (fabs (wanted), 1e-3)))
    g_error ("the error is %.17g, should be %.17g", err, wanted_err);
}

static void
check_intervals (Case         *c,
                 SondeLearner *learner)
{
  SondeLearnerIntegrator *self = SONDE_LEARNER_INTEGRATOR (learner);
  JsonArray *rows;
  guint n = 0;

  for (guint i = 0; i < sonde_learner_integrator_get_n (self); i++)
    {
      SondeIntegral interval;

      sonde_learner_integrator_get (self, i, &interval);
      n += interval.is_used;
    }
  g_assert_cmpuint (n, ==, json_object_get_int_member (c->expected, "n_approximating"));
  if (!json_object_has_member (c->expected, "approximating"))
    return;
  rows = json_object_get_array_member (c->expected, "approximating");
  for (guint i = 0; i < sonde_learner_integrator_get_n (self); i++)
    {
      SondeIntegral interval;
      gboolean found = FALSE;

      sonde_learner_integrator_get (self, i, &interval);
      for (guint j = 0; j < json_array_get_length (rows) && interval.is_used && !found; j++)
        {
          JsonArray *row = json_array_get_array_element (rows, j);

          found = interval.a == golden_element (row, 0) && interval.b == golden_element (row, 1);
          if (!found)
            continue;
          g_assert_cmpfloat (interval.depth, ==, golden_element (row, 2));
          g_assert_cmpfloat (interval.rdepth, ==, golden_element (row, 3));
          g_assert_true (golden_close (interval.igral, golden_element (row, 4), 1e-12) || fabs (interval.igral - golden_element (row, 4)) < 1e-15);
          /* where the error is rounding noise, so is whether it is small enough */
          if (!(interval.err < 1e-14 * fabs (interval.igral)))
            g_assert_cmpint (interval.is_removed, ==, json_array_get_boolean_element (row, 6));
        }
      g_assert_true (found || !interval.is_used);
    }
}

static void
check_points (Schedule *run)
{
  Case *c = run->data;
  JsonArray *asked = json_object_get_array_member (c->expected, "asked");

  for (guint i = 0; i < get_prefix (c->expected); i++)
    if (g_array_index (run->asked, double, i) != golden_element (asked, i))
      g_error ("point %u is %.17g, should be %.17g", i, g_array_index (run->asked, double, i), golden_element (asked, i));
}

static void
test_golden (gconstpointer data)
{
  JsonObject *expected = (JsonObject *) data;
  Case c = { expected, golden_function_new (json_object_get_member (expected, "f")) };
  const char *status = json_object_get_string_member (expected, "status");
  guint most = json_object_get_int_member (expected, "max_points");
  gint64 wanted = json_object_get_int_member (expected, "npoints");
  Schedule run;

  schedule_init (&run, learner_of (expected), most);
  run.data = &c;
  run.tell = tell;
  run.is_over = is_over;
  schedule_drive (&run, json_object_get_object_member (expected, "schedule"));
  check_points (&run);
  if (is_exact (expected))
    {
      g_assert_cmpuint (run.asked->len, ==, json_object_get_int_member (expected, "n_asked"));
      g_assert_cmpstr (get_status (run.learner, &run), ==, status);
      g_assert_cmpint (sonde_learner_get_npoints (run.learner), ==, wanted);
      check_estimate (&c, run.learner);
      check_intervals (&c, run.learner);
    }
  else
    {
      g_assert_cmpfloat (sonde_learner_get_npoints (run.learner), <=, 1.1 * wanted + 32);
      g_assert_cmpfloat (sonde_learner_get_npoints (run.learner), >=, .9 * wanted - 32);
      if (strcmp (status, "done") == 0)
        g_assert_true (fabs (sonde_learner_integrator_get_igral (SONDE_LEARNER_INTEGRATOR (run.learner)) - golden_member (expected, "igral"))
                       <= 2 * MAX (golden_member (expected, "err"), sonde_learner_integrator_get_err (SONDE_LEARNER_INTEGRATOR (run.learner)))
                       + 1e-15);
    }
  golden_function_free (c.function);
  schedule_clear (&run);
}

static void
check_row (const double *row,
           JsonArray    *expected)
{
  for (guint i = 0; i < json_array_get_length (expected); i++)
    g_assert_cmpfloat_with_epsilon (row[i], golden_element (expected, i), 3e-15);
}

static void
test_rules (void)
{
  JsonNode *root = golden_load ("integrator_coefficients.json");
  JsonObject *object = json_node_get_object (root);
  static const char * const names[] = { "V_inv_5", "V_inv_9", "V_inv_17" };

  for (guint depth = 0; depth < G_N_ELEMENTS (names); depth++)
    {
      JsonArray *rows = json_object_get_array_member (object, names[depth]);
      guint n = sonde_quadrature_get_n (depth);

      g_assert_cmpuint (json_array_get_length (rows), ==, n);
      for (guint i = 0; i < n; i++)
        check_row (_sonde_quadrature_get_inverse (depth) + i * n, json_array_get_array_element (rows, i));
    }
  check_row (_sonde_quadrature_get_inverse (3), json_object_get_array_member (object, "V_inv_33_row0"));
  check_row (_sonde_quadrature_get_inverse (3) + 33, json_object_get_array_member (object, "V_inv_33_row1"));
  check_row (_sonde_quadrature_get_inverse (3) + 32 * 33, json_object_get_array_member (object, "V_inv_33_row32"));
  for (guint i = 0; i < 5; i++)
    {
      check_row (_sonde_quadrature_get_shift (FALSE) + i * 33,
                 json_array_get_array_element (json_object_get_array_member (object, "T_left_rows_0_4"), i));
      check_row (_sonde_quadrature_get_shift (TRUE) + i * 33,
                 json_array_get_array_element (json_object_get_array_member (object, "T_right_rows_0_4"), i));
    }
  json_node_unref (root);
}

/* A polynomial of low order, known but at some nodes: these are left out without a loss. */
static void
test_missing_values (void)
{
  for (guint depth = 1; depth < SONDE_QUADRATURE_DEPTHS; depth++)
    {
      guint n = sonde_quadrature_get_n (depth), step = 32 / (n - 1);
      double y[33], c[33];

      for (guint i = 0; i < 33; i++)
        y[i] = 1 + 3 * pow (sonde_quadrature_get_node (i), 2);
      y[2 * step] = NAN;
      y[16] = INFINITY;
      sonde_quadrature_fit (depth, y, c);
      /* the integral from -1 to 1 is 4 */
      g_assert_cmpfloat_with_epsilon (sqrt (2) * c[0], 4, 1e-12);
    }
}

/* Results told anew in any order make the same intervals, and go on. */
static void
test_told_anew (void)
{
  static const char * const specs = "{\"kind\": \"integrator\", \"tol\": 1e-9}";
  SondeLearner *learner = learner_of_spec (specs, 0, 1);
  const SondePoints *points = sonde_learner_get_points (learner);

  while (!sonde_learner_is_done (learner))
    {
      double x[7], y;
      guint n = sonde_learner_ask (learner, 7, TRUE, x, NULL);

      for (guint i = n; i-- > 0;)
        {
          y = sqrt (x[i]) + (x[i] > .3);
          g_assert_true (sonde_learner_tell (learner, x + i, &y, SONDE_SCALAR, NAN, NULL));
        }
    }
  for (guint order = 0; order < 3; order++)
    {
      SondeLearner *other = sonde_learner_new_empty (learner);

      for (guint i = 0; i < points->n; i++)
        {
          guint id = order == 0 ? i : order == 1 ? points->n - 1 - i : (i * 7919) % points->n;

          g_assert_true (sonde_learner_tell (other, points->x + id, points->y + id, SONDE_SCALAR, NAN, NULL));
        }
      g_assert_cmpuint (sonde_learner_get_npoints (other), ==, points->n);
      g_assert_cmpfloat_with_epsilon (sonde_learner_integrator_get_igral (SONDE_LEARNER_INTEGRATOR (other)),
                                      sonde_learner_integrator_get_igral (SONDE_LEARNER_INTEGRATOR (learner)), order == 0 ? 1e-15 : 1e-8);
      g_test_message ("order %u: %u intervals, error %g", order, sonde_learner_integrator_get_n (SONDE_LEARNER_INTEGRATOR (other)),
                      sonde_learner_integrator_get_err (SONDE_LEARNER_INTEGRATOR (other)));
      if (order == 0)
        {
          g_assert_cmpuint (sonde_learner_integrator_get_n (SONDE_LEARNER_INTEGRATOR (other)), ==,
                            sonde_learner_integrator_get_n (SONDE_LEARNER_INTEGRATOR (learner)));
          g_assert_true (golden_close (sonde_learner_integrator_get_err (SONDE_LEARNER_INTEGRATOR (other)),
                                       sonde_learner_integrator_get_err (SONDE_LEARNER_INTEGRATOR (learner)), 1e-12));
          g_assert_true (sonde_learner_is_done (other));
        }
      g_assert_finalize_object (other);
    }
  g_assert_finalize_object (learner);
}

/* A place that is no node is kept, but of no use. */
static void
test_strays (void)
{
  SondeLearner *learner = learner_of_spec ("{\"kind\": \"integrator\", \"tol\": 1e-9}", 0, 1);
  double x = .123456789, y = 1e9;

  g_assert_true (sonde_learner_tell (learner, &x, &y, SONDE_SCALAR, NAN, NULL));
  x = 7;
  g_assert_true (sonde_learner_tell (learner, &x, &y, SONDE_SCALAR, NAN, NULL));
  while (!sonde_learner_is_done (learner))
    {
      g_assert_cmpuint (sonde_learner_ask (learner, 1, TRUE, &x, NULL), ==, 1);
      y = exp (x);
      g_assert_true (sonde_learner_tell (learner, &x, &y, SONDE_SCALAR, NAN, NULL));
    }
  g_assert_cmpuint (sonde_learner_get_npoints (learner), ==, 35);
  g_assert_cmpfloat_with_epsilon (sonde_learner_integrator_get_igral (SONDE_LEARNER_INTEGRATOR (learner)), G_E - 1, 1e-14);
  g_assert_finalize_object (learner);
}

typedef struct
{
  GoldenFunction *function;
} Integrand;

static double
integrand (double   x,
           gpointer data)
{
  double y;

  golden_function_evaluate (((Integrand *) data)->function, &x, &y);
  return isfinite (y) ? y : 0;
}

/* The same integrands by GSL's implementation of the same author's algorithm: both within their errors. */
static void
test_gsl (void)
{
  JsonNode *root = golden_load ("integrator.json");
  JsonArray *cases = json_object_get_array_member (json_node_get_object (root), "cases");
  gsl_integration_cquad_workspace *workspace = gsl_integration_cquad_workspace_alloc (1000);
  guint compared = 0;

  gsl_set_error_handler_off ();
  for (guint i = 0; i < json_array_get_length (cases); i++)
    {
      JsonObject *expected = json_array_get_object_element (cases, i);
      JsonArray *bounds = json_object_get_array_member (expected, "bounds");
      Case c = { expected, golden_function_new (json_object_get_member (expected, "f")) };
      Integrand data = { c.function };
      gsl_function function = { integrand, &data };
      double result, error, igral, err;
      Schedule run;

      if (strcmp (json_object_get_string_member (expected, "status"), "done") == 0
          && gsl_integration_cquad (&function, golden_element (bounds, 0), golden_element (bounds, 1), 0,
                                    golden_member (expected, "tol"), workspace, &result, &error, NULL) == GSL_SUCCESS)
        {
          schedule_init (&run, learner_of (expected), json_object_get_int_member (expected, "max_points"));
          run.data = &c;
          run.tell = tell;
          run.is_over = is_over;
          schedule_drive (&run, json_object_get_object_member (expected, "schedule"));
          igral = sonde_learner_integrator_get_igral (SONDE_LEARNER_INTEGRATOR (run.learner));
          err = sonde_learner_integrator_get_err (SONDE_LEARNER_INTEGRATOR (run.learner));
          if (!(fabs (igral - result) <= 3 * (err + error) + 1e-12 * fabs (result)))
            g_test_message ("%s: %.17g ± %g, by GSL %.17g ± %g", json_object_get_string_member (expected, "id"), igral, err, result, error);
          else
            compared++;
          schedule_clear (&run);
        }
      golden_function_free (c.function);
    }
  /* narrow peaks between the nodes are missed by one or the other */
  g_assert_cmpuint (compared, >=, 45);
  gsl_integration_cquad_workspace_free (workspace);
  json_node_unref (root);
}

/* A clear word, and nothing more is asked for. */
static void
test_divergent (void)
{
  SondeLearner *learner = learner_of_spec ("{\"kind\": \"integrator\", \"tol\": 1e-6}", 0, 1);
  g_autofree char *fault = NULL;
  double x, y;
  guint n = 0;

  g_assert_null (sonde_learner_get_fault (learner));
  for (; !sonde_learner_is_done (learner); n++)
    {
      g_assert_cmpuint (sonde_learner_ask (learner, 1, TRUE, &x, NULL), ==, 1);
      y = pow (fabs (x - 0.987654321), -1.1);
      g_assert_true (sonde_learner_tell (learner, &x, &y, SONDE_SCALAR, NAN, NULL));
    }
  g_assert_cmpuint (n, <, 1000);
  g_assert_true (sonde_learner_integrator_is_divergent (SONDE_LEARNER_INTEGRATOR (learner)));
  fault = sonde_learner_get_fault (learner);
  g_assert_nonnull (strstr (fault, "diverge near x = 0.9876543"));
  x = .5;
  g_assert_true (sonde_learner_tell (learner, &x, &y, SONDE_SCALAR, NAN, NULL));
  g_assert_finalize_object (learner);
}

static void
test_faults (void)
{
  static const char * const specs[][2] = {
    { "{\"kind\": \"integrator\"}", "tol" },
    { "{\"kind\": \"integrator\", \"tol\": 0}", "tol" },
    { "{\"kind\": \"integrator\", \"tol\": \"small\"}", "tol" },
    { "{\"kind\": \"integrator\", \"tol\": 1e-9, \"rtol\": 1}", "rtol" },
  };
  g_autoptr (SondeDomain) domain = sonde_domain_new_interval ("x", 0, 1);

  for (guint i = 0; i < G_N_ELEMENTS (specs); i++)
    {
      g_autoptr (JsonNode) node = json_from_string (specs[i][0], NULL);
      g_autoptr (GError) error = NULL;
      g_autofree char *path = NULL;

      g_assert_null (sonde_learner_new_from_spec (json_node_get_object (node), domain, &path, &error));
      g_assert_error (error, SONDE_LEARNER_ERROR, SONDE_LEARNER_ERROR_SPEC);
      g_assert_cmpstr (path, ==, specs[i][1]);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/learner/integrator/rules", test_rules);
  g_test_add_func ("/learner/integrator/missing-values", test_missing_values);
  add_family ("integrator.json", "/learner/integrator/golden", test_golden);
  g_test_add_func ("/learner/integrator/told-anew", test_told_anew);
  g_test_add_func ("/learner/integrator/strays", test_strays);
  g_test_add_func ("/learner/integrator/gsl", test_gsl);
  g_test_add_func ("/learner/integrator/divergent", test_divergent);
  g_test_add_func ("/learner/integrator/faults", test_faults);
  return g_test_run ();
}
