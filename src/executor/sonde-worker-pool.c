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

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "base/sonde-points.h"
#include "executor/sonde-executor-private.h"
#include "executor/sonde-worker-pool-struct.h"
#include "function/sonde-adapter-private.h"
#include "function/sonde-batch-private.h"

/* µs: how often watchers are told of changes and idle workers are looked for; after how long an idle worker is let go; how long
 * one may take to say hello on this machine. */
#define TICK 500000
#define MAX_IDLE (60 * G_USEC_PER_SEC)
#define MAX_START (60 * G_USEC_PER_SEC)

/* A worker stops a batch after a tenth of a second. */
#define BATCH_TIME (2 * 100000)

/* Points without output after which a function that prints is taken for one that does not. */
#define QUIET_POINTS 16

/* As what workers say: neither keeps the other from being seen to. */
#define PRIORITY G_PRIORITY_DEFAULT_IDLE

static void sonde_worker_pool_arm (SondeWorkerPool *self);

/* Jobs */

static void
range_free (SondeWorkerRange *range)
{
  g_free (range);
}

static void
sonde_worker_pool_complete (SondeWorkerPool *self,
                            SondeWorkerJob  *job)
{
  g_autoptr (GTask) task = job->task;
  SondeBatch *batch = job->batch;

  if (job->handler != 0)
    g_signal_handler_disconnect (job->cancellable, job->handler);
  g_clear_object (&job->cancellable);
  g_ptr_array_remove_fast (self->jobs, job);
  _sonde_batch_finish (batch);
  _sonde_executor_measured (g_task_get_source_object (task), job->function->function, batch,
                            _sonde_executor_get_time () - job->submitted);
  _sonde_worker_function_unref (job->function);
  g_free (job->n_deaths);
  g_free (job->rows);
  g_free (job);
  g_task_return_pointer (task, batch, (GDestroyNotify) sonde_batch_free);
}

static void
sonde_worker_pool_count_result (SondeWorkerPool *self,
                                SondeWorkerJob  *job)
{
  if (--job->n_left == 0)
    sonde_worker_pool_complete (self, job);
}

/* The point has failed. The job may be gone after this. */
void
_sonde_worker_pool_set_error (SondeWorkerPool *self,
                              SondeWorkerJob  *job,
                              guint            index,
                              GError          *error,
                              double           seconds)
{
  sonde_batch_take_error (job->batch, index, error, seconds);
  sonde_worker_pool_count_result (self, job);
}

/* Points without results, copied, to the front of the queue. */
void
_sonde_worker_pool_put_back (SondeWorkerPool        *self,
                             const SondeWorkerRange *range)
{
  g_queue_push_head (&self->queue, g_memdup2 (range, sizeof *range));
}

/* Gives up what waits: all of it, or what belongs to @job. */
static void
sonde_worker_pool_give_up (SondeWorkerPool *self,
                           SondeWorkerJob  *job,
                           const GError    *error)
{
  GQueue given_up = G_QUEUE_INIT;
  SondeWorkerRange *range;

  for (GList *link = self->queue.head, *next; link != NULL; link = next)
    {
      next = link->next;
      range = link->data;
      if (job != NULL && range->job != job)
        continue;
      g_queue_unlink (&self->queue, link);
      g_queue_push_tail_link (&given_up, link);
    }
  while ((range = g_queue_pop_head (&given_up)) != NULL)
    {
      for (guint i = 0; i < range->n; i++)
        _sonde_worker_pool_set_error (self, range->job, range->first + i, g_error_copy (error), NAN);
      range_free (range);
    }
}

void
_sonde_worker_pool_fail_queue (SondeWorkerPool *self,
                               const GError    *error)
{
  sonde_worker_pool_give_up (self, NULL, error);
}

static GError *
new_cancelled_error (void)
{
  return g_error_new_literal (SONDE_FUNCTION_ERROR, SONDE_FUNCTION_ERROR_CANCELLED,
                              _("The point was not evaluated: the run was cancelled."));
}

/* From any thread; the cancellable is looked at by dispatch (). */
static void
on_cancelled (GCancellable *cancellable,
              gpointer      user_data)
{
  SondeWorkerPool *self = user_data;

  g_source_set_ready_time (self->timer, 0);
}

static void
sonde_worker_pool_give_up_cancelled (SondeWorkerPool *self)
{
  g_autoptr (GError) error = NULL;

  for (guint i = self->jobs->len; i-- > 0;)
    {
      SondeWorkerJob *job = g_ptr_array_index (self->jobs, i);

      if (!g_cancellable_is_cancelled (job->cancellable))
        continue;
      if (error == NULL)
        error = new_cancelled_error ();
      sonde_worker_pool_give_up (self, job, error);
      i = MIN (i, self->jobs->len);
    }
}

/* Who gets what */

