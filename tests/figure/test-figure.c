/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <float.h>

#include "figure/figures.h"

static const SondeView everything = SONDE_VIEW_INIT;
/* without the marks that lie over the curve */
static const SondeView curve_only = { .auto_x = TRUE, .auto_y = TRUE, .hide_newest = TRUE };

static gboolean
shows (cairo_surface_t  *surface,
       const SondeFrame *frame,
       double            x,
       double            y,
       SondeColor        color)
{
  return picture_has (surface, sonde_frame_from_x (frame, x), sonde_frame_from_y (frame, y), 2, color, .3);
}

static SondeRun *
make_parabola (guint n)
{
  SondeRun *run = make_run ("x^2", -1, 1);

  for (guint i = 0; i < n; i++)
    {
      double x = -1 + 2. * i / (n - 1);

      tell (run, x, x * x);
    }
  return run;
}

static void
test_curve (void)
{
  for (guint dark = 0; dark < 2; dark++)
    {
      g_autoptr (SondeRun) run = make_parabola (41);
      g_autoptr (SondeFigure) figure = sonde_figure_new (run);
      SondeStyle style = make_style (1, dark);
      SondeFrame frame;
      cairo_surface_t *surface = draw_styled (figure, &curve_only, &style, &frame);
      SondeColor blue = style.palette->series[0];

      for (double x = -1; x <= 1; x += .07)
        {
          /* within what chords deviate */
          g_assert_true (shows (surface, &frame, x, x * x, blue));
          g_assert_false (shows (surface, &frame, x, x * x + .2, blue));
        }
      g_assert_cmpfloat (color_difference (picture_at (surface, 1, 1), style.palette->ground), ==, 0);
      /* room beside the domain and around the values */
      g_assert_cmpfloat (frame.x_min, <, -1);
      g_assert_cmpfloat (frame.x_min, >, -1.1);
      g_assert_cmpfloat (frame.y_min, <=, -.05);
      g_assert_cmpfloat (frame.y_max, >=, 1.05);
      g_assert_cmpfloat (frame.y_max, <, 1.2);
      cairo_surface_destroy (surface);
    }
}

static void
test_gap (void)
{
  g_autoptr (SondeRun) run = make_run ("x", -1, 1);
  g_autoptr (SondeFigure) figure = NULL;
  SondeFrame frame;
  cairo_surface_t *surface;
  const SondePalette *palette = sonde_palette_get (FALSE, FALSE);
  double left, right;

  for (int i = -20; i <= 20; i++)
    tell (run, i / 20., ABS (i) < 5 ? (i % 2 == 0 ? NAN : -INFINITY) : i / 20.);
  figure = sonde_figure_new (run);
  surface = draw (figure, &curve_only, &frame);
  g_assert_cmpfloat (frame.y_min, >, -1.3);
  g_assert_cmpfloat (frame.y_max, <, 1.3);
  g_assert_true (shows (surface, &frame, -.5, -.5, palette->series[0]));
  g_assert_true (shows (surface, &frame, .5, .5, palette->series[0]));
  /* nothing but the tint of the gap and grid lines between, above the rug */
  left = sonde_frame_from_x (&frame, -.25) + 4;
  right = sonde_frame_from_x (&frame, .25) - 4;
  g_assert_cmpuint (picture_count (surface, left, frame.y, right - left, frame.height - 12, palette->ground, .12), ==,
                    (guint) (floor (right) - floor (left)) * (guint) (frame.height - 12));
  g_assert_cmpfloat (color_difference (picture_at (surface, (int) left + 3, (int) frame.y + 3), palette->ground), >, .01);
  g_assert_cmpfloat (color_difference (picture_at (surface, (int) sonde_frame_from_x (&frame, -.6), (int) frame.y + 3),
                                       palette->ground), <, .07);
  cairo_surface_destroy (surface);
}

static void
test_pending_and_failed (void)
{
  g_autoptr (SondeRun) run = make_parabola (41);
  g_autoptr (SondeFigure) figure = sonde_figure_new (run);
  const SondePalette *palette = sonde_palette_get (FALSE, FALSE);
  double pending = .52, failed = -.52;
  SondeFrame frame;
  SondeView view = everything;
  cairo_surface_t *surface;
  int x, y;

  view.hide_newest = TRUE;
  g_assert_false (sonde_figure_update (figure));
  sonde_learner_tell_pending (sonde_run_get_learner (run), &pending);
  g_assert_true (sonde_figure_update (figure));
  g_assert_false (sonde_figure_update (figure));
  sonde_runner_restore_failure (sonde_run_get_runner (run), &failed, 1, "no");
  g_assert_true (sonde_figure_update (figure));
  g_assert_false (sonde_figure_update (figure));

  surface = draw (figure, &view, &frame);
  x = (int) floor (sonde_frame_from_x (&frame, pending));
  y = (int) floor (sonde_frame_from_y (&frame, pending * pending));
  g_assert_cmpfloat (color_difference (picture_at (surface, x, y), palette->ground), <, .1);
  g_assert_cmpfloat (color_difference (picture_at (surface, x + 4, y), palette->ground), >, .3);
  g_assert_true (picture_has (surface, sonde_frame_from_x (&frame, failed), frame.y + frame.height - 18, 2, palette->failed, .15));
  cairo_surface_destroy (surface);

  view.hide_pending = TRUE;
  surface = draw (figure, &view, &frame);
  g_assert_true (shows (surface, &frame, pending, pending * pending, palette->series[0]));
  cairo_surface_destroy (surface);
}

