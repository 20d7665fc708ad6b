/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A sample of a noisy curve is told:
 *
 * 1. At a new place it is the mean; the curve takes it as a point. The place is undersampled, its error infinite.
 * 2. Elsewhere mean and sum of squared deviations go on by their recurrences. The place is no longer undersampled once it has
 *    min_samples and more than neighbor_sampling times the average number of its neighbours.
 * 3. The error of the mean is t s / √n, t being Student's quantile at 1 − alpha.
 * 4. Distances to the neighbours are those of the points (x, mean); the rescaled error is the error as a part of the smaller of both. That
 *    of the neighbours changes too. Places with a small enough error, or max_samples, are no longer looked at.
 * 5. The curve learns the new mean; the sample widens its range of values.
 *
 * Each costs O(log n). */

#include "config.h"

#include <math.h>

#include "learner/sonde-learner-average1d-private.h"

/* The known places beside another; NULL where there is none. */
typedef struct
{
  SondePlace1D *left;
  SondePlace1D *right;
} Beside;

static SondePlace1D *
place_at (SondeLearnerAverage1D *self,
          SondeOrderedCursor     at)
{
  return sonde_ordered_cursor_is_entry (at) ? _sonde_place_get (self, sonde_ordered_cursor_id (at)) : NULL;
}

static Beside
look_beside (SondeLearnerAverage1D *self,
             const SondePlace1D    *place)
{
  SondeOrderedCursor at;

  sonde_ordered_set_find (self->curve->known, place->x, &at);
  return (Beside) { place_at (self, sonde_ordered_cursor_prev (at)), place_at (self, sonde_ordered_cursor_next (at)) };
}

static void
set_rescaled (SondeLearnerAverage1D *self,
              SondePlace1D          *place,
              double                 error)
{
  sonde_heap_remove (self->rescaled, place->id);
  place->since = self->now++;
  sonde_heap_set (self->rescaled, place->id, isnan (error) ? -INFINITY : error);
}

static void
update_distances (const Beside *beside,
                  SondePlace1D *place)
{
  if (beside->left != NULL)
    beside->left->distance = hypot (place->x - beside->left->x, place->mean - beside->left->mean);
  if (beside->right != NULL)
    place->distance = hypot (beside->right->x - place->x, beside->right->mean - place->mean);
}

/* @next: the distance on the other side of the neighbour, or NaN */
static void
rescale_neighbour (SondeLearnerAverage1D *self,
                   SondePlace1D          *neighbour,
                   double                 distance,
                   double                 next)
{
  if (sonde_heap_contains (self->rescaled, neighbour->id))
    set_rescaled (self, neighbour, neighbour->error / (isnan (next) ? distance : MIN (next, distance)));
}

static void
update_rescaled (SondeLearnerAverage1D *self,
                 const Beside          *beside,
                 SondePlace1D          *place,
                 gboolean               is_new)
{
  double left, right;

  if (beside->left == NULL && beside->right == NULL)
    return;
  left = beside->left != NULL ? beside->left->distance : place->distance;
  right = beside->right != NULL ? place->distance : left;
  if (beside->left != NULL)
    {
      SondePlace1D *next = look_beside (self, beside->left).left;

      rescale_neighbour (self, beside->left, left, next != NULL ? next->distance : NAN);
    }
  if (beside->right != NULL)
    {
      SondePlace1D *next = look_beside (self, beside->right).right;

      rescale_neighbour (self, beside->right, place->distance, next != NULL ? beside->right->distance : NAN);
    }
  if (!is_new)
    set_rescaled (self, place, place->error / MIN (left, right));
}

static void
tell_new (SondeLearnerAverage1D *self,
          SondePlace1D          *place,
          double                 y)
{
  Beside beside;

  g_hash_table_steal (self->announced, &place->x);
  place->id = self->places->len;
  place->is_inside = _sonde_learner_1d_contains (self->curve, place->x);
  g_ptr_array_add (self->places, place);
  place->n = 1;
  place->mean = y;
  place->error = INFINITY;
  sonde_learner_tell (SONDE_LEARNER (self->curve), &place->x, &y, SONDE_SCALAR, NAN, NULL);
  if (!place->is_inside)
    return;
  g_queue_push_tail (&self->undersampled, place);
  place->undersampled = self->undersampled.tail;
  set_rescaled (self, place, INFINITY);
  beside = look_beside (self, place);
  update_distances (&beside, place);
  update_rescaled (self, &beside, place, TRUE);
}

static double
count_neighbours (const Beside *beside)
{
  if (beside->left != NULL && beside->right != NULL)
    return ((double) beside->left->n + beside->right->n) / 2;
  if (beside->left != NULL)
    return beside->left->n;
  return beside->right != NULL ? beside->right->n : 0;
}

static void
check_undersampled (SondeLearnerAverage1D *self,
                    const Beside          *beside,
                    SondePlace1D          *place)
{
  if (place->undersampled == NULL || place->n < self->min_samples)
    return;
  if (place->n <= self->neighbor_sampling * count_neighbours (beside) && place->n < self->max_samples)
    return;
  g_queue_delete_link (&self->undersampled, place->undersampled);
  place->undersampled = NULL;
}

static void
tell_again (SondeLearnerAverage1D *self,
            SondePlace1D          *place,
            double                 y)
{
  double before = y - place->mean;
  guint n = place->n++;
  Beside beside;

  place->mean = place->mean * n / (n + 1) + y / (n + 1);
  place->squares += before * (y - place->mean);
  place->error = sonde_student_get (&self->student, place->n) * sqrt (place->squares / n / place->n);
  if (!place->is_inside)
    return;
  beside = look_beside (self, place);
  check_undersampled (self, &beside, place);
  update_distances (&beside, place);
  update_rescaled (self, &beside, place, FALSE);
  if (place->error <= self->min_error || place->n >= self->max_samples)
    sonde_heap_remove (self->rescaled, place->id);
  _sonde_learner_1d_retell (self->curve, place->x, place->mean, y);
}

gboolean
_sonde_learner_average1d_tell (SondeLearner  *learner,
                               const double  *x,
                               const double  *y,
                               guint          vdim,
                               double         seconds,
                               GError       **error)
{
  SondeLearnerAverage1D *self = (SondeLearnerAverage1D *) learner;
  SondePlace1D *place;
  gboolean is_pending;
  guint id;

  if (!_sonde_learner_average1d_check (x, error))
    return FALSE;
  place = _sonde_learner_average1d_ensure (self, x[1]);
  is_pending = sonde_seeds_is_pending (&place->seeds, x[0]);
  if (!sonde_seeds_tell (&place->seeds, x[0]))
    return TRUE;
  self->n_pending -= is_pending;
  if (place->seeds.n_pending == 0)
    g_hash_table_remove (self->busy, place);
  id = _sonde_learner_append (learner, x, y, vdim, seconds);
  if (place->id == SONDE_PLACE_NONE)
    {
      place->first = id;
      tell_new (self, place, *y);
    }
  else
    tell_again (self, place, *y);
  return TRUE;
}
