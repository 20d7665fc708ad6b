/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The main thread copies what was told since the last time into a batch and queues it, a bounded number of points at once; the
 * lock is held for a pointer. The side that draws appends the batches to arrays that are its own. */

#include "config.h"

#include <string.h>

#include "figure/sonde-cloud.h"
#include "figure/sonde-handover.h"

/* How many numbers are handed over at once: some 2 ms. */
#define PIECE (400 << 10)

typedef struct
{
  gboolean  clears;
  guint     ndim;
  guint     vdim;
  guint     n;
  double   *x;
  double   *y;
} Batch;

struct _SondeCloud
{
  /* of the main thread */
  guint          n_seen;

  GMutex         lock;
  GQueue         queue;

  /* of the side that draws */
  SondeCloudData data;
};

static void
batch_free (Batch *batch)
{
  g_free (batch->x);
  g_free (batch->y);
  g_free (batch);
}

SondeCloud *
sonde_cloud_new (void)
{
  SondeCloud *self = g_new0 (SondeCloud, 1);

  g_mutex_init (&self->lock);
  g_queue_init (&self->queue);
  return self;
}

void
sonde_cloud_free (SondeCloud *self)
{
  g_queue_clear_full (&self->queue, (GDestroyNotify) batch_free);
  g_mutex_clear (&self->lock);
  g_free (self->data.x);
  g_free (self->data.y);
  g_free (self);
}

static void
push (SondeCloud *self,
      Batch      *batch)
{
  sonde_handover_lock (&self->lock);
  g_queue_push_tail (&self->queue, batch);
  sonde_handover_unlock (&self->lock);
}

/**
 * sonde_cloud_clear:
 *
 * Forgets all points, in the main thread.
 */
void
sonde_cloud_clear (SondeCloud *self)
{
  Batch *batch = g_new0 (Batch, 1);

  g_return_if_fail (self != NULL);

  batch->clears = TRUE;
  self->n_seen = 0;
  push (self, batch);
}

/**
 * sonde_cloud_update:
 * @points: of a learner
 *
 * Copies points that are new, or the next piece of very many, in the main thread.
 *
 * Returns: how many were copied
 */
guint
sonde_cloud_update (SondeCloud       *self,
                    const SondePoints *points)
{
  gsize first = self->n_seen;
  Batch *batch;
  guint n;

  g_return_val_if_fail (self != NULL && points != NULL, 0);

  n = MIN (points->n - self->n_seen, MAX (PIECE / (points->ndim + points->vdim), 1));
  if (n == 0)
    return 0;
  batch = g_new0 (Batch, 1);
  batch->ndim = points->ndim;
  batch->vdim = points->vdim;
  batch->n = n;
  batch->x = g_memdup2 (points->x + first * points->ndim, (gsize) n * points->ndim * sizeof (double));
  batch->y = g_memdup2 (points->y + first * points->vdim, (gsize) n * points->vdim * sizeof (double));
  self->n_seen += n;
  push (self, batch);
  return n;
}

guint
sonde_cloud_get_n_seen (SondeCloud *self)
{
  return self->n_seen;
}

static void
append (SondeCloudData *data,
        const Batch    *batch)
{
  if (batch->clears)
    {
      data->n = 0;
      data->vdim = data->capacity = 0;
      data->generation++;
      g_clear_pointer (&data->x, g_free);
      g_clear_pointer (&data->y, g_free);
      return;
    }
  data->ndim = batch->ndim;
  data->vdim = batch->vdim;
  if (data->n + batch->n > data->capacity)
    {
      data->capacity = MAX (data->n + batch->n, data->capacity + data->capacity / 2);
      data->x = g_renew (double, data->x, (gsize) data->capacity * data->ndim);
      data->y = g_renew (double, data->y, (gsize) data->capacity * data->vdim);
    }
  memcpy (data->x + (gsize) data->n * data->ndim, batch->x, (gsize) batch->n * data->ndim * sizeof (double));
  memcpy (data->y + (gsize) data->n * data->vdim, batch->y, (gsize) batch->n * data->vdim * sizeof (double));
  data->n += batch->n;
}

/**
 * sonde_cloud_take:
 *
 * For the side that draws: takes over what was handed over.
 *
 * Returns: (transfer none): all points, until the next call
 */
const SondeCloudData *
sonde_cloud_take (SondeCloud *self)
{
  GQueue queue;

  g_return_val_if_fail (self != NULL, NULL);

  sonde_handover_lock (&self->lock);
  queue = self->queue;
  g_queue_init (&self->queue);
  sonde_handover_unlock (&self->lock);
  for (Batch *batch; (batch = g_queue_pop_head (&queue)) != NULL; batch_free (batch))
    append (&self->data, batch);
  return &self->data;
}
