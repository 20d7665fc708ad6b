/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A million losses cannot be copied in the main thread between two frames, and pixels cannot show them. The largest come first out of the
 * learner's heap; of the others it is enough to know that they are no larger than the least of these. */

#include "config.h"

#include <math.h>

#include "figure/sonde-handover.h"
#include "figure/sonde-losses.h"

/* Some 1 ms. */
#define MOST 2500

static void
add (const double *vertices,
     guint         n_vertices,
     double        loss,
     gpointer      user_data)
{
  SondeLosses *self = user_data;

  /* those without a loss come last */
  if (n_vertices == 2 && !isnan (loss))
    self->losses[self->n++] = (SondeLoss) { vertices[0], vertices[1], loss };
}

/**
 * sonde_losses_new:
 * @learner: of a function of one variable, without work left to do
 *
 * Takes the picture of the moment, in the main thread.
 *
 * Returns: (transfer full): it
 */
SondeLosses *
sonde_losses_new (SondeLearner *learner)
{
  SondeLosses *self = g_atomic_rc_box_new0 (SondeLosses);

  self->losses = g_new (SondeLoss, MOST);
  sonde_learner_foreach_worst (learner, TRUE, MOST, add, self);
  if (self->n == MOST)
    self->rest = self->losses[MOST - 1].loss;
  return self;
}

SondeLosses *
sonde_losses_ref (SondeLosses *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (SondeLosses *self)
{
  sonde_handover_take (self);
  g_free (self->losses);
}

void
sonde_losses_unref (SondeLosses *self)
{
  sonde_handover_give (self);
  g_atomic_rc_box_release_full (self, (GDestroyNotify) clear);
}
