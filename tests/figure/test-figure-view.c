/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a view can ask for beyond the points and their values. */

#include "config.h"

#include <glib/gstdio.h>

#include "figure/figures.h"
#include "function/sonde-expression.h"

static const SondeView everything = SONDE_VIEW_INIT;

static gboolean
shows (cairo_surface_t  *surface,
       const SondeFrame *frame,
       double            x,
       double            y,
       SondeColor        color)
{
  return picture_has (surface, sonde_frame_from_x (frame, x), sonde_frame_from_y (frame, y), 2, color, .3);
}

/* van der Corput's order: what is told first lies everywhere */
static double
spread (guint i)
{
  double x = 0;

  for (double part = .5; i > 0; i >>= 1, part /= 2)
    x += (i & 1) * part;
  return -1 + 2 * x;
}

static SondeRun *
make_line (guint n)
{
  SondeRun *run = make_run ("x", -1, 1);

  for (guint i = 0; i < n; i++)
    tell (run, spread (i), 3 * spread (i));
  return run;
}

/* The picture of an earlier time is that of a run that had only got so far. */
static void
test_upto (void)
{
  g_autoptr (SondeRun) run = make_line (400);
  g_autoptr (SondeFigure) figure = sonde_figure_new (run);
  double pending = .77, failed = -.77;

  sonde_learner_tell_pending (sonde_run_get_learner (run), &pending);
  sonde_runner_restore_failure (sonde_run_get_runner (run), &failed, 1, "no");
  sonde_figure_update (figure);
  for (guint n = 1; n < 400; n += 57)
    {
      g_autoptr (SondeRun) earlier = make_line (n);
      g_autoptr (SondeFigure) expected = sonde_figure_new (earlier);
      SondeView view = { .auto_x = TRUE, .auto_y = TRUE, .upto = n };
      SondeFrame frame;
      cairo_surface_t *then = draw (expected, &everything, NULL), *now = draw (figure, &view, &frame);
      const SondePoints *points = sonde_learner_get_points (sonde_run_get_learner (run));
      guint id;

      g_assert_true (picture_equal (then, now));
      /* what is not shown cannot be picked */
      g_assert_true (sonde_figure_pick (figure, &frame, sonde_frame_from_x (&frame, points->x[n - 1]),
                                        sonde_frame_from_y (&frame, points->y[n - 1]), 1, &id));
      g_assert_cmpuint (id, ==, n - 1);
      g_assert_false (sonde_figure_pick (figure, &frame, sonde_frame_from_x (&frame, points->x[399]),
                                         sonde_frame_from_y (&frame, points->y[399]), .1, &id));
      cairo_surface_destroy (then);
      cairo_surface_destroy (now);
    }
}

/* All of them is the same as no time, and time goes on while one looks back. */
static void
test_upto_end (void)
{
  g_autoptr (SondeRun) run = make_line (100);
  g_autoptr (SondeFigure) figure = sonde_figure_new (run);
  SondeView end = { .auto_x = TRUE, .auto_y = TRUE, .upto = 100 };
  cairo_surface_t *now = draw (figure, &everything, NULL), *last = draw (figure, &end, NULL), *later;

  g_assert_true (picture_equal (now, last));
  tell (run, .001, 50);
  g_assert_true (sonde_figure_update (figure));
  later = draw (figure, &end, NULL);
  g_assert_true (picture_equal (now, later));
  cairo_surface_destroy (now);
  cairo_surface_destroy (last);
  cairo_surface_destroy (later);
}

static void
test_quantity (void)
{
  g_autoptr (SondeRun) run = make_line (60);
  g_autoptr (SondeFigure) figure = sonde_figure_new (run);
  SondeView view = { .auto_x = TRUE, .auto_y = TRUE, .hide_newest = TRUE, .quantity = "y^2 - x, 20" };
  const SondePalette *palette = sonde_palette_get (FALSE, FALSE);
  SondeFrame frame;
  cairo_surface_t *surface = draw (figure, &view, &frame);
  guint id;

  for (guint i = 0; i < 60; i++)
    {
      double x = spread (i);

      g_assert_true (shows (surface, &frame, x, 9 * x * x - x, palette->series[0]));
      g_assert_true (sonde_figure_pick (figure, &frame, sonde_frame_from_x (&frame, x), sonde_frame_from_y (&frame, 9 * x * x - x),
                                        1, &id));
    }
  g_assert_true (shows (surface, &frame, spread (7), 20, palette->series[1]));
  cairo_surface_destroy (surface);

  /* points told later have it too, and so has the past */
  tell (run, .999, 40);
  sonde_figure_update (figure);
  cairo_surface_destroy (draw (figure, &view, &frame));
  g_assert_cmpfloat (frame.y_max, >, 1599);
  view.upto = 60;
  cairo_surface_destroy (draw (figure, &view, &frame));
  g_assert_cmpfloat (frame.y_max, <, 30);
  view.quantity = NULL;
  view.upto = 0;
  cairo_surface_destroy (draw (figure, &view, &frame));
  g_assert_cmpfloat (frame.y_max, <, 50);
}

