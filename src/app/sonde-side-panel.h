/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define SONDE_TYPE_SIDE_PANEL (sonde_side_panel_get_type ())

/**
 * SondeSidePanel:
 *
 * A panel at the start of the content, or over it where there is little room. The one place that knows AdwFlap, which later
 * versions of libadwaita replace. Properties: panel, content, shown, folded (to be set).
 */
G_DECLARE_FINAL_TYPE (SondeSidePanel, sonde_side_panel, SONDE, SIDE_PANEL, AdwBin)

gboolean sonde_side_panel_get_shown  (SondeSidePanel *self);
void     sonde_side_panel_set_shown  (SondeSidePanel *self,
                                      gboolean        shown);
void     sonde_side_panel_set_folded (SondeSidePanel *self,
                                      gboolean        folded);

G_END_DECLS
