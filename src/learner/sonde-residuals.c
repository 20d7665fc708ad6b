/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The largest value in a sliding window, in constant time on average (the ascending-minima deque, e.g. R. Harter, 2009):
 *
 * 1. A new value removes from the end of the queue all that are not larger: none of them can be the largest again.
 * 2. What has left the window is removed from the front, which is then the largest.
 *
 * The window grows by at most one while the number of values grows by one, so its beginning never moves back.
 *
 * It reaches back to when there were half as many values: a learner sends its points where it knows least, and comes round to all of
 * the domain in about a doubling of their number. A shorter window may lie in one smooth stretch and know nothing of the rest. */

#include "config.h"

#include <math.h>
#include <string.h>

#include "learner/sonde-residuals.h"

#define WINDOW_MIN 8

void
sonde_residuals_clear (SondeResiduals *self)
{
  g_free (self->numbers);
  g_free (self->values);
  memset (self, 0, sizeof *self);
}

/* The queue is a ring. Where residuals fall steadily it is as long as the window, else much shorter. */
static void
make_room (SondeResiduals *self)
{
  guint capacity = MAX (2 * self->capacity, 16), wrapped;

  if (self->length < self->capacity)
    return;
  self->numbers = g_renew (guint64, self->numbers, capacity);
  self->values = g_renew (double, self->values, capacity);
  /* what had gone round continues behind the old end; the ring was full, so that is all before the head */
  wrapped = self->head;
  if (wrapped > 0)
    {
      memcpy (self->numbers + self->capacity, self->numbers, wrapped * sizeof *self->numbers);
      memcpy (self->values + self->capacity, self->values, wrapped * sizeof *self->values);
    }
  self->capacity = capacity;
}

/**
 * sonde_residuals_add:
 * @value: how far a result lay from its prediction; ignored if it is not finite
 */
void
sonde_residuals_add (SondeResiduals *self,
                     double          value)
{
  guint64 window;
  guint at;

  if (!isfinite (value))
    return;

  while (self->length > 0 && self->values[(self->head + self->length - 1) % self->capacity] <= value)
    self->length--;
  make_room (self);
  at = (self->head + self->length) % self->capacity;
  self->numbers[at] = self->n++;
  self->values[at] = value;
  self->length++;

  window = MAX (self->n / 2, WINDOW_MIN);
  while (self->numbers[self->head] + window < self->n)
    {
      self->head = (self->head + 1) % self->capacity;
      self->length--;
    }
}

/**
 * sonde_residuals_get_largest:
 *
 * A few residuals say nothing: an odd function is predicted exactly in the middle of its domain.
 *
 * Returns: the largest value in the window; NaN until the smallest window is full
 */
double
sonde_residuals_get_largest (SondeResiduals *self)
{
  return self->n >= WINDOW_MIN ? self->values[self->head] : NAN;
}
