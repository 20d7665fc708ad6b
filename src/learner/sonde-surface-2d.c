/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A surface over the plane, made of triangles, and the gradients and losses on it.
 *
 * Gradients are those of the interpolant whose edges are least curved: G. M. Nielson, "A method for interpolating scattered data based upon a
 * minimum norm network", Math. Comp. 40 (1983) 253, minimized by Gauss and Seidel: at one vertex after the other, the gradient
 * that is best for those of its neighbours.
 *
 *  1. insert () adds a vertex. Triangles that went leave the heap; the vertex is noted as new.
 *  2. work (), local: for each new vertex the gradient is relaxed, then at its neighbours, and on from each whose gradient has changed by more
 *     than a hundredth, until nothing does or 16 were relaxed. Only triangles at vertices that changed get new losses: a new
 *     point costs the same however many there are.
 *  3. work (), all: sweeps over all vertices, then new losses for all triangles, then the heap. That is done in slices: when many points came at
 *     once, when the range of the values has grown by a tenth (losses are relative to it), and with global gradients after every
 *     change: then sweeps begin at zero and end when the largest change is below 1e-6, or with the 400th, as in the reference.
 *  4. Triangles with a corner whose value is not finite have no loss; they are divided as if they were flat. */

#include "config.h"

#include <math.h>
#include <string.h>

#include "base/sonde-clock.h"
#include "learner/sonde-surface-2d.h"

#define MAX_RELAXED 16
#define LEAST_CHANGE 1e-2
#define GLOBAL_CHANGE 1e-6
#define GLOBAL_SWEEPS 400
#define BULK_SWEEPS 6
#define RANGE_GROWTH 1.1
#define STEPS_BETWEEN_LOOKS 256

typedef enum
{
  STAGE_NONE,
  STAGE_SWEEPS,
  STAGE_LOSSES,
} Stage;

struct _SondeSurface2D
{
  SondeLoss2D         loss;
  gboolean            global;
  gboolean            has_gradients;
  guint               vdim;
  SondeTriangulation *triangulation;
  SondeHeap          *heap;

  /* by vertex */
  guint               capacity;
  double             *values;        /* × vdim */
  double             *gradients;     /* × vdim × 2 */
  guint8             *is_missing;    /* a value is not finite */
  guint32            *seen;
  guint32             stamp;

  /* by slot */
  guint               n_slots;
  guint32            *slot_seen;
  guint32             slot_stamp;

  double             *low;           /* of values that are finite, × vdim */
  double             *high;
  double              range;         /* that losses were computed with */

  GArray             *fresh;         /* vertices that are to be relaxed */
  GArray             *changed;       /* while relaxing: vertices to be relaxed */
  GArray             *touched;       /* those whose gradient has changed so that losses at them have, too */
  GArray             *around;
  GArray             *neighbours;

  Stage               stage;
  guint               at;            /* the next vertex or slot of the stage */
  guint               component;
  guint               n_sweeps;
  double              largest;       /* change in this sweep */
};

/* Of triangles with equal losses the one with the oldest corners comes first. */
static double
get_heap_place (gpointer data,
                guint32  item)
{
  const guint32 *corners = sonde_triangulation_get_vertices (data, item);

  return corners[0] * 0x1p26 + corners[1] + corners[2] * 0x1p-26;
}

/**
 * sonde_surface_2d_new:
 * @global: whether gradients are computed anew after every change, as the reference does
 * @vdim: the number of components, at least 1
 */
SondeSurface2D *
sonde_surface_2d_new (const SondeLoss2D *loss,
                      gboolean           global,
                      guint              vdim)
{
  SondeSurface2D *self = g_new0 (SondeSurface2D, 1);

  g_assert (vdim >= 1);

  self->loss = *loss;
  self->global = global;
  self->has_gradients = sonde_loss_2d_needs_gradients (loss);
  self->vdim = vdim;
  self->triangulation = sonde_triangulation_new (2);
  self->heap = sonde_heap_new (get_heap_place, self->triangulation);
  self->low = g_new (double, vdim);
  self->high = g_new (double, vdim);
  for (guint c = 0; c < vdim; c++)
    {
      self->low[c] = INFINITY;
      self->high[c] = -INFINITY;
    }
  self->fresh = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->changed = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->touched = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->around = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->neighbours = g_array_new (FALSE, FALSE, sizeof (guint32));
  return self;
}

