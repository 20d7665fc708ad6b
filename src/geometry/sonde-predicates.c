/* SPDX-License-Identifier: GPL-3.0-or-later */

/* On which side of a plane, inside or outside of a sphere: the signs of two determinants, always right.
 *
 *  1. The matrix of coordinate differences is formed in floating point and its determinant expanded by rows, once with signs
 *     and once with absolute values (the permanent).
 *  2. Every term of the expansion is wrong by at most a small number of roundings, so the determinant is wrong by at most that number
 *     times the unit roundoff times the permanent (J. R. Shewchuk, Adaptive Precision Floating-Point Arithmetic and Fast
 *     Robust Geometric Predicates, Discrete Comput. Geom. 18, 1997, section 4.1). A determinant larger than that has the right sign.
 *  3. Otherwise all coordinates are multiplied by the power of two that makes them integers, and the determinant is computed without any
 *     rounding: in 128 bits where they suffice (points of a grid, where ties are frequent), else with GMP by the fraction-free
 *     elimination of E. H. Bareiss (Math. Comp. 22, 1968). */

#include "config.h"

#include <float.h>
#include <gmp.h>
#include <math.h>

#include "geometry/sonde-predicates.h"

#define MAX_N (SONDE_PREDICATES_MAX_NDIM + 1)

/* Products of so many factors within these limits neither overflow nor underflow. */
#define SMALLEST 0x1p-120
#define LARGEST 0x1p120

typedef struct
{
  double value;
  double permanent;
} Determinant;

/* Expands by rows: the minors of the first k rows over all sets of k columns follow from those of k - 1 rows. */
static inline void
expand (guint        n,
        double       m[MAX_N][MAX_N],
        Determinant *result)
{
  double value[1 << MAX_N];
  double permanent[1 << MAX_N];

  value[0] = permanent[0] = 1;
  for (guint set = 1; set < 1u << n; set++)
    {
      guint row = __builtin_popcount (set) - 1;
      double sum = 0;
      double sum_abs = 0;
      guint after = row;

      for (guint column = 0; column < n; column++)
        {
          double term;

          if ((set & 1u << column) == 0)
            continue;
          term = m[row][column] * value[set ^ 1u << column];
          sum += after % 2 == 0 ? term : -term;
          sum_abs += fabs (m[row][column]) * permanent[set ^ 1u << column];
          after--;
        }
      value[set] = sum;
      permanent[set] = sum_abs;
    }
  result->value = value[(1u << n) - 1];
  result->permanent = permanent[(1u << n) - 1];
}

static inline void
expand_2 (double       m[MAX_N][MAX_N],
          Determinant *result)
{
  double left = m[0][0] * m[1][1];
  double right = m[0][1] * m[1][0];

  result->value = left - right;
  result->permanent = fabs (left) + fabs (right);
}

static inline void
expand_3 (double       m[MAX_N][MAX_N],
          Determinant *result)
{
  double a = m[0][0] * m[1][1], b = m[0][1] * m[1][0];
  double c = m[0][0] * m[1][2], d = m[0][2] * m[1][0];
  double e = m[0][1] * m[1][2], f = m[0][2] * m[1][1];

  result->value = m[2][2] * (a - b) - m[2][1] * (c - d) + m[2][0] * (e - f);
  result->permanent = fabs (m[2][2]) * (fabs (a) + fabs (b)) + fabs (m[2][1]) * (fabs (c) + fabs (d)) +
                      fabs (m[2][0]) * (fabs (e) + fabs (f));
}

static inline void
determinant (guint        n,
             double       m[MAX_N][MAX_N],
             Determinant *result)
{
  switch (n)
    {
    case 2: expand_2 (m, result); break;
    case 3: expand_3 (m, result); break;
    case 4: expand (4, m, result); break;
    case 5: expand (5, m, result); break;
    default: expand (n, m, result); break;
    }
}

static inline gboolean
is_tame (double difference)
{
  double size = fabs (difference);

  return (size >= SMALLEST && size <= LARGEST) || difference == 0;
}

/* The sign, or 0 with @sure false. Of every term, @roundings factors have been rounded. */
static inline int
sign_of (const Determinant *determinant,
         guint              roundings,
         gboolean          *sure)
{
  double bound = roundings * DBL_EPSILON * determinant->permanent;

  *sure = TRUE;
  if (determinant->value > bound)
    return 1;
  if (determinant->value < -bound)
    return -1;
  /* a permanent of 0 means that all terms are 0 exactly */
  *sure = determinant->permanent == 0;
  return 0;
}

/**
 * sonde_predicates_orientation:
 * @ndim: how many coordinates a point has, from 1 to 6
 * @points: @ndim + 1 points
 *
 * The sign of the determinant of the rows points[i] - points[ndim]: in the plane 1 if the points run counterclockwise.
 *
 * Returns: 1, -1, or 0 if they lie in one hyperplane
 */
