/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "plot/picture.h"
#include "plot/sonde-axes.h"
#include "plot/sonde-layers.h"

#define W 400
#define H 300

static const SondeFrame frame = { .x = 62, .y = 14, .width = 314, .height = 240, .x_max = 1, .y_max = 1 };

typedef struct
{
  cairo_surface_t *surface;
  SondeCanvas      canvas;
} Paper;

static void
paper_begin (Paper   *paper,
             gboolean dark)
{
  paper->surface = picture_new (W, H, 1);
  sonde_canvas_init (&paper->canvas, cairo_create (paper->surface), sonde_palette_get (dark, FALSE), 1, 1);
  sonde_layer_ground (&paper->canvas, W, H);
}

static void
paper_look (Paper *paper)
{
  g_assert_cmpint (cairo_status (paper->canvas.cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_surface_flush (paper->surface);
}

static void
paper_end (Paper *paper)
{
  cairo_destroy (paper->canvas.cr);
  sonde_canvas_clear (&paper->canvas);
  cairo_surface_destroy (paper->surface);
}

/* what is not ground, in all of the picture but the frame */
static guint
count_outside (Paper *paper)
{
  SondeColor ground = paper->canvas.palette->ground;
  guint all = W * H - picture_count (paper->surface, 0, 0, W, H, ground, 0);
  guint inside = (guint) (frame.width * frame.height)
                 - picture_count (paper->surface, frame.x, frame.y, frame.width, frame.height, ground, 0);

  return all - inside;
}

static void
test_ground (void)
{
  for (guint dark = 0; dark < 2; dark++)
    {
      Paper paper;

      paper_begin (&paper, dark);
      paper_look (&paper);
      g_assert_cmpuint (picture_count (paper.surface, 0, 0, W, H, sonde_palette_get (dark, FALSE)->ground, 0), ==, W * H);
      paper_end (&paper);
    }
}

/* A line is where it should be, absent in its gap, and nowhere outside of the frame, however far it goes. */
static void
test_line (void)
{
  static const SondePlace places[] = { { -1e9, 60 }, { 150, 60 }, { NAN, NAN }, { 250, 60 }, { 300, 1e9 } };

  for (guint series = 0; series < SONDE_PALETTE_SERIES; series++)
    {
      Paper paper;
      SondeColor color;

      paper_begin (&paper, FALSE);
      color = paper.canvas.palette->series[series];
      sonde_layer_line (&paper.canvas, &frame, places, G_N_ELEMENTS (places), series);
      paper_look (&paper);
      for (int x = 64; x < 148; x += 12)
        g_assert_true (picture_has (paper.surface, x, 60, 5, color, .3));
      g_assert_cmpuint (picture_count (paper.surface, 152, 14, 96, 240, paper.canvas.palette->ground, 0), ==, 96 * 240);
      g_assert_true (picture_has (paper.surface, 250, 100, 6, color, .25));
      g_assert_cmpuint (count_outside (&paper), ==, 0);
      paper_end (&paper);
    }
}

/* Without clipping the slope would change: the line through (62, 14) and far away has to pass where geometry says. */
static void
test_line_from_afar (void)
{
  static const SondePlace places[] = { { 100, -1e7 }, { 110, 1e7 } };
  Paper paper;

  paper_begin (&paper, FALSE);
  sonde_layer_line (&paper.canvas, &frame, places, 2, 0);
  paper_look (&paper);
  for (int y = 20; y < 250; y += 10)
    {
      g_assert_true (picture_has (paper.surface, 105, y, 1, paper.canvas.palette->series[0], .5));
      g_assert_false (picture_has (paper.surface, 101, y, 2, paper.canvas.palette->series[0], .5));
    }
  paper_end (&paper);
}

static void
test_dense (void)
{
  g_autofree SondePlace *places = g_new (SondePlace, 4000);
  Paper paper;

  for (int i = 0; i < 4000; i++)
    places[i] = (SondePlace) { 100 + i * .05, i % 2 == 0 ? 40 : 200 };
  paper_begin (&paper, FALSE);
  sonde_layer_line (&paper.canvas, &frame, places, 4000, 0);
  paper_look (&paper);
  g_assert_cmpuint (picture_count (paper.surface, 101, 41, 197, 158, paper.canvas.palette->series[0], .12), ==, 197 * 158);
  g_assert_cmpuint (picture_count (paper.surface, 62, 14, 37, 240, paper.canvas.palette->ground, 0), ==, 37 * 240);
  g_assert_cmpuint (picture_count (paper.surface, 302, 14, 60, 240, paper.canvas.palette->ground, 0), ==, 60 * 240);
  g_assert_cmpuint (count_outside (&paper), ==, 0);
  paper_end (&paper);
}

/* Every shape is seen, hollow ones are hollow, faint ones faint, and overlapping faint ones no darker. */
static void
test_markers (void)
{
  static const SondePlace places[] = { { 100.3, 60.6 }, { 200, 100 }, { 200.4, 100.2 }, { NAN, NAN }, { -50, 60 }, { 62, 14 } };

  for (guint series = 0; series < SONDE_PALETTE_SERIES; series++)
    {
      Paper paper;
      SondeColor color, faint;

      paper_begin (&paper, FALSE);
      color = paper.canvas.palette->series[series];
      sonde_layer_markers (&paper.canvas, &frame, places, G_N_ELEMENTS (places), series, 1);
      paper_look (&paper);
      g_assert_true (picture_has (paper.surface, 100, 60, 3, color, .1));
      if (series >= 4)
        g_assert_true (color_difference (picture_at (paper.surface, 100, 60), paper.canvas.palette->ground) < .25);
      else
        g_assert_true (color_difference (picture_at (paper.surface, 100, 60), color) < .05);
      g_assert_cmpuint (count_outside (&paper), ==, 0);
      paper_end (&paper);

      paper_begin (&paper, FALSE);
      sonde_layer_markers (&paper.canvas, &frame, places, G_N_ELEMENTS (places), series, .5);
      paper_look (&paper);
      faint = (SondeColor) { (1 + color.red) / 2, (1 + color.green) / 2, (1 + color.blue) / 2, 1 };
      g_assert_true (picture_has (paper.surface, 200, 100, 3, faint, .05));
      g_assert_false (picture_has (paper.surface, 200, 100, 6, color, .2));
      paper_end (&paper);
    }
}

static void
test_opacity (void)
{
  g_assert_cmpfloat (sonde_marker_opacity (0, 1e5), ==, 1);
  g_assert_cmpfloat (sonde_marker_opacity (1e5 / 144, 1e5), ==, 1);
  g_assert_cmpfloat_with_epsilon (sonde_marker_opacity (1e5 / 81, 1e5), .5, 1e-9);
  g_assert_cmpfloat (sonde_marker_opacity (1e5 / 36, 1e5), ==, 0);
  g_assert_cmpfloat (sonde_marker_opacity (1e9, 1e5), ==, 0);
}

static void
test_pending (void)
{
  static const SondePlace places[] = { { 150, 100 }, { 1e9, 50 }, { NAN, NAN } };

  for (guint dark = 0; dark < 2; dark++)
    {
      Paper paper;

      paper_begin (&paper, dark);
      sonde_layer_pending (&paper.canvas, &frame, places, G_N_ELEMENTS (places));
      paper_look (&paper);
      /* ground in the middle, a ring around it, a stem below and none above */
      g_assert_cmpfloat (color_difference (picture_at (paper.surface, 150, 100), paper.canvas.palette->ground), <, .02);
      g_assert_cmpfloat (color_difference (picture_at (paper.surface, 153, 100), paper.canvas.palette->ground), >, .3);
      g_assert_cmpuint (picture_count (paper.surface, 148, 110, 4, 140, paper.canvas.palette->ground, .1), <=, 4 * 140 - 40);
      g_assert_cmpuint (picture_count (paper.surface, 140, 14, 20, 80, paper.canvas.palette->ground, 0), ==, 20 * 80);
      g_assert_cmpuint (count_outside (&paper), ==, 0);
      paper_end (&paper);
    }
}

static void
test_newest (void)
{
  SondePlace places[SONDE_NEWEST];
  Paper paper;
  SondeColor newest, old, last;

  for (guint i = 0; i < SONDE_NEWEST; i++)
    places[i] = (SondePlace) { 80.5 + 30 * i, 100.5 };
  paper_begin (&paper, FALSE);
  sonde_layer_newest (&paper.canvas, &frame, places, SONDE_NEWEST, 1);
  paper_look (&paper);
  newest = paper.canvas.palette->newest;
  old = picture_at (paper.surface, 80, 100);
  last = picture_at (paper.surface, 80 + 30 * 7, 100);
  g_assert_cmpfloat (color_difference (last, newest), <, .01);
  g_assert_cmpfloat (color_difference (old, newest), >, .3);
  /* the halo */
  g_assert_cmpfloat (color_difference (picture_at (paper.surface, 80 + 30 * 7, 92), paper.canvas.palette->ground), >, .2);
  paper_end (&paper);
}

static void
test_failed (void)
{
  static const double places[] = { 100, 200, 1e9 };
  Paper paper;

  paper_begin (&paper, FALSE);
  sonde_layer_failed (&paper.canvas, &frame, places, G_N_ELEMENTS (places), FALSE);
  paper_look (&paper);
  g_assert_true (picture_has (paper.surface, 100, 254 - 18, 1, paper.canvas.palette->failed, .15));
  g_assert_true (picture_has (paper.surface, 200, 254 - 18, 1, paper.canvas.palette->failed, .15));
  g_assert_false (picture_has (paper.surface, 150, 254 - 18, 10, paper.canvas.palette->failed, .3));
  g_assert_cmpuint (count_outside (&paper), ==, 0);
  paper_end (&paper);
}

static void
test_rug (void)
{
  guint counts[315] = { 0 };
  Paper paper;
  SondeColor ground, few, many;

  counts[10] = 1;
  counts[20] = 100;
  paper_begin (&paper, FALSE);
  sonde_layer_rug (&paper.canvas, &frame, counts, 315, paper.canvas.palette->rug);
  paper_look (&paper);
  ground = paper.canvas.palette->ground;
  few = picture_at (paper.surface, 72, 250);
  many = picture_at (paper.surface, 82, 250);
  g_assert_cmpfloat (color_difference (few, ground), >, .2);
  g_assert_cmpfloat (color_difference (many, ground), >, color_difference (few, ground) + .2);
  g_assert_cmpuint (picture_count (paper.surface, 62, 14, 314, 240, ground, 0), ==, 314 * 240 - 16);
  paper_end (&paper);
}

static void
test_goal (void)
{
  Paper paper;

  paper_begin (&paper, FALSE);
  sonde_layer_goal (&paper.canvas, &frame, .5, "Goal 0.033");
  sonde_layer_goal (&paper.canvas, &frame, 7, "unseen");
  paper_look (&paper);
  g_assert_cmpuint (picture_count (paper.surface, 62, 133, 314, 3, paper.canvas.palette->goal, .3), >, 150);
  /* the label above it, and only that one */
  g_assert_cmpuint (picture_count (paper.surface, 62, 116, 100, 16, paper.canvas.palette->ground, .2), <, 1600 - 60);
  g_assert_cmpuint (picture_count (paper.surface, 0, 0, W, 110, paper.canvas.palette->ground, 0), ==, W * 110);
  paper_end (&paper);
}

/* Margins grow for labels that need it; labels are drawn, none of them cut off. */
static void
test_axes (void)
{
  static const struct { double y_max; gboolean narrow; double least, most; } margins[] = {
    { 1, FALSE, 62, 62 }, { 1, TRUE, 46, 46 }, { 1.000000001, FALSE, 80, 160 }, { 1e300, FALSE, 62, 120 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (margins); i++)
    {
      SondeFrame placed = { .x_min = 12345678, .x_max = 12345679, .y_min = margins[i].y_max > 1 && margins[i].y_max < 2 ? 1 : 0,
                            .y_max = margins[i].y_max };
      SondeAxes axes = { .x_title = "<i>x</i>", .y_title = "<i>f(x)</i>", .narrow = margins[i].narrow };
      Paper paper;
      SondeColor ground;

      paper_begin (&paper, FALSE);
      sonde_axes_arrange (&axes, &paper.canvas, W, H, &placed);
      sonde_axes_draw_grid (&axes, &paper.canvas, &placed);
      sonde_axes_draw_labels (&axes, &paper.canvas, &placed);
      paper_look (&paper);
      ground = paper.canvas.palette->ground;
      g_assert_cmpfloat (placed.x, >=, margins[i].least);
      g_assert_cmpfloat (placed.x, <=, margins[i].most);
      /* text left of the frame, and a border of ground all around */
      g_assert_cmpuint (picture_count (paper.surface, 2, placed.y, placed.x - 10, placed.height, ground, .3),
                        <, (placed.x - 10) * placed.height - 20);
      g_assert_cmpuint (picture_count (paper.surface, 0, 0, 1, H, ground, 0), ==, H);
      g_assert_cmpuint (picture_count (paper.surface, W - 1, 0, 1, H, ground, 0), ==, H);
      g_assert_cmpuint (picture_count (paper.surface, 0, H - 1, W, 1, ground, 0), ==, W);
      sonde_axes_clear (&axes);
      paper_end (&paper);
    }
}

static void
test_legend (void)
{
  static const char * const names[] = { "y₁", "y₂", "y₃", NULL };
  SondeLegend legend = { TRUE, TRUE };
  Paper paper;
  double height, narrow;

  paper_begin (&paper, FALSE);
  height = sonde_legend_measure (&paper.canvas, names, 300);
  narrow = sonde_legend_measure (&paper.canvas, names, 60);
  g_assert_cmpfloat (narrow, >=, 2.5 * height - 10);
  sonde_layer_legend (&paper.canvas, &legend, names, 62, 10, 300);
  paper_look (&paper);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpuint (picture_count (paper.surface, 62, 10, 300, height, paper.canvas.palette->series[i], .12), >, 10);
  g_assert_cmpuint (picture_count (paper.surface, 0, 10 + height, W, H - 10 - height, paper.canvas.palette->ground, 0), ==,
                    W * (guint) (H - 10 - height));
  paper_end (&paper);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plot/layers/ground", test_ground);
  g_test_add_func ("/plot/layers/line", test_line);
  g_test_add_func ("/plot/layers/line-from-afar", test_line_from_afar);
  g_test_add_func ("/plot/layers/dense", test_dense);
  g_test_add_func ("/plot/layers/markers", test_markers);
  g_test_add_func ("/plot/layers/opacity", test_opacity);
  g_test_add_func ("/plot/layers/pending", test_pending);
  g_test_add_func ("/plot/layers/newest", test_newest);
  g_test_add_func ("/plot/layers/failed", test_failed);
  g_test_add_func ("/plot/layers/rug", test_rug);
  g_test_add_func ("/plot/layers/goal", test_goal);
  g_test_add_func ("/plot/layers/axes", test_axes);
  g_test_add_func ("/plot/layers/legend", test_legend);
  return g_test_run ();
}
