/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Choosing samples of a noisy curve:
 *
 * 1. Places that are undersampled get more samples, the earliest first, but for those with enough samples under way.
 * 2. With fewer than two places, a new one.
 * 3. If the largest rescaled error exceeds delta, more samples there.
 * 4. Else a new place: where the curve of the means is known worst. */

#include "config.h"

#include <math.h>

#include "learner/sonde-learner-average1d-private.h"

/* The loss of the combined intervals on both sides of a known place, on average; infinite where one is missing. */
static double
get_loss_around (SondeLearnerAverage1D *self,
                 double                 x)
{
  SondeLearner1D *curve = self->curve;
  double before = -INFINITY, after = INFINITY;
  SondeOrderedSet *sets[] = { curve->known, curve->pending };
  SondeCell1D cell;
  double sum;

  for (guint i = 0; i < G_N_ELEMENTS (sets); i++)
    {
      SondeOrderedCursor left, right;

      sonde_ordered_set_around (sets[i], x, &left, &right);
      if (sonde_ordered_cursor_is_entry (left) && sonde_ordered_cursor_key (left) == x)
        left = sonde_ordered_cursor_prev (left);
      if (sonde_ordered_cursor_is_entry (right) && sonde_ordered_cursor_key (right) == x)
        right = sonde_ordered_cursor_next (right);
      if (sonde_ordered_cursor_is_entry (left))
        before = MAX (before, sonde_ordered_cursor_key (left));
      if (sonde_ordered_cursor_is_entry (right))
        after = MIN (after, sonde_ordered_cursor_key (right));
    }
  if (isinf (before) || isinf (after))
    return INFINITY;
  _sonde_learner_1d_finish (curve);
  _sonde_learner_1d_get_combined (curve, before, &cell);
  sum = cell.loss;
  _sonde_learner_1d_get_combined (curve, x, &cell);
  return (sum + cell.loss) / 2;
}

static double
get_improvement (SondeLearnerAverage1D *self,
                 const SondePlace1D    *place,
                 guint                  n)
{
  double loss = get_loss_around (self, place->x);

  if (!isfinite (loss))
    return loss;
  return loss - loss * sqrt (place->n) / sqrt ((double) place->n + n);
}

/* Whether what is under way suffices to judge the place anew. */
static gboolean
has_enough_under_way (SondeLearnerAverage1D *self,
                      const SondePlace1D    *place)
{
  return place->seeds.n_pending > 0 && (double) place->n + place->seeds.n_pending >= MAX (self->min_samples, 1);
}

static SondePlace1D *
find_undersampled (SondeLearnerAverage1D *self)
{
  for (GList *link = self->undersampled.head; link != NULL; link = link->next)
    if (!has_enough_under_way (self, link->data))
      return link->data;
  return NULL;
}

/* The known place that needs more samples, or NULL if a new place is to be found. */
static SondePlace1D *
choose_place (SondeLearnerAverage1D *self)
{
  SondePlace1D *place = find_undersampled (self);
  guint32 id;
  double error;

  if (place != NULL)
    return place;
  if (sonde_ordered_set_get_length (self->curve->known) < 2)
    return NULL;
  if (sonde_heap_peek (self->rescaled, &id, &error) && error > self->delta)
    {
      place = _sonde_place_get (self, id);
      /* still undersampled, but enough is under way: one goes on elsewhere */
      if (place->undersampled == NULL)
        return place;
    }
  return NULL;
}

guint
_sonde_learner_average1d_ask (SondeLearner *learner,
                              guint         n,
                              gboolean      tell_pending,
                              double       *points,
                              double       *loss_improvements)
{
  SondeLearnerAverage1D *self = (SondeLearnerAverage1D *) learner;
  SondePlace1D *place = choose_place (self);
  double improvement, x;

  if (place != NULL)
    {
      x = place->x;
      improvement = get_improvement (self, place, n);
      sonde_seeds_choose (&place->seeds, n, points, 2);
    }
  else
    {
      if (sonde_learner_ask (SONDE_LEARNER (self->curve), 1, FALSE, &x, &improvement) == 0)
        return 0;
      for (guint i = 0; i < n; i++)
        points[2 * i] = i;
    }
  for (guint i = 0; i < n; i++)
    {
      points[2 * i + 1] = x;
      if (loss_improvements != NULL)
        loss_improvements[i] = improvement / n;
    }
  for (guint i = 0; tell_pending && i < n; i++)
    sonde_learner_tell_pending (learner, points + 2 * i);
  return n;
}
