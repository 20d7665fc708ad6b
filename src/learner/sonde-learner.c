/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "base/sonde-number.h"
#include "learner/sonde-learner-private.h"
#include "learner/sonde-residuals.h"

/* Of values with several outputs a learner may look at one only, and all are kept: then @points, which others see, has all of them,
 * and @own, which the subclass sees, the one to learn on; else both are the same. While the subclass is told, @picked are the values
 * that it sees and @whole those they were picked from. */
typedef struct
{
  SondeDomain    *domain;
  SondePoints    *points;
  SondePoints    *own;
  gboolean        learns_on;
  guint           output;
  const double   *picked;
  const double   *whole;
  guint           whole_vdim;
  double         *picked_buffer;
  gsize           picked_capacity;
  SondeResiduals  residuals;
  double          latest_loss;
  guint           ndim;
} SondeLearnerPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (SondeLearner, sonde_learner, G_TYPE_OBJECT)
G_DEFINE_QUARK (sonde-learner-error-quark, sonde_learner_error)

#define PRIVATE(self) ((SondeLearnerPrivate *) sonde_learner_get_instance_private (self))

static gboolean
sonde_learner_default_tell_many (SondeLearner  *self,
                                 guint          n,
                                 const double  *xs,
                                 const double  *ys,
                                 guint          vdim,
                                 const float   *seconds,
                                 gboolean       force,
                                 GError       **error)
{
  guint ndim = PRIVATE (self)->ndim;

  for (guint i = 0; i < n; i++)
    if (!SONDE_LEARNER_GET_CLASS (self)->tell (self, xs + (gsize) i * ndim, ys + (gsize) i * SONDE_STRIDE (vdim), vdim,
                                               seconds != NULL ? seconds[i] : NAN, error))
      return FALSE;
  return TRUE;
}

static gboolean
sonde_learner_default_work (SondeLearner *self,
                            gint64        deadline)
{
  return TRUE;
}

static gboolean
sonde_learner_default_is_done (SondeLearner *self)
{
  return FALSE;
}

static void
sonde_learner_finalize (GObject *object)
{
  SondeLearnerPrivate *priv = PRIVATE (SONDE_LEARNER (object));

  g_clear_pointer (&priv->domain, sonde_domain_unref);
  if (priv->own != priv->points)
    g_clear_pointer (&priv->own, sonde_points_free);
  g_clear_pointer (&priv->points, sonde_points_free);
  g_free (priv->picked_buffer);
  sonde_residuals_clear (&priv->residuals);
  G_OBJECT_CLASS (sonde_learner_parent_class)->finalize (object);
}

static void
sonde_learner_class_init (SondeLearnerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sonde_learner_finalize;
  klass->tell_many = sonde_learner_default_tell_many;
  klass->work = sonde_learner_default_work;
  klass->is_done = sonde_learner_default_is_done;
}

static void
sonde_learner_init (SondeLearner *self)
{
  PRIVATE (self)->latest_loss = NAN;
}

/* For subclasses: to be called once, before anything else. */
void
_sonde_learner_construct (SondeLearner *self,
                          SondeDomain  *domain)
{
  SondeLearnerPrivate *priv = PRIVATE (self);

  g_assert (priv->domain == NULL);

  priv->domain = sonde_domain_ref (domain);
  priv->ndim = sonde_domain_get_ndim (domain);
  priv->points = priv->own = sonde_points_new (priv->ndim);
}

const SondePoints *
_sonde_learner_get_own_points (SondeLearner *self)
{
  return PRIVATE (self)->own;
}

/* For who makes learners: of each value only the component @output counts, all are kept. Before anything is told. */
void
_sonde_learner_learn_on (SondeLearner *self,
                         guint         output)
{
  SondeLearnerPrivate *priv = PRIVATE (self);

  g_assert (priv->own == priv->points && priv->points->n == 0);

  priv->learns_on = TRUE;
  priv->output = output;
  priv->points = sonde_points_new (priv->ndim);
}

