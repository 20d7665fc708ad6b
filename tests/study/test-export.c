/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>
#include <string.h>

#include "run-helpers.h"
#include "base/sonde-number.h"
#include "study/sonde-export.h"
#include "study/sonde-replay.h"

static char *folder;

/* Five points in the order 0.5, 0.25, 0.75, 0, 1. */
static SondeRun *
open_points (const char *expression,
             const char *values[5])
{
  const char *xs[] = { "0.5", "0.25", "0.75", "0", "1" };
  g_autoptr (GFile) file = file_in (folder, "points.sonde");
  g_autoptr (SondeStudy) plain = study_with ("function", expression);
  g_autoptr (SondeStudy) study = study_edit (plain, "domain[0].unit", "\"m, \\\"exact\\\"\"");
  g_autofree char *line = sonde_study_to_line (study);
  g_autoptr (GString) text = g_string_new (line);

  for (guint i = 0; i < 5; i++)
    g_string_append_printf (text, "\n[\"tell\", %s, %s, %s]", xs[i], values[i], i == 4 ? "\"nan\"" : "1.2e-07");
  write_file (file, text->str);
  return open_run (file);
}

static GBytes *
export (SondeRun          *run,
        SondeExportFormat  format,
        SondeExportOrder   order)
{
  g_autoptr (GOutputStream) stream = g_memory_output_stream_new_resizable ();
  g_autoptr (GError) error = NULL;

  g_assert_true (sonde_export (run, format, order, stream, &error));
  g_assert_no_error (error);
  g_assert_true (g_output_stream_close (stream, NULL, NULL));
  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (stream));
}

static char *
export_text (SondeRun          *run,
             SondeExportFormat  format,
             SondeExportOrder   order)
{
  g_autoptr (GBytes) bytes = export (run, format, order);
  gsize length;
  const char *text = g_bytes_get_data (bytes, &length);

  return g_strndup (text, length);
}

#define SCALAR "{\"kind\": \"formula\", \"expression\": \"x\"}"
#define VECTOR "{\"kind\": \"formula\", \"expression\": \"x, 2*x\"}"

static const char *scalars[] = { "1", "\"nan\"", "-2.5", "\"inf\"", "\"-inf\"" };
static const char *vectors[] = { "[1, 2]", "[\"nan\", 3]", "[4, 5]", "[6, 7]", "[8, \"-inf\"]" };

static void
test_csv (void)
{
  SondeRun *run = open_points (SCALAR, scalars);
  g_autofree char *told = export_text (run, SONDE_EXPORT_CSV, SONDE_EXPORT_TOLD);
  g_autofree char *sorted = export_text (run, SONDE_EXPORT_CSV, SONDE_EXPORT_SORTED);

  g_assert_cmpstr (told, ==,
                   "\"x (m, \"\"exact\"\")\",y,seconds\n0.5,1,1.2e-07\n0.25,nan,1.2e-07\n0.75,-2.5,1.2e-07\n0,inf,1.2e-07\n1,-inf,nan\n");
  g_assert_cmpstr (sorted, ==,
                   "\"x (m, \"\"exact\"\")\",y,seconds\n0,inf,1.2e-07\n0.25,nan,1.2e-07\n0.5,1,1.2e-07\n0.75,-2.5,1.2e-07\n1,-inf,nan\n");
  g_assert_finalize_object (run);
}

static void
test_csv_vector (void)
{
  SondeRun *run = open_points (VECTOR, vectors);
  g_autofree char *text = export_text (run, SONDE_EXPORT_CSV, SONDE_EXPORT_SORTED);

  g_assert_true (g_str_has_suffix (text, ",y0,y1,seconds\n0,6,7,1.2e-07\n0.25,nan,3,1.2e-07\n0.5,1,2,1.2e-07\n0.75,4,5,1.2e-07\n1,8,-inf,nan\n"));
  g_assert_finalize_object (run);
}

