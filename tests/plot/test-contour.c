/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "plot/picture.h"
#include "plot/sonde-color-bar.h"
#include "plot/sonde-surface-layers.h"

#define N 21
#define SIZE 200.

/* A square of N × N places, moved about a little, each cell cut in two. */
typedef struct
{
  double x[N * N];
  double y[N * N];
  double z[N * N];
  guint  triangles[2 * (N - 1) * (N - 1)][3];
} Grid;

static Grid *
grid_new (double jitter)
{
  Grid *grid = g_new0 (Grid, 1);
  g_autoptr (GRand) rand = g_rand_new_with_seed (11);
  guint n = 0;

  for (guint i = 0; i < N * N; i++)
    {
      grid->x[i] = i % N * SIZE / (N - 1) + jitter * g_rand_double (rand);
      grid->y[i] = i / N * SIZE / (N - 1) + jitter * g_rand_double (rand);
    }
  for (guint i = 0; i < N * (N - 1); i++)
    if (i % N < N - 1)
      {
        memcpy (grid->triangles[n++], (guint[]) { i, i + 1, i + N }, 3 * sizeof (guint));
        memcpy (grid->triangles[n++], (guint[]) { i + 1, i + N + 1, i + N }, 3 * sizeof (guint));
      }
  return grid;
}

static SondeContours *
trace (const Grid   *grid,
       const double *levels,
       guint         n_levels,
       double        apart)
{
  SondeContours *contours = sonde_contours_new (levels, n_levels);
  SondeVertices v = { grid->x, grid->y, grid->z };

  for (guint i = 0; i < G_N_ELEMENTS (grid->triangles); i++)
    sonde_contours_add_triangle (contours, &v, grid->triangles[i]);
  sonde_contours_join (contours, 0, 0, 1, apart);
  return contours;
}

static guint
count_lines (const SondePlace *places,
             guint             n)
{
  guint lines = 0;

  for (guint i = 0; i < n; i++)
    lines += isnan (places[i].x);
  return lines;
}

static void
test_plane (void)
{
  g_autofree Grid *grid = grid_new (4);
  const double levels[] = { -50, 20, 130.5, 1000 };
  g_autoptr (SondeContours) contours = NULL;
  guint n;

  for (guint i = 0; i < N * N; i++)
    grid->z[i] = .7 * grid->x[i] + .2 * grid->y[i];
  contours = trace (grid, levels, G_N_ELEMENTS (levels), 0);
  for (guint k = 1; k < 3; k++)
    {
      const SondePlace *places = sonde_contours_get_lines (contours, k, &n);

      g_assert_cmpuint (n, >, N / 2);
      /* one line, from edge to edge */
      g_assert_cmpuint (count_lines (places, n), ==, 1);
      for (guint i = 0; i + 1 < n; i++)
        g_assert_cmpfloat_with_epsilon (.7 * places[i].x + .2 * places[i].y, levels[k], 1e-10);
      g_assert_cmpfloat (fabs (places[0].y - places[n - 2].y), >, 85);
    }
  sonde_contours_get_lines (contours, 0, &n);
  g_assert_cmpuint (n, ==, 0);
  sonde_contours_get_lines (contours, 3, &n);
  g_assert_cmpuint (n, ==, 0);
}

/* A level that is exactly the value of many corners, and plateaus. */
static void
test_corners_on_level (void)
{
  g_autofree Grid *grid = grid_new (0);
  const double level = 100;
  g_autoptr (SondeContours) contours = NULL, flat = NULL;
  const SondePlace *places;
  guint n;

  for (guint i = 0; i < N * N; i++)
    grid->z[i] = grid->x[i];
  contours = trace (grid, &level, 1, 0);
  places = sonde_contours_get_lines (contours, 0, &n);
  g_assert_cmpuint (count_lines (places, n), ==, 1);
  for (guint i = 0; i + 1 < n; i++)
    g_assert_cmpfloat (places[i].x, ==, 100);

  for (guint i = 0; i < N * N; i++)
    grid->z[i] = level;
  flat = trace (grid, &level, 1, 0);
  sonde_contours_get_lines (flat, 0, &n);
  g_assert_cmpuint (n, ==, 0);
}

