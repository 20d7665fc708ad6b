/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The surface of known and pending points, from which points are chosen while others are under way.
 *
 * 1. Without pending points it is that of known points.
 * 2. A pending point is a vertex whose value is interpolated between known points; while corners are to come, 0. When more is
 *    known its value follows.
 * 3. A point that becomes known gets its value at the vertex that is there. Vertices cannot be taken away: when a pending point is forgotten,
 *    the surface is made anew, in slices.
 * 4. With global gradients it is made anew each time, as the order of its vertices decides about the last digits. */

#include "config.h"

#include <math.h>
#include <string.h>

#include "base/sonde-clock.h"
#include "learner/sonde-learner-2d-private.h"

#define MANY 1000
#define STEPS_BETWEEN_LOOKS 64

static guint
get_vdim (SondeLearner2D *self)
{
  return self->known != NULL ? sonde_surface_2d_get_vdim (self->known) : 1;
}

static void
begin (SondeLearner2D *self)
{
  _sonde_learner_2d_forget_combined (self);
  self->combined = sonde_surface_2d_new (&self->loss, self->global, get_vdim (self));
  if (self->ids->len >= MANY)
    sonde_surface_2d_begin_many (self->combined);
}

/* Step 3: one vertex of the known points. */
static void
take_known (SondeLearner2D *self,
            guint32         vertex)
{
  guint32 id = g_array_index (self->ids, guint32, vertex);
  guint vdim = get_vdim (self);
  g_autofree double *missing = NULL;
  const double *place = sonde_triangulation_get_point (sonde_surface_2d_get_triangulation (self->known), vertex);
  const double *value;
  guint32 there;

  if (id == G_MAXUINT32)
    {
      missing = g_new (double, vdim);
      for (guint c = 0; c < vdim; c++)
        missing[c] = NAN;
      value = missing;
    }
  else
    value = _sonde_learner_get_own_points (SONDE_LEARNER (self))->y + (gsize) id * vdim;
  if (!sonde_surface_2d_insert (self->combined, place, value, SONDE_TRIANGULATION_NONE, &there))
    sonde_surface_2d_set_value (self->combined, there, value);
}

/* Step 2. */
static void
get_pending_value (SondeLearner2D *self,
                   const double   *place,
                   gboolean        corners_are_out,
                   double         *value)
{
  guint32 hint = SONDE_TRIANGULATION_NONE;
  guint vdim = get_vdim (self);

  for (guint c = 0; c < vdim; c++)
    value[c] = corners_are_out ? 0 : NAN;
  if (!corners_are_out && self->known != NULL &&
      sonde_triangulation_get_n_simplices (sonde_surface_2d_get_triangulation (self->known)) > 0)
    sonde_surface_2d_interpolate (self->known, place, &hint, value);
}

static void
take_pending (SondeLearner2D *self)
{
  gboolean corners_are_out = _sonde_learner_2d_corners_are_out (self);
  g_autofree double *value = g_new (double, get_vdim (self));

  for (guint i = 0; i < self->pending->len; i++)
    {
      SondePending2D *pending = &g_array_index (self->pending, SondePending2D, i);
      double place[2];

      _sonde_learner_2d_place (self, pending->x, place);
      get_pending_value (self, place, corners_are_out, value);
      if (pending->vertex == SONDE_TRIANGULATION_NONE)
        sonde_surface_2d_insert (self->combined, place, value, SONDE_TRIANGULATION_NONE, &pending->vertex);
      else if (sonde_surface_2d_differs (self->combined, pending->vertex, value))
        sonde_surface_2d_set_value (self->combined, pending->vertex, value);
    }
}

/* Takes known points over until the deadline. Returns whether all are there and nothing is left to compute. */
gboolean
_sonde_learner_2d_work_combined (SondeLearner2D *self,
                                 gint64          deadline)
{
  if (self->combined == NULL)
    begin (self);
  for (guint i = 1; self->n_combined < self->ids->len; i++)
    {
      take_known (self, self->n_combined++);
      if (i % STEPS_BETWEEN_LOOKS == 0 && deadline != G_MAXINT64 && sonde_clock_get_monotonic (sonde_clock_get_default ()) >= deadline)
        return FALSE;
    }
  return sonde_surface_2d_work (self->combined, deadline);
}

/* Returns: (transfer none): the surface to choose from, all computed */
SondeSurface2D *
_sonde_learner_2d_get_combined (SondeLearner2D *self)
{
  SondeSurface2D *surface = self->known;

  if (self->pending->len > 0 || surface == NULL)
    {
      gboolean corners_are_out = _sonde_learner_2d_corners_are_out (self);

      /* the zeros are no values: they must not count in the range */
      if (self->global || corners_are_out != self->has_zeros)
        _sonde_learner_2d_forget_combined (self);
      self->has_zeros = corners_are_out;
      _sonde_learner_2d_work_combined (self, G_MAXINT64);
      take_pending (self);
      surface = self->combined;
    }
  sonde_surface_2d_work (surface, G_MAXINT64);
  return surface;
}
