/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * SondeWorkerState:
 * @SONDE_WORKER_STATE_ENDED: there is no process; one is started when it is needed
 * @SONDE_WORKER_STATE_STARTING: it was started and has not said hello yet
 * @SONDE_WORKER_STATE_IDLE: it waits for points
 * @SONDE_WORKER_STATE_BUSY: it evaluates
 * @SONDE_WORKER_STATE_WAITING: it could not be started and will be tried again in a moment
 */
typedef enum
{
  SONDE_WORKER_STATE_ENDED,
  SONDE_WORKER_STATE_STARTING,
  SONDE_WORKER_STATE_IDLE,
  SONDE_WORKER_STATE_BUSY,
  SONDE_WORKER_STATE_WAITING,
} SondeWorkerState;

#define SONDE_TYPE_WORKER (sonde_worker_get_type ())

/**
 * SondeWorker:
 *
 * One place in a pool of worker processes, with the process that is there at the moment. It stays when the process is replaced.
 *
 * Properties, which notify twice a second at the most: state, pid, evaluations, restarts, memory, busy-seconds, message.
 */
G_DECLARE_FINAL_TYPE (SondeWorker, sonde_worker, SONDE, WORKER, GObject)

SondeWorkerState sonde_worker_get_state        (SondeWorker *self);
int              sonde_worker_get_pid          (SondeWorker *self);
const char      *sonde_worker_get_place        (SondeWorker *self);
guint64          sonde_worker_get_evaluations  (SondeWorker *self);
guint            sonde_worker_get_restarts     (SondeWorker *self);
guint64          sonde_worker_get_memory       (SondeWorker *self);
double           sonde_worker_get_busy_seconds (SondeWorker *self);
const char      *sonde_worker_get_message      (SondeWorker *self);
void             sonde_worker_restart          (SondeWorker *self);
const char      *sonde_worker_state_to_text    (SondeWorkerState state);

G_END_DECLS
