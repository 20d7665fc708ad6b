/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Functions of two to six variables, after LearnerND of python-adaptive.
 *
 *  1. Known points are triangulated in units of the domain's sides as they come (sonde-triangulation.c).
 *  2. Each simplex has a loss (sonde-loss-nd.c, sonde-learner-nd-losses.c).
 *  3. The worst is divided (sonde-learner-nd-ask.c); points under way divide theirs meanwhile (sonde-learner-nd-pending.c). */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "learner/sonde-learner-nd-private.h"
#include "learner/sonde-learner-options.h"

#define DEFAULT_RECOMPUTE_FACTOR 1.1

typedef struct
{
  SondeLearnerClass parent_class;
} SondeLearnerNDClass;

G_DEFINE_FINAL_TYPE (SondeLearnerND, sonde_learner_nd, SONDE_TYPE_LEARNER)

/**
 * sonde_learner_nd_place:
 * @x: a point
 * @place: (out caller-allocates): where it lies in the triangulation: from 0 to 1 along each side of the domain
 */
void
sonde_learner_nd_place (SondeLearnerND *self,
                        const double   *x,
                        double         *place)
{
  sonde_domain_map (sonde_learner_get_domain (SONDE_LEARNER (self)), x, place);
  for (guint j = 0; j < self->ndim; j++)
    place[j] = (place[j] - self->low[j]) / self->width[j];
}

/**
 * sonde_learner_nd_get_triangulation:
 *
 * Returns: (transfer none): the triangulation of the known points within the domain, see sonde_learner_nd_place()
 */
SondeTriangulation *
sonde_learner_nd_get_triangulation (SondeLearnerND *self)
{
  g_return_val_if_fail (SONDE_IS_LEARNER_ND (self), NULL);

  return self->tri;
}

/**
 * sonde_learner_nd_get_id:
 * @vertex: a vertex of the triangulation
 *
 * Returns: the id of its point, or %G_MAXUINT32 for a place found to be excluded
 */
guint32
sonde_learner_nd_get_id (SondeLearnerND *self,
                         guint32         vertex)
{
  return g_array_index (self->ids, guint32, vertex);
}

/* Among equal losses that of the older vertices comes first, as in the order of the tuples of their numbers. */
static double
place_in_queue (gpointer data,
                guint32  simplex)
{
  SondeLearnerND *self = data;
  const guint32 *corners = sonde_triangulation_get_vertices (self->tri, simplex);
  double place = 0;
  double weight = 1;

  for (guint i = 0; i <= self->ndim; i++, weight /= 1024)
    place += corners[i] * weight;
  return place;
}

static gboolean
is_outside_known (SondeLearnerND *self,
                  const double   *x)
{
  const SondePoints *points = _sonde_learner_get_own_points (SONDE_LEARNER (self));

  for (guint i = 0; i < self->outside->len; i++)
    if (memcmp (points->x + (gsize) g_array_index (self->outside, guint32, i) * self->ndim, x, self->ndim * sizeof *x) == 0)
      return TRUE;
  return FALSE;
}

/* The simplex if it holds the place, or NONE: a number that another simplex has by now would be a bad place to search from. */
static guint32
check_hint (SondeLearnerND *self,
            const double   *place,
            guint32         simplex)
{
  const double *points[SONDE_ND_MAX + 1];

  if (simplex == SONDE_TRIANGULATION_NONE || !sonde_triangulation_is_simplex (self->tri, simplex))
    return SONDE_TRIANGULATION_NONE;
  for (guint i = 0; i <= self->ndim; i++)
    points[i] = sonde_triangulation_get_point (self->tri, sonde_triangulation_get_vertices (self->tri, simplex)[i]);
  return sonde_simplex_contains (self->ndim, points, place, SONDE_ND_TOLERANCE) ? simplex : SONDE_TRIANGULATION_NONE;
}

