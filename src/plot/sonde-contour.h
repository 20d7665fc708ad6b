/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plot/sonde-canvas.h"
#include "plot/sonde-field.h"

G_BEGIN_DECLS

/**
 * SondeContours:
 *
 * Lines of equal value through triangles.
 */
typedef struct _SondeContours SondeContours;

SondeContours    *sonde_contours_new          (const double        *levels,
                                               guint                n_levels);
void              sonde_contours_free         (SondeContours       *self);
void              sonde_contours_add_triangle (SondeContours       *self,
                                               const SondeVertices *vertices,
                                               const guint         *corners);
void              sonde_contours_join         (SondeContours       *self,
                                               double               x,
                                               double               y,
                                               double               scale,
                                               double               apart);
const SondePlace *sonde_contours_get_lines    (SondeContours       *self,
                                               guint                level,
                                               guint               *n_places);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SondeContours, sonde_contours_free)

G_END_DECLS
