/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/monitor/sonde-run-history.h"

G_BEGIN_DECLS

#define SONDE_TYPE_OVERVIEW (sonde_overview_get_type ())

/* Four cards: latest loss, points, elapsed time, overhead. */
G_DECLARE_FINAL_TYPE (SondeOverview, sonde_overview, SONDE, OVERVIEW, AdwBin)

void sonde_overview_set_history (SondeOverview   *self,
                                 SondeRunHistory *history);
/* @narrow: two by two; @low: without the little pictures */
void sonde_overview_set_shape   (SondeOverview   *self,
                                 gboolean         narrow,
                                 gboolean         low);

G_END_DECLS
