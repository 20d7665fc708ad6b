/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What pointer and keyboard do to the chart.
 *
 * wheel: zoom around the pointer; with Ctrl along x only, with Shift along y only
 * drag: move; with Shift, or with the secondary button: zoom into a box; with Ctrl, of surfaces: the line of the cross-section
 * click: select a point · double click, 0: the whole · plus, minus: zoom · arrows with Shift: move · Escape: give up the box
 * arrows, Home, End: walk along the points, see sonde-chart-walk.c */

#include "config.h"

#include <math.h>

#include "app/chart/sonde-chart-canvas-private.h"
#include "app/chart/sonde-chart-view.h"

#define WHEEL_STEP 1.2
#define KEY_STEP 1.25
#define KEY_PAN 48.0
#define DRAG_LEAST 3.0

static gboolean
can_zoom (SondeChartCanvas *self)
{
  return self->texture != NULL && _sonde_chart_canvas_has (self, SONDE_FIGURE_AXES);
}

static void
on_motion (SondeChartCanvas *self,
           double            x,
           double            y)
{
  self->hovered = TRUE;
  self->pointer_x = x;
  self->pointer_y = y;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
on_leave (SondeChartCanvas *self)
{
  self->hovered = FALSE;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static gboolean
on_scroll (SondeChartCanvas         *self,
           double                    dx,
           double                    dy,
           GtkEventControllerScroll *controller)
{
  GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (controller));
  gboolean only_x = (state & GDK_CONTROL_MASK) != 0;
  gboolean only_y = (state & GDK_SHIFT_MASK) != 0;
  /* some systems turn the wheel sideways while Shift is held */
  double turn = dy != 0 ? dy : dx;

  if (!can_zoom (self) || turn == 0)
    return FALSE;
  if (sonde_chart_view_zoom (&self->view, &self->live, pow (WHEEL_STEP, -turn), self->pointer_x, self->pointer_y,
                             !only_y, !only_x || only_y))
    _sonde_chart_canvas_view_changed (self);
  return TRUE;
}

static void
on_drag_begin (SondeChartCanvas *self,
               double            x,
               double            y,
               GtkGestureDrag   *gesture)
{
  guint button = gtk_gesture_single_get_current_button (GTK_GESTURE_SINGLE (gesture));
  GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture));

  gtk_widget_grab_focus (GTK_WIDGET (self));
  if (!can_zoom (self) || (button != GDK_BUTTON_PRIMARY && button != GDK_BUTTON_SECONDARY))
    {
      gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_DENIED);
      return;
    }
  if (button == GDK_BUTTON_SECONDARY || (state & GDK_SHIFT_MASK))
    self->drag = SONDE_DRAG_BOX;
  else if ((state & GDK_CONTROL_MASK) && _sonde_chart_canvas_has (self, SONDE_FIGURE_SECTION))
    self->drag = SONDE_DRAG_SECTION;
  else
    self->drag = SONDE_DRAG_PAN;
  self->drag_x = x;
  self->drag_y = y;
  self->drag_dx = self->drag_dy = 0;
}

/* The line follows the pointer, and the values along it follow the line. */
static void
set_section (SondeChartCanvas *self)
{
  SondeView view = self->view;
  const SondeFrame *frame = &self->live;

  view.show_section = TRUE;
  view.section_x[0] = sonde_frame_to_x (frame, self->drag_x);
  view.section_y[0] = sonde_frame_to_y (frame, self->drag_y);
  view.section_x[1] = sonde_frame_to_x (frame, self->drag_x + self->drag_dx);
  view.section_y[1] = sonde_frame_to_y (frame, self->drag_y + self->drag_dy);
  sonde_chart_canvas_set_view (self, &view);
}

static void
on_drag_update (SondeChartCanvas *self,
                double            dx,
                double            dy,
                GtkGestureDrag   *gesture)
{
  double step_x = dx - self->drag_dx;
  double step_y = dy - self->drag_dy;

  if (self->drag == SONDE_DRAG_NONE || (self->drag_dx == 0 && self->drag_dy == 0 && hypot (dx, dy) < DRAG_LEAST))
    return;
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  self->drag_dx = dx;
  self->drag_dy = dy;
  if (self->drag == SONDE_DRAG_SECTION)
    set_section (self);
  if (self->drag != SONDE_DRAG_PAN)
    {
      gtk_widget_set_cursor_from_name (GTK_WIDGET (self), "crosshair");
      gtk_widget_queue_draw (GTK_WIDGET (self));
      return;
    }
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), "grabbing");
  if (sonde_chart_view_pan (&self->view, &self->live, step_x, step_y))
    _sonde_chart_canvas_view_changed (self);
}

