/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plot/sonde-canvas.h"

G_BEGIN_DECLS

/**
 * SondeCrowd:
 *
 * Which lines run where in a frame, roughly: to find room for words.
 */
typedef struct _SondeCrowd SondeCrowd;

SondeCrowd *sonde_crowd_new      (const SondeFrame *frame);
void        sonde_crowd_free     (SondeCrowd       *self);
void        sonde_crowd_add_line (SondeCrowd       *self,
                                  const SondePlace *places,
                                  guint             n,
                                  guint             line);
gboolean    sonde_crowd_is_free  (SondeCrowd       *self,
                                  SondePlace        place,
                                  guint             line);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SondeCrowd, sonde_crowd_free)

G_END_DECLS
