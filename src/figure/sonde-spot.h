/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SondeFigureOptions:
 * @SONDE_FIGURE_AXES: the ranges; a picture without has no numbers along its edges and cannot be zoomed
 * @SONDE_FIGURE_LINE: hide_line
 * @SONDE_FIGURE_POINTS: hide_points
 * @SONDE_FIGURE_PENDING: hide_pending
 * @SONDE_FIGURE_NEWEST: hide_newest
 * @SONDE_FIGURE_RUG: hide_rug
 * @SONDE_FIGURE_LOSSES: show_losses
 * @SONDE_FIGURE_LOG_X: log_x
 * @SONDE_FIGURE_LOG_Y: log_y
 * @SONDE_FIGURE_QUANTITY: quantity
 * @SONDE_FIGURE_PAST: upto
 * @SONDE_FIGURE_COMPONENT: component; the series are its choices
 * @SONDE_FIGURE_FIELD: hide_field
 * @SONDE_FIGURE_MESH: mesh
 * @SONDE_FIGURE_DETAIL: points, beside hide_points
 * @SONDE_FIGURE_COLORS: colormap, log_z, auto_z and its range
 * @SONDE_FIGURE_CONTOURS: n_contours
 * @SONDE_FIGURE_ASPECT: aspect
 * @SONDE_FIGURE_SECTION: show_section and where it is
 * @SONDE_FIGURE_SLICES: what runs along the axes, and where the other variables of the learner's domain are cut
 *
 * What of a #SondeView a figure heeds.
 */
typedef enum
{
  SONDE_FIGURE_AXES      = 1 << 0,
  SONDE_FIGURE_LINE      = 1 << 1,
  SONDE_FIGURE_POINTS    = 1 << 2,
  SONDE_FIGURE_PENDING   = 1 << 3,
  SONDE_FIGURE_NEWEST    = 1 << 4,
  SONDE_FIGURE_RUG       = 1 << 5,
  SONDE_FIGURE_LOSSES    = 1 << 6,
  SONDE_FIGURE_LOG_X     = 1 << 7,
  SONDE_FIGURE_LOG_Y     = 1 << 8,
  SONDE_FIGURE_QUANTITY  = 1 << 9,
  SONDE_FIGURE_PAST      = 1 << 10,
  SONDE_FIGURE_COMPONENT = 1 << 11,
  SONDE_FIGURE_FIELD     = 1 << 12,
  SONDE_FIGURE_MESH      = 1 << 13,
  SONDE_FIGURE_DETAIL    = 1 << 14,
  SONDE_FIGURE_COLORS    = 1 << 15,
  SONDE_FIGURE_CONTOURS  = 1 << 16,
  SONDE_FIGURE_ASPECT    = 1 << 17,
  SONDE_FIGURE_SECTION   = 1 << 18,
  SONDE_FIGURE_SLICES    = 1 << 19,
} SondeFigureOptions;

#define SONDE_SPOT_NONE G_MAXUINT

/**
 * SondeSpot:
 * @id: of a point, as sonde_figure_pick() finds it; %SONDE_SPOT_NONE for none
 * @series: which of its values, where there are several
 *
 * Something in a figure that can be pointed at.
 */
typedef struct
{
  guint id;
  guint series;
} SondeSpot;

/**
 * SondeStep:
 * @SONDE_STEP_LEFT: to the next point on that side; from none, to the last one in view
 * @SONDE_STEP_RIGHT: likewise; from none, to the first one in view
 * @SONDE_STEP_UP: likewise; on curves, to the series before
 * @SONDE_STEP_DOWN: likewise; on curves, to the series after
 * @SONDE_STEP_FIRST: to the first of all
 * @SONDE_STEP_LAST: to the last of all
 *
 * Where to go from a spot.
 */
typedef enum
{
  SONDE_STEP_LEFT,
  SONDE_STEP_RIGHT,
  SONDE_STEP_UP,
  SONDE_STEP_DOWN,
  SONDE_STEP_FIRST,
  SONDE_STEP_LAST,
} SondeStep;

/**
 * SondeTelling:
 * @SONDE_TELL_VALUES: its coordinates and all its values, a line each: "x = 0.125", "f(x) = 0.98"
 * @SONDE_TELL_ALL: its coordinates, the value of its series, and what else there is to say (neighbours, loss), a line each
 * @SONDE_TELL_ROW: coordinates and values with all digits, apart by tabs, as a table takes them
 *
 * What to say of a spot.
 */
typedef enum
{
  SONDE_TELL_VALUES,
  SONDE_TELL_ALL,
  SONDE_TELL_ROW,
} SondeTelling;

G_END_DECLS
