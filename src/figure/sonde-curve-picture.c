/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The picture of a curve: 1. ranges from the points, 2. room for numbers and titles, 3. the points reduced to pixels, 4. layers from
 * behind to the front. The points are locked in 1 and 3 only. */

#include "config.h"

#include <math.h>

#include "figure/sonde-curve-picture.h"
#include "figure/sonde-curve-sketch.h"
#include "plot/sonde-axes.h"
#include "plot/sonde-reduce.h"

/* Room beside the domain, and above and below the values, as parts of each. Below there must be room for the rug, and for the crosses
 * of what failed. */
#define X_ROOM .015
#define ABOVE .065
#define BELOW .065
#define BELOW_WITH_RUG .12
#define BELOW_WITH_FAILED .20
/* What differs less than this is rounding noise of a constant. */
#define CONSTANT 1e-13

static void
choose_x_range (const SondeScene *scene,
                const SondeView  *view,
                SondeFrame       *frame)
{
  frame->log_x = view->log_x;
  frame->x_min = view->auto_x ? scene->min : view->x_min;
  frame->x_max = view->auto_x ? scene->max : view->x_max;
  if (view->auto_x)
    sonde_scale_pad (&frame->x_min, &frame->x_max, view->log_x, X_ROOM, X_ROOM);
  else
    sonde_scale_mend (&frame->x_min, &frame->x_max, view->log_x);
}

/* The values where the line enters and leaves the view, which are no points. */
static void
add_edge (const SondeCurveData *data,
          guint                 component,
          guint                 next,
          double                x,
          double               *min,
          double               *max)
{
  const double *y = data->y[component];
  double part, value;

  if (next == 0 || next >= data->n || !isfinite (y[next - 1]) || !isfinite (y[next]))
    return;
  part = (x - data->x[next - 1]) / (data->x[next] - data->x[next - 1]);
  value = y[next - 1] * (1 - part) + y[next] * part;
  if (isfinite (value))
    {
      *min = MIN (*min, value);
      *max = MAX (*max, value);
    }
}

static void
spread_constant (double   *min,
                 double   *max,
                 gboolean  log)
{
  double size = MAX (fabs (*min), fabs (*max));

  if (*max / 2 - *min / 2 > CONSTANT * size)
    return;
  if (log)
    {
      *min /= 3;
      *max *= 3;
    }
  else
    {
      *min -= size > 0 ? size / 4 : 1;
      *max += size > 0 ? size / 4 : 1;
    }
}

static void
measure_values (const SondeCurveData *data,
                const SondeScene     *scene,
                const SondeView      *view,
                SondeFrame           *frame)
{
  double min = INFINITY, max = -INFINITY;
  guint first, end;

  sonde_curve_find (data, scene, view, frame->x_min, frame->x_max, &first, &end);
  for (guint k = 0; k < data->vdim; k++)
    {
      sonde_range (data->y[k], first, end, view->log_y, &min, &max);
      if (!view->auto_x && !view->log_x && !view->log_y && !view->hide_line)
        {
          add_edge (data, k, first, frame->x_min, &min, &max);
          add_edge (data, k, end, frame->x_max, &min, &max);
        }
    }
  if (min <= max)
    spread_constant (&min, &max, view->log_y);
  else
    min = max = NAN;
  frame->y_min = min;
  frame->y_max = max;
}

static void
choose_y_range (const SondeCurveData *data,
                const SondeScene     *scene,
                const SondeView      *view,
                SondeFrame           *frame)
{
  double below = view->hide_rug ? BELOW : BELOW_WITH_RUG;

  frame->log_y = view->log_y;
  if (!view->auto_y)
    {
      frame->y_min = view->y_min;
      frame->y_max = view->y_max;
      sonde_scale_mend (&frame->y_min, &frame->y_max, view->log_y);
      return;
    }
  measure_values (data, scene, view, frame);
  if (scene->failed->len + scene->given_up->len > 0)
    below = BELOW_WITH_FAILED;
  sonde_scale_pad (&frame->y_min, &frame->y_max, view->log_y, below, ABOVE);
}

/* Names of the series for the legend, or NULL when it is not needed. */
static GStrv
get_names (const SondeScene *scene,
           const SondeStyle *style)
{
  GStrvBuilder *builder;
  GStrv names;

  if (!style->legend || scene->vdim < 2)
    return NULL;
  builder = g_strv_builder_new ();
  for (guint k = 0; k < scene->vdim; k++)
    {
      g_autofree char *name = sonde_scene_get_name (scene, k);
      g_autofree char *escaped = g_markup_escape_text (name, -1);

      g_strv_builder_add (builder, escaped);
    }
  names = g_strv_builder_end (builder);
  g_strv_builder_unref (builder);
  return names;
}

