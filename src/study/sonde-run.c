/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "study/sonde-run-private.h"
#include "study/sonde-study-private.h"
#include "study/sonde-trust.h"

G_DEFINE_FINAL_TYPE (SondeRun, sonde_run, G_TYPE_OBJECT)

/* Letters of a file's name, taken from a title. */
#define MAX_NAME 80

enum
{
  PROP_0,
  PROP_STUDY,
  PROP_LEARNER,
  PROP_RUNNER,
  PROP_FILE,
  PROP_TITLE,
  PROP_DRAFT,
  PROP_READ_ONLY,
  PROP_SAVE_ERROR,
  PROP_COMMAND_ERROR,
  PROP_LAST_STATUS,
  PROP_LOCKED,
  PROP_FOLLOWING,
  PROP_FOLLOW_ERROR,
  N_PROPS
};

enum
{
  SIGNAL_RESTARTED,
  SIGNAL_JOURNAL_CHANGED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

/* What the study calls its function: the formula itself, or the name of what is called. */
static const char *
get_function_title (SondeStudy *study)
{
  static const char *const members[] = { "expression", "name", "symbol", "file" };
  JsonObject *spec = sonde_study_get_function_spec (study);

  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    {
      JsonNode *node = json_object_get_member (spec, members[i]);

      if (node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
        return json_node_get_string (node);
    }
  return "";
}

/**
 * _sonde_run_get_title:
 *
 * Returns: what the run is called: the title of its study, else after its file, else after its function
 */
const char *
_sonde_run_get_title (SondeRun *self)
{
  const char *title = sonde_study_get_title (self->study);

  if (title == NULL || *title == '\0')
    title = self->name;
  if (title == NULL)
    title = get_function_title (self->study);
  return *title != '\0' ? title : _("Untitled");
}

static void
sonde_run_get_property (GObject    *object,
                        guint       prop_id,
                        GValue     *value,
                        GParamSpec *pspec)
{
  SondeRun *self = SONDE_RUN (object);

  switch (prop_id)
    {
    case PROP_STUDY:
      g_value_set_object (value, self->study);
      break;
    case PROP_LEARNER:
      g_value_set_object (value, self->learner);
      break;
    case PROP_RUNNER:
      g_value_set_object (value, self->runner);
      break;
    case PROP_FILE:
      g_value_set_object (value, self->file);
      break;
    case PROP_TITLE:
      g_value_set_string (value, _sonde_run_get_title (self));
      break;
    case PROP_DRAFT:
      g_value_set_boolean (value, self->is_draft);
      break;
    case PROP_READ_ONLY:
      g_value_set_boolean (value, self->read_only || self->follower != NULL);
      break;
    case PROP_SAVE_ERROR:
      g_value_set_string (value, self->save_error);
      break;
    case PROP_COMMAND_ERROR:
      g_value_set_string (value, self->command_error);
      break;
    case PROP_LAST_STATUS:
      g_value_set_enum (value, self->last_status);
      break;
    case PROP_LOCKED:
      g_value_set_boolean (value, self->locked);
      break;
    case PROP_FOLLOWING:
      g_value_set_boolean (value, self->follower != NULL);
      break;
    case PROP_FOLLOW_ERROR:
      g_value_set_string (value, self->follow_error);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_run_drop_runner (SondeRun *self)
{
  if (self->runner == NULL)
    return;
  sonde_runner_set_sink (self->runner, NULL, NULL);
  sonde_runner_abandon (self->runner);
  g_clear_object (&self->runner);
}

static void
sonde_run_dispose (GObject *object)
{
  SondeRun *self = SONDE_RUN (object);

  if (self->runner != NULL)
    sonde_run_close (self, FALSE);
  sonde_run_drop_runner (self);
  G_OBJECT_CLASS (sonde_run_parent_class)->dispose (object);
}

static void
sonde_run_finalize (GObject *object)
{
  SondeRun *self = SONDE_RUN (object);

  if (self->content.fd >= 0)
    close (self->content.fd);
  g_clear_object (&self->study);
  g_clear_object (&self->learner);
  g_clear_object (&self->file);
  sonde_convergence_free (self->convergence);
  g_object_unref (self->printouts);
  g_free (self->path);
  g_free (self->name);
  g_free (self->save_error);
  g_free (self->command_error);
  g_free (self->follow_error);
  G_OBJECT_CLASS (sonde_run_parent_class)->finalize (object);
}

static void
sonde_run_class_init (SondeRunClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = sonde_run_get_property;
  object_class->dispose = sonde_run_dispose;
  object_class->finalize = sonde_run_finalize;

  properties[PROP_STUDY] = g_param_spec_object ("study", NULL, NULL, SONDE_TYPE_STUDY, flags);
  properties[PROP_LEARNER] = g_param_spec_object ("learner", NULL, NULL, SONDE_TYPE_LEARNER, flags);
  properties[PROP_RUNNER] = g_param_spec_object ("runner", NULL, NULL, SONDE_TYPE_RUNNER, flags);
  properties[PROP_FILE] = g_param_spec_object ("file", NULL, NULL, G_TYPE_FILE, flags);
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  properties[PROP_DRAFT] = g_param_spec_boolean ("draft", NULL, NULL, TRUE, flags);
  properties[PROP_READ_ONLY] = g_param_spec_boolean ("read-only", NULL, NULL, FALSE, flags);
  properties[PROP_COMMAND_ERROR] = g_param_spec_string ("command-error", NULL, NULL, NULL, flags);
  properties[PROP_SAVE_ERROR] = g_param_spec_string ("save-error", NULL, NULL, NULL, flags);
  properties[PROP_LAST_STATUS] = g_param_spec_enum ("last-status", NULL, NULL, SONDE_TYPE_STATUS, SONDE_STATUS_IDLE, flags);
  properties[PROP_LOCKED] = g_param_spec_boolean ("locked", NULL, NULL, FALSE, flags);
  properties[PROP_FOLLOWING] = g_param_spec_boolean ("following", NULL, NULL, FALSE, flags);
  properties[PROP_FOLLOW_ERROR] = g_param_spec_string ("follow-error", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  /**
   * SondeRun::restarted:
   *
   * Learner and runner were replaced, since the study was edited before it had results.
   */
  signals[SIGNAL_RESTARTED] =
    g_signal_new ("restarted", SONDE_TYPE_RUN, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  /**
   * SondeRun::journal-changed:
   *
   * There are more lines in the run file, at most once a slice.
   */
  signals[SIGNAL_JOURNAL_CHANGED] =
    g_signal_new ("journal-changed", SONDE_TYPE_RUN, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
sonde_run_init (SondeRun *self)
{
  self->content.fd = -1;
  self->convergence = sonde_convergence_new ();
  self->printouts = sonde_printout_list_new ();
  self->running_since = -1;
  self->is_draft = TRUE;
  self->last_status = SONDE_STATUS_IDLE;
}

static void
sonde_run_apply_execution (SondeRun *self)
{
  sonde_runner_set_goal (self->runner, sonde_study_get_goal (self->study));
  sonde_runner_set_ntasks (self->runner, sonde_study_get_ntasks (self->study));
  sonde_runner_set_retries (self->runner, sonde_study_get_retries (self->study));
  sonde_runner_set_raise_if_retries_exceeded (self->runner, sonde_study_get_raise_if_retries_exceeded (self->study));
  sonde_runner_set_max_rate (self->runner, sonde_study_get_max_rate (self->study));
  sonde_executor_set_timeout (sonde_runner_get_executor (self->runner), sonde_study_get_timeout (self->study));
  sonde_runner_set_log (self->runner, sonde_study_get_log (self->study));
  sonde_runner_set_shutdown_executor (self->runner, sonde_study_get_shutdown_executor (self->study));
}

static void
sonde_run_make_runner (SondeRun *self)
{
  g_autoptr (SondeFunction) function = sonde_study_create_function (self->study);
  g_autoptr (SondeExecutor) executor = sonde_study_create_executor (self->study);

  self->ndim = sonde_learner_get_ndim (self->learner);
  self->runner = sonde_runner_new (self->learner, function, executor, sonde_study_get_goal (self->study));
  sonde_run_apply_execution (self);
  sonde_runner_set_sink (self->runner, &_sonde_run_sink, self);
}

/**
 * _sonde_run_new_loaded:
 * @learner: with what was told
 *
 * Returns: (transfer full): a run without a file
 */
SondeRun *
_sonde_run_new_loaded (SondeStudy   *study,
                       SondeLearner *learner)
{
  SondeRun *self = g_object_new (SONDE_TYPE_RUN, NULL);

  self->study = g_object_ref (study);
  self->learner = g_object_ref (learner);
  sonde_run_make_runner (self);
  return self;
}

/**
 * sonde_run_new:
 *
 * Returns: (transfer full): a run of @study without results and without a file. Its journal is a draft in the user's data folder,
 *   written from the moment it starts.
 */
SondeRun *
sonde_run_new (SondeStudy *study)
{
  g_autoptr (SondeLearner) learner = NULL;

  g_return_val_if_fail (SONDE_IS_STUDY (study), NULL);

  learner = sonde_study_create_learner (study);
  return _sonde_run_new_loaded (study, learner);
}

static void
sonde_run_set_name (SondeRun   *self,
                    const char *path)
{
  g_autofree char *base = g_path_get_basename (path);
  char *dot = strrchr (base, '.');

  if (dot != NULL && dot != base)
    *dot = '\0';
  g_free (self->name);
  self->name = g_steal_pointer (&base);
}

/**
 * _sonde_run_get_folder:
 *
 * Returns: (transfer full) (nullable): the folder that paths in the journal count from; %NULL for a draft, which has them absolute, since
 *   its folder is nobody's
 */
char *
_sonde_run_get_folder (SondeRun *self)
{
  return self->is_draft ? NULL : _sonde_study_get_folder (self->path);
}

/**
 * _sonde_run_set_file:
 * @path: where the journal is from now on
 */
void
_sonde_run_set_file (SondeRun   *self,
                     const char *path,
                     gboolean    is_draft)
{
  g_autofree char *copy = g_strdup (path);

  g_free (self->path);
  self->path = g_steal_pointer (&copy);
  self->is_draft = is_draft;
  self->read_only = g_access (self->path, W_OK) != 0;
  g_clear_object (&self->file);
  if (!is_draft)
    {
      self->file = g_file_new_for_path (self->path);
      sonde_run_set_name (self, self->path);
    }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FILE]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DRAFT]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_READ_ONLY]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TITLE]);
}

/**
 * _sonde_run_set_name_from:
 * @path: a study (*.json) from which the run was made
 */
void
_sonde_run_set_name_from (SondeRun   *self,
                          const char *path)
{
  sonde_run_set_name (self, path);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TITLE]);
}

void
_sonde_run_set_save_error (SondeRun   *self,
                           const char *sentence)
{
  if (g_strcmp0 (self->save_error, sentence) == 0)
    return;
  g_free (self->save_error);
  self->save_error = g_strdup (sentence);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SAVE_ERROR]);
}

