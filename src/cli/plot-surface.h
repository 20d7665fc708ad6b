/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "figure/sonde-figure.h"

G_BEGIN_DECLS

/**
 * SondePlotSurface:
 *
 * What was said on the command line of pictures of several variables, as it was typed.
 */
typedef struct
{
  char     *colormap;
  char     *range;
  char     *aspect;
  char     *section;
  char     *axes;
  char     *curve;
  char     *slice;
  int       contours;
  int       component;
  gboolean  mesh;
  gboolean  no_mesh;
  gboolean  all_points;
} SondePlotSurface;

void     sonde_plot_surface_clear (SondePlotSurface       *self);
gboolean sonde_plot_surface_read  (const SondePlotSurface *self,
                                   SondeDomain            *domain,
                                   SondeView              *view);
gboolean sonde_plot_parse_range   (const char             *option,
                                   const char             *text,
                                   gboolean               *automatic,
                                   double                 *min,
                                   double                 *max);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SondePlotSurface, sonde_plot_surface_clear)

G_END_DECLS
