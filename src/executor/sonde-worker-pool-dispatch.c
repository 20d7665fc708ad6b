/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which worker of a pool gets which points, and when another one is started. */

#include "config.h"

#include "executor/sonde-worker-pool-struct.h"

/* Takes @n points from the beginning of the first range of the queue. */
static SondeWorkerRange
sonde_worker_pool_pop (SondeWorkerPool *self,
                       guint            n)
{
  SondeWorkerRange *first = g_queue_peek_head (&self->queue);
  SondeWorkerRange range = *first;

  range.n = n;
  first->first += n;
  first->n -= n;
  if (first->n == 0)
    g_free (g_queue_pop_head (&self->queue));
  return range;
}

static guint
get_share (SondeWorker            *worker,
           const SondeWorkerRange *range)
{
  return worker->batches && worker->capacity == 1 && !range->one_by_one && range->job->function->prints == 0 ? range->n : 1;
}

static SondeWorker *
sonde_worker_pool_find_worker (SondeWorkerPool     *self,
                               SondeWorkerFunction *function)
{
  SondeWorker *found = NULL;

  for (guint i = 0; i < self->list->len; i++)
    {
      SondeWorker *worker = g_ptr_array_index (self->list, i);

      if (!_sonde_worker_is_usable (worker, function))
        continue;
      if (worker->sent->len == 0 && worker->function == function)
        return worker;
      if (found == NULL || worker->sent->len < found->sent->len)
        found = worker;
    }
  return found;
}

/* A worker that only another function keeps is ended for this one. */
static gboolean
sonde_worker_pool_end_other (SondeWorkerPool     *self,
                             SondeWorkerFunction *function)
{
  for (guint i = 0; i < self->list->len; i++)
    {
      SondeWorker *worker = g_ptr_array_index (self->list, i);

      if (worker->process == NULL || !worker->is_greeted || worker->sent->len > 0 || worker->function == function)
        continue;
      _sonde_worker_stop (worker);
      return TRUE;
    }
  return FALSE;
}

static gboolean
sonde_worker_pool_is_full (SondeWorkerPool *self)
{
  for (guint i = 0; i < self->list->len; i++)
    if (((SondeWorker *) g_ptr_array_index (self->list, i))->process == NULL)
      return FALSE;
  return TRUE;
}

static guint
sonde_worker_pool_count_starting (SondeWorkerPool *self)
{
  guint n = 0;

  for (guint i = 0; i < self->list->len; i++)
    {
      SondeWorker *worker = g_ptr_array_index (self->list, i);

      n += worker->process != NULL && !worker->is_greeted;
    }
  return n;
}

static guint
sonde_worker_pool_count_waiting (SondeWorkerPool *self)
{
  guint n = 0;

  for (GList *link = self->queue.head; link != NULL; link = link->next)
    n += ((SondeWorkerRange *) link->data)->n;
  return n;
}

/* As many processes start as there are points that wait for one, within what may run at once. */
static void
sonde_worker_pool_start_workers (SondeWorkerPool     *self,
                                 SondeWorkerFunction *function)
{
  gboolean is_full = sonde_worker_pool_is_full (self);
  guint room = self->max_running != 0 ? self->max_running - MIN (self->max_running, self->n_running) : G_MAXUINT;
  guint wanted;

  /* mostly all are busy: there is no need to count then */
  if (is_full && !sonde_worker_pool_end_other (self, function))
    return;
  wanted = MIN (sonde_worker_pool_count_waiting (self), room);
  while (sonde_worker_pool_count_starting (self) < wanted)
    if (!_sonde_worker_pool_start_one (self, function)
        && (!sonde_worker_pool_end_other (self, function) || !_sonde_worker_pool_start_one (self, function)))
      break;
}

void
_sonde_worker_pool_dispatch (SondeWorkerPool *self)
{
  SondeWorkerRange *range;

  /* the callbacks of jobs that fail on the way come here again */
  if (self->is_dispatching)
    return;
  self->is_dispatching = TRUE;
  _sonde_worker_pool_give_up_cancelled (self);
  while ((range = g_queue_peek_head (&self->queue)) != NULL
         && (self->max_running == 0 || self->n_running < self->max_running))
    {
      SondeWorkerFunction *function = range->job->function;
      SondeWorker *worker = sonde_worker_pool_find_worker (self, function);
      SondeWorkerRange sent;

      if (worker == NULL)
        {
          sonde_worker_pool_start_workers (self, function);
          break;
        }
      sent = sonde_worker_pool_pop (self, get_share (worker, range));
      self->n_running++;
      _sonde_worker_send (worker, &sent);
      if (self->timeout > 0)
        _sonde_worker_pool_wake_at (self, g_get_monotonic_time () + self->timeout);
    }
  self->is_dispatching = FALSE;
  _sonde_worker_pool_arm (self);
}
