/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "geometry/sonde-heap.h"
#include "geometry/sonde-triangulation.h"
#include "learner/sonde-loss-2d.h"

G_BEGIN_DECLS

/**
 * SondeSurface2D:
 *
 * Points in the plane with their values, triangulated, and how badly each triangle is known. Plain data of the two-dimensional learner, which
 * has one of known points, and one of known and pending ones.
 */
typedef struct _SondeSurface2D SondeSurface2D;

SondeSurface2D     *sonde_surface_2d_new               (const SondeLoss2D  *loss,
                                                        gboolean            global,
                                                        guint               vdim);
void                sonde_surface_2d_free              (SondeSurface2D     *self);

gboolean            sonde_surface_2d_insert            (SondeSurface2D     *self,
                                                        const double       *place,
                                                        const double       *value,
                                                        guint32             hint,
                                                        guint32            *vertex);
void                sonde_surface_2d_set_value         (SondeSurface2D     *self,
                                                        guint32             vertex,
                                                        const double       *value);
gboolean            sonde_surface_2d_differs           (SondeSurface2D     *self,
                                                        guint32             vertex,
                                                        const double       *value);
void                sonde_surface_2d_begin_many        (SondeSurface2D     *self);
gboolean            sonde_surface_2d_work              (SondeSurface2D     *self,
                                                        gint64              deadline);

gboolean            sonde_surface_2d_interpolate       (SondeSurface2D     *self,
                                                        const double       *place,
                                                        guint32            *hint,
                                                        double             *value);
guint32             sonde_surface_2d_find              (SondeSurface2D     *self,
                                                        const double       *place);
double              sonde_surface_2d_get_loss          (SondeSurface2D     *self);
double              sonde_surface_2d_get_triangle_loss (SondeSurface2D     *self,
                                                        guint32             simplex);
void                sonde_surface_2d_get_triangle      (SondeSurface2D     *self,
                                                        guint32             simplex,
                                                        SondeTriangle2D    *triangle);
SondeHeap          *sonde_surface_2d_get_heap          (SondeSurface2D     *self);
SondeTriangulation *sonde_surface_2d_get_triangulation (SondeSurface2D     *self);
guint               sonde_surface_2d_get_vdim          (SondeSurface2D     *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SondeSurface2D, sonde_surface_2d_free)

G_END_DECLS
