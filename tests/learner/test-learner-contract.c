/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What every kind of learner promises. A new kind is a row in the table. */

#include "config.h"

#include <math.h>
#include <string.h>

#include "learner/sonde-learner.h"

#define MAX_NDIM 2
#define MAX_VDIM 3

typedef struct
{
  const char *name;
  const char *spec;
  guint       ndim;
  guint       vdim;
  double      min[MAX_NDIM];
  double      max[MAX_NDIM];
  void      (*function) (const double *x, double *y);
  guint       n;          /* points that make a run worth looking at */
  gboolean    monotone;   /* the range of the values is that at the corners */
} Subject;

static void
peak (const double *x,
      double       *y)
{
  y[0] = x[0] + 1e-4 / (1e-4 + (x[0] - 0.123) * (x[0] - 0.123));
}

static void
edge (const double *x,
      double       *y)
{
  y[0] = tanh (20 * (x[0] - 0.3));
}

static void
waves (const double *x,
       double       *y)
{
  y[0] = sin (7 * x[0]);
  y[1] = 3 * cos (5 * x[0]);
  y[2] = x[0] * x[0];
}

static void
half (const double *x,
      double       *y)
{
  y[0] = x[0] < 0 ? NAN : sin (9 * x[0]);
}

static void
ring (const double *x,
      double       *y)
{
  double r = x[0] * x[0] + x[1] * x[1] - 0.5625;

  y[0] = x[0] + exp (-r * r / 0.0016);
}

#define ND(name, options, vdim, function) \
  { name, "{\"kind\": \"nd\"" options "}", 2, vdim, { -1, -1 }, { 1, 1 }, function, 80, FALSE }

#define ONE_D(name, loss, vdim, function, monotone) \
  { name, "{\"kind\": \"1d\", \"loss\": " loss "}", 1, vdim, { -1 }, { 1 }, function, 120, monotone }

static const Subject subjects[] = {
  ONE_D ("1d-default", "{\"kind\": \"default\"}", 0, peak, FALSE),
  ONE_D ("1d-uniform", "{\"kind\": \"uniform\"}", 0, peak, FALSE),
  ONE_D ("1d-abs-min-log", "{\"kind\": \"abs_min_log\"}", 0, peak, FALSE),
  ONE_D ("1d-triangle", "{\"kind\": \"triangle\"}", 0, peak, FALSE),
  ONE_D ("1d-resolution", "{\"kind\": \"resolution\", \"min_length\": 0.001, \"max_length\": 0.1}", 0, peak, FALSE),
  ONE_D ("1d-curvature", "{\"kind\": \"curvature\"}", 0, peak, FALSE),
  ONE_D ("1d-edge", "{\"kind\": \"default\"}", 0, edge, TRUE),
  ONE_D ("1d-edge-curvature", "{\"kind\": \"curvature\"}", 0, edge, TRUE),
  ONE_D ("1d-vector", "{\"kind\": \"default\"}", 3, waves, FALSE),
  ONE_D ("1d-vector-curvature", "{\"kind\": \"curvature\"}", 3, waves, FALSE),
  ONE_D ("1d-vector-triangle", "{\"kind\": \"triangle\"}", 3, waves, FALSE),
  ONE_D ("1d-vector-of-one", "{\"kind\": \"default\"}", 1, peak, FALSE),
  { "1d-seed-grid", "{\"kind\": \"1d\", \"seed_grid\": 17}", 1, 0, { -1 }, { 1 }, peak, 120, FALSE },
  { "1d-min-spacing", "{\"kind\": \"1d\", \"min_spacing\": 0.004}", 1, 0, { -1 }, { 1 }, peak, 120, FALSE },
  { "1d-seed-grid-min-spacing", "{\"kind\": \"1d\", \"seed_grid\": 12, \"min_spacing\": 0.003, \"loss\": {\"kind\": \"curvature\"}}",
    1, 3, { -1 }, { 1 }, waves, 120, FALSE },
  ONE_D ("1d-half-nan", "{\"kind\": \"default\"}", 0, half, FALSE),
  ND ("nd-default", "", 0, ring),
  ND ("nd-uniform", ", \"loss\": {\"kind\": \"uniform\"}", 0, ring),
  ND ("nd-std", ", \"loss\": {\"kind\": \"std\"}", 0, ring),
  ND ("nd-curvature", ", \"loss\": {\"kind\": \"curvature\"}", 0, ring),
  ND ("nd-vector", "", 3, waves),
  ND ("nd-half-nan", "", 0, half),
};

