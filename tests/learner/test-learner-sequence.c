/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Sequences: the rules of section 4 of the reference's algorithms, and how the list is described. */

#include "config.h"

#include <glib/gstdio.h>
#include <math.h>

#include "learner/sonde-learner-sequence.h"
#include "schedule.h"

static void
tell (SondeLearner *learner,
      double        index)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (sonde_learner_tell (learner, &index, &index, SONDE_SCALAR, NAN, &error));
  g_assert_no_error (error);
}

static void
assert_asked (SondeLearner *learner,
              guint         n,
              gboolean      tell_pending,
              guint         expected_n,
              const double *expected)
{
  double points[10], improvements[10];

  g_assert_cmpuint (sonde_learner_ask (learner, n, tell_pending, points, improvements), ==, expected_n);
  for (guint i = 0; i < expected_n; i++)
    {
      g_assert_cmpfloat (points[i], ==, expected[i]);
      g_assert_cmpfloat (improvements[i], ==, 1. / 5);
    }
}

static void
test_rules (void)
{
  SondeLearner *learner = learner_of_spec ("{\"kind\": \"sequence\", \"sequence\": [3, 1, 4, 1, 5]}", 0, 0);
  double pending[5];

  g_assert_cmpfloat (sonde_learner_get_loss (learner, TRUE), ==, 1);
  assert_asked (learner, 2, FALSE, 2, (double[]) { 0, 1 });
  assert_asked (learner, 2, TRUE, 2, (double[]) { 0, 1 });
  tell (learner, 3);
  assert_asked (learner, 9, TRUE, 2, (double[]) { 2, 4 });
  assert_asked (learner, 1, TRUE, 0, NULL);
  g_assert_cmpuint (sonde_learner_get_n_pending (learner), ==, 4);
  g_assert_cmpfloat (sonde_learner_get_loss (learner, TRUE), ==, 4. / 5);
  g_assert_cmpfloat (sonde_learner_get_loss (learner, FALSE), ==, 0);
  tell (learner, 1);
  g_assert_cmpfloat (sonde_learner_get_loss (learner, TRUE), ==, 3. / 5);
  sonde_learner_get_pending (learner, pending);
  g_assert_cmpfloat (pending[0], ==, 0);
  g_assert_cmpfloat (pending[1], ==, 2);
  sonde_learner_remove_unfinished (learner);
  g_assert_cmpuint (sonde_learner_get_n_pending (learner), ==, 0);
  assert_asked (learner, 9, FALSE, 3, (double[]) { 0, 2, 4 });
  tell (learner, 0);
  tell (learner, 2);
  g_assert_false (sonde_learner_is_done (learner));
  tell (learner, 4);
  g_assert_true (sonde_learner_is_done (learner));
  g_assert_cmpfloat (sonde_learner_get_loss (learner, TRUE), ==, 0);
  tell (learner, 4);
  g_assert_cmpuint (sonde_learner_get_npoints (learner), ==, 5);
  g_assert_finalize_object (learner);
}

static void
assert_rows (const char   *spec,
             guint         n_rows,
             guint         n_columns,
             const double *values,
             const char   *names)
{
  SondeLearner *learner = learner_of_spec (spec, 0, 0);
  const SondeSequenceTable *table = sonde_learner_sequence_get_table (SONDE_LEARNER_SEQUENCE (learner));
  g_autoptr (GString) found = g_string_new (NULL);
  double arguments[8];

  g_assert_cmpuint (table->n_rows, ==, n_rows);
  g_assert_cmpuint (table->n_columns, ==, n_columns);
  for (guint i = 0; i < n_rows; i++)
    {
      sonde_learner_get_arguments (learner, (double[]) { i }, arguments);
      for (guint j = 0; j < n_columns; j++)
        {
          g_assert_cmpfloat_with_epsilon (table->values[i * n_columns + j], values[i * n_columns + j], 1e-15);
          g_assert_cmpfloat (arguments[j], ==, table->values[i * n_columns + j]);
        }
    }
  for (guint j = 0; j < n_columns; j++)
    g_string_append_printf (found, "%s ", sonde_domain_get (table->columns, j)->name);
  g_assert_cmpstr (found->str, ==, names);
  g_assert_finalize_object (learner);
}

