/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <pthread.h>

#include "executor/sonde-job-pool-private.h"
#include "function/sonde-batch-private.h"

/* The way of a batch:
 *
 * 1. push () makes it a job with its GTask, puts it at the end of the queue and starts or wakes a thread.
 * 2. The thread evaluates and puts the job into the mailbox of the main context that asked. It touches neither the task nor
 *    any reference count: objects live and die in the thread of the runner.
 * 3. The mailbox is a GSource. It is woken only when it was empty, so that a thousand results that come while the main
 *    loop is busy cost one wake-up, and it stops after a slice of time, so that it never holds the main loop.
 * 4. It runs below input and drawing, completes the tasks, and these call back.
 *
 * A thread without work looks out for more for some microseconds before it sleeps, one thread at a time: putting it to sleep and
 * waking it costs far more than evaluating a short formula.
 *
 * The tasks hold the executor, and so the pool is never freed while a job is on its way.
 *
 * GThreadPool would do step 1, but a wake-up of the main loop for each task is most of the cost of a short one. The locks are
 * pthread's: the thread sanitizer sees what they order, and cannot see into GMutex. */

#define SLICE_NS 2000000
#define SPIN_NS 20000
#define PRIORITY G_PRIORITY_DEFAULT_IDLE

typedef struct _Job Job;
typedef struct _Mailbox Mailbox;

struct _Job
{
  Job           *next;
  SondeJobPool  *pool;
  Mailbox       *mailbox;
  GTask         *task;
  SondeFunction *function;
  SondeBatch    *batch;
  GCancellable  *cancellable;
  gint64         submitted;
  gboolean       measures;
};

typedef struct
{
  Job *first;
  Job *last;
} JobList;

struct _Mailbox
{
  GSource          source;
  pthread_mutex_t  mutex;
  JobList          jobs;
};

/* A cancellable for which jobs are on their way. */
typedef struct
{
  SondeJobPool *pool;
  GCancellable *cancellable;
  gulong        handler;
  guint         n_jobs;
} Watch;

struct _SondeJobPool
{
  guint            n_threads;
  guint            n_in_flight;
  GPtrArray       *mailboxes;
  GPtrArray       *watches;
  GPtrArray       *threads;      /* also those that are ending */
  guint            n_started;    /* of this generation */

  pthread_mutex_t  mutex;        /* guards what follows */
  pthread_cond_t   wake;
  JobList          queue;
  guint            n_queued;     /* read without the lock, too */
  guint            n_idle;       /* of this generation, as n_spinning */
  guint            n_spinning;
  guint            n_busy;
  guint            generation;   /* threads of an older one end */
};

static void
job_list_append (JobList *self,
                 Job     *job)
{
  job->next = NULL;
  if (self->last != NULL)
    self->last->next = job;
  else
    self->first = job;
  self->last = job;
}

static Job *
job_list_pop (JobList *self)
{
  Job *job = self->first;

  if (job == NULL)
    return NULL;
  self->first = job->next;
  if (self->first == NULL)
    self->last = NULL;
  return job;
}

/* The queue; with the lock held */

static void
sonde_job_pool_append (SondeJobPool *self,
                       Job          *job)
{
  job_list_append (&self->queue, job);
  g_atomic_int_inc (&self->n_queued);
}

static Job *
sonde_job_pool_pop (SondeJobPool *self)
{
  Job *job = job_list_pop (&self->queue);

  if (job != NULL)
    g_atomic_int_add (&self->n_queued, -1);
  return job;
}

/* Mailboxes */

/* From any thread. */
static void
mailbox_put (Mailbox *self,
             Job     *job)
{
  gboolean was_empty;

  pthread_mutex_lock (&self->mutex);
  was_empty = self->jobs.first == NULL;
  job_list_append (&self->jobs, job);
  if (was_empty)
    g_source_set_ready_time (&self->source, 0);
  pthread_mutex_unlock (&self->mutex);
}

/* The source sleeps again when the last job is taken, under the lock, so that no wake-up is lost. */
static Job *
mailbox_take (Mailbox *self)
{
  Job *job;

  pthread_mutex_lock (&self->mutex);
  job = job_list_pop (&self->jobs);
  if (self->jobs.first == NULL)
    g_source_set_ready_time (&self->source, -1);
  pthread_mutex_unlock (&self->mutex);
  return job;
}

