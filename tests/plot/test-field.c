/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "plot/picture.h"
#include "plot/sonde-field.h"

#define SIZE 60
#define N_INNER 400

/* A triangulation of a square: points are put into triangles, or on edges, which are cut. Not Delaunay, so with many slivers. */
typedef struct
{
  GArray *x, *y, *z;
  GArray *triangles;
} Mesh;

static guint
mesh_add_point (Mesh   *mesh,
                double  x,
                double  y)
{
  double z = 0;

  g_array_append_val (mesh->x, x);
  g_array_append_val (mesh->y, y);
  g_array_append_val (mesh->z, z);
  return mesh->x->len - 1;
}

static void
mesh_add_triangle (Mesh  *mesh,
                   guint  a,
                   guint  b,
                   guint  c)
{
  const guint corners[] = { a, b, c };

  g_array_append_vals (mesh->triangles, corners, 3);
}

static SondeVertices
mesh_vertices (Mesh *mesh)
{
  return (SondeVertices) { (double *) (void *) mesh->x->data, (double *) (void *) mesh->y->data, (double *) (void *) mesh->z->data };
}

static guint *
mesh_corners (Mesh  *mesh,
              guint  index)
{
  return &g_array_index (mesh->triangles, guint, 3 * index);
}

static double
orient (const SondeVertices *v,
        guint                a,
        guint                b,
        double               x,
        double               y)
{
  return (v->x[b] - v->x[a]) * (y - v->y[a]) - (v->y[b] - v->y[a]) * (x - v->x[a]);
}

static void
mesh_cut (Mesh   *mesh,
          double  x,
          double  y)
{
  guint point = mesh_add_point (mesh, x, y);
  SondeVertices v = mesh_vertices (mesh);
  guint n = mesh->triangles->len / 3;

  for (guint i = 0; i < n; i++)
    {
      guint *c = mesh_corners (mesh, i);
      guint a = c[0], b = c[1], d = c[2];

      if (orient (&v, a, b, x, y) <= 0 || orient (&v, b, d, x, y) <= 0 || orient (&v, d, a, x, y) <= 0)
        continue;
      c[2] = point;
      mesh_add_triangle (mesh, b, d, point);
      mesh_add_triangle (mesh, d, a, point);
      return;
    }
}

static void
mesh_init (Mesh   *mesh,
           double  from,
           double  to)
{
  *mesh = (Mesh) {
    g_array_new (FALSE, FALSE, sizeof (double)), g_array_new (FALSE, FALSE, sizeof (double)),
    g_array_new (FALSE, FALSE, sizeof (double)), g_array_new (FALSE, FALSE, sizeof (guint)),
  };
  mesh_add_point (mesh, from, from);
  mesh_add_point (mesh, to, from);
  mesh_add_point (mesh, to, to);
  mesh_add_point (mesh, from, to);
  mesh_add_triangle (mesh, 0, 1, 2);
  mesh_add_triangle (mesh, 0, 2, 3);
}

static void
mesh_clear (Mesh *mesh)
{
  g_array_unref (mesh->x);
  g_array_unref (mesh->y);
  g_array_unref (mesh->z);
  g_array_unref (mesh->triangles);
}

static void
mesh_fill_random (Mesh  *mesh,
                  GRand *rand,
                  guint  n)
{
  for (guint i = 0; i < n; i++)
    {
      /* every other point where middles of pixels are, so that ties have to be broken */
      double step = i % 2 == 0 ? .5 : 1e-9;

      mesh_cut (mesh, round (g_rand_double_range (rand, 0, SIZE) / step) * step,
                round (g_rand_double_range (rand, 0, SIZE) / step) * step);
    }
}

/* Each triangle adds one to what it covers: drawn onto an empty field of its own, and counted. */
static void
count_covered (Mesh  *mesh,
               guint *counts)
{
  SondeVertices v = mesh_vertices (mesh);
  g_autoptr (SondeField) field = sonde_field_new (SIZE, SIZE, 0);
  double value;

  for (guint i = 0; i < mesh->triangles->len / 3; i++)
    {
      sonde_field_clear (field);
      sonde_field_add_triangle (field, &v, mesh_corners (mesh, i), 0);
      for (int row = 0; row < SIZE; row++)
        for (int column = 0; column < SIZE; column++)
          counts[row * SIZE + column] += sonde_field_get_value (field, column, row, &value);
    }
}

