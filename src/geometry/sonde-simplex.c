/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Volume, circumsphere and barycentric coordinates in floating point: what losses and choices need, where the last bit does not matter.
 * Two and three dimensions have formulas of their own; the others go by elimination. */

#include "config.h"

#include <math.h>

#include "geometry/sonde-simplex.h"

/* the bordered matrix of the distances of eight points */
#define MAX_N 16

/* Gaussian elimination with partial pivoting, n × n in rows of @stride with right-hand sides behind. Returns the determinant. */
static double
eliminate (guint   n,
           guint   n_columns,
           guint   stride,
           double *m)
{
  double determinant = 1;

  for (guint k = 0; k < n; k++)
    {
      guint pivot = k;

      for (guint i = k + 1; i < n; i++)
        if (fabs (m[i * stride + k]) > fabs (m[pivot * stride + k]))
          pivot = i;
      if (m[pivot * stride + k] == 0)
        return 0;
      if (pivot != k)
        {
          for (guint j = k; j < n_columns; j++)
            {
              double swap = m[k * stride + j];

              m[k * stride + j] = m[pivot * stride + j];
              m[pivot * stride + j] = swap;
            }
          determinant = -determinant;
        }
      determinant *= m[k * stride + k];
      for (guint i = k + 1; i < n; i++)
        {
          double factor = m[i * stride + k] / m[k * stride + k];

          for (guint j = k + 1; j < n_columns; j++)
            m[i * stride + j] -= factor * m[k * stride + j];
        }
    }
  return determinant;
}

/* After eliminate(): solves for the column behind the matrix. */
static void
substitute (guint         n,
            guint         stride,
            const double *m,
            double       *x)
{
  for (guint k = n; k-- > 0;)
    {
      x[k] = m[k * stride + n];
      for (guint j = k + 1; j < n; j++)
        x[k] -= m[k * stride + j] * x[j];
      x[k] /= m[k * stride + k];
    }
}

static inline void
get_edges (guint                ndim,
           guint                stride,
           const double * const points[],
           double              *m)
{
  for (guint i = 0; i < ndim; i++)
    for (guint j = 0; j < ndim; j++)
      m[i * stride + j] = points[i + 1][j] - points[0][j];
}

static double
edge_determinant (guint                ndim,
                  const double * const points[])
{
  double m[MAX_N * MAX_N];

  get_edges (ndim, ndim, points, m);
  if (ndim == 2)
    return m[0] * m[3] - m[1] * m[2];
  if (ndim == 3)
    return m[0] * (m[4] * m[8] - m[5] * m[7]) - m[1] * (m[3] * m[8] - m[5] * m[6]) + m[2] * (m[3] * m[7] - m[4] * m[6]);
  return eliminate (ndim, ndim, ndim, m);
}

static double
factorial (guint n)
{
  double product = 1;

  for (guint i = 2; i <= n; i++)
    product *= i;
  return product;
}

/**
 * sonde_simplex_volume:
 *
 * Returns: the volume, not negative
 */
double
sonde_simplex_volume (guint                ndim,
                      const double * const points[])
{
  return fabs (edge_determinant (ndim, points)) / factorial (ndim);
}

static double
squared_distance (guint         ndim,
                  const double *a,
                  const double *b)
{
  double sum = 0;

  for (guint j = 0; j < ndim; j++)
    sum += (a[j] - b[j]) * (a[j] - b[j]);
  return sum;
}

/* By Heron's formula, as the reference does in the plane. */
static double
heron (const double *points)
{
  double a = sqrt (squared_distance (2, points, points + 2));
  double b = sqrt (squared_distance (2, points, points + 4));
  double c = sqrt (squared_distance (2, points + 2, points + 4));
  double s = 0.5 * (a + b + c);

  return sqrt (MAX (s * (s - a) * (s - b) * (s - c), 0));
}

