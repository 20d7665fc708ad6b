/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The options of the one-dimensional learner beside its loss. */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "base/sonde-number.h"
#include "learner/sonde-learner-1d-private.h"
#include "learner/sonde-learner-options.h"

/* As many as a person could want to wait for before anything adapts. */
#define MAX_SEED_GRID 1000000

/* Whether the member is there; @value becomes NaN if it is no number. */
static gboolean
has_number (JsonObject *spec,
            const char *member,
            double     *value)
{
  JsonNode *node = json_object_get_member (spec, member);

  *value = 0;
  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return FALSE;
  *value = NAN;
  if (JSON_NODE_HOLDS_VALUE (node) &&
      (json_node_get_value_type (node) == G_TYPE_INT64 || json_node_get_value_type (node) == G_TYPE_DOUBLE))
    *value = json_node_get_double (node);
  return TRUE;
}

static gboolean
read_seed_grid (SondeOptions1D  *self,
                JsonObject      *spec,
                char           **path_of_fault,
                GError         **error)
{
  double n;

  self->seed_grid = 0;
  if (!has_number (spec, "seed_grid", &n))
    return TRUE;
  if (n >= 2 && n <= MAX_SEED_GRID && n == floor (n))
    {
      self->seed_grid = (guint) n;
      return TRUE;
    }
  sonde_options_fault ("seed_grid", NULL, path_of_fault, error,
                       _("“seed_grid” is the number of equally spaced points asked for first: write a whole number from 2 to %u, or leave "
                         "it out."), MAX_SEED_GRID);
  return FALSE;
}

static gboolean
read_min_spacing (SondeOptions1D  *self,
                  JsonObject      *spec,
                  double           width,
                  char           **path_of_fault,
                  GError         **error)
{
  char half[SONDE_NUMBER_LENGTH];

  if (!has_number (spec, "min_spacing", &self->min_spacing))
    return TRUE;
  if (self->min_spacing > 0 && self->min_spacing <= width / 2)
    return TRUE;
  sonde_number_format (width / 2, half);
  sonde_options_fault ("min_spacing", NULL, path_of_fault, error,
                       _("“min_spacing” is the smallest distance of points, in units of the domain: write a number above 0 and at most %s, "
                         "half of its width, or leave it out."), half);
  return FALSE;
}

/* The grid that was wished for must not be finer than the spacing; rounding is forgiven. */
static gboolean
check_both (SondeOptions1D       *self,
            double                width,
            const SondeVariable  *variable,
            char                **path_of_fault,
            GError              **error)
{
  char number[SONDE_NUMBER_LENGTH];
  double step = self->seed_grid > 0 ? width / (self->seed_grid - 1) : INFINITY;

  /* in logarithms the first step is the shortest */
  if (self->seed_grid > 0 && variable->is_log)
    step = variable->min * expm1 (log (variable->max / variable->min) / (self->seed_grid - 1));
  if (variable->is_integer && self->seed_grid > width + 1)
    {
      sonde_options_fault ("seed_grid", NULL, path_of_fault, error,
                           _("“seed_grid” is more than the %.0f whole numbers of the domain: ask for fewer points there."), width + 1);
      return FALSE;
    }
  if (self->min_spacing <= step * (1 + 1e-9))
    return TRUE;
  sonde_number_format (step, number);
  sonde_options_fault ("min_spacing", NULL, path_of_fault, error,
                       _("“min_spacing” is more than the %s between the points of “seed_grid”: make it smaller, or ask for fewer points "
                         "there."), number);
  return FALSE;
}

/* Reads "seed_grid" and "min_spacing"; null is as if absent. */
gboolean
_sonde_options_1d_read (SondeOptions1D  *self,
                        JsonObject      *spec,
                        SondeDomain     *domain,
                        char           **path_of_fault,
                        GError         **error)
{
  const SondeVariable *variable = sonde_domain_get (domain, 0);
  double width = variable->max - variable->min;

  return read_seed_grid (self, spec, path_of_fault, error) && read_min_spacing (self, spec, width, path_of_fault, error) &&
         check_both (self, width, variable, path_of_fault, error);
}
