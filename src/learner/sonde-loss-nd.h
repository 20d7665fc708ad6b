/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

typedef enum
{
  SONDE_LOSS_ND_DEFAULT,
  SONDE_LOSS_ND_UNIFORM,
  SONDE_LOSS_ND_STD,
  SONDE_LOSS_ND_TRIANGLE,
  SONDE_LOSS_ND_CURVATURE,
} SondeLossNDKind;

/**
 * SondeLossND:
 * @exploration: of "curvature": how much large simplices count beside curved ones
 */
typedef struct
{
  SondeLossNDKind kind;
  double          exploration;
} SondeLossND;

/**
 * SondeStencilND:
 * @points: ndim coordinates in units of the domain's sides, then vdim scaled values, for each vertex of the simplex, then for each
 *   vertex opposite to one of its facets
 * @n_opposite: how many of the latter there are
 */
typedef struct
{
  guint   ndim;
  guint   vdim;
  double *points;
  guint   n_opposite;
} SondeStencilND;

gboolean sonde_loss_nd_read            (SondeLossND           *self,
                                        JsonObject            *spec,
                                        char                 **path_of_fault,
                                        GError               **error);
gboolean sonde_loss_nd_uses_neighbours (const SondeLossND     *self);
double   sonde_loss_nd_evaluate        (const SondeLossND     *self,
                                        const SondeStencilND  *stencil);

G_END_DECLS
