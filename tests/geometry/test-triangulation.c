/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Point sets of every kind, checked after each insertion: random ones, and those on which triangulations fail. */

#include "config.h"

#include <math.h>
#include <string.h>

#include "geometry/sonde-predicates.h"
#include "geometry/sonde-simplex.h"
#include "geometry/sonde-triangulation.h"

#define TOLERANCE 1e-8

#define assert_valid(tri) \
  G_STMT_START \
    { \
      const char *why; \
      if (!sonde_triangulation_is_valid (tri, &why)) \
        g_error ("after %u points: %s", sonde_triangulation_get_n_vertices (tri), why); \
    } \
  G_STMT_END

typedef struct
{
  guint   ndim;
  guint   n;
  double *x;
} Set;

typedef void (*Fill) (Set   *set,
                      GRand *rand);

static Set *
set_new (guint  ndim,
         guint  n,
         Fill   fill,
         GRand *rand)
{
  Set *set = g_new0 (Set, 1);

  set->ndim = ndim;
  set->n = n;
  set->x = g_new0 (double, ndim * n);
  fill (set, rand);
  return set;
}

static void
set_free (Set *set)
{
  g_free (set->x);
  g_free (set);
}

static void
fill_random (Set   *set,
             GRand *rand)
{
  for (guint i = 0; i < set->n * set->ndim; i++)
    set->x[i] = g_rand_double_range (rand, -1, 1);
}

/* The same in an order in which every point is next to the one before. */
static void
fill_grid (Set   *set,
           GRand *rand)
{
  guint side = ceil (pow (set->n, 1.0 / set->ndim) - 1e-9);

  for (guint i = 0; i < set->n; i++)
    for (guint j = 0, rest = i; j < set->ndim; j++, rest /= side)
      set->x[i * set->ndim + j] = rest % side;
}

static void
shuffle (Set   *set,
         GRand *rand)
{
  for (guint i = set->n - 1; i > 0; i--)
    {
      guint other = g_rand_int_range (rand, 0, i + 1);

      for (guint j = 0; j < set->ndim; j++)
        {
          double swap = set->x[i * set->ndim + j];

          set->x[i * set->ndim + j] = set->x[other * set->ndim + j];
          set->x[other * set->ndim + j] = swap;
        }
    }
}

static void
fill_shuffled_grid (Set   *set,
                    GRand *rand)
{
  fill_grid (set, rand);
  shuffle (set, rand);
}

/* A grid whose steps are no binary fractions, far from the origin: planes and spheres that rounding has bent. */
static void
fill_rounded_grid (Set   *set,
                   GRand *rand)
{
  fill_shuffled_grid (set, rand);
  for (guint i = 0; i < set->n * set->ndim; i++)
    set->x[i] = 1000 + set->x[i] * 0.1;
}

static void
fill_sphere (Set   *set,
             GRand *rand)
{
  fill_random (set, rand);
  for (guint i = 0; i < set->n; i++)
    {
      double length = 0;

      for (guint j = 0; j < set->ndim; j++)
        length += set->x[i * set->ndim + j] * set->x[i * set->ndim + j];
      for (guint j = 0; j < set->ndim; j++)
        set->x[i * set->ndim + j] /= sqrt (length);
    }
}

/* All on one line, then one beside it. */
static void
fill_line (Set   *set,
           GRand *rand)
{
  for (guint i = 0; i < set->n; i++)
    for (guint j = 0; j < set->ndim; j++)
      set->x[i * set->ndim + j] = (i * 7 % set->n) * (j + 1.0);
  for (guint k = 1; k < set->ndim; k++)
    set->x[(set->n - k) * set->ndim + k] += 1;
}

/* All in one plane but the last. */
static void
fill_plane (Set   *set,
            GRand *rand)
{
  fill_random (set, rand);
  for (guint i = 0; i + 1 < set->n; i++)
    set->x[i * set->ndim + set->ndim - 1] = 0;
}

/* Distances from 1e-300 to 1. */
static void
fill_near (Set   *set,
           GRand *rand)
{
  for (guint i = 0; i < set->n; i++)
    for (guint j = 0; j < set->ndim; j++)
      set->x[i * set->ndim + j] = g_rand_double_range (rand, -1, 1) * pow (10, -300 * (double) (i % 31) / 30);
}

static void
fill_clusters (Set   *set,
               GRand *rand)
{
  fill_random (set, rand);
  for (guint i = 1; i < set->n; i++)
    if (i % 4 != 0)
      for (guint j = 0; j < set->ndim; j++)
        set->x[i * set->ndim + j] = set->x[i / 8 * 4 * set->ndim + j] + 1e-15 * g_rand_int_range (rand, -3, 4);
}

