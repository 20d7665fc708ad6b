/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/sonde-run-state.h"

G_BEGIN_DECLS

#define SONDE_TYPE_STATE_TITLE (sonde_state_title_get_type ())

/* The middle of the header: the title, and below it the state as icon, words and colour. */
G_DECLARE_FINAL_TYPE (SondeStateTitle, sonde_state_title, SONDE, STATE_TITLE, AdwBin)

void sonde_state_title_set_title (SondeStateTitle     *self,
                                  const char          *title);
void sonde_state_title_show      (SondeStateTitle     *self,
                                  const SondeRunState *state,
                                  gboolean             narrow);

G_END_DECLS
