/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Walking along the curve by keyboard, and the point that is selected.
 *
 * 1. The learner knows the neighbours of each point in order of x. Points that came since the view was frozen are passed over.
 * 2. The point is brought into view, marked there, and told: at once beside the mark, and to screen readers when the walk pauses,
 *    so that a held key does not make them speak of every point on the way. */

#include "config.h"

#include <math.h>

#include "app/chart/sonde-chart-canvas-private.h"
#include "app/chart/sonde-chart-view.h"
#include "base/sonde-number.h"
#include "learner/sonde-learner-1d.h"

#define SPEAK_AFTER 150
#define SELECT_RADIUS 14.0

static SondeLearner1D *
get_learner (SondeChartCanvas *self)
{
  SondeLearner *learner = self->run != NULL ? sonde_run_get_learner (self->run) : NULL;

  return learner != NULL && SONDE_IS_LEARNER_1D (learner) ? SONDE_LEARNER_1D (learner) : NULL;
}

static const SondePoints *
get_points (SondeChartCanvas *self)
{
  return sonde_learner_get_points (sonde_run_get_learner (self->run));
}

static gboolean
is_shown (SondeChartCanvas *self,
          guint             id)
{
  return id < self->n_shown && (self->view.upto == 0 || id < self->view.upto);
}

/**
 * _sonde_chart_canvas_find_next:
 * @x: where to begin
 * @forward: towards larger numbers
 *
 * Returns: the next point that the picture shows, or #SONDE_LEARNER_1D_NONE
 */
guint
_sonde_chart_canvas_find_next (SondeChartCanvas *self,
                               double            x,
                               gboolean          forward)
{
  SondeLearner1D *learner = get_learner (self);
  guint before, after, next;

  if (learner == NULL)
    return SONDE_LEARNER_1D_NONE;
  do
    {
      sonde_learner_1d_find_beside (learner, x, &before, &after);
      next = forward ? after : before;
      if (next != SONDE_LEARNER_1D_NONE)
        x = get_points (self)->x[next];
    }
  while (next != SONDE_LEARNER_1D_NONE && !is_shown (self, next));
  return next;
}

/* What is beside the selected point: FALSE when none is selected. */
gboolean
_sonde_chart_canvas_get_selection (SondeChartCanvas *self,
                                   SondeSelection   *selection)
{
  SondeLearner1D *learner = get_learner (self);
  guint before, after;

  if (!self->has_selection || learner == NULL || !is_shown (self, self->selected))
    return FALSE;
  selection->id = self->selected;
  selection->component = MIN (self->component, SONDE_STRIDE (get_points (self)->vdim) - 1);
  selection->x = get_points (self)->x[self->selected];
  selection->before = _sonde_chart_canvas_find_next (self, selection->x, FALSE);
  selection->after = _sonde_chart_canvas_find_next (self, selection->x, TRUE);
  sonde_learner_1d_find_beside (learner, selection->x, &before, &after);
  /* the loss is that of an interval one sees, not of what a newer point has left of it */
  selection->loss_before = before == selection->before && before != SONDE_LEARNER_1D_NONE
                             ? sonde_learner_1d_get_loss_after (learner, before) : NAN;
  selection->loss_after = after == selection->after && after != SONDE_LEARNER_1D_NONE
                            ? sonde_learner_1d_get_loss_after (learner, self->selected) : NAN;
  return TRUE;
}

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
  const SondePoints *points = get_points (self);
  guint stride = SONDE_STRIDE (points->vdim);
  double y = points->y[(gsize) self->selected * stride + MIN (self->component, stride - 1)];
  const SondeFrame *live = &self->live;
  double dx = to_middle (sonde_frame_from_x (live, points->x[self->selected]), live->x, live->width);
  double dy = to_middle (sonde_frame_from_y (live, y), live->y, live->height);

  if (self->view.auto_x)
    dx = 0;
  if (self->view.auto_y)
    dy = 0;
  if ((dx != 0 || dy != 0) && sonde_chart_view_pan (&self->view, &self->live, dx, dy))
    _sonde_chart_canvas_view_changed (self);
}

