/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The intervals of the one-dimensional learner: their losses, their shares among pending points, their places in the heaps. */

#include "config.h"

#include <math.h>

#include "learner/sonde-learner-1d-private.h"

static inline void
take_point (SondeLearner1D     *self,
            guint               place,
            SondeOrderedCursor  at)
{
  SondeStencil1D *stencil = &self->stencil;
  guint vdim = stencil->vdim;
  const double *y = self->points->y + (gsize) sonde_ordered_cursor_id (at) * vdim;
  double y_scale = self->y_scale > 0 ? self->y_scale : 1;

  stencil->x[place] = _sonde_learner_1d_place (self, sonde_ordered_cursor_key (at)) / self->x_scale;
  for (guint i = 0; i < vdim; i++)
    stencil->y[place * vdim + i] = y[i] / y_scale;
}

static void
take_neighbours (SondeLearner1D     *self,
                 SondeOrderedCursor  left,
                 SondeOrderedCursor  right)
{
  SondeOrderedCursor before = sonde_ordered_cursor_prev (left);
  SondeOrderedCursor after = sonde_ordered_cursor_next (right);

  if (sonde_ordered_cursor_is_entry (before))
    {
      self->stencil.first = 0;
      take_point (self, 0, before);
    }
  if (sonde_ordered_cursor_is_entry (after))
    {
      self->stencil.last = 3;
      take_point (self, 3, after);
    }
}

/* The loss of the real interval from @left to the next known point, from the values themselves. */
double
_sonde_learner_1d_evaluate (SondeLearner1D     *self,
                            SondeOrderedCursor  left)
{
  SondeOrderedCursor right = sonde_ordered_cursor_next (left);
  double from = sonde_ordered_cursor_key (left);
  double to = sonde_ordered_cursor_key (right);

  if (_sonde_learner_1d_length (self, from, to) < self->dx_eps || _sonde_learner_1d_is_closed (self, from, to))
    return 0;

  take_point (self, 1, left);
  take_point (self, 2, right);
  self->stencil.first = 1;
  self->stencil.last = 2;
  if (self->loss.nth_neighbors > 0)
    take_neighbours (self, left, right);
  return sonde_loss_1d_evaluate (&self->loss, &self->stencil);
}

/* Puts a cell into that one of @heaps where it belongs. */
void
_sonde_learner_1d_set_cell (SondeLearner1D  *self,
                            SondeHeap      **heaps,
                            guint32          item,
                            double           loss,
                            double           left,
                            double           right)
{
  gboolean without = isnan (loss) && !_sonde_learner_1d_is_closed (self, left, right);

  sonde_heap_remove (heaps[!without], item);
  sonde_heap_set (heaps[without], item, _sonde_learner_1d_rank (self, loss, left, right));
}

/* Gives each combined interval within a real one its share. */
void
_sonde_learner_1d_share (SondeLearner1D *self,
                         double          left,
                         guint32         id,
                         double          right,
                         double          loss)
{
  SondeHeap **heaps = self->combined;
  guint32 item = id;
  double whole = _sonde_learner_1d_length (self, left, right);
  double from = left;

  if (sonde_ordered_set_get_length (self->pending) > 0)
    {
      SondeOrderedCursor at;

      sonde_ordered_set_find (self->pending, left, &at);
      for (; sonde_ordered_cursor_is_entry (at) && sonde_ordered_cursor_key (at) < right; at = sonde_ordered_cursor_next (at))
        {
          double to = sonde_ordered_cursor_key (at);

          _sonde_learner_1d_set_cell (self, heaps, item, _sonde_learner_1d_share_of (_sonde_learner_1d_length (self, from, to), whole, loss),
                                     from, to);
          heaps = self->announced;
          item = sonde_ordered_cursor_id (at);
          from = to;
        }
    }
  _sonde_learner_1d_set_cell (self, heaps, item, _sonde_learner_1d_share_of (_sonde_learner_1d_length (self, from, right), whole, loss),
                             from, right);
}

/* Computes the loss of the real interval that begins at @left, and its shares. */
void
_sonde_learner_1d_refresh (SondeLearner1D     *self,
                           SondeOrderedCursor  left)
{
  double from = sonde_ordered_cursor_key (left);
  double to = sonde_ordered_cursor_key (sonde_ordered_cursor_next (left));
  guint32 id = sonde_ordered_cursor_id (left);
  double loss = _sonde_learner_1d_evaluate (self, left);

  self->losses[id] = loss;
  _sonde_learner_1d_set_cell (self, self->real, id, loss, from, to);
  _sonde_learner_1d_share (self, from, id, to, loss);
}

