/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "executor/sonde-executor.h"

G_BEGIN_DECLS

/**
 * SondeAsyncLane:
 *
 * Evaluates functions that run on the main loop, for an executor: so many at once, each within its time. Used from the thread of the
 * runner only.
 */
typedef struct _SondeAsyncLane SondeAsyncLane;

SondeAsyncLane *_sonde_async_lane_new         (void);
void            _sonde_async_lane_free        (SondeAsyncLane       *self);
void            _sonde_async_lane_add_places  (SondeAsyncLane       *self,
                                               const SondeLaunch    *launch,
                                               guint                 n);
void            _sonde_async_lane_set_timeout (SondeAsyncLane       *self,
                                               double                seconds);
void            _sonde_async_lane_push        (SondeAsyncLane       *self,
                                               SondeExecutor        *executor,
                                               SondeFunction        *function,
                                               SondeBatch           *batch,
                                               GCancellable         *cancellable,
                                               GAsyncReadyCallback   callback,
                                               gpointer              user_data);
void            _sonde_async_lane_shutdown    (SondeAsyncLane       *self);

G_END_DECLS
