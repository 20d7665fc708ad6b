/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdlib.h>

#include "base/sonde-number.h"
#include "learner/sonde-learner-average1d-private.h"
#include "learner/sonde-learner-options.h"

typedef struct
{
  SondeLearnerClass parent_class;
} SondeLearnerAverage1DClass;

G_DEFINE_FINAL_TYPE (SondeLearnerAverage1D, sonde_learner_average1d, SONDE_TYPE_LEARNER)

static void
place_free (gpointer data)
{
  SondePlace1D *self = data;

  sonde_seeds_clear (&self->seeds);
  g_free (self);
}

/* A point: a seed and a place. */
gboolean
_sonde_learner_average1d_check (const double  *x,
                                GError       **error)
{
  char text[SONDE_NUMBER_LENGTH];

  if (sonde_seed_is_valid (x[0]))
    return TRUE;
  sonde_number_format (x[0], text);
  g_set_error (error, SONDE_LEARNER_ERROR, SONDE_LEARNER_ERROR_POINT,
               _("%s is no seed: a point is a seed and a place, and seeds are whole numbers from 0 on."), text);
  return FALSE;
}

/* What there is at @x, known or announced, or NULL. */
SondePlace1D *
_sonde_learner_average1d_find (SondeLearnerAverage1D *self,
                               double                 x)
{
  gboolean inside = _sonde_learner_1d_contains (self->curve, x);
  SondeOrderedCursor at;

  if (sonde_ordered_set_find (inside ? self->curve->known : self->curve->outside, x, &at))
    return _sonde_place_get (self, sonde_ordered_cursor_id (at));
  x += 0.0;
  return g_hash_table_lookup (self->announced, &x);
}

SondePlace1D *
_sonde_learner_average1d_ensure (SondeLearnerAverage1D *self,
                                 double                 x)
{
  SondePlace1D *place = _sonde_learner_average1d_find (self, x);

  if (place != NULL)
    return place;
  place = g_new0 (SondePlace1D, 1);
  place->x = x + 0.0;
  place->id = SONDE_PLACE_NONE;
  place->distance = INFINITY;
  g_hash_table_insert (self->announced, &place->x, place);
  return place;
}

static void
sonde_learner_average1d_tell_pending (SondeLearner *learner,
                                      const double *x)
{
  SondeLearnerAverage1D *self = SONDE_LEARNER_AVERAGE1D (learner);
  SondePlace1D *place;

  if (!sonde_seed_is_valid (x[0]) || !_sonde_learner_1d_contains (self->curve, x[1]))
    return;
  place = _sonde_learner_average1d_ensure (self, x[1]);
  if (!sonde_seeds_tell_pending (&place->seeds, x[0]))
    return;
  self->n_pending++;
  g_hash_table_add (self->busy, place);
  if (place->id == SONDE_PLACE_NONE)
    sonde_learner_tell_pending (SONDE_LEARNER (self->curve), &place->x);
}

static gboolean
sonde_learner_average1d_tell_many (SondeLearner  *learner,
                                   guint          n,
                                   const double  *xs,
                                   const double  *ys,
                                   guint          vdim,
                                   const float   *seconds,
                                   gboolean       force,
                                   GError       **error)
{
  for (guint i = 0; i < n; i++)
    if (!_sonde_learner_average1d_check (xs + 2 * (gsize) i, error))
      return FALSE;
  for (guint i = 0; i < n; i++)
    _sonde_learner_average1d_tell (learner, xs + 2 * (gsize) i, ys + (gsize) i * SONDE_STRIDE (vdim), vdim,
                                   seconds != NULL ? seconds[i] : NAN, NULL);
  return TRUE;
}

static void
sonde_learner_average1d_remove_unfinished (SondeLearner *learner)
{
  SondeLearnerAverage1D *self = SONDE_LEARNER_AVERAGE1D (learner);
  GHashTableIter iter;
  gpointer place;

  g_hash_table_iter_init (&iter, self->busy);
  while (g_hash_table_iter_next (&iter, &place, NULL))
    sonde_seeds_forget_pending (&((SondePlace1D *) place)->seeds);
  g_hash_table_remove_all (self->busy);
  g_hash_table_remove_all (self->announced);
  self->n_pending = 0;
  sonde_learner_remove_unfinished (SONDE_LEARNER (self->curve));
}

static double
sonde_learner_average1d_loss (SondeLearner *learner,
                              gboolean      real)
{
  return sonde_learner_get_loss (SONDE_LEARNER (SONDE_LEARNER_AVERAGE1D (learner)->curve), real);
}

