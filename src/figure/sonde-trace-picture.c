/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The picture of a run's convergence: loss and estimated error against the number of points. Both fall as powers of that number, so
 * both axes are logarithmic and a run that does well is a straight line.
 *
 * The estimate of the error looks at the latest results only. While these lie where the function is smooth it drops by orders of
 * magnitude and says nothing of the whole; a learner needs about as many points again as it has to get round the domain. So the
 * curve is the largest estimate since there were half as many points. */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "figure/sonde-trace.h"
#include "plot/sonde-axes.h"
#include "plot/sonde-label.h"
#include "plot/sonde-layers.h"
#include "plot/sonde-reduce.h"

enum { LOSS, ERROR, N_CURVES };

#define ABOVE .10
#define BELOW .06
#define RIGHT .04

/* What is drawn of a trace. */
typedef struct
{
  const SondeTrace *trace;
  guint             n;
  double           *error;
  GArray           *places[N_CURVES];
  SondeLine         lines[N_CURVES];
} Picture;

/**
 * sonde_trace_count:
 * @upto: a number of points, 0 for all there are
 *
 * Returns: how many moments there were then
 */
guint
sonde_trace_count (const SondeTrace *self,
                   guint             upto)
{
  return upto == 0 ? self->n : sonde_search (self->npoints, 0, self->n, (double) upto + .5);
}

static double *
get_envelope (const SondeTrace *trace)
{
  double *envelope = g_new (double, trace->n + 1);

  for (guint i = 0; i < trace->n; i++)
    envelope[i] = sonde_trace_get (trace, i, ERROR);
  return envelope;
}

/* The first moment with something to show. */
static guint
find_first (const SondeTrace *trace)
{
  guint first = 0;

  while (first + 1 < trace->n && !sonde_is_shown (trace->loss[first], TRUE) && !sonde_is_shown (trace->error[first], TRUE))
    first++;
  return first;
}

/* At least a decade, so that the first few points do not look like a world of their own. */
static void
ensure_decade (double *min,
               double *max)
{
  double lacking;

  if (!(*min <= *max))
    *min = *max = 1;
  lacking = 1 - log10 (*max) + log10 (*min);
  if (lacking > 0)
    {
      *min *= pow (10, -lacking / 2);
      *max *= pow (10, lacking / 2);
    }
}

/* All that is known also when less is shown, so that the picture stands still while a slider moves. */
static void
choose_ranges (const Picture   *picture,
               const SondeView *view,
               SondeFrame      *frame)
{
  const SondeTrace *trace = picture->trace;
  guint first = find_first (trace);
  double min = INFINITY, max = -INFINITY;

  frame->log_x = frame->log_y = TRUE;
  frame->x_min = view->auto_x ? (trace->n > 0 ? trace->npoints[first] : 1) : view->x_min;
  frame->x_max = view->auto_x ? (trace->n > 0 ? trace->npoints[trace->n - 1] : 1) : view->x_max;
  if (view->auto_x)
    {
      frame->x_max = MAX (frame->x_max, 10 * frame->x_min);
      sonde_scale_pad (&frame->x_min, &frame->x_max, TRUE, 0, RIGHT);
    }
  else
    sonde_scale_mend (&frame->x_min, &frame->x_max, TRUE);

  sonde_range (trace->loss, 0, trace->n, TRUE, &min, &max);
  sonde_range (picture->error, 0, trace->n, TRUE, &min, &max);
  if (sonde_is_shown (trace->goal, TRUE))
    {
      min = MIN (min, trace->goal);
      max = MAX (max, trace->goal);
    }
  ensure_decade (&min, &max);
  frame->y_min = view->auto_y ? min : view->y_min;
  frame->y_max = view->auto_y ? max : view->y_max;
  if (view->auto_y)
    sonde_scale_pad (&frame->y_min, &frame->y_max, TRUE, BELOW, ABOVE);
  else
    sonde_scale_mend (&frame->y_min, &frame->y_max, TRUE);
}

static void
reduce (Picture          *picture,
        const SondeFrame *frame,
        double            scale)
{
  const double *values[N_CURVES] = { picture->trace->loss, picture->error };
  SondeScale x, y;

  sonde_frame_get_scales (frame, &x, &y);
  for (guint i = 0; i < N_CURVES; i++)
    {
      picture->places[i] = g_array_new (FALSE, FALSE, sizeof (SondePlace));
      sonde_reduce (picture->trace->npoints, values[i], 0, picture->n, &x, &y, 1 / scale, picture->places[i]);
      picture->lines[i] = (SondeLine) { (const SondePlace *) (const void *) picture->places[i]->data, picture->places[i]->len };
    }
}

