/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>
#include <string.h>

#include "base/sonde-domain.h"

struct _SondeDomain
{
  GArray              *variables;
  double              *hull;
  guint                n_hull;
  char                *exclude;
  SondeDomainExcludes  excludes;
  gpointer             data;
  GDestroyNotify       destroy;
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
  g_free (self->hull);
  g_free (self->exclude);
  if (self->destroy != NULL)
    self->destroy (self->data);
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
  const SondeVariable variable = { (char *) name, (char *) unit, min, max };

  sonde_domain_add_variable (self, &variable);
}

/**
 * sonde_domain_add_variable:
 * @variable: what is copied; the caller has checked it: finite bounds, min < max; whole bounds if only whole numbers are wanted, and a
 *   lower bound above 0 if it is logarithmic
 *
 * Adds a variable while the domain is being built.
 */
void
sonde_domain_add_variable (SondeDomain         *self,
                           const SondeVariable *variable)
{
  SondeVariable copy = *variable;

  g_assert (isfinite (copy.min) && isfinite (copy.max) && copy.min < copy.max);
  g_assert (!copy.is_integer || (copy.min == floor (copy.min) && copy.max == floor (copy.max)));
  g_assert (!copy.is_log || copy.min > 0);

  copy.name = g_strdup (copy.name);
  copy.unit = g_strdup (copy.unit);
  g_array_append_val (self->variables, copy);
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

/**
 * sonde_variable_map:
 * @x: a value as the function takes it
 *
 * Returns: the same place in the learner's coordinate; minus infinity or NaN where there is no logarithm
 */
double
sonde_variable_map (const SondeVariable *self,
                    double               x)
{
  return self->is_log ? log (x) : x;
}

/**
 * sonde_variable_unmap:
 * @u: a place in the learner's coordinate
 *
 * The other way, to a value that may be asked for: within the bounds, and whole if only whole numbers are wanted.
 *
 * Returns: the value as the function takes it
 */
double
sonde_variable_unmap (const SondeVariable *self,
                      double               u)
{
  double x = u;

  /* rounding must not lead past the bounds, nor just short of them */
  if (self->is_log)
    x = u <= log (self->min) ? self->min : u >= log (self->max) ? self->max : exp (u);
  if (self->is_integer)
    x = floor (x + 0.5);
  return CLAMP (x, self->min, self->max);
}

/**
 * sonde_domain_map:
 * @x: a point as the function takes it
 * @u: (out caller-allocates): the same in the learner's coordinates; may be @x
 */
void
sonde_domain_map (SondeDomain  *self,
                  const double *x,
                  double       *u)
{
  for (guint i = 0; i < self->variables->len; i++)
    u[i] = sonde_variable_map (sonde_domain_get (self, i), x[i]);
}

/**
 * sonde_domain_unmap:
 * @u: a point in the learner's coordinates
 * @x: (out caller-allocates): a point that may be asked for, see sonde_variable_unmap(); may be @u
 */
void
sonde_domain_unmap (SondeDomain  *self,
                    const double *u,
                    double       *x)
{
  for (guint i = 0; i < self->variables->len; i++)
    x[i] = sonde_variable_unmap (sonde_domain_get (self, i), u[i]);
}

/**
 * sonde_domain_is_plain:
 *
 * Returns: whether all variables are real and linear, so that there is nothing to map
 */
gboolean
sonde_domain_is_plain (SondeDomain *self)
{
  for (guint i = 0; i < self->variables->len; i++)
    if (sonde_domain_get (self, i)->is_integer || sonde_domain_get (self, i)->is_log)
      return FALSE;
  return TRUE;
}

gboolean
sonde_domain_has_integers (SondeDomain *self)
{
  for (guint i = 0; i < self->variables->len; i++)
    if (sonde_domain_get (self, i)->is_integer)
      return TRUE;
  return FALSE;
}

/**
 * sonde_domain_set_hull:
 * @n: the number of points
 * @points: @n × ndim numbers: the function is to be known in their convex hull; all variables are there already
 *
 * While the domain is being built.
 */
void
sonde_domain_set_hull (SondeDomain  *self,
                       guint         n,
                       const double *points)
{
  g_free (self->hull);
  self->hull = g_memdup2 (points, (gsize) n * self->variables->len * sizeof *points);
  self->n_hull = n;
}

/**
 * sonde_domain_get_hull:
 * @n: (out): the number of points
 *
 * Returns: (nullable): the points whose convex hull is the domain; %NULL if it is a box
 */
const double *
sonde_domain_get_hull (SondeDomain *self,
                       guint       *n)
{
  *n = self->n_hull;
  return self->hull;
}

/**
 * sonde_domain_set_exclude:
 * @text: what a person wrote to say so
 * @func: tells of a point whether it is excluded; pure
 * @data: for @func
 * @destroy: frees @data
 *
 * While the domain is being built: says where the function is never to be asked for.
 */
void
sonde_domain_set_exclude (SondeDomain         *self,
                          const char          *text,
                          SondeDomainExcludes  func,
                          gpointer             data,
                          GDestroyNotify       destroy)
{
  g_assert (self->excludes == NULL);

  self->exclude = g_strdup (text);
  self->excludes = func;
  self->data = data;
  self->destroy = destroy;
}

/**
 * sonde_domain_get_exclude:
 *
 * Returns: (nullable): the text that says where the function is never asked for
 */
const char *
sonde_domain_get_exclude (SondeDomain *self)
{
  return self->exclude;
}

gboolean
sonde_domain_excludes (SondeDomain  *self,
                       const double *x)
{
  return self->excludes != NULL && self->excludes (x, self->data);
}

static gboolean
sonde_variable_equal (const SondeVariable *a,
                      const SondeVariable *b)
{
  return g_str_equal (a->name, b->name) && a->min == b->min && a->max == b->max && a->is_integer == b->is_integer &&
         a->is_log == b->is_log;
}

/**
 * sonde_domain_equal:
 *
 * Returns: whether both mean the same to a learner; units are but labels
 */
gboolean
sonde_domain_equal (SondeDomain *self,
                    SondeDomain *other)
{
  if (self->variables->len != other->variables->len || self->n_hull != other->n_hull ||
      g_strcmp0 (self->exclude, other->exclude) != 0)
    return FALSE;
  for (guint i = 0; i < self->variables->len; i++)
    if (!sonde_variable_equal (sonde_domain_get (self, i), sonde_domain_get (other, i)))
      return FALSE;
  return self->n_hull == 0 || memcmp (self->hull, other->hull, (gsize) self->n_hull * self->variables->len * sizeof *self->hull) == 0;
}
