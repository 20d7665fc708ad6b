/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "study/sonde-run.h"

G_BEGIN_DECLS

/**
 * SondeRunInfoStyle:
 * @SONDE_RUN_INFO_OVERWRITE: a block that is drawn again in place, for people at a terminal
 * @SONDE_RUN_INFO_LINES: a line each time something changed, for logs
 * @SONDE_RUN_INFO_JSON: the same as one JSON object a line, for programs
 * @SONDE_RUN_INFO_NONE: nothing
 */
typedef enum
{
  SONDE_RUN_INFO_OVERWRITE,
  SONDE_RUN_INFO_LINES,
  SONDE_RUN_INFO_JSON,
  SONDE_RUN_INFO_NONE,
} SondeRunInfoStyle;

typedef struct _SondeRunInfo SondeRunInfo;

SondeRunInfo *sonde_run_info_new     (SondeRun          *run,
                                      SondeRunInfoStyle  style);
void          sonde_run_info_free    (SondeRunInfo      *self);
gboolean      sonde_run_info_parse   (const char        *name,
                                      SondeRunInfoStyle *style);
void          sonde_run_info_print   (SondeRunInfo      *self,
                                      gboolean           last);
void          sonde_run_info_release (SondeRunInfo      *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SondeRunInfo, sonde_run_info_free)

G_END_DECLS