static void
clear (Picture *picture)
{
  g_free (picture->error);
  for (guint i = 0; i < N_CURVES; i++)
    g_array_unref (picture->places[i]);
}

static void
draw_goal (const Picture     *picture,
           const SondeCanvas *canvas,
           const SondeFrame  *frame,
           SondeWords        *words)
{
  g_autofree char *value = sonde_label_number (picture->trace->goal, 4);
  /* translators: the loss that is aimed at, beside a line in a picture */
  g_autofree char *label = g_markup_printf_escaped (_("Goal %s"), value);
  double width, height, y;

  if (!sonde_is_shown (picture->trace->goal, TRUE))
    return;
  width = sonde_layer_goal (canvas, frame, picture->trace->goal, label);
  sonde_canvas_measure (canvas, label, SONDE_TEXT_SMALL, NULL, &height);
  y = sonde_frame_from_y (frame, picture->trace->goal);
  sonde_words_avoid (words, frame->x, y - 2, frame->width, 4);
  if (width > 0)
    sonde_words_avoid (words, frame->x + 8, y - 3 - height, width, height);
}

/* The last value of the loss, or of the moment that is looked back to. */
static void
draw_end (const Picture     *picture,
          const SondeCanvas *canvas,
          const SondeFrame  *frame,
          SondeWords        *words)
{
  guint last = picture->n - 1;
  double loss = picture->trace->loss[last];
  g_autofree char *value = sonde_label_number (loss, 3);
  SondePlace place = { sonde_frame_from_x (frame, picture->trace->npoints[last]), sonde_frame_from_y (frame, loss) };

  if (sonde_is_shown (loss, TRUE))
    sonde_words_mark (words, picture->lines, N_CURVES, place, value, canvas->palette->series[LOSS]);
}

static void
draw_curves (const Picture     *picture,
             const SondeCanvas *canvas,
             const SondeFrame  *frame)
{
  SondeWords words;

  sonde_words_init (&words, canvas, frame);
  draw_goal (picture, canvas, frame, &words);
  for (guint i = N_CURVES; i-- > 0;)
    sonde_layer_line (canvas, frame, picture->lines[i].places, picture->lines[i].n, i);
  if (picture->n > 0)
    draw_end (picture, canvas, frame, &words);
  sonde_words_name (&words, picture->lines, N_CURVES, LOSS, _("Loss"), FALSE, canvas->palette->series[LOSS]);
  sonde_words_name (&words, picture->lines, N_CURVES, ERROR, _("Estimated error"), TRUE, canvas->palette->series[ERROR]);
  sonde_words_clear (&words);
}

static void
draw_nothing (const SondeCanvas *canvas,
              const SondeFrame  *frame)
{
  sonde_canvas_write (canvas, _("The loss is known from the second point on"), SONDE_TEXT_SMALL, canvas->palette->tick_text,
                      frame->x + frame->width / 2, frame->y + frame->height / 2, .5, .5, 0);
}

/**
 * sonde_trace_draw:
 * @view: what to show; its axes are always logarithmic
 * @style: how
 * @cr: where to draw
 * @frame: (out): where things are
 *
 * Draws all of it.
 */
void
sonde_trace_draw (const SondeTrace *self,
                  const SondeView  *view,
                  const SondeStyle *style,
                  cairo_t          *cr,
                  SondeFrame       *frame)
{
  SondeAxes axes = { .x_title = _("Points"), .narrow = style->narrow };
  Picture picture = { .trace = self, .n = sonde_trace_count (self, view->upto), .error = get_envelope (self) };
  SondeCanvas canvas;

  sonde_canvas_init (&canvas, cr, style->palette, style->scale, style->font_scale);
  choose_ranges (&picture, view, frame);
  if (style->title && self->title != NULL)
    axes.head = sonde_title_measure (&canvas);
  sonde_axes_arrange (&axes, &canvas, style->width, style->height, frame);
  reduce (&picture, frame, style->scale);

  sonde_layer_ground (&canvas, style->width, style->height);
  sonde_axes_draw_grid (&axes, &canvas, frame);
  draw_curves (&picture, &canvas, frame);
  if (picture.lines[LOSS].n == 0 && self->n < 3)
    draw_nothing (&canvas, frame);
  sonde_axes_draw_labels (&axes, &canvas, frame);
  if (style->title && self->title != NULL)
    sonde_layer_title (&canvas, self->title, frame->x, SONDE_TITLE_TOP, style->width - frame->x - 12);
  clear (&picture);
  sonde_axes_clear (&axes);
  sonde_canvas_clear (&canvas);
}
