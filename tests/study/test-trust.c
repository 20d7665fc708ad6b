/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Code that a study brings along: what needs trust, what trust is bound to, and that nothing runs without it. The canary is a script that
 * leaves a trace wherever it runs. */

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "run-helpers.h"
#include "study/sonde-replay.h"
#include "study/sonde-export.h"
#include "study/sonde-study-private.h"
#include "study/sonde-trust.h"

static char *folder;

static char *
path_in (const char *name)
{
  return g_build_filename (folder, name, NULL);
}

/* A script that appends its argument as a line to the file "trace". */
static char *
make_script (const char *name,
             const char *more)
{
  char *path = path_in (name);
  g_autofree char *trace = path_in ("trace");
  g_autofree char *text = g_strdup_printf ("#!/bin/sh\necho \"$1\" >> '%s'\n%s\n", trace, more);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  g_assert_cmpint (g_chmod (path, 0700), ==, 0);
  return path;
}

/* The lines of the trace; the trace is gone then. */
static guint
take_trace (char **last)
{
  g_autofree char *path = path_in ("trace");
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  guint n;

  if (last != NULL)
    *last = NULL;
  if (!g_file_get_contents (path, &text, NULL, NULL))
    return 0;
  g_unlink (path);
  lines = g_strsplit (text, "\n", -1);
  n = g_strv_length (lines) - 1;
  if (last != NULL && n > 0)
    *last = g_strdup (lines[n - 1]);
  return n;
}

static SondeStudy *
study_with_command (const char *script,
                    const char *more)
{
  g_autofree char *json = g_strdup_printf ("[\"%s\"%s]", script, more);

  return study_with ("saving.command", json);
}

static SondeRun *
new_saved_run (SondeStudy *study,
               const char *name)
{
  SondeRun *run = sonde_run_new (study);
  g_autoptr (GFile) file = file_in (folder, name);
  g_autoptr (GError) error = NULL;

  sonde_run_save_as (run, file, &error);
  g_assert_no_error (error);
  return run;
}

static char *
get_command_error (SondeRun *run)
{
  char *sentence;

  g_object_get (run, "command-error", &sentence, NULL);
  return sentence;
}

static void
test_needed (void)
{
  g_autoptr (SondeStudy) plain = study_with (NULL, NULL);
  g_autoptr (SondeStudy) none = study_with ("saving.command", "null");
  g_autoptr (SondeStudy) list = study_with ("saving.command", "[\"cp\", \"{file}\", \"/backup dir\"]");
  g_autoptr (SondeStudy) text = study_with ("saving.command", "\"cp {file} '/backup dir'\"");
  g_autofree char *described = sonde_trust_describe (list);

  g_assert_false (sonde_trust_is_needed (plain));
  g_assert_true (sonde_trust_is_granted (plain));
  g_assert_null (sonde_trust_describe (plain));
  g_assert_null (sonde_study_get_save_command (none));
  g_assert_false (sonde_trust_is_needed (none));
  g_assert_true (sonde_trust_is_needed (list));
  g_assert_false (sonde_trust_is_granted (list));
  g_assert_true (g_strv_equal (sonde_study_get_save_command (list), sonde_study_get_save_command (text)));
  g_assert_cmpstr (described, ==, "After each save the command: cp {file} '/backup dir'");
}

static void
test_faults (void)
{
  const char *values[] = { "1", "[]", "[\"\"]", "[1]", "[\"cp\", null]", "{}", "true", "\"\"", "\"cp 'open\"" };

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_autofree char *text = g_strdup_printf ("{\"sonde\": 1, \"function\": {\"kind\": \"formula\", \"expression\": \"x\"}, "
                                               "\"domain\": [{\"name\": \"x\", \"min\": 0, \"max\": 1}], \"saving\": {\"command\": %s}}", values[i]);
      g_autoptr (GError) error = NULL;

      g_assert_null (sonde_study_parse (text, &error));
      g_assert_error (error, SONDE_STUDY_ERROR, SONDE_STUDY_ERROR_INVALID);
      g_assert_true (g_str_has_prefix (error->message, "saving.command: "));
    }
}