static SondeWorkerFunction *
sonde_worker_pool_take_function (SondeWorkerPool *self,
                                 SondeFunction   *function)
{
  if (self->function == NULL || self->function->function != function)
    {
      g_clear_pointer (&self->function, _sonde_worker_function_unref);
      self->function = _sonde_worker_function_new (function);
    }
  return _sonde_worker_function_ref (self->function);
}

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
    range_free (g_queue_pop_head (&self->queue));
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
  sonde_worker_pool_give_up_cancelled (self);
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
  sonde_worker_pool_arm (self);
}

/* What workers say */

static GError *
new_error (const char *message,
           const char *traceback)
{
  if (traceback != NULL && *traceback != '\0')
    return g_error_new (SONDE_FUNCTION_ERROR, SONDE_FUNCTION_ERROR_FAILED, "%s\n\n%s", message, traceback);
  return g_error_new_literal (SONDE_FUNCTION_ERROR, SONDE_FUNCTION_ERROR_FAILED, message);
}

static void
set_result (SondeWorkerPool         *self,
            SondeWorkerJob          *job,
            guint                    index,
            const SondeWorkerResult *result,
            double                   seconds)
{
  if (result->output != NULL)
    sonde_batch_take_output (job->batch, index, g_strdup (result->output));
  if (!isnan (result->seconds))
    seconds = result->seconds;
  if (result->error != NULL)
    sonde_batch_take_error (job->batch, index, new_error (result->error, result->traceback), seconds);
  else if (result->n == 0)
    sonde_batch_take_error (job->batch, index,
                            new_error (_("The worker answered without a number, or a flat list of numbers, as its “y”."), NULL), seconds);
  else if (result->n > SONDE_WORKER_MAX_VALUES)
    {
      g_autofree char *message = g_strdup_printf (_("The function returned %u numbers; at most %u can be kept of a point."), result->n,
                                                  SONDE_WORKER_MAX_VALUES);

      sonde_batch_take_error (job->batch, index, new_error (message, NULL), seconds);
    }
  else
    sonde_batch_set_value (job->batch, index, &g_array_index (self->reply.values, double, result->first),
                           result->n == 1 ? SONDE_SCALAR : result->n, seconds);
}

