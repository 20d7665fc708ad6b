/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The picture of a curve: 1. ranges from the points, 2. room for numbers and titles, 3. the points reduced to pixels, 4. layers from
 * behind to the front. The points are locked in 1 and 3 only. */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "figure/sonde-curve-picture.h"
#include "figure/sonde-curve-sketch.h"
#include "figure/sonde-quantity.h"
#include "plot/sonde-axes.h"
#include "plot/sonde-label.h"
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

/* When all points are in view their ranges are known. */
static void
measure_component (const SondeCurveData *data,
                   guint                 component,
                   guint                 first,
                   guint                 end,
                   gboolean              log,
                   double               *min,
                   double               *max)
{
  const SondeRange *range = &data->ranges[component];

  if (first > 0 || end < data->n)
    sonde_range (data->y[component], first, end, log, min, max);
  else if (!log || range->max > 0)
    {
      *min = MIN (*min, log ? range->min_positive : range->min);
      *max = MAX (*max, range->max);
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
      measure_component (data, k, first, end, view->log_y, &min, &max);
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
  if (scene->failed->len + scene->given_up->len > 0 && !data->is_past)
    below = BELOW_WITH_FAILED;
  sonde_scale_pad (&frame->y_min, &frame->y_max, view->log_y, below, ABOVE);
}

/* Names of the series for the legend, or NULL when it is not needed. */
static GStrv
get_names (const SondeScene *scene,
           const SondeView  *view,
           const SondeStyle *style,
           guint             n_series)
{
  g_autoptr (GStrvBuilder) builder = NULL;
  g_auto (GStrv) quantities = view->quantity != NULL ? sonde_quantity_split (view->quantity) : NULL;

  if (!style->legend || n_series < 2)
    return NULL;
  builder = g_strv_builder_new ();
  for (guint k = 0; k < n_series; k++)
    {
      g_autofree char *name = quantities == NULL ? sonde_scene_get_name (scene, k) : NULL;
      g_autofree char *escaped = g_markup_escape_text (name != NULL ? name : quantities[k], -1);

      g_strv_builder_add (builder, escaped);
    }
  return g_strv_builder_end (builder);
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
  sonde_layer_failed (canvas, frame, (const double *) (const void *) sketch->to_retry->data, sketch->to_retry->len, TRUE);
  sonde_layer_failed (canvas, frame, (const double *) (const void *) sketch->failed->data, sketch->failed->len, FALSE);
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

/* Above the steps, where curves leave room. */
static void
name_losses (const SondeCanvas      *canvas,
             const SondeFrame       *frame,
             const SondeCurveSketch *sketch,
             const char             *label)
{
  g_autofree SondeLine *lines = g_new (SondeLine, sketch->lines->len + 1);
  SondeWords words;

  for (guint k = 0; k < sketch->lines->len; k++)
    {
      const GArray *line = sketch->lines->pdata[k];

      lines[k] = (SondeLine) { (const SondePlace *) (const void *) line->data, line->len };
    }
  sonde_words_init (&words, canvas, frame);
  sonde_words_write (&words, lines, sketch->lines->len, label, frame->y + (1 - SONDE_LOSS_PART) * frame->height - 3,
                     canvas->palette->tick_text);
  sonde_words_clear (&words);
}

static void
draw_losses (const SondeCanvas      *canvas,
             const SondeFrame       *frame,
             const SondeCurveSketch *sketch,
             const SondeLosses      *losses)
{
  g_autofree char *largest = losses != NULL && losses->n > 0 ? sonde_label_number (losses->losses[0].loss, 3) : NULL;
  g_autofree char *label = NULL;

  if (sketch->losses->len == 0 || largest == NULL)
    return;
  /* translators: beside steps that show the loss of each interval */
  label = g_markup_printf_escaped (_("Loss, at most %s"), largest);
  sonde_layer_losses (canvas, frame, (const double *) (const void *) sketch->losses->data, sketch->losses->len);
  name_losses (canvas, frame, sketch, label);
}

static SondeCurveSketch *
sketch (SondeCurve        *curve,
        SondeShown        *shown,
        const SondeScene  *scene,
        const SondeLosses *losses,
        const SondeView   *view,
        const SondeFrame  *frame,
        double             scale)
{
  const SondeCurveData *data = sonde_shown_lock (shown, curve);
  SondeCurveSketch *result = sonde_curve_sketch_new (data, scene, view, frame, scale);
  gboolean is_past = data->is_past;

  sonde_curve_unlock (curve);
  /* of earlier times they are not known */
  if (losses != NULL && !is_past)
    sonde_curve_sketch_add_losses (result, losses, scene, frame);
  return result;
}

/**
 * sonde_curve_picture_draw:
 * @curve: points; what was handed over must have been taken
 * @shown: these as @view wants them
 * @scene: what there is beside them
 * @losses: (nullable): of intervals
 * @view: what to show
 * @style: how
 * @cr: where to draw
 * @frame: (out): where things are
 *
 * Draws all of it.
 */
void
sonde_curve_picture_draw (SondeCurve        *curve,
                          SondeShown        *shown,
                          const SondeScene  *scene,
                          const SondeLosses *losses,
                          const SondeView   *view,
                          const SondeStyle  *style,
                          cairo_t           *cr,
                          SondeFrame        *frame)
{
  g_autofree char *quantity = view->quantity != NULL ? g_markup_escape_text (view->quantity, -1) : NULL;
  SondeAxes axes = { .x_title = scene->x_title, .y_title = quantity != NULL ? quantity : scene->y_title, .narrow = style->narrow };
  g_auto (GStrv) names = NULL;
  g_autoptr (SondeCurveSketch) drawn = NULL;
  const SondeCurveData *data;
  SondeCanvas canvas;

  sonde_canvas_init (&canvas, cr, style->palette, style->scale, style->font_scale);
  choose_x_range (scene, view, frame);
  data = sonde_shown_lock (shown, curve);
  choose_y_range (data, scene, view, frame);
  names = get_names (scene, view, style, data->vdim);
  sonde_curve_unlock (curve);
  axes.head = measure_head (&canvas, scene, style, (const char * const *) names);
  sonde_axes_arrange (&axes, &canvas, style->width, style->height, frame);
  drawn = sketch (curve, shown, scene, losses, view, frame, style->scale);

  sonde_layer_ground (&canvas, style->width, style->height);
  draw_bands (&canvas, frame, drawn->gaps, style->palette->gap);
  draw_bands (&canvas, frame, drawn->failed_gaps, style->palette->failed_fill);
  sonde_axes_draw_grid (&axes, &canvas, frame);
  draw_losses (&canvas, frame, drawn, losses);
  draw_data (&canvas, frame, drawn, drawn->lines->len > 0 ? drawn->lines->len : drawn->markers->len);
  sonde_axes_draw_labels (&axes, &canvas, frame);
  draw_head (&canvas, scene, view, style, frame, (const char * const *) names);
  sonde_axes_clear (&axes);
  sonde_canvas_clear (&canvas);
}
