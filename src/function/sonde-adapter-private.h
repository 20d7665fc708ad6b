/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "function/sonde-adapter.h"
#include "function/sonde-batch-private.h"
#include "function/sonde-function-private.h"

G_BEGIN_DECLS

/* Without rows, the first coordinate chooses the function and the others are its arguments; with rows, it chooses the row. */
struct _SondeAdapter
{
  SondeFunction   parent_instance;

  SondeFunction **functions;
  guint           n_functions;
  double         *rows;
  guint           n_rows;
  guint           n_columns;
};

SondeBatch *_sonde_adapter_new_batch    (SondeAdapter         *self,
                                         const SondeBatch     *batch,
                                         guint                 first,
                                         guint                *end,
                                         SondeFunction       **function);
void        _sonde_adapter_refuse       (SondeBatch           *batch,
                                         guint                 index);
void        _sonde_adapter_copy_results (SondeBatch           *batch,
                                         guint                 first,
                                         SondeBatch           *inner);

/* sonde-adapter-async.c */
void        _sonde_adapter_evaluate_async  (SondeFunction       *function,
                                            SondeBatch          *batch,
                                            const SondeLaunch   *launch,
                                            GCancellable        *cancellable,
                                            GAsyncReadyCallback  callback,
                                            gpointer             user_data);
SondeBatch *_sonde_adapter_evaluate_finish (SondeFunction       *function,
                                            GAsyncResult        *result);

G_END_DECLS
