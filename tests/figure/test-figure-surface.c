/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Figures of runs of two variables: what a run knows is what is seen, picked, walked along and told. */

#include "config.h"

#include "figures.h"

#include "function/sonde-expression.h"

#define SIDE 9

static SondeRun *
make_surface_run (const char *y_scale)
{
  g_autofree char *text = g_strdup_printf (
    "{\"sonde\": 1, \"title\": \"Hills\", \"function\": {\"kind\": \"formula\", \"expression\": \"u + v\"},"
    " \"domain\": [{\"name\": \"u\", \"min\": -1, \"max\": 1}, {\"name\": \"v\", \"min\": 1, \"max\": 100%s}],"
    " \"learner\": {\"kind\": \"2d\"}}", y_scale);
  g_autoptr (GError) error = NULL;
  g_autoptr (SondeStudy) study = sonde_study_parse (text, &error);

  g_assert_no_error (error);
  return sonde_run_new (study);
}

static void
tell_at (SondeRun *run,
         double    u,
         double    v,
         double    first,
         double    second)
{
  const double x[] = { u, v }, y[] = { first, second };
  g_autoptr (GError) error = NULL;

  sonde_learner_tell (sonde_run_get_learner (run), x, y, 2, 0, &error);
  g_assert_no_error (error);
}

/* A grid, row by row, of which values are 3u + v/50 and u·v. */
static void
tell_grid (SondeRun *run)
{
  for (guint i = 0; i < SIDE * SIDE; i++)
    {
      double u = -1 + 2. * (i % SIDE) / (SIDE - 1), v = 1 + 99. * (i / SIDE) / (SIDE - 1);

      tell_at (run, u, v, 3 * u + v / 50, u * v);
    }
}

static guint
get_id (guint column,
        guint row)
{
  return row * SIDE + column;
}

static void
test_read_out (void)
{
  g_autoptr (SondeRun) run = make_surface_run ("");
  g_autoptr (SondeFigure) figure = NULL;
  SondeView view = SONDE_VIEW_INIT;
  double x[2], z;
  SondeFrame frame;

  tell_grid (run);
  figure = sonde_figure_new (run);
  g_assert_true (sonde_figure_get_options (figure) & SONDE_FIGURE_FIELD);
  g_assert_false (sonde_figure_get_options (figure) & SONDE_FIGURE_SLICES);
  cairo_surface_destroy (draw (figure, &view, &frame));
  for (double px = frame.x + 4.5; px < frame.x + frame.width; px += 31)
    for (double py = frame.y + 3.5; py < frame.y + frame.height; py += 37)
      {
        g_assert_true (sonde_figure_read_out (figure, &frame, px, py, x, &z));
        g_assert_cmpfloat_with_epsilon (x[0], sonde_frame_to_x (&frame, px), 1e-12);
        g_assert_cmpfloat_with_epsilon (z, 3 * x[0] + x[1] / 50, 1e-9);
      }
  g_assert_false (sonde_figure_read_out (figure, &frame, frame.x - 5, frame.y + 5, x, &z));
  g_clear_object (&figure);
}

/* Another component, and an expression of variables and values. */
static void
test_components (void)
{
  g_autoptr (SondeRun) run = make_surface_run ("");
  g_autoptr (SondeFigure) figure = NULL;
  g_autofree char *first = NULL, *shown = NULL;
  SondeView view = SONDE_VIEW_INIT;
  double x[2], z;
  SondeFrame frame;

  tell_grid (run);
  figure = sonde_figure_new (run);
  g_assert_cmpuint (sonde_figure_get_n_series (figure), ==, 2);
  first = sonde_figure_get_series_name (figure, 0);
  g_assert_cmpstr (first, ==, "f₁");
  view.component = 1;
  cairo_surface_destroy (draw (figure, &view, &frame));
  /* at a point of the grid the interpolation has its value */
  g_assert_true (sonde_figure_read_out (figure, &frame, sonde_frame_from_x (&frame, .5) + .01, sonde_frame_from_y (&frame, 25.75) + .01,
                                        x, &z));
  g_assert_cmpfloat_with_epsilon (z, .5 * 25.75, .5);

  g_assert_true (sonde_figure_check_quantity (figure, "f1 - 3*u, v", NULL, NULL));
  view.quantity = "f1 - 3*u, v";
  view.component = 0;
  cairo_surface_destroy (draw (figure, &view, &frame));
  g_assert_true (sonde_figure_read_out (figure, &frame, frame.x + 40.5, frame.y + 40.5, x, &z));
  g_assert_cmpfloat_with_epsilon (z, x[1] / 50, 1e-9);
  g_assert_cmpuint (sonde_figure_get_n_series (figure), ==, 2);
  shown = sonde_figure_get_series_name (figure, 1);
  g_assert_cmpstr (shown, ==, "v");
}

