/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The losses of simplices, kept up to date with the triangulation and with the range of the values.
 *
 *  1. Coordinates count in units of the domain's sides, values in units of their range.
 *  2. After an insertion the simplices that came get their loss; if the loss looks across facets, so do those beside them.
 *  3. When the range has grown by the recompute factor, all losses are computed anew, in slices. */

#include "config.h"

#include <math.h>
#include <string.h>

#include "base/sonde-clock.h"
#include "learner/sonde-learner-nd-private.h"

/* Looks at the clock after so many simplices. */
#define SLICE 64

static guint
get_vdim (SondeLearnerND *self)
{
  return MAX (_sonde_learner_get_own_points (SONDE_LEARNER (self))->vdim, 1u);
}

static void
copy_vertex (SondeLearnerND *self,
             guint32         vertex,
             guint           vdim,
             double         *row)
{
  const SondePoints *points = _sonde_learner_get_own_points (SONDE_LEARNER (self));
  guint32 id = g_array_index (self->ids, guint32, vertex);

  memcpy (row, sonde_triangulation_get_point (self->tri, vertex), self->ndim * sizeof *row);
  for (guint c = 0; c < vdim; c++)
    row[self->ndim + c] = id == SONDE_ND_GAP ? NAN : points->y[(gsize) id * vdim + c] * self->multiplier;
}

/* NaN where there is no finite value at a vertex. */
static double
evaluate (SondeLearnerND *self,
          guint32         simplex)
{
  const guint32 *corners = sonde_triangulation_get_vertices (self->tri, simplex);
  guint vdim = get_vdim (self);
  guint stride = self->ndim + vdim;
  SondeStencilND stencil = { self->ndim, vdim, self->stencil, 0 };
  double *row;

  if (self->stencil_vdim != vdim)
    {
      self->stencil = stencil.points = g_renew (double, self->stencil, 2 * (SONDE_ND_MAX + 1) * stride);
      self->stencil_vdim = vdim;
    }
  row = stencil.points;
  for (guint i = 0; i <= self->ndim; i++, row += stride)
    copy_vertex (self, corners[i], vdim, row);
  for (guint i = 0; i < (self->ndim + 1) * stride; i++)
    if (!isfinite (stencil.points[i]))
      return NAN;
  for (guint i = 0; i <= self->ndim && sonde_loss_nd_uses_neighbours (&self->options.loss); i++)
    {
      guint32 opposite = sonde_triangulation_get_opposite (self->tri, simplex, i);

      if (opposite == SONDE_TRIANGULATION_NONE)
        continue;
      copy_vertex (self, opposite, vdim, row);
      for (guint c = 0; c < vdim; c++)
        if (!isfinite (row[self->ndim + c]))
          opposite = SONDE_TRIANGULATION_NONE;
      if (opposite == SONDE_TRIANGULATION_NONE)
        continue;
      row += stride;
      stencil.n_opposite++;
    }
  return sonde_loss_nd_evaluate (&self->options.loss, &stencil);
}

double
_sonde_learner_nd_get_simplex_loss (SondeLearnerND *self,
                                    guint32         simplex)
{
  return g_array_index (self->losses, double, simplex);
}

/* Losses that differ by rounding count as equal, so that older vertices decide. */
static double
rounded (double loss)
{
  return loss < 1e6 ? rint (loss * 1e8) / 1e8 : loss;
}

/* Where the function has no value, the size of the simplex decides: borders of holes are looked for, but later than anything else of
 * that size. */
static double
volume_of (SondeLearnerND *self,
           guint32         simplex)
{
  const guint32 *corners = sonde_triangulation_get_vertices (self->tri, simplex);
  const double *points[SONDE_ND_MAX + 1];

  for (guint i = 0; i <= self->ndim; i++)
    points[i] = sonde_triangulation_get_point (self->tri, corners[i]);
  return sonde_simplex_volume (self->ndim, points);
}

