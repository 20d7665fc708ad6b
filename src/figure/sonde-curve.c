/* SPDX-License-Identifier: GPL-3.0-or-later */

/* From the order in which points are told to the order in which they are drawn.
 *
 * 1. The main thread copies what was told since the last time into a batch and queues it: cost by what is new, and a lock held
 *    for two pointers. What a call may copy is bounded; the rest of a large file follows with the next calls.
 * 2. The drawing side takes the queue, sorts each batch, and merges it into its arrays from behind, so that each old point moves once
 *    and in large blocks.
 *
 * Two locks: one for the queue, one for the arrays. The latter is held while arrays are merged or reduced, never while cairo draws,
 * so that picking a point in the main thread does not wait for a picture. */

#include "config.h"

#include <float.h>
#include <math.h>
#include <string.h>

#include "figure/sonde-curve.h"
#include "figure/sonde-handover.h"
#include "plot/sonde-reduce.h"

/* How many numbers are handed over at once: some 4 ms. */
#define PIECE (400 << 10)

typedef struct
{
  gboolean  clears;
  guint     vdim;
  guint     first_id;
  guint     n;
  double   *x;
  double   *y;
} Batch;

typedef struct
{
  double x;
  guint  index;
} Rank;

struct _SondeCurve
{
  /* of the main thread */
  guint          n_seen;

  GMutex         queue_lock;
  GQueue         queue;

  GMutex         data_lock;
  SondeCurveData data;
};

static void
batch_free (Batch *batch)
{
  g_free (batch->x);
  g_free (batch->y);
  g_free (batch);
}

/**
 * sonde_curve_data_clear:
 *
 * Frees the arrays; there are no points then.
 */
void
sonde_curve_data_clear (SondeCurveData *data)
{
  for (guint k = 0; k < data->vdim; k++)
    g_free (data->y[k]);
  g_free (data->y);
  g_free (data->ranges);
  g_free (data->x);
  g_free (data->id);
  *data = (SondeCurveData) { 0 };
}

SondeCurve *
sonde_curve_new (void)
{
  SondeCurve *self = g_new0 (SondeCurve, 1);

  g_mutex_init (&self->queue_lock);
  g_queue_init (&self->queue);
  g_mutex_init (&self->data_lock);
  return self;
}

void
sonde_curve_free (SondeCurve *self)
{
  g_queue_clear_full (&self->queue, (GDestroyNotify) batch_free);
  sonde_curve_data_clear (&self->data);
  g_mutex_clear (&self->queue_lock);
  g_mutex_clear (&self->data_lock);
  g_free (self);
}

static void
push (SondeCurve *self,
      Batch      *batch)
{
  sonde_handover_lock (&self->queue_lock);
  g_queue_push_tail (&self->queue, batch);
  sonde_handover_unlock (&self->queue_lock);
}

/**
 * sonde_curve_clear:
 *
 * Forgets all points; the next update begins with the first. Main thread.
 */
void
sonde_curve_clear (SondeCurve *self)
{
  Batch *batch = g_new0 (Batch, 1);

  batch->clears = TRUE;
  self->n_seen = 0;
  push (self, batch);
}

/**
 * sonde_curve_update:
 * @points: of one variable; the same as before, perhaps with more points
 *
 * Hands over what is new, or, of very much, a piece. Main thread.
 *
 * Returns: how many points that is
 */
guint
sonde_curve_update (SondeCurve        *self,
                    const SondePoints *points)
{
  guint n = MIN (points->n - self->n_seen, PIECE / (1 + points->vdim));
  Batch *batch;

  g_assert (points->ndim == 1 && points->n >= self->n_seen);

  if (n == 0)
    return 0;

  batch = g_new0 (Batch, 1);
  batch->vdim = points->vdim;
  batch->first_id = self->n_seen;
  batch->n = n;
  batch->x = g_new (double, n);
  memcpy (batch->x, points->x + self->n_seen, n * sizeof (double));
  batch->y = g_new (double, (gsize) n * points->vdim);
  memcpy (batch->y, points->y + (gsize) self->n_seen * points->vdim, (gsize) n * points->vdim * sizeof (double));
  self->n_seen += n;
  push (self, batch);
  return n;
}

/**
 * sonde_curve_get_n_seen:
 *
 * Returns: how many points were handed over. Main thread
 */
guint
sonde_curve_get_n_seen (SondeCurve *self)
{
  return self->n_seen;
}

static int
compare_ranks (const void *a,
               const void *b)
{
  const Rank *first = a, *second = b;

  if (first->x != second->x)
    return first->x < second->x ? -1 : 1;
  return first->index < second->index ? -1 : 1;
}

static Rank *
rank (const Batch *batch)
{
  Rank *ranks = g_new (Rank, batch->n);
  gboolean sorted = TRUE;

  for (guint i = 0; i < batch->n; i++)
    {
      ranks[i] = (Rank) { batch->x[i], i };
      sorted = sorted && (i == 0 || batch->x[i - 1] <= batch->x[i]);
    }
  if (!sorted)
    qsort (ranks, batch->n, sizeof (Rank), compare_ranks);
  return ranks;
}

static const SondeRange no_range = { INFINITY, -INFINITY, INFINITY };

/* Branches only where something is new. */
static inline void
widen (SondeRange *range,
       double      value)
{
  if (value < range->min && value >= -DBL_MAX)
    range->min = value;
  if (value > range->max && value <= DBL_MAX)
    range->max = value;
  if (value < range->min_positive && value > 0)
    range->min_positive = value;
}

/**
 * sonde_curve_data_measure:
 *
 * Finds the ranges from the values.
 */
