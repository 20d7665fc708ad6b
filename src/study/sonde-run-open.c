/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Opens run files and studies. Nothing here runs a function: a learner is told what the journal says. */

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "study/sonde-json-private.h"
#include "study/sonde-run-private.h"
#include "study/sonde-study-private.h"

/* A failed point that has not succeeded since. */
typedef struct
{
  guint     order;
  guint     attempts;
  char     *message;
  gboolean  excluded;
} SondeLoadFailure;

typedef struct
{
  SondeStudy   *study;
  /* paths in the study count from here */
  char         *folder;
  SondeLearner *learner;
  SondeConvergence *convergence;
  gsize         x_size;
  /* (element-type GBytes SondeLoadFailure): by the point */
  GHashTable   *failures;
  guint         n_failures;
  SondeStatus   status;
  gint64        status_time;
  double        elapsed;
  /* of a load that somebody watches and may cancel */
  const SondeRunOpening *opening;
  guint         n_told;
} SondeLoad;

/* Results between two looks whether it is cancelled: a millisecond or so. */
#define TOLD_A_LOOK 1024

static void
sonde_load_failure_free (gpointer data)
{
  SondeLoadFailure *failure = data;

  g_free (failure->message);
  g_free (failure);
}

static void
sonde_load_init (SondeLoad  *self,
                 const char *path)
{
  memset (self, 0, sizeof *self);
  self->folder = _sonde_study_get_folder (path);
  self->convergence = sonde_convergence_new ();
  self->failures = g_hash_table_new_full (g_bytes_hash, g_bytes_equal, (GDestroyNotify) g_bytes_unref, sonde_load_failure_free);
}

