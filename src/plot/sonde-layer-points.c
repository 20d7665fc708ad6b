/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is special about single points: new, pending, failed. There are few of these, so they are plain paths. */

#include "config.h"

#include <math.h>

#include "plot/sonde-layers-private.h"

#define PENDING_RADIUS 3.7
#define PENDING_STROKE 1.5
#define FAILED_ABOVE_AXIS 18
#define FAILED_HALF 3.5
/* around the cross */
#define RETRY_RADIUS 6.5

static void
fill_disc (const SondeCanvas *canvas,
           SondePlace         place,
           double             radius,
           SondeColor         color,
           double             opacity)
{
  cairo_new_path (canvas->cr);
  cairo_arc (canvas->cr, place.x, place.y, radius, 0, 2 * G_PI);
  sonde_canvas_set (canvas, color, opacity);
  cairo_fill (canvas->cr);
}

static void
stroke_ring (const SondeCanvas *canvas,
             SondePlace         place,
             double             radius,
             double             width,
             SondeColor         color)
{
  cairo_new_path (canvas->cr);
  cairo_arc (canvas->cr, place.x, place.y, radius, 0, 2 * G_PI);
  cairo_set_line_width (canvas->cr, width);
  sonde_canvas_set (canvas, color, 1);
  cairo_stroke (canvas->cr);
}

/**
 * sonde_layer_newest:
 * @places: pixels of the figure, the oldest first; NaN ones are left out
 * @n: how many
 * @n_points: how many there are of them for each point: as many as the function has components
 *
 * Marks the newest points, fading by age.
 */
void
sonde_layer_newest (const SondeCanvas *canvas,
                    const SondeFrame  *frame,
                    const SondePlace  *places,
                    guint              n,
                    guint              n_points)
{
  const SondePalette *palette = canvas->palette;

  cairo_save (canvas->cr);
  sonde_canvas_clip (canvas, frame, 0);
  for (guint i = 0; i < n; i++)
    {
      double age = (double) ((n - 1 - i) / n_points) / (SONDE_NEWEST - 1);
      double radius = 4.2 - age * 1.2;

      if (!_sonde_frame_is_near (frame, places[i], 12))
        continue;
      if (palette->halo)
        fill_disc (canvas, places[i], 10 - age * 4, palette->newest, .28 - age * .20);
      fill_disc (canvas, places[i], radius + 1.2, palette->ground, 1);
      fill_disc (canvas, places[i], radius, palette->newest, 1 - age * .4);
      if (!palette->halo)
        stroke_ring (canvas, places[i], radius + 2.6, 1.5, palette->newest);
    }
  cairo_restore (canvas->cr);
}

static void
draw_stem (const SondeCanvas *canvas,
           const SondeFrame  *frame,
           SondePlace         place)
{
  static const double dash[] = { 2, 3 };
  double x = sonde_canvas_snap (canvas, place.x);
  cairo_t *cr = canvas->cr;

  cairo_save (cr);
  cairo_new_path (cr);
  /* from the axis up, so that dashes of neighbours are level */
  cairo_move_to (cr, x, frame->y + frame->height);
  cairo_line_to (cr, x, MAX (place.y + PENDING_RADIUS, frame->y));
  cairo_set_dash (cr, dash, G_N_ELEMENTS (dash), 0);
  cairo_set_line_width (cr, 1);
  sonde_canvas_set (canvas, canvas->palette->stem, 1);
  cairo_stroke (cr);
  cairo_restore (cr);
}

/**
 * sonde_layer_pending:
 * @places: pixels of the figure, where the value is expected
 * @n: how many
 *
 * Marks points that are being evaluated by a hollow ring, with a stem down to the axis.
 */
void
sonde_layer_pending (const SondeCanvas *canvas,
                     const SondeFrame  *frame,
                     const SondePlace  *places,
                     guint              n)
{
  cairo_save (canvas->cr);
  sonde_canvas_clip (canvas, frame, 0);
  for (guint i = 0; i < n; i++)
    if (places[i].x >= frame->x && places[i].x <= frame->x + frame->width && places[i].y <= frame->y + frame->height)
      draw_stem (canvas, frame, places[i]);
  for (guint i = 0; i < n; i++)
    if (_sonde_frame_is_near (frame, places[i], PENDING_RADIUS))
      {
        fill_disc (canvas, places[i], PENDING_RADIUS, canvas->palette->ground, 1);
        stroke_ring (canvas, places[i], PENDING_RADIUS, PENDING_STROKE, canvas->palette->pending);
      }
  cairo_restore (canvas->cr);
}

static void
stroke_cross (const SondeCanvas *canvas,
              double             x,
              double             y,
              double             width,
              SondeColor         color)
{
  cairo_t *cr = canvas->cr;

  cairo_new_path (cr);
  cairo_move_to (cr, x - FAILED_HALF, y - FAILED_HALF);
  cairo_line_to (cr, x + FAILED_HALF, y + FAILED_HALF);
  cairo_move_to (cr, x - FAILED_HALF, y + FAILED_HALF);
  cairo_line_to (cr, x + FAILED_HALF, y - FAILED_HALF);
  cairo_set_line_width (cr, width);
  sonde_canvas_set (canvas, color, 1);
  cairo_stroke (cr);
}

/**
 * sonde_layer_failed:
 * @places: pixels of the figure
 * @n: how many
 * @to_retry: whether they will be tried again, which a ring says, as for those being evaluated
 *
 * Marks points whose evaluation failed by crosses above the axis: they have no value.
 */
void
sonde_layer_failed (const SondeCanvas *canvas,
                    const SondeFrame  *frame,
                    const double      *places,
                    guint              n,
                    gboolean           to_retry)
{
  double y = sonde_canvas_snap (canvas, frame->y + frame->height) - FAILED_ABOVE_AXIS;

  cairo_save (canvas->cr);
  sonde_canvas_clip (canvas, frame, 0);
  /* all outlines before all crosses, else neighbours would cut each other */
  for (guint i = 0; i < n; i++)
    if (to_retry)
      fill_disc (canvas, (SondePlace) { places[i], y }, RETRY_RADIUS + 2, canvas->palette->ground, 1);
    else
      stroke_cross (canvas, places[i], y, 1.75 + 2.5, canvas->palette->ground);
  for (guint i = 0; i < n && to_retry; i++)
    stroke_ring (canvas, (SondePlace) { places[i], y }, RETRY_RADIUS, 1.25, canvas->palette->failed);
  for (guint i = 0; i < n; i++)
    stroke_cross (canvas, places[i], y, 1.75, canvas->palette->failed);
  cairo_restore (canvas->cr);
}
