/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "plot/sonde-field-private.h"

static guint32
premultiply (SondeColor color)
{
  double size = color.alpha * 255;

  return (guint32) lround (size) << 24 | (guint32) lround (color.red * size) << 16 | (guint32) lround (color.green * size) << 8
         | (guint32) lround (color.blue * size);
}

/* @over over @pixel, of @over so much of 255; two channels at a time */
static inline guint32
blend (guint32 pixel,
       guint32 over,
       guint32 part)
{
  guint32 rest = 255 - ((over >> 24) * part + 127) / 255;
  guint32 even = (pixel & 0xff00ff) * rest + (over & 0xff00ff) * part;
  guint32 odd = (pixel >> 8 & 0xff00ff) * rest + (over >> 8 & 0xff00ff) * part;

  even = (even + 0x800080 + (even >> 8 & 0xff00ff)) >> 8 & 0xff00ff;
  odd = odd + 0x800080 + (odd >> 8 & 0xff00ff);
  return even | (odd & 0xff00ff00);
}

static void
color_row (SondeField            *self,
           const SondeFieldStyle *style,
           int                    row)
{
  const double *values = self->values + (gsize) row * self->width;
  const guint8 *mesh = self->mesh != NULL ? self->mesh + (gsize) row * self->width : NULL;
  guint32 *pixels = (guint32 *) (void *) (cairo_image_surface_get_data (self->image)
                                          + (gsize) row * cairo_image_surface_get_stride (self->image));
  guint32 missing = premultiply (style->missing), line = premultiply (style->mesh);

  for (int x = self->from[row]; x < self->end[row]; x++)
    {
      guint32 pixel = sonde_color_scale_get_pixel (&style->scale, values[x]);

      if (pixel == 0 && values[x] != SONDE_FIELD_NOTHING)
        pixel = missing;
      pixels[x] = mesh != NULL && mesh[x] > 0 ? blend (pixel, line, mesh[x]) : pixel;
    }
}

static gboolean
colors_equal (SondeColor a,
              SondeColor b)
{
  return a.red == b.red && a.green == b.green && a.blue == b.blue && a.alpha == b.alpha;
}

/**
 * sonde_field_color:
 * @style: how
 *
 * Colours what has changed since the last call, or all if @style has.
 *
 * Returns: (transfer none): an ARGB32 image of the size of the field, without anything where there are no triangles
 */
cairo_surface_t *
sonde_field_color (SondeField            *self,
                   const SondeFieldStyle *style)
{
  g_return_val_if_fail (self != NULL && style != NULL, NULL);

  if (cairo_surface_status (self->image) != CAIRO_STATUS_SUCCESS)
    return self->image;
  if (!self->has_style || !sonde_color_scale_equals (&style->scale, &self->style.scale)
      || !colors_equal (style->missing, self->style.missing) || !colors_equal (style->mesh, self->style.mesh))
    _sonde_field_mark_all (self);
  cairo_surface_flush (self->image);
  for (int row = 0; row < self->height; row++)
    {
      color_row (self, style, row);
      self->from[row] = self->width;
      self->end[row] = 0;
    }
  cairo_surface_mark_dirty (self->image);
  self->style = *style;
  self->has_style = TRUE;
  return self->image;
}
