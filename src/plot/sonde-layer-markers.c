/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A mark for every point of a series: stamped onto a picture of pixels, a path each in a file. */

#include "config.h"

#include <math.h>

#include "plot/sonde-layers-private.h"

#define REACH 4.5
#define STROKE 1.2
/* Marks fade between these mean distances, in pixels. */
#define FADED 6.0
#define FULL 12.0

typedef struct
{
  guint           series;
  SondeMarkerPart part;
} Shape;

gboolean
_sonde_marker_is_hollow (guint series)
{
  return series >= 4;
}

static void
add_polygon (cairo_t      *cr,
             double        x,
             double        y,
             const double *corners,
             int           n)
{
  for (int i = 0; i < n; i++)
    cairo_line_to (cr, x + corners[2 * i], y + corners[2 * i + 1]);
  cairo_close_path (cr);
}

/* Adds the shape to the path: disc, square, triangle, diamond, and the hollow ones a little smaller, for their stroke. */
void
_sonde_marker_add (cairo_t *cr,
                   guint    series,
                   double   x,
                   double   y)
{
  static const double square[] = { -2.2, -2.2, 2.2, -2.2, 2.2, 2.2, -2.2, 2.2 };
  static const double triangle[] = { 0, -3, 2.75, 2, -2.75, 2 };
  static const double diamond[] = { 0, -3.3, 3.3, 0, 0, 3.3, -3.3, 0 };
  static const double hollow_square[] = { -2, -2, 2, -2, 2, 2, -2, 2 };
  static const double hollow_triangle[] = { 0, -2.9, 2.6, 1.8, -2.6, 1.8 };

  cairo_new_sub_path (cr);
  switch (series % SONDE_PALETTE_SERIES)
    {
    case 0:
      cairo_arc (cr, x, y, SONDE_MARKER_RADIUS, 0, 2 * G_PI);
      cairo_close_path (cr);
      break;
    case 1:
      add_polygon (cr, x, y, square, 4);
      break;
    case 2:
      add_polygon (cr, x, y, triangle, 3);
      break;
    case 3:
      add_polygon (cr, x, y, diamond, 4);
      break;
    case 4:
      add_polygon (cr, x, y, hollow_square, 4);
      break;
    default:
      add_polygon (cr, x, y, hollow_triangle, 3);
      break;
    }
}

gboolean
_sonde_frame_is_near (const SondeFrame *frame,
                      SondePlace        place,
                      double            margin)
{
  /* false for NaN */
  return place.x >= frame->x - margin && place.x <= frame->x + frame->width + margin
         && place.y >= frame->y - margin && place.y <= frame->y + frame->height + margin;
}

/**
 * sonde_marker_opacity:
 * @n_points: how many are in view
 * @area: of the frame, in square pixels
 *
 * Marks fade out when points come so close that they would hide the curve. The mean distance is that of as many points spread
 * over the frame, the square root of the area for each.
 *
 * Returns: 0 to 1
 */
double
sonde_marker_opacity (double n_points,
                      double area)
{
  double distance = sqrt (area / MAX (n_points, 1));

  return CLAMP ((distance - FADED) / (FULL - FADED), 0, 1);
}

static void
paint_part (cairo_t         *cr,
            SondeMarkerPart  part)
{
  cairo_set_line_width (cr, STROKE);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_MITER);
  if (part == SONDE_MARKER_FILL)
    cairo_fill (cr);
  else
    cairo_stroke (cr);
}

static void
paint_stamp (cairo_t       *cr,
             double         x,
             double         y,
             gconstpointer  data)
{
  const Shape *shape = data;

  _sonde_marker_add (cr, shape->series, x, y);
  paint_part (cr, shape->part);
}

static void
draw_paths (const SondeCanvas *canvas,
            const SondeFrame  *frame,
            const SondePlace  *places,
            guint              n,
            guint              series,
            SondeMarkerPart    part)
{
  for (guint i = 0; i < n; i++)
    if (_sonde_frame_is_near (frame, places[i], 5))
      {
        cairo_new_path (canvas->cr);
        _sonde_marker_add (canvas->cr, series, places[i].x, places[i].y);
        paint_part (canvas->cr, part);
      }
}

/**
 * sonde_layer_markers:
 * @places: pixels of the figure; NaN ones are left out
 * @n: how many
 * @series: which one, for colour and shape
 * @opacity: 0 to 1
 *
 * Draws the points of a series.
 */
void
sonde_layer_markers (const SondeCanvas *canvas,
                     const SondeFrame  *frame,
                     const SondePlace  *places,
                     guint              n,
                     guint              series,
                     double             opacity)
{
  gboolean hollow;

  if (n == 0 || opacity <= 0)
    return;

  series %= SONDE_PALETTE_SERIES;
  hollow = _sonde_marker_is_hollow (series);
  cairo_save (canvas->cr);
  sonde_canvas_clip (canvas, frame, 0);
  for (SondeMarkerPart part = SONDE_MARKER_FILL; part <= (hollow ? SONDE_MARKER_HOLLOW : SONDE_MARKER_FILL); part++)
    {
      SondeColor color = hollow && part == SONDE_MARKER_FILL ? canvas->palette->ground : canvas->palette->series[series];

      sonde_canvas_set (canvas, color, opacity);
      if (canvas->is_vector)
        draw_paths (canvas, frame, places, n, series, part);
      else
        _sonde_stamps_paint (canvas, frame, places, n, REACH, paint_stamp, &(Shape) { series, part });
    }
  cairo_restore (canvas->cr);
}