/* Another run in the same figure: no quantity of the old one is left. */
static void
test_quantity_restart (void)
{
  g_autoptr (SondeRun) other = make_run ("x", 0, 1);
  g_autoptr (SondeFigure) figure = sonde_figure_new (other);
  g_autoptr (SondeStudy) study = make_study ("10*x", 5, 6);
  g_autoptr (GError) error = NULL;
  SondeView view = { .auto_x = TRUE, .auto_y = TRUE, .quantity = "y/100" };
  SondeFrame frame;

  cairo_surface_destroy (draw (figure, &view, &frame));
  g_assert_true (sonde_run_set_study (other, study, &error));
  g_assert_no_error (error);
  tell (other, 5, 500);
  tell (other, 6, 600);
  sonde_figure_update (figure);
  cairo_surface_destroy (draw (figure, &view, &frame));
  g_assert_true (frame.y_min > 4.7 && frame.y_min < 5 && frame.y_max > 6 && frame.y_max < 6.2);
}

static void
test_check_quantity (void)
{
  static const struct { const char *text; int position; int code; } cases[] = {
    { "y1 + y2 * x", -1, 0 }, { "log10(abs(y))", -1, 0 }, { "y3", 0, SONDE_EXPRESSION_ERROR_UNKNOWN_NAME },
    { "y + z", 4, SONDE_EXPRESSION_ERROR_UNKNOWN_NAME }, { "(y", 0, SONDE_EXPRESSION_ERROR_BRACKET },
    { "", 0, SONDE_EXPRESSION_ERROR_EMPTY },
  };
  g_autoptr (SondeRun) run = make_run ("x, -x", -1, 1);
  g_autoptr (SondeFigure) figure = sonde_figure_new (run);
  g_autoptr (SondeFigure) other = sonde_figure_new_convergence (run);
  g_autoptr (GError) refused = NULL;
  double x = 0, y[] = { 1, 2 };

  /* it is not known yet how many components there are */
  g_assert_true (sonde_figure_check_quantity (figure, "y3", NULL, NULL));
  g_assert_true (sonde_learner_tell (sonde_run_get_learner (run), &x, y, 2, 0, NULL));
  sonde_figure_update (figure);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      SondeView view = { .auto_x = TRUE, .auto_y = TRUE, .quantity = cases[i].text };
      int position;

      g_assert_true (sonde_figure_check_quantity (figure, cases[i].text, &position, &error) == (cases[i].position < 0));
      g_assert_cmpint (position, ==, cases[i].position);
      if (cases[i].position >= 0)
        g_assert_error (error, SONDE_EXPRESSION_ERROR, cases[i].code);
      cairo_surface_destroy (draw (figure, &view, NULL));
    }
  g_assert_false (sonde_figure_check_quantity (other, "y", NULL, &refused));
  g_assert_nonnull (refused);
}

static gboolean
is_tinted (cairo_surface_t  *surface,
           const SondeFrame *frame,
           double            x,
           double            part)
{
  SondeColor ground = sonde_palette_get (FALSE, FALSE)->ground;

  /* 2 beside, since steps stand at points; grid lines are fainter */
  return color_difference (picture_at (surface, (int) sonde_frame_from_x (frame, x) + 2,
                                       (int) (frame->y + frame->height - part * frame->height)), ground) > .075;
}

typedef struct
{
  cairo_surface_t  *surface;
  const SondeFrame *frame;
  double            largest;
  guint             n;
} LossCheck;

/* As high as its part of the largest, which comes first. */
static void
check_cell (const double *vertices,
            guint         n_vertices,
            double        loss,
            gpointer      data)
{
  LossCheck *check = data;
  double middle = (vertices[0] + vertices[1]) / 2, part;

  g_assert_cmpuint (n_vertices, ==, 2);
  check->largest = check->n++ == 0 ? loss : check->largest;
  part = .2 * loss / check->largest;
  g_assert_true (part < .015 || is_tinted (check->surface, check->frame, middle, part - .012));
  g_assert_false (is_tinted (check->surface, check->frame, middle, part + .012));
}

