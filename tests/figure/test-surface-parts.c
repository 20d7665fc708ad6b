/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What surfaces are made of: the points handed over, their values, triangulation, sections and slices. */

#include "config.h"

#include "figure/sonde-cut.h"
#include "figure/sonde-section.h"
#include "figure/sonde-slice.h"
#include "figure/surfaces.h"
#include "plot/sonde-field.h"

static const char * const names[] = { "x", "y", NULL };

static void
test_cloud (void)
{
  g_autoptr (SondePoints) points = make_points (2, 300000, linear_function);
  g_autoptr (SondeCloud) cloud = sonde_cloud_new ();
  const SondeCloudData *data;
  guint generation, calls = 0;

  while (sonde_cloud_update (cloud, points) > 0)
    calls++;
  /* in pieces, as one call must not hold the window */
  g_assert_cmpuint (calls, >, 1);
  data = sonde_cloud_take (cloud);
  g_assert_cmpuint (data->n, ==, points->n);
  g_assert_cmpmem (data->x, points->n * 16, points->x, points->n * 16);
  g_assert_cmpmem (data->y, points->n * 8, points->y, points->n * 8);
  generation = data->generation;
  sonde_cloud_clear (cloud);
  g_assert_cmpuint (sonde_cloud_update (cloud, points), >, 0);
  data = sonde_cloud_take (cloud);
  g_assert_cmpuint (data->generation, !=, generation);
  g_assert_cmpuint (data->n, ==, sonde_cloud_get_n_seen (cloud));
}

static void
test_values (void)
{
  g_autoptr (SondePoints) points = sonde_points_new (2);
  g_autoptr (SondeCloud) cloud = sonde_cloud_new ();
  g_autoptr (SondeValues) values = sonde_values_new ();
  const double *z;
  guint version;

  for (guint i = 0; i < 10; i++)
    {
      const double x[] = { i, 10 * i }, y[] = { i + .5, -1. * i };

      sonde_points_append (points, x, y, 2);
      /* what comes later only adds to it */
      z = sonde_values_take (values, hand_over (cloud, points), names, "x + y + z + f2, z1", 0);
      g_assert_cmpfloat (z[i], ==, i + 10 * i + i + .5 - i);
    }
  version = sonde_values_get_version (values);
  z = sonde_values_take (values, sonde_cloud_take (cloud), names, "x + y + z + f2, z1", 1);
  g_assert_cmpfloat (z[3], ==, 3.5);
  g_assert_cmpuint (sonde_values_get_version (values), !=, version);
  z = sonde_values_take (values, sonde_cloud_take (cloud), names, NULL, 1);
  g_assert_cmpfloat (z[3], ==, -3);
  z = sonde_values_take (values, sonde_cloud_take (cloud), names, NULL, 2);
  g_assert_true (isnan (z[3]));
  z = sonde_values_take (values, sonde_cloud_take (cloud), names, "x + nothing", 0);
  g_assert_true (isnan (z[3]));
}

static void
test_check_quantity (void)
{
  static const char * const other_names[] = { "f", "y", "z", NULL };
  int position;

  g_assert_true (sonde_values_check_quantity ("log10(abs(z)) + x*y", names, 1, NULL, NULL));
  g_assert_true (sonde_values_check_quantity ("f1^2 + f2^2", names, 2, NULL, NULL));
  g_assert_false (sonde_values_check_quantity ("f3", names, 2, &position, NULL));
  g_assert_cmpint (position, ==, 0);
  /* a variable's own name comes first, and of three variables z is no value */
  g_assert_true (sonde_values_check_quantity ("f + y + z + x", other_names, 1, NULL, NULL));
  g_assert_false (sonde_values_check_quantity ("z1", other_names, 1, NULL, NULL));
}

/* A mesh of points in the box, with a linear or a curved function. */
typedef struct
{
  SondePoints       *points;
  SondeCloud        *cloud;
  SondeSurfaceScene *scene;
  SondeMesh         *mesh;
  const double      *z;
} Meshed;

static void
meshed_init (Meshed       *self,
             guint         ndim,
             guint         n,
             TestFunction  function)
{
  const SondeCloudData *data;

  self->points = make_points (ndim, n, function);
  self->cloud = sonde_cloud_new ();
  self->scene = make_scene (ndim);
  self->mesh = sonde_mesh_new ();
  data = hand_over (self->cloud, self->points);
  sonde_mesh_take (self->mesh, data, self->scene, data->n, G_MAXINT64);
  self->z = data->y;
}

static void
meshed_clear (Meshed *self)
{
  sonde_points_free (self->points);
  sonde_cloud_free (self->cloud);
  sonde_surface_scene_unref (self->scene);
  sonde_mesh_free (self->mesh);
}

