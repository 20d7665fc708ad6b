/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Draws panels: 1. ranges from the marks, or from the view for the first panel; 2. each panel's axes in its part of the picture; 3. its
 * marks in order. */

#include "config.h"

#include <math.h>

#include "figure/sonde-panels-picture.h"
#include "plot/sonde-axes.h"
#include "plot/sonde-colormap.h"
#include "plot/sonde-layers.h"
#include "plot/sonde-reduce.h"

#define ROOM .04
#define BAND_OPACITY .18
#define BAR_OPACITY .55
/* A title above a panel takes so much of it, logical pixels. */
#define PANEL_TITLE 16.0

static void
widen (double  value,
       gboolean log,
       double *min,
       double *max)
{
  if (!isfinite (value) || (log && value <= 0))
    return;
  *min = MIN (*min, value);
  *max = MAX (*max, value);
}

static void
widen_by_mark (const SondePanel *panel,
               const SondeMark  *mark,
               SondeFrame       *range)
{
  for (guint i = 0; i < mark->n; i++)
    {
      if (mark->kind != SONDE_MARK_LEVEL)
        widen (mark->x[i], panel->log_x, &range->x_min, &range->x_max);
      if (mark->x2 != NULL)
        widen (mark->x2[i], panel->log_x, &range->x_min, &range->x_max);
      if (mark->is_quiet)
        continue;
      if (mark->kind != SONDE_MARK_CELLS && mark->y != NULL)
        widen (mark->y[i], panel->log_y, &range->y_min, &range->y_max);
      if (mark->low != NULL)
        {
          widen (mark->low[i], panel->log_y, &range->y_min, &range->y_max);
          widen (mark->high[i], panel->log_y, &range->y_min, &range->y_max);
        }
    }
}

/* A range of no width gets some. */
static void
spread (double   *min,
        double   *max,
        gboolean  log)
{
  double size = MAX (fabs (*min), fabs (*max));

  if (!(*min <= *max))
    {
      *min = log ? .1 : 0;
      *max = 1;
    }
  else if (*max - *min <= 1e-13 * size || *min == *max)
    {
      double by = size > 0 ? size / 4 : 1;

      *min = log ? *min / 3 : *min - by;
      *max = log ? *max * 3 : *max + by;
    }
}

static void
choose_ranges (const SondePanel *panel,
               const SondeView  *view,
               SondeFrame       *frame)
{
  *frame = (SondeFrame) { .x_min = INFINITY, .x_max = -INFINITY, .y_min = INFINITY, .y_max = -INFINITY,
                          .log_x = panel->log_x || (view != NULL && view->log_x),
                          .log_y = panel->log_y || (view != NULL && view->log_y) };
  for (guint i = 0; i < panel->marks->len; i++)
    widen_by_mark (panel, g_ptr_array_index (panel->marks, i), frame);
  if (panel->from_zero && !frame->log_y)
    widen (0, FALSE, &frame->y_min, &frame->y_max);
  spread (&frame->x_min, &frame->x_max, frame->log_x);
  spread (&frame->y_min, &frame->y_max, frame->log_y);
  sonde_scale_pad (&frame->x_min, &frame->x_max, frame->log_x, ROOM / 2, ROOM / 2);
  sonde_scale_pad (&frame->y_min, &frame->y_max, frame->log_y, panel->from_zero ? 0 : ROOM, ROOM);
  frame->x_min = isnan (panel->x_min) ? frame->x_min : panel->x_min;
  frame->x_max = isnan (panel->x_max) ? frame->x_max : panel->x_max;
  frame->y_min = isnan (panel->y_min) ? frame->y_min : panel->y_min;
  frame->y_max = isnan (panel->y_max) ? frame->y_max : panel->y_max;
  if (view != NULL && !view->auto_x)
    {
      frame->x_min = view->x_min;
      frame->x_max = view->x_max;
    }
  if (view != NULL && !view->auto_y)
    {
      frame->y_min = view->y_min;
      frame->y_max = view->y_max;
    }
  sonde_scale_mend (&frame->x_min, &frame->x_max, frame->log_x);
  sonde_scale_mend (&frame->y_min, &frame->y_max, frame->log_y);
}

static SondeColor
get_color (const SondeCanvas *canvas,
           const SondeMark   *mark)
{
  return canvas->palette->series[mark->series % SONDE_PALETTE_SERIES];
}

static void
draw_line (const SondeCanvas *canvas,
           const SondeFrame  *frame,
           const SondeMark   *mark)
{
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (SondePlace));
  SondeScale x, y;

  sonde_frame_get_scales (frame, &x, &y);
  sonde_reduce (mark->x, mark->y, 0, mark->n, &x, &y, 1 / canvas->scale, places);
  sonde_layer_line (canvas, frame, (const SondePlace *) (const void *) places->data, places->len, mark->series);
}

