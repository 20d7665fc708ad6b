/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>
#include <pango/pango.h>

#include "plot/sonde-frame.h"
#include "plot/sonde-palette.h"

G_BEGIN_DECLS

/* logical pixels: 9 and 11 pt, when the font scale is 1 */
#define SONDE_TEXT_SMALL 12.0
#define SONDE_TEXT_TITLE 14.667

/**
 * SondePlace:
 *
 * A place in a picture, logical pixels; NaN in both breaks a line.
 */
typedef struct
{
  double x;
  double y;
} SondePlace;

/**
 * SondeCanvas:
 * @scale: device pixels a logical one; places are snapped to these
 * @font_scale: multiplies the sizes of text
 * @is_vector: whether paths are kept as such, in a file
 *
 * What layers draw on: a context whose unit is the logical pixel, colours, and the means to set text. Used by one thread.
 */
typedef struct
{
  cairo_t            *cr;
  const SondePalette *palette;
  PangoLayout        *layout;
  double              scale;
  double              font_scale;
  gboolean            is_vector;
} SondeCanvas;

void   sonde_canvas_init     (SondeCanvas        *self,
                              cairo_t            *cr,
                              const SondePalette *palette,
                              double              scale,
                              double              font_scale);
void   sonde_canvas_clear    (SondeCanvas        *self);

void   sonde_canvas_set      (const SondeCanvas  *self,
                              SondeColor          color,
                              double              opacity);
double sonde_canvas_snap     (const SondeCanvas  *self,
                              double              place);
void   sonde_canvas_clip     (const SondeCanvas  *self,
                              const SondeFrame   *frame,
                              double              margin);
void   sonde_canvas_measure  (const SondeCanvas  *self,
                              const char         *markup,
                              double              size,
                              double             *width,
                              double             *height);
void   sonde_canvas_write    (const SondeCanvas  *self,
                              const char         *markup,
                              double              size,
                              SondeColor          color,
                              double              x,
                              double              y,
                              double              align_x,
                              double              align_y,
                              double              angle);

G_END_DECLS