/**
 * sonde_simplex_embedded_volume:
 * @n_points: how many vertices, at least 2 and at most 15
 * @ndim: how many coordinates each has: at least @n_points - 1, or the volume is 0
 * @points: @n_points × @ndim coordinates
 *
 * The volume of a simplex in a space of more dimensions, such as the area of a triangle in space, by the determinant of Cayley and Menger
 * (D. M. Y. Sommerville, An Introduction to the Geometry of n Dimensions, 1929). Small volumes are noisy: the error is about 1e-8
 * times that of a regular simplex of the same edges.
 *
 * Returns: the volume, not negative
 */
double
sonde_simplex_embedded_volume (guint         n_points,
                               guint         ndim,
                               const double *points)
{
  guint n = n_points + 1;
  double m[MAX_N * MAX_N];
  double squared;

  g_assert (n <= MAX_N);

  if (ndim == 2 && n_points == 3)
    return heron (points);
  m[0] = 0;
  for (guint i = 1; i < n; i++)
    {
      m[i] = m[i * n] = 1;
      m[i * n + i] = 0;
      for (guint j = 1; j < i; j++)
        m[i * n + j] = m[j * n + i] = squared_distance (ndim, points + (i - 1) * ndim, points + (j - 1) * ndim);
    }
  squared = eliminate (n, n, n, m) / -(pow (-2, n_points - 1) * factorial (n_points - 1) * factorial (n_points - 1));
  return squared > 0 ? sqrt (squared) : 0;
}

static double
circumsphere_2d (const double * const points[],
                 double              *centre,
                 double              *squared_radius)
{
  double ax = points[1][0] - points[0][0], ay = points[1][1] - points[0][1];
  double bx = points[2][0] - points[0][0], by = points[2][1] - points[0][1];
  double a = ax * ax + ay * ay;
  double b = bx * bx + by * by;
  double det = ax * by - ay * bx;
  double x = (a * by - b * ay) / (2 * det);
  double y = (b * ax - a * bx) / (2 * det);

  centre[0] = points[0][0] + x;
  centre[1] = points[0][1] + y;
  *squared_radius = x * x + y * y;
  return fabs (det) / sqrt (a * b);
}

static double
circumsphere_3d (const double * const points[],
                 double              *centre,
                 double              *squared_radius)
{
  double e[9];
  double a, b, c, x, y, z, det;
  double u[3], v[3], w[3];

  get_edges (3, 3, points, e);
  a = e[0] * e[0] + e[1] * e[1] + e[2] * e[2];
  b = e[3] * e[3] + e[4] * e[4] + e[5] * e[5];
  c = e[6] * e[6] + e[7] * e[7] + e[8] * e[8];
  u[0] = e[4] * e[8] - e[5] * e[7], u[1] = e[5] * e[6] - e[3] * e[8], u[2] = e[3] * e[7] - e[4] * e[6];
  v[0] = e[7] * e[2] - e[8] * e[1], v[1] = e[8] * e[0] - e[6] * e[2], v[2] = e[6] * e[1] - e[7] * e[0];
  w[0] = e[1] * e[5] - e[2] * e[4], w[1] = e[2] * e[3] - e[0] * e[5], w[2] = e[0] * e[4] - e[1] * e[3];
  det = e[0] * u[0] + e[1] * u[1] + e[2] * u[2];
  x = (a * u[0] + b * v[0] + c * w[0]) / (2 * det);
  y = (a * u[1] + b * v[1] + c * w[1]) / (2 * det);
  z = (a * u[2] + b * v[2] + c * w[2]) / (2 * det);
  centre[0] = points[0][0] + x;
  centre[1] = points[0][1] + y;
  centre[2] = points[0][2] + z;
  *squared_radius = x * x + y * y + z * z;
  return fabs (det) / sqrt (a * b * c);
}

/**
 * sonde_simplex_circumsphere:
 * @centre: (out caller-allocates): @ndim coordinates
 * @squared_radius: (out): the square of the radius
 *
 * The sphere through all vertices.
 *
 * Returns: how far the simplex is from being flat: the volume that its edges from the first vertex span, over the product of their
 *   lengths; if it is 0, so is what the sphere is worth
 */
