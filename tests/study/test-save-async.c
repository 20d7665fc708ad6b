/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Saving and closing without waiting for the disk: whatever happens meanwhile is in the new file. */

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "run-helpers.h"

static char *folder;

typedef struct
{
  GAsyncResult *result;
} Wait;

static void
on_done (GObject      *object,
         GAsyncResult *result,
         gpointer      data)
{
  ((Wait *) data)->result = g_object_ref (result);
}

static void
await (Wait *wait)
{
  while (wait->result == NULL)
    g_main_context_iteration (NULL, TRUE);
}

static void
finish_save_as (SondeRun *run,
                Wait     *wait)
{
  g_autoptr (GError) error = NULL;

  await (wait);
  g_assert_true (sonde_run_save_as_finish (run, wait->result, &error));
  g_assert_no_error (error);
  g_clear_object (&wait->result);
}

static SondeStudy *
with_title (SondeRun *run,
            guint     i)
{
  g_autofree char *title = g_strdup_printf ("\"Title %u\"", i);

  return study_edit (sonde_run_get_study (run), "title", title);
}

static void
assert_same_run (SondeRun *run,
                 GFile    *file)
{
  SondeRun *again = open_run (file);
  g_autofree char *title = NULL;
  g_autofree char *title_again = NULL;

  g_object_get (run, "title", &title, NULL);
  g_object_get (again, "title", &title_again, NULL);
  g_assert_cmpstr (title, ==, title_again);
  g_assert_cmpuint (get_n (run), ==, get_n (again));
  if (get_n (run) > 0)
    assert_same_points (run, again, get_n (run));
  g_assert_finalize_object (again);
}

/* At full speed, with edits right after the copy was begun: none of it is missing, again and again. */
static void
test_during_run (void)
{
  g_autoptr (SondeStudy) endless = study_with ("goal", "null");
  SondeRun *run = sonde_run_new (endless);
  g_autoptr (GFile) first = NULL;
  guint at_first = 0;

  start (run);
  for (guint i = 0; i < 6; i++)
    {
      g_autofree char *name = g_strdup_printf ("moved-%u.sonde", i);
      g_autoptr (GFile) file = file_in (folder, name);
      Wait wait = { NULL };

      wait_for_points (run, get_n (run) + g_test_rand_int_range (1, 8000));
      sonde_run_save_as_async (run, file, on_done, &wait);
      for (guint j = 0; j < 20; j++)
        {
          g_autoptr (SondeStudy) edit = with_title (run, 100 * i + j);

          g_assert_true (sonde_run_set_study (run, edit, NULL));
        }
      finish_save_as (run, &wait);
      g_assert_true (g_file_equal (sonde_run_get_file (run), file));
      g_assert_false (sonde_run_is_draft (run));
      assert_same_run (run, file);
      if (i == 0)
        {
          first = g_object_ref (file);
          at_first = get_n (run);
        }
    }
  sonde_run_close (run, FALSE);
  assert_same_run (run, sonde_run_get_file (run));
  {
    SondeRun *again = open_run (first);

    g_assert_cmpuint (get_n (again), >=, at_first);
    assert_same_points (run, again, get_n (again));
    g_assert_finalize_object (again);
  }
  g_assert_finalize_object (run);
}

/* What is not running: a study alone, one that is edited, started or closed while it is copied. */
static void
test_at_rest (gconstpointer data)
{
  const char *what = data;
  g_autoptr (SondeStudy) study = study_with (NULL, NULL);
  g_autofree char *name = g_strconcat (what, ".sonde", NULL);
  g_autoptr (GFile) file = file_in (folder, name);
  g_autoptr (GFile) other = file_in (folder, "other.sonde");
  g_autoptr (SondeStudy) edit = NULL;
  SondeRun *run = sonde_run_new (study);
  Wait wait = { NULL };
  g_autofree char *text = NULL;

  if (g_str_has_prefix (what, "results"))
    finish (run);
  if (g_str_equal (what, "results-closed"))
    sonde_run_close (run, FALSE);
  write_file (file, "what was there");
  sonde_run_save_as_async (run, file, on_done, &wait);
  edit = with_title (run, 7);
  if (g_str_has_suffix (what, "edited") || g_str_equal (what, "results-closed"))
    g_assert_true (sonde_run_set_study (run, edit, NULL));
  else if (g_str_has_suffix (what, "started"))
    start (run);
  else if (g_str_equal (what, "results-discarded"))
    sonde_run_close (run, TRUE);
  else if (g_str_equal (what, "results-moved"))
    g_assert_true (sonde_run_save_as (run, other, NULL));
  finish_save_as (run, &wait);
  if (g_str_has_suffix (what, "started"))
    sonde_runner_block_until_done (sonde_run_get_runner (run), NULL);
  g_assert_true (g_file_equal (sonde_run_get_file (run), file));
  assert_same_run (run, file);
  text = read_file (file);
  g_assert_cmpint (*text, ==, '{');
  sonde_run_close (run, FALSE);
  assert_same_run (run, file);
  g_assert_finalize_object (run);
}