/* For subclasses: keeps a point that was told; returns its id. */
guint
_sonde_learner_append (SondeLearner *self,
                       const double *x,
                       const double *y,
                       guint         vdim,
                       double        seconds)
{
  SondeLearnerPrivate *priv = PRIVATE (self);
  guint id;

  if (G_UNLIKELY (priv->learns_on))
    {
      g_assert (y >= priv->picked);
      sonde_points_append (priv->own, x, y, vdim);
      y = priv->whole + (gsize) (y - priv->picked) * SONDE_STRIDE (priv->whole_vdim);
      vdim = priv->whole_vdim;
    }
  id = sonde_points_append (priv->points, x, y, vdim);
  if (!isnan (seconds))
    sonde_points_set_seconds (priv->points, id, seconds);
  return id;
}

/* For subclasses: how far a result lay from what was predicted for it, in the function's units. */
void
_sonde_learner_report_residual (SondeLearner *self,
                                double        residual)
{
  sonde_residuals_add (&PRIVATE (self)->residuals, residual);
}

/**
 * sonde_learner_new_empty:
 *
 * Returns: (transfer full): a learner with the same domain and options that has been told nothing
 */
SondeLearner *
sonde_learner_new_empty (SondeLearner *self)
{
  SondeLearner *empty;

  g_return_val_if_fail (SONDE_IS_LEARNER (self), NULL);

  empty = SONDE_LEARNER_GET_CLASS (self)->new_empty (self);
  if (PRIVATE (self)->learns_on)
    _sonde_learner_learn_on (empty, PRIVATE (self)->output);
  return empty;
}

/**
 * sonde_learner_copy_from:
 * @other: a learner of the same kind, over as many variables
 *
 * Tells all that @other was told. What is known already stays as it is; what is pending in @other is not copied.
 *
 * Returns: whether the shapes agree; if not, nothing was told
 */
gboolean
sonde_learner_copy_from (SondeLearner  *self,
                         SondeLearner  *other,
                         GError       **error)
{
  const SondePoints *points;

  g_return_val_if_fail (SONDE_IS_LEARNER (self), FALSE);
  g_return_val_if_fail (SONDE_IS_LEARNER (other), FALSE);

  points = PRIVATE (other)->points;
  if (G_OBJECT_TYPE (self) != G_OBJECT_TYPE (other) || PRIVATE (self)->ndim != points->ndim)
    {
      g_set_error_literal (error, SONDE_LEARNER_ERROR, SONDE_LEARNER_ERROR_SHAPE,
                           _("The other learner is of another kind or has another number of variables."));
      return FALSE;
    }
  if (points->n == 0 || self == other)
    return TRUE;
  return sonde_learner_tell_many (self, points->n, points->x, points->y,
                                  points->is_vector ? points->vdim : SONDE_SCALAR, points->seconds, FALSE, error);
}

/**
 * sonde_learner_ask:
 * @n: how many points are wanted
 * @tell_pending: whether they are marked as pending, as sonde_learner_tell_pending() does; if not, no trace is left
 * @points: (out caller-allocates): room for @n × ndim numbers
 * @loss_improvements: (out caller-allocates) (nullable): room for @n numbers: by how much the loss of a cell is expected to fall
 *
 * Chooses points to evaluate next.
 *
 * Returns: how many there are: fewer than @n only if the learner has no more
 */
guint
sonde_learner_ask (SondeLearner *self,
                   guint         n,
                   gboolean      tell_pending,
                   double       *points,
                   double       *loss_improvements)
{
  g_return_val_if_fail (SONDE_IS_LEARNER (self), 0);
  g_return_val_if_fail (n == 0 || points != NULL, 0);

  return n > 0 ? SONDE_LEARNER_GET_CLASS (self)->ask (self, n, tell_pending, points, loss_improvements) : 0;
}

