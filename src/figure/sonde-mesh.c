/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Points are inserted as they come. Of two variables the corners of triangles are kept in one flat array besides, by the
 * numbers of points, and what an insertion has changed in it is noted for who draws only that. To go back in time all is made
 * anew. */

#include "config.h"

#include <math.h>
#include <string.h>

#include "figure/sonde-mesh.h"
#include "figure/sonde-sheet.h"
#include "geometry/sonde-simplex.h"

/* how many points are inserted between looks at the clock */
#define BETWEEN_LOOKS 32

struct _SondeMesh
{
  SondeTriangulation *triangulation;
  guint               ndim;
  SondeMetric         metric;
  /* of the domain, in the triangulation */
  double              low[SONDE_TRIANGULATION_MAX_NDIM];
  double              high[SONDE_TRIANGULATION_MAX_NDIM];
  guint               generation;
  guint               version;
  /* how many points have been looked at */
  guint               n;
  /* of guint32: the point of each vertex */
  GArray             *points;
  /* of guint32, of two variables only */
  GArray             *corners;
  GArray             *changed;
};

SondeMesh *
sonde_mesh_new (void)
{
  SondeMesh *self = g_new0 (SondeMesh, 1);

  self->points = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->corners = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->changed = g_array_new (FALSE, FALSE, sizeof (guint32));
  return self;
}

void
sonde_mesh_free (SondeMesh *self)
{
  g_clear_pointer (&self->triangulation, sonde_triangulation_free);
  g_array_unref (self->points);
  g_array_unref (self->corners);
  g_array_unref (self->changed);
  g_free (self);
}

static void
begin (SondeMesh               *self,
       const SondeCloudData    *cloud,
       const SondeSurfaceScene *scene)
{
  if (self->triangulation != NULL && self->ndim == scene->ndim)
    sonde_triangulation_clear (self->triangulation);
  else
    {
      g_clear_pointer (&self->triangulation, sonde_triangulation_free);
      self->triangulation = sonde_triangulation_new (scene->ndim);
    }
  self->ndim = scene->ndim;
  self->metric = scene->metric;
  for (guint i = 0; i < scene->ndim; i++)
    {
      self->low[i] = sonde_mesh_map_one (self, i, scene->variables[i].min);
      self->high[i] = sonde_mesh_map_one (self, i, scene->variables[i].max);
    }
  self->generation = cloud->generation;
  self->n = 0;
  self->version++;
  g_array_set_size (self->points, 0);
  g_array_set_size (self->corners, 0);
  g_array_set_size (self->changed, 0);
}

static void
set_corners (SondeMesh *self,
             guint32    slot,
             gboolean   is_there)
{
  const guint32 *vertices = is_there ? sonde_triangulation_get_vertices (self->triangulation, slot) : NULL;
  guint32 *corners;
  guint old = self->corners->len;

  if (old < (slot + 1) * 3)
    {
      g_array_set_size (self->corners, (slot + 1) * 3);
      memset (&g_array_index (self->corners, guint32, old), 0xff, ((gsize) (slot + 1) * 3 - old) * sizeof (guint32));
    }
  corners = &g_array_index (self->corners, guint32, slot * 3);
  for (guint i = 0; i < 3; i++)
    corners[i] = vertices != NULL ? g_array_index (self->points, guint32, vertices[i]) : SONDE_SHEET_NONE;
}

static void
note_changes (SondeMesh *self)
{
  const guint32 *slots;
  guint n;

  slots = sonde_triangulation_get_deleted (self->triangulation, &n);
  for (guint i = 0; i < n; i++)
    set_corners (self, slots[i], FALSE);
  g_array_append_vals (self->changed, slots, n);
  slots = sonde_triangulation_get_added (self->triangulation, &n);
  for (guint i = 0; i < n; i++)
    set_corners (self, slots[i], TRUE);
  g_array_append_vals (self->changed, slots, n);
}

static gboolean
is_inside (const SondeSurfaceScene *scene,
           const double            *x)
{
  for (guint i = 0; i < scene->ndim; i++)
    /* false for NaN */
    if (!(x[i] >= scene->variables[i].min && x[i] <= scene->variables[i].max))
      return FALSE;
  return TRUE;
}

static void
insert (SondeMesh               *self,
        const SondeSurfaceScene *scene,
        const double            *x,
        guint32                  id)
{
  double place[SONDE_TRIANGULATION_MAX_NDIM];

  if (!is_inside (scene, x))
    return;
  sonde_mesh_map (self, x, place);
  if (sonde_triangulation_insert (self->triangulation, place, SONDE_TRIANGULATION_NONE, NULL) != SONDE_INSERTION_ADDED)
    return;
  g_array_append_val (self->points, id);
  if (self->ndim == 2)
    note_changes (self);
}

/**
 * sonde_mesh_take:
 * @cloud: points
 * @scene: what there is beside them
 * @upto: how many of the points there shall be
 * @deadline: when to give up, as g_get_monotonic_time() has it; %G_MAXINT64: never
 *
 * Brings the triangulation up to date. Points outside of the domain's bounds have no part in it.
 *
 * Returns: whether all points are in it
 */