static double
sonde_learner_average1d_error_estimate (SondeLearner *learner)
{
  return sonde_learner_get_error_estimate (SONDE_LEARNER (SONDE_LEARNER_AVERAGE1D (learner)->curve));
}

static gboolean
sonde_learner_average1d_work (SondeLearner *learner,
                              gint64        deadline)
{
  return sonde_learner_work (SONDE_LEARNER (SONDE_LEARNER_AVERAGE1D (learner)->curve), deadline);
}

static guint
sonde_learner_average1d_npoints (SondeLearner *learner)
{
  return SONDE_LEARNER_AVERAGE1D (learner)->places->len;
}

static guint
sonde_learner_average1d_nsamples (SondeLearner *learner)
{
  return sonde_learner_get_points (learner)->n;
}

static guint
sonde_learner_average1d_n_pending (SondeLearner *learner)
{
  return SONDE_LEARNER_AVERAGE1D (learner)->n_pending;
}

static int
compare_places (const void *a,
                const void *b)
{
  const SondePlace1D *first = *(const SondePlace1D * const *) a, *second = *(const SondePlace1D * const *) b;

  return (first->x > second->x) - (first->x < second->x);
}

static void
sonde_learner_average1d_get_pending (SondeLearner *learner,
                                     double       *points)
{
  SondeLearnerAverage1D *self = SONDE_LEARNER_AVERAGE1D (learner);
  guint n;
  g_autofree gpointer *places = g_hash_table_get_keys_as_array (self->busy, &n);

  qsort (places, n, sizeof *places, compare_places);
  for (guint i = 0; i < n; i++)
    {
      SondePlace1D *place = places[i];

      sonde_seeds_get_pending (&place->seeds, points, 2);
      for (guint j = 0; j < place->seeds.n_pending; j++, points += 2)
        points[1] = place->x;
    }
}

/* Cells of the curve, with a seed of 0, since vertices have as many coordinates as points. */
typedef struct
{
  SondeCellFunc func;
  gpointer      data;
} Passed;

static void
pass_cell (const double *vertices,
           guint         n_vertices,
           double        loss,
           gpointer      user_data)
{
  Passed *passed = user_data;

  passed->func ((double[]) { 0, vertices[0], 0, vertices[1] }, 2, loss, passed->data);
}

static void
sonde_learner_average1d_foreach_loss (SondeLearner  *learner,
                                      gboolean       real,
                                      guint          most,
                                      SondeCellFunc  func,
                                      gpointer       user_data)
{
  Passed passed = { func, user_data };

  sonde_learner_foreach_worst (SONDE_LEARNER (SONDE_LEARNER_AVERAGE1D (learner)->curve), real, most, pass_cell, &passed);
}

static void
sonde_learner_average1d_get_info (SondeLearner *learner,
                                  JsonObject   *info)
{
  SondeLearnerAverage1D *self = SONDE_LEARNER_AVERAGE1D (learner);
  double largest = 0;

  json_object_set_int_member (info, "nsamples", sonde_learner_get_points (learner)->n);
  json_object_set_int_member (info, "nundersampled", self->undersampled.length);
  for (guint i = 0; i < self->places->len; i++)
    if (_sonde_place_get (self, i)->is_inside && !(_sonde_place_get (self, i)->error <= largest))
      largest = _sonde_place_get (self, i)->error;
  json_object_set_double_member (info, "largest_error", largest);
}

static double
get_since (gpointer data,
           guint32  id)
{
  return _sonde_place_get (data, id)->since;
}

/* Takes @curve and the options of @model. */
static SondeLearner *
create (SondeLearner                *curve,
        const SondeLearnerAverage1D *model)
{
  SondeLearnerAverage1D *self = g_object_new (SONDE_TYPE_LEARNER_AVERAGE1D, NULL);
  SondeDomain *x_domain = sonde_learner_get_domain (curve);
  g_autoptr (SondeDomain) domain = sonde_domain_new ();

  sonde_domain_add (domain, "seed", NULL, 0, SONDE_SEED_MAX);
  sonde_domain_add_variable (domain, sonde_domain_get (x_domain, 0));
  _sonde_learner_construct (SONDE_LEARNER (self), domain);
  self->curve = SONDE_LEARNER_1D (curve);
  self->delta = model->delta;
  self->alpha = model->alpha;
  self->neighbor_sampling = model->neighbor_sampling;
  self->min_samples = model->min_samples;
  self->max_samples = model->max_samples;
  self->min_error = model->min_error;
  sonde_student_init (&self->student, self->alpha);
  return SONDE_LEARNER (self);
}