/* Round a hill a line is closed and its length nearly that of a circle; where values are missing it is broken. */
static void
test_hill (void)
{
  g_autofree Grid *grid = grid_new (2);
  const double level = 60;
  g_autoptr (SondeContours) contours = NULL, broken = NULL, reduced = NULL;
  const SondePlace *places;
  double length = 0;
  guint n, n_reduced;

  for (guint i = 0; i < N * N; i++)
    grid->z[i] = hypot (grid->x[i] - 100, grid->y[i] - 100);
  contours = trace (grid, &level, 1, 0);
  places = sonde_contours_get_lines (contours, 0, &n);
  g_assert_cmpuint (count_lines (places, n), ==, 1);
  g_assert_true (places[0].x == places[n - 2].x && places[0].y == places[n - 2].y);
  for (guint i = 1; i + 1 < n; i++)
    length += hypot (places[i].x - places[i - 1].x, places[i].y - places[i - 1].y);
  g_assert_cmpfloat_with_epsilon (length, 2 * G_PI * level, .01 * length);

  reduced = trace (grid, &level, 1, 20);
  places = sonde_contours_get_lines (reduced, 0, &n_reduced);
  g_assert_cmpuint (n_reduced, <, n / 2);
  g_assert_true (places[0].x == places[n_reduced - 2].x && places[0].y == places[n_reduced - 2].y);
  for (guint i = 1; i + 2 < n_reduced; i++)
    g_assert_cmpfloat (hypot (places[i].x - places[i - 1].x, places[i].y - places[i - 1].y), >=, 20);

  grid->z[10 * N + 4] = NAN;
  broken = trace (grid, &level, 1, 0);
  places = sonde_contours_get_lines (broken, 0, &n);
  g_assert_cmpuint (count_lines (places, n), ==, 1);
  g_assert_cmpfloat (hypot (places[0].x - places[n - 2].x, places[0].y - places[n - 2].y), >, 5);
}

static SondeCanvas
make_canvas (cairo_surface_t *surface,
             gboolean         dark)
{
  cairo_t *cr = cairo_create (surface);
  SondeCanvas canvas;

  sonde_canvas_init (&canvas, cr, sonde_palette_get (dark, FALSE), 1, 1);
  sonde_layer_ground (&canvas, SIZE, SIZE);
  return canvas;
}

static void
finish (SondeCanvas     *canvas,
        cairo_surface_t *surface)
{
  cairo_destroy (canvas->cr);
  sonde_canvas_clear (canvas);
  cairo_surface_flush (surface);
}

/* The drawn line has a gap, in which its number stands, and is where the level is. */
static void
test_labels (void)
{
  g_autofree Grid *grid = grid_new (0);
  g_autoptr (SondeTicks) ticks = sonde_ticks_new (0, SIZE, FALSE, 2, 1);
  cairo_surface_t *surface = picture_new (SIZE, SIZE, 1);
  SondeCanvas canvas = make_canvas (surface, FALSE);
  SondeFrame frame = { 0, 0, SIZE, SIZE, 0, SIZE, 0, SIZE };
  SondeColor ground = canvas.palette->ground;
  g_autofree double *levels = g_new (double, ticks->n);
  g_autoptr (SondeContours) contours = NULL;
  guint on_line = 0, beside = 0;

  for (guint i = 0; i < N * N; i++)
    grid->z[i] = grid->y[i];
  for (guint k = 0; k < ticks->n; k++)
    levels[k] = ticks->ticks[k].value;
  g_assert_cmpuint (ticks->n, ==, 3);
  contours = trace (grid, levels, ticks->n, .5);
  sonde_layer_contours (&canvas, &frame, contours, ticks, NULL);
  finish (&canvas, surface);

  for (int x = 0; x < SIZE; x++)
    {
      gboolean drawn = color_difference (picture_at (surface, x, 100), ground) > .2;

      on_line += drawn;
      beside += color_difference (picture_at (surface, x, 97), ground) > .2;
      g_assert_cmpfloat (color_difference (picture_at (surface, x, 50), ground), ==, 0);
    }
  g_assert_cmpuint (on_line, >, 140);
  g_assert_cmpuint (on_line, <, 195);
  g_assert_cmpuint (beside, >, 3);
  g_assert_cmpuint (beside, <, 40);
  cairo_surface_destroy (surface);
}

