/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What follows when a node becomes known, after P. Gonnet's algorithm 4 ("Increasing the reliability of adaptive quadrature using explicit
 * interpolants", ACM Trans. Math. Softw. 37, 2010), but for values that arrive in any order. For each interval that has the node, and each
 * rule of it that has all its values now:
 *
 * 1. The polynomial through the values gives the integral.
 * 2. The error is the distance to the polynomial of the rule before, or over a half to that of the parent. Halves whose own error is
 *    not known get half of it.
 * 3. Over a half, the constant coefficient is compared to the parent's: one that more than doubles again and again is a sign of
 *    divergence.
 * 4. The interval takes part in the estimate of the whole; it replaces its parent as soon as its sibling does, too.
 * 5. If the error is as small as rounding allows, it is left alone from then on. If finer rules did not help, it is split next. */

#include "config.h"

#include <float.h>
#include <math.h>
#include <string.h>

#include "learner/sonde-learner-integrator-private.h"

#define HINT 0.1
#define MOST_DIVERGENCES 20

static void
set_err (SondeLearnerIntegrator *self,
         SondeInterval          *interval,
         double                  err)
{
  interval->err = isnan (err) ? INFINITY : err;
  self->is_summed = FALSE;
  if (!interval->is_live)
    return;
  sonde_heap_set (self->live, interval->id, interval->err);
  sonde_heap_set (self->live_least, interval->id, -interval->err);
}

/* Half the parent's, since nothing better is known, and so on downwards. */
static void
set_heuristic_err (SondeLearnerIntegrator *self,
                   SondeInterval          *interval,
                   double                  err)
{
  set_err (self, interval, err);
  for (guint i = 0; i < 2 && interval->children[0] != NULL; i++)
    {
      SondeInterval *child = interval->children[i];

      if (child->depth_complete > 0 || (child->depth_complete == 0 && interval->depth_complete >= 0))
        continue;
      set_heuristic_err (self, child, err / 2);
    }
}

/* The 2-norm, also where squares would leave the range of doubles. */
static double
get_norm (const double *c,
          guint         n)
{
  double largest = 0, sum = 0;

  for (guint i = 0; i < n; i++)
    largest = MAX (largest, fabs (c[i]));
  if (largest > 1e-140 && largest < 1e140)
    largest = 1;
  else if (largest == 0 || !isfinite (largest))
    return largest;
  for (guint i = 0; i < n; i++)
    sum += c[i] / largest * (c[i] / largest);
  return largest * sqrt (sum);
}

/* The error from the distance to the @n coefficients of another polynomial; returns that distance. */
static double
compute_err (SondeLearnerIntegrator *self,
             SondeInterval          *interval,
             const double           *other,
             guint                   n)
{
  guint own = sonde_quadrature_get_n (interval->depth_complete);
  double difference[SONDE_QUADRATURE_NODES] = { 0 };
  double norm;

  memcpy (difference, other, n * sizeof *other);
  for (guint i = 0; i < own; i++)
    difference[i] -= interval->c[i];
  norm = get_norm (difference, MAX (n, own));
  set_err (self, interval, (interval->b - interval->a) * norm);
  for (guint i = 0; i < 2 && interval->children[0] != NULL; i++)
    if (interval->children[i]->depth_complete < 0)
      set_heuristic_err (self, interval->children[i], interval->err / 2);
  return norm;
}

static void
compute_err_from_parent (SondeLearnerIntegrator *self,
                         SondeInterval          *interval)
{
  SondeInterval *parent = interval->parent;
  double other[SONDE_QUADRATURE_NODES];

  sonde_quadrature_shift (interval->a != parent->a, sonde_quadrature_get_n (parent->depth_complete), parent->c, other);
  compute_err (self, interval, other, SONDE_QUADRATURE_NODES);
}

