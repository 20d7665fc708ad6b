/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The one-dimensional learner of python-adaptive (B. Nijholt, J. Weston, J. Hoofwijk, A. Akhmerov, Adaptive: parallel active learning
 * of mathematical functions, 2019, doi:10.5281/zenodo.1182437):
 *
 * 1. Every interval between neighbouring points has a loss, computed from its ends (and perhaps their neighbours) in units of the
 *    domain's width and of the function's range.
 * 2. Asked for points, the learner divides the intervals with the largest losses (sonde-learner-1d-ask.c).
 * 3. A point announced as pending divides its interval; the parts have their shares of the loss (-pending.c).
 * 4. A point told divides its interval for good; the losses around it are computed, in O(log n).
 * 5. When the range has more than doubled since then, all losses are computed anew (-rebuild.c).
 *
 * Values that are not finite: NaN is kept, but its intervals have no loss (they are divided as if their loss were their relative
 * length, and do not count for the loss of the whole) and the range ignores it. An infinite value makes the range infinite: all other
 * differences vanish beside it, and intervals are told apart by their length. Either way a run goes on, and ends at its goal. */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "learner/sonde-learner-1d-private.h"
#include "learner/sonde-learner-options.h"

typedef struct
{
  SondeLearnerClass parent_class;
} SondeLearner1DClass;

G_DEFINE_FINAL_TYPE (SondeLearner1D, sonde_learner_1d, SONDE_TYPE_LEARNER)

static double
place_of_known (gpointer data,
                guint32  id)
{
  return ((SondeLearner1D *) data)->points->x[id];
}

static double
place_of_pending (gpointer data,
                  guint32  number)
{
  return ((SondeLearner1D *) data)->pending_x[number];
}

/* Room for a loss of every known point. */
double *
_sonde_learner_1d_losses (SondeLearner1D *self)
{
  if (self->points->n > self->n_losses)
    {
      self->n_losses = MAX (64, self->points->n + self->points->n / 4);
      self->losses = g_renew (double, self->losses, self->n_losses);
    }
  return self->losses;
}

static void
prepare_for_values (SondeLearner1D *self)
{
  guint vdim = self->points->vdim;

  self->stencil.vdim = vdim;
  self->stencil.is_vector = self->points->is_vector;
  self->stencil.y = g_new (double, 4 * (gsize) vdim);
  self->y_min = g_new (double, vdim);
  self->y_max = g_new (double, vdim);
  for (guint i = 0; i < vdim; i++)
    {
      self->y_min[i] = INFINITY;
      self->y_max[i] = -INFINITY;
    }
}

/* Takes a value into the range. */
void
_sonde_learner_1d_widen (SondeLearner1D *self,
                         const double   *y)
{
  if (G_UNLIKELY (self->y_min == NULL))
    prepare_for_values (self);
  for (guint i = 0; i < self->points->vdim; i++)
    {
      /* written so that NaN changes nothing */
      if (y[i] < self->y_min[i])
        self->y_min[i] = y[i];
      if (y[i] > self->y_max[i])
        self->y_max[i] = y[i];
    }
}

/* The scales from what has been seen. A range that is not a number, since all values are the same infinity, is none. */
void
_sonde_learner_1d_scale (SondeLearner1D *self)
{
  self->x_scale = _sonde_learner_1d_length (self, self->x_min, self->x_max);
  self->y_scale = 0;
  for (guint i = 0; self->y_min != NULL && i < self->points->vdim; i++)
    {
      double range = self->y_max[i] - self->y_min[i];

      if (range > self->y_scale)
        self->y_scale = range;
    }
}