static void
sonde_load_clear (SondeLoad *self)
{
  g_clear_object (&self->study);
  g_free (self->folder);
  g_clear_object (&self->learner);
  g_clear_pointer (&self->convergence, sonde_convergence_free);
  g_clear_pointer (&self->failures, g_hash_table_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SondeLoad, sonde_load_clear)

static gboolean
sonde_load_study (gpointer     user_data,
                  SondeStudy  *study,
                  GError     **error)
{
  SondeLoad *self = user_data;
  g_autoptr (SondeStudy) resolved = sonde_study_resolve (study, self->folder);
  gboolean same = self->study != NULL && sonde_study_same_sampling (self->study, study);

  if (!same && self->learner != NULL && sonde_learner_get_nsamples (self->learner) > 0)
    {
      g_set_error_literal (error, SONDE_STUDY_ERROR, SONDE_STUDY_ERROR_DAMAGED,
                           _("the study is changed to another function, domain or learner under its results"));
      return FALSE;
    }
  if (!same)
    {
      g_clear_object (&self->learner);
      self->learner = sonde_study_create_learner (study);
      sonde_convergence_clear (self->convergence);
      self->x_size = sonde_learner_get_ndim (self->learner) * sizeof (double);
      g_hash_table_remove_all (self->failures);
    }
  _sonde_study_apply_strategy (study, self->learner);
  g_set_object (&self->study, resolved);
  return TRUE;
}

static gboolean
sonde_load_look (SondeLoad  *self,
                 GError    **error)
{
  const SondeRunOpening *opening = self->opening;

  if (opening == NULL)
    return TRUE;
  if (opening->permille != NULL && opening->n_lines > 0)
    g_atomic_int_set (opening->permille, (gint) MIN (1000.0 * self->n_told / opening->n_lines, 1000));
  return !g_cancellable_set_error_if_cancelled (opening->cancellable, error);
}

/* One by one, as it was told when it happened: a bulk insertion ends with other losses where scales have changed on the way, and a
 * continued run shall choose the points that it would have chosen without the break. */
static gboolean
sonde_load_told (gpointer       user_data,
                 const double  *x,
                 const double  *y,
                 guint          vdim,
                 double         seconds,
                 GError       **error)
{
  SondeLoad *self = user_data;

  if (G_UNLIKELY (++self->n_told % TOLD_A_LOOK == 0) && !sonde_load_look (self, error))
    return FALSE;
  if (G_UNLIKELY (g_hash_table_size (self->failures) > 0))
    {
      g_autoptr (GBytes) key = g_bytes_new (x, self->x_size);

      g_hash_table_remove (self->failures, key);
    }
  if (!sonde_learner_tell (self->learner, x, y, vdim, seconds, error))
    return FALSE;
  if (G_UNLIKELY (sonde_convergence_is_due (self->convergence, sonde_learner_get_npoints (self->learner))))
    sonde_convergence_look (self->convergence, self->learner, NAN);
  return TRUE;
}

static void
sonde_load_failed (gpointer      user_data,
                   const double *x,
                   guint         attempt,
                   const char   *message)
{
  SondeLoad *self = user_data;
  SondeLoadFailure *failure = g_new0 (SondeLoadFailure, 1);

  failure->order = self->n_failures++;
  failure->attempts = attempt;
  failure->message = g_strdup (message);
  g_hash_table_replace (self->failures, g_bytes_new (x, self->x_size), failure);
}

static void
sonde_load_excluded (gpointer      user_data,
                     const double *x)
{
  SondeLoad *self = user_data;
  g_autoptr (GBytes) key = g_bytes_new (x, self->x_size);
  SondeLoadFailure *failure = g_hash_table_lookup (self->failures, key);

  if (failure != NULL)
    failure->excluded = TRUE;
}

/* The time from "running" to whatever comes next is time of the run; to "idle" it is not: then it was killed and opened
 * again, some time. */
static void
sonde_load_state (gpointer    user_data,
                  SondeStatus status,
                  gint64      time)
{
  SondeLoad *self = user_data;

  if (self->status == SONDE_STATUS_RUNNING && status != SONDE_STATUS_IDLE)
    self->elapsed += MAX (time - self->status_time, 0) / 1e6;
  if (self->learner != NULL)
    sonde_convergence_date (self->convergence, sonde_learner_get_npoints (self->learner), self->elapsed);
  self->status = status;
  self->status_time = time;
}

static const SondeJournalEvents load_events = {
  .study = sonde_load_study,
  .told = sonde_load_told,
  .failed = sonde_load_failed,
  .state = sonde_load_state,
  .excluded = sonde_load_excluded,
};

static int
sonde_load_compare (gconstpointer a,
                    gconstpointer b,
                    gpointer      user_data)
{
  const SondeLoadFailure *failure_a = g_hash_table_lookup (user_data, *(gpointer *) a);
  const SondeLoadFailure *failure_b = g_hash_table_lookup (user_data, *(gpointer *) b);

  return failure_a->order < failure_b->order ? -1 : 1;
}

static void
sonde_load_restore_failures (SondeLoad   *self,
                             SondeRunner *runner)
{
  guint n;
  g_autofree gpointer *keys = g_hash_table_get_keys_as_array (self->failures, &n);

  g_qsort_with_data (keys, n, sizeof (gpointer), sonde_load_compare, self->failures);
  for (guint i = 0; i < n; i++)
    {
      SondeLoadFailure *failure = g_hash_table_lookup (self->failures, keys[i]);

      sonde_runner_restore_failure (runner, g_bytes_get_data (keys[i], NULL), failure->attempts, failure->message);
      if (failure->excluded)
        sonde_runner_restore_exclusion (runner, g_bytes_get_data (keys[i], NULL));
    }
}

/**
 * _sonde_run_content_note:
 * @fd: (transfer full): a run file, open for reading, all of which is good; or -1
 */
void
_sonde_run_content_note (SondeRunContent *content,
                         int              fd)
{
  struct stat status;

  if (content->fd >= 0)
    close (content->fd);
  memset (content, 0, sizeof *content);
  content->fd = fd;
  if (fd < 0 || fstat (fd, &status) != 0)
    return;
  content->size = status.st_size;
  content->end.length = status.st_size;
}

static SondeRun *
sonde_run_from_load (SondeLoad *load)
{
  SondeRun *run = _sonde_run_new_loaded (load->study, load->learner);

  /* what is known of the end, for all to show that do not ask for it */
  sonde_convergence_date (load->convergence, sonde_learner_get_npoints (load->learner), load->elapsed);
  sonde_learner_get_loss (load->learner, TRUE);
  sonde_convergence_free (run->convergence);
  run->convergence = g_steal_pointer (&load->convergence);
  sonde_load_restore_failures (load, run->runner);
  run->last_status = load->status;
  run->elapsed = load->elapsed;
  run->status_time = load->status_time;
  return run;
}

/* Whether the text is a study in one line with or without events after it: {…} and then nothing or […]. */
static gboolean
sonde_run_looks_like_run (const char *text,
                          gsize       length,
                          gboolean    alone_too)
{
  const char *end = text + length;
  const char *line_end = memchr (text, '\n', length);
  const char *next;

  if (length == 0 || *text != '{')
    return FALSE;
  next = line_end != NULL ? line_end : end;
  line_end = next;
  while (line_end > text && g_ascii_isspace (line_end[-1]))
    line_end--;
  while (next < end && g_ascii_isspace (*next))
    next++;
  if (line_end == text || line_end[-1] != '}')
    return FALSE;
  return next == end ? alone_too : *next == '[' || alone_too;
}

/* Opens a regular file to read; says of other things what they are. */
static int
sonde_run_open_regular (const char  *path,
                        GError     **error)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  struct stat status;

  if (fd < 0)
    {
      g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (errno), _("\"%s\" cannot be opened: %s."), path, g_strerror (errno));
      return -1;
    }
  if (fstat (fd, &status) == 0 && S_ISREG (status.st_mode))
    return fd;
  g_set_error (error, SONDE_STUDY_ERROR, SONDE_STUDY_ERROR_NOT_A_STUDY,
               S_ISDIR (status.st_mode) ? _("\"%s\" is a folder: choose a study or a run file in it.") : _("\"%s\" is not a file that can be opened as a study."), path);
  close (fd);
  return -1;
}