/* Points that repeat. */
static void
fill_few_places (Set   *set,
                 GRand *rand)
{
  for (guint i = 0; i < set->n * set->ndim; i++)
    set->x[i] = g_rand_int_range (rand, 0, 3);
}

/* Bisection as learners do it: each point halves an edge or is the middle of a simplex made before. */
static void
fill_bisected (Set   *set,
               GRand *rand)
{
  guint corners = MIN (1u << set->ndim, set->n);

  for (guint i = 0; i < set->n; i++)
    for (guint j = 0; j < set->ndim; j++)
      {
        double *x = set->x + i * set->ndim;

        if (i < corners)
          x[j] = i >> j & 1 ? 1.3 : -0.7;
        else
          x[j] = (set->x[(i * 5 / 8) * set->ndim + j] + set->x[(i - corners) / 3 * set->ndim + j]) / 2;
      }
}

static const struct
{
  const char *name;
  Fill        fill;
  gboolean    tolerable;  /* its distances are not of the size of roundings */
} kinds[] = {
  { "random", fill_random, TRUE },
  { "grid", fill_grid, TRUE },
  { "shuffled-grid", fill_shuffled_grid, TRUE },
  { "rounded-grid", fill_rounded_grid, TRUE },
  { "sphere", fill_sphere, TRUE },
  { "line", fill_line, TRUE },
  { "plane", fill_plane, TRUE },
  { "near", fill_near, FALSE },
  { "clusters", fill_clusters, FALSE },
  { "few-places", fill_few_places, TRUE },
  { "bisected", fill_bisected, TRUE },
};

/* Follows the triangulation by its lists alone. */
typedef struct
{
  GHashTable *simplices;
} Follower;

static void
follow (Follower           *self,
        SondeTriangulation *tri)
{
  guint n_deleted, n_added;
  const guint32 *deleted = sonde_triangulation_get_deleted (tri, &n_deleted);
  const guint32 *added = sonde_triangulation_get_added (tri, &n_added);

  for (guint i = 0; i < n_deleted; i++)
    g_assert_true (g_hash_table_remove (self->simplices, GUINT_TO_POINTER (deleted[i])));
  for (guint i = 0; i < n_added; i++)
    {
      g_assert_true (sonde_triangulation_is_simplex (tri, added[i]));
      g_assert_true (g_hash_table_add (self->simplices, GUINT_TO_POINTER (added[i])));
    }
  for (guint i = 0; i < n_deleted; i++)
    g_assert_false (sonde_triangulation_is_simplex (tri, deleted[i]));
  g_assert_cmpuint (g_hash_table_size (self->simplices), ==, sonde_triangulation_get_n_simplices (tri));
}

static void
check_place (SondeTriangulation *tri,
             const double       *point,
             guint32             vertex)
{
  g_autoptr (GArray) around = g_array_new (FALSE, FALSE, sizeof (guint32));
  guint32 found = sonde_triangulation_locate (tri, point, SONDE_TRIANGULATION_NONE);
  gboolean listed = FALSE;

  if (sonde_triangulation_get_n_simplices (tri) == 0)
    return;
  sonde_triangulation_around_vertex (tri, vertex, around);
  for (guint i = 0; i < around->len; i++)
    {
      guint32 simplex = g_array_index (around, guint32, i);
      const guint32 *corners = sonde_triangulation_get_vertices (tri, simplex);
      gboolean has = FALSE;

      for (guint j = 0; j <= sonde_triangulation_get_ndim (tri); j++)
        has |= corners[j] == vertex;
      g_assert_true (has);
      listed |= simplex == found;
    }
  /* a vertex of a tolerant triangulation may lie a hair outside its hull */
  if (found != SONDE_TRIANGULATION_NONE)
    g_assert_true (listed);
}

static void
test_set (const Set *set,
          double     tolerance,
          guint      check_until)
{
  g_autoptr (SondeTriangulation) tri = sonde_triangulation_new_tolerant (set->ndim, tolerance);
  Follower follower = { g_hash_table_new (NULL, NULL) };
  guint n = 0;

  for (guint i = 0; i < set->n; i++)
    {
      const double *point = set->x + i * set->ndim;
      guint32 vertex;
      SondeInsertion insertion = sonde_triangulation_insert (tri, point, SONDE_TRIANGULATION_NONE, &vertex);

      if (insertion == SONDE_INSERTION_ADDED)
        g_assert_cmpuint (vertex, ==, n++);
      g_assert_cmpmem (sonde_triangulation_get_point (tri, vertex), set->ndim * sizeof (double), point,
                       set->ndim * sizeof (double));
      follow (&follower, tri);
      if (i < check_until || i + 1 == set->n)
        {
          assert_valid (tri);
          check_place (tri, point, vertex);
        }
    }
  g_assert_cmpuint (n, ==, sonde_triangulation_get_n_vertices (tri));
  g_hash_table_unref (follower.simplices);
}

