/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Telling many points at once:
 *
 * 1. Sort the new points within the bounds; strike out those known already and repetitions, of which the first counts, as when telling
 *    one by one.
 * 2. Append what is left to the points store in the order given; keep those outside the bounds apart.
 * 3. Merge with what is known; the scales now follow the points themselves.
 * 4. Compute all losses anew (postponed, like any such recomputation). */

#include "config.h"

#include <math.h>
#include <stdlib.h>

#include "learner/sonde-learner-1d-private.h"

/* Fewer than this, or less than half of what is known, are told one by one. */
#define BULK_MIN 3
#define NOBODY G_MAXUINT32

typedef struct
{
  double  x;
  guint32 number;   /* in the order told; later the id */
} Entry;

static int
compare (const void *first,
         const void *second)
{
  const Entry *a = first;
  const Entry *b = second;

  if (a->x != b->x)
    return a->x < b->x ? -1 : 1;
  return a->number < b->number ? -1 : 1;
}

/* The new points within the bounds, sorted; @n_new of them. */
static Entry *
sort_new (SondeLearner1D *self,
          guint           n,
          const double   *xs,
          guint          *n_new)
{
  Entry *entries = g_new (Entry, n);
  SondeOrderedCursor at;
  guint kept = 0;

  for (guint i = 0; i < n; i++)
    if (_sonde_learner_1d_contains (self, xs[i]) && !sonde_ordered_set_find (self->known, xs[i], &at))
      entries[kept++] = (Entry) { xs[i], i };
  qsort (entries, kept, sizeof *entries, compare);

  *n_new = 0;
  for (guint i = 0; i < kept; i++)
    if (*n_new == 0 || entries[i].x != entries[*n_new - 1].x)
      entries[(*n_new)++] = entries[i];
  return entries;
}

/* Appends the new points, which are @entries and those outside the bounds, in the order told; turns the numbers of @entries into ids. */
static void
append_points (SondeLearner1D *self,
               guint           n,
               const double   *xs,
               const double   *ys,
               guint           vdim,
               const float    *seconds,
               Entry          *entries,
               guint           n_entries)
{
  g_autofree guint32 *ids = g_new0 (guint32, n);
  SondeOrderedCursor at;

  for (guint i = 0; i < n_entries; i++)
    ids[entries[i].number] = NOBODY;
  for (guint i = 0; i < n; i++)
    {
      gboolean outside = !_sonde_learner_1d_contains (self, xs[i]) && !sonde_ordered_set_find (self->outside, xs[i], &at);

      if (!outside && ids[i] != NOBODY)
        continue;
      ids[i] = _sonde_learner_append ((SondeLearner *) self, xs + i, ys + (gsize) i * SONDE_STRIDE (vdim), vdim,
                                      seconds != NULL ? seconds[i] : NAN);
      if (outside)
        sonde_ordered_set_insert (self->outside, xs[i], ids[i]);
      else
        _sonde_learner_1d_widen (self, self->points->y + (gsize) ids[i] * self->points->vdim);
    }
  for (guint i = 0; i < n_entries; i++)
    entries[i].number = ids[entries[i].number];
}

static void
merge (SondeLearner1D *self,
       const Entry    *entries,
       guint           n)
{
  guint total = n + sonde_ordered_set_get_length (self->known);
  g_autofree double *keys = g_new (double, total);
  g_autofree guint32 *ids = g_new (guint32, total);
  SondeOrderedCursor at = sonde_ordered_set_first (self->known);

  for (guint i = 0, j = 0; i < total; i++)
    if (j < n && !(sonde_ordered_cursor_is_entry (at) && sonde_ordered_cursor_key (at) < entries[j].x))
      {
        keys[i] = entries[j].x;
        ids[i] = entries[j++].number;
      }
    else
      {
        keys[i] = sonde_ordered_cursor_key (at);
        ids[i] = sonde_ordered_cursor_id (at);
        at = sonde_ordered_cursor_next (at);
      }
  sonde_ordered_set_build (self->known, total, keys, ids);
}

