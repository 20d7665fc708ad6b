/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/sonde-family.h"
#include "figure/sonde-figure.h"

G_BEGIN_DECLS

#define SONDE_TYPE_FIGURE_CONVERGENCE (sonde_figure_convergence_get_type ())

/**
 * SondeFigureConvergence:
 *
 * Shows how loss and estimated error of any learner fell with the number of points.
 */
SONDE_DECLARE_MEMBER (SondeFigureConvergence, sonde_figure_convergence, FIGURE_CONVERGENCE, SondeFigure)

G_END_DECLS