static void job_complete (Job *job);

static gboolean
mailbox_dispatch (GSource     *source,
                  GSourceFunc  callback,
                  gpointer     user_data)
{
  Mailbox *self = (Mailbox *) source;
  gint64 end = _sonde_executor_get_time () + SLICE_NS;
  Job *job;

  while (!g_source_is_destroyed (source) && (job = mailbox_take (self)) != NULL)
    {
      job_complete (job);
      if (_sonde_executor_get_time () >= end)
        break;
    }
  return G_SOURCE_CONTINUE;
}

static void
mailbox_finalize (GSource *source)
{
  Mailbox *self = (Mailbox *) source;

  g_assert (self->jobs.first == NULL);

  pthread_mutex_destroy (&self->mutex);
}

static GSourceFuncs mailbox_funcs = { NULL, NULL, mailbox_dispatch, mailbox_finalize };

static void
mailbox_free (Mailbox *self)
{
  g_source_destroy (&self->source);
  g_source_unref (&self->source);
}

/* The mailbox of the thread-default main context. */
static Mailbox *
sonde_job_pool_get_mailbox (SondeJobPool *self)
{
  g_autoptr (GMainContext) context = g_main_context_ref_thread_default ();
  Mailbox *mailbox;

  for (guint i = 0; i < self->mailboxes->len; i++)
    {
      mailbox = g_ptr_array_index (self->mailboxes, i);
      if (g_source_get_context (&mailbox->source) == context)
        return mailbox;
    }

  mailbox = (Mailbox *) g_source_new (&mailbox_funcs, sizeof (Mailbox));
  pthread_mutex_init (&mailbox->mutex, NULL);
  g_source_set_static_name (&mailbox->source, "sonde results");
  g_source_set_priority (&mailbox->source, PRIORITY);
  g_source_set_can_recurse (&mailbox->source, TRUE);
  g_source_attach (&mailbox->source, context);
  g_ptr_array_add (self->mailboxes, mailbox);
  return mailbox;
}

/* Cancelling */

/* From any thread: hands back what waits for a thread, all of it or what belongs to @cancellable. */
static void
sonde_job_pool_hand_back (SondeJobPool *self,
                          GCancellable *cancellable)
{
  JobList back = { NULL, NULL };
  JobList kept = { NULL, NULL };
  Job *job;

  pthread_mutex_lock (&self->mutex);
  while ((job = sonde_job_pool_pop (self)) != NULL)
    job_list_append (cancellable == NULL || job->cancellable == cancellable ? &back : &kept, job);
  while ((job = job_list_pop (&kept)) != NULL)
    sonde_job_pool_append (self, job);
  pthread_mutex_unlock (&self->mutex);

  while ((job = job_list_pop (&back)) != NULL)
    {
      _sonde_batch_finish (job->batch);
      mailbox_put (job->mailbox, job);
    }
}

static void
on_cancelled (GCancellable *cancellable,
              gpointer      user_data)
{
  sonde_job_pool_hand_back (user_data, cancellable);
}

static void
watch_free (Watch *watch)
{
  g_cancellable_disconnect (watch->cancellable, watch->handler);
  g_object_unref (watch->cancellable);
  g_free (watch);
}

static Watch *
sonde_job_pool_find_watch (SondeJobPool *self,
                           GCancellable *cancellable)
{
  for (guint i = 0; i < self->watches->len; i++)
    {
      Watch *watch = g_ptr_array_index (self->watches, i);

      if (watch->cancellable == cancellable)
        return watch;
    }
  return NULL;
}

/* The job is in the queue already: connecting to what is cancelled hands it back at once, and what was cancelled in another thread
 * just before it came there is found here. */
