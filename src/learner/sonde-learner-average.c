/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The mean of a stochastic function.
 *
 * 1. Points are seeds, 0, 1, 2 …: ask for n gives the n that follow those known and pending.
 * 2. The mean and the sum of squared deviations are kept by Welford's recurrence ("Note on a method for calculating corrected sums of
 *    squares and products", Technometrics 4, 1962), which stays exact where the mean is much larger than the spread.
 * 3. The loss is the standard error of the mean, s / √n, in units of what is allowed: max (se / atol, se / (rtol |mean|)). At 1 the
 *    tolerance is reached. Before min_npoints it is infinite.
 * 4. Values that are not finite are kept but left out of the mean. */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "base/sonde-number.h"
#include "learner/sonde-learner-average.h"
#include "learner/sonde-learner-options.h"
#include "learner/sonde-learner-private.h"
#include "learner/sonde-seeds.h"

struct _SondeLearnerAverage
{
  SondeLearner parent_instance;

  double       atol;
  double       rtol;
  guint        min_npoints;

  SondeSeeds   seeds;
  guint        n;              /* values that are finite */
  double       sum;
  double       mean;           /* of Welford's recurrence; what is shown is sum / n */
  double       squares;        /* the sum of squared deviations */
};

typedef struct
{
  SondeLearnerClass parent_class;
} SondeLearnerAverageClass;

G_DEFINE_FINAL_TYPE (SondeLearnerAverage, sonde_learner_average, SONDE_TYPE_LEARNER)

/* Improvements are equal for all points of an ask. */
static double
get_loss_for (SondeLearnerAverage *self,
              guint                n)
{
  double std = sonde_learner_average_get_std (self);
  double error, relative, mean;

  if (n < self->min_npoints || isinf (std))
    return INFINITY;
  error = std / sqrt (n);
  relative = error / self->rtol;
  mean = sonde_learner_average_get_mean (self);
  if (mean != 0)
    relative /= fabs (mean);
  return MAX (error / self->atol, relative);
}

static double
get_improvement (SondeLearnerAverage *self,
                 guint                n)
{
  double loss = get_loss_for (self, self->n);

  return isfinite (loss) ? loss - get_loss_for (self, self->n + n) : INFINITY;
}

static guint
sonde_learner_average_ask (SondeLearner *learner,
                           guint         n,
                           gboolean      tell_pending,
                           double       *points,
                           double       *loss_improvements)
{
  SondeLearnerAverage *self = SONDE_LEARNER_AVERAGE (learner);
  double improvement = get_improvement (self, n) / n;

  sonde_seeds_choose (&self->seeds, n, points, 1);
  for (guint i = 0; i < n; i++)
    {
      if (loss_improvements != NULL)
        loss_improvements[i] = improvement;
      if (tell_pending)
        sonde_seeds_tell_pending (&self->seeds, points[i]);
    }
  return n;
}

static gboolean
check_seed (double    seed,
            GError  **error)
{
  char text[SONDE_NUMBER_LENGTH];

  if (sonde_seed_is_valid (seed))
    return TRUE;
  sonde_number_format (seed, text);
  g_set_error (error, SONDE_LEARNER_ERROR, SONDE_LEARNER_ERROR_POINT, _("%s is no seed: seeds are whole numbers from 0 on."), text);
  return FALSE;
}

static gboolean
sonde_learner_average_tell (SondeLearner  *learner,
                            const double  *x,
                            const double  *y,
                            guint          vdim,
                            double         seconds,
                            GError       **error)
{
  SondeLearnerAverage *self = SONDE_LEARNER_AVERAGE (learner);
  double distance;

  if (!check_seed (*x, error))
    return FALSE;
  if (!sonde_seeds_tell (&self->seeds, *x))
    return TRUE;
  _sonde_learner_append (learner, x, y, vdim, seconds);
  if (!isfinite (*y))
    return TRUE;
  self->n++;
  self->sum += *y;
  distance = *y - self->mean;
  self->mean += distance / self->n;
  self->squares += distance * (*y - self->mean);
  return TRUE;
}

