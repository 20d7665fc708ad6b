/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The recorded runs of the reference: the same points in the same order, to the bit, for as long as rounding allows
 * (exact_prefix_1e15); the same improvements and losses; beyond that, points and loss within what rounding explains. */

#include "config.h"

#include <math.h>
#include <string.h>

#include "learner-cases.h"

#define TOLERANCE 1e-12

typedef struct
{
  SondeLearner   *learner;
  GoldenFunction *function;
  JsonObject     *expected;
  GArray         *asked;
  GArray         *improvements;
  guint           told;
  guint           n;
  guint           exact;    /* how many told points are sure to be those of the reference */
} Run;

static gboolean
points_to_report (guint told)
{
  guint power = 1;

  for (; power * 10 <= told; power *= 10)
    ;
  return told == 3 || told == power || told == 2 * power || told == 5 * power;
}

static void
check_loss (Run        *run,
            const char *member,
            gboolean    real)
{
  g_autofree char *key = g_strdup_printf ("%u", run->told);
  JsonObject *expected;
  double loss, wanted;

  if (!json_object_has_member (run->expected, member) || run->told > run->exact)
    return;
  expected = json_object_get_object_member (run->expected, member);
  if (!json_object_has_member (expected, key))
    return;
  loss = sonde_learner_get_loss (run->learner, real);
  wanted = golden_member (expected, key);
  if (!golden_close (loss, wanted, TOLERANCE))
    g_error ("%s[%s] is %.17g, should be %.17g", member, key, loss, wanted);
}

static void
check_final_loss (Run *run)
{
  double tolerance = MAX (TOLERANCE, 10 * golden_member (run->expected, "final_loss_spread_1e15"));
  double loss = sonde_learner_get_loss (run->learner, TRUE);
  double wanted = golden_member (run->expected, "final_loss");

  if (run->told > run->exact)
    tolerance = MAX (1e-9, 10 * golden_member (run->expected, "final_loss_spread"));
  if (!golden_close (loss, wanted, tolerance))
    g_error ("the final loss is %.17g, should be %.17g", loss, wanted);
}

static void
run_tell (Run    *run,
          double  x)
{
  tell_value_of (run->learner, run->function, x);
  run->told++;
  if (points_to_report (run->told) || run->told == run->n)
    {
      check_loss (run, "loss_at", TRUE);
      check_loss (run, "loss_pending_at", FALSE);
    }
  if (run->told == run->n)
    check_final_loss (run);
}

static double *
run_ask (Run   *run,
         guint  n)
{
  double *points = g_new (double, n);
  g_autofree double *improvements = g_new (double, n);

  g_assert_cmpuint (sonde_learner_ask (run->learner, n, TRUE, points, improvements), ==, n);
  g_array_append_vals (run->asked, points, n);
  g_array_append_vals (run->improvements, improvements, n);
  return points;
}

static void
drive_sequentially (Run *run)
{
  while (run->told < run->n)
    {
      g_autofree double *point = run_ask (run, 1);

      run_tell (run, *point);
    }
}

static void
drive_in_batches (Run        *run,
                  guint       k,
                  const char *order)
{
  while (run->told < run->n)
    {
      g_autofree double *points = run_ask (run, k);

      for (guint i = 0; i < k; i++)
        {
          guint next = i;

          if (strcmp (order, "lifo") == 0)
            next = k - 1 - i;
          else if (strcmp (order, "odd_even") == 0)
            next = i < k / 2 ? 2 * i + 1 : 2 * (i - k / 2);
          run_tell (run, points[next]);
        }
    }
}

static void
drive_a_pool (Run   *run,
              guint  k)
{
  g_autofree double *first = run_ask (run, k);
  g_autoptr (GArray) running = g_array_new (FALSE, FALSE, sizeof (double));

  g_array_append_vals (running, first, k);
  for (guint step = 0; run->told < run->n; step++)
    {
      guint chosen = floor (golden_u_seed (step) * running->len);
      g_autofree double *next = NULL;

      run_tell (run, g_array_index (running, double, chosen));
      g_array_remove_index (running, chosen);
      if (run->told == run->n)
        break;
      next = run_ask (run, 1);
      g_array_append_val (running, *next);
    }
}

