/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plot/sonde-contour.h"
#include "plot/sonde-frame.h"

G_BEGIN_DECLS

/**
 * SondeContourPiece:
 * @level: the index of the line's level
 * @number: which of all pieces it is
 * @places: (element-type SondePlace): of it, without a break
 *
 * What is in view of a line of equal value, where it does not leave the view.
 */
typedef struct
{
  guint   level;
  guint   number;
  GArray *places;
} SondeContourPiece;

GArray *sonde_contour_pieces_new (const SondeFrame *frame,
                                  SondeContours    *contours,
                                  guint             n_levels);

G_END_DECLS
