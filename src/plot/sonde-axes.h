/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plot/sonde-canvas.h"
#include "plot/sonde-ticks.h"

G_BEGIN_DECLS

/**
 * SondeAxes:
 * @x_title: (nullable): Pango markup
 * @y_title: (nullable): Pango markup, written upwards
 * @narrow: small margins and no titles
 * @head: room above the frame, for a title and a legend
 * @left: the least room at the left, so that frames above each other begin at the same place
 * @side: room at the right of the frame, for a bar of colours
 * @foot: room below it, for another plot
 * @marks: a little line outside of the frame at each number, instead of a grid
 * @square: a unit shall be as long on both axes; the frame becomes smaller and lies in the middle
 *
 * Grid, axis and numbers around a frame. Fill in the above, then sonde_axes_arrange().
 */
typedef struct
{
  const char *x_title;
  const char *y_title;
  gboolean    narrow;
  double      head;
  double      left;
  double      side;
  double      foot;
  gboolean    marks;
  gboolean    square;

  /*< private >*/
  SondeTicks *x;
  SondeTicks *y;
  double      moved;
} SondeAxes;

void sonde_axes_arrange (SondeAxes         *self,
                         const SondeCanvas *canvas,
                         double             width,
                         double             height,
                         SondeFrame        *frame);
void sonde_axes_clear   (SondeAxes         *self);
void sonde_axes_draw_grid   (const SondeAxes   *self,
                             const SondeCanvas *canvas,
                             const SondeFrame  *frame);
void sonde_axes_draw_labels (const SondeAxes   *self,
                             const SondeCanvas *canvas,
                             const SondeFrame  *frame);

G_END_DECLS
