/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plot/sonde-canvas.h"

G_BEGIN_DECLS

void sonde_path_add (cairo_t          *cr,
                     const SondePlace *places,
                     gsize             n,
                     const SondeFrame *frame,
                     double            margin);

G_END_DECLS
