/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Pictures of surfaces, from points and scenes made here. */

#include "config.h"

#include "figure/sonde-surface-picture.h"
#include "figure/surfaces.h"
#include "plot/picture.h"

#define WIDTH 620
#define HEIGHT 420

typedef struct
{
  SondePoints         *points;
  SondeCloud          *cloud;
  SondeSurfaceScene   *scene;
  SondeMesh           *mesh;
  SondeSurfacePicture *picture;
  SondeView            view;
  gboolean             dark;
  int                  width;
  int                  height;
  SondeFrame           frame;
} Shown;

static void
shown_init (Shown        *self,
            guint         n,
            TestFunction  function)
{
  *self = (Shown) {
    .points = make_points (2, n, function), .cloud = sonde_cloud_new (), .scene = make_scene (2), .mesh = sonde_mesh_new (),
    .picture = sonde_surface_picture_new (), .view = SONDE_VIEW_INIT,
    .width = WIDTH, .height = HEIGHT,
  };
  hand_over (self->cloud, self->points);
}

static void
shown_clear (Shown *self)
{
  sonde_points_free (self->points);
  sonde_cloud_free (self->cloud);
  sonde_surface_scene_unref (self->scene);
  sonde_mesh_free (self->mesh);
  sonde_surface_picture_free (self->picture);
}

