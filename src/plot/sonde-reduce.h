/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plot/sonde-canvas.h"

G_BEGIN_DECLS

/**
 * SondeColumn:
 * @first: index of its first point
 * @end: index behind its last
 * @place: its number, counted from the left of the frame
 *
 * The points that fall into one column of pixels.
 */
typedef struct
{
  guint first;
  guint end;
  int   place;
} SondeColumn;

guint    sonde_search        (const double     *x,
                              guint             from,
                              guint             end,
                              double            limit);
gboolean sonde_column_next   (SondeColumn      *column,
                              const double     *x,
                              guint             end,
                              const SondeScale *scale,
                              double            width);
gboolean sonde_is_shown      (double            value,
                              gboolean          log);
void     sonde_reduce        (const double     *x,
                              const double     *y,
                              guint             first,
                              guint             end,
                              const SondeScale *scale_x,
                              const SondeScale *scale_y,
                              double            width,
                              GArray           *places);
void     sonde_range         (const double     *y,
                              guint             first,
                              guint             end,
                              gboolean          log,
                              double           *min,
                              double           *max);

G_END_DECLS
