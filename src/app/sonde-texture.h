/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

GdkTexture   *sonde_texture_new   (cairo_surface_t *surface);
GdkPaintable *sonde_paintable_new (cairo_surface_t *surface,
                                   double           width,
                                   double           height);

G_END_DECLS
