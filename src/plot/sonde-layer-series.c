/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "plot/sonde-dense.h"
#include "plot/sonde-layers-private.h"
#include "plot/sonde-path.h"

#define LINE_OPACITY .9
/* A line so long in so small a frame covers it; dashes in it show nothing and cost much. */
#define LONGEST_DASHED 24
/* One that goes up and down by so many pixels in each column fills an area. */
#define DENSE 150
#define RUG_HEIGHT 8

/**
 * sonde_layer_ground:
 * @width: of the figure
 * @height: likewise
 *
 * Paints the ground.
 */
void
sonde_layer_ground (const SondeCanvas *canvas,
                    double             width,
                    double             height)
{
  sonde_canvas_set (canvas, canvas->palette->ground, 1);
  cairo_new_path (canvas->cr);
  cairo_rectangle (canvas->cr, 0, 0, width, height);
  cairo_fill (canvas->cr);
}

/**
 * sonde_layer_band:
 * @from: left edge, pixels of the figure
 * @to: right edge
 * @color: a faint one
 *
 * Fills a stretch over the whole height.
 */
void
sonde_layer_band (const SondeCanvas *canvas,
                  const SondeFrame  *frame,
                  double             from,
                  double             to,
                  SondeColor         color)
{
  from = MAX (from, frame->x);
  to = MIN (to, frame->x + frame->width);
  if (!(from < to))
    return;

  cairo_new_path (canvas->cr);
  cairo_rectangle (canvas->cr, from, frame->y, to - from, frame->height);
  sonde_canvas_set (canvas, color, 1);
  cairo_fill (canvas->cr);
}

void
_sonde_series_set_dash (cairo_t *cr,
                        guint    series)
{
  static const struct { int n; double lengths[4]; } dashes[SONDE_PALETTE_SERIES] = {
    { 0 }, { 2, { 7, 3 } }, { 2, { 2, 3 } }, { 4, { 9, 3, 2, 3 } }, { 0 }, { 2, { 7, 3 } },
  };

  cairo_set_dash (cr, dashes[series].lengths, dashes[series].n, 0);
}

/* how long the line is inside of the frame, at least about that */
static double
get_length (const SondePlace *places,
            guint             n,
            const SondeFrame *frame)
{
  double length = 0, top = frame->y, bottom = frame->y + frame->height;

  for (guint i = 1; i < n; i++)
    if (!isnan (places[i].x) && !isnan (places[i - 1].x))
      length += fabs (CLAMP (places[i].y, top, bottom) - CLAMP (places[i - 1].y, top, bottom));
  return length;
}

/**
 * sonde_layer_line:
 * @places: pixels of the figure, broken at NaN
 * @n: how many
 * @series: which one, for colour and dash
 *
 * Draws a curve.
 */
void
sonde_layer_line (const SondeCanvas *canvas,
                  const SondeFrame  *frame,
                  const SondePlace  *places,
                  guint              n,
                  guint              series)
{
  cairo_t *cr = canvas->cr;
  double length = get_length (places, n, frame);

  series %= SONDE_PALETTE_SERIES;
  cairo_save (cr);
  sonde_canvas_clip (canvas, frame, 0);
  sonde_canvas_set (canvas, canvas->palette->series[series], canvas->palette->high_contrast ? 1 : LINE_OPACITY);
  if (length > DENSE * frame->width * canvas->scale && !canvas->is_vector)
    sonde_dense_fill (canvas, frame, places, n, canvas->palette->line_width);
  else
    {
      cairo_new_path (cr);
      sonde_path_add (cr, places, n, frame, 2 * canvas->palette->line_width);
      if (length < LONGEST_DASHED * (frame->width + frame->height))
        _sonde_series_set_dash (cr, series);
      cairo_set_line_width (cr, canvas->palette->line_width);
      /* Peaks are data: mitred ones would overshoot, and round joins cost a good deal more. */
      cairo_set_line_join (cr, n < 2000 ? CAIRO_LINE_JOIN_ROUND : CAIRO_LINE_JOIN_BEVEL);
      cairo_stroke (cr);
    }
  cairo_restore (cr);
}

/* The more points a column has, in comparison with the sparsest one, the darker it is. */
static double
get_rug_weight (guint count,
                guint least,
                guint most)
{
  return log2 ((double) count / least) / MAX (6, log2 ((double) most / least));
}

/**
 * sonde_layer_rug:
 * @counts: how many points each column of logical pixels has, from the left edge of the frame
 * @n: how many columns
 * @color: of a column that few points lie in
 *
 * Shows just above the axis where points lie.
 */
