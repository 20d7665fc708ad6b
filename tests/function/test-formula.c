/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>
#include <string.h>

#include "base/sonde-points.h"
#include "function/sonde-batch-private.h"
#include "function/sonde-expression.h"
#include "function/sonde-formula.h"

static SondeFunction *
new_from_text (const char   *text,
               SondeDomain  *domain,
               char        **path_of_fault,
               GError      **error)
{
  g_autoptr (JsonNode) node = json_from_string (text, NULL);

  return sonde_function_new_from_spec (json_node_get_object (node), domain, path_of_fault, error);
}

static SondeFunction *
new_valid (const char  *text,
           SondeDomain *domain)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  SondeFunction *function = new_from_text (text, domain, &path, &error);

  g_assert_no_error (error);
  g_assert_null (path);
  return function;
}

static void
test_scalar (void)
{
  g_autoptr (SondeDomain) domain = sonde_domain_new_interval ("x", -1, 1);
  g_autoptr (SondeFunction) function = NULL;
  double x[200];
  g_autoptr (SondeBatch) batch = NULL;

  function = new_valid ("{\"kind\": \"formula\", \"expression\": \"a*x + b\", \"parameters\": {\"b\": 1, \"a\": 0.5}}", domain);
  for (guint i = 0; i < G_N_ELEMENTS (x); i++)
    x[i] = i;
  batch = sonde_batch_new (G_N_ELEMENTS (x), 1, x);
  sonde_function_evaluate (function, batch, NULL);

  g_assert_cmpuint (batch->vdim, ==, SONDE_SCALAR);
  g_assert_null (batch->errors);
  for (guint i = 0; i < G_N_ELEMENTS (x); i++)
    {
      g_assert_cmpfloat (batch->y[i], ==, 0.5 * i + 1);
      g_assert_cmpfloat (batch->seconds[i], >, 0);
    }
  g_assert_false (sonde_function_needs_trust (function));
  g_assert_cmpstr (sonde_formula_get_expression (SONDE_FORMULA (function)), ==, "a*x + b");
  g_assert_finalize_object (g_steal_pointer (&function));
}

static void
test_vector (void)
{
  g_autoptr (SondeDomain) domain = sonde_domain_new ();
  g_autoptr (SondeFunction) function = NULL;
  const double points[] = { 1, 2, 3, 4 };
  g_autoptr (SondeBatch) batch = sonde_batch_new (2, 2, points);

  sonde_domain_add (domain, "θ", NULL, 0, 1);
  sonde_domain_add (domain, "log", NULL, 0, 1);
  function = new_valid ("{\"kind\": \"formula\", \"expression\": \"θ + log, 1/(θ - 1), log(1)\"}", domain);
  sonde_function_evaluate (function, batch, NULL);

  g_assert_cmpuint (sonde_formula_get_vdim (SONDE_FORMULA (function)), ==, 3);
  g_assert_cmpuint (batch->vdim, ==, 3);
  g_assert_cmpfloat (batch->y[0], ==, 3);
  g_assert_true (isinf (batch->y[1]));
  g_assert_cmpfloat (batch->y[3], ==, 7);
  g_assert_cmpfloat (batch->y[4], ==, 0.5);
  g_assert_cmpfloat (batch->y[5], ==, 0);
  g_assert_finalize_object (g_steal_pointer (&function));
}

static void
test_dimensions (void)
{
  g_autoptr (SondeDomain) domain = sonde_domain_new_interval ("x", -1, 1);
  g_autoptr (SondeFunction) function = sonde_formula_new ("x", domain, NULL, NULL, NULL);
  const double points[] = { 1, 2 };
  g_autoptr (SondeBatch) batch = sonde_batch_new (1, 2, points);

  sonde_function_evaluate (function, batch, NULL);
  g_assert_error (batch->errors[0], SONDE_FUNCTION_ERROR, SONDE_FUNCTION_ERROR_SHAPE);
}

