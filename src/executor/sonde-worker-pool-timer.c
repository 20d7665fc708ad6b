/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is due in a pool: time limits, waiting places, idle workers, and what watchers are told. */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "executor/sonde-worker-pool-struct.h"

/* µs: how often watchers are told of changes and idle workers are looked for; how long a worker may take to say hello on this machine. */
#define TICK 500000
#define MAX_START (60 * G_USEC_PER_SEC)

/* A worker stops a batch after a tenth of a second. */
#define BATCH_TIME (2 * 100000)

/* As what workers say: neither keeps the other from being seen to. */
#define PRIORITY G_PRIORITY_DEFAULT_IDLE

/* The moment at which something must be done about @worker at the latest. */
static gint64
get_deadline (SondeWorkerPool *self,
              SondeWorker     *worker)
{
  gint64 deadline = G_MAXINT64;

  for (guint i = 0; self->timeout > 0 && i < worker->sent->len; i++)
    {
      const SondeWorkerRange *range = &g_array_index (worker->sent, SondeWorkerRange, i);

      deadline = MIN (deadline, range->sent + self->timeout + (range->n > 1 ? BATCH_TIME : 0));
    }
  if (worker->process != NULL && !worker->is_greeted && worker->launch->prefix == NULL)
    deadline = worker->started + MAX_START;
  return deadline;
}

static void
sonde_worker_pool_check_deadline (SondeWorkerPool *self,
                                  SondeWorker     *worker,
                                  gint64           now)
{
  g_autofree char *message = NULL;

  if (get_deadline (self, worker) > now)
    return;
  if (worker->is_greeted)
    message = g_strdup_printf (_("The evaluation took longer than its limit of %g s and was stopped."), self->timeout * 1e-6);
  else
    message = g_strdup_printf (_("The worker did not say hello within %d s."), (int) (MAX_START / G_USEC_PER_SEC));
  _sonde_worker_pool_end_worker (self, worker, worker->is_greeted ? SONDE_WORKER_END_TIMEOUT : SONDE_WORKER_END_BREACH, message);
}

/* A place that is free again, or a worker that has nothing to do for long. */
static void
sonde_worker_pool_look_after (SondeWorkerPool *self,
                              SondeWorker     *worker,
                              gint64           now)
{
  sonde_worker_pool_check_deadline (self, worker, now);
  if (worker->process != NULL && worker->is_greeted && worker->sent->len == 0 && now - worker->idle_since > self->max_idle)
    _sonde_worker_stop (worker);
  _sonde_worker_show (worker);
}

static gboolean
on_timer (gpointer user_data)
{
  g_autoptr (SondeWorkerPool) self = _sonde_worker_pool_ref (user_data);
  gint64 now = g_get_monotonic_time ();

  g_source_set_ready_time (self->timer, -1);
  for (guint i = 0; i < self->list->len; i++)
    sonde_worker_pool_look_after (self, g_ptr_array_index (self->list, i), now);
  for (guint i = self->ending->len; i-- > 0;)
    sonde_worker_pool_check_deadline (self, g_ptr_array_index (self->ending, i), now);
  _sonde_worker_pool_dispatch (self);
  return G_SOURCE_CONTINUE;
}

/* µs of the monotonic clock */
void
_sonde_worker_pool_wake_at (SondeWorkerPool *self,
                            gint64           time)
{
  gint64 ready = g_source_get_ready_time (self->timer);

  if (ready < 0 || time < ready)
    g_source_set_ready_time (self->timer, time);
}

/* While there are processes, the next tick; and the next deadline, and the next start of those that must wait. */
void
_sonde_worker_pool_arm (SondeWorkerPool *self)
{
  gint64 now;

  if (self->timer == NULL || g_source_get_ready_time (self->timer) >= 0)
    return;
  now = g_get_monotonic_time ();
  for (guint i = 0; i < self->list->len; i++)
    {
      SondeWorker *worker = g_ptr_array_index (self->list, i);
      gint64 deadline = get_deadline (self, worker);

      if (worker->process != NULL)
        _sonde_worker_pool_wake_at (self, MIN (now + TICK, deadline));
      else if (self->queue.length > 0 && worker->next_start > now)
        _sonde_worker_pool_wake_at (self, worker->next_start);
    }
  for (guint i = 0; i < self->ending->len; i++)
    _sonde_worker_pool_wake_at (self, MIN (now + TICK, get_deadline (self, g_ptr_array_index (self->ending, i))));
}

static gboolean
dispatch_timer (GSource     *source,
                GSourceFunc  callback,
                gpointer     user_data)
{
  return callback (user_data);
}

static GSourceFuncs timer_funcs = { NULL, NULL, dispatch_timer, NULL };

/* The timer belongs to the main context of those who push; a pool serves one at a time. */
void
_sonde_worker_pool_attach (SondeWorkerPool *self)
{
  GMainContext *context = g_main_context_get_thread_default ();

  if (self->timer != NULL && g_source_get_context (self->timer) == (context != NULL ? context : g_main_context_default ()))
    return;
  if (self->timer != NULL)
    g_source_destroy (self->timer);
  g_clear_pointer (&self->timer, g_source_unref);
  self->timer = g_source_new (&timer_funcs, sizeof (GSource));
  g_source_set_callback (self->timer, on_timer, self, NULL);
  g_source_set_priority (self->timer, PRIORITY);
  g_source_attach (self->timer, context);
}