void
sonde_layer_rug (const SondeCanvas *canvas,
                 const SondeFrame  *frame,
                 const guint       *counts,
                 guint              n,
                 SondeColor         color)
{
  double bottom = sonde_canvas_snap (canvas, frame->y + frame->height) - .5;
  guint least = G_MAXUINT, most = 0;

  for (guint i = 0; i < n; i++)
    if (counts[i] > 0)
      {
        least = MIN (least, counts[i]);
        most = MAX (most, counts[i]);
      }
  cairo_new_path (canvas->cr);
  for (guint i = 0; i < n; i++)
    {
      double left = sonde_canvas_snap (canvas, frame->x + i + .5) - .5;
      double weight;

      if (counts[i] == 0)
        continue;
      weight = get_rug_weight (counts[i], least, most);
      cairo_rectangle (canvas->cr, left, bottom - RUG_HEIGHT - 1, 1, RUG_HEIGHT);
      sonde_canvas_set (canvas, color, (1 - weight) + weight * MIN (1 / color.alpha, 2.2));
      cairo_fill (canvas->cr);
    }
}

static void
add_steps (const SondeCanvas *canvas,
           const SondeFrame  *frame,
           const double      *heights,
           guint              n,
           double             bottom)
{
  double room = SONDE_LOSS_PART * frame->height, last = bottom;

  cairo_new_path (canvas->cr);
  cairo_move_to (canvas->cr, frame->x, bottom);
  for (guint i = 0; i < n; i++)
    {
      double y = bottom - heights[i] * room;

      if (y == last)
        continue;
      cairo_line_to (canvas->cr, frame->x + i, last);
      cairo_line_to (canvas->cr, frame->x + i, y);
      last = y;
    }
  cairo_line_to (canvas->cr, frame->x + frame->width, last);
}

/**
 * sonde_layer_losses:
 * @heights: of each column of logical pixels, from the left edge of the frame: 0 to 1
 * @n: how many columns
 *
 * Shows as steps along the axis where a function is known how badly.
 */
void
sonde_layer_losses (const SondeCanvas *canvas,
                    const SondeFrame  *frame,
                    const double      *heights,
                    guint              n)
{
  SondeColor color = canvas->palette->axis_title;
  double bottom = sonde_canvas_snap (canvas, frame->y + frame->height) - .5;

  cairo_save (canvas->cr);
  sonde_canvas_clip (canvas, frame, 0);
  add_steps (canvas, frame, heights, n, bottom);
  cairo_line_to (canvas->cr, frame->x + frame->width, bottom);
  cairo_close_path (canvas->cr);
  sonde_canvas_set (canvas, color, canvas->palette->high_contrast ? .25 : .12);
  cairo_fill (canvas->cr);
  add_steps (canvas, frame, heights, n, bottom);
  cairo_set_line_width (canvas->cr, 1);
  sonde_canvas_set (canvas, color, canvas->palette->high_contrast ? 1 : .45);
  cairo_stroke (canvas->cr);
  cairo_restore (canvas->cr);
}

/**
 * sonde_layer_goal:
 * @value: where on the vertical axis
 * @label: (nullable): Pango markup, written above the line at its start
 *
 * Draws a horizontal line that is to be reached.
 *
 * Returns: how wide the label is, from where it begins 8 pixels right of the frame's edge; 0 if nothing is drawn
 */
double
sonde_layer_goal (const SondeCanvas *canvas,
                  const SondeFrame  *frame,
                  double             value,
                  const char        *label)
{
  static const double dash[] = { 6, 4 };
  double place = sonde_frame_from_y (frame, value), width = 0;
  cairo_t *cr = canvas->cr;

  if (isnan (place) || place < frame->y || place > frame->y + frame->height)
    return 0;

  cairo_save (cr);
  cairo_new_path (cr);
  cairo_move_to (cr, frame->x, place);
  cairo_line_to (cr, frame->x + frame->width, place);
  cairo_set_dash (cr, dash, G_N_ELEMENTS (dash), 0);
  cairo_set_line_width (cr, canvas->palette->high_contrast ? canvas->palette->line_width : 1.5);
  sonde_canvas_set (canvas, canvas->palette->goal, 1);
  cairo_stroke (cr);
  cairo_restore (cr);

  if (label != NULL)
    {
      g_autofree char *bold = g_strdup_printf ("<b>%s</b>", label);

      sonde_canvas_measure (canvas, bold, SONDE_TEXT_SMALL, &width, NULL);
      sonde_canvas_write (canvas, bold, SONDE_TEXT_SMALL, canvas->palette->goal, frame->x + 8, place - 3, 0, 1, 0);
    }
  return width;
}
