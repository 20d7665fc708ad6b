/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Nothing that was told is lost: not when the process is killed, not when the disk is full, not when the file is taken away. */

#include "config.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "run-helpers.h"
#include "study/sonde-run-private.h"

#define N_KILLS 20

static char *folder;

/* In the child: the sink of the run, and after each slice how many points were told, to the parent. */
static void
report_slice (gpointer user_data)
{
  guint n = get_n (user_data);

  _sonde_run_sink.slice_ended (user_data);
  g_assert_cmpint (write (STDOUT_FILENO, &n, sizeof n), ==, sizeof n);
}

static int
be_the_child (const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  SondeRunnerSink sink = _sonde_run_sink;
  SondeRun *run = open_run (file);

  sink.slice_ended = report_slice;
  sonde_runner_set_sink (sonde_run_get_runner (run), &sink, run);
  start (run);
  for (;;)
    g_main_context_iteration (NULL, TRUE);
  return 0;
}

/* Reads one report into @n; FALSE when there are no more. */
static gboolean
read_report (int    fd,
             guint *n)
{
  gssize size;

  do
    size = read (fd, n, sizeof *n);
  while (size < 0 && errno == EINTR);
  return size == sizeof *n;
}

/* Runs the file, in which @before points are, in a child for a random time; returns how many points it has surely told when it is killed. */
static guint
run_and_kill (const char *path,
              guint       before)
{
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  const char *argv[] = { self, "--child", path, NULL };
  g_autoptr (GError) error = NULL;
  guint told = 0;
  GPid pid;
  int out;

  g_spawn_async_with_pipes (NULL, (char **) argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL, &pid, NULL, &out, NULL, &error);
  g_assert_no_error (error);
  for (int i = g_test_rand_int_range (0, 6); i > 0 || told <= before; i--)
    g_assert_true (read_report (out, &told));
  g_usleep (g_test_rand_int_range (0, 8000));
  kill (pid, SIGKILL);
  while (read_report (out, &told))
    ;
  g_assert_cmpint (waitpid (pid, NULL, 0), ==, pid);
  g_spawn_close_pid (pid);
  close (out);
  return told;
}

static void
test_kill (void)
{
  g_autoptr (GFile) file = file_in (folder, "killed.sonde");
  g_autoptr (SondeStudy) endless = study_with ("goal", "null");
  SondeRun *run = sonde_run_new (endless);
  SondeRun *whole;
  guint n = 0;

  g_assert_true (sonde_run_save_as (run, file, NULL));
  g_assert_finalize_object (run);
  for (guint i = 0; i < N_KILLS; i++)
    {
      guint told = run_and_kill (g_file_peek_path (file), n);

      run = open_run (file);
      g_test_message ("killed after %u points, %u in the file", told, get_n (run));
      g_assert_cmpuint (get_n (run), >=, told);
      g_assert_cmpuint (get_n (run), >, n);
      g_assert_cmpint (sonde_run_get_last_status (run), ==, SONDE_STATUS_RUNNING);
      n = get_n (run);
      g_assert_finalize_object (run);
    }

  /* to the goal, and as if nothing had happened */
  {
    g_autofree char *goal = g_strdup_printf ("{\"npoints\": %u}", n + 1000);
    g_autoptr (SondeStudy) to_goal = study_with ("goal", goal);

    run = open_run (file);
    g_assert_true (sonde_run_set_study (run, to_goal, NULL));
    finish (run);
    g_assert_cmpint (sonde_run_get_last_status (run), ==, SONDE_STATUS_FINISHED);
    whole = sonde_run_new (to_goal);
    finish (whole);
    assert_same_points (run, whole, n + 1000);
    sonde_run_close (whole, TRUE);
    g_assert_finalize_object (whole);
    g_assert_finalize_object (run);
  }
}

static void
limit_file_size (rlim_t size)
{
  struct rlimit limit;

  getrlimit (RLIMIT_FSIZE, &limit);
  limit.rlim_cur = size;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
}

static char *
get_save_error (SondeRun *run)
{
  char *error;

  g_object_get (run, "save-error", &error, NULL);
  return error;
}

