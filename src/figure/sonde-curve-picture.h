/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "figure/sonde-curve.h"
#include "figure/sonde-figure.h"
#include "figure/sonde-losses.h"
#include "figure/sonde-scene.h"
#include "figure/sonde-shown.h"

G_BEGIN_DECLS

void sonde_curve_picture_draw (SondeCurve        *curve,
                               SondeShown        *shown,
                               const SondeScene  *scene,
                               const SondeLosses *losses,
                               const SondeView   *view,
                               const SondeStyle  *style,
                               cairo_t           *cr,
                               SondeFrame        *frame);

G_END_DECLS