static void
select_point (SondeChartCanvas *self,
              guint             id)
{
  if (id == SONDE_LEARNER_1D_NONE)
    return;
  self->has_selection = TRUE;
  self->selected = id;
  bring_into_view (self);
  selection_changed (self);
}

void
_sonde_chart_canvas_unselect (SondeChartCanvas *self)
{
  if (!self->has_selection)
    return;
  self->has_selection = FALSE;
  selection_changed (self);
}

/* To the next point; from no selection, to the first in view on that side. */
static gboolean
step (SondeChartCanvas *self,
      gboolean          forward)
{
  double from;

  if (get_learner (self) == NULL || self->texture == NULL)
    return FALSE;
  if (self->has_selection)
    from = get_points (self)->x[self->selected];
  else if (forward)
    from = nextafter (self->live.x_min, -INFINITY);
  else
    from = nextafter (self->live.x_max, INFINITY);
  select_point (self, _sonde_chart_canvas_find_next (self, from, forward));
  return TRUE;
}

static gboolean
switch_series (SondeChartCanvas *self,
               int               by)
{
  guint n;

  if (!self->has_selection || get_learner (self) == NULL)
    return FALSE;
  n = SONDE_STRIDE (get_points (self)->vdim);
  self->component = (MIN (self->component, n - 1) + n + (guint) by) % n;
  bring_into_view (self);
  selection_changed (self);
  return TRUE;
}

/* Returns: whether the key was one of those that walk */
gboolean
_sonde_chart_canvas_walk (SondeChartCanvas *self,
                          guint             key)
{
  /* the axis runs from left to right in every language, and so do the keys */
  switch (key)
    {
    case GDK_KEY_Left:
      return step (self, FALSE);
    case GDK_KEY_Right:
      return step (self, TRUE);
    case GDK_KEY_Up:
      return switch_series (self, -1);
    case GDK_KEY_Down:
      return switch_series (self, 1);
    case GDK_KEY_Home:
      select_point (self, _sonde_chart_canvas_find_next (self, -INFINITY, TRUE));
      return TRUE;
    case GDK_KEY_End:
      select_point (self, _sonde_chart_canvas_find_next (self, INFINITY, FALSE));
      return TRUE;
    case GDK_KEY_Escape:
      if (!self->has_selection)
        return FALSE;
      _sonde_chart_canvas_unselect (self);
      return TRUE;
    default:
      return FALSE;
    }
}

/* A click selects the point it hits; one beside all points selects none. */
void
_sonde_chart_canvas_select_at (SondeChartCanvas *self,
                               double            x,
                               double            y)
{
  guint id;

  if (self->texture == NULL || get_learner (self) == NULL)
    return;
  if (sonde_figure_pick (self->figure, &self->frame, x, y, SELECT_RADIUS, &id) && is_shown (self, id))
    select_point (self, id);
  else
    _sonde_chart_canvas_unselect (self);
}

/**
 * sonde_chart_canvas_get_selected_text:
 *
 * Returns: (transfer full) (nullable): coordinate and values of the selected point, apart by tabs and to the last digit, as a
 *   table takes them; %NULL when none is selected
 */
char *
sonde_chart_canvas_get_selected_text (SondeChartCanvas *self)
{
  SondeSelection selection;
  char number[SONDE_NUMBER_LENGTH];
  const SondePoints *points;
  GString *text;

  g_return_val_if_fail (SONDE_IS_CHART_CANVAS (self), NULL);

  if (!_sonde_chart_canvas_get_selection (self, &selection))
    return NULL;
  points = get_points (self);
  text = g_string_new (NULL);
  g_string_append_len (text, number, sonde_number_format (selection.x, number));
  for (guint i = 0; i < SONDE_STRIDE (points->vdim); i++)
    {
      g_string_append_c (text, '\t');
      g_string_append_len (text, number,
                           sonde_number_format (points->y[(gsize) selection.id * SONDE_STRIDE (points->vdim) + i], number));
    }
  return g_string_free (text, FALSE);
}
