/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Computing all losses anew, which is needed when the range of the function has grown a lot and after many points were told at
 * once. It is the one thing here that takes O(n), so it is postponed and cut into slices:
 *
 * 1. Begin: empty the heaps; add what lies before the first known point.
 * 2. Losses: for one known point after another compute the loss of the interval to its right, append it and its shares to the
 *    heaps in any order; at the last one add what lies beyond.
 * 3. Arrange: restore the order of one heap after another.
 *
 * Nothing may change between slices: whoever uses the learner finishes first. */

#include "config.h"

#include <math.h>

#include "base/sonde-clock.h"
#include "learner/sonde-learner-1d-private.h"

/* how much to do between two looks at the clock: some tens of microseconds */
#define INTERVALS_A_STEP 128
#define NODES_A_STEP 512

#define N_HEAPS (3 * SONDE_CELLS_N)

static SondeHeap *
heap_number (SondeLearner1D *self,
             guint           i)
{
  SondeHeap **heaps[] = { self->real, self->combined, self->announced };

  return heaps[i / SONDE_CELLS_N][i % SONDE_CELLS_N];
}

/* @whole: whether a combined interval that is a real one gets that loss itself, not the share that amounts to it, which may differ by
 * rounding: so it is after a bulk tell, where nothing is shared. */
void
_sonde_learner_1d_postpone (SondeLearner1D *self,
                            gboolean        whole)
{
  self->rebuild.stage = SONDE_REBUILD_BEGIN;
  self->rebuild.whole = whole;
  self->old_y_scale = self->y_scale;
}

static void
append_cell (SondeLearner1D  *self,
             SondeHeap      **heaps,
             guint32          item,
             double           loss,
             double           left,
             double           right)
{
  gboolean without = isnan (loss) && !_sonde_learner_1d_is_closed (self, left, right);

  sonde_heap_append (heaps[without], item, _sonde_learner_1d_rank (self, loss, left, right));
}

/* The pending points from @at up to @right, all outside the known range; @right may be infinite. */
static void
append_outside (SondeLearner1D     *self,
                SondeOrderedCursor  at,
                double              right)
{
  for (; sonde_ordered_cursor_is_entry (at) && sonde_ordered_cursor_key (at) < right; at = sonde_ordered_cursor_next (at))
    {
      SondeOrderedCursor next = sonde_ordered_cursor_next (at);
      double to = sonde_ordered_cursor_is_entry (next) ? MIN (sonde_ordered_cursor_key (next), right) : right;

      if (isfinite (to))
        append_cell (self, self->announced, sonde_ordered_cursor_id (at), INFINITY,
                     sonde_ordered_cursor_key (at), to);
    }
}

static void
begin (SondeLearner1D *self)
{
  SondeRebuild *rebuild = &self->rebuild;
  double first;

  for (guint i = 0; i < N_HEAPS; i++)
    sonde_heap_clear (heap_number (self, i));
  rebuild->left = sonde_ordered_set_first (self->known);
  rebuild->heap = 0;
  rebuild->arranged = 0;
  rebuild->stage = SONDE_REBUILD_LOSSES;
  first = sonde_ordered_cursor_is_entry (rebuild->left) ? sonde_ordered_cursor_key (rebuild->left) : INFINITY;
  append_outside (self, sonde_ordered_set_first (self->pending), first);
}

static void
append_shares (SondeLearner1D *self,
               double          left,
               guint32         id,
               double          right,
               double          loss)
{
  SondeHeap **heaps = self->combined;
  double whole = _sonde_learner_1d_length (self, left, right);
  double from = left;
  SondeOrderedCursor at = { NULL, 0 };

  if (sonde_ordered_set_get_length (self->pending) > 0)
    sonde_ordered_set_find (self->pending, left, &at);
  if (self->rebuild.whole && !(sonde_ordered_cursor_is_entry (at) && sonde_ordered_cursor_key (at) < right))
    {
      append_cell (self, self->combined, id, loss, left, right);
      return;
    }
  for (; sonde_ordered_cursor_is_entry (at) && sonde_ordered_cursor_key (at) < right; at = sonde_ordered_cursor_next (at))
    {
      double to = sonde_ordered_cursor_key (at);

      append_cell (self, heaps, id, _sonde_learner_1d_share_of (_sonde_learner_1d_length (self, from, to), whole, loss), from, to);
      heaps = self->announced;
      id = sonde_ordered_cursor_id (at);
      from = to;
    }
  append_cell (self, heaps, id, _sonde_learner_1d_share_of (_sonde_learner_1d_length (self, from, right), whole, loss), from, right);
}

/* The last known point has no real interval; what lies beyond it is pending or nothing. */
static void
append_last (SondeLearner1D     *self,
             SondeOrderedCursor  last)
{
  double from = sonde_ordered_cursor_key (last);
  SondeOrderedCursor at;

  sonde_ordered_set_find (self->pending, from, &at);
  if (!sonde_ordered_cursor_is_entry (at))
    return;
  append_cell (self, self->combined, sonde_ordered_cursor_id (last), INFINITY, from, sonde_ordered_cursor_key (at));
  append_outside (self, at, INFINITY);
}

static void
compute_losses (SondeLearner1D *self)
{
  SondeRebuild *rebuild = &self->rebuild;

  for (guint i = 0; i < INTERVALS_A_STEP && sonde_ordered_cursor_is_entry (rebuild->left); i++)
    {
      SondeOrderedCursor left = rebuild->left;
      SondeOrderedCursor right = rebuild->left = sonde_ordered_cursor_next (left);
      guint32 id = sonde_ordered_cursor_id (left);

      if (!sonde_ordered_cursor_is_entry (right))
        {
          append_last (self, left);
          break;
        }
      self->losses[id] = _sonde_learner_1d_evaluate (self, left);
      append_cell (self, self->real, id, self->losses[id], sonde_ordered_cursor_key (left), sonde_ordered_cursor_key (right));
      append_shares (self, sonde_ordered_cursor_key (left), id, sonde_ordered_cursor_key (right), self->losses[id]);
    }
  if (!sonde_ordered_cursor_is_entry (rebuild->left))
    rebuild->stage = SONDE_REBUILD_ARRANGE;
}

static void
arrange (SondeLearner1D *self)
{
  SondeRebuild *rebuild = &self->rebuild;

  if (!sonde_heap_arrange (heap_number (self, rebuild->heap), &rebuild->arranged, NODES_A_STEP))
    return;
  rebuild->arranged = 0;
  if (++rebuild->heap == N_HEAPS)
    rebuild->stage = SONDE_REBUILD_NONE;
}

gboolean
_sonde_learner_1d_work (SondeLearner *learner,
                        gint64        deadline)
{
  SondeLearner1D *self = (SondeLearner1D *) learner;

  while (self->rebuild.stage != SONDE_REBUILD_NONE)
    {
      if (self->rebuild.stage == SONDE_REBUILD_BEGIN)
        begin (self);
      else if (self->rebuild.stage == SONDE_REBUILD_LOSSES)
        compute_losses (self);
      else
        arrange (self);
      if (deadline != G_MAXINT64 && sonde_clock_get_monotonic (sonde_clock_get_default ()) >= deadline)
        break;
    }
  return self->rebuild.stage == SONDE_REBUILD_NONE;
}