static void
test_wrong_quantity (void)
{
  g_autoptr (SondeRun) run = make_surface_run ("");
  g_autoptr (SondeFigure) figure = NULL;
  g_autoptr (GError) error = NULL;
  int position;

  tell_grid (run);
  figure = sonde_figure_new (run);
  g_assert_false (sonde_figure_check_quantity (figure, "u + f7", &position, &error));
  g_assert_error (error, SONDE_EXPRESSION_ERROR, SONDE_EXPRESSION_ERROR_UNKNOWN_NAME);
  g_assert_cmpint (position, ==, 4);
}

static void
test_pick_and_walk (void)
{
  g_autoptr (SondeRun) run = make_surface_run ("");
  g_autoptr (SondeFigure) figure = NULL;
  SondeView view = SONDE_VIEW_INIT;
  SondeSpot spot = { SONDE_SPOT_NONE, 0 };
  double x, y;
  SondeFrame frame;
  guint id;

  tell_grid (run);
  figure = sonde_figure_new (run);
  cairo_surface_destroy (draw (figure, &view, &frame));
  g_assert_true (sonde_figure_pick (figure, &frame, sonde_frame_from_x (&frame, .25) + 3, sonde_frame_from_y (&frame, 50.5) - 2, 8, &id));
  g_assert_cmpuint (id, ==, get_id (5, 4));
  g_assert_false (sonde_figure_pick (figure, &frame, sonde_frame_from_x (&frame, .125), sonde_frame_from_y (&frame, 44), 4, &id));

  g_assert_true (sonde_figure_walk (figure, &frame, SONDE_STEP_RIGHT, &spot));
  g_assert_cmpuint (spot.id, ==, get_id (4, 4));
  sonde_figure_walk (figure, &frame, SONDE_STEP_RIGHT, &spot);
  g_assert_cmpuint (spot.id, ==, get_id (5, 4));
  sonde_figure_walk (figure, &frame, SONDE_STEP_UP, &spot);
  g_assert_cmpuint (spot.id, ==, get_id (5, 5));
  sonde_figure_walk (figure, &frame, SONDE_STEP_LEFT, &spot);
  g_assert_cmpuint (spot.id, ==, get_id (4, 5));
  sonde_figure_walk (figure, &frame, SONDE_STEP_DOWN, &spot);
  g_assert_cmpuint (spot.id, ==, get_id (4, 4));
  sonde_figure_walk (figure, &frame, SONDE_STEP_LAST, &spot);
  g_assert_cmpuint (spot.id, ==, SIDE * SIDE - 1);
  /* there is nothing further on */
  sonde_figure_walk (figure, &frame, SONDE_STEP_RIGHT, &spot);
  g_assert_cmpuint (spot.id, ==, SIDE * SIDE - 1);
  g_assert_true (sonde_figure_locate (figure, &frame, &spot, &x, &y));
  g_assert_cmpfloat_with_epsilon (x, frame.x + frame.width, 1e-9);
  g_assert_cmpfloat_with_epsilon (y, frame.y, 1e-9);

  /* of the past only what was known */
  view.upto = 20;
  cairo_surface_destroy (draw (figure, &view, &frame));
  g_assert_false (sonde_figure_locate (figure, &frame, &spot, &x, &y));
  sonde_figure_walk (figure, &frame, SONDE_STEP_LAST, &spot);
  g_assert_cmpuint (spot.id, ==, 19);
}

