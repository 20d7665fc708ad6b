/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Choosing n points at once:
 *
 * 1. Bounds that are neither known nor pending come first, then such ends of gaps and points of the seed grid, and nothing else with them.
 *    With nothing known at all and neither gaps nor grid, n points are spread evenly.
 * 2. Otherwise there are candidates: intervals taken into consideration, each cut into m equal parts, with what would remain of its
 *    loss. At first there are none but the gaps between a missing bound and the points nearest to it.
 * 3. In each step, either the next combined interval in order becomes a candidate, cut in two, or the best candidate is cut into
 *    one part more, whichever has the larger loss.
 * 4. The cuts of all candidates, best first, are the points.
 *
 * Parts are equal in the coordinate of the learner (logarithms, for a logarithmic variable). Whole numbers are the nearest ones inside,
 * each only once. Nothing is cut into parts shorter than the smallest spacing, or into more than there are whole numbers; so there may be
 * fewer points than were asked for. A point that turns out to be excluded makes a gap known, and the choice begins anew. */

#include "config.h"

#include <math.h>
#include <stdlib.h>

#include "learner/sonde-learner-1d-private.h"

#define INLINE_CANDIDATES 16
#define MAX_GAPS_A_CHOICE 64

typedef struct
{
  double left;
  double right;
  double loss;    /* of one part */
  double rank;
  guint  parts;
} Candidate;

typedef struct
{
  SondeLearner1D *self;
  SondeDomain    *domain;
  SondeHeapWalk   walk;
  Candidate       next;           /* the next combined interval */
  gboolean        has_next;
  Candidate      *candidates;     /* a heap of two children a node, best first */
  gboolean        has_met_gap;    /* a gap was found that had not been known */
  guint           n;
} Choice;

static int
compare (const void *first,
         const void *second)
{
  const Candidate *a = first;
  const Candidate *b = second;

  if (a->rank != b->rank)
    return a->rank > b->rank ? -1 : 1;
  if (a->left != b->left)
    return a->left < b->left ? -1 : 1;
  if (a->right != b->right)
    return a->right < b->right ? -1 : 1;
  return a->parts < b->parts ? -1 : a->parts > b->parts;
}

static void
rank (Choice    *choice,
      Candidate *candidate)
{
  double length = _sonde_learner_1d_length (choice->self, candidate->left, candidate->right);

  if (isfinite (candidate->loss))
    candidate->rank = sonde_loss_1d_rank (candidate->loss, length, 1);
  else
    candidate->rank = sonde_loss_1d_rank (candidate->loss, length / choice->self->x_scale, candidate->parts);
}

static gboolean
can_be_cut (SondeLearner1D  *self,
            const Candidate *candidate)
{
  if (self->variable->is_integer && _sonde_learner_1d_n_inside (candidate->left, candidate->right) < candidate->parts)
    return FALSE;
  return self->min_spacing == 0 ||
         _sonde_learner_1d_shortest_part (self, candidate->left, candidate->right, candidate->parts + 1) >= self->min_spacing;
}

/* The rank, or behind all others if it cannot be cut once more. */
static void
rank_to_cut (Choice    *choice,
             Candidate *candidate)
{
  rank (choice, candidate);
  if (choice->self->may_close && !can_be_cut (choice->self, candidate))
    candidate->rank = -INFINITY;
}

static void
push (Choice    *choice,
      Candidate  candidate)
{
  guint at = choice->n++;

  rank_to_cut (choice, &candidate);
  for (; at > 0 && compare (&candidate, &choice->candidates[(at - 1) / 2]) < 0; at = (at - 1) / 2)
    choice->candidates[at] = choice->candidates[(at - 1) / 2];
  choice->candidates[at] = candidate;
}

/* Cuts the best candidate into one part more. */
static void
cut (Choice *choice)
{
  Candidate best = choice->candidates[0];
  guint at = 0;

  best.loss = best.loss * best.parts / (best.parts + 1);
  best.parts++;
  rank_to_cut (choice, &best);
  for (guint child = 1; child < choice->n; child = 2 * at + 1)
    {
      if (child + 1 < choice->n && compare (&choice->candidates[child + 1], &choice->candidates[child]) < 0)
        child++;
      if (compare (&choice->candidates[child], &best) > 0)
        break;
      choice->candidates[at] = choice->candidates[child];
      at = child;
    }
  choice->candidates[at] = best;
}

