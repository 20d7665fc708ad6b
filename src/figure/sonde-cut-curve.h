/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "figure/sonde-cut.h"
#include "figure/sonde-surface-picture.h"

G_BEGIN_DECLS

void sonde_cut_curve_draw (const SondeSurfaceData *data,
                           const SondeView        *view,
                           const SondeStyle       *style,
                           cairo_t                *cr,
                           SondeFrame             *frame);

G_END_DECLS
