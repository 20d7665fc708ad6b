/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plot/sonde-colormap.h"
#include "plot/sonde-scale.h"

G_BEGIN_DECLS

/**
 * SondeColorScale:
 * @colormap: its colours
 * @min: the value of the first colour
 * @max: the value of the last one
 * @log: whether colours go by the logarithm
 *
 * From values to colours. Set it up by sonde_color_scale_init() only.
 */
typedef struct
{
  SondeColormap  colormap;
  double         min, max;
  gboolean       log;

  /*< private >*/
  const guint32 *table;
  SondeScale     scale;
  double         factor, offset;
} SondeColorScale;

void     sonde_color_scale_init      (SondeColorScale       *self,
                                      SondeColormap          colormap,
                                      double                 min,
                                      double                 max,
                                      gboolean               log);
gboolean sonde_color_scale_equals    (const SondeColorScale *self,
                                      const SondeColorScale *other);
void     sonde_color_scale_choose    (SondeColormap          colormap,
                                      gboolean               log,
                                      double                *min,
                                      double                *max);
double   sonde_color_scale_get_part  (const SondeColorScale *self,
                                      double                 value);
guint32  sonde_color_scale_get_pixel (const SondeColorScale *self,
                                      double                 value);

G_END_DECLS