static SondeLearner *
sonde_learner_average1d_new_empty (SondeLearner *learner)
{
  SondeLearnerAverage1D *self = SONDE_LEARNER_AVERAGE1D (learner);

  return create (sonde_learner_new_empty (SONDE_LEARNER (self->curve)), self);
}

static void
sonde_learner_average1d_finalize (GObject *object)
{
  SondeLearnerAverage1D *self = SONDE_LEARNER_AVERAGE1D (object);

  g_clear_object (&self->curve);
  g_hash_table_unref (self->busy);
  g_hash_table_unref (self->announced);
  g_queue_clear (&self->undersampled);
  sonde_heap_free (self->rescaled);
  g_ptr_array_unref (self->places);
  sonde_student_clear (&self->student);
  G_OBJECT_CLASS (sonde_learner_average1d_parent_class)->finalize (object);
}

static void
sonde_learner_average1d_class_init (SondeLearnerAverage1DClass *klass)
{
  SondeLearnerClass *learner_class = (SondeLearnerClass *) klass;

  G_OBJECT_CLASS (klass)->finalize = sonde_learner_average1d_finalize;
  learner_class->ask = _sonde_learner_average1d_ask;
  learner_class->tell = _sonde_learner_average1d_tell;
  learner_class->tell_many = sonde_learner_average1d_tell_many;
  learner_class->tell_pending = sonde_learner_average1d_tell_pending;
  learner_class->remove_unfinished = sonde_learner_average1d_remove_unfinished;
  learner_class->loss = sonde_learner_average1d_loss;
  learner_class->new_empty = sonde_learner_average1d_new_empty;
  learner_class->error_estimate = sonde_learner_average1d_error_estimate;
  learner_class->work = sonde_learner_average1d_work;
  learner_class->npoints = sonde_learner_average1d_npoints;
  learner_class->nsamples = sonde_learner_average1d_nsamples;
  learner_class->n_pending = sonde_learner_average1d_n_pending;
  learner_class->get_pending = sonde_learner_average1d_get_pending;
  learner_class->foreach_loss = sonde_learner_average1d_foreach_loss;
  learner_class->get_info = sonde_learner_average1d_get_info;
}

static void
sonde_learner_average1d_init (SondeLearnerAverage1D *self)
{
  self->places = g_ptr_array_new_with_free_func (place_free);
  self->announced = g_hash_table_new_full (g_double_hash, g_double_equal, NULL, place_free);
  self->busy = g_hash_table_new (NULL, NULL);
  self->rescaled = sonde_heap_new (get_since, self);
  g_queue_init (&self->undersampled);
}

static gboolean
read_options (SondeLearnerAverage1D  *model,
              JsonObject             *spec,
              char                  **path_of_fault,
              GError                **error)
{
  static const char * const members[] = {
    "kind", "loss", "delta", "alpha", "neighbor_sampling", "min_samples", "max_samples", "min_error", "seed_grid", "min_spacing", NULL
  };

  model->delta = .2;
  model->alpha = .005;
  model->neighbor_sampling = .3;
  model->min_samples = 50;
  model->max_samples = G_MAXUINT;
  if (json_object_has_member (spec, "min_error") && !json_object_get_null_member (spec, "min_error") &&
      !sonde_options_get_factor (spec, "min_error", NULL, TRUE, &model->min_error, path_of_fault, error))
    return FALSE;
  if (!sonde_options_check_members (spec, members, NULL, path_of_fault, error) ||
      !sonde_options_get_between (spec, "delta", 0, 1, &model->delta, path_of_fault, error) ||
      !sonde_options_get_between (spec, "alpha", 0, 1, &model->alpha, path_of_fault, error) ||
      !sonde_options_get_between (spec, "neighbor_sampling", 0, 1, &model->neighbor_sampling, path_of_fault, error) ||
      !sonde_options_get_count (spec, "min_samples", 0, &model->min_samples, path_of_fault, error) ||
      !sonde_options_get_count (spec, "max_samples", 1, &model->max_samples, path_of_fault, error))
    return FALSE;
  if (model->max_samples >= model->min_samples)
    return TRUE;
  sonde_options_fault ("max_samples", NULL, path_of_fault, error,
                       _("“max_samples” is %u, but “min_samples” is %u: make the one at least as large as the other."),
                       model->max_samples, model->min_samples);
  return FALSE;
}

