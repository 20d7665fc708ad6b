/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plot/sonde-canvas.h"

G_BEGIN_DECLS

/* How many of the newest points are marked. */
#define SONDE_NEWEST 8
/* Where a title or legend begins. */
#define SONDE_TITLE_TOP 10.0

/**
 * SondeLegend:
 * @has_line: whether curves are drawn as lines
 * @has_markers: whether their points are marked
 */
typedef struct
{
  gboolean has_line;
  gboolean has_markers;
} SondeLegend;

/**
 * SondeLine:
 * @places: pixels of the figure, from left to right, broken at NaN
 * @n: how many there are
 */
typedef struct
{
  const SondePlace *places;
  guint             n;
} SondeLine;

/**
 * SondeWords:
 *
 * Words written into a frame one after the other, so that none covers another one.
 */
typedef struct
{
  /*< private >*/
  const SondeCanvas *canvas;
  const SondeFrame  *frame;
  GArray            *taken;
} SondeWords;

/* Of the frame's height, what the largest loss takes. */
#define SONDE_LOSS_PART .2

/* sonde-layer-series.c */
void   sonde_layer_ground   (const SondeCanvas  *canvas,
                             double              width,
                             double              height);
void   sonde_layer_band     (const SondeCanvas  *canvas,
                             const SondeFrame   *frame,
                             double              from,
                             double              to,
                             SondeColor          color);
void   sonde_layer_line     (const SondeCanvas  *canvas,
                             const SondeFrame   *frame,
                             const SondePlace   *places,
                             guint               n,
                             guint               series);
void   sonde_layer_rug      (const SondeCanvas  *canvas,
                             const SondeFrame   *frame,
                             const guint        *counts,
                             guint               n,
                             SondeColor          color);
void   sonde_layer_losses   (const SondeCanvas  *canvas,
                             const SondeFrame   *frame,
                             const double       *heights,
                             guint               n);
double sonde_layer_goal     (const SondeCanvas  *canvas,
                             const SondeFrame   *frame,
                             double              value,
                             const char         *label);

/* sonde-layer-markers.c */
void   sonde_layer_markers  (const SondeCanvas  *canvas,
                             const SondeFrame   *frame,
                             const SondePlace   *places,
                             guint               n,
                             guint               series,
                             double              opacity);
double sonde_marker_opacity (double              n_points,
                             double              area);

/* sonde-layer-points.c */
void   sonde_layer_newest   (const SondeCanvas  *canvas,
                             const SondeFrame   *frame,
                             const SondePlace   *places,
                             guint               n,
                             guint               n_points);
void   sonde_layer_pending  (const SondeCanvas  *canvas,
                             const SondeFrame   *frame,
                             const SondePlace   *places,
                             guint               n);
void   sonde_layer_failed   (const SondeCanvas  *canvas,
                             const SondeFrame   *frame,
                             const double       *places,
                             guint               n,
                             gboolean            to_retry);

/* sonde-layer-direct.c */
void   sonde_words_init     (SondeWords         *self,
                             const SondeCanvas  *canvas,
                             const SondeFrame   *frame);
void   sonde_words_clear    (SondeWords         *self);
void   sonde_words_avoid    (SondeWords         *self,
                             double              x,
                             double              y,
                             double              width,
                             double              height);
void   sonde_words_name     (SondeWords         *self,
                             const SondeLine    *lines,
                             guint               n_lines,
                             guint               own,
                             const char         *markup,
                             gboolean            below,
                             SondeColor          color);
void   sonde_words_write    (SondeWords         *self,
                             const SondeLine    *lines,
                             guint               n_lines,
                             const char         *markup,
                             double              bottom,
                             SondeColor          color);
void   sonde_words_mark     (SondeWords         *self,
                             const SondeLine    *lines,
                             guint               n_lines,
                             SondePlace          place,
                             const char         *markup,
                             SondeColor          color);

/* sonde-layer-legend.c */
double sonde_title_measure  (const SondeCanvas  *canvas);
void   sonde_layer_title    (const SondeCanvas  *canvas,
                             const char         *title,
                             double              x,
                             double              y,
                             double              width);
double sonde_legend_measure (const SondeCanvas  *canvas,
                             const char * const *names,
                             double              width);
void   sonde_layer_legend   (const SondeCanvas  *canvas,
                             const SondeLegend  *legend,
                             const char * const *names,
                             double              x,
                             double              y,
                             double              width);

G_END_DECLS
