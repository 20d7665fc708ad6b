/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Points that are being evaluated: they split the intervals to choose from, not those that are known. */

#include "config.h"

#include <math.h>

#include "learner/sonde-learner-1d-private.h"

/* The points around another; infinite where there are none. */
typedef struct
{
  double  left;
  double  right;
  guint32 known_left;
  double  pending_left;
  double  pending_right;
  guint32 pending_left_number;
} Neighbours;

static guint32
take_number (SondeLearner1D *self,
             double          x)
{
  guint32 number = self->n_pending_x;

  if (self->free_numbers->len > 0)
    {
      number = g_array_index (self->free_numbers, guint32, self->free_numbers->len - 1);
      g_array_set_size (self->free_numbers, self->free_numbers->len - 1);
    }
  else
    {
      if ((number & (number - 1)) == 0)
        self->pending_x = g_renew (double, self->pending_x, number > 0 ? 2 * (gsize) number : 1);
      self->n_pending_x++;
    }
  self->pending_x[number] = x;
  return number;
}

/* Splits the combined interval around @x, which has just become pending under @number. */
static void
split (SondeLearner1D   *self,
       double            x,
       guint32           number,
       const Neighbours *around)
{
  SondeHeap **heaps = self->combined;
  guint32 item = around->known_left;
  double from = around->left;
  double to = around->right;
  double left_loss = INFINITY;
  double right_loss = INFINITY;

  if (around->pending_left > from)
    {
      from = around->pending_left;
      item = around->pending_left_number;
      heaps = self->announced;
    }
  to = MIN (to, around->pending_right);
  if (isfinite (around->left) && isfinite (around->right))
    {
      double loss = self->losses[around->known_left];
      double whole = _sonde_learner_1d_length (self, around->left, around->right);

      left_loss = _sonde_learner_1d_share_of (_sonde_learner_1d_length (self, from, x), whole, loss);
      right_loss = _sonde_learner_1d_share_of (_sonde_learner_1d_length (self, x, to), whole, loss);
    }
  if (isfinite (from))
    _sonde_learner_1d_set_cell (self, heaps, item, left_loss, from, x);
  if (isfinite (to))
    _sonde_learner_1d_set_cell (self, self->announced, number, right_loss, x, to);
}

/* Finds the neighbours of @x; FALSE if it is known or pending itself. */
static gboolean
look_around (SondeLearner1D *self,
             double          x,
             Neighbours     *around)
{
  SondeOrderedCursor left, right;

  *around = (Neighbours) { -INFINITY, INFINITY, 0, -INFINITY, INFINITY, 0 };
  if (sonde_ordered_set_around (self->known, x, &left, &right))
    return FALSE;
  if (sonde_ordered_cursor_is_entry (left))
    {
      around->left = sonde_ordered_cursor_key (left);
      around->known_left = sonde_ordered_cursor_id (left);
    }
  if (sonde_ordered_cursor_is_entry (right))
    around->right = sonde_ordered_cursor_key (right);

  if (sonde_ordered_set_around (self->pending, x, &left, &right))
    return FALSE;
  if (sonde_ordered_cursor_is_entry (left))
    {
      around->pending_left = sonde_ordered_cursor_key (left);
      around->pending_left_number = sonde_ordered_cursor_id (left);
    }
  if (sonde_ordered_cursor_is_entry (right))
    around->pending_right = sonde_ordered_cursor_key (right);
  return TRUE;
}

void
_sonde_learner_1d_tell_pending (SondeLearner *learner,
                                const double *x)
{
  SondeLearner1D *self = (SondeLearner1D *) learner;
  Neighbours around;
  guint32 number;

  if (!_sonde_learner_1d_contains (self, *x) || !look_around (self, *x, &around))
    return;

  _sonde_learner_1d_finish (self);
  self->is_stuck = FALSE;
  number = take_number (self, *x);
  sonde_ordered_set_insert (self->pending, *x, number);
  split (self, *x, number, &around);
}

/* Takes @x out of the pending points, and its interval with it; returns whether it was one. */
gboolean
_sonde_learner_1d_settle (SondeLearner1D *self,
                          double          x)
{
  guint32 number;

  if (!sonde_ordered_set_remove (self->pending, x, &number))
    return FALSE;
  sonde_heap_remove (self->announced[SONDE_CELLS_WITH_LOSS], number);
  sonde_heap_remove (self->announced[SONDE_CELLS_WITHOUT_LOSS], number);
  g_array_append_val (self->free_numbers, number);
  return TRUE;
}

/* The combined intervals become the real ones, to the last bit of their losses. */
void
_sonde_learner_1d_remove_unfinished (SondeLearner *learner)
{
  SondeLearner1D *self = (SondeLearner1D *) learner;

  _sonde_learner_1d_finish (self);
  self->is_stuck = FALSE;
  self->seed_at = 1;
  self->gap_at = 0;
  sonde_ordered_set_clear (self->pending);
  g_array_set_size (self->free_numbers, 0);
  g_clear_pointer (&self->pending_x, g_free);
  self->n_pending_x = 0;
  for (guint i = 0; i < SONDE_CELLS_N; i++)
    {
      sonde_heap_clear (self->announced[i]);
      sonde_heap_copy (self->combined[i], self->real[i]);
    }
}

guint
_sonde_learner_1d_n_pending (SondeLearner *learner)
{
  return sonde_ordered_set_get_length (((SondeLearner1D *) learner)->pending);
}

void
_sonde_learner_1d_get_pending (SondeLearner *learner,
                               double       *points)
{
  SondeLearner1D *self = (SondeLearner1D *) learner;

  for (SondeOrderedCursor at = sonde_ordered_set_first (self->pending); sonde_ordered_cursor_is_entry (at);
       at = sonde_ordered_cursor_next (at))
    *points++ = sonde_ordered_cursor_key (at);
}
