/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Looking at pictures: what is where, never whole files, which differ with fonts and versions. */

#include <math.h>
#include <string.h>

#include "plot/sonde-palette.h"
#include "plot/sonde-canvas.h"

static inline cairo_surface_t *
picture_new (int    width,
             int    height,
             double scale)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int) (width * scale), (int) (height * scale));

  cairo_surface_set_device_scale (surface, scale, scale);
  return surface;
}

/* colour of a device pixel; black outside */
static inline SondeColor
picture_at (cairo_surface_t *surface,
            int              x,
            int              y)
{
  guint32 pixel = 0;

  if (x >= 0 && y >= 0 && x < cairo_image_surface_get_width (surface) && y < cairo_image_surface_get_height (surface))
    memcpy (&pixel, cairo_image_surface_get_data (surface) + (gsize) y * cairo_image_surface_get_stride (surface) + 4 * x, 4);
  return (SondeColor) { (pixel >> 16 & 0xff) / 255., (pixel >> 8 & 0xff) / 255., (pixel & 0xff) / 255., (pixel >> 24) / 255. };
}

static inline double
color_difference (SondeColor a,
                  SondeColor b)
{
  return MAX (fabs (a.red - b.red), MAX (fabs (a.green - b.green), fabs (a.blue - b.blue)));
}

/* whether a colour occurs within a square around a place, in device pixels */
static inline gboolean
picture_has (cairo_surface_t *surface,
             double           x,
             double           y,
             int              radius,
             SondeColor       color,
             double           tolerance)
{
  for (int i = (int) floor (x) - radius; i <= (int) floor (x) + radius; i++)
    for (int j = (int) floor (y) - radius; j <= (int) floor (y) + radius; j++)
      if (color_difference (picture_at (surface, i, j), color) <= tolerance)
        return TRUE;
  return FALSE;
}

/* how many pixels of a rectangle have a colour */
static inline guint
picture_count (cairo_surface_t *surface,
               double           x,
               double           y,
               double           width,
               double           height,
               SondeColor       color,
               double           tolerance)
{
  guint n = 0;

  for (int i = (int) floor (x); i < (int) floor (x + width); i++)
    for (int j = (int) floor (y); j < (int) floor (y + height); j++)
      n += color_difference (picture_at (surface, i, j), color) <= tolerance;
  return n;
}

static inline gboolean
picture_equal (cairo_surface_t *a,
               cairo_surface_t *b)
{
  return cairo_image_surface_get_height (a) == cairo_image_surface_get_height (b)
         && cairo_image_surface_get_stride (a) == cairo_image_surface_get_stride (b)
         && memcmp (cairo_image_surface_get_data (a), cairo_image_surface_get_data (b),
                    (gsize) cairo_image_surface_get_stride (a) * cairo_image_surface_get_height (a)) == 0;
}