static void
sonde_job_pool_watch (SondeJobPool *self,
                      GCancellable *cancellable)
{
  Watch *watch = sonde_job_pool_find_watch (self, cancellable);

  if (watch == NULL)
    {
      watch = g_new0 (Watch, 1);
      watch->cancellable = g_object_ref (cancellable);
      g_ptr_array_add (self->watches, watch);
      watch->handler = g_cancellable_connect (cancellable, G_CALLBACK (on_cancelled), self, NULL);
    }
  else if (g_cancellable_is_cancelled (cancellable))
    sonde_job_pool_hand_back (self, cancellable);
  watch->n_jobs++;
}

static void
sonde_job_pool_unwatch (SondeJobPool *self,
                        GCancellable *cancellable)
{
  Watch *watch = sonde_job_pool_find_watch (self, cancellable);

  if (--watch->n_jobs == 0)
    g_ptr_array_remove_fast (self->watches, watch);
}

/* Jobs */

/* In the thread of the runner. The task may hold the last reference to the executor, and with it to the pool. */
static void
job_complete (Job *job)
{
  g_autoptr (GTask) task = job->task;
  SondeBatch *batch = job->batch;

  job->pool->n_in_flight--;
  if (job->cancellable != NULL)
    sonde_job_pool_unwatch (job->pool, job->cancellable);
  _sonde_executor_measured (g_task_get_source_object (task), job->function, batch,
                            job->measures ? _sonde_executor_get_time () - job->submitted : -1);

  g_object_unref (job->function);
  g_free (job);
  g_task_return_pointer (task, batch, (GDestroyNotify) sonde_batch_free);
}

static void
job_run (Job *job)
{
  sonde_function_evaluate (job->function, job->batch, job->cancellable);
  _sonde_batch_finish (job->batch);
  mailbox_put (job->mailbox, job);
}

/* Threads */

typedef struct
{
  SondeJobPool *pool;
  guint         generation;
} ThreadData;

/* Gives up the lock meanwhile. Threads of an older generation are counted no more: they take no jobs. */
static void
sonde_job_pool_spin (SondeJobPool *self,
                     guint         generation)
{
  gint64 end = _sonde_executor_get_time () + SPIN_NS;

  self->n_spinning++;
  pthread_mutex_unlock (&self->mutex);
  while (g_atomic_int_get (&self->n_queued) == 0 && _sonde_executor_get_time () < end)
    ;
  pthread_mutex_lock (&self->mutex);
  if (self->generation == generation)
    self->n_spinning--;
}

static Job *
sonde_job_pool_wait_for_job (SondeJobPool *self,
                             guint         generation)
{
  if (self->queue.first == NULL && self->generation == generation && self->n_spinning == 0)
    sonde_job_pool_spin (self, generation);
  while (self->generation == generation && self->queue.first == NULL)
    {
      self->n_idle++;
      pthread_cond_wait (&self->wake, &self->mutex);
      if (self->generation == generation)
        self->n_idle--;
    }
  return self->generation == generation ? sonde_job_pool_pop (self) : NULL;
}

static gpointer
run_thread (gpointer user_data)
{
  g_autofree ThreadData *data = user_data;
  SondeJobPool *self = data->pool;
  Job *job;

  pthread_mutex_lock (&self->mutex);
  while ((job = sonde_job_pool_wait_for_job (self, data->generation)) != NULL)
    {
      self->n_busy++;
      pthread_mutex_unlock (&self->mutex);
      job_run (job);
      pthread_mutex_lock (&self->mutex);
      self->n_busy--;
    }
  pthread_mutex_unlock (&self->mutex);
  return NULL;
}

/* Where the system gives no more threads, those that are there do the work: slower than asked for, but nothing is lost. */
static void
sonde_job_pool_start_thread (SondeJobPool *self)
{
  ThreadData *data = g_new (ThreadData, 1);
  g_autoptr (GError) error = NULL;
  GThread *thread;

  data->pool = self;
  data->generation = self->generation;
  thread = g_thread_try_new ("sonde-evaluate", run_thread, data, &error);
  if (thread != NULL)
    {
      self->n_started++;
      g_ptr_array_add (self->threads, thread);
      return;
    }
  g_free (data);
  if (self->n_started == 0)
    g_error ("No thread can be started for evaluations: %s", error->message);
  g_message ("Only %u of %u threads can be started for evaluations: %s", self->n_started, self->n_threads, error->message);
  self->n_threads = self->n_started;
}

