/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The losses against recorded values, their options, and the rank by which intervals are ordered. */

#include "config.h"

#include <math.h>
#include <string.h>

#include "helpers/golden.h"
#include "learner/sonde-learner.h"
#include "learner/sonde-loss-1d.h"

static SondeLoss1D
loss_from (const char *text)
{
  g_autoptr (JsonNode) node = json_from_string (text, NULL);
  g_autoptr (GError) error = NULL;
  SondeLoss1D loss;

  g_assert_true (sonde_loss_1d_init (&loss, json_node_get_object (node), NULL, &error));
  g_assert_no_error (error);
  return loss;
}

/* The beginning of the recorded names, longest first. */
static const struct
{
  const char *name;
  const char *spec;
} losses[] = {
  { "curvature_0.5_0.1_0.2", "{\"kind\": \"curvature\", \"area_factor\": 0.5, \"euclid_factor\": 0.1, \"horizontal_factor\": 0.2}" },
  { "resolution_0.05_0.3", "{\"kind\": \"resolution\", \"min_length\": 0.05, \"max_length\": 0.3}" },
  { "abs_min_log", "{\"kind\": \"abs_min_log\"}" },
  { "curvature", "{\"kind\": \"curvature\"}" },
  { "triangle", "{\"kind\": \"triangle\"}" },
  { "uniform", "{\"kind\": \"uniform\"}" },
  { "default", "{\"kind\": \"default\"}" },
};

static SondeLoss1D
loss_named (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (losses); i++)
    if (g_str_has_prefix (name, losses[i].name))
      return loss_from (losses[i].spec);
  g_error ("unknown loss %s", name);
}

static void
fill (SondeStencil1D *stencil,
      JsonObject     *row,
      gboolean        is_vector)
{
  JsonArray *xs = json_object_get_array_member (row, "xs");
  JsonArray *ys = json_object_get_array_member (row, is_vector ? "ys_vector" : "ys");

  stencil->is_vector = is_vector;
  stencil->vdim = is_vector ? json_array_get_length (json_array_get_array_element (ys, 0)) : 1;
  stencil->y = g_new (double, 4 * stencil->vdim);
  for (guint i = 0; i < 4; i++)
    {
      stencil->x[i] = golden_element (xs, i);
      for (guint j = 0; j < stencil->vdim; j++)
        stencil->y[i * stencil->vdim + j] = is_vector ? golden_element (json_array_get_array_element (ys, i), j)
                                                      : golden_element (ys, i);
    }
}

static void
check_row (JsonObject *row)
{
  g_autoptr (GList) names = json_object_get_members (row);

  for (GList *name = names; name != NULL; name = name->next)
    {
      SondeStencil1D stencil = { .first = 0, .last = 3 };
      SondeLoss1D loss;
      double value, expected;

      if (g_str_has_prefix (name->data, "xs") || g_str_has_prefix (name->data, "ys"))
        continue;
      fill (&stencil, row, g_str_has_suffix (name->data, "_vector"));
      if (strstr (name->data, "_no_left") != NULL || strstr (name->data, "_alone") != NULL)
        stencil.first = 1;
      if (strstr (name->data, "_no_right") != NULL || strstr (name->data, "_alone") != NULL)
        stencil.last = 2;
      loss = loss_named (name->data);
      value = sonde_loss_1d_evaluate (&loss, &stencil);
      expected = golden_member (row, name->data);
      if (!golden_close (value, expected, 1e-12))
        g_error ("%s is %.17g, should be %.17g", (char *) name->data, value, expected);
      g_free (stencil.y);
    }
}

static void
test_recorded (void)
{
  g_autoptr (JsonNode) unit = golden_load ("unit.json");
  JsonObject *recorded = json_object_get_object_member (json_node_get_object (unit), "losses_1d");
  JsonArray *rows = json_object_get_array_member (recorded, "rows");

  g_assert_cmpuint (json_array_get_length (rows), >, 0);
  for (guint i = 0; i < json_array_get_length (rows); i++)
    check_row (json_array_get_object_element (rows, i));
}

