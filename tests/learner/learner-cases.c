/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "learner-cases.h"

static void
append_cell (const double *vertices,
             guint         n_vertices,
             double        loss,
             gpointer      cells)
{
  g_assert_cmpuint (n_vertices, ==, 2);
  g_array_append_vals (cells, vertices, 2);
  g_array_append_val (cells, loss);
}

GArray *
cells_of (SondeLearner *learner,
          gboolean      real)
{
  GArray *cells = g_array_new (FALSE, FALSE, sizeof (double));

  sonde_learner_foreach_loss (learner, real, append_cell, cells);
  return cells;
}

SondeLearner *
learner_for_case (JsonObject *expected)
{
  JsonArray *bounds = json_object_get_array_member (expected, "bounds");
  g_autoptr (SondeDomain) domain = sonde_domain_new_interval ("x", golden_element (bounds, 0), golden_element (bounds, 1));
  g_autoptr (JsonObject) loss = json_object_new ();
  g_autoptr (GError) error = NULL;
  SondeLearner *learner;

  if (json_object_has_member (expected, "loss_params"))
    {
      JsonObject *params = json_object_get_object_member (expected, "loss_params");
      g_autoptr (GList) names = json_object_get_members (params);

      for (GList *name = names; name != NULL; name = name->next)
        json_object_set_double_member (loss, name->data, golden_member (params, name->data));
    }
  /* in the benchmarks "loss" is a result, and the loss function the default one */
  if (json_node_get_value_type (json_object_get_member (expected, "loss")) == G_TYPE_STRING)
    json_object_set_string_member (loss, "kind", json_object_get_string_member (expected, "loss"));
  learner = sonde_learner_1d_new (domain, loss, NULL, &error);
  g_assert_no_error (error);
  return learner;
}

void
tell_value_of (SondeLearner   *learner,
               GoldenFunction *function,
               double          x)
{
  g_autofree double *y = g_new (double, SONDE_STRIDE (function->vdim));
  g_autoptr (GError) error = NULL;

  golden_function_evaluate (function, &x, y);
  g_assert_true (sonde_learner_tell (learner, &x, y, function->vdim, NAN, &error));
  g_assert_no_error (error);
}

void
add_cases (const char    *file,
           const char    *path,
           GTestDataFunc  test)
{
  JsonNode *root = golden_load (file);
  JsonArray *cases = json_object_get_array_member (json_node_get_object (root), "cases");

  g_assert_cmpuint (json_array_get_length (cases), >, 0);
  for (guint i = 0; i < json_array_get_length (cases); i++)
    {
      JsonObject *expected = json_array_get_object_element (cases, i);
      const char *id = json_object_get_string_member (expected, json_object_has_member (expected, "id") ? "id" : "name");
      g_autofree char *name = g_strconcat (path, "/", id, NULL);

      if (g_strcmp0 (json_object_get_string_member (expected, "learner"), "Learner1D") == 0)
        g_test_add_data_func_full (name, json_object_ref (expected), test, (GDestroyNotify) json_object_unref);
    }
  json_node_unref (root);
}
