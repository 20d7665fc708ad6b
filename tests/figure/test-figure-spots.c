/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Walking from point to point of a picture, and what is said of them. */

#include "config.h"

#include <math.h>

#include "figure/figures.h"

static const SondeView everything = SONDE_VIEW_INIT;

static void
take (SondeFigure     *figure,
      const SondeView *view,
      SondeFrame      *frame)
{
  sonde_figure_update (figure);
  cairo_surface_destroy (draw (figure, view, frame));
}

static void
assert_said (SondeFigure  *figure,
             SondeSpot     spot,
             SondeTelling  telling,
             const char   *expected)
{
  g_autofree char *text = sonde_figure_tell (figure, &spot, telling);

  g_assert_cmpstr (text, ==, expected);
}

static SondeRun *
make_parabola (void)
{
  const double places[] = { 0, 2, 1, .5, 1.5 };
  SondeRun *run = make_run ("x^2", 0, 2);

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      tell (run, places[i], places[i] * places[i]);
      sonde_convergence_look (sonde_run_get_convergence (run), sonde_run_get_learner (run), i);
    }
  return run;
}

static void
assert_walk (SondeFigure      *figure,
             const SondeFrame *frame,
             SondeStep         step,
             SondeSpot        *spot,
             guint             id)
{
  g_assert_true (sonde_figure_walk (figure, frame, step, spot));
  g_assert_cmpuint (spot->id, ==, id);
}

static void
test_walk (void)
{
  g_autoptr (SondeRun) run = make_parabola ();
  g_autoptr (SondeFigure) figure = sonde_figure_new (run);
  SondeSpot spot = { SONDE_SPOT_NONE, 0 };
  const guint order[] = { 0, 3, 2, 4, 1, 1 };
  SondeFrame frame;

  take (figure, &everything, &frame);
  g_assert_false (sonde_figure_walk (figure, &frame, SONDE_STEP_DOWN, &spot));
  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    assert_walk (figure, &frame, SONDE_STEP_RIGHT, &spot, order[i]);
  assert_walk (figure, &frame, SONDE_STEP_LEFT, &spot, 4);
  assert_walk (figure, &frame, SONDE_STEP_FIRST, &spot, 0);
  assert_walk (figure, &frame, SONDE_STEP_LEFT, &spot, 0);
  assert_walk (figure, &frame, SONDE_STEP_LAST, &spot, 1);
  g_assert_true (sonde_figure_walk (figure, &frame, SONDE_STEP_DOWN, &spot));
  g_assert_cmpuint (spot.series, ==, 0);
}

/* From none, into the part that is in view. */
static void
test_walk_begins_in_view (void)
{
  g_autoptr (SondeRun) run = make_parabola ();
  g_autoptr (SondeFigure) figure = sonde_figure_new (run);
  SondeView view = { .x_min = .4, .x_max = 1.2, .auto_y = TRUE };
  SondeSpot spot = { SONDE_SPOT_NONE, 0 };
  SondeFrame frame;

  take (figure, &view, &frame);
  assert_walk (figure, &frame, SONDE_STEP_RIGHT, &spot, 3);
  spot.id = SONDE_SPOT_NONE;
  assert_walk (figure, &frame, SONDE_STEP_LEFT, &spot, 2);
}

static void
test_tell (void)
{
  g_autoptr (SondeRun) run = make_parabola ();
  g_autoptr (SondeFigure) figure = sonde_figure_new (run);
  g_autofree char *loss = NULL;
  SondeSpot middle = { 2, 0 };
  SondeFrame frame;
  double x, y;

  take (figure, &everything, &frame);
  assert_said (figure, middle, SONDE_TELL_VALUES, "x = 1\nf(x) = 1");
  assert_said (figure, (SondeSpot) { 4, 0 }, SONDE_TELL_ROW, "1.5\t2.25");
  assert_said (figure, (SondeSpot) { 77, 0 }, SONDE_TELL_ALL, NULL);
  assert_said (figure, (SondeSpot) { SONDE_SPOT_NONE, 0 }, SONDE_TELL_ALL, NULL);
  loss = sonde_figure_tell (figure, &middle, SONDE_TELL_ALL);
  g_assert_true (g_str_has_prefix (loss, "x = 1\nf(x) = 1\nbetween 0.5 and 1.5\nloss "));
  g_assert_nonnull (g_strstr_len (loss, -1, " on the left, "));
  g_assert_true (sonde_figure_locate (figure, &frame, &middle, &x, &y));
  g_assert_cmpfloat_with_epsilon (sonde_frame_to_x (&frame, x), 1, 1e-9);
  g_assert_cmpfloat_with_epsilon (sonde_frame_to_y (&frame, y), 1, 1e-9);
  g_assert_false (sonde_figure_locate (figure, &frame, &(SondeSpot) { 2, 1 }, &x, &y));
}

/* What came since, or is not shown, is no spot, and losses of intervals that are no more are not told. */
static void
test_what_is_shown (void)
{
  g_autoptr (SondeRun) run = make_parabola ();
  g_autoptr (SondeFigure) figure = sonde_figure_new (run);
  SondeView past = { .auto_x = TRUE, .auto_y = TRUE, .upto = 3 };
  SondeSpot spot = { 2, 0 };
  SondeFrame frame;

  take (figure, &past, &frame);
  assert_said (figure, spot, SONDE_TELL_ALL, "x = 1\nf(x) = 1\nbetween 0 and 2");
  assert_said (figure, (SondeSpot) { 4, 0 }, SONDE_TELL_VALUES, NULL);
  assert_walk (figure, &frame, SONDE_STEP_RIGHT, &spot, 1);
  tell (run, 1.75, 3);
  assert_walk (figure, &frame, SONDE_STEP_LEFT, &spot, 2);
  take (figure, &everything, &frame);
  assert_walk (figure, &frame, SONDE_STEP_RIGHT, &spot, 4);
  assert_walk (figure, &frame, SONDE_STEP_RIGHT, &spot, 5);
}

