/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/sonde-points.h"

G_BEGIN_DECLS

/**
 * SondePointColumn:
 * @SONDE_POINT_COLUMN_ID: the order of arrival
 * @SONDE_POINT_COLUMN_X: a coordinate
 * @SONDE_POINT_COLUMN_Y: a component of the value
 * @SONDE_POINT_COLUMN_SECONDS: how long the evaluation took
 */
typedef enum
{
  SONDE_POINT_COLUMN_ID,
  SONDE_POINT_COLUMN_X,
  SONDE_POINT_COLUMN_Y,
  SONDE_POINT_COLUMN_SECONDS,
} SondePointColumn;

/**
 * SondePointOrder:
 * @component: which coordinate or component
 *
 * By what points are sorted. NaN comes last, whatever the direction; equal ones stay in the order of arrival.
 */
typedef struct
{
  SondePointColumn column;
  guint            component;
  gboolean         descending;
} SondePointOrder;

/* A key and its point: sorted by key, then by id. */
typedef struct
{
  guint64 key;
  guint   id;
} SondePointKey;

guint64        _sonde_point_order_get_key (const SondePointOrder *self,
                                           const SondePoints     *points,
                                           guint                  id);
SondePointKey *_sonde_point_order_get_keys (const SondePointOrder *self,
                                           const SondePoints     *points,
                                           guint                  first,
                                           guint                  n);
void           _sonde_point_keys_sort     (SondePointKey         *keys,
                                           guint                  n);
guint          _sonde_point_order_find    (const SondePointOrder *self,
                                           const SondePoints     *points,
                                           const guint           *ids,
                                           guint                  n,
                                           const SondePointKey   *key);

G_END_DECLS
