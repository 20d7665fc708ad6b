/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Thousands of overlapping shapes are what a path filler does worst, and faint ones must not add up where they overlap. So on
 * a picture of pixels: 1. each shape is drawn once for each of 4 × 4 places inside a pixel; 2. these stamps are put together
 * in a mask, of which every pixel keeps the strongest; 3. the colour is painted through the mask. */

#include "config.h"

#include <math.h>
#include <string.h>

#include "plot/sonde-layers-private.h"

#define PHASES 4

/* One shape at one place inside a pixel, in the middle of a square of @size pixels, tightly packed. */
static void
make_stamp (SondeStampFunc  func,
            gconstpointer   data,
            double          scale,
            int             size,
            int             phase,
            guchar         *stamp)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_A8, size, size);
  cairo_t *cr = cairo_create (surface);
  double x = size / 2 + (phase % PHASES + .5) / PHASES, y = size / 2 + (phase / PHASES + .5) / PHASES;

  cairo_scale (cr, scale, scale);
  func (cr, x / scale, y / scale, data);
  cairo_surface_flush (surface);
  for (int row = 0; row < size; row++)
    memcpy (stamp + row * size, cairo_image_surface_get_data (surface) + row * cairo_image_surface_get_stride (surface), size);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

static void
put_stamp (cairo_surface_t *mask,
           const guchar    *stamps,
           int              size,
           double           x,
           double           y)
{
  int phase = (int) ((y - floor (y)) * PHASES) * PHASES + (int) ((x - floor (x)) * PHASES);
  const guchar *stamp = stamps + (gsize) phase * size * size;
  int left = (int) floor (x) - size / 2, top = (int) floor (y) - size / 2;
  int width = cairo_image_surface_get_width (mask), height = cairo_image_surface_get_height (mask);
  int stride = cairo_image_surface_get_stride (mask);
  guchar *data = cairo_image_surface_get_data (mask);

  for (int row = MAX (0, -top); row < size && top + row < height; row++)
    for (int column = MAX (0, -left); column < size && left + column < width; column++)
      {
        guchar *pixel = data + (top + row) * stride + left + column;

        *pixel = MAX (*pixel, stamp[row * size + column]);
      }
}

/* Paints one shape at many places, in the colour that is set.
 * @reach: how far the shape reaches from its place, at most
 * @func: draws the shape, in any colour that is opaque */
void
_sonde_stamps_paint (const SondeCanvas *canvas,
                     const SondeFrame  *frame,
                     const SondePlace  *places,
                     guint              n,
                     double             reach,
                     SondeStampFunc     func,
                     gconstpointer      data)
{
  double scale = canvas->scale;
  int size = 2 * (int) ceil (reach * scale) + 2;
  double x = floor (frame->x * scale), y = floor (frame->y * scale);
  g_autofree guchar *stamps = g_malloc0 ((gsize) PHASES * PHASES * size * size);
  cairo_surface_t *mask = cairo_image_surface_create (CAIRO_FORMAT_A8, (int) ceil (frame->width * scale) + 1,
                                                      (int) ceil (frame->height * scale) + 1);

  if (cairo_surface_status (mask) == CAIRO_STATUS_SUCCESS)
    {
      for (int phase = 0; phase < PHASES * PHASES; phase++)
        make_stamp (func, data, scale, size, phase, stamps + (gsize) phase * size * size);
      cairo_surface_flush (mask);
      for (guint i = 0; i < n; i++)
        if (_sonde_frame_is_near (frame, places[i], reach + .5))
          put_stamp (mask, stamps, size, places[i].x * scale - x, places[i].y * scale - y);
      cairo_surface_mark_dirty (mask);
      cairo_surface_set_device_scale (mask, scale, scale);
      cairo_mask_surface (canvas->cr, mask, x / scale, y / scale);
    }
  cairo_surface_destroy (mask);
}
