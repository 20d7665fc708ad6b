/* SPDX-License-Identifier: GPL-3.0-or-later */

#define _GNU_SOURCE
#include "config.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "run-helpers.h"

static char *folder;

static char *
get_drafts_folder (void)
{
  return g_build_filename (g_get_user_data_dir (), "sonde", "drafts", NULL);
}

static guint
count_files (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  guint n = 0;

  while (dir != NULL && g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

static guint
count_drafts (void)
{
  g_autofree char *path = get_drafts_folder ();

  return count_files (path);
}

static void
save_as (SondeRun *run,
         GFile    *file)
{
  g_autoptr (GError) error = NULL;

  sonde_run_save_as (run, file, &error);
  g_assert_no_error (error);
}

static void
count_calls (guint *calls)
{
  (*calls)++;
}

static void
test_finish_and_reopen (void)
{
  g_autoptr (GFile) file = file_in (folder, "reopen.sonde");
  g_autoptr (SondeStudy) study = study_with (NULL, NULL);
  SondeRun *run = sonde_run_new (study);
  SondeRun *again;
  double elapsed;

  g_assert_true (sonde_run_is_draft (run));
  g_assert_null (sonde_run_get_file (run));
  save_as (run, file);
  g_assert_false (sonde_run_is_draft (run));
  g_assert_true (g_file_equal (sonde_run_get_file (run), file));
  finish (run);
  g_assert_cmpint (sonde_run_get_last_status (run), ==, SONDE_STATUS_FINISHED);
  elapsed = sonde_run_get_elapsed (run);
  g_assert_cmpfloat (elapsed, >, 0);
  sonde_run_close (run, FALSE);

  again = open_run (file);
  g_assert_cmpuint (get_n (again), ==, get_n (run));
  assert_same_points (run, again, get_n (run));
  g_assert_cmpint (sonde_run_get_last_status (again), ==, SONDE_STATUS_FINISHED);
  g_assert_cmpfloat_with_epsilon (sonde_run_get_elapsed (again), elapsed, 0.01);
  g_assert_cmpfloat (sonde_learner_get_loss (sonde_run_get_learner (again), TRUE), ==, sonde_learner_get_loss (sonde_run_get_learner (run), TRUE));
  g_assert_finalize_object (run);
  g_assert_finalize_object (again);
}

/* A run that is opened again goes on as if it had never been closed. */
static void
test_continue (void)
{
  g_autoptr (GFile) file = file_in (folder, "continue.sonde");
  g_autoptr (SondeStudy) study = study_with (NULL, NULL);
  g_autoptr (SondeStudy) longer = study_with ("goal.npoints", "900");
  g_autofree char *text = NULL;
  SondeRun *whole = sonde_run_new (longer);
  SondeRun *first = sonde_run_new (study);
  SondeRun *second;
  SondeRun *third;
  g_autoptr (GError) error = NULL;

  finish (whole);
  save_as (first, file);
  finish (first);
  g_assert_finalize_object (first);

  second = open_run (file);
  g_assert_true (sonde_run_set_study (second, longer, &error));
  finish (second);
  g_assert_cmpuint (get_n (second), ==, get_n (whole));
  assert_same_points (second, whole, get_n (whole));
  g_assert_finalize_object (second);

  third = open_run (file);
  assert_same_points (third, whole, get_n (whole));
  g_assert_true (sonde_goal_is_none (sonde_study_get_goal (sonde_run_get_study (third))) == FALSE);
  text = sonde_study_to_line (sonde_run_get_study (third));
  g_assert_nonnull (strstr (text, "\"npoints\": 900"));
  sonde_run_close (whole, TRUE);
  g_assert_finalize_object (third);
  g_assert_finalize_object (whole);
}

static void
test_vector (void)
{
  g_autoptr (GFile) file = file_in (folder, "vector.sonde");
  g_autoptr (SondeStudy) study = study_with ("function", "{\"kind\": \"formula\", \"expression\": \"x, sqrt(x), 1/x\"}");
  SondeRun *run = sonde_run_new (study);
  SondeRun *again;
  const SondePoints *a;
  const SondePoints *b;

  save_as (run, file);
  finish (run);
  again = open_run (file);
  a = sonde_learner_get_points (sonde_run_get_learner (run));
  b = sonde_learner_get_points (sonde_run_get_learner (again));
  g_assert_cmpuint (a->vdim, ==, 3);
  g_assert_true (b->is_vector);
  g_assert_cmpuint (a->n, ==, b->n);
  for (guint i = 0; i < 3 * a->n; i++)
    g_assert_true (a->y[i] == b->y[i] || (isnan (a->y[i]) && isnan (b->y[i])));
  g_assert_finalize_object (again);
  g_assert_finalize_object (run);
}

static void
test_save_as_during_run (void)
{
  g_autoptr (GFile) file = file_in (folder, "during.sonde");
  g_autoptr (GFile) copy = file_in (folder, "copy.sonde");
  g_autoptr (SondeStudy) study = study_with ("goal.npoints", "60000");
  SondeRun *run = sonde_run_new (study);
  SondeRun *again;
  guint before = count_drafts ();
  guint at_copy;
  guint titles = 0;

  g_signal_connect_swapped (run, "notify::title", G_CALLBACK (count_calls), &titles);
  start (run);
  g_assert_cmpuint (count_drafts (), ==, before + 1);
  wait_for_points (run, 1000);
  save_as (run, file);
  g_assert_cmpuint (count_drafts (), ==, before);
  g_assert_cmpuint (titles, >, 0);
  wait_for_points (run, get_n (run) + 1000);
  at_copy = get_n (run);
  save_as (run, copy);
  save_as (run, copy);
  sonde_runner_block_until_done (sonde_run_get_runner (run), NULL);
  g_assert_true (sonde_run_save (run, NULL));

  again = open_run (copy);
  g_assert_cmpuint (get_n (again), ==, get_n (run));
  assert_same_points (again, run, get_n (run));
  g_assert_finalize_object (again);
  again = open_run (file);
  g_assert_cmpuint (get_n (again), ==, at_copy);
  assert_same_points (again, run, at_copy);
  g_assert_finalize_object (again);
  g_assert_finalize_object (run);
}

static void
test_save_as_copies (void)
{
  g_autoptr (GFile) file = file_in (folder, "original.sonde");
  g_autoptr (GFile) second = file_in (folder, "second.sonde");
  g_autoptr (GFile) third = file_in (folder, "third.sonde");
  g_autoptr (SondeStudy) study = study_with (NULL, NULL);
  g_autofree char *text = NULL;
  g_autofree char *text_second = NULL;
  g_autofree char *text_third = NULL;
  SondeRun *run = sonde_run_new (study);

  save_as (run, file);
  finish (run);
  sonde_run_close (run, FALSE);
  text = read_file (file);
  save_as (run, second);
  text_second = read_file (second);
  g_assert_cmpstr (text, ==, text_second);
  g_assert_finalize_object (run);
  run = open_run (second);
  save_as (run, third);
  text_third = read_file (third);
  g_assert_cmpstr (text, ==, text_third);
  g_assert_finalize_object (run);
}

static void
test_save_as_link (void)
{
  g_autoptr (GFile) file = file_in (folder, "behind.sonde");
  g_autoptr (GFile) link = file_in (folder, "link.sonde");
  g_autoptr (SondeStudy) study = study_with (NULL, NULL);
  SondeRun *run = sonde_run_new (study);

  write_file (file, "something");
  g_assert_cmpint (symlink ("behind.sonde", g_file_peek_path (link)), ==, 0);
  save_as (run, link);
  g_assert_true (g_file_test (g_file_peek_path (link), G_FILE_TEST_IS_SYMLINK));
  finish (run);
  g_assert_true (sonde_run_save (run, NULL));
  g_assert_finalize_object (run);
  run = open_run (file);
  g_assert_cmpuint (get_n (run), ==, 300);
  g_assert_finalize_object (run);
}

static void
test_save_as_fails (void)
{
  g_autoptr (GFile) file = file_in (folder, "stays.sonde");
  g_autoptr (GFile) nowhere = g_file_new_build_filename (folder, "no", "such", "folder.sonde", NULL);
  g_autoptr (GFile) a_folder = g_file_new_for_path (folder);
  g_autoptr (SondeStudy) study = study_with (NULL, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) error_folder = NULL;
  SondeRun *run = sonde_run_new (study);
  guint files;

  save_as (run, file);
  files = count_files (folder);
  g_assert_false (sonde_run_save_as (run, nowhere, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  g_assert_nonnull (strstr (error->message, "Make the folder"));
  g_assert_false (sonde_run_save_as (run, a_folder, &error_folder));
  g_assert_error (error_folder, G_FILE_ERROR, G_FILE_ERROR_ISDIR);
  g_assert_true (g_file_equal (sonde_run_get_file (run), file));
  g_assert_cmpuint (count_files (folder), ==, files);
  finish (run);
  g_assert_finalize_object (run);
}

static void
test_drafts (void)
{
  g_autoptr (SondeStudy) study = study_with (NULL, NULL);
  g_autoptr (GPtrArray) while_open = NULL;
  g_autoptr (GPtrArray) after = NULL;
  g_autoptr (GFile) file = file_in (folder, "from-draft.sonde");
  g_autofree char *name = NULL;
  SondeRun *run = sonde_run_new (study);
  SondeRun *again;
  guint n = count_drafts ();

  g_assert_cmpuint (count_drafts (), ==, n);
  finish (run);
  while_open = sonde_run_list_drafts ();
  g_assert_cmpuint (while_open->len, ==, n);
  g_assert_cmpuint (count_drafts (), ==, n + 1);
  g_assert_finalize_object (run);

  after = sonde_run_list_drafts ();
  g_assert_cmpuint (after->len, ==, n + 1);
  name = g_file_get_basename (g_ptr_array_index (after, 0));
  g_assert_nonnull (strstr (name, "Peak"));
  again = open_run (g_ptr_array_index (after, 0));
  g_assert_true (sonde_run_is_draft (again));
  g_assert_null (sonde_run_get_file (again));
  g_assert_cmpuint (get_n (again), ==, 300);
  save_as (again, file);
  g_assert_cmpuint (count_drafts (), ==, n);
  g_assert_finalize_object (again);

  again = open_run (file);
  g_assert_false (sonde_run_is_draft (again));
  g_assert_cmpuint (get_n (again), ==, 300);
  g_assert_finalize_object (again);
}

static void
test_draft_discarded (void)
{
  g_autoptr (SondeStudy) study = study_with (NULL, NULL);
  SondeRun *run = sonde_run_new (study);
  guint n = count_drafts ();

  finish (run);
  g_assert_cmpuint (count_drafts (), ==, n + 1);
  sonde_run_close (run, TRUE);
  g_assert_cmpuint (count_drafts (), ==, n);
  g_assert_finalize_object (run);

  /* nothing was told: nothing is kept */
  run = sonde_run_new (study);
  start (run);
  g_assert_cmpuint (count_drafts (), ==, n + 1);
  sonde_runner_cancel (sonde_run_get_runner (run));
  g_assert_cmpuint (get_n (run), ==, 0);
  g_assert_finalize_object (run);
  g_assert_cmpuint (count_drafts (), ==, n);
}

/* Where no draft can be written the run is not started: its results would be nowhere. Under a name it is. */
static void
test_draft_unwritable (void)
{
  g_autofree char *place = g_build_filename (g_get_user_data_dir (), "sonde", NULL);
  g_autofree char *aside = g_strconcat (place, ".aside", NULL);
  g_autoptr (GFile) file = file_in (folder, "named.sonde");
  g_autoptr (SondeStudy) study = study_with (NULL, NULL);
  g_autoptr (GError) error = NULL;
  SondeRun *run = sonde_run_new (study);

  g_mkdir_with_parents (g_get_user_data_dir (), 0700);
  g_rename (place, aside);
  g_assert_true (g_file_set_contents (place, "in the way", -1, NULL));
  g_assert_false (sonde_run_start (run, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOTDIR);
  g_assert_nonnull (strstr (error->message, "cannot be kept as a draft"));
  g_assert_cmpint (sonde_runner_get_status (sonde_run_get_runner (run)), ==, SONDE_STATUS_IDLE);
  save_as (run, file);
  finish (run);
  g_assert_finalize_object (run);
  g_unlink (place);
  g_rename (aside, place);
}

static void
test_lock (void)
{
  g_autoptr (GFile) file = file_in (folder, "locked.sonde");
  g_autoptr (SondeStudy) study = study_with (NULL, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) error_target = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  SondeRun *run = sonde_run_new (study);
  SondeRun *other;
  int fd;

  save_as (run, file);
  finish (run);
  /* to read it needs no lock */
  other = open_run (file);
  g_assert_false (sonde_run_start (other, &error));
  g_assert_error (error, SONDE_STUDY_ERROR, SONDE_STUDY_ERROR_LOCKED);
  g_assert_nonnull (strstr (error->message, "locked.sonde"));
  g_assert_cmpint (sonde_runner_get_status (sonde_run_get_runner (other)), ==, SONDE_STATUS_IDLE);
  g_assert_finalize_object (other);
  g_assert_finalize_object (run);

  fd = open (g_file_peek_path (file), O_RDONLY);
  g_assert_cmpint (flock (fd, LOCK_EX | LOCK_NB), ==, 0);
  before = read_file (file);
  run = sonde_run_new (study);
  g_assert_false (sonde_run_save_as (run, file, &error_target));
  g_assert_error (error_target, SONDE_STUDY_ERROR, SONDE_STUDY_ERROR_LOCKED);
  after = read_file (file);
  g_assert_cmpstr (before, ==, after);
  close (fd);
  save_as (run, file);
  g_assert_finalize_object (run);
}

static void
test_changed_by_another (void)
{
  g_autoptr (GFile) file = file_in (folder, "changed.sonde");
  g_autoptr (SondeStudy) study = study_with (NULL, NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  SondeRun *run = sonde_run_new (study);
  SondeRun *late;

  save_as (run, file);
  late = open_run (file);
  finish (run);
  g_assert_finalize_object (run);
  text = read_file (file);
  g_assert_false (sonde_run_start (late, &error));
  g_assert_error (error, SONDE_STUDY_ERROR, SONDE_STUDY_ERROR_LOCKED);
  g_assert_nonnull (strstr (error->message, "changed by another program"));
  g_assert_finalize_object (late);
  run = open_run (file);
  g_assert_cmpuint (get_n (run), ==, 300);
  g_assert_finalize_object (run);
}

/* Root may write every file: be nobody for a while. Others are ordinary already. */
static void
be_ordinary_user (gboolean ordinary)
{
  const uid_t nobody = 65534;
  uid_t real, effective, saved;

  g_assert_cmpint (getresuid (&real, &effective, &saved), ==, 0);
  if (saved != 0)
    return;
  if (ordinary)
    g_assert_cmpint (g_chmod (folder, 0755), ==, 0);
  g_assert_cmpint (ordinary ? setresuid (nobody, nobody, 0) : setresuid (0, 0, 0), ==, 0);
}

static void
test_read_only (void)
{
  g_autoptr (GFile) file = file_in (folder, "read-only.sonde");
  g_autoptr (GFile) elsewhere = file_in (folder, "writable.sonde");
  g_autoptr (SondeStudy) study = study_with (NULL, NULL);
  g_autoptr (GError) error = NULL;
  SondeRun *run = sonde_run_new (study);
  gboolean read_only;

  save_as (run, file);
  g_assert_finalize_object (run);
  g_chmod (g_file_peek_path (file), 0444);
  be_ordinary_user (TRUE);
  run = open_run (file);
  g_object_get (run, "read-only", &read_only, NULL);
  g_assert_true (read_only);
  g_assert_false (sonde_run_start (run, &error));
  be_ordinary_user (FALSE);
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_ACCES);
  g_assert_nonnull (strstr (error->message, "Save it elsewhere"));
  save_as (run, elsewhere);
  g_object_get (run, "read-only", &read_only, NULL);
  g_assert_false (read_only);
  finish (run);
  g_assert_finalize_object (run);
}

static void
test_set_study_before_results (void)
{
  g_autoptr (GFile) file = file_in (folder, "edited.sonde");
  g_autoptr (SondeStudy) study = study_with (NULL, NULL);
  g_autoptr (SondeStudy) wider = study_with ("domain[0].max", "2");
  g_autofree char *text = NULL;
  SondeRun *run = sonde_run_new (study);
  guint restarted = 0;
  guint studies = 0;

  g_signal_connect_swapped (run, "restarted", G_CALLBACK (count_calls), &restarted);
  g_signal_connect_swapped (run, "notify::study", G_CALLBACK (count_calls), &studies);
  save_as (run, file);
  g_assert_true (sonde_run_set_study (run, wider, NULL));
  g_assert_cmpuint (restarted, ==, 1);
  g_assert_cmpuint (studies, ==, 1);
  g_assert_true (sonde_run_get_learner (run) == sonde_runner_get_learner (sonde_run_get_runner (run)));
  finish (run);
  g_assert_finalize_object (run);

  run = open_run (file);
  g_assert_cmpuint (get_n (run), ==, 300);
  g_assert_cmpfloat (sonde_domain_get (sonde_study_get_domain (sonde_run_get_study (run)), 0)->max, ==, 2);
  g_assert_finalize_object (run);
}

static void
test_set_study_with_results (void)
{
  g_autoptr (GFile) file = file_in (folder, "goal.sonde");
  g_autoptr (SondeStudy) study = study_with ("goal", "null");
  g_autoptr (SondeStudy) wider = study_with ("domain[0].max", "2");
  g_autoptr (SondeStudy) goal = study_with ("goal.npoints", "5000");
  g_autoptr (SondeStudy) edited = study_edit (goal, "execution.retries", "3");
  g_autoptr (GError) error = NULL;
  SondeRun *run = sonde_run_new (study);
  guint restarted = 0;

  g_signal_connect_swapped (run, "restarted", G_CALLBACK (count_calls), &restarted);
  save_as (run, file);
  start (run);
  wait_for_points (run, 500);
  g_assert_false (sonde_run_set_study (run, wider, &error));
  g_assert_error (error, SONDE_STUDY_ERROR, SONDE_STUDY_ERROR_HAS_RESULTS);
  g_assert_true (sonde_run_get_study (run) == study);
  g_assert_true (sonde_run_set_study (run, edited, NULL));
  g_assert_cmpuint (sonde_runner_get_retries (sonde_run_get_runner (run)), ==, 3);
  g_assert_true (sonde_runner_block_until_done (sonde_run_get_runner (run), NULL));
  g_assert_cmpuint (get_n (run), >=, 5000);
  g_assert_cmpuint (restarted, ==, 0);
  g_assert_finalize_object (run);

  run = open_run (file);
  g_assert_cmpuint (sonde_study_get_retries (sonde_run_get_study (run)), ==, 3);
  g_assert_cmpuint (get_n (run), >=, 5000);
  g_assert_finalize_object (run);
}

static void
test_save_edit_without_start (void)
{
  g_autoptr (GFile) file = file_in (folder, "idle-edit.sonde");
  g_autoptr (SondeStudy) study = study_with (NULL, NULL);
  g_autoptr (SondeStudy) edited = study_with ("title", "\"Renamed\"");
  g_autofree char *title = NULL;
  SondeRun *run = sonde_run_new (study);

  save_as (run, file);
  g_assert_true (sonde_run_set_study (run, edited, NULL));
  g_assert_true (sonde_run_save (run, NULL));
  g_assert_finalize_object (run);
  run = open_run (file);
  g_object_get (run, "title", &title, NULL);
  g_assert_cmpstr (title, ==, "Renamed");
  /* the file was unlocked after saving */
  start (run);
  g_assert_finalize_object (run);
}

/* What is left of a line is cut off, so that the next one begins at its beginning. */
static void
test_torn_continues (void)
{
  g_autoptr (GFile) file = file_in (folder, "torn.sonde");
  g_autoptr (SondeStudy) study = study_with (NULL, NULL);
  g_autoptr (SondeStudy) longer = study_with ("goal.npoints", "400");
  g_autofree char *text = NULL;
  const gsize cuts[] = { 1, 2, 10, 60 };

  for (guint i = 0; i < G_N_ELEMENTS (cuts); i++)
    {
      g_autoptr (GPtrArray) diagnostics = g_ptr_array_new_with_free_func (g_object_unref);
      g_autofree char *whole = NULL;
      SondeRun *run = sonde_run_new (study);
      guint n;

      save_as (run, file);
      finish (run);
      g_assert_finalize_object (run);
      whole = read_file (file);
      whole[strlen (whole) - cuts[i]] = '\0';
      write_file (file, whole);

      run = sonde_run_open (file, diagnostics, NULL);
      g_assert_nonnull (run);
      g_assert_cmpuint (diagnostics->len, ==, cuts[i] > 1 && whole[strlen (whole) - 1] != '\n');
      n = get_n (run);
      g_assert_cmpuint (n, >=, 299);
      g_assert_true (sonde_run_set_study (run, longer, NULL));
      finish (run);
      g_assert_finalize_object (run);
      run = open_run (file);
      g_assert_cmpuint (get_n (run), ==, 400);
      g_assert_finalize_object (run);
    }
}

static void
test_recover (void)
{
  g_autoptr (GFile) file = file_in (folder, "damaged.sonde");
  g_autoptr (SondeStudy) study = study_with (NULL, NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  g_autofree char *after = NULL;
  char *place;
  SondeRun *run = sonde_run_new (study);

  save_as (run, file);
  finish (run);
  g_assert_finalize_object (run);
  text = read_file (file);
  place = text;
  for (guint line = 1; line < 102; line++)
    place = strchr (place, '\n') + 1;
  memset (place, '#', 5);
  write_file (file, text);

  g_assert_null (sonde_run_open (file, NULL, &error));
  g_assert_error (error, SONDE_STUDY_ERROR, SONDE_STUDY_ERROR_DAMAGED);
  g_assert_true (g_str_has_prefix (error->message, "damaged.sonde: Line 102 is damaged"));
  g_clear_error (&error);
  run = sonde_run_recover (file, &error);
  g_assert_no_error (error);
  g_assert_true (sonde_run_is_draft (run));
  g_assert_cmpuint (get_n (run), ==, 99);
  finish (run);
  g_assert_cmpuint (get_n (run), ==, 300);
  after = read_file (file);
  g_assert_cmpstr (after, ==, text);
  sonde_run_close (run, TRUE);
  g_assert_finalize_object (run);
}

static void
test_open_json (void)
{
  g_autoptr (GFile) file = file_in (folder, "my peak.json");
  g_autoptr (SondeStudy) study = study_with ("title", "null");
  g_autofree char *pretty = sonde_study_to_pretty_text (study);
  g_autofree char *line = sonde_study_to_line (study);
  g_autofree char *name = NULL;
  g_autofree char *title = NULL;
  SondeRun *run;

  write_file (file, pretty);
  run = open_run (file);
  g_assert_true (sonde_run_is_draft (run));
  g_assert_null (sonde_run_get_file (run));
  name = sonde_run_suggest_name (run);
  g_assert_cmpstr (name, ==, "my peak.sonde");
  g_object_get (run, "title", &title, NULL);
  g_assert_cmpstr (title, ==, "my peak");
  g_assert_finalize_object (run);
  /* without a file it is called after its function */
  run = sonde_run_new (study);
  g_clear_pointer (&title, g_free);
  g_clear_pointer (&name, g_free);
  g_object_get (run, "title", &title, NULL);
  g_assert_cmpstr (title, ==, json_object_get_string_member (sonde_study_get_function_spec (study), "expression"));
  name = sonde_run_suggest_name (run);
  g_assert_null (strpbrk (name, "/*\\"));
  g_assert_true (g_str_has_suffix (name, ".sonde"));
  g_assert_finalize_object (run);
  /* in one line it is still a study, for that is its name */
  write_file (file, line);
  run = open_run (file);
  g_assert_true (sonde_run_is_draft (run));
  g_assert_finalize_object (run);
}

static void
test_open_others (void)
{
  const struct { const char *name; const char *text; const char *fragment; SondeStudyError code; } cases[] = {
    { "empty.sonde", "", "empty", SONDE_STUDY_ERROR_NOT_A_STUDY },
    { "cut.sonde", "{\"sonde\": 1, \"func", "cut off", SONDE_STUDY_ERROR_NOT_A_STUDY },
    { "binary.sonde", "\x89PNG\r\n\x1a\n", "not text", SONDE_STUDY_ERROR_NOT_A_STUDY },
    { "other.json", "{\"name\": 1}", "no \"sonde\" key", SONDE_STUDY_ERROR_NOT_A_STUDY },
    { "newer.sonde", "{\"sonde\": 2}\n", "newer", SONDE_STUDY_ERROR_NEWER },
    { "broken.json", "{\n\"sonde\": 1,\n}", "Line 2, column 11", SONDE_STUDY_ERROR_INVALID },
  };
  g_autoptr (GFile) nothing = file_in (folder, "nothing.sonde");
  g_autoptr (GFile) a_folder = g_file_new_for_path (folder);
  g_autoptr (GError) error_nothing = NULL;
  g_autoptr (GError) error_folder = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GFile) file = file_in (folder, cases[i].name);
      g_autoptr (GError) error = NULL;

      write_file (file, cases[i].text);
      g_assert_null (sonde_run_open (file, NULL, &error));
      g_test_message ("%s", error->message);
      g_assert_error (error, SONDE_STUDY_ERROR, (int) cases[i].code);
      g_assert_nonnull (strstr (error->message, cases[i].fragment));
      g_assert_true (g_str_has_prefix (error->message, cases[i].name));
    }
  g_assert_null (sonde_run_open (nothing, NULL, &error_nothing));
  g_assert_error (error_nothing, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  g_assert_null (sonde_run_open (a_folder, NULL, &error_folder));
  g_assert_error (error_folder, SONDE_STUDY_ERROR, SONDE_STUDY_ERROR_NOT_A_STUDY);
  g_assert_nonnull (strstr (error_folder->message, "is a folder"));
}

/* Whatever has happened to a file, it is opened or refused with a message. */
static void
test_open_mangled (void)
{
  g_autoptr (GFile) file = file_in (folder, "mangled.sonde");
  g_autoptr (SondeStudy) study = study_with ("goal.npoints", "40");
  g_autofree char *text = NULL;
  SondeRun *run = sonde_run_new (study);
  gsize length;
  guint n_opened = 0;

  save_as (run, file);
  finish (run);
  g_assert_finalize_object (run);
  text = read_file (file);
  length = strlen (text);
  for (guint i = 0; i < 500; i++)
    {
      g_autofree char *mangled = g_memdup2 (text, length);
      g_autoptr (GError) error = NULL;

      for (int j = g_test_rand_int_range (1, 4); j > 0; j--)
        mangled[g_test_rand_int_range (0, length)] = g_test_rand_int_range (0, 256);
      g_assert_true (g_file_set_contents (g_file_peek_path (file), mangled, g_test_rand_int_range (length / 2, length + 1), NULL));
      run = sonde_run_open (file, NULL, &error);
      g_assert_true ((run == NULL) == (error != NULL));
      g_assert_true (error == NULL || g_utf8_validate (error->message, -1, NULL));
      n_opened += run != NULL;
      g_clear_object (&run);
    }
  g_assert_cmpuint (n_opened, >, 0);
  g_assert_cmpuint (n_opened, <, 500);
}

static SondeRun *
open_with_events (const char  *events,
                  GError     **error)
{
  g_autoptr (GFile) file = file_in (folder, "events.sonde");
  g_autoptr (SondeStudy) study = study_with (NULL, NULL);
  g_autofree char *line = sonde_study_to_line (study);
  g_autofree char *text = g_strconcat (line, "\n", events, NULL);

  write_file (file, text);
  return sonde_run_open (file, NULL, error);
}

static void
test_failures (void)
{
  SondeRun *run = open_with_events ("[\"fail\", 0.5, 1, \"first\"]\n[\"fail\", 0.25, 1, \"other\\n\\ntrace\"]\n[\"fail\", 0.5, 2, \"second\"]\n"
                                    "[\"fail\", 0.75, 1, \"gone\"]\n[\"tell\", 0.75, 1, 0]\n", NULL);
  GListModel *failures = sonde_runner_get_failures (sonde_run_get_runner (run));
  g_autoptr (SondeFailure) first = g_list_model_get_item (failures, 0);
  g_autoptr (SondeFailure) second = g_list_model_get_item (failures, 1);

  g_assert_cmpuint (g_list_model_get_n_items (failures), ==, 2);
  g_assert_cmpfloat (*sonde_failure_get_x (first), ==, 0.25);
  g_assert_cmpstr (sonde_failure_get_traceback (first), ==, "trace");
  g_assert_cmpfloat (*sonde_failure_get_x (second), ==, 0.5);
  g_assert_cmpuint (sonde_failure_get_attempts (second), ==, 2);
  g_assert_cmpstr (sonde_failure_get_message (second), ==, "second");
  g_assert_finalize_object (run);
}

/* What was decided about failures is in the file: after reopening, and for replay. */
static void
test_decisions (void)
{
  SondeRun *run = open_with_events ("[\"tell\", -1, 0.5, 0]\n[\"fail\", 0.5, 1, \"a\"]\n[\"fail\", 0.25, 1, \"b\"]\n[\"fail\", 0.75, 2, \"c\"]\n"
                                    "[\"exclude\", 0.75]\n[\"fail\", -0.5, 1, \"d\"]\n[\"exclude\", -0.5]\n[\"fail\", -0.5, 2, \"e\"]\n"
                                    "[\"fail\", -0.25, 1, \"f\"]\n[\"exclude\", -0.25]\n[\"tell\", -0.25, 0, 0]\n[\"exclude\", 0.125]\n", NULL);
  g_autoptr (GFile) file = g_object_ref (sonde_run_get_file (run));
  GListModel *failures = sonde_runner_get_failures (sonde_run_get_runner (run));
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  g_assert_cmpuint (g_list_model_get_n_items (failures), ==, 4);
  for (guint i = 0; i < 4; i++)
    {
      g_autoptr (SondeFailure) failure = g_list_model_get_item (failures, i);

      g_assert_cmpint (sonde_failure_get_excluded (failure), ==, *sonde_failure_get_x (failure) == 0.75);
      if (*sonde_failure_get_x (failure) == 0.5)
        sonde_run_exclude (run, failure, &error);
      g_assert_no_error (error);
    }
  for (guint i = 0; i < g_list_model_get_n_items (failures); i++)
    {
      g_autoptr (SondeFailure) failure = g_list_model_get_item (failures, i);

      if (*sonde_failure_get_x (failure) != 0.25)
        continue;
      g_assert_true (sonde_run_accept_as_nan (run, failure, &error));
      g_assert_no_error (error);
    }
  g_assert_finalize_object (run);
  text = read_file (file);
  g_assert_true (g_str_has_suffix (text, "[\"exclude\", 0.5]\n[\"tell\", 0.25, \"nan\", \"nan\"]\n"));

  run = open_run (file);
  failures = sonde_runner_get_failures (sonde_run_get_runner (run));
  g_assert_cmpuint (g_list_model_get_n_items (failures), ==, 3);
  g_assert_cmpuint (sonde_learner_get_npoints (sonde_run_get_learner (run)), ==, 3);
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (SondeFailure) failure = g_list_model_get_item (failures, i);

      g_assert_cmpint (sonde_failure_get_excluded (failure), ==, *sonde_failure_get_x (failure) > 0);
    }
  finish (run);
  for (guint i = 0; i < get_n (run); i++)
    g_assert_true (sonde_learner_get_points (sonde_run_get_learner (run))->x[i] != 0.5 &&
                   sonde_learner_get_points (sonde_run_get_learner (run))->x[i] != 0.75);
  g_assert_finalize_object (run);
}

/* A file that cannot be written: nothing is decided. */
static void
test_decisions_refused (void)
{
  SondeRun *run = open_with_events ("[\"tell\", -1, 0.5, 0]\n[\"fail\", 0.5, 1, \"a\"]\n", NULL);
  g_autoptr (SondeFailure) failure = g_list_model_get_item (sonde_runner_get_failures (sonde_run_get_runner (run)), 0);
  g_autofree char *path = g_file_get_path (sonde_run_get_file (run));
  g_autofree char *text = read_file (sonde_run_get_file (run));
  g_autoptr (GError) exclude = NULL;
  g_autoptr (GError) accept = NULL;

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  g_assert_false (sonde_run_exclude (run, failure, &exclude));
  g_assert_nonnull (exclude);
  g_assert_false (sonde_run_accept_as_nan (run, failure, &accept));
  g_assert_nonnull (accept);
  g_assert_false (sonde_failure_get_excluded (failure));
  g_assert_cmpuint (get_n (run), ==, 1);
  g_assert_finalize_object (run);
}

static void
test_elapsed (void)
{
  const struct { const char *events; double elapsed; SondeStatus status; } cases[] = {
    { "", 0, SONDE_STATUS_IDLE },
    { "[\"state\", \"running\", \"2026-01-01T00:00:00Z\"]\n[\"state\", \"finished\", \"2026-01-01T00:00:10.500Z\"]\n", 10.5, SONDE_STATUS_FINISHED },
    { "[\"state\", \"running\", \"2026-01-01T00:00:00Z\"]\n[\"state\", \"paused\", \"2026-01-01T00:00:10Z\"]\n"
      "[\"state\", \"running\", \"2026-01-01T01:00:00Z\"]\n[\"state\", \"cancelled\", \"2026-01-01T01:00:05Z\"]\n", 15, SONDE_STATUS_CANCELLED },
    /* killed: what is known is the last sign of life */
    { "[\"state\", \"running\", \"2026-01-01T00:00:00Z\"]\n[\"state\", \"running\", \"2026-01-01T00:00:30Z\"]\n", 30, SONDE_STATUS_RUNNING },
    /* killed and continued a day later */
    { "[\"state\", \"running\", \"2026-01-01T00:00:00Z\"]\n[\"state\", \"running\", \"2026-01-01T00:00:30Z\"]\n[\"state\", \"idle\", \"2026-01-02T00:00:00Z\"]\n"
      "[\"state\", \"running\", \"2026-01-02T00:00:00Z\"]\n[\"state\", \"finished\", \"2026-01-02T00:00:10Z\"]\n", 40, SONDE_STATUS_FINISHED },
    /* the clock was set back */
    { "[\"state\", \"running\", \"2026-01-01T01:00:00Z\"]\n[\"state\", \"finished\", \"2026-01-01T00:00:00Z\"]\n", 0, SONDE_STATUS_FINISHED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      SondeRun *run = open_with_events (cases[i].events, NULL);

      g_assert_cmpfloat_with_epsilon (sonde_run_get_elapsed (run), cases[i].elapsed, 1e-9);
      g_assert_cmpint (sonde_run_get_last_status (run), ==, cases[i].status);
      g_assert_finalize_object (run);
    }
}

static void
test_study_events (void)
{
  g_autoptr (SondeStudy) goal = study_with ("goal.npoints", "301");
  g_autoptr (SondeStudy) wider = study_with ("domain[0].max", "2");
  g_autofree char *goal_line = sonde_study_to_line (goal);
  g_autofree char *wider_line = sonde_study_to_line (wider);
  g_autofree char *before = g_strdup_printf ("[\"study\", %s]\n[\"tell\", 1.5, 1, 0]\n", wider_line);
  g_autofree char *under = g_strdup_printf ("[\"tell\", 0.5, 1, 0]\n[\"study\", %s]\n[\"study\", %s]\n", goal_line, wider_line);
  g_autoptr (GError) error = NULL;
  SondeRun *run = open_with_events (before, NULL);

  g_assert_cmpuint (get_n (run), ==, 1);
  g_assert_cmpfloat (sonde_domain_get (sonde_learner_get_domain (sonde_run_get_learner (run)), 0)->max, ==, 2);
  g_assert_finalize_object (run);
  g_assert_null (open_with_events (under, &error));
  g_assert_error (error, SONDE_STUDY_ERROR, SONDE_STUDY_ERROR_DAMAGED);
  g_assert_nonnull (strstr (error->message, "Line 4"));
}

int
main (int    argc,
      char **argv)
{
  g_autofree char *data = NULL;
  int result;

  folder = make_folder ();
  data = g_build_filename (folder, "data", NULL);
  g_setenv ("XDG_DATA_HOME", data, TRUE);
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/run/finish-and-reopen", test_finish_and_reopen);
  g_test_add_func ("/run/continue", test_continue);
  g_test_add_func ("/run/vector", test_vector);
  g_test_add_func ("/run/save-as/during", test_save_as_during_run);
  g_test_add_func ("/run/save-as/copies", test_save_as_copies);
  g_test_add_func ("/run/save-as/fails", test_save_as_fails);
  g_test_add_func ("/run/save-as/link", test_save_as_link);
  g_test_add_func ("/run/drafts/life", test_drafts);
  g_test_add_func ("/run/drafts/discarded", test_draft_discarded);
  g_test_add_func ("/run/drafts/unwritable", test_draft_unwritable);
  g_test_add_func ("/run/lock", test_lock);
  g_test_add_func ("/run/changed-by-another", test_changed_by_another);
  g_test_add_func ("/run/read-only", test_read_only);
  g_test_add_func ("/run/set-study/before-results", test_set_study_before_results);
  g_test_add_func ("/run/set-study/with-results", test_set_study_with_results);
  g_test_add_func ("/run/set-study/saved-without-start", test_save_edit_without_start);
  g_test_add_func ("/run/torn-continues", test_torn_continues);
  g_test_add_func ("/run/recover", test_recover);
  g_test_add_func ("/run/open/json", test_open_json);
  g_test_add_func ("/run/open/others", test_open_others);
  g_test_add_func ("/run/open/mangled", test_open_mangled);
  g_test_add_func ("/run/events/failures", test_failures);
  g_test_add_func ("/run/events/decisions", test_decisions);
  g_test_add_func ("/run/events/decisions-refused", test_decisions_refused);
  g_test_add_func ("/run/events/elapsed", test_elapsed);
  g_test_add_func ("/run/events/study", test_study_events);
  result = g_test_run ();
  remove_folder (folder);
  g_free (folder);
  return result;
}
