/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "executor/sonde-executor-private.h"
#include "executor/sonde-process-executor.h"

struct _SondeProcessExecutor
{
  SondeExecutor parent_instance;
};

typedef struct
{
  SondeExecutorClass parent_class;
} SondeProcessExecutorClass;

G_DEFINE_FINAL_TYPE (SondeProcessExecutor, sonde_process_executor, SONDE_TYPE_EXECUTOR)

static void
sonde_process_executor_class_init (SondeProcessExecutorClass *klass)
{
  SondeExecutorClass *executor_class = SONDE_EXECUTOR_CLASS (klass);

  executor_class->kind = "processes";
  executor_class->isolates = TRUE;
  executor_class->get_capacity = _sonde_executor_get_worker_capacity;
}

static void
sonde_process_executor_init (SondeProcessExecutor *self)
{
}

/**
 * sonde_process_executor_new:
 *
 * Returns: (transfer full): a new executor without workers: add some before it is used
 */
SondeExecutor *
sonde_process_executor_new (void)
{
  return g_object_new (SONDE_TYPE_PROCESS_EXECUTOR, NULL);
}

/**
 * sonde_process_executor_add_workers:
 * @launch: how they are started, copied
 * @n: how many
 *
 * The processes are started when they are needed.
 */
void
sonde_process_executor_add_workers (SondeProcessExecutor *self,
                                    const SondeLaunch    *launch,
                                    guint                 n)
{
  g_return_if_fail (SONDE_IS_PROCESS_EXECUTOR (self));
  g_return_if_fail (launch != NULL);

  _sonde_executor_add_workers (SONDE_EXECUTOR (self), launch, n);
}