/* The vertex at a place, or NONE; and the simplex there. */
static guint32
find_vertex (SondeLearnerND *self,
             const double   *place,
             guint32         hint,
             guint32        *simplex)
{
  guint32 n = sonde_triangulation_get_n_vertices (self->tri);

  *simplex = sonde_triangulation_locate (self->tri, place, check_hint (self, place, hint));
  if (sonde_triangulation_get_n_simplices (self->tri) == 0)
    for (guint32 v = 0; v < n; v++)
      if (memcmp (sonde_triangulation_get_point (self->tri, v), place, self->ndim * sizeof *place) == 0)
        return v;
  if (*simplex == SONDE_TRIANGULATION_NONE)
    return SONDE_TRIANGULATION_NONE;
  for (guint i = 0; i <= self->ndim; i++)
    {
      guint32 v = sonde_triangulation_get_vertices (self->tri, *simplex)[i];

      if (memcmp (sonde_triangulation_get_point (self->tri, v), place, self->ndim * sizeof *place) == 0)
        return v;
    }
  return SONDE_TRIANGULATION_NONE;
}

gboolean
_sonde_learner_nd_is_known (SondeLearnerND *self,
                            const double   *x,
                            guint32         hint)
{
  double place[SONDE_ND_MAX];
  guint32 simplex;

  sonde_learner_nd_place (self, x, place);
  return find_vertex (self, place, hint, &simplex) != SONDE_TRIANGULATION_NONE || is_outside_known (self, x);
}

/* Adds a vertex and brings losses up to date. */
void
_sonde_learner_nd_insert (SondeLearnerND *self,
                          const double   *place,
                          guint32         id,
                          guint32         hint)
{
  if (sonde_triangulation_insert (self->tri, place, hint, NULL) != SONDE_INSERTION_ADDED)
    return;
  g_array_append_val (self->ids, id);
  _sonde_learner_nd_update (self);
}

/* How far the value lies from linear interpolation in its simplex, over all components. */
static void
report_residual (SondeLearnerND *self,
                 guint32         simplex,
                 const double   *place,
                 const double   *y,
                 guint           vdim)
{
  const SondePoints *points = _sonde_learner_get_own_points (SONDE_LEARNER (self));
  const double *corners[SONDE_ND_MAX + 1];
  double weights[SONDE_ND_MAX + 1];
  double residual = 0;

  for (guint i = 0; i <= self->ndim; i++)
    corners[i] = sonde_triangulation_get_point (self->tri, sonde_triangulation_get_vertices (self->tri, simplex)[i]);
  if (!sonde_simplex_coordinates (self->ndim, corners, place, weights))
    return;
  for (guint c = 0; c < vdim; c++)
    {
      double predicted = 0;

      for (guint i = 0; i <= self->ndim; i++)
        {
          guint32 id = sonde_learner_nd_get_id (self, sonde_triangulation_get_vertices (self->tri, simplex)[i]);

          predicted += weights[i] * (id == SONDE_ND_GAP ? NAN : points->y[(gsize) id * vdim + c]);
        }
      residual = MAX (residual, fabs (predicted - y[c]));
      if (!isfinite (predicted - y[c]))
        return;
    }
  _sonde_learner_report_residual (SONDE_LEARNER (self), residual);
}

static gboolean
sonde_learner_nd_tell (SondeLearner  *learner,
                       const double  *x,
                       const double  *y,
                       guint          vdim,
                       double         seconds,
                       GError       **error)
{
  SondeLearnerND *self = SONDE_LEARNER_ND (learner);
  int pending = _sonde_learner_nd_find_pending (self, x);
  double place[SONDE_ND_MAX];
  guint32 hint = SONDE_TRIANGULATION_NONE;
  guint32 simplex, id;

  if (pending >= 0)
    {
      hint = g_array_index (self->pending, SondePendingND, pending).simplex;
      g_array_remove_index (self->pending, (guint) pending);
    }
  self->is_stuck = FALSE;
  if (!sonde_domain_contains (sonde_learner_get_domain (learner), x))
    {
      if (is_outside_known (self, x))
        return TRUE;
      id = _sonde_learner_append (learner, x, y, vdim, seconds);
      g_array_append_val (self->outside, id);
      return TRUE;
    }
  sonde_learner_nd_place (self, x, place);
  if (find_vertex (self, place, hint, &simplex) != SONDE_TRIANGULATION_NONE)
    return TRUE;
  if (simplex != SONDE_TRIANGULATION_NONE)
    report_residual (self, simplex, place, y, SONDE_STRIDE (vdim));
  id = _sonde_learner_append (learner, x, y, vdim, seconds);
  _sonde_learner_nd_widen (self, y, SONDE_STRIDE (vdim));
  _sonde_learner_nd_insert (self, place, id, simplex);
  return TRUE;
}

