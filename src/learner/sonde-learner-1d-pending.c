/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Points that are being evaluated: they split the intervals to choose from, not those that are known. */

#include "config.h"

#include <math.h>

#include "learner/sonde-learner-1d-private.h"

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
split (SondeLearner1D *self,
       double          x,
       guint32         number)
{
  SondeOrderedCursor left, right, before, after;
  SondeHeap **heaps = self->combined;
  guint32 item = 0;
  double from = -INFINITY;
  double to = INFINITY;
  double loss = INFINITY;
  double left_loss = INFINITY;

  sonde_ordered_set_around (self->known, x, &left, &right);
  sonde_ordered_set_around (self->pending, x, &before, &after);
  if (sonde_ordered_cursor_is_entry (left))
    {
      from = sonde_ordered_cursor_key (left);
      item = sonde_ordered_cursor_id (left);
    }
  if (sonde_ordered_cursor_is_entry (before) && sonde_ordered_cursor_key (before) > from)
    {
      from = sonde_ordered_cursor_key (before);
      item = sonde_ordered_cursor_id (before);
      heaps = self->announced;
    }
  if (sonde_ordered_cursor_is_entry (right))
    to = sonde_ordered_cursor_key (right);
  if (sonde_ordered_cursor_is_entry (after))
    to = MIN (to, sonde_ordered_cursor_key (after));

  if (sonde_ordered_cursor_is_entry (left) && sonde_ordered_cursor_is_entry (right))
    {
      double width = sonde_ordered_cursor_key (right) - sonde_ordered_cursor_key (left);

      loss = self->losses[sonde_ordered_cursor_id (left)];
      left_loss = (x - from) * loss / width;
      loss = (to - x) * loss / width;
    }
  if (isfinite (from))
    _sonde_learner_1d_set_cell (self, heaps, item, left_loss, x - from);
  if (isfinite (to))
    _sonde_learner_1d_set_cell (self, self->announced, number, loss, to - x);
}

void
_sonde_learner_1d_tell_pending (SondeLearner *learner,
                                const double *x)
{
  SondeLearner1D *self = (SondeLearner1D *) learner;
  SondeOrderedCursor at;
  guint32 number;

  if (!_sonde_learner_1d_contains (self, *x) ||
      sonde_ordered_set_find (self->known, *x, &at) ||
      sonde_ordered_set_find (self->pending, *x, &at))
    return;

  _sonde_learner_1d_finish (self);
  number = take_number (self, *x);
  sonde_ordered_set_insert (self->pending, *x, number);
  split (self, *x, number);
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