static void
test_each_pixel_once (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (4);
  g_autofree guint *counts = NULL;

  for (guint round = 0; round < 4; round++)
    {
      Mesh mesh;

      /* within the field, to its edge, and beyond: far away the numbers have few digits behind the point */
      mesh_init (&mesh, round == 0 ? 10 : round == 3 ? -1e7 : 0, round == 0 ? 50 : round == 3 ? 1.3e7 : SIZE);
      mesh_fill_random (&mesh, rand, N_INNER / 4);
      g_free (counts);
      counts = g_new0 (guint, SIZE * SIZE);
      count_covered (&mesh, counts);
      for (int row = 0; row < SIZE; row++)
        for (int column = 0; column < SIZE; column++)
          {
            gboolean inside = round > 0 || (row >= 10 && row < 50 && column >= 10 && column < 50);

            g_assert_cmpuint (counts[row * SIZE + column], ==, inside ? 1 : 0);
          }
      mesh_clear (&mesh);
    }
}

static void
test_linear_exact (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (5);
  g_autoptr (SondeField) field = sonde_field_new (SIZE, SIZE, 0);
  SondeVertices v;
  Mesh mesh;

  mesh_init (&mesh, 0, SIZE);
  mesh_fill_random (&mesh, rand, N_INNER);
  v = mesh_vertices (&mesh);
  for (guint i = 0; i < mesh.z->len; i++)
    g_array_index (mesh.z, double, i) = 3 + .25 * v.x[i] - 2 * v.y[i];
  for (guint i = 0; i < mesh.triangles->len / 3; i++)
    sonde_field_add_triangle (field, &v, mesh_corners (&mesh, i), 0);
  for (int row = 0; row < SIZE; row++)
    for (int column = 0; column < SIZE; column++)
      {
        double value;

        g_assert_true (sonde_field_get_value (field, column, row, &value));
        g_assert_cmpfloat_with_epsilon (value, 3 + .25 * (column + .5) - 2 * (row + .5), 1e-11);
      }
  mesh_clear (&mesh);
}

/* Never beyond the corners' values, even in the thinnest triangle and with the largest of numbers. */
static void
test_within_corners (void)
{
  g_autoptr (SondeField) field = sonde_field_new (SIZE, SIZE, 0);
  double x[] = { 0, 59.3, 30 }, y[] = { 0.1, 59.6, 29.9500001 };
  double z[] = { -1e308, 1e308, 1.5e308 };
  SondeVertices v = { x, y, z };
  guint n = 0;

  x[2] += 1e-6;
  sonde_field_add_triangle (field, &v, (guint[]) { 0, 1, 2 }, 0);
  x[2] = 0;
  sonde_field_add_triangle (field, &v, (guint[]) { 0, 1, 2 }, 0);
  for (int i = 0; i < SIZE * SIZE; i++)
    {
      double value;

      if (!sonde_field_get_value (field, i % SIZE, i / SIZE, &value))
        continue;
      n++;
      g_assert_true (value >= -1e308 && value <= 1.5e308);
    }
  g_assert_cmpuint (n, >, 300);
}

static void
test_missing (void)
{
  g_autoptr (SondeField) field = sonde_field_new (SIZE, SIZE, 1);
  const double x[] = { 0, SIZE, SIZE, 0 }, y[] = { 0, 0, SIZE, SIZE }, z[] = { 1, NAN, 1, 1 };
  SondeVertices v = { x, y, z };
  SondeFieldStyle style = { .missing = { 1, 0, 0, .5 } };
  cairo_surface_t *image;
  double value;

  sonde_color_scale_init (&style.scale, SONDE_COLORMAP_VIRIDIS, 0, 1, FALSE);
  sonde_field_add_triangle (field, &v, (guint[]) { 0, 1, 2 }, 0);
  g_assert_true (sonde_field_get_value (field, 50, 10, &value));
  g_assert_true (isnan (value));
  g_assert_false (sonde_field_get_value (field, 10, 50, &value));
  g_assert_false (sonde_field_get_value (field, -1, 50, &value));
  g_assert_false (sonde_field_get_value (field, 10, SIZE, &value));
  image = sonde_field_color (field, &style);
  g_assert_cmpfloat (color_difference (picture_at (image, 50, 10), (SondeColor) { .5, 0, 0, 0 }), <, .01);
  g_assert_cmpfloat_with_epsilon (picture_at (image, 50, 10).alpha, .5, .01);
  g_assert_cmpfloat (picture_at (image, 10, 50).alpha, ==, 0);

  /* the value is there again when a triangle with values takes the place */
  sonde_field_add_triangle (field, &v, (guint[]) { 0, 2, 3 }, 0);
  image = sonde_field_color (field, &style);
  g_assert_cmpfloat (color_difference (picture_at (image, 10, 50), sonde_colormap_get_color (SONDE_COLORMAP_VIRIDIS, 1)), <, .01);
  g_assert_cmpfloat_with_epsilon (picture_at (image, 50, 10).alpha, .5, .01);
}