/* The subject with its domain and its values multiplied by powers of two. */
static SondeLearner *
scaled_learner (const Subject *subject,
                double         x_factor)
{
  g_autoptr (SondeDomain) domain = sonde_domain_new ();
  g_autoptr (JsonNode) spec = json_from_string (subject->spec, NULL);
  g_autoptr (GError) error = NULL;
  SondeLearner *learner;

  for (guint i = 0; i < subject->ndim; i++)
    sonde_domain_add (domain, i == 0 ? "x" : "y", NULL, x_factor * subject->min[i], x_factor * subject->max[i]);
  learner = sonde_learner_new_from_spec (json_node_get_object (spec), domain, NULL, &error);
  g_assert_no_error (error);
  return learner;
}

static SondeLearner *
new_learner (const Subject *subject)
{
  return scaled_learner (subject, 1);
}

static void
tell_scaled (const Subject *subject,
             SondeLearner  *learner,
             const double  *x,
             double         x_factor,
             double         y_factor)
{
  double y[MAX_VDIM], unscaled[MAX_NDIM];
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < subject->ndim; i++)
    unscaled[i] = x[i] / x_factor;
  subject->function (unscaled, y);
  for (guint i = 0; i < SONDE_STRIDE (subject->vdim); i++)
    y[i] *= y_factor;
  g_assert_true (sonde_learner_tell (learner, x, y, subject->vdim, NAN, &error));
  g_assert_no_error (error);
}

static void
tell (const Subject *subject,
      SondeLearner  *learner,
      const double  *x)
{
  tell_scaled (subject, learner, x, 1, 1);
}

static void
run (const Subject *subject,
     SondeLearner  *learner,
     guint          n)
{
  double x[MAX_NDIM];

  for (guint i = 0; i < n; i++)
    {
      g_assert_cmpuint (sonde_learner_ask (learner, 1, TRUE, x, NULL), ==, 1);
      tell (subject, learner, x);
    }
}

/* A state that has everything: known points asked for and not, points outside, pending points asked for and not. */
static SondeLearner *
busy_learner (const Subject *subject)
{
  SondeLearner *learner = new_learner (subject);
  double x[7 * MAX_NDIM];

  run (subject, learner, subject->n / 2);
  for (guint i = 0; i < 10; i++)
    {
      for (guint j = 0; j < subject->ndim; j++)
        x[j] = subject->min[j] + g_test_rand_double () * (subject->max[j] - subject->min[j]);
      if (i % 3 == 0)
        tell (subject, learner, x);
      else
        sonde_learner_tell_pending (learner, x);
    }
  for (guint j = 0; j < subject->ndim; j++)
    x[j] = subject->max[j] + 1;
  tell (subject, learner, x);
  sonde_learner_ask (learner, 7, TRUE, x, NULL);
  for (guint i = 0; i < 3; i++)
    tell (subject, learner, x + 2 * i * subject->ndim);
  return learner;
}

static void
append_cell (const double *vertices,
             guint         n_vertices,
             double        loss,
             gpointer      data)
{
  GArray *cells = data;

  /* NaN has many forms */
  loss = isnan (loss) ? -1 : loss;
  g_array_append_vals (cells, vertices, n_vertices * MAX_NDIM / 2);
  g_array_append_val (cells, loss);
}

/* All that can be seen of a learner, as numbers. */
static GArray *
state_of (SondeLearner *learner)
{
  GArray *state = g_array_new (FALSE, FALSE, sizeof (double));
  const SondePoints *points = sonde_learner_get_points (learner);
  guint n_pending = sonde_learner_get_n_pending (learner);
  g_autofree double *pending = g_new (double, n_pending * points->ndim);
  double losses[] = { sonde_learner_get_loss (learner, TRUE), sonde_learner_get_loss (learner, FALSE) };

  g_array_append_vals (state, points->x, points->n * points->ndim);
  sonde_learner_get_pending (learner, pending);
  g_array_append_vals (state, pending, n_pending * points->ndim);
  g_array_append_vals (state, losses, 2);
  sonde_learner_foreach_loss (learner, TRUE, append_cell, state);
  sonde_learner_foreach_loss (learner, FALSE, append_cell, state);
  return state;
}