static void
test_rank (void)
{
  g_autoptr (JsonNode) unit = golden_load ("unit.json");
  JsonObject *recorded = json_object_get_object_member (json_node_get_object (unit), "finite_loss_1d");
  JsonArray *rows = json_object_get_array_member (recorded, "rows");

  g_assert_cmpuint (json_array_get_length (rows), >, 0);
  for (guint i = 0; i < json_array_get_length (rows); i++)
    {
      JsonArray *row = json_array_get_array_element (rows, i);
      JsonArray *interval = json_array_get_array_element (row, 0);
      double length = golden_element (interval, 1) - golden_element (interval, 0);
      double parts = json_array_get_length (interval) > 2 ? golden_element (interval, 2) : 1;

      g_assert_cmpfloat (sonde_loss_1d_rank (golden_element (row, 1), length / golden_element (row, 2), parts), ==,
                         golden_element (row, 3));
    }
  g_assert_cmpfloat (sonde_loss_1d_rank (1e30, 1, 1), ==, 1e30 * 1e12 / 1e12);
  g_assert_cmpfloat (sonde_loss_1d_rank (G_MAXDOUBLE, 1, 1), ==, INFINITY);
}

static void
test_hash (void)
{
  g_autoptr (JsonNode) unit = golden_load ("unit.json");
  JsonObject *hash = json_object_get_object_member (json_node_get_object (unit), "hash");
  JsonArray *seeds = json_object_get_array_member (hash, "u_seed");
  JsonArray *seeds_x = json_object_get_array_member (hash, "u_seed_x");

  for (guint i = 0; i < json_array_get_length (seeds); i++)
    {
      JsonArray *row = json_array_get_array_element (seeds, i);

      g_assert_cmpfloat (golden_u_seed (json_array_get_int_element (row, 0)), ==, golden_element (row, 1));
    }
  for (guint i = 0; i < json_array_get_length (seeds_x); i++)
    {
      JsonArray *row = json_array_get_array_element (seeds_x, i);

      g_assert_cmpfloat (golden_u_seed_x (json_array_get_int_element (row, 0), golden_element (row, 1)), ==,
                         golden_element (row, 2));
    }
}

static void
test_formula (void)
{
  static const struct { const char *formula; double x; double expected; } cases[] = {
    { "-x^2", 3, -9 }, { "2^-1", 0, 0.5 }, { "2^3^2", 0, 512 }, { "7-2-1", 0, 4 }, { "8/4/2", 0, 1 },
    { "1+2*3", 0, 7 }, { "x<0 ? 1/0 : x", 2, 2 }, { "x<=2 && x>=2", 2, 1 }, { "x==1 || x!=2", 2, 0 },
    { "x<0 ? 0 : (x==0 ? 0.5 : 1)", 0, 0.5 }, { "floor(pi)", 0, 3 }, { "abs(-1.5e1)", 0, 15 }, { "log(0)", 0, -INFINITY },
    { "(-0.05<x && x<0.05) ? 10*x : 7", 0.01, 0.1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GoldenFormula) formula = golden_formula_new (cases[i].formula);

      g_assert_cmpfloat (golden_formula_evaluate (formula, &cases[i].x), ==, cases[i].expected);
    }
}

/* Where values are not numbers, there is no loss, but for those that do not look at them. */
static void
test_not_finite (void)
{
  double y[] = { 0, NAN, 0.5, 1 };
  double vector[] = { 0, 0, 0.5, NAN, 0.25, 0, 1, 1 };
  SondeStencil1D stencil = { { 0, 0.25, 0.5, 1 }, y, 1, FALSE, 0, 3 };
  SondeStencil1D stencil_vector = { { 0, 0.25, 0.5, 1 }, vector, 2, TRUE, 0, 3 };

  for (guint i = 0; i < G_N_ELEMENTS (losses); i++)
    {
      SondeLoss1D loss = loss_from (losses[i].spec);
      gboolean blind = strcmp (loss.kind, "uniform") == 0;

      g_assert_cmpint (isnan (sonde_loss_1d_evaluate (&loss, &stencil)), ==, !blind);
      g_assert_cmpint (isnan (sonde_loss_1d_evaluate (&loss, &stencil_vector)), ==, !blind);
    }
}

