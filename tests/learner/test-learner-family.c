/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What averages, noisy curves, integrals, sequences and balancing learners over every kind promise: the properties that the contract of
 * the other learners has, as far as they make sense for points of their own, and runs with several tasks whose results come in the worst
 * order. */

#include "config.h"

#include <math.h>
#include <string.h>

#include "schedule.h"

#define MAX_NDIM 3

typedef struct
{
  const char *name;
  const char *spec;
  gboolean    has_domain;
  guint       n;              /* points that make a run worth looking at; fewer if it is done before */
  gboolean    is_stochastic;  /* the first coordinate is a seed */
  gboolean    is_nested;      /* the first coordinate is a child */
} Subject;

#define CHILD(learner) "{\"domain\": [{\"name\": \"x\", \"min\": -1, \"max\": 1}], \"learner\": " learner "}"
#define FAMILY(learner, strategy) \
  "{\"kind\": \"balancing\", \"strategy\": \"" strategy "\", \"children\": [" CHILD (learner) ", " CHILD (learner) ", " CHILD (learner) "]}"
#define AVERAGE "{\"kind\": \"average\", \"atol\": 0.05}"
#define AVERAGE1D "{\"kind\": \"average1d\", \"min_samples\": 5}"
#define INTEGRATOR "{\"kind\": \"integrator\", \"tol\": 1e-9}"
#define SEQUENCE "{\"kind\": \"sequence\", \"sequence\": [1, 2, 3, 5, 8, 13, 21, 34, 55, 89]}"

static const Subject subjects[] = {
  { "average", AVERAGE, FALSE, 200, TRUE, FALSE },
  { "average-rtol", "{\"kind\": \"average\", \"rtol\": 0.1, \"min_npoints\": 20}", FALSE, 200, TRUE, FALSE },
  { "average1d", AVERAGE1D, TRUE, 400, TRUE, FALSE },
  { "average1d-curvature", "{\"kind\": \"average1d\", \"min_samples\": 3, \"loss\": {\"kind\": \"curvature\"}}", TRUE, 400, TRUE, FALSE },
  { "integrator", INTEGRATOR, TRUE, 400, FALSE, FALSE },
  { "sequence", SEQUENCE, FALSE, 400, FALSE, FALSE },
  { "balancing-1d", FAMILY ("{\"kind\": \"1d\"}", "loss_improvements"), FALSE, 200, FALSE, TRUE },
  { "balancing-1d-loss", FAMILY ("{\"kind\": \"1d\"}", "loss"), FALSE, 200, FALSE, TRUE },
  { "balancing-average", FAMILY (AVERAGE, "npoints"), FALSE, 200, TRUE, TRUE },
  { "balancing-average1d", FAMILY (AVERAGE1D, "cycle"), FALSE, 200, TRUE, TRUE },
  { "balancing-integrator", FAMILY (INTEGRATOR, "loss_improvements"), FALSE, 300, FALSE, TRUE },
  { "balancing-integrator-cycle", FAMILY (INTEGRATOR, "cycle"), FALSE, 300, FALSE, TRUE },
  { "balancing-sequence", FAMILY (SEQUENCE, "loss"), FALSE, 100, FALSE, TRUE },
  { "balancing-mixed", "{\"kind\": \"balancing\", \"children\": [" CHILD ("{\"kind\": \"1d\"}") ", " CHILD (AVERAGE) ", " CHILD (INTEGRATOR) ", "
    CHILD (AVERAGE1D) "]}", FALSE, 200, FALSE, TRUE },
};

static SondeLearner *
new_learner (const Subject *subject)
{
  return learner_of_spec (subject->spec, subject->has_domain ? -1 : 0, subject->has_domain ? 1 : 0);
}

/* Something with a bend, different for each child, with noise where there is a seed. */
static double
evaluate (const double *x,
          guint         ndim)
{
  double y = 0;

  for (guint i = 0; i < ndim; i++)
    y += (i + 1) * tanh (3 * x[i] - .3);
  return y + golden_u_seed_x ((guint64) fabs (x[0]), x[ndim - 1]) * .2;
}

static void
tell (SondeLearner *learner,
      const double *x)
{
  double y = evaluate (x, sonde_learner_get_ndim (learner));
  g_autoptr (GError) error = NULL;

  g_assert_true (sonde_learner_tell (learner, x, &y, SONDE_SCALAR, NAN, &error));
  g_assert_no_error (error);
}

static void
run (SondeLearner *learner,
     guint         n)
{
  double x[MAX_NDIM];

  for (guint i = 0; i < n && !sonde_learner_is_done (learner) && sonde_learner_ask (learner, 1, TRUE, x, NULL) == 1; i++)
    tell (learner, x);
}

/* Known and pending points. */
static SondeLearner *
busy_learner (const Subject *subject)
{
  SondeLearner *learner = new_learner (subject);
  double x[7 * MAX_NDIM];
  guint n, ndim = sonde_learner_get_ndim (learner);

  run (learner, 40);
  n = sonde_learner_ask (learner, 7, TRUE, x, NULL);
  for (guint i = 0; i < n; i += 2)
    tell (learner, x + i * ndim);
  return learner;
}

