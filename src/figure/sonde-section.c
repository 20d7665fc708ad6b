/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A line through a triangulation of any number of variables.
 *
 * 1. The simplex that holds the line's beginning is located; if the line begins outside, it is searched along the line in
 *    steps for the first place that is inside, which is then made exact by halving.
 * 2. In a simplex the barycentric coordinates of a place on the line are linear in how far along the line it is. Where the
 *    first of those that fall reaches zero, the line leaves through the facet opposite to that corner.
 * 3. The value there is the corners' values with these weights: exactly what the interpolation has, straight in between.
 * 4. The neighbour behind that facet is next, until the end of the line. Should rounding lead round a vertex for ever, the
 *    walk goes on from a place a little farther along.
 *
 * The line is straight in the coordinates that points are triangulated in: a logarithmic variable runs along it by its
 * logarithm. */

#include "config.h"

#include <math.h>

#include "figure/sonde-section.h"
#include "geometry/sonde-simplex.h"

/* How far to look for a beginning, in parts of the line. */
#define N_LOOKS 256
/* Parts of the line that are nothing. */
#define TINY 1e-12
#define NUDGE 1e-9
/* A walk that ends before is taken up again farther and farther on. */
#define PROGRESS 1e-6

typedef struct
{
  SondeMesh          *mesh;
  SondeTriangulation *triangulation;
  const double       *z;
  guint               ndim;
  double              start[SONDE_SURFACE_NDIM];
  double              way[SONDE_SURFACE_NDIM];
  GArray             *curve;
} Walk;

static void
get_place (const Walk *walk,
           double      part,
           double     *place)
{
  for (guint i = 0; i < walk->ndim; i++)
    place[i] = walk->start[i] + part * walk->way[i];
}

static guint32
locate (const Walk *walk,
        double      part,
        guint32     hint)
{
  double place[SONDE_SURFACE_NDIM];

  get_place (walk, part, place);
  return sonde_triangulation_locate (walk->triangulation, place, hint);
}

/* Weights of the corners at the beginning of the line, and how they change along it. */
static gboolean
get_weights (const Walk *walk,
             guint32     simplex,
             double      part,
             double     *here,
             double     *slopes)
{
  const guint32 *vertices = sonde_triangulation_get_vertices (walk->triangulation, simplex);
  const double *corners[SONDE_SURFACE_NDIM + 1];
  double place[SONDE_SURFACE_NDIM], ahead[SONDE_SURFACE_NDIM + 1];

  for (guint i = 0; i <= walk->ndim; i++)
    corners[i] = sonde_triangulation_get_point (walk->triangulation, vertices[i]);
  get_place (walk, part, place);
  if (!sonde_simplex_coordinates (walk->ndim, corners, place, here))
    return FALSE;
  get_place (walk, part + 1, place);
  if (!sonde_simplex_coordinates (walk->ndim, corners, place, ahead))
    return FALSE;
  for (guint i = 0; i <= walk->ndim; i++)
    slopes[i] = ahead[i] - here[i];
  return TRUE;
}

static double
get_value (const Walk   *walk,
           guint32       simplex,
           const double *here,
           const double *slopes,
           double        way)
{
  const guint32 *vertices = sonde_triangulation_get_vertices (walk->triangulation, simplex);
  double value = 0;

  for (guint i = 0; i <= walk->ndim; i++)
    value += (here[i] + way * slopes[i]) * walk->z[sonde_mesh_get_point (walk->mesh, vertices[i])];
  return value;
}

static void
append (const Walk *walk,
        double      part,
        double      z)
{
  SondeSectionPoint point = { part, z };

  g_array_append_val (walk->curve, point);
}

/* The first part of the line from @part on that lies in the triangulation; more than 1 if there is none. */
static double
find_inside (const Walk *walk,
             double      part,
             guint32    *simplex)
{
  double outside = part, inside;

  *simplex = locate (walk, part, *simplex);
  if (*simplex != SONDE_TRIANGULATION_NONE)
    return part;
  for (inside = part + 1. / N_LOOKS; inside <= 1; inside += 1. / N_LOOKS)
    {
      *simplex = locate (walk, inside, SONDE_TRIANGULATION_NONE);
      if (*simplex != SONDE_TRIANGULATION_NONE)
        break;
      outside = inside;
    }
  if (*simplex == SONDE_TRIANGULATION_NONE)
    return 2;
  while (inside - outside > TINY)
    {
      double middle = outside / 2 + inside / 2;
      guint32 found = locate (walk, middle, *simplex);

      if (found != SONDE_TRIANGULATION_NONE)
        {
          inside = middle;
          *simplex = found;
        }
      else
        outside = middle;
    }
  return inside;
}

