/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A shared library as people write them. Twice x; from 2 on it reports a failure, from 3 on it never returns. */

#include <stdio.h>
#include <stdlib.h>

int twice (const double *x, int nx, double *y, int ny, void *data);
double plain (double x);
double sum (const double *x, int n);
int scaled (const double *x, int nx, double *y, int ny, void *data);
double crash (double x);

int
twice (const double *x, int nx, double *y, int ny, void *data)
{
  volatile double seen = x[0];

  while (seen >= 3)
    ;
  y[0] = 2 * x[0];
  return x[0] >= 2 ? 7 : 0;
}

double
plain (double x)
{
  printf ("x is %g\n", x);
  return 2 * x;
}

double
sum (const double *x, int n)
{
  double total = 0;

  for (int i = 0; i < n; i++)
    total += x[i];
  return total;
}

int
scaled (const double *x, int nx, double *y, int ny, void *data)
{
  const double *parameters = data;

  for (int i = 0; i < ny; i++)
    y[i] = x[0] * parameters[i];
  return 0;
}

double
crash (double x)
{
  if (x >= 1)
    abort ();
  return 2 * x;
}