void
_sonde_run_set_last_status (SondeRun    *self,
                            SondeStatus  status)
{
  if (self->last_status == status)
    return;
  self->last_status = status;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LAST_STATUS]);
}

void
_sonde_run_journal_grew (SondeRun *self)
{
  g_signal_emit (self, signals[SIGNAL_JOURNAL_CHANGED], 0);
}

/**
 * _sonde_run_notify_following:
 *
 * Following has begun or ended, or the file is locked or unlocked.
 */
void
_sonde_run_notify_following (SondeRun *self)
{
  g_object_freeze_notify (G_OBJECT (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOCKED]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FOLLOWING]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FOLLOW_ERROR]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_READ_ONLY]);
  g_object_thaw_notify (G_OBJECT (self));
}

void
_sonde_run_set_command_error (SondeRun   *self,
                              const char *sentence)
{
  if (g_strcmp0 (self->command_error, sentence) == 0)
    return;
  g_free (self->command_error);
  self->command_error = g_strdup (sentence);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COMMAND_ERROR]);
}

SondeStudy *
sonde_run_get_study (SondeRun *self)
{
  g_return_val_if_fail (SONDE_IS_RUN (self), NULL);

  return self->study;
}

SondeLearner *
sonde_run_get_learner (SondeRun *self)
{
  g_return_val_if_fail (SONDE_IS_RUN (self), NULL);

  return self->learner;
}

