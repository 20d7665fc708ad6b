/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The largest value in a sliding window, in constant time on average (the ascending-minima deque, e.g. R. Harter, 2009):
 *
 * 1. A new value removes from the end of the queue all that are not larger: none of them can be the largest again.
 * 2. What has left the window is removed from the front, which is then the largest.
 *
 * The window grows by at most one while the number of values grows by one, so its beginning never moves back. */

#include "config.h"

#include <math.h>
#include <string.h>

#include "learner/sonde-residuals.h"

#define WINDOW_MIN 8
#define WINDOW_MAX 1000

void
sonde_residuals_clear (SondeResiduals *self)
{
  g_free (self->numbers);
  g_free (self->values);
  memset (self, 0, sizeof *self);
}

/* The queue is as long as the window at most; its arrays are rings once they have that size. */
static void
make_room (SondeResiduals *self)
{
  if (self->capacity > 0)
    return;
  self->capacity = WINDOW_MAX + 1;
  self->numbers = g_new (guint64, self->capacity);
  self->values = g_new (double, self->capacity);
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

  make_room (self);
  while (self->length > 0 && self->values[(self->head + self->length - 1) % self->capacity] <= value)
    self->length--;
  at = (self->head + self->length) % self->capacity;
  self->numbers[at] = self->n++;
  self->values[at] = value;
  self->length++;

  window = CLAMP (self->n / 10, WINDOW_MIN, WINDOW_MAX);
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
