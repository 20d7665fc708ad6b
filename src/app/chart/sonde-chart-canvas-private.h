/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/chart/sonde-chart-canvas.h"

G_BEGIN_DECLS

typedef enum { SONDE_DRAG_NONE, SONDE_DRAG_PAN, SONDE_DRAG_BOX, SONDE_DRAG_SECTION } SondeDrag;

struct _SondeChartCanvas
{
  GtkWidget     parent_instance;

  SondeRun     *run;
  SondeRunner  *runner;
  SondeFigure *(*maker) (SondeRun *run);
  SondeFigure  *figure;
  SondeView     view;
  char         *quantity;         /* that of the view */
  gboolean      frozen;
  gboolean      narrow;
  gint64        between_draws;    /* microseconds, while points come */

  /* the finished picture, and where things are in it */
  GdkTexture   *texture;
  SondeFrame    frame;
  double        texture_width, texture_height;

  /* where things will be in the next one */
  SondeFrame    live;

  GCancellable *cancellable;
  guint         tick;
  guint         wait;
  gboolean      in_flight;
  gboolean      view_dirty;
  gboolean      data_dirty;
  gint64        last_draw;
  gint64        last_described;

  /* what one has walked to */
  SondeSpot     selected;
  guint         speak;

  gboolean      hovered;
  double        pointer_x, pointer_y;
  SondeDrag     drag;
  double        drag_x, drag_y;
  double        drag_dx, drag_dy;
  double        pinch;
};

gboolean _sonde_chart_canvas_has             (SondeChartCanvas   *self,
                                              SondeFigureOptions  options);
void     _sonde_chart_canvas_view_changed    (SondeChartCanvas   *self);

/* sonde-chart-picture.c */
const SondePalette *
         _sonde_chart_canvas_get_palette     (void);
void     _sonde_chart_canvas_queue_picture   (SondeChartCanvas   *self);
void     _sonde_chart_canvas_drawn           (SondeChartCanvas   *self);

/* sonde-chart-pointer.c */
void     _sonde_chart_canvas_add_controllers (SondeChartCanvas   *self);

/* sonde-chart-marks.c */
void     _sonde_chart_canvas_snapshot_marks  (SondeChartCanvas   *self,
                                              GtkSnapshot        *snapshot);

/* sonde-chart-walk.c */
gboolean _sonde_chart_canvas_walk            (SondeChartCanvas   *self,
                                              guint               key);
void     _sonde_chart_canvas_select_at       (SondeChartCanvas   *self,
                                              double              x,
                                              double              y);
void     _sonde_chart_canvas_unselect        (SondeChartCanvas   *self);

/* sonde-chart-words.c */
char    *_sonde_chart_canvas_read_out        (SondeChartCanvas   *self,
                                              double              x,
                                              double              y);
void     _sonde_chart_canvas_describe        (SondeChartCanvas   *self);

G_END_DECLS
