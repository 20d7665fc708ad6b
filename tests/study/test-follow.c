/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A run that another process writes is watched as it goes on. The writer is a child of this test, or this test itself with a second
 * descriptor that holds the lock. */

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/file.h>
#include <sys/wait.h>
#include <unistd.h>

#include "run-helpers.h"

static char *folder;

/* In the child: a byte on the standard input says what to do. */
static gboolean
on_command (int          fd,
            GIOCondition condition,
            gpointer     data)
{
  SondeRun *run = data;
  char command = 'c';
  g_autoptr (SondeStudy) edit = NULL;

  if (read (fd, &command, 1) <= 0 || command == 'c')
    sonde_runner_cancel (sonde_run_get_runner (run));
  if (command == 'e')
    {
      edit = study_edit (sonde_run_get_study (run), "title", "\"Edited\"");
      g_assert_true (sonde_run_set_study (run, edit, NULL));
    }
  return command != 'c' ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

static int
be_the_child (const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  SondeRun *run = open_run (file);

  g_unix_fd_add (STDIN_FILENO, G_IO_IN | G_IO_HUP, on_command, run);
  start (run);
  g_assert_cmpint (write (STDOUT_FILENO, "r", 1), ==, 1);
  sonde_runner_block_until_done (sonde_run_get_runner (run), NULL);
  sonde_run_close (run, FALSE);
  g_assert_finalize_object (run);
  return 0;
}

typedef struct
{
  GPid pid;
  int  in;
  int  out;
} Child;

/* Returns when the child has begun to write. */
static Child
start_child (GFile *file)
{
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  const char *argv[] = { self, "--child", g_file_peek_path (file), NULL };
  g_autoptr (GError) error = NULL;
  Child child;
  char ready;

  g_spawn_async_with_pipes (NULL, (char **) argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL, &child.pid, &child.in, &child.out, NULL, &error);
  g_assert_no_error (error);
  while (read (child.out, &ready, 1) < 0)
    g_assert_cmpint (errno, ==, EINTR);
  return child;
}

static void
command (Child *child,
         char   what)
{
  g_assert_cmpint (write (child->in, &what, 1), ==, 1);
}

static void
reap (Child *child,
      int    signal)
{
  int status;

  g_assert_cmpint (waitpid (child->pid, &status, 0), ==, child->pid);
  if (signal != 0)
    g_assert_true (WIFSIGNALED (status) && WTERMSIG (status) == signal);
  else
    g_assert_true (WIFEXITED (status) && WEXITSTATUS (status) == 0);
  g_spawn_close_pid (child->pid);
  close (child->in);
  close (child->out);
}

/* A run file without results whose run never ends by itself, and does not go too fast. */
static GFile *
make_endless (const char *name)
{
  GFile *file = file_in (folder, name);
  g_autoptr (SondeStudy) endless = study_with ("goal", "null");
  g_autoptr (SondeStudy) slow = study_edit (endless, "execution.max_rate", "20000");
  SondeRun *run = sonde_run_new (slow);

  g_assert_true (sonde_run_save_as (run, file, NULL));
  g_assert_finalize_object (run);
  return file;
}

static SondeRun *
open_and_follow (GFile *file)
{
  g_autoptr (GError) error = NULL;
  SondeRun *run = open_run (file);
  gboolean read_only;

  g_assert_true (sonde_run_is_locked (run));
  g_assert_false (sonde_run_get_following (run));
  sonde_run_follow (run, &error);
  g_assert_no_error (error);
  g_assert_true (sonde_run_get_following (run));
  g_object_get (run, "read-only", &read_only, NULL);
  g_assert_true (read_only);
  return run;
}

static void
wait_for_end (SondeRun *run)
{
  while (sonde_run_get_following (run))
    g_main_context_iteration (NULL, TRUE);
}

/* To @n points, and as if it had never been interrupted. */
static void
assert_continues (SondeRun *run,
                  guint     n)
{
  g_autofree char *goal = g_strdup_printf ("{\"npoints\": %u}", n);
  g_autoptr (SondeStudy) fast = study_edit (sonde_run_get_study (run), "execution.max_rate", "null");
  g_autoptr (SondeStudy) to_goal = study_edit (fast, "goal", goal);
  g_autoptr (GError) error = NULL;
  SondeRun *whole = sonde_run_new (to_goal);

  sonde_run_set_study (run, to_goal, &error);
  g_assert_no_error (error);
  finish (run);
  finish (whole);
  assert_same_points (run, whole, n);
  sonde_run_close (whole, TRUE);
  g_assert_finalize_object (whole);
}

static void
count_calls (guint *calls)
{
  (*calls)++;
}

static void
test_to_the_end (void)
{
  g_autoptr (GFile) file = make_endless ("watched.sonde");
  Child child = start_child (file);
  SondeRun *run = open_and_follow (file);
  SondeRun *again;
  g_autoptr (GError) error = NULL;
  g_autofree char *title = NULL;
  guint changes = 0, statuses = 0;
  guint before = get_n (run);
  double elapsed;

  g_signal_connect_swapped (sonde_run_get_runner (run), "changed", G_CALLBACK (count_calls), &changes);
  g_signal_connect_swapped (run, "notify::last-status", G_CALLBACK (count_calls), &statuses);
  wait_for_points (run, before + 500);
  while (changes == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (changes, <=, get_n (run) - before);
  g_assert_cmpint (sonde_run_get_last_status (run), ==, SONDE_STATUS_RUNNING);
  g_assert_cmpint (sonde_runner_get_status (sonde_run_get_runner (run)), ==, SONDE_STATUS_IDLE);
  g_assert_cmpfloat (sonde_run_get_elapsed (run), >, 0);
  g_assert_false (sonde_run_start (run, &error));
  g_assert_error (error, SONDE_STUDY_ERROR, SONDE_STUDY_ERROR_LOCKED);
  command (&child, 'e');
  command (&child, 'c');
  wait_for_end (run);
  reap (&child, 0);

  g_assert_null (sonde_run_get_follow_error (run));
  g_assert_false (sonde_run_is_locked (run));
  g_assert_cmpint (sonde_run_get_last_status (run), ==, SONDE_STATUS_CANCELLED);
  g_assert_cmpuint (statuses, >, 0);
  g_object_get (run, "title", &title, NULL);
  g_assert_cmpstr (title, ==, "Edited");
  again = open_run (file);
  g_assert_cmpuint (get_n (run), ==, get_n (again));
  assert_same_points (run, again, get_n (again));
  elapsed = sonde_run_get_elapsed (again);
  g_assert_cmpfloat (elapsed, >, 0);
  g_assert_cmpfloat_with_epsilon (sonde_run_get_elapsed (run), elapsed, 1e-9);
  g_assert_finalize_object (again);
  assert_continues (run, get_n (run) + 500);
  g_assert_finalize_object (run);
}

static void
test_killed (void)
{
  g_autoptr (GFile) file = make_endless ("dies.sonde");
  SondeRun *run = NULL;
  SondeRun *again;

  for (guint i = 0; i < 5; i++)
    {
      Child child = start_child (file);

      run = open_and_follow (file);
      wait_for_points (run, get_n (run) + g_test_rand_int_range (1, 300));
      kill (child.pid, SIGKILL);
      wait_for_end (run);
      reap (&child, SIGKILL);
      g_assert_null (sonde_run_get_follow_error (run));
      g_assert_cmpint (sonde_run_get_last_status (run), ==, SONDE_STATUS_RUNNING);
      again = open_run (file);
      g_assert_cmpuint (get_n (run), ==, get_n (again));
      g_assert_finalize_object (again);
      if (i < 4)
        g_assert_finalize_object (run);
    }
  assert_continues (run, get_n (run) + 500);
  again = open_run (file);
  assert_same_points (run, again, get_n (run));
  g_assert_finalize_object (again);
  g_assert_finalize_object (run);
}

/* This test as the writer. */
typedef struct
{
  GFile *file;
  int    fd;
} Writer;

static Writer
make_writer (const char *name)
{
  Writer writer = { make_endless (name), -1 };

  writer.fd = open (g_file_peek_path (writer.file), O_RDWR | O_APPEND | O_CLOEXEC);
  g_assert_cmpint (writer.fd, >=, 0);
  g_assert_cmpint (flock (writer.fd, LOCK_EX | LOCK_NB), ==, 0);
  return writer;
}

static void
put (Writer     *writer,
     const char *text)
{
  g_assert_cmpint (write (writer->fd, text, strlen (text)), ==, strlen (text));
}

static void
writer_clear (Writer *writer)
{
  if (writer->fd >= 0)
    close (writer->fd);
  g_object_unref (writer->file);
}

static void
test_lines (void)
{
  Writer writer = make_writer ("lines.sonde");
  SondeRun *run = open_and_follow (writer.file);
  SondeRunner *runner = sonde_run_get_runner (run);
  const double *y = NULL;
  guint nfailed, dones = 0;
  g_autofree char *text = NULL;

  g_signal_connect_swapped (runner, "done", G_CALLBACK (count_calls), &dones);

  /* a part of a line waits for its rest, wherever it is cut */
  put (&writer, "[\"tell\", -1, 0.5, 0.1]\n[\"tell\", 1, 0.");
  wait_for_points (run, 1);
  g_assert_cmpuint (get_n (run), ==, 1);
  put (&writer, "25");
  put (&writer, ", 0.1]\n[");
  wait_for_points (run, 2);
  y = sonde_learner_get_points (sonde_run_get_learner (run))->y;
  g_assert_cmpfloat (y[1], ==, 0.25);

  /* a failure, and that it is none any more; what is not known is passed over */
  put (&writer, "\"fail\", 0, 1, \"no\"]\n[\"tell\", 0.5, 1, 0.1]\n");
  wait_for_points (run, 3);
  g_object_get (runner, "nfailed", &nfailed, NULL);
  g_assert_cmpuint (nfailed, ==, 1);
  put (&writer, "[\"of a later version\", {}]\n[\"tell\", 0, 1, 0.1]\n");
  wait_for_points (run, 4);
  g_object_get (runner, "nfailed", &nfailed, NULL);
  g_assert_cmpuint (nfailed, ==, 0);
  /* what was not started here does not end here */
  g_assert_cmpuint (dones, ==, 0);

  /* the writer dies with half a line: it is cut off when the run goes on here */
  put (&writer, "[\"state\", \"running\", \"2026-01-01T00:00:00Z\"]\n[\"state\", \"running\", \"2026-01-01T00:00:07Z\"]\n[\"tell\", 0.7, 0.");
  close (writer.fd);
  writer.fd = -1;
  wait_for_end (run);
  g_assert_cmpint (sonde_run_get_last_status (run), ==, SONDE_STATUS_RUNNING);
  g_assert_cmpfloat_with_epsilon (sonde_run_get_elapsed (run), 7, 1e-9);
  start (run);
  wait_for_points (run, 100);
  sonde_run_close (run, FALSE);
  g_assert_finalize_object (run);
  run = open_run (writer.file);
  g_assert_cmpuint (get_n (run), >=, 100);
  g_assert_finalize_object (run);
  text = read_file (writer.file);
  g_assert_nonnull (strstr (text, "00:00:07Z\"]\n[\"state\", \"idle\""));
  writer_clear (&writer);
}

/* The last line may be whole without a line break. */
static void
test_open_line (void)
{
  Writer writer = make_writer ("open-line.sonde");
  SondeRun *run = open_and_follow (writer.file);

  put (&writer, "[\"tell\", -1, 0.5, 0.1]\n[\"tell\", 1, 0.25, 0.1]");
  wait_for_points (run, 1);
  close (writer.fd);
  writer.fd = -1;
  wait_for_end (run);
  g_assert_cmpuint (get_n (run), ==, 2);
  start (run);
  wait_for_points (run, 50);
  sonde_run_close (run, FALSE);
  g_assert_finalize_object (run);
  run = open_run (writer.file);
  g_assert_cmpuint (get_n (run), >=, 50);
  g_assert_finalize_object (run);
  writer_clear (&writer);
}

/* A line that is longer than what is read at a time. */
static void
test_long_line (void)
{
  Writer writer = make_writer ("long.sonde");
  SondeRun *run = open_and_follow (writer.file);
  g_autofree char *message = g_strnfill (5000000, 'x');
  g_autofree char *line = g_strdup_printf ("[\"fail\", 0, 1, \"%s\"]\n[\"tell\", 1, 2, 0]\n", message);
  g_autoptr (SondeFailure) failure = NULL;

  put (&writer, line);
  wait_for_points (run, 1);
  failure = g_list_model_get_item (sonde_runner_get_failures (sonde_run_get_runner (run)), 0);
  g_assert_cmpuint (strlen (sonde_failure_get_message (failure)), ==, 5000000);
  g_assert_finalize_object (run);
  writer_clear (&writer);
}

/* What is not the file of this run any more is not followed, and nothing is written to it. */
static void
assert_lost (SondeRun   *run,
             const char *why)
{
  g_autoptr (GError) error = NULL;

  wait_for_end (run);
  g_test_message ("%s", sonde_run_get_follow_error (run));
  g_assert_nonnull (strstr (sonde_run_get_follow_error (run), why));
  g_assert_cmpuint (get_n (run), ==, 2);
  g_assert_false (sonde_run_start (run, &error));
  g_assert_error (error, SONDE_STUDY_ERROR, SONDE_STUDY_ERROR_LOCKED);
}

static void
test_lost (gconstpointer data)
{
  const char *how = data;
  Writer writer = make_writer ("lost.sonde");
  SondeRun *run = open_and_follow (writer.file);
  g_autoptr (GFile) other = NULL;

  put (&writer, "[\"tell\", -1, 0.5, 0.1]\n[\"tell\", 1, 0.25, 0.1]\n");
  wait_for_points (run, 2);
  if (g_str_equal (how, "cut short"))
    g_assert_cmpint (ftruncate (writer.fd, 10), ==, 0);
  else if (g_str_equal (how, "Line 4"))
    put (&writer, "[\"tell\", 0.5, 1, 0.1]]\n");
  else
    {
      other = make_endless ("other.sonde");
      g_assert_cmpint (g_rename (g_file_peek_path (other), g_file_peek_path (writer.file)), ==, 0);
    }
  writer_clear (&writer);
  assert_lost (run, how);
  g_assert_finalize_object (run);
}

/* Where no lock is seen it goes on until it is told to stop, and can be taken up again. */
static void
test_on_request (void)
{
  Writer writer = make_writer ("request.sonde");
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) changed = NULL;
  g_autoptr (SondeStudy) study = study_with (NULL, NULL);
  SondeRun *run;

  flock (writer.fd, LOCK_UN);
  run = open_run (writer.file);
  g_assert_false (sonde_run_is_locked (run));
  g_assert_true (sonde_run_follow (run, &error));
  put (&writer, "[\"tell\", -1, 0.5, 0.1]\n");
  wait_for_points (run, 1);
  sonde_run_unfollow (run);
  g_assert_false (sonde_run_get_following (run));
  put (&writer, "[\"tell\", 1, 0.5, 0.1]\n");
  g_assert_false (sonde_run_start (run, &changed));
  g_assert_error (changed, SONDE_STUDY_ERROR, SONDE_STUDY_ERROR_LOCKED);
  g_assert_true (sonde_run_follow (run, &error));
  wait_for_points (run, 2);
  sonde_run_unfollow (run);
  start (run);
  g_clear_error (&error);
  g_assert_false (sonde_run_follow (run, &error));
  g_assert_error (error, SONDE_STUDY_ERROR, SONDE_STUDY_ERROR_LOCKED);
  g_assert_finalize_object (run);
  writer_clear (&writer);

  run = sonde_run_new (study);
  g_clear_error (&error);
  g_assert_false (sonde_run_follow (run, &error));
  g_assert_finalize_object (run);
}

/* Saved under another name it is a run of its own. */
static void
test_save_as (void)
{
  Writer writer = make_writer ("followed.sonde");
  SondeRun *run = open_and_follow (writer.file);
  g_autoptr (GFile) copy = file_in (folder, "own.sonde");
  g_autoptr (GError) error = NULL;

  put (&writer, "[\"tell\", -1, 0.5, 0.1]\n[\"tell\", 1, 0.");
  wait_for_points (run, 1);
  sonde_run_save_as (run, copy, &error);
  g_assert_no_error (error);
  g_assert_false (sonde_run_get_following (run));
  start (run);
  wait_for_points (run, 50);
  g_assert_finalize_object (run);
  run = open_run (copy);
  g_assert_cmpuint (get_n (run), >=, 50);
  g_assert_finalize_object (run);
  writer_clear (&writer);
}

static void
close_run (SondeRun *run)
{
  if (sonde_run_get_following (run) && get_n (run) >= 1)
    sonde_run_close (run, FALSE);
}

/* It may be closed at any moment, also by those who are told of something. */
static void
test_closed (void)
{
  Writer writer = make_writer ("closed.sonde");
  SondeRun *run = open_and_follow (writer.file);

  g_assert_finalize_object (run);
  run = open_and_follow (writer.file);
  g_signal_connect (run, "notify::title", G_CALLBACK (close_run), NULL);
  put (&writer, "[\"tell\", -1, 0.5, 0.1]\n");
  {
    g_autofree char *line = sonde_study_to_line (sonde_run_get_study (run));
    g_autofree char *edit = g_strdup_printf ("[\"study\", %s]\n[\"tell\", 1, 0.5, 0.1]\n", line);

    put (&writer, edit);
  }
  wait_for_end (run);
  g_assert_cmpuint (get_n (run), ==, 1);
  g_assert_null (sonde_run_get_follow_error (run));
  g_assert_finalize_object (run);
  writer_clear (&writer);
}

int
main (int    argc,
      char **argv)
{
  g_autofree char *data = NULL;
  int result;

  if (argc == 3 && g_str_equal (argv[1], "--child"))
    return be_the_child (argv[2]);

  folder = make_folder ();
  data = g_build_filename (folder, "data", NULL);
  g_setenv ("XDG_DATA_HOME", data, TRUE);
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/follow/to-the-end", test_to_the_end);
  g_test_add_func ("/follow/killed", test_killed);
  g_test_add_func ("/follow/lines", test_lines);
  g_test_add_func ("/follow/open-line", test_open_line);
  g_test_add_func ("/follow/long-line", test_long_line);
  g_test_add_data_func ("/follow/lost/cut-short", "cut short", test_lost);
  g_test_add_data_func ("/follow/lost/replaced", "removed or replaced", test_lost);
  g_test_add_data_func ("/follow/lost/damaged", "Line 4", test_lost);
  g_test_add_func ("/follow/on-request", test_on_request);
  g_test_add_func ("/follow/save-as", test_save_as);
  g_test_add_func ("/follow/closed", test_closed);
  result = g_test_run ();
  remove_folder (folder);
  g_free (folder);
  return result;
}
