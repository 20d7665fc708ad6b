/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <float.h>
#include <math.h>

#include "figure/sonde-curve-sketch.h"
#include "plot/sonde-reduce.h"

/* What the steps below share. */
typedef struct
{
  const SondeCurveData *data;
  const SondeScene     *scene;
  const SondeView      *view;
  const SondeFrame     *frame;
  SondeScale            x, y;
  double                column;
  guint                 first, end;
} Sketching;

/**
 * sonde_curve_find:
 * @min: where the horizontal axis begins
 * @max: where it ends
 * @first: (out): index of the first point in view
 * @end: (out): index behind the last one
 *
 * Finds the points in view. The view of the whole domain has some room beside it; points outside of the domain are not shown there.
 */
void
sonde_curve_find (const SondeCurveData *data,
                  const SondeScene     *scene,
                  const SondeView      *view,
                  double                min,
                  double                max,
                  guint                *first,
                  guint                *end)
{
  if (view->auto_x)
    {
      min = MAX (min, scene->min);
      max = MIN (max, scene->max);
    }
  *first = sonde_search (data->x, 0, data->n, min);
  *end = sonde_search (data->x, *first, data->n, nextafter (max, INFINITY));
}

/* With the points beside the view, to which lines lead; but not out of the domain when that is what is shown. */
static void
find_with_neighbours (const Sketching *s,
                      guint           *first,
                      guint           *end)
{
  *first = s->first;
  *end = s->end;
  if (s->view->auto_x)
    return;
  if (*first > 0 && sonde_is_shown (s->data->x[*first - 1], s->x.log))
    --*first;
  if (*end < s->data->n)
    ++*end;
}

/* The line, broken where a point failed for good. */
static void
reduce_component (const Sketching *s,
                  guint            component,
                  GArray          *places)
{
  const double *x = s->data->x, *y = s->data->y[component];
  guint first, end;

  find_with_neighbours (s, &first, &end);
  for (guint i = 0; i < s->scene->given_up->len && first < end && !s->data->is_past; i++)
    {
      guint next = sonde_search (x, first, end, g_array_index (s->scene->given_up, double, i));

      if (next > first && next < end && x[next] != g_array_index (s->scene->given_up, double, i))
        {
          sonde_reduce (x, y, first, next, &s->x, &s->y, s->column, places);
          first = next;
        }
    }
  sonde_reduce (x, y, first, end, &s->x, &s->y, s->column, places);
}

static void
add_lines (const Sketching  *s,
           SondeCurveSketch *sketch)
{
  for (guint k = 0; k < s->data->vdim; k++)
    {
      GArray *places = g_array_new (FALSE, FALSE, sizeof (SondePlace));

      reduce_component (s, k, places);
      g_ptr_array_add (sketch->lines, places);
    }
}

static SondePlace
place_of (const Sketching *s,
          double           x,
          double           y)
{
  if (!sonde_is_shown (y, s->y.log))
    return (SondePlace) { NAN, NAN };
  return (SondePlace) { sonde_scale_to_pixel (&s->x, x), sonde_scale_to_pixel (&s->y, y) };
}

static void
add_markers (const Sketching  *s,
             SondeCurveSketch *sketch)
{
  for (guint k = 0; k < s->data->vdim; k++)
    {
      GArray *places = g_array_new (FALSE, FALSE, sizeof (SondePlace));

      for (guint i = s->first; i < s->end && sketch->opacity > 0; i++)
        {
          SondePlace place = place_of (s, s->data->x[i], s->data->y[k][i]);

          g_array_append_val (places, place);
        }
      g_ptr_array_add (sketch->markers, places);
    }
}

static void
count (const Sketching  *s,
       SondeCurveSketch *sketch)
{
  SondeColumn column = { .end = s->first };
  int n = (int) ceil (s->frame->width) + 1;

  g_array_set_size (sketch->counts, n);
  while (sonde_column_next (&column, s->data->x, s->end, &s->x, 1))
    if (column.place >= 0 && column.place < n)
      g_array_index (sketch->counts, guint, column.place) += column.end - column.first;
}

static void
add_stretch (const Sketching *s,
             GArray          *stretches,
             double           from,
             double           to)
{
  SondeStretch stretch = { sonde_scale_to_pixel (&s->x, from), sonde_scale_to_pixel (&s->x, to) };
  SondeStretch *last = stretches->len > 0 ? &g_array_index (stretches, SondeStretch, stretches->len - 1) : NULL;

  /* finer than pixels they become one */
  if (last != NULL && stretch.from <= last->to + .5)
    last->to = MAX (last->to, stretch.to);
  else
    g_array_append_val (stretches, stretch);
}

static gboolean
is_missing (const SondeCurveData *data,
            guint                 index)
{
  for (guint k = 0; k < data->vdim; k++)
    if (isfinite (data->y[k][index]))
      return FALSE;
  return TRUE;
}

