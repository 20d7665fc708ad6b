/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/sonde-family.h"
#include "executor/sonde-executor.h"

G_BEGIN_DECLS

#define SONDE_TYPE_THREAD_EXECUTOR (sonde_thread_executor_get_type ())

/**
 * SondeThreadExecutor:
 *
 * A pool of threads of this process, the default executor.
 */
SONDE_DECLARE_MEMBER (SondeThreadExecutor, sonde_thread_executor, THREAD_EXECUTOR, SondeExecutor)

/* @n_threads: 0 for one a core */
SondeExecutor *sonde_thread_executor_new (guint n_threads);

G_END_DECLS