static void
test_cancelled (void)
{
  g_autoptr (SondeDomain) domain = sonde_domain_new_interval ("x", -1, 1);
  g_autoptr (SondeFunction) function = sonde_formula_new ("x", domain, NULL, NULL, NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  const double x = 1;
  g_autoptr (SondeBatch) batch = sonde_batch_new (1, 1, &x);

  g_cancellable_cancel (cancellable);
  sonde_function_evaluate (function, batch, cancellable);
  g_assert_false (_sonde_batch_is_set (batch, 0));
  _sonde_batch_finish (batch);
  g_assert_error (batch->errors[0], SONDE_FUNCTION_ERROR, SONDE_FUNCTION_ERROR_CANCELLED);
}

static void
test_batch_shape (void)
{
  const double x[] = { 1, 2, 3 };
  g_autoptr (SondeBatch) batch = sonde_batch_new (3, 1, x);
  const double y[] = { 4, 5 };

  sonde_batch_set_value (batch, 0, y, 2, 0.1);
  sonde_batch_set_value (batch, 1, y, SONDE_SCALAR, 0.1);
  _sonde_batch_finish (batch);

  g_assert_cmpfloat (batch->y[1], ==, 5);
  g_assert_null (sonde_batch_get_error (batch, 0));
  g_assert_error (batch->errors[1], SONDE_FUNCTION_ERROR, SONDE_FUNCTION_ERROR_SHAPE);
  g_assert_error (batch->errors[2], SONDE_FUNCTION_ERROR, SONDE_FUNCTION_ERROR_CANCELLED);
}

static const struct
{
  const char *spec;
  const char *path;
  const char *fragment;
} faults[] = {
  { "{}", "kind", "formula" },
  { "{\"kind\": 3}", "kind", "formula" },
  { "{\"kind\": \"fortran\"}", "kind", "formula, python, program, library" },
  { "{\"kind\": \"formula\"}", "expression", "expression" },
  { "{\"kind\": \"formula\", \"expression\": 3}", "expression", "expression" },
  { "{\"kind\": \"formula\", \"expression\": \"\"}", "expression", "no formula" },
  { "{\"kind\": \"formula\", \"expression\": \"x + c\"}", "expression", "“c” is not known" },
  { "{\"kind\": \"formula\", \"expression\": \"x\", \"parameters\": [1]}", "parameters", "names with numbers" },
  { "{\"kind\": \"formula\", \"expression\": \"x\", \"parameters\": {\"a\": \"1\"}}", "parameters.a", "finite number" },
  { "{\"kind\": \"formula\", \"expression\": \"x\", \"parameters\": {\"a\": true}}", "parameters.a", "finite number" },
  { "{\"kind\": \"formula\", \"expression\": \"x\", \"parameters\": {\"a\": null}}", "parameters.a", "finite number" },
  { "{\"kind\": \"formula\", \"expression\": \"x\", \"parameters\": {\"a\": 1e999}}", "parameters.a", "finite number" },
  { "{\"kind\": \"formula\", \"expression\": \"x\", \"parameters\": {\"x\": 1}}", "parameters.x", "variable of the domain" },
  { "{\"kind\": \"formula\", \"expression\": \"x\", \"parameters\": {\"1a\": 1}}", "parameters.1a", "cannot be the name" },
};

static void
test_faults (void)
{
  g_autoptr (SondeDomain) domain = sonde_domain_new_interval ("x", -1, 1);

  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *path = NULL;

      g_assert_null (new_from_text (faults[i].spec, domain, &path, &error));
      g_test_message ("%s: %s", faults[i].spec, error->message);
      g_assert_cmpstr (path, ==, faults[i].path);
      g_assert_nonnull (strstr (error->message, faults[i].fragment));
    }
}

/* Every thread has values of its own. */
static gpointer
evaluate_often (gpointer user_data)
{
  for (guint round = 0; round < 300; round++)
    {
      double x[70];
      g_autoptr (SondeBatch) batch = NULL;

      for (guint i = 0; i < G_N_ELEMENTS (x); i++)
        x[i] = round + i;
      batch = sonde_batch_new (G_N_ELEMENTS (x), 1, x);
      sonde_function_evaluate (user_data, batch, NULL);
      for (guint i = 0; i < G_N_ELEMENTS (x); i++)
        g_assert_cmpfloat (batch->y[i], ==, 2 * x[i] + 3);
    }
  return NULL;
}

static void
test_threads (void)
{
  g_autoptr (SondeDomain) domain = sonde_domain_new_interval ("x", -1, 1);
  SondeFunction *function = sonde_formula_new ("2*x + 3", domain, NULL, NULL, NULL);
  GThread *threads[5];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new (NULL, evaluate_often, function);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  g_assert_finalize_object (function);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/formula/scalar", test_scalar);
  g_test_add_func ("/formula/vector", test_vector);
  g_test_add_func ("/formula/dimensions", test_dimensions);
  g_test_add_func ("/formula/cancelled", test_cancelled);
  g_test_add_func ("/formula/batch-shape", test_batch_shape);
  g_test_add_func ("/formula/faults", test_faults);
  g_test_add_func ("/formula/threads", test_threads);

  return g_test_run ();
}
