/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

typedef enum
{
  SONDE_LOSS_2D_DEFAULT,
  SONDE_LOSS_2D_UNIFORM,
  SONDE_LOSS_2D_MINIMIZE_TRIANGLE_SURFACE,
  SONDE_LOSS_2D_RESOLUTION,
  SONDE_LOSS_2D_THRESHOLDED,
  SONDE_LOSS_2D_TRIANGLE,
} SondeLossKind2D;

/**
 * SondeLoss2D:
 *
 * How badly a triangle is known: the kind and its options.
 */
typedef struct
{
  SondeLossKind2D kind;
  double          min_distance;
  double          max_distance;
  double          lower_threshold;
  double          upper_threshold;
  double          priority_factor;
} SondeLoss2D;

/**
 * SondeTriangle2D:
 * @p: the corners, in units of the domain's sides
 * @v: their values, vdim each
 * @g: (nullable): their gradients, vdim × 2 each, for losses that need them
 * @vdim: the number of components, at least 1
 * @scale: what values are divided by: their range, or 1
 * @n_around: how many neighbouring corners follow, for the loss of neighbours
 * @around: the corners of the neighbours that are opposite to this triangle
 * @v_around: their values
 *
 * What a loss looks at.
 */
typedef struct
{
  const double *p[3];
  const double *v[3];
  const double *g[3];
  guint         vdim;
  double        scale;
  guint         n_around;
  const double *around[3];
  const double *v_around[3];
} SondeTriangle2D;

gboolean sonde_loss_2d_read            (SondeLoss2D           *self,
                                        JsonObject            *spec,
                                        char                 **path_of_fault,
                                        GError               **error);
gboolean sonde_loss_2d_needs_gradients (const SondeLoss2D     *self);
gboolean sonde_loss_2d_needs_around    (const SondeLoss2D     *self);
double   sonde_loss_2d_get             (const SondeLoss2D     *self,
                                        const SondeTriangle2D *triangle);
double   sonde_triangle_2d_get_area    (const SondeTriangle2D *self);
void     sonde_triangle_2d_choose      (const SondeTriangle2D *self,
                                        double                *place);

G_END_DECLS