static void
assert_state (GArray       *expected,
              SondeLearner *learner)
{
  g_autoptr (GArray) state = state_of (learner);

  g_assert_cmpmem (state->data, state->len * sizeof (double), expected->data, expected->len * sizeof (double));
}

static void
test_empty (gconstpointer data)
{
  const Subject *subject = data;
  g_autoptr (SondeLearner) learner = busy_learner (subject);
  g_autoptr (SondeLearner) empty = sonde_learner_new_empty (learner);
  g_autoptr (SondeLearner) fresh = new_learner (subject);
  g_autoptr (GArray) state = state_of (fresh);
  double a[5 * MAX_NDIM], b[5 * MAX_NDIM];

  assert_state (state, empty);
  g_assert_cmpuint (sonde_learner_get_npoints (empty), ==, 0);
  g_assert_cmpuint (sonde_learner_get_n_pending (empty), ==, 0);
  g_assert_cmpfloat (sonde_learner_get_loss (empty, TRUE), ==, INFINITY);
  g_assert_true (isnan (sonde_learner_get_error_estimate (empty)));
  run (subject, empty, 30);
  run (subject, fresh, 30);
  g_assert_cmpuint (sonde_learner_ask (empty, 5, FALSE, a, NULL), ==, sonde_learner_ask (fresh, 5, FALSE, b, NULL));
  g_assert_cmpmem (a, 5 * subject->ndim * sizeof *a, b, 5 * subject->ndim * sizeof *b);
}

static void
test_known_again (gconstpointer data)
{
  const Subject *subject = data;
  g_autoptr (SondeLearner) learner = busy_learner (subject);
  g_autoptr (GArray) state = state_of (learner);
  const SondePoints *points = sonde_learner_get_points (learner);
  guint n = points->n;
  double other[MAX_VDIM] = { 1e6, -1e6, 1e6 };

  for (guint i = 0; i < n; i++)
    {
      g_assert_true (sonde_learner_tell (learner, points->x + i * subject->ndim, other, subject->vdim, NAN, NULL));
      sonde_learner_tell_pending (learner, points->x + i * subject->ndim);
    }
  assert_state (state, learner);
  g_assert_true (sonde_learner_tell_many (learner, n, points->x, points->y, subject->vdim, NULL, FALSE, NULL));
  assert_state (state, learner);
}

static void
test_pending_again (gconstpointer data)
{
  const Subject *subject = data;
  g_autoptr (SondeLearner) learner = busy_learner (subject);
  g_autoptr (GArray) state = state_of (learner);
  guint n = sonde_learner_get_n_pending (learner);
  g_autofree double *pending = g_new (double, n * subject->ndim);
  double outside[MAX_NDIM];

  sonde_learner_get_pending (learner, pending);
  for (guint i = 0; i < n; i++)
    sonde_learner_tell_pending (learner, pending + i * subject->ndim);
  for (guint j = 0; j < subject->ndim; j++)
    outside[j] = subject->max[j] + 0.5;
  sonde_learner_tell_pending (learner, outside);
  assert_state (state, learner);
}

static void
test_no_trace (gconstpointer data)
{
  const Subject *subject = data;
  g_autoptr (SondeLearner) learner = busy_learner (subject);
  g_autoptr (GArray) state = state_of (learner);
  double points[20 * MAX_NDIM], again[20 * MAX_NDIM];

  for (guint n = 1; n <= 20; n++)
    {
      sonde_learner_ask (learner, n, FALSE, points, NULL);
      assert_state (state, learner);
      sonde_learner_ask (learner, n, FALSE, again, NULL);
      g_assert_cmpmem (points, n * subject->ndim * sizeof *points, again, n * subject->ndim * sizeof *again);
    }
  sonde_learner_ask (learner, 20, TRUE, again, NULL);
  g_assert_cmpmem (points, 20 * subject->ndim * sizeof *points, again, 20 * subject->ndim * sizeof *again);
}