void
sonde_surface_2d_free (SondeSurface2D *self)
{
  sonde_triangulation_free (self->triangulation);
  sonde_heap_free (self->heap);
  g_free (self->values);
  g_free (self->gradients);
  g_free (self->is_missing);
  g_free (self->seen);
  g_free (self->slot_seen);
  g_free (self->low);
  g_free (self->high);
  g_array_unref (self->fresh);
  g_array_unref (self->changed);
  g_array_unref (self->touched);
  g_array_unref (self->around);
  g_array_unref (self->neighbours);
  g_free (self);
}

static double
get_range (SondeSurface2D *self)
{
  double range = 0;

  for (guint c = 0; c < self->vdim; c++)
    range = MAX (range, self->high[c] - self->low[c]);
  return range > 0 ? range : 1;
}

static void
start_stage (SondeSurface2D *self,
             Stage           stage)
{
  self->stage = stage;
  self->at = 0;
  self->component = 0;
  self->n_sweeps = 0;
  self->largest = 0;
  if (stage == STAGE_SWEEPS)
    g_array_set_size (self->fresh, 0);
}

static void
reserve_vertex (SondeSurface2D *self,
                guint32         vertex)
{
  guint old = self->capacity;

  if (vertex < old)
    return;
  self->capacity = MAX (64, old + MAX (old / 4, vertex + 1 - old));
  self->values = g_renew (double, self->values, (gsize) self->capacity * self->vdim);
  self->gradients = g_renew (double, self->gradients, (gsize) self->capacity * self->vdim * 2);
  self->is_missing = g_renew (guint8, self->is_missing, self->capacity);
  self->seen = g_renew (guint32, self->seen, self->capacity);
  memset (self->seen + old, 0, (self->capacity - old) * sizeof *self->seen);
}

static void
reserve_slots (SondeSurface2D *self)
{
  guint n = sonde_triangulation_get_n_slots (self->triangulation);
  guint old = self->n_slots;

  if (n <= old)
    return;
  self->n_slots = MAX (128, n + n / 4);
  self->slot_seen = g_renew (guint32, self->slot_seen, self->n_slots);
  memset (self->slot_seen + old, 0, (self->n_slots - old) * sizeof *self->slot_seen);
}

static void
take_value (SondeSurface2D *self,
            guint32         vertex,
            const double   *value)
{
  memcpy (self->values + (gsize) vertex * self->vdim, value, self->vdim * sizeof *value);
  self->is_missing[vertex] = FALSE;
  for (guint c = 0; c < self->vdim; c++)
    {
      if (!isfinite (value[c]))
        {
          self->is_missing[vertex] = TRUE;
          continue;
        }
      self->low[c] = MIN (self->low[c], value[c]);
      self->high[c] = MAX (self->high[c], value[c]);
    }
}

/* What has to be computed because of a vertex that is new or has another value. */
static void
note_change (SondeSurface2D *self,
             guint32         vertex)
{
  if (self->global)
    start_stage (self, STAGE_SWEEPS);
  else if (self->stage != STAGE_SWEEPS || self->n_sweeps > 0 || self->component > 0)
    g_array_append_val (self->fresh, vertex);
}

/**
 * sonde_surface_2d_insert:
 * @place: in units of the domain's sides
 * @value: vdim numbers
 * @hint: a triangle near it, or %SONDE_TRIANGULATION_NONE
 * @vertex: (out) (optional): its vertex, or the one that is there already
 *
 * Returns: whether it is a new vertex; if not, nothing changed
 */
gboolean
sonde_surface_2d_insert (SondeSurface2D *self,
                         const double   *place,
                         const double   *value,
                         guint32         hint,
                         guint32        *vertex)
{
  const guint32 *deleted;
  guint32 added;
  guint n;

  if (sonde_triangulation_insert (self->triangulation, place, hint, &added) == SONDE_INSERTION_DUPLICATE)
    {
      if (vertex != NULL)
        *vertex = added;
      return FALSE;
    }
  if (vertex != NULL)
    *vertex = added;
  reserve_vertex (self, added);
  reserve_slots (self);
  memset (self->gradients + (gsize) added * self->vdim * 2, 0, self->vdim * 2 * sizeof *self->gradients);
  take_value (self, added, value);
  deleted = sonde_triangulation_get_deleted (self->triangulation, &n);
  for (guint i = 0; i < n; i++)
    sonde_heap_remove (self->heap, deleted[i]);
  note_change (self, added);
  return TRUE;
}