static void
test_fails (void)
{
  g_autoptr (GFile) nowhere = g_file_new_build_filename (folder, "no", "such", "folder.sonde", NULL);
  g_autoptr (GFile) good = file_in (folder, "good.sonde");
  g_autoptr (GFile) remote = g_file_new_for_uri ("sftp://nowhere.invalid/a.sonde");
  g_autoptr (SondeStudy) study = study_with (NULL, NULL);
  g_autoptr (GError) error = NULL, pending = NULL, unsupported = NULL;
  SondeRun *run = sonde_run_new (study);
  Wait wait = { NULL }, second = { NULL }, third = { NULL };

  finish (run);
  sonde_run_save_as_async (run, nowhere, on_done, &wait);
  sonde_run_save_as_async (run, good, on_done, &second);
  await (&second);
  g_assert_false (sonde_run_save_as_finish (run, second.result, &pending));
  g_assert_error (pending, G_IO_ERROR, G_IO_ERROR_PENDING);
  await (&wait);
  g_assert_false (sonde_run_save_as_finish (run, wait.result, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  g_assert_true (sonde_run_is_draft (run));
  g_clear_object (&wait.result);
  g_clear_object (&second.result);
  if (g_file_peek_path (remote) == NULL)
    {
      sonde_run_save_as_async (run, remote, on_done, &third);
      await (&third);
      g_assert_false (sonde_run_save_as_finish (run, third.result, &unsupported));
      g_assert_error (unsupported, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED);
      g_clear_object (&third.result);
    }
  sonde_run_save_as_async (run, good, on_done, &wait);
  finish_save_as (run, &wait);
  assert_same_run (run, good);
  g_assert_finalize_object (run);
}

static void
test_save (void)
{
  g_autoptr (GFile) file = file_in (folder, "saved.sonde");
  g_autoptr (SondeStudy) study = study_with (NULL, NULL);
  g_autoptr (SondeStudy) edit = NULL;
  g_autoptr (GError) error = NULL;
  SondeRun *run = sonde_run_new (study);
  Wait wait = { NULL };

  g_assert_true (sonde_run_save_as (run, file, NULL));
  edit = with_title (run, 3);
  g_assert_true (sonde_run_set_study (run, edit, NULL));
  sonde_run_save_async (run, on_done, &wait);
  await (&wait);
  g_assert_true (sonde_run_save_finish (run, wait.result, &error));
  g_assert_no_error (error);
  g_clear_object (&wait.result);
  assert_same_run (run, file);
  /* it was closed again: another may write */
  {
    SondeRun *other = open_run (file);

    g_assert_false (sonde_run_is_locked (other));
    g_assert_finalize_object (other);
  }
  start (run);
  sonde_run_save_async (run, on_done, &wait);
  await (&wait);
  g_assert_true (sonde_run_save_finish (run, wait.result, &error));
  g_clear_object (&wait.result);
  sonde_runner_block_until_done (sonde_run_get_runner (run), NULL);
  sonde_run_save_as_async (run, file, on_done, &wait);
  finish_save_as (run, &wait);
  assert_same_run (run, file);
  g_assert_finalize_object (run);
}

/* The file is unlocked and whole at once; the rest is the disk's. */
static void
test_close (void)
{
  g_autoptr (GFile) file = file_in (folder, "closed.sonde");
  g_autoptr (SondeStudy) endless = study_with ("goal", "null");
  g_autoptr (GError) error = NULL;
  SondeRun *run = sonde_run_new (endless);
  SondeRun *other;
  Wait wait = { NULL };

  g_assert_true (sonde_run_save_as (run, file, NULL));
  start (run);
  wait_for_points (run, 5000);
  sonde_run_close_async (run, FALSE, on_done, &wait);
  assert_same_run (run, file);
  other = open_run (file);
  g_assert_false (sonde_run_is_locked (other));
  g_assert_cmpint (sonde_run_get_last_status (other), ==, SONDE_STATUS_CANCELLED);
  start (other);
  wait_for_points (other, get_n (other) + 100);
  await (&wait);
  g_assert_true (sonde_run_close_finish (run, wait.result, &error));
  g_assert_no_error (error);
  g_clear_object (&wait.result);
  /* with nothing to close */
  sonde_run_close_async (run, FALSE, on_done, &wait);
  await (&wait);
  g_assert_true (sonde_run_close_finish (run, wait.result, &error));
  g_clear_object (&wait.result);
  g_assert_finalize_object (run);
  g_assert_finalize_object (other);
}

static void
on_opened (GObject      *object,
           GAsyncResult *result,
           gpointer      data)
{
  ((Wait *) data)->result = g_object_ref (result);
}

static void
write_parabola (const char *path,
                guint       n)
{
  g_autoptr (SondeStudy) study = study_with (NULL, NULL);
  g_autofree char *line = sonde_study_to_line (study);
  g_autoptr (GString) text = g_string_new (line);

  if (text->str[text->len - 1] != '\n')
    g_string_append_c (text, '\n');
  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, "[\"tell\",%.6f,%.6f,0.001]\n", -1 + 2.0 * i / n, (double) i / n);
  g_assert_true (g_file_set_contents (path, text->str, text->len, NULL));
}

/* A run is read in a thread, tells how far it is, and is the same as one that is read at once. */
static void
test_open (void)
{
  g_autofree char *path = g_build_filename (folder, "opened.sonde", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GPtrArray) diagnostics = NULL;
  g_autoptr (GError) error = NULL;
  Wait wait = { NULL };
  gint permille = -1;
  SondeRun *run;

  write_parabola (path, 20000);
  sonde_run_open_async (file, NULL, &permille, on_opened, &wait);
  await (&wait);
  run = sonde_run_open_finish (wait.result, &diagnostics, &error);
  g_clear_object (&wait.result);
  g_assert_no_error (error);
  g_assert_cmpuint (sonde_learner_get_npoints (sonde_run_get_learner (run)), ==, 20000);
  g_assert_cmpint (permille, >, 900);
  g_assert_cmpint (permille, <=, 1000);
  g_assert_cmpuint (diagnostics->len, ==, 0);
  assert_same_run (run, file);
  g_assert_finalize_object (run);
}

static void
test_open_cancelled (void)
{
  g_autofree char *path = g_build_filename (folder, "cancelled.sonde", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  Wait wait = { NULL };

  write_parabola (path, 5000);
  g_cancellable_cancel (cancellable);
  sonde_run_open_async (file, cancellable, NULL, on_opened, &wait);
  await (&wait);
  g_assert_null (sonde_run_open_finish (wait.result, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_object (&wait.result);
}

static void
test_open_wrong (void)
{
  g_autofree char *path = g_build_filename (folder, "absent.sonde", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  Wait wait = { NULL };

  sonde_run_open_async (file, NULL, NULL, on_opened, &wait);
  await (&wait);
  g_assert_null (sonde_run_open_finish (wait.result, NULL, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  g_clear_object (&wait.result);
}

int
main (int    argc,
      char **argv)
{
  static const char * const at_rest[] = {
    "study", "study-edited", "study-started", "results", "results-edited", "results-closed", "results-started", "results-discarded",
    "results-moved",
  };
  g_autofree char *data = NULL;
  int result;

  folder = make_folder ();
  data = g_build_filename (folder, "data", NULL);
  g_setenv ("XDG_DATA_HOME", data, TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/open-async/open", test_open);
  g_test_add_func ("/open-async/cancelled", test_open_cancelled);
  g_test_add_func ("/open-async/wrong", test_open_wrong);
  g_test_add_func ("/save-async/during-run", test_during_run);
  for (guint i = 0; i < G_N_ELEMENTS (at_rest); i++)
    {
      g_autofree char *path = g_strconcat ("/save-async/at-rest/", at_rest[i], NULL);

      g_test_add_data_func (path, at_rest[i], test_at_rest);
    }
  g_test_add_func ("/save-async/fails", test_fails);
  g_test_add_func ("/save-async/save", test_save);
  g_test_add_func ("/save-async/close", test_close);
  result = g_test_run ();
  remove_folder (folder);
  g_free (folder);
  return result;
}
