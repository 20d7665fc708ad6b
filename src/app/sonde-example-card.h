/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "study/sonde-study.h"

G_BEGIN_DECLS

#define SONDE_TYPE_EXAMPLE_CARD (sonde_example_card_get_type ())

/* A button that shows a study: its picture, its title and a sentence on what to watch. */
G_DECLARE_FINAL_TYPE (SondeExampleCard, sonde_example_card, SONDE, EXAMPLE_CARD, GtkButton)

/* @points: (nullable): what its picture shows if its function needs trust */
GtkWidget  *sonde_example_card_new       (SondeStudy       *study,
                                          GBytes           *points);
SondeStudy *sonde_example_card_get_study (SondeExampleCard *self);

G_END_DECLS