/* How far @y lies from the line between the known points @left and @right; components that are not finite do not count. */
double
_sonde_learner_1d_residual (SondeLearner1D *self,
                            double          x,
                            const double   *y,
                            guint32         left,
                            guint32         right)
{
  guint vdim = self->points->vdim;
  const double *y_left = self->points->y + (gsize) left * vdim;
  const double *y_right = self->points->y + (gsize) right * vdim;
  double x_left = self->points->x[left];
  double t = _sonde_learner_1d_length (self, x_left, x) / _sonde_learner_1d_length (self, x_left, self->points->x[right]);
  double largest = NAN;

  for (guint i = 0; i < vdim; i++)
    {
      double distance = fabs (y[i] - (y_left[i] + t * (y_right[i] - y_left[i])));

      if (isfinite (distance) && !(distance <= largest))
        largest = distance;
    }
  return largest;
}

/* Beyond the known range intervals have no loss yet, and that is infinite. */
static void
mark_outside (SondeLearner1D     *self,
              SondeOrderedCursor  at)
{
  double x = sonde_ordered_cursor_key (at);
  SondeOrderedCursor before, after;

  if (sonde_ordered_set_get_length (self->pending) == 0)
    return;
  sonde_ordered_set_around (self->pending, x, &before, &after);
  if (sonde_ordered_cursor_is_entry (before) && !sonde_ordered_cursor_is_entry (sonde_ordered_cursor_prev (at)))
    _sonde_learner_1d_set_cell (self, self->announced, sonde_ordered_cursor_id (before), INFINITY,
                                sonde_ordered_cursor_key (before), x);
  if (sonde_ordered_cursor_is_entry (after) && !sonde_ordered_cursor_is_entry (sonde_ordered_cursor_next (at)))
    _sonde_learner_1d_set_cell (self, self->combined, sonde_ordered_cursor_id (at), INFINITY,
                                x, sonde_ordered_cursor_key (after));
}

/* Computes the losses that depend on the new point @at. */
static void
refresh_around (SondeLearner1D     *self,
                SondeOrderedCursor  at)
{
  SondeOrderedCursor left = at;
  guint n = self->loss.nth_neighbors + 1;

  for (guint i = 0; i < self->loss.nth_neighbors + 1; i++)
    {
      SondeOrderedCursor before = sonde_ordered_cursor_prev (left);

      if (!sonde_ordered_cursor_is_entry (before))
        break;
      left = before;
      n++;
    }
  for (; n > 0; n--)
    {
      SondeOrderedCursor right = sonde_ordered_cursor_next (left);

      if (!sonde_ordered_cursor_is_entry (right))
        break;
      _sonde_learner_1d_refresh (self, left);
      left = right;
    }
}

static gboolean
sonde_learner_1d_tell (SondeLearner  *learner,
                       const double  *x,
                       const double  *y,
                       guint          vdim,
                       double         seconds,
                       GError       **error)
{
  SondeLearner1D *self = (SondeLearner1D *) learner;
  gboolean inside = _sonde_learner_1d_contains (self, *x);
  SondeOrderedCursor left, right, at;
  guint32 id;

  if (sonde_ordered_set_around (inside ? self->known : self->outside, *x, &left, &right))
    return TRUE;
  if (!inside)
    {
      sonde_ordered_set_insert (self->outside, *x, _sonde_learner_append (learner, x, y, vdim, seconds));
      return TRUE;
    }

  _sonde_learner_1d_finish (self);
  self->is_stuck = FALSE;
  _sonde_learner_1d_settle (self, *x);
  if (sonde_ordered_cursor_is_entry (left) && sonde_ordered_cursor_is_entry (right))
    _sonde_learner_report_residual (learner, _sonde_learner_1d_residual (self, *x, y, sonde_ordered_cursor_id (left),
                                                                         sonde_ordered_cursor_id (right)));
  id = _sonde_learner_append (learner, x, y, vdim, seconds);
  at = sonde_ordered_set_insert (self->known, *x, id);
  _sonde_learner_1d_losses (self);
  self->x_min = MIN (self->x_min, *x);
  self->x_max = MAX (self->x_max, *x);
  _sonde_learner_1d_widen (self, y);
  _sonde_learner_1d_scale (self);
  refresh_around (self, at);
  mark_outside (self, at);
  if (self->y_scale > 2 * self->old_y_scale)
    _sonde_learner_1d_postpone (self, FALSE);
  return TRUE;
}