/* Goes through one simplex; returns where the line leaves it and through which facet. */
static double
cross (const Walk *walk,
       guint32     simplex,
       double      part,
       guint      *facet)
{
  double here[SONDE_SURFACE_NDIM + 1], slopes[SONDE_SURFACE_NDIM + 1];
  double way = 1 - part;

  *facet = walk->ndim + 1;
  if (!get_weights (walk, simplex, part, here, slopes))
    return part;
  for (guint i = 0; i <= walk->ndim; i++)
    /* what changes less than this over the whole line runs along the facet */
    if (slopes[i] < -TINY && MAX (here[i], 0) < -slopes[i] * way)
      {
        way = MAX (here[i], 0) / -slopes[i];
        *facet = i;
      }
  append (walk, part, get_value (walk, simplex, here, slopes, 0));
  append (walk, part + way, get_value (walk, simplex, here, slopes, way));
  return part + way;
}

static void
walk_along (Walk *walk)
{
  guint32 simplex = SONDE_TRIANGULATION_NONE;
  double part = 0, nudge = NUDGE;

  while (part < 1)
    {
      guint standing = 0, facet;
      double begin;

      begin = part = find_inside (walk, part, &simplex);
      while (part < 1 && simplex != SONDE_TRIANGULATION_NONE && standing < 64)
        {
          double next = cross (walk, simplex, part, &facet);

          standing = next - part > TINY ? 0 : standing + 1;
          part = next;
          if (facet > walk->ndim)
            return;
          simplex = sonde_triangulation_get_neighbour (walk->triangulation, simplex, facet);
        }
      if (part < 1)
        append (walk, part, NAN);
      nudge = part - begin > PROGRESS ? NUDGE : 2 * nudge;
      part += nudge;
    }
}

/* What lies as near to the one before as rounding is one place. */
static void
tidy (GArray *curve)
{
  guint n = 0;

  for (guint i = 0; i < curve->len; i++)
    {
      SondeSectionPoint *point = &g_array_index (curve, SondeSectionPoint, i);
      SondeSectionPoint *last = n > 0 ? &g_array_index (curve, SondeSectionPoint, n - 1) : NULL;

      if (last != NULL && point->part - last->part <= TINY && isnan (point->z) == isnan (last->z))
        continue;
      g_array_index (curve, SondeSectionPoint, n++) = *point;
    }
  g_array_set_size (curve, n);
}

/**
 * sonde_section_new:
 * @mesh: a triangulation
 * @z: the value of each of its points
 * @from: where the line begins: a number for each variable, in its own unit
 * @to: where it ends
 *
 * Returns: (transfer full): what the interpolation is along the line
 */
SondeSection *
sonde_section_new (SondeMesh    *mesh,
                   const double *z,
                   const double *from,
                   const double *to)
{
  SondeSection *self = g_new0 (SondeSection, 1);
  Walk walk = { .mesh = mesh, .triangulation = sonde_mesh_get_triangulation (mesh), .z = z };
  double length = 0;

  self->curve = g_array_new (FALSE, FALSE, sizeof (SondeSectionPoint));
  walk.curve = self->curve;
  walk.ndim = self->ndim = sonde_triangulation_get_ndim (walk.triangulation);
  sonde_mesh_map (mesh, from, walk.start);
  sonde_mesh_map (mesh, to, walk.way);
  for (guint i = 0; i < self->ndim; i++)
    {
      self->from[i] = from[i];
      self->to[i] = to[i];
      walk.way[i] -= walk.start[i];
      length += fabs (walk.way[i]);
    }
  /* false for NaN, as of a logarithm */
  if (length > 0 && isfinite (length) && sonde_triangulation_get_n_simplices (walk.triangulation) > 0)
    walk_along (&walk);
  tidy (self->curve);
  return self;
}

void
sonde_section_free (SondeSection *self)
{
  g_array_unref (self->curve);
  g_free (self);
}
