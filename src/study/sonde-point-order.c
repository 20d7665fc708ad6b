/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Sorting points by a column. A number becomes a 64-bit key that compares as an integer: the bits of a double, with those of
 * negative ones turned over, are in the order of the numbers (IEEE 754 is made that way). The other direction is the
 * complement; NaN is the largest key in both. */

#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "study/sonde-point-order.h"

#define SIGN_BIT (G_GUINT64_CONSTANT (1) << 63)

static double
get_value (const SondePointOrder *self,
           const SondePoints     *points,
           guint                  id)
{
  guint stride = SONDE_STRIDE (points->vdim);

  switch (self->column)
    {
    case SONDE_POINT_COLUMN_X:
      return points->x[(gsize) id * points->ndim + MIN (self->component, points->ndim - 1)];
    case SONDE_POINT_COLUMN_Y:
      return points->y[(gsize) id * stride + MIN (self->component, stride - 1)];
    case SONDE_POINT_COLUMN_SECONDS:
      return points->seconds[id];
    case SONDE_POINT_COLUMN_ID:
    default:
      return id;
    }
}

guint64
_sonde_point_order_get_key (const SondePointOrder *self,
                            const SondePoints     *points,
                            guint                  id)
{
  /* adding 0 makes -0 the same as 0 */
  double value = get_value (self, points, id) + 0.0;
  guint64 bits;

  if (isnan (value))
    return G_MAXUINT64;
  memcpy (&bits, &value, sizeof bits);
  bits = (bits & SIGN_BIT) != 0 ? ~bits : bits | SIGN_BIT;
  return self->descending ? ~bits : bits;
}

/**
 * _sonde_point_order_get_keys:
 *
 * Returns: (transfer full): the keys of the @n points from @first on, as they come
 */
SondePointKey *
_sonde_point_order_get_keys (const SondePointOrder *self,
                             const SondePoints     *points,
                             guint                  first,
                             guint                  n)
{
  SondePointKey *keys = g_new (SondePointKey, n);

  for (guint i = 0; i < n; i++)
    keys[i] = (SondePointKey) { _sonde_point_order_get_key (self, points, first + i), first + i };
  return keys;
}

static int
compare_keys (const void *a,
              const void *b)
{
  const SondePointKey *left = a;
  const SondePointKey *right = b;

  if (left->key != right->key)
    return left->key < right->key ? -1 : 1;
  return left->id < right->id ? -1 : left->id > right->id;
}

void
_sonde_point_keys_sort (SondePointKey *keys,
                        guint          n)
{
  if (n > 1)
    qsort (keys, n, sizeof *keys, compare_keys);
}

/**
 * _sonde_point_order_find:
 * @ids: points in this order
 *
 * Returns: how many of @ids come before @key
 */
guint
_sonde_point_order_find (const SondePointOrder *self,
                         const SondePoints     *points,
                         const guint           *ids,
                         guint                  n,
                         const SondePointKey   *key)
{
  guint low = 0, high = n;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      SondePointKey there = { _sonde_point_order_get_key (self, points, ids[middle]), ids[middle] };

      if (compare_keys (&there, key) < 0)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}