/**
 * sonde_surface_2d_set_value:
 *
 * Gives a vertex another value.
 */
void
sonde_surface_2d_set_value (SondeSurface2D *self,
                            guint32         vertex,
                            const double   *value)
{
  take_value (self, vertex, value);
  note_change (self, vertex);
}

/**
 * sonde_surface_2d_differs:
 *
 * Returns: whether a vertex has another value than @value, beyond rounding
 */
gboolean
sonde_surface_2d_differs (SondeSurface2D *self,
                          guint32         vertex,
                          const double   *value)
{
  for (guint c = 0; c < self->vdim; c++)
    {
      double old = self->values[(gsize) vertex * self->vdim + c];

      if (isfinite (value[c]) != isfinite (old) || fabs (value[c] - old) > 1e-9 * self->range)
        return TRUE;
    }
  return FALSE;
}

/**
 * sonde_surface_2d_begin_many:
 *
 * Says that so many points will come that it is better to compute everything anew after them.
 */
void
sonde_surface_2d_begin_many (SondeSurface2D *self)
{
  start_stage (self, STAGE_SWEEPS);
}

/* Sets `neighbours` to those of a vertex that have values. */
static void
find_neighbours (SondeSurface2D *self,
                 guint32         vertex)
{
  guint n = 0;

  sonde_triangulation_fan (self->triangulation, vertex, NULL, self->neighbours);
  for (guint i = 0; i < self->neighbours->len; i++)
    {
      guint32 neighbour = g_array_index (self->neighbours, guint32, i);

      if (!self->is_missing[neighbour])
        g_array_index (self->neighbours, guint32, n++) = neighbour;
    }
  g_array_set_size (self->neighbours, n);
}

/* The gradient of a component at a vertex that is best for those at its neighbours. Returns by how much it changed. */
static double
relax_component (SondeSurface2D *self,
                 guint32         vertex,
                 guint           c)
{
  const double *place = sonde_triangulation_get_point (self->triangulation, vertex);
  double value = self->values[(gsize) vertex * self->vdim + c];
  double *gradient = self->gradients + ((gsize) vertex * self->vdim + c) * 2;
  double range = get_range (self);
  double xx = 0, xy = 0, yy = 0, sx = 0, sy = 0;
  double determinant, gx, gy, change;

  for (guint k = 0; k < self->neighbours->len; k++)
    {
      guint32 other = g_array_index (self->neighbours, guint32, k);
      const double *there = sonde_triangulation_get_point (self->triangulation, other);
      const double *slope = self->gradients + ((gsize) other * self->vdim + c) * 2;
      double ex = there[0] - place[0], ey = there[1] - place[1];
      double length = sqrt (ex * ex + ey * ey);
      double cube = length * length * length;
      double along = -(ex * slope[0] + ey * slope[1]);
      double rise = 6 * (value - self->values[(gsize) other * self->vdim + c]) - 2 * along;

      xx += 4 * ex * ex / cube;
      xy += 4 * ex * ey / cube;
      yy += 4 * ey * ey / cube;
      sx += rise * ex / cube;
      sy += rise * ey / cube;
    }
  determinant = xx * yy - xy * xy;
  gx = -(yy * sx - xy * sy) / determinant;
  gy = -(-xy * sx + xx * sy) / determinant;
  if (!isfinite (gx) || !isfinite (gy))
    return 0;
  change = fmax (fabs (gradient[0] - gx), fabs (gradient[1] - gy)) / range;
  gradient[0] = gx;
  gradient[1] = gy;
  return change / fmax (1, fmax (fabs (gx), fabs (gy)) / range);
}

/* The gradients of all components at a vertex. Returns by how much they changed at most. */
static double
relax (SondeSurface2D *self,
       guint32         vertex)
{
  double change = 0;

  find_neighbours (self, vertex);
  if (self->is_missing[vertex] || self->neighbours->len < 2)
    return 0;
  for (guint c = 0; c < self->vdim; c++)
    change = fmax (change, relax_component (self, vertex, c));
  return change;
}

