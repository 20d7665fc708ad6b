/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is special about the one-dimensional learner: its invariants under random use, values that are not finite, numbers at the
 * edge of what doubles can do, and the quality of its sampling. */

#include "config.h"

#include <math.h>
#include <string.h>

#include "learner-cases.h"
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
             const char *loss)
{
  g_autoptr (SondeDomain) domain = sonde_domain_new_interval ("x", min, max);
  g_autoptr (JsonNode) spec = json_from_string (loss, NULL);
  g_autoptr (GError) error = NULL;
  SondeLearner *learner = sonde_learner_1d_new (domain, json_node_get_object (spec), NULL, &error);

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

static const char * const all_losses[] = {
  "{\"kind\": \"default\"}", "{\"kind\": \"uniform\"}", "{\"kind\": \"abs_min_log\"}", "{\"kind\": \"triangle\"}",
  "{\"kind\": \"resolution\", \"min_length\": 0.01, \"max_length\": 0.3}", "{\"kind\": \"curvature\"}",
};

/* A value now and then that makes trouble; the range grows as well. */
static double
troublesome (double x,
             guint  step)
{
  switch (g_test_rand_int_range (0, 40))
    {
    case 0: return NAN;
    case 1: return step > 300 ? INFINITY : NAN;
    case 2: return x < 0 ? -0.0 : 0.0;
    case 3: return ldexp (1, step / 20);
    default: return sin (5 * x);
    }
}

static void
random_step (SondeLearner *learner,
             guint         step)
{
  double points[12];
  guint n = g_test_rand_int_range (1, 12);
  /* few different places, so that points are hit again */
  double x = g_test_rand_int_range (-280, 280) / 256.0;

  switch (g_test_rand_int_range (0, 12))
    {
    case 0: case 1: case 2:
      tell (learner, x, troublesome (x, step));
      break;
    case 3: case 4:
      sonde_learner_tell_pending (learner, &x);
      break;
    case 5: case 6: case 7:
      sonde_learner_ask (learner, n, TRUE, points, NULL);
      for (guint i = 0; i < n; i += 1 + step % 3)
        tell (learner, points[i], troublesome (points[i], step));
      break;
    case 8:
      sonde_learner_ask (learner, n, FALSE, points, NULL);
      break;
    case 9:
      for (guint i = 0; i < n; i++)
        points[i] = g_test_rand_int_range (-280, 280) / 256.0;
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

static void
test_random (gconstpointer data)
{
  for (guint round = 0; round < 6; round++)
    {
      SondeLearner *learner = new_learner (-1, 1, data);

      for (guint step = 0; step < 500; step++)
        {
          random_step (learner, step);
          if (step % 7 != 0)    /* also let work pile up */
            assert_valid (learner);
        }
      assert_valid (learner);
      g_assert_finalize_object (learner);
    }
}

static guint
run_to_loss (SondeLearner *learner,
             double      (*function) (double x),
             double        goal,
             guint         limit)
{
  guint n = 0;

  for (; n < limit && sonde_learner_get_loss (learner, TRUE) > goal; n++)
    {
      double x;

      sonde_learner_ask (learner, 1, TRUE, &x, NULL);
      tell (learner, x, function (x));
    }
  return n;
}

static double
nan_on_half (double x)
{
  return x < 0 ? NAN : sin (9 * x);
}

static double
pole (double x)
{
  return 1 / x;
}

static double
always_nan (double x)
{
  return NAN;
}

/* A function that is NaN on half the domain: the other half is resolved to the goal, and the points in the first half are counted. */
static void
test_nan_on_half (gconstpointer data)
{
  g_autoptr (SondeLearner) learner = new_learner (-1, 1, data);
  const SondePoints *points = sonde_learner_get_points (learner);
  /* areas are smaller than lengths */
  double goal = strstr (data, "triangle") != NULL ? 5e-4 : 0.02;
  guint n = run_to_loss (learner, nan_on_half, goal, 3000);
  guint n_nan = 0;

  for (guint i = 0; i < points->n; i++)
    n_nan += isnan (points->y[i]);
  g_assert_cmpuint (n, <, 3000);
  g_assert_cmpuint (n_nan, >, 0);
  g_assert_cmpuint (points->n - n_nan, >, 30);
  assert_valid (learner);
}

static void
test_always_nan (void)
{
  g_autoptr (SondeLearner) learner = new_learner (-1, 1, all_losses[0]);

  g_assert_cmpuint (run_to_loss (learner, always_nan, 0.5, 65), ==, 65);
  g_assert_cmpfloat (sonde_learner_get_loss (learner, TRUE), ==, INFINITY);
  g_assert_true (isnan (sonde_learner_get_error_estimate (learner)));
  assert_valid (learner);

  /* one value that is a number, and there is a scale; two, and there is a loss */
  tell (learner, 0.3, 1);
  tell (learner, 0.3000001, 2);
  g_assert_true (isfinite (sonde_learner_get_loss (learner, TRUE)));
  assert_valid (learner);
}

static void
test_infinite (void)
{
  g_autoptr (SondeLearner) learner = new_learner (-1, 1, all_losses[0]);

  g_assert_cmpuint (run_to_loss (learner, pole, 0.01, 1000), <, 1000);
  tell (learner, 0.001, INFINITY);
  tell (learner, 0.0011, -INFINITY);
  assert_valid (learner);
  g_assert_cmpuint (run_to_loss (learner, pole, 0.001, 5000), <, 5000);
}

/* Asking again and again comes to an end everywhere: either the goal is reached or nothing is left between two numbers. */
static void
check_ends (double      min,
            double      max,
            const char *loss)
{
  g_autoptr (SondeLearner) learner = new_learner (min, max, loss);
  guint n = 0;

  for (; n < 4000 && !sonde_learner_is_done (learner); n++)
    {
      double x;

      sonde_learner_ask (learner, 1, TRUE, &x, NULL);
      g_assert_true (min <= x && x <= max);
      tell (learner, x, x < min + (max - min) / 3 ? 0 : 1);
    }
  /* the point by which it found out was known */
  g_assert_cmpuint (sonde_learner_get_npoints (learner), ==, sonde_learner_is_done (learner) ? n - 1 : n);
  g_assert_cmpuint (sonde_learner_get_n_pending (learner), ==, 0);
  assert_valid (learner);
}

static void
test_edges_of_numbers (void)
{
  static const double bounds[][2] = {
    { -1e300, 1e300 }, { 0, 1e-300 }, { 0, 5e-324 }, { 0, 1e-321 }, { -1e-310, 1e-310 }, { 1, 1 + 0x1p-50 }, { 1e16, 1e16 + 10 },
    { -0.0, 1 }, { -1, 0 }, { -8e307, 8e307 }, { 1e300, 1.0000000000000002e300 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (bounds); i++)
    for (guint j = 0; j < G_N_ELEMENTS (all_losses); j++)
      check_ends (bounds[i][0], bounds[i][1], all_losses[j]);
}

static void
test_zeros (void)
{
  g_autoptr (SondeLearner) learner = new_learner (-0.0, 1, all_losses[0]);
  double x;

  tell (learner, 0.0, 1);
  tell (learner, -0.0, 2);
  g_assert_cmpuint (sonde_learner_get_npoints (learner), ==, 1);
  sonde_learner_ask (learner, 1, TRUE, &x, NULL);
  g_assert_cmpfloat (x, ==, 1);
  tell (learner, -2, 1);
  tell (learner, -2, 1);
  g_assert_cmpuint (sonde_learner_get_npoints (learner), ==, 2);
}

/* A step is resolved down to neighbouring numbers, and then the learner turns to the rest. */
static void
test_resolved_step (void)
{
  g_autoptr (SondeLearner) learner = new_learner (-1, 1, all_losses[0]);

  for (guint i = 0; i < 400; i++)
    {
      double x;

      sonde_learner_ask (learner, 1, TRUE, &x, NULL);
      tell (learner, x, x < 0.3);
    }
  g_assert_cmpuint (sonde_learner_get_npoints (learner), ==, 400);
  g_assert_cmpfloat (sonde_learner_get_loss (learner, TRUE), <, 0.02);
  g_assert_false (sonde_learner_is_done (learner));
}

/* When all is resolved, asking gives known points, and says so; a new point may change that. */
static void
test_done (void)
{
  g_autoptr (SondeLearner) learner = new_learner (-1, 1, "{\"kind\": \"resolution\", \"min_length\": 0.1}");
  double x;
  guint n = 0;

  for (; n < 1000 && !sonde_learner_is_done (learner); n++)
    {
      sonde_learner_ask (learner, 1, TRUE, &x, NULL);
      tell (learner, x, x);
    }
  g_assert_true (sonde_learner_is_done (learner));
  g_assert_cmpfloat (sonde_learner_get_loss (learner, TRUE), ==, 0);
  g_assert_cmpuint (n, <, 200);
  g_assert_cmpfloat (x, ==, -1);
  sonde_learner_ask (learner, 1, FALSE, &x, NULL);
  g_assert_true (sonde_learner_is_done (learner));
  tell (learner, 0.001, 1);
  g_assert_false (sonde_learner_is_done (learner));
}

/* Values whose range is more than a double can hold. */
static void
test_huge_values (void)
{
  g_autoptr (SondeLearner) learner = new_learner (-1, 1, all_losses[0]);

  for (guint i = 0; i < 100; i++)
    {
      double x;

      sonde_learner_ask (learner, 1, TRUE, &x, NULL);
      tell (learner, x, x < 0.1 ? -G_MAXDOUBLE : G_MAXDOUBLE);
    }
  g_assert_cmpuint (sonde_learner_get_npoints (learner), ==, 100);
  g_assert_true (isfinite (sonde_learner_get_loss (learner, TRUE)));
  assert_valid (learner);
}

static void
test_domains (void)
{
  g_autoptr (SondeDomain) plane = sonde_domain_new_interval ("x", 0, 1);
  g_autoptr (SondeDomain) wide = sonde_domain_new_interval ("x", -1.7e308, 1.7e308);
  g_autoptr (GError) dimension = NULL;
  g_autoptr (GError) width = NULL;

  sonde_domain_add (plane, "y", NULL, 0, 1);
  g_assert_null (sonde_learner_1d_new (plane, NULL, NULL, &dimension));
  g_assert_error (dimension, SONDE_LEARNER_ERROR, SONDE_LEARNER_ERROR_SPEC);
  g_assert_null (sonde_learner_1d_new (wide, NULL, NULL, &width));
  g_assert_error (width, SONDE_LEARNER_ERROR, SONDE_LEARNER_ERROR_SPEC);
}

static void
test_specs (void)
{
  static const struct { const char *spec; const char *path; } cases[] = {
    { "{}", "kind" },
    { "{\"kind\": 1}", "kind" },
    { "{\"kind\": \"3d\"}", "kind" },
    { "{\"kind\": \"2d\"}", "kind" },
    { "{\"kind\": \"1d\", \"los\": {}}", "los" },
    { "{\"kind\": \"1d\", \"loss\": \"default\"}", "loss" },
    { "{\"kind\": \"1d\", \"loss\": {\"kind\": \"x\"}}", "loss.kind" },
    { "{\"kind\": \"1d\", \"seed_grid\": 1}", "seed_grid" },
    { "{\"kind\": \"1d\", \"seed_grid\": -5}", "seed_grid" },
    { "{\"kind\": \"1d\", \"seed_grid\": 2.5}", "seed_grid" },
    { "{\"kind\": \"1d\", \"seed_grid\": 1e300}", "seed_grid" },
    { "{\"kind\": \"1d\", \"seed_grid\": \"many\"}", "seed_grid" },
    { "{\"kind\": \"1d\", \"seed_grid\": true}", "seed_grid" },
    { "{\"kind\": \"1d\", \"seed_grid\": []}", "seed_grid" },
    { "{\"kind\": \"1d\", \"min_spacing\": 0}", "min_spacing" },
    { "{\"kind\": \"1d\", \"min_spacing\": -0.1}", "min_spacing" },
    { "{\"kind\": \"1d\", \"min_spacing\": 0.6}", "min_spacing" },
    { "{\"kind\": \"1d\", \"min_spacing\": \"inf\"}", "min_spacing" },
    { "{\"kind\": \"1d\", \"min_spacing\": {}}", "min_spacing" },
    { "{\"kind\": \"1d\", \"seed_grid\": 11, \"min_spacing\": 0.11}", "min_spacing" },
    { "{\"kind\": \"1d\", \"loss\": {\"kind\": \"curvature\", \"factor\": 1}}", "loss.factor" },
  };
  g_autoptr (SondeDomain) domain = sonde_domain_new_interval ("x", 0, 1);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (JsonNode) spec = json_from_string (cases[i].spec, NULL);
      g_autofree char *path = NULL;
      g_autoptr (GError) error = NULL;

      g_assert_null (sonde_learner_new_from_spec (json_node_get_object (spec), domain, &path, &error));
      g_assert_error (error, SONDE_LEARNER_ERROR, SONDE_LEARNER_ERROR_SPEC);
      g_assert_cmpstr (path, ==, cases[i].path);
    }
}

/* Told many at once or one by one: the same points, the same residuals, the same real losses once they are all fresh. */
static void
test_many (void)
{
  g_autoptr (SondeLearner) one_by_one = new_learner (-1, 1, all_losses[0]);
  g_autoptr (SondeLearner) many = new_learner (-1, 1, all_losses[0]);
  const SondePoints *points = sonde_learner_get_points (many);
  double xs[2000], ys[2000];
  float seconds[2000];

  for (guint i = 0; i < 2000; i++)
    {
      xs[i] = g_test_rand_int_range (-1100, 1100) / 1000.0;
      ys[i] = i % 50 == 0 ? NAN : sin (xs[i]) + 1e-3 * i;
      seconds[i] = i;
      sonde_learner_tell (one_by_one, &xs[i], &ys[i], SONDE_SCALAR, seconds[i], NULL);
    }
  g_assert_true (sonde_learner_tell_many (many, 1000, xs, ys, SONDE_SCALAR, seconds, FALSE, NULL));
  g_assert_false (sonde_learner_work (many, 0));
  g_assert_true (sonde_learner_tell_many (many, 1000, xs + 1000, ys + 1000, SONDE_SCALAR, seconds + 1000, TRUE, NULL));

  g_assert_cmpuint (points->n, ==, sonde_learner_get_npoints (one_by_one));
  g_assert_cmpmem (points->x, points->n * sizeof (double), sonde_learner_get_points (one_by_one)->x, points->n * sizeof (double));
  g_assert_cmpmem (points->y, points->n * sizeof (double), sonde_learner_get_points (one_by_one)->y, points->n * sizeof (double));
  g_assert_cmpmem (points->seconds, points->n * sizeof (float), sonde_learner_get_points (one_by_one)->seconds,
                   points->n * sizeof (float));
  g_assert_cmpfloat (sonde_learner_get_error_estimate (many), ==, sonde_learner_get_error_estimate (one_by_one));
  g_assert_true (sonde_learner_get_error_estimate (many) > 0);
  assert_valid (many);
  assert_valid (one_by_one);
}

/* The estimate is the largest residual of the latest tenth, but of 8 at least and 1000 at most. */
static void
test_error_estimate (void)
{
  g_autoptr (SondeLearner) learner = new_learner (0, 1, all_losses[1]);
  g_autoptr (GArray) residuals = g_array_new (FALSE, FALSE, sizeof (double));

  tell (learner, 0, 0);
  tell (learner, 1, 0);
  g_assert_true (isnan (sonde_learner_get_error_estimate (learner)));
  for (guint i = 1; i < 15000; i++)
    {
      /* neighbours are zero, but for one point in 97, which is never a neighbour of another */
      double x = i / 15000.0;
      double y = i % 97 == 50 ? 1.0 / i : 0;
      double residual = i % 97 == 51 ? NAN : y;
      double largest = 0;
      guint window;

      if (i % 97 == 51)
        residual = 1.0 / (i - 1) * (1 - 1 / (15000.0 - (i - 1)));
      tell (learner, x, y);
      g_array_append_val (residuals, residual);
      window = MAX (residuals->len / 2, 8);
      for (guint j = residuals->len > window ? residuals->len - window : 0; j < residuals->len; j++)
        largest = MAX (largest, g_array_index (residuals, double, j));
      if (residuals->len < 8)
        g_assert_true (isnan (sonde_learner_get_error_estimate (learner)));
      else
        g_assert_cmpfloat_with_epsilon (sonde_learner_get_error_estimate (learner), largest, 1e-9);
    }
}

/* A long smooth stretch after rough ones: the estimate remembers these until there are twice as many points, and the ring of its queue
 * grows meanwhile. */
static void
test_error_estimate_reaches_back (void)
{
  g_autoptr (SondeLearner) learner = new_learner (0, 1, all_losses[1]);
  const guint n_rough = 3000;

  tell (learner, 0, 0);
  tell (learner, 1, 0);
  for (guint i = 1; i <= n_rough; i++)
    tell (learner, i / 10000.0, i % 2 == 0 ? 0 : 1.0 / i);
  /* on a line: predicted exactly */
  for (guint i = n_rough + 1; i < 2 * n_rough - 10; i++)
    tell (learner, i / 10000.0, 0);
  g_assert_cmpfloat (sonde_learner_get_error_estimate (learner), >, .9 / n_rough);
  for (guint i = 2 * n_rough - 10; i < 2 * n_rough + 20; i++)
    tell (learner, i / 10000.0, 0);
  g_assert_cmpfloat (sonde_learner_get_error_estimate (learner), <, 1e-12);
}

/* Points announced by the thousand. */
static void
test_many_pending (void)
{
  g_autoptr (SondeLearner) learner = new_learner (-1, 1, all_losses[0]);
  g_autofree double *points = g_new (double, 5000);
  g_autofree double *pending = g_new (double, 5000);

  sonde_learner_ask (learner, 5000, TRUE, points, NULL);
  g_assert_cmpuint (sonde_learner_get_n_pending (learner), ==, 5000);
  assert_valid (learner);
  sonde_learner_get_pending (learner, pending);
  for (guint i = 1; i < 5000; i++)
    g_assert_cmpfloat (pending[i - 1], <, pending[i]);
  for (guint i = 0; i < 5000; i++)
    tell (learner, points[i * 7 % 5000], fabs (points[i * 7 % 5000]));
  g_assert_cmpuint (sonde_learner_get_n_pending (learner), ==, 0);
  g_assert_cmpuint (sonde_learner_get_npoints (learner), ==, 5000);
  assert_valid (learner);
}

static void
test_million (void)
{
  g_autoptr (SondeLearner) learner = new_learner (-1, 1, all_losses[0]);
  g_autoptr (SondeLearner) copy = NULL;

  for (guint i = 0; i < 1000000; i++)
    {
      double x;

      sonde_learner_ask (learner, 1, TRUE, &x, NULL);
      tell (learner, x, x + 1e-4 / (1e-4 + (x - 0.123) * (x - 0.123)));
    }
  assert_valid (learner);
  g_assert_cmpuint (sonde_learner_get_npoints (learner), ==, 1000000);
  g_assert_cmpfloat (sonde_learner_get_loss (learner, TRUE), <, 1e-5);
  copy = sonde_learner_new_empty (learner);
  g_assert_true (sonde_learner_copy_from (copy, learner, NULL));
  assert_valid (copy);
  g_assert_cmpfloat_with_epsilon (sonde_learner_get_loss (copy, TRUE), sonde_learner_get_loss (learner, TRUE), 1e-9);
}

static double
interpolate (SondeLearner *learner,
             double        x)
{
  SondeLearner1D *self = SONDE_LEARNER_1D (learner);
  SondeOrderedCursor left, right;

  if (sonde_ordered_set_find (self->known, x, &right))
    return self->points->y[sonde_ordered_cursor_id (right)];
  left = sonde_ordered_cursor_prev (right);
  return self->points->y[sonde_ordered_cursor_id (left)] +
         (x - sonde_ordered_cursor_key (left)) / (sonde_ordered_cursor_key (right) - sonde_ordered_cursor_key (left)) *
         (self->points->y[sonde_ordered_cursor_id (right)] - self->points->y[sonde_ordered_cursor_id (left)]);
}

/* The root mean square of what is wrong on an even grid of as many points. */
static double
error_of (SondeLearner   *learner,
          GoldenFunction *function,
          double          min,
          double          max)
{
  guint n = sonde_learner_get_npoints (learner);
  double sum = 0;

  for (guint i = 0; i < n; i++)
    {
      double x = i + 1 < n ? min + i * ((max - min) / (n - 1)) : max;
      double y;

      golden_function_evaluate (function, &x, &y);
      sum += pow (interpolate (learner, x) - y, 2);
    }
  return sqrt (sum / n);
}

/* The reference's own benchmark: at its goal there are no more points and there is no larger error. Where the recorded function itself
 * varies with rounding, the worst of the recorded is allowed. */
static void
test_benchmark (gconstpointer data)
{
  JsonObject *expected = (JsonObject *) data;
  JsonObject *goal = json_object_get_object_member (expected, "goal");
  JsonObject *spread = json_object_get_object_member (expected, "spread");
  JsonArray *bounds = json_object_get_array_member (expected, "bounds");
  g_autoptr (GoldenFunction) function = golden_function_new (json_object_get_member (expected, "f"));
  g_autoptr (SondeLearner) learner = learner_for_case (expected);
  double loss_goal = json_object_has_member (goal, "loss_goal") ? golden_member (goal, "loss_goal") : 0;
  guint npoints_goal = json_object_has_member (goal, "npoints_goal") ? golden_member (goal, "npoints_goal") : 1000;
  double error;

  while (sonde_learner_get_loss (learner, TRUE) > loss_goal && sonde_learner_get_npoints (learner) < npoints_goal)
    {
      double x;

      sonde_learner_ask (learner, 1, TRUE, &x, NULL);
      tell_value_of (learner, function, x);
    }
  error = error_of (learner, function, golden_element (bounds, 0), golden_element (bounds, 1));
  g_test_message ("%u points, error %g", sonde_learner_get_npoints (learner), error);
  g_assert_cmpuint (sonde_learner_get_npoints (learner), <=, golden_element (json_object_get_array_member (spread, "npoints"), 1));
  g_assert_cmpfloat (error, <=, golden_element (json_object_get_array_member (spread, "error"), 1) * (1 + 1e-9));
}

/* Walking from point to point meets all of them in order, and each interval has the loss that foreach_loss() gives. */
static void
check_loss_beside (const double *vertices,
                   guint         n_vertices,
                   double        loss,
                   gpointer      learner)
{
  guint before, after, none;

  sonde_learner_1d_find_beside (learner, (vertices[0] + vertices[1]) / 2, &before, &after);
  g_assert_cmpfloat (sonde_learner_get_points (learner)->x[before], ==, vertices[0]);
  g_assert_cmpfloat (sonde_learner_get_points (learner)->x[after], ==, vertices[1]);
  g_assert_cmpfloat (sonde_learner_1d_get_loss_after (learner, before), ==, loss);
  sonde_learner_1d_find_beside (learner, vertices[0], &none, &before);
  g_assert_cmpuint (before, ==, after);
}

static void
test_walk (void)
{
  g_autoptr (SondeDomain) domain = sonde_domain_new_interval ("x", -1, 1);
  g_autoptr (SondeLearner) learner = sonde_learner_1d_new (domain, NULL, NULL, NULL);
  const double outside = 3;
  guint before, after, n = 0;
  double x, last = -INFINITY;

  sonde_learner_1d_find_beside (SONDE_LEARNER_1D (learner), 0, &before, &after);
  g_assert_cmpuint (before, ==, SONDE_LEARNER_1D_NONE);
  g_assert_cmpuint (after, ==, SONDE_LEARNER_1D_NONE);
  for (guint i = 0; i < 200; i++)
    {
      sonde_learner_ask (learner, 1, TRUE, &x, NULL);
      sonde_learner_tell (learner, &x, (double[]) { x * x }, SONDE_SCALAR, NAN, NULL);
    }
  sonde_learner_tell (learner, &outside, &outside, SONDE_SCALAR, NAN, NULL);
  sonde_learner_foreach_loss (learner, TRUE, check_loss_beside, learner);

  sonde_learner_1d_find_beside (SONDE_LEARNER_1D (learner), -INFINITY, &before, &after);
  for (; after != SONDE_LEARNER_1D_NONE; n++)
    {
      x = sonde_learner_get_points (learner)->x[after];
      g_assert_cmpfloat (x, >, last);
      last = x;
      sonde_learner_1d_find_beside (SONDE_LEARNER_1D (learner), x, &before, &after);
    }
  g_assert_cmpuint (n, ==, 200);
  g_assert_cmpfloat (last, ==, 1);
  sonde_learner_1d_find_beside (SONDE_LEARNER_1D (learner), INFINITY, &before, &after);
  g_assert_true (isnan (sonde_learner_1d_get_loss_after (SONDE_LEARNER_1D (learner), before)));
  g_assert_finalize_object (g_steal_pointer (&learner));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (all_losses); i++)
    {
      g_autoptr (JsonNode) spec = json_from_string (all_losses[i], NULL);
      const char *kind = json_object_get_string_member (json_node_get_object (spec), "kind");
      g_autofree char *random = g_strdup_printf ("/learner/1d/random/%s", kind);
      g_autofree char *half = g_strdup_printf ("/learner/1d/nan-on-half/%s", kind);

      g_test_add_data_func (random, all_losses[i], test_random);
      if (strcmp (kind, "abs_min_log") != 0)    /* its loss does not fall at the zeros of a sine */
        g_test_add_data_func (half, all_losses[i], test_nan_on_half);
    }
  g_test_add_func ("/learner/1d/always-nan", test_always_nan);
  g_test_add_func ("/learner/1d/infinite", test_infinite);
  g_test_add_func ("/learner/1d/edges-of-numbers", test_edges_of_numbers);
  g_test_add_func ("/learner/1d/zeros", test_zeros);
  g_test_add_func ("/learner/1d/resolved-step", test_resolved_step);
  g_test_add_func ("/learner/1d/done", test_done);
  g_test_add_func ("/learner/1d/huge-values", test_huge_values);
  g_test_add_func ("/learner/1d/domains", test_domains);
  g_test_add_func ("/learner/1d/specs", test_specs);
  g_test_add_func ("/learner/1d/many", test_many);
  g_test_add_func ("/learner/1d/many-pending", test_many_pending);
  g_test_add_func ("/learner/1d/walk", test_walk);
  g_test_add_func ("/learner/1d/million", test_million);
  g_test_add_func ("/learner/1d/error-estimate", test_error_estimate);
  g_test_add_func ("/learner/1d/error-estimate-reaches-back", test_error_estimate_reaches_back);
  add_cases ("benchmarks.json", "/learner/1d/benchmark", test_benchmark);
  return g_test_run ();
}
