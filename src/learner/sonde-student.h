/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SondeStudent:
 *
 * Quantiles of Student's t distribution at one level, each computed once.
 */
typedef struct
{
  /*< private >*/
  double   alpha;
  double  *quantiles;    /* by the number of samples; NaN: not yet computed */
  guint    n;
} SondeStudent;

void   sonde_student_init  (SondeStudent *self,
                            double        alpha);
void   sonde_student_clear (SondeStudent *self);
double sonde_student_get   (SondeStudent *self,
                            guint         n_samples);

G_END_DECLS
