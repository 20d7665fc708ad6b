/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  double red;
  double green;
  double blue;
  double alpha;
} SondeColor;

#define SONDE_PALETTE_SERIES 6

/**
 * SondePalette:
 * @gap: fills a stretch where the values are missing
 * @failed_fill: fills a stretch where evaluations failed
 * @stem: from a pending point down to the axis
 * @rug: the marks of one series; its alpha holds for every series
 * @rug_many: the marks when there are several series
 * @line_width: of a series
 * @halo: whether the newest points have a soft halo; else a second ring
 *
 * All colours of a plot, section 4 of the look. Paper is light on white, whatever the window is.
 */
typedef struct
{
  SondeColor ground;
  SondeColor grid;
  SondeColor axis;
  SondeColor tick_text;
  SondeColor axis_title;
  SondeColor series[SONDE_PALETTE_SERIES];
  SondeColor newest;
  SondeColor pending;
  SondeColor failed;
  SondeColor goal;
  SondeColor gap;
  SondeColor failed_fill;
  SondeColor stem;
  SondeColor rug;
  SondeColor rug_many;
  double     line_width;
  gboolean   halo;
  gboolean   high_contrast;
} SondePalette;

const SondePalette *sonde_palette_get (gboolean dark,
                                       gboolean high_contrast);

G_END_DECLS
