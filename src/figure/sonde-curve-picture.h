/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "figure/sonde-curve.h"
#include "figure/sonde-figure.h"
#include "figure/sonde-scene.h"

G_BEGIN_DECLS

void sonde_curve_picture_draw (SondeCurve       *curve,
                               const SondeScene *scene,
                               const SondeView  *view,
                               const SondeStyle *style,
                               cairo_t          *cr,
                               SondeFrame       *frame);

G_END_DECLS