static void
test_words (void)
{
  g_autoptr (SondeRun) run = make_surface_run ("");
  g_autoptr (SondeFigure) figure = NULL;
  g_autofree char *all = NULL, *row = NULL, *values = NULL, *words = NULL;
  SondeView view = SONDE_VIEW_INIT;
  SondeSpot spot = { 1, 1 };
  SondeFrame frame;

  tell_at (run, -1, 1, 2, 3);
  tell_at (run, .5, 1, NAN, NAN);
  tell_at (run, -1, 100, -4, 8);
  figure = sonde_figure_new (run);
  cairo_surface_destroy (draw (figure, &view, &frame));
  row = sonde_figure_tell (figure, &spot, SONDE_TELL_ROW);
  g_assert_cmpstr (row, ==, "0.5\t1\tnan\tnan");
  spot.id = 2;
  values = sonde_figure_tell (figure, &spot, SONDE_TELL_VALUES);
  g_assert_cmpstr (values, ==, "u = −1\nv = 100\nf₁ = −4\nf₂ = 8");
  all = sonde_figure_tell (figure, &spot, SONDE_TELL_ALL);
  g_assert_cmpstr (all, ==, "u = −1\nv = 100\nf₂ = 8\npoint 3 of 3");
  words = sonde_figure_describe (figure);
  g_assert_cmpstr (words, ==, "Surface of f(u, v) for u from −1 to 1, v from 1 to 100, 3 points, values from −4 to 8,"
                              " 1 point without a value.");
}

/* A picture of the past is that which was drawn then. */
static void
test_past (void)
{
  g_autoptr (SondeRun) early = make_surface_run (""), late = make_surface_run ("");
  g_autoptr (SondeFigure) then = NULL, now = NULL;
  SondeView view = SONDE_VIEW_INIT;
  cairo_surface_t *a, *b, *c;

  for (guint i = 0; i < SIDE; i++)
    {
      tell_at (early, -1 + .2 * i, 1 + 99. * (i % 3) / 2, i, 0);
      tell_at (late, -1 + .2 * i, 1 + 99. * (i % 3) / 2, i, 0);
    }
  tell_at (late, .77, 50, 20, 0);
  then = sonde_figure_new (early);
  now = sonde_figure_new (late);
  a = draw (then, &view, NULL);
  c = draw (now, &view, NULL);
  view.upto = SIDE;
  b = draw (now, &view, NULL);
  g_assert_true (picture_equal (a, b));
  g_assert_false (picture_equal (a, c));
  cairo_surface_destroy (a);
  cairo_surface_destroy (b);
  cairo_surface_destroy (c);
}

/* What is told between pictures is in the next one, and the picture is that of a new figure. */
static void
test_update (void)
{
  g_autoptr (SondeRun) run = make_surface_run ("");
  g_autoptr (SondeFigure) figure = NULL, fresh = NULL;
  SondeView view = SONDE_VIEW_INIT;
  cairo_surface_t *a, *b;

  figure = sonde_figure_new (run);
  cairo_surface_destroy (draw (figure, &view, NULL));
  g_assert_false (sonde_figure_is_behind (figure));
  for (guint i = 0; i < 60; i++)
    {
      tell_at (run, sin (3.7 * i), 50.5 + 49.5 * cos (i * i), i % 7, 1);
      g_assert_true (sonde_figure_is_behind (figure));
      g_assert_true (sonde_figure_update (figure));
      g_assert_false (sonde_figure_update (figure));
      if (i % 9 == 0)
        cairo_surface_destroy (draw (figure, &view, NULL));
    }
  a = draw (figure, &view, NULL);
  fresh = sonde_figure_new (run);
  b = draw (fresh, &view, NULL);
  g_assert_true (picture_equal (a, b));
  cairo_surface_destroy (a);
  cairo_surface_destroy (b);
}

/* Points that are being evaluated are rings, in both looks. */
static void
test_pending (void)
{
  for (guint dark = 0; dark < 2; dark++)
    {
      g_autoptr (SondeRun) run = make_surface_run ("");
      g_autoptr (SondeFigure) figure = NULL;
      SondeView view = SONDE_VIEW_INIT;
      SondeStyle style = make_style (1, dark);
      const double x[] = { .1, 40 };
      cairo_surface_t *surface;
      SondeFrame frame;

      tell_grid (run);
      sonde_learner_tell_pending (sonde_run_get_learner (run), x);
      figure = sonde_figure_new (run);
      view.hide_points = view.hide_newest = TRUE;
      view.mesh = SONDE_DETAIL_HIDE;
      surface = draw_styled (figure, &view, &style, &frame);
      g_assert_true (picture_has (surface, sonde_frame_from_x (&frame, .1), sonde_frame_from_y (&frame, 40), 5,
                                  (SondeColor) { 1, 1, 1, 1 }, .1));
      cairo_surface_destroy (surface);
      view.hide_pending = TRUE;
      surface = draw_styled (figure, &view, &style, &frame);
      g_assert_false (picture_has (surface, sonde_frame_from_x (&frame, .1), sonde_frame_from_y (&frame, 40), 5,
                                   (SondeColor) { 1, 1, 1, 1 }, .1));
      cairo_surface_destroy (surface);
    }
}

