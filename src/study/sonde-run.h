/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "runner/sonde-convergence.h"
#include "runner/sonde-runner.h"
#include "study/sonde-printout.h"
#include "study/sonde-study.h"

G_BEGIN_DECLS

#define SONDE_TYPE_RUN (sonde_run_get_type ())

/**
 * SondeRun:
 *
 * A run file with everything alive in it: the document that window and terminal hold. It owns the study, the learner with what
 * has been told, the runner, and the journal that writes each event.
 *
 * Properties, all to read: study, learner, runner, file (GFile, NULL while it is a draft), title, draft, read-only, save-error
 * (a sentence while the journal cannot be written, else NULL), last-status, locked (whether another program writes the file, as of
 * opening it and while it is followed), following, follow-error (why following stopped, a sentence that offers to open the file again; else
 * NULL).
 * Property command-error: a sentence when the command after saving failed the last time, or was not trusted; else NULL.
 * Signals: "restarted", learner and runner were replaced, since the study was edited before it had results; "journal-changed", the
 * journal has more lines, at most once a slice.
 */
G_DECLARE_FINAL_TYPE (SondeRun, sonde_run, SONDE, RUN, GObject)

/* A run without results and without a file. Its journal is a draft, written as soon as it starts. */
SondeRun     *sonde_run_new              (SondeStudy     *study);
/* Opens a study (*.json: like new, but remembers where it came from) or a run file, and replays it. Never runs code.
 * @diagnostics: (element-type SondeDiagnostic) (nullable): what was found on the way, such as a torn last line. */
SondeRun     *sonde_run_open             (GFile          *file,
                                          GPtrArray      *diagnostics,
                                          GError        **error);
/* The same in a thread. @permille: how far it is, set atomically until the callback is called. */
void          sonde_run_open_async       (GFile          *file,
                                          GCancellable   *cancellable,
                                          gint           *permille,
                                          GAsyncReadyCallback callback,
                                          gpointer        user_data);
SondeRun     *sonde_run_open_finish      (GAsyncResult   *result,
                                          GPtrArray     **diagnostics,
                                          GError        **error);
/* For a file that is damaged: all that comes before the damage, as a new draft. */
SondeRun     *sonde_run_recover          (GFile          *file,
                                          GError        **error);

SondeStudy   *sonde_run_get_study        (SondeRun       *self);
/* Goal, execution, saving and title may change at any time and are journalled; the rest only while there are no results:
 * else SONDE_STUDY_ERROR_HAS_RESULTS. */
gboolean      sonde_run_set_study        (SondeRun       *self,
                                          SondeStudy     *study,
                                          GError        **error);
SondeLearner *sonde_run_get_learner      (SondeRun       *self);
SondeRunner  *sonde_run_get_runner       (SondeRun       *self);
/* how loss and error fell, over all times it ran, also those that a file tells of */
SondeConvergence
             *sonde_run_get_convergence  (SondeRun       *self);
/* what the function printed, by point */
SondePrintoutList
             *sonde_run_get_printouts      (SondeRun       *self);
GFile        *sonde_run_get_file         (SondeRun       *self);
gboolean      sonde_run_is_draft         (SondeRun       *self);
char         *sonde_run_suggest_name     (SondeRun       *self);
/* the status in which the file was left: "running" for one that was killed */
SondeStatus   sonde_run_get_last_status  (SondeRun       *self);
/* Reads what another program appends to the file, as it comes; read-only meanwhile. */
gboolean      sonde_run_follow           (SondeRun       *self,
                                          GError        **error);
void          sonde_run_unfollow         (SondeRun       *self);
gboolean      sonde_run_get_following    (SondeRun       *self);
gboolean      sonde_run_is_locked        (SondeRun       *self);
const char   *sonde_run_get_follow_error (SondeRun       *self);
/* seconds, over all times it ran */
double        sonde_run_get_elapsed      (SondeRun       *self);
gboolean      sonde_run_has_results      (SondeRun       *self);

/* Opens the journal for appending if need be and starts or continues the runner. */
gboolean      sonde_run_start            (SondeRun       *self,
                                          GError        **error);
/* Decisions about points that failed, while it runs or not; they are in the file. */
gboolean      sonde_run_accept_as_nan    (SondeRun       *self,
                                          SondeFailure   *failure,
                                          GError        **error);
gboolean      sonde_run_exclude          (SondeRun       *self,
                                          SondeFailure   *failure,
                                          GError        **error);
/* Moves the journal to another file, atomically; replaces what is there. A draft is removed. */
gboolean      sonde_run_save_as          (SondeRun       *self,
                                          GFile          *file,
                                          GError        **error);
/* Writes and syncs all that happened. */
gboolean      sonde_run_save             (SondeRun       *self,
                                          GError        **error);
/* FALSE if the command after saving, see "saving.command" of a study, has not ended by then. */
gboolean      sonde_run_wait_for_command (SondeRun       *self,
                                          double          seconds);
/* The same without waiting for the disk: the run goes on meanwhile, and what happens is in the new file, too. */
void          sonde_run_save_as_async    (SondeRun       *self,
                                          GFile          *file,
                                          GAsyncReadyCallback callback,
                                          gpointer        user_data);
gboolean      sonde_run_save_as_finish   (SondeRun       *self,
                                          GAsyncResult   *result,
                                          GError        **error);
void          sonde_run_save_async       (SondeRun       *self,
                                          GAsyncReadyCallback callback,
                                          gpointer        user_data);
gboolean      sonde_run_save_finish      (SondeRun       *self,
                                          GAsyncResult   *result,
                                          GError        **error);
/* Closes the journal; a draft without results is removed, as is any draft if @discard. */
void          sonde_run_close            (SondeRun       *self,
                                          gboolean        discard);

/* Ends it as sonde_run_close() would have to; where the results are if they could not be written to their file */
GFile        *sonde_run_rescue           (SondeRun       *self,
                                          GError        **error);
void          sonde_run_close_async      (SondeRun       *self,
                                          gboolean        discard,
                                          GAsyncReadyCallback callback,
                                          gpointer        user_data);
gboolean      sonde_run_close_finish     (SondeRun       *self,
                                          GAsyncResult   *result,
                                          GError        **error);

/* The drafts left by a crash or by quitting: (element-type GFile) */
GPtrArray    *sonde_run_list_drafts      (void);

G_END_DECLS
