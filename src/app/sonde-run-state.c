/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The one place that says in words and colour where a run is: section 5 of the look. */

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "app/setup/sonde-field.h"
#include "app/sonde-format.h"
#include "app/sonde-run-state.h"
#include "study/sonde-trust.h"

/**
 * sonde_run_state_of:
 *
 * Returns: the runner's status, or for a file that was opened and not continued yet, that in which it was left. One that was
 *   killed while running counts as cancelled: what was told is kept.
 */
SondeStatus
sonde_run_state_of (SondeRun *run)
{
  SondeStatus status = sonde_runner_get_status (sonde_run_get_runner (run));

  if (status != SONDE_STATUS_IDLE || !sonde_run_has_results (run))
    return status;
  status = sonde_run_get_last_status (run);
  return status == SONDE_STATUS_RUNNING || status == SONDE_STATUS_IDLE ? SONDE_STATUS_CANCELLED : status;
}

/**
 * sonde_run_state_is_interrupted:
 *
 * Returns: whether nobody ended it: the program was killed, or the power failed, and it was not continued yet
 */
gboolean
sonde_run_state_is_interrupted (SondeRun *run)
{
  SondeStatus last = sonde_run_get_last_status (run);

  return sonde_runner_get_status (sonde_run_get_runner (run)) == SONDE_STATUS_IDLE && sonde_run_has_results (run) &&
         !sonde_run_get_following (run) && (last == SONDE_STATUS_RUNNING || last == SONDE_STATUS_IDLE);
}

gboolean
sonde_run_state_is_active (SondeStatus status)
{
  return status == SONDE_STATUS_RUNNING || status == SONDE_STATUS_PAUSED;
}

static char *
count_points (SondeRun *run)
{
  guint n = sonde_learner_get_npoints (sonde_run_get_learner (run));
  g_autofree char *count = sonde_format_count (n);

  /* Translators: %s is a number with spaces between thousands */
  return g_strdup_printf (ngettext ("%s point", "%s points", n), count);
}

static char *
count_kept (SondeRun *run)
{
  guint n = sonde_learner_get_npoints (sonde_run_get_learner (run));
  g_autofree char *count = sonde_format_count (n);

  return g_strdup_printf (ngettext ("%s point kept", "%s points kept", n), count);
}

static char *
what_is_wrong (const char       *path,
               SondeStudyEditor *editor)
{
  g_autofree char *kind = sonde_study_editor_get_text (editor, "function.kind");

  if (path == NULL)
    return g_strdup (_("the study has an error"));
  if (g_str_has_prefix (path, "function.parameters"))
    return g_strdup (_("a parameter has an error"));
  if (g_str_has_prefix (path, "function"))
    return g_strdup (g_str_equal (kind, "formula") ? _("the formula has an error") : _("the function has an error"));
  if (g_str_has_prefix (path, "domain"))
    return g_strdup (_("the domain has an error"));
  if (g_str_has_prefix (path, "goal"))
    return g_strdup (_("the goal has an error"));
  if (g_str_has_prefix (path, "learner"))
    return g_strdup (_("the learner has an error"));
  return g_strdup (_("a setting has an error"));
}

static void
describe_idle (SondeRunState    *self,
               SondeStudyEditor *editor)
{
  const char *path = NULL;
  const char *problem = sonde_study_editor_get_first_problem (editor, &path);

  if (problem != NULL)
    {
      g_autofree char *wrong = what_is_wrong (path, editor);

      self->icon_name = "dialog-warning-symbolic";
      self->text = g_strdup_printf (_("Not ready · %s"), wrong);
      self->short_text = g_strdup (_("Not ready"));
      return;
    }
  self->icon_name = "media-playback-start-symbolic";
  self->text = g_strdup (_("Ready"));
  self->short_text = g_strdup (_("Ready"));
}

static void
describe_running (SondeRunState   *self,
                  SondeRun        *run,
                  SondeRunHistory *history)
{
  double earliest, latest;

  self->icon_name = "sonde-running-symbolic";
  self->css_class = "state-running";
  self->short_text = g_strdup (_("Running"));
  if (sonde_run_history_not_converging (history))
    self->text = g_strdup (_("Running · not converging"));
  else if (sonde_run_history_estimate (history, &earliest, &latest))
    {
      g_autofree char *range = sonde_format_span_range (earliest, latest);

      self->text = g_strdup_printf (_("Running · about %s to goal"), range);
    }
  else
    {
      g_autofree char *points = count_points (run);

      self->text = g_strdup_printf (_("Running · %s"), points);
    }
}