static void
drive (Run        *run,
       JsonObject *schedule)
{
  const char *kind = json_object_get_string_member (schedule, "kind");

  if (strcmp (kind, "sequential") == 0)
    drive_sequentially (run);
  else if (strcmp (kind, "batch") == 0)
    drive_in_batches (run, json_object_get_int_member (schedule, "k"), json_object_get_string_member (schedule, "order"));
  else if (strcmp (kind, "pool") == 0)
    drive_a_pool (run, json_object_get_int_member (schedule, "k"));
  else
    g_error ("unknown schedule %s", kind);
}

static void
check_points (Run   *run,
              guint  prefix)
{
  JsonArray *asked = json_object_get_array_member (run->expected, "asked");
  JsonArray *improvements = json_object_get_array_member (run->expected, "loss_improvements");

  g_assert_cmpuint (run->asked->len, ==, json_array_get_length (asked));
  for (guint i = 0; i < prefix; i++)
    {
      double x = g_array_index (run->asked, double, i);

      if (x != golden_element (asked, i))
        g_error ("point %u is %.17g, should be %.17g", i, x, golden_element (asked, i));
    }
  for (guint i = 0; i < MIN (prefix, json_array_get_length (improvements)); i++)
    {
      double improvement = g_array_index (run->improvements, double, i);

      if (!golden_close (improvement, golden_element (improvements, i), TOLERANCE))
        g_error ("improvement %u is %.17g, should be %.17g", i, improvement, golden_element (improvements, i));
    }
}

/* The reference says which fraction of the different points asked must be the same in any order. */
static void
check_common_points (Run *run)
{
  g_autoptr (GHashTable) ours = g_hash_table_new (g_double_hash, g_double_equal);
  g_autoptr (GHashTable) theirs = g_hash_table_new_full (g_double_hash, g_double_equal, g_free, NULL);
  JsonArray *asked = json_object_get_array_member (run->expected, "asked");
  GHashTableIter iter;
  gpointer x;
  guint common = 0;

  for (guint i = 0; i < run->asked->len; i++)
    g_hash_table_add (ours, &g_array_index (run->asked, double, i));
  for (guint i = 0; i < json_array_get_length (asked); i++)
    g_hash_table_add (theirs, g_memdup2 (&(double) { golden_element (asked, i) }, sizeof (double)));
  g_hash_table_iter_init (&iter, theirs);
  while (g_hash_table_iter_next (&iter, &x, NULL))
    common += g_hash_table_contains (ours, x);
  g_assert_cmpfloat (common, >=, golden_member (run->expected, "common_fraction") * g_hash_table_size (theirs) - 1);
}

static void
test_run (gconstpointer data)
{
  JsonObject *expected = (JsonObject *) data;
  guint prefix = json_object_get_int_member (expected, "exact_prefix_1e15");
  guint n_asked = json_object_get_int_member (expected, "n_asked");
  Run run = {
    .learner = learner_for_case (expected),
    .function = golden_function_new (json_object_get_member (expected, "f")),
    .expected = expected,
    .asked = g_array_new (FALSE, FALSE, sizeof (double)),
    .improvements = g_array_new (FALSE, FALSE, sizeof (double)),
    .n = json_object_get_int_member (expected, "N"),
    .exact = prefix == n_asked ? G_MAXUINT : prefix,
  };

  drive (&run, json_object_get_object_member (expected, "schedule"));
  check_points (&run, prefix);
  check_common_points (&run);

  g_assert_finalize_object (run.learner);
  golden_function_free (run.function);
  g_array_unref (run.asked);
  g_array_unref (run.improvements);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add_cases ("learner1d.json", "/learner/1d/golden", test_run);
  add_cases ("learner1d_vector.json", "/learner/1d/golden", test_run);
  add_cases ("learner1d_parallel.json", "/learner/1d/golden", test_run);
  return g_test_run ();
}
