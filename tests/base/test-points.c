/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "base/sonde-points.h"

static void
test_scalar (void)
{
  g_autoptr (SondePoints) points = sonde_points_new (1);

  g_assert_cmpuint (points->n, ==, 0);
  g_assert_cmpuint (points->vdim, ==, 0);

  for (guint i = 0; i < 1000; i++)
    {
      double x = i * 0.5;
      double y = -x;

      g_assert_cmpuint (sonde_points_append (points, &x, &y, SONDE_SCALAR), ==, i);
      sonde_points_set_seconds (points, i, i * 0.25);
    }

  g_assert_cmpuint (points->n, ==, 1000);
  g_assert_cmpuint (points->vdim, ==, 1);
  g_assert_false (points->is_vector);
  for (guint i = 0; i < 1000; i++)
    {
      g_assert_cmpfloat (points->x[i], ==, i * 0.5);
      g_assert_cmpfloat (points->y[i], ==, i * -0.5);
      g_assert_cmpfloat (points->seconds[i], ==, i * 0.25f);
    }
}

static void
test_vector (void)
{
  g_autoptr (SondePoints) points = sonde_points_new (2);

  for (guint i = 0; i < 300; i++)
    {
      double x[2] = { i, i + 0.5 };
      double y[3] = { i, 2.0 * i, 3.0 * i };

      g_assert_cmpuint (sonde_points_append (points, x, y, 3), ==, i);
    }

  g_assert_cmpuint (points->vdim, ==, 3);
  g_assert_true (points->is_vector);
  for (guint i = 0; i < 300; i++)
    {
      g_assert_cmpfloat (points->x[2 * i + 1], ==, i + 0.5);
      g_assert_cmpfloat (points->y[3 * i], ==, i);
      g_assert_cmpfloat (points->y[3 * i + 2], ==, 3.0 * i);
    }
}

/* The first value decides the shape of all: a number is not a list of one number. */
static void
test_shape (void)
{
  g_autoptr (SondePoints) numbers = sonde_points_new (1);
  g_autoptr (SondePoints) lists = sonde_points_new (1);
  double x = 0;
  double y = 1;

  g_assert_true (sonde_points_accepts (numbers, SONDE_SCALAR));
  g_assert_true (sonde_points_accepts (numbers, 4));
  sonde_points_append (numbers, &x, &y, SONDE_SCALAR);
  g_assert_true (sonde_points_accepts (numbers, SONDE_SCALAR));
  g_assert_false (sonde_points_accepts (numbers, 1));
  g_assert_false (sonde_points_accepts (numbers, 2));

  sonde_points_append (lists, &x, &y, 1);
  g_assert_true (lists->is_vector);
  g_assert_true (sonde_points_accepts (lists, 1));
  g_assert_false (sonde_points_accepts (lists, SONDE_SCALAR));
  g_assert_false (sonde_points_accepts (lists, 2));
}

/* Within what was reserved nothing moves, whatever the shape turns out to be. */
static void
test_reserve (void)
{
  g_autoptr (SondePoints) points = sonde_points_new (1);
  const double *xs;
  const double *ys;
  double x = 0;
  double y[2] = { 1, 2 };

  sonde_points_reserve (points, 500);
  sonde_points_append (points, &x, y, 2);
  xs = points->x;
  ys = points->y;
  for (guint i = 1; i < 500; i++)
    {
      x = i;
      sonde_points_append (points, &x, y, 2);
    }
  g_assert_true (points->x == xs);
  g_assert_true (points->y == ys);

  sonde_points_reserve (points, 10);
  g_assert_true (points->x == xs);
  g_assert_cmpuint (points->n, ==, 500);
  g_assert_cmpfloat (points->y[999], ==, 2);
}

static void
test_seconds_unknown (void)
{
  g_autoptr (SondePoints) points = sonde_points_new (1);
  double x = 0;
  double y = NAN;

  sonde_points_append (points, &x, &y, SONDE_SCALAR);
  g_assert_true (isnan (points->seconds[0]));
  g_assert_true (isnan (points->y[0]));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/points/scalar", test_scalar);
  g_test_add_func ("/base/points/vector", test_vector);
  g_test_add_func ("/base/points/shape", test_shape);
  g_test_add_func ("/base/points/reserve", test_reserve);
  g_test_add_func ("/base/points/seconds-unknown", test_seconds_unknown);
  return g_test_run ();
}
