/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The invariants of the one-dimensional learner, for tests. */

#include "config.h"

#include <math.h>

#include "learner/sonde-learner-1d-private.h"

/* Whether the cell @item is in the heap where it belongs, at the rank of @loss, and not in the other. Ranks may differ by the rounding
 * of shares. */
static gboolean
is_in_place (SondeLearner1D  *self,
             SondeHeap      **heaps,
             guint32          item,
             double           loss,
             double           left,
             double           right)
{
  double rank = _sonde_learner_1d_rank (self, loss, left, right);

  return sonde_heap_contains (heaps[isnan (loss)], item) && !sonde_heap_contains (heaps[!isnan (loss)], item) &&
         fabs (sonde_heap_get_rank (heaps[isnan (loss)], item) - rank) <= 1.5e-12 + 1e-14 * fabs (rank);
}

static guint
count (SondeHeap **heaps)
{
  return sonde_heap_get_length (heaps[SONDE_CELLS_WITH_LOSS]) + sonde_heap_get_length (heaps[SONDE_CELLS_WITHOUT_LOSS]);
}

static const char *
check_containers (SondeLearner1D *self)
{
  SondeOrderedSet *sets[] = { self->known, self->outside, self->pending };
  SondeHeap **heaps[] = { self->real, self->combined, self->announced };
  const char *why = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (sets); i++)
    if (!sonde_ordered_set_is_valid (sets[i], &why))
      return why;
  for (guint i = 0; i < G_N_ELEMENTS (heaps) * SONDE_CELLS_N; i++)
    if (!sonde_heap_is_valid (heaps[i / SONDE_CELLS_N][i % SONDE_CELLS_N], &why))
      return why;
  return NULL;
}

static const char *
check_real (SondeLearner1D *self)
{
  guint n = 0;

  for (SondeOrderedCursor at = sonde_ordered_set_first (self->known); sonde_ordered_cursor_is_entry (at);
       at = sonde_ordered_cursor_next (at))
    {
      SondeOrderedCursor right = sonde_ordered_cursor_next (at);
      guint32 id = sonde_ordered_cursor_id (at);

      if (self->points->x[id] != sonde_ordered_cursor_key (at))
        return "a known point is not at its id";
      if (!sonde_ordered_cursor_is_entry (right))
        break;
      if (!is_in_place (self, self->real, id, self->losses[id], sonde_ordered_cursor_key (at), sonde_ordered_cursor_key (right)))
        return "a real interval is not in its place";
      n++;
    }
  return n == count (self->real) ? NULL : "there are real intervals too many";
}

static const char *
check_combined_of (SondeLearner1D *self,
                   SondeHeap     **heaps,
                   guint32         item,
                   double          left)
{
  SondeCell1D cell;

  _sonde_learner_1d_get_combined (self, left, &cell);
  if (isinf (cell.right))
    return sonde_heap_contains (heaps[0], item) || sonde_heap_contains (heaps[1], item)
             ? "the last point has an interval" : NULL;
  return is_in_place (self, heaps, item, cell.loss, left, cell.right) ? NULL : "a combined interval is not in its place";
}

static const char *
check_combined (SondeLearner1D *self)
{
  SondeOrderedSet *sets[] = { self->known, self->pending };
  SondeHeap **heaps[] = { self->combined, self->announced };
  guint n_points = sonde_ordered_set_get_length (self->known) + sonde_ordered_set_get_length (self->pending);
  const char *why = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (sets); i++)
    for (SondeOrderedCursor at = sonde_ordered_set_first (sets[i]); sonde_ordered_cursor_is_entry (at) && why == NULL;
         at = sonde_ordered_cursor_next (at))
      why = check_combined_of (self, heaps[i], sonde_ordered_cursor_id (at), sonde_ordered_cursor_key (at));
  if (why == NULL && count (self->combined) + count (self->announced) != (n_points > 0 ? n_points - 1 : 0))
    why = "there are combined intervals too many";
  return why;
}

/* @why: (out) (optional): what is wrong. Looks at everything, so it is slow. */
gboolean
_sonde_learner_1d_is_valid (SondeLearner1D  *self,
                            const char     **why)
{
  const char *fault;

  _sonde_learner_1d_finish (self);
  fault = check_containers (self);
  if (fault == NULL)
    fault = check_real (self);
  if (fault == NULL)
    fault = check_combined (self);
  if (fault == NULL && sonde_ordered_set_get_length (self->known) + sonde_ordered_set_get_length (self->outside) != self->points->n)
    fault = "points are lost";
  if (why != NULL)
    *why = fault;
  return fault == NULL;
}
