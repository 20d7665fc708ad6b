/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/setup/sonde-study-editor.h"

G_BEGIN_DECLS

#define SONDE_TYPE_SETUP_PANEL (sonde_setup_panel_get_type ())

/* What was asked: the groups in which a study is edited, with undo and redo above them. */
G_DECLARE_FINAL_TYPE (SondeSetupPanel, sonde_setup_panel, SONDE, SETUP_PANEL, AdwBin)

void sonde_setup_panel_set_editor (SondeSetupPanel  *self,
                                   SondeStudyEditor *editor);

/* @file: (nullable): where the run is saved */
void sonde_setup_panel_set_file     (SondeSetupPanel *self,
                                     GFile           *file);
/* whether the panel lies over the chart and has a button to go back to it */
void sonde_setup_panel_set_closable (SondeSetupPanel *self,
                                     gboolean         closable);

G_END_DECLS