static void
test_remove_unfinished (gconstpointer data)
{
  const Subject *subject = data;
  g_autoptr (SondeLearner) learner = busy_learner (subject);
  g_autoptr (GArray) before = NULL;
  double points[30 * MAX_NDIM];

  sonde_learner_remove_unfinished (learner);
  g_assert_cmpuint (sonde_learner_get_n_pending (learner), ==, 0);
  g_assert_cmpfloat (sonde_learner_get_loss (learner, TRUE), ==, sonde_learner_get_loss (learner, FALSE));
  before = state_of (learner);
  sonde_learner_ask (learner, 30, TRUE, points, NULL);
  g_assert_cmpuint (sonde_learner_get_n_pending (learner), >, 0);
  sonde_learner_remove_unfinished (learner);
  assert_state (before, learner);
  run (subject, learner, 20);
}

/* What is asked for does not promise more than there is to gain. */
static void
sum_cell (const double *vertices,
          guint         n_vertices,
          double        loss,
          gpointer      sum)
{
  if (!isnan (loss))
    *(double *) sum += loss;
}

static void
test_improvements (gconstpointer data)
{
  const Subject *subject = data;
  g_autoptr (SondeLearner) learner = busy_learner (subject);
  double points[25 * MAX_NDIM], improvements[25];

  for (guint i = 0; i < 10; i++)
    {
      guint n = 1 + i * 2;
      double total = 0;
      double promised = 0;

      sonde_learner_foreach_loss (learner, FALSE, sum_cell, &total);
      sonde_learner_ask (learner, n, TRUE, points, improvements);
      for (guint j = 0; j < n; j++)
        {
          g_assert_false (improvements[j] < 0);
          promised += isnan (improvements[j]) ? 0 : improvements[j];
        }
      g_assert_true (promised <= total * (1 + 1e-12));
      for (guint j = 0; j < n; j++)
        tell (subject, learner, points + j * subject->ndim);
    }
}

/* The domain and the values in other units: the same points in those units. */
static void
test_scale (gconstpointer data)
{
  const Subject *subject = data;
  static const double factors[][2] = { { 0x1p10, 1 }, { 1, 0x1p-20 }, { 0x1p-300, 0x1p300 }, { 0x1p60, -0x1p7 } };

  for (guint i = 0; i < G_N_ELEMENTS (factors); i++)
    {
      g_autoptr (SondeLearner) plain = new_learner (subject);
      g_autoptr (SondeLearner) scaled = scaled_learner (subject, factors[i][0]);

      for (guint j = 0; j < subject->n; j++)
        {
          double x[MAX_NDIM], scaled_x[MAX_NDIM];

          sonde_learner_ask (plain, 1, TRUE, x, NULL);
          sonde_learner_ask (scaled, 1, TRUE, scaled_x, NULL);
          for (guint k = 0; k < subject->ndim; k++)
            g_assert_cmpfloat (scaled_x[k], ==, factors[i][0] * x[k]);
          tell (subject, plain, x);
          tell_scaled (subject, scaled, scaled_x, factors[i][0], factors[i][1]);
          g_assert_cmpfloat (sonde_learner_get_loss (plain, TRUE), ==, sonde_learner_get_loss (scaled, TRUE));
        }
    }
}

static void
shuffle (double *points,
         guint   n,
         guint   ndim)
{
  for (guint i = n; i > 1; i--)
    {
      guint j = g_test_rand_int_range (0, i);

      for (guint k = 0; k < ndim; k++)
        {
          double other = points[(i - 1) * ndim + k];

          points[(i - 1) * ndim + k] = points[j * ndim + k];
          points[j * ndim + k] = other;
        }
    }
}

