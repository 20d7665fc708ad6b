/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Walking from point to point by keyboard, and the point that is selected.
 *
 * The figure knows what lies beside what. A point that is walked to is brought into view, marked there, and told: at once beside the
 * mark, and to screen readers when the walk pauses, so that a held key does not make them speak of every point on the way. */

#include "config.h"

#include <math.h>

#include "app/chart/sonde-chart-canvas-private.h"
#include "app/chart/sonde-chart-view.h"

#define SPEAK_AFTER 150
#define SELECT_RADIUS 14.0

static gboolean
on_speak (gpointer data)
{
  SondeChartCanvas *self = data;

  self->speak = 0;
  _sonde_chart_canvas_describe (self);
  return G_SOURCE_REMOVE;
}

static void
selection_changed (SondeChartCanvas *self)
{
  g_clear_handle_id (&self->speak, g_source_remove);
  self->speak = g_timeout_add (SPEAK_AFTER, on_speak, self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_object_notify (G_OBJECT (self), "has-selection");
}

/* how far something at @pixel is to move to come into the middle: 0 when it is between the ends already */
static double
to_middle (double pixel,
           double from,
           double length)
{
  return isfinite (pixel) && (pixel < from || pixel > from + length) ? from + length / 2 - pixel : 0;
}

static void
bring_into_view (SondeChartCanvas *self)
{
  const SondeFrame *live = &self->live;
  double x, y, dx, dy;

  if (!sonde_figure_locate (self->figure, live, &self->selected, &x, &y))
    return;
  dx = self->view.auto_x ? 0 : to_middle (x, live->x, live->width);
  dy = self->view.auto_y ? 0 : to_middle (y, live->y, live->height);
  if ((dx != 0 || dy != 0) && sonde_chart_view_pan (&self->view, &self->live, dx, dy))
    _sonde_chart_canvas_view_changed (self);
}

static void
select_spot (SondeChartCanvas *self,
             const SondeSpot  *spot)
{
  if (spot->id == SONDE_SPOT_NONE)
    return;
  self->selected = *spot;
  if (_sonde_chart_canvas_has (self, SONDE_FIGURE_COMPONENT))
    self->selected.series = self->view.component;
  bring_into_view (self);
  selection_changed (self);
}

void
_sonde_chart_canvas_unselect (SondeChartCanvas *self)
{
  if (self->selected.id == SONDE_SPOT_NONE)
    return;
  self->selected.id = SONDE_SPOT_NONE;
  selection_changed (self);
}

/* The axis runs from left to right in every language, and so do the keys. */
static gboolean
to_step (guint      key,
         SondeStep *step)
{
  static const struct { guint key; SondeStep step; } steps[] = {
    { GDK_KEY_Left, SONDE_STEP_LEFT }, { GDK_KEY_Right, SONDE_STEP_RIGHT }, { GDK_KEY_Up, SONDE_STEP_UP },
    { GDK_KEY_Down, SONDE_STEP_DOWN }, { GDK_KEY_Home, SONDE_STEP_FIRST }, { GDK_KEY_End, SONDE_STEP_LAST },
  };

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    if (steps[i].key == key)
      {
        *step = steps[i].step;
        return TRUE;
      }
  return FALSE;
}

/* Returns: whether the key was one of those that walk */
gboolean
_sonde_chart_canvas_walk (SondeChartCanvas *self,
                          guint             key)
{
  SondeSpot spot = self->selected;
  SondeStep step;

  if (key == GDK_KEY_Escape && self->selected.id != SONDE_SPOT_NONE)
    {
      _sonde_chart_canvas_unselect (self);
      return TRUE;
    }
  if (self->texture == NULL || !to_step (key, &step) || !sonde_figure_walk (self->figure, &self->live, step, &spot))
    return FALSE;
  select_spot (self, &spot);
  return TRUE;
}

/* A click selects the point it hits; one beside all points selects none. */
void
_sonde_chart_canvas_select_at (SondeChartCanvas *self,
                               double            x,
                               double            y)
{
  SondeSpot spot = self->selected;

  if (self->texture == NULL)
    return;
  if (sonde_figure_pick (self->figure, &self->frame, x, y, SELECT_RADIUS, &spot.id))
    select_spot (self, &spot);
  else
    _sonde_chart_canvas_unselect (self);
}

/**
 * sonde_chart_canvas_get_selected_text:
 *
 * Returns: (transfer full) (nullable): coordinates and values of the selected point, apart by tabs and to the last digit, as a
 *   table takes them; %NULL when none is selected
 */
char *
sonde_chart_canvas_get_selected_text (SondeChartCanvas *self)
{
  g_return_val_if_fail (SONDE_IS_CHART_CANVAS (self), NULL);

  return self->figure != NULL ? sonde_figure_tell (self->figure, &self->selected, SONDE_TELL_ROW) : NULL;
}
