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
  double     line_width;
  gboolean   high_contrast;
} SondePalette;

const SondePalette *sonde_palette_get (gboolean dark,
                                       gboolean high_contrast);

G_END_DECLS