/* No more room, then room again: the run waits when much waits, goes on by itself, and nothing is missing. */
static void
test_full_disk (void)
{
  g_autoptr (GFile) file = file_in (folder, "full.sonde");
  g_autoptr (SondeStudy) study = study_with ("goal.npoints", "250000");
  g_autoptr (SondeStudy) eager = study_edit (study, "saving.interval", "0.02");
  g_autofree char *error = NULL;
  g_autofree char *later = NULL;
  SondeRun *run = sonde_run_new (eager);
  SondeRunner *runner = sonde_run_get_runner (run);
  SondeRun *again;
  struct rlimit before;

  getrlimit (RLIMIT_FSIZE, &before);
  g_assert_true (sonde_run_save_as (run, file, NULL));
  limit_file_size (20000);
  start (run);
  while (sonde_runner_get_status (runner) == SONDE_STATUS_RUNNING)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (sonde_runner_get_status (runner), ==, SONDE_STATUS_PAUSED);
  g_assert_cmpuint (get_n (run), <, 250000);
  error = get_save_error (run);
  g_test_message ("%s", error);
  g_assert_nonnull (strstr (error, "full.sonde"));
  g_assert_nonnull (strstr (error, "save it on another disk"));

  limit_file_size (before.rlim_cur);
  while (sonde_runner_get_status (runner) != SONDE_STATUS_FINISHED)
    g_main_context_iteration (NULL, TRUE);
  later = get_save_error (run);
  g_assert_null (later);
  sonde_run_close (run, FALSE);
  again = open_run (file);
  g_assert_cmpuint (get_n (again), ==, 250000);
  assert_same_points (again, run, 250000);
  g_assert_finalize_object (again);
  g_assert_finalize_object (run);
}

/* No more room: saved elsewhere, where there is some. */
static void
test_full_disk_elsewhere (void)
{
  g_autoptr (GFile) file = file_in (folder, "small.sonde");
  g_autoptr (GFile) elsewhere = file_in (folder, "large.sonde");
  g_autoptr (SondeStudy) study = study_with ("goal.npoints", "5000");
  g_autoptr (GPtrArray) diagnostics = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *error = NULL;
  g_autofree char *later = NULL;
  SondeRun *run = sonde_run_new (study);
  SondeRun *again;
  struct rlimit before;

  getrlimit (RLIMIT_FSIZE, &before);
  g_assert_true (sonde_run_save_as (run, file, NULL));
  limit_file_size (3000);
  finish (run);
  error = get_save_error (run);
  g_assert_nonnull (error);
  g_assert_false (sonde_run_save (run, NULL));
  limit_file_size (before.rlim_cur);
  g_assert_true (sonde_run_save_as (run, elsewhere, NULL));
  later = get_save_error (run);
  g_assert_null (later);
  again = open_run (elsewhere);
  assert_same_points (again, run, 5000);
  g_assert_finalize_object (again);
  /* what stayed behind has whole lines only */
  again = sonde_run_open (file, diagnostics, NULL);
  g_assert_nonnull (again);
  g_assert_cmpuint (diagnostics->len, ==, 0);
  g_assert_finalize_object (again);
  g_assert_finalize_object (run);
}

/* The program has to end, and the file cannot be written: a draft has all of it. */
static void
test_rescue (void)
{
  g_autofree char *inner = g_build_filename (folder, "rescue", NULL);
  g_autoptr (GFile) file = file_in (inner, "gone.sonde");
  g_autoptr (SondeStudy) study = study_with ("goal.npoints", "3000");
  g_autoptr (SondeStudy) eager = study_edit (study, "saving.interval", "0.01");
  g_autoptr (GError) error = NULL;
  g_autofree char *sentence = NULL;
  SondeRun *run = sonde_run_new (eager);
  SondeRun *again;
  GFile *rescued;

  g_assert_cmpint (g_mkdir (inner, 0700), ==, 0);
  g_assert_true (sonde_run_save_as (run, file, NULL));
  start (run);
  g_assert_cmpint (g_unlink (g_file_peek_path (file)), ==, 0);
  g_assert_cmpint (g_rmdir (inner), ==, 0);
  while (sonde_runner_get_status (sonde_run_get_runner (run)) == SONDE_STATUS_RUNNING)
    g_main_context_iteration (NULL, TRUE);
  while ((sentence = get_save_error (run)) == NULL)
    g_main_context_iteration (NULL, TRUE);
  rescued = sonde_run_rescue (run, &error);
  g_assert_no_error (error);
  g_assert_nonnull (rescued);
  again = open_run (rescued);
  g_assert_true (sonde_run_is_draft (again));
  assert_same_points (again, run, 3000);
  /* now all is well */
  g_assert_null (sonde_run_rescue (run, &error));
  g_assert_no_error (error);
  g_assert_finalize_object (again);
  g_assert_finalize_object (run);
}

