/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/chart/sonde-chart-canvas.h"

G_BEGIN_DECLS

typedef enum { SONDE_DRAG_NONE, SONDE_DRAG_PAN, SONDE_DRAG_BOX } SondeDrag;

struct _SondeChartCanvas
{
  GtkWidget     parent_instance;

  SondeRun     *run;
  SondeRunner  *runner;
  SondeFigure  *figure;
  SondeView     view;
  gboolean      frozen;
  gboolean      narrow;

  /* the finished picture, and where things are in it */
  GdkTexture   *texture;
  SondeFrame    frame;
  double        texture_width, texture_height;

  /* where things will be in the next one */
  SondeFrame    live;

  GCancellable *cancellable;
  guint         tick;
  gboolean      in_flight;
  gboolean      view_dirty;
  gboolean      data_dirty;
  gint64        last_draw;
  gint64        last_described;

  gboolean      hovered;
  double        pointer_x, pointer_y;
  SondeDrag     drag;
  double        drag_x, drag_y;
  double        drag_dx, drag_dy;
  double        pinch;
};

void     _sonde_chart_canvas_add_controllers (SondeChartCanvas *self);
void     _sonde_chart_canvas_snapshot_marks  (SondeChartCanvas *self,
                                              GtkSnapshot      *snapshot);
void     _sonde_chart_canvas_view_changed    (SondeChartCanvas *self);

G_END_DECLS
