/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The way of a batch:
 *
 * 1. push () makes it a job, and its points a range at the end of the queue.
 * 2. dispatch () gives the first range to a worker that has room: all of it to one that takes several points at once, else its first
 *    point. If there is none and not all places are taken, a process is started; it is given points once it has said hello.
 * 3. A reply gives points their results. Of several points a worker may answer the first ones only; the others go back to the
 *    front of the queue.
 * 4. The job whose last point has a result goes back through its GTask.
 * 5. When a worker ends before its time, or is ended since a point takes too long, sonde-worker-pool-end.c decides what becomes of the
 *    points that it had.
 *
 * All of it happens on the main context of the runner. Nothing is allocated for a point: only for a range of them. */

#include "config.h"

#include "executor/sonde-worker-pool-struct.h"

/* µs after which a worker without work is let go. */
#define MAX_IDLE (60 * G_USEC_PER_SEC)

static void
launch_free (gpointer data)
{
  sonde_launch_clear (data);
  g_free (data);
}

/* @workers: is filled with the workers */
SondeWorkerPool *
_sonde_worker_pool_new (GListStore *workers)
{
  SondeWorkerPool *self = g_new0 (SondeWorkerPool, 1);

  self->workers = g_object_ref (workers);
  self->n_refs = 1;
  self->list = g_ptr_array_new_with_free_func (g_object_unref);
  self->ending = g_ptr_array_new_with_free_func (g_object_unref);
  self->launches = g_ptr_array_new_with_free_func (launch_free);
  self->jobs = g_ptr_array_new ();
  self->capacity_seen = 1;
  self->max_idle = MAX_IDLE;
  _sonde_worker_reply_init (&self->reply);
  return self;
}

SondeWorkerPool *
_sonde_worker_pool_ref (SondeWorkerPool *self)
{
  self->n_refs++;
  return self;
}

void
_sonde_worker_pool_unref (SondeWorkerPool *self)
{
  if (--self->n_refs > 0)
    return;
  _sonde_worker_reply_clear (&self->reply);
  g_ptr_array_unref (self->list);
  g_ptr_array_unref (self->ending);
  g_ptr_array_unref (self->launches);
  g_ptr_array_unref (self->jobs);
  g_object_unref (self->workers);
  g_free (self);
}

/* The end of its executor, which may come in the middle of what a worker says: jobs hold the executor. */
void
_sonde_worker_pool_free (SondeWorkerPool *self)
{
  g_assert (self->jobs->len == 0);

  _sonde_worker_pool_shutdown (self);
  for (guint i = 0; i < self->list->len; i++)
    ((SondeWorker *) g_ptr_array_index (self->list, i))->pool = NULL;
  g_ptr_array_set_size (self->list, 0);
  if (self->timer != NULL)
    g_source_destroy (self->timer);
  g_clear_pointer (&self->timer, g_source_unref);
  _sonde_worker_pool_unref (self);
}

/* @n places that are filled by @launch, which is copied. */
void
_sonde_worker_pool_add_workers (SondeWorkerPool   *self,
                                const SondeLaunch *launch,
                                guint              n)
{
  SondeLaunch *own = g_memdup2 (launch, sizeof *launch);

  own->prefix = g_strdupv (launch->prefix);
  g_ptr_array_add (self->launches, own);
  for (guint i = 0; i < n; i++)
    {
      SondeWorker *worker = _sonde_worker_new (self, own);

      g_ptr_array_add (self->list, worker);
      g_list_store_append (self->workers, worker);
    }
}

/* How many ranges may be with workers at once; 0 for no other limit than theirs. */
void
_sonde_worker_pool_set_max_running (SondeWorkerPool *self,
                                    guint            n)
{
  self->max_running = n;
}

/* @seconds: 0 for no limit */
void
_sonde_worker_pool_set_timeout (SondeWorkerPool *self,
                                double           seconds)
{
  self->timeout = (gint64) MIN (seconds * 1e6, 1e15);
  if (self->timer != NULL)
    g_source_set_ready_time (self->timer, 0);
}

/* After how long a worker without work is let go. */
void
_sonde_worker_pool_set_max_idle (SondeWorkerPool *self,
                                 double           seconds)
{
  self->max_idle = (gint64) (seconds * 1e6);
}

/* Workers that have not been started yet count as those that run. */
guint
_sonde_worker_pool_get_capacity (SondeWorkerPool *self)
{
  guint capacity = 0;

  for (guint i = 0; i < self->list->len; i++)
    {
      SondeWorker *worker = g_ptr_array_index (self->list, i);

      capacity += worker->process != NULL && worker->is_greeted ? worker->capacity : self->capacity_seen;
    }
  return capacity;
}

/* What workers were told of a function may be out of date: its file may have been edited. */
void
_sonde_worker_pool_begin_run (SondeWorkerPool *self)
{
  g_clear_pointer (&self->function, _sonde_worker_function_unref);
}

/* A worker without points that must end. */
void
_sonde_worker_pool_let_go (SondeWorkerPool *self,
                           SondeWorker     *worker)
{
  _sonde_worker_stop (worker);
  worker->pool = NULL;
  g_ptr_array_remove_fast (self->ending, worker);
}

/* Its place is free for another while it finishes what it has. */
static void
sonde_worker_pool_move_out (SondeWorkerPool *self,
                            guint            index)
{
  SondeWorker *worker = g_ptr_array_index (self->list, index);

  self->n_running -= worker->sent->len;
  worker->must_end = TRUE;
  g_ptr_array_add (self->ending, worker);
  g_ptr_array_index (self->list, index) = _sonde_worker_new (self, worker->launch);
  g_list_store_splice (self->workers, index, 1, &g_ptr_array_index (self->list, index), 1);
}

/* Those that are busy finish what they have, and end then. */
void
_sonde_worker_pool_shutdown (SondeWorkerPool *self)
{
  _sonde_worker_pool_give_up (self, NULL, NULL);
  _sonde_worker_pool_begin_run (self);
  for (guint i = 0; i < self->list->len; i++)
    {
      SondeWorker *worker = g_ptr_array_index (self->list, i);

      worker->next_start = 0;
      worker->n_failed_starts = 0;
      if (worker->sent->len > 0)
        sonde_worker_pool_move_out (self, i);
      else
        _sonde_worker_stop (worker);
      _sonde_worker_show (worker);
    }
  self->n_failed_starts = 0;
}
