/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "figure/sonde-cloud.h"

G_BEGIN_DECLS

/**
 * SondeValues:
 *
 * The one number of each point that a surface shows: a component of its value, or an expression. Used by one thread at a time.
 */
typedef struct _SondeValues SondeValues;

SondeValues  *sonde_values_new            (void);
void          sonde_values_free           (SondeValues          *self);
const double *sonde_values_take           (SondeValues          *self,
                                           const SondeCloudData *cloud,
                                           const char * const   *variables,
                                           const char           *quantity,
                                           guint                 component);
guint         sonde_values_get_version    (SondeValues          *self);
gboolean      sonde_values_check_quantity (const char           *text,
                                           const char * const   *variables,
                                           guint                 vdim,
                                           int                  *position,
                                           GError              **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SondeValues, sonde_values_free)

G_END_DECLS