/* The order of tells matters only through the range at the time; where that is the same, so is everything. */
static void
test_order (gconstpointer data)
{
  const Subject *subject = data;
  g_autoptr (SondeLearner) learner = new_learner (subject);
  guint corners = 1 << subject->ndim;

  run (subject, learner, subject->n);
  for (guint round = 0; round < 5; round++)
    {
      g_autoptr (SondeLearner) other = new_learner (subject);
      g_autofree double *points = g_memdup2 (sonde_learner_get_points (learner)->x,
                                             subject->n * subject->ndim * sizeof *points);
      double loss = sonde_learner_get_loss (learner, TRUE);

      if (subject->monotone)
        shuffle (points + corners * subject->ndim, subject->n - corners, subject->ndim);
      else
        shuffle (points, subject->n, subject->ndim);
      for (guint i = 0; i < subject->n; i++)
        tell (subject, other, points + i * subject->ndim);
      g_assert_cmpuint (sonde_learner_get_npoints (other), ==, subject->n);
      if (subject->monotone)
        g_assert_cmpfloat (sonde_learner_get_loss (other, TRUE), ==, loss);
      else if (strstr (subject->spec, "abs_min_log") == NULL && strstr (subject->spec, "triangle") == NULL)
        g_assert_true (loss / 2.001 <= sonde_learner_get_loss (other, TRUE) && sonde_learner_get_loss (other, TRUE) <= 2.001 * loss);
    }
}

static void
test_unasked (gconstpointer data)
{
  const Subject *subject = data;
  g_autoptr (SondeLearner) learner = new_learner (subject);
  double x[MAX_NDIM];

  for (guint i = 0; i < subject->n; i++)
    {
      for (guint j = 0; j < subject->ndim; j++)
        x[j] = subject->min[j] + g_test_rand_double () * (subject->max[j] - subject->min[j]);
      tell (subject, learner, x);
      if (i % 4 == 3)
        run (subject, learner, 1);
    }
  g_assert_cmpuint (sonde_learner_get_npoints (learner), ==, subject->n + subject->n / 4);
  run (subject, learner, 10);
  g_assert_true (isfinite (sonde_learner_get_loss (learner, TRUE)) || strstr (subject->spec, "resolution") != NULL);
}

