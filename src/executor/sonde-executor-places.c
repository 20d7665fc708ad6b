/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "executor/sonde-executor-places-private.h"
#include "executor/sonde-executor-private.h"
#include "executor/sonde-worker.h"

void
_sonde_executor_places_init (SondeExecutorPlaces *self)
{
  self->workers = g_list_store_new (SONDE_TYPE_WORKER);
}

void
_sonde_executor_places_clear (SondeExecutorPlaces *self)
{
  g_clear_pointer (&self->pool, _sonde_worker_pool_free);
  g_clear_pointer (&self->lane, _sonde_async_lane_free);
  g_clear_object (&self->workers);
}

/* @isolates: whether a function goes to a worker if it can, though it need not */
void
_sonde_executor_places_set_function (SondeExecutorPlaces *self,
                                     SondeFunction       *function,
                                     gboolean             isolates)
{
  self->place = sonde_function_get_place (function);
  if (isolates && self->place == SONDE_FUNCTION_HERE)
    self->place = SONDE_FUNCTION_WORKER;
}

/* Places of an executor that has nothing but these. */
void
_sonde_executor_places_add (SondeExecutorPlaces *self,
                            const SondeLaunch   *launch,
                            guint                n)
{
  if (self->pool == NULL)
    self->pool = _sonde_worker_pool_new (self->workers);
  if (self->lane == NULL)
    self->lane = _sonde_async_lane_new ();
  _sonde_worker_pool_add_workers (self->pool, launch, n);
  _sonde_async_lane_add_places (self->lane, launch, n);
}

/* As many places as @executor has otherwise. */
static void
make (SondeExecutorPlaces *self,
      SondeExecutor       *executor)
{
  const SondeLaunch launch = { 0 };
  guint n = sonde_executor_get_capacity (executor);
  double timeout = sonde_executor_get_timeout (executor);

  _sonde_executor_places_add (self, &launch, n);
  _sonde_worker_pool_set_max_running (self->pool, n);
  _sonde_worker_pool_set_timeout (self->pool, timeout);
  _sonde_async_lane_set_timeout (self->lane, timeout);
}

SondeWorkerPool *
_sonde_executor_places_get_pool (SondeExecutorPlaces *self,
                                 SondeExecutor       *executor)
{
  if (self->pool == NULL)
    make (self, executor);
  return self->pool;
}

SondeAsyncLane *
_sonde_executor_places_get_lane (SondeExecutorPlaces *self,
                                 SondeExecutor       *executor)
{
  if (self->lane == NULL)
    make (self, executor);
  return self->lane;
}