/* Points on a line have no area, whatever rounding makes of it. */
static void
test_flat (void)
{
  double y[12];
  SondeStencil1D stencil = { { 0.1, 0.2, 0.3, 0.4 }, y, 3, TRUE, 0, 3 };
  SondeLoss1D loss = loss_from ("{\"kind\": \"triangle\"}");

  for (guint i = 0; i < 12; i++)
    y[i] = stencil.x[i / 3] * (1 + i % 3) / 3;
  g_assert_cmpfloat_with_epsilon (sonde_loss_1d_evaluate (&loss, &stencil), 0, 1e-7);
  stencil.vdim = 1;
  for (guint i = 0; i < 4; i++)
    y[i] = stencil.x[i] / 3;
  g_assert_cmpfloat_with_epsilon (sonde_loss_1d_evaluate (&loss, &stencil), 0, 1e-8);
}

static void
test_faults (void)
{
  static const struct { const char *spec; const char *path; } cases[] = {
    { "{\"kind\": \"defualt\"}", "loss.kind" },
    { "{\"kind\": 3}", "loss.kind" },
    { "{\"kind\": \"default\", \"min_length\": 1}", "loss.min_length" },
    { "{\"kind\": \"resolution\", \"min_length\": -1}", "loss.min_length" },
    { "{\"kind\": \"resolution\", \"min_length\": \"inf\"}", "loss.min_length" },
    { "{\"kind\": \"resolution\", \"max_length\": \"far\"}", "loss.max_length" },
    { "{\"kind\": \"resolution\", \"min_length\": 0.2, \"max_length\": 0.1}", "loss.min_length" },
    { "{\"kind\": \"resolution\", \"min_length\": 2}", "loss.min_length" },
    { "{\"kind\": \"curvature\", \"area_factor\": [1]}", "loss.area_factor" },
    { "{\"kind\": \"curvature\", \"area_factor\": true}", "loss.area_factor" },
    { "{\"kind\": \"curvature\", \"area\": 1}", "loss.area" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (JsonNode) node = json_from_string (cases[i].spec, NULL);
      g_autoptr (GError) error = NULL;
      g_autofree char *path = NULL;
      SondeLoss1D loss;

      g_assert_false (sonde_loss_1d_init (&loss, json_node_get_object (node), &path, &error));
      g_assert_error (error, SONDE_LEARNER_ERROR, SONDE_LEARNER_ERROR_SPEC);
      g_assert_cmpstr (path, ==, cases[i].path);
    }
}

static void
test_options (void)
{
  SondeLoss1D loss = loss_from ("{\"kind\": \"curvature\", \"euclid_factor\": 1}");

  g_assert_cmpfloat (loss.parameters[0], ==, 1);
  g_assert_cmpfloat (loss.parameters[1], ==, 1);
  g_assert_cmpfloat (loss.parameters[2], ==, 0.02);
  loss = loss_from ("{\"kind\": \"resolution\", \"max_length\": \"inf\"}");
  g_assert_cmpfloat (loss.parameters[0], ==, 0);
  g_assert_cmpfloat (loss.parameters[1], ==, INFINITY);
  loss = loss_from ("{}");
  g_assert_cmpstr (loss.kind, ==, "default");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/learner/loss-1d/recorded", test_recorded);
  g_test_add_func ("/learner/loss-1d/rank", test_rank);
  g_test_add_func ("/learner/loss-1d/not-finite", test_not_finite);
  g_test_add_func ("/learner/loss-1d/flat", test_flat);
  g_test_add_func ("/learner/loss-1d/options", test_options);
  g_test_add_func ("/learner/loss-1d/faults", test_faults);
  g_test_add_func ("/helpers/hash", test_hash);
  g_test_add_func ("/helpers/formula", test_formula);
  return g_test_run ();
}
