/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plot/sonde-scale.h"

G_BEGIN_DECLS

/**
 * SondeFrame:
 * @x, y, width, height: the plot's rectangle inside the figure, logical pixels
 * @x_min…@y_max: the data range that it shows
 *
 * Where things are in a finished picture: enough to go from pointer to data and back.
 */
typedef struct
{
  double   x, y, width, height;
  double   x_min, x_max;
  double   y_min, y_max;
  gboolean log_x;
  gboolean log_y;
} SondeFrame;

double sonde_frame_to_x   (const SondeFrame *frame,
                           double            pixel);
double sonde_frame_to_y   (const SondeFrame *frame,
                           double            pixel);
double sonde_frame_from_x (const SondeFrame *frame,
                           double            x);
double sonde_frame_from_y (const SondeFrame *frame,
                           double            y);

void   sonde_frame_get_scales (const SondeFrame *frame,
                               SondeScale       *x,
                               SondeScale       *y);

G_END_DECLS
