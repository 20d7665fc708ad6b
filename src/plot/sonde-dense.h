/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plot/sonde-canvas.h"

G_BEGIN_DECLS

void sonde_dense_fill (const SondeCanvas *canvas,
                       const SondeFrame  *frame,
                       const SondePlace  *places,
                       guint              n,
                       double             width);

G_END_DECLS
