/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Walking along a curve, and what there is to say of its points.
 *
 * A spot is found by the search for its x in what the last picture showed: what came later, or is not shown, is no spot. Losses are
 * asked of the learner, and told only for an interval that one sees: not of what a newer point has left of it. */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "base/sonde-number.h"
#include "figure/sonde-curve-spots.h"
#include "learner/sonde-learner-1d.h"
#include "plot/sonde-label.h"
#include "plot/sonde-reduce.h"

#define DIGITS 6
#define MOST_DIGITS 17
#define MOST_COMPONENTS 4

/* The place of a point in the order of x. */
static gboolean
find (const SondeCurveSpots *self,
      guint                  id,
      guint                 *index)
{
  const SondePoints *points = sonde_learner_get_points (self->learner);

  if (id >= points->n)
    return FALSE;
  *index = sonde_search (self->data->x, 0, self->data->n, points->x[id]);
  return *index < self->data->n && self->data->id[*index] == id;
}

/* Points may have been told beyond the domain; they are known, but nothing leads there. */
static void
get_ends (const SondeCurveSpots *self,
          guint                 *first,
          guint                 *end)
{
  *first = sonde_search (self->data->x, 0, self->data->n, self->scene->min);
  *end = sonde_search (self->data->x, *first, self->data->n, nextafter (self->scene->max, INFINITY));
}

static guint
choose (const SondeCurveSpots *self,
        const SondeFrame      *frame,
        SondeStep              step,
        guint                  first,
        guint                  end,
        const guint           *here)
{
  const SondeCurveData *data = self->data;

  switch (step)
    {
    case SONDE_STEP_LEFT:
      return (here != NULL ? *here : sonde_search (data->x, first, end, nextafter (frame->x_max, INFINITY))) - 1;
    case SONDE_STEP_RIGHT:
      return here != NULL ? *here + 1 : sonde_search (data->x, first, end, frame->x_min);
    case SONDE_STEP_LAST:
      return end - 1;
    case SONDE_STEP_FIRST:
    case SONDE_STEP_UP:
    case SONDE_STEP_DOWN:
    default:
      return first;
    }
}

/**
 * sonde_curve_spots_walk:
 *
 * As sonde_figure_walk().
 */
gboolean
sonde_curve_spots_walk (const SondeCurveSpots *self,
                        const SondeFrame      *frame,
                        SondeStep              step,
                        SondeSpot             *spot)
{
  guint first, end, here, next, n = MAX (self->data->vdim, 1);
  gboolean is_here = find (self, spot->id, &here);

  get_ends (self, &first, &end);
  if (step == SONDE_STEP_UP || step == SONDE_STEP_DOWN)
    {
      if (is_here)
        spot->series = (MIN (spot->series, n - 1) + (step == SONDE_STEP_UP ? n - 1 : 1)) % n;
      return is_here;
    }
  next = choose (self, frame, step, first, end, is_here ? &here : NULL);
  /* before the first is a very large number */
  if (next >= first && next < end)
    spot->id = self->data->id[next];
  return TRUE;
}

/**
 * sonde_curve_spots_locate:
 *
 * As sonde_figure_locate().
 */
gboolean
sonde_curve_spots_locate (const SondeCurveSpots *self,
                          const SondeFrame      *frame,
                          const SondeSpot       *spot,
                          double                *pixel_x,
                          double                *pixel_y)
{
  guint index;

  if (!find (self, spot->id, &index) || spot->series >= self->data->vdim)
    return FALSE;
  *pixel_x = sonde_frame_from_x (frame, self->data->x[index]);
  *pixel_y = sonde_frame_from_y (frame, self->data->y[spot->series][index]);
  return TRUE;
}

static void
add_equation (GString    *text,
              const char *name,
              double      value,
              guint       digits)
{
  g_autofree char *number = sonde_label_number (value, digits);

  g_string_append_printf (text, "%s%s = %s", text->len > 0 ? "\n" : "", name, number);
}

/* "x = 0.125", "f = 0.98", a line for each component of a vector */
static void
tell_values (const SondeCurveSpots *self,
             guint                  index,
             GString               *text)
{
  add_equation (text, self->scene->variable, self->data->x[index], DIGITS);
  for (guint k = 0; k < MIN (self->data->vdim, MOST_COMPONENTS); k++)
    add_equation (text, self->names[k], self->data->y[k][index], DIGITS);
  if (self->data->vdim > MOST_COMPONENTS)
    g_string_append (text, "\n…");
}