static void
test_vector (void)
{
  g_autoptr (SondeRun) run = make_run ("x, -x", -1, 1);
  g_autoptr (SondeFigure) figure = NULL;
  g_autofree char *first = NULL, *second = NULL, *description = NULL;
  const SondePalette *palette = sonde_palette_get (FALSE, FALSE);
  SondeView view = { .auto_x = TRUE, .auto_y = TRUE, .hide_newest = TRUE };
  SondeStyle style = make_style (1, FALSE);
  SondeFrame plain, with_legend;
  cairo_surface_t *surface;

  for (int i = -20; i <= 20; i++)
    {
      double x = i / 20., y[] = { x, -x };

      g_assert_true (sonde_learner_tell (sonde_run_get_learner (run), &x, y, 2, 0, NULL));
    }
  figure = sonde_figure_new (run);
  g_assert_cmpuint (sonde_figure_get_n_series (figure), ==, 2);
  first = sonde_figure_get_series_name (figure, 0);
  second = sonde_figure_get_series_name (figure, 1);
  g_assert_cmpstr (first, ==, "y₁");
  g_assert_cmpstr (second, ==, "y₂");
  description = sonde_figure_describe (figure);
  g_assert_cmpstr (description, ==, "2 curves over x from −1 to 1, 41 points, values from −1 to 1.");

  surface = draw (figure, &view, &plain);
  g_assert_true (shows (surface, &plain, .5, .5, palette->series[0]));
  g_assert_true (shows (surface, &plain, .5, -.5, palette->series[1]));
  cairo_surface_destroy (surface);

  style.legend = TRUE;
  surface = draw_styled (figure, &view, &style, &with_legend);
  g_assert_cmpfloat (with_legend.y, >=, plain.y + 15);
  g_assert_true (picture_count (surface, 0, 0, FIGURE_WIDTH, with_legend.y, palette->series[1], .3) > 10);
  cairo_surface_destroy (surface);
}

/* The points go when the learner is another one. */
static void
test_restart (void)
{
  g_autoptr (SondeRun) run = make_run ("x", -1, 1);
  g_autoptr (SondeFigure) figure = sonde_figure_new (run);
  g_autoptr (SondeStudy) other = make_study ("10*x", 5, 6);
  g_autoptr (GError) error = NULL;
  g_autofree char *description = NULL;
  SondeFrame frame;

  g_assert_true (sonde_run_set_study (run, other, &error));
  g_assert_no_error (error);
  g_assert_true (sonde_figure_update (figure));
  tell (run, 5, 50);
  tell (run, 6, 60);
  g_assert_true (sonde_figure_update (figure));
  cairo_surface_destroy (draw (figure, &everything, &frame));
  g_assert_cmpfloat (frame.x_min, >, 4.9);
  g_assert_cmpfloat (frame.y_min, >, 45);
  description = sonde_figure_describe (figure);
  g_assert_cmpstr (description, ==, "Curve of f(x) for x from 5 to 6, 2 points, values from 50 to 60.");
}

static void
test_outside (void)
{
  g_autoptr (SondeRun) run = make_parabola (41);
  g_autoptr (SondeFigure) figure = NULL;
  SondeView wide = { .auto_y = TRUE, .x_min = -1, .x_max = 8, .hide_newest = TRUE };
  const SondePalette *palette = sonde_palette_get (FALSE, FALSE);
  SondeFrame frame;
  cairo_surface_t *surface;

  tell (run, 5, 30);
  tell (run, 1.01, 300);
  figure = sonde_figure_new (run);
  cairo_surface_destroy (draw (figure, &everything, &frame));
  g_assert_cmpfloat (frame.y_max, <, 1.2);
  surface = draw (figure, &wide, &frame);
  g_assert_cmpfloat (frame.y_max, >, 300);
  g_assert_true (shows (surface, &frame, 5, 30, palette->series[0]));
  cairo_surface_destroy (surface);
}

static void
test_pick (void)
{
  g_autoptr (SondeRun) run = make_parabola (41);
  g_autoptr (SondeFigure) figure = sonde_figure_new (run);
  const SondePoints *points = sonde_learner_get_points (sonde_run_get_learner (run));
  SondeFrame frame;
  guint id;

  cairo_surface_destroy (draw (figure, &everything, &frame));
  for (guint i = 0; i < points->n; i++)
    {
      double x = sonde_frame_from_x (&frame, points->x[i]), y = sonde_frame_from_y (&frame, points->y[i]);

      g_assert_true (sonde_figure_pick (figure, &frame, x + 2, y - 2, 8, &id));
      g_assert_cmpuint (id, ==, i);
    }
  g_assert_false (sonde_figure_pick (figure, &frame, sonde_frame_from_x (&frame, 0), sonde_frame_from_y (&frame, .8), 8, &id));
  g_assert_false (sonde_figure_pick (figure, &frame, -1e9, 1e9, 8, &id));
}