/* All seeds are checked before the first is told. */
static gboolean
sonde_learner_average_tell_many (SondeLearner  *learner,
                                 guint          n,
                                 const double  *xs,
                                 const double  *ys,
                                 guint          vdim,
                                 const float   *seconds,
                                 gboolean       force,
                                 GError       **error)
{
  for (guint i = 0; i < n; i++)
    if (!check_seed (xs[i], error))
      return FALSE;
  for (guint i = 0; i < n; i++)
    sonde_learner_average_tell (learner, xs + i, ys + (gsize) i * SONDE_STRIDE (vdim), vdim, seconds != NULL ? seconds[i] : NAN, NULL);
  return TRUE;
}

static void
sonde_learner_average_tell_pending (SondeLearner *learner,
                                    const double *x)
{
  if (sonde_seed_is_valid (*x))
    sonde_seeds_tell_pending (&SONDE_LEARNER_AVERAGE (learner)->seeds, *x);
}

static void
sonde_learner_average_remove_unfinished (SondeLearner *learner)
{
  sonde_seeds_forget_pending (&SONDE_LEARNER_AVERAGE (learner)->seeds);
}

static double
sonde_learner_average_loss (SondeLearner *learner,
                            gboolean      real)
{
  SondeLearnerAverage *self = SONDE_LEARNER_AVERAGE (learner);

  return get_loss_for (self, real ? self->n : self->n + self->seeds.n_pending);
}

static guint
sonde_learner_average_n_pending (SondeLearner *learner)
{
  return SONDE_LEARNER_AVERAGE (learner)->seeds.n_pending;
}

static void
sonde_learner_average_get_pending (SondeLearner *learner,
                                   double       *points)
{
  sonde_seeds_get_pending (&SONDE_LEARNER_AVERAGE (learner)->seeds, points, 1);
}

static double
sonde_learner_average_error_estimate (SondeLearner *learner)
{
  double error = sonde_learner_average_get_standard_error (SONDE_LEARNER_AVERAGE (learner));

  return isfinite (error) ? error : NAN;
}

static void
sonde_learner_average_get_info (SondeLearner *learner,
                                JsonObject   *info)
{
  SondeLearnerAverage *self = SONDE_LEARNER_AVERAGE (learner);

  json_object_set_double_member (info, "mean", sonde_learner_average_get_mean (self));
  json_object_set_double_member (info, "std", sonde_learner_average_get_std (self));
  json_object_set_double_member (info, "standard_error", sonde_learner_average_get_standard_error (self));
  if (self->seeds.n_known > self->n)
    json_object_set_int_member (info, "nmissing", self->seeds.n_known - self->n);
}

static SondeLearner *
create (SondeDomain *domain,
        double       atol,
        double       rtol,
        guint        min_npoints)
{
  SondeLearnerAverage *self = g_object_new (SONDE_TYPE_LEARNER_AVERAGE, NULL);

  _sonde_learner_construct (SONDE_LEARNER (self), domain);
  self->atol = atol;
  self->rtol = rtol;
  self->min_npoints = MAX (min_npoints, 2);
  return SONDE_LEARNER (self);
}

static SondeLearner *
sonde_learner_average_new_empty (SondeLearner *learner)
{
  SondeLearnerAverage *self = SONDE_LEARNER_AVERAGE (learner);

  return create (sonde_learner_get_domain (learner), self->atol, self->rtol, self->min_npoints);
}

static void
sonde_learner_average_finalize (GObject *object)
{
  sonde_seeds_clear (&SONDE_LEARNER_AVERAGE (object)->seeds);
  G_OBJECT_CLASS (sonde_learner_average_parent_class)->finalize (object);
}

static void
sonde_learner_average_class_init (SondeLearnerAverageClass *klass)
{
  SondeLearnerClass *learner_class = (SondeLearnerClass *) klass;

  G_OBJECT_CLASS (klass)->finalize = sonde_learner_average_finalize;
  learner_class->ask = sonde_learner_average_ask;
  learner_class->tell = sonde_learner_average_tell;
  learner_class->tell_many = sonde_learner_average_tell_many;
  learner_class->tell_pending = sonde_learner_average_tell_pending;
  learner_class->remove_unfinished = sonde_learner_average_remove_unfinished;
  learner_class->loss = sonde_learner_average_loss;
  learner_class->new_empty = sonde_learner_average_new_empty;
  learner_class->error_estimate = sonde_learner_average_error_estimate;
  learner_class->n_pending = sonde_learner_average_n_pending;
  learner_class->get_pending = sonde_learner_average_get_pending;
  learner_class->get_info = sonde_learner_average_get_info;
}

