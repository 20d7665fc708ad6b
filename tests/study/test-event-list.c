/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>
#include <string.h>

#include "run-helpers.h"
#include "study/sonde-event-list.h"

#define HEADER "{\"sonde\": 1, \"title\": \"All kinds\", \"function\": {\"kind\": \"formula\", \"expression\": \"x\"}, " \
  "\"domain\": [{\"name\": \"x\", \"min\": -1, \"max\": 1}]}\n"

static char *folder;

static guint
get_n_rows (SondeEventList *list)
{
  return g_list_model_get_n_items (G_LIST_MODEL (list));
}

static SondeEvent *
get_event (SondeEventList *list,
           guint           position)
{
  return g_list_model_get_item (G_LIST_MODEL (list), position);
}

/* The lines that are in the file now, which is the truth: (element-type utf8). */
static GPtrArray *
read_lines (GFile *file)
{
  g_autofree char *text = read_file (file);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  GPtrArray *result = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; lines[i] != NULL; i++)
    if (*lines[i] != '\0')
      g_ptr_array_add (result, g_strdup (lines[i]));
  return result;
}

static void
wait_for_lines (SondeEventList *list,
                guint           n)
{
  guint known;

  do
    {
      g_main_context_iteration (NULL, FALSE);
      known = 0;
      for (guint kind = 0; kind < SONDE_N_EVENT_KINDS; kind++)
        known += sonde_event_list_count (list, kind);
    }
  while (known < n);
  g_assert_cmpuint (known, ==, n);
}

/* A view that is only told of changes. */
static void
on_items_changed (SondeEventList *list,
                  guint           position,
                  guint           removed,
                  guint           added,
                  guint          *n)
{
  g_assert_cmpuint (position + removed, <=, *n);
  *n += added - removed;
  g_assert_cmpuint (*n, ==, get_n_rows (list));
}

/* What is shown, by brute force from the file. */
static void
assert_rows (SondeEventList *list,
             GFile          *file)
{
  g_autoptr (GPtrArray) lines = read_lines (file);
  guint kinds = sonde_event_list_get_kinds (list);
  guint row = 0;

  wait_for_lines (list, lines->len);
  for (guint i = 0; i < lines->len; i++)
    {
      const char *line = g_ptr_array_index (lines, i);
      SondeEventKind kind = *line == '{' || g_str_has_prefix (line, "[\"study\"") ? SONDE_EVENT_STUDY
                            : g_str_has_prefix (line, "[\"tell\"") ? SONDE_EVENT_TELL
                            : g_str_has_prefix (line, "[\"fail\"") ? SONDE_EVENT_FAIL
                            : g_str_has_prefix (line, "[\"ask\"") ? SONDE_EVENT_ASK
                            : g_str_has_prefix (line, "[\"state\"") ? SONDE_EVENT_STATE : SONDE_EVENT_OTHER;
      g_autoptr (SondeEvent) event = NULL;

      if ((kinds & 1u << kind) == 0)
        continue;
      event = get_event (list, row++);
      g_assert_cmpint (sonde_event_get_kind (event), ==, kind);
      g_assert_cmpuint (sonde_event_get_line (event), ==, i + 1);
      if (kind == SONDE_EVENT_TELL || kind == SONDE_EVENT_OTHER)
        g_assert_cmpstr (sonde_event_get_text (event), ==, line);
    }
  g_assert_cmpuint (get_n_rows (list), ==, row);
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (list), row));
}

static void
test_kinds (void)
{
  g_autoptr (GFile) file = file_in (folder, "kinds.sonde");
  SondeRun *run;
  SondeEventList *list;
  g_autoptr (SondeEvent) study = NULL, ask = NULL, tell = NULL, fail = NULL, state = NULL, other = NULL;
  guint n;

  write_file (file, HEADER "[\"ask\", 12]\n[\"tell\", 0.25, [1, \"nan\"], 0.5]\n[ \"fail\", -1, 3, \"no \\\"way\\\"\"]\n"
              "[\"state\", \"paused\", \"1970-01-01T00:00:02.500Z\"]\n[\"later\", {}]\n");
  run = open_run (file);
  list = sonde_event_list_new (run);
  g_assert_cmpuint (get_n_rows (list), ==, 0);
  wait_for_lines (list, 6);

  study = get_event (list, 0);
  g_assert_cmpstr (sonde_event_get_name (study), ==, "study");
  g_assert_cmpstr (sonde_event_get_text (study), ==, "All kinds");
  ask = get_event (list, 1);
  g_assert_cmpuint (sonde_event_get_count (ask), ==, 12);
  g_assert_null (sonde_event_get_x (ask, NULL));
  g_assert_cmpint (sonde_event_get_time (ask), ==, -1);
  tell = get_event (list, 2);
  g_assert_cmpfloat (*sonde_event_get_x (tell, &n), ==, 0.25);
  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpfloat (sonde_event_get_y (tell, &n)[0], ==, 1);
  g_assert_true (isnan (sonde_event_get_y (tell, &n)[1]));
  g_assert_cmpuint (n, ==, 2);
  g_assert_cmpfloat (sonde_event_get_seconds (tell), ==, 0.5);
  fail = get_event (list, 3);
  g_assert_cmpint (sonde_event_get_kind (fail), ==, SONDE_EVENT_FAIL);
  g_assert_cmpstr (sonde_event_get_text (fail), ==, "no \"way\"");
  g_assert_cmpuint (sonde_event_get_count (fail), ==, 3);
  g_assert_cmpfloat (*sonde_event_get_x (fail, NULL), ==, -1);
  g_assert_null (sonde_event_get_y (fail, NULL));
  state = get_event (list, 4);
  g_assert_cmpint (sonde_event_get_status (state), ==, SONDE_STATUS_PAUSED);
  g_assert_cmpint (sonde_event_get_time (state), ==, 2500000);
  other = get_event (list, 5);
  g_assert_cmpstr (sonde_event_get_name (other), ==, "later");
  g_assert_cmpstr (sonde_event_get_text (other), ==, "[\"later\", {}]");
  g_assert_finalize_object (list);
  g_assert_finalize_object (run);
}