/* A variable may be called y. */
static void
test_csv_names (void)
{
  g_autoptr (SondeStudy) plain = study_with ("function", "{\"kind\": \"formula\", \"expression\": \"1\"}");
  g_autoptr (SondeStudy) study = study_edit (plain, "domain[0].name", "\"y\"");
  SondeRun *run = sonde_run_new (study);
  g_autofree char *text = export_text (run, SONDE_EXPORT_CSV, SONDE_EXPORT_TOLD);

  g_assert_cmpstr (text, ==, "y,y_,seconds\n");
  g_assert_finalize_object (run);
}

static JsonArray *
get_list (JsonNode   *root,
          const char *name)
{
  JsonArray *list = json_object_get_array_member (json_node_get_object (root), name);

  g_assert_cmpuint (json_array_get_length (list), ==, 5);
  return list;
}

static void
test_json (void)
{
  SondeRun *run = open_points (VECTOR, vectors);
  g_autofree char *text = export_text (run, SONDE_EXPORT_JSON, SONDE_EXPORT_SORTED);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) root = json_from_string (text, &error);
  g_autoptr (GPtrArray) diagnostics = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (SondeStudy) study = NULL;

  g_assert_no_error (error);
  g_assert_cmpfloat (json_array_get_double_element (get_list (root, "x"), 1), ==, 0.25);
  g_assert_cmpstr (json_array_get_string_element (json_array_get_array_element (get_list (root, "y"), 1), 0), ==, "nan");
  g_assert_cmpfloat (json_array_get_double_element (json_array_get_array_element (get_list (root, "y"), 3), 1), ==, 5);
  g_assert_cmpfloat (json_array_get_double_element (get_list (root, "seconds"), 0), ==, 1.2e-7);
  g_assert_cmpstr (json_array_get_string_element (get_list (root, "seconds"), 4), ==, "nan");
  study = sonde_study_new_from_node (json_object_get_member (json_node_get_object (root), "study"), diagnostics);
  g_assert_true (sonde_study_same_sampling (study, sonde_run_get_study (run)));
  g_assert_finalize_object (run);
}

static void
test_npy (void)
{
  SondeRun *run = open_points (VECTOR, vectors);
  g_autoptr (GBytes) bytes = export (run, SONDE_EXPORT_NPY, SONDE_EXPORT_SORTED);
  const double expected[] = { 0, 6, 7, 0.25, NAN, 3, 0.5, 1, 2, 0.75, 4, 5, 1, 8, -INFINITY };
  gsize size;
  const guchar *data = g_bytes_get_data (bytes, &size);
  gsize header = data[8] + 256 * data[9];
  g_autofree char *dictionary = g_strndup ((const char *) data + 10, header);

  g_assert_cmpmem (data, 8, "\x93NUMPY\x01\x00", 8);
  g_assert_cmpuint ((10 + header) % 64, ==, 0);
  g_assert_cmpuint (size, ==, 10 + header + sizeof expected);
  g_assert_true (g_str_has_prefix (dictionary, "{'descr': '<f8', 'fortran_order': False, 'shape': (5, 3), }"));
  g_assert_cmpint (dictionary[header - 1], ==, '\n');
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      guint64 bits;
      double value;

      memcpy (&bits, data + 10 + header + 8 * i, sizeof bits);
      bits = GUINT64_FROM_LE (bits);
      memcpy (&value, &bits, sizeof value);
      g_assert_true (value == expected[i] || (isnan (value) && isnan (expected[i])));
    }
  g_assert_finalize_object (run);
}

/* More than the buffer holds, read back number by number. */
static void
test_csv_long (void)
{
  g_autoptr (SondeStudy) study = study_with ("goal.npoints", "20000");
  SondeRun *run = sonde_run_new (study);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  const SondePoints *points;

  finish (run);
  points = sonde_learner_get_points (sonde_run_get_learner (run));
  text = export_text (run, SONDE_EXPORT_CSV, SONDE_EXPORT_TOLD);
  lines = g_strsplit (text, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 20002);
  for (guint i = 0; i < 20000; i++)
    {
      g_auto (GStrv) fields = g_strsplit (lines[i + 1], ",", -1);
      double x, y;

      g_assert_cmpuint (g_strv_length (fields), ==, 3);
      g_assert_true (sonde_number_parse_all (fields[0], &x) && sonde_number_parse_all (fields[1], &y));
      g_assert_cmpfloat (x, ==, points->x[i]);
      g_assert_cmpfloat (y, ==, points->y[i]);
    }
  sonde_run_close (run, TRUE);
  g_assert_finalize_object (run);
}