int
sonde_predicates_orientation (guint                ndim,
                              const double * const points[])
{
  double m[MAX_N][MAX_N];
  const double *origin = points[ndim];
  gboolean tame = TRUE;
  gboolean sure = FALSE;
  Determinant d;
  int sign;

  for (guint i = 0; i < ndim; i++)
    for (guint j = 0; j < ndim; j++)
      {
        m[i][j] = points[i][j] - origin[j];
        tame &= is_tame (m[i][j]);
      }
  if (G_LIKELY (tame && ndim > 1))
    {
      determinant (ndim, m, &d);
      sign = sign_of (&d, 3 * ndim + 2, &sure);
      if (G_LIKELY (sure))
        return sign;
    }
  return sonde_predicates_exact_orientation (ndim, points);
}

/**
 * sonde_predicates_in_sphere:
 * @ndim: how many coordinates a point has, from 1 to 6
 * @points: @ndim + 1 points that do not lie in one hyperplane
 * @point: another one
 *
 * Returns: where @point lies with respect to the sphere through the others, if their orientation is 1: 1 inside, -1 outside, 0 on
 *   it; the opposite if their orientation is -1
 */
int
sonde_predicates_in_sphere (guint                ndim,
                            const double * const points[],
                            const double        *point)
{
  double m[MAX_N][MAX_N];
  gboolean tame = TRUE;
  gboolean sure = FALSE;
  Determinant d;
  int sign;

  for (guint i = 0; i <= ndim; i++)
    {
      double lift = 0;

      for (guint j = 0; j < ndim; j++)
        {
          m[i][j] = points[i][j] - point[j];
          tame &= is_tame (m[i][j]);
          lift += m[i][j] * m[i][j];
        }
      m[i][ndim] = lift;
    }
  if (G_LIKELY (tame))
    {
      determinant (ndim + 1, m, &d);
      sign = sign_of (&d, 4 * ndim + 8, &sure);
      if (G_LIKELY (sure))
        return sign;
    }
  return sonde_predicates_exact_in_sphere (ndim, points, point);
}

/* --- exact --- */

/* The exponent of the lowest bit that is set; G_MAXINT for 0. */
static int
lowest_bit (double x)
{
  gint64 mantissa;
  int exponent;

  if (x == 0)
    return G_MAXINT;
  mantissa = (gint64) ldexp (frexp (x, &exponent), 53);
  return exponent - 53 + __builtin_ctzll ((guint64) ABS (mantissa));
}

/* Columns of whole numbers: the coordinates of the points in units of 2^unit, less those of the origin. */
typedef struct
{
  guint                ndim;
  guint                n;
  const double * const *points;
  const double        *origin;
  int                  unit;
  int                  bits;    /* of the largest difference, at most */
} Lattice;

static void
lattice_init (Lattice             *self,
              guint                ndim,
              guint                n,
              const double * const points[],
              const double        *origin)
{
  double largest = 0;
  int exponent = 0;

  *self = (Lattice) { ndim, n, points, origin, G_MAXINT, 0 };
  for (guint j = 0; j < ndim; j++)
    {
      self->unit = MIN (self->unit, lowest_bit (origin[j]));
      largest = MAX (largest, fabs (origin[j]));
      for (guint i = 0; i < n; i++)
        {
          self->unit = MIN (self->unit, lowest_bit (points[i][j]));
          largest = MAX (largest, fabs (points[i][j]));
        }
    }
  if (self->unit == G_MAXINT)
    self->unit = 0;
  frexp (largest, &exponent);
  self->bits = exponent - self->unit + 1;
}

/* The differences, where they are small enough; makes their largest size known. */
static gboolean
lattice_get_integers (const Lattice *self,
                      gint64         m[MAX_N][MAX_N],
                      guint64       *largest)
{
  guint64 all = 0;

  *largest = 0;
  if (self->bits > 61)
    return FALSE;
  for (guint i = 0; i < self->n; i++)
    for (guint j = 0; j < self->ndim; j++)
      {
        m[i][j] = (gint64) ldexp (self->points[i][j], -self->unit) - (gint64) ldexp (self->origin[j], -self->unit);
        *largest = MAX (*largest, (guint64) ABS (m[i][j]));
        all |= (guint64) m[i][j];
      }
  if (all == 0)
    return TRUE;
  /* neighbouring points of a grid far from 0: what they have in common goes */
  *largest >>= __builtin_ctzll (all);
  for (guint i = 0; i < self->n; i++)
    for (guint j = 0; j < self->ndim; j++)
      m[i][j] >>= __builtin_ctzll (all);
  return TRUE;
}