static void
test_kind (gconstpointer data)
{
  guint kind = GPOINTER_TO_UINT (data) / 100;
  guint ndim = GPOINTER_TO_UINT (data) % 100;
  static const guint numbers[] = { 0, 0, 300, 120, 60, 30, 16 };
  guint n = numbers[ndim] * (g_test_slow () ? 4 : 1);
  g_autoptr (GRand) rand = g_rand_new_with_seed (kind * 10 + ndim);
  Set *set = set_new (ndim, n, kinds[kind].fill, rand);

  test_set (set, 0, n);
  if (kinds[kind].tolerable)
    test_set (set, TOLERANCE, n);
  set_free (set);
}

/* By force: no sphere has any vertex inside, and the simplices fill the box of the grid. */
static void
test_all_spheres (gconstpointer data)
{
  guint ndim = GPOINTER_TO_UINT (data);
  static const guint sides[] = { 0, 0, 9, 5, 3 };
  guint n = (guint) (pow (sides[ndim], ndim) + 0.5);
  g_autoptr (GRand) rand = g_rand_new_with_seed (ndim);

  for (guint kind = 0; kind < 2; kind++)
    {
      g_autoptr (SondeTriangulation) tri = sonde_triangulation_new (ndim);
      Set *set = set_new (ndim, n, kind == 0 ? fill_random : fill_shuffled_grid, rand);
      double volume = 0;

      for (guint i = 0; i < n; i++)
        sonde_triangulation_insert (tri, set->x + i * ndim, SONDE_TRIANGULATION_NONE, NULL);
      for (guint32 s = 0; s < sonde_triangulation_get_n_slots (tri); s++)
        {
          const double *points[SONDE_TRIANGULATION_MAX_NDIM + 1];
          int sign;

          if (!sonde_triangulation_is_simplex (tri, s))
            continue;
          for (guint i = 0; i <= ndim; i++)
            points[i] = sonde_triangulation_get_point (tri, sonde_triangulation_get_vertices (tri, s)[i]);
          sign = sonde_predicates_exact_orientation (ndim, points);
          volume += sonde_simplex_volume (ndim, points);
          for (guint i = 0; i < n; i++)
            g_assert_cmpint (sonde_predicates_exact_in_sphere (ndim, points, set->x + i * ndim) * sign, <=, 0);
        }
      if (kind == 1)
        g_assert_cmpfloat_with_epsilon (volume, pow (sides[ndim] - 1, ndim), 1e-9);
      set_free (set);
    }
}

/* Many random points: valid at the end. `-m slow` takes 200,000. */
static void
test_many (gconstpointer data)
{
  guint ndim = GPOINTER_TO_UINT (data);
  guint n = g_test_slow () ? 200000 : ndim == 4 ? 1000 : 5000;
  g_autoptr (GRand) rand = g_rand_new_with_seed (ndim);
  g_autoptr (SondeTriangulation) tri = sonde_triangulation_new (ndim);
  Set *set = set_new (ndim, n, fill_random, rand);

  g_test_timer_start ();
  for (guint i = 0; i < n; i++)
    g_assert_cmpint (sonde_triangulation_insert (tri, set->x + i * ndim, SONDE_TRIANGULATION_NONE, NULL), ==, SONDE_INSERTION_ADDED);
  g_test_message ("%u points in %u dimensions: %.3g s, %.3g MB", n, ndim, g_test_timer_elapsed (),
                  sonde_triangulation_get_memory (tri) / 1e6);
  assert_valid (tri);
  set_free (set);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint kind = 0; kind < G_N_ELEMENTS (kinds); kind++)
    for (guint ndim = 2; ndim <= SONDE_TRIANGULATION_MAX_NDIM; ndim++)
      {
        g_autofree char *path = g_strdup_printf ("/geometry/triangulation/%s/%u", kinds[kind].name, ndim);

        g_test_add_data_func (path, GUINT_TO_POINTER (kind * 100 + ndim), test_kind);
      }
  for (guint ndim = 2; ndim <= 4; ndim++)
    {
      g_autofree char *path = g_strdup_printf ("/geometry/triangulation/all-spheres/%u", ndim);
      g_autofree char *many = g_strdup_printf ("/geometry/triangulation/many/%u", ndim);

      g_test_add_data_func (path, GUINT_TO_POINTER (ndim), test_all_spheres);
      g_test_add_data_func (many, GUINT_TO_POINTER (ndim), test_many);
    }
  return g_test_run ();
}