static void
append_cell (const double *vertices,
             guint         n_vertices,
             double        loss,
             gpointer      data)
{
  loss = isnan (loss) ? -1 : loss;
  g_array_append_val ((GArray *) data, loss);
}

static GArray *
state_of (SondeLearner *learner)
{
  GArray *state = g_array_new (FALSE, FALSE, sizeof (double));
  const SondePoints *points = sonde_learner_get_points (learner);
  guint n = sonde_learner_get_n_pending (learner);
  g_autofree double *pending = g_new (double, (gsize) n * points->ndim + 1);
  double numbers[] = { sonde_learner_get_loss (learner, TRUE), sonde_learner_get_npoints (learner), sonde_learner_get_nsamples (learner) };

  g_array_append_vals (state, points->x, points->n * points->ndim);
  sonde_learner_get_pending (learner, pending);
  g_array_append_vals (state, pending, n * points->ndim);
  g_array_append_vals (state, numbers, 3);
  sonde_learner_foreach_loss (learner, TRUE, append_cell, state);
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
test_again (gconstpointer data)
{
  SondeLearner *learner = busy_learner (data);
  g_autoptr (GArray) state = state_of (learner);
  const SondePoints *points = sonde_learner_get_points (learner);
  guint n = points->n, n_pending = sonde_learner_get_n_pending (learner);
  g_autofree double *pending = g_new (double, (gsize) n_pending * points->ndim + 1);
  double other = 1e6;

  for (guint i = 0; i < n; i++)
    {
      g_assert_true (sonde_learner_tell (learner, points->x + i * points->ndim, &other, SONDE_SCALAR, NAN, NULL));
      sonde_learner_tell_pending (learner, points->x + i * points->ndim);
    }
  sonde_learner_get_pending (learner, pending);
  for (guint i = 0; i < n_pending; i++)
    sonde_learner_tell_pending (learner, pending + i * points->ndim);
  assert_state (state, learner);
  g_assert_finalize_object (learner);
}

static void
test_no_trace (gconstpointer data)
{
  SondeLearner *learner = busy_learner (data);
  g_autoptr (GArray) state = state_of (learner);
  guint ndim = sonde_learner_get_ndim (learner);
  double points[12 * MAX_NDIM], again[12 * MAX_NDIM];

  for (guint n = 1; n <= 12; n++)
    {
      guint found = sonde_learner_ask (learner, n, FALSE, points, NULL);

      assert_state (state, learner);
      g_assert_cmpuint (sonde_learner_ask (learner, n, FALSE, again, NULL), ==, found);
      g_assert_cmpmem (points, found * ndim * sizeof *points, again, found * ndim * sizeof *again);
      if (n < 12)
        continue;
      g_assert_cmpuint (sonde_learner_ask (learner, n, TRUE, again, NULL), ==, found);
      g_assert_cmpmem (points, found * ndim * sizeof *points, again, found * ndim * sizeof *again);
    }
  g_assert_finalize_object (learner);
}

static void
test_remove_unfinished (gconstpointer data)
{
  SondeLearner *learner = busy_learner (data);
  double points[10 * MAX_NDIM], again[10 * MAX_NDIM];
  guint n, ndim = sonde_learner_get_ndim (learner);
  g_autoptr (GArray) state = NULL;

  sonde_learner_remove_unfinished (learner);
  g_assert_cmpuint (sonde_learner_get_n_pending (learner), ==, 0);
  state = state_of (learner);
  n = sonde_learner_ask (learner, 10, TRUE, points, NULL);
  g_assert_cmpuint (sonde_learner_get_n_pending (learner), ==, n);
  sonde_learner_remove_unfinished (learner);
  assert_state (state, learner);
  /* the same are asked for again, but where a cycle has gone on */
  if (strstr (((const Subject *) data)->spec, "cycle") == NULL)
    {
      g_assert_cmpuint (sonde_learner_ask (learner, 10, TRUE, again, NULL), ==, n);
      g_assert_cmpmem (points, n * ndim * sizeof *points, again, n * ndim * sizeof *again);
    }
  g_assert_finalize_object (learner);
}

static void
test_copy (gconstpointer data)
{
  const Subject *subject = data;
  SondeLearner *learner = new_learner (subject);
  SondeLearner *copy = NULL, *fresh = NULL;
  g_autoptr (GError) error = NULL;
  double loss;

  run (learner, subject->n);
  copy = sonde_learner_new_empty (learner);
  fresh = new_learner (subject);
  {
    g_autoptr (GArray) state = state_of (fresh);

    assert_state (state, copy);
  }
  g_assert_true (sonde_learner_copy_from (copy, learner, &error));
  g_assert_no_error (error);
  loss = sonde_learner_get_loss (learner, TRUE);
  g_assert_cmpuint (sonde_learner_get_npoints (copy), ==, sonde_learner_get_npoints (learner));
  g_assert_cmpuint (sonde_learner_get_nsamples (copy), ==, sonde_learner_get_nsamples (learner));
  g_assert_true (golden_close (sonde_learner_get_loss (copy, TRUE), loss, 1e-9) || loss < 1e-15);
  run (copy, 30);
  g_assert_finalize_object (copy);
  g_assert_finalize_object (fresh);
  g_assert_finalize_object (learner);
}

static void
test_no_shape (gconstpointer data)
{
  SondeLearner *learner = busy_learner (data);
  g_autoptr (GArray) state = state_of (learner);
  g_autoptr (GError) shape = NULL;
  g_autoptr (GError) point = NULL;
  double x[MAX_NDIM] = { 0, 0, 0 }, y[2] = { 1, 2 };

  g_assert_false (sonde_learner_tell (learner, x, y, 2, NAN, &shape));
  g_assert_error (shape, SONDE_LEARNER_ERROR, SONDE_LEARNER_ERROR_SHAPE);
  x[sonde_learner_get_ndim (learner) - 1] = NAN;
  g_assert_false (sonde_learner_tell (learner, x, y, SONDE_SCALAR, NAN, &point));
  g_assert_error (point, SONDE_LEARNER_ERROR, SONDE_LEARNER_ERROR_POINT);
  assert_state (state, learner);
  g_assert_finalize_object (learner);
}

/* So many tasks at once, whose results come in the order that @next chooses. Returns the points in the order asked. */
static GArray *
run_tasks (const Subject *subject,
           guint          tasks,
           guint        (*next) (guint length, guint step))
{
  SondeLearner *learner = new_learner (subject);
  guint ndim = sonde_learner_get_ndim (learner);
  g_autoptr (GArray) running = g_array_new (FALSE, FALSE, sizeof (double));
  GArray *asked = g_array_new (FALSE, FALSE, sizeof (double));
  double x[MAX_NDIM];

  for (guint step = 0; step < subject->n && !sonde_learner_is_done (learner); step++)
    {
      guint chosen;

      while (running->len < tasks * ndim && sonde_learner_ask (learner, 1, TRUE, x, NULL) == 1)
        {
          g_array_append_vals (running, x, ndim);
          g_array_append_vals (asked, x, ndim);
        }
      g_assert_cmpuint (running->len, >, 0);
      g_assert_cmpuint (sonde_learner_get_n_pending (learner), ==, running->len / ndim);
      chosen = next (running->len / ndim, step);
      tell (learner, &g_array_index (running, double, chosen * ndim));
      g_array_remove_range (running, chosen * ndim, ndim);
    }
  g_assert_false (isnan (sonde_learner_get_loss (learner, TRUE)));
  g_assert_null (sonde_learner_get_fault (learner));
  g_assert_finalize_object (learner);
  return asked;
}

static guint
take_first (guint length,
            guint step)
{
  return 0;
}

static guint
take_last (guint length,
           guint step)
{
  return length - 1;
}

static guint
take_some (guint length,
           guint step)
{
  return (guint) (golden_u_seed (step) * length);
}

/* Deterministic, nothing is asked for twice, and the run gets on whatever the order. */
static void
test_tasks (gconstpointer data)
{
  static guint (* const orders[]) (guint, guint) = { take_first, take_last, take_some };
  static const guint tasks[] = { 1, 2, 7 };
  SondeLearner *learner = new_learner (data);
  guint ndim = sonde_learner_get_ndim (learner);

  g_assert_finalize_object (learner);
  for (guint i = 0; i < G_N_ELEMENTS (orders); i++)
    for (guint j = 0; j < G_N_ELEMENTS (tasks); j++)
      {
        g_autoptr (GArray) first = run_tasks (data, tasks[j], orders[i]);
        g_autoptr (GArray) second = run_tasks (data, tasks[j], orders[i]);
        g_autoptr (GHashTable) seen = g_hash_table_new_full (g_bytes_hash, g_bytes_equal, (GDestroyNotify) g_bytes_unref, NULL);

        g_assert_cmpmem (first->data, first->len * sizeof (double), second->data, second->len * sizeof (double));
        for (guint k = 0; k < first->len; k += ndim)
          g_assert_true (g_hash_table_add (seen, g_bytes_new (&g_array_index (first, double, k), ndim * sizeof (double))));
      }
}

static const struct
{
  const char    *name;
  GTestDataFunc  test;
} tests[] = {
  { "again", test_again },
  { "ask-leaves-no-trace", test_no_trace },
  { "remove-unfinished", test_remove_unfinished },
  { "copy", test_copy },
  { "shape", test_no_shape },
  { "tasks", test_tasks },
};

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (subjects); i++)
    for (guint j = 0; j < G_N_ELEMENTS (tests); j++)
      {
        g_autofree char *path = g_strdup_printf ("/learner/family/%s/%s", subjects[i].name, tests[j].name);

        g_test_add_data_func (path, &subjects[i], tests[j].test);
      }
  return g_test_run ();
}
