/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Exporting while the run goes on. Points that come meanwhile may move the arrays, so no other thread can read them:
 *
 * 1. The points there are at the beginning are copied here, a piece at a time, when there is nothing else to do. What is there is never
 *    changed, so the pieces fit together whatever is told between them.
 * 2. A thread writes the copy. The old file stays whole unless the new one is. */

#include "config.h"

#include <string.h>

#include "study/sonde-export-private.h"

/* How many numbers are copied at once: about a millisecond. */
#define PIECE (128 << 10)

typedef struct
{
  SondeLearner      *learner;
  SondeStudy        *study;
  SondeExportFormat  format;
  SondeExportOrder   order;
  GFile             *file;
  SondePoints        copy;
  guint              n_copied;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_clear_object (&job->learner);
  g_clear_object (&job->study);
  g_object_unref (job->file);
  g_free (job->copy.x);
  g_free (job->copy.y);
  g_free (job->copy.seconds);
  g_free (job);
}

static Job *
job_new (SondeRun          *run,
         SondeExportFormat  format,
         SondeExportOrder   order,
         GFile             *file)
{
  Job *job = g_new0 (Job, 1);

  job->learner = g_object_ref (sonde_run_get_learner (run));
  job->study = g_object_ref (sonde_run_get_study (run));
  job->format = format;
  job->order = order;
  job->file = g_object_ref (file);
  job->copy = *sonde_learner_get_points (job->learner);
  job->copy.x = g_new (double, (gsize) job->copy.n * job->copy.ndim);
  job->copy.y = g_new (double, (gsize) job->copy.n * job->copy.vdim);
  job->copy.seconds = g_new (float, job->copy.n);
  return job;
}

/* Returns: whether that was the last piece */
static gboolean
copy_piece (Job *job)
{
  const SondePoints *from = sonde_learner_get_points (job->learner);
  gsize ndim = from->ndim, vdim = from->vdim, first = job->n_copied;
  gsize n = MIN (PIECE / (1 + ndim + vdim), job->copy.n - first);

  memcpy (job->copy.x + first * ndim, from->x + first * ndim, n * ndim * sizeof (double));
  memcpy (job->copy.y + first * vdim, from->y + first * vdim, n * vdim * sizeof (double));
  memcpy (job->copy.seconds + first, from->seconds + first, n * sizeof (float));
  job->n_copied += (guint) n;
  return job->n_copied == job->copy.n;
}

static gboolean
write_file (Job           *job,
            GCancellable  *cancellable,
            GError       **error)
{
  g_autoptr (GFileOutputStream) stream = g_file_replace (job->file, NULL, FALSE, G_FILE_CREATE_NONE, cancellable, error);
  g_autoptr (GCancellable) given_up = NULL;

  if (stream == NULL)
    return FALSE;
  if (_sonde_export_points (&job->copy, job->learner, job->study, job->format, job->order, G_OUTPUT_STREAM (stream), error)
      && !g_cancellable_set_error_if_cancelled (cancellable, error))
    return g_output_stream_close (G_OUTPUT_STREAM (stream), NULL, error);
  /* closing a stream that is cancelled does not put it in the place of the file */
  given_up = g_cancellable_new ();
  g_cancellable_cancel (given_up);
  g_output_stream_close (G_OUTPUT_STREAM (stream), given_up, NULL);
  return FALSE;
}

static void
in_thread (GTask        *task,
           gpointer      source,
           gpointer      data,
           GCancellable *cancellable)
{
  GError *error = NULL;

  if (write_file (data, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static gboolean
on_idle (gpointer data)
{
  GTask *task = data;

  if (!g_cancellable_is_cancelled (g_task_get_cancellable (task)) && !copy_piece (g_task_get_task_data (task)))
    return G_SOURCE_CONTINUE;
  g_task_run_in_thread (task, in_thread);
  return G_SOURCE_REMOVE;
}

/* The thread may be the last to let go of the task; it must not be the one in which a run ends. */
static void
on_completed (GTask *task)
{
  Job *job = g_task_get_task_data (task);

  g_clear_object (&job->learner);
  g_clear_object (&job->study);
}

/**
 * sonde_export_async:
 * @run: the run whose results are wanted, those there are now
 * @format: how to write them
 * @order: in which order
 * @file: where to; it is replaced as a whole or not at all
 * @cancellable: (nullable): gives it up
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Writes all results of a run while it goes on: the main loop is held for a millisecond at a time only.
 */
void
sonde_export_async (SondeRun            *run,
                    SondeExportFormat    format,
                    SondeExportOrder     order,
                    GFile               *file,
                    GCancellable        *cancellable,
                    GAsyncReadyCallback  callback,
                    gpointer             user_data)
{
  g_autoptr (GSource) source = NULL;
  GTask *task;

  g_return_if_fail (SONDE_IS_RUN (run));
  g_return_if_fail (G_IS_FILE (file));

  task = g_task_new (run, cancellable, callback, user_data);
  g_task_set_source_tag (task, sonde_export_async);
  g_task_set_task_data (task, job_new (run, format, order, file), job_free);
  g_signal_connect (task, "notify::completed", G_CALLBACK (on_completed), NULL);
  /* as urgent as sampling, or a run at full speed would never let it come to its turn */
  source = g_idle_source_new ();
  g_source_set_priority (source, G_PRIORITY_DEFAULT_IDLE);
  g_source_set_callback (source, on_idle, task, g_object_unref);
  g_source_attach (source, g_task_get_context (task));
}

/**
 * sonde_export_finish:
 * @result: of the call back
 * @error: where to put what went wrong
 *
 * Returns: whether the file was written
 */
gboolean
sonde_export_finish (SondeRun      *run,
                     GAsyncResult  *result,
                     GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, run), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