static void
test_file_removed (void)
{
  g_autofree char *inner = g_build_filename (folder, "inner", NULL);
  g_autoptr (GFile) file = file_in (inner, "removed.sonde");
  g_autoptr (GFile) elsewhere = file_in (folder, "rescued.sonde");
  g_autoptr (SondeStudy) study = study_with ("goal", "null");
  g_autoptr (SondeStudy) eager = study_edit (study, "saving.interval", "0.01");
  g_autofree char *error = NULL;
  SondeRun *run = sonde_run_new (eager);
  SondeRun *again;

  g_mkdir (inner, 0700);
  g_assert_true (sonde_run_save_as (run, file, NULL));
  start (run);
  wait_for_points (run, 1000);
  remove_folder (inner);
  while ((error = get_save_error (run)) == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_nonnull (strstr (error, "removed or replaced"));
  g_assert_cmpint (sonde_runner_get_status (sonde_run_get_runner (run)), ==, SONDE_STATUS_RUNNING);
  g_assert_true (sonde_run_save_as (run, elsewhere, NULL));
  g_clear_pointer (&error, g_free);
  error = get_save_error (run);
  g_assert_null (error);
  wait_for_points (run, get_n (run) + 1000);
  sonde_run_close (run, FALSE);
  again = open_run (elsewhere);
  g_assert_cmpuint (get_n (again), ==, get_n (run));
  assert_same_points (again, run, get_n (run));
  g_assert_finalize_object (again);
  g_assert_finalize_object (run);
}

/* While it runs, the file says now and then that it is alive; that is what is known of a killed run's time. */
static void
test_sign_of_life (void)
{
  g_autoptr (GFile) file = file_in (folder, "alive.sonde");
  g_autoptr (SondeStudy) study = study_with ("goal", "null");
  g_autoptr (SondeStudy) eager = study_edit (study, "saving.interval", "0.01");
  SondeRun *run = sonde_run_new (eager);
  SondeRun *seen = NULL;

  g_assert_true (sonde_run_save_as (run, file, NULL));
  start (run);
  do
    {
      g_clear_object (&seen);
      wait_for_points (run, get_n (run) + 1000);
      seen = open_run (file);
    }
  while (sonde_run_get_elapsed (seen) == 0);
  g_assert_cmpint (sonde_run_get_last_status (seen), ==, SONDE_STATUS_RUNNING);
  g_assert_cmpfloat (sonde_run_get_elapsed (seen), <=, sonde_run_get_elapsed (run) + 0.01);
  g_assert_finalize_object (seen);
  g_assert_finalize_object (run);
}

int
main (int    argc,
      char **argv)
{
  g_autofree char *data = NULL;
  int result;

  if (argc == 3 && g_str_equal (argv[1], "--child"))
    return be_the_child (argv[2]);

  signal (SIGXFSZ, SIG_IGN);
  folder = make_folder ();
  data = g_build_filename (folder, "data", NULL);
  g_setenv ("XDG_DATA_HOME", data, TRUE);
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/safety/rescue", test_rescue);
  g_test_add_func ("/run/safety/kill", test_kill);
  g_test_add_func ("/run/safety/full-disk", test_full_disk);
  g_test_add_func ("/run/safety/full-disk-elsewhere", test_full_disk_elsewhere);
  g_test_add_func ("/run/safety/file-removed", test_file_removed);
  g_test_add_func ("/run/safety/sign-of-life", test_sign_of_life);
  result = g_test_run ();
  remove_folder (folder);
  g_free (folder);
  return result;
}
