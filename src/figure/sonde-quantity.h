/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SondeQuantity:
 *
 * What a user wants to see instead of the function's values: an expression of the variable and of these. Used by one thread at a time.
 */
typedef struct _SondeQuantity SondeQuantity;

SondeQuantity *sonde_quantity_new           (const char     *text,
                                             const char     *variable,
                                             guint           vdim,
                                             int            *position,
                                             GError        **error);
void           sonde_quantity_free          (SondeQuantity  *self);
guint          sonde_quantity_get_n_results (SondeQuantity  *self);
const double  *sonde_quantity_evaluate      (SondeQuantity  *self,
                                             double          x,
                                             double * const *y,
                                             guint           index);
char         **sonde_quantity_split         (const char     *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SondeQuantity, sonde_quantity_free)

G_END_DECLS
