/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A run that another program writes, watched as it goes on: what is appended to the file is told to the learner as if it had been
 * evaluated here. The runner stays as it is; it only tells its watchers that there is something new. */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "study/sonde-run-private.h"

/* Somebody who was told of an event has stopped it: what comes after that is not wanted. */
static gboolean
is_stopped (SondeRun  *self,
            GError   **error)
{
  if (self->follower != NULL)
    return FALSE;
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "stopped");
  return TRUE;
}

static gboolean
on_study (gpointer     user_data,
          SondeStudy  *study,
          GError     **error)
{
  SondeRun *self = user_data;
  g_autofree char *folder = _sonde_run_get_folder (self);
  g_autoptr (SondeStudy) resolved = folder != NULL ? sonde_study_resolve (study, folder) : g_object_ref (study);

  if (is_stopped (self, error) || !_sonde_run_check_sampling (self, resolved, error))
    return FALSE;
  _sonde_run_swap_study (self, resolved);
  return TRUE;
}

static gboolean
on_told (gpointer       user_data,
         const double  *x,
         const double  *y,
         guint          vdim,
         double         seconds,
         GError       **error)
{
  SondeRun *self = user_data;

  if (is_stopped (self, error) || !sonde_learner_tell (self->learner, x, y, vdim, seconds, error))
    return FALSE;
  if (G_UNLIKELY (sonde_convergence_is_due (self->convergence, sonde_learner_get_npoints (self->learner))))
    sonde_convergence_look (self->convergence, self->learner, sonde_run_get_elapsed (self));
  sonde_runner_note_told (self->runner, x);
  return TRUE;
}

static void
on_failed (gpointer      user_data,
           const double *x,
           guint         attempt,
           const char   *message)
{
  SondeRun *self = user_data;

  if (self->follower != NULL)
    sonde_runner_restore_failure (self->runner, x, MAX (attempt, 1), message);
}

static void
on_excluded (gpointer      user_data,
             const double *x)
{
  SondeRun *self = user_data;

  if (self->follower != NULL)
    sonde_runner_restore_exclusion (self->runner, x);
}

static void
on_state (gpointer    user_data,
          SondeStatus status,
          gint64      time)
{
  SondeRun *self = user_data;

  if (self->follower == NULL)
    return;
  if (self->last_status == SONDE_STATUS_RUNNING && status != SONDE_STATUS_IDLE)
    self->elapsed += MAX (time - self->status_time, 0) / 1e6;
  self->status_time = time;
  _sonde_run_set_last_status (self, status);
}

static void
on_position (gpointer                user_data,
             const SondeFollowerEnd *end)
{
  SondeRun *self = user_data;
  SondeRunContent *content = &self->content;
  gboolean grew = (gsize) end->offset > content->end.length;

  if (grew)
    {
      content->is_study_only = FALSE;
      content->end.open_line = end->open_line;
    }
  content->end.length = end->offset;
  content->end.n_lines = end->n_lines;
  content->end.torn = end->torn;
  content->size = end->size;
  if (grew)
    _sonde_run_journal_grew (self);
}

static void
on_ended (gpointer    user_data,
          const char *reason)
{
  g_autoptr (SondeRun) self = g_object_ref (SONDE_RUN (user_data));

  g_free (self->follow_error);
  self->follow_error = g_strdup (reason);
  /* What is in the file is not what was read: nothing may be appended to it. */
  if (reason != NULL)
    self->content.size = -1;
  self->locked = FALSE;
  _sonde_run_stop_following (self);
}

static const SondeJournalEvents follow_events = {
  .study = on_study,
  .told = on_told,
  .failed = on_failed,
  .state = on_state,
  .excluded = on_excluded,
};

static const SondeFollowerClient follow_client = { &follow_events, on_position, on_ended };

/**
 * sonde_run_follow:
 * @error: return location for why there is nothing to follow
 *
 * Reads what another program appends to the file, as it comes, until that program lets go of the file, or dies: then this run may go on
 * writing it. Meanwhile it is read-only. A file of which it cannot be seen whether somebody writes it, such as one on another
 * computer, is followed until sonde_run_unfollow().
 *
 * If the file is cut short, damaged or replaced following ends, and the property follow-error says why: to see what is there then
 * it has to be opened again.
 *
 * Returns: whether it is followed now
 */
gboolean
sonde_run_follow (SondeRun  *self,
                  GError   **error)
{
  g_return_val_if_fail (SONDE_IS_RUN (self), FALSE);

  if (self->follower != NULL)
    return TRUE;
  if (self->writer != NULL || self->content.fd < 0)
    {
      g_set_error_literal (error, SONDE_STUDY_ERROR, SONDE_STUDY_ERROR_LOCKED,
                           _("Only a run file that is written by another program can be followed."));
      return FALSE;
    }
  g_clear_pointer (&self->follow_error, g_free);
  self->follower = _sonde_follower_new (self->path, self->content.fd, &self->content.end, self->ndim, self->locked, &follow_client, G_OBJECT (self));
  _sonde_run_notify_following (self);
  return TRUE;
}

/**
 * sonde_run_unfollow:
 *
 * Reads no more of the file than was read.
 */
void
sonde_run_unfollow (SondeRun *self)
{
  g_return_if_fail (SONDE_IS_RUN (self));

  _sonde_run_stop_following (self);
}

void
_sonde_run_stop_following (SondeRun *self)
{
  if (self->follower == NULL)
    return;
  _sonde_follower_free (g_steal_pointer (&self->follower));
  _sonde_run_notify_following (self);
}

/**
 * _sonde_run_refuse_followed:
 *
 * Returns: whether the run is followed, so that nothing can be changed here
 */
gboolean
_sonde_run_refuse_followed (SondeRun  *self,
                            GError   **error)
{
  if (self->follower == NULL)
    return FALSE;
  g_set_error (error, SONDE_STUDY_ERROR, SONDE_STUDY_ERROR_LOCKED,
               _("\"%s\" is being written by another program and can only be watched until that ends. To go on here now, save it under another name."),
               self->path);
  return TRUE;
}

gboolean
sonde_run_get_following (SondeRun *self)
{
  g_return_val_if_fail (SONDE_IS_RUN (self), FALSE);

  return self->follower != NULL;
}

/**
 * sonde_run_is_locked:
 *
 * Returns: whether another program, or another window, writes the file: as of opening it, and while it is followed
 */
gboolean
sonde_run_is_locked (SondeRun *self)
{
  g_return_val_if_fail (SONDE_IS_RUN (self), FALSE);

  return self->locked;
}

/**
 * sonde_run_get_follow_error:
 *
 * Returns: (nullable): why following stopped before the other program was done, one translated sentence with the remedy
 */
const char *
sonde_run_get_follow_error (SondeRun *self)
{
  g_return_val_if_fail (SONDE_IS_RUN (self), NULL);

  return self->follow_error;
}
