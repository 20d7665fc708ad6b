/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/monitor/sonde-failure-group.h"
#include "study/sonde-run.h"

G_BEGIN_DECLS

#define SONDE_TYPE_FAILURE_DETAIL (sonde_failure_detail_get_type ())

/**
 * SondeFailureDetail:
 *
 * Points that failed with one message: what it says, where they lie, and what can be done about them. What is done concerns the
 * points that are chosen, at first all of them.
 */
G_DECLARE_FINAL_TYPE (SondeFailureDetail, sonde_failure_detail, SONDE, FAILURE_DETAIL, AdwBin)

void sonde_failure_detail_show       (SondeFailureDetail      *self,
                                      SondeRun                *run,
                                      const SondeFailureGroup *group);
void sonde_failure_detail_set_narrow (SondeFailureDetail      *self,
                                      gboolean                 narrow);

G_END_DECLS
