/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "study/sonde-run.h"

G_BEGIN_DECLS

#define SONDE_TYPE_POINTS_PAGE (sonde_points_page_get_type ())

/**
 * SondePointsPage:
 *
 * All points of a run as a table: those that are evaluated at the moment, the results, sorted by any column, and those that failed. Rows are
 * made only for what is in view.
 */
G_DECLARE_FINAL_TYPE (SondePointsPage, sonde_points_page, SONDE, POINTS_PAGE, AdwBin)

void sonde_points_page_set_run    (SondePointsPage *self,
                                   SondeRun        *run);
void sonde_points_page_set_narrow (SondePointsPage *self,
                                   gboolean         narrow);

G_END_DECLS
