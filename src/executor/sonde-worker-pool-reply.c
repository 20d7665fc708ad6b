/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What workers of a pool say. */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "base/sonde-points.h"
#include "executor/sonde-worker-pool-struct.h"

/* Points without output after which a function that prints is taken for one that does not. */
#define QUIET_POINTS 16

GError *
_sonde_worker_new_error (const char *message,
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
    sonde_batch_take_error (job->batch, index, _sonde_worker_new_error (result->error, result->traceback), seconds);
  else if (result->n == 0)
    sonde_batch_take_error (job->batch, index,
                            _sonde_worker_new_error (_("The worker answered without a number, or a flat list of numbers, as its “y”."), NULL), seconds);
  else if (result->n > SONDE_WORKER_MAX_VALUES)
    {
      g_autofree char *message = g_strdup_printf (_("The function returned %u numbers; at most %u can be kept of a point."), result->n,
                                                  SONDE_WORKER_MAX_VALUES);

      sonde_batch_take_error (job->batch, index, _sonde_worker_new_error (message, NULL), seconds);
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
  _sonde_worker_pool_count_result (self, range.job);
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
  g_autofree char *id = NULL;

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
  id = g_strdup_printf ("%" G_GINT64_FORMAT, self->reply.id);
  message = g_strdup_printf (_("The worker answered a question that it was not asked, or answered one twice (id %s). Its answers cannot "
                               "be relied on; it was replaced."), id);
  sonde_worker_pool_breach (self, worker, message);
}

static void
sonde_worker_pool_take_hello (SondeWorkerPool *self,
                              SondeWorker     *worker)
{
  g_autofree char *message = NULL;

  if (self->reply.version != SONDE_WORKER_PROTOCOL)
    {
      g_autofree char *version = g_strdup_printf ("%" G_GINT64_FORMAT, self->reply.version);

      message = g_strdup_printf (_("The worker speaks version %s of the protocol, and this version of Sonde %d."), version,
                                 SONDE_WORKER_PROTOCOL);
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