static void
diverge (SondeLearnerIntegrator *self,
         SondeInterval          *interval)
{
  if (interval->ndiv <= MOST_DIVERGENCES || 2 * interval->ndiv <= interval->rdepth)
    return;
  self->is_divergent = TRUE;
  self->divergent_at = interval->a / 2 + interval->b / 2;
}

static void
count_divergence_below (SondeLearnerIntegrator *self,
                        SondeInterval          *interval)
{
  interval->ndiv++;
  diverge (self, interval);
  for (guint i = 0; i < 2 && interval->children[0] != NULL && !self->is_divergent; i++)
    count_divergence_below (self, interval->children[i]);
}

static void
count_divergence (SondeLearnerIntegrator *self,
                  SondeInterval          *interval)
{
  double before = interval->parent->c00;
  gboolean diverges = before != 0 && interval->c00 / before > 2;

  interval->ndiv += diverges;
  diverge (self, interval);
  for (guint i = 0; i < 2 && diverges && interval->children[0] != NULL && !self->is_divergent; i++)
    count_divergence_below (self, interval->children[i]);
}

/* The first values over a half: compares it to its parent, and its own halves to it. */
static void
compare_to_relatives (SondeLearnerIntegrator *self,
                      SondeInterval          *interval)
{
  interval->c00 = interval->c[0];
  if (interval->parent->depth_complete >= 0)
    {
      compute_err_from_parent (self, interval);
      count_divergence (self, interval);
    }
  for (guint i = 0; i < 2 && interval->children[0] != NULL && !self->is_divergent; i++)
    {
      SondeInterval *child = interval->children[i];

      if (child->depth_complete >= 0)
        count_divergence (self, child);
      if (child->depth_complete == 0)
        compute_err_from_parent (self, child);
    }
}

static void
unlink_leaf (SondeInterval *interval)
{
  SondeRing *link = &interval->as_leaf;

  link->prev->next = link->next;
  link->next->prev = link->prev;
  _sonde_ring_init (link, interval);
}

/* Moves all leaves of @from to @to. */
static void
hand_up (SondeInterval *from,
         SondeInterval *to)
{
  SondeRing *first = from->leaves.next, *last = from->leaves.prev;

  from->is_handed_up = TRUE;
  if (_sonde_ring_is_empty (&from->leaves))
    return;
  _sonde_ring_init (&from->leaves, from);
  first->prev = to->leaves.prev;
  to->leaves.prev->next = first;
  last->next = &to->leaves;
  to->leaves.prev = last;
}

static gboolean
lacks_leaves (SondeInterval *interval)
{
  for (guint i = 0; i < 2; i++)
    if (!interval->children[i]->is_handed_up && _sonde_ring_is_empty (&interval->children[i]->leaves))
      return TRUE;
  return FALSE;
}

/* The interval takes part in the estimates over its ancestors, as far up as these can do without themselves. */
static void
take_part (SondeInterval *interval)
{
  if (interval->is_handed_up || !_sonde_ring_is_empty (&interval->leaves))
    return;
  unlink_leaf (interval);
  interval->as_leaf.prev = interval->as_leaf.next = &interval->leaves;
  interval->leaves.prev = interval->leaves.next = &interval->as_leaf;
  for (SondeInterval *ancestor = interval->parent; ancestor != NULL && !lacks_leaves (ancestor); ancestor = ancestor->parent)
    {
      ancestor->is_handed_up = FALSE;
      unlink_leaf (ancestor);
      for (guint i = 0; i < 2; i++)
        if (!ancestor->children[i]->is_handed_up)
          hand_up (ancestor->children[i], ancestor);
    }
}

static void
remove_down (SondeLearnerIntegrator *self,
             SondeInterval          *interval)
{
  interval->is_removed = TRUE;
  _sonde_integrator_set_live (self, interval, FALSE);
  for (guint i = 0; i < 2 && interval->children[0] != NULL; i++)
    remove_down (self, interval->children[i]);
}

