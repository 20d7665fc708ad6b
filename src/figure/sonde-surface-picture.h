/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "figure/sonde-figure.h"
#include "figure/sonde-section.h"
#include "figure/sonde-sheet.h"
#include "figure/sonde-surface-scene.h"

G_BEGIN_DECLS

/**
 * SondeSurfaceData:
 * @scene: what there is beside the points
 * @x: the variable along the horizontal axis
 * @y: the one along the vertical axis
 * @note: (nullable): plain text written beside the title of the horizontal axis: where other variables are cut
 * @at: (nullable): where variables are cut that run along no axis, a number for each variable
 * @sheet: the surface
 * @n: the number of points
 * @points: n × the number of variables
 * @z: the value of each
 * @is_near: (nullable): for each point, how near it is to what is shown, 0 not at all, 255 in it; %NULL: all are in it
 * @z_min: the least value there is, to be the first colour
 * @z_max: the largest
 * @z_min_positive: the least positive one
 * @is_past: whether it is what was known at an earlier time
 * @section: (nullable): values along a line
 *
 * What a picture of a surface is made of.
 */
typedef struct
{
  const SondeSurfaceScene *scene;
  guint                    x;
  guint                    y;
  const char              *note;
  const double            *at;
  SondeSheet               sheet;
  guint                    n;
  const double            *points;
  const double            *z;
  const guint8            *is_near;
  double                   z_min, z_max, z_min_positive;
  gboolean                 is_past;
  const SondeSection      *section;
} SondeSurfaceData;

/**
 * SondeSurfacePicture:
 *
 * Draws surfaces and keeps what it has drawn, to draw only what has changed.
 */
typedef struct _SondeSurfacePicture SondeSurfacePicture;

char                *sonde_surface_data_get_x_title (const SondeSurfaceData *data);
char                *sonde_surface_data_get_z_title (const SondeSurfaceData *data,
                                                     const SondeView        *view);
SondeSurfacePicture *sonde_surface_picture_new      (void);
void                 sonde_surface_picture_free     (SondeSurfacePicture    *self);
void                 sonde_surface_picture_draw     (SondeSurfacePicture    *self,
                                                     const SondeSurfaceData *data,
                                                     const SondeView        *view,
                                                     const SondeStyle       *style,
                                                     cairo_t                *cr,
                                                     SondeFrame             *frame);
gboolean             sonde_surface_picture_read_out (SondeSurfacePicture    *self,
                                                     const SondeFrame       *frame,
                                                     double                  pixel_x,
                                                     double                  pixel_y,
                                                     double                 *z);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SondeSurfacePicture, sonde_surface_picture_free)

G_END_DECLS
