/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Functions that are evaluated on the main loop, by way of an adapter: parts of the batch that are for one function, one after the
 * other. */

#include "config.h"

#include <string.h>

#include "function/sonde-adapter-private.h"

typedef struct
{
  SondeBatch    *batch;
  SondeLaunch    launch;
  SondeFunction *inner;
  guint          first;
  guint          end;
} Walk;

static void
walk_free (gpointer data)
{
  Walk *walk = data;

  g_clear_pointer (&walk->batch, sonde_batch_free);
  g_strfreev (walk->launch.prefix);
  g_free (walk);
}

static void next_part (GTask *task);

static void
on_evaluated (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Walk *walk = g_task_get_task_data (task);
  g_autoptr (SondeBatch) part = sonde_function_evaluate_finish (SONDE_FUNCTION (source), result);

  _sonde_adapter_copy_results (walk->batch, walk->first, part);
  walk->first = walk->end;
  next_part (task);
}

static void
next_part (GTask *task)
{
  SondeAdapter *self = g_task_get_source_object (task);
  Walk *walk = g_task_get_task_data (task);

  for (; walk->first < walk->batch->n && !g_cancellable_is_cancelled (g_task_get_cancellable (task)); walk->first = walk->end)
    {
      SondeBatch *part = _sonde_adapter_new_batch (self, walk->batch, walk->first, &walk->end, &walk->inner);

      if (part == NULL)
        {
          _sonde_adapter_refuse (walk->batch, walk->first);
          continue;
        }
      sonde_function_evaluate_async (walk->inner, part, &walk->launch, g_task_get_cancellable (task), on_evaluated, g_object_ref (task));
      return;
    }
  g_task_return_pointer (task, g_steal_pointer (&walk->batch), (GDestroyNotify) sonde_batch_free);
}

void
_sonde_adapter_evaluate_async (SondeFunction       *function,
                               SondeBatch          *batch,
                               const SondeLaunch   *launch,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (function, cancellable, callback, user_data);
  Walk *walk = g_new0 (Walk, 1);

  walk->batch = batch;
  if (launch != NULL)
    {
      walk->launch = *launch;
      walk->launch.prefix = g_strdupv (launch->prefix);
    }
  g_task_set_source_tag (task, _sonde_adapter_evaluate_async);
  /* the batch comes back also when it was cancelled */
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, walk, walk_free);
  next_part (task);
}

SondeBatch *
_sonde_adapter_evaluate_finish (SondeFunction *function,
                                GAsyncResult  *result)
{
  return g_task_propagate_pointer (G_TASK (result), NULL);
}
