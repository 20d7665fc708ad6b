/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "study/sonde-follower-private.h"
#include "study/sonde-journal-private.h"
#include "study/sonde-run.h"

G_BEGIN_DECLS

/**
 * SondeRunContent:
 * @fd: the run file, open for reading; -1 where there is none
 * @end: how much of it is good
 * @size: its size when it was read: if it is another one later, someone else has written it
 * @is_study_only: it was read and has nothing but the study: one line
 *
 * The run file while it is not being written.
 */
typedef struct
{
  int             fd;
  SondeJournalEnd end;
  gint64          size;
  gboolean        is_study_only;
} SondeRunContent;

typedef struct _SondeRunCommand SondeRunCommand;

struct _SondeRun
{
  GObject              parent_instance;

  SondeStudy          *study;
  SondeLearner        *learner;
  SondeRunner         *runner;
  SondeConvergence    *convergence;
  SondePrintoutList     *printouts;
  guint                ndim;

  /* where the journal is; NULL until a draft is first written */
  char                *path;
  gboolean             is_draft;
  GFile               *file;
  char                *name;
  gboolean             read_only;

  /* one of both is there when path is: content while nothing is written, else writer */
  SondeRunContent      content;
  SondeJournalWriter  *writer;
  /* the study was edited and the file does not know yet */
  gboolean             study_is_new;

  /* saving goes on in a thread */
  gboolean             saving;
  GSource             *timer;
  gboolean             written_since_tick;
  gboolean             file_is_lost;
  gboolean             paused_by_error;
  char                *save_error;

  /* the command after saving, while it is under way */
  SondeRunCommand     *command;
  gboolean             written_since_command;
  char                *command_error;

  SondeStatus          last_status;
  double               elapsed;
  gint64               running_since;

  /* whether another program writes the file: as of opening, and while it is followed */
  gboolean             locked;
  SondeFollower       *follower;
  char                *follow_error;
  /* the last state line, in microseconds since 1970 */
  gint64               status_time;
};

/* sonde-run.c */
SondeRun *_sonde_run_new_loaded      (SondeStudy   *study,
                                      SondeLearner *learner);
const char *_sonde_run_get_title     (SondeRun     *self);
char     *_sonde_run_get_folder      (SondeRun     *self);
void      _sonde_run_set_file        (SondeRun     *self,
                                      const char   *path,
                                      gboolean      is_draft);
void      _sonde_run_set_name_from   (SondeRun     *self,
                                      const char   *path);
void      _sonde_run_set_save_error  (SondeRun     *self,
                                      const char   *sentence);
void      _sonde_run_set_last_status (SondeRun     *self,
                                      SondeStatus   status);
gboolean  _sonde_run_check_sampling  (SondeRun     *self,
                                      SondeStudy   *study,
                                      GError      **error);
void      _sonde_run_swap_study      (SondeRun     *self,
                                      SondeStudy   *study);
void      _sonde_run_journal_grew    (SondeRun     *self);
void      _sonde_run_notify_following (SondeRun    *self);

void      _sonde_run_set_command_error (SondeRun   *self,
                                        const char *sentence);

/* sonde-run-command.c */
void      _sonde_run_saved           (SondeRun     *self);
void      _sonde_run_forget_command  (SondeRun     *self);

/* sonde-run-journal.c: from the events of the runner to the file */
extern const SondeRunnerSink _sonde_run_sink;

gboolean  _sonde_run_open_writer     (SondeRun     *self,
                                      GError      **error);
void      _sonde_run_take_writer     (SondeRun     *self,
                                      int           fd);
gboolean  _sonde_run_close_writer    (SondeRun     *self,
                                      GError      **error);
SondeJournalWriter *_sonde_run_end_writer (SondeRun  *self,
                                      int          *end_errno);
void      _sonde_run_append_study    (SondeRun     *self);
void      _sonde_run_check_writer    (SondeRun     *self);
gboolean  _sonde_run_sync_writer     (SondeRun     *self);
void      _sonde_run_reschedule      (SondeRun     *self);
gint64    _sonde_run_get_monotonic   (SondeRun     *self);
gint64    _sonde_run_get_real        (SondeRun     *self);

/* sonde-run-follow.c */
gboolean  _sonde_run_refuse_followed (SondeRun     *self,
                                      GError      **error);
void      _sonde_run_stop_following  (SondeRun     *self);

void      _sonde_run_unschedule      (SondeRun     *self);

/* sonde-run-copy.c: a new file with all of the journal, in four steps */

/**
 * SondeRunCopy:
 * @from: the journal, open once more for reading; -1 if there is none yet
 * @length: up to where it is to be copied next
 * @path: where to, as it was named
 * @target: the same behind symbolic links
 * @temporary: where the new file is until it is renamed
 * @fd: the new file
 * @copied: how much is in it
 * @head: what is in it instead while there is no journal yet: the study
 */
typedef struct
{
  int    from;
  gsize  length;
  char  *path;
  char  *target;
  char  *temporary;
  int    fd;
  gsize  copied;
  char  *head;
} SondeRunCopy;

SondeRunCopy *_sonde_run_copy_new    (SondeRun      *run,
                                      const char    *path);
void      _sonde_run_copy_free       (SondeRunCopy  *self);
gboolean  _sonde_run_copy_transfer   (SondeRunCopy  *self,
                                      GError       **error);
gsize     _sonde_run_copy_get_rest   (SondeRunCopy  *self,
                                      SondeRun      *run);
gboolean  _sonde_run_copy_finish     (SondeRunCopy  *self,
                                      SondeRun      *run,
                                      GError       **error);
gboolean  _sonde_run_copy_sync       (SondeRunCopy  *self,
                                      GError       **error);

/**
 * SondeRunOpening:
 * @cancellable: (nullable): to stop reading
 * @permille: (nullable): how far it is, set atomically
 * @n_lines: of the file
 *
 * Somebody who watches how a run is read.
 */
typedef struct
{
  GCancellable *cancellable;
  gint         *permille;
  guint         n_lines;
} SondeRunOpening;

/* sonde-run-open.c */
SondeRun *_sonde_run_open_watched    (GFile           *file,
                                      SondeRunOpening *opening,
                                      GPtrArray       *diagnostics,
                                      GError         **error);
void      _sonde_run_content_note    (SondeRunContent *content,
                                      int              fd);

/* sonde-drafts.c */
char     *_sonde_drafts_get_folder   (void);
char     *_sonde_drafts_new_path     (const char   *title,
                                      GError      **error);
gboolean  _sonde_drafts_contain      (const char   *path);

G_END_DECLS