/* Only changed triangles are drawn again: the picture must be the same as one that was made at once. */
static void
test_incremental (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (6);
  g_autoptr (SondeField) field = sonde_field_new (SIZE, SIZE, .75), fresh = sonde_field_new (SIZE, SIZE, .75);
  SondeFieldStyle style = { .missing = { 0, 0, 0, .1 }, .mesh = { 1, 1, 1, .5 } };
  cairo_surface_t *image;
  Mesh mesh;

  sonde_color_scale_init (&style.scale, SONDE_COLORMAP_MAGMA, 0, 9, FALSE);
  mesh_init (&mesh, 0, SIZE);
  for (guint i = 0; i < 60; i++)
    {
      guint known = mesh.triangles->len / 3;
      SondeVertices v;

      mesh_cut (&mesh, g_rand_double_range (rand, 0, SIZE), g_rand_double_range (rand, 0, SIZE));
      g_array_index (mesh.z, double, mesh.z->len - 1) = i == 30 ? NAN : i % 10;
      v = mesh_vertices (&mesh);
      for (guint j = 0; j < mesh.triangles->len / 3; j++)
        if (i == 0 || j >= known || mesh_corners (&mesh, j)[2] == mesh.x->len - 1)
          sonde_field_add_triangle (field, &v, mesh_corners (&mesh, j), SONDE_FIELD_ALL_EDGES);
      if (i % 7 == 0)
        sonde_field_color (field, &style);
    }
  for (guint j = 0; j < mesh.triangles->len / 3; j++)
    {
      SondeVertices v = mesh_vertices (&mesh);

      sonde_field_add_triangle (fresh, &v, mesh_corners (&mesh, j), SONDE_FIELD_ALL_EDGES);
    }
  image = sonde_field_color (fresh, &style);
  g_assert_true (picture_equal (sonde_field_color (field, &style), image));
  /* another range is another picture */
  sonde_color_scale_init (&style.scale, SONDE_COLORMAP_MAGMA, 0, 8, FALSE);
  g_assert_false (picture_equal (sonde_field_color (field, &style), image));
  g_assert_true (picture_equal (sonde_field_color (field, &style), sonde_field_color (fresh, &style)));
  mesh_clear (&mesh);
}

/* The line between two triangles: both halves, in the middle of the square, and none along edges that are no lines. */
static void
test_mesh_lines (void)
{
  g_autoptr (SondeField) field = sonde_field_new (SIZE, SIZE, 2);
  const double x[] = { 0, SIZE, SIZE, 0 }, y[] = { 0, 0, SIZE, SIZE }, z[] = { 0, 0, 0, 0 };
  SondeVertices v = { x, y, z };
  SondeFieldStyle style = { .mesh = { 1, 1, 1, 1 } };
  cairo_surface_t *image;
  SondeColor white = { 1, 1, 1, 1 };

  sonde_color_scale_init (&style.scale, SONDE_COLORMAP_MAGMA, 0, 1, FALSE);
  sonde_field_add_triangle (field, &v, (guint[]) { 0, 1, 2 }, 1 << 2);
  sonde_field_add_triangle (field, &v, (guint[]) { 0, 2, 3 }, 1 << 0);
  image = sonde_field_color (field, &style);
  for (int i = 4; i < SIZE - 4; i++)
    {
      g_assert_cmpfloat (color_difference (picture_at (image, i, i), white), <, .01);
      g_assert_cmpfloat (color_difference (picture_at (image, i + 3, i), white), >, .9);
      g_assert_cmpfloat (color_difference (picture_at (image, i, i + 3), white), >, .9);
      g_assert_cmpfloat (color_difference (picture_at (image, i, 0), white), >, .9);
    }
}