static void
test_log_variable (void)
{
  g_autoptr (SondeRun) run = make_surface_run (", \"scale\": \"log\"");
  g_autoptr (SondeFigure) figure = NULL;
  SondeView view = SONDE_VIEW_INIT;
  double x[2], z;
  SondeFrame frame;

  for (guint i = 0; i < 25; i++)
    tell_at (run, -1 + .5 * (i % 5), pow (10, .5 * (i / 5)), .5 * (i / 5), 0);
  figure = sonde_figure_new (run);
  sonde_figure_choose_axes (figure, &view);
  g_assert_true (view.log_y);
  g_assert_false (view.log_x);
  cairo_surface_destroy (draw (figure, &view, &frame));
  /* the value is the logarithm, so it is linear there */
  for (double py = frame.y + 3.5; py < frame.y + frame.height; py += 17)
    {
      g_assert_true (sonde_figure_read_out (figure, &frame, frame.x + 33, py, x, &z));
      g_assert_cmpfloat_with_epsilon (z, log10 (x[1]), 1e-9);
    }
}

static GBytes *
save (SondeFigure     *figure,
      const SondeView *view,
      const char      *name)
{
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), name, NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  GBytes *bytes;

  g_assert_true (sonde_figure_save (figure, view, file, 400, 300, 101.6, &error));
  g_assert_no_error (error);
  bytes = g_file_load_bytes (file, NULL, NULL, &error);
  g_assert_no_error (error);
  g_file_delete (file, NULL, NULL);
  return bytes;
}

static gboolean
has (GBytes     *bytes,
     const char *text)
{
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);

  return g_strstr_len (data, size, text) != NULL;
}

/* A file of paths has the colours as one image, and the mesh as paths, which are gone without it. */
static void
test_save (void)
{
  g_autoptr (SondeRun) run = make_surface_run ("");
  g_autoptr (SondeFigure) figure = NULL;
  g_autoptr (GBytes) svg = NULL, plain = NULL, bare = NULL;
  SondeView view = SONDE_VIEW_INIT;

  tell_grid (run);
  figure = sonde_figure_new (run);
  view.n_contours = 4;
  svg = save (figure, &view, "sonde-surface-test.svg");
  g_assert_true (has (svg, "image/png"));
  view.mesh = SONDE_DETAIL_HIDE;
  plain = save (figure, &view, "sonde-surface-test.svg");
  g_assert_cmpuint (g_bytes_get_size (plain), <, g_bytes_get_size (svg));
  view.hide_field = TRUE;
  bare = save (figure, &view, "sonde-surface-test.svg");
  g_assert_false (has (bare, "image/png"));
  g_clear_pointer (&bare, g_bytes_unref);
  bare = save (figure, &view, "sonde-surface-test.pdf");
  g_assert_true (has (bare, "%PDF"));
}

static void
on_drawn (GObject      *source,
          GAsyncResult *result,
          gpointer      data)
{
  cairo_surface_t **surface = data;
  g_autoptr (GError) error = NULL;

  *surface = sonde_figure_draw_finish (SONDE_FIGURE (source), result, NULL, &error);
  g_assert_no_error (error);
}

/* In a hurry, many points come into the picture bit by bit; in the end it is the whole one. */
static void
test_hurry (void)
{
  g_autoptr (SondeRun) run = make_surface_run ("");
  g_autoptr (GRand) rand = g_rand_new_with_seed (9);
  g_autoptr (SondeFigure) figure = NULL, fresh = NULL;
  SondeView view = SONDE_VIEW_INIT;
  SondeStyle style = make_style (1, FALSE);
  cairo_surface_t *last = NULL, *whole;

  for (guint i = 0; i < 3000; i++)
    tell_at (run, g_rand_double_range (rand, -1, 1), g_rand_double_range (rand, 1, 100), g_rand_double (rand), 0);
  figure = sonde_figure_new (run);
  style.hurry = TRUE;
  do
    {
      g_clear_pointer (&last, cairo_surface_destroy);
      sonde_figure_update (figure);
      sonde_figure_draw_async (figure, &view, &style, NULL, on_drawn, &last);
      while (last == NULL)
        g_main_context_iteration (NULL, TRUE);
    }
  while (sonde_figure_is_behind (figure));
  fresh = sonde_figure_new (run);
  style.hurry = FALSE;
  whole = draw_styled (fresh, &view, &style, NULL);
  g_assert_true (picture_equal (last, whole));
  cairo_surface_destroy (last);
  cairo_surface_destroy (whole);
}

