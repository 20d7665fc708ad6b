/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>
#include <stdlib.h>

#include "plot/sonde-reduce.h"

#define WIDTH 200

typedef struct
{
  double low, high;
  guint  n;
} Extent;

static int
compare (const void *a,
         const void *b)
{
  return *(const double *) a < *(const double *) b ? -1 : *(const double *) a > *(const double *) b;
}

static void
make_curve (guint     n,
            gboolean  with_gaps,
            double  **x,
            double  **y)
{
  *x = g_new (double, n);
  *y = g_new (double, n);
  for (guint i = 0; i < n; i++)
    {
      (*x)[i] = pow (g_test_rand_double (), 3) * 2 - 1 + (g_test_rand_int_range (0, 20) == 0 ? .5 : 0);
      (*y)[i] = with_gaps && g_test_rand_int_range (0, 10) == 0 ? (g_test_rand_bit () ? NAN : INFINITY)
                                                                 : g_test_rand_double_range (-1, 1);
    }
  qsort (*x, n, sizeof (double), compare);
}

static void
widen (Extent *columns,
       double  place_x,
       double  place_y)
{
  int column = (int) floor (place_x);

  if (column < 0 || column >= WIDTH)
    return;
  columns[column].low = columns[column].n == 0 ? place_y : MIN (columns[column].low, place_y);
  columns[column].high = columns[column].n == 0 ? place_y : MAX (columns[column].high, place_y);
  columns[column].n++;
}

/* The lowest and highest place of each column are those of all points in it, and there are four at most. */
static void
test_extent (gconstpointer data)
{
  for (guint round = 0; round < 60; round++)
    {
      guint n = g_test_rand_int_range (1, 20000);
      g_autofree double *x = NULL, *y = NULL;
      g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (SondePlace));
      g_autofree Extent *all = g_new0 (Extent, WIDTH), *kept = g_new0 (Extent, WIDTH);
      SondeScale scale_x, scale_y;

      make_curve (n, GPOINTER_TO_INT (data), &x, &y);
      sonde_scale_init (&scale_x, -1, 1.5, FALSE, 0, WIDTH);
      sonde_scale_init (&scale_y, -1, 1, FALSE, 100, 0);
      sonde_reduce (x, y, 0, n, &scale_x, &scale_y, 1, places);
      for (guint i = 0; i < n; i++)
        if (isfinite (y[i]))
          widen (all, sonde_scale_to_pixel (&scale_x, x[i]), sonde_scale_to_pixel (&scale_y, y[i]));
      for (guint i = 0; i < places->len; i++)
        if (!isnan (g_array_index (places, SondePlace, i).x))
          widen (kept, g_array_index (places, SondePlace, i).x, g_array_index (places, SondePlace, i).y);
      for (guint i = 0; i < WIDTH; i++)
        {
          g_assert_cmpuint (kept[i].n, <=, 4);
          g_assert_cmpuint (kept[i].n > 0, ==, all[i].n > 0);
          g_assert_cmpfloat (kept[i].low, ==, all[i].low);
          g_assert_cmpfloat (kept[i].high, ==, all[i].high);
        }
    }
}

/* Few points: nothing is lost, and the line is broken exactly where a value is missing. */
static void
test_breaks (void)
{
  static const double x[] = { 0, 1, 2, 3, 4, 5, 6 };
  static const double y[] = { NAN, 1, 2, NAN, NAN, 3, INFINITY };
  static const double expected[] = { 1, 2, NAN, 3, NAN };
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (SondePlace));
  SondeScale scale_x, scale_y;

  sonde_scale_init (&scale_x, 0, 6, FALSE, 0, 600);
  sonde_scale_init (&scale_y, 0, 10, FALSE, 0, 10);
  sonde_reduce (x, y, 0, G_N_ELEMENTS (x), &scale_x, &scale_y, 1, places);
  g_assert_cmpuint (places->len, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < places->len; i++)
    {
      SondePlace place = g_array_index (places, SondePlace, i);

      g_assert_cmpint (isnan (place.x) != 0, ==, isnan (expected[i]) != 0);
      if (!isnan (place.x))
        g_assert_cmpfloat_with_epsilon (place.y, expected[i], 1e-9);
    }
}

/* On a logarithmic axis what is not positive is left out. */
static void
test_log (void)
{
  static const double x[] = { 1, 2, 3 }, y[] = { 1, -1, 100 };
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (SondePlace));
  double min = INFINITY, max = -INFINITY;
  SondeScale scale_x, scale_y;

  sonde_range (y, 0, 3, TRUE, &min, &max);
  g_assert_cmpfloat (min, ==, 1);
  g_assert_cmpfloat (max, ==, 100);
  sonde_scale_init (&scale_x, 1, 3, FALSE, 0, 200);
  sonde_scale_init (&scale_y, min, max, TRUE, 0, 10);
  sonde_reduce (x, y, 0, 3, &scale_x, &scale_y, 1, places);
  g_assert_cmpuint (places->len, ==, 3);
  g_assert_true (isnan (g_array_index (places, SondePlace, 1).x));
}

static void
test_search (void)
{
  for (guint round = 0; round < 2000; round++)
    {
      guint n = g_test_rand_int_range (0, 50), from = g_test_rand_int_range (0, (int) n + 1), expected = from;
      double x[50], limit = g_test_rand_int_range (-1, 12);

      for (guint i = 0; i < n; i++)
        x[i] = g_test_rand_int_range (0, 10);
      qsort (x, n, sizeof (double), compare);
      while (expected < n && x[expected] < limit)
        expected++;
      g_assert_cmpuint (sonde_search (x, from, n, limit), ==, expected);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/plot/reduce/extent", GINT_TO_POINTER (FALSE), test_extent);
  g_test_add_data_func ("/plot/reduce/extent-with-gaps", GINT_TO_POINTER (TRUE), test_extent);
  g_test_add_func ("/plot/reduce/breaks", test_breaks);
  g_test_add_func ("/plot/reduce/log", test_log);
  g_test_add_func ("/plot/reduce/search", test_search);
  return g_test_run ();
}