static gboolean
sonde_learner_check_shape (SondeLearner  *self,
                           guint          vdim,
                           GError       **error)
{
  const SondePoints *points = PRIVATE (self)->points;

  if (PRIVATE (self)->learns_on && PRIVATE (self)->output >= SONDE_STRIDE (vdim))
    {
      g_set_error (error, SONDE_LEARNER_ERROR, SONDE_LEARNER_ERROR_SHAPE,
                   ngettext ("The learner learns on output %u (counted from 0), but the value has %u output.",
                             "The learner learns on output %u (counted from 0), but the value has %u outputs.", SONDE_STRIDE (vdim)),
                   PRIVATE (self)->output, SONDE_STRIDE (vdim));
      return FALSE;
    }
  if (sonde_points_accepts (points, vdim))
    return TRUE;

  if (!points->is_vector)
    g_set_error (error, SONDE_LEARNER_ERROR, SONDE_LEARNER_ERROR_SHAPE,
                 ngettext ("A list of %u number was told, but the values so far are plain numbers.",
                           "A list of %u numbers was told, but the values so far are plain numbers.", vdim), vdim);
  else if (vdim == SONDE_SCALAR)
    g_set_error (error, SONDE_LEARNER_ERROR, SONDE_LEARNER_ERROR_SHAPE,
                 ngettext ("A plain number was told, but the values so far are lists of %u number.",
                           "A plain number was told, but the values so far are lists of %u numbers.", points->vdim),
                 points->vdim);
  else
    g_set_error (error, SONDE_LEARNER_ERROR, SONDE_LEARNER_ERROR_SHAPE,
                 _("A list of %u numbers was told, but the values so far are lists of %u."), vdim, points->vdim);
  return FALSE;
}

static gboolean
sonde_learner_check_point (SondeLearner  *self,
                           const double  *x,
                           GError       **error)
{
  SondeLearnerPrivate *priv = PRIVATE (self);
  char text[SONDE_NUMBER_LENGTH];

  for (guint i = 0; i < priv->ndim; i++)
    if (!isfinite (x[i]))
      {
        sonde_number_format (x[i], text);
        g_set_error (error, SONDE_LEARNER_ERROR, SONDE_LEARNER_ERROR_POINT,
                     _("A point with %s = %s cannot be told: every coordinate must be a finite number."),
                     sonde_domain_get (priv->domain, i)->name, text);
        return FALSE;
      }
  return TRUE;
}

/* Takes from @n values the output to learn on. */
static const double *
sonde_learner_pick (SondeLearner *self,
                    guint         n,
                    const double *ys,
                    guint         vdim)
{
  SondeLearnerPrivate *priv = PRIVATE (self);

  if (n > priv->picked_capacity)
    {
      priv->picked_capacity = MAX (n, 2 * priv->picked_capacity);
      priv->picked_buffer = g_renew (double, priv->picked_buffer, priv->picked_capacity);
    }
  for (guint i = 0; i < n; i++)
    priv->picked_buffer[i] = ys[(gsize) i * SONDE_STRIDE (vdim) + priv->output];
  priv->picked = priv->picked_buffer;
  priv->whole = ys;
  priv->whole_vdim = vdim;
  return priv->picked;
}

/**
 * sonde_learner_tell:
 * @x: a point, ndim numbers; asked for or not
 * @y: its value, as many numbers as @vdim says; any may be NaN or infinite
 * @vdim: the number of components of the value, or %SONDE_SCALAR; the first value decides for all
 * @seconds: how long the evaluation took; NaN if it is not known
 *
 * Makes a result known. A point known already is ignored; one outside the domain is kept but not used.
 *
 * Returns: whether it was accepted; if not, nothing changed
 */
gboolean
sonde_learner_tell (SondeLearner  *self,
                    const double  *x,
                    const double  *y,
                    guint          vdim,
                    double         seconds,
                    GError       **error)
{
  g_return_val_if_fail (SONDE_IS_LEARNER (self), FALSE);
  g_return_val_if_fail (x != NULL && y != NULL, FALSE);

  if (!sonde_learner_check_shape (self, vdim, error) || !sonde_learner_check_point (self, x, error))
    return FALSE;
  if (G_UNLIKELY (PRIVATE (self)->learns_on))
    {
      y = sonde_learner_pick (self, 1, y, vdim);
      vdim = SONDE_SCALAR;
    }
  return SONDE_LEARNER_GET_CLASS (self)->tell (self, x, y, vdim, seconds, error);
}

/**
 * sonde_learner_tell_many:
 * @n: how many points there are
 * @xs: the points, @n × ndim numbers
 * @ys: their values, @n × SONDE_STRIDE (@vdim) numbers
 * @vdim: the number of components of each value, or %SONDE_SCALAR
 * @seconds: (nullable): how long each evaluation took
 * @force: for tests: go the way of many points even if there are few
 *
 * Makes many results known; the same as telling one by one, but faster.
 *
 * Returns: whether they were accepted; if a shape or a point is wrong, nothing changed
 */