static void
sonde_job_pool_enqueue (SondeJobPool *self,
                        Job          *job)
{
  gboolean needs_thread;

  pthread_mutex_lock (&self->mutex);
  sonde_job_pool_append (self, job);
  /* A thread that was woken counts as idle until it runs: compare with all that wait. */
  needs_thread = self->n_queued > self->n_idle + self->n_spinning && self->n_started < self->n_threads;
  if (self->n_idle > 0 && self->n_queued > self->n_spinning)
    pthread_cond_signal (&self->wake);
  if (needs_thread)
    sonde_job_pool_start_thread (self);
  pthread_mutex_unlock (&self->mutex);
}

static void
sonde_job_pool_join (SondeJobPool *self)
{
  for (guint i = 0; i < self->threads->len; i++)
    g_thread_join (g_ptr_array_index (self->threads, i));
  g_ptr_array_set_size (self->threads, 0);
}

SondeJobPool *
_sonde_job_pool_new (guint n_threads)
{
  SondeJobPool *self = g_new0 (SondeJobPool, 1);

  g_assert (n_threads >= 1);

  self->n_threads = n_threads;
  self->mailboxes = g_ptr_array_new_with_free_func ((GDestroyNotify) mailbox_free);
  self->watches = g_ptr_array_new_with_free_func ((GDestroyNotify) watch_free);
  self->threads = g_ptr_array_new ();
  pthread_mutex_init (&self->mutex, NULL);
  pthread_cond_init (&self->wake, NULL);
  return self;
}

guint
_sonde_job_pool_get_n_threads (SondeJobPool *self)
{
  return self->n_threads;
}

guint
_sonde_job_pool_get_n_in_flight (SondeJobPool *self)
{
  return self->n_in_flight;
}

void
_sonde_job_pool_push (SondeJobPool        *self,
                      SondeExecutor       *executor,
                      gboolean             measures,
                      SondeFunction       *function,
                      SondeBatch          *batch,
                      GCancellable        *cancellable,
                      GAsyncReadyCallback  callback,
                      gpointer             user_data)
{
  Job *job = g_new (Job, 1);

  job->pool = self;
  job->mailbox = sonde_job_pool_get_mailbox (self);
  job->task = g_task_new (executor, cancellable, callback, user_data);
  g_task_set_source_tag (job->task, _sonde_job_pool_push);
  g_task_set_check_cancellable (job->task, FALSE);
  job->function = g_object_ref (function);
  job->batch = batch;
  job->cancellable = cancellable;
  job->measures = measures;
  job->submitted = _sonde_executor_get_time ();

  self->n_in_flight++;
  sonde_job_pool_enqueue (self, job);
  if (cancellable != NULL)
    sonde_job_pool_watch (self, cancellable);
}

SondeBatch *
_sonde_job_pool_finish (SondeExecutor  *executor,
                        GAsyncResult   *result,
                        GError        **error)
{
  g_return_val_if_fail (g_task_is_valid (result, executor), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, _sonde_job_pool_push), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Threads in the middle of an evaluation end after it and are joined later: a slow function must not hold the main loop here. */
void
_sonde_job_pool_shutdown (SondeJobPool *self)
{
  gboolean is_busy;

  sonde_job_pool_hand_back (self, NULL);

  pthread_mutex_lock (&self->mutex);
  self->generation++;
  self->n_started = 0;
  self->n_idle = 0;
  self->n_spinning = 0;
  is_busy = self->n_busy > 0;
  pthread_cond_broadcast (&self->wake);
  pthread_mutex_unlock (&self->mutex);

  if (!is_busy)
    sonde_job_pool_join (self);
}

void
_sonde_job_pool_free (SondeJobPool *self)
{
  g_assert (self->n_in_flight == 0);

  _sonde_job_pool_shutdown (self);
  sonde_job_pool_join (self);
  g_ptr_array_unref (self->mailboxes);
  g_ptr_array_unref (self->watches);
  g_ptr_array_unref (self->threads);
  pthread_mutex_destroy (&self->mutex);
  pthread_cond_destroy (&self->wake);
  g_free (self);
}
