/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>

#include "plot/sonde-color-scale.h"

G_BEGIN_DECLS

/* all three edges of a triangle are lines of the mesh */
#define SONDE_FIELD_ALL_EDGES 7

/**
 * SondeVertices:
 * @x: horizontal places in pixels of a field, from its left edge
 * @y: vertical ones, from its upper edge
 * @z: values
 *
 * The corners of triangles: three arrays of the same length.
 */
typedef struct
{
  const double *x;
  const double *y;
  const double *z;
} SondeVertices;

/**
 * SondeFieldStyle:
 * @scale: from values to colours
 * @missing: where there are triangles without values
 * @mesh: of the lines between triangles
 */
typedef struct
{
  SondeColorScale scale;
  SondeColor      missing;
  SondeColor      mesh;
} SondeFieldStyle;

/**
 * SondeField:
 *
 * A picture of triangles whose values are interpolated between their corners. Triangles are added one by one; what they cover
 * is all that is coloured again.
 */
typedef struct _SondeField SondeField;

SondeField      *sonde_field_new          (int                    width,
                                           int                    height,
                                           double                 mesh_width);
void             sonde_field_free         (SondeField            *self);
int              sonde_field_get_width    (SondeField            *self);
int              sonde_field_get_height   (SondeField            *self);
void             sonde_field_clear        (SondeField            *self);
void             sonde_field_add_triangle (SondeField            *self,
                                           const SondeVertices   *vertices,
                                           const guint           *corners,
                                           guint                  edges);
gboolean         sonde_field_get_value    (SondeField            *self,
                                           int                    column,
                                           int                    row,
                                           double                *value);
double          *sonde_field_peek_row     (SondeField            *self,
                                           int                    row);
void             sonde_field_get_range    (SondeField            *self,
                                           gboolean               positive,
                                           double                *min,
                                           double                *max);
cairo_surface_t *sonde_field_color        (SondeField            *self,
                                           const SondeFieldStyle *style);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SondeField, sonde_field_free)

G_END_DECLS