/**
 * sonde_surface_2d_get_triangle:
 * @triangle: (out caller-allocates): pointers that are valid until the next change
 */
void
sonde_surface_2d_get_triangle (SondeSurface2D  *self,
                               guint32          simplex,
                               SondeTriangle2D *triangle)
{
  const guint32 *corners = sonde_triangulation_get_vertices (self->triangulation, simplex);

  triangle->vdim = self->vdim;
  triangle->scale = self->range;
  triangle->n_around = 0;
  for (guint i = 0; i < 3; i++)
    {
      triangle->p[i] = sonde_triangulation_get_point (self->triangulation, corners[i]);
      triangle->v[i] = self->values + (gsize) corners[i] * self->vdim;
      triangle->g[i] = self->gradients + (gsize) corners[i] * self->vdim * 2;
    }
  if (!sonde_loss_2d_needs_around (&self->loss))
    return;
  for (guint i = 0; i < 3; i++)
    {
      guint32 opposite = sonde_triangulation_get_opposite (self->triangulation, simplex, i);

      if (opposite == SONDE_TRIANGULATION_NONE || self->is_missing[opposite])
        continue;
      triangle->around[triangle->n_around] = sonde_triangulation_get_point (self->triangulation, opposite);
      triangle->v_around[triangle->n_around++] = self->values + (gsize) opposite * self->vdim;
    }
}

static gboolean
has_missing_corner (SondeSurface2D *self,
                    guint32         simplex)
{
  const guint32 *corners = sonde_triangulation_get_vertices (self->triangulation, simplex);

  return self->is_missing[corners[0]] || self->is_missing[corners[1]] || self->is_missing[corners[2]];
}

/* Step 4. */
static double
compute_rank (SondeSurface2D *self,
              guint32         simplex)
{
  SondeTriangle2D triangle;

  sonde_surface_2d_get_triangle (self, simplex, &triangle);
  if (self->loss.kind != SONDE_LOSS_2D_UNIFORM && has_missing_corner (self, simplex))
    return 0.3 * sonde_triangle_2d_get_area (&triangle);
  return sonde_loss_2d_get (&self->loss, &triangle);
}

/**
 * sonde_surface_2d_get_triangle_loss:
 *
 * Returns: the loss of a triangle; NaN where it has none
 */
double
sonde_surface_2d_get_triangle_loss (SondeSurface2D *self,
                                    guint32         simplex)
{
  if (self->loss.kind != SONDE_LOSS_2D_UNIFORM && has_missing_corner (self, simplex))
    return NAN;
  return sonde_heap_contains (self->heap, simplex) ? sonde_heap_get_rank (self->heap, simplex) : NAN;
}

static void
rank_once (SondeSurface2D *self,
           guint32         simplex)
{
  if (self->slot_seen[simplex] == self->slot_stamp)
    return;
  self->slot_seen[simplex] = self->slot_stamp;
  sonde_heap_set (self->heap, simplex, compute_rank (self, simplex));
}

/* New losses for the triangles at a vertex, and for those whose loss looks at it from outside. */
static void
rank_around (SondeSurface2D *self,
             guint32         vertex)
{
  sonde_triangulation_fan (self->triangulation, vertex, self->around, NULL);
  for (guint i = 0; i < self->around->len; i++)
    {
      guint32 simplex = g_array_index (self->around, guint32, i);

      rank_once (self, simplex);
      for (guint j = 0; j < 3 && sonde_loss_2d_needs_around (&self->loss); j++)
        {
          guint32 neighbour = sonde_triangulation_get_neighbour (self->triangulation, simplex, j);

          if (neighbour != SONDE_TRIANGULATION_NONE)
            rank_once (self, neighbour);
        }
    }
}

/* Notes a vertex to be relaxed, if it is not yet and there is room. */
static void
queue_vertex (SondeSurface2D *self,
              guint32         vertex)
{
  if (self->changed->len >= MAX_RELAXED || self->seen[vertex] == self->stamp)
    return;
  self->seen[vertex] = self->stamp;
  g_array_append_val (self->changed, vertex);
}