static void
test_color_bar (void)
{
  for (guint dark = 0; dark < 2; dark++)
    {
      cairo_surface_t *surface = picture_new (SIZE, SIZE, 1);
      SondeCanvas canvas = make_canvas (surface, dark);
      SondeFrame frame = { 10, 10, 80, 180, 0, 1, 0, 1 };
      SondeColorScale scale;
      SondeColorBar bar = { .scale = &scale, .title = "<i>f</i>" };
      double room;

      sonde_color_scale_init (&scale, SONDE_COLORMAP_VIRIDIS, 0, 1, FALSE);
      room = sonde_color_bar_measure (&bar, &canvas, 180);
      sonde_color_bar_draw (&bar, &canvas, &frame);
      finish (&canvas, surface);
      /* the bar is 24 from the frame and 12 wide, least below */
      for (int y = 15; y < 185; y += 10)
        g_assert_cmpfloat (color_difference (picture_at (surface, 90 + 24 + 6, y),
                                             sonde_colormap_get_color (SONDE_COLORMAP_VIRIDIS, 1 - (y + .5 - 10) / 180)), <, .02);
      g_assert_cmpfloat (color_difference (picture_at (surface, 90 + 22, 100), canvas.palette->ground), ==, 0);
      /* numbers beside it, and nothing outside of the room */
      g_assert_cmpuint (picture_count (surface, 90 + 24 + 12 + 8, 10, 20, 180, canvas.palette->ground, .1), <, 20 * 180 - 50);
      g_assert_cmpuint (picture_count (surface, 90 + ceil (room), 0, SIZE - 90 - ceil (room), SIZE, canvas.palette->ground, .01), ==,
                        (guint) (SIZE - 90 - ceil (room)) * (guint) SIZE);
      cairo_surface_destroy (surface);
    }
}

/* Points stand out from every colour that a field can have. */
static void
test_dots_stand_out (void)
{
  for (guint map = 0; map < SONDE_N_COLORMAPS; map++)
    for (guint step = 0; step <= 10; step++)
      {
        cairo_surface_t *surface = picture_new (SIZE, SIZE, 1);
        SondeCanvas canvas = make_canvas (surface, FALSE);
        SondeFrame frame = { 0, 0, SIZE, SIZE, 0, 1, 0, 1 };
        SondeColor color = sonde_colormap_get_color (map, step / 10.);
        const SondePlace places[] = { { 40, 40 }, { 80, 40 }, { 120, 40 } };

        sonde_canvas_set (&canvas, color, 1);
        cairo_paint (canvas.cr);
        sonde_layer_dots_newest (&canvas, &frame, places, 1);
        sonde_layer_dots_pending (&canvas, &frame, places + 1, 1, SONDE_GROUND_FIELD);
        sonde_layer_dots_failed (&canvas, &frame, places + 2, 1, FALSE);
        finish (&canvas, surface);
        for (guint i = 0; i < 3; i++)
          g_assert_cmpuint (picture_count (surface, places[i].x - 8, places[i].y - 8, 16, 16, color, .25), <, 16 * 16 - 12);
        cairo_surface_destroy (surface);
      }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/contour/plane", test_plane);
  g_test_add_func ("/contour/corners-on-level", test_corners_on_level);
  g_test_add_func ("/contour/hill", test_hill);
  g_test_add_func ("/contour/labels", test_labels);
  g_test_add_func ("/color-bar/drawn", test_color_bar);
  g_test_add_func ("/dots/stand-out", test_dots_stand_out);
  return g_test_run ();
}