/* Every byte of what would run counts, and nothing else. */
static void
test_digest (void)
{
  g_autofree char *script = make_script ("digest.sh", "");
  g_autoptr (SondeStudy) study = study_with_command (script, ", \"a\", \"b\"");
  g_autoptr (SondeStudy) joined = study_with_command (script, ", \"ab\"");
  g_autoptr (SondeStudy) formula = study_edit (study, "function.expression", "\"sin(x)\"");
  g_autofree char *before = sonde_trust_get_digest (study);
  g_autofree char *of_joined = sonde_trust_get_digest (joined);
  g_autofree char *of_formula = sonde_trust_get_digest (formula);
  g_autofree char *again = NULL;
  g_autofree char *after = NULL;
  g_autofree char *other = NULL;

  g_assert_cmpuint (strlen (before), ==, 64);
  g_assert_cmpstr (of_joined, !=, before);
  g_assert_cmpstr (of_formula, ==, before);
  again = sonde_trust_get_digest (study);
  g_assert_cmpstr (again, ==, before);
  other = make_script ("digest.sh", "# one comment more");
  after = sonde_trust_get_digest (study);
  g_assert_cmpstr (after, !=, before);
}

/* What the command writes is no part of it; what it gets to run is. */
static void
test_data_and_code (void)
{
  g_autofree char *data = path_in ("copy.sonde");
  g_autofree char *code = path_in ("sync.py");
  g_autofree char *script = path_in ("plain");
  g_autofree char *json = g_strdup_printf ("[\"python3\", \"%s\", \"%s\", \"%s\"]", code, data, script);
  g_autoptr (SondeStudy) study = study_with ("saving.command", json);

  g_assert_true (g_file_set_contents (code, "pass\n", -1, NULL));
  g_assert_true (sonde_trust_grant (study, FALSE, NULL));
  g_assert_true (g_file_set_contents (data, "{\"sonde\": 1}\n", -1, NULL));
  g_assert_true (sonde_trust_is_granted (study));
  g_assert_true (g_file_set_contents (script, "#!/bin/sh\n", -1, NULL));
  g_assert_false (sonde_trust_is_granted (study));
  g_unlink (script);
  g_assert_true (sonde_trust_is_granted (study));
  g_assert_true (g_file_set_contents (code, "1\n", -1, NULL));
  g_assert_false (sonde_trust_is_granted (study));
}

static SondeStudy *
study_with_function (const char *function)
{
  return study_with ("function", function);
}

/* The file of a function, and what it imports from beside it. */
static void
test_function (void)
{
  g_autofree char *file = path_in ("peak.py");
  g_autofree char *helper = path_in ("helper.py");
  g_autofree char *other = path_in ("other.py");
  g_autofree char *json = g_strdup_printf ("{\"kind\": \"python\", \"file\": \"%s\", \"name\": \"f\"}", file);
  g_autoptr (SondeStudy) study = NULL;
  g_autoptr (SondeStudy) edited = NULL;
  g_autofree char *described = NULL;
  g_autofree char *expected = g_strdup_printf ("For each point the function “f” of the Python file %s, by python3", file);
  g_autofree char *texts = NULL;

  g_assert_true (g_file_set_contents (file, "import helper\ndef f(x): return helper.g(x)\n", -1, NULL));
  g_assert_true (g_file_set_contents (helper, "def g(x): return x\n", -1, NULL));
  study = study_with_function (json);
  edited = study_edit (study, "function.name", "\"g\"");
  described = sonde_trust_describe (study);
  g_assert_true (sonde_trust_is_needed (study));
  g_assert_false (sonde_trust_is_granted (study));
  g_assert_cmpstr (described, ==, expected);
  texts = sonde_trust_list_texts (study);
  g_assert_nonnull (strstr (texts, "helper.g(x)"));
  g_assert_nonnull (strstr (texts, "return x"));

  g_assert_true (sonde_trust_grant (study, FALSE, NULL));
  g_assert_true (sonde_trust_is_granted (study));
  g_assert_false (sonde_trust_is_granted (edited));
  g_assert_true (g_file_set_contents (other, "pass\n", -1, NULL));
  g_assert_true (sonde_trust_is_granted (study));
  g_assert_true (g_file_set_contents (helper, "def g(x): return 2*x\n", -1, NULL));
  g_assert_false (sonde_trust_is_granted (study));
  g_assert_true (sonde_trust_grant (study, FALSE, NULL));
  g_assert_true (g_file_set_contents (file, "def f(x): return 1\n", -1, NULL));
  g_assert_false (sonde_trust_is_granted (study));
}