/* Step 2. */
static void
relax_from (SondeSurface2D *self,
            guint32         vertex)
{
  g_array_set_size (self->changed, 0);
  self->stamp++;
  queue_vertex (self, vertex);
  g_array_set_size (self->touched, 0);
  g_array_append_val (self->touched, vertex);
  for (guint at = 0; self->has_gradients && at < self->changed->len; at++)
    {
      guint32 next = g_array_index (self->changed, guint32, at);
      double change = relax (self, next);

      if (at > 0 && change > LEAST_CHANGE / 10)
        g_array_append_val (self->touched, next);
      for (guint k = 0; change > LEAST_CHANGE && k < self->neighbours->len; k++)
        queue_vertex (self, g_array_index (self->neighbours, guint32, k));
    }
  /* the vertex itself once more, now that its neighbours have followed */
  if (self->changed->len > 1)
    relax (self, vertex);
  self->slot_stamp++;
  for (guint at = 0; at < self->touched->len; at++)
    rank_around (self, g_array_index (self->touched, guint32, at));
}

/* One vertex of a sweep, one component after the other. Returns whether the sweeps are over. */
static gboolean
sweep (SondeSurface2D *self)
{
  guint n = sonde_triangulation_get_n_vertices (self->triangulation);

  if (!self->has_gradients)
    return TRUE;
  if (self->at == 0 && self->n_sweeps == 0 && self->component == 0 && self->global)
    memset (self->gradients, 0, (gsize) n * self->vdim * 2 * sizeof *self->gradients);
  find_neighbours (self, self->at);
  if (!self->is_missing[self->at] && self->neighbours->len >= 2)
    self->largest = fmax (self->largest, relax_component (self, self->at, self->component));
  if (++self->at < n)
    return FALSE;
  self->at = 0;
  self->n_sweeps++;
  if (self->largest >= GLOBAL_CHANGE && self->n_sweeps < (self->global ? GLOBAL_SWEEPS : BULK_SWEEPS))
    {
      self->largest = 0;
      return FALSE;
    }
  self->n_sweeps = 0;
  self->largest = 0;
  return ++self->component >= self->vdim;
}

/* One slot. Returns whether all have been. */
static gboolean
rank_next (SondeSurface2D *self)
{
  guint n = sonde_triangulation_get_n_slots (self->triangulation);

  if (self->at == 0)
    self->range = get_range (self);
  if (self->at < n && sonde_triangulation_is_simplex (self->triangulation, self->at))
    sonde_heap_set (self->heap, self->at, compute_rank (self, self->at));
  return ++self->at >= n;
}

/* One step of what there is to do. Returns whether nothing is left. */
static gboolean
step (SondeSurface2D *self)
{
  if (self->stage == STAGE_SWEEPS)
    {
      if (sweep (self))
        start_stage (self, STAGE_LOSSES);
      return FALSE;
    }
  if (self->stage == STAGE_LOSSES)
    {
      if (rank_next (self))
        self->stage = STAGE_NONE;
      return FALSE;
    }
  if (self->fresh->len == 0)
    return TRUE;
  if (get_range (self) > RANGE_GROWTH * self->range || get_range (self) * RANGE_GROWTH < self->range)
    {
      start_stage (self, STAGE_LOSSES);
      return FALSE;
    }
  relax_from (self, g_array_index (self->fresh, guint32, self->fresh->len - 1));
  g_array_set_size (self->fresh, self->fresh->len - 1);
  return FALSE;
}

/**
 * sonde_surface_2d_work:
 * @deadline: until when, in nanoseconds of the monotonic clock; %G_MAXINT64 to do all
 *
 * Computes gradients and losses of what has changed.
 *
 * Returns: whether nothing is left to do
 */
gboolean
sonde_surface_2d_work (SondeSurface2D *self,
                       gint64          deadline)
{
  if (sonde_triangulation_get_n_simplices (self->triangulation) == 0)
    return TRUE;
  for (guint i = 1;; i++)
    {
      if (step (self))
        return TRUE;
      if (i % STEPS_BETWEEN_LOOKS == 0 && deadline != G_MAXINT64 && sonde_clock_get_monotonic (sonde_clock_get_default ()) >= deadline)
        return FALSE;
    }
}

