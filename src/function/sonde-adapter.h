/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/sonde-family.h"
#include "function/sonde-function.h"

G_BEGIN_DECLS

#define SONDE_TYPE_ADAPTER (sonde_adapter_get_type ())

/**
 * SondeAdapter:
 *
 * Stands between a learner whose points are not what a function is called with, and functions: a row of a table by its index, or one of
 * several functions by the number of a child.
 */
SONDE_DECLARE_MEMBER (SondeAdapter, sonde_adapter, ADAPTER, SondeFunction)

SondeFunction *sonde_adapter_new_table    (SondeFunction  *function,
                                           guint           n_rows,
                                           guint           n_columns,
                                           const double   *rows);
SondeFunction *sonde_adapter_new_children (guint           n,
                                           SondeFunction **functions,
                                           guint           ndim);

G_END_DECLS
