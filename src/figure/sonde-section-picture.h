/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "figure/sonde-surface-picture.h"
#include "plot/sonde-canvas.h"

G_BEGIN_DECLS

void sonde_section_picture_draw (const SondeSurfaceData *data,
                                 const char             *z_title,
                                 const SondeView        *view,
                                 const SondeStyle       *style,
                                 const SondeCanvas      *canvas,
                                 double                  top,
                                 const SondeFrame       *above);

G_END_DECLS