static double
get_area (Meshed *self)
{
  guint n;
  const guint32 *corners = sonde_mesh_get_corners (self->mesh, &n);
  const double *x = self->points->x;
  double area = 0;

  for (guint i = 0; i < n; i++)
    {
      const guint32 *c = corners + 3 * i;

      if (c[0] == SONDE_SHEET_NONE)
        continue;
      area += fabs ((x[2 * c[1]] - x[2 * c[0]]) * (x[2 * c[2] + 1] - x[2 * c[0] + 1])
                    - (x[2 * c[1] + 1] - x[2 * c[0] + 1]) * (x[2 * c[2]] - x[2 * c[0]])) / 2;
    }
  return area;
}

/* The flat array follows the triangulation, also back in time. */
static void
test_mesh_follows (void)
{
  Meshed meshed;
  const SondeCloudData *data;
  guint version, n;

  meshed_init (&meshed, 2, 500, linear_function);
  g_assert_cmpfloat_with_epsilon (get_area (&meshed), 4, 1e-12);
  sonde_mesh_get_changed (meshed.mesh, &n);
  g_assert_cmpuint (n, >, 900);
  sonde_mesh_forget_changed (meshed.mesh);
  version = sonde_mesh_get_version (meshed.mesh);
  data = sonde_cloud_take (meshed.cloud);
  sonde_mesh_take (meshed.mesh, data, meshed.scene, data->n, G_MAXINT64);
  g_assert_cmpuint (sonde_mesh_get_version (meshed.mesh), ==, version);
  sonde_mesh_get_changed (meshed.mesh, &n);
  g_assert_cmpuint (n, ==, 0);

  sonde_mesh_take (meshed.mesh, data, meshed.scene, 3, G_MAXINT64);
  g_assert_cmpuint (sonde_mesh_get_version (meshed.mesh), !=, version);
  g_assert_cmpfloat_with_epsilon (get_area (&meshed), 2, 1e-12);
  sonde_mesh_take (meshed.mesh, data, meshed.scene, 100, G_MAXINT64);
  g_assert_cmpfloat_with_epsilon (get_area (&meshed), 4, 1e-12);
  meshed_clear (&meshed);
}

static void
test_mesh_interpolates (void)
{
  for (guint ndim = 2; ndim <= 4; ndim++)
    {
      g_autoptr (GRand) rand = g_rand_new_with_seed (7);
      guint32 hint = SONDE_TRIANGULATION_NONE;
      double x[SONDE_SURFACE_NDIM], value;
      Meshed meshed;

      meshed_init (&meshed, ndim, 200, linear_function);
      for (guint i = 0; i < 500; i++)
        {
          for (guint k = 0; k < ndim; k++)
            x[k] = g_rand_double_range (rand, -1, 1);
          g_assert_true (sonde_mesh_interpolate (meshed.mesh, x, meshed.z, &hint, &value));
          g_assert_cmpfloat_with_epsilon (value, linear_function (x, ndim), 1e-9);
        }
      x[0] = 1.01;
      g_assert_false (sonde_mesh_interpolate (meshed.mesh, x, meshed.z, &hint, &value));
      meshed_clear (&meshed);
    }
}

static double
get_section_value (const SondeSection *section,
                   double              part)
{
  for (guint i = 1; i < section->curve->len; i++)
    {
      const SondeSectionPoint *a = &g_array_index (section->curve, SondeSectionPoint, i - 1), *b = a + 1;

      if (a->part <= part && b->part >= part)
        return b->part > a->part ? a->z + (b->z - a->z) * (part - a->part) / (b->part - a->part) : b->z;
    }
  return NAN;
}

/* A section is what interpolation gives at every place of the line. */
static void
check_section (Meshed       *meshed,
               const double *from,
               const double *to)
{
  g_autoptr (SondeSection) section = sonde_section_new (meshed->mesh, meshed->z, from, to);
  guint32 hint = SONDE_TRIANGULATION_NONE;

  for (guint i = 1; i < section->curve->len; i++)
    g_assert_cmpfloat (g_array_index (section->curve, SondeSectionPoint, i).part, >=,
                       g_array_index (section->curve, SondeSectionPoint, i - 1).part);
  for (guint i = 0; i <= 1000; i++)
    {
      double x[SONDE_SURFACE_NDIM], value;

      for (guint k = 0; k < section->ndim; k++)
        x[k] = from[k] + i / 1000. * (to[k] - from[k]);
      if (!sonde_mesh_interpolate (meshed->mesh, x, meshed->z, &hint, &value))
        value = NAN;
      if (isnan (value))
        g_assert_true (isnan (get_section_value (section, i / 1000.)));
      else
        g_assert_cmpfloat_with_epsilon (get_section_value (section, i / 1000.), value, 1e-6);
    }
}