/* The real interval that begins at the known point @id, which must have one. */
void
_sonde_learner_1d_get_real (SondeLearner1D *self,
                            guint32         id,
                            SondeCell1D    *cell)
{
  SondeOrderedCursor left;

  sonde_ordered_set_find (self->known, self->points->x[id], &left);
  cell->left = sonde_ordered_cursor_key (left);
  cell->right = sonde_ordered_cursor_key (sonde_ordered_cursor_next (left));
  cell->loss = self->losses[id];
}

/* The combined interval that begins at @left, a point known or pending with another on its right. */
void
_sonde_learner_1d_get_combined (SondeLearner1D *self,
                                double          left,
                                SondeCell1D    *cell)
{
  SondeOrderedCursor from, to, before, after;
  double real_right;

  if (sonde_ordered_set_around (self->known, left, &from, &to))
    from = sonde_ordered_cursor_is_entry (from) ? sonde_ordered_cursor_next (from) : sonde_ordered_set_first (self->known);
  sonde_ordered_set_around (self->pending, left, &before, &after);

  real_right = sonde_ordered_cursor_is_entry (to) ? sonde_ordered_cursor_key (to) : INFINITY;
  cell->left = left;
  cell->right = real_right;
  if (sonde_ordered_cursor_is_entry (after))
    cell->right = MIN (cell->right, sonde_ordered_cursor_key (after));

  if (_sonde_learner_1d_is_closed (self, left, cell->right))
    cell->loss = 0;
  else if (!sonde_ordered_cursor_is_entry (from) || !sonde_ordered_cursor_is_entry (to))
    cell->loss = INFINITY;
  else if (sonde_ordered_cursor_key (from) == left && cell->right == real_right)
    cell->loss = self->losses[sonde_ordered_cursor_id (from)];
  else
    cell->loss = _sonde_learner_1d_share_of (_sonde_learner_1d_length (self, left, cell->right),
                                             _sonde_learner_1d_length (self, sonde_ordered_cursor_key (from), real_right),
                                             self->losses[sonde_ordered_cursor_id (from)]);
}

static guint
id_or_none (SondeOrderedCursor at)
{
  return sonde_ordered_cursor_is_entry (at) ? sonde_ordered_cursor_id (at) : SONDE_LEARNER_1D_NONE;
}

/**
 * sonde_learner_1d_find_beside:
 * @x: a place, known or not; also an infinite one, to begin at an end
 * @before: (out): the known point with the largest coordinate below @x, or #SONDE_LEARNER_1D_NONE
 * @after: (out): the known point with the smallest coordinate above @x, or #SONDE_LEARNER_1D_NONE
 *
 * Points outside the bounds are left out.
 */
void
sonde_learner_1d_find_beside (SondeLearner1D *self,
                              double          x,
                              guint          *before,
                              guint          *after)
{
  SondeOrderedCursor left, right;

  g_return_if_fail (SONDE_IS_LEARNER_1D (self));
  g_return_if_fail (!isnan (x));

  sonde_ordered_set_around (self->known, x, &left, &right);
  *before = id_or_none (left);
  *after = id_or_none (right);
}

/**
 * sonde_learner_1d_get_loss_after:
 * @id: a known point
 *
 * Returns: the loss of the real interval from that point to the next known one; NaN where it has none, or no interval begins
 */
double
sonde_learner_1d_get_loss_after (SondeLearner1D *self,
                                 guint           id)
{
  SondeOrderedCursor at;

  g_return_val_if_fail (SONDE_IS_LEARNER_1D (self), NAN);
  g_return_val_if_fail (id < self->points->n, NAN);

  if (!sonde_ordered_set_find (self->known, self->points->x[id], &at) ||
      !sonde_ordered_cursor_is_entry (sonde_ordered_cursor_next (at)))
    return NAN;
  /* what has been told in bulk may still wait for its losses */
  return self->rebuild.stage == SONDE_REBUILD_NONE ? self->losses[id] : _sonde_learner_1d_evaluate (self, at);
}
