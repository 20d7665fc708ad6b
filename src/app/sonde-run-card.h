/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define SONDE_TYPE_RUN_CARD (sonde_run_card_get_type ())

/**
 * SondeRunCard:
 *
 * A run file on the start page: what it found in small, its title, how far it came, how it was left. A draft can be discarded, too.
 *
 * Signals: "open", "discard".
 */
G_DECLARE_FINAL_TYPE (SondeRunCard, sonde_run_card, SONDE, RUN_CARD, AdwBin)

GtkWidget *sonde_run_card_new      (GFile        *file,
                                    gboolean      is_draft);
GFile     *sonde_run_card_get_file (SondeRunCard *self);
gboolean   sonde_run_card_matches  (SondeRunCard *self,
                                    const char   *text);

G_END_DECLS
