/* SPDX-License-Identifier: GPL-3.0-or-later */

/* When a worker ends before its time.
 *
 * What becomes of the points it had:
 * 1. A point that took longer than its limit has failed, and so has one whose worker was restarted by hand or broke the protocol.
 * 2. A worker that crashed may have been the victim of something else, so its point goes back to the front of the queue, once; if the
 *    next worker crashes, too, the point has failed. If somebody else killed the worker it is given more chances.
 * 3. Of several points nobody knows which was to blame: they go back one by one.
 * 4. The others of a worker that evaluates many at once go back without a mark.
 *
 * When another is started: at once if there is something to do; but one that has done nothing since it was started waits for longer
 * each time. If none can be started at all, all points that wait fail, with the last that was heard of the worker: that ends the run or
 * not by its own rules. */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>

#include "executor/sonde-worker-pool-struct.h"

/* What a death counts, and how much a point may be tried with: a crash alone is the most. To be killed counts less, and the less if it
 * was in the first moments of an evaluation, when it can hardly be for its memory. */
#define MOST_DEATHS 16
#define CRASH_WEIGHT 16
#define KILL_WEIGHT 4
#define QUICK_KILL_WEIGHT 1
#define QUICK (G_USEC_PER_SEC / 2)

/* Failures to start, one after the other, after which it is said that it cannot be done. A killed worker is no such failure at first. */
#define MAX_FAILED_STARTS 3
#define MAX_KILLED_STARTS 200

/* µs to wait before another start: doubled each time. */
#define FIRST_WAIT 50000
#define LONGEST_WAIT (5 * G_USEC_PER_SEC)

/* How the guard says that a command cannot be started: there is no hope in trying again at once. */
#define STATUS_NO_COMMAND 127

static gboolean
was_killed (int status)
{
  return WIFSIGNALED (status) && (WTERMSIG (status) == SIGKILL || WTERMSIG (status) == SIGTERM);
}

static char *
describe_status (SondeWorker *worker,
                 int          status)
{
  if (_sonde_process_is_condemned (worker->process))
    return g_strdup (_("The worker closed its standard output, by which it answers, and was ended."));
  if (was_killed (status))
    return g_strdup_printf (_("The worker was killed (signal %d), by somebody or by the system, as when memory runs out."),
                            WTERMSIG (status));
  if (WIFSIGNALED (status))
    return g_strdup_printf (_("The worker crashed (signal %d, %s)."), WTERMSIG (status), g_strsignal (WTERMSIG (status)));
  return g_strdup_printf (_("The worker ended in the middle of its work (exit status %d)."), WEXITSTATUS (status));
}

/* Its points */

static void
put_back (SondeWorkerPool        *self,
          const SondeWorkerRange *range)
{
  SondeWorkerRange again = *range;

  again.one_by_one = again.one_by_one || range->n > 1;
  _sonde_worker_pool_put_back (self, &again);
}

/* Whether the point may be tried again after this death. */
static gboolean
count_death (const SondeWorkerRange *range,
             SondeWorkerEnd          end,
             gint64                  now)
{
  SondeWorkerJob *job = range->job;
  guint weight = end == SONDE_WORKER_END_CRASH ? CRASH_WEIGHT : now - range->sent < QUICK ? QUICK_KILL_WEIGHT : KILL_WEIGHT;

  if (job->n_deaths == NULL)
    job->n_deaths = g_new0 (guint8, job->batch->n);
  job->n_deaths[range->first] += weight;
  return job->n_deaths[range->first] <= MOST_DEATHS;
}

static gboolean
may_try_again (SondeWorkerPool        *self,
               SondeWorker            *worker,
               const SondeWorkerRange *range,
               SondeWorkerEnd          end,
               gint64                  now)
{
  if (worker->must_end)
    return FALSE;
  if (range->n > 1)
    return TRUE;
  if (end == SONDE_WORKER_END_TIMEOUT)
    return range->sent + self->timeout > now;
  if (end == SONDE_WORKER_END_CRASH || end == SONDE_WORKER_END_KILLED)
    return count_death (range, end, now);
  return FALSE;
}

/* The newest first, so that the oldest is at the front of the queue in the end. */
static void
settle (SondeWorkerPool *self,
        SondeWorker     *worker,
        GArray          *ranges,
        SondeWorkerEnd   end,
        const GError    *error)
{
  gint64 now = g_get_monotonic_time ();

  for (guint i = ranges->len; i-- > 0;)
    {
      const SondeWorkerRange *range = &g_array_index (ranges, SondeWorkerRange, i);

      if (may_try_again (self, worker, range, end, now))
        {
          put_back (self, range);
          continue;
        }
      for (guint k = 0; k < range->n; k++)
        _sonde_worker_pool_set_error (self, range->job, range->first + k, g_error_copy (error), (now - range->sent) * 1e-6);
    }
}

/* Starting */

/* As long as another worker runs it is not; of several ways to start one, each is tried. */
static gboolean
sonde_worker_pool_is_broken (SondeWorkerPool *self)
{
  for (guint i = 0; i < self->list->len; i++)
    if (((SondeWorker *) g_ptr_array_index (self->list, i))->process != NULL)
      return FALSE;
  return self->n_failed_starts >= MAX_FAILED_STARTS * self->launches->len;
}

static void
wait_longer (SondeWorkerPool *self,
             SondeWorker     *worker)
{
  gint64 wait = MIN (LONGEST_WAIT, FIRST_WAIT << MIN (worker->n_failed_starts, 10u));

  worker->n_failed_starts++;
  worker->next_start = g_get_monotonic_time () + wait;
  _sonde_worker_pool_wake_at (self, worker->next_start);
}