static void
end_drag (SondeChartCanvas *self)
{
  self->drag = SONDE_DRAG_NONE;
  gtk_widget_set_cursor (GTK_WIDGET (self), NULL);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
on_drag_end (SondeChartCanvas *self,
             double            dx,
             double            dy)
{
  if (self->drag == SONDE_DRAG_BOX &&
      sonde_chart_view_box (&self->view, &self->live, self->drag_x, self->drag_y, self->drag_x + dx, self->drag_y + dy))
    _sonde_chart_canvas_view_changed (self);
  end_drag (self);
}

static void
on_pressed (SondeChartCanvas *self,
            int               n_press)
{
  if (n_press == 2)
    sonde_chart_canvas_fit (self);
}

/* a drag claims the pointer, so this is a click in one place */
static void
on_released (SondeChartCanvas *self,
             int               n_press,
             double            x,
             double            y)
{
  if (n_press == 1)
    _sonde_chart_canvas_select_at (self, x, y);
}

static void
on_pinch_begin (SondeChartCanvas *self)
{
  self->pinch = 1;
}

static void
on_pinch (SondeChartCanvas *self,
          double            scale,
          GtkGestureZoom   *gesture)
{
  double x, y;

  if (!can_zoom (self) || !gtk_gesture_get_bounding_box_center (GTK_GESTURE (gesture), &x, &y))
    return;
  if (sonde_chart_view_zoom (&self->view, &self->live, scale / self->pinch, x, y, TRUE, TRUE))
    _sonde_chart_canvas_view_changed (self);
  self->pinch = scale;
}

static gboolean
pan_by_key (SondeChartCanvas *self,
            double            dx,
            double            dy)
{
  if (can_zoom (self) && sonde_chart_view_pan (&self->view, &self->live, dx, dy))
    _sonde_chart_canvas_view_changed (self);
  return TRUE;
}

static gboolean
on_key (SondeChartCanvas *self,
        guint             key,
        guint             code,
        GdkModifierType   state)
{
  if (state & (GDK_CONTROL_MASK | GDK_ALT_MASK))
    return FALSE;
  if (key == GDK_KEY_Escape && self->drag != SONDE_DRAG_NONE)
    {
      end_drag (self);
      return TRUE;
    }
  if (!(state & GDK_SHIFT_MASK) && _sonde_chart_canvas_walk (self, key))
    return TRUE;
  switch (key)
    {
    case GDK_KEY_plus: case GDK_KEY_equal: case GDK_KEY_KP_Add:
      sonde_chart_canvas_zoom (self, KEY_STEP);
      return TRUE;
    case GDK_KEY_minus: case GDK_KEY_KP_Subtract:
      sonde_chart_canvas_zoom (self, 1 / KEY_STEP);
      return TRUE;
    case GDK_KEY_0: case GDK_KEY_KP_0:
      sonde_chart_canvas_fit (self);
      return TRUE;
    case GDK_KEY_Left:
      return pan_by_key (self, KEY_PAN, 0);
    case GDK_KEY_Right:
      return pan_by_key (self, -KEY_PAN, 0);
    case GDK_KEY_Up:
      return pan_by_key (self, 0, KEY_PAN);
    case GDK_KEY_Down:
      return pan_by_key (self, 0, -KEY_PAN);
    default:
      return FALSE;
    }
}

void
_sonde_chart_canvas_add_controllers (SondeChartCanvas *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *scroll = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);
  GtkEventController *key = gtk_event_controller_key_new ();
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkGesture *click = gtk_gesture_click_new ();
  GtkGesture *pinch = gtk_gesture_zoom_new ();

  g_signal_connect_swapped (motion, "enter", G_CALLBACK (on_motion), self);
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (on_motion), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (on_leave), self);
  g_signal_connect_swapped (scroll, "scroll", G_CALLBACK (on_scroll), self);
  g_signal_connect_swapped (key, "key-pressed", G_CALLBACK (on_key), self);
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (drag), 0);
  g_signal_connect_swapped (drag, "drag-begin", G_CALLBACK (on_drag_begin), self);
  g_signal_connect_swapped (drag, "drag-update", G_CALLBACK (on_drag_update), self);
  g_signal_connect_swapped (drag, "drag-end", G_CALLBACK (on_drag_end), self);
  g_signal_connect_swapped (drag, "cancel", G_CALLBACK (end_drag), self);
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (on_pressed), self);
  g_signal_connect_swapped (click, "released", G_CALLBACK (on_released), self);
  g_signal_connect_swapped (pinch, "begin", G_CALLBACK (on_pinch_begin), self);
  g_signal_connect_swapped (pinch, "scale-changed", G_CALLBACK (on_pinch), self);
  gtk_widget_add_controller (widget, motion);
  gtk_widget_add_controller (widget, scroll);
  gtk_widget_add_controller (widget, key);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (click));
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (drag));
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (pinch));
}