/* A point that is neither known nor pending. */
void
_sonde_learner_nd_add_pending (SondeLearnerND *self,
                               const double   *x,
                               guint32         simplex)
{
  SondePendingND pending = { { 0, }, { 0, }, simplex, FALSE };

  memcpy (pending.x, x, self->ndim * sizeof *x);
  sonde_learner_nd_place (self, x, pending.place);
  g_array_append_val (self->pending, pending);
}

static void
sonde_learner_nd_tell_pending (SondeLearner *learner,
                               const double *x)
{
  SondeLearnerND *self = SONDE_LEARNER_ND (learner);

  if (sonde_domain_contains (sonde_learner_get_domain (learner), x) && _sonde_learner_nd_find_pending (self, x) < 0 &&
      !_sonde_learner_nd_is_known (self, x, SONDE_TRIANGULATION_NONE))
    _sonde_learner_nd_add_pending (self, x, SONDE_TRIANGULATION_NONE);
}

static void
sonde_learner_nd_remove_unfinished (SondeLearner *learner)
{
  SondeLearnerND *self = SONDE_LEARNER_ND (learner);

  g_array_set_size (self->pending, 0);
  self->next_bound = 0;
  self->is_stuck = FALSE;
  _sonde_learner_nd_drop_parts (self);
}

static double
sonde_learner_nd_loss (SondeLearner *learner,
                       gboolean      real)
{
  SondeLearnerND *self = SONDE_LEARNER_ND (learner);
  guint32 simplex;
  double loss;

  _sonde_learner_nd_work (learner, G_MAXINT64);
  return sonde_heap_peek (self->worst, &simplex, &loss) ? loss : INFINITY;
}

static gboolean
sonde_learner_nd_is_done (SondeLearner *learner)
{
  return SONDE_LEARNER_ND (learner)->is_stuck;
}

static guint
sonde_learner_nd_n_pending (SondeLearner *learner)
{
  return SONDE_LEARNER_ND (learner)->pending->len;
}

static void
sonde_learner_nd_get_pending (SondeLearner *learner,
                              double       *points)
{
  SondeLearnerND *self = SONDE_LEARNER_ND (learner);

  for (guint i = 0; i < self->pending->len; i++)
    memcpy (points + i * self->ndim, g_array_index (self->pending, SondePendingND, i).x, self->ndim * sizeof *points);
}

static void
get_corner (SondeLearnerND *self,
            guint32         vertex,
            double         *x)
{
  const SondePoints *points = _sonde_learner_get_own_points (SONDE_LEARNER (self));
  guint32 id = g_array_index (self->ids, guint32, vertex);

  if (id != SONDE_ND_GAP)
    {
      memcpy (x, points->x + (gsize) id * self->ndim, self->ndim * sizeof *x);
      return;
    }
  for (guint j = 0; j < self->ndim; j++)
    x[j] = sonde_triangulation_get_point (self->tri, vertex)[j] * self->width[j] + self->low[j];
  sonde_domain_unmap (sonde_learner_get_domain (SONDE_LEARNER (self)), x, x);
}

static void
sonde_learner_nd_foreach_loss (SondeLearner  *learner,
                               gboolean       real,
                               guint          most,
                               SondeCellFunc  func,
                               gpointer       user_data)
{
  SondeLearnerND *self = SONDE_LEARNER_ND (learner);
  double vertices[(SONDE_ND_MAX + 1) * SONDE_ND_MAX];
  g_auto (SondeHeapWalk) walk;
  guint32 simplex;
  double rank;
  guint heap;

  _sonde_learner_nd_work (learner, G_MAXINT64);
  sonde_heap_walk_init (&walk, 1, &self->worst);
  for (guint i = 0; i < most && sonde_heap_walk_next (&walk, &heap, &simplex, &rank); i++)
    {
      for (guint j = 0; j <= self->ndim; j++)
        get_corner (self, sonde_triangulation_get_vertices (self->tri, simplex)[j], vertices + j * self->ndim);
      func (vertices, self->ndim + 1, rank, user_data);
    }
}

