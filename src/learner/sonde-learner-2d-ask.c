/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Choosing points in the plane.
 *
 * 1. What waits on the stack is given out first, in order.
 * 2. If that is not enough the stack is filled: triangles, worst first, each give a point, in their middle or on their longest edge,
 *    until the stack has stack_size entries, or as many as are asked for.
 * 3. Points that are left on the stack are given out by the next calls, without a look at what has become known meanwhile: that is what
 *    makes asking cheap. Whoever wants each choice to be the latest sets stack_size to 1.
 * 4. A point that is known or under way already, as happens where only whole numbers may be asked for, closes its triangle for this look. A
 *    point in an excluded place becomes a vertex without a value, so that the look ends; triangles are then chosen anew. */

#include "config.h"

#include <math.h>
#include <string.h>

#include "learner/sonde-learner-2d-private.h"

static gboolean
is_taken (SondeLearner2D *self,
          SondeSurface2D *surface,
          const double   *x)
{
  double place[2];

  _sonde_learner_2d_place (self, x, place);
  return sonde_surface_2d_find (surface, place) != SONDE_TRIANGULATION_NONE;
}

static gboolean
is_chosen (SondeLearner2D *self,
           GArray         *fresh,
           const double   *x)
{
  if (_sonde_learner_2d_find_chosen (self, x) >= 0)
    return TRUE;
  for (guint i = 0; i < fresh->len; i++)
    if (memcmp (g_array_index (fresh, SondeChosen2D, i).x, x, 2 * sizeof *x) == 0)
      return TRUE;
  return FALSE;
}

/* Takes the points of the worst triangles, until there are @target on the stack. Returns %FALSE if an excluded place was found: then the
 * triangles are others. */
static gboolean
look (SondeLearner2D *self,
      guint           target,
      GArray         *fresh)
{
  SondeDomain *domain = sonde_learner_get_domain (SONDE_LEARNER (self));
  SondeSurface2D *surface = _sonde_learner_2d_get_combined (self);
  SondeHeap *heap = sonde_surface_2d_get_heap (surface);
  g_auto (SondeHeapWalk) walk;
  SondeTriangle2D triangle;
  guint32 simplex;
  guint which;

  sonde_heap_walk_init (&walk, 1, &heap);
  while (self->stack->len < target)
    {
      SondeChosen2D chosen = { { 0 }, 0, FALSE };
      double place[2];

      if (!sonde_heap_walk_next (&walk, &which, &simplex, &chosen.loss))
        return TRUE;
      sonde_surface_2d_get_triangle (surface, simplex, &triangle);
      sonde_triangle_2d_choose (&triangle, place);
      _sonde_learner_2d_unplace (self, place, chosen.x);
      if (is_chosen (self, fresh, chosen.x) || is_taken (self, surface, chosen.x))
        continue;
      if (sonde_domain_excludes (domain, chosen.x))
        {
          _sonde_learner_2d_add_gap (self, chosen.x);
          return FALSE;
        }
      g_array_append_val (fresh, chosen);
      g_array_append_val (self->stack, chosen);
    }
  return TRUE;
}

/* Step 2. @fresh: (element-type SondeChosen2D): is set to what is new on the stack */
static void
fill_stack (SondeLearner2D *self,
            guint           target,
            GArray         *fresh)
{
  g_array_set_size (fresh, 0);
  while (!look (self, target, fresh))
    ;
}

static void
give_out (SondeLearner2D      *self,
          const SondeChosen2D *chosen,
          guint                n,
          GArray              *given)
{
  for (guint i = 0; i < n; i++)
    {
      SondeChosen2D copy = chosen[i];

      g_array_append_val (given, copy);
      sonde_learner_tell_pending (SONDE_LEARNER (self), copy.x);
    }
}

/* As if nothing had been asked for: what was chosen is on the stack, in the same order. */
static void
take_back (SondeLearner2D *self,
           GArray         *given)
{
  gboolean was_used = FALSE;

  for (guint i = 0; i < given->len; i++)
    {
      int index = _sonde_learner_2d_find_pending (self, g_array_index (given, SondeChosen2D, i).x);

      if (index < 0)
        continue;
      was_used |= g_array_index (self->pending, SondePending2D, index).vertex != SONDE_TRIANGULATION_NONE;
      _sonde_learner_2d_remove_pending (self, (guint) index);
    }
  if (was_used)
    _sonde_learner_2d_forget_combined (self);
  g_array_prepend_vals (self->stack, given->data, given->len);
  if (self->stack->len > MAX (self->stack_size, self->corners->len / 2))
    g_array_set_size (self->stack, MAX (self->stack_size, self->corners->len / 2));
}

guint
_sonde_learner_2d_ask (SondeLearner *learner,
                       guint         n,
                       gboolean      tell_pending,
                       double       *points,
                       double       *loss_improvements)
{
  SondeLearner2D *self = SONDE_LEARNER_2D (learner);
  g_autoptr (GArray) given = g_array_new (FALSE, FALSE, sizeof (SondeChosen2D));
  g_autoptr (GArray) fresh = g_array_new (FALSE, FALSE, sizeof (SondeChosen2D));
  guint n_given;

  g_array_append_vals (fresh, self->stack->data, MIN (n, self->stack->len));
  give_out (self, (SondeChosen2D *) fresh->data, fresh->len, given);
  while (given->len < n)
    {
      fill_stack (self, MAX (n - given->len, self->stack_size), fresh);
      if (fresh->len == 0)
        break;
      give_out (self, (SondeChosen2D *) fresh->data, MIN (n - given->len, fresh->len), given);
    }
  n_given = given->len;
  for (guint i = 0; i < n_given; i++)
    {
      memcpy (points + 2 * i, g_array_index (given, SondeChosen2D, i).x, 2 * sizeof *points);
      if (loss_improvements != NULL)
        loss_improvements[i] = g_array_index (given, SondeChosen2D, i).loss;
    }
  if (!tell_pending)
    take_back (self, given);
  return n_given;
}
