/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plot/sonde-palette.h"

G_BEGIN_DECLS

/* how many colours a table has */
#define SONDE_COLORMAP_STEPS 1024

/**
 * SondeColormap:
 * @SONDE_COLORMAP_VIRIDIS: dark blue over green to yellow
 * @SONDE_COLORMAP_CIVIDIS: blue over grey to yellow; the same to those who see no red or green
 * @SONDE_COLORMAP_MAGMA: black over purple to light yellow
 * @SONDE_COLORMAP_DIVERGING: blue over light grey to red, for values about a middle
 *
 * Colours whose difference looks as large as that of the values.
 */
typedef enum
{
  SONDE_COLORMAP_VIRIDIS,
  SONDE_COLORMAP_CIVIDIS,
  SONDE_COLORMAP_MAGMA,
  SONDE_COLORMAP_DIVERGING,
} SondeColormap;

#define SONDE_N_COLORMAPS 4

const char    *sonde_colormap_get_id    (SondeColormap  self);
char          *sonde_colormap_get_name  (SondeColormap  self);
gboolean       sonde_colormap_find      (const char    *id,
                                         SondeColormap *map);
const guint32 *sonde_colormap_get_table (SondeColormap  self);
SondeColor     sonde_colormap_get_color (SondeColormap  self,
                                         double         part);

G_END_DECLS
