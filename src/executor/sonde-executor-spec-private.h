/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "executor/sonde-executor.h"

G_BEGIN_DECLS

#define SONDE_EXECUTOR_MAX_WORKERS 1024

/* What readers of descriptions share. @path_of_fault: (out) (optional). @message: (transfer full). */
gboolean       _sonde_executor_spec_fail          (char         **path_of_fault,
                                                   GError       **error,
                                                   const char    *path,
                                                   char          *message);
gboolean       _sonde_executor_spec_check_members (JsonObject    *spec,
                                                   const char    *kind,
                                                   const char * const *options,
                                                   char         **path_of_fault,
                                                   GError       **error);
gboolean       _sonde_executor_spec_read_workers  (JsonObject    *spec,
                                                   const char    *path,
                                                   guint         *workers,
                                                   char         **path_of_fault,
                                                   GError       **error);

/* sonde-process-executor-spec.c */
SondeExecutor *_sonde_process_executor_new_from_spec (JsonObject  *spec,
                                                      char       **path_of_fault,
                                                      GError     **error);

G_END_DECLS