/* For learners that know better with time: the plain number known at @x, within the bounds, becomes another; @seen widens the range of
 * values. */
void
_sonde_learner_1d_retell (SondeLearner1D *self,
                          double          x,
                          double          value,
                          double          seen)
{
  SondeOrderedCursor at;
  gboolean found = sonde_ordered_set_find (self->known, x, &at);

  g_assert (found && self->points->vdim == 1);

  _sonde_learner_1d_finish (self);
  self->is_stuck = FALSE;
  self->points->y[sonde_ordered_cursor_id (at)] = value;
  _sonde_learner_1d_widen (self, &seen);
  _sonde_learner_1d_scale (self);
  refresh_around (self, at);
  mark_outside (self, at);
  if (self->y_scale > 2 * self->old_y_scale)
    _sonde_learner_1d_postpone (self, FALSE);
}

/* The first in order of the cells with a loss. */
static double
sonde_learner_1d_loss (SondeLearner *learner,
                       gboolean      real)
{
  SondeLearner1D *self = (SondeLearner1D *) learner;
  SondeHeap *heaps[] = { self->combined[SONDE_CELLS_WITH_LOSS], self->announced[SONDE_CELLS_WITH_LOSS] };
  SondeHeapWalk walk;
  SondeCell1D cell;
  guint heap;
  guint32 item;
  double rank;

  _sonde_learner_1d_finish (self);
  if (_sonde_learner_1d_lacks_min (self) || _sonde_learner_1d_lacks_max (self) || _sonde_learner_1d_lacks_seed (self))
    return INFINITY;
  if (real)
    return sonde_heap_peek (self->real[SONDE_CELLS_WITH_LOSS], &item, NULL) ? self->losses[item] : INFINITY;

  cell.loss = INFINITY;
  sonde_heap_walk_init (&walk, G_N_ELEMENTS (heaps), heaps);
  if (sonde_heap_walk_next (&walk, &heap, &item, &rank))
    _sonde_learner_1d_get_combined (self, heap == 0 ? self->points->x[item] : self->pending_x[item], &cell);
  sonde_heap_walk_clear (&walk);
  return cell.loss;
}

static void
sonde_learner_1d_foreach_loss (SondeLearner  *learner,
                               gboolean       real,
                               guint          most,
                               SondeCellFunc  func,
                               gpointer       user_data)
{
  SondeLearner1D *self = (SondeLearner1D *) learner;
  SondeHeap **known = real ? self->real : self->combined;
  SondeHeap *heaps[] = { known[0], known[1], self->announced[0], self->announced[1] };
  g_auto (SondeHeapWalk) walk;
  SondeCell1D cell;
  guint heap;
  guint32 item;
  double rank;

  _sonde_learner_1d_finish (self);
  sonde_heap_walk_init (&walk, real ? SONDE_CELLS_N : G_N_ELEMENTS (heaps), heaps);
  for (; most > 0 && sonde_heap_walk_next (&walk, &heap, &item, &rank); most--)
    {
      if (real)
        _sonde_learner_1d_get_real (self, item, &cell);
      else
        _sonde_learner_1d_get_combined (self, heap < SONDE_CELLS_N ? self->points->x[item] : self->pending_x[item], &cell);
      func ((double[]) { cell.left, cell.right }, 2, cell.loss, user_data);
    }
}