static void
check_losses (SondeFigure     *figure,
              const SondeView *view,
              SondeRun        *run,
              guint            n)
{
  SondeFrame frame;
  LossCheck check = { .frame = &frame };

  sonde_figure_update (figure);
  check.surface = draw (figure, view, &frame);
  sonde_learner_foreach_loss (sonde_run_get_learner (run), TRUE, check_cell, &check);
  g_assert_cmpuint (check.n, ==, n);
  cairo_surface_destroy (check.surface);
}

static void
test_losses (void)
{
  static const double xs[] = { -1, 0, .5, .75, 1 };
  g_autoptr (SondeRun) run = make_run ("x", -1, 1);
  g_autoptr (SondeFigure) figure = NULL;
  SondeView view = { .auto_x = TRUE, .auto_y = TRUE, .hide_newest = TRUE, .hide_rug = TRUE, .hide_points = TRUE, .hide_line = TRUE };
  SondeFrame frame;
  cairo_surface_t *surface;

  for (guint i = 0; i < G_N_ELEMENTS (xs); i++)
    tell (run, xs[i], xs[i] * xs[i]);
  figure = sonde_figure_new (run);
  surface = draw (figure, &view, &frame);
  g_assert_false (is_tinted (surface, &frame, -.5, .1));
  cairo_surface_destroy (surface);
  view.show_losses = TRUE;
  check_losses (figure, &view, run, 4);
  /* they follow */
  tell (run, -.5, .25);
  check_losses (figure, &view, run, 5);
  /* of the past they are not known */
  view.upto = 3;
  surface = draw (figure, &view, &frame);
  g_assert_false (is_tinted (surface, &frame, -.25, .04));
  cairo_surface_destroy (surface);
}

/* Many intervals: those left out are shown with what they have at most. */
static void
test_many_losses (void)
{
  g_autoptr (SondeRun) run = make_line (20000);
  g_autoptr (SondeFigure) figure = sonde_figure_new (run);
  SondeView view = { .auto_x = TRUE, .auto_y = TRUE, .hide_newest = TRUE, .hide_rug = TRUE, .show_losses = TRUE, .hide_line = TRUE };
  SondeFrame frame;
  cairo_surface_t *surface;

  while (sonde_figure_is_behind (figure))
    sonde_figure_update (figure);
  surface = draw (figure, &view, &frame);
  for (double x = -.95; x < .95; x += .05)
    g_assert_true (is_tinted (surface, &frame, x, .05));
  cairo_surface_destroy (surface);
}

/* A cross in a ring will be tried again, a bare one will not. */
static void
test_failed (void)
{
  double failed = -.52;
  const SondePalette *palette = sonde_palette_get (FALSE, FALSE);

  for (guint retries = 0; retries < 4; retries += 3)
    {
      g_autoptr (SondeRun) run = make_line (60);
      g_autoptr (SondeFigure) figure = NULL;
      SondeFrame frame;
      cairo_surface_t *surface;
      double x, y;

      sonde_runner_set_retries (sonde_run_get_runner (run), retries);
      sonde_runner_restore_failure (sonde_run_get_runner (run), &failed, 1, "no");
      figure = sonde_figure_new (run);
      surface = draw (figure, &everything, &frame);
      x = sonde_frame_from_x (&frame, failed);
      y = frame.y + frame.height - 18;
      g_assert_true (picture_has (surface, x, y, 2, palette->failed, .15));
      g_assert_true (picture_has (surface, x, y - 6.5, 1, palette->failed, .35) == (retries > 0));
      g_assert_true (picture_has (surface, x + 6.5, y, 1, palette->failed, .35) == (retries > 0));
      cairo_surface_destroy (surface);
    }
}

