/* SPDX-License-Identifier: GPL-3.0-or-later */

/* 1. The height is known first, so the vertical axis gets its ticks, and the widest label the left margin.
 * 2. What remains is the width; the horizontal axis gets fewer ticks until labels stand well apart.
 * 3. Should the last label reach out of the figure, the right margin grows and 2 is done once more.
 * 4. A frame that shall be square in units is made so, and both axes get the ticks for their new lengths. */

#include "config.h"

#include <math.h>

#include "plot/sonde-axes.h"

#define LABEL_GAP 9.0
/* from the edge of the figure to the middle of the vertical title, and the room it takes in all */
#define Y_TITLE_MIDDLE 15.0
#define Y_TITLE_ROOM 27.0
#define LABELS_APART 14.0
#define X_DISTANCE 110.0
#define X_DISTANCE_NARROW 75.0
#define Y_DISTANCE 70.0
#define MARK_LENGTH 4.0

typedef struct
{
  double left, right, top, bottom;
} Margins;

static const Margins wide_margins = { 62, 24, 14, 46 };
static const Margins narrow_margins = { 46, 12, 8, 32 };

static double
measure_widest (const SondeCanvas *canvas,
                const SondeTicks  *ticks)
{
  double widest = 0;

  for (guint i = 0; i < ticks->n; i++)
    {
      double width;

      sonde_canvas_measure (canvas, ticks->ticks[i].label, SONDE_TEXT_SMALL, &width, NULL);
      widest = MAX (widest, width);
    }
  return widest;
}

static void
arrange_y (SondeAxes         *self,
           const SondeCanvas *canvas,
           SondeFrame        *frame,
           Margins           *margins)
{
  double room = self->narrow || self->y_title == NULL ? 4 : Y_TITLE_ROOM * canvas->font_scale;

  g_clear_pointer (&self->y, sonde_ticks_free);
  self->y = sonde_ticks_new (frame->y_min, frame->y_max, frame->log_y, frame->height,
                             Y_DISTANCE * MAX (canvas->font_scale, 1));
  margins->left = MAX (margins->left, ceil (measure_widest (canvas, self->y) + LABEL_GAP + room));
}

static double
get_least_distance (const SondeTicks *ticks,
                    const SondeFrame *frame)
{
  double least = frame->width;
  SondeScale scale;

  sonde_frame_get_scales (frame, &scale, NULL);
  for (guint i = 1; i < ticks->n; i++)
    least = MIN (least, sonde_scale_to_pixel (&scale, ticks->ticks[i].value)
                        - sonde_scale_to_pixel (&scale, ticks->ticks[i - 1].value));
  return least;
}

static void
arrange_x (SondeAxes         *self,
           const SondeCanvas *canvas,
           SondeFrame        *frame)
{
  double distance = (self->narrow ? X_DISTANCE_NARROW : X_DISTANCE) * MAX (canvas->font_scale, 1);

  for (guint i = 0; i < 12; i++)
    {
      g_clear_pointer (&self->x, sonde_ticks_free);
      self->x = sonde_ticks_new (frame->x_min, frame->x_max, frame->log_x, frame->width, distance);
      if (self->x->n < 2 || measure_widest (canvas, self->x) + LABELS_APART <= get_least_distance (self->x, frame))
        return;
      distance *= 1.3;
    }
}

/* how far the last label reaches over the figure's edge */
static double
get_overhang (const SondeAxes   *self,
              const SondeCanvas *canvas,
              const SondeFrame  *frame,
              double             width)
{
  double label;
  const SondeTick *last;

  if (self->x->n == 0)
    return 0;
  last = &self->x->ticks[self->x->n - 1];
  sonde_canvas_measure (canvas, last->label, SONDE_TEXT_SMALL, &label, NULL);
  return sonde_frame_from_x (frame, last->value) + label / 2 + 2 - width;
}

static void
make_square (SondeAxes         *self,
             const SondeCanvas *canvas,
             SondeFrame        *frame,
             Margins           *margins)
{
  double a_unit = MIN (frame->width / (frame->x_max - frame->x_min), frame->height / (frame->y_max - frame->y_min));
  double width = MAX (1, floor (a_unit * (frame->x_max - frame->x_min)));
  double height = MAX (1, floor (a_unit * (frame->y_max - frame->y_min)));

  if (!isfinite (a_unit) || frame->log_x || frame->log_y)
    return;
  self->moved = floor ((frame->width - width) / 2);
  frame->x += self->moved;
  frame->y += floor ((frame->height - height) / 2);
  frame->width = width;
  frame->height = height;
  arrange_y (self, canvas, frame, margins);
  arrange_x (self, canvas, frame);
}

/**
 * sonde_axes_arrange:
 * @width: of the figure, logical pixels
 * @height: likewise
 * @frame: (inout): has the ranges; gets its place in the figure
 *
 * Chooses ticks and margins.
 */
void
sonde_axes_arrange (SondeAxes         *self,
                    const SondeCanvas *canvas,
                    double             width,
                    double             height,
                    SondeFrame        *frame)
{
  Margins margins = self->narrow ? narrow_margins : wide_margins;
  double overhang;

  /* what of these is text */
  margins.bottom += (margins.bottom - LABEL_GAP - 2) * (canvas->font_scale - 1);
  margins.top += 5 * (canvas->font_scale - 1);
  margins.right += self->side;
  margins.bottom += self->foot;
  self->moved = 0;

  frame->y = margins.top + self->head;
  frame->height = MAX (height - frame->y - margins.bottom, 1);
  arrange_y (self, canvas, frame, &margins);
  self->moved = MAX (self->left - margins.left, 0);
  margins.left += self->moved;
  frame->x = margins.left;
  frame->width = MAX (width - margins.left - margins.right, 1);
  arrange_x (self, canvas, frame);
  overhang = get_overhang (self, canvas, frame, width);
  if (overhang > 0)
    {
      frame->width = MAX (frame->width - ceil (overhang), 1);
      arrange_x (self, canvas, frame);
    }
  if (self->square)
    make_square (self, canvas, frame, &margins);
}

