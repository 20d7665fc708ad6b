/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/sonde-family.h"
#include "executor/sonde-executor.h"

G_BEGIN_DECLS

#define SONDE_TYPE_SEQUENTIAL_EXECUTOR (sonde_sequential_executor_get_type ())

/**
 * SondeSequentialExecutor:
 *
 * One evaluation at a time: on the spot while the function takes less than a millisecond, else in one thread, so that
 * the main loop is never held.
 */
SONDE_DECLARE_MEMBER (SondeSequentialExecutor, sonde_sequential_executor, SEQUENTIAL_EXECUTOR, SondeExecutor)

SondeExecutor *sonde_sequential_executor_new (void);

G_END_DECLS