/* Gives a simplex its place among those to divide. */
void
_sonde_learner_nd_queue (SondeLearnerND *self,
                         guint32         simplex)
{
  double loss = _sonde_learner_nd_get_simplex_loss (self, simplex);
  SondePartsND *parts = g_hash_table_lookup (self->parts, GUINT_TO_POINTER (simplex));

  if (isnan (loss))
    loss = volume_of (self, simplex);
  if (parts != NULL)
    {
      _sonde_learner_nd_find_best_part (self, simplex, parts);
      loss = parts->best != SONDE_TRIANGULATION_NONE ? parts->share : SONDE_ND_EXHAUSTED;
    }
  sonde_heap_set (self->queue, simplex, loss >= 0 ? rounded (loss) : loss);
}

static void
recompute (SondeLearnerND *self,
           guint32         simplex)
{
  double loss = evaluate (self, simplex);

  g_array_index (self->losses, double, simplex) = loss;
  if (isnan (loss))
    sonde_heap_remove (self->worst, simplex);
  else
    sonde_heap_set (self->worst, simplex, loss);
  _sonde_learner_nd_queue (self, simplex);
}

/* Follows the latest insertion. */
void
_sonde_learner_nd_update (SondeLearnerND *self)
{
  guint n;
  const guint32 *simplices = sonde_triangulation_get_deleted (self->tri, &n);

  for (guint i = 0; i < n; i++)
    {
      sonde_heap_remove (self->worst, simplices[i]);
      sonde_heap_remove (self->queue, simplices[i]);
      _sonde_learner_nd_release (self, simplices[i]);
    }
  if (self->losses->len < sonde_triangulation_get_n_slots (self->tri))
    g_array_set_size (self->losses, sonde_triangulation_get_n_slots (self->tri));
  simplices = sonde_triangulation_get_added (self->tri, &n);
  for (guint i = 0; i < n; i++)
    recompute (self, simplices[i]);
  if (!sonde_loss_nd_uses_neighbours (&self->options.loss))
    return;
  for (guint i = 0; i < n; i++)
    for (guint j = 0; j <= self->ndim; j++)
      {
        guint32 beside = sonde_triangulation_get_neighbour (self->tri, simplices[i], j);
        const guint32 *corners = beside != SONDE_TRIANGULATION_NONE ? sonde_triangulation_get_vertices (self->tri, beside) : NULL;

        /* those with the newest vertex have been computed */
        if (corners != NULL && corners[self->ndim] + 1 != sonde_triangulation_get_n_vertices (self->tri))
          recompute (self, beside);
      }
}

/* Takes a value into the range; a range that has grown much makes all losses old. The factor is kept from magnifying rounding errors. */
void
_sonde_learner_nd_widen (SondeLearnerND *self,
                         const double   *y,
                         guint           vdim)
{
  double scale;

  for (guint c = 0; c < vdim; c++)
    if (isfinite (y[c]))
      {
        self->y_min = MIN (self->y_min, y[c]);
        self->y_max = MAX (self->y_max, y[c]);
      }
  scale = self->y_max - self->y_min;
  if (!(scale > 0) || !isfinite (scale))
    return;
  self->multiplier = 1 / scale;
  if (!isfinite (self->multiplier) || 1e-15 * MAX (fabs (self->y_min), fabs (self->y_max)) * self->multiplier > 1e-2)
    self->multiplier = 1;
  if (scale > self->options.recompute_factor * self->old_scale)
    {
      self->old_scale = scale;
      self->recomputed = 0;
    }
}

gboolean
_sonde_learner_nd_work (SondeLearner *learner,
                        gint64        deadline)
{
  SondeLearnerND *self = SONDE_LEARNER_ND (learner);
  guint n_slots = sonde_triangulation_get_n_slots (self->tri);

  while (self->recomputed < n_slots)
    {
      for (guint i = 0; i < SLICE && self->recomputed < n_slots; i++, self->recomputed++)
        if (sonde_triangulation_is_simplex (self->tri, self->recomputed))
          recompute (self, self->recomputed);
      if (deadline != G_MAXINT64 && sonde_clock_get_monotonic (sonde_clock_get_default ()) >= deadline)
        return self->recomputed >= n_slots;
    }
  self->recomputed = G_MAXUINT;
  return TRUE;
}
