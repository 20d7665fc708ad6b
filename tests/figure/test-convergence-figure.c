/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gstdio.h>

#include "figure/figures.h"

static const SondeView everything = SONDE_VIEW_INIT;

static SondeRun *
run_to_its_end (const char *path,
                const char *goal)
{
  g_autofree char *text = g_strdup_printf (
    "{\"sonde\": 1, \"title\": \"Way down\", \"function\": {\"kind\": \"formula\", \"expression\": \"exp(-40*x^2)\"},"
    " \"domain\": [{\"name\": \"x\", \"min\": -1, \"max\": 1.1}], \"learner\": {\"kind\": \"1d\"}, \"goal\": %s,"
    " \"execution\": {\"executor\": {\"kind\": \"sequential\"}}}", goal);
  g_autoptr (SondeStudy) study = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = g_file_new_for_path (path);
  SondeRun *run;

  study = sonde_study_parse (text, &error);
  g_assert_no_error (error);
  run = sonde_run_new (study);
  g_assert_true (sonde_run_save_as (run, file, &error));
  g_assert_true (sonde_run_start (run, &error));
  g_assert_true (sonde_runner_block_until_done (sonde_run_get_runner (run), &error));
  g_assert_no_error (error);
  return run;
}

static char *
make_path (char **folder)
{
  *folder = g_dir_make_tmp ("sonde-figure-XXXXXX", NULL);
  g_assert_nonnull (*folder);
  return g_build_filename (*folder, "run.sonde", NULL);
}