gboolean
sonde_learner_tell_many (SondeLearner  *self,
                         guint          n,
                         const double  *xs,
                         const double  *ys,
                         guint          vdim,
                         const float   *seconds,
                         gboolean       force,
                         GError       **error)
{
  g_return_val_if_fail (SONDE_IS_LEARNER (self), FALSE);
  g_return_val_if_fail (n == 0 || (xs != NULL && ys != NULL), FALSE);

  if (n == 0)
    return TRUE;
  if (!sonde_learner_check_shape (self, vdim, error))
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (!sonde_learner_check_point (self, xs + (gsize) i * PRIVATE (self)->ndim, error))
      return FALSE;
  if (PRIVATE (self)->learns_on)
    {
      ys = sonde_learner_pick (self, n, ys, vdim);
      vdim = SONDE_SCALAR;
    }
  return SONDE_LEARNER_GET_CLASS (self)->tell_many (self, n, xs, ys, vdim, seconds, force, error);
}

/**
 * sonde_learner_tell_pending:
 * @x: a point that is being evaluated
 *
 * Lets the learner choose other points meanwhile. Known points and points outside the domain are ignored, as is a second time.
 */
void
sonde_learner_tell_pending (SondeLearner *self,
                            const double *x)
{
  g_return_if_fail (SONDE_IS_LEARNER (self));
  g_return_if_fail (x != NULL);

  SONDE_LEARNER_GET_CLASS (self)->tell_pending (self, x);
}

/**
 * sonde_learner_remove_unfinished:
 *
 * Forgets all pending points.
 */
void
sonde_learner_remove_unfinished (SondeLearner *self)
{
  g_return_if_fail (SONDE_IS_LEARNER (self));

  SONDE_LEARNER_GET_CLASS (self)->remove_unfinished (self);
}

/**
 * sonde_learner_work:
 * @deadline: until when, in nanoseconds of the monotonic clock; %G_MAXINT64 to do all
 *
 * Does recomputation that telling postponed. Who does not call it pays for all of it at the next use of the learner.
 *
 * Returns: whether nothing is left to do
 */
gboolean
sonde_learner_work (SondeLearner *self,
                    gint64        deadline)
{
  g_return_val_if_fail (SONDE_IS_LEARNER (self), TRUE);

  return SONDE_LEARNER_GET_CLASS (self)->work (self, deadline);
}

/**
 * sonde_learner_get_loss:
 * @real: whether to look at known points only; if not, at pending ones as well
 *
 * Returns: the loss of the cell that is known worst, cells without a loss (where the function is NaN) left aside; infinity as
 *   long as there is none
 */
double
sonde_learner_get_loss (SondeLearner *self,
                        gboolean      real)
{
  g_return_val_if_fail (SONDE_IS_LEARNER (self), INFINITY);

  return PRIVATE (self)->latest_loss = SONDE_LEARNER_GET_CLASS (self)->loss (self, real);
}

/**
 * sonde_learner_get_latest_loss:
 *
 * Returns: what sonde_learner_get_loss() returned most recently, for showing; NaN before
 */
double
sonde_learner_get_latest_loss (SondeLearner *self)
{
  g_return_val_if_fail (SONDE_IS_LEARNER (self), NAN);

  return PRIVATE (self)->latest_loss;
}

/**
 * sonde_learner_get_error_estimate:
 *
 * How far the interpolation may be from the function, in the function's units: the largest distance between a result and what
 * linear interpolation predicted just before it was told (the largest over its components), over the most recent results: a
 * tenth of them, but at least 8 and at most 1000. Results outside the domain, beyond the known range, or not finite do not count.
 *
 * Learners that know better say so: the standard error of an average, the error of an integral.
 *
 * Returns: the estimate; NaN until 8 results could be predicted
 */
double
sonde_learner_get_error_estimate (SondeLearner *self)
{
  g_return_val_if_fail (SONDE_IS_LEARNER (self), NAN);

  if (SONDE_LEARNER_GET_CLASS (self)->error_estimate != NULL)
    return SONDE_LEARNER_GET_CLASS (self)->error_estimate (self);
  return sonde_residuals_get_largest (&PRIVATE (self)->residuals);
}

