/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/chart/sonde-chart-canvas.h"

G_BEGIN_DECLS

typedef enum { SONDE_DRAG_NONE, SONDE_DRAG_PAN, SONDE_DRAG_BOX } SondeDrag;

/**
 * SondeSelection:
 * @before: the neighbour on the left, SONDE_LEARNER_1D_NONE without one
 * @after: the neighbour on the right, likewise
 * @loss_before: of the interval on the left, NaN where it is not known
 * @loss_after: of the interval on the right, likewise
 */
typedef struct
{
  guint  id;
  guint  component;
  double x;
  guint  before;
  guint  after;
  double loss_before;
  double loss_after;
} SondeSelection;

struct _SondeChartCanvas
{
  GtkWidget     parent_instance;

  SondeRun     *run;
  SondeRunner  *runner;
  SondeFigure *(*maker) (SondeRun *run);
  SondeFigure  *figure;
  SondeView     view;
  gboolean      frozen;
  gboolean      narrow;
  guint         n_shown;          /* how many points the figure has taken over */
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

  /* the point one has walked to */
  gboolean      has_selection;
  guint         selected;
  guint         component;
  guint         speak;

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

/* sonde-chart-walk.c */
guint    _sonde_chart_canvas_find_next       (SondeChartCanvas *self,
                                              double            x,
                                              gboolean          forward);
gboolean _sonde_chart_canvas_get_selection   (SondeChartCanvas *self,
                                              SondeSelection   *selection);
gboolean _sonde_chart_canvas_walk            (SondeChartCanvas *self,
                                              guint             key);
void     _sonde_chart_canvas_select_at       (SondeChartCanvas *self,
                                              double            x,
                                              double            y);
void     _sonde_chart_canvas_unselect        (SondeChartCanvas *self);

/* sonde-chart-words.c */
char    *_sonde_chart_canvas_read_out        (SondeChartCanvas *self,
                                              guint             id);
char    *_sonde_chart_canvas_summarize       (SondeChartCanvas *self,
                                              const char       *separator);
void     _sonde_chart_canvas_describe        (SondeChartCanvas *self);

G_END_DECLS
