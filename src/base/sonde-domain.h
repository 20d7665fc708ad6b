/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * SondeVariable:
 * @name: what the user calls it; unique in its domain
 * @unit: (nullable): shown beside the name
 * @min: the lower bound, finite
 * @max: the upper bound, finite and larger than @min
 */
typedef struct
{
  char   *name;
  char   *unit;
  double  min;
  double  max;
} SondeVariable;

#define SONDE_TYPE_DOMAIN (sonde_domain_get_type ())

/**
 * SondeDomain:
 *
 * Where the function is to be known: named variables with bounds. Immutable once built, shared by counting references.
 */
typedef struct _SondeDomain SondeDomain;

GType                sonde_domain_get_type     (void) G_GNUC_CONST;
SondeDomain         *sonde_domain_new          (void);
SondeDomain         *sonde_domain_new_interval (const char        *name,
                                                double             min,
                                                double             max);
SondeDomain         *sonde_domain_ref          (SondeDomain       *self);
void                 sonde_domain_unref        (SondeDomain       *self);
void                 sonde_domain_add          (SondeDomain       *self,
                                                const char        *name,
                                                const char        *unit,
                                                double             min,
                                                double             max);
guint                sonde_domain_get_ndim     (SondeDomain       *self);
const SondeVariable *sonde_domain_get          (SondeDomain       *self,
                                                guint              index);
gboolean             sonde_domain_contains     (SondeDomain       *self,
                                                const double      *x);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SondeDomain, sonde_domain_unref)

G_END_DECLS
