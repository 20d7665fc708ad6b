/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "figure/sonde-figure.h"
#include "figure/sonde-panels.h"

G_BEGIN_DECLS

void sonde_panels_draw (const SondePanels *self,
                        const SondeView   *view,
                        const SondeStyle  *style,
                        cairo_t           *cr,
                        SondeFrame        *frame);

G_END_DECLS