/**
 * sonde_learner_is_done:
 *
 * Returns: whether asking for more points is of no use, whatever the goal
 */
gboolean
sonde_learner_is_done (SondeLearner *self)
{
  g_return_val_if_fail (SONDE_IS_LEARNER (self), FALSE);

  return SONDE_LEARNER_GET_CLASS (self)->is_done (self);
}

/**
 * sonde_learner_get_fault:
 *
 * Returns: (transfer full) (nullable): why it is of no use to go on, such as that an integral diverges; %NULL as long as it is
 */
char *
sonde_learner_get_fault (SondeLearner *self)
{
  g_return_val_if_fail (SONDE_IS_LEARNER (self), NULL);

  return SONDE_LEARNER_GET_CLASS (self)->get_fault != NULL ? SONDE_LEARNER_GET_CLASS (self)->get_fault (self) : NULL;
}

/**
 * sonde_learner_get_n_ready:
 *
 * A learner that chooses many points at a time, such as all nodes of a rule, has no ground to choose more until it knows some of these.
 *
 * Returns: how many points may be asked for at once without choosing blindly; %G_MAXUINT for any number
 */
guint
sonde_learner_get_n_ready (SondeLearner *self)
{
  g_return_val_if_fail (SONDE_IS_LEARNER (self), 0);

  return SONDE_LEARNER_GET_CLASS (self)->n_ready != NULL ? SONDE_LEARNER_GET_CLASS (self)->n_ready (self) : G_MAXUINT;
}

/**
 * sonde_learner_get_domain:
 *
 * Returns: (transfer none): where the function is to be known
 */
SondeDomain *
sonde_learner_get_domain (SondeLearner *self)
{
  g_return_val_if_fail (SONDE_IS_LEARNER (self), NULL);

  return PRIVATE (self)->domain;
}

/**
 * sonde_learner_get_points:
 *
 * Returns: (transfer none): all that has been told, in that order
 */
const SondePoints *
sonde_learner_get_points (SondeLearner *self)
{
  g_return_val_if_fail (SONDE_IS_LEARNER (self), NULL);

  return PRIVATE (self)->points;
}

guint
sonde_learner_get_ndim (SondeLearner *self)
{
  g_return_val_if_fail (SONDE_IS_LEARNER (self), 0);

  return PRIVATE (self)->ndim;
}

/**
 * sonde_learner_get_learn_on:
 * @output: (out) (optional): which component of the values drives sampling, from 0
 *
 * Returns: whether one of several outputs does; all are kept
 */
gboolean
sonde_learner_get_learn_on (SondeLearner *self,
                            guint        *output)
{
  g_return_val_if_fail (SONDE_IS_LEARNER (self), FALSE);

  if (output != NULL)
    *output = PRIVATE (self)->output;
  return PRIVATE (self)->learns_on;
}

/**
 * sonde_learner_get_npoints:
 *
 * Returns: how many points are known; where each was evaluated several times, the store has more entries than this
 */
guint
sonde_learner_get_npoints (SondeLearner *self)
{
  g_return_val_if_fail (SONDE_IS_LEARNER (self), 0);

  if (SONDE_LEARNER_GET_CLASS (self)->npoints != NULL)
    return SONDE_LEARNER_GET_CLASS (self)->npoints (self);
  return PRIVATE (self)->points->n;
}

/**
 * sonde_learner_get_nsamples:
 *
 * Returns: how many evaluations the known points stand for
 */
guint
sonde_learner_get_nsamples (SondeLearner *self)
{
  g_return_val_if_fail (SONDE_IS_LEARNER (self), 0);

  if (sonde_learner_has_samples (self))
    return SONDE_LEARNER_GET_CLASS (self)->nsamples (self);
  return PRIVATE (self)->points->n;
}

/**
 * sonde_learner_has_samples:
 *
 * Returns: whether a point may stand for several evaluations, so that their number is worth showing
 */
gboolean
sonde_learner_has_samples (SondeLearner *self)
{
  g_return_val_if_fail (SONDE_IS_LEARNER (self), FALSE);

  return SONDE_LEARNER_GET_CLASS (self)->nsamples != NULL;
}

/**
 * sonde_learner_get_n_pending:
 *
 * Returns: how many points are pending
 */
