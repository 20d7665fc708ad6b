/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The seed grid: equally spaced points that are asked for before any other, so that no narrow feature wider than its step is
 * missed by bad luck.
 *
 * 1. The bounds come first; they are the ends of the grid.
 * 2. Of the m = n - 1 steps, with 2^k the smallest power of two that is not below m, the place c = 1, 2, .. 2^k - 1 holds the point
 *    floor (r m / 2^k), where r is c with its k bits reversed (J. G. van der Corput's sequence): at any moment the points asked for
 *    are spread over the domain about evenly, so that a run that is cut short has a coarser grid.
 * 3. Where two r fall on the same point, they are neighbours, an even and an odd one. The even one comes first, and the odd one is
 *    skipped. */

#include "config.h"

#include "learner/sonde-learner-1d-private.h"

static guint
reverse_bits (guint value,
              guint n_places)
{
  guint reversed = 0;

  for (guint bit = 1; bit < n_places; bit *= 2, value /= 2)
    reversed = 2 * reversed + value % 2;
  return reversed;
}

/* The point at the place @at; FALSE if there is none. */
static gboolean
get_seed (SondeLearner1D *self,
          guint           at,
          double         *x)
{
  guint64 steps = self->seed_grid - 1;
  guint64 reversed = reverse_bits (at, self->n_seeds);
  guint64 index = reversed * steps / self->n_seeds;

  if (index == 0)
    return FALSE;
  if (reversed % 2 == 1 && ((reversed - 1) * steps / self->n_seeds == index ||
                            (reversed + 1) * steps / self->n_seeds == index))
    return FALSE;
  if (!self->is_log && !self->variable->is_integer)
    *x = self->min + index * ((self->max - self->min) / steps);
  else
    *x = sonde_variable_unmap (self->variable, _sonde_learner_1d_place (self, self->min) +
                                               index * (_sonde_learner_1d_length (self, self->min, self->max) / steps));
  return !sonde_domain_excludes (sonde_learner_get_domain ((SondeLearner *) self), x);
}

/* Whether the place @at holds a point that has not been asked for; @x is this point. */
static gboolean
is_missing (SondeLearner1D *self,
            guint           at,
            double         *x)
{
  SondeOrderedCursor cursor;

  return get_seed (self, at, x) && !sonde_ordered_set_find (self->known, *x, &cursor) &&
         !sonde_ordered_set_find (self->pending, *x, &cursor);
}

/* Points stay known, and pending ones are forgotten all at once: so what has been looked through need not be again, until then. */
gboolean
_sonde_learner_1d_find_missing_seed (SondeLearner1D *self)
{
  double x;

  while (self->seed_at < self->n_seeds && !is_missing (self, self->seed_at, &x))
    self->seed_at++;
  return self->seed_at < self->n_seeds;
}

/* Whether the last of the points is among those before it, which happens to whole numbers only. */
static gboolean
is_among (SondeLearner1D *self,
          const double   *points,
          guint           n)
{
  for (guint i = 0; i < n && self->variable->is_integer; i++)
    if (points[i] == points[n])
      return TRUE;
  return FALSE;
}

/* Adds missing points in order to @written others, without announcing them, until there are @n; returns how many there are. */
guint
_sonde_learner_1d_ask_seeds (SondeLearner1D *self,
                             guint           n,
                             double         *points,
                             guint           written)
{
  for (guint at = self->seed_at; at < self->n_seeds && written < n; at++)
    if (is_missing (self, at, &points[written]) && !is_among (self, points, written))
      written++;
  return written;
}

void
_sonde_learner_1d_init_seeds (SondeLearner1D *self,
                              guint           n)
{
  self->seed_grid = n;
  self->seed_at = 1;
  self->n_seeds = n > 0 ? 1 : 0;
  while (self->n_seeds < n - 1 && n > 2)
    self->n_seeds *= 2;
}
