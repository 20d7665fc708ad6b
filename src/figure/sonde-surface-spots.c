/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Finding points of a surface, going from one to the next, and what there is to say of them. Points are looked through from
 * the first to the last: a million takes a few milliseconds. */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "base/sonde-number.h"
#include "figure/sonde-surface-spots.h"
#include "plot/sonde-label.h"

#define DIGITS 6
#define MOST_COMPONENTS 4

static const double *
get_point (const SondeSurfaceSpots *self,
           guint                    id)
{
  return self->points->x + (gsize) id * self->points->ndim;
}

static gboolean
is_shown (const SondeSurfaceSpots *self,
          guint                    id)
{
  return id < self->n && (self->is_shown == NULL || self->is_shown (get_point (self, id), self->data));
}

/* What the vertical axis has; expressions are not known here. */
static double
get_y (const SondeSurfaceSpots *self,
       guint                    id)
{
  if (!self->is_curve)
    return get_point (self, id)[self->y];
  return self->component < self->points->vdim ? self->points->y[(gsize) id * self->points->vdim + self->component] : NAN;
}

/* How well a point does, the less the better; infinite if it is not to be chosen. */
typedef double (*Judge) (double dx,
                         double dy,
                         double least);

static guint
choose (const SondeSurfaceSpots *self,
        const SondeFrame        *frame,
        double                   pixel_x,
        double                   pixel_y,
        guint                    except,
        Judge                    judge,
        double                   least)
{
  guint found = SONDE_SPOT_NONE;
  SondeScale x, y;

  sonde_frame_get_scales (frame, &x, &y);
  for (guint id = 0; id < self->n; id++)
    {
      const double *point = get_point (self, id);
      double dx = sonde_scale_to_pixel (&x, point[self->x]) - pixel_x;
      double how;

      /* true for NaN; the nearest one found so far bounds the search */
      if (!(fabs (dx) <= least))
        continue;
      how = judge (dx, sonde_scale_to_pixel (&y, get_y (self, id)) - pixel_y, least);
      if (how > least || isnan (how) || id == except || !is_shown (self, id))
        continue;
      least = how;
      found = id;
    }
  return found;
}

static double
judge_distance (double dx,
                double dy,
                double least)
{
  return fabs (dy) <= least ? hypot (dx, dy) : INFINITY;
}

/* To a side within a right angle; what lies straight ahead is preferred. */
static double
judge_side (double along,
            double across)
{
  return along > 0 && fabs (across) <= along ? along + 2 * fabs (across) : INFINITY;
}

static double
judge_left (double dx,
            double dy,
            double least)
{
  return judge_side (-dx, dy);
}

static double
judge_right (double dx,
             double dy,
             double least)
{
  return judge_side (dx, dy);
}

static double
judge_up (double dx,
          double dy,
          double least)
{
  return judge_side (-dy, dx);
}

static double
judge_down (double dx,
            double dy,
            double least)
{
  return judge_side (dy, dx);
}

/**
 * sonde_surface_spots_pick:
 *
 * As sonde_figure_pick().
 */
gboolean
sonde_surface_spots_pick (const SondeSurfaceSpots *self,
                          const SondeFrame        *frame,
                          double                   pixel_x,
                          double                   pixel_y,
                          double                   radius,
                          guint                   *id)
{
  guint found = choose (self, frame, pixel_x, pixel_y, SONDE_SPOT_NONE, judge_distance, radius);

  if (found == SONDE_SPOT_NONE)
    return FALSE;
  *id = found;
  return TRUE;
}

static guint
find_end (const SondeSurfaceSpots *self,
          gboolean                 last)
{
  for (guint i = 0; i < self->n; i++)
    {
      guint id = last ? self->n - 1 - i : i;

      if (is_shown (self, id))
        return id;
    }
  return SONDE_SPOT_NONE;
}

/**
 * sonde_surface_spots_walk:
 *
 * As sonde_figure_walk(): to the nearest point on a side; first and last are those that were told first and last.
 */
