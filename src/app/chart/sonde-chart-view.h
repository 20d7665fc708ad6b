/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "figure/sonde-figure.h"

G_BEGIN_DECLS

/* Zooming and panning as arithmetic on pixels: the frame turns pixels into data, so logarithmic axes need no case of their
 * own. @frame is where things are now and is brought in step with @view. Each returns whether the view changed. */
gboolean sonde_chart_view_zoom (SondeView  *view,
                                SondeFrame *frame,
                                double      factor,
                                double      pixel_x,
                                double      pixel_y,
                                gboolean    along_x,
                                gboolean    along_y);
gboolean sonde_chart_view_pan  (SondeView  *view,
                                SondeFrame *frame,
                                double      dx,
                                double      dy);
gboolean sonde_chart_view_box  (SondeView  *view,
                                SondeFrame *frame,
                                double      x0,
                                double      y0,
                                double      x1,
                                double      y1);
void     sonde_chart_view_fit  (SondeView  *view);
gboolean sonde_chart_view_is_fit (const SondeView *view);

G_END_DECLS