static void
test_section (void)
{
  Meshed meshed;

  meshed_init (&meshed, 2, 400, curved_function);
  check_section (&meshed, (double[]) { -.9, -.33 }, (double[]) { .8, .71 });
  check_section (&meshed, (double[]) { .3, .9 }, (double[]) { .3, -.9 });
  /* through many points of the grid, along the edge, from outside to outside */
  check_section (&meshed, (double[]) { -1, -1 }, (double[]) { 1, 1 });
  check_section (&meshed, (double[]) { -1, 1 }, (double[]) { 1, 1 });
  check_section (&meshed, (double[]) { -1.7, -.4 }, (double[]) { 1.7, .3 });
  meshed_clear (&meshed);
  meshed_init (&meshed, 4, 150, curved_function);
  check_section (&meshed, (double[]) { -1, .1, .2, -.3 }, (double[]) { 1, .1, .2, -.3 });
  check_section (&meshed, (double[]) { -1, 0, 0, 0 }, (double[]) { 1, 0, 0, 0 });
  meshed_clear (&meshed);
}

static void
test_section_outside (void)
{
  g_autoptr (SondeSection) section = NULL;
  Meshed meshed;

  meshed_init (&meshed, 2, 50, curved_function);
  section = sonde_section_new (meshed.mesh, meshed.z, (double[]) { 2, 2 }, (double[]) { 3, -3 });
  for (guint i = 0; i < section->curve->len; i++)
    g_assert_true (isnan (g_array_index (section->curve, SondeSectionPoint, i).z));
  meshed_clear (&meshed);
}

#define FIELD 40

/* A slice covers the whole square, and each of its pixels has the value that interpolation gives there. */
static void
check_slice (Meshed       *meshed,
             guint         x,
             guint         y,
             const double *at)
{
  g_autoptr (SondeSlice) slice = sonde_slice_new ();
  g_autoptr (SondeField) field = sonde_field_new (FIELD, FIELD, 0);
  g_autofree double *px = NULL, *py = NULL;
  guint32 hint = SONDE_TRIANGULATION_NONE;
  SondeVertices vertices;
  SondeSheet sheet;

  sonde_slice_cut (slice, meshed->mesh, meshed->z, x, y, at);
  sonde_slice_get (slice, &sheet);
  px = g_new (double, sheet.n);
  py = g_new (double, sheet.n);
  for (guint i = 0; i < sheet.n; i++)
    {
      px[i] = (sonde_sheet_get_x (&sheet, i) + 1) / 2 * FIELD;
      py[i] = (sonde_sheet_get_y (&sheet, i) + 1) / 2 * FIELD;
    }
  vertices = (SondeVertices) { px, py, sheet.z };
  for (guint i = 0; i < sheet.n_slots; i++)
    sonde_field_add_triangle (field, &vertices, sheet.corners + 3 * i, 0);
  for (int i = 0; i < FIELD * FIELD; i++)
    {
      double place[SONDE_SURFACE_NDIM], seen, value;

      memcpy (place, at, meshed->scene->ndim * sizeof (double));
      place[x] = (i % FIELD + .5) * 2 / FIELD - 1;
      place[y] = (i / FIELD + .5) * 2 / FIELD - 1;
      g_assert_true (sonde_field_get_value (field, i % FIELD, i / FIELD, &seen));
      g_assert_true (sonde_mesh_interpolate (meshed->mesh, place, meshed->z, &hint, &value));
      g_assert_cmpfloat_with_epsilon (seen, value, 1e-5);
    }
}

static void
test_slice (void)
{
  Meshed meshed;

  meshed_init (&meshed, 3, 400, curved_function);
  check_slice (&meshed, 0, 1, (double[]) { 0, 0, .123 });
  check_slice (&meshed, 2, 0, (double[]) { 0, -.77, 0 });
  /* through points of the grid, and along the edge of the domain */
  check_slice (&meshed, 0, 1, (double[]) { 0, 0, .25 });
  check_slice (&meshed, 1, 2, (double[]) { 1, 0, 0 });
  check_slice (&meshed, 1, 2, (double[]) { -1, 0, 0 });
  meshed_clear (&meshed);
  meshed_init (&meshed, 4, 200, curved_function);
  check_slice (&meshed, 0, 1, (double[]) { 0, 0, .123, -.3 });
  check_slice (&meshed, 3, 1, (double[]) { .5, 0, 0, 0 });
  meshed_clear (&meshed);
  meshed_init (&meshed, 5, 80, curved_function);
  check_slice (&meshed, 4, 2, (double[]) { .1, .2, 0, .3, 0 });
  meshed_clear (&meshed);
}

