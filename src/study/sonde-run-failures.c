/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a person decides about points that failed, so that the file knows: before anything changes the journal is open, or the error
 * says why it cannot be. */

#include "config.h"

#include "study/sonde-run-private.h"

/**
 * sonde_run_accept_as_nan:
 * @failure: one of the runner's failures
 * @error: return location for why the journal cannot be written, or an error of the runner
 *
 * As [method@Runner.accept_as_nan], also while the run does not go on: the result is in the file as any other.
 *
 * Returns: whether it was done; if not nothing has changed
 */
gboolean
sonde_run_accept_as_nan (SondeRun      *self,
                         SondeFailure  *failure,
                         GError       **error)
{
  g_return_val_if_fail (SONDE_IS_RUN (self), FALSE);

  return _sonde_run_open_writer (self, error) && sonde_runner_accept_as_nan (self->runner, failure, error);
}

/**
 * sonde_run_exclude:
 * @failure: one of the runner's failures
 * @error: return location for why the journal cannot be written
 *
 * As [method@Runner.exclude], also while the run does not go on: it is remembered in the file.
 *
 * Returns: whether it was done; if not nothing has changed
 */
gboolean
sonde_run_exclude (SondeRun      *self,
                   SondeFailure  *failure,
                   GError       **error)
{
  g_return_val_if_fail (SONDE_IS_RUN (self), FALSE);

  if (!_sonde_run_open_writer (self, error))
    return FALSE;
  sonde_runner_exclude (self->runner, failure);
  return TRUE;
}
