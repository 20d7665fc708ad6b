/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

#include "learner/sonde-student.h"

/* From so many samples on the quantile is that of the normal distribution to within a part in ten millions. */
#define ENDLESS 20000000u

/* @alpha: how unlikely it is that the truth lies beyond, on one side */
void
sonde_student_init (SondeStudent *self,
                    double        alpha)
{
  *self = (SondeStudent) { alpha, NULL, 0 };
}

void
sonde_student_clear (SondeStudent *self)
{
  g_clear_pointer (&self->quantiles, g_free);
  self->n = 0;
}

/* The quantile at 1 − alpha with @n_samples − 1 degrees of freedom; infinite for less than two samples. */
double
sonde_student_get (SondeStudent *self,
                   guint         n_samples)
{
  guint n = MIN (n_samples, ENDLESS);

  if (n < 2)
    return INFINITY;
  if (n >= self->n)
    {
      guint more = MAX (n + 1, 2 * self->n);

      self->quantiles = g_renew (double, self->quantiles, more);
      for (guint i = self->n; i < more; i++)
        self->quantiles[i] = NAN;
      self->n = more;
    }
  if (isnan (self->quantiles[n]))
    self->quantiles[n] = gsl_cdf_tdist_Qinv (self->alpha, n - 1);
  return self->quantiles[n];
}