/* A large file is handed over in pieces, all of which arrive. */
static void
test_pieces (void)
{
  guint n = 700000;
  g_autoptr (SondeRun) run = make_run ("x", -1, 1);
  g_autofree double *xs = g_new (double, n), *ys = g_new (double, n);
  g_autoptr (SondeFigure) figure = NULL;
  g_autofree char *text = NULL;
  guint n_calls = 0;
  SondeFrame frame;

  for (guint i = 0; i < n; i++)
    {
      xs[i] = -1 + 2. * i / (n - 1);
      ys[i] = xs[i];
    }
  g_assert_true (sonde_learner_tell_many (sonde_run_get_learner (run), n, xs, ys, SONDE_SCALAR, NULL, FALSE, NULL));
  figure = sonde_figure_new (run);
  cairo_surface_destroy (draw (figure, &everything, NULL));
  while (sonde_figure_is_behind (figure))
    {
      g_assert_true (sonde_figure_update (figure));
      n_calls++;
      g_assert_cmpuint (n_calls, <, 50);
    }
  g_assert_cmpuint (n_calls, >=, 2);
  g_assert_false (sonde_figure_update (figure));
  cairo_surface_destroy (draw (figure, &everything, &frame));
  g_assert_cmpfloat (frame.y_max, >, 1);
  text = sonde_figure_describe (figure);
  g_assert_nonnull (strstr (text, "700000 points, values from −1 to 1"));
}

/* Large text takes more room around, and none of it is cut off. */
static void
test_font_scale (void)
{
  g_autoptr (SondeRun) run = make_line (60);
  SondeFigure *figures[] = { sonde_figure_new (run), sonde_figure_new_convergence (run) };
  SondeStyle style = make_style (1, FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (figures); i++)
    {
      SondeFrame one, two, none;
      cairo_surface_t *surface;

      style.font_scale = 0;
      cairo_surface_destroy (draw_styled (figures[i], &everything, &style, &none));
      style.font_scale = 1;
      cairo_surface_destroy (draw_styled (figures[i], &everything, &style, &one));
      g_assert_cmpmem (&none, sizeof none, &one, sizeof one);
      style.font_scale = 2;
      surface = draw_styled (figures[i], &everything, &style, &two);
      g_assert_cmpfloat (two.x, >=, one.x);
      g_assert_cmpfloat (two.height, <, one.height - 20);
      /* nothing at the figure's lower edge, but something just above: the title */
      g_assert_cmpuint (picture_count (surface, 0, FIGURE_HEIGHT - 2, FIGURE_WIDTH, 2, style.palette->ground, 0), ==, 2 * FIGURE_WIDTH);
      g_assert_cmpuint (picture_count (surface, 0, FIGURE_HEIGHT - 30, FIGURE_WIDTH, 30, style.palette->ground, .1), <,
                        30 * FIGURE_WIDTH - 50);
      cairo_surface_destroy (surface);
      g_assert_finalize_object (figures[i]);
    }
}

static void
on_drawn (GObject      *source,
          GAsyncResult *result,
          gpointer      data)
{
  cairo_surface_t **surface = data;

  *surface = sonde_figure_draw_finish (SONDE_FIGURE (source), result, NULL, NULL);
}

/* The text of a quantity need not outlive the call. */
static void
test_async (void)
{
  g_autoptr (SondeRun) run = make_line (60);
  g_autoptr (SondeFigure) figure = sonde_figure_new (run);
  char *text = g_strdup ("sin(3*y)");
  SondeView view = { .auto_x = TRUE, .auto_y = TRUE, .quantity = text, .show_losses = TRUE };
  SondeStyle style = make_style (1, TRUE);
  cairo_surface_t *surface = NULL, *expected;

  sonde_figure_draw_async (figure, &view, &style, NULL, on_drawn, &surface);
  memset (text, '#', strlen (text));
  g_free (text);
  while (surface == NULL)
    g_main_context_iteration (NULL, TRUE);
  view.quantity = "sin(3*y)";
  expected = draw_styled (figure, &view, &style, NULL);
  g_assert_true (picture_equal (surface, expected));
  cairo_surface_destroy (surface);
  cairo_surface_destroy (expected);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/figure/view/upto", test_upto);
  g_test_add_func ("/figure/view/upto-end", test_upto_end);
  g_test_add_func ("/figure/view/quantity", test_quantity);
  g_test_add_func ("/figure/view/quantity-restart", test_quantity_restart);
  g_test_add_func ("/figure/view/check-quantity", test_check_quantity);
  g_test_add_func ("/figure/view/losses", test_losses);
  g_test_add_func ("/figure/view/many-losses", test_many_losses);
  g_test_add_func ("/figure/view/failed", test_failed);
  g_test_add_func ("/figure/view/pieces", test_pieces);
  g_test_add_func ("/figure/view/font-scale", test_font_scale);
  g_test_add_func ("/figure/view/async", test_async);
  return g_test_run ();
}
