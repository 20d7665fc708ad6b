/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "figure/sonde-surface-scene.h"
#include "plot/sonde-canvas.h"

G_BEGIN_DECLS

/**
 * SondeExcludeMask:
 *
 * Where in a picture the function is not asked for. Kept for as long as frame and expression stay the same.
 */
typedef struct _SondeExcludeMask SondeExcludeMask;

SondeExcludeMask *sonde_exclude_mask_new  (void);
void              sonde_exclude_mask_free (SondeExcludeMask        *self);
void              sonde_exclude_mask_draw (SondeExcludeMask        *self,
                                           const SondeSurfaceScene *scene,
                                           const double            *at,
                                           guint                    x,
                                           guint                    y,
                                           const SondeCanvas       *canvas,
                                           const SondeFrame        *frame);

G_END_DECLS