static int
compare_points (gconstpointer a,
                gconstpointer b,
                gpointer      data)
{
  const double *first = a, *second = b;

  for (guint j = 0; j < GPOINTER_TO_UINT (data); j++)
    if (first[j] != second[j])
      return first[j] < second[j] ? -1 : 1;
  return 0;
}

/* The corners in ascending order, first variable first. An excluded one is a place without a value. */
static void
set_bounds (SondeLearnerND *self,
            SondeDomain    *domain)
{
  guint n;
  const double *hull = sonde_domain_get_hull (domain, &n);
  g_autofree double *all = g_new (double, (n > 0 ? n : 1u << self->ndim) * self->ndim);

  if (n > 0)
    memcpy (all, hull, n * self->ndim * sizeof *all);
  else
    for (n = 0; n < 1u << self->ndim; n++)
      for (guint j = 0; j < self->ndim; j++)
        {
          const SondeVariable *variable = sonde_domain_get (domain, j);

          all[n * self->ndim + j] = (n >> (self->ndim - 1 - j) & 1) != 0 ? variable->max : variable->min;
        }
  g_qsort_with_data (all, (int) n, self->ndim * sizeof *all, compare_points, GUINT_TO_POINTER (self->ndim));
  for (guint i = 0; i < n; i++)
    {
      double place[SONDE_ND_MAX];

      if (!sonde_domain_excludes (domain, all + i * self->ndim))
        {
          g_array_append_vals (self->bounds, all + i * self->ndim, self->ndim);
          continue;
        }
      sonde_learner_nd_place (self, all + i * self->ndim, place);
      _sonde_learner_nd_insert (self, place, SONDE_ND_GAP, SONDE_TRIANGULATION_NONE);
    }
}

static SondeLearner *
create (SondeDomain          *domain,
        const SondeOptionsND *options)
{
  SondeLearnerND *self = g_object_new (SONDE_TYPE_LEARNER_ND, NULL);

  _sonde_learner_construct (SONDE_LEARNER (self), domain);
  self->options = *options;
  self->old_scale = options->first_scale;
  self->ndim = sonde_domain_get_ndim (domain);
  for (guint j = 0; j < self->ndim; j++)
    {
      const SondeVariable *variable = sonde_domain_get (domain, j);

      self->low[j] = sonde_variable_map (variable, variable->min);
      self->width[j] = sonde_variable_map (variable, variable->max) - self->low[j];
    }
  self->tri = sonde_triangulation_new_tolerant (self->ndim, SONDE_ND_TOLERANCE);
  set_bounds (self, domain);
  return SONDE_LEARNER (self);
}

static SondeLearner *
sonde_learner_nd_new_empty (SondeLearner *learner)
{
  return create (sonde_learner_get_domain (learner), &SONDE_LEARNER_ND (learner)->options);
}

static void
sonde_learner_nd_finalize (GObject *object)
{
  SondeLearnerND *self = SONDE_LEARNER_ND (object);

  g_array_unref (self->bounds);
  g_array_unref (self->ids);
  g_array_unref (self->outside);
  g_array_unref (self->losses);
  g_array_unref (self->pending);
  g_hash_table_unref (self->parts);
  sonde_heap_free (self->worst);
  sonde_heap_free (self->queue);
  g_clear_pointer (&self->tri, sonde_triangulation_free);
  g_rand_free (self->random);
  g_free (self->stencil);
  G_OBJECT_CLASS (sonde_learner_nd_parent_class)->finalize (object);
}

static void
sonde_learner_nd_class_init (SondeLearnerNDClass *klass)
{
  SondeLearnerClass *learner_class = (SondeLearnerClass *) klass;

  G_OBJECT_CLASS (klass)->finalize = sonde_learner_nd_finalize;
  learner_class->ask = _sonde_learner_nd_ask;
  learner_class->tell = sonde_learner_nd_tell;
  learner_class->tell_pending = sonde_learner_nd_tell_pending;
  learner_class->remove_unfinished = sonde_learner_nd_remove_unfinished;
  learner_class->loss = sonde_learner_nd_loss;
  learner_class->new_empty = sonde_learner_nd_new_empty;
  learner_class->work = _sonde_learner_nd_work;
  learner_class->is_done = sonde_learner_nd_is_done;
  learner_class->n_pending = sonde_learner_nd_n_pending;
  learner_class->get_pending = sonde_learner_nd_get_pending;
  learner_class->foreach_loss = sonde_learner_nd_foreach_loss;
}

