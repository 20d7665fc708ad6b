/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Clenshaw and Curtis's rules with 5, 9, 17 and 33 nodes, each nested in the next, as P. Gonnet uses them ("Increasing the reliability of
 * adaptive quadrature using explicit interpolants", ACM Trans. Math. Softw. 37, 2010, algorithms 4 and 5).
 *
 * 1. The nodes are -cos (i pi / (n - 1)), made exactly antisymmetric.
 * 2. V has the orthonormal Legendre polynomials at the nodes, sqrt (j + 1/2) P_j (x_i); V⁻¹ times the values at the nodes are the
 *    coefficients of the interpolating polynomial. It is inverted once, in extended precision, and rounded.
 * 3. T_left and T_right turn coefficients over an interval into those over its halves: V⁻¹ times the polynomials at (x ∓ 1) / 2.
 * 4. A node without a finite value is taken out of the rule ("downdated"). For this one needs the polynomial whose zeros are the nodes, in
 *    the same basis: (T_{N+1} - T_{N-1}) / 2^N with N = n - 1, whose coefficients are rational numbers and roots, rounded once below. */

#include "config.h"

#include <math.h>
#include <string.h>

#include "geometry/sonde-quadrature.h"

#define N SONDE_QUADRATURE_NODES

static const guint n_nodes[SONDE_QUADRATURE_DEPTHS] = { 5, 9, 17, 33 };

static const double nodes[N] = {
    -1.0, -0.9951847266721967, -0.9807852804032304, -0.956940335732209,
    -0.9238795325112866, -0.8819212643483548, -0.8314696123025453, -0.7730104533627371,
    -0.7071067811865476, -0.6343932841636454, -0.555570233019602, -0.4713967368259977,
    -0.3826834323650898, -0.2902846772544623, -0.19509032201612828, -0.09801714032956071,
    0.0, 0.09801714032956071, 0.19509032201612828, 0.2902846772544623,
    0.3826834323650898, 0.4713967368259977, 0.555570233019602, 0.6343932841636454,
    0.7071067811865476, 0.7730104533627371, 0.8314696123025453, 0.8819212643483548,
    0.9238795325112866, 0.956940335732209, 0.9807852804032304, 0.9951847266721967,
    1.0,
};

/* The condition of V in the 2-norm. */
static const double conditions[SONDE_QUADRATURE_DEPTHS] = { 3.3344682315616, 4.178091728014326, 5.5031133937365615, 7.506879946097723 };

/* Coefficients of the polynomial with the nodes as zeros; those of odd or even order are zero. */
static const double zeros[SONDE_QUADRATURE_DEPTHS][N + 1] = {
  {
    0.0, 0.023328473740792173, 0.0, -0.08314794192830981,
    0.0, 0.05414621367761535,
  },
  {
    0.0, 8.836543083633397e-05, 0.0, 0.00023881152152236833,
    0.0, 0.0013536553419403838, 0.0, -0.005207106904386606,
    0.0, 0.0034165926622357224,
  },
  {
    0.0, 3.797856357762478e-08, 0.0, 6.55473977795402e-08,
    0.0, 1.0347995463898484e-07, 0.0, 1.737006249616606e-07,
    0.0, 3.377196134240653e-07, 0.0, 8.774232835506143e-07,
    0.0, 5.156572043710512e-06, 0.0, -2.032447360273878e-05,
    0.0, 1.342651583116518e-05,
  },
  {
    0.0, 7.030465115137756e-14, 0.0, 1.1061711738114876e-13,
    0.0, 1.4633465708739237e-13, 0.0, 1.8494844449268126e-13,
    0.0, 2.3142996247060963e-13, 0.0, 2.91520062115989e-13,
    0.0, 3.7365337976876e-13, 0.0, 4.918404603979985e-13,
    0.0, 6.715143956534546e-13, 0.0, 9.63162916392727e-13,
    0.0, 1.478533789438907e-12, 0.0, 2.50420145651013e-12,
    0.0, 4.955162574357847e-12, 0.0, 1.3092703471176086e-11,
    0.0, 7.795286405616543e-11, 0.0, -3.098663953280705e-10,
    0.0, 2.0557232029266722e-10,
  },
};

