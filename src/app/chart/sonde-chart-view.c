/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "app/chart/sonde-chart-view.h"

/* Below this share of the numbers' size, neighbouring doubles would show as steps. */
#define LEAST_SHARE 1e-12
#define MOST 1e300

static gboolean
is_visible_range (double min,
                  double max)
{
  double size = MAX (fabs (min), fabs (max));

  return isfinite (min) && isfinite (max) && size < MOST && max - min > size * LEAST_SHARE && max - min > 1e-300;
}

static gboolean
show_x (SondeView  *view,
        SondeFrame *frame,
        double      left,
        double      right)
{
  double min = sonde_frame_to_x (frame, left);
  double max = sonde_frame_to_x (frame, right);

  if (!is_visible_range (min, max))
    return FALSE;
  view->auto_x = FALSE;
  view->x_min = frame->x_min = min;
  view->x_max = frame->x_max = max;
  return TRUE;
}

static gboolean
show_y (SondeView  *view,
        SondeFrame *frame,
        double      top,
        double      bottom)
{
  double max = sonde_frame_to_y (frame, top);
  double min = sonde_frame_to_y (frame, bottom);

  if (!is_visible_range (min, max))
    return FALSE;
  view->auto_y = FALSE;
  view->y_min = frame->y_min = min;
  view->y_max = frame->y_max = max;
  return TRUE;
}

/**
 * sonde_chart_view_zoom:
 * @factor: more than 1 shows less, larger
 * @pixel_x: what stays in its place
 * @pixel_y: what stays in its place
 */
gboolean
sonde_chart_view_zoom (SondeView  *view,
                       SondeFrame *frame,
                       double      factor,
                       double      pixel_x,
                       double      pixel_y,
                       gboolean    along_x,
                       gboolean    along_y)
{
  double left = pixel_x + (frame->x - pixel_x) / factor;
  double right = pixel_x + (frame->x + frame->width - pixel_x) / factor;
  double top = pixel_y + (frame->y - pixel_y) / factor;
  double bottom = pixel_y + (frame->y + frame->height - pixel_y) / factor;
  gboolean changed = FALSE;

  g_return_val_if_fail (factor > 0, FALSE);

  if (along_x)
    changed |= show_x (view, frame, left, right);
  if (along_y)
    changed |= show_y (view, frame, top, bottom);
  return changed;
}

/**
 * sonde_chart_view_pan:
 * @dx: pixels by which the picture moves to the right
 * @dy: pixels by which the picture moves down
 */
gboolean
sonde_chart_view_pan (SondeView  *view,
                      SondeFrame *frame,
                      double      dx,
                      double      dy)
{
  gboolean changed = FALSE;

  if (dx != 0)
    changed |= show_x (view, frame, frame->x - dx, frame->x + frame->width - dx);
  if (dy != 0)
    changed |= show_y (view, frame, frame->y - dy, frame->y + frame->height - dy);
  return changed;
}

/* The part of the frame within a box that was drawn from one corner to the other. */
gboolean
sonde_chart_view_box (SondeView  *view,
                      SondeFrame *frame,
                      double      x0,
                      double      y0,
                      double      x1,
                      double      y1)
{
  double left = MAX (MIN (x0, x1), frame->x);
  double right = MIN (MAX (x0, x1), frame->x + frame->width);
  double top = MAX (MIN (y0, y1), frame->y);
  double bottom = MIN (MAX (y0, y1), frame->y + frame->height);
  gboolean changed;

  if (right - left < 4 || bottom - top < 4)
    return FALSE;
  changed = show_x (view, frame, left, right);
  changed |= show_y (view, frame, top, bottom);
  return changed;
}

void
sonde_chart_view_fit (SondeView *view)
{
  view->auto_x = TRUE;
  view->auto_y = TRUE;
}

gboolean
sonde_chart_view_is_fit (const SondeView *view)
{
  return view->auto_x && view->auto_y;
}