static void
sonde_learner_average_init (SondeLearnerAverage *self)
{
}

/**
 * sonde_learner_average_new_from_spec:
 * @spec: the member "learner" of a study: "atol" and "rtol", how large the standard error of the mean may be, absolutely and relative to
 *   the mean, at least one of them; "min_npoints", before which nothing is concluded, at least 2
 * @domain: of no meaning: points are seeds
 * @path_of_fault: (out) (optional) (nullable): where the fault is, such as "atol"
 *
 * A value with several outputs counts by its first, unless "learn_on" says otherwise.
 *
 * Returns: (transfer full) (nullable): a learner, or %NULL with %SONDE_LEARNER_ERROR_SPEC
 */
SondeLearner *
sonde_learner_average_new_from_spec (JsonObject   *spec,
                                     SondeDomain  *domain,
                                     char        **path_of_fault,
                                     GError      **error)
{
  static const char * const members[] = { "kind", "atol", "rtol", "min_npoints", NULL };
  g_autoptr (SondeDomain) seeds = sonde_domain_new_interval ("seed", 0, SONDE_SEED_MAX);
  double atol = INFINITY, rtol = INFINITY;
  guint min_npoints = 2;

  g_return_val_if_fail (spec != NULL, NULL);

  if (path_of_fault != NULL)
    *path_of_fault = NULL;
  if (!sonde_options_check_members (spec, members, NULL, path_of_fault, error) ||
      !sonde_options_get_between (spec, "atol", 0, INFINITY, &atol, path_of_fault, error) ||
      !sonde_options_get_between (spec, "rtol", 0, INFINITY, &rtol, path_of_fault, error) ||
      !sonde_options_get_count (spec, "min_npoints", 0, &min_npoints, path_of_fault, error))
    return NULL;
  if (isinf (atol) && isinf (rtol))
    {
      sonde_options_fault ("atol", NULL, path_of_fault, error,
                           _("An average needs a tolerance: “atol”, how large the standard error of the mean may be, or “rtol”, "
                             "the same as a part of the mean."));
      return NULL;
    }
  return create (seeds, atol, rtol, min_npoints);
}

/**
 * sonde_learner_average_get_mean:
 *
 * Returns: the mean of the values so far; NaN before the first
 */
double
sonde_learner_average_get_mean (SondeLearnerAverage *self)
{
  g_return_val_if_fail (SONDE_IS_LEARNER_AVERAGE (self), NAN);

  return self->n > 0 ? self->sum / self->n : NAN;
}

/**
 * sonde_learner_average_get_std:
 *
 * Returns: the corrected standard deviation of the values; infinite before there are "min_npoints"
 */
double
sonde_learner_average_get_std (SondeLearnerAverage *self)
{
  g_return_val_if_fail (SONDE_IS_LEARNER_AVERAGE (self), NAN);

  if (self->n < self->min_npoints)
    return INFINITY;
  return sqrt (MAX (self->squares, 0) / (self->n - 1));
}

/**
 * sonde_learner_average_get_standard_error:
 *
 * Returns: that of the mean; infinite before there are "min_npoints"
 */
double
sonde_learner_average_get_standard_error (SondeLearnerAverage *self)
{
  g_return_val_if_fail (SONDE_IS_LEARNER_AVERAGE (self), NAN);

  return sonde_learner_average_get_std (self) / sqrt (MAX (self->n, 1));
}

/**
 * sonde_learner_average_get_tolerances:
 * @atol: (out): infinite if it was not given
 * @rtol: (out): infinite if it was not given
 * @min_npoints: (out): before so many nothing is concluded
 */
void
sonde_learner_average_get_tolerances (SondeLearnerAverage *self,
                                      double              *atol,
                                      double              *rtol,
                                      guint               *min_npoints)
{
  g_return_if_fail (SONDE_IS_LEARNER_AVERAGE (self));

  *atol = self->atol;
  *rtol = self->rtol;
  *min_npoints = self->min_npoints;
}
