/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SondeResiduals:
 *
 * How far recent results lay from what was predicted for them: the largest over a window of the latest half of all residuals, but of 8 at
 * least.
 */
typedef struct
{
  /*< private >*/
  guint64  n;
  guint    head;
  guint    length;
  guint    capacity;
  guint64 *numbers;
  double  *values;
} SondeResiduals;

void   sonde_residuals_clear       (SondeResiduals *self);
void   sonde_residuals_add         (SondeResiduals *self,
                                    double          value);
double sonde_residuals_get_largest (SondeResiduals *self);

G_END_DECLS
