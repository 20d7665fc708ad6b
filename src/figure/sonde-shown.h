/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "figure/sonde-curve.h"
#include "figure/sonde-figure.h"
#include "figure/sonde-scene.h"

G_BEGIN_DECLS

/**
 * SondeShown:
 *
 * The points as a view wants them: those of an earlier time, or another quantity than the values.
 */
typedef struct _SondeShown SondeShown;

SondeShown           *sonde_shown_new  (void);
void                  sonde_shown_free (SondeShown       *self);
void                  sonde_shown_take (SondeShown       *self,
                                        SondeCurve       *curve,
                                        const SondeScene *scene,
                                        const SondeView  *view);
const SondeCurveData *sonde_shown_lock (SondeShown       *self,
                                        SondeCurve       *curve);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SondeShown, sonde_shown_free)

G_END_DECLS