static void
test_empty (void)
{
  g_autoptr (SondeStudy) study = study_with (NULL, NULL);
  SondeRun *run = sonde_run_new (study);
  g_autofree char *csv = export_text (run, SONDE_EXPORT_CSV, SONDE_EXPORT_SORTED);
  g_autofree char *json = export_text (run, SONDE_EXPORT_JSON, SONDE_EXPORT_SORTED);
  g_autoptr (GBytes) npy = export (run, SONDE_EXPORT_NPY, SONDE_EXPORT_SORTED);
  g_autoptr (JsonNode) root = json_from_string (json, NULL);

  g_assert_cmpstr (csv, ==, "x,y,seconds\n");
  g_assert_nonnull (root);
  g_assert_cmpuint (g_bytes_get_size (npy) % 64, ==, 0);
  g_assert_finalize_object (run);
}

/* Writes a logged run and returns its file. */
static GFile *
make_logged (const char *name,
             guint       sessions)
{
  GFile *file = file_in (folder, name);
  g_autoptr (SondeStudy) plain = study_with ("execution.executor.kind", "\"threads\"");
  g_autoptr (SondeStudy) logged = study_edit (plain, "execution.log", "true");

  for (guint i = 1; i <= sessions; i++)
    {
      g_autofree char *goal = g_strdup_printf ("{\"npoints\": %u}", 500 * i);
      g_autoptr (SondeStudy) study = study_edit (logged, "goal", goal);
      SondeRun *run = i == 1 ? sonde_run_new (study) : open_run (file);

      if (i == 1)
        g_assert_true (sonde_run_save_as (run, file, NULL));
      g_assert_true (sonde_run_set_study (run, study, NULL));
      finish (run);
      g_assert_finalize_object (run);
    }
  return file;
}

static void
test_replay (void)
{
  g_autoptr (GFile) file = make_logged ("logged.sonde", 3);
  g_autoptr (SondeReplay) replay = sonde_replay_new (file, NULL, NULL);

  g_assert_true (replay->is_logged);
  g_assert_cmpuint (replay->n_told, >=, 1500);
  g_assert_cmpuint (replay->n_asked, >=, replay->n_told);
  g_assert_cmpuint (replay->n_different, ==, 0);
  g_assert_true (replay->same_loss);
}

/* A point that the learner would not have chosen is found. */
static void
test_replay_difference (void)
{
  g_autoptr (GFile) file = make_logged ("forged.sonde", 1);
  g_autofree char *text = read_file (file);
  char *place = text;
  g_autoptr (SondeReplay) replay = NULL;

  for (guint i = 0; i < 100; i++)
    place = strstr (place, "[\"tell\"") + 1;
  place = strchr (place, '.') + 1;
  *place = *place == '3' ? '4' : '3';
  write_file (file, text);
  replay = sonde_replay_new (file, NULL, NULL);
  g_assert_nonnull (replay);
  g_assert_cmpuint (replay->n_different, >, 0);
  g_assert_cmpuint (replay->first_different->len, >, 0);
}

/* A bound that was excluded is not missing, neither in the replay nor in what it is compared with. */
static void
test_replay_excluded (void)
{
  g_autoptr (GFile) file = file_in (folder, "excluded.sonde");
  g_autoptr (SondeStudy) study = study_with ("execution.log", "true");
  g_autofree char *line = sonde_study_to_line (study);
  g_autofree char *text = g_strconcat (line, "\n[\"state\", \"running\", \"2026-11-23T21:19:07.123Z\"]\n[\"ask\", 2]\n[\"tell\", 1, 0.5, 0]\n"
                                       "[\"fail\", -1, 1, \"bad\"]\n[\"exclude\", -1]\n[\"ask\", 1]\n[\"tell\", 0, 0.25, 0]\n"
                                       "[\"state\", \"finished\", \"2026-11-23T21:19:08.123Z\"]\n", NULL);
  g_autoptr (SondeReplay) replay = NULL;

  write_file (file, text);
  replay = sonde_replay_new (file, NULL, NULL);
  g_assert_nonnull (replay);
  g_assert_cmpuint (replay->n_told, ==, 2);
  g_assert_cmpuint (replay->n_different, ==, 0);
  g_assert_true (isfinite (replay->loss));
  g_assert_true (replay->same_loss);
}