/* Of the recurrence of the orthonormal polynomials. */
static double alpha[N];
static double gamma_[N];
static double inverse[SONDE_QUADRATURE_DEPTHS][N * N];
static double to_left[N * N];
static double to_right[N * N];

/* The orthonormal Legendre polynomials up to order n - 1 at x, by their three-term recurrence. */
static void
evaluate_polynomials (long double  x,
                      guint        n,
                      long double *values)
{
  long double before = 1, p = x;

  values[0] = sqrtl (.5L);
  for (guint j = 1; j < n; j++)
    {
      long double next = ((2 * j + 1) * x * p - j * before) / (j + 1);

      values[j] = sqrtl (j + .5L) * p;
      before = p;
      p = next;
    }
}

/* By Gauß and Jordan, with the largest element of each column as pivot; @matrix becomes the unit matrix. */
static void
invert (guint        n,
        long double *matrix,
        long double *result)
{
  for (guint i = 0; i < n * n; i++)
    result[i] = i % (n + 1) == 0;
  for (guint k = 0; k < n; k++)
    {
      guint pivot = k;
      long double factor;

      for (guint i = k + 1; i < n; i++)
        if (fabsl (matrix[i * n + k]) > fabsl (matrix[pivot * n + k]))
          pivot = i;
      for (guint j = 0; j < n && pivot != k; j++)
        {
          long double a = matrix[k * n + j], b = result[k * n + j];

          matrix[k * n + j] = matrix[pivot * n + j];
          matrix[pivot * n + j] = a;
          result[k * n + j] = result[pivot * n + j];
          result[pivot * n + j] = b;
        }
      factor = 1 / matrix[k * n + k];
      for (guint j = 0; j < n; j++)
        {
          matrix[k * n + j] *= factor;
          result[k * n + j] *= factor;
        }
      for (guint i = 0; i < n; i++)
        {
          if (i == k)
            continue;
          factor = matrix[i * n + k];
          for (guint j = 0; j < n; j++)
            {
              matrix[i * n + j] -= factor * matrix[k * n + j];
              result[i * n + j] -= factor * result[k * n + j];
            }
        }
    }
}

/* Inverts V of one rule; returns the inverse unrounded. */
static long double *
prepare_rule (guint depth)
{
  guint n = n_nodes[depth], step = (N - 1) / (n - 1);
  g_autofree long double *matrix = g_new (long double, n * n);
  long double *result = g_new (long double, n * n);

  for (guint i = 0; i < n; i++)
    evaluate_polynomials (nodes[i * step], n, matrix + i * n);
  invert (n, matrix, result);
  for (guint i = 0; i < n * n; i++)
    inverse[depth][i] = (double) result[i];
  return result;
}

static void
prepare_shift (const long double *inverse_33,
               double             by,
               double            *shift)
{
  g_autofree long double *matrix = g_new (long double, N * N);

  for (guint i = 0; i < N; i++)
    evaluate_polynomials ((nodes[i] + by) / 2, N, matrix + i * N);
  for (guint i = 0; i < N; i++)
    for (guint j = 0; j < N; j++)
      {
        long double sum = 0;

        for (guint k = 0; k < N; k++)
          sum += inverse_33[i * N + k] * matrix[k * N + j];
        shift[i * N + j] = (double) sum;
      }
}

static void
prepare (void)
{
  static gsize done;

  if (!g_once_init_enter (&done))
    return;
  for (guint k = 0; k < N; k++)
    {
      alpha[k] = sqrt ((double) ((k + 1) * (k + 1)) / ((2 * k + 1) * (2 * k + 3)));
      gamma_[k] = k < 2 ? 0 : sqrt ((double) (k * k) / (4 * k * k - 1));
    }
  for (guint depth = 0; depth < SONDE_QUADRATURE_DEPTHS; depth++)
    {
      g_autofree long double *unrounded = prepare_rule (depth);

      if (n_nodes[depth] < N)
        continue;
      prepare_shift (unrounded, -1, to_left);
      prepare_shift (unrounded, 1, to_right);
    }
  g_once_init_leave (&done, 1);
}

