/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A plane through simplices.
 *
 * 1. Of N variables two run in the plane, N − 2 are fixed. The plane meets a face of N − 1 vertices in at most one place: N −
 *    1 weights that add up to 1 and give the fixed variables their values, a small linear system. If all weights are positive,
 *    the place is a corner of the cut, with the value that the weights give. All simplices that share the face share that
 *    corner: it is solved once, from its vertices in ascending order, and found again in a table by these.
 * 2. The corners on a simplex's faces are those of a convex polygon. Put in order about its middle it is cut into triangles
 *    from the first corner; lines of the mesh are the polygon's edges only.
 * 3. The plane goes on in the neighbours behind the facets that have corners. From the simplex that holds one place of the
 *    plane, all that it meets is reached so, and nothing else is looked at: in four variables some N^½ of N simplices.
 *
 * Slices through vertices and facets, where points like to lie, are moved by a part in 10⁹ of the domain, inwards: then each
 * face is met inside or not at all. */

#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "figure/sonde-face-table.h"
#include "figure/sonde-slice.h"

#define N SONDE_SURFACE_NDIM
#define MARGIN 1e-9
/* no two variables are moved by the same */
#define APART 3.7e-10
/* how many places are tried each way to find one inside */
#define LOOKS 16
#define NONE SONDE_TRIANGULATION_NONE

struct _SondeSlice
{
  /* what was cut */
  SondeMesh          *mesh;
  SondeTriangulation *triangulation;
  const double       *z;
  guint               ndim;
  guint               x, y;
  double              at[N];
  double              range[2];
  guint               n_fixed;
  guint               fixed[N];

  /* the cut: numbers two by two, values, corners and edges of triangles */
  GArray             *places;
  GArray             *values;
  GArray             *corners;
  GArray             *edges;
  guint               version;

  SondeFaceTable     *faces;
  /* simplices that were reached, a bit each, and those whose turn is to come */
  guint8             *reached;
  GArray             *stack;
};

SondeSlice *
sonde_slice_new (void)
{
  SondeSlice *self = g_new0 (SondeSlice, 1);

  self->places = g_array_new (FALSE, FALSE, sizeof (double));
  self->values = g_array_new (FALSE, FALSE, sizeof (double));
  self->corners = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->edges = g_array_new (FALSE, FALSE, sizeof (guint8));
  self->stack = g_array_new (FALSE, FALSE, sizeof (guint32));
  return self;
}

void
sonde_slice_free (SondeSlice *self)
{
  g_array_unref (self->places);
  g_array_unref (self->values);
  g_array_unref (self->corners);
  g_array_unref (self->edges);
  g_array_unref (self->stack);
  g_free (self);
}

/* The fixed variables must lie between those of the vertices; most faces are told apart by that. */
static gboolean
may_meet (SondeSlice          *self,
          const double * const *points,
          guint                n)
{
  for (guint k = 0; k < self->n_fixed; k++)
    {
      guint axis = self->fixed[k], below = 0;

      for (guint i = 0; i < n; i++)
        below += points[i][axis] < self->at[axis];
      if (below == 0 || below == n)
        return FALSE;
    }
  return TRUE;
}

static guint32
append_corner (SondeSlice           *self,
               const guint32        *vertices,
               const double * const *points,
               const double         *weights)
{
  double place[2] = { 0, 0 }, value = 0;
  guint32 corner = self->values->len;

  for (guint i = 0; i + 1 < self->ndim; i++)
    {
      place[0] += weights[i] * points[i][self->x];
      place[1] += weights[i] * points[i][self->y];
      value += weights[i] * self->z[sonde_mesh_get_point (self->mesh, vertices[i])];
    }
  g_array_append_vals (self->places, place, 2);
  g_array_append_val (self->values, value);
  return corner;
}

