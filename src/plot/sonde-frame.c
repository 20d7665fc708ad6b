/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "plot/sonde-frame.h"

/**
 * sonde_frame_get_scales:
 * @x: (out) (optional): from values to pixels of the figure
 * @y: (out) (optional): the same for the other axis, which points up
 *
 * For many conversions: the four functions below set a scale up each time.
 */
void
sonde_frame_get_scales (const SondeFrame *frame,
                        SondeScale       *x,
                        SondeScale       *y)
{
  if (x != NULL)
    sonde_scale_init (x, frame->x_min, frame->x_max, frame->log_x, frame->x, frame->x + frame->width);
  if (y != NULL)
    sonde_scale_init (y, frame->y_min, frame->y_max, frame->log_y, frame->y + frame->height, frame->y);
}

/**
 * sonde_frame_to_x:
 * @pixel: a horizontal place in the figure, logical pixels
 *
 * Returns: the value of the first variable there
 */
double
sonde_frame_to_x (const SondeFrame *frame,
                  double            pixel)
{
  SondeScale scale;

  g_return_val_if_fail (frame != NULL, 0);

  sonde_frame_get_scales (frame, &scale, NULL);
  return sonde_scale_to_value (&scale, pixel);
}

/**
 * sonde_frame_to_y:
 * @pixel: a vertical place in the figure, logical pixels from the top
 *
 * Returns: the value of the vertical axis there
 */
double
sonde_frame_to_y (const SondeFrame *frame,
                  double            pixel)
{
  SondeScale scale;

  g_return_val_if_fail (frame != NULL, 0);

  sonde_frame_get_scales (frame, NULL, &scale);
  return sonde_scale_to_value (&scale, pixel);
}

/**
 * sonde_frame_from_x:
 * @x: a value of the first variable
 *
 * Returns: its horizontal place in logical pixels; NaN where it has none
 */
double
sonde_frame_from_x (const SondeFrame *frame,
                    double            x)
{
  SondeScale scale;

  g_return_val_if_fail (frame != NULL, 0);

  sonde_frame_get_scales (frame, &scale, NULL);
  return sonde_scale_to_pixel (&scale, x);
}

/**
 * sonde_frame_from_y:
 * @y: a value of the vertical axis
 *
 * Returns: its vertical place in logical pixels; NaN where it has none
 */
double
sonde_frame_from_y (const SondeFrame *frame,
                    double            y)
{
  SondeScale scale;

  g_return_val_if_fail (frame != NULL, 0);

  sonde_frame_get_scales (frame, NULL, &scale);
  return sonde_scale_to_pixel (&scale, y);
}
