/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The intervals and their nodes. When there are no nodes left to hand out:
 *
 * 1. The interval to go on with is the latest one that must be split, else the one with the largest error.
 * 2. If its nodes are closer than numbers can tell it is left alone. If it has the finest rule, or must be split, it is halved. Else it
 *    gets a finer rule, whose new nodes come next.
 * 3. Of more than so many intervals the one with the smallest error is left alone. */

#include "config.h"

#include <float.h>
#include <math.h>

#include "learner/sonde-learner-integrator-private.h"

#define MIN_SEPARATION (16 * DBL_EPSILON)
#define MOST_LIVE 1000
/* Halving the largest interval so many times leaves none. */
#define MOST_HALVINGS 2200
/* Every number is the middle of some small enough interval. So a place says which intervals there were only if it is a node so few
 * halvings below those there are, or another node than middle and ends of an interval with so many numbers in it. */
#define FEW_HALVINGS 12
#define MANY_NUMBERS 0x1p20

void
_sonde_integrator_set_live (SondeLearnerIntegrator *self,
                            SondeInterval          *interval,
                            gboolean                is_live)
{
  interval->is_live = is_live;
  if (is_live)
    {
      sonde_heap_set (self->live, interval->id, interval->err);
      sonde_heap_set (self->live_least, interval->id, -interval->err);
    }
  else
    {
      sonde_heap_remove (self->live, interval->id);
      sonde_heap_remove (self->live_least, interval->id);
    }
}

static SondeInterval *
new_interval (SondeLearnerIntegrator *self,
              SondeInterval          *parent,
              double                  a,
              double                  b)
{
  SondeInterval *interval = g_new0 (SondeInterval, 1);

  interval->id = self->intervals->len;
  interval->parent = parent;
  interval->a = a;
  interval->b = b;
  interval->depth_complete = -1;
  interval->rdepth = parent != NULL ? parent->rdepth + 1 : 1;
  interval->ndiv = parent != NULL ? parent->ndiv : 0;
  interval->err = parent != NULL ? parent->err / 2 : DBL_MAX;
  _sonde_ring_init (&interval->leaves, interval);
  _sonde_ring_init (&interval->as_leaf, interval);
  g_ptr_array_add (self->intervals, interval);
  return interval;
}

/* Owners of a node go by their rdepth, those of equal rdepth by when they came. */
static void
attach (SondeLearnerIntegrator *self,
        guint32                 number,
        SondeInterval          *interval,
        guint                   index)
{
  SondeOwner owner = { interval, index, G_MAXUINT32 };
  guint32 before = G_MAXUINT32, at = _sonde_integrator_node (self, number)->first_owner;

  for (; at != G_MAXUINT32; at = g_array_index (self->owners, SondeOwner, at).next)
    {
      SondeInterval *other = g_array_index (self->owners, SondeOwner, at).interval;

      if (other == interval)
        return;
      if (other->rdepth > interval->rdepth)
        break;
      before = at;
    }
  owner.next = at;
  g_array_append_val (self->owners, owner);
  if (before == G_MAXUINT32)
    _sonde_integrator_node (self, number)->first_owner = self->owners->len - 1;
  else
    g_array_index (self->owners, SondeOwner, before).next = self->owners->len - 1;
}

/* The node at @x, a new one if there was none; what was told there before is known to it. */
static guint32
ensure_node (SondeLearnerIntegrator *self,
             double                  x)
{
  SondeNode node = { x, 0, SONDE_NODE_WAITING, G_MAXUINT32 };
  SondeOrderedCursor at;
  guint32 number, id;

  if (sonde_ordered_set_find (self->by_x, x, &at))
    return sonde_ordered_cursor_id (at);
  number = self->nodes->len;
  if (sonde_ordered_set_remove (self->strays, x, &id))
    {
      const SondePoints *points = _sonde_learner_get_own_points (SONDE_LEARNER (self));

      node.y = points->y[(gsize) id * points->vdim];
      node.state = SONDE_NODE_KNOWN;
    }
  g_array_append_val (self->nodes, node);
  sonde_ordered_set_insert (self->by_x, x, number);
  if (node.state == SONDE_NODE_WAITING)
    g_array_append_val (self->stack, number);
  return number;
}

/* Its nodes that are not known come onto the stack, from left to right. */
static void
add_nodes (SondeLearnerIntegrator *self,
           SondeInterval          *interval)
{
  guint step = _sonde_interval_step (interval->depth);

  for (guint i = 0; i < SONDE_QUADRATURE_NODES && !self->is_divergent; i += step)
    {
      guint32 number = ensure_node (self, _sonde_interval_node (interval, i));

      attach (self, number, interval, i);
      if (_sonde_integrator_node (self, number)->state == SONDE_NODE_KNOWN)
        _sonde_integrator_feed (self, number);
    }
}

SondeInterval *
_sonde_integrator_add_first (SondeLearnerIntegrator *self,
                             double                  a,
                             double                  b)
{
  SondeInterval *interval = new_interval (self, NULL, a, b);

  interval->depth = 2;
  add_nodes (self, interval);
  _sonde_integrator_set_live (self, interval, TRUE);
  return interval;
}

