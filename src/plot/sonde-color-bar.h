/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plot/sonde-canvas.h"
#include "plot/sonde-color-scale.h"

G_BEGIN_DECLS

/**
 * SondeColorBar:
 * @scale: what the colours mean
 * @title: (nullable): Pango markup, written upwards
 * @narrow: a thin one without title
 *
 * Stands at the right of a frame, as high as that.
 */
typedef struct
{
  const SondeColorScale *scale;
  const char            *title;
  gboolean               narrow;
} SondeColorBar;

double sonde_color_bar_measure (const SondeColorBar *self,
                                const SondeCanvas   *canvas,
                                double               height);
void   sonde_color_bar_draw    (const SondeColorBar *self,
                                const SondeCanvas   *canvas,
                                const SondeFrame    *frame);

G_END_DECLS
