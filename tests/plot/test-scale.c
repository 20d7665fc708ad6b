/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <float.h>
#include <math.h>

#include "plot/sonde-frame.h"
#include "plot/sonde-scale.h"

static const struct { double min, max; } ranges[] = {
  { -1, 1 }, { 0, 1e-300 }, { -1e308, 1e308 }, { -DBL_MAX, DBL_MAX }, { 1e-320, 1e-310 }, { 1e9, 1e9 + 1e-3 }, { 3, 3 },
  { 1, -1 }, { NAN, 1 }, { -INFINITY, INFINITY }, { 0, 0 }, { 1e-5, 1e5 }, { -3, 0 }, { DBL_TRUE_MIN, DBL_TRUE_MIN },
};

/* Whatever the range: its ends are at the ends, and pixels come back to within a part of the range. */
static void
test_round_trip (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (ranges); i++)
    for (guint log = 0; log < 2; log++)
      {
        SondeScale scale;

        sonde_scale_init (&scale, ranges[i].min, ranges[i].max, log, 62, 815);
        g_assert_true (isfinite (scale.min) && isfinite (scale.max) && scale.min < scale.max);
        g_assert_true (!log || scale.min > 0);
        g_assert_cmpfloat_with_epsilon (sonde_scale_to_pixel (&scale, scale.min), 62, 1e-6);
        g_assert_cmpfloat_with_epsilon (sonde_scale_to_pixel (&scale, scale.max), 815, 1e-6);
        g_assert_cmpfloat (sonde_scale_to_value (&scale, 62), ==, scale.min);
        g_assert_cmpfloat (sonde_scale_to_value (&scale, 815), ==, scale.max);
        /* ranges of a few doubles only are as coarse as these */
        if (scale.max / 2 - scale.min / 2 > 1e-11 * fabs (scale.max) && scale.max > 1e-300)
          for (double pixel = -500; pixel < 1500; pixel += 37.3)
            {
              double value = sonde_scale_to_value (&scale, pixel);

              g_assert_true (isfinite (value));
              if (fabs (value) < DBL_MAX && !(log && value < DBL_MIN))
                g_assert_cmpfloat_with_epsilon (sonde_scale_to_pixel (&scale, value), pixel, .01);
            }
      }
}

static void
test_no_place (void)
{
  SondeScale scale;

  sonde_scale_init (&scale, 1, 10, TRUE, 0, 100);
  g_assert_true (isnan (sonde_scale_to_pixel (&scale, 0)));
  g_assert_true (isnan (sonde_scale_to_pixel (&scale, -1)));
  g_assert_true (isnan (sonde_scale_to_pixel (&scale, NAN)));
  sonde_scale_init (&scale, 0, 1e-300, FALSE, 0, 100);
  g_assert_cmpfloat (sonde_scale_to_pixel (&scale, 1e300), ==, SONDE_SCALE_FAR);
  g_assert_cmpfloat (sonde_scale_to_pixel (&scale, -INFINITY), ==, -SONDE_SCALE_FAR);
}

static void
test_frame (void)
{
  SondeFrame frame = { .x = 62, .y = 14, .width = 700, .height = 400, .x_min = 1, .x_max = 100, .y_min = -1, .y_max = 1, .log_x = TRUE };

  g_assert_cmpfloat_with_epsilon (sonde_frame_from_x (&frame, 10), 62 + 350, 1e-9);
  g_assert_cmpfloat_with_epsilon (sonde_frame_to_x (&frame, 62 + 350), 10, 1e-9);
  g_assert_cmpfloat_with_epsilon (sonde_frame_from_y (&frame, 1), 14, 1e-9);
  g_assert_cmpfloat_with_epsilon (sonde_frame_from_y (&frame, -1), 414, 1e-9);
  g_assert_cmpfloat_with_epsilon (sonde_frame_to_y (&frame, 214), 0, 1e-9);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plot/scale/round-trip", test_round_trip);
  g_test_add_func ("/plot/scale/no-place", test_no_place);
  g_test_add_func ("/plot/frame", test_frame);
  return g_test_run ();
}
