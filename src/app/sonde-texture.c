/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "app/sonde-texture.h"

/**
 * sonde_texture_new:
 * @surface: (transfer full): a finished image
 *
 * Returns: (transfer full): a texture of its pixels, which are not copied
 */
GdkTexture *
sonde_texture_new (cairo_surface_t *surface)
{
  int width = cairo_image_surface_get_width (surface);
  int height = cairo_image_surface_get_height (surface);
  int stride = cairo_image_surface_get_stride (surface);
  g_autoptr (GBytes) bytes = NULL;

  cairo_surface_flush (surface);
  bytes = g_bytes_new_with_free_func (cairo_image_surface_get_data (surface), (gsize) stride * height,
                                      (GDestroyNotify) cairo_surface_destroy, surface);
  return gdk_memory_texture_new (width, height, GDK_MEMORY_DEFAULT, bytes, stride);
}

/**
 * sonde_paintable_new:
 * @surface: (transfer full): a finished image
 * @width: how large it is to be, logical pixels
 * @height: likewise
 *
 * Returns: (transfer full): the image at that size, however many pixels it has
 */
GdkPaintable *
sonde_paintable_new (cairo_surface_t *surface,
                     double           width,
                     double           height)
{
  g_autoptr (GdkTexture) texture = sonde_texture_new (surface);
  GtkSnapshot *snapshot = gtk_snapshot_new ();

  gtk_snapshot_append_texture (snapshot, texture, &GRAPHENE_RECT_INIT (0, 0, width, height));
  return gtk_snapshot_free_to_paintable (snapshot, &GRAPHENE_SIZE_INIT (width, height));
}
