/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/monitor/sonde-spark.h"

G_BEGIN_DECLS

#define SONDE_TYPE_STAT_CARD (sonde_stat_card_get_type ())

/**
 * SondeStatCard:
 *
 * A number with its name, a note and a little picture. Properties: name-text, value, note.
 */
G_DECLARE_FINAL_TYPE (SondeStatCard, sonde_stat_card, SONDE, STAT_CARD, AdwBin)

void        sonde_stat_card_set_value (SondeStatCard *self,
                                       const char    *value);
void        sonde_stat_card_set_note  (SondeStatCard *self,
                                       const char    *note);
SondeSpark *sonde_stat_card_get_spark (SondeStatCard *self);
void        sonde_stat_card_set_spark_visible (SondeStatCard *self,
                                               gboolean       visible);

G_END_DECLS