static cairo_surface_t *
draw (Shown *self,
      guint  upto)
{
  const SondeCloudData *cloud = sonde_cloud_take (self->cloud);
  SondeSurfaceData data = {
    .scene = self->scene, .x = 0, .y = 1, .n = upto, .points = cloud->x, .z = cloud->y, .z_min = -1, .z_max = 5, .z_min_positive = .1,
  };
  SondeStyle style = { .width = self->width, .height = self->height, .scale = 1, .palette = sonde_palette_get (self->dark, FALSE) };
  const double from[] = { self->view.section_x[0], self->view.section_y[0] };
  const double to[] = { self->view.section_x[1], self->view.section_y[1] };
  g_autoptr (SondeSection) section = NULL;
  cairo_surface_t *surface = picture_new (self->width, self->height, 1);
  cairo_t *cr = cairo_create (surface);

  sonde_mesh_take (self->mesh, cloud, self->scene, upto, G_MAXINT64);
  data.sheet = (SondeSheet) { .n = upto, .places = cloud->x, .stride = 2, .axis_y = 1, .z = cloud->y };
  data.sheet.version = sonde_mesh_get_version (self->mesh);
  data.sheet.corners = sonde_mesh_get_corners (self->mesh, &data.sheet.n_slots);
  data.sheet.changed = sonde_mesh_get_changed (self->mesh, &data.sheet.n_changed);
  if (self->view.show_section)
    data.section = section = sonde_section_new (self->mesh, cloud->y, from, to);
  sonde_surface_picture_draw (self->picture, &data, &self->view, &style, cr, &self->frame);
  sonde_mesh_forget_changed (self->mesh);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

static SondeColor
get_color (const Shown *self,
           double       value)
{
  return sonde_colormap_get_color (self->view.colormap, CLAMP ((value + 1) / 6, 0, 1));
}

static void
hide_marks (Shown *self)
{
  self->view.hide_points = self->view.hide_newest = self->view.hide_pending = TRUE;
  self->view.mesh = SONDE_DETAIL_HIDE;
}

/* Every place has the colour of its value, in each colour map, light and dark. */
static void
test_colors (void)
{
  for (guint map = 0; map < SONDE_N_COLORMAPS; map++)
    {
      cairo_surface_t *surface;
      Shown shown;

      shown_init (&shown, 100, linear_function);
      hide_marks (&shown);
      shown.dark = map % 2;
      shown.view.colormap = map;
      shown.view.auto_z = FALSE;
      shown.view.z_min = -1;
      shown.view.z_max = 5;
      surface = draw (&shown, 100);
      for (double x = shown.frame.x + 2.5; x < shown.frame.x + shown.frame.width; x += 13)
        for (double y = shown.frame.y + 2.5; y < shown.frame.y + shown.frame.height; y += 17)
          {
            double place[] = { sonde_frame_to_x (&shown.frame, x), sonde_frame_to_y (&shown.frame, y) };

            g_assert_cmpfloat (color_difference (picture_at (surface, (int) x, (int) y),
                                                 get_color (&shown, linear_function (place, 2))), <, .012);
          }
      cairo_surface_destroy (surface);
      shown_clear (&shown);
    }
}

/* A unit is as long on both axes, also when there is more room on one. */
static void
test_aspect (void)
{
  Shown shown;

  shown_init (&shown, 100, linear_function);
  cairo_surface_destroy (draw (&shown, 100));
  g_assert_cmpfloat_with_epsilon (shown.frame.width, shown.frame.height, 1);
  shown.view.aspect = SONDE_ASPECT_FILL;
  cairo_surface_destroy (draw (&shown, 100));
  g_assert_cmpfloat (shown.frame.width, >, shown.frame.height + 10);
  shown.view.aspect = SONDE_ASPECT_AUTO;
  shown.view.auto_y = FALSE;
  shown.view.y_min = 0;
  shown.view.y_max = .1;
  cairo_surface_destroy (draw (&shown, 100));
  g_assert_cmpfloat (shown.frame.width, >, shown.frame.height + 10);
  /* units differ */
  shown.view.auto_y = TRUE;
  shown.scene->variables[0].unit = g_strdup ("mT");
  cairo_surface_destroy (draw (&shown, 100));
  g_assert_cmpfloat (shown.frame.width, >, shown.frame.height + 10);
  shown_clear (&shown);
}

/* Point by point, only changed triangles are drawn: the picture must be that which is drawn at once. */
static void
test_incremental (void)
{
  cairo_surface_t *surface = NULL, *fresh;
  Shown shown, other;

  shown_init (&shown, 120, curved_function);
  shown_init (&other, 120, curved_function);
  shown.view.mesh = other.view.mesh = SONDE_DETAIL_SHOW;
  for (guint n = 20; n <= 120; n += 5)
    {
      g_clear_pointer (&surface, cairo_surface_destroy);
      surface = draw (&shown, n);
    }
  fresh = draw (&other, 120);
  g_assert_true (picture_equal (surface, fresh));
  cairo_surface_destroy (surface);
  cairo_surface_destroy (fresh);
  /* and back */
  surface = draw (&shown, 40);
  fresh = draw (&other, 40);
  g_assert_true (picture_equal (surface, fresh));
  cairo_surface_destroy (surface);
  surface = draw (&shown, 60);
  g_assert_false (picture_equal (surface, fresh));
  cairo_surface_destroy (surface);
  cairo_surface_destroy (fresh);
  shown_clear (&shown);
  shown_clear (&other);
}

static double
missing_function (const double *x,
                  guint         ndim)
{
  return x[0] == -1 && x[1] == -1 ? NAN : 2;
}

/* What has no value has no colour, and the rest keeps its own. */
static void
test_missing (void)
{
  cairo_surface_t *surface;
  SondeColor seen;
  double value;
  Shown shown;

  shown_init (&shown, 30, missing_function);
  hide_marks (&shown);
  surface = draw (&shown, 30);
  seen = picture_at (surface, (int) shown.frame.x + 8, (int) (shown.frame.y + shown.frame.height) - 8);
  g_assert_cmpfloat (color_difference (seen, shown.scene->vdim ? sonde_palette_get (FALSE, FALSE)->ground : seen), <, .2);
  g_assert_cmpfloat (color_difference (seen, sonde_palette_get (FALSE, FALSE)->ground), >, .01);
  seen = picture_at (surface, (int) (shown.frame.x + shown.frame.width) - 8, (int) shown.frame.y + 8);
  g_assert_cmpfloat (color_difference (seen, get_color (&shown, 2)), <, .01);
  g_assert_true (sonde_surface_picture_read_out (shown.picture, &shown.frame, shown.frame.x + 8,
                                                 shown.frame.y + shown.frame.height - 8, &value));
  g_assert_true (isnan (value));
  cairo_surface_destroy (surface);
  shown_clear (&shown);
}

static void
test_read_out (void)
{
  SondeFrame other;
  Shown shown;

  shown_init (&shown, 100, linear_function);
  cairo_surface_destroy (draw (&shown, 100));
  for (double x = shown.frame.x + .5; x < shown.frame.x + shown.frame.width; x += 29)
    {
      double place[] = { sonde_frame_to_x (&shown.frame, x), sonde_frame_to_y (&shown.frame, shown.frame.y + 50.5) }, value;

      g_assert_true (sonde_surface_picture_read_out (shown.picture, &shown.frame, x, shown.frame.y + 50.5, &value));
      g_assert_cmpfloat_with_epsilon (value, linear_function (place, 2), 1e-9);
      g_assert_false (sonde_surface_picture_read_out (shown.picture, &shown.frame, x, 1, &value));
      /* of another picture nothing is known */
      other = shown.frame;
      other.x_max = 3;
      g_assert_false (sonde_surface_picture_read_out (shown.picture, &other, x, shown.frame.y + 50.5, &value));
    }
  shown_clear (&shown);
}

/* Mesh and points by themselves only while they can be told apart, and whenever they are asked for. */
static void
test_details (void)
{
  cairo_surface_t *few, *few_hidden, *many, *many_hidden, *many_asked;
  Shown shown;

  shown_init (&shown, 6000, linear_function);
  shown.view.hide_newest = TRUE;
  few = draw (&shown, 300);
  many = draw (&shown, 6000);
  shown.view.mesh = shown.view.points = SONDE_DETAIL_HIDE;
  few_hidden = draw (&shown, 300);
  many_hidden = draw (&shown, 6000);
  shown.view.points = SONDE_DETAIL_SHOW;
  many_asked = draw (&shown, 6000);
  g_assert_false (picture_equal (few, few_hidden));
  g_assert_true (picture_equal (many, many_hidden));
  g_assert_false (picture_equal (many_asked, many_hidden));
  cairo_surface_destroy (few);
  cairo_surface_destroy (few_hidden);
  cairo_surface_destroy (many);
  cairo_surface_destroy (many_hidden);
  cairo_surface_destroy (many_asked);
  shown_clear (&shown);
}

/* Without colours of the values, contours are on the plain ground: where the level is, and nowhere else. */
static void
test_contours (void)
{
  SondeColor ground = sonde_palette_get (FALSE, FALSE)->ground;
  cairo_surface_t *surface;
  Shown shown;

  shown_init (&shown, 200, linear_function);
  hide_marks (&shown);
  shown.view.hide_field = TRUE;
  shown.view.n_contours = 3;
  shown.view.auto_z = FALSE;
  shown.view.z_min = -1;
  shown.view.z_max = 5;
  surface = draw (&shown, 200);
  for (double y = shown.frame.y + 5.5; y < shown.frame.y + shown.frame.height - 5; y += 3)
    for (double x = shown.frame.x + 5.5; x < shown.frame.x + shown.frame.width - 5; x++)
      {
        double place[] = { sonde_frame_to_x (&shown.frame, x), sonde_frame_to_y (&shown.frame, y) };
        double value = linear_function (place, 2);
        gboolean inked = color_difference (picture_at (surface, (int) x, (int) y), ground) > .5;

        /* levels are 0, 2 and 4; numbers stand beside their line */
        if (inked)
          g_assert_cmpfloat (fabs (value / 2 - round (value / 2)), <, .05);
      }
  g_assert_cmpuint (picture_count (surface, shown.frame.x, shown.frame.y, shown.frame.width, shown.frame.height,
                                   (SondeColor) { .3, .3, .3, 1 }, .3), >, 200);
  cairo_surface_destroy (surface);
  shown_clear (&shown);
}

/* The line on the surface, and below it a curve that rises as the function does. */
static void
test_section (void)
{
  SondeColor series = sonde_palette_get (FALSE, FALSE)->series[0];
  cairo_surface_t *surface;
  int left = HEIGHT, right = HEIGHT;
  double bottom;
  Shown shown;

  shown_init (&shown, 200, linear_function);
  hide_marks (&shown);
  shown.view.show_section = TRUE;
  shown.view.section_x[0] = -.8;
  shown.view.section_x[1] = .8;
  shown.view.section_y[0] = shown.view.section_y[1] = .25;
  surface = draw (&shown, 200);
  bottom = shown.frame.y + shown.frame.height;
  g_assert_true (picture_has (surface, sonde_frame_from_x (&shown.frame, .1), sonde_frame_from_y (&shown.frame, .25), 1,
                              (SondeColor) { 1, 1, 1, 1 }, .05));
  g_assert_cmpfloat (bottom, <, HEIGHT - 100);
  for (int y = HEIGHT - 1; y > bottom + 30; y--)
    {
      left = color_difference (picture_at (surface, (int) shown.frame.x + 20, y), series) < .35 ? y : left;
      right = color_difference (picture_at (surface, (int) (shown.frame.x + shown.frame.width) - 20, y), series) < .35 ? y : right;
    }
  g_assert_cmpint (right, <, left - 15);
  g_assert_cmpint (left, <, HEIGHT);
  cairo_surface_destroy (surface);
  shown_clear (&shown);
}

/* Where the function is not asked for, there is no colour of values. */
static void
test_excluded (void)
{
  cairo_surface_t *surface;
  Shown shown;
  int y;

  shown_init (&shown, 200, linear_function);
  hide_marks (&shown);
  shown.scene->exclude = g_strdup ("x > 0");
  surface = draw (&shown, 200);
  y = (int) (shown.frame.y + shown.frame.height / 2);
  g_assert_cmpfloat (color_difference (picture_at (surface, (int) (shown.frame.x + shown.frame.width * .75), y),
                                       sonde_palette_get (FALSE, FALSE)->ground), <, .35);
  g_assert_cmpfloat (color_difference (picture_at (surface, (int) (shown.frame.x + shown.frame.width * .25), y),
                                       sonde_palette_get (FALSE, FALSE)->ground), >, .5);
  cairo_surface_destroy (surface);
  shown_clear (&shown);
}

/* A part of the surface has colours for its own values, measured between points too. */
static void
test_zoomed_range (void)
{
  cairo_surface_t *surface;
  Shown shown;

  shown_init (&shown, 4, linear_function);
  hide_marks (&shown);
  shown.view.auto_x = shown.view.auto_y = FALSE;
  shown.view.x_min = shown.view.y_min = .2;
  shown.view.x_max = shown.view.y_max = .4;
  surface = draw (&shown, 4);
  g_assert_cmpfloat (color_difference (picture_at (surface, (int) shown.frame.x + 2, (int) shown.frame.y + 2),
                                       sonde_colormap_get_color (SONDE_COLORMAP_VIRIDIS, 0)), <, .1);
  g_assert_cmpfloat (color_difference (picture_at (surface, (int) (shown.frame.x + shown.frame.width) - 2,
                                                   (int) (shown.frame.y + shown.frame.height) - 2),
                                       sonde_colormap_get_color (SONDE_COLORMAP_VIRIDIS, 1)), <, .1);
  cairo_surface_destroy (surface);
  shown_clear (&shown);
}

/* No points, and too few to have a triangle. */
static void
test_few (void)
{
  Shown shown;
  double value;

  shown_init (&shown, 4, linear_function);
  for (guint n = 0; n <= 3; n++)
    {
      cairo_surface_destroy (draw (&shown, n));
      g_assert_cmpint (sonde_surface_picture_read_out (shown.picture, &shown.frame, shown.frame.x + 5,
                                                       shown.frame.y + shown.frame.height - 5, &value), ==, n == 3);
    }
  shown_clear (&shown);
}

static double
draw_timed (Shown *self,
            guint  n)
{
  double seconds;

  g_test_timer_start ();
  cairo_surface_destroy (draw (self, n));
  seconds = g_test_timer_elapsed ();
  return 1000 * seconds;
}

/* Of 100,000 points, 200,000 triangles, with the mesh: the first picture, and one of 100 new points. */
static void
test_speed (void)
{
  double first, next;
  Shown shown;

  shown_init (&shown, 100100, curved_function);
  shown.width = 1200;
  shown.height = 800;
  shown.view.mesh = SONDE_DETAIL_SHOW;
  sonde_mesh_take (shown.mesh, sonde_cloud_take (shown.cloud), shown.scene, 100000, G_MAXINT64);
  first = draw_timed (&shown, 100000);
  next = draw_timed (&shown, 100100);
  g_test_minimized_result (first, "%.1f ms: 200,000 triangles at 1200 × 800, drawn at once", first);
  g_test_minimized_result (next, "%.1f ms: the same after 100 more points", next);
  shown_clear (&shown);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/surface/colors", test_colors);
  g_test_add_func ("/surface/aspect", test_aspect);
  g_test_add_func ("/surface/incremental", test_incremental);
  g_test_add_func ("/surface/missing", test_missing);
  g_test_add_func ("/surface/read-out", test_read_out);
  g_test_add_func ("/surface/details", test_details);
  g_test_add_func ("/surface/contours", test_contours);
  g_test_add_func ("/surface/section", test_section);
  g_test_add_func ("/surface/excluded", test_excluded);
  g_test_add_func ("/surface/zoomed-range", test_zoomed_range);
  g_test_add_func ("/surface/few", test_few);
  if (g_test_perf ())
    g_test_add_func ("/surface/speed", test_speed);
  return g_test_run ();
}