static void
test_replay_without_log (void)
{
  SondeRun *run = open_points (SCALAR, scalars);
  g_autoptr (SondeReplay) replay = sonde_replay_new (sonde_run_get_file (run), NULL, NULL);

  g_assert_false (replay->is_logged);
  g_assert_cmpuint (replay->n_told, ==, 5);
  g_assert_cmpuint (replay->n_different, ==, 0);
  g_assert_true (replay->same_loss);
  g_assert_finalize_object (run);
}

static void
on_result (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

static void
tell_next (SondeRun *run,
           guint     i)
{
  double x = (i + .5) / 600000, y = 3 * x;
  g_autoptr (GError) error = NULL;

  sonde_learner_tell (sonde_run_get_learner (run), &x, &y, SONDE_SCALAR, 0, &error);
  g_assert_no_error (error);
}

/* What was known when it was asked for, whatever is told while it is copied and written, and though the arrays move meanwhile. */
static void
test_async (void)
{
  g_autoptr (GFile) file = file_in (folder, "large.csv");
  g_autoptr (SondeStudy) study = study_with ("function", SCALAR);
  g_autoptr (SondeRun) run = sonde_run_new (study);
  g_autoptr (GError) error = NULL;
  g_autofree char *expected = NULL, *written = NULL;
  GAsyncResult *result = NULL;
  guint n = 0, n_waits = 0;

  while (n < 300000)
    tell_next (run, n++);
  expected = export_text (run, SONDE_EXPORT_CSV, SONDE_EXPORT_TOLD);
  sonde_export_async (run, SONDE_EXPORT_CSV, SONDE_EXPORT_TOLD, file, NULL, on_result, &result);
  for (; result == NULL; n_waits++)
    {
      for (guint end = MIN (n + 50000, 590000); n < end; n++)
        tell_next (run, n);
      g_main_context_iteration (NULL, TRUE);
    }
  g_assert_true (sonde_export_finish (run, result, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (n_waits, >, 3);
  written = read_file (file);
  g_assert_true (g_str_equal (written, expected));
  g_object_unref (result);
}

/* A place that cannot be written, and one that is given up, leave no file. */
static void
test_async_fails (void)
{
  g_autoptr (GFile) nowhere = file_in (folder, "no/such/folder.csv");
  g_autoptr (GFile) file = file_in (folder, "given-up.csv");
  g_autoptr (SondeStudy) study = study_with ("function", SCALAR);
  g_autoptr (SondeRun) run = sonde_run_new (study);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  GAsyncResult *result = NULL;

  tell_next (run, 1);
  sonde_export_async (run, SONDE_EXPORT_NPY, SONDE_EXPORT_SORTED, nowhere, NULL, on_result, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (sonde_export_finish (run, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_clear_object (&result);
  g_cancellable_cancel (cancellable);
  sonde_export_async (run, SONDE_EXPORT_NPY, SONDE_EXPORT_SORTED, file, cancellable, on_result, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (sonde_export_finish (run, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_false (g_file_query_exists (file, NULL));
  g_object_unref (result);
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

  g_test_add_func ("/export/csv/scalar", test_csv);
  g_test_add_func ("/export/csv/vector", test_csv_vector);
  g_test_add_func ("/export/csv/names", test_csv_names);
  g_test_add_func ("/export/csv/long", test_csv_long);
  g_test_add_func ("/export/json", test_json);
  g_test_add_func ("/export/npy", test_npy);
  g_test_add_func ("/export/empty", test_empty);
  g_test_add_func ("/export/async", test_async);
  g_test_add_func ("/export/async-fails", test_async_fails);
  g_test_add_func ("/replay/logged", test_replay);
  g_test_add_func ("/replay/difference", test_replay_difference);
  g_test_add_func ("/replay/without-log", test_replay_without_log);
  g_test_add_func ("/replay/excluded", test_replay_excluded);
  result = g_test_run ();
  remove_folder (folder);
  g_free (folder);
  return result;
}