static void
draw_points (const SondeCanvas *canvas,
             const SondeFrame  *frame,
             const SondeMark   *mark)
{
  g_autofree SondePlace *places = g_new (SondePlace, mark->n + 1);
  guint n = 0;

  for (guint i = 0; i < mark->n; i++)
    {
      SondePlace place = { sonde_frame_from_x (frame, mark->x[i]), sonde_frame_from_y (frame, mark->y[i]) };

      if (isfinite (place.x) && isfinite (place.y))
        places[n++] = place;
    }
  sonde_layer_markers (canvas, frame, places, n, mark->series, sonde_marker_opacity (n, frame->width * frame->height));
}

static void
draw_band (const SondeCanvas *canvas,
           const SondeFrame  *frame,
           const SondeMark   *mark)
{
  cairo_t *cr = canvas->cr;
  double far = 10 * (frame->height + frame->y);

  cairo_new_path (cr);
  for (guint i = 0; i < mark->n; i++)
    cairo_line_to (cr, sonde_frame_from_x (frame, mark->x[i]), CLAMP (sonde_frame_from_y (frame, mark->low[i]), -far, far));
  for (guint i = mark->n; i-- > 0;)
    cairo_line_to (cr, sonde_frame_from_x (frame, mark->x[i]), CLAMP (sonde_frame_from_y (frame, mark->high[i]), -far, far));
  cairo_close_path (cr);
  sonde_canvas_set (canvas, get_color (canvas, mark), BAND_OPACITY);
  cairo_fill (cr);
}

/* A bar with short ends, when there is room for these. */
static void
draw_errors (const SondeCanvas *canvas,
             const SondeFrame  *frame,
             const SondeMark   *mark)
{
  cairo_t *cr = canvas->cr;
  double cap = mark->n > 0 ? CLAMP (frame->width / mark->n / 4, 0, 3) : 0;
  double top = frame->y - 10, bottom = frame->y + frame->height + 10;

  cairo_new_path (cr);
  for (guint i = 0; i < mark->n; i++)
    {
      double x = sonde_frame_from_x (frame, mark->x[i]);
      double low = CLAMP (sonde_frame_from_y (frame, mark->low[i]), top, bottom);
      double high = CLAMP (sonde_frame_from_y (frame, mark->high[i]), top, bottom);

      if (isnan (x + low + high) || x < frame->x - 5 || x > frame->x + frame->width + 5)
        continue;
      cairo_move_to (cr, x, low);
      cairo_line_to (cr, x, high);
      if (cap < 1)
        continue;
      cairo_move_to (cr, x - cap, low);
      cairo_line_to (cr, x + cap, low);
      cairo_move_to (cr, x - cap, high);
      cairo_line_to (cr, x + cap, high);
    }
  cairo_set_line_width (cr, 1);
  sonde_canvas_set (canvas, get_color (canvas, mark), canvas->palette->high_contrast ? 1 : .7);
  cairo_stroke (cr);
}

static void
draw_bars (const SondeCanvas *canvas,
           const SondeFrame  *frame,
           const SondeMark   *mark)
{
  double bottom = frame->y + frame->height;
  cairo_t *cr = canvas->cr;

  cairo_new_path (cr);
  for (guint i = 0; i < mark->n; i++)
    {
      double left = sonde_frame_from_x (frame, mark->x[i]), right = sonde_frame_from_x (frame, mark->x2[i]);
      double top = sonde_frame_from_y (frame, mark->y[i]);
      double gap = right - left > 4 ? 1 : 0;

      if (isnan (top) || top >= bottom)
        continue;
      cairo_rectangle (cr, left, top, MAX (right - left - gap, .5), bottom - top);
    }
  sonde_canvas_set (canvas, get_color (canvas, mark), canvas->palette->high_contrast ? 1 : BAR_OPACITY);
  cairo_fill (cr);
}

static void
draw_cells (const SondeCanvas *canvas,
            const SondeFrame  *frame,
            const SondeView   *view,
            const SondeMark   *mark)
{
  cairo_t *cr = canvas->cr;

  /* edges shared by two cells would show the ground between them */
  if (mark->is_mapped)
    cairo_set_antialias (cr, CAIRO_ANTIALIAS_NONE);

  for (guint i = 0; i < mark->n; i++)
    {
      double left = sonde_frame_from_x (frame, mark->x[i]), right = sonde_frame_from_x (frame, mark->x2[i]);
      double bottom = sonde_frame_from_y (frame, mark->low[i]), top = sonde_frame_from_y (frame, mark->high[i]);
      double gap = right - left > 3 && !mark->is_mapped ? .5 : 0;

      if (isnan (left + right + top + bottom))
        continue;
      cairo_new_path (cr);
      cairo_rectangle (cr, left + gap, top, MAX (right - left - 2 * gap, .5), MAX (bottom - top, .5));
      if (isnan (mark->y[i]))
        sonde_canvas_set (canvas, canvas->palette->gap, 1);
      else if (mark->is_mapped)
        sonde_canvas_set (canvas, sonde_colormap_get_color (view->colormap, CLAMP (mark->y[i], 0, 1)), 1);
      else
        sonde_canvas_set (canvas, get_color (canvas, mark), .12 + .88 * CLAMP (mark->y[i], 0, 1));
      cairo_fill (cr);
    }
}

