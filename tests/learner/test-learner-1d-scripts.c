/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The recorded scripts of the reference: lists of operations, after each of which everything must be as it was there. One case records a
 * defect (points outside the bounds get in by a bulk tell); there our own behaviour is tested. */

#include "config.h"

#include <math.h>
#include <string.h>

#include "learner-cases.h"

#define TOLERANCE 1e-12

typedef struct
{
  SondeLearner   *learner;
  GoldenFunction *function;
  GArray         *last;       /* the points of the latest ask */
} Script;

static void
assert_close (const char *what,
              double      value,
              double      expected)
{
  if (!golden_close (value, expected, TOLERANCE))
    g_error ("%s is %.17g, should be %.17g", what, value, expected);
}

static void
assert_points (GArray    *points,
               JsonArray *expected)
{
  g_assert_cmpuint (points->len, ==, json_array_get_length (expected));
  for (guint i = 0; i < points->len; i++)
    if (g_array_index (points, double, i) != golden_element (expected, i))
      g_error ("point %u is %.17g, should be %.17g", i, g_array_index (points, double, i), golden_element (expected, i));
}

static void
assert_cells (Script    *script,
              gboolean   real,
              JsonArray *expected)
{
  g_autoptr (GArray) cells = cells_of (script->learner, real);

  g_assert_cmpuint (cells->len, ==, 3 * json_array_get_length (expected));
  for (guint i = 0; i < json_array_get_length (expected); i++)
    {
      JsonArray *pair = json_array_get_array_element (expected, i);
      JsonArray *ends = json_array_get_array_element (pair, 0);
      const double *cell = &g_array_index (cells, double, 3 * i);

      if (cell[0] != golden_element (ends, 0) || cell[1] != golden_element (ends, 1))
        g_error ("%s cell %u is [%.17g, %.17g], should be [%.17g, %.17g]", real ? "real" : "combined", i, cell[0], cell[1],
                 golden_element (ends, 0), golden_element (ends, 1));
      assert_close ("a cell's loss", cell[2], golden_element (pair, 1));
    }
}

static void
ask (Script     *script,
     guint       n,
     gboolean    tell_pending,
     JsonObject *result)
{
  JsonArray *expected = json_object_get_array_member (result, "loss_improvements");
  g_autofree double *improvements = g_new (double, n);

  g_array_set_size (script->last, n);
  g_assert_cmpuint (sonde_learner_ask (script->learner, n, tell_pending, (double *) script->last->data, improvements), ==, n);
  assert_points (script->last, json_object_get_array_member (result, "points"));
  for (guint i = 0; i < n; i++)
    assert_close ("an improvement", improvements[i], golden_element (expected, i));
}

static void
run (Script     *script,
     guint       n,
     JsonObject *result)
{
  g_autoptr (GArray) asked = g_array_new (FALSE, FALSE, sizeof (double));

  for (guint i = 0; i < n; i++)
    {
      double x;

      sonde_learner_ask (script->learner, 1, TRUE, &x, NULL);
      g_array_append_val (asked, x);
      tell_value_of (script->learner, script->function, x);
    }
  assert_points (asked, json_object_get_array_member (result, "points"));
}

static void
tell_many (Script    *script,
           JsonArray *operation)
{
  JsonArray *points = json_array_get_array_element (operation, 1);
  guint n = json_array_get_length (points);
  guint stride = SONDE_STRIDE (script->function->vdim);
  g_autofree double *xs = g_new (double, n);
  g_autofree double *ys = g_new (double, n * stride);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < n; i++)
    {
      xs[i] = golden_element (points, i);
      golden_function_evaluate (script->function, &xs[i], ys + i * stride);
    }
  g_assert_true (sonde_learner_tell_many (script->learner, n, xs, ys, script->function->vdim, NULL,
                                          json_array_get_length (operation) > 2 && json_array_get_boolean_element (operation, 2),
                                          &error));
  g_assert_no_error (error);
}

static void
tell_last (Script    *script,
           JsonArray *operation)
{
  gboolean lifo = strcmp (json_array_get_string_element (operation, 1), "lifo") == 0;
  guint from = 0;
  guint to = script->last->len;

  if (json_array_get_length (operation) > 2)
    {
      from = json_array_get_int_element (operation, 2);
      to = json_array_get_int_element (operation, 3);
    }
  for (guint i = from; i < to; i++)
    tell_value_of (script->learner, script->function,
                   g_array_index (script->last, double, lifo ? script->last->len - 1 - i : i));
}