/* Where the plane meets a face of ndim − 1 vertices. */
static guint32
meet (SondeSlice    *self,
      const guint32 *vertices)
{
  guint n = self->ndim - 1;
  const double *points[N];
  double a[N][SONDE_FACE_ROW], weights[N];

  for (guint i = 0; i < n; i++)
    points[i] = sonde_triangulation_get_point (self->triangulation, vertices[i]);
  if (!may_meet (self, points, n))
    return NONE;
  for (guint i = 0; i < n; i++)
    {
      a[0][i] = 1;
      for (guint k = 0; k < self->n_fixed; k++)
        a[k + 1][i] = points[i][self->fixed[k]] - self->at[self->fixed[k]];
    }
  a[0][n] = 1;
  for (guint k = 0; k < self->n_fixed; k++)
    a[k + 1][n] = 0;
  if (!sonde_face_solve (n, a, weights))
    return NONE;
  for (guint i = 0; i < n; i++)
    if (!(weights[i] >= 0))
      return NONE;
  return append_corner (self, vertices, points, weights);
}

static guint32
get_corner (SondeSlice    *self,
            const guint32 *vertices)
{
  guint32 corner;

  if (!sonde_face_table_find (self->faces, vertices, &corner))
    {
      corner = meet (self, vertices);
      sonde_face_table_add (self->faces, vertices, corner);
    }
  return corner;
}

/* A corner of the polygon in one simplex. */
typedef struct
{
  guint32 corner;
  double  angle;
} Bend;

static int
compare_bends (const void *a,
               const void *b)
{
  double first = ((const Bend *) a)->angle, second = ((const Bend *) b)->angle;

  return (first > second) - (first < second);
}

static void
append_triangle (SondeSlice *self,
                 guint32     a,
                 guint32     b,
                 guint32     c,
                 guint8      edges)
{
  const guint32 corners[] = { a, b, c };

  g_array_append_vals (self->corners, corners, 3);
  g_array_append_val (self->edges, edges);
}

static void
append_polygon (SondeSlice *self,
                Bend       *bends,
                guint       n)
{
  const double *places = (const double *) (const void *) self->places->data;
  double x = 0, y = 0;

  for (guint i = 0; i < n; i++)
    {
      x += places[2 * bends[i].corner] / n;
      y += places[2 * bends[i].corner + 1] / n;
    }
  for (guint i = 0; i < n; i++)
    bends[i].angle = atan2 ((places[2 * bends[i].corner + 1] - y) / self->range[1],
                            (places[2 * bends[i].corner] - x) / self->range[0]);
  qsort (bends, n, sizeof (Bend), compare_bends);
  for (guint i = 1; i + 1 < n; i++)
    append_triangle (self, bends[0].corner, bends[i].corner, bends[i + 1].corner,
                     (i == 1 ? 1 : 0) | 2 | (i + 2 == n ? 4 : 0));
}

static void
push (SondeSlice *self,
      guint32     simplex)
{
  if (simplex == NONE || self->reached[simplex / 8] & 1u << simplex % 8)
    return;
  self->reached[simplex / 8] |= 1u << simplex % 8;
  g_array_append_val (self->stack, simplex);
}

static gboolean
simplex_may_meet (SondeSlice    *self,
                  const guint32 *vertices)
{
  const double *points[N + 1];

  for (guint i = 0; i <= self->ndim; i++)
    points[i] = sonde_triangulation_get_point (self->triangulation, vertices[i]);
  return may_meet (self, points, self->ndim + 1);
}

/* Each face leaves out two vertices; the plane goes on behind the facets opposite to both. */
static void
cut (SondeSlice *self,
     guint32     simplex)
{
  const guint32 *vertices = sonde_triangulation_get_vertices (self->triangulation, simplex);
  Bend bends[(N + 1) * N / 2];
  guint n = 0, beyond = 0;

  if (!simplex_may_meet (self, vertices))
    return;
  for (guint a = 0; a <= self->ndim; a++)
    for (guint b = a + 1; b <= self->ndim; b++)
      {
        guint32 face[N - 1], corner;
        guint count = 0;

        for (guint i = 0; i <= self->ndim; i++)
          if (i != a && i != b)
            face[count++] = vertices[i];
        corner = get_corner (self, face);
        if (corner == NONE)
          continue;
        bends[n++].corner = corner;
        beyond |= 1u << a | 1u << b;
      }
  if (n >= 3)
    append_polygon (self, bends, n);
  for (guint i = 0; i <= self->ndim; i++)
    if (beyond & 1u << i)
      push (self, sonde_triangulation_get_neighbour (self->triangulation, simplex, i));
}