/* What was printed since the last answer: by one of these points. */
static void
take_output (SondeWorker            *worker,
             const SondeWorkerRange *range)
{
  char *output = _sonde_process_take_output (worker->process);
  guint *prints = &range->job->function->prints;

  if (output != NULL)
    sonde_batch_take_output (range->job->batch, range->first, output);
  if (output != NULL)
    *prints = QUIET_POINTS;
  else if (*prints > 0)
    --*prints;
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

static void
sonde_worker_pool_take_results (SondeWorkerPool *self,
                                SondeWorker     *worker,
                                guint            index)
{
  SondeWorkerRange range = g_array_index (worker->sent, SondeWorkerRange, index);
  GArray *results = self->reply.results;
  guint n = results->len;
  double seconds = (g_get_monotonic_time () - range.sent) * 1e-6 / n;

  _sonde_worker_forget_sent (worker, index);
  if (!worker->must_end)
    self->n_running--;
  worker->evaluations += n;
  worker->has_answered = TRUE;
  worker->n_failed_starts = 0;
  take_output (worker, &range);
  for (guint i = 0; i < n; i++)
    set_result (self, range.job, range.first + i, &g_array_index (results, SondeWorkerResult, i), seconds);
  if (n < range.n)
    {
      SondeWorkerRange rest = range;

      rest.first += n;
      rest.n -= n;
      _sonde_worker_pool_put_back (self, &rest);
    }
  /* once: the job may be gone with the last of them */
  range.job->n_left -= n - 1;
  sonde_worker_pool_count_result (self, range.job);
  if (worker->must_end && worker->sent->len == 0 && worker->process != NULL)
    _sonde_worker_pool_let_go (self, worker);
  _sonde_worker_pool_dispatch (self);
}

static void
sonde_worker_pool_breach (SondeWorkerPool *self,
                          SondeWorker     *worker,
                          const char      *message)
{
  _sonde_worker_pool_end_worker (self, worker, SONDE_WORKER_END_BREACH, message);
}

static void
sonde_worker_pool_take_reply (SondeWorkerPool *self,
                              SondeWorker     *worker)
{
  g_autofree char *message = NULL;

  for (guint i = 0; i < worker->sent->len; i++)
    {
      const SondeWorkerRange *range = &g_array_index (worker->sent, SondeWorkerRange, i);

      if (range->id != self->reply.id)
        continue;
      if (self->reply.results->len >= 1 && self->reply.results->len <= range->n)
        {
          sonde_worker_pool_take_results (self, worker, i);
          return;
        }
      message = g_strdup_printf (_("The worker answered %u results to %u points. Its answers cannot be relied on; it was replaced."),
                                 self->reply.results->len, range->n);
      sonde_worker_pool_breach (self, worker, message);
      return;
    }
  message = g_strdup_printf (_("The worker answered a question that it was not asked, or answered one twice (id %" G_GINT64_FORMAT
                               "). Its answers cannot be relied on; it was replaced."), self->reply.id);
  sonde_worker_pool_breach (self, worker, message);
}

static void
sonde_worker_pool_take_hello (SondeWorkerPool *self,
                              SondeWorker     *worker)
{
  g_autofree char *message = NULL;

  if (self->reply.version != SONDE_WORKER_PROTOCOL)
    {
      message = g_strdup_printf (_("The worker speaks version %" G_GINT64_FORMAT " of the protocol, and this version of Sonde %d."),
                                 self->reply.version, SONDE_WORKER_PROTOCOL);
      sonde_worker_pool_breach (self, worker, message);
      return;
    }
  worker->batches = self->reply.batches;
  worker->reload = self->reply.reload;
  _sonde_worker_pool_greeted (self, worker);
}

/* @worker has said something. It may be without a process after this. */
void
_sonde_worker_pool_take_line (SondeWorkerPool *self,
                              SondeWorker     *worker,
                              const char      *line,
                              gsize            length)
{
  const char *start = line;

  while (g_ascii_isspace (*start))
    start++;
  /* programs print to standard output: what cannot be meant for us is their output */
  if (*start != '{')
    {
      _sonde_process_add_output (worker->process, line, length);
      return;
    }
  if (!_sonde_worker_reply_parse (&self->reply, line, length))
    {
      g_autofree char *shown = g_utf8_make_valid (line, MIN (length, 80));
      g_autofree char *message = g_strdup_printf (_("The worker wrote a line that is not of the protocol: %s"), shown);

      sonde_worker_pool_breach (self, worker, message);
      return;
    }

  if (self->reply.capacity > 0)
    {
      worker->capacity = MIN (self->reply.capacity, G_MAXINT16);
      self->capacity_seen = worker->capacity;
    }
  if (self->reply.has_version)
    sonde_worker_pool_take_hello (self, worker);
  else if (self->reply.has_id && worker->is_greeted)
    sonde_worker_pool_take_reply (self, worker);
  else if (self->reply.has_id)
    sonde_worker_pool_breach (self, worker, _("The worker answered before it said hello."));
  else
    _sonde_worker_pool_dispatch (self);
}

/* Time */

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
static void
sonde_worker_pool_arm (SondeWorkerPool *self)
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
static void
sonde_worker_pool_attach (SondeWorkerPool *self)
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

/* The pool */

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

static gboolean
refuse_all (SondeBatch *batch,
            const char *message)
{
  for (guint i = 0; i < batch->n; i++)
    sonde_batch_take_error (batch, i, new_error (message, NULL), NAN);
  return FALSE;
}

/* Looks up what is sent for the points of a table. */
static gboolean
job_fill_rows (SondeWorkerJob *job)
{
  const SondeAdapter *table = job->function->table;
  const SondeBatch *batch = job->batch;

  job->rows = g_new (double, (gsize) batch->n * table->n_columns);
  for (guint i = 0; i < batch->n; i++)
    {
      double row = batch->x[i];

      if (!(row >= 0 && row < table->n_rows && row == floor (row)))
        return refuse_all (job->batch, _("There is no row with this number. The data belong to another study."));
      memcpy (job->rows + (gsize) i * table->n_columns, table->rows + (gsize) row * table->n_columns, table->n_columns * sizeof (double));
    }
  return TRUE;
}

/* If it cannot be given to a worker, all its points have failed. */
static gboolean
job_prepare (SondeWorkerJob *job)
{
  if (!sonde_function_check_points (job->function->function, job->batch))
    return FALSE;
  if (job->function->is_for_ours)
    return refuse_all (job->batch, _("Several functions in one study must be written in Python, or as formulas, or stand in shared "
                                     "libraries: a program of its own is told of one function only."));
  return job->function->table == NULL || job_fill_rows (job);
}

/* As sonde_executor_evaluate_async (). Results are measured for @executor. */
void
_sonde_worker_pool_push (SondeWorkerPool     *self,
                         SondeExecutor       *executor,
                         SondeFunction       *function,
                         SondeBatch          *batch,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  SondeWorkerJob *job = g_new0 (SondeWorkerJob, 1);
  SondeWorkerRange *range;

  sonde_worker_pool_attach (self);
  job->task = g_task_new (executor, cancellable, callback, user_data);
  g_task_set_source_tag (job->task, _sonde_worker_pool_push);
  g_task_set_check_cancellable (job->task, FALSE);
  job->function = sonde_worker_pool_take_function (self, function);
  job->batch = batch;
  job->n_left = batch->n;
  job->submitted = _sonde_executor_get_time ();
  g_ptr_array_add (self->jobs, job);
  if (!job_prepare (job))
    {
      sonde_worker_pool_complete (self, job);
      return;
    }
  if (cancellable != NULL)
    {
      job->cancellable = g_object_ref (cancellable);
      job->handler = g_signal_connect (cancellable, "cancelled", G_CALLBACK (on_cancelled), self);
    }
  range = g_new0 (SondeWorkerRange, 1);
  range->job = job;
  range->n = batch->n;
  g_queue_push_tail (&self->queue, range);
  _sonde_worker_pool_dispatch (self);
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
  g_autoptr (GError) error = new_cancelled_error ();

  sonde_worker_pool_give_up (self, NULL, error);
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