static void
tell_row (const SondeCurveSpots *self,
          guint                  index,
          GString               *text)
{
  char number[SONDE_NUMBER_LENGTH];

  g_string_append_len (text, number, sonde_number_format (self->data->x[index], number));
  for (guint k = 0; k < self->data->vdim; k++)
    {
      g_string_append_c (text, '\t');
      g_string_append_len (text, number, sonde_number_format (self->data->y[k][index], number));
    }
}

/* Enough digits to tell a point from its neighbours; before and after are NaN where there is none. */
static guint
count_digits (double x,
              double before,
              double after)
{
  double gap = fmin (x - before, after - x);   /* fmin passes over NaN */
  double digits = gap > 0 && x != 0 ? ceil (log10 (fabs (x) / gap)) + 2 : DIGITS;

  return (guint) CLAMP (digits, DIGITS, MOST_DIGITS);
}

static char *
tell_neighbours (double before,
                 double after,
                 guint  digits)
{
  g_autofree char *left = sonde_label_number (before, digits);
  g_autofree char *right = sonde_label_number (after, digits);

  if (isnan (before) && isnan (after))
    return g_strdup (_("the only one"));
  if (isnan (before))
    return g_strdup_printf (_("the first, next at %s"), right);
  if (isnan (after))
    return g_strdup_printf (_("the last, before it %s"), left);
  /* translators: coordinates of the points on either side */
  return g_strdup_printf (_("between %s and %s"), left, right);
}

/* Of the interval between two points that are beside each other in the picture. */
static double
get_loss (const SondeCurveSpots *self,
          guint                  left,
          guint                  right)
{
  guint before, after;

  if (!SONDE_IS_LEARNER_1D (self->learner))
    return NAN;
  sonde_learner_1d_find_beside (SONDE_LEARNER_1D (self->learner), self->data->x[left], &before, &after);
  return after == self->data->id[right] ? sonde_learner_1d_get_loss_after (SONDE_LEARNER_1D (self->learner), self->data->id[left])
                                        : NAN;
}

static char *
tell_losses (double before,
             double after)
{
  g_autofree char *left = sonde_label_number (before, 3);
  g_autofree char *right = sonde_label_number (after, 3);

  if (isnan (before) && isnan (after))
    return NULL;
  if (isnan (before))
    /* translators: the loss of the interval after a point */
    return g_strdup_printf (_("loss %s on the right"), right);
  if (isnan (after))
    return g_strdup_printf (_("loss %s on the left"), left);
  return g_strdup_printf (_("loss %s on the left, %s on the right"), left, right);
}

static void
tell_all (const SondeCurveSpots *self,
          guint                  index,
          guint                  series,
          GString               *text)
{
  const double *x = self->data->x;
  guint first, end, digits;
  gboolean has_before, has_after;
  g_autofree char *neighbours = NULL, *losses = NULL;

  get_ends (self, &first, &end);
  has_before = index > first && index < end;
  has_after = index >= first && index + 1 < end;
  digits = count_digits (x[index], has_before ? x[index - 1] : NAN, has_after ? x[index + 1] : NAN);
  add_equation (text, self->scene->variable, x[index], digits);
  series = MIN (series, self->data->vdim - 1);
  add_equation (text, self->names[series], self->data->y[series][index], DIGITS);
  neighbours = tell_neighbours (has_before ? x[index - 1] : NAN, has_after ? x[index + 1] : NAN, digits);
  losses = tell_losses (has_before ? get_loss (self, index - 1, index) : NAN, has_after ? get_loss (self, index, index + 1) : NAN);
  g_string_append_printf (text, "\n%s%s%s", neighbours, losses != NULL ? "\n" : "", losses != NULL ? losses : "");
}

/**
 * sonde_curve_spots_tell:
 *
 * As sonde_figure_tell().
 */
char *
sonde_curve_spots_tell (const SondeCurveSpots *self,
                        const SondeSpot       *spot,
                        SondeTelling           telling)
{
  GString *text;
  guint index;

  if (!find (self, spot->id, &index) || self->data->vdim == 0)
    return NULL;
  text = g_string_new (NULL);
  if (telling == SONDE_TELL_VALUES)
    tell_values (self, index, text);
  else if (telling == SONDE_TELL_ROW)
    tell_row (self, index, text);
  else
    tell_all (self, index, spot->series, text);
  return g_string_free (text, FALSE);
}
