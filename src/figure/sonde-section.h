/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "figure/sonde-figure.h"
#include "figure/sonde-mesh.h"
#include "figure/sonde-surface-scene.h"

G_BEGIN_DECLS

/**
 * SondeSectionPoint:
 * @part: where along the line, 0 at its beginning, 1 at its end
 * @z: the value there; NaN breaks the curve
 */
typedef struct
{
  double part;
  double z;
} SondeSectionPoint;

/**
 * SondeSection:
 * @from: where the line begins: a number for each variable, in its own unit
 * @to: where it ends
 * @curve: (element-type SondeSectionPoint): the interpolation along it: straight between these
 *
 * What a line through the interpolated function meets.
 */
typedef struct
{
  guint   ndim;
  double  from[SONDE_SURFACE_NDIM];
  double  to[SONDE_SURFACE_NDIM];
  GArray *curve;
} SondeSection;

SondeSection *sonde_section_new  (SondeMesh    *mesh,
                                  const double *z,
                                  const double *from,
                                  const double *to);
void          sonde_section_free (SondeSection *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SondeSection, sonde_section_free)

G_END_DECLS