void
sonde_curve_data_measure (SondeCurveData *data)
{
  data->ranges = g_renew (SondeRange, data->ranges, data->vdim);
  for (guint k = 0; k < data->vdim; k++)
    {
      SondeRange range = no_range;

      for (guint i = 0; i < data->n; i++)
        widen (&range, data->y[k][i]);
      data->ranges[k] = range;
    }
}

static void
make_room (SondeCurveData *data,
           const Batch    *batch)
{
  guint n = data->n + batch->n;

  if (data->vdim == 0)
    {
      data->vdim = batch->vdim;
      data->y = g_new0 (double *, data->vdim);
      data->ranges = g_new (SondeRange, data->vdim);
      for (guint k = 0; k < data->vdim; k++)
        data->ranges[k] = no_range;
    }
  if (n <= data->capacity)
    return;
  data->capacity = MAX (n, data->capacity + data->capacity / 2);
  data->x = g_renew (double, data->x, data->capacity);
  data->id = g_renew (guint, data->id, data->capacity);
  for (guint k = 0; k < data->vdim; k++)
    data->y[k] = g_renew (double, data->y[k], data->capacity);
}

/* Moves the points from @from on to the right by @by, as far as @end. */
static void
move (SondeCurveData *data,
      guint           from,
      guint           end,
      guint           by)
{
  gsize n = end - from;

  memmove (data->x + from + by, data->x + from, n * sizeof (double));
  memmove (data->id + from + by, data->id + from, n * sizeof (guint));
  for (guint k = 0; k < data->vdim; k++)
    memmove (data->y[k] + from + by, data->y[k] + from, n * sizeof (double));
}

static void
put (SondeCurveData *data,
     guint           place,
     const Batch    *batch,
     guint           index)
{
  gboolean missing = TRUE;

  data->x[place] = batch->x[index];
  data->id[place] = batch->first_id + index;
  for (guint k = 0; k < data->vdim; k++)
    {
      data->y[k][place] = batch->y[(gsize) index * data->vdim + k];
      missing = missing && !isfinite (data->y[k][place]);
      widen (&data->ranges[k], data->y[k][place]);
    }
  data->n_missing += missing;
}

/* the place behind all of the first @end points whose x is not larger */
static guint
find_place (const SondeCurveData *data,
            guint                 end,
            double                x)
{
  guint low = 0;

  while (low < end)
    {
      guint half = low + (end - low) / 2;

      if (data->x[half] <= x)
        low = half + 1;
      else
        end = half;
    }
  return low;
}

static void
merge (SondeCurveData *data,
       const Batch    *batch,
       const Rank     *ranks)
{
  guint end = data->n;

  make_room (data, batch);
  data->n += batch->n;
  for (guint i = batch->n; i-- > 0;)
    {
      guint place = find_place (data, end, ranks[i].x);

      move (data, place, end, i + 1);
      put (data, place + i, batch, ranks[i].index);
      end = place;
    }
}

/* Appends what came later, so that the arrays are gone through once. */
static void
join (Batch *batch,
      Batch *next)
{
  batch->x = g_renew (double, batch->x, batch->n + next->n);
  memcpy (batch->x + batch->n, next->x, next->n * sizeof (double));
  batch->y = g_renew (double, batch->y, (gsize) (batch->n + next->n) * batch->vdim);
  memcpy (batch->y + (gsize) batch->n * batch->vdim, next->y, (gsize) next->n * batch->vdim * sizeof (double));
  batch->n += next->n;
  batch_free (next);
}

/* Sorting takes longest and needs no lock. */
static void
take_batch (SondeCurve  *self,
            const Batch *batch)
{
  g_autofree Rank *ranks = batch->clears ? NULL : rank (batch);
  SondeCurveData *data = &self->data;
  guint version = data->version + 1, generation = data->generation + (batch->clears ? 1 : 0);

  sonde_handover_lock (&self->data_lock);
  if (batch->clears)
    sonde_curve_data_clear (data);
  else
    merge (data, batch, ranks);
  data->version = version;
  data->generation = generation;
  sonde_handover_unlock (&self->data_lock);
}

static void
take_queue (SondeCurve *self,
            GQueue     *queue)
{
  Batch *batch;

  while ((batch = g_queue_pop_head (queue)) != NULL)
    {
      while (!batch->clears && queue->head != NULL && !((Batch *) queue->head->data)->clears)
        join (batch, g_queue_pop_head (queue));
      take_batch (self, batch);
      batch_free (batch);
    }
}

/**
 * sonde_curve_take:
 *
 * Takes over what was handed over. For the side that draws.
 */
void
sonde_curve_take (SondeCurve *self)
{
  GQueue queue;

  sonde_handover_lock (&self->queue_lock);
  queue = self->queue;
  g_queue_init (&self->queue);
  sonde_handover_unlock (&self->queue_lock);
  take_queue (self, &queue);
}

/**
 * sonde_curve_lock:
 *
 * For any thread; hold it for no longer than it takes to look through the points.
 *
 * Returns: (transfer none): what was taken over so far, until sonde_curve_unlock()
 */
const SondeCurveData *
sonde_curve_lock (SondeCurve *self)
{
  sonde_handover_lock (&self->data_lock);
  return &self->data;
}

void
sonde_curve_unlock (SondeCurve *self)
{
  sonde_handover_unlock (&self->data_lock);
}

/**
 * sonde_curve_peek:
 *
 * For the side that draws only, which alone changes the points and so needs no lock to look at them.
 *
 * Returns: (transfer none): what was taken over so far, until the next sonde_curve_take()
 */
const SondeCurveData *
sonde_curve_peek (SondeCurve *self)
{
  return &self->data;
}
