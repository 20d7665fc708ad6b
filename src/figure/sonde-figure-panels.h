/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/sonde-family.h"
#include "figure/sonde-figure.h"
#include "figure/sonde-panels.h"

G_BEGIN_DECLS

#define SONDE_TYPE_FIGURE_PANELS (sonde_figure_panels_get_type ())

/**
 * SondeFigurePanels:
 *
 * Shows a learner of few points in panels that are built anew when something changed.
 */
SONDE_DECLARE_MEMBER (SondeFigurePanels, sonde_figure_panels, FIGURE_PANELS, SondeFigure)

gboolean sonde_figure_panels_knows (SondeLearner *learner);

/* The panels of each kind, from what is known at the moment: of @upto points, all if 0; @choice is one of the panels' choices. */
SondePanels *_sonde_figure_average_build   (SondeRun *run,
                                            guint     upto,
                                            guint     choice);
SondePanels *_sonde_figure_average1d_build (SondeRun *run,
                                            guint     upto,
                                            guint     choice);
SondePanels *_sonde_figure_balancing_build (SondeRun *run,
                                            guint     upto,
                                            guint     choice);
SondePanels *_sonde_figure_integrator_build (SondeRun *run,
                                            guint     upto,
                                            guint     choice);
SondePanels *_sonde_figure_sequence_build  (SondeRun *run,
                                            guint     upto,
                                            guint     choice);
/* A variable's name with its unit, as Pango markup. */
char        *_sonde_figure_axis_title      (const SondeVariable *variable);

G_END_DECLS