static void
draw_data (const SondeCanvas      *canvas,
           const SondeFrame       *frame,
           const SondeCurveSketch *sketch,
           guint                   vdim)
{
  SondeColor rug = vdim > 1 ? canvas->palette->rug_many : canvas->palette->rug;

  sonde_layer_rug (canvas, frame, (const guint *) (const void *) sketch->counts->data, sketch->counts->len, rug);
  for (guint k = 0; k < sketch->lines->len; k++)
    {
      const GArray *line = sketch->lines->pdata[k];

      sonde_layer_line (canvas, frame, (const SondePlace *) (const void *) line->data, line->len, k);
    }
  for (guint k = 0; k < sketch->markers->len; k++)
    {
      const GArray *markers = sketch->markers->pdata[k];

      sonde_layer_markers (canvas, frame, (const SondePlace *) (const void *) markers->data, markers->len, k, sketch->opacity);
    }
  sonde_layer_newest (canvas, frame, (const SondePlace *) (const void *) sketch->newest->data, sketch->newest->len, MAX (vdim, 1));
  sonde_layer_pending (canvas, frame, (const SondePlace *) (const void *) sketch->pending->data, sketch->pending->len);
  sonde_layer_failed (canvas, frame, (const double *) (const void *) sketch->failed->data, sketch->failed->len);
}

static void
draw_bands (const SondeCanvas *canvas,
            const SondeFrame  *frame,
            const GArray      *stretches,
            SondeColor         color)
{
  for (guint i = 0; i < stretches->len; i++)
    {
      const SondeStretch *stretch = &g_array_index (stretches, SondeStretch, i);

      sonde_layer_band (canvas, frame, stretch->from, stretch->to, color);
    }
}

/* Title and legend above the frame; returns the height they take. */
static double
measure_head (const SondeCanvas  *canvas,
              const SondeScene   *scene,
              const SondeStyle   *style,
              const char * const *names)
{
  double head = style->title && scene->title != NULL ? sonde_title_measure (canvas) : 0;

  return names != NULL ? head + sonde_legend_measure (canvas, names, style->width - 86) : head;
}

static void
draw_head (const SondeCanvas  *canvas,
           const SondeScene   *scene,
           const SondeView    *view,
           const SondeStyle   *style,
           const SondeFrame   *frame,
           const char * const *names)
{
  SondeLegend legend = { !view->hide_line, !view->hide_points };
  double y = SONDE_TITLE_TOP;

  if (style->title && scene->title != NULL)
    {
      sonde_layer_title (canvas, scene->title, frame->x, y, style->width - frame->x - 12);
      y += sonde_title_measure (canvas);
    }
  if (names != NULL)
    sonde_layer_legend (canvas, &legend, names, frame->x, y, style->width - 86);
}

static SondeCurveSketch *
sketch (SondeCurve       *curve,
        const SondeScene *scene,
        const SondeView  *view,
        const SondeFrame *frame,
        double            scale)
{
  SondeCurveSketch *result = sonde_curve_sketch_new (sonde_curve_lock (curve), scene, view, frame, scale);

  sonde_curve_unlock (curve);
  return result;
}

/**
 * sonde_curve_picture_draw:
 * @curve: points; what was handed over must have been taken
 * @scene: what there is beside them
 * @view: what to show
 * @style: how
 * @cr: where to draw
 * @frame: (out): where things are
 *
 * Draws all of it.
 */
void
sonde_curve_picture_draw (SondeCurve       *curve,
                          const SondeScene *scene,
                          const SondeView  *view,
                          const SondeStyle *style,
                          cairo_t          *cr,
                          SondeFrame       *frame)
{
  SondeAxes axes = { .x_title = scene->x_title, .y_title = scene->y_title, .narrow = style->narrow };
  g_auto (GStrv) names = get_names (scene, style);
  g_autoptr (SondeCurveSketch) drawn = NULL;
  SondeCanvas canvas;

  sonde_canvas_init (&canvas, cr, style->palette, style->scale, style->font_scale);
  choose_x_range (scene, view, frame);
  choose_y_range (sonde_curve_lock (curve), scene, view, frame);
  sonde_curve_unlock (curve);
  axes.head = measure_head (&canvas, scene, style, (const char * const *) names);
  sonde_axes_arrange (&axes, &canvas, style->width, style->height, frame);
  drawn = sketch (curve, scene, view, frame, style->scale);

  sonde_layer_ground (&canvas, style->width, style->height);
  draw_bands (&canvas, frame, drawn->gaps, style->palette->gap);
  draw_bands (&canvas, frame, drawn->failed_gaps, style->palette->failed_fill);
  sonde_axes_draw_grid (&axes, &canvas, frame);
  draw_data (&canvas, frame, drawn, scene->vdim);
  sonde_axes_draw_labels (&axes, &canvas, frame);
  draw_head (&canvas, scene, view, style, frame, (const char * const *) names);
  sonde_axes_clear (&axes);
  sonde_canvas_clear (&canvas);
}
