/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>
#include <gio/gio.h>

#include "plot/sonde-frame.h"
#include "plot/sonde-palette.h"
#include "study/sonde-run.h"

G_BEGIN_DECLS

/**
 * SondeView:
 * @auto_x: show the whole domain; else from @x_min to @x_max
 * @auto_y: show all values; else from @y_min to @y_max
 * @upto: show what was known after so many points, 0 for all there are now. What was pending, and what had failed, is not
 *   known of earlier times and left out
 * @show_losses: show along the axis how large the loss of each interval is
 * @quantity: (nullable): show this expression instead of the values, see sonde_figure_check_quantity()
 *
 * What part of a figure is seen, and how. Plain data, copied by value.
 */
typedef struct
{
  gboolean    auto_x;
  gboolean    auto_y;
  double      x_min, x_max;
  double      y_min, y_max;
  gboolean    log_x;
  gboolean    log_y;
  gboolean    hide_line;
  gboolean    hide_points;
  gboolean    hide_pending;
  gboolean    hide_newest;
  gboolean    hide_rug;
  gboolean    hide_legend;
  guint       upto;
  gboolean    show_losses;
  const char *quantity;
} SondeView;

/* millimetres on paper that a logical pixel has */
#define SONDE_FIGURE_PIXEL .25

#define SONDE_VIEW_INIT { .auto_x = TRUE, .auto_y = TRUE }

/**
 * SondeStyle:
 * @width: logical pixels
 * @height: logical pixels
 * @scale: device pixels a logical one
 * @font_scale: size of text: 1, or 0, for 9 pt
 * @narrow: smaller margins and no axis titles
 * @palette: colours, from sonde_palette_get()
 * @legend: draw the legend inside the figure when there are several curves (exports; the window has its own)
 * @title: draw the study's title above it
 */
typedef struct
{
  double              width;
  double              height;
  double              scale;
  double              font_scale;
  const SondePalette *palette;
  gboolean            narrow;
  gboolean            legend;
  gboolean            title;
} SondeStyle;

#define SONDE_TYPE_FIGURE (sonde_figure_get_type ())

/**
 * SondeFigure:
 *
 * Shows one learner. In the main thread sonde_figure_update() copies what is new, at the cost of what is new; drawing uses
 * only these copies, in a thread or here, so that sampling goes on meanwhile. Screen and export are the same code.
 */
G_DECLARE_DERIVABLE_TYPE (SondeFigure, sonde_figure, SONDE, FIGURE, GObject)

/* a figure for the kind of learner that the run has */
SondeFigure     *sonde_figure_new         (SondeRun             *run);
/* how loss and estimated error of the run fell with the number of points */
SondeFigure     *sonde_figure_new_convergence (SondeRun         *run);
/* Takes over what has happened since, or of very much a piece; returns whether anything did. */
gboolean         sonde_figure_update      (SondeFigure          *self);
gboolean         sonde_figure_is_behind   (SondeFigure          *self);
gboolean         sonde_figure_check_quantity (SondeFigure       *self,
                                              const char        *text,
                                              int               *position,
                                              GError           **error);
/* Draws in a thread. Calls must not overlap for one figure: wait for the callback. update () may be called meanwhile. */
void             sonde_figure_draw_async  (SondeFigure          *self,
                                           const SondeView      *view,
                                           const SondeStyle     *style,
                                           GCancellable         *cancellable,
                                           GAsyncReadyCallback   callback,
                                           gpointer              user_data);
/* Returns: (transfer full): an ARGB32 image surface of width × scale by height × scale device pixels */
cairo_surface_t *sonde_figure_draw_finish (SondeFigure          *self,
                                           GAsyncResult         *result,
                                           SondeFrame           *frame,
                                           GError              **error);
/* Draws here, for exports. */
void             sonde_figure_draw        (SondeFigure          *self,
                                           const SondeView      *view,
                                           const SondeStyle     *style,
                                           cairo_t              *cr,
                                           SondeFrame           *frame);
/* By the suffix: .png, .svg, .pdf. @width and @height in logical pixels, of which one is 0.25 mm on paper; @dpi for .png: a pixel becomes @dpi / 101.6 dots.
 * Written through a temporary file. */
gboolean         sonde_figure_save        (SondeFigure          *self,
                                           const SondeView      *view,
                                           GFile                *file,
                                           double                width,
                                           double                height,
                                           double                dpi,
                                           GError              **error);
/* The known point nearest to a place in the picture, within @radius pixels; FALSE if none. */
gboolean         sonde_figure_pick        (SondeFigure          *self,
                                           const SondeFrame     *frame,
                                           double                pixel_x,
                                           double                pixel_y,
                                           double                radius,
                                           guint                *id);
/* One line a legend shows: its name and the component it stands for. */
guint            sonde_figure_get_n_series    (SondeFigure      *self);
char            *sonde_figure_get_series_name (SondeFigure      *self,
                                               guint             index);
/* What a screen reader says of the figure: one or two sentences. */
char            *sonde_figure_describe    (SondeFigure          *self);

G_END_DECLS