static void
test_copy (gconstpointer data)
{
  const Subject *subject = data;
  g_autoptr (SondeLearner) learner = busy_learner (subject);
  g_autoptr (SondeLearner) copy = sonde_learner_new_empty (learner);
  g_autoptr (SondeLearner) copy_of_copy = sonde_learner_new_empty (learner);
  const SondePoints *points = sonde_learner_get_points (learner);
  const SondePoints *copied = sonde_learner_get_points (copy);
  g_autoptr (GArray) state = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (sonde_learner_copy_from (copy, learner, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (copied->n, ==, points->n);
  g_assert_cmpint (copied->is_vector, ==, points->is_vector);
  g_assert_cmpmem (copied->x, copied->n * copied->ndim * sizeof (double), points->x, points->n * points->ndim * sizeof (double));
  g_assert_cmpuint (sonde_learner_get_n_pending (copy), ==, 0);
  g_assert_cmpfloat (sonde_learner_get_error_estimate (copy), ==, sonde_learner_get_error_estimate (learner));

  state = state_of (copy);
  g_assert_true (sonde_learner_copy_from (copy_of_copy, copy, &error));
  assert_state (state, copy_of_copy);
  g_assert_true (sonde_learner_copy_from (copy, copy, &error));
  assert_state (state, copy);
  run (subject, copy, 20);
}

static void
test_work_in_slices (gconstpointer data)
{
  const Subject *subject = data;
  g_autoptr (SondeLearner) at_once = new_learner (subject);
  g_autoptr (SondeLearner) sliced = new_learner (subject);
  guint postponed = 0;

  for (guint i = 0; i < 3000; i++)
    {
      double x[MAX_NDIM] = { 0 };
      double y[MAX_VDIM];

      for (guint j = 0; j < subject->ndim; j++)
        x[j] = subject->min[j] + g_test_rand_double () * (subject->max[j] - subject->min[j]);
      subject->function (x, y);
      /* the range grows again and again */
      for (guint j = 0; j < SONDE_STRIDE (subject->vdim) && i % 500 == 499; j++)
        y[j] = ldexp (1, i / 100);
      sonde_learner_tell (at_once, x, y, subject->vdim, NAN, NULL);
      g_assert_true (sonde_learner_work (at_once, G_MAXINT64));
      sonde_learner_tell (sliced, x, y, subject->vdim, NAN, NULL);
      for (; !sonde_learner_work (sliced, 0) && g_test_rand_int_range (0, 20) > 0;)
        postponed++;
      if (i % 500 == 499)
        {
          g_autoptr (GArray) state = state_of (at_once);

          assert_state (state, sliced);
        }
    }
  if (subject->ndim == 1)
    g_assert_cmpuint (postponed, >, 0);
}

/* What is refused changes nothing. */
static void
test_faults (gconstpointer data)
{
  const Subject *subject = data;
  g_autoptr (SondeLearner) learner = busy_learner (subject);
  g_autoptr (GArray) state = state_of (learner);
  double y[MAX_VDIM + 1] = { 0 };
  double x[2 * MAX_NDIM] = { 0.4321, 0.1234, 0.4, 0.2 };
  guint wrong = subject->vdim == 0 ? 1 : 0;

  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (GError) shape = NULL;
      g_autoptr (GError) many = NULL;

      g_assert_false (sonde_learner_tell (learner, x, y, i == 0 ? wrong : subject->vdim + i, NAN, &shape));
      g_assert_error (shape, SONDE_LEARNER_ERROR, SONDE_LEARNER_ERROR_SHAPE);
      g_assert_false (sonde_learner_tell_many (learner, 1, x, y, i == 0 ? wrong : subject->vdim + i, NULL, TRUE, &many));
      g_assert_error (many, SONDE_LEARNER_ERROR, SONDE_LEARNER_ERROR_SHAPE);
    }
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (GError) point = NULL;
      g_autoptr (GError) many = NULL;
      double values[2 * MAX_VDIM] = { 0 };

      x[2 * subject->ndim - 1] = (double[]) { NAN, INFINITY, -INFINITY }[i];
      g_assert_false (sonde_learner_tell (learner, x + subject->ndim, y, subject->vdim, NAN, &point));
      g_assert_error (point, SONDE_LEARNER_ERROR, SONDE_LEARNER_ERROR_POINT);
      g_assert_false (sonde_learner_tell_many (learner, 2, x, values, subject->vdim, NULL, FALSE, &many));
      g_assert_error (many, SONDE_LEARNER_ERROR, SONDE_LEARNER_ERROR_POINT);
    }
  assert_state (state, learner);
}

static void
test_finalize (gconstpointer data)
{
  SondeLearner *learner = busy_learner (data);
  g_autoptr (JsonObject) info = sonde_learner_get_info (learner);

  g_assert_nonnull (info);
  g_assert_cmpuint (sonde_learner_get_nsamples (learner), >=, sonde_learner_get_npoints (learner));
  sonde_learner_get_loss (learner, FALSE);
  g_assert_cmpfloat (sonde_learner_get_latest_loss (learner), ==, sonde_learner_get_loss (learner, FALSE));
  g_assert_finalize_object (learner);
}

static const struct
{
  const char    *name;
  GTestDataFunc  test;
} tests[] = {
  { "empty", test_empty },
  { "known-again", test_known_again },
  { "pending-again", test_pending_again },
  { "ask-leaves-no-trace", test_no_trace },
  { "remove-unfinished", test_remove_unfinished },
  { "improvements", test_improvements },
  { "scale", test_scale },
  { "order", test_order },
  { "unasked", test_unasked },
  { "copy", test_copy },
  { "work-in-slices", test_work_in_slices },
  { "faults", test_faults },
  { "finalize", test_finalize },
};

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (subjects); i++)
    for (guint j = 0; j < G_N_ELEMENTS (tests); j++)
      {
        g_autofree char *path = g_strdup_printf ("/learner/contract/%s/%s", subjects[i].name, tests[j].name);

        /* the logarithm has no scale, the spacing has the units of the domain */
        if (!(tests[j].test == test_scale &&
              (strstr (subjects[i].spec, "abs_min_log") != NULL || strstr (subjects[i].spec, "min_spacing") != NULL)))
          g_test_add_data_func (path, &subjects[i], tests[j].test);
      }
  return g_test_run ();
}
