/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>
#include <stdlib.h>

#include "figure/sonde-curve.h"

/* The arrays hold each point that was handed over once, with its values and its id, in rising order; equal x by id. */
static void
check (SondeCurve        *curve,
       const SondePoints *points,
       guint              n)
{
  const SondeCurveData *data = sonde_curve_lock (curve);
  g_autofree gboolean *seen = g_new0 (gboolean, n + 1);
  guint n_missing = 0;

  g_assert_cmpuint (data->n, ==, n);
  for (guint i = 0; i < n; i++)
    {
      guint id = data->id[i];
      gboolean missing = TRUE;

      g_assert_cmpuint (id, <, n);
      g_assert_false (seen[id]);
      seen[id] = TRUE;
      g_assert_cmpfloat (data->x[i], ==, points->x[id]);
      if (i > 0)
        g_assert_true (data->x[i - 1] < data->x[i] || (data->x[i - 1] == data->x[i] && data->id[i - 1] < id));
      for (guint k = 0; k < data->vdim; k++)
        {
          double y = points->y[id * points->vdim + k];

          g_assert_true (data->y[k][i] == y || (isnan (data->y[k][i]) && isnan (y)));
          missing = missing && !isfinite (y);
        }
      n_missing += missing;
    }
  g_assert_cmpuint (data->n_missing, ==, n_missing);
  sonde_curve_unlock (curve);
}

static void
append (SondePoints *points,
        guint        n,
        guint        vdim)
{
  for (guint i = 0; i < n; i++)
    {
      double x = g_test_rand_int_range (-500, 500) / 64., y[3];

      for (guint k = 0; k < 3; k++)
        y[k] = g_test_rand_int_range (0, 8) == 0 ? NAN : g_test_rand_double ();
      sonde_points_append (points, &x, y, vdim);
    }
}

static void
test_merge (gconstpointer data)
{
  guint vdim = GPOINTER_TO_UINT (data);

  for (guint round = 0; round < 40; round++)
    {
      g_autoptr (SondeCurve) curve = sonde_curve_new ();
      g_autoptr (SondePoints) points = sonde_points_new (1);
      guint taken = 0;

      for (guint step = 0; step < 30; step++)
        {
          guint n = g_test_rand_int_range (0, g_test_rand_bit () ? 3 : 200);

          append (points, n, vdim);
          g_assert_cmpuint (sonde_curve_update (curve, points), ==, n);
          g_assert_cmpuint (sonde_curve_update (curve, points), ==, 0);
          check (curve, points, taken);
          if (g_test_rand_bit ())
            {
              sonde_curve_take (curve);
              taken = points->n;
              check (curve, points, taken);
            }
        }
    }
}

/* Another learner: all points go, also those on their way, and values may have another shape. */
static void
test_clear (void)
{
  g_autoptr (SondeCurve) curve = sonde_curve_new ();
  g_autoptr (SondePoints) first = sonde_points_new (1), second = sonde_points_new (1);

  append (first, 100, 3);
  sonde_curve_update (curve, first);
  sonde_curve_take (curve);
  append (first, 50, 3);
  sonde_curve_update (curve, first);
  sonde_curve_clear (curve);
  append (second, 70, SONDE_SCALAR);
  g_assert_cmpuint (sonde_curve_update (curve, second), ==, 70);
  append (second, 7, SONDE_SCALAR);
  g_assert_cmpuint (sonde_curve_update (curve, second), ==, 7);
  sonde_curve_take (curve);
  check (curve, second, 77);
  sonde_curve_clear (curve);
  sonde_curve_take (curve);
  check (curve, second, 0);
}

static gpointer
take_all (gpointer user_data)
{
  SondeCurve *curve = user_data;
  guint n = 0;

  while (n < 20000)
    {
      sonde_curve_take (curve);
      n = sonde_curve_lock (curve)->n;
      sonde_curve_unlock (curve);
    }
  return NULL;
}

static void
test_threads (void)
{
  g_autoptr (SondeCurve) curve = sonde_curve_new ();
  g_autoptr (SondePoints) points = sonde_points_new (1);
  GThread *thread = g_thread_new ("take", take_all, curve);

  while (points->n < 20000)
    {
      append (points, 10, 2);
      sonde_curve_update (curve, points);
    }
  g_thread_join (thread);
  check (curve, points, 20000);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/figure/curve/merge", GUINT_TO_POINTER (SONDE_SCALAR), test_merge);
  g_test_add_data_func ("/figure/curve/merge-vectors", GUINT_TO_POINTER (3), test_merge);
  g_test_add_func ("/figure/curve/clear", test_clear);
  g_test_add_func ("/figure/curve/threads", test_threads);
  return g_test_run ();
}
