/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What becomes of points that failed, beyond the retries of the run: counted, taken up from an earlier session, and what a person
 * decides about them: try again, do without, or take as a gap. */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "runner/sonde-runner-private.h"

/* The learner need not ask for it while the run goes on. */
void
_sonde_runner_let_wait (SondeRunner  *self,
                        SondeFailure *failure)
{
  _sonde_failure_list_set_stage (self->failures, failure, SONDE_FAILURE_WAITING);
  if (!_sonde_runner_has_ended (self))
    sonde_learner_tell_pending (self->learner, sonde_failure_get_x (failure));
}

/* Points that are excluded are as good as asked for, whether it runs or not: so a bound that cannot be evaluated is no bound that is
 * missing. */
void
_sonde_runner_announce_excluded (SondeRunner *self)
{
  guint n = _sonde_failure_list_count (self->failures, SONDE_FAILURE_EXCLUDED);

  for (guint i = 0; n > 0; i++)
    {
      SondeFailure *failure = _sonde_failure_list_get (self->failures, i);

      if (!sonde_failure_get_excluded (failure))
        continue;
      sonde_learner_tell_pending (self->learner, sonde_failure_get_x (failure));
      n--;
    }
}

/**
 * sonde_runner_get_failures:
 *
 * Returns: (transfer none): a list of [class@Failure], in the order in which the points first failed
 */
GListModel *
sonde_runner_get_failures (SondeRunner *self)
{
  g_return_val_if_fail (SONDE_IS_RUNNER (self), NULL);

  return G_LIST_MODEL (self->failures);
}

/**
 * sonde_runner_get_nfailed:
 *
 * Returns: how many points have failed and are not going to be retried
 */
guint
sonde_runner_get_nfailed (SondeRunner *self)
{
  g_return_val_if_fail (SONDE_IS_RUNNER (self), 0);

  return _sonde_failure_list_count (self->failures, SONDE_FAILURE_GIVEN_UP)
         + _sonde_failure_list_count (self->failures, SONDE_FAILURE_FORGOTTEN)
         + _sonde_failure_list_count (self->failures, SONDE_FAILURE_EXCLUDED);
}

/**
 * sonde_runner_get_n_to_retry:
 *
 * Returns: how many points have failed and are being retried, or will be
 */
guint
sonde_runner_get_n_to_retry (SondeRunner *self)
{
  g_return_val_if_fail (SONDE_IS_RUNNER (self), 0);

  return _sonde_failure_list_count (self->failures, SONDE_FAILURE_WAITING)
         + _sonde_failure_list_count (self->failures, SONDE_FAILURE_RUNNING);
}

/**
 * sonde_runner_restore_failure:
 * @x: a point that failed and has no value since
 * @attempts: how often it has failed, at least once
 * @message: the last message, with its traceback
 *
 * Takes up a failure of an earlier session, before the run is continued. It is retried if it has not failed more often than it
 * may. Nothing is told to the sink.
 */
void
sonde_runner_restore_failure (SondeRunner  *self,
                              const double *x,
                              guint         attempts,
                              const char   *message)
{
  SondeFailure *failure;

  g_return_if_fail (SONDE_IS_RUNNER (self));
  g_return_if_fail (_sonde_runner_has_ended (self));
  g_return_if_fail (x != NULL && attempts > 0 && message != NULL);

  failure = _sonde_failure_list_find (self->failures, x);
  if (failure == NULL)
    failure = _sonde_failure_list_add (self->failures, x);
  _sonde_failure_update (failure, attempts, message);
  _sonde_failure_list_set_stage (self->failures, failure,
                                 _sonde_failure_exceeds (failure, self->retries) ? SONDE_FAILURE_FORGOTTEN
                                                                                 : SONDE_FAILURE_WAITING);
  _sonde_runner_schedule (self);
}

/**
 * sonde_runner_note_told:
 * @x: a point
 *
 * Somebody else has told the learner the value of @x, such as the file of a run that goes on elsewhere. If it had failed it has not any
 * more, and whoever watches this runner is told in the next slice, as if it had been its own. Nothing is told to the sink.
 */
void
sonde_runner_note_told (SondeRunner  *self,
                        const double *x)
{
  SondeFailure *failure;

  g_return_if_fail (SONDE_IS_RUNNER (self));
  g_return_if_fail (_sonde_runner_has_ended (self));
  g_return_if_fail (x != NULL);

  failure = _sonde_failure_list_find (self->failures, x);
  if (G_UNLIKELY (failure != NULL))
    _sonde_failure_list_remove (self->failures, failure);
  self->has_news = TRUE;
  _sonde_runner_schedule (self);
}

/**
 * sonde_runner_restore_exclusion:
 * @x: a point whose failure was restored
 *
 * Takes up that the point was excluded in an earlier session. Nothing is told to the sink.
 */
void
sonde_runner_restore_exclusion (SondeRunner  *self,
                                const double *x)
{
  SondeFailure *failure;

  g_return_if_fail (SONDE_IS_RUNNER (self));
  g_return_if_fail (_sonde_runner_has_ended (self));

  failure = _sonde_failure_list_find (self->failures, x);
  if (failure == NULL)
    return;
  _sonde_failure_list_set_stage (self->failures, failure, SONDE_FAILURE_EXCLUDED);
  sonde_learner_tell_pending (self->learner, x);
  self->has_news = TRUE;
  _sonde_runner_schedule (self);
}

