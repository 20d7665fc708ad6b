/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "study/sonde-run.h"

G_BEGIN_DECLS

#define SONDE_TYPE_FAILURE_PAGE (sonde_failure_page_get_type ())

/**
 * SondeFailurePage:
 *
 * The points that failed: a list of messages with counts, and beside it what one of them says and what can be done. Where it is narrow
 * these are two steps. Property: count.
 */
G_DECLARE_FINAL_TYPE (SondeFailurePage, sonde_failure_page, SONDE, FAILURE_PAGE, AdwBin)

void sonde_failure_page_set_run    (SondeFailurePage *self,
                                    SondeRun         *run);
void sonde_failure_page_set_narrow (SondeFailurePage *self,
                                    gboolean          narrow);

G_END_DECLS