static void
split (SondeLearnerIntegrator *self,
       SondeInterval          *interval)
{
  double middle = _sonde_interval_node (interval, SONDE_QUADRATURE_NODES / 2);
  gboolean is_live = interval->is_live || !interval->is_removed;

  _sonde_integrator_set_live (self, interval, FALSE);
  interval->children[0] = new_interval (self, interval, interval->a, middle);
  interval->children[1] = new_interval (self, interval, middle, interval->b);
  for (guint i = 0; i < 2; i++)
    {
      interval->children[i]->is_removed = interval->is_removed;
      add_nodes (self, interval->children[i]);
      if (is_live)
        _sonde_integrator_set_live (self, interval->children[i], TRUE);
    }
}

static void
refine (SondeLearnerIntegrator *self,
        SondeInterval          *interval)
{
  interval->depth++;
  add_nodes (self, interval);
}

static gboolean
is_too_small (const SondeInterval *interval)
{
  guint step = _sonde_interval_step (interval->depth);
  double first = _sonde_interval_node (interval, 0), second = _sonde_interval_node (interval, step);
  double last = _sonde_interval_node (interval, SONDE_QUADRATURE_NODES - 1);
  double before = _sonde_interval_node (interval, SONDE_QUADRATURE_NODES - 1 - step);

  return !(second > first) || !(last > before) ||
         second - first < fabs (first) * MIN_SEPARATION || last - before < fabs (before) * MIN_SEPARATION;
}

/* One that was to be split may have been since, or left alone. */
static SondeInterval *
take_from_priority (SondeLearnerIntegrator *self)
{
  while (self->priority->len > 0)
    {
      SondeInterval *interval = g_ptr_array_steal_index (self->priority, self->priority->len - 1);

      if (interval->children[0] == NULL && interval->is_live)
        return interval;
    }
  return NULL;
}

static SondeInterval *
take_worst (SondeLearnerIntegrator *self)
{
  guint32 id;

  return sonde_heap_peek (self->live, &id, NULL) ? g_ptr_array_index (self->intervals, id) : NULL;
}

/* Goes on with an interval; FALSE if there is none left. */
gboolean
_sonde_integrator_refill (SondeLearnerIntegrator *self)
{
  SondeInterval *interval = take_from_priority (self);
  gboolean must_split = interval != NULL;
  guint32 id;

  if (self->is_divergent)
    return FALSE;
  if (interval == NULL)
    interval = take_worst (self);
  if (interval == NULL)
    return FALSE;
  if (is_too_small (interval))
    _sonde_integrator_set_live (self, interval, FALSE);
  else if (must_split || interval->depth + 1 == SONDE_QUADRATURE_DEPTHS)
    split (self, interval);
  else
    refine (self, interval);
  if (sonde_heap_get_length (self->live) > MOST_LIVE && sonde_heap_peek (self->live_least, &id, NULL))
    _sonde_integrator_set_live (self, g_ptr_array_index (self->intervals, id), FALSE);
  return TRUE;
}

/* Whether @x is a node of the finest rule over an interval; @depth: the coarsest rule that has it; @is_common: whether it is an end or
 * the middle. */
static gboolean
is_node (double    a,
         double    b,
         double    x,
         guint    *depth,
         gboolean *is_common)
{
  const SondeInterval interval = { .a = a, .b = b };
  guint low = 0, high = SONDE_QUADRATURE_NODES - 1;

  while (low < high)
    {
      guint middle = (low + high) / 2;

      if (_sonde_interval_node (&interval, middle) < x)
        low = middle + 1;
      else
        high = middle;
    }
  if (_sonde_interval_node (&interval, low) != x)
    return FALSE;
  *is_common = low % 16 == 0;
  *depth = 0;
  while (low % _sonde_interval_step (*depth) != 0)
    ++*depth;
  return TRUE;
}

/* Whether some half of half of … an interval has @x as a node. */
static gboolean
has_below (const SondeInterval *interval,
           double               x)
{
  double a = interval->a, b = interval->b;
  gboolean is_common;
  guint depth;

  for (guint i = 0; i < MOST_HALVINGS && a < b; i++)
    {
      double middle = (a + b) / 2;

      if (is_node (a, b, x, &depth, &is_common)
          && (i < FEW_HALVINGS || (!is_common && b - a > MANY_NUMBERS * DBL_EPSILON * fabs (x))))
        return TRUE;
      if (!(a < middle && middle < b))
        return FALSE;
      if (x < middle)
        b = middle;
      else
        a = middle;
    }
  return FALSE;
}

/* When results are told anew, from a file, nothing was asked for. A place that is a node of some finer interval says itself which intervals
 * there were: these are made until one has it. Other places are left aside. */
void
_sonde_integrator_grow_to (SondeLearnerIntegrator *self,
                           double                  x)
{
  SondeInterval *interval = g_ptr_array_index (self->intervals, 0);
  SondeOrderedCursor at;
  gboolean is_common;
  guint depth;

  if (!(interval->a <= x && x <= interval->b))
    return;
  while (interval->children[0] != NULL)
    interval = interval->children[x >= interval->children[1]->a];
  if (!has_below (interval, x))
    return;
  while (!self->is_divergent && !sonde_ordered_set_find (self->by_x, x, &at))
    {
      if (is_node (interval->a, interval->b, x, &depth, &is_common))
        for (; interval->depth < depth && !self->is_divergent;)
          refine (self, interval);
      else
        {
          split (self, interval);
          interval = interval->children[x >= interval->children[1]->a];
        }
    }
}