static SondeLearner *
create (SondeDomain          *domain,
        const SondeLoss1D    *loss,
        const SondeOptions1D *options)
{
  SondeLearner *learner = g_object_new (SONDE_TYPE_LEARNER_1D, NULL);
  SondeLearner1D *self = SONDE_LEARNER_1D (learner);

  _sonde_learner_construct (learner, domain);
  self->variable = sonde_domain_get (domain, 0);
  self->is_log = self->variable->is_log;
  self->points = _sonde_learner_get_own_points (learner);
  self->loss = *loss;
  _sonde_learner_1d_scan (domain, &self->min, &self->max, self->gaps);
  self->x_min = self->min;
  self->x_max = self->max;
  self->dx_eps = 2 * MAX (fabs (_sonde_learner_1d_place (self, self->min)), fabs (_sonde_learner_1d_place (self, self->max))) * DBL_EPSILON;
  self->min_spacing = options->min_spacing;
  self->may_close = self->min_spacing > 0 || self->variable->is_integer || sonde_domain_get_exclude (domain) != NULL;
  _sonde_learner_1d_init_seeds (self, options->seed_grid);
  _sonde_learner_1d_scale (self);
  self->order_x_scale = self->x_scale;
  return learner;
}

static SondeLearner *
sonde_learner_1d_new_empty (SondeLearner *learner)
{
  SondeLearner1D *self = SONDE_LEARNER_1D (learner);
  const SondeOptions1D options = { self->seed_grid, self->min_spacing };

  return create (sonde_learner_get_domain (learner), &self->loss, &options);
}

static void
sonde_learner_1d_finalize (GObject *object)
{
  SondeLearner1D *self = SONDE_LEARNER_1D (object);

  sonde_ordered_set_free (self->known);
  sonde_ordered_set_free (self->outside);
  sonde_ordered_set_free (self->pending);
  for (guint i = 0; i < SONDE_CELLS_N; i++)
    {
      sonde_heap_free (self->real[i]);
      sonde_heap_free (self->combined[i]);
      sonde_heap_free (self->announced[i]);
    }
  g_array_unref (self->free_numbers);
  g_array_unref (self->gaps);
  g_free (self->pending_x);
  g_free (self->losses);
  g_free (self->y_min);
  g_free (self->y_max);
  g_free (self->stencil.y);
  G_OBJECT_CLASS (sonde_learner_1d_parent_class)->finalize (object);
}

static void
sonde_learner_1d_class_init (SondeLearner1DClass *klass)
{
  SondeLearnerClass *learner_class = (SondeLearnerClass *) klass;

  G_OBJECT_CLASS (klass)->finalize = sonde_learner_1d_finalize;
  learner_class->ask = _sonde_learner_1d_ask;
  learner_class->tell = sonde_learner_1d_tell;
  learner_class->tell_many = _sonde_learner_1d_tell_many;
  learner_class->tell_pending = _sonde_learner_1d_tell_pending;
  learner_class->remove_unfinished = _sonde_learner_1d_remove_unfinished;
  learner_class->loss = sonde_learner_1d_loss;
  learner_class->new_empty = sonde_learner_1d_new_empty;
  learner_class->work = _sonde_learner_1d_work;
  learner_class->is_done = _sonde_learner_1d_is_done;
  learner_class->n_pending = _sonde_learner_1d_n_pending;
  learner_class->get_pending = _sonde_learner_1d_get_pending;
  learner_class->foreach_loss = sonde_learner_1d_foreach_loss;
}

static void
sonde_learner_1d_init (SondeLearner1D *self)
{
  self->known = sonde_ordered_set_new ();
  self->outside = sonde_ordered_set_new ();
  self->pending = sonde_ordered_set_new ();
  self->free_numbers = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->gaps = g_array_new (FALSE, FALSE, sizeof (SondeGap1D));
  for (guint i = 0; i < SONDE_CELLS_N; i++)
    {
      self->real[i] = sonde_heap_new (place_of_known, self);
      self->combined[i] = sonde_heap_new (place_of_known, self);
      self->announced[i] = sonde_heap_new (place_of_pending, self);
    }
}

