/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "base/sonde-domain.h"

struct _SondeDomain
{
  GArray *variables;
};

G_DEFINE_BOXED_TYPE (SondeDomain, sonde_domain, sonde_domain_ref, sonde_domain_unref)

static void
sonde_variable_clear (SondeVariable *variable)
{
  g_free (variable->name);
  g_free (variable->unit);
}

/**
 * sonde_domain_new:
 *
 * Returns: (transfer full): a domain without variables; see [method@Domain.add]
 */
SondeDomain *
sonde_domain_new (void)
{
  SondeDomain *self = g_rc_box_new0 (SondeDomain);

  self->variables = g_array_new (FALSE, TRUE, sizeof (SondeVariable));
  g_array_set_clear_func (self->variables, (GDestroyNotify) sonde_variable_clear);
  return self;
}

/**
 * sonde_domain_new_interval:
 *
 * Returns: (transfer full): a domain of one variable
 */
SondeDomain *
sonde_domain_new_interval (const char *name,
                           double      min,
                           double      max)
{
  SondeDomain *self = sonde_domain_new ();

  sonde_domain_add (self, name, NULL, min, max);
  return self;
}

SondeDomain *
sonde_domain_ref (SondeDomain *self)
{
  return g_rc_box_acquire (self);
}

static void
sonde_domain_clear (SondeDomain *self)
{
  g_array_unref (self->variables);
}

void
sonde_domain_unref (SondeDomain *self)
{
  g_rc_box_release_full (self, (GDestroyNotify) sonde_domain_clear);
}

/**
 * sonde_domain_add:
 * @name: the name of the variable
 * @unit: (nullable): its unit, for labels
 * @min: the lower bound
 * @max: the upper bound
 *
 * Adds a variable while the domain is being built. The caller has checked the bounds: finite, @min < @max.
 */
void
sonde_domain_add (SondeDomain *self,
                  const char  *name,
                  const char  *unit,
                  double       min,
                  double       max)
{
  SondeVariable variable = { g_strdup (name), g_strdup (unit), min, max };

  g_assert (isfinite (min) && isfinite (max) && min < max);

  g_array_append_val (self->variables, variable);
}

guint
sonde_domain_get_ndim (SondeDomain *self)
{
  return self->variables->len;
}

const SondeVariable *
sonde_domain_get (SondeDomain *self,
                  guint        index)
{
  g_assert (index < self->variables->len);

  return &g_array_index (self->variables, SondeVariable, index);
}

/**
 * sonde_domain_contains:
 * @x: a point, one number a variable
 *
 * Returns: whether @x lies in the closed domain; a coordinate that is NaN lies outside
 */
gboolean
sonde_domain_contains (SondeDomain  *self,
                       const double *x)
{
  for (guint i = 0; i < self->variables->len; i++)
    {
      const SondeVariable *variable = sonde_domain_get (self, i);

      if (!(variable->min <= x[i] && x[i] <= variable->max))
        return FALSE;
    }
  return TRUE;
}
