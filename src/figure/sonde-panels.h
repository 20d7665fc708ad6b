/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plot/sonde-canvas.h"
#include "plot/sonde-frame.h"

G_BEGIN_DECLS

/**
 * SondeMarkKind:
 * @SONDE_MARK_LINE: a curve through x, y, broken at NaN
 * @SONDE_MARK_BAND: the area between low and high along x
 * @SONDE_MARK_POINTS: a dot at each x, y
 * @SONDE_MARK_ERRORS: a bar at each x from low to high
 * @SONDE_MARK_BARS: from the axis up to y, between x and x2
 * @SONDE_MARK_CELLS: a rectangle from x to x2 and low to high, filled by y: 0 faint, 1 full, NaN hatched as what is missing
 * @SONDE_MARK_LEVEL: a dashed line across at y[0], with the label
 */
typedef enum
{
  SONDE_MARK_LINE,
  SONDE_MARK_BAND,
  SONDE_MARK_POINTS,
  SONDE_MARK_ERRORS,
  SONDE_MARK_BARS,
  SONDE_MARK_CELLS,
  SONDE_MARK_LEVEL,
} SondeMarkKind;

typedef struct
{
  SondeMarkKind kind;
  guint         series;      /* for the colour */
  gboolean      is_quiet;    /* does not count for the range of values */
  gboolean      is_mapped;   /* of cells: y is a part of the colour map, and there are no gaps between them */
  guint         n;
  double       *x;
  double       *x2;
  double       *y;
  double       *low;
  double       *high;
  char         *label;
} SondeMark;

/**
 * SondePanel:
 * @left, top, right, bottom: where it is, as parts of the picture
 *
 * A frame with axes and what is drawn in it, in that order.
 */
typedef struct
{
  double     left, top, right, bottom;
  char      *title;         /* small, above it; may be NULL */
  char      *x_title;
  char      *y_title;
  gboolean   log_x, log_y;
  gboolean   from_zero;
  double     x_min, x_max;  /* NaN: from the marks */
  double     y_min, y_max;
  GPtrArray *marks;
} SondePanel;

/**
 * SondePanels:
 * @title: (nullable): of the study
 * @panels: the first one is the main one: what a view zooms, and where points are picked
 * @names: (nullable): of the series, for a legend
 * @choices: (nullable): what could be shown
 * @words: what it shows, in a sentence for those who do not see it
 * @pick_x, pick_y, pick_id: points that can be picked, in rising order of x
 * @pick_name: (nullable): what pick_y is, where it is not a value that was told
 *
 * A picture of one or several frames: a snapshot, immutable once built, so that any thread may draw it.
 */
typedef struct
{
  char      *title;
  GPtrArray *panels;
  GStrv      names;
  GStrv      choices;
  char      *words;
  guint      n_picks;
  double    *pick_x;
  double    *pick_y;
  guint     *pick_id;
  char        *pick_name;
} SondePanels;

SondePanels *sonde_panels_new       (const char        *title);
SondePanels *sonde_panels_ref       (SondePanels       *self);
void         sonde_panels_unref     (SondePanels       *self);
SondePanel  *sonde_panels_add       (SondePanels       *self,
                                     double             left,
                                     double             top,
                                     double             right,
                                     double             bottom,
                                     const char        *x_title,
                                     const char        *y_title);
SondeMark   *sonde_panel_add        (SondePanel        *self,
                                     SondeMarkKind      kind,
                                     guint              series,
                                     guint              n);
SondeMark   *sonde_panel_add_level  (SondePanel        *self,
                                     double             y,
                                     const char        *label);
void         sonde_panels_set_picks (SondePanels       *self,
                                     guint              n,
                                     const double      *x,
                                     const double      *y,
                                     const guint       *ids);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SondePanels, sonde_panels_unref)

G_END_DECLS