/* Where triangles have few pixels there are no lines. */
static void
test_mesh_fades (void)
{
  g_autoptr (SondeField) field = sonde_field_new (SIZE, SIZE, 1);
  SondeFieldStyle style = { .mesh = { 1, 1, 1, 1 } };

  sonde_color_scale_init (&style.scale, SONDE_COLORMAP_MAGMA, 0, 1, FALSE);
  for (int row = 0; row < SIZE; row++)
    for (int column = 0; column < SIZE; column++)
      {
        const double x[] = { column, column + 1, column, column + 1 }, y[] = { row, row, row + 1, row + 1 };
        const double z4[] = { 0, 0, 0, 0 };
        SondeVertices v = { x, y, z4 };

        sonde_field_add_triangle (field, &v, (guint[]) { 0, 1, 2 }, SONDE_FIELD_ALL_EDGES);
        sonde_field_add_triangle (field, &v, (guint[]) { 1, 2, 3 }, SONDE_FIELD_ALL_EDGES);
      }
  g_assert_cmpuint (picture_count (sonde_field_color (field, &style), 0, 0, SIZE, SIZE,
                                   sonde_colormap_get_color (SONDE_COLORMAP_MAGMA, 0), .01), ==, SIZE * SIZE);
}

static void
test_range (void)
{
  g_autoptr (SondeField) field = sonde_field_new (SIZE, SIZE, 0);
  const double x[] = { -100, 300, -100 }, y[] = { -100, -100, 300 }, z[] = { -100, 300, -100 };
  SondeVertices v = { x, y, z };
  double min = INFINITY, max = -INFINITY;

  sonde_field_get_range (field, FALSE, &min, &max);
  g_assert_cmpfloat (min, >, max);
  sonde_field_add_triangle (field, &v, (guint[]) { 2, 0, 1 }, 0);
  sonde_field_get_range (field, FALSE, &min, &max);
  /* z is x */
  g_assert_cmpfloat_with_epsilon (min, .5, 1e-12);
  g_assert_cmpfloat_with_epsilon (max, SIZE - .5, 1e-12);
}

/* published colours, and what a perceptual map promises: lightness that only rises */
static double
get_lightness (SondeColor color)
{
  const double *channels[] = { &color.red, &color.green, &color.blue };
  const double weights[] = { .2126, .7152, .0722 };
  double y = 0;

  for (guint i = 0; i < 3; i++)
    y += weights[i] * (*channels[i] <= .04045 ? *channels[i] / 12.92 : pow ((*channels[i] + .055) / 1.055, 2.4));
  return 116 * cbrt (y) - 16;
}