/* What the curve is told of the options. */
static JsonObject *
new_curve_spec (JsonObject *spec)
{
  static const char * const members[] = { "loss", "seed_grid", "min_spacing" };
  JsonObject *curve = json_object_new ();

  json_object_set_string_member (curve, "kind", "1d");
  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    if (json_object_has_member (spec, members[i]))
      json_object_set_member (curve, members[i], json_object_dup_member (spec, members[i]));
  return curve;
}

/**
 * sonde_learner_average1d_new_from_spec:
 * @spec: the member "learner" of a study. "delta" (0.2): places are sampled again while their rescaled error is larger; "alpha" (0.005):
 *   how unlikely it is that the truth lies beyond the error, on one side; "neighbor_sampling" (0.3): a new place gets at least this part of
 *   the samples that its neighbours have; "min_samples" (50), "max_samples" (unlimited); "min_error" (0), below which a place is not sampled
 *   again; and the options of the learner "1d"
 * @domain: a domain of one variable
 * @path_of_fault: (out) (optional) (nullable): where the fault is, such as "delta"
 *
 * A value with several outputs counts by its first, unless "learn_on" says otherwise.
 *
 * Returns: (transfer full) (nullable): a learner, or %NULL with %SONDE_LEARNER_ERROR_SPEC
 */
SondeLearner *
sonde_learner_average1d_new_from_spec (JsonObject   *spec,
                                       SondeDomain  *domain,
                                       char        **path_of_fault,
                                       GError      **error)
{
  SondeLearnerAverage1D model = { 0 };
  g_autoptr (JsonObject) curve_spec = NULL;
  SondeLearner *curve;

  g_return_val_if_fail (spec != NULL && domain != NULL, NULL);

  if (path_of_fault != NULL)
    *path_of_fault = NULL;
  if (!read_options (&model, spec, path_of_fault, error))
    return NULL;
  if (sonde_domain_get_ndim (domain) != 1)
    {
      sonde_options_fault ("kind", NULL, path_of_fault, error,
                           _("The learner “average1d” needs a domain of one variable beside the seed; this one has %u."),
                           sonde_domain_get_ndim (domain));
      return NULL;
    }
  curve_spec = new_curve_spec (spec);
  curve = sonde_learner_1d_new_from_spec (curve_spec, domain, path_of_fault, error);
  return curve != NULL ? create (curve, &model) : NULL;
}

/**
 * sonde_learner_average1d_get:
 * @index: of a place, below the number of points, in the order in which they became known
 * @mean: (out caller-allocates): what is known there
 */
void
sonde_learner_average1d_get (SondeLearnerAverage1D *self,
                             guint                  index,
                             SondeMean             *mean)
{
  const SondePlace1D *place;

  g_return_if_fail (SONDE_IS_LEARNER_AVERAGE1D (self));
  g_return_if_fail (index < self->places->len && mean != NULL);

  place = _sonde_place_get (self, index);
  *mean = (SondeMean) { place->x, place->n, place->mean, place->error, NAN, place->first };
  if (sonde_heap_contains (self->rescaled, place->id))
    mean->rescaled_error = sonde_heap_get_rank (self->rescaled, place->id);
}

/**
 * sonde_learner_average1d_get_x_domain:
 *
 * Returns: (transfer none): that of the places, without the seed
 */
SondeDomain *
sonde_learner_average1d_get_x_domain (SondeLearnerAverage1D *self)
{
  g_return_val_if_fail (SONDE_IS_LEARNER_AVERAGE1D (self), NULL);

  return sonde_learner_get_domain (SONDE_LEARNER (self->curve));
}

/**
 * sonde_learner_average1d_sort:
 * @n: (out): how many there are
 *
 * Returns: (transfer full) (array length=n): the indices of the places within the bounds, by rising x
 */
guint *
sonde_learner_average1d_sort (SondeLearnerAverage1D *self,
                              guint                 *n)
{
  guint *ids;

  g_return_val_if_fail (SONDE_IS_LEARNER_AVERAGE1D (self), NULL);

  ids = g_new (guint, sonde_ordered_set_get_length (self->curve->known) + 1);
  *n = 0;
  for (SondeOrderedCursor at = sonde_ordered_set_first (self->curve->known); sonde_ordered_cursor_is_entry (at);
       at = sonde_ordered_cursor_next (at))
    ids[(*n)++] = sonde_ordered_cursor_id (at);
  return ids;
}