/* Edges of polygons are lines of the mesh, what cuts them into triangles is not: each polygon of n corners has n lines. */
static void
test_slice_edges (void)
{
  g_autoptr (SondeSlice) slice = sonde_slice_new ();
  SondeSheet sheet;
  Meshed meshed;

  meshed_init (&meshed, 3, 60, curved_function);
  sonde_slice_cut (slice, meshed.mesh, meshed.z, 0, 1, (double[]) { 0, 0, .1 });
  sonde_slice_get (slice, &sheet);
  g_assert_cmpuint (sheet.n_slots, >, 20);
  for (guint i = 0; i < sheet.n_slots;)
    {
      guint first = sheet.corners[3 * i], n_lines = 0, n = 0;

      /* the triangles of a polygon begin with the same corner and end with the one that closes it */
      do
        {
          g_assert_cmpuint (sheet.corners[3 * i], ==, first);
          for (guint k = 0; k < 3; k++)
            n_lines += sheet.edges[i] >> k & 1;
          n++;
        }
      while ((sheet.edges[i++] & 4) == 0);
      g_assert_cmpuint (n_lines, ==, n + 2);
      g_assert_cmpuint (n, <=, 2);
    }
  meshed_clear (&meshed);
}

/* Of 20,000 points in four variables, as a slider moves. */
static void
test_slice_speed (void)
{
  g_autoptr (SondeSlice) slice = sonde_slice_new ();
  double seconds;
  Meshed meshed;

  meshed_init (&meshed, 4, 20000, curved_function);
  g_test_timer_start ();
  for (guint i = 0; i < 20; i++)
    sonde_slice_cut (slice, meshed.mesh, meshed.z, 0, 1, (double[]) { 0, 0, -.9 + .09 * i, .2 });
  seconds = g_test_timer_elapsed () / 20;
  g_test_minimized_result (1000 * seconds, "%.1f ms: a slice through 20,000 points in four variables", 1000 * seconds);
  meshed_clear (&meshed);
}

static void
test_cut (void)
{
  SondeSurfaceScene *scene = make_scene (4);
  SondeView view = SONDE_VIEW_INIT;
  g_autofree char *text = NULL;
  SondeCut cut;

  view.slice_x = 2;
  view.slice_y = 2;
  view.slice_set = 1 << 3;
  view.slice_at[3] = 17;
  sonde_cut_init (&cut, scene, &view);
  /* both axes cannot have the same variable, and nothing is cut outside of the domain */
  g_assert_cmpuint (cut.x, ==, 2);
  g_assert_cmpuint (cut.y, ==, 3);
  g_assert_cmpfloat (cut.at[0], ==, 0);
  view.slice_y = 1;
  sonde_cut_init (&cut, scene, &view);
  g_assert_cmpfloat (cut.at[3], ==, 1);
  text = sonde_cut_describe (&cut, scene);
  g_assert_cmpstr (text, ==, "x = 0, w = 1");
  g_assert_cmpuint (sonde_cut_get_nearness (&cut, scene, (double[]) { 0, .7, -.7, 1 }), ==, 255);
  g_assert_cmpuint (sonde_cut_get_nearness (&cut, scene, (double[]) { .05, .7, -.7, 1 }), >, 0);
  g_assert_cmpuint (sonde_cut_get_nearness (&cut, scene, (double[]) { .05, .7, -.7, .5 }), ==, 0);
  view.slice_curve = TRUE;
  sonde_cut_init (&cut, scene, &view);
  g_assert_cmpuint (sonde_cut_get_nearness (&cut, scene, (double[]) { 0, .7, -.7, 1 }), ==, 0);
  sonde_surface_scene_unref (scene);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cloud/pieces", test_cloud);
  g_test_add_func ("/values/components-and-quantities", test_values);
  g_test_add_func ("/values/check-quantity", test_check_quantity);
  g_test_add_func ("/mesh/follows", test_mesh_follows);
  g_test_add_func ("/mesh/interpolates", test_mesh_interpolates);
  g_test_add_func ("/section/as-interpolated", test_section);
  g_test_add_func ("/section/outside", test_section_outside);
  g_test_add_func ("/slice/as-interpolated", test_slice);
  g_test_add_func ("/slice/edges", test_slice_edges);
  g_test_add_func ("/cut/mended", test_cut);
  if (g_test_perf ())
    g_test_add_func ("/slice/speed", test_slice_speed);
  return g_test_run ();
}
