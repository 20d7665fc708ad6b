/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Amplitude and phase of a driven, damped oscillator, as a function of a shared library that Sonde can sample. To compile it:
 *
 *     cc -O2 -shared -fPIC -o liboscillator.so oscillator.c -lm
 *
 * and then, in the same folder:
 *
 *     sonde-cli run oscillator.json --trust
 *
 * It runs in a process of its own: if it crashes, the point has failed and the run goes on. */

#include <math.h>

int response (const double *x, int nx, double *y, int ny, void *parameters);

/* x: the drive's frequency, in units of the oscillator's own; y: amplitude and phase; parameters: the damping.
 * Returns 0 if it went well. */
int
response (const double *x, int nx, double *y, int ny, void *parameters)
{
  const double damping = *(const double *) parameters;
  double real, imaginary;

  if (nx != 1 || ny != 2)
    return 1;
  real = 1 - x[0] * x[0];
  imaginary = damping * x[0];
  y[0] = 1 / hypot (real, imaginary);
  y[1] = -atan2 (imaginary, real);
  return 0;
}
