/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli/sonde-cli.h"

G_BEGIN_DECLS

SondeRun *sonde_run_open_for_sampling (const char  *path,
                                       const char  *output,
                                       char       **sets,
                                       gboolean     recover,
                                       gboolean     trust,
                                       SondeExit   *result);

G_END_DECLS