static void
advance (Choice *choice)
{
  SondeLearner1D *self = choice->self;
  SondeCell1D cell;
  guint heap;
  guint32 item;
  double heap_rank;

  choice->has_next = sonde_heap_walk_next (&choice->walk, &heap, &item, &heap_rank) && heap_rank != SONDE_RANK_CLOSED;
  if (!choice->has_next)
    return;
  _sonde_learner_1d_get_combined (self, heap < SONDE_CELLS_N ? self->points->x[item] : self->pending_x[item], &cell);
  choice->next = (Candidate) { cell.left, cell.right, cell.loss, heap_rank, .parts = 1 };
  /* by the scale of now, which may not be that of the latest bulk tell, by which the heaps are ordered */
  if (!isfinite (cell.loss))
    rank (choice, &choice->next);
}

/* Whether the next combined interval is to be preferred. With equal ranks it is if it lies to the right. */
static gboolean
next_is_better (Choice *choice)
{
  const Candidate *best = &choice->candidates[0];
  const Candidate *next = &choice->next;

  if (choice->n == 0 || !choice->has_next)
    return choice->has_next;
  if (next->rank != best->rank)
    return next->rank > best->rank;
  if (next->left != best->left)
    return next->left > best->left;
  return next->right > best->right;
}

/* Makes the next combined interval a candidate, cut in two. The common case is that it is the only one. */
static inline void
take_next (Choice   *choice,
           gboolean  look_further)
{
  choice->next.loss /= 2;
  choice->next.parts = 2;
  if (choice->n == 0 && !look_further)
    choice->candidates[choice->n++] = choice->next;
  else
    push (choice, choice->next);
  if (look_further)
    advance (choice);
}

static void
widen_by (SondeOrderedSet *set,
          double          *low,
          double          *high)
{
  SondeOrderedCursor first = sonde_ordered_set_first (set);

  if (!sonde_ordered_cursor_is_entry (first))
    return;
  *low = MIN (*low, sonde_ordered_cursor_key (first));
  *high = MAX (*high, sonde_ordered_cursor_key (sonde_ordered_set_last (set)));
}

/* The gaps beside the outermost points, wherever these lie. */
static void
push_gaps (Choice   *choice,
           gboolean  min_is_missing,
           gboolean  max_is_missing)
{
  SondeLearner1D *self = choice->self;
  double low = INFINITY;
  double high = -INFINITY;

  widen_by (self->known, &low, &high);
  if (!self->is_log)
    widen_by (self->outside, &low, &high);
  widen_by (self->pending, &low, &high);
  if (min_is_missing)
    push (choice, (Candidate) { self->min, low, INFINITY, .parts = 1 });
  if (max_is_missing)
    push (choice, (Candidate) { high, self->max, INFINITY, .parts = 1 });
}

/* The cut @j of an interval into @parts. Whole numbers rise by one at least from cut to cut, and leave room for those to come. */
static double
get_cut (SondeLearner1D  *self,
         const Candidate *candidate,
         double           step,
         guint            j,
         double           before)
{
  double x;

  if (!self->is_log && !self->variable->is_integer)
    return candidate->left + step * j;
  x = sonde_variable_unmap (self->variable, _sonde_learner_1d_place (self, candidate->left) + step * j);
  if (!self->variable->is_integer)
    return x;
  x = MIN (x, ceil (candidate->right) - 1 - (candidate->parts - 1 - j));
  return MAX (x, floor (before) + 1);
}

static gboolean
meets_gap (Choice          *choice,
           const Candidate *candidate,
           double           x)
{
  if (G_LIKELY (!sonde_domain_excludes (choice->domain, &x)))
    return FALSE;
  choice->has_met_gap = TRUE;
  _sonde_learner_1d_add_gap (choice->self, candidate->left, candidate->right, x);
  return TRUE;
}