/* The domain is one that can be sampled by this learner. */
static gboolean
check_domain (SondeDomain  *domain,
              char        **path_of_fault,
              GError      **error)
{
  g_autoptr (GArray) gaps = g_array_new (FALSE, FALSE, sizeof (SondeGap1D));
  const SondeVariable *variable;
  double min, max;

  if (sonde_domain_get_ndim (domain) != 1)
    {
      sonde_options_fault ("kind", NULL, path_of_fault, error,
                           _("The learner “1d” needs a domain of one variable; this one has %u."), sonde_domain_get_ndim (domain));
      return FALSE;
    }
  variable = sonde_domain_get (domain, 0);
  if (!isfinite (variable->max - variable->min))
    sonde_options_fault ("kind", NULL, path_of_fault, error,
                         _("The bounds of %s are too far apart: their distance must be a finite number."), variable->name);
  else if (!_sonde_learner_1d_scan (domain, &min, &max, gaps))
    sonde_options_fault ("kind", NULL, path_of_fault, error,
                         _("What is excluded leaves no interval of %s to sample: exclude less."), variable->name);
  else
    return TRUE;
  return FALSE;
}

/**
 * sonde_learner_1d_new:
 * @domain: a domain of one variable
 * @loss: (nullable): such as {"kind": "curvature", "area_factor": 1}; %NULL for the default
 * @path_of_fault: (out) (optional) (nullable): where the fault is, such as "loss.area_factor"
 *
 * The losses, with their options: "default", "uniform", "abs_min_log", "triangle", "resolution" (min_length, max_length),
 * "curvature" (area_factor, euclid_factor, horizontal_factor). Lengths are relative to the width of the domain.
 *
 * Returns: (transfer full) (nullable): a learner, or %NULL with %SONDE_LEARNER_ERROR_SPEC
 */
SondeLearner *
sonde_learner_1d_new (SondeDomain  *domain,
                      JsonObject   *loss,
                      char        **path_of_fault,
                      GError      **error)
{
  const SondeOptions1D options = { 0, };
  SondeLoss1D loss_1d;

  g_return_val_if_fail (domain != NULL, NULL);

  if (path_of_fault != NULL)
    *path_of_fault = NULL;
  if (!check_domain (domain, path_of_fault, error) || !sonde_loss_1d_init (&loss_1d, loss, path_of_fault, error))
    return NULL;
  return create (domain, &loss_1d, &options);
}

/**
 * sonde_learner_1d_new_from_spec:
 * @spec: the member "learner" of a study: "loss", as for [ctor@Learner1D.new]; "seed_grid", how many equally spaced points of the domain
 *   are asked for before any other; "min_spacing", in units of the domain, how close points may come
 * @domain: a domain of one variable
 * @path_of_fault: (out) (optional) (nullable): where the fault is, such as "min_spacing"
 *
 * Returns: (transfer full) (nullable): a learner, or %NULL with %SONDE_LEARNER_ERROR_SPEC
 */
SondeLearner *
sonde_learner_1d_new_from_spec (JsonObject   *spec,
                                SondeDomain  *domain,
                                char        **path_of_fault,
                                GError      **error)
{
  static const char * const members[] = { "kind", "loss", "seed_grid", "min_spacing", NULL };
  JsonObject *loss = NULL;
  SondeOptions1D options;
  SondeLoss1D loss_1d;

  g_return_val_if_fail (spec != NULL && domain != NULL, NULL);

  if (path_of_fault != NULL)
    *path_of_fault = NULL;
  if (!sonde_options_check_members (spec, members, NULL, path_of_fault, error) ||
      !sonde_options_get_object (spec, "loss", &loss, path_of_fault, error) || !check_domain (domain, path_of_fault, error) ||
      !sonde_loss_1d_init (&loss_1d, loss, path_of_fault, error) ||
      !_sonde_options_1d_read (&options, spec, domain, path_of_fault, error))
    return NULL;
  return create (domain, &loss_1d, &options);
}