void
sonde_axes_clear (SondeAxes *self)
{
  g_clear_pointer (&self->x, sonde_ticks_free);
  g_clear_pointer (&self->y, sonde_ticks_free);
}

/* The axis lies in the row of pixels below the frame's lower edge. */
static double
get_axis (const SondeCanvas *canvas,
          const SondeFrame  *frame)
{
  return sonde_canvas_snap (canvas, frame->y + frame->height);
}

/**
 * sonde_axes_draw_grid:
 *
 * Draws a line for every tick, behind everything else.
 */
void
sonde_axes_draw_grid (const SondeAxes   *self,
                      const SondeCanvas *canvas,
                      const SondeFrame  *frame)
{
  double axis = get_axis (canvas, frame);
  cairo_t *cr = canvas->cr;
  SondeScale x, y;

  sonde_frame_get_scales (frame, &x, &y);
  cairo_new_path (cr);
  for (guint i = 0; i < self->x->n; i++)
    {
      double place = sonde_canvas_snap (canvas, sonde_scale_to_pixel (&x, self->x->ticks[i].value));

      cairo_move_to (cr, place, frame->y);
      cairo_line_to (cr, place, axis - .5);
    }
  for (guint i = 0; i < self->y->n; i++)
    {
      double place = sonde_canvas_snap (canvas, sonde_scale_to_pixel (&y, self->y->ticks[i].value));

      /* one at the bottom would lie under the axis */
      if (place > axis - 1)
        continue;
      cairo_move_to (cr, frame->x, place);
      cairo_line_to (cr, frame->x + frame->width, place);
    }
  cairo_set_line_width (cr, 1);
  sonde_canvas_set (canvas, canvas->palette->grid, 1);
  cairo_stroke (cr);
}

static void
draw_titles (const SondeAxes   *self,
             const SondeCanvas *canvas,
             const SondeFrame  *frame,
             double             axis)
{
  SondeColor color = canvas->palette->axis_title;

  if (self->x_title != NULL)
    sonde_canvas_write (canvas, self->x_title, SONDE_TEXT_SMALL, color,
                        frame->x + frame->width / 2, axis + LABEL_GAP + 18 * canvas->font_scale, .5, 0, 0);
  if (self->y_title != NULL)
    sonde_canvas_write (canvas, self->y_title, SONDE_TEXT_SMALL, color,
                        self->moved + Y_TITLE_MIDDLE * canvas->font_scale, frame->y + frame->height / 2, .5, .5, -G_PI_2);
}

static void
draw_marks (const SondeAxes   *self,
            const SondeCanvas *canvas,
            const SondeFrame  *frame)
{
  double axis = get_axis (canvas, frame) + .5;
  cairo_t *cr = canvas->cr;
  SondeScale x, y;

  sonde_frame_get_scales (frame, &x, &y);
  cairo_new_path (cr);
  for (guint i = 0; i < self->x->n; i++)
    {
      double place = sonde_canvas_snap (canvas, sonde_scale_to_pixel (&x, self->x->ticks[i].value));

      cairo_move_to (cr, place, axis);
      cairo_line_to (cr, place, axis + MARK_LENGTH);
    }
  for (guint i = 0; i < self->y->n; i++)
    {
      double place = sonde_canvas_snap (canvas, sonde_scale_to_pixel (&y, self->y->ticks[i].value));

      cairo_move_to (cr, frame->x, place);
      cairo_line_to (cr, frame->x - MARK_LENGTH, place);
    }
  cairo_set_line_width (cr, 1);
  sonde_canvas_set (canvas, canvas->palette->axis, 1);
  cairo_stroke (cr);
}

/**
 * sonde_axes_draw_labels:
 *
 * Draws the axis, its numbers and titles.
 */
void
sonde_axes_draw_labels (const SondeAxes   *self,
                        const SondeCanvas *canvas,
                        const SondeFrame  *frame)
{
  double axis = get_axis (canvas, frame);
  SondeColor color = canvas->palette->tick_text;
  cairo_t *cr = canvas->cr;
  SondeScale x, y;

  cairo_new_path (cr);
  cairo_move_to (cr, frame->x, axis);
  cairo_line_to (cr, frame->x + frame->width, axis);
  cairo_set_line_width (cr, 1);
  sonde_canvas_set (canvas, canvas->palette->axis, 1);
  cairo_stroke (cr);
  if (self->marks)
    draw_marks (self, canvas, frame);

  sonde_frame_get_scales (frame, &x, &y);
  for (guint i = 0; i < self->x->n; i++)
    sonde_canvas_write (canvas, self->x->ticks[i].label, SONDE_TEXT_SMALL, color,
                        sonde_scale_to_pixel (&x, self->x->ticks[i].value), axis + LABEL_GAP, .5, 0, 0);
  for (guint i = 0; i < self->y->n; i++)
    sonde_canvas_write (canvas, self->y->ticks[i].label, SONDE_TEXT_SMALL, color,
                        frame->x - LABEL_GAP, sonde_scale_to_pixel (&y, self->y->ticks[i].value), 1, .5, 0);
  if (!self->narrow)
    draw_titles (self, canvas, frame, axis);
}