/* @n_new: (out): how many of the points are new, not the end of an interval that has no number inside. Returns how many there are. There are
 * none if a gap was found. */
static guint
write_points (Choice *choice,
              double *points,
              double *improvements,
              guint  *n_new)
{
  guint written = 0;

  *n_new = 0;
  for (guint i = 0; i < choice->n && choice->self->may_close; i++)
    rank (choice, &choice->candidates[i]);
  if (choice->n > 1)
    qsort (choice->candidates, choice->n, sizeof *choice->candidates, compare);
  for (guint i = 0; i < choice->n; i++)
    {
      const Candidate *candidate = &choice->candidates[i];
      double step = _sonde_learner_1d_length (choice->self, candidate->left, candidate->right) / candidate->parts;

      for (guint j = 1; j < candidate->parts; j++, written++)
        {
          points[written] = get_cut (choice->self, candidate, step, j, j > 1 ? points[written - 1] : candidate->left);
          if (G_UNLIKELY (meets_gap (choice, candidate, points[written])))
            return 0;
          improvements[written] = candidate->loss;
          *n_new += points[written] != candidate->left && points[written] != candidate->right;
        }
    }
  return written;
}

static guint
divide (SondeLearner1D *self,
        guint           n,
        gboolean        min_is_missing,
        gboolean        max_is_missing,
        double         *points,
        double         *improvements,
        guint          *n_new,
        gboolean       *has_met_gap)
{
  Candidate inline_candidates[INLINE_CANDIDATES];
  SondeHeap *heaps[] = {
    self->combined[SONDE_CELLS_WITH_LOSS], self->combined[SONDE_CELLS_WITHOUT_LOSS],
    self->announced[SONDE_CELLS_WITH_LOSS], self->announced[SONDE_CELLS_WITHOUT_LOSS],
  };
  Choice choice = { self, sonde_learner_get_domain ((SondeLearner *) self) };
  guint written;

  choice.candidates = n + 2 <= INLINE_CANDIDATES ? inline_candidates : g_new (Candidate, (gsize) n + 2);
  sonde_heap_walk_init (&choice.walk, G_N_ELEMENTS (heaps), heaps);
  advance (&choice);
  if (min_is_missing || max_is_missing)
    push_gaps (&choice, min_is_missing, max_is_missing);
  for (guint i = 0; i < n; i++)
    if (next_is_better (&choice))
      take_next (&choice, i + 1 < n);
    else if (choice.n > 0 && choice.candidates[0].rank != -INFINITY)
      cut (&choice);
    else
      break;
  written = write_points (&choice, points, improvements, n_new);
  *has_met_gap = choice.has_met_gap;
  sonde_heap_walk_clear (&choice.walk);
  if (choice.candidates != inline_candidates)
    g_free (choice.candidates);
  return written;
}

/* At least two, the bounds. */
static guint
spread_evenly (SondeLearner1D *self,
               guint           n,
               double         *points)
{
  Candidate whole = { self->min, self->max, };
  double step;

  if (self->min_spacing > 0 && n - 1 > (self->max - self->min) / self->min_spacing)
    n = MAX (2, (guint) ((self->max - self->min) / self->min_spacing) + 1);
  if (self->variable->is_integer)
    n = MIN (n, self->max - self->min + 1);
  while (self->is_log && self->min_spacing > 0 && n > 2 && !can_be_cut (self, &(Candidate) { self->min, self->max, 0, 0, n - 2 }))
    n--;
  whole.parts = n - 1;
  step = _sonde_learner_1d_length (self, self->min, self->max) / (n - 1);
  points[0] = self->min;
  for (guint i = 1; i + 1 < n; i++)
    points[i] = get_cut (self, &whole, step, i, points[i - 1]);
  points[n - 1] = self->max;
  return n;
}

