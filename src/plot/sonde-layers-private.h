/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plot/sonde-layers.h"

G_BEGIN_DECLS

#define SONDE_MARKER_RADIUS 2.4

typedef enum
{
  SONDE_MARKER_FILL,
  SONDE_MARKER_HOLLOW,
} SondeMarkerPart;

/* Draws a shape at a place, in the colour that is set. */
typedef void (*SondeStampFunc) (cairo_t       *cr,
                                double         x,
                                double         y,
                                gconstpointer  data);

void     _sonde_series_set_dash    (cairo_t         *cr,
                                    guint            series);
gboolean _sonde_marker_is_hollow   (guint            series);
void     _sonde_marker_add         (cairo_t         *cr,
                                    guint            series,
                                    double           x,
                                    double           y);
void     _sonde_stamps_paint       (const SondeCanvas *canvas,
                                    const SondeFrame  *frame,
                                    const SondePlace  *places,
                                    guint              n,
                                    double             reach,
                                    SondeStampFunc     func,
                                    gconstpointer      data);
gboolean _sonde_frame_is_near      (const SondeFrame *frame,
                                    SondePlace        place,
                                    double            margin);

G_END_DECLS
