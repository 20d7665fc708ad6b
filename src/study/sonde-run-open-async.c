/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Opens a run in a thread: reading a million results takes seconds, in which a window has to live. The run is handed over when all is
 * read; nobody else knows it before. */

#include "config.h"

#include "study/sonde-run-private.h"

typedef struct
{
  GFile           *file;
  SondeRunOpening  opening;
  GPtrArray       *diagnostics;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_object_unref (job->file);
  g_clear_pointer (&job->diagnostics, g_ptr_array_unref);
  g_free (job);
}

static void
open_in_thread (GTask        *task,
                gpointer      source,
                gpointer      data,
                GCancellable *cancellable)
{
  Job *job = data;
  GError *error = NULL;
  g_autoptr (GMainContext) nobodys = g_main_context_new ();
  SondeRun *run;

  /* a runner is awake from the beginning: on a main loop that goes on it would work while it is being filled */
  g_main_context_push_thread_default (nobodys);
  run = _sonde_run_open_watched (job->file, &job->opening, job->diagnostics, &error);
  g_main_context_pop_thread_default (nobodys);
  if (run != NULL)
    g_task_return_pointer (task, run, g_object_unref);
  else
    g_task_return_error (task, error);
}

/**
 * sonde_run_open_async:
 * @file: a study (*.json) or a run file (*.sonde)
 * @cancellable: (nullable): to stop reading
 * @permille: (nullable): how far it is, from 0 to 1000, set atomically; must live until @callback is called
 *
 * As sonde_run_open(), but reads in a thread.
 */
void
sonde_run_open_async (GFile               *file,
                      GCancellable        *cancellable,
                      gint                *permille,
                      GAsyncReadyCallback  callback,
                      gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  Job *job;

  g_return_if_fail (G_IS_FILE (file));

  task = g_task_new (NULL, cancellable, callback, user_data);
  job = g_new0 (Job, 1);
  job->file = g_object_ref (file);
  job->opening.cancellable = cancellable;
  job->opening.permille = permille;
  job->diagnostics = g_ptr_array_new_with_free_func (g_object_unref);
  g_task_set_source_tag (task, sonde_run_open_async);
  g_task_set_task_data (task, job, job_free);
  g_task_run_in_thread (task, open_in_thread);
}

/**
 * sonde_run_open_finish:
 * @diagnostics: (out) (optional) (transfer full) (element-type SondeDiagnostic): what was found on the way
 * @error: return location for an error, %G_IO_ERROR_CANCELLED among them
 *
 * Returns: (transfer full) (nullable): the run
 */
SondeRun *
sonde_run_open_finish (GAsyncResult  *result,
                       GPtrArray    **diagnostics,
                       GError       **error)
{
  g_autoptr (GMainContext) context = g_main_context_ref_thread_default ();
  SondeRun *run;
  Job *job;

  g_return_val_if_fail (g_async_result_is_tagged (result, sonde_run_open_async), NULL);

  job = g_task_get_task_data (G_TASK (result));
  if (diagnostics != NULL)
    *diagnostics = g_ptr_array_ref (job->diagnostics);
  run = g_task_propagate_pointer (G_TASK (result), error);
  if (run != NULL)
    sonde_runner_move (run->runner, context);
  return run;
}