/* Tries once; there are no points if a gap was found on the way. */
static guint
try_to_choose (SondeLearner1D *self,
               guint           n,
               double         *points,
               double         *improvements,
               gboolean       *has_met_gap)
{
  gboolean min_is_missing = _sonde_learner_1d_lacks_min (self);
  gboolean max_is_missing = _sonde_learner_1d_lacks_max (self);
  guint missing = 0;
  guint n_new;

  if (min_is_missing)
    points[missing++] = self->min;
  if (max_is_missing && missing < n)
    points[missing++] = self->max;
  for (guint i = 0; i < n; i++)
    improvements[i] = INFINITY;

  if (missing == n)
    return n;
  missing += _sonde_learner_1d_ask_ends (self, n - missing, points + missing);
  if (missing < n && (_sonde_learner_1d_lacks_seed (self) || (self->seed_grid > 0 && missing > 0)))
    return _sonde_learner_1d_ask_seeds (self, n, points, missing);
  if (missing == n || (missing > 0 && self->gaps->len > 0))
    return missing;
  if (self->points->n == 0 && sonde_ordered_set_get_length (self->pending) == 0 && sonde_domain_get_exclude (sonde_learner_get_domain ((SondeLearner *) self)) == NULL)
    return spread_evenly (self, n, points);
  if (missing > 0 && self->points->n == 0 && sonde_ordered_set_get_length (self->pending) == 0)
    return missing;
  n = missing + divide (self, n - missing, min_is_missing, max_is_missing, points + missing, improvements + missing, &n_new, has_met_gap);
  self->is_stuck = n_new == 0 && missing == 0 && !*has_met_gap && (improvements[0] == 0 || sonde_ordered_set_get_length (self->pending) == 0);
  return n;
}

/* Returns how many points there are. Each time that an unknown gap is met it is known afterwards, and its ends come first; but where
 * excluded and other places alternate without end, some points have to do. */
static guint
choose (SondeLearner1D *self,
        guint           n,
        double         *points,
        double         *improvements)
{
  gboolean has_met_gap;
  guint written = 0;

  for (guint i = 0; i < MAX_GAPS_A_CHOICE; i++)
    {
      has_met_gap = FALSE;
      written = try_to_choose (self, n, points, improvements, &has_met_gap);
      if (!has_met_gap)
        break;
      _sonde_learner_1d_finish (self);
    }
  return written;
}

guint
_sonde_learner_1d_ask (SondeLearner *learner,
                       guint         n,
                       gboolean      tell_pending,
                       double       *points,
                       double       *loss_improvements)
{
  SondeLearner1D *self = (SondeLearner1D *) learner;
  g_autofree double *allocated = NULL;
  double one;

  _sonde_learner_1d_finish (self);
  if (loss_improvements == NULL && n > 1)
    loss_improvements = allocated = g_new (double, n);
  n = choose (self, n, points, loss_improvements != NULL ? loss_improvements : &one);
  for (guint i = 0; i < n && tell_pending; i++)
    _sonde_learner_1d_tell_pending (learner, &points[i]);
  return n;
}

/* Whether all there is between the bounds is known as closely as it may be. Points that are pending inside of a closed interval do not
 * matter any more; an interval is not closed before it is known. */
static gboolean
all_is_closed (SondeLearner1D *self)
{
  SondeOrderedCursor first = sonde_ordered_set_first (self->known);
  SondeOrderedCursor last = sonde_ordered_set_last (self->known);
  guint32 item;
  double rank;

  if (!_sonde_learner_1d_is_at (first, self->min) || !_sonde_learner_1d_is_at (last, self->max))
    return FALSE;
  return sonde_heap_get_length (self->real[SONDE_CELLS_WITHOUT_LOSS]) == 0 &&
         sonde_heap_peek (self->real[SONDE_CELLS_WITH_LOSS], &item, &rank) && rank == SONDE_RANK_CLOSED;
}

/* When the interval with the largest loss has no number between its ends, asking can but give a known point once more, as the reference
 * does for ever. Nothing will change that, unless more points are told, or pending ones come in while the loss is not zero yet. */
gboolean
_sonde_learner_1d_is_done (SondeLearner *learner)
{
  SondeLearner1D *self = (SondeLearner1D *) learner;

  if (G_LIKELY (!self->may_close))
    return self->is_stuck;
  _sonde_learner_1d_finish (self);
  return self->is_stuck || (!_sonde_learner_1d_lacks_seed (self) && all_is_closed (self));
}
