/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>
#include <pango/pangocairo.h>

#include "plot/sonde-canvas.h"

/* The interface fonts of GNOME, then whatever the system has. */
#define FONT "Cantarell,Adwaita Sans,Sans"

/**
 * sonde_canvas_init:
 * @cr: (transfer none): outlives the canvas
 * @palette: (transfer none): colours
 * @scale: device pixels a logical one
 * @font_scale: multiplies the sizes of text; 0 is the same as 1
 */
void
sonde_canvas_init (SondeCanvas        *self,
                   cairo_t            *cr,
                   const SondePalette *palette,
                   double              scale,
                   double              font_scale)
{
  cairo_font_options_t *options = cairo_font_options_create ();
  PangoContext *context = pango_cairo_create_context (cr);
  gboolean is_vector = cairo_surface_get_type (cairo_get_target (cr)) != CAIRO_SURFACE_TYPE_IMAGE;

  /* Text shall take the same room at every scale and on paper, and look alike whatever the desktop's settings are. */
  cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
  /* Hinting moves outlines to whole pixels, which in a file would be whole points. */
  cairo_font_options_set_hint_style (options, is_vector ? CAIRO_HINT_STYLE_NONE : CAIRO_HINT_STYLE_SLIGHT);
  cairo_font_options_set_antialias (options, CAIRO_ANTIALIAS_GRAY);
  pango_cairo_context_set_font_options (context, options);
  pango_context_set_round_glyph_positions (context, FALSE);
  cairo_font_options_destroy (options);

  *self = (SondeCanvas) {
    .cr = cr,
    .palette = palette,
    .layout = pango_layout_new (context),
    .scale = scale,
    .font_scale = font_scale > 0 ? CLAMP (font_scale, .5, 4) : 1,
    .is_vector = is_vector,
  };
  g_object_unref (context);
  /* discs in files are looked at closely */
  if (is_vector)
    cairo_set_tolerance (cr, .005);
}

void
sonde_canvas_clear (SondeCanvas *self)
{
  g_clear_object (&self->layout);
}

/**
 * sonde_canvas_set:
 * @color: a colour
 * @opacity: multiplies that of the colour
 *
 * Sets the source.
 */
void
sonde_canvas_set (const SondeCanvas *self,
                  SondeColor         color,
                  double             opacity)
{
  cairo_set_source_rgba (self->cr, color.red, color.green, color.blue, color.alpha * opacity);
}

/**
 * sonde_canvas_snap:
 * @place: a coordinate
 *
 * Returns: the middle of the row or column of logical pixels that @place lies in, moved by whole device pixels: lines of
 *   width 1 are sharp there
 */
double
sonde_canvas_snap (const SondeCanvas *self,
                   double             place)
{
  double width = MAX (1, round (self->scale)) / self->scale;

  return floor ((place - width / 2) * self->scale + .5) / self->scale + width / 2;
}

/**
 * sonde_canvas_clip:
 * @margin: how far outside of the frame may be drawn
 *
 * Restricts drawing to the frame; cairo_restore() ends it.
 */
void
sonde_canvas_clip (const SondeCanvas *self,
                   const SondeFrame  *frame,
                   double             margin)
{
  cairo_new_path (self->cr);
  cairo_rectangle (self->cr, frame->x - margin, frame->y - margin, frame->width + 2 * margin, frame->height + 2 * margin);
  cairo_clip (self->cr);
}

static void
set_text (const SondeCanvas *self,
          const char        *markup,
          double             size)
{
  PangoFontDescription *font = pango_font_description_from_string (FONT);
  PangoAttrList *attributes;

  pango_font_description_set_absolute_size (font, size * self->font_scale * PANGO_SCALE);
  pango_layout_set_font_description (self->layout, font);
  pango_font_description_free (font);
  pango_layout_set_markup (self->layout, markup, -1);

  /* the list is the layout's own and NULL when there is no markup in the text */
  attributes = pango_layout_get_attributes (self->layout);
  attributes = attributes != NULL ? pango_attr_list_copy (attributes) : pango_attr_list_new ();
  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum=1"));
  pango_layout_set_attributes (self->layout, attributes);
  pango_attr_list_unref (attributes);
}

/**
 * sonde_canvas_measure:
 * @markup: text with Pango markup
 * @size: of the font, logical pixels
 * @width: (out) (optional): how much room it takes
 * @height: (out) (optional): likewise
 */
void
sonde_canvas_measure (const SondeCanvas *self,
                      const char        *markup,
                      double             size,
                      double            *width,
                      double            *height)
{
  PangoRectangle box;

  set_text (self, markup, size);
  pango_layout_get_extents (self->layout, NULL, &box);
  if (width != NULL)
    *width = (double) box.width / PANGO_SCALE;
  if (height != NULL)
    *height = (double) box.height / PANGO_SCALE;
}

/**
 * sonde_canvas_write:
 * @markup: text with Pango markup
 * @size: of the font, logical pixels
 * @color: its colour
 * @x: where
 * @y: where
 * @align_x: which part of the text's width lies before @x: 0 to 1
 * @align_y: likewise
 * @angle: turns the text about (@x, @y), radians
 */
void
sonde_canvas_write (const SondeCanvas *self,
                    const char        *markup,
                    double             size,
                    SondeColor         color,
                    double             x,
                    double             y,
                    double             align_x,
                    double             align_y,
                    double             angle)
{
  PangoRectangle box;

  cairo_save (self->cr);
  set_text (self, markup, size);
  pango_layout_get_extents (self->layout, NULL, &box);
  sonde_canvas_set (self, color, 1);
  cairo_translate (self->cr, round (x * self->scale) / self->scale, round (y * self->scale) / self->scale);
  cairo_rotate (self->cr, angle);
  cairo_translate (self->cr, -align_x * box.width / PANGO_SCALE,
                   round (-align_y * box.height / PANGO_SCALE * self->scale) / self->scale);
  cairo_new_path (self->cr);
  pango_cairo_show_layout (self->cr, self->layout);
  /* Pango leaves a current point, from which the next line would start. */
  cairo_new_path (self->cr);
  cairo_restore (self->cr);
}
