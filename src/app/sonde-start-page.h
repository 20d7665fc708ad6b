/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "study/sonde-study.h"

G_BEGIN_DECLS

#define SONDE_TYPE_START_PAGE (sonde_start_page_get_type ())

/**
 * SondeStartPage:
 *
 * Where to begin: a formula, a draft that was left, a recent run, an example.
 *
 * Signals: "new-study" (formula, perhaps empty or wrong), "example" (SondeStudy), "file" (GFile).
 */
G_DECLARE_FINAL_TYPE (SondeStartPage, sonde_start_page, SONDE, START_PAGE, AdwBin)

SondeStudy *sonde_start_page_new_study (void);
void        sonde_start_page_open_menu (SondeStartPage *self);
void        sonde_start_page_search    (SondeStartPage *self);

G_END_DECLS
