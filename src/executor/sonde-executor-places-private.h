/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "executor/sonde-async-lane-private.h"
#include "executor/sonde-worker-pool-private.h"

G_BEGIN_DECLS

/* Where an executor evaluates what cannot be evaluated in this process. Part of the base class. */
typedef struct
{
  GListStore         *workers;  /* (element-type SondeWorker) */
  SondeWorkerPool    *pool;     /* (nullable): made when it is needed, as the next */
  SondeAsyncLane     *lane;
  SondeFunctionPlace  place;    /* of the function that was set last */
} SondeExecutorPlaces;

void             _sonde_executor_places_init         (SondeExecutorPlaces *self);
void             _sonde_executor_places_clear        (SondeExecutorPlaces *self);
void             _sonde_executor_places_set_function (SondeExecutorPlaces *self,
                                                      SondeFunction       *function,
                                                      gboolean             isolates);
void             _sonde_executor_places_add          (SondeExecutorPlaces *self,
                                                      const SondeLaunch   *launch,
                                                      guint                n);
SondeWorkerPool *_sonde_executor_places_get_pool     (SondeExecutorPlaces *self,
                                                      SondeExecutor       *executor);
SondeAsyncLane  *_sonde_executor_places_get_lane     (SondeExecutorPlaces *self,
                                                      SondeExecutor       *executor);

G_END_DECLS
