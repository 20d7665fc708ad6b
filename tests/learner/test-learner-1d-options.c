/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The seed grid and the smallest spacing of the one-dimensional learner, against plain models of both. */

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
new_learner (double      min,
             double      max,
             const char *text)
{
  g_autoptr (SondeDomain) domain = sonde_domain_new_interval ("x", min, max);
  g_autoptr (JsonNode) spec = json_from_string (text, NULL);
  g_autoptr (GError) error = NULL;
  SondeLearner *learner = sonde_learner_new_from_spec (json_node_get_object (spec), domain, NULL, &error);

  g_assert_no_error (error);
  return learner;
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
  return x + 1e-4 / (1e-4 + (x - 0.123) * (x - 0.123));
}

static int
compare (const void *a,
         const void *b)
{
  return *(const double *) a < *(const double *) b ? -1 : *(const double *) a > *(const double *) b;
}

/* The order of small grids, written out: the bounds, then halves, quarters .. */
static void
test_order_of_seeds (void)
{
  static const struct { guint n; guint order[12]; } cases[] = {
    { 2, { 0, 1 } },
    { 3, { 0, 2, 1 } },
    { 5, { 0, 4, 2, 1, 3 } },
    { 9, { 0, 8, 4, 2, 6, 1, 5, 3, 7 } },
    { 6, { 0, 5, 2, 1, 3, 4 } },
    { 4, { 0, 3, 1, 2 } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *spec = g_strdup_printf ("{\"kind\": \"1d\", \"seed_grid\": %u}", cases[i].n);
      g_autoptr (SondeLearner) learner = new_learner (0, cases[i].n - 1, spec);
      double x, improvement;

      for (guint j = 0; j < cases[i].n; j++)
        {
          g_assert_cmpfloat (sonde_learner_get_loss (learner, TRUE), ==, INFINITY);
          g_assert_cmpfloat (sonde_learner_get_loss (learner, FALSE), ==, INFINITY);
          g_assert_cmpuint (sonde_learner_ask (learner, 1, TRUE, &x, &improvement), ==, 1);
          g_assert_cmpfloat (x, ==, cases[i].order[j]);
          g_assert_cmpfloat (improvement, ==, INFINITY);
          tell (learner, x, x * x);
        }
      g_assert_true (isfinite (sonde_learner_get_loss (learner, TRUE)));
      assert_valid (learner);
    }
}

/* Every point of the grid exactly once, whatever the size of what is asked for; at any time the grid is covered about evenly. */
static void
test_grids (void)
{
  for (guint n = 2; n <= 300; n += 1 + n / 20)
    {
      g_autofree char *spec = g_strdup_printf ("{\"kind\": \"1d\", \"seed_grid\": %u}", n);
      g_autoptr (SondeLearner) learner = new_learner (-3, 7, spec);
      g_autofree double *points = g_new (double, n + 10);
      g_autofree double *sorted = NULL;
      guint got = 0;

      while (got < n)
        {
          guint wanted = g_test_rand_int_range (1, 9);
          guint room = n - got;

          /* never anything else in the same batch */
          g_assert_cmpuint (sonde_learner_ask (learner, wanted, TRUE, points + got, NULL), ==, MIN (wanted, room));
          got += MIN (wanted, room);
        }
      /* after 2^k + 1 points no gap is more than two steps wider than 1/2^k of the whole */
      for (guint k = 1; k < n; k *= 2)
        {
          g_autofree double *part = g_memdup2 (points, (k + 1) * sizeof (double));

          qsort (part, k + 1, sizeof (double), compare);
          for (guint i = 0; i < k; i++)
            g_assert_cmpfloat (part[i + 1] - part[i], <=, 10.0 / k + 2 * 10.0 / (n - 1) + 1e-9);
        }
      sorted = g_memdup2 (points, n * sizeof (double));
      qsort (sorted, n, sizeof (double), compare);
      for (guint i = 0; i < n; i++)
        g_assert_cmpfloat_with_epsilon (sorted[i], -3 + 10.0 * i / (n - 1), 1e-12);
      g_assert_cmpfloat (sorted[0], ==, -3);
      g_assert_cmpfloat (sorted[n - 1], ==, 7);
      g_assert_cmpfloat (sonde_learner_get_loss (learner, TRUE), ==, INFINITY);
      for (guint i = n; i-- > 0;)
        tell (learner, points[i], peak (points[i]));
      g_assert_true (isfinite (sonde_learner_get_loss (learner, TRUE)));
      assert_valid (learner);
    }
}

/* The grid of two has only the bounds, which come first anyhow: the same run. */
static void
test_no_options (void)
{
  g_autoptr (SondeLearner) plain = new_learner (-1, 1, "{\"kind\": \"1d\"}");
  g_autoptr (SondeLearner) two = new_learner (-1, 1, "{\"kind\": \"1d\", \"seed_grid\": 2, \"min_spacing\": 1e-300}");
  g_autoptr (SondeLearner) null = new_learner (-1, 1, "{\"kind\": \"1d\", \"seed_grid\": null, \"min_spacing\": null}");

  for (guint i = 0; i < 2000; i++)
    {
      double a, b, c;

      sonde_learner_ask (plain, 1, TRUE, &a, NULL);
      sonde_learner_ask (two, 1, TRUE, &b, NULL);
      sonde_learner_ask (null, 1, TRUE, &c, NULL);
      g_assert_cmpfloat (a, ==, b);
      g_assert_cmpfloat (a, ==, c);
      tell (plain, a, peak (a));
      tell (two, a, peak (a));
      tell (null, a, peak (a));
      g_assert_cmpfloat (sonde_learner_get_loss (plain, TRUE), ==, sonde_learner_get_loss (two, TRUE));
    }
}

/* What is known already is not asked for again; what is forgotten is. */
static void
test_known_seeds (void)
{
  g_autoptr (SondeLearner) learner = new_learner (0, 8, "{\"kind\": \"1d\", \"seed_grid\": 9}");
  g_autoptr (SondeLearner) copy = NULL;
  double points[10];

  tell (learner, 4, 1);
  tell (learner, 0, 1);
  tell (learner, 6.5, 1);
  sonde_learner_tell_pending (learner, (double[]) { 6 });
  g_assert_cmpuint (sonde_learner_ask (learner, 10, FALSE, points, NULL), ==, 6);
  g_assert_cmpmem (points, 6 * sizeof (double), ((double[]) { 8, 2, 1, 5, 3, 7 }), 6 * sizeof (double));
  g_assert_cmpuint (sonde_learner_ask (learner, 10, TRUE, points, NULL), ==, 6);
  g_assert_cmpuint (sonde_learner_ask (learner, 3, FALSE, points, NULL), ==, 3);
  g_assert_cmpfloat (points[0], ==, 0.5);
  tell (learner, 8, 1);
  tell (learner, 2, 1);
  sonde_learner_remove_unfinished (learner);
  g_assert_cmpfloat (sonde_learner_get_loss (learner, TRUE), ==, INFINITY);
  g_assert_cmpuint (sonde_learner_ask (learner, 10, FALSE, points, NULL), ==, 5);
  g_assert_cmpmem (points, 5 * sizeof (double), ((double[]) { 6, 1, 5, 3, 7 }), 5 * sizeof (double));

  /* told at once, as when a file is opened */
  copy = sonde_learner_new_empty (learner);
  g_assert_true (sonde_learner_copy_from (copy, learner, NULL));
  g_assert_cmpuint (sonde_learner_ask (copy, 10, FALSE, points, NULL), ==, 5);
  g_assert_cmpmem (points, 5 * sizeof (double), ((double[]) { 6, 1, 5, 3, 7 }), 5 * sizeof (double));
}

/* A run goes on until nothing may be divided; every interval is then shorter than two spacings, and no gap shorter than one. */
static void
run_until_done (SondeLearner *learner,
                double        spacing,
                guint         batch,
                double      (*function) (double x))
{
  const SondePoints *points = sonde_learner_get_points (learner);
  g_autofree double *asked = g_new (double, batch);
  g_autofree double *sorted = NULL;
  guint n;

  while ((n = sonde_learner_ask (learner, batch, TRUE, asked, NULL)) > 0)
    {
      g_assert_false (sonde_learner_is_done (learner));
      for (guint i = n; i-- > 0;)
        tell (learner, asked[i], function (asked[i]));
      g_assert_cmpuint (points->n, <, 100000);
    }
  g_assert_true (sonde_learner_is_done (learner));
  g_assert_cmpfloat (sonde_learner_get_loss (learner, TRUE), ==, 0);
  g_assert_cmpfloat (sonde_learner_get_loss (learner, FALSE), ==, 0);
  assert_valid (learner);
  sorted = g_memdup2 (points->x, points->n * sizeof (double));
  qsort (sorted, points->n, sizeof (double), compare);
  for (guint i = 1; i < points->n; i++)
    {
      g_assert_cmpfloat (sorted[i] - sorted[i - 1], >=, spacing * (1 - 1e-9));
      g_assert_cmpfloat (sorted[i] - sorted[i - 1], <, 2 * spacing);
    }
}

static double
nan_on_half (double x)
{
  return x < 0 ? NAN : sin (9 * x);
}

static double
always_nan (double x)
{
  return NAN;
}

static double
constant (double x)
{
  return 1;
}

static void
test_done (void)
{
  double (*functions[]) (double) = { peak, nan_on_half, always_nan, constant };
  static const double spacings[] = { 1, 0.9, 0.1, 0.013, 0.001 };
  static const guint batches[] = { 1, 2, 11, 5000 };

  for (guint i = 0; i < G_N_ELEMENTS (functions) * G_N_ELEMENTS (spacings) * G_N_ELEMENTS (batches); i++)
    {
      double spacing = spacings[i / G_N_ELEMENTS (functions) % G_N_ELEMENTS (spacings)];
      guint batch = batches[i / G_N_ELEMENTS (functions) / G_N_ELEMENTS (spacings)];
      g_autofree char *number = g_strdup_printf ("%g", spacing);
      g_autofree char *spec = g_strdup_printf ("{\"kind\": \"1d\", \"min_spacing\": %s}", number);
      g_autofree char *seeded = g_strdup_printf ("{\"kind\": \"1d\", \"min_spacing\": %s, \"seed_grid\": 3}", number);
      g_autoptr (SondeLearner) learner = new_learner (-1, 1, spec);
      g_autoptr (SondeLearner) seeded_learner = new_learner (-1, 1, seeded);

      run_until_done (learner, spacing, batch, functions[i % G_N_ELEMENTS (functions)]);
      run_until_done (seeded_learner, spacing, batch, functions[i % G_N_ELEMENTS (functions)]);
    }
}

/* While a point that would close the last interval is pending, the learner waits; a point that never comes does not stop the rest. */
static void
test_pending_in_closed (void)
{
  g_autoptr (SondeLearner) learner = new_learner (0, 1, "{\"kind\": \"1d\", \"min_spacing\": 0.19}");
  double points[8];

  g_assert_cmpuint (sonde_learner_ask (learner, 2, TRUE, points, NULL), ==, 2);
  tell (learner, 0, 0);
  tell (learner, 1, 1);
  g_assert_false (sonde_learner_is_done (learner));
  g_assert_cmpuint (sonde_learner_ask (learner, 8, TRUE, points, NULL), ==, 4);
  g_assert_cmpuint (sonde_learner_ask (learner, 8, TRUE, points + 4, NULL), ==, 0);
  g_assert_false (sonde_learner_is_done (learner));
  g_assert_cmpfloat (sonde_learner_get_loss (learner, TRUE), >, 0);
  g_assert_cmpfloat (sonde_learner_get_loss (learner, FALSE), ==, 0);
  assert_valid (learner);
  for (guint i = 0; i < 3; i++)
    tell (learner, points[i], 0.3);
  g_assert_cmpuint (sonde_learner_ask (learner, 8, TRUE, points + 4, NULL), ==, 0);
  g_assert_false (sonde_learner_is_done (learner));
  tell (learner, points[3], 0.3);
  g_assert_true (sonde_learner_is_done (learner));
  g_assert_cmpfloat (sonde_learner_get_loss (learner, TRUE), ==, 0);
  assert_valid (learner);
}

typedef struct
{
  const char *spec;
  guint       seed_grid;
  double      min_spacing;
} Options;

static const Options all_options[] = {
  { "{\"kind\": \"1d\", \"seed_grid\": 33}", 33, 0 },
  { "{\"kind\": \"1d\", \"min_spacing\": 0.01}", 0, 0.01 },
  { "{\"kind\": \"1d\", \"min_spacing\": 0.02, \"loss\": {\"kind\": \"curvature\"}}", 0, 0.02 },
  { "{\"kind\": \"1d\", \"seed_grid\": 21, \"min_spacing\": 0.03, \"loss\": {\"kind\": \"triangle\"}}", 21, 0.03 },
  { "{\"kind\": \"1d\", \"seed_grid\": 50, \"min_spacing\": 0.001, \"loss\": {\"kind\": \"uniform\"}}", 50, 0.001 },
};

/* All that is known or pending between the bounds, sorted. */
static GArray *
places (SondeLearner *learner)
{
  GArray *all = g_array_new (FALSE, FALSE, sizeof (double));
  const SondePoints *points = sonde_learner_get_points (learner);
  guint n_pending = sonde_learner_get_n_pending (learner);
  g_autofree double *pending = g_new (double, n_pending + 1);

  for (guint i = 0; i < points->n; i++)
    if (fabs (points->x[i]) <= 1)
      g_array_append_val (all, points->x[i]);
  sonde_learner_get_pending (learner, pending);
  g_array_append_vals (all, pending, n_pending);
  g_array_sort (all, (GCompareFunc) compare);
  return all;
}

static gboolean
holds (GArray *places,
       double  x)
{
  return places->len > 0 && bsearch (&x, places->data, places->len, sizeof (double), compare) != NULL;
}

static guint
count_missing_seeds (const Options *options,
                     GArray        *places)
{
  guint missing = 0;

  for (guint i = 0; i < options->seed_grid; i++)
    missing += !holds (places, i + 1 < options->seed_grid ? -1 + i * (2.0 / (options->seed_grid - 1)) : 1);
  return missing;
}

/* Asks, and compares what comes with the model. Returns how many points there are. */
static guint
check_ask (SondeLearner  *learner,
           const Options *options,
           guint          n,
           gboolean       tell_pending,
           double        *points)
{
  g_autoptr (GArray) before = places (learner);
  guint missing = count_missing_seeds (options, before);
  guint got = sonde_learner_ask (learner, n, tell_pending, points, NULL);

  g_assert_cmpuint (got, <=, n);
  if (missing == 0)
    return got;
  if (!tell_pending || got < missing)
    g_assert_cmpfloat (sonde_learner_get_loss (learner, FALSE), ==, INFINITY);
  g_assert_cmpuint (got, ==, MIN (n, missing));
  for (guint i = 0; i < got; i++)
    g_assert_false (holds (before, points[i]));
  return got;
}

/* Points asked for keep their distance from all others. */
static void
check_distances (SondeLearner  *learner,
                 const Options *options,
                 guint          n,
                 const double  *points)
{
  g_autoptr (GArray) all = places (learner);

  for (guint i = 0; i < n; i++)
    for (guint j = 0; j < all->len && fabs (points[i]) < 1; j++)
      {
        double distance = fabs (g_array_index (all, double, j) - points[i]);

        g_assert_true (distance == 0 || distance >= options->min_spacing * (1 - 1e-9));
      }
}

static void
random_step (SondeLearner  *learner,
             const Options *options,
             guint          step)
{
  g_autoptr (GArray) before = NULL;
  double points[12];
  guint n = g_test_rand_int_range (1, 12);
  double x = g_test_rand_int_range (-560, 560) / 512.0;
  double y = step % 9 == 0 ? NAN : sin (5 * x) * (1 + step / 100);
  guint missing;

  switch (g_test_rand_int_range (0, 12))
    {
    case 0:
      tell (learner, x, y);
      break;
    case 1:
      sonde_learner_tell_pending (learner, &x);
      break;
    case 2: case 3: case 4: case 5: case 6:
      before = places (learner);
      missing = count_missing_seeds (options, before);
      n = check_ask (learner, options, n, TRUE, points);
      if (missing == 0)
        check_distances (learner, options, n, points);
      for (guint i = n; i-- > 0;)
        if (step % 3 != i % 3)
          tell (learner, points[i], sin (5 * points[i]));
      break;
    case 7: case 8:
      check_ask (learner, options, n, FALSE, points);
      break;
    case 9:
      for (guint i = 0; i < n; i++)
        points[i] = g_test_rand_int_range (-560, 560) / 512.0;
      if (step % 5 == 0)
        sonde_learner_tell_many (learner, n, points, points, SONDE_SCALAR, NULL, step % 2, NULL);
      break;
    case 10:
      if (step % 4 == 0)
        sonde_learner_remove_unfinished (learner);
      break;
    default:
      sonde_learner_work (learner, 0);
    }
}

/* Done if and only if all seeds are there and no interval between known points may be divided. */
static void
check_done (SondeLearner  *learner,
            const Options *options)
{
  SondeLearner1D *self = SONDE_LEARNER_1D (learner);
  g_autoptr (GArray) all = places (learner);
  gboolean closed = options->min_spacing > 0 && count_missing_seeds (options, all) == 0;
  SondeOrderedCursor at = sonde_ordered_set_first (self->known);

  closed = closed && _sonde_learner_1d_is_at (at, -1) && _sonde_learner_1d_is_at (sonde_ordered_set_last (self->known), 1);
  for (; closed && sonde_ordered_cursor_is_entry (at); at = sonde_ordered_cursor_next (at))
    if (sonde_ordered_cursor_is_entry (sonde_ordered_cursor_next (at)))
      closed = sonde_ordered_cursor_key (sonde_ordered_cursor_next (at)) - sonde_ordered_cursor_key (at) < 2 * options->min_spacing;
  if (!self->is_stuck)
    g_assert_cmpint (sonde_learner_is_done (learner), ==, closed);
}

static void
test_random (gconstpointer data)
{
  const Options *options = data;

  for (guint round = 0; round < 8; round++)
    {
      SondeLearner *learner = new_learner (-1, 1, options->spec);

      for (guint step = 0; step < 300; step++)
        {
          random_step (learner, options, step);
          if (step % 7 == 0)
            continue;
          assert_valid (learner);
          check_done (learner, options);
        }
      g_assert_finalize_object (learner);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/learner/1d/options/order-of-seeds", test_order_of_seeds);
  g_test_add_func ("/learner/1d/options/grids", test_grids);
  g_test_add_func ("/learner/1d/options/no-options", test_no_options);
  g_test_add_func ("/learner/1d/options/known-seeds", test_known_seeds);
  g_test_add_func ("/learner/1d/options/done", test_done);
  g_test_add_func ("/learner/1d/options/pending-in-closed", test_pending_in_closed);
  for (guint i = 0; i < G_N_ELEMENTS (all_options); i++)
    {
      g_autofree char *path = g_strdup_printf ("/learner/1d/options/random/%u", i);

      g_test_add_data_func (path, &all_options[i], test_random);
    }
  return g_test_run ();
}
