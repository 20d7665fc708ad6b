/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "figure/sonde-figure.h"

G_BEGIN_DECLS

/**
 * SondeFigureClass:
 *
 * update() runs in the main thread and may only hand new points over (under the class's own lock); draw() runs anywhere.
 */
struct _SondeFigureClass
{
  GObjectClass parent_class;

  /* required */
  gboolean (*update)          (SondeFigure      *self,
                               SondeRun         *run);
  /* optional: whether update() has left something for the next call. Default: no */
  gboolean (*is_behind)       (SondeFigure      *self,
                               SondeRun         *run);
  /* optional: in the main thread before each picture; takes over what only some views show */
  void     (*prepare)         (SondeFigure      *self,
                               SondeRun         *run,
                               const SondeView  *view);
  /* optional. Default: it has no quantities */
  gboolean (*check_quantity)  (SondeFigure      *self,
                               const char       *text,
                               int              *position,
                               GError          **error);
  /* required */
  void     (*draw)            (SondeFigure      *self,
                               const SondeView  *view,
                               const SondeStyle *style,
                               cairo_t          *cr,
                               SondeFrame       *frame);
  /* required */
  gboolean (*pick)            (SondeFigure      *self,
                               const SondeFrame *frame,
                               double            pixel_x,
                               double            pixel_y,
                               double            radius,
                               guint            *id);
  /* optional. Default: there is nothing between points */
  gboolean (*read_out)        (SondeFigure      *self,
                               const SondeFrame *frame,
                               double            pixel_x,
                               double            pixel_y,
                               double           *x,
                               double           *z);
  /* optional: (transfer full): the names of what it can show, of which SondeView.choice is one. Default: NULL, one thing only */
  char   **(*list_choices)    (SondeFigure      *self);
  /* optional. Default: axes only */
  SondeFigureOptions (*get_options) (SondeFigure *self);
  /* optional, in the main thread. Default: there is nothing to walk along */
  gboolean (*walk)            (SondeFigure      *self,
                               const SondeFrame *frame,
                               SondeStep         step,
                               SondeSpot        *spot);
  /* optional, in the main thread; needed where pick() finds anything. Default: nowhere */
  gboolean (*locate)          (SondeFigure      *self,
                               const SondeFrame *frame,
                               const SondeSpot  *spot,
                               double           *pixel_x,
                               double           *pixel_y);
  /* optional, in the main thread; needed where pick() finds anything. Default: nothing */
  char    *(*tell)            (SondeFigure      *self,
                               const SondeSpot  *spot,
                               SondeTelling      telling);
  /* required */
  guint    (*get_n_series)    (SondeFigure      *self);
  /* required */
  char    *(*get_series_name) (SondeFigure      *self,
                               guint             index);
  /* required */
  char    *(*describe)        (SondeFigure      *self);
};

void _sonde_figure_release (SondeFigure *self,
                            gpointer     object);

G_END_DECLS
