/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "plot/sonde-path.h"
#include "plot/sonde-surface-layers.h"

#define MESH_OPACITY .22
#define MESH_OPACITY_CONTRAST .5
#define MESH_WIDTH .75
#define END_RADIUS 4.

/**
 * sonde_field_place_init:
 * @canvas: where a field shall be drawn
 * @frame: what it shall fill
 *
 * Finds the pixels that a field has in a picture. In a file it has @canvas's scale of them for each logical one.
 */
void
sonde_field_place_init (SondeFieldPlace   *self,
                        const SondeCanvas *canvas,
                        const SondeFrame  *frame)
{
  double left = round (frame->x * canvas->scale), right = round ((frame->x + frame->width) * canvas->scale);
  double top = round (frame->y * canvas->scale), bottom = round ((frame->y + frame->height) * canvas->scale);

  *self = (SondeFieldPlace) {
    .x = left / canvas->scale,
    .y = top / canvas->scale,
    .width = (int) MAX (right - left, 1),
    .height = (int) MAX (bottom - top, 1),
    .scale = canvas->scale,
  };
}

/**
 * sonde_surface_mesh_color:
 * @ground: what lies under the lines
 *
 * Returns: the colour of the lines between triangles
 */
SondeColor
sonde_surface_mesh_color (const SondeCanvas *canvas,
                          SondeGround        ground)
{
  double opacity = canvas->palette->high_contrast ? MESH_OPACITY_CONTRAST : MESH_OPACITY;

  if (ground == SONDE_GROUND_LIGHT_FIELD)
    return (SondeColor) { 0, 0, 0, opacity };
  return ground == SONDE_GROUND_FIELD ? (SondeColor) { 1, 1, 1, opacity } : canvas->palette->axis;
}

/**
 * sonde_layer_field:
 * @place: where the field lies
 * @image: its picture
 *
 * Paints a field.
 */
void
sonde_layer_field (const SondeCanvas     *canvas,
                   const SondeFrame      *frame,
                   const SondeFieldPlace *place,
                   cairo_surface_t       *image)
{
  cairo_t *cr = canvas->cr;

  cairo_save (cr);
  /* In a file, values at the edge would else fade into the paper. */
  if (canvas->is_vector)
    sonde_canvas_clip (canvas, frame, 0);
  cairo_translate (cr, place->x, place->y);
  cairo_scale (cr, 1 / place->scale, 1 / place->scale);
  cairo_set_source_surface (cr, image, 0, 0);
  cairo_pattern_set_filter (cairo_get_source (cr), canvas->is_vector ? CAIRO_FILTER_GOOD : CAIRO_FILTER_NEAREST);
  cairo_pattern_set_extend (cairo_get_source (cr), canvas->is_vector ? CAIRO_EXTEND_PAD : CAIRO_EXTEND_NONE);
  cairo_rectangle (cr, 0, 0, place->width, place->height);
  cairo_fill (cr);
  cairo_restore (cr);
}

/**
 * sonde_layer_mesh:
 * @places: ends of lines, two after two, with NaN behind each two
 * @n: how many places
 * @ground: what lies under them
 *
 * Draws lines between triangles as paths, for a file.
 */
void
sonde_layer_mesh (const SondeCanvas *canvas,
                  const SondeFrame  *frame,
                  const SondePlace  *places,
                  guint              n,
                  SondeGround        ground)
{
  cairo_t *cr = canvas->cr;

  cairo_save (cr);
  sonde_canvas_clip (canvas, frame, 0);
  cairo_new_path (cr);
  sonde_path_add (cr, places, n, frame, 2);
  cairo_set_line_width (cr, MESH_WIDTH);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  sonde_canvas_set (canvas, sonde_surface_mesh_color (canvas, ground), 1);
  cairo_stroke (cr);
  cairo_restore (cr);
}

/**
 * sonde_layer_line_across:
 * @ends: two places, pixels of the figure
 *
 * Draws where a section runs, the first end filled.
 */
void
sonde_layer_line_across (const SondeCanvas *canvas,
                         const SondeFrame  *frame,
                         const SondePlace  *ends)
{
  cairo_t *cr = canvas->cr;

  cairo_save (cr);
  sonde_canvas_clip (canvas, frame, 0);
  for (guint i = 0; i < 2; i++)
    {
      cairo_new_path (cr);
      sonde_path_add (cr, ends, 2, frame, 20);
      for (guint k = 0; k < 2; k++)
        {
          cairo_new_sub_path (cr);
          cairo_arc (cr, CLAMP (ends[k].x, -1e6, 1e6), CLAMP (ends[k].y, -1e6, 1e6), END_RADIUS, 0, 2 * G_PI);
        }
      cairo_set_source_rgba (cr, i, i, i, i == 0 ? .55 : 1);
      cairo_set_line_width (cr, i == 0 ? 3.5 : 1.5);
      cairo_stroke (cr);
    }
  cairo_new_path (cr);
  cairo_arc (cr, CLAMP (ends[0].x, -1e6, 1e6), CLAMP (ends[0].y, -1e6, 1e6), END_RADIUS, 0, 2 * G_PI);
  cairo_fill (cr);
  cairo_restore (cr);
}