/**
 * sonde_quadrature_get_n:
 * @depth: of the rule, from 0
 *
 * Returns: how many nodes it has
 */
guint
sonde_quadrature_get_n (guint depth)
{
  g_return_val_if_fail (depth < SONDE_QUADRATURE_DEPTHS, 0);

  return n_nodes[depth];
}

/**
 * sonde_quadrature_get_node:
 * @index: of a node of the finest rule; the coarser ones have every 2nd, 4th, 8th of them
 *
 * Returns: where it is between −1 and 1
 */
double
sonde_quadrature_get_node (guint index)
{
  g_return_val_if_fail (index < N, 0);

  return nodes[index];
}

/**
 * sonde_quadrature_get_condition:
 *
 * Returns: by how much rounding errors of values may grow in the coefficients
 */
double
sonde_quadrature_get_condition (guint depth)
{
  g_return_val_if_fail (depth < SONDE_QUADRATURE_DEPTHS, 1);

  return conditions[depth];
}

/* Takes a node out of the rule: c become the coefficients of the polynomial of one order less through the others. */
static void
downdate (double  node,
          guint   m,
          double *b,
          double *c)
{
  double factor;

  b[m + 1] /= alpha[m];
  b[m] = (b[m] + node * b[m + 1]) / alpha[m - 1];
  for (guint j = m - 1; j > 0; j--)
    b[j] = (b[j] + node * b[j + 1] - gamma_[j + 1] * b[j + 2]) / alpha[j - 1];
  memmove (b, b + 1, (m + 1) * sizeof *b);
  factor = c[m] / b[m];
  for (guint j = 0; j < m; j++)
    c[j] -= factor * b[j];
  c[m] = 0;
}

/**
 * sonde_quadrature_fit:
 * @depth: of the rule
 * @values: at all nodes of the finest rule; those that the rule does not have are not looked at
 * @coefficients: (out caller-allocates): as many as the rule has nodes
 *
 * Finds the polynomial through values, in orthonormal Legendre polynomials. Values that are not finite are left out.
 */
void
sonde_quadrature_fit (guint         depth,
                      const double *values,
                      double       *coefficients)
{
  guint n, step;
  double y[N], b[N + 2];
  gboolean is_whole = TRUE;

  g_return_if_fail (depth < SONDE_QUADRATURE_DEPTHS);

  prepare ();
  n = n_nodes[depth];
  step = (N - 1) / (n - 1);
  for (guint i = 0; i < n; i++)
    {
      y[i] = values[i * step];
      if (isfinite (y[i]))
        continue;
      is_whole = FALSE;
      y[i] = 0;
    }
  for (guint i = 0; i < n; i++)
    {
      double sum = 0;

      for (guint j = 0; j < n; j++)
        sum += inverse[depth][i * n + j] * y[j];
      coefficients[i] = sum;
    }
  if (is_whole)
    return;
  memset (b, 0, sizeof b);
  memcpy (b, zeros[depth], (n + 1) * sizeof *b);
  for (guint i = 0, m = n - 1; i < n && m > 0; i++)
    if (!isfinite (values[i * step]))
      downdate (nodes[i * step], m--, b, coefficients);
}

/**
 * sonde_quadrature_shift:
 * @right: to the right half of the interval, else to the left
 * @n: how many coefficients there are
 * @coefficients: over the interval
 * @result: (out caller-allocates): room for %SONDE_QUADRATURE_NODES coefficients over the half
 */
void
sonde_quadrature_shift (gboolean      right,
                        guint         n,
                        const double *coefficients,
                        double       *result)
{
  const double *shift = right ? to_right : to_left;

  g_return_if_fail (n <= N);

  prepare ();
  for (guint i = 0; i < N; i++)
    {
      double sum = 0;

      for (guint j = 0; j < n; j++)
        sum += shift[i * N + j] * coefficients[j];
      result[i] = sum;
    }
}

/* For tests: rows of V⁻¹ and of the shifts. */
const double *
_sonde_quadrature_get_inverse (guint depth)
{
  prepare ();
  return inverse[depth];
}

const double *
_sonde_quadrature_get_shift (gboolean right)
{
  prepare ();
  return right ? to_right : to_left;
}
