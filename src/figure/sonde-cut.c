/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "figure/sonde-cut.h"
#include "plot/sonde-label.h"

/* Points count as near up to this part of the domain away, in every variable that is cut. */
#define NEAR .06

static double
get_coordinate (const SondeSurfaceScene *scene,
                guint                    variable,
                double                   value)
{
  return scene->metric.is_log[variable] ? log (value) : value;
}

static double
get_middle (const SondeSurfaceScene *scene,
            guint                    variable)
{
  double min = scene->variables[variable].min, max = scene->variables[variable].max;

  return scene->metric.is_log[variable] ? sqrt (min) * sqrt (max) : min / 2 + max / 2;
}

static gboolean
is_fixed (const SondeCut *self,
          guint           variable)
{
  return variable != self->x && (self->is_curve || variable != self->y);
}

/**
 * sonde_cut_init:
 * @scene: the variables
 * @view: what to show; what it asks for that is not there is mended
 */
void
sonde_cut_init (SondeCut                *self,
                const SondeSurfaceScene *scene,
                const SondeView         *view)
{
  *self = (SondeCut) { .ndim = scene->ndim, .y = 1 };
  if (scene->ndim > 2)
    {
      self->is_curve = view->slice_curve;
      self->x = view->slice_x < scene->ndim ? view->slice_x : 0;
      self->y = view->slice_y < scene->ndim && view->slice_y != self->x ? view->slice_y : (self->x + 1) % scene->ndim;
    }
  for (guint i = 0; i < scene->ndim; i++)
    {
      double at = view->slice_set & 1u << i ? view->slice_at[i] : get_middle (scene, i);

      self->at[i] = isnan (at) ? get_middle (scene, i) : CLAMP (at, scene->variables[i].min, scene->variables[i].max);
    }
}

gboolean
sonde_cut_equals (const SondeCut *self,
                  const SondeCut *other)
{
  if (self->ndim != other->ndim || self->x != other->x || self->y != other->y || self->is_curve != other->is_curve)
    return FALSE;
  for (guint i = 0; i < self->ndim; i++)
    if (is_fixed (self, i) && self->at[i] != other->at[i])
      return FALSE;
  return TRUE;
}

/**
 * sonde_cut_get_nearness:
 * @point: a number for each variable
 *
 * Returns: 255 for a point in the cut, falling to 1; 0 for those that are too far away to be shown
 */
guint8
sonde_cut_get_nearness (const SondeCut          *self,
                        const SondeSurfaceScene *scene,
                        const double            *point)
{
  double farthest = 0;

  for (guint i = 0; i < self->ndim; i++)
    {
      double range = get_coordinate (scene, i, scene->variables[i].max) - get_coordinate (scene, i, scene->variables[i].min);
      double distance = fabs (get_coordinate (scene, i, point[i]) - get_coordinate (scene, i, self->at[i])) / range;

      if (!is_fixed (self, i))
        continue;
      /* true for NaN */
      if (!(distance < NEAR))
        return 0;
      farthest = MAX (farthest, distance);
    }
  return (guint8) (255 - 254 * farthest / NEAR);
}

/**
 * sonde_cut_describe:
 *
 * Returns: (transfer full) (nullable): "z = 0.5, w = 2": where variables are cut; %NULL if none is
 */
char *
sonde_cut_describe (const SondeCut          *self,
                    const SondeSurfaceScene *scene)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < self->ndim; i++)
    {
      g_autofree char *number = NULL;

      if (!is_fixed (self, i))
        continue;
      number = sonde_label_number (self->at[i], 4);
      g_string_append_printf (text, "%s%s = %s%s%s", text->len > 0 ? ", " : "", scene->variables[i].name, number,
                              scene->variables[i].unit != NULL ? " " : "",
                              scene->variables[i].unit != NULL ? scene->variables[i].unit : "");
    }
  return g_string_free (text, text->len == 0);
}
