/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A program that is started once for each point, on the main loop: the points of a batch one after the other. */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "base/sonde-points.h"
#include "function/sonde-function-private.h"
#include "function/sonde-program-output-private.h"
#include "function/sonde-program-private.h"

/* What a message quotes of the error output, at most. */
#define MAX_QUOTED 4000

typedef struct
{
  SondeBatch  *batch;
  SondeLaunch  launch;
  guint        next;
} Work;

static void
work_free (gpointer data)
{
  Work *work = data;

  g_clear_pointer (&work->batch, sonde_batch_free);
  sonde_launch_clear (&work->launch);
  g_free (work);
}

static void
start_next (GTask *task);

/* The last lines of a text. */
static const char *
get_tail (const char *text)
{
  gsize length = strlen (text);
  const char *tail = text;
  const char *line;

  if (length <= MAX_QUOTED)
    return text;
  tail = g_utf8_find_next_char (text + length - MAX_QUOTED, NULL);
  line = strchr (tail, '\n');
  return line != NULL && line[1] != '\0' ? line + 1 : tail;
}

/* The last line, which mostly says it best, goes into the first sentence; all of it below. */
static GError *
explain (const GError *error,
         const char   *messages)
{
  g_autofree char *text = g_strchomp (g_strdup (get_tail (messages)));
  const char *line = strrchr (text, '\n');

  line = line != NULL ? line + 1 : text;
  if (*text == '\0')
    return g_error_copy (error);
  return g_error_new (error->domain, error->code, _("%s It said: %s\n\n%s"), error->message, line, text);
}

static GError *
new_no_value (const SondeProgramEnd *end)
{
  g_autofree char *text = g_strchomp (g_strdup (get_tail (end->output)));

  if (*text == '\0')
    return g_error_new_literal (SONDE_FUNCTION_ERROR, SONDE_FUNCTION_ERROR_FAILED,
                                _("The program printed nothing. Let it print the value, a number, on its standard output."));
  return g_error_new (SONDE_FUNCTION_ERROR, SONDE_FUNCTION_ERROR_FAILED,
                      _("The program printed no number. Let it print the value on a line of its own, such as 1.5 or 1.5 2.5.\n\n%s"), text);
}

static void
take_end (SondeBatch            *batch,
          guint                  index,
          const SondeProgramEnd *end)
{
  g_autoptr (GArray) values = g_array_new (FALSE, FALSE, sizeof (double));
  g_autofree char *printed = g_strconcat (end->output, end->messages, NULL);

  if (*printed != '\0')
    sonde_batch_take_output (batch, index, g_steal_pointer (&printed));
  if (end->error != NULL)
    sonde_batch_take_error (batch, index, explain (end->error, end->messages), end->seconds);
  else if (!_sonde_program_read_value (end->output, values))
    sonde_batch_take_error (batch, index, new_no_value (end), end->seconds);
  else
    sonde_batch_set_value (batch, index, (double *) (gpointer) values->data, values->len == 1 ? SONDE_SCALAR : values->len, end->seconds);
}

static void
on_ended (const SondeProgramEnd *end,
          gpointer               user_data)
{
  g_autoptr (GTask) task = user_data;
  Work *work = g_task_get_task_data (task);

  if (end->error == NULL || !g_error_matches (end->error, SONDE_FUNCTION_ERROR, SONDE_FUNCTION_ERROR_CANCELLED))
    take_end (work->batch, work->next, end);
  work->next++;
  start_next (task);
}

static void
start_next (GTask *task)
{
  Work *work = g_task_get_task_data (task);
  SondeProgram *self = g_task_get_source_object (task);
  const double *x = work->batch->x + (gsize) work->next * work->batch->ndim;
  g_auto (GStrv) argv = NULL;
  g_auto (GStrv) wrapped = NULL;
  g_auto (GStrv) environment = NULL;

  if (work->next >= work->batch->n || g_cancellable_is_cancelled (g_task_get_cancellable (task)))
    {
      g_task_return_pointer (task, g_steal_pointer (&work->batch), (GDestroyNotify) sonde_batch_free);
      return;
    }
  argv = sonde_program_get_arguments (self, x);
  wrapped = sonde_launch_wrap (&work->launch, (const char * const *) argv);
  environment = _sonde_program_get_environment (self, x);
  _sonde_program_start ((const char * const *) wrapped, (const char * const *) environment, _sonde_program_get_folder (self),
                        g_task_get_cancellable (task), on_ended, g_object_ref (task));
}

/* As SondeFunctionClass has it: takes the batch. */
void
_sonde_program_evaluate_async (SondeFunction       *function,
                               SondeBatch          *batch,
                               const SondeLaunch   *launch,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (function, cancellable, callback, user_data);
  Work *work = g_new0 (Work, 1);

  g_task_set_source_tag (task, _sonde_program_evaluate_async);
  g_task_set_check_cancellable (task, FALSE);
  work->batch = batch;
  if (launch != NULL)
    {
      work->launch = *launch;
      work->launch.prefix = g_strdupv (launch->prefix);
    }
  g_task_set_task_data (task, work, work_free);
  start_next (task);
}

SondeBatch *
_sonde_program_evaluate_finish (SondeFunction *function,
                                GAsyncResult  *result)
{
  g_return_val_if_fail (g_task_is_valid (result, function), NULL);

  return g_task_propagate_pointer (G_TASK (result), NULL);
}