SondeRunner *
sonde_run_get_runner (SondeRun *self)
{
  g_return_val_if_fail (SONDE_IS_RUN (self), NULL);

  return self->runner;
}

/**
 * sonde_run_get_convergence:
 *
 * Returns: (transfer none): how loss and estimated error fell, from the first result on, also when that was read from a file
 */
SondeConvergence *
sonde_run_get_convergence (SondeRun *self)
{
  g_return_val_if_fail (SONDE_IS_RUN (self), NULL);

  return self->convergence;
}

/**
 * sonde_run_get_printouts:
 *
 * Returns: (transfer none): what the function printed since the run was made or opened
 */
SondePrintoutList *
sonde_run_get_printouts (SondeRun *self)
{
  g_return_val_if_fail (SONDE_IS_RUN (self), NULL);

  return self->printouts;
}

/**
 * sonde_run_get_file:
 *
 * Returns: (transfer none) (nullable): where the run is saved; %NULL while it is a draft
 */
GFile *
sonde_run_get_file (SondeRun *self)
{
  g_return_val_if_fail (SONDE_IS_RUN (self), NULL);

  return self->file;
}

/**
 * sonde_run_is_draft:
 *
 * Returns: whether nobody has given the run a file yet
 */
gboolean
sonde_run_is_draft (SondeRun *self)
{
  g_return_val_if_fail (SONDE_IS_RUN (self), TRUE);

  return self->is_draft;
}

