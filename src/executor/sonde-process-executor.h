/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/sonde-family.h"
#include "executor/sonde-executor.h"

G_BEGIN_DECLS

#define SONDE_TYPE_PROCESS_EXECUTOR (sonde_process_executor_get_type ())

/**
 * SondeProcessExecutor:
 *
 * A pool of worker processes, on this machine or others. Whatever the function does to its process, the run goes on.
 */
SONDE_DECLARE_MEMBER (SondeProcessExecutor, sonde_process_executor, PROCESS_EXECUTOR, SondeExecutor)

SondeExecutor *sonde_process_executor_new         (void);
void           sonde_process_executor_add_workers (SondeProcessExecutor *self,
                                                   const SondeLaunch    *launch,
                                                   guint                 n);

G_END_DECLS