/* From the last value before to the first one after, or from the missing points themselves where there is none. */
static void
add_gaps (const Sketching  *s,
          SondeCurveSketch *sketch)
{
  const double *x = s->data->x;
  guint first, end;

  if (s->data->n_missing == 0)
    return;
  find_with_neighbours (s, &first, &end);
  for (guint i = first; i < end; i++)
    {
      guint start = i;

      if (!is_missing (s->data, i))
        continue;
      while (i + 1 < end && is_missing (s->data, i + 1))
        i++;
      add_stretch (s, sketch->gaps, x[start > first ? start - 1 : start], x[i + 1 < end ? i + 1 : i]);
    }
}

static void
add_failed_gaps (const Sketching  *s,
                 SondeCurveSketch *sketch)
{
  const double *x = s->data->x;

  for (guint i = 0; i < s->scene->given_up->len; i++)
    {
      double failed = g_array_index (s->scene->given_up, double, i);
      guint next = sonde_search (x, 0, s->data->n, failed);

      if (next < s->data->n && x[next] == failed)
        continue;
      add_stretch (s, sketch->failed_gaps, MAX (next > 0 ? x[next - 1] : s->scene->min, s->x.min),
                   MIN (next < s->data->n ? x[next] : s->scene->max, s->x.max));
    }
}

/* As a quantity, or at an earlier time. */
static void
add_derived_newest (const Sketching  *s,
                    SondeCurveSketch *sketch)
{
  const SondeCurveData *data = s->data;

  for (guint i = 0; i < data->n_newest; i++)
    for (guint k = 0; k < data->vdim; k++)
      {
        guint at = data->newest[i];
        SondePlace place = place_of (s, data->x[at], data->y[k][at]);

        if (s->view->auto_x && !(data->x[at] >= s->scene->min && data->x[at] <= s->scene->max))
          place.x = NAN;
        g_array_append_val (sketch->newest, place);
      }
}

static void
add_newest (const Sketching  *s,
            SondeCurveSketch *sketch)
{
  const SondeScene *scene = s->scene;

  if (s->data->n_newest > 0)
    {
      add_derived_newest (s, sketch);
      return;
    }
  for (guint i = 0; i < scene->n_newest; i++)
    for (guint k = 0; k < scene->vdim; k++)
      {
        double x = scene->newest_x[i];
        SondePlace place = place_of (s, x, scene->newest_y[i * scene->vdim + k]);

        if (s->view->auto_x && !(x >= scene->min && x <= scene->max))
          place.x = NAN;
        g_array_append_val (sketch->newest, place);
      }
}

/* Where the line is at @x; NaN where there is none. */
static SondePlace
expect (const Sketching *s,
        guint            component,
        double           x)
{
  const SondeCurveData *data = s->data;
  guint next = sonde_search (data->x, 0, data->n, x);
  SondePlace before, after, place = { sonde_scale_to_pixel (&s->x, x), NAN };
  double part;

  if (next == 0 || next == data->n)
    return place;
  before = place_of (s, data->x[next - 1], data->y[component][next - 1]);
  after = place_of (s, data->x[next], data->y[component][next]);
  part = (place.x - before.x) / MAX (after.x - before.x, DBL_MIN);
  place.y = before.y + CLAMP (part, 0, 1) * (after.y - before.y);
  return place;
}

static void
add_pending (const Sketching  *s,
             SondeCurveSketch *sketch)
{
  double last = -INFINITY;

  for (guint i = 0; i < s->scene->pending->len; i++)
    {
      double x = g_array_index (s->scene->pending, double, i);
      double pixel = sonde_scale_to_pixel (&s->x, x);
      guint n = sketch->pending->len;

      /* rings that would lie on one another are one */
      if (!(pixel >= s->frame->x - 5 && pixel <= s->frame->x + s->frame->width + 5) || pixel < last + .5)
        continue;
      last = pixel;
      for (guint k = 0; k < s->data->vdim; k++)
        {
          SondePlace place = expect (s, k, x);

          if (!isnan (place.y))
            g_array_append_val (sketch->pending, place);
        }
      if (sketch->pending->len == n)
        {
          SondePlace place = { pixel, s->frame->y + s->frame->height - 18 };

          g_array_append_val (sketch->pending, place);
        }
    }
}

static void
add_failed (const Sketching *s,
            const GArray    *failed,
            GArray          *places)
{
  double last = -INFINITY;

  for (guint i = 0; i < failed->len; i++)
    {
      double pixel = sonde_scale_to_pixel (&s->x, g_array_index (failed, double, i));

      if (!(pixel >= s->frame->x - 5 && pixel <= s->frame->x + s->frame->width + 5) || pixel < last + .5)
        continue;
      last = pixel;
      g_array_append_val (places, pixel);
    }
}

