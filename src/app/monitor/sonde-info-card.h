/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/monitor/sonde-run-history.h"

G_BEGIN_DECLS

#define SONDE_TYPE_INFO_CARD (sonde_info_card_get_type ())

/**
 * SondeInfoCard:
 *
 * All that is known of a run while it goes on, as names and values.
 */
G_DECLARE_FINAL_TYPE (SondeInfoCard, sonde_info_card, SONDE, INFO_CARD, AdwBin)

void sonde_info_card_set_history (SondeInfoCard   *self,
                                  SondeRunHistory *history);

G_END_DECLS