static char *
sonde_run_get_path (GFile   *file,
                    GError **error)
{
  char *path = g_file_get_path (file);
  g_autofree char *uri = NULL;

  if (path != NULL)
    return path;
  uri = g_file_get_uri (file);
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, _("\"%s\" is not on this computer: copy it to a local folder first."), uri);
  return NULL;
}

static SondeRun *
sonde_run_open_study (const char  *text,
                      gsize        length,
                      const char  *path,
                      GPtrArray   *diagnostics,
                      GError     **error)
{
  g_autoptr (SondeStudy) study = _sonde_study_parse_length (text, length, diagnostics, error);
  g_autoptr (SondeStudy) resolved = NULL;
  g_autofree char *folder = _sonde_study_get_folder (path);
  SondeRun *run;

  if (study == NULL)
    return NULL;
  resolved = sonde_study_resolve (study, folder);
  run = sonde_run_new (resolved);
  _sonde_run_set_name_from (run, path);
  return run;
}

/* The last seconds of a run that was killed: its file was written the last then. A copy of the file was written at another time, which
 * shows: a run that lives notes it every interval. */
static double
get_last_moments (SondeLoad *load,
                  int        fd)
{
  struct stat status;
  double seconds;

  if (load->status != SONDE_STATUS_RUNNING || fstat (fd, &status) != 0)
    return 0;
  seconds = status.st_mtim.tv_sec + status.st_mtim.tv_nsec / 1e9 - load->status_time / 1e6;
  return seconds > 0 && seconds < 2 * sonde_study_get_save_interval (load->study) ? seconds : 0;
}

static guint
count_lines (const char *text,
             gsize       length)
{
  const char *end = text + length;
  guint n = 0;

  while ((text = memchr (text, '\n', end - text)) != NULL)
    {
      text++;
      n++;
    }
  return n;
}

/* Takes the descriptor. */
static SondeRun *
sonde_run_open_journal (int              fd,
                        const char      *text,
                        gsize            length,
                        const char      *path,
                        gboolean         locked,
                        SondeRunOpening *opening,
                        GPtrArray       *diagnostics,
                        GError         **error)
{
  g_auto (SondeLoad) load;
  SondeJournalEnd end;
  SondeRun *run;
  gboolean result;

  sonde_load_init (&load, path);
  load.opening = opening;
  if (opening != NULL)
    opening->n_lines = count_lines (text, length);
  result = _sonde_journal_read (text, length, &load_events, &load, diagnostics, &end, error);
  /* the reader may have taken that for damage of a line */
  if (opening != NULL && g_cancellable_is_cancelled (opening->cancellable))
    {
      if (!result)
        g_clear_error (error);
      result = !g_cancellable_set_error_if_cancelled (opening->cancellable, error);
    }
  if (!result)
    {
      close (fd);
      return NULL;
    }
  if (!locked)
    load.elapsed += get_last_moments (&load, fd);
  run = sonde_run_from_load (&load);
  _sonde_run_set_file (run, path, _sonde_drafts_contain (path));
  run->locked = locked;
  /* what is left of a line may get its rest in a moment, while somebody writes it */
  if (!locked)
    _sonde_journal_warn_torn (&end, diagnostics);
  run->content = (SondeRunContent) { fd, end, length, end.n_lines == 1 && !end.torn };
  return run;
}

/* Messages of the reader say what is wrong; here is where. */
static void
sonde_run_prefix_path (const char  *path,
                       GError     **error)
{
  g_autofree char *base = g_path_get_basename (path);

  if (error != NULL && *error != NULL && (*error)->domain == SONDE_STUDY_ERROR)
    g_prefix_error (error, "%s: ", base);
}

static gboolean
sonde_run_is_study_text (const char *text,
                         gsize       length,
                         const char *path)
{
  g_autoptr (JsonNode) node = NULL;

  if (g_str_has_suffix (path, ".json"))
    return !sonde_run_looks_like_run (text, length, FALSE);
  if (sonde_run_looks_like_run (text, length, TRUE))
    return FALSE;
  node = _sonde_json_parse (text, length, NULL);
  return node != NULL;
}