/* @weight: how much this counts towards giving up */
static void
sonde_worker_pool_start_failed (SondeWorkerPool *self,
                                SondeWorker     *worker,
                                guint            weight,
                                const GError    *error)
{
  g_autofree char *text = g_strdelimit (g_strdup (error->message), "\n", ' ');

  wait_longer (self, worker);
  self->n_failed_starts += weight;
  _sonde_worker_set_message (worker, text);
  if (sonde_worker_pool_is_broken (self))
    _sonde_worker_pool_give_up (self, NULL, error);
}

static GError *
new_start_error (SondeWorker *worker,
                 const char  *message,
                 const char  *last_lines)
{
  const char *last = strrchr (last_lines, '\n');
  g_autofree char *what = worker->place != NULL ? g_strdup_printf (_("The worker could not be started by “%s”"), worker->place)
                                                : g_strdup (_("The worker could not be started"));
  g_autofree char *whole = NULL;

  last = last != NULL ? last + 1 : last_lines;
  whole = *last != '\0' ? g_strconcat (what, ": ", last, NULL) : g_strconcat (what, ". ", message, NULL);
  return _sonde_worker_new_error (whole, last != last_lines ? last_lines : NULL);
}

/* Starts a process in a place that is free and need not wait; returns whether there was one. */
gboolean
_sonde_worker_pool_start_one (SondeWorkerPool     *self,
                              SondeWorkerFunction *function)
{
  gint64 now = g_get_monotonic_time ();
  g_autoptr (GError) error = NULL;
  SondeWorker *found = NULL;

  for (guint i = 0; i < self->list->len; i++)
    {
      SondeWorker *worker = g_ptr_array_index (self->list, i);

      if (worker->process == NULL && worker->next_start <= now
          && (found == NULL || worker->n_failed_starts < found->n_failed_starts))
        found = worker;
    }
  if (found == NULL)
    return FALSE;
  if (!_sonde_worker_start (found, function, &error))
    {
      g_autoptr (GError) whole = new_start_error (found, error->message, error->message);

      sonde_worker_pool_start_failed (self, found, MAX_FAILED_STARTS, whole);
      return FALSE;
    }
  return TRUE;
}

/* A worker has said hello. */
void
_sonde_worker_pool_greeted (SondeWorkerPool *self,
                            SondeWorker     *worker)
{
  worker->is_greeted = TRUE;
  worker->next_start = 0;
  worker->idle_since = g_get_monotonic_time ();
  self->n_failed_starts = 0;
  _sonde_worker_set_message (worker, NULL);
  _sonde_worker_pool_dispatch (self);
}

/* Ends */

static void
sonde_worker_pool_bury (SondeWorkerPool *self,
                        SondeWorker     *worker,
                        SondeWorkerEnd   end,
                        guint            weight,
                        const char      *message)
{
  g_autofree char *last_lines = _sonde_process_get_last_lines (worker->process);
  g_autofree char *output = _sonde_process_take_output (worker->process);
  g_autoptr (GArray) ranges = g_array_copy (worker->sent);
  gboolean was_greeted = worker->is_greeted;
  g_autoptr (GError) error = was_greeted ? _sonde_worker_new_error (message, end == SONDE_WORKER_END_CRASH ? last_lines : NULL)
                                         : new_start_error (worker, message, last_lines);

  if (output != NULL && ranges->len > 0)
    sonde_batch_take_output (g_array_index (ranges, SondeWorkerRange, 0).job->batch,
                             g_array_index (ranges, SondeWorkerRange, 0).first, g_steal_pointer (&output));
  if (!worker->must_end)
    self->n_running -= ranges->len;
  g_array_set_size (worker->sent, 0);
  _sonde_process_kill (worker->process);
  _sonde_worker_stop (worker);
  worker->restarts++;

  if (!was_greeted && end != SONDE_WORKER_END_RESTART)
    sonde_worker_pool_start_failed (self, worker, weight, error);
  else if (end == SONDE_WORKER_END_CRASH && !worker->has_answered)
    wait_longer (self, worker);
  if (was_greeted)
    _sonde_worker_set_message (worker, message);
  settle (self, worker, ranges, end, error);
  if (worker->must_end)
    _sonde_worker_pool_let_go (self, worker);
  else
    _sonde_worker_show (worker);
}

/* Ends @worker since it must not go on; @message says why. */
void
_sonde_worker_pool_end_worker (SondeWorkerPool *self,
                               SondeWorker     *worker,
                               SondeWorkerEnd   end,
                               const char      *message)
{
  sonde_worker_pool_bury (self, worker, end, 1, message);
  _sonde_worker_pool_dispatch (self);
}

/* @worker has ended by itself; @status as of waitpid (). */
void
_sonde_worker_pool_ended (SondeWorkerPool *self,
                          SondeWorker     *worker,
                          int              status)
{
  g_autofree char *message = describe_status (worker, status);
  gboolean is_hopeless = WIFEXITED (status) && WEXITSTATUS (status) == STATUS_NO_COMMAND;
  gboolean is_condemned = _sonde_process_is_condemned (worker->process);
  SondeWorkerEnd end = was_killed (status) && !is_condemned ? SONDE_WORKER_END_KILLED : SONDE_WORKER_END_CRASH;
  guint weight = is_hopeless ? MAX_FAILED_STARTS : 1;

  /* killed while it started: by the same somebody, who may stop doing so */
  if (end == SONDE_WORKER_END_KILLED && !worker->is_greeted)
    weight = worker->n_failed_starts >= MAX_KILLED_STARTS ? MAX_FAILED_STARTS : 0;
  sonde_worker_pool_bury (self, worker, end, weight, message);
  if (end == SONDE_WORKER_END_KILLED && worker->next_start != 0)
    worker->next_start = g_get_monotonic_time () + FIRST_WAIT;
  _sonde_worker_pool_dispatch (self);
}