gboolean
sonde_mesh_take (SondeMesh               *self,
                 const SondeCloudData    *cloud,
                 const SondeSurfaceScene *scene,
                 guint                    upto,
                 gint64                   deadline)
{
  g_return_val_if_fail (self != NULL && cloud != NULL && scene != NULL, TRUE);
  g_return_val_if_fail (upto <= cloud->n, TRUE);

  if (self->triangulation == NULL || cloud->generation != self->generation || upto < self->n
      || !sonde_metric_equals (&scene->metric, &self->metric))
    begin (self, cloud, scene);
  for (guint i = 1; self->n < upto; i++)
    {
      insert (self, scene, cloud->x + (gsize) self->n * cloud->ndim, self->n);
      self->n++;
      if (i % BETWEEN_LOOKS == 0 && deadline < G_MAXINT64 && g_get_monotonic_time () > deadline)
        break;
    }
  return self->n == upto;
}

guint
sonde_mesh_get_version (SondeMesh *self)
{
  return self->version;
}

SondeTriangulation *
sonde_mesh_get_triangulation (SondeMesh *self)
{
  return self->triangulation;
}

/**
 * sonde_mesh_get_point:
 * @vertex: of the triangulation
 *
 * Returns: the number of its point
 */
guint32
sonde_mesh_get_point (SondeMesh *self,
                      guint32    vertex)
{
  return g_array_index (self->points, guint32, vertex);
}

double
sonde_mesh_map_one (SondeMesh *self,
                    guint      variable,
                    double     x)
{
  const SondeMetric *metric = &self->metric;

  return ((metric->is_log[variable] ? log (x) : x) - metric->middle[variable]) * metric->factor[variable];
}

double
sonde_mesh_unmap_one (SondeMesh *self,
                      guint      variable,
                      double     place)
{
  const SondeMetric *metric = &self->metric;
  double x = place / metric->factor[variable] + metric->middle[variable];

  return metric->is_log[variable] ? exp (x) : x;
}

/**
 * sonde_mesh_map:
 * @x: a point, in the variables' units
 * @place: (out caller-allocates): where it is in the triangulation
 */
void
sonde_mesh_map (SondeMesh    *self,
                const double *x,
                double       *place)
{
  for (guint i = 0; i < self->ndim; i++)
    place[i] = sonde_mesh_map_one (self, i, x[i]);
}

/**
 * sonde_mesh_get_bounds:
 * @low: (out): where the domain begins in the triangulation
 * @high: (out): where it ends
 */
void
sonde_mesh_get_bounds (SondeMesh *self,
                       guint      variable,
                       double    *low,
                       double    *high)
{
  *low = self->low[variable];
  *high = self->high[variable];
}

/**
 * sonde_mesh_get_n:
 *
 * Returns: how many points were taken over
 */
guint
sonde_mesh_get_n (SondeMesh *self)
{
  return self->n;
}

/**
 * sonde_mesh_get_corners:
 * @n_slots: (out): how many triangles, with empty places among them
 *
 * Returns: (transfer none): of two variables, the three points of each, as a #SondeSheet has them
 */
const guint32 *
sonde_mesh_get_corners (SondeMesh *self,
                        guint     *n_slots)
{
  *n_slots = self->corners->len / 3;
  return (const guint32 *) (const void *) self->corners->data;
}

/**
 * sonde_mesh_get_changed:
 * @n_changed: (out): how many
 *
 * Returns: (transfer none): triangles that came or went since sonde_mesh_forget_changed()
 */
const guint32 *
sonde_mesh_get_changed (SondeMesh *self,
                        guint     *n_changed)
{
  *n_changed = self->changed->len;
  return (const guint32 *) (const void *) self->changed->data;
}

void
sonde_mesh_forget_changed (SondeMesh *self)
{
  g_array_set_size (self->changed, 0);
}

/**
 * sonde_mesh_interpolate:
 * @x: a place, in the variables' units
 * @z: the value of each point
 * @hint: (inout): a simplex near it; then the one that it is in
 * @value: (out): the value there
 *
 * Returns: whether @x lies in the triangulation
 */
gboolean
sonde_mesh_interpolate (SondeMesh    *self,
                        const double *x,
                        const double *z,
                        guint32      *hint,
                        double       *value)
{
  double place[SONDE_TRIANGULATION_MAX_NDIM], weights[SONDE_TRIANGULATION_MAX_NDIM + 1];
  const double *corners[SONDE_TRIANGULATION_MAX_NDIM + 1];
  const guint32 *vertices;
  guint32 simplex;

  sonde_mesh_map (self, x, place);
  simplex = sonde_triangulation_locate (self->triangulation, place, *hint);
  if (simplex == SONDE_TRIANGULATION_NONE)
    return FALSE;
  *hint = simplex;
  vertices = sonde_triangulation_get_vertices (self->triangulation, simplex);
  for (guint i = 0; i <= self->ndim; i++)
    corners[i] = sonde_triangulation_get_point (self->triangulation, vertices[i]);
  if (!sonde_simplex_coordinates (self->ndim, corners, place, weights))
    return FALSE;
  *value = 0;
  for (guint i = 0; i <= self->ndim; i++)
    *value += weights[i] * z[g_array_index (self->points, guint32, vertices[i])];
  return TRUE;
}