/* A slice through three variables: what is read off is the interpolation where the others are cut, and the curve along one has the
 * points that lie in it. */
static void
test_slices (void)
{
  const char *text = "{\"sonde\": 1, \"function\": {\"kind\": \"formula\", \"expression\": \"x + y + z\"},"
                     " \"domain\": [{\"name\": \"x\", \"min\": 0, \"max\": 1}, {\"name\": \"y\", \"min\": 0, \"max\": 1},"
                     " {\"name\": \"z\", \"min\": 0, \"max\": 1}], \"learner\": {\"kind\": \"nd\"}}";
  g_autoptr (GError) error = NULL;
  g_autoptr (SondeStudy) study = sonde_study_parse (text, &error);
  g_autoptr (SondeRun) run = NULL;
  g_autoptr (SondeFigure) figure = NULL;
  SondeView view = SONDE_VIEW_INIT;
  double x[3], z;
  SondeFrame frame;
  guint id;

  g_assert_no_error (error);
  run = sonde_run_new (study);
  for (guint i = 0; i < 125; i++)
    {
      const double place[] = { i % 5 / 4., i / 5 % 5 / 4., i / 25 / 4. }, value = place[0] + 2 * place[1] - 3 * place[2];

      sonde_learner_tell (sonde_run_get_learner (run), place, &value, SONDE_SCALAR, 0, &error);
      g_assert_no_error (error);
    }
  figure = sonde_figure_new (run);
  g_assert_true (sonde_figure_get_options (figure) & SONDE_FIGURE_SLICES);
  view.slice_x = 2;
  view.slice_y = 0;
  view.slice_set = 1 << 1;
  view.slice_at[1] = .3;
  cairo_surface_destroy (draw (figure, &view, &frame));
  for (double px = frame.x + 4.5; px < frame.x + frame.width; px += 31)
    {
      g_assert_true (sonde_figure_read_out (figure, &frame, px, frame.y + 50.5, x, &z));
      g_assert_cmpfloat (x[1], ==, .3);
      g_assert_cmpfloat_with_epsilon (x[2], sonde_frame_to_x (&frame, px), 1e-12);
      g_assert_cmpfloat_with_epsilon (z, x[0] + .6 - 3 * x[2], 1e-6);
    }
  /* y = 0.25 is near enough to be shown, y = 0.5 is not */
  g_assert_true (sonde_figure_pick (figure, &frame, sonde_frame_from_x (&frame, .5), sonde_frame_from_y (&frame, .75), 3, &id));
  g_assert_cmpuint (id, ==, 3 + 5 * 1 + 25 * 2);

  view.slice_curve = TRUE;
  view.slice_at[1] = .5;
  view.slice_at[0] = .25;
  view.slice_set |= 1;
  cairo_surface_destroy (draw (figure, &view, &frame));
  g_assert_false (sonde_figure_get_options (figure) & SONDE_FIGURE_FIELD);
  g_assert_true (sonde_figure_pick (figure, &frame, sonde_frame_from_x (&frame, .75), sonde_frame_from_y (&frame, .25 + 1 - 2.25), 3, &id));
  g_assert_cmpuint (id, ==, 1 + 5 * 2 + 25 * 3);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/figure-surface/read-out", test_read_out);
  g_test_add_func ("/figure-surface/components", test_components);
  g_test_add_func ("/figure-surface/wrong-quantity", test_wrong_quantity);
  g_test_add_func ("/figure-surface/pick-and-walk", test_pick_and_walk);
  g_test_add_func ("/figure-surface/words", test_words);
  g_test_add_func ("/figure-surface/past", test_past);
  g_test_add_func ("/figure-surface/update", test_update);
  g_test_add_func ("/figure-surface/pending", test_pending);
  g_test_add_func ("/figure-surface/log-variable", test_log_variable);
  g_test_add_func ("/figure-surface/slices", test_slices);
  g_test_add_func ("/figure-surface/save", test_save);
  g_test_add_func ("/figure-surface/hurry", test_hurry);
  return g_test_run ();
}