static void
set_plane (SondeSlice   *self,
           const double *at)
{
  self->n_fixed = 0;
  for (guint i = 0; i < self->ndim; i++)
    {
      double low, high, moved;

      if (i == self->x || i == self->y)
        continue;
      sonde_mesh_get_bounds (self->mesh, i, &low, &high);
      moved = (MARGIN + APART * (i + 1)) * (high - low);
      self->at[i] = CLAMP (sonde_mesh_map_one (self->mesh, i, at[i]) + moved, low + moved, high - moved);
      self->fixed[self->n_fixed++] = i;
    }
}

/* Any place of the plane that is inside: from the middle on, as domains need not be boxes. */
static guint32
find_beginning (SondeSlice *self)
{
  double place[N], low[2], high[2];
  guint32 simplex = NONE;

  memcpy (place, self->at, sizeof place);
  sonde_mesh_get_bounds (self->mesh, self->x, &low[0], &high[0]);
  sonde_mesh_get_bounds (self->mesh, self->y, &low[1], &high[1]);
  self->range[0] = high[0] - low[0];
  self->range[1] = high[1] - low[1];
  for (guint i = 0; i < LOOKS * LOOKS && simplex == NONE; i++)
    {
      guint column = (i + LOOKS / 2) % LOOKS, row = (i / LOOKS + LOOKS / 2) % LOOKS;

      place[self->x] = low[0] + (column + .4567) / LOOKS * (high[0] - low[0]);
      place[self->y] = low[1] + (row + .5433) / LOOKS * (high[1] - low[1]);
      simplex = sonde_triangulation_locate (self->triangulation, place, NONE);
    }
  return simplex;
}

/* The variables' own units. */
static void
unmap_places (SondeSlice *self)
{
  double *places = (double *) (void *) self->places->data;

  for (guint i = 0; i < self->places->len; i++)
    places[i] = sonde_mesh_unmap_one (self->mesh, i % 2 == 0 ? self->x : self->y, places[i]);
}

/**
 * sonde_slice_cut:
 * @mesh: a triangulation of three and more variables
 * @z: the value of each of its points
 * @x: the variable that runs along the horizontal axis
 * @y: another one, along the vertical axis
 * @at: a number for each variable, in its own unit: where those are cut that run along no axis
 *
 * Makes the surface over @x and @y that the interpolation has there.
 */
void
sonde_slice_cut (SondeSlice   *self,
                 SondeMesh    *mesh,
                 const double *z,
                 guint         x,
                 guint         y,
                 const double *at)
{
  guint n_slots;

  self->mesh = mesh;
  self->triangulation = sonde_mesh_get_triangulation (mesh);
  self->z = z;
  self->ndim = sonde_triangulation_get_ndim (self->triangulation);
  self->x = x;
  self->y = y;
  self->version++;
  g_array_set_size (self->places, 0);
  g_array_set_size (self->values, 0);
  g_array_set_size (self->corners, 0);
  g_array_set_size (self->edges, 0);
  if (sonde_triangulation_get_n_simplices (self->triangulation) == 0)
    return;

  set_plane (self, at);
  self->faces = sonde_face_table_new (self->ndim - 1);
  n_slots = sonde_triangulation_get_n_slots (self->triangulation);
  self->reached = g_malloc0 (n_slots / 8 + 1);
  push (self, find_beginning (self));
  while (self->stack->len > 0)
    {
      guint32 simplex = g_array_index (self->stack, guint32, self->stack->len - 1);

      g_array_set_size (self->stack, self->stack->len - 1);
      cut (self, simplex);
    }
  g_clear_pointer (&self->reached, g_free);
  g_clear_pointer (&self->faces, sonde_face_table_free);
  unmap_places (self);
}

/**
 * sonde_slice_get:
 * @sheet: (out caller-allocates): the surface, until the next cut
 */
void
sonde_slice_get (SondeSlice *self,
                 SondeSheet *sheet)
{
  *sheet = (SondeSheet) {
    .n = self->values->len,
    .places = (const double *) (const void *) self->places->data,
    .stride = 2,
    .axis_x = 0,
    .axis_y = 1,
    .z = (const double *) (const void *) self->values->data,
    .n_slots = self->edges->len,
    .corners = (const guint32 *) (const void *) self->corners->data,
    .edges = (const guint8 *) self->edges->data,
    .version = self->version,
  };
}
