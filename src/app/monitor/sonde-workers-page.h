/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "study/sonde-run.h"

G_BEGIN_DECLS

#define SONDE_TYPE_WORKERS_PAGE (sonde_workers_page_get_type ())

/**
 * SondeWorkersPage:
 *
 * The processes that evaluate a function, and what it printed, by point.
 *
 * Property active: whether there is anything to show.
 */
G_DECLARE_FINAL_TYPE (SondeWorkersPage, sonde_workers_page, SONDE, WORKERS_PAGE, AdwBin)

void sonde_workers_page_set_run    (SondeWorkersPage *self,
                                    SondeRun         *run);
void sonde_workers_page_set_narrow (SondeWorkersPage *self,
                                    gboolean          narrow);

G_END_DECLS
