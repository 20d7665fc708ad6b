/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define SONDE_SHEET_NONE G_MAXUINT32

/**
 * SondeSheet:
 * @n: the number of corners
 * @places: n × stride: where they are, in the variables' units
 * @stride: how many numbers each of them has
 * @axis_x: which of these runs along the horizontal axis
 * @axis_y: which along the vertical one
 * @z: the value at each of them
 * @n_slots: the number of triangles, with empty places among them
 * @corners: n_slots × 3; an empty place has %SONDE_SHEET_NONE first
 * @edges: (nullable): which edges of each are lines of the mesh, as for sonde_field_add_triangle(); %NULL: all
 * @n_changed: how many triangles there are in @changed
 * @changed: those that are new since the last picture, or gone
 * @version: another number after corners or values that were there have changed
 *
 * A surface over two variables, made of triangles: a view of arrays that others keep.
 */
typedef struct
{
  guint          n;
  const double  *places;
  guint          stride;
  guint          axis_x;
  guint          axis_y;
  const double  *z;
  guint          n_slots;
  const guint32 *corners;
  const guint8  *edges;
  guint          n_changed;
  const guint32 *changed;
  guint          version;
} SondeSheet;

static inline gboolean
sonde_sheet_is_triangle (const SondeSheet *self,
                         guint             slot)
{
  return self->corners[(gsize) slot * 3] != SONDE_SHEET_NONE;
}

static inline double
sonde_sheet_get_x (const SondeSheet *self,
                   guint             corner)
{
  return self->places[(gsize) corner * self->stride + self->axis_x];
}

static inline double
sonde_sheet_get_y (const SondeSheet *self,
                   guint             corner)
{
  return self->places[(gsize) corner * self->stride + self->axis_y];
}

G_END_DECLS