static void
act (Script    *script,
     JsonArray *operation,
     JsonObject *result)
{
  const char *name = json_array_get_string_element (operation, 0);
  guint n_arguments = json_array_get_length (operation) - 1;
  gboolean has_number = n_arguments > 0 && JSON_NODE_HOLDS_VALUE (json_array_get_element (operation, 1)) &&
                        strcmp (name, "tell_last") != 0;
  double x = has_number ? golden_element (operation, 1) : NAN;

  if (strcmp (name, "ask") == 0)
    ask (script, x, n_arguments < 2 || json_array_get_boolean_element (operation, 2), result);
  else if (strcmp (name, "run") == 0)
    run (script, x, result);
  else if (strcmp (name, "tell") == 0)
    tell_value_of (script->learner, script->function, x);
  else if (strcmp (name, "tell_value") == 0)
    sonde_learner_tell (script->learner, &x, &(double) { golden_element (operation, 2) }, SONDE_SCALAR, NAN, NULL);
  else if (strcmp (name, "tell_pending") == 0)
    sonde_learner_tell_pending (script->learner, &x);
  else if (strcmp (name, "tell_many") == 0)
    tell_many (script, operation);
  else if (strcmp (name, "tell_last") == 0)
    tell_last (script, operation);
  else if (strcmp (name, "remove_unfinished") == 0)
    sonde_learner_remove_unfinished (script->learner);
  else if (strcmp (name, "loss") != 0 && strcmp (name, "losses") != 0)
    g_error ("unknown operation %s", name);
}

/* Every member that a result may have says something about the learner. */
static void
check_state (Script     *script,
             JsonObject *result)
{
  g_autoptr (GList) members = json_object_get_members (result);

  for (GList *member = members; member != NULL; member = member->next)
    {
      const char *name = member->data;

      if (strcmp (name, "loss") == 0 || strcmp (name, "real") == 0)
        assert_close (name, sonde_learner_get_loss (script->learner, TRUE), golden_member (result, name));
      else if (strcmp (name, "pending") == 0)
        assert_close (name, sonde_learner_get_loss (script->learner, FALSE), golden_member (result, name));
      else if (strcmp (name, "npoints") == 0)
        g_assert_cmpuint (sonde_learner_get_npoints (script->learner), ==, golden_member (result, name));
      else if (strcmp (name, "npending") == 0)
        g_assert_cmpuint (sonde_learner_get_n_pending (script->learner), ==, golden_member (result, name));
      else if (strcmp (name, "losses") == 0)
        assert_cells (script, TRUE, json_object_get_array_member (result, name));
      else if (strcmp (name, "losses_combined") == 0)
        assert_cells (script, FALSE, json_object_get_array_member (result, name));
      else if (strcmp (name, "points") != 0 && strcmp (name, "loss_improvements") != 0)
        g_error ("unknown member %s", name);
    }
}

static void
play (JsonObject *expected)
{
  JsonArray *operations = json_object_get_array_member (expected, "ops");
  JsonArray *results = json_object_get_array_member (expected, "results");
  Script script = {
    learner_for_case (expected),
    golden_function_new (json_object_get_member (expected, "f")),
    g_array_new (FALSE, FALSE, sizeof (double)),
  };

  for (guint i = 0; i < json_array_get_length (operations); i++)
    {
      g_test_message ("operation %u: %s", i, json_array_get_string_element (json_array_get_array_element (operations, i), 0));
      act (&script, json_array_get_array_element (operations, i), json_array_get_object_element (results, i));
      check_state (&script, json_array_get_object_element (results, i));
    }
  g_assert_finalize_object (script.learner);
  golden_function_free (script.function);
  g_array_unref (script.last);
}

/* Told at once -1, 0, 1 and 2 on [-1, 1], the last is kept but takes no part: neither in the scales nor in the intervals. */
static void
check_bulk_outside (JsonObject *expected)
{
  g_autoptr (SondeLearner) learner = learner_for_case (expected);
  g_autoptr (SondeLearner) reference = learner_for_case (expected);
  Script script = { learner, golden_function_new (json_object_get_member (expected, "f")) };
  JsonArray *operations = json_object_get_array_member (expected, "ops");
  g_autoptr (JsonNode) inside = json_from_string ("[\"tell_many\", [-1, 0, 1]]", NULL);
  g_autoptr (GArray) cells = NULL;
  g_autoptr (GArray) wanted = NULL;
  double points[4];

  tell_many (&script, json_array_get_array_element (operations, 0));
  script.learner = reference;
  tell_many (&script, json_node_get_array (inside));

  g_assert_cmpuint (sonde_learner_get_npoints (learner), ==, 4);
  g_assert_cmpfloat (sonde_learner_get_points (learner)->x[3], ==, 2);
  cells = cells_of (learner, TRUE);
  wanted = cells_of (reference, TRUE);
  g_assert_cmpmem (cells->data, cells->len * sizeof (double), wanted->data, wanted->len * sizeof (double));
  sonde_learner_ask (learner, 4, FALSE, points, NULL);
  for (guint i = 0; i < 4; i++)
    g_assert_true (-1 < points[i] && points[i] < 1);
  golden_function_free (script.function);
}

static void
test_script (gconstpointer data)
{
  JsonObject *expected = (JsonObject *) data;

  if (strcmp (json_object_get_string_member (expected, "id"), "1ds-out-of-bounds-bulk") == 0)
    check_bulk_outside (expected);
  else
    play (expected);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add_cases ("learner1d_scripts.json", "/learner/1d/script", test_script);
  return g_test_run ();
}