/**
 * _sonde_run_open_watched:
 * @opening: (nullable): who watches, and may cancel
 *
 * sonde_run_open(), in whatever thread.
 */
SondeRun *
_sonde_run_open_watched (GFile            *file,
                         SondeRunOpening  *opening,
                         GPtrArray        *diagnostics,
                         GError          **error)
{
  g_autofree char *path = sonde_run_get_path (file, error);
  g_autofree char *text = NULL;
  gboolean locked;
  gsize length;
  SondeRun *run;
  int fd;

  fd = path != NULL ? sonde_run_open_regular (path, error) : -1;
  if (fd < 0)
    return NULL;
  locked = _sonde_journal_file_is_locked (path);
  text = _sonde_journal_file_load (fd, path, &length, error);
  if (text != NULL && !sonde_run_is_study_text (text, length, path))
    run = sonde_run_open_journal (fd, text, length, path, locked, opening, diagnostics, error);
  else
    {
      run = text != NULL ? sonde_run_open_study (text, length, path, diagnostics, error) : NULL;
      close (fd);
    }
  if (run == NULL)
    sonde_run_prefix_path (path, error);
  return run;
}

/**
 * sonde_run_open:
 * @file: a study (*.json) or a run file (*.sonde); which of both it is, its content decides
 * @diagnostics: (element-type SondeDiagnostic) (nullable): what was found on the way is appended, such as a torn last line
 * @error: return location for a #SondeStudyError or a #GFileError
 *
 * Opens a study, which makes a new run that knows its name, or a run file with all its results. Never runs code. A file that another
 * program writes can be opened, too, and followed: sonde_run_is_locked(), sonde_run_follow().
 *
 * Returns: (transfer full) (nullable): the run
 */
SondeRun *
sonde_run_open (GFile      *file,
                GPtrArray  *diagnostics,
                GError    **error)
{
  g_return_val_if_fail (G_IS_FILE (file), NULL);

  return _sonde_run_open_watched (file, NULL, diagnostics, error);
}

static char *
sonde_run_write_recovered (const char  *text,
                           gsize        length,
                           const char  *name,
                           GError     **error)
{
  g_autofree char *draft = _sonde_drafts_new_path (name, error);
  g_autofree char *temporary = NULL;
  int fd = draft != NULL ? _sonde_journal_file_create (draft, &temporary, error) : -1;
  gboolean result;

  if (fd < 0)
    return NULL;
  result = _sonde_journal_file_write (fd, draft, text, length, error);
  if (!result)
    g_unlink (temporary);
  result = result && _sonde_journal_file_commit (fd, temporary, draft, error);
  close (fd);
  return result ? g_steal_pointer (&draft) : NULL;
}

/**
 * sonde_run_recover:
 * @file: a run file that sonde_run_open() refuses with %SONDE_STUDY_ERROR_DAMAGED
 * @error: return location for an error: not even the study can be read, or the draft cannot be written
 *
 * Returns: (transfer full) (nullable): all that comes before the damage, as a new draft; the file is left as it is
 */
SondeRun *
sonde_run_recover (GFile   *file,
                   GError **error)
{
  g_autofree char *path = NULL;
  g_autofree char *text = NULL;
  g_autofree char *draft = NULL;
  g_autofree char *base = NULL;
  g_autoptr (GFile) draft_file = NULL;
  g_autoptr (GError) fault = NULL;
  g_auto (SondeLoad) load;
  SondeJournalEnd end;
  SondeRun *run;
  gsize length;
  int fd;

  g_return_val_if_fail (G_IS_FILE (file), NULL);

  path = sonde_run_get_path (file, error);
  sonde_load_init (&load, path);
  fd = path != NULL ? sonde_run_open_regular (path, error) : -1;
  if (fd < 0)
    return NULL;
  text = _sonde_journal_file_load (fd, path, &length, error);
  close (fd);
  if (text == NULL)
    return NULL;
  if (!_sonde_journal_read (text, length, &load_events, &load, NULL, &end, &fault) && end.length == 0)
    {
      g_propagate_error (error, g_steal_pointer (&fault));
      return NULL;
    }
  base = g_path_get_basename (path);
  if (g_str_has_suffix (base, ".sonde"))
    base[strlen (base) - strlen (".sonde")] = '\0';
  draft = sonde_run_write_recovered (text, end.length, base, error);
  if (draft == NULL)
    return NULL;
  draft_file = g_file_new_for_path (draft);
  run = sonde_run_open (draft_file, NULL, error);
  /* paths still count from where the damaged file is */
  if (run != NULL && load.study != NULL && sonde_study_has_paths (load.study))
    sonde_run_set_study (run, load.study, NULL);
  return run;
}