static void
test_lists (void)
{
  assert_rows ("{\"kind\": \"sequence\", \"sequence\": [[1, 2], [3, 4], [5, 6]]}", 3, 2, (double[]) { 1, 2, 3, 4, 5, 6 }, "x y ");
  assert_rows ("{\"kind\": \"sequence\", \"sequence\": [[1, 2]], \"columns\": [\"B\", \"T\"]}", 1, 2, (double[]) { 1, 2 }, "B T ");
  assert_rows ("{\"kind\": \"sequence\", \"product\": {\"a\": [1, 2], \"b\": [0.1, 0.2, 0.3]}}", 6, 2,
               (double[]) { 1, .1, 1, .2, 1, .3, 2, .1, 2, .2, 2, .3 }, "a b ");
  assert_rows ("{\"kind\": \"sequence\", \"combine\": \"step\", \"product\": {\"a\": [1, 2], \"b\": [7, 8]}}", 2, 2,
               (double[]) { 1, 7, 2, 8 }, "a b ");
  assert_rows ("{\"kind\": \"sequence\", \"product\": {\"t\": {\"from\": 0, \"to\": 1, \"n\": 5}}}", 5, 1, (double[]) { 0, .25, .5, .75, 1 }, "t ");
  assert_rows ("{\"kind\": \"sequence\", \"product\": {\"t\": {\"from\": 0, \"to\": 0.3, \"step\": 0.1}}}", 4, 1, (double[]) { 0, .1, .2, .3 }, "t ");
  assert_rows ("{\"kind\": \"sequence\", \"product\": {\"t\": {\"from\": 3, \"to\": 1, \"step\": -1}}}", 3, 1, (double[]) { 3, 2, 1 }, "t ");
}

static void
test_file (void)
{
  g_autofree char *path = NULL;
  g_autofree char *spec = NULL;
  int fd = g_file_open_tmp ("sonde-XXXXXX.csv", &path, NULL);

  g_assert_cmpint (fd, >=, 0);
  g_close (fd, NULL);
  g_assert_true (g_file_set_contents (path, "# measured\n\"T (K)\"; B\n1; 2.5\n\n3; -4e1\n", -1, NULL));
  spec = g_strdup_printf ("{\"kind\": \"sequence\", \"file\": \"%s\"}", path);
  assert_rows (spec, 2, 2, (double[]) { 1, 2.5, 3, -40 }, "T B ");
  g_unlink (path);
}

static void
test_faults (void)
{
  static const char * const specs[][2] = {
    { "{\"kind\": \"sequence\"}", "sequence" },
    { "{\"kind\": \"sequence\", \"sequence\": []}", "sequence" },
    { "{\"kind\": \"sequence\", \"sequence\": [1, \"two\"]}", "sequence[1]" },
    { "{\"kind\": \"sequence\", \"sequence\": [[1, 2], [3]]}", "sequence[1]" },
    { "{\"kind\": \"sequence\", \"product\": {\"a\": []}}", "product.a" },
    { "{\"kind\": \"sequence\", \"product\": {\"a\": {\"from\": 0, \"to\": 1, \"step\": -1}}}", "product.a" },
    { "{\"kind\": \"sequence\", \"product\": {\"a\": [1], \"b\": [1, 2]}, \"combine\": \"step\"}", "product" },
    { "{\"kind\": \"sequence\", \"product\": {\"a\": [1]}, \"combine\": \"zip\"}", "combine" },
    { "{\"kind\": \"sequence\", \"file\": \"/nowhere/at/all.csv\"}", "file" },
  };
  g_autoptr (SondeDomain) domain = sonde_domain_new ();
  SondeLearner *learner = learner_of_spec ("{\"kind\": \"sequence\", \"sequence\": [1, 2]}", 0, 0);

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
      double y = 1;

      g_assert_false (sonde_learner_tell (learner, (double[]) { -1, .5, 2 } + i, &y, SONDE_SCALAR, NAN, &error));
      g_assert_error (error, SONDE_LEARNER_ERROR, SONDE_LEARNER_ERROR_POINT);
    }
  g_assert_finalize_object (learner);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/learner/sequence/rules", test_rules);
  g_test_add_func ("/learner/sequence/lists", test_lists);
  g_test_add_func ("/learner/sequence/file", test_file);
  g_test_add_func ("/learner/sequence/faults", test_faults);
  return g_test_run ();
}