/* All values of a rule are known. */
static void
complete (SondeLearnerIntegrator *self,
          SondeInterval          *interval,
          guint                   depth)
{
  gboolean is_first = interval->depth_complete < 0;
  guint n_before = is_first ? 0 : sonde_quadrature_get_n (interval->depth_complete);
  double before[SONDE_QUADRATURE_NODES];
  gboolean must_split = FALSE;

  memcpy (before, interval->c, n_before * sizeof *before);
  interval->depth_complete = (int) depth;
  sonde_quadrature_fit (depth, interval->y, interval->c);
  self->is_summed = FALSE;
  if (interval->parent == NULL && is_first)
    {
      interval->c00 = 0;
      return;
    }
  interval->igral = (interval->b - interval->a) * interval->c[0] / sqrt (2);
  if (depth > 0)
    {
      double distance = compute_err (self, interval, before, n_before);

      must_split = distance > HINT * get_norm (interval->c, sonde_quadrature_get_n (depth));
    }
  else
    compare_to_relatives (self, interval);
  if (self->is_divergent)
    return;
  take_part (interval);
  if (interval->err < fabs (interval->igral) * DBL_EPSILON * sonde_quadrature_get_condition (depth))
    remove_down (self, interval);
  else if (must_split && interval->children[0] == NULL)
    g_ptr_array_add (self->priority, interval);
}

static gboolean
has_all (const SondeInterval *interval,
         guint                depth)
{
  static const guint64 masks[SONDE_QUADRATURE_DEPTHS] = { 0x101010101, 0x111111111, 0x155555555, 0x1ffffffff };

  return (interval->known & masks[depth]) == masks[depth];
}

/* A known node is taken in by all intervals that have it. */
void
_sonde_integrator_feed (SondeLearnerIntegrator *self,
                        guint32                 number)
{
  const SondeNode *node = _sonde_integrator_node (self, number);
  double y = node->y;

  for (guint32 at = node->first_owner; at != G_MAXUINT32 && !self->is_divergent;)
    {
      SondeOwner owner = g_array_index (self->owners, SondeOwner, at);
      SondeInterval *interval = owner.interval;
      guint depth = interval->depth_complete >= 0 ? (guint) interval->depth_complete + 1 : interval->parent != NULL ? 0 : 2;

      interval->y[owner.index] = y;
      interval->known |= G_GUINT64_CONSTANT (1) << owner.index;
      for (; depth <= interval->depth && !self->is_divergent; depth++)
        if (has_all (interval, depth))
          complete (self, interval, depth);
      at = owner.next;
    }
}

/* A sum whose rounding errors are summed, too (Neumaier 1974). */
typedef struct
{
  double sum;
  double rest;
} Sum;

static void
add (Sum    *sum,
     double  value)
{
  double total = sum->sum + value;

  sum->rest += fabs (sum->sum) >= fabs (value) ? (sum->sum - total) + value : (value - total) + sum->sum;
  sum->sum = total;
}

static double
get_total (const Sum *sum)
{
  return isfinite (sum->sum) ? sum->sum + sum->rest : sum->sum;
}

/* Sums up the leaves of the whole. */
void
_sonde_integrator_sum (SondeLearnerIntegrator *self)
{
  SondeInterval *whole = g_ptr_array_index (self->intervals, 0);
  Sum igral = { 0 }, err = { 0 }, excess = { 0 };

  if (self->is_summed)
    return;
  for (SondeRing *link = whole->leaves.next; link != &whole->leaves; link = link->next)
    {
      add (&igral, link->owner->igral);
      add (&err, link->owner->err);
      if (link->owner->is_removed)
        add (&excess, link->owner->err);
    }
  self->igral = get_total (&igral);
  self->err = get_total (&err);
  self->excess = get_total (&excess);
  if (_sonde_ring_is_empty (&whole->leaves) || !(self->err <= DBL_MAX))
    self->err = INFINITY;
  self->is_summed = TRUE;
}