/* Children of a balancing learner have functions, too; a formula among them needs no trust. */
static void
test_children (void)
{
  g_autoptr (JsonNode) root = sonde_study_node_parse ("{\"learner\": {\"child\": {\"function\": {\"kind\": \"python\", \"file\": \"a.py\"}}, "
                                                      "\"children\": [{\"function\": {\"kind\": \"library\", \"file\": \"b.so\"}}]}, "
                                                      "\"function\": {\"kind\": \"formula\"}}", -1, NULL);
  g_autoptr (JsonNode) resolved = sonde_study_node_resolve (root, "/s");
  g_autoptr (JsonNode) related = sonde_study_node_relate (resolved, "/s");
  g_autoptr (GPtrArray) functions = _sonde_study_list_functions (root);

  g_assert_cmpuint (functions->len, ==, 3);
  g_assert_cmpstr (json_node_get_string (sonde_study_node_get (resolved, "learner.child.function.file")), ==, "/s/a.py");
  g_assert_cmpstr (json_node_get_string (sonde_study_node_get (resolved, "learner.children[0].function.file")), ==, "/s/b.so");
  g_assert_true (json_node_equal (related, root));
}

/* A study and its code can be moved together; saved elsewhere, it still finds the code. */
static void
test_paths (void)
{
  g_autofree char *sub = path_in ("sub");
  g_autofree char *code = g_build_filename (sub, "code.py", NULL);
  g_autoptr (GFile) study_file = file_in (folder, "sub/s.json");
  g_autoptr (GFile) beside = file_in (folder, "sub/s.sonde");
  g_autoptr (GFile) above = file_in (folder, "above.sonde");
  g_autoptr (SondeRun) run = NULL;
  g_autoptr (SondeRun) again = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  g_autofree char *text_above = NULL;

  g_assert_cmpint (g_mkdir (sub, 0700), ==, 0);
  g_assert_true (g_file_set_contents (code, "def f(x): return x\n", -1, NULL));
  write_file (study_file, "{\"sonde\": 1, \"function\": {\"kind\": \"python\", \"file\": \"code.py\", \"name\": \"f\"}, "
              "\"domain\": [{\"name\": \"x\", \"min\": 0, \"max\": 1}], \"goal\": {\"npoints\": 5}}");
  run = open_run (study_file);
  g_assert_true (sonde_study_check_function (sonde_run_get_study (run), NULL, &error));
  g_assert_no_error (error);
  g_assert_true (sonde_run_save_as (run, beside, NULL));
  text = read_file (beside);
  g_assert_nonnull (strstr (text, "\"file\": \"code.py\""));
  g_clear_object (&run);

  /* with results, so that lines are copied */
  g_free (text);
  text = read_file (beside);
  {
    g_autofree char *with_results = g_strconcat (text, "[\"tell\", 0, 1, 0]\n", NULL);

    write_file (beside, with_results);
  }
  run = open_run (beside);
  g_assert_true (sonde_study_check_function (sonde_run_get_study (run), NULL, NULL));
  g_assert_true (sonde_run_save_as (run, above, NULL));
  text_above = read_file (above);
  g_assert_nonnull (strstr (text_above, "\"file\": \"sub/code.py\""));
  again = open_run (above);
  g_assert_true (sonde_study_check_function (sonde_run_get_study (again), NULL, NULL));
  g_assert_cmpuint (get_n (again), ==, 1);
}

