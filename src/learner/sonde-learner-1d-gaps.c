/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Excluded places on a line. The function is never asked for there, and what is known next to them must end at their edges:
 *
 * 1. Before a run, 1,024 places, equally spaced in the learner's coordinate, are looked at. Between an excluded one and one that is not,
 *    bisection finds the edge, to the last bit or the next whole number. Bounds that are excluded move inwards.
 * 2. What is excluded between two edges is a gap. The edges themselves, on the outer side, are asked for as bounds are, before all else.
 *    Then the interval across the gap is closed: its loss is 0, and it is never divided.
 * 3. A gap too narrow for the first look is found when a point would be chosen in it: its edges are found in the same way from
 *    there, within the interval that was to be divided.
 *
 * Every choice ends: either the point may be asked for, or a gap is known that had not been. */

#include "config.h"

#include <math.h>

#include "learner/sonde-learner-1d-private.h"

#define N_PROBES 1024

/* The last place that may be asked for, on the way from @good, which may be, to @bad, which is excluded. */
static double
find_edge (SondeDomain *domain,
           double       good,
           double       bad)
{
  const SondeVariable *variable = sonde_domain_get (domain, 0);

  for (;;)
    {
      double middle = sonde_variable_unmap (variable, sonde_variable_map (variable, good) / 2 + sonde_variable_map (variable, bad) / 2);

      /* a logarithm may be coarser than the numbers themselves */
      if (!(middle > MIN (good, bad) && middle < MAX (good, bad)))
        middle = variable->is_integer ? floor (good / 2 + bad / 2 + 0.5) : good / 2 + bad / 2;
      if (!(middle > MIN (good, bad) && middle < MAX (good, bad)))
        return good;
      if (sonde_domain_excludes (domain, &middle))
        bad = middle;
      else
        good = middle;
    }
}

static double
get_probe (const SondeVariable *variable,
           guint                i)
{
  double min = sonde_variable_map (variable, variable->min);
  double max = sonde_variable_map (variable, variable->max);

  if (i == 0)
    return variable->min;
  return i == N_PROBES ? variable->max : sonde_variable_unmap (variable, min + (max - min) * i / N_PROBES);
}

/* Looks for what is excluded. @min, @max: (out): the first and the last place that may be asked for. @gaps: what is excluded between
 * them. Returns whether there is an interval at all. */
gboolean
_sonde_learner_1d_scan (SondeDomain *domain,
                        double      *min,
                        double      *max,
                        GArray      *gaps)
{
  const SondeVariable *variable = sonde_domain_get (domain, 0);
  gboolean was_bad = FALSE;
  gboolean has_good = FALSE;
  double before = variable->min;
  SondeGap1D gap = { 0, 0 };

  *min = variable->min;
  *max = variable->max;
  if (sonde_domain_get_exclude (domain) == NULL)
    return TRUE;
  for (guint i = 0; i <= N_PROBES; i++)
    {
      double x = get_probe (variable, i);
      gboolean is_bad = sonde_domain_excludes (domain, &x);

      if (is_bad && !was_bad && has_good)
        *max = gap.left = find_edge (domain, before, x);
      if (!is_bad && was_bad)
        gap.right = find_edge (domain, x, before);
      if (!is_bad && was_bad && has_good)
        g_array_append_val (gaps, gap);
      if (!is_bad && !has_good)
        *min = was_bad ? gap.right : x;
      if (!is_bad)
        *max = x;
      has_good |= !is_bad;
      was_bad = is_bad;
      before = x;
    }
  return has_good && *min < *max;
}

static int
compare (gconstpointer first,
         gconstpointer second)
{
  const SondeGap1D *a = first;
  const SondeGap1D *b = second;

  return (a->left > b->left) - (a->left < b->left);
}

/* The point @x, chosen between the neighbours @left and @right, is excluded. A neighbour may be so too: then it was told nevertheless. */
void
_sonde_learner_1d_add_gap (SondeLearner1D *self,
                           double          left,
                           double          right,
                           double          x)
{
  SondeDomain *domain = sonde_learner_get_domain ((SondeLearner *) self);
  SondeGap1D gap = { left, right };

  if (!sonde_domain_excludes (domain, &left))
    gap.left = find_edge (domain, left, x);
  if (!sonde_domain_excludes (domain, &right))
    gap.right = find_edge (domain, right, x);
  g_array_append_val (self->gaps, gap);
  g_array_sort (self->gaps, compare);
  self->gap_at = 0;
  self->is_stuck = FALSE;
  _sonde_learner_1d_postpone (self, FALSE);
}

/* Whether nothing between two places may be asked for. */
gboolean
_sonde_learner_1d_is_in_gap (SondeLearner1D *self,
                             double          left,
                             double          right)
{
  guint low = 0;
  guint high = self->gaps->len;

  /* the last gap that begins at @left or before */
  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (g_array_index (self->gaps, SondeGap1D, middle).left <= left)
        low = middle + 1;
      else
        high = middle;
    }
  return low > 0 && right <= g_array_index (self->gaps, SondeGap1D, low - 1).right;
}

static gboolean
is_missing (SondeLearner1D *self,
            double          x)
{
  SondeOrderedCursor at;

  return !sonde_ordered_set_find (self->known, x, &at) && !sonde_ordered_set_find (self->pending, x, &at);
}

/* Whether an edge has not been asked for. What has been looked through need not be again, as with the seed grid. */
gboolean
_sonde_learner_1d_find_missing_end (SondeLearner1D *self)
{
  for (; self->gap_at < self->gaps->len; self->gap_at++)
    {
      const SondeGap1D *gap = &g_array_index (self->gaps, SondeGap1D, self->gap_at);

      if (is_missing (self, gap->left) || is_missing (self, gap->right))
        return TRUE;
    }
  return FALSE;
}

/* Writes up to @n edges that have not been asked for; returns how many there are. */
guint
_sonde_learner_1d_ask_ends (SondeLearner1D *self,
                            guint           n,
                            double         *points)
{
  guint written = 0;

  for (guint i = self->gap_at; i < self->gaps->len; i++)
    {
      const SondeGap1D *gap = &g_array_index (self->gaps, SondeGap1D, i);
      const double ends[] = { gap->left, gap->right };

      for (guint j = 0; j < G_N_ELEMENTS (ends) && written < n; j++)
        if (is_missing (self, ends[j]) && ends[j] != self->min && ends[j] != self->max &&
            (written == 0 || points[written - 1] != ends[j]))
          points[written++] = ends[j];
    }
  return written;
}
