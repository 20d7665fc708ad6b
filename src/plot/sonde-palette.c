/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "plot/sonde-palette.h"

#define RGBA(hex, opacity) \
  { ((hex) >> 16 & 0xff) / 255., ((hex) >> 8 & 0xff) / 255., ((hex) & 0xff) / 255., (opacity) }
#define RGB(hex) RGBA (hex, 1)

/* The foreground of libadwaita's light style, without its opacity. */
#define INK 0x000006
#define CHALK 0xffffff

static const SondePalette palettes[2][2] = {
  {
    {
      .ground = RGB (0xffffff),
      .grid = RGBA (0x000000, .06),
      .axis = RGBA (INK, .24),
      .tick_text = RGBA (INK, .62),
      .axis_title = RGBA (INK, .80),
      .series = { RGB (0x1c71d8), RGB (0x7a0c45), RGB (0x1a9668), RGB (0xa07400), RGB (0x5b2fa8), RGB (0x7a7f87) },
      .newest = RGB (0xe66100),
      .pending = RGBA (INK, .68),
      .failed = RGB (0xc01c28),
      .goal = RGB (0x1b7d4a),
      .gap = RGBA (INK, .035),
      .failed_fill = RGBA (0xc01c28, .07),
      .stem = RGBA (INK, .32),
      .rug = RGBA (0x1c71d8, .38),
      .rug_many = RGBA (INK, .30),
      .line_width = 1.75,
      .halo = TRUE,
    },
    {
      .ground = RGB (0xffffff),
      .grid = RGBA (0x000000, .20),
      .axis = RGB (INK),
      .tick_text = RGB (INK),
      .axis_title = RGB (INK),
      .series = { RGB (0x1c71d8), RGB (0x7a0c45), RGB (0x1a9668), RGB (0xa07400), RGB (0x5b2fa8), RGB (0x7a7f87) },
      .newest = RGB (0xe66100),
      .pending = RGB (INK),
      .failed = RGB (0xc01c28),
      .goal = RGB (0x1b7d4a),
      .gap = RGBA (INK, .12),
      .failed_fill = RGBA (0xc01c28, .20),
      .stem = RGBA (INK, .80),
      .rug = RGBA (0x1c71d8, .80),
      .rug_many = RGBA (INK, .80),
      .line_width = 2.5,
      .high_contrast = TRUE,
    },
  },
  {
    {
      .ground = RGB (0x1e1e1e),
      .grid = RGBA (CHALK, .07),
      .axis = RGBA (CHALK, .24),
      .tick_text = RGBA (CHALK, .62),
      .axis_title = RGBA (CHALK, .80),
      .series = { RGB (0x62a8ff), RGB (0xffb8dc), RGB (0x1fa884), RGB (0xf5d76e), RGB (0x9a78e8), RGB (0x8a8f98) },
      .newest = RGB (0xffb35c),
      .pending = RGBA (CHALK, .68),
      .failed = RGB (0xff7b72),
      .goal = RGB (0x5bd18f),
      .gap = RGBA (CHALK, .05),
      .failed_fill = RGBA (0xff7b72, .12),
      .stem = RGBA (CHALK, .32),
      .rug = RGBA (0x62a8ff, .38),
      .rug_many = RGBA (CHALK, .30),
      .line_width = 1.75,
      .halo = TRUE,
    },
    {
      .ground = RGB (0x1e1e1e),
      .grid = RGBA (CHALK, .20),
      .axis = RGB (CHALK),
      .tick_text = RGB (CHALK),
      .axis_title = RGB (CHALK),
      .series = { RGB (0x62a8ff), RGB (0xffb8dc), RGB (0x1fa884), RGB (0xf5d76e), RGB (0x9a78e8), RGB (0x8a8f98) },
      .newest = RGB (0xffb35c),
      .pending = RGB (CHALK),
      .failed = RGB (0xff7b72),
      .goal = RGB (0x5bd18f),
      .gap = RGBA (CHALK, .16),
      .failed_fill = RGBA (0xff7b72, .25),
      .stem = RGBA (CHALK, .80),
      .rug = RGBA (0x62a8ff, .80),
      .rug_many = RGBA (CHALK, .80),
      .line_width = 2.5,
      .high_contrast = TRUE,
    },
  },
};

/**
 * sonde_palette_get:
 * @dark: for a dark ground
 * @high_contrast: for people who see little contrast
 *
 * Returns: (transfer none): the colours; the light palette without high contrast is that of paper
 */
const SondePalette *
sonde_palette_get (gboolean dark,
                   gboolean high_contrast)
{
  return &palettes[dark != FALSE][high_contrast != FALSE];
}
