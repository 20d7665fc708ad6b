/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One result: told to the learner, or noted as a failure and retried or given up. */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "base/sonde-number.h"
#include "runner/sonde-runner-private.h"

static char *
point_to_text (const double *x,
               guint         ndim)
{
  g_autoptr (GString) text = g_string_new (ndim > 1 ? "(" : NULL);
  char buffer[SONDE_NUMBER_LENGTH];

  for (guint i = 0; i < ndim; i++)
    {
      sonde_number_format (x[i], buffer);
      g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", buffer);
    }
  if (ndim > 1)
    g_string_append_c (text, ')');
  return g_strdup (text->str);
}

/* A point failed once more than it may, and the study wants that to end the run. */
static void
give_up (SondeRunner  *self,
         SondeFailure *failure,
         int           code)
{
  g_autofree char *point = point_to_text (sonde_failure_get_x (failure), self->ndim);
  guint attempts = sonde_failure_get_attempts (failure);

  if (attempts == 1)
    _sonde_runner_fail (self, g_error_new (SONDE_RUNNER_ERROR, code, _("The evaluation at %s failed: %s"), point,
                                           sonde_failure_get_message (failure)));
  else
    _sonde_runner_fail (self, g_error_new (SONDE_RUNNER_ERROR, code,
                                           g_dngettext (GETTEXT_PACKAGE, "The evaluation at %s failed %u time: %s",
                                                     "The evaluation at %s failed %u times: %s", attempts),
                                           point, attempts, sonde_failure_get_message (failure)));
}

/* @code is the error of the run if this ends it; @message may go on after an empty line with a traceback. */
void
_sonde_runner_take_failure (SondeRunner  *self,
                            const double *x,
                            int           code,
                            const char   *message)
{
  SondeFailure *failure = _sonde_failure_list_find (self->failures, x);
  gboolean excluded = failure != NULL && sonde_failure_get_excluded (failure);
  gboolean given_up;

  if (failure == NULL)
    failure = _sonde_failure_list_add (self->failures, x);
  else if (_sonde_failure_get_stage (failure) == SONDE_FAILURE_FORGOTTEN)
    _sonde_failure_forgive (failure);
  _sonde_failure_update (failure, sonde_failure_get_attempts (failure) + 1, message);
  self->has_news = TRUE;
  self->has_events = TRUE;
  if (self->sink.failed != NULL)
    self->sink.failed (self->sink_data, x, sonde_failure_get_attempts (failure), message);

  /* it was under way when it was excluded */
  if (excluded && self->sink.excluded != NULL)
    self->sink.excluded (self->sink_data, x);
  if (excluded)
    return;
  given_up = _sonde_failure_exceeds (failure, self->retries);
  _sonde_failure_list_set_stage (self->failures, failure,
                                 !given_up ? SONDE_FAILURE_WAITING
                                 : _sonde_runner_has_ended (self) ? SONDE_FAILURE_FORGOTTEN
                                 : SONDE_FAILURE_GIVEN_UP);
  if (given_up && self->raise_if_retries_exceeded && !_sonde_runner_has_ended (self))
    give_up (self, failure, code);
}

/* Tells a result to the learner and the sink. If the learner refuses it nothing has happened. */
gboolean
_sonde_runner_tell (SondeRunner   *self,
                    const double  *x,
                    const double  *y,
                    guint          vdim,
                    double         seconds,
                    GError       **error)
{
  SondeFailure *failure;

  if (!sonde_learner_tell (self->learner, x, y, vdim, seconds, error))
    return FALSE;
  failure = _sonde_failure_list_find (self->failures, x);
  if (failure != NULL)
    _sonde_failure_list_remove (self->failures, failure);
  self->has_news = TRUE;
  self->has_events = TRUE;
  if (self->sink.told != NULL)
    self->sink.told (self->sink_data, x, y, vdim, seconds);
  return TRUE;
}

static void
take_value (SondeRunner      *self,
            const SondeBatch *batch,
            guint             index)
{
  const double *x = batch->x + (gsize) index * batch->ndim;
  const double *y = batch->y + (gsize) index * SONDE_STRIDE (batch->vdim);
  g_autoptr (GError) fault = NULL;

  if (!_sonde_runner_tell (self, x, y, batch->vdim, batch->seconds[index], &fault))
    _sonde_runner_take_failure (self, x, SONDE_RUNNER_ERROR_LEARNER, fault->message);
}

/* Whether it is told or failed, the event reaches the sink here. */
void
_sonde_runner_take_result (SondeRunner      *self,
                           const SondeBatch *batch,
                           guint             index)
{
  const GError *error = sonde_batch_get_error (batch, index);
  const char *output = sonde_batch_get_output (batch, index);

  if (G_UNLIKELY (output != NULL) && self->sink.printed != NULL)
    {
      self->has_events = TRUE;
      self->sink.printed (self->sink_data, batch->x + (gsize) index * batch->ndim, output);
    }
  if (G_LIKELY (error == NULL))
    take_value (self, batch, index);
  else
    _sonde_runner_take_failure (self, batch->x + (gsize) index * batch->ndim, SONDE_RUNNER_ERROR_RETRIES_EXCEEDED,
                                error->message);
}

/* A point that was cancelled before it was evaluated: not asked for, as far as anyone knows. */
void
_sonde_runner_put_back (SondeRunner  *self,
                        const double *x)
{
  SondeFailure *failure = _sonde_failure_list_find (self->failures, x);

  if (failure != NULL && _sonde_failure_get_stage (failure) == SONDE_FAILURE_RUNNING)
    _sonde_failure_list_set_stage (self->failures, failure, SONDE_FAILURE_WAITING);
  self->must_announce = TRUE;
  self->has_news = TRUE;
}