static void
sonde_learner_nd_init (SondeLearnerND *self)
{
  static const guint32 seed[] = { 1 };

  self->bounds = g_array_new (FALSE, FALSE, sizeof (double));
  self->ids = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->outside = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->losses = g_array_new (FALSE, TRUE, sizeof (double));
  self->pending = g_array_new (FALSE, FALSE, sizeof (SondePendingND));
  self->parts = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) _sonde_parts_nd_free);
  self->worst = sonde_heap_new (place_in_queue, self);
  self->queue = sonde_heap_new (place_in_queue, self);
  self->random = g_rand_new_with_seed_array (seed, G_N_ELEMENTS (seed));
  self->y_min = INFINITY;
  self->y_max = -INFINITY;
  self->multiplier = 1;
  self->recomputed = G_MAXUINT;
}

static gboolean
check_domain (SondeDomain  *domain,
              char        **path_of_fault,
              GError      **error)
{
  guint ndim = sonde_domain_get_ndim (domain);

  if (ndim >= SONDE_TRIANGULATION_MIN_NDIM && ndim <= SONDE_TRIANGULATION_MAX_NDIM)
    return TRUE;
  sonde_options_fault ("kind", NULL, path_of_fault, error,
                       ngettext ("The learner “nd” samples two to six variables, but the domain has %u. For one variable choose “1d”.",
                                 "The learner “nd” samples two to six variables, but the domain has %u. For one variable choose “1d”.",
                                 ndim), ndim);
  return FALSE;
}

/**
 * sonde_learner_nd_new_from_spec:
 * @spec: the member "learner" of a study: "loss" ("default", "uniform", "std", "triangle", "curvature" with "exploration"), "anisotropic",
 *   "recompute_losses_factor" (by how much the range of values grows before all losses are computed anew, 1.1), "first_scale" (the range from
 *   which that is counted; 0: the first there is. python-adaptive takes 1)
 * @domain: two to six variables
 * @path_of_fault: (out) (optional) (nullable): where the fault is, such as "loss.kind"
 *
 * Returns: (transfer full) (nullable): a learner, or %NULL with %SONDE_LEARNER_ERROR_SPEC
 */
SondeLearner *
sonde_learner_nd_new_from_spec (JsonObject   *spec,
                                SondeDomain  *domain,
                                char        **path_of_fault,
                                GError      **error)
{
  static const char * const members[] = { "kind", "loss", "anisotropic", "recompute_losses_factor", "first_scale", "learn_on", NULL };
  SondeOptionsND options = { { 0, }, FALSE, DEFAULT_RECOMPUTE_FACTOR, 0 };

  g_return_val_if_fail (spec != NULL && domain != NULL, NULL);

  if (path_of_fault != NULL)
    *path_of_fault = NULL;
  if (!sonde_options_check_members (spec, members, NULL, path_of_fault, error) || !check_domain (domain, path_of_fault, error) ||
      !sonde_loss_nd_read (&options.loss, spec, path_of_fault, error) ||
      !sonde_options_get_between (spec, "recompute_losses_factor", 1, 1e6, &options.recompute_factor, path_of_fault, error) ||
      !sonde_options_get_factor (spec, "first_scale", NULL, FALSE, &options.first_scale, path_of_fault, error))
    return NULL;
  options.anisotropic = json_object_get_boolean_member_with_default (spec, "anisotropic", FALSE);
  return create (domain, &options);
}

/**
 * sonde_learner_nd_is_valid:
 * @why: (out) (optional): what is wrong
 *
 * For tests: looks at everything.
 */
gboolean
sonde_learner_nd_is_valid (SondeLearnerND  *self,
                           const char     **why)
{
  _sonde_learner_nd_work (SONDE_LEARNER (self), G_MAXINT64);
  if (sonde_triangulation_get_n_vertices (self->tri) != self->ids->len)
    *why = "not every vertex has a point";
  else if (sonde_heap_get_length (self->queue) != sonde_triangulation_get_n_simplices (self->tri))
    *why = "not every simplex is in the queue";
  else
    return sonde_triangulation_is_valid (self->tri, why) && sonde_heap_is_valid (self->queue, why) &&
           sonde_heap_is_valid (self->worst, why);
  return FALSE;
}