static void
test_colormaps (void)
{
  static const struct { SondeColormap map; double part; double red, green, blue; } known[] = {
    { SONDE_COLORMAP_VIRIDIS, 0, .267004, .004874, .329415 }, { SONDE_COLORMAP_VIRIDIS, 128 / 255., .127568, .566949, .550556 },
    { SONDE_COLORMAP_VIRIDIS, 1, .993248, .906157, .143936 }, { SONDE_COLORMAP_MAGMA, 0, .001462, .000466, .013866 },
    { SONDE_COLORMAP_MAGMA, 128 / 255., .716387, .214982, .475290 }, { SONDE_COLORMAP_MAGMA, 1, .987053, .991438, .749504 },
    { SONDE_COLORMAP_CIVIDIS, 0, 0, .135112, .304751 }, { SONDE_COLORMAP_CIVIDIS, 1, .995737, .909344, .217772 },
    { SONDE_COLORMAP_DIVERGING, 0, .230, .299, .754 }, { SONDE_COLORMAP_DIVERGING, .5, .865, .865, .865 },
    { SONDE_COLORMAP_DIVERGING, 1, .706, .016, .150 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    g_assert_cmpfloat (color_difference (sonde_colormap_get_color (known[i].map, known[i].part),
                                         (SondeColor) { known[i].red, known[i].green, known[i].blue, 1 }), <, .005);
  for (guint map = 0; map < SONDE_N_COLORMAPS; map++)
    for (guint i = 1; i <= 256; i++)
      {
        double step = get_lightness (sonde_colormap_get_color (map, i / 256.))
                      - get_lightness (sonde_colormap_get_color (map, (i - 1) / 256.));

        g_assert_cmpfloat (map == SONDE_COLORMAP_DIVERGING && i > 128 ? -step : step, >, -.02);
      }
}

static void
test_colormap_names (void)
{
  SondeColormap map;

  for (guint i = 0; i < SONDE_N_COLORMAPS; i++)
    {
      g_autofree char *name = sonde_colormap_get_name (i);

      g_assert_true (sonde_colormap_find (sonde_colormap_get_id (i), &map));
      g_assert_cmpint (map, ==, i);
      g_assert_cmpint (strlen (name), >, 3);
    }
  g_assert_false (sonde_colormap_find ("jet", &map));
}

static void
check_part (const SondeColorScale *scale,
            double                 value,
            double                 part)
{
  guint32 pixel = sonde_color_scale_get_pixel (scale, value);
  int index = MIN ((int) (part * SONDE_COLORMAP_STEPS), SONDE_COLORMAP_STEPS - 1);

  g_assert_cmpfloat_with_epsilon (sonde_color_scale_get_part (scale, value), part, 1e-9);
  g_assert_cmphex (pixel, ==, sonde_colormap_get_table (scale->colormap)[index]);
}

static void
test_color_scale (void)
{
  SondeColorScale scale;

  sonde_color_scale_init (&scale, SONDE_COLORMAP_VIRIDIS, -1, 3, FALSE);
  check_part (&scale, -1, 0);
  check_part (&scale, 0.001, .25025);
  check_part (&scale, 3, 1);
  check_part (&scale, 1e300, 1);
  check_part (&scale, -1e300, 0);
  g_assert_cmphex (sonde_color_scale_get_pixel (&scale, NAN), ==, 0);
  g_assert_cmphex (sonde_color_scale_get_pixel (&scale, INFINITY), ==, 0);
  g_assert_true (isnan (sonde_color_scale_get_part (&scale, -INFINITY)));

  sonde_color_scale_init (&scale, SONDE_COLORMAP_CIVIDIS, 1e-3, 1e3, TRUE);
  check_part (&scale, 1.0001, .5 + log10 (1.0001) / 6);
  check_part (&scale, 1e-9, 0);
  g_assert_cmphex (sonde_color_scale_get_pixel (&scale, 0), ==, 0);
  g_assert_cmphex (sonde_color_scale_get_pixel (&scale, -5), ==, 0);

  /* the whole range of numbers */
  sonde_color_scale_init (&scale, SONDE_COLORMAP_MAGMA, -1.7e308, 1.7e308, FALSE);
  check_part (&scale, 1.7e305, .5005);
}

static void
check_choice (SondeColormap map,
              gboolean      log,
              double        min,
              double        max,
              double        chosen_min,
              double        chosen_max)
{
  sonde_color_scale_choose (map, log, &min, &max);
  g_assert_cmpfloat (min, ==, chosen_min);
  g_assert_cmpfloat (max, ==, chosen_max);
}

static void
test_choose_range (void)
{
  check_choice (SONDE_COLORMAP_VIRIDIS, FALSE, -1, 3, -1, 3);
  check_choice (SONDE_COLORMAP_DIVERGING, FALSE, -1, 3, -3, 3);
  check_choice (SONDE_COLORMAP_DIVERGING, FALSE, 1, 3, 1, 3);
  check_choice (SONDE_COLORMAP_DIVERGING, TRUE, 1, 3, 1, 3);
  check_choice (SONDE_COLORMAP_VIRIDIS, FALSE, 4, 4, 3, 5);
  check_choice (SONDE_COLORMAP_VIRIDIS, FALSE, 0, 0, -1, 1);
  check_choice (SONDE_COLORMAP_VIRIDIS, FALSE, INFINITY, -INFINITY, 0, 1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/field/each-pixel-once", test_each_pixel_once);
  g_test_add_func ("/field/linear-exact", test_linear_exact);
  g_test_add_func ("/field/within-corners", test_within_corners);
  g_test_add_func ("/field/missing", test_missing);
  g_test_add_func ("/field/incremental", test_incremental);
  g_test_add_func ("/field/mesh-lines", test_mesh_lines);
  g_test_add_func ("/field/mesh-fades", test_mesh_fades);
  g_test_add_func ("/field/range", test_range);
  g_test_add_func ("/color/maps", test_colormaps);
  g_test_add_func ("/color/names", test_colormap_names);
  g_test_add_func ("/color/scale", test_color_scale);
  g_test_add_func ("/color/choose-range", test_choose_range);
  return g_test_run ();
}