double
sonde_simplex_circumsphere (guint                ndim,
                            const double * const points[],
                            double              *centre,
                            double              *squared_radius)
{
  double m[MAX_N * MAX_N];
  double from_first[MAX_N];
  double lengths = 1;
  double det;

  if (ndim == 2)
    return circumsphere_2d (points, centre, squared_radius);
  if (ndim == 3)
    return circumsphere_3d (points, centre, squared_radius);
  get_edges (ndim, ndim + 1, points, m);
  for (guint i = 0; i < ndim; i++)
    {
      double squared = squared_distance (ndim, points[i + 1], points[0]);

      m[i * (ndim + 1) + ndim] = squared / 2;
      lengths *= squared;
    }
  det = eliminate (ndim, ndim + 1, ndim + 1, m);
  substitute (ndim, ndim + 1, m, from_first);
  *squared_radius = 0;
  for (guint j = 0; j < ndim; j++)
    {
      centre[j] = points[0][j] + from_first[j];
      *squared_radius += from_first[j] * from_first[j];
    }
  return fabs (det) / sqrt (lengths);
}

/**
 * sonde_simplex_coordinates:
 * @coordinates: (out caller-allocates): @ndim + 1 numbers
 *
 * The barycentric coordinates of a point: the weights, of sum 1, by which the vertices have it as their mean.
 *
 * Returns: whether there are any; not so if the simplex is flat
 */
gboolean
sonde_simplex_coordinates (guint                ndim,
                           const double * const points[],
                           const double        *point,
                           double              *coordinates)
{
  double m[MAX_N * MAX_N];
  guint stride = ndim + 1;

  for (guint i = 0; i < ndim; i++)
    {
      for (guint j = 0; j < ndim; j++)
        m[i * stride + j] = points[j + 1][i] - points[0][i];
      m[i * stride + ndim] = point[i] - points[0][i];
    }
  if (eliminate (ndim, stride, stride, m) == 0)
    return FALSE;
  substitute (ndim, stride, m, coordinates + 1);
  coordinates[0] = 1;
  for (guint i = 1; i <= ndim; i++)
    coordinates[0] -= coordinates[i];
  return TRUE;
}

static inline gboolean
contains_2d (const double * const points[],
             const double        *point,
             double               tolerance)
{
  double ax = points[1][0] - points[0][0], ay = points[1][1] - points[0][1];
  double bx = points[2][0] - points[0][0], by = points[2][1] - points[0][1];
  double px = point[0] - points[0][0], py = point[1] - points[0][1];
  double det = ax * by - ay * bx;
  double s = (px * by - py * bx) / det;
  double t = (ax * py - ay * px) / det;

  return s > -tolerance && t > -tolerance && s + t < 1 + tolerance;
}

/**
 * sonde_simplex_contains:
 * @tolerance: how far below 0 a barycentric coordinate may be
 *
 * Returns: whether a point lies in a simplex, borders included
 */
gboolean
sonde_simplex_contains (guint                ndim,
                        const double * const points[],
                        const double        *point,
                        double               tolerance)
{
  double coordinates[MAX_N];

  if (ndim == 2)
    return contains_2d (points, point, tolerance);
  if (!sonde_simplex_coordinates (ndim, points, point, coordinates))
    return FALSE;
  for (guint i = 0; i <= ndim; i++)
    if (!(coordinates[i] > -tolerance))
      return FALSE;
  return TRUE;
}

/**
 * sonde_simplex_is_flat:
 * @tolerance: such as 1e-8
 *
 * Returns: whether the volume, over the mean size of the components of the edges from the first vertex to the power @ndim, is
 *   smaller than @tolerance
 */
gboolean
sonde_simplex_is_flat (guint                ndim,
                       const double * const points[],
                       double               tolerance)
{
  double sum = 0;

  for (guint i = 0; i < ndim; i++)
    for (guint j = 0; j < ndim; j++)
      sum += fabs (points[i + 1][j] - points[0][j]);
  return sonde_simplex_volume (ndim, points) < tolerance * pow (sum / (ndim * ndim), ndim);
}
