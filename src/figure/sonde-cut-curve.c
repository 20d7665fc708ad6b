/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A curve through a function of several variables: one runs, the others are fixed. The points that lie near are marked. */

#include "config.h"

#include <math.h>

#include "figure/sonde-cut-curve.h"
#include "plot/sonde-axes.h"
#include "plot/sonde-layers.h"

#define X_ROOM .015
#define Y_ROOM .065
#define N_SHADES 4

static void
choose_y_range (const SondeSurfaceData *data,
                const SondeView        *view,
                SondeFrame             *frame)
{
  double min = INFINITY, max = -INFINITY;

  frame->log_y = view->log_y;
  if (!view->auto_y)
    {
      frame->y_min = view->y_min;
      frame->y_max = view->y_max;
      sonde_scale_mend (&frame->y_min, &frame->y_max, view->log_y);
      return;
    }
  for (guint i = 0; i < data->section->curve->len; i++)
    {
      double z = g_array_index (data->section->curve, SondeSectionPoint, i).z;

      if (!isfinite (z) || (view->log_y && z <= 0))
        continue;
      min = MIN (min, z);
      max = MAX (max, z);
    }
  sonde_color_scale_choose (SONDE_COLORMAP_VIRIDIS, view->log_y, &min, &max);
  frame->y_min = min;
  frame->y_max = max;
  sonde_scale_pad (&frame->y_min, &frame->y_max, view->log_y, Y_ROOM, Y_ROOM);
}

static void
choose_ranges (const SondeSurfaceData *data,
               const SondeView        *view,
               SondeFrame             *frame)
{
  const SondeSurfaceVariable *variable = &data->scene->variables[data->x];

  *frame = (SondeFrame) {
    .x_min = view->auto_x ? variable->min : view->x_min,
    .x_max = view->auto_x ? variable->max : view->x_max,
    .log_x = view->log_x,
  };
  if (view->auto_x)
    sonde_scale_pad (&frame->x_min, &frame->x_max, view->log_x, X_ROOM, X_ROOM);
  else
    sonde_scale_mend (&frame->x_min, &frame->x_max, view->log_x);
  choose_y_range (data, view, frame);
}

static double
get_x (const SondeSurfaceData *data,
       double                  part)
{
  double from = data->section->from[data->x], to = data->section->to[data->x];

  return data->scene->metric.is_log[data->x] ? from * pow (to / from, part) : from + part * (to - from);
}

static void
draw_curve (const SondeSurfaceData *data,
            const SondeCanvas      *canvas,
            const SondeFrame       *frame)
{
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (SondePlace));
  SondeScale x, y;

  sonde_frame_get_scales (frame, &x, &y);
  for (guint i = 0; i < data->section->curve->len; i++)
    {
      const SondeSectionPoint *point = &g_array_index (data->section->curve, SondeSectionPoint, i);
      SondePlace place = { sonde_scale_to_pixel (&x, get_x (data, point->part)), sonde_scale_to_pixel (&y, point->z) };

      if (!isfinite (place.x) || !isfinite (place.y))
        place = (SondePlace) { NAN, NAN };
      g_array_append_val (places, place);
    }
  sonde_layer_line (canvas, frame, (const SondePlace *) (const void *) places->data, places->len, 0);
}

/* The nearer, the stronger. */
static void
draw_points (const SondeSurfaceData *data,
             const SondeCanvas      *canvas,
             const SondeFrame       *frame)
{
  SondeScale x, y;

  sonde_frame_get_scales (frame, &x, &y);
  for (guint shade = 0; shade < N_SHADES; shade++)
    {
      g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (SondePlace));

      for (guint i = 0; i < data->n; i++)
        {
          SondePlace place = {
            sonde_scale_to_pixel (&x, data->points[(gsize) i * data->scene->ndim + data->x]),
            sonde_scale_to_pixel (&y, data->z[i]),
          };

          if (data->is_near[i] > 0 && data->is_near[i] * N_SHADES / 256u == shade && isfinite (data->z[i]))
            g_array_append_val (places, place);
        }
      sonde_layer_markers (canvas, frame, (const SondePlace *) (const void *) places->data, places->len, 0,
                           (shade + 1.) / N_SHADES);
    }
}

/**
 * sonde_cut_curve_draw:
 * @data: with a section along @data's x, and how near points are
 * @view: what to show
 * @style: how
 * @cr: where to draw
 * @frame: (out): where things are
 *
 * Draws the curve.
 */
void
sonde_cut_curve_draw (const SondeSurfaceData *data,
                      const SondeView        *view,
                      const SondeStyle       *style,
                      cairo_t                *cr,
                      SondeFrame             *frame)
{
  g_autofree char *x_title = sonde_surface_data_get_x_title (data);
  g_autofree char *y_title = sonde_surface_data_get_z_title (data, view);
  gboolean has_title = style->title && data->scene->title != NULL;
  SondeAxes axes = { .x_title = x_title, .y_title = y_title, .narrow = style->narrow };
  SondeCanvas canvas;

  sonde_canvas_init (&canvas, cr, style->palette, style->scale, style->font_scale);
  choose_ranges (data, view, frame);
  axes.head = has_title ? sonde_title_measure (&canvas) : 0;
  sonde_axes_arrange (&axes, &canvas, style->width, style->height, frame);
  sonde_layer_ground (&canvas, style->width, style->height);
  sonde_axes_draw_grid (&axes, &canvas, frame);
  if (!view->hide_line)
    draw_curve (data, &canvas, frame);
  if (!view->hide_points)
    draw_points (data, &canvas, frame);
  sonde_axes_draw_labels (&axes, &canvas, frame);
  if (has_title)
    sonde_layer_title (&canvas, data->scene->title, frame->x, SONDE_TITLE_TOP, style->width - frame->x - 12);
  sonde_axes_clear (&axes);
  sonde_canvas_clear (&canvas);
}