/**
 * sonde_run_get_last_status:
 *
 * Returns: the status that the file has last; %SONDE_STATUS_RUNNING right after opening a run that was killed
 */
SondeStatus
sonde_run_get_last_status (SondeRun *self)
{
  g_return_val_if_fail (SONDE_IS_RUN (self), SONDE_STATUS_IDLE);

  return self->last_status;
}

/**
 * sonde_run_get_elapsed:
 *
 * Returns: for how many seconds it has been running, over all times. For a run that was killed up to the last line that says so, which
 *   is written every saving.interval seconds; while it is followed up to now
 */
double
sonde_run_get_elapsed (SondeRun *self)
{
  g_return_val_if_fail (SONDE_IS_RUN (self), 0);

  if (self->follower != NULL && self->last_status == SONDE_STATUS_RUNNING)
    return self->elapsed + MAX (_sonde_run_get_real (self) - self->status_time, 0) / 1e6;
  if (self->running_since < 0)
    return self->elapsed;
  return self->elapsed + (_sonde_run_get_monotonic (self) - self->running_since) / 1e9;
}

gboolean
sonde_run_has_results (SondeRun *self)
{
  g_return_val_if_fail (SONDE_IS_RUN (self), FALSE);

  return sonde_learner_get_nsamples (self->learner) > 0;
}

/**
 * sonde_run_suggest_name:
 *
 * Returns: (transfer full): a name for the file of a run that has none yet, such as "Sharp Peak.sonde"
 */
char *
sonde_run_suggest_name (SondeRun *self)
{
  g_autofree char *name = NULL;
  g_auto (GStrv) stars = NULL;

  g_return_val_if_fail (SONDE_IS_RUN (self), NULL);

  /* a formula has signs that a file cannot have everywhere; 9x is 9*x */
  stars = g_strsplit (_sonde_run_get_title (self), "*", -1);
  name = g_strjoinv ("", stars);
  if (g_utf8_strlen (name, -1) > MAX_NAME)
    *g_utf8_offset_to_pointer (name, MAX_NAME) = '\0';
  g_strdelimit (name, "/\\*?:<>|\"\n\r\t", '-');
  return g_strconcat (g_strstrip (name), ".sonde", NULL);
}

/* The study samples something else than before: learner and runner begin anew. */
static void
sonde_run_restart (SondeRun *self)
{
  sonde_run_drop_runner (self);
  g_clear_object (&self->learner);
  self->learner = sonde_study_create_learner (self->study);
  sonde_convergence_clear (self->convergence);
  sonde_run_make_runner (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LEARNER]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RUNNER]);
  g_signal_emit (self, signals[SIGNAL_RESTARTED], 0);
}

/**
 * _sonde_run_check_sampling:
 *
 * Returns: whether @study may take the place of the study there is
 */
gboolean
_sonde_run_check_sampling (SondeRun    *self,
                           SondeStudy  *study,
                           GError     **error)
{
  SondeStatus status = sonde_runner_get_status (self->runner);

  if (sonde_study_same_sampling (self->study, study))
    return TRUE;
  if (sonde_run_has_results (self))
    g_set_error_literal (error, SONDE_STUDY_ERROR, SONDE_STUDY_ERROR_HAS_RESULTS,
                         _("Function, domain and learner cannot be changed under the results they have led to: make a new study from this one, and change that."));
  else if (status == SONDE_STATUS_RUNNING || status == SONDE_STATUS_PAUSED || sonde_runner_get_draining (self->runner))
    g_set_error_literal (error, SONDE_STUDY_ERROR, SONDE_STUDY_ERROR_HAS_RESULTS,
                         _("Function, domain and learner cannot be changed while the run goes on: cancel it first."));
  else
    return TRUE;
  return FALSE;
}