static void
draw_mark (const SondeCanvas *canvas,
           const SondeFrame  *frame,
           const SondeView   *view,
           const SondeMark   *mark)
{
  cairo_save (canvas->cr);
  if (mark->kind != SONDE_MARK_POINTS)
    sonde_canvas_clip (canvas, frame, 0);
  switch (mark->kind)
    {
    case SONDE_MARK_LINE:
      if (!view->hide_line)
        draw_line (canvas, frame, mark);
      break;
    case SONDE_MARK_POINTS:
      if (!view->hide_points)
        draw_points (canvas, frame, mark);
      break;
    case SONDE_MARK_BAND:
      draw_band (canvas, frame, mark);
      break;
    case SONDE_MARK_ERRORS:
      draw_errors (canvas, frame, mark);
      break;
    case SONDE_MARK_BARS:
      draw_bars (canvas, frame, mark);
      break;
    case SONDE_MARK_CELLS:
      draw_cells (canvas, frame, view, mark);
      break;
    case SONDE_MARK_LEVEL:
    default:
      sonde_layer_goal (canvas, frame, mark->y[0], mark->label);
      break;
    }
  cairo_restore (canvas->cr);
}

static void
draw_panel (const SondePanels *self,
            guint              index,
            const SondeCanvas *canvas,
            const SondeView   *view,
            const SondeStyle  *style,
            double             head,
            SondeFrame        *frame)
{
  const SondePanel *panel = g_ptr_array_index (self->panels, index);
  double height = style->height - head;
  double left = round (panel->left * style->width), top = head + round (panel->top * height);
  double panel_width = round (panel->right * style->width) - left, panel_height = head + round (panel->bottom * height) - top;
  SondeAxes axes = { .x_title = panel->x_title, .y_title = panel->y_title, .narrow = style->narrow || panel_width < 180,
                     .head = panel->title != NULL ? PANEL_TITLE * canvas->font_scale : 0 };

  choose_ranges (panel, index == 0 ? view : NULL, frame);
  cairo_save (canvas->cr);
  cairo_translate (canvas->cr, left, top);
  sonde_axes_arrange (&axes, canvas, panel_width, panel_height, frame);
  sonde_axes_draw_grid (&axes, canvas, frame);
  for (guint i = 0; i < panel->marks->len; i++)
    draw_mark (canvas, frame, view, g_ptr_array_index (panel->marks, i));
  sonde_axes_draw_labels (&axes, canvas, frame);
  if (panel->title != NULL)
    sonde_canvas_write (canvas, panel->title, SONDE_TEXT_SMALL, canvas->palette->axis_title, frame->x, frame->y - 3, 0, 1, 0);
  cairo_restore (canvas->cr);
  sonde_axes_clear (&axes);
  frame->x += left;
  frame->y += top;
}

/* The study's title and the legend, above all panels. */
static double
draw_head (const SondePanels *self,
           const SondeCanvas *canvas,
           const SondeView   *view,
           const SondeStyle  *style)
{
  SondeLegend legend = { !view->hide_line, !view->hide_points };
  const char * const *names = (const char * const *) self->names;
  double head = 0;

  if (style->title && self->title != NULL)
    {
      sonde_layer_title (canvas, self->title, 52, SONDE_TITLE_TOP, style->width - 64);
      head = sonde_title_measure (canvas);
    }
  if (style->legend && !view->hide_legend && names != NULL && g_strv_length (self->names) > 1)
    {
      sonde_layer_legend (canvas, &legend, names, 52, SONDE_TITLE_TOP + head, style->width - 86);
      head += sonde_legend_measure (canvas, names, style->width - 86);
    }
  return head;
}

/**
 * sonde_panels_draw:
 * @view: what part of the first panel to show
 * @style: how
 * @cr: where to draw
 * @frame: (out): where the first panel is
 *
 * Draws all of it.
 */
void
sonde_panels_draw (const SondePanels *self,
                   const SondeView   *view,
                   const SondeStyle  *style,
                   cairo_t           *cr,
                   SondeFrame        *frame)
{
  SondeCanvas canvas;
  SondeFrame other;
  double head;

  sonde_canvas_init (&canvas, cr, style->palette, style->scale, style->font_scale);
  sonde_layer_ground (&canvas, style->width, style->height);
  head = draw_head (self, &canvas, view, style);
  for (guint i = 0; i < self->panels->len; i++)
    draw_panel (self, i, &canvas, view, style, head, i == 0 ? frame : &other);
  sonde_canvas_clear (&canvas);
}