/* With a quantity it is the quantity that is walked along, told and found. */
static void
test_quantity (void)
{
  g_autoptr (SondeRun) run = make_parabola ();
  g_autoptr (SondeFigure) figure = sonde_figure_new (run);
  SondeView view = { .auto_x = TRUE, .auto_y = TRUE, .quantity = "10*y, max(x, 1)" };
  g_autofree char *name = NULL;
  SondeSpot spot = { 4, 0 };
  SondeFrame frame;
  double x, y;

  take (figure, &view, &frame);
  g_assert_cmpuint (sonde_figure_get_n_series (figure), ==, 2);
  name = sonde_figure_get_series_name (figure, 1);
  g_assert_cmpstr (name, ==, "max(x, 1)");
  assert_said (figure, spot, SONDE_TELL_VALUES, "x = 1.5\n10*y = 22.5\nmax(x, 1) = 1.5");
  g_assert_true (sonde_figure_walk (figure, &frame, SONDE_STEP_UP, &spot));
  g_assert_cmpuint (spot.series, ==, 1);
  g_assert_true (sonde_figure_locate (figure, &frame, &spot, &x, &y));
  g_assert_cmpfloat_with_epsilon (sonde_frame_to_y (&frame, y), 1.5, 1e-9);
  take (figure, &everything, &frame);
  g_assert_cmpuint (sonde_figure_get_n_series (figure), ==, 1);
}

/* A gap has a place along the axis and no value; a point told from outside of the domain is none to walk to. */
static void
test_gaps_and_ends (void)
{
  g_autoptr (SondeRun) run = make_parabola ();
  g_autoptr (SondeFigure) figure = sonde_figure_new (run);
  SondeSpot spot = { SONDE_SPOT_NONE, 0 };
  SondeFrame frame;
  double x, y;

  tell (run, 1.25, NAN);
  tell (run, 2.5, 6);
  take (figure, &everything, &frame);
  assert_walk (figure, &frame, SONDE_STEP_LAST, &spot, 1);
  spot.id = 5;
  assert_said (figure, spot, SONDE_TELL_VALUES, "x = 1.25\nf(x) = NaN");
  g_assert_true (sonde_figure_locate (figure, &frame, &spot, &x, &y));
  g_assert_true (isnan (y) && x > frame.x && x < frame.x + frame.width);
}

/* Moments are walked along, too; each is told by the point that was the last one then. */
static void
test_convergence (void)
{
  g_autoptr (SondeRun) run = make_parabola ();
  g_autoptr (SondeFigure) figure = sonde_figure_new_convergence (run);
  SondeSpot spot = { SONDE_SPOT_NONE, 0 };
  g_autofree char *text = NULL;
  SondeFrame frame;
  double x, y;

  take (figure, &everything, &frame);
  assert_walk (figure, &frame, SONDE_STEP_LAST, &spot, 4);
  text = sonde_figure_tell (figure, &spot, SONDE_TELL_ALL);
  g_assert_true (g_str_has_prefix (text, "5 points\nloss "));
  g_assert_true (g_str_has_suffix (text, "\nafter 4 s"));
  g_assert_true (sonde_figure_locate (figure, &frame, &spot, &x, &y));
  g_assert_cmpfloat_with_epsilon (sonde_frame_to_x (&frame, x), 5, 1e-9);
  g_assert_cmpfloat_with_epsilon (sonde_frame_to_y (&frame, y), sonde_learner_get_loss (sonde_run_get_learner (run), TRUE), 1e-9);
  g_assert_true (sonde_figure_walk (figure, &frame, SONDE_STEP_DOWN, &spot));
  g_assert_cmpuint (spot.series, ==, 1);
}

static void
test_options (void)
{
  g_autoptr (SondeRun) run = make_parabola ();
  g_autoptr (SondeFigure) curve = sonde_figure_new (run);
  g_autoptr (SondeFigure) convergence = sonde_figure_new_convergence (run);

  g_assert_cmpuint (sonde_figure_get_options (curve) & (SONDE_FIGURE_QUANTITY | SONDE_FIGURE_LOSSES | SONDE_FIGURE_COLORS), ==,
                    SONDE_FIGURE_QUANTITY | SONDE_FIGURE_LOSSES);
  g_assert_cmpuint (sonde_figure_get_options (convergence), ==, SONDE_FIGURE_AXES | SONDE_FIGURE_PAST);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/figure/spots/walk", test_walk);
  g_test_add_func ("/figure/spots/walk-begins-in-view", test_walk_begins_in_view);
  g_test_add_func ("/figure/spots/tell", test_tell);
  g_test_add_func ("/figure/spots/what-is-shown", test_what_is_shown);
  g_test_add_func ("/figure/spots/quantity", test_quantity);
  g_test_add_func ("/figure/spots/gaps-and-ends", test_gaps_and_ends);
  g_test_add_func ("/figure/spots/convergence", test_convergence);
  g_test_add_func ("/figure/spots/options", test_options);
  return g_test_run ();
}
