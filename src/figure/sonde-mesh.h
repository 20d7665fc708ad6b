/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "figure/sonde-cloud.h"
#include "figure/sonde-surface-scene.h"
#include "geometry/sonde-triangulation.h"

G_BEGIN_DECLS

/**
 * SondeMesh:
 *
 * The triangulation of the points of a cloud, in the coordinates that their learner measures in: between these points the values that
 * are shown are interpolated. It is the learner's own, made again by the side that draws, so that neither waits for the other.
 */
typedef struct _SondeMesh SondeMesh;

SondeMesh          *sonde_mesh_new               (void);
void                sonde_mesh_free              (SondeMesh               *self);
gboolean            sonde_mesh_take              (SondeMesh               *self,
                                                  const SondeCloudData    *cloud,
                                                  const SondeSurfaceScene *scene,
                                                  guint                    upto,
                                                  gint64                   deadline);
guint               sonde_mesh_get_version       (SondeMesh               *self);
SondeTriangulation *sonde_mesh_get_triangulation (SondeMesh               *self);
guint32             sonde_mesh_get_point         (SondeMesh               *self,
                                                  guint32                  vertex);
void                sonde_mesh_map               (SondeMesh               *self,
                                                  const double            *x,
                                                  double                  *place);
double              sonde_mesh_map_one           (SondeMesh               *self,
                                                  guint                    variable,
                                                  double                   x);
double              sonde_mesh_unmap_one         (SondeMesh               *self,
                                                  guint                    variable,
                                                  double                   place);
void                sonde_mesh_get_bounds        (SondeMesh               *self,
                                                  guint                    variable,
                                                  double                  *low,
                                                  double                  *high);
guint               sonde_mesh_get_n             (SondeMesh               *self);
const guint32      *sonde_mesh_get_corners       (SondeMesh               *self,
                                                  guint                   *n_slots);
const guint32      *sonde_mesh_get_changed       (SondeMesh               *self,
                                                  guint                   *n_changed);
void                sonde_mesh_forget_changed    (SondeMesh               *self);
gboolean            sonde_mesh_interpolate       (SondeMesh               *self,
                                                  const double            *x,
                                                  const double            *z,
                                                  guint32                 *hint,
                                                  double                  *value);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SondeMesh, sonde_mesh_free)

G_END_DECLS