static gboolean
is_listed (SondeRunner  *self,
           SondeFailure *failure)
{
  return _sonde_failure_list_find (self->failures, sonde_failure_get_x (failure)) == failure;
}

/* Lets a point that was given up wait for another try, with all its retries. */
static void
try_again (SondeRunner  *self,
           SondeFailure *failure)
{
  if (!sonde_failure_get_given_up (failure) || _sonde_runner_is_in_flight (self, sonde_failure_get_x (failure)))
    return;
  _sonde_failure_forgive (failure);
  _sonde_runner_let_wait (self, failure);
  self->has_news = TRUE;
}

/**
 * sonde_runner_retry:
 * @failure: one of the runner's failures
 *
 * Tries a point again that was given up, with all its retries: at once if the run goes on, else when it is started again.
 */
void
sonde_runner_retry (SondeRunner  *self,
                    SondeFailure *failure)
{
  g_return_if_fail (SONDE_IS_RUNNER (self));
  g_return_if_fail (SONDE_IS_FAILURE (failure));

  if (!is_listed (self, failure))
    return;
  try_again (self, failure);
  _sonde_runner_schedule (self);
}

/**
 * sonde_runner_retry_all:
 *
 * Has every point that was given up tried again, as [method@Runner.retry] does, but for those that are excluded.
 */
void
sonde_runner_retry_all (SondeRunner *self)
{
  g_return_if_fail (SONDE_IS_RUNNER (self));

  for (guint i = 0; i < _sonde_failure_list_get_length (self->failures); i++)
    {
      SondeFailure *failure = _sonde_failure_list_get (self->failures, i);

      if (!sonde_failure_get_excluded (failure))
        try_again (self, failure);
    }
  _sonde_runner_schedule (self);
}

/**
 * sonde_runner_exclude:
 * @failure: one of the runner's failures
 *
 * Gives the point up for good: it is not retried and not asked for again, in this run and all that continue it, and the run does not
 * fail because of it. It stays in the list. [method@Runner.retry] takes this back. Should the point be under way, its result is
 * told if there is one.
 */
void
sonde_runner_exclude (SondeRunner  *self,
                      SondeFailure *failure)
{
  g_return_if_fail (SONDE_IS_RUNNER (self));
  g_return_if_fail (SONDE_IS_FAILURE (failure));

  if (!is_listed (self, failure) || sonde_failure_get_excluded (failure))
    return;
  g_object_ref (self);
  _sonde_failure_list_set_stage (self->failures, failure, SONDE_FAILURE_EXCLUDED);
  sonde_learner_tell_pending (self->learner, sonde_failure_get_x (failure));
  self->has_news = TRUE;
  self->has_events = TRUE;
  if (self->sink.excluded != NULL)
    self->sink.excluded (self->sink_data, sonde_failure_get_x (failure));
  _sonde_runner_report_now (self);
  _sonde_runner_schedule (self);
  g_object_unref (self);
}

/* A value of the shape of those that are known, all of it NaN; NULL while none is known. */
static double *
make_gap (SondeRunner *self,
          guint       *vdim)
{
  const SondePoints *points = sonde_learner_get_points (self->learner);
  double *y;

  if (points->n == 0)
    return NULL;
  *vdim = points->is_vector ? points->vdim : SONDE_SCALAR;
  y = g_new (double, points->vdim);
  for (guint i = 0; i < points->vdim; i++)
    y[i] = NAN;
  return y;
}

/**
 * sonde_runner_accept_as_nan:
 * @failure: one of the runner's failures
 * @error: return location for %SONDE_RUNNER_ERROR_NOT_NOW: the point is under way, or no value is known yet and so not how many numbers
 *   one has
 *
 * Tells that the function has no value at this point: a gap like any NaN that a function returns. The failure leaves the list.
 *
 * Returns: whether it was told
 */
gboolean
sonde_runner_accept_as_nan (SondeRunner   *self,
                            SondeFailure  *failure,
                            GError       **error)
{
  g_autofree double *y = NULL;
  g_autoptr (SondeFailure) alive = NULL;
  const double *x;
  gboolean told;
  guint vdim = 0;

  g_return_val_if_fail (SONDE_IS_RUNNER (self), FALSE);
  g_return_val_if_fail (SONDE_IS_FAILURE (failure), FALSE);
  g_return_val_if_fail (is_listed (self, failure), FALSE);

  x = sonde_failure_get_x (failure);
  if (_sonde_runner_is_in_flight (self, x))
    {
      g_set_error_literal (error, SONDE_RUNNER_ERROR, SONDE_RUNNER_ERROR_NOT_NOW,
                           _("This point is being tried again at the moment: wait for its result"));
      return FALSE;
    }
  y = make_gap (self, &vdim);
  if (y == NULL)
    {
      g_set_error_literal (error, SONDE_RUNNER_ERROR, SONDE_RUNNER_ERROR_NOT_NOW,
                           _("No value is known yet, nor how many numbers one has: wait for the first result"));
      return FALSE;
    }
  alive = g_object_ref (failure);
  g_object_ref (self);
  told = _sonde_runner_tell (self, x, y, vdim, NAN, error);
  _sonde_runner_report_now (self);
  _sonde_runner_schedule (self);
  g_object_unref (self);
  return told;
}