/* From here on the points, not the bounds, tell the width; with fewer than two different ones there is none, and the bounds stay. */
static void
measure_x (SondeLearner1D *self)
{
  SondeOrderedSet *sets[] = { self->known, self->pending };
  double low = INFINITY;
  double high = -INFINITY;

  for (guint i = 0; i < G_N_ELEMENTS (sets); i++)
    if (sonde_ordered_set_get_length (sets[i]) > 0)
      {
        low = MIN (low, sonde_ordered_cursor_key (sonde_ordered_set_first (sets[i])));
        high = MAX (high, sonde_ordered_cursor_key (sonde_ordered_set_last (sets[i])));
      }
  if (!(low < high))
    return;
  self->x_min = low;
  self->x_max = high;
}

/* The same residuals as when the points were told one by one: taking the new points away again, last told first, each has the
 * neighbours it found when it came. */
static void
report_residuals (SondeLearner1D *self,
                  guint           first_id)
{
  guint n = self->points->n;
  g_autofree guint32 *links = g_new (guint32, 2 * (gsize) n);
  g_autofree double *residuals = g_new (double, n - first_id);
  guint32 *left = links;
  guint32 *right = links + n;
  guint32 last = NOBODY;

  for (guint i = 0; i < n; i++)
    left[i] = right[i] = NOBODY;
  for (SondeOrderedCursor at = sonde_ordered_set_first (self->known); sonde_ordered_cursor_is_entry (at);
       at = sonde_ordered_cursor_next (at))
    {
      left[sonde_ordered_cursor_id (at)] = last;
      if (last != NOBODY)
        right[last] = sonde_ordered_cursor_id (at);
      last = sonde_ordered_cursor_id (at);
    }
  for (guint i = n; i-- > first_id;)
    {
      residuals[i - first_id] = NAN;
      if (left[i] != NOBODY && right[i] != NOBODY)
        residuals[i - first_id] = _sonde_learner_1d_residual (self, self->points->x[i],
                                                              self->points->y + (gsize) i * self->points->vdim,
                                                              left[i], right[i]);
      if (left[i] != NOBODY)
        right[left[i]] = right[i];
      if (right[i] != NOBODY)
        left[right[i]] = left[i];
    }
  for (guint i = 0; i < n - first_id; i++)
    _sonde_learner_report_residual ((SondeLearner *) self, residuals[i]);
}

gboolean
_sonde_learner_1d_tell_many (SondeLearner  *learner,
                             guint          n,
                             const double  *xs,
                             const double  *ys,
                             guint          vdim,
                             const float   *seconds,
                             gboolean       force,
                             GError       **error)
{
  SondeLearner1D *self = (SondeLearner1D *) learner;
  g_autofree Entry *entries = NULL;
  guint n_entries;
  guint first_id = self->points->n;

  if (!force && !(n >= BULK_MIN && n > 0.5 * self->points->n))
    {
      for (guint i = 0; i < n; i++)
        SONDE_LEARNER_GET_CLASS (learner)->tell (learner, xs + i, ys + (gsize) i * SONDE_STRIDE (vdim), vdim,
                                                 seconds != NULL ? seconds[i] : NAN, NULL);
      return TRUE;
    }

  _sonde_learner_1d_finish (self);
  entries = sort_new (self, n, xs, &n_entries);
  for (guint i = 0; i < n_entries; i++)
    _sonde_learner_1d_settle (self, entries[i].x);
  append_points (self, n, xs, ys, vdim, seconds, entries, n_entries);
  if (n_entries == 0)
    return TRUE;
  self->is_stuck = FALSE;
  merge (self, entries, n_entries);
  report_residuals (self, first_id);
  measure_x (self);
  _sonde_learner_1d_scale (self);
  self->order_x_scale = self->x_scale;
  _sonde_learner_1d_losses (self);
  _sonde_learner_1d_postpone (self, TRUE);
  return TRUE;
}