static void
test_describe (void)
{
  g_autoptr (SondeRun) run = make_run ("x", -1, 1);
  g_autoptr (SondeFigure) figure = sonde_figure_new (run);
  g_autofree char *empty = sonde_figure_describe (figure), *full = NULL;
  double pending = .3;

  g_assert_cmpstr (empty, ==, "Curve of f(x) for x from −1 to 1, 0 points, no values yet.");
  tell (run, -1, -1);
  tell (run, 1, 1.12);
  tell (run, 0, NAN);
  sonde_learner_tell_pending (sonde_run_get_learner (run), &pending);
  sonde_figure_update (figure);
  full = sonde_figure_describe (figure);
  g_assert_cmpstr (full, ==, "Curve of f(x) for x from −1 to 1, 3 points, values from −1 to 1.12, 1 point without a value, 1 point pending.");
}

/* The same figure gives the same bytes, whatever was drawn in between. */
static void
test_determinism (void)
{
  g_autoptr (SondeRun) run = make_parabola (300);
  g_autoptr (SondeFigure) figure = sonde_figure_new (run);
  SondeView zoomed = { .x_min = .2, .x_max = .3, .auto_y = TRUE };
  SondeFrame frame, again;
  cairo_surface_t *first = draw (figure, &everything, &frame), *other = draw (figure, &zoomed, NULL);
  cairo_surface_t *second = draw (figure, &everything, &again);

  g_assert_true (picture_equal (first, second));
  g_assert_false (picture_equal (first, other));
  g_assert_cmpfloat (frame.y_max, ==, again.y_max);
  cairo_surface_destroy (first);
  cairo_surface_destroy (second);
  cairo_surface_destroy (other);
}

static double
random_value (void)
{
  static const double odd[] = { NAN, INFINITY, -INFINITY, 0, 1e308, -1e308, DBL_MAX, DBL_TRUE_MIN, 1e-320, -1, 1, 1e-300 };

  return g_test_rand_int_range (0, 3) == 0 ? odd[g_test_rand_int_range (0, G_N_ELEMENTS (odd))] : g_test_rand_double_range (-2, 2);
}

/* Any values in any view: a finite frame, no error of cairo's, ground in the corner. */
static void
test_fuzz (void)
{
  for (guint round = 0; round < 300; round++)
    {
      g_autoptr (SondeRun) run = make_run ("x", -1, 1);
      g_autoptr (SondeFigure) figure = NULL;
      guint n = g_test_rand_int_range (0, 40);
      SondeView view = {
        .auto_x = g_test_rand_bit (), .auto_y = g_test_rand_bit (), .log_x = g_test_rand_bit (), .log_y = g_test_rand_bit (),
        .x_min = random_value (), .x_max = random_value (), .y_min = random_value (), .y_max = random_value (),
        .hide_line = g_test_rand_int_range (0, 5) == 0, .hide_points = g_test_rand_int_range (0, 5) == 0,
      };
      SondeStyle style = make_style (1, g_test_rand_bit ());
      SondeFrame frame;
      cairo_surface_t *surface;

      for (guint i = 0; i < n; i++)
        tell (run, g_test_rand_double_range (-1, 1), random_value ());
      for (guint i = 0; i < 3; i++)
        {
          double x = g_test_rand_double_range (-1, 1);

          sonde_learner_tell_pending (sonde_run_get_learner (run), &x);
        }
      figure = sonde_figure_new (run);
      style.width = g_test_rand_int_range (1, 700);
      style.height = g_test_rand_int_range (1, 500);
      style.narrow = g_test_rand_bit ();
      surface = draw_styled (figure, &view, &style, &frame);
      g_assert_true (isfinite (frame.x_min) && isfinite (frame.x_max) && frame.x_min < frame.x_max);
      g_assert_true (isfinite (frame.y_min) && isfinite (frame.y_max) && frame.y_min < frame.y_max);
      g_assert_true (frame.width >= 1 && frame.height >= 1);
      if (style.width > 200 && style.height > 150)
        g_assert_cmpfloat (color_difference (picture_at (surface, 0, 0), style.palette->ground), ==, 0);
      cairo_surface_destroy (surface);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/figure/curve", test_curve);
  g_test_add_func ("/figure/gap", test_gap);
  g_test_add_func ("/figure/pending-and-failed", test_pending_and_failed);
  g_test_add_func ("/figure/vector", test_vector);
  g_test_add_func ("/figure/restart", test_restart);
  g_test_add_func ("/figure/outside", test_outside);
  g_test_add_func ("/figure/pick", test_pick);
  g_test_add_func ("/figure/describe", test_describe);
  g_test_add_func ("/figure/determinism", test_determinism);
  g_test_add_func ("/figure/fuzz", test_fuzz);
  return g_test_run ();
}
