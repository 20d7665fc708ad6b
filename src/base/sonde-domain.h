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
 * @is_integer: whether only whole numbers are asked for; the bounds are whole then
 * @is_log: whether distances are ratios: sampled in the logarithm; @min is above 0 then
 */
typedef struct
{
  char     *name;
  char     *unit;
  double    min;
  double    max;
  gboolean  is_integer;
  gboolean  is_log;
} SondeVariable;

/**
 * SondeDomainExcludes:
 * @x: a point, one number a variable
 *
 * Returns: whether the function is never to be asked for there
 */
typedef gboolean (*SondeDomainExcludes) (const double *x,
                                         gpointer      data);

#define SONDE_TYPE_DOMAIN (sonde_domain_get_type ())

/**
 * SondeDomain:
 *
 * Where the function is to be known: named variables with bounds, and perhaps a hull and excluded places. Immutable once built, shared
 * by counting references, within one thread.
 *
 * A learner measures and divides in its own coordinates, which sonde_domain_map() computes: the logarithm of logarithmic variables, all
 * others as they are. Points themselves, in stores, files and functions, are always those of the function.
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
void                 sonde_domain_add_variable (SondeDomain         *self,
                                                const SondeVariable *variable);
gboolean             sonde_domain_contains     (SondeDomain       *self,
                                                const double      *x);

/* The learner's coordinates and those of the function. */
double               sonde_variable_map        (const SondeVariable *self,
                                                double               x);
double               sonde_variable_unmap      (const SondeVariable *self,
                                                double               u);
void                 sonde_domain_map          (SondeDomain       *self,
                                                const double      *x,
                                                double            *u);
void                 sonde_domain_unmap        (SondeDomain       *self,
                                                const double      *u,
                                                double            *x);
gboolean             sonde_domain_is_plain     (SondeDomain       *self);
gboolean             sonde_domain_has_integers (SondeDomain       *self);

/* Parts of the box only. */
void                 sonde_domain_set_hull     (SondeDomain       *self,
                                                guint              n,
                                                const double      *points);
const double        *sonde_domain_get_hull     (SondeDomain       *self,
                                                guint             *n);
void                 sonde_domain_set_exclude  (SondeDomain         *self,
                                                const char          *text,
                                                SondeDomainExcludes  func,
                                                gpointer             data,
                                                GDestroyNotify       destroy);
const char          *sonde_domain_get_exclude  (SondeDomain       *self);
gboolean             sonde_domain_excludes     (SondeDomain       *self,
                                                const double      *x);
gboolean             sonde_domain_equal        (SondeDomain       *self,
                                                SondeDomain       *other);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SondeDomain, sonde_domain_unref)

G_END_DECLS