/* Beside a run with a log: each line is a row, whatever is shown and whatever the file is called meanwhile. */
static void
test_live (void)
{
  g_autoptr (GFile) file = file_in (folder, "live.sonde");
  g_autoptr (SondeStudy) endless = study_with ("goal", "null");
  g_autoptr (SondeStudy) study = study_edit (endless, "execution.log", "true");
  g_autoptr (SondeStudy) edited = study_edit (study, "title", "\"Another\"");
  SondeRun *run = sonde_run_new (study);
  SondeEventList *list = sonde_event_list_new (run);
  guint n = 0;

  g_signal_connect (list, "items-changed", G_CALLBACK (on_items_changed), &n);
  start (run);
  wait_for_points (run, 1000);
  g_assert_cmpuint (n, >, 0);
  for (guint i = 0; i < 10; i++)
    {
      sonde_event_list_set_kinds (list, g_test_rand_int_range (0, SONDE_EVENTS_ALL + 1));
      wait_for_points (run, get_n (run) + 500);
    }
  g_assert_true (sonde_run_save_as (run, file, NULL));
  g_assert_cmpuint (n, ==, 0);
  g_assert_true (sonde_run_set_study (run, edited, NULL));
  wait_for_points (run, get_n (run) + 500);
  sonde_runner_cancel (sonde_run_get_runner (run));
  sonde_runner_block_until_done (sonde_run_get_runner (run), NULL);

  for (guint i = 0; i < 10; i++)
    {
      assert_rows (list, file);
      g_assert_cmpuint (n, ==, get_n_rows (list));
      sonde_event_list_set_kinds (list, i == 0 ? SONDE_EVENTS_ALL : 1u << g_test_rand_int_range (0, SONDE_N_EVENT_KINDS));
    }
  g_assert_cmpuint (sonde_event_list_count (list, SONDE_EVENT_STUDY), ==, 2);
  g_assert_cmpuint (sonde_event_list_count (list, SONDE_EVENT_TELL), ==, get_n (run));
  g_assert_cmpuint (sonde_event_list_count (list, SONDE_EVENT_ASK), >, 0);
  g_assert_finalize_object (list);
  g_assert_finalize_object (run);
}

/* A file that is looked through in a thread, with a line longer than what is read at a time. */
static void
test_long (void)
{
  g_autoptr (GFile) file = file_in (folder, "long.sonde");
  g_autoptr (GString) text = g_string_new (HEADER);
  SondeRun *run;
  SondeEventList *list;

  for (guint i = 0; i < 30000; i++)
    {
      g_string_append_printf (text, "[\"tell\", %.5f, %u, 0.001]\n", i / 30000.0, i % 7);
      if (i == 20000)
        {
          g_autofree char *message = g_strnfill (3000000, 'x');

          g_string_append_printf (text, "[\"fail\", 0.5, 1, \"%s\"]\n", message);
        }
    }
  write_file (file, text->str);
  run = open_run (file);
  list = sonde_event_list_new (run);
  sonde_event_list_set_kinds (list, 1u << SONDE_EVENT_TELL | 1u << SONDE_EVENT_FAIL);
  while (!sonde_event_list_get_loading (list))
    g_main_context_iteration (NULL, FALSE);
  assert_rows (list, file);
  g_assert_false (sonde_event_list_get_loading (list));
  g_assert_finalize_object (list);

  /* let go while it is looked through */
  list = sonde_event_list_new (run);
  while (!sonde_event_list_get_loading (list))
    g_main_context_iteration (NULL, FALSE);
  g_object_add_weak_pointer (G_OBJECT (list), (gpointer *) &list);
  g_object_unref (list);
  while (list != NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_finalize_object (run);
}

/* A line that is being written is none yet. */
static void
test_torn (void)
{
  g_autoptr (GFile) file = file_in (folder, "torn.sonde");
  SondeRun *run;
  SondeEventList *list;

  write_file (file, HEADER "[\"ask\", 1]\n[\"ask\", 2]\n[\"ask");
  run = open_run (file);
  list = sonde_event_list_new (run);
  wait_for_lines (list, 3);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (get_n_rows (list), ==, 3);
  g_assert_finalize_object (list);
  g_assert_finalize_object (run);
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
  g_test_add_func ("/event-list/kinds", test_kinds);
  g_test_add_func ("/event-list/live", test_live);
  g_test_add_func ("/event-list/long", test_long);
  g_test_add_func ("/event-list/torn", test_torn);
  result = g_test_run ();
  remove_folder (folder);
  g_free (folder);
  return result;
}