static void
remove_all (const char *path,
            const char *folder)
{
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

/* What a run remembers while it goes on is what its file tells. */
static void
test_replay (void)
{
  g_autofree char *folder = NULL, *path = make_path (&folder);
  SondeRun *live = run_to_its_end (path, "{\"npoints\": 5000}"), *read;
  g_autoptr (GFile) file = g_file_new_for_path (path);
  const SondeMilestone *of_live, *of_file;
  guint n, n_read;

  of_live = sonde_convergence_get (sonde_run_get_convergence (live), &n);
  g_assert_cmpuint (n, >, 500);
  sonde_run_save (live, NULL);
  read = sonde_run_open (file, NULL, NULL);
  g_assert_nonnull (read);
  of_file = sonde_convergence_get (sonde_run_get_convergence (read), &n_read);
  g_assert_cmpuint (n_read, ==, n);
  for (guint i = 0; i < n; i++)
    {
      g_assert_cmpuint (of_file[i].npoints, ==, of_live[i].npoints);
      g_assert_cmpfloat (of_file[i].loss, ==, of_live[i].loss);
      g_assert_true (of_file[i].error == of_live[i].error || (isnan (of_file[i].error) && isnan (of_live[i].error)));
      g_assert_cmpfloat (of_file[i].elapsed, >=, i > 0 ? of_file[i - 1].elapsed : 0);
      g_assert_cmpfloat (of_file[i].elapsed, <=, sonde_run_get_elapsed (read) + 1e-9);
    }
  g_assert_cmpfloat (sonde_learner_get_latest_loss (sonde_run_get_learner (read)), ==,
                     sonde_learner_get_loss (sonde_run_get_learner (live), TRUE));
  sonde_run_close (live, FALSE);
  sonde_run_close (read, FALSE);
  g_assert_finalize_object (live);
  g_assert_finalize_object (read);
  remove_all (path, folder);
}

static gboolean
has_color (cairo_surface_t *surface,
           double           x,
           double           y,
           SondeColor       color)
{
  return picture_has (surface, x, y, 2, color, .3);
}

static void
check_loss (cairo_surface_t  *surface,
            const SondeFrame *frame,
            SondeRun         *run,
            SondeColor        blue)
{
  guint n;
  const SondeMilestone *milestones = sonde_convergence_get (sonde_run_get_convergence (run), &n);

  for (guint i = 5; i + 1 < n; i += 7)
    g_assert_true (has_color (surface, sonde_frame_from_x (frame, milestones[i].npoints),
                              sonde_frame_from_y (frame, milestones[i].loss), blue));
}

static void
test_picture (void)
{
  g_autofree char *folder = NULL, *path = make_path (&folder);
  SondeRun *run = run_to_its_end (path, "{\"any\": [{\"loss\": 0.01}, {\"npoints\": 3000}]}");

  for (guint dark = 0; dark < 2; dark++)
    {
      SondeFigure *figure = sonde_figure_new_convergence (run);
      SondeStyle style = make_style (1, dark);
      SondeFrame frame;
      cairo_surface_t *surface = draw_styled (figure, &everything, &style, &frame);
      double goal = sonde_frame_from_y (&frame, .01);

      g_assert_true (frame.log_x && frame.log_y);
      check_loss (surface, &frame, run, style.palette->series[0]);
      /* the other curve, the goal's line over the whole width, its label above */
      g_assert_cmpuint (picture_count (surface, frame.x, frame.y, frame.width, frame.height, style.palette->series[1], .3), >, 100);
      g_assert_cmpuint (picture_count (surface, frame.x, goal - 2, frame.width, 4, style.palette->goal, .3), >, frame.width / 3);
      g_assert_cmpuint (picture_count (surface, frame.x + 8, goal - 16, 60, 13, style.palette->goal, .3), >, 20);
      cairo_surface_destroy (surface);
      g_assert_finalize_object (figure);
    }
  sonde_run_close (run, FALSE);
  g_assert_finalize_object (run);
  remove_all (path, folder);
}

/* What is later is not shown, and the picture stands still. */
static void
test_upto (void)
{
  g_autofree char *folder = NULL, *path = make_path (&folder);
  SondeRun *run = run_to_its_end (path, "{\"npoints\": 1000}");
  SondeFigure *figure = sonde_figure_new_convergence (run);
  SondeView view = { .auto_x = TRUE, .auto_y = TRUE, .upto = 100 };
  const SondePalette *palette = sonde_palette_get (FALSE, FALSE);
  SondeFrame all, some;
  cairo_surface_t *surface;
  double x;

  cairo_surface_destroy (draw (figure, &everything, &all));
  surface = draw (figure, &view, &some);
  g_assert_cmpmem (&all, sizeof all, &some, sizeof some);
  /* behind the name of the curve, which may stand at its end */
  x = sonde_frame_from_x (&some, 100) + 50;
  g_assert_cmpuint (picture_count (surface, x, some.y, some.x + some.width - x, some.height, palette->series[0], .3), ==, 0);
  g_assert_cmpuint (picture_count (surface, x - 90, some.y, 40, some.height, palette->series[0], .3), >, 30);
  cairo_surface_destroy (surface);
  sonde_run_close (run, FALSE);
  g_assert_finalize_object (figure);
  g_assert_finalize_object (run);
  remove_all (path, folder);
}

static void
test_pick_and_describe (void)
{
  g_autofree char *folder = NULL, *path = make_path (&folder), *text = NULL;
  SondeRun *run = run_to_its_end (path, "{\"loss\": 0.05}");
  SondeFigure *figure = sonde_figure_new_convergence (run);
  guint n, id;
  const SondeMilestone *milestones = sonde_convergence_get (sonde_run_get_convergence (run), &n);
  SondeFrame frame;

  cairo_surface_destroy (draw (figure, &everything, &frame));
  for (guint i = 10; i < MIN (n, 40); i++)
    {
      g_assert_true (sonde_figure_pick (figure, &frame, sonde_frame_from_x (&frame, milestones[i].npoints),
                                        sonde_frame_from_y (&frame, milestones[i].loss), 3, &id));
      g_assert_cmpuint (id, ==, milestones[i].npoints - 1);
    }
  g_assert_false (sonde_figure_pick (figure, &frame, -50, -50, 8, &id));
  g_assert_cmpuint (sonde_figure_get_n_series (figure), ==, 2);
  text = sonde_figure_describe (figure);
  g_assert_nonnull (strstr (text, "Convergence: the loss went from "));
  g_assert_nonnull (strstr (text, ", which reaches the goal of 0.05; the estimated error is "));
  g_assert_false (sonde_figure_update (figure));
  sonde_run_close (run, FALSE);
  g_assert_finalize_object (figure);
  g_assert_finalize_object (run);
  remove_all (path, folder);
}

/* Nothing yet, one point, constants whose loss is 0, NaN only. */
static void
test_little (void)
{
  static const struct { guint n; double slope; } cases[] = { { 0, 1 }, { 1, 1 }, { 2, 1 }, { 30, 0 }, { 30, NAN }, { 30, 1e300 } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (SondeRun) run = make_run ("x", -1, 1);
      g_autoptr (SondeFigure) figure = NULL;
      g_autofree char *text = NULL;
      SondeFrame frame;
      cairo_surface_t *surface;

      for (guint k = 0; k < cases[i].n; k++)
        {
          double x = -1 + 2. * k / MAX (1, cases[i].n - 1);

          tell (run, x, x * cases[i].slope);
          sonde_convergence_look (sonde_run_get_convergence (run), sonde_run_get_learner (run), 0);
        }
      figure = sonde_figure_new_convergence (run);
      surface = draw (figure, &everything, &frame);
      g_assert_true (isfinite (frame.x_min) && frame.x_min > 0 && frame.x_max >= 9 * frame.x_min);
      g_assert_true (isfinite (frame.y_min) && frame.y_min > 0 && frame.y_max >= 9 * frame.y_min);
      text = sonde_figure_describe (figure);
      g_assert_true (g_str_has_prefix (text, "Convergence: ") && g_str_has_suffix (text, "."));
      cairo_surface_destroy (surface);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/figure/convergence/replay", test_replay);
  g_test_add_func ("/figure/convergence/picture", test_picture);
  g_test_add_func ("/figure/convergence/upto", test_upto);
  g_test_add_func ("/figure/convergence/pick-and-describe", test_pick_and_describe);
  g_test_add_func ("/figure/convergence/little", test_little);
  return g_test_run ();
}
