/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/sonde-family.h"
#include "figure/sonde-figure.h"

G_BEGIN_DECLS

#define SONDE_TYPE_FIGURE_1D (sonde_figure_1d_get_type ())

/**
 * SondeFigure1D:
 *
 * Shows functions of one variable: a curve for each component of the value.
 */
SONDE_DECLARE_MEMBER (SondeFigure1D, sonde_figure_1d, FIGURE_1D, SondeFigure)

G_END_DECLS
