/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The moments of a run's convergence as spots. Each is known by the point that was the last one then. */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "base/sonde-number.h"
#include "figure/sonde-trace.h"
#include "plot/sonde-label.h"
#include "plot/sonde-reduce.h"

#define DIGITS 4

enum { LOSS, ERROR, N_SERIES };

/**
 * sonde_trace_get:
 * @index: of a moment
 * @series: 0 for the loss, 1 for the estimated error
 *
 * Returns: what its curve shows there. Of the error that is the largest estimate since there were half as many points
 */
double
sonde_trace_get (const SondeTrace *self,
                 guint             index,
                 guint             series)
{
  double largest;

  if (series == LOSS)
    return self->loss[index];
  largest = self->error[index];
  for (guint i = index; i-- > 0 && 2 * self->npoints[i] >= self->npoints[index];)
    largest = fmax (largest, self->error[i]);   /* fmax passes over NaN */
  return largest;
}

/**
 * sonde_trace_pick:
 * @upto: how many points were known at the last moment shown, 0 for all
 *
 * As sonde_figure_pick().
 */
gboolean
sonde_trace_pick (const SondeTrace *self,
                  guint             upto,
                  const SondeFrame *frame,
                  double            pixel_x,
                  double            pixel_y,
                  double            radius,
                  guint            *id)
{
  guint end = sonde_trace_count (self, upto), first;
  double nearest = radius * radius;
  gboolean found = FALSE;
  SondeScale x, y;

  sonde_frame_get_scales (frame, &x, &y);
  first = sonde_search (self->npoints, 0, end, sonde_scale_to_value (&x, pixel_x - radius));
  end = sonde_search (self->npoints, first, end, sonde_scale_to_value (&x, pixel_x + radius));
  for (guint i = first; i < end; i++)
    for (guint k = 0; k < N_SERIES; k++)
      {
        double dx = sonde_scale_to_pixel (&x, self->npoints[i]) - pixel_x;
        double dy = sonde_scale_to_pixel (&y, sonde_trace_get (self, i, k)) - pixel_y;

        /* false for NaN */
        if (dx * dx + dy * dy <= nearest)
          {
            nearest = dx * dx + dy * dy;
            *id = (guint) self->npoints[i] - 1;
            found = TRUE;
          }
      }
  return found;
}

/* The latest moment that a point was known at: the very one for those that pick() finds. */
static gboolean
find (const SondeTrace *self,
      guint             upto,
      guint             id,
      guint            *index)
{
  guint n = sonde_trace_count (self, upto);

  if (id == SONDE_SPOT_NONE)
    return FALSE;
  *index = sonde_search (self->npoints, 0, n, (double) id + 1);
  return *index < n && (self->npoints[*index] == (double) id + 1 || *index + 1 == self->n);
}

/**
 * sonde_trace_walk:
 *
 * As sonde_figure_walk().
 */
gboolean
sonde_trace_walk (const SondeTrace *self,
                  guint             upto,
                  const SondeFrame *frame,
                  SondeStep         step,
                  SondeSpot        *spot)
{
  guint n = sonde_trace_count (self, upto), here, next;
  gboolean is_here = find (self, upto, spot->id, &here);

  if (step == SONDE_STEP_UP || step == SONDE_STEP_DOWN)
    {
      spot->series = is_here ? (spot->series + 1) % N_SERIES : spot->series;
      return is_here;
    }
  if (step == SONDE_STEP_LEFT)
    next = (is_here ? here : sonde_search (self->npoints, 0, n, nextafter (frame->x_max, INFINITY))) - 1;
  else if (step == SONDE_STEP_RIGHT)
    next = is_here ? here + 1 : sonde_search (self->npoints, 0, n, frame->x_min);
  else
    next = step == SONDE_STEP_LAST ? n - 1 : 0;
  /* before the first is a very large number */
  if (next < n)
    spot->id = (guint) self->npoints[next] - 1;
  return TRUE;
}

/**
 * sonde_trace_locate:
 *
 * As sonde_figure_locate().
 */
gboolean
sonde_trace_locate (const SondeTrace *self,
                    guint             upto,
                    const SondeFrame *frame,
                    const SondeSpot  *spot,
                    double           *pixel_x,
                    double           *pixel_y)
{
  guint index;

  if (spot->series >= N_SERIES || !find (self, upto, spot->id, &index))
    return FALSE;
  *pixel_x = sonde_frame_from_x (frame, self->npoints[index]);
  *pixel_y = sonde_frame_from_y (frame, sonde_trace_get (self, index, spot->series));
  return TRUE;
}

static void
add_line (GString    *text,
          const char *name,
          double      value)
{
  g_autofree char *number = sonde_label_number (value, DIGITS);

  g_string_append_printf (text, "\n%s %s", name, number);
}

static char *
tell_row (const SondeTrace *self,
          guint             index)
{
  double values[] = { sonde_trace_get (self, index, LOSS), sonde_trace_get (self, index, ERROR) };
  GString *text = g_string_new (NULL);
  char number[SONDE_NUMBER_LENGTH];

  g_string_append_printf (text, "%u", (guint) self->npoints[index]);
  for (guint k = 0; k < G_N_ELEMENTS (values); k++)
    {
      g_string_append_c (text, '\t');
      g_string_append_len (text, number, sonde_number_format (values[k], number));
    }
  return g_string_free (text, FALSE);
}

/**
 * sonde_trace_tell:
 *
 * As sonde_figure_tell().
 */
char *
sonde_trace_tell (const SondeTrace *self,
                  guint             upto,
                  const SondeSpot  *spot,
                  SondeTelling      telling)
{
  guint index, npoints;
  double error;
  GString *text;

  if (!find (self, upto, spot->id, &index))
    return NULL;
  if (telling == SONDE_TELL_ROW)
    return tell_row (self, index);
  npoints = (guint) self->npoints[index];
  error = sonde_trace_get (self, index, ERROR);
  text = g_string_new (NULL);
  g_string_append_printf (text, ngettext ("%u point", "%u points", npoints), npoints);
  /* translators: goes before a number */
  add_line (text, _("loss"), self->loss[index]);
  if (!isnan (error))
    /* translators: goes before a number */
    add_line (text, _("estimated error"), error);
  if (telling == SONDE_TELL_ALL && isfinite (self->elapsed[index]))
    {
      g_autofree char *seconds = sonde_label_number (self->elapsed[index], 3);

      g_string_append_c (text, '\n');
      /* translators: how long a run had been going on for */
      g_string_append_printf (text, _("after %s s"), seconds);
    }
  return g_string_free (text, FALSE);
}
