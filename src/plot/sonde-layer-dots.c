/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Points of a surface. They lie on colours from dark to light, so each mark has a light part and a dark one. */

#include "config.h"

#include <math.h>

#include "plot/sonde-layers-private.h"
#include "plot/sonde-surface-layers.h"

#define RADIUS 1.25
#define RADIUS_CONTRAST 1.75
#define OPACITY .75
#define NEWEST_RED 1.
#define NEWEST_GREEN (0x78 / 255.)
#define PENDING_RADIUS 3.7
#define FAILED_HALF 3.5
#define RETRY_RADIUS 6.5

static void
paint_dot (cairo_t       *cr,
           double         x,
           double         y,
           gconstpointer  radius)
{
  cairo_new_path (cr);
  cairo_arc (cr, x, y, *(const double *) radius, 0, 2 * G_PI);
  cairo_fill (cr);
}

static SondeColor
get_color (const SondeCanvas *canvas,
           SondeGround        ground)
{
  if (ground == SONDE_GROUND_PLAIN)
    return canvas->palette->series[0];
  return ground == SONDE_GROUND_LIGHT_FIELD ? (SondeColor) { 0, 0, 0, 1 } : (SondeColor) { 1, 1, 1, 1 };
}

/**
 * sonde_layer_dots:
 * @places: pixels of the figure; NaN ones are left out
 * @n: how many
 * @ground: what lies under them
 *
 * Marks points.
 */
void
sonde_layer_dots (const SondeCanvas *canvas,
                  const SondeFrame  *frame,
                  const SondePlace  *places,
                  guint              n,
                  SondeGround        ground)
{
  double radius = canvas->palette->high_contrast ? RADIUS_CONTRAST : RADIUS;
  double opacity = canvas->palette->high_contrast ? 1 : OPACITY;

  if (n == 0)
    return;
  cairo_save (canvas->cr);
  sonde_canvas_clip (canvas, frame, radius);
  sonde_canvas_set (canvas, get_color (canvas, ground), opacity);
  if (!canvas->is_vector)
    _sonde_stamps_paint (canvas, frame, places, n, radius + 1, paint_dot, &radius);
  else
    for (guint i = 0; i < n; i++)
      if (_sonde_frame_is_near (frame, places[i], radius))
        paint_dot (canvas->cr, places[i].x, places[i].y, &radius);
  cairo_restore (canvas->cr);
}

static void
fill_disc (cairo_t    *cr,
           SondePlace  place,
           double      radius)
{
  paint_dot (cr, place.x, place.y, &radius);
}

/**
 * sonde_layer_dots_newest:
 * @places: pixels of the figure, the oldest first; NaN ones are left out
 * @n: how many
 *
 * Marks the newest points, fading by age.
 */
void
sonde_layer_dots_newest (const SondeCanvas *canvas,
                         const SondeFrame  *frame,
                         const SondePlace  *places,
                         guint              n)
{
  cairo_t *cr = canvas->cr;

  cairo_save (cr);
  sonde_canvas_clip (canvas, frame, 6);
  for (guint i = 0; i < n; i++)
    {
      double age = (double) (n - 1 - i) / (SONDE_NEWEST - 1);
      double radius = 4.2 - age * 1.2;

      if (!_sonde_frame_is_near (frame, places[i], 1))
        continue;
      if (canvas->palette->halo)
        {
          cairo_set_source_rgba (cr, NEWEST_RED, NEWEST_GREEN, 0, .38 - age * .26);
          fill_disc (cr, places[i], 10 - age * 4);
        }
      cairo_set_source_rgb (cr, 1, 1, 1);
      fill_disc (cr, places[i], radius + 1.2);
      cairo_set_source_rgb (cr, NEWEST_RED, NEWEST_GREEN + age * .12, age * .25);
      fill_disc (cr, places[i], radius);
    }
  cairo_restore (cr);
}

/**
 * sonde_layer_dots_pending:
 * @places: pixels of the figure
 * @n: how many
 * @ground: what lies under them
 *
 * Marks points that are being evaluated by rings.
 */
void
sonde_layer_dots_pending (const SondeCanvas *canvas,
                          const SondeFrame  *frame,
                          const SondePlace  *places,
                          guint              n,
                          SondeGround        ground)
{
  cairo_t *cr = canvas->cr;

  cairo_save (cr);
  sonde_canvas_clip (canvas, frame, 5);
  for (guint i = 0; i < n; i++)
    {
      if (!_sonde_frame_is_near (frame, places[i], 1))
        continue;
      if (ground != SONDE_GROUND_PLAIN)
        {
          cairo_set_source_rgba (cr, 0, 0, 0, .5);
          fill_disc (cr, places[i], PENDING_RADIUS + 1.5);
          cairo_set_source_rgb (cr, 1, 1, 1);
        }
      else
        {
          sonde_canvas_set (canvas, canvas->palette->ground, 1);
          fill_disc (cr, places[i], PENDING_RADIUS);
          sonde_canvas_set (canvas, canvas->palette->pending, 1);
        }
      cairo_new_path (cr);
      cairo_arc (cr, places[i].x, places[i].y, PENDING_RADIUS, 0, 2 * G_PI);
      cairo_set_line_width (cr, 1.5);
      cairo_stroke (cr);
    }
  cairo_restore (cr);
}

static void
stroke_cross (const SondeCanvas *canvas,
              SondePlace         place,
              double             width)
{
  cairo_t *cr = canvas->cr;

  cairo_new_path (cr);
  cairo_move_to (cr, place.x - FAILED_HALF, place.y - FAILED_HALF);
  cairo_line_to (cr, place.x + FAILED_HALF, place.y + FAILED_HALF);
  cairo_move_to (cr, place.x - FAILED_HALF, place.y + FAILED_HALF);
  cairo_line_to (cr, place.x + FAILED_HALF, place.y - FAILED_HALF);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_width (cr, width);
  cairo_stroke (cr);
}

/**
 * sonde_layer_dots_failed:
 * @places: pixels of the figure
 * @n: how many
 * @to_retry: whether they will be tried again, which a ring says, as for those being evaluated
 *
 * Marks where evaluations failed by crosses.
 */
void
sonde_layer_dots_failed (const SondeCanvas *canvas,
                         const SondeFrame  *frame,
                         const SondePlace  *places,
                         guint              n,
                         gboolean           to_retry)
{
  SondeColor ground = canvas->palette->ground, color = canvas->palette->failed;

  cairo_save (canvas->cr);
  sonde_canvas_clip (canvas, frame, RETRY_RADIUS);
  /* all outlines before all crosses, else neighbours would cut each other */
  for (guint i = 0; i < n; i++)
    if (_sonde_frame_is_near (frame, places[i], 1))
      {
        sonde_canvas_set (canvas, ground, 1);
        if (to_retry)
          fill_disc (canvas->cr, places[i], RETRY_RADIUS + 1.5);
        else
          stroke_cross (canvas, places[i], 1.75 + 2.5);
      }
  for (guint i = 0; i < n; i++)
    if (_sonde_frame_is_near (frame, places[i], 1))
      {
        sonde_canvas_set (canvas, color, 1);
        stroke_cross (canvas, places[i], 1.75);
        if (!to_retry)
          continue;
        cairo_new_path (canvas->cr);
        cairo_arc (canvas->cr, places[i].x, places[i].y, RETRY_RADIUS, 0, 2 * G_PI);
        cairo_set_line_width (canvas->cr, 1.25);
        cairo_stroke (canvas->cr);
      }
  cairo_restore (canvas->cr);
}