static void
sonde_run_apply_edit (SondeRun   *self,
                      SondeStudy *before)
{
  if (!sonde_study_same_sampling (before, self->study))
    {
      sonde_run_restart (self);
      return;
    }
  if (!_sonde_study_equal_function (before, self->study))
    {
      g_autoptr (SondeFunction) function = sonde_study_create_function (self->study);

      sonde_runner_set_function (self->runner, function);
    }
  if (!_sonde_study_same_executor (before, self->study))
    {
      g_autoptr (SondeExecutor) executor = sonde_study_create_executor (self->study);

      sonde_runner_set_executor (self->runner, executor);
    }
  _sonde_study_apply_strategy (self->study, self->learner);
  sonde_run_apply_execution (self);
  _sonde_run_reschedule (self);
}

/**
 * _sonde_run_swap_study:
 * @study: one that _sonde_run_check_sampling() allows
 *
 * Applies an edit that is in the journal.
 */
void
_sonde_run_swap_study (SondeRun   *self,
                       SondeStudy *study)
{
  g_autoptr (SondeStudy) before = self->study;

  self->study = g_object_ref (study);
  sonde_run_apply_edit (self, before);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STUDY]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TITLE]);
}

/**
 * sonde_run_set_study:
 * @study: an edit of the study
 * @error: return location for %SONDE_STUDY_ERROR_HAS_RESULTS, or %SONDE_STUDY_ERROR_LOCKED while it is followed
 *
 * Goal, execution, saving, title and units may change at any time: they take effect at once, also on a run that goes on. Function,
 * domain and learner may change only while there are no results. The edit is journalled: at once while the file is being written, else
 * when the run is started or saved.
 *
 * Returns: whether it was applied; if not nothing has changed
 */
gboolean
sonde_run_set_study (SondeRun    *self,
                     SondeStudy  *study,
                     GError     **error)
{
  g_autoptr (SondeStudy) before = NULL;

  g_return_val_if_fail (SONDE_IS_RUN (self), FALSE);
  g_return_val_if_fail (SONDE_IS_STUDY (study), FALSE);

  if (study == self->study)
    return TRUE;
  if (_sonde_run_refuse_followed (self, error) || !_sonde_run_check_sampling (self, study, error))
    return FALSE;

  before = self->study;
  self->study = g_object_ref (study);
  self->study_is_new = TRUE;
  if (self->writer != NULL)
    {
      _sonde_run_append_study (self);
      _sonde_journal_writer_flush (self->writer);
      _sonde_run_check_writer (self);
      _sonde_run_journal_grew (self);
    }
  sonde_run_apply_edit (self, before);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STUDY]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TITLE]);
  return TRUE;
}

/* Better told now than by each point. */
static gboolean
sonde_run_check_function (SondeRun  *self,
                          GError   **error)
{
  g_autofree char *path = NULL;
  g_autoptr (GError) fault = NULL;

  if (sonde_study_check_function (self->study, &path, &fault))
    return TRUE;
  g_set_error (error, SONDE_STUDY_ERROR, SONDE_STUDY_ERROR_INVALID, "%s: %s", path, fault->message);
  return FALSE;
}

static gboolean
sonde_run_check_trust (SondeRun  *self,
                       GError   **error)
{
  g_autofree char *what = NULL;

  if (sonde_trust_is_granted (self->study))
    return TRUE;
  what = sonde_trust_describe (self->study);
  g_set_error (error, SONDE_STUDY_ERROR, SONDE_STUDY_ERROR_NEEDS_TRUST,
               _("This study runs code that you have not trusted yet. Look at it, and trust it if you know where it comes from.\n%s"), what);
  return FALSE;
}

/**
 * sonde_run_start:
 * @error: return location for %SONDE_STUDY_ERROR_NEEDS_TRUST, see sonde_trust_grant(), %SONDE_STUDY_ERROR_INVALID if a file that the
 *   function needs is not there, or for why the journal cannot be written: a run whose results would be lost is not started
 *
 * Opens the journal for appending if need be, and starts or continues the runner.
 *
 * Returns: whether the runner was started
 */
gboolean
sonde_run_start (SondeRun  *self,
                 GError   **error)
{
  g_return_val_if_fail (SONDE_IS_RUN (self), FALSE);

  if (!sonde_run_check_function (self, error) || !sonde_run_check_trust (self, error) || !_sonde_run_open_writer (self, error))
    return FALSE;
  sonde_runner_start (self->runner);
  return TRUE;
}