/* By rows, as expand(). No intermediate result is larger than the bound that the caller has checked. */
static int
sign_in_128_bits (guint    n,
                  __int128 m[MAX_N][MAX_N])
{
  __int128 value[1 << MAX_N];
  __int128 whole;

  value[0] = 1;
  for (guint set = 1; set < 1u << n; set++)
    {
      guint row = __builtin_popcount (set) - 1;
      guint after = row;

      value[set] = 0;
      for (guint column = 0; column < n; column++)
        if ((set & 1u << column) != 0)
          value[set] += (after-- % 2 == 0 ? m[row][column] : -m[row][column]) * value[set ^ 1u << column];
    }
  whole = value[(1u << n) - 1];
  return (whole > 0) - (whole < 0);
}

static gboolean
sign_of_small (const Lattice *self,
               gboolean       lifted,
               int           *sign)
{
  gint64 differences[MAX_N][MAX_N];
  __int128 m[MAX_N][MAX_N];
  guint64 largest;
  double bound = 1;

  if (!lattice_get_integers (self, differences, &largest))
    return FALSE;
  /* n! products of n entries, one of which is a sum of squares if lifted */
  for (guint i = 1; i <= self->n; i++)
    bound *= i * (double) largest;
  if (lifted)
    bound *= self->ndim * (double) largest;
  if (bound > 0x1p126)
    return FALSE;
  for (guint i = 0; i < self->n; i++)
    {
      __int128 lift = 0;

      for (guint j = 0; j < self->ndim; j++)
        {
          m[i][j] = differences[i][j];
          lift += m[i][j] * m[i][j];
        }
      if (lifted)
        m[i][self->ndim] = lift;
    }
  *sign = sign_in_128_bits (self->n, m);
  return TRUE;
}

static void
set_scaled (mpz_t  integer,
            double x,
            int    unit)
{
  int exponent;

  mpz_set_d (integer, ldexp (frexp (x, &exponent), 53));
  if (x == 0)
    return;
  if (exponent - 53 >= unit)
    mpz_mul_2exp (integer, integer, exponent - 53 - unit);
  else
    mpz_tdiv_q_2exp (integer, integer, unit - (exponent - 53));
}

/* Bareiss: after step k every entry is a minor of k + 1 rows and columns, so that the division is exact. */
static int
bareiss (guint n,
         mpz_t m[MAX_N][MAX_N])
{
  int sign = 1;

  for (guint k = 0; k + 1 < n; k++)
    {
      guint pivot = k;

      while (pivot < n && mpz_sgn (m[pivot][k]) == 0)
        pivot++;
      if (pivot == n)
        return 0;
      if (pivot != k)
        {
          for (guint j = 0; j < n; j++)
            mpz_swap (m[pivot][j], m[k][j]);
          sign = -sign;
        }
      for (guint i = k + 1; i < n; i++)
        for (guint j = k + 1; j < n; j++)
          {
            mpz_mul (m[i][j], m[i][j], m[k][k]);
            mpz_submul (m[i][j], m[i][k], m[k][j]);
            if (k > 0)
              mpz_divexact (m[i][j], m[i][j], m[k - 1][k - 1]);
          }
    }
  return sign * mpz_sgn (m[n - 1][n - 1]);
}

static int
sign_of_large (const Lattice *self,
               gboolean       lifted)
{
  mpz_t m[MAX_N][MAX_N];
  mpz_t origin;
  int sign;

  mpz_init (origin);
  for (guint i = 0; i < self->n; i++)
    for (guint j = 0; j < self->n; j++)
      mpz_init (m[i][j]);
  for (guint i = 0; i < self->n; i++)
    for (guint j = 0; j < self->ndim; j++)
      {
        set_scaled (m[i][j], self->points[i][j], self->unit);
        set_scaled (origin, self->origin[j], self->unit);
        mpz_sub (m[i][j], m[i][j], origin);
        if (lifted)
          mpz_addmul (m[i][self->ndim], m[i][j], m[i][j]);
      }
  sign = bareiss (self->n, m);
  for (guint i = 0; i < self->n; i++)
    for (guint j = 0; j < self->n; j++)
      mpz_clear (m[i][j]);
  mpz_clear (origin);
  return sign;
}

/**
 * sonde_predicates_exact_orientation:
 *
 * [func@predicates_orientation] without the floating-point filter: for what the filter leaves undecided, and for tests.
 */
int
sonde_predicates_exact_orientation (guint                ndim,
                                    const double * const points[])
{
  Lattice lattice;
  int sign;

  lattice_init (&lattice, ndim, ndim, points, points[ndim]);
  return sign_of_small (&lattice, FALSE, &sign) ? sign : sign_of_large (&lattice, FALSE);
}

/**
 * sonde_predicates_exact_in_sphere:
 *
 * [func@predicates_in_sphere] without the floating-point filter.
 */
int
sonde_predicates_exact_in_sphere (guint                ndim,
                                  const double * const points[],
                                  const double        *point)
{
  Lattice lattice;
  int sign;

  lattice_init (&lattice, ndim, ndim + 1, points, point);
  return sign_of_small (&lattice, TRUE, &sign) ? sign : sign_of_large (&lattice, TRUE);
}
