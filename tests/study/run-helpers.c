/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "run-helpers.h"

#define STUDY \
  "{\"sonde\": 1, \"title\": \"Peak\", \"function\": {\"kind\": \"formula\", \"expression\": \"x + a^2/(a^2 + (x-b)^2)\", " \
  "\"parameters\": {\"a\": 0.01, \"b\": 0.123}}, \"domain\": [{\"name\": \"x\", \"min\": -1, \"max\": 1}], \"goal\": {\"npoints\": 300}, " \
  "\"execution\": {\"executor\": {\"kind\": \"sequential\"}}}"

SondeStudy *
study_edit (SondeStudy *study,
            const char *path,
            const char *json)
{
  g_autoptr (JsonNode) root = sonde_study_to_node (study);
  g_autoptr (JsonNode) value = json_from_string (json, NULL);
  g_autoptr (JsonNode) edited = sonde_study_node_set (root, path, value, NULL);
  g_autoptr (GPtrArray) diagnostics = g_ptr_array_new_with_free_func (g_object_unref);
  SondeStudy *result = sonde_study_new_from_node (edited, diagnostics);

  g_assert_nonnull (result);
  return result;
}

/* The study of all tests, with one member set; @path may be NULL. */
SondeStudy *
study_with (const char *path,
            const char *json)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SondeStudy) study = sonde_study_parse (STUDY, &error);

  g_assert_no_error (error);
  return path != NULL ? study_edit (study, path, json) : g_steal_pointer (&study);
}

char *
make_folder (void)
{
  char *folder = g_dir_make_tmp ("sonde-run-XXXXXX", NULL);

  g_assert_nonnull (folder);
  return folder;
}

void
remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        remove_folder (path);
      else
        g_unlink (path);
    }
  g_rmdir (folder);
}

GFile *
file_in (const char *folder,
         const char *name)
{
  return g_file_new_build_filename (folder, name, NULL);
}

char *
read_file (GFile *file)
{
  char *text = NULL;

  g_assert_true (g_file_load_contents (file, NULL, &text, NULL, NULL, NULL));
  return text;
}

void
write_file (GFile      *file,
            const char *text)
{
  g_assert_true (g_file_set_contents (g_file_peek_path (file), text, -1, NULL));
}

SondeRun *
open_run (GFile *file)
{
  g_autoptr (GError) error = NULL;
  SondeRun *run = sonde_run_open (file, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (run);
  return run;
}

void
start (SondeRun *run)
{
  g_autoptr (GError) error = NULL;

  sonde_run_start (run, &error);
  g_assert_no_error (error);
}

/* Starts the run and waits for its end. */
void
finish (SondeRun *run)
{
  g_autoptr (GError) error = NULL;

  start (run);
  sonde_runner_block_until_done (sonde_run_get_runner (run), &error);
  g_assert_no_error (error);
}

guint
get_n (SondeRun *run)
{
  return sonde_learner_get_points (sonde_run_get_learner (run))->n;
}

void
wait_for_points (SondeRun *run,
                 guint     n)
{
  while (get_n (run) < n)
    g_main_context_iteration (NULL, TRUE);
}

/* The first @n points of both and their values, in the order in which they were told. */
void
assert_same_points (SondeRun *run,
                    SondeRun *other,
                    guint     n)
{
  const SondePoints *a = sonde_learner_get_points (sonde_run_get_learner (run));
  const SondePoints *b = sonde_learner_get_points (sonde_run_get_learner (other));

  g_assert_cmpuint (a->n, >=, n);
  g_assert_cmpuint (b->n, >=, n);
  g_assert_cmpuint (a->vdim, ==, b->vdim);
  g_assert_cmpmem (a->x, n * sizeof (double), b->x, n * sizeof (double));
  g_assert_cmpmem (a->y, (gsize) n * a->vdim * sizeof (double), b->y, (gsize) n * a->vdim * sizeof (double));
}
