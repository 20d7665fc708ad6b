/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "app/monitor/sonde-pending-point.h"

struct _SondePendingPoint
{
  GObject    parent_instance;
  guint      ndim;
  double    *x;
  GDateTime *since;
};

G_DEFINE_FINAL_TYPE (SondePendingPoint, sonde_pending_point, G_TYPE_OBJECT)

static void
sonde_pending_point_finalize (GObject *object)
{
  SondePendingPoint *self = SONDE_PENDING_POINT (object);

  g_free (self->x);
  g_date_time_unref (self->since);
  G_OBJECT_CLASS (sonde_pending_point_parent_class)->finalize (object);
}

static void
sonde_pending_point_class_init (SondePendingPointClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sonde_pending_point_finalize;
}

static void
sonde_pending_point_init (SondePendingPoint *self)
{
}

static SondePendingPoint *
sonde_pending_point_new (const double *x,
                         guint         ndim,
                         double        seconds)
{
  SondePendingPoint *self = g_object_new (SONDE_TYPE_PENDING_POINT, NULL);
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();

  self->ndim = ndim;
  self->x = g_memdup2 (x, ndim * sizeof (double));
  self->since = g_date_time_add_seconds (now, -seconds);
  return self;
}

const double *
sonde_pending_point_get_x (SondePendingPoint *self)
{
  g_return_val_if_fail (SONDE_IS_PENDING_POINT (self), NULL);

  return self->x;
}

guint
sonde_pending_point_get_ndim (SondePendingPoint *self)
{
  g_return_val_if_fail (SONDE_IS_PENDING_POINT (self), 0);

  return self->ndim;
}

GDateTime *
sonde_pending_point_get_since (SondePendingPoint *self)
{
  g_return_val_if_fail (SONDE_IS_PENDING_POINT (self), NULL);

  return self->since;
}

static gboolean
is_at (GListStore   *store,
       guint         position,
       const double *x,
       guint         ndim)
{
  g_autoptr (SondePendingPoint) point = g_list_model_get_item (G_LIST_MODEL (store), position);

  return point != NULL && memcmp (point->x, x, ndim * sizeof (double)) == 0;
}

void
sonde_pending_points_update (GListStore  *store,
                             SondeRunner *runner)
{
  guint ndim = sonde_learner_get_ndim (sonde_runner_get_learner (runner));
  g_autoptr (GArray) seconds = NULL;
  g_autoptr (GArray) xs = sonde_runner_get_pending_points (runner, &seconds);
  g_autoptr (GPtrArray) added = g_ptr_array_new_with_free_func (g_object_unref);
  guint before = g_list_model_get_n_items (G_LIST_MODEL (store));
  guint n = seconds->len;
  guint kept = 0;
  const double *x = (const double *) (void *) xs->data;

  while (kept < MIN (n, before) && is_at (store, kept, x + kept * ndim, ndim))
    kept++;
  for (guint i = kept; i < n; i++)
    g_ptr_array_add (added, sonde_pending_point_new (x + i * ndim, ndim, g_array_index (seconds, double, i)));
  if (kept < before || kept < n)
    g_list_store_splice (store, kept, before - kept, added->pdata, added->len);
}