gboolean
sonde_surface_spots_walk (const SondeSurfaceSpots *self,
                          const SondeFrame        *frame,
                          SondeStep                step,
                          SondeSpot               *spot)
{
  static const Judge judges[] = {
    [SONDE_STEP_LEFT] = judge_left, [SONDE_STEP_RIGHT] = judge_right, [SONDE_STEP_UP] = judge_up, [SONDE_STEP_DOWN] = judge_down,
  };
  double x, y;
  guint next;

  if (step == SONDE_STEP_FIRST || step == SONDE_STEP_LAST)
    next = find_end (self, step == SONDE_STEP_LAST);
  else if (sonde_surface_spots_locate (self, frame, spot, &x, &y))
    next = choose (self, frame, x, y, spot->id, judges[step], SONDE_SCALE_FAR);
  else
    next = choose (self, frame, frame->x + frame->width / 2, frame->y + frame->height / 2, SONDE_SPOT_NONE, judge_distance,
                   SONDE_SCALE_FAR);
  if (next != SONDE_SPOT_NONE)
    spot->id = next;
  return self->n > 0;
}

/**
 * sonde_surface_spots_locate:
 *
 * As sonde_figure_locate().
 */
gboolean
sonde_surface_spots_locate (const SondeSurfaceSpots *self,
                            const SondeFrame        *frame,
                            const SondeSpot         *spot,
                            double                  *pixel_x,
                            double                  *pixel_y)
{
  if (!is_shown (self, spot->id))
    return FALSE;
  *pixel_x = sonde_frame_from_x (frame, get_point (self, spot->id)[self->x]);
  *pixel_y = sonde_frame_from_y (frame, get_y (self, spot->id));
  return !isnan (*pixel_x) && !isnan (*pixel_y);
}

static void
add_equation (GString    *text,
              const char *name,
              double      value)
{
  g_autofree char *number = sonde_label_number (value, DIGITS);

  g_string_append_printf (text, "%s%s = %s", text->len > 0 ? "\n" : "", name, number);
}

static void
tell_values (const SondeSurfaceSpots *self,
             guint                    id,
             guint                    from,
             guint                    end,
             GString                 *text)
{
  const SondePoints *points = self->points;

  for (guint i = 0; i < points->ndim; i++)
    add_equation (text, self->scene->variables[i].name, get_point (self, id)[i]);
  for (guint k = from; k < MIN (end, points->vdim); k++)
    {
      g_autofree char *name = sonde_surface_scene_get_name (self->scene, k);

      add_equation (text, name, points->y[(gsize) id * points->vdim + k]);
    }
  if (end == MOST_COMPONENTS && points->vdim > end)
    g_string_append (text, "\n…");
}

static void
tell_row (const SondeSurfaceSpots *self,
          guint                    id,
          GString                 *text)
{
  const SondePoints *points = self->points;
  char number[SONDE_NUMBER_LENGTH];

  for (guint i = 0; i < points->ndim + points->vdim; i++)
    {
      double value = i < points->ndim ? get_point (self, id)[i] : points->y[(gsize) id * points->vdim + i - points->ndim];

      if (i > 0)
        g_string_append_c (text, '\t');
      g_string_append_len (text, number, sonde_number_format (value, number));
    }
}

/**
 * sonde_surface_spots_tell:
 *
 * As sonde_figure_tell().
 */
char *
sonde_surface_spots_tell (const SondeSurfaceSpots *self,
                          const SondeSpot         *spot,
                          SondeTelling             telling)
{
  GString *text;

  if (!is_shown (self, spot->id))
    return NULL;
  text = g_string_new (NULL);
  if (telling == SONDE_TELL_ROW)
    tell_row (self, spot->id, text);
  else if (telling == SONDE_TELL_VALUES)
    tell_values (self, spot->id, 0, MOST_COMPONENTS, text);
  else
    {
      tell_values (self, spot->id, spot->series, spot->series + 1, text);
      /* translators: which of all points it is, in the order in which they came */
      g_string_append_printf (text, "\n");
      g_string_append_printf (text, _("point %u of %u"), spot->id + 1, self->points->n);
    }
  return g_string_free (text, FALSE);
}
