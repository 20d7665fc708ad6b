/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "figure/figures.h"

typedef struct
{
  GMainLoop       *loop;
  cairo_surface_t *surface;
  SondeFrame       frame;
  GError          *error;
  gboolean         done;
} Result;

static void
on_drawn (GObject      *source,
          GAsyncResult *async,
          gpointer      user_data)
{
  Result *result = user_data;

  result->surface = sonde_figure_draw_finish (SONDE_FIGURE (source), async, &result->frame, &result->error);
  result->done = TRUE;
}

static void
test_same_as_here (void)
{
  g_autoptr (SondeRun) run = make_run ("x", -1, 1);
  g_autoptr (SondeFigure) figure = NULL;
  SondeView view = SONDE_VIEW_INIT;
  SondeStyle style = make_style (2, TRUE);
  SondeFrame frame;
  Result result = { 0 };
  cairo_surface_t *here;

  for (int i = -50; i <= 50; i++)
    tell (run, i / 50., sin (i / 5.));
  figure = sonde_figure_new (run);
  sonde_figure_draw_async (figure, &view, &style, NULL, on_drawn, &result);
  while (!result.done)
    g_main_context_iteration (NULL, TRUE);
  g_assert_no_error (result.error);
  g_assert_cmpint (cairo_image_surface_get_width (result.surface), ==, 2 * FIGURE_WIDTH);
  g_assert_cmpint (cairo_image_surface_get_height (result.surface), ==, 2 * FIGURE_HEIGHT);
  here = draw_styled (figure, &view, &style, &frame);
  g_assert_true (picture_equal (here, result.surface));
  g_assert_cmpfloat (frame.y_max, ==, result.frame.y_max);
  cairo_surface_destroy (here);
  cairo_surface_destroy (result.surface);
}

static void
test_cancel (void)
{
  g_autoptr (SondeRun) run = make_run ("x", -1, 1);
  g_autoptr (SondeFigure) figure = sonde_figure_new (run);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  SondeView view = SONDE_VIEW_INIT;
  SondeStyle style = make_style (1, FALSE);
  Result result = { 0 };

  g_cancellable_cancel (cancellable);
  sonde_figure_draw_async (figure, &view, &style, cancellable, on_drawn, &result);
  while (!result.done)
    g_main_context_iteration (NULL, TRUE);
  g_assert_error (result.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_null (result.surface);
  g_error_free (result.error);
}

/* A size that no surface can have is an error, not a crash. */
static void
test_too_large (void)
{
  g_autoptr (SondeRun) run = make_run ("x", -1, 1);
  g_autoptr (SondeFigure) figure = sonde_figure_new (run);
  SondeView view = SONDE_VIEW_INIT;
  SondeStyle style = make_style (1, FALSE);
  Result result = { 0 };

  style.width = 1e6;
  sonde_figure_draw_async (figure, &view, &style, NULL, on_drawn, &result);
  while (!result.done)
    g_main_context_iteration (NULL, TRUE);
  g_assert_error (result.error, G_IO_ERROR, G_IO_ERROR_FAILED);
  g_error_free (result.error);
}

/* Points come, are picked and described while the thread draws; at the end all are there. */
static void
test_race (void)
{
  g_autoptr (SondeRun) run = make_run ("x", -1, 1);
  g_autoptr (SondeFigure) figure = sonde_figure_new (run);
  SondeView view = SONDE_VIEW_INIT;
  SondeStyle style = make_style (1, FALSE);
  SondeFrame frame = { 0 };
  guint n = 0, id;

  for (guint round = 0; round < 30; round++)
    {
      Result result = { 0 };

      sonde_figure_draw_async (figure, &view, &style, NULL, on_drawn, &result);
      while (!result.done)
        {
          double x = g_test_rand_double_range (-1, 1);

          tell (run, x, sin (9 * x));
          sonde_learner_tell_pending (sonde_run_get_learner (run), &(double) { g_test_rand_double_range (-1, 1) });
          n++;
          sonde_figure_update (figure);
          if (frame.width > 0)
            sonde_figure_pick (figure, &frame, 300, 200, 20, &id);
          g_free (sonde_figure_describe (figure));
          g_main_context_iteration (NULL, FALSE);
        }
      g_assert_no_error (result.error);
      frame = result.frame;
      cairo_surface_destroy (result.surface);
    }
  g_assert_cmpuint (sonde_learner_get_npoints (sonde_run_get_learner (run)), <=, n);
  cairo_surface_destroy (draw (figure, &view, &frame));
  for (guint i = 0; i < sonde_learner_get_npoints (sonde_run_get_learner (run)); i += 97)
    {
      const SondePoints *points = sonde_learner_get_points (sonde_run_get_learner (run));

      g_assert_true (sonde_figure_pick (figure, &frame, sonde_frame_from_x (&frame, points->x[i]),
                                        sonde_frame_from_y (&frame, points->y[i]), .01, &id));
    }
}

/* Dropped while it draws. */
static void
test_dropped (void)
{
  g_autoptr (SondeRun) run = make_run ("x", -1, 1);
  SondeFigure *figure = sonde_figure_new (run);
  SondeView view = SONDE_VIEW_INIT;
  SondeStyle style = make_style (1, FALSE);
  Result result = { 0 };

  sonde_figure_draw_async (figure, &view, &style, NULL, on_drawn, &result);
  g_object_add_weak_pointer (G_OBJECT (figure), (gpointer *) &figure);
  g_object_unref (figure);
  while (!result.done || figure != NULL)
    g_main_context_iteration (NULL, figure == NULL);
  g_assert_no_error (result.error);
  cairo_surface_destroy (result.surface);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/figure/async/same-as-here", test_same_as_here);
  g_test_add_func ("/figure/async/cancel", test_cancel);
  g_test_add_func ("/figure/async/too-large", test_too_large);
  g_test_add_func ("/figure/async/race", test_race);
  g_test_add_func ("/figure/async/dropped", test_dropped);
  return g_test_run ();
}
