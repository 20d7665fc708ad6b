/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How badly a function is known in one simplex; the losses of LearnerND of python-adaptive. */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "geometry/sonde-simplex.h"
#include "learner/sonde-learner-options.h"
#include "learner/sonde-loss-nd.h"

#define DEFAULT_EXPLORATION 0.05

static const char * const names[] = { "default", "uniform", "std", "triangle", "curvature" };

/* Reads the member "loss" of a learner's spec. */
gboolean
sonde_loss_nd_read (SondeLossND  *self,
                    JsonObject   *spec,
                    char        **path_of_fault,
                    GError      **error)
{
  static const char * const plain[] = { "kind", NULL };
  static const char * const curved[] = { "kind", "exploration", NULL };
  JsonObject *loss = NULL;
  const char *name = NULL;

  *self = (SondeLossND) { SONDE_LOSS_ND_DEFAULT, DEFAULT_EXPLORATION };
  if (!sonde_options_get_object (spec, "loss", &loss, path_of_fault, error))
    return FALSE;
  if (loss == NULL)
    return TRUE;
  name = json_object_get_string_member_with_default (loss, "kind", "");
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_strcmp0 (name, names[i]) == 0)
      {
        self->kind = i;
        return sonde_options_check_members (loss, i == SONDE_LOSS_ND_CURVATURE ? curved : plain, "loss", path_of_fault, error) &&
               sonde_options_get_factor (loss, "exploration", "loss", FALSE, &self->exploration, path_of_fault, error);
      }
  sonde_options_fault ("kind", "loss", path_of_fault, error,
                       _("There is no loss “%s” for the learner “nd”. Choose “default”, “uniform”, “std”, “triangle” or “curvature”."),
                       name);
  return FALSE;
}

gboolean
sonde_loss_nd_uses_neighbours (const SondeLossND *self)
{
  return self->kind >= SONDE_LOSS_ND_TRIANGLE;
}

static double
volume (const SondeStencilND *stencil)
{
  const double *points[8];

  for (guint i = 0; i <= stencil->ndim; i++)
    points[i] = stencil->points + i * (stencil->ndim + stencil->vdim);
  return sonde_simplex_volume (stencil->ndim, points);
}

/* The length of the vector of the standard deviations of the components. */
static double
deviation (const SondeStencilND *stencil)
{
  guint stride = stencil->ndim + stencil->vdim;
  guint n = stencil->ndim + 1;
  double squared = 0;

  for (guint c = 0; c < stencil->vdim; c++)
    {
      const double *values = stencil->points + stencil->ndim + c;
      double mean = 0;

      for (guint i = 0; i < n; i++)
        mean += values[i * stride] / n;
      for (guint i = 0; i < n; i++)
        squared += (values[i * stride] - mean) * (values[i * stride] - mean) / n;
    }
  return sqrt (squared);
}

/* The mean volume of the simplices made of this one, lifted to its values, and the vertex across a facet. */
static double
triangle (const SondeStencilND *stencil)
{
  guint stride = stencil->ndim + stencil->vdim;
  guint n = stencil->ndim + 1;
  double *last = stencil->points + n * stride;
  double sum = 0;

  for (guint i = 0; i < stencil->n_opposite; i++)
    {
      if (i > 0)
        memcpy (last, last + i * stride, stride * sizeof *last);
      sum += sonde_simplex_embedded_volume (n + 1, stride, stencil->points);
    }
  return stencil->n_opposite > 0 ? sum / stencil->n_opposite : 0;
}

/* The points of the stencil may be overwritten. NaN where the function has no finite value. */
double
sonde_loss_nd_evaluate (const SondeLossND    *self,
                        const SondeStencilND *stencil)
{
  double d = stencil->ndim;
  double size;

  switch (self->kind)
    {
    case SONDE_LOSS_ND_UNIFORM:
      return volume (stencil);
    case SONDE_LOSS_ND_STD:
      size = volume (stencil);
      return deviation (stencil) * pow (size, 1 / d) + size;
    case SONDE_LOSS_ND_TRIANGLE:
      return triangle (stencil);
    case SONDE_LOSS_ND_CURVATURE:
      size = volume (stencil);
      return pow (triangle (stencil) + self->exploration * pow (size, (2 + d) / d), 1 / (2 + d));
    case SONDE_LOSS_ND_DEFAULT:
    default:
      return sonde_simplex_embedded_volume (stencil->ndim + 1, stencil->ndim + stencil->vdim, stencil->points);
    }
}
