/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/sonde-family.h"
#include "figure/sonde-figure.h"

G_BEGIN_DECLS

#define SONDE_TYPE_FIGURE_SURFACE (sonde_figure_surface_get_type ())

/**
 * SondeFigureSurface:
 *
 * Shows functions of two variables: a surface in colours.
 */
SONDE_DECLARE_MEMBER (SondeFigureSurface, sonde_figure_surface, FIGURE_SURFACE, SondeFigure)

G_END_DECLS