/* Remembered in a file that is the user's alone; gone with a change of the script. */
static void
test_remember (void)
{
  g_autofree char *script = make_script ("remember.sh", "");
  g_autofree char *path = g_build_filename (g_get_user_config_dir (), "sonde", "trusted", NULL);
  g_autoptr (SondeStudy) study = study_with_command (script, "");
  g_autoptr (SondeStudy) other = study_with_command (script, ", \"x\"");
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  g_autofree char *digest = sonde_trust_get_digest (study);
  g_autofree char *changed = NULL;
  struct stat status;

  g_assert_false (sonde_trust_is_granted (study));
  g_assert_true (sonde_trust_grant (other, FALSE, NULL));
  g_assert_true (sonde_trust_is_granted (other));
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  g_assert_true (sonde_trust_grant (study, TRUE, &error));
  g_assert_no_error (error);
  g_assert_true (sonde_trust_grant (study, TRUE, &error));
  g_assert_true (sonde_trust_is_granted (study));
  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_true (g_str_has_prefix (text, digest));
  g_assert_cmpuint (strlen (text), ==, 65);
  changed = make_script ("remember.sh", "# changed");
  g_assert_false (sonde_trust_is_granted (study));
}

/* The same for each kind of function: not even what looks at it runs it. */
static void
test_no_function_runs (void)
{
  g_autofree char *trace = path_in ("trace");
  g_autofree char *script = make_script ("function.sh", "echo 1");
  g_autofree char *python = path_in ("canary.py");
  g_autofree char *code = g_strdup_printf ("open(%s%s%s, 'a').write('x\\n')\ndef f(x): return x\n", "'", trace, "'");
  g_autofree char *of_python = g_strdup_printf ("{\"kind\": \"python\", \"file\": \"%s\", \"name\": \"f\"}", python);
  g_autofree char *of_program = g_strdup_printf ("{\"kind\": \"program\", \"argv\": [\"%s\", \"{x}\"]}", script);
  g_autofree char *of_worker = g_strdup_printf ("{\"kind\": \"program\", \"argv\": [\"%s\"], \"persistent\": true}", script);
  g_autofree char *of_library = g_strdup_printf ("{\"kind\": \"library\", \"file\": \"%s\", \"symbol\": \"f\"}", python);
  const char *functions[] = { of_python, of_program, of_worker, of_library };

  g_assert_true (g_file_set_contents (python, code, -1, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (functions); i++)
    {
      g_autoptr (SondeStudy) study = study_with_function (functions[i]);
      g_autoptr (GFile) file = file_in (folder, "kind.sonde");
      g_autofree char *line = sonde_study_to_line (study);
      g_autofree char *text = g_strconcat (line, "\n[\"tell\", -1, 1, 0]\n[\"tell\", 1, 2, 0]\n", NULL);
      g_autoptr (GError) error = NULL;
      g_autofree char *texts = sonde_trust_list_texts (study);
      g_autofree char *described = NULL;
      SondeRun *run;

      write_file (file, text);
      run = open_run (file);
      described = sonde_trust_describe (sonde_run_get_study (run));
      g_assert_true (sonde_study_check_function (study, NULL, NULL));
      g_assert_false (sonde_run_start (run, &error));
      g_assert_error (error, SONDE_STUDY_ERROR, SONDE_STUDY_ERROR_NEEDS_TRUST);
      g_assert_true (g_str_has_suffix (error->message, described));
      g_assert_finalize_object (run);
    }
  g_assert_cmpuint (take_trace (NULL), ==, 0);
}

/* The canary: opening, replaying, exporting, editing and starting without trust run nothing. */
static void
test_nothing_runs (void)
{
  g_autofree char *script = make_script ("canary.sh", "");
  g_autoptr (SondeStudy) study = study_with_command (script, ", \"canary\"");
  g_autoptr (SondeStudy) edited = study_edit (study, "saving.interval", "0.001");
  g_autoptr (GFile) file = file_in (folder, "canary.sonde");
  g_autofree char *line = sonde_study_to_line (study);
  g_autofree char *text = g_strconcat (line, "\n[\"tell\", -1, 1, 0]\n[\"tell\", 1, 2, 0]\n[\"fail\", 0.5, 1, \"bad\"]\n", NULL);
  g_autoptr (GOutputStream) stream = g_memory_output_stream_new_resizable ();
  g_autoptr (SondeReplay) replay = NULL;
  g_autoptr (SondeFailure) failure = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *sentence = NULL;
  SondeRun *run;

  write_file (file, text);
  run = open_run (file);
  replay = sonde_replay_new (file, NULL, NULL);
  g_assert_nonnull (replay);
  g_assert_true (sonde_export (run, SONDE_EXPORT_CSV, SONDE_EXPORT_TOLD, stream, NULL));
  g_assert_false (sonde_run_start (run, &error));
  g_assert_error (error, SONDE_STUDY_ERROR, SONDE_STUDY_ERROR_NEEDS_TRUST);
  g_assert_nonnull (strstr (error->message, "canary.sh"));
  g_assert_cmpint (sonde_runner_get_status (sonde_run_get_runner (run)), ==, SONDE_STATUS_IDLE);
  g_assert_true (sonde_run_set_study (run, edited, NULL));
  failure = g_list_model_get_item (sonde_runner_get_failures (sonde_run_get_runner (run)), 0);
  g_assert_true (sonde_run_exclude (run, failure, NULL));
  g_assert_true (sonde_run_save (run, NULL));
  g_assert_true (sonde_run_wait_for_command (run, 30));
  sentence = get_command_error (run);
  g_assert_nonnull (sentence);
  g_assert_finalize_object (run);
  g_assert_cmpuint (take_trace (NULL), ==, 0);
}

/* Trusted, it runs after the end, with the path in its place; afterwards the file is complete. */
static void
test_runs (void)
{
  g_autofree char *script = make_script ("good.sh", "");
  g_autoptr (SondeStudy) study = study_with_command (script, ", \"<{file}>\"");
  g_autoptr (SondeStudy) at_end = study_with_command (script, "");
  SondeRun *run = new_saved_run (study, "good.sonde");
  g_autofree char *path = path_in ("good.sonde");
  g_autofree char *marked = g_strdup_printf ("<%s>", path);
  g_autofree char *last = NULL;
  g_autofree char *last_of_end = NULL;
  g_autofree char *other = path_in ("end.sonde");

  take_trace (NULL);
  sonde_trust_grant (study, FALSE, NULL);
  finish (run);
  g_assert_true (sonde_run_save (run, NULL));
  g_assert_true (sonde_run_wait_for_command (run, 60));
  g_assert_null (get_command_error (run));
  g_assert_cmpuint (take_trace (&last), >=, 1);
  g_assert_cmpstr (last, ==, marked);
  /* nothing new, nothing run */
  g_assert_true (sonde_run_save (run, NULL));
  g_assert_true (sonde_run_wait_for_command (run, 60));
  g_assert_finalize_object (run);
  g_assert_cmpuint (take_trace (NULL), ==, 0);

  run = new_saved_run (at_end, "end.sonde");
  sonde_trust_grant (at_end, FALSE, NULL);
  finish (run);
  g_assert_true (sonde_run_save (run, NULL));
  g_assert_true (sonde_run_wait_for_command (run, 60));
  g_assert_cmpuint (take_trace (&last_of_end), >=, 1);
  g_assert_cmpstr (last_of_end, ==, other);
  g_assert_finalize_object (run);
}

/* Never two at once: each makes a folder that must not be there yet. */
static void
test_one_at_a_time (void)
{
  g_autofree char *lock = path_in ("lock");
  g_autofree char *more = g_strdup_printf ("mkdir '%s' || echo twice >> '%s/twice'\nsleep 0.05\nrmdir '%s'", lock, folder, lock);
  g_autofree char *script = make_script ("slow.sh", more);
  g_autofree char *twice = path_in ("twice");
  g_autoptr (SondeStudy) plain = study_with_command (script, "");
  g_autoptr (SondeStudy) quick = study_edit (plain, "saving.interval", "0.001");
  g_autoptr (SondeStudy) rated = study_edit (quick, "execution.max_rate", "500");
  SondeRun *run = new_saved_run (rated, "slow.sonde");
  guint n;

  sonde_trust_grant (rated, FALSE, NULL);
  finish (run);
  g_assert_true (sonde_run_save (run, NULL));
  g_assert_true (sonde_run_wait_for_command (run, 60));
  n = take_trace (NULL);
  g_assert_cmpuint (n, >=, 2);
  g_assert_cmpuint (n, <, 300);
  g_assert_false (g_file_test (twice, G_FILE_TEST_EXISTS));
  g_assert_finalize_object (run);
}

static void
test_failure (void)
{
  g_autofree char *script = make_script ("bad.sh", "echo 'no room on the moon' >&2\nexit 3");
  g_autoptr (SondeStudy) bad = study_with_command (script, "");
  g_autoptr (SondeStudy) absent = study_with ("saving.command", "\"/nowhere/to-be-found\"");
  SondeRun *run = new_saved_run (bad, "bad.sonde");
  g_autofree char *of_bad = NULL;
  g_autofree char *of_absent = NULL;

  sonde_trust_grant (bad, FALSE, NULL);
  sonde_trust_grant (absent, FALSE, NULL);
  finish (run);
  g_assert_true (sonde_run_save (run, NULL));
  g_assert_true (sonde_run_wait_for_command (run, 60));
  of_bad = get_command_error (run);
  g_assert_nonnull (strstr (of_bad, "no room on the moon"));
  g_assert_cmpint (sonde_runner_get_status (sonde_run_get_runner (run)), ==, SONDE_STATUS_FINISHED);
  g_assert_finalize_object (run);

  run = new_saved_run (absent, "absent.sonde");
  finish (run);
  g_assert_true (sonde_run_save (run, NULL));
  of_absent = get_command_error (run);
  g_assert_nonnull (of_absent);
  g_assert_finalize_object (run);
  take_trace (NULL);
}

/* Gone while its command runs. */
static void
test_closed_meanwhile (void)
{
  g_autofree char *script = make_script ("late.sh", "sleep 0.2");
  g_autoptr (SondeStudy) study = study_with_command (script, "");
  SondeRun *run = new_saved_run (study, "late.sonde");

  sonde_trust_grant (study, FALSE, NULL);
  finish (run);
  g_assert_true (sonde_run_save (run, NULL));
  g_assert_finalize_object (run);
}

int
main (int    argc,
      char **argv)
{
  int result;

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  folder = make_folder ();
  g_test_add_func ("/trust/needed", test_needed);
  g_test_add_func ("/trust/faults", test_faults);
  g_test_add_func ("/trust/digest", test_digest);
  g_test_add_func ("/trust/data-and-code", test_data_and_code);
  g_test_add_func ("/trust/function", test_function);
  g_test_add_func ("/trust/children", test_children);
  g_test_add_func ("/trust/paths", test_paths);
  g_test_add_func ("/trust/remember", test_remember);
  g_test_add_func ("/trust/no-function-runs", test_no_function_runs);
  g_test_add_func ("/trust/nothing-runs", test_nothing_runs);
  g_test_add_func ("/trust/runs", test_runs);
  g_test_add_func ("/trust/one-at-a-time", test_one_at_a_time);
  g_test_add_func ("/trust/failure", test_failure);
  g_test_add_func ("/trust/closed-meanwhile", test_closed_meanwhile);
  result = g_test_run ();
  remove_folder (folder);
  g_free (folder);
  return result;
}