static SondeCurveSketch *
sketch_new (void)
{
  SondeCurveSketch *self = g_new0 (SondeCurveSketch, 1);

  self->lines = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  self->markers = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  self->counts = g_array_new (FALSE, TRUE, sizeof (guint));
  self->gaps = g_array_new (FALSE, FALSE, sizeof (SondeStretch));
  self->failed_gaps = g_array_new (FALSE, FALSE, sizeof (SondeStretch));
  self->newest = g_array_new (FALSE, FALSE, sizeof (SondePlace));
  self->pending = g_array_new (FALSE, FALSE, sizeof (SondePlace));
  self->failed = g_array_new (FALSE, FALSE, sizeof (double));
  self->to_retry = g_array_new (FALSE, FALSE, sizeof (double));
  self->losses = g_array_new (FALSE, TRUE, sizeof (double));
  return self;
}

void
sonde_curve_sketch_free (SondeCurveSketch *self)
{
  g_ptr_array_unref (self->lines);
  g_ptr_array_unref (self->markers);
  g_array_unref (self->counts);
  g_array_unref (self->gaps);
  g_array_unref (self->failed_gaps);
  g_array_unref (self->newest);
  g_array_unref (self->pending);
  g_array_unref (self->failed);
  g_array_unref (self->to_retry);
  g_array_unref (self->losses);
  g_free (self);
}

/**
 * sonde_curve_sketch_new:
 * @data: locked
 * @scene: what there is beside the points
 * @view: what to show
 * @frame: where
 * @scale: device pixels a logical one
 *
 * Returns: (transfer full): what is to be drawn
 */
SondeCurveSketch *
sonde_curve_sketch_new (const SondeCurveData *data,
                        const SondeScene     *scene,
                        const SondeView      *view,
                        const SondeFrame     *frame,
                        double                scale)
{
  SondeCurveSketch *self = sketch_new ();
  Sketching s = { .data = data, .scene = scene, .view = view, .frame = frame, .column = 1 / scale };

  sonde_frame_get_scales (frame, &s.x, &s.y);
  sonde_curve_find (data, scene, view, s.x.min, s.x.max, &s.first, &s.end);
  self->opacity = view->hide_points ? 0 : sonde_marker_opacity (s.end - s.first, frame->width * frame->height);
  add_markers (&s, self);
  add_gaps (&s, self);
  if (!data->is_past)
    {
      add_failed_gaps (&s, self);
      add_failed (&s, scene->failed, self->to_retry);
      add_failed (&s, scene->given_up, self->failed);
    }
  if (!view->hide_line)
    add_lines (&s, self);
  if (!view->hide_rug)
    count (&s, self);
  if (!view->hide_newest)
    add_newest (&s, self);
  if (!view->hide_pending && !data->is_past)
    add_pending (&s, self);
  return self;
}

/* An infinite loss is as high as can be. */
static double
get_height (double loss,
            double largest)
{
  return isinf (loss) ? 1 : largest > 0 ? CLAMP (loss / largest, 0, 1) : 0;
}

static double
get_largest (const SondeLosses *losses)
{
  for (guint i = 0; i < losses->n; i++)
    if (isfinite (losses->losses[i].loss))
      return losses->losses[i].loss;
  return 0;
}

/**
 * sonde_curve_sketch_add_losses:
 * @losses: what is known of these
 * @scene: of the same function
 * @frame: where
 *
 * Adds how badly each column of pixels is known. Intervals that @losses leaves out count with what they have at most.
 */
void
sonde_curve_sketch_add_losses (SondeCurveSketch  *self,
                               const SondeLosses *losses,
                               const SondeScene  *scene,
                               const SondeFrame  *frame)
{
  double largest = get_largest (losses), rest = get_height (losses->rest, largest);
  int n = (int) ceil (frame->width);
  SondeScale x;

  sonde_frame_get_scales (frame, &x, NULL);
  g_array_set_size (self->losses, n);
  for (int i = 0; i < n; i++)
    {
      double value = sonde_scale_to_value (&x, frame->x + i + .5);

      g_array_index (self->losses, double, i) = value >= scene->min && value <= scene->max ? rest : 0;
    }
  for (guint k = 0; k < losses->n; k++)
    {
      double left = sonde_scale_to_pixel (&x, losses->losses[k].left), right = sonde_scale_to_pixel (&x, losses->losses[k].right);
      double height = get_height (losses->losses[k].loss, largest);
      int first, last;

      /* On a logarithmic axis an interval may begin where there is no place. */
      left = isnan (left) ? frame->x : left;
      if (!(right > frame->x && left < frame->x + frame->width))
        continue;
      first = (int) floor (MAX (left - frame->x, 0));
      last = (int) MAX (first, ceil (MIN (right - frame->x, n)) - 1);
      for (int i = first; i <= last && i < n; i++)
        g_array_index (self->losses, double, i) = MAX (g_array_index (self->losses, double, i), height);
    }
}
