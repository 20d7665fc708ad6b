/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  double  value;
  char   *label;
} SondeTick;

/**
 * SondeTicks:
 * @n: how many there are, perhaps none
 * @ticks: in rising order
 *
 * Where an axis has its numbers and how they are written.
 */
typedef struct
{
  guint      n;
  SondeTick *ticks;
} SondeTicks;

SondeTicks *sonde_ticks_new  (double      min,
                              double      max,
                              gboolean    log,
                              double      length,
                              double      distance);
void        sonde_ticks_free (SondeTicks *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SondeTicks, sonde_ticks_free)

G_END_DECLS
