/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>
#include <gio/gio.h>

#include "figure/sonde-spot.h"
#include "plot/sonde-color-scale.h"
#include "plot/sonde-frame.h"
#include "plot/sonde-palette.h"
#include "study/sonde-run.h"

G_BEGIN_DECLS

/* Of so many variables at most a view can say where it cuts. */
#define SONDE_VIEW_VARIABLES 16

/**
 * SondeDetail:
 * @SONDE_DETAIL_AUTO: as long as the triangles can be told apart
 * @SONDE_DETAIL_SHOW: always
 * @SONDE_DETAIL_HIDE: never
 *
 * When a surface shows its triangles, or its points.
 */
typedef enum
{
  SONDE_DETAIL_AUTO,
  SONDE_DETAIL_SHOW,
  SONDE_DETAIL_HIDE,
} SondeDetail;

/**
 * SondeAspect:
 * @SONDE_ASPECT_AUTO: square where both axes have the same unit and neither range is more than four times the other
 * @SONDE_ASPECT_FILL: all the room there is
 * @SONDE_ASPECT_SQUARE: a unit is as long on both axes; not on logarithmic ones
 *
 * The shape of a surface.
 */
typedef enum
{
  SONDE_ASPECT_AUTO,
  SONDE_ASPECT_FILL,
  SONDE_ASPECT_SQUARE,
} SondeAspect;

/**
 * SondeView:
 * @auto_x: show the whole domain; else from @x_min to @x_max
 * @auto_y: show all values; else from @y_min to @y_max
 * @upto: show what was known after so many points, 0 for all there are now. What was pending, and what had failed, is not
 *   known of earlier times and left out
 * @choice: which of sonde_figure_list_choices() is shown
 * @show_losses: show along the axis how large the loss of each interval is
 * @quantity: (nullable): show this expression instead of the values, see sonde_figure_check_quantity()
 * @hide_field: of surfaces: no colours, only mesh, contours and points
 * @mesh: of surfaces: whether to show the triangles
 * @points: of surfaces: whether to show the points (@hide_points hides them for good)
 * @component: of surfaces: which component of a value, or which part of @quantity, is shown
 * @colormap: of surfaces: which colours
 * @auto_z: colours span all values shown; else from @z_min to @z_max
 * @log_z: colours go by the logarithm
 * @n_contours: of surfaces: about so many contour lines, at round values; 0 for none
 * @aspect: of surfaces: their shape
 * @show_section: of surfaces: show below them the values along the line from (@section_x[0], @section_y[0]) to (@section_x[1],
 *   @section_y[1])
 * @slice_curve: of functions of three and more variables: show a curve along @slice_x instead of a surface
 * @slice_x: the variable that runs along the horizontal axis
 * @slice_y: the variable that runs along the vertical axis of a surface
 * @slice_set: a bit for each variable (1 << index) whose @slice_at is set; the others are cut in the middle
 * @slice_at: where the variables that run along no axis are cut
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
  gboolean    hide_title;
  guint       upto;
  guint       choice;
  gboolean    show_losses;
  const char *quantity;

  gboolean      hide_field;
  SondeDetail     mesh;
  SondeDetail     points;
  guint         component;
  SondeColormap colormap;
  gboolean      auto_z;
  double        z_min, z_max;
  gboolean      log_z;
  guint         n_contours;
  SondeAspect   aspect;
  gboolean      show_section;
  double        section_x[2];
  double        section_y[2];
  gboolean      slice_curve;
  guint         slice_x;
  guint         slice_y;
  guint         slice_set;
  double        slice_at[SONDE_VIEW_VARIABLES];
} SondeView;

/* millimetres on paper that a logical pixel has */
#define SONDE_FIGURE_PIXEL .25

#define SONDE_VIEW_INIT { .auto_x = TRUE, .auto_y = TRUE, .auto_z = TRUE, .slice_y = 1 }

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
 * @bare: of surfaces: nothing but the surface, all over the picture
 * @hurry: of surfaces: draw what can be drawn soon; if that is not all, sonde_figure_is_behind() says so until a later picture has it
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
  gboolean            bare;
  gboolean            hurry;
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
/* Draws in a thread. update () may be called meanwhile; of several drawings of one figure each waits for the others. */
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
/* What a surface shows at a place of its last picture: @x gets a number for each variable, @z the interpolated value. */
gboolean         sonde_figure_read_out    (SondeFigure          *self,
                                           const SondeFrame     *frame,
                                           double                pixel_x,
                                           double                pixel_y,
                                           double               *x,
                                           double               *z);
/* What of a view it heeds: the window has controls for these. */
/* What a figure can show, where that is several things: columns of a sequence, kinds of comparison. NULL: one thing only. */
char           **sonde_figure_list_choices   (SondeFigure          *self);
SondeFigureOptions sonde_figure_get_options   (SondeFigure          *self);
/* Logarithmic axes where the variables are: for the first look at a run. */
void             sonde_figure_choose_axes     (SondeFigure          *self,
                                               SondeView            *view);
/* Walking from point to point, and what there is to say of one. Main thread. */
gboolean         sonde_figure_walk            (SondeFigure          *self,
                                               const SondeFrame     *frame,
                                               SondeStep             step,
                                               SondeSpot            *spot);
gboolean         sonde_figure_locate          (SondeFigure          *self,
                                               const SondeFrame     *frame,
                                               const SondeSpot      *spot,
                                               double               *pixel_x,
                                               double               *pixel_y);
char            *sonde_figure_tell            (SondeFigure          *self,
                                               const SondeSpot      *spot,
                                               SondeTelling          telling);
/* One line a legend shows: its name and the component it stands for. */
guint            sonde_figure_get_n_series    (SondeFigure      *self);
char            *sonde_figure_get_series_name (SondeFigure      *self,
                                               guint             index);
/* What a screen reader says of the figure: one or two sentences. */
char            *sonde_figure_describe    (SondeFigure          *self);

G_END_DECLS