/**
 * sonde_surface_2d_interpolate:
 * @hint: (inout): a triangle near it, then the one it lies in
 * @value: (out caller-allocates): vdim numbers
 *
 * Returns: whether @place lies in a triangle; the value may be NaN there
 */
gboolean
sonde_surface_2d_interpolate (SondeSurface2D *self,
                              const double   *place,
                              guint32        *hint,
                              double         *value)
{
  const guint32 *corners;
  const double *p[3];
  double total, weights[3];

  *hint = sonde_triangulation_locate (self->triangulation, place, *hint);
  if (*hint == SONDE_TRIANGULATION_NONE)
    return FALSE;
  corners = sonde_triangulation_get_vertices (self->triangulation, *hint);
  for (guint i = 0; i < 3; i++)
    p[i] = sonde_triangulation_get_point (self->triangulation, corners[i]);
  total = (p[1][0] - p[0][0]) * (p[2][1] - p[0][1]) - (p[1][1] - p[0][1]) * (p[2][0] - p[0][0]);
  weights[1] = ((place[0] - p[0][0]) * (p[2][1] - p[0][1]) - (place[1] - p[0][1]) * (p[2][0] - p[0][0])) / total;
  weights[2] = ((p[1][0] - p[0][0]) * (place[1] - p[0][1]) - (p[1][1] - p[0][1]) * (place[0] - p[0][0])) / total;
  weights[0] = 1 - weights[1] - weights[2];
  for (guint c = 0; c < self->vdim; c++)
    {
      value[c] = 0;
      for (guint i = 0; i < 3; i++)
        value[c] += weights[i] * self->values[(gsize) corners[i] * self->vdim + c];
    }
  return TRUE;
}

/**
 * sonde_surface_2d_find:
 *
 * Returns: the vertex that lies exactly there, or %SONDE_TRIANGULATION_NONE
 */
guint32
sonde_surface_2d_find (SondeSurface2D *self,
                       const double   *place)
{
  guint n = sonde_triangulation_get_n_vertices (self->triangulation);
  guint32 simplex;
  const guint32 *corners;

  if (sonde_triangulation_get_n_simplices (self->triangulation) == 0)
    {
      for (guint32 vertex = 0; vertex < n; vertex++)
        if (memcmp (sonde_triangulation_get_point (self->triangulation, vertex), place, 2 * sizeof *place) == 0)
          return vertex;
      return SONDE_TRIANGULATION_NONE;
    }
  simplex = sonde_triangulation_locate (self->triangulation, place, SONDE_TRIANGULATION_NONE);
  if (simplex == SONDE_TRIANGULATION_NONE)
    return SONDE_TRIANGULATION_NONE;
  corners = sonde_triangulation_get_vertices (self->triangulation, simplex);
  for (guint i = 0; i < 3; i++)
    {
      const double *there = sonde_triangulation_get_point (self->triangulation, corners[i]);

      if (there[0] == place[0] && there[1] == place[1])
        return corners[i];
    }
  return SONDE_TRIANGULATION_NONE;
}

/**
 * sonde_surface_2d_get_loss:
 *
 * Returns: the largest loss of a triangle, those without one left aside; infinite if there is none. To be asked when work () is done.
 */
double
sonde_surface_2d_get_loss (SondeSurface2D *self)
{
  g_auto (SondeHeapWalk) walk;
  guint32 simplex;
  double rank;
  guint heap;

  if (sonde_triangulation_get_n_simplices (self->triangulation) == 0)
    {
      sonde_heap_walk_init (&walk, 0, NULL);
      return INFINITY;
    }
  sonde_heap_walk_init (&walk, 1, &self->heap);
  while (sonde_heap_walk_next (&walk, &heap, &simplex, &rank))
    if (!isnan (sonde_surface_2d_get_triangle_loss (self, simplex)))
      return rank;
  return INFINITY;
}

SondeHeap *
sonde_surface_2d_get_heap (SondeSurface2D *self)
{
  return self->heap;
}

SondeTriangulation *
sonde_surface_2d_get_triangulation (SondeSurface2D *self)
{
  return self->triangulation;
}

guint
sonde_surface_2d_get_vdim (SondeSurface2D *self)
{
  return self->vdim;
}