static void
describe_ended (SondeRunState *self,
                SondeRun      *run)
{
  g_autofree char *kept = count_kept (run);
  g_autofree char *span = sonde_format_span (sonde_run_get_elapsed (run));

  if (self->status == SONDE_STATUS_FINISHED)
    {
      self->icon_name = "emblem-ok-symbolic";
      self->css_class = "state-finished";
      self->text = g_strdup_printf (_("Finished · goal reached in %s"), span);
      self->short_text = g_strdup (_("Finished"));
    }
  else if (self->status == SONDE_STATUS_FAILED)
    {
      self->icon_name = "dialog-error-symbolic";
      self->css_class = "state-failed";
      self->text = g_strdup_printf (_("Stopped after failures · %s"), kept);
      self->short_text = g_strdup (_("Failed"));
    }
  else
    {
      gboolean interrupted = sonde_run_state_is_interrupted (run);

      self->icon_name = "media-playback-stop-symbolic";
      self->text = g_strdup_printf (interrupted ? _("Interrupted · %s") : _("Cancelled · %s"), kept);
      self->short_text = g_strdup (interrupted ? _("Interrupted") : _("Cancelled"));
    }
}

/* Another program runs it: here it is only looked at. */
static void
describe_following (SondeRunState *self,
                    SondeRun      *run)
{
  g_autofree char *points = count_points (run);

  self->icon_name = "view-reveal-symbolic";
  self->ready = FALSE;
  g_free (self->reason);
  self->reason = g_strdup (_("Another program writes this run. It can be continued here when that has ended."));
  self->text = g_strdup_printf (_("Watching · %s · read-only"), points);
  self->short_text = g_strdup (_("Watching"));
}

/* Before it runs, and after it was opened with results, it has to be trusted; then the rest of the sentence is what the file holds. */
static void
describe_untrusted (SondeRunState *self,
                    SondeRun      *run)
{
  guint n = sonde_learner_get_npoints (sonde_run_get_learner (run));
  g_autofree char *count = sonde_format_count (n);
  g_autofree char *points = g_strdup_printf (ngettext ("%s point from the file", "%s points from the file", n), count);

  self->needs_trust = TRUE;
  self->ready = FALSE;
  self->reason = g_strdup (_("Look at what it would run, then press Trust and Run"));
  if (self->status == SONDE_STATUS_FAILED || self->status == SONDE_STATUS_FINISHED)
    return;
  g_free (self->text);
  g_free (self->short_text);
  self->icon_name = "changes-prevent-symbolic";
  self->css_class = "dim-label";
  self->text = n == 0 ? g_strdup (_("Needs your trust to run")) : g_strdup_printf (_("Needs your trust to run · %s"), points);
  self->short_text = g_strdup (_("Needs your trust"));
}

/**
 * sonde_run_state_init:
 * @self: (out caller-allocates): cleared with sonde_run_state_clear()
 */
void
sonde_run_state_init (SondeRunState    *self,
                      SondeRun         *run,
                      SondeStudyEditor *editor,
                      SondeRunHistory  *history)
{
  memset (self, 0, sizeof *self);
  self->status = sonde_run_state_of (run);
  self->reason = sonde_field_get_first_problem (editor);
  self->ready = self->reason == NULL;
  self->css_class = "dim-label";
  if (sonde_run_get_following (run))
    {
      describe_following (self, run);
      return;
    }
  switch (self->status)
    {
    case SONDE_STATUS_RUNNING:
      describe_running (self, run, history);
      break;
    case SONDE_STATUS_PAUSED:
      {
        g_autofree char *points = count_points (run);

        self->icon_name = "media-playback-pause-symbolic";
        self->css_class = "state-paused";
        self->text = g_strdup_printf (_("Paused · %s"), points);
        self->short_text = g_strdup (_("Paused"));
      }
      break;
    case SONDE_STATUS_CANCELLED:
    case SONDE_STATUS_FAILED:
    case SONDE_STATUS_FINISHED:
      describe_ended (self, run);
      break;
    case SONDE_STATUS_IDLE:
    default:
      describe_idle (self, editor);
      break;
    }
  if (self->ready && !sonde_run_state_is_active (self->status) && !sonde_trust_is_granted (sonde_run_get_study (run)))
    describe_untrusted (self, run);
}

void
sonde_run_state_clear (SondeRunState *self)
{
  g_clear_pointer (&self->text, g_free);
  g_clear_pointer (&self->short_text, g_free);
  g_clear_pointer (&self->reason, g_free);
}