guint
sonde_learner_get_n_pending (SondeLearner *self)
{
  g_return_val_if_fail (SONDE_IS_LEARNER (self), 0);

  return SONDE_LEARNER_GET_CLASS (self)->n_pending (self);
}

/**
 * sonde_learner_get_pending:
 * @points: (out caller-allocates): room for n_pending × ndim numbers
 */
void
sonde_learner_get_pending (SondeLearner *self,
                           double       *points)
{
  g_return_if_fail (SONDE_IS_LEARNER (self));

  SONDE_LEARNER_GET_CLASS (self)->get_pending (self, points);
}

/**
 * sonde_learner_foreach_loss:
 * @real: whether to go through the cells between known points, or those between known and pending ones
 * @func: (scope call): called for each; it must not change the learner
 * @user_data: for @func
 *
 * Goes through the cells in the order in which they would be chosen.
 */
void
sonde_learner_foreach_loss (SondeLearner  *self,
                            gboolean       real,
                            SondeCellFunc  func,
                            gpointer       user_data)
{
  sonde_learner_foreach_worst (self, real, G_MAXUINT, func, user_data);
}

/**
 * sonde_learner_foreach_worst:
 * @real: whether to go through the cells between known points, or those between known and pending ones
 * @most: how many cells at most
 * @func: (scope call): called for each; it must not change the learner
 * @user_data: for @func
 *
 * Goes through the cells that would be chosen first, in that order, at a cost by their number and not by that of all.
 */
void
sonde_learner_foreach_worst (SondeLearner  *self,
                             gboolean       real,
                             guint          most,
                             SondeCellFunc  func,
                             gpointer       user_data)
{
  g_return_if_fail (SONDE_IS_LEARNER (self));
  g_return_if_fail (func != NULL);

  if (SONDE_LEARNER_GET_CLASS (self)->foreach_loss != NULL)
    SONDE_LEARNER_GET_CLASS (self)->foreach_loss (self, real, most, func, user_data);
}

/**
 * sonde_learner_get_n_nested:
 * @x: a point
 *
 * A point of many learners is written as the number of one of them and a point of that, [child, point].
 *
 * Returns: how many coordinates the inner point has; 0 if points are plain
 */
guint
sonde_learner_get_n_nested (SondeLearner *self,
                            const double *x)
{
  g_return_val_if_fail (SONDE_IS_LEARNER (self), 0);

  return SONDE_LEARNER_GET_CLASS (self)->n_nested != NULL ? SONDE_LEARNER_GET_CLASS (self)->n_nested (self, x) : 0;
}

/**
 * sonde_learner_get_argument_domain:
 *
 * Returns: (transfer none) (nullable): what the function is called with where that is something else than the point, such as the columns
 *   that the index of a sequence stands for
 */
SondeDomain *
sonde_learner_get_argument_domain (SondeLearner *self)
{
  g_return_val_if_fail (SONDE_IS_LEARNER (self), NULL);

  if (SONDE_LEARNER_GET_CLASS (self)->argument_domain == NULL)
    return NULL;
  return SONDE_LEARNER_GET_CLASS (self)->argument_domain (self);
}

/**
 * sonde_learner_get_arguments:
 * @x: a point
 * @arguments: (out caller-allocates): room for a number for each variable of sonde_learner_get_argument_domain(), which must have one
 */
void
sonde_learner_get_arguments (SondeLearner *self,
                             const double *x,
                             double       *arguments)
{
  g_return_if_fail (SONDE_IS_LEARNER (self));
  g_return_if_fail (SONDE_LEARNER_GET_CLASS (self)->argument_domain != NULL);

  SONDE_LEARNER_GET_CLASS (self)->get_arguments (self, x, arguments);
}

/**
 * sonde_learner_get_info:
 *
 * Returns: (transfer full): numbers that only this kind of learner has; often empty
 */
JsonObject *
sonde_learner_get_info (SondeLearner *self)
{
  JsonObject *info = json_object_new ();

  g_return_val_if_fail (SONDE_IS_LEARNER (self), info);

  if (SONDE_LEARNER_GET_CLASS (self)->get_info != NULL)
    SONDE_LEARNER_GET_CLASS (self)->get_info (self, info);
  return info;
}
