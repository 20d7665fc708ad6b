/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "study/sonde-study.h"

#define GOOD_FUNCTION "\"function\": {\"kind\": \"formula\", \"expression\": \"x^2\"}"
#define GOOD_DOMAIN "\"domain\": [{\"name\": \"x\", \"min\": -1, \"max\": 1}]"
#define GOOD_GOAL "\"goal\": {\"loss\": 0.01}"
#define STUDY(rest) "{\"sonde\": 1, " rest "}"
#define WITH_DOMAIN(domain) STUDY (GOOD_FUNCTION ", " GOOD_GOAL ", \"domain\": " domain)
#define WITH_BOUNDS(min, max) WITH_DOMAIN ("[{\"name\": \"x\", \"min\": " min ", \"max\": " max "}]")
#define WITH(rest) STUDY (GOOD_FUNCTION ", " GOOD_DOMAIN ", " rest)

static GPtrArray *
new_diagnostics (void)
{
  return g_ptr_array_new_with_free_func (g_object_unref);
}

static SondeStudy *
parse_good (const char *text)
{
  g_autoptr (GError) error = NULL;
  SondeStudy *study = sonde_study_parse (text, &error);

  g_assert_no_error (error);
  g_assert_nonnull (study);
  return study;
}

static SondeDiagnostic *
find (GPtrArray  *diagnostics,
      const char *path)
{
  for (guint i = 0; i < diagnostics->len; i++)
    if (g_strcmp0 (sonde_diagnostic_get_path (g_ptr_array_index (diagnostics, i)), path) == 0)
      return g_ptr_array_index (diagnostics, i);
  return NULL;
}

static void
test_defaults (void)
{
  g_autoptr (GPtrArray) diagnostics = new_diagnostics ();
  SondeStudy *study = sonde_study_new_from_text (STUDY (GOOD_FUNCTION ", " GOOD_DOMAIN), -1, diagnostics);
  g_autoptr (SondeExecutor) executor = NULL;
  g_autoptr (SondeLearner) learner = NULL;

  g_assert_nonnull (study);
  g_assert_cmpuint (diagnostics->len, ==, 1);
  g_assert_nonnull (find (diagnostics, "goal"));
  g_assert_cmpint (sonde_diagnostic_get_severity (find (diagnostics, "goal")), ==, SONDE_SEVERITY_WARNING);
  g_assert_null (sonde_study_get_title (study));
  g_assert_cmpstr (sonde_study_get_function_kind (study), ==, "formula");
  g_assert_true (sonde_goal_is_none (sonde_study_get_goal (study)));
  g_assert_cmpuint (sonde_study_get_ntasks (study), ==, 0);
  g_assert_cmpuint (sonde_study_get_retries (study), ==, 0);
  g_assert_true (sonde_study_get_raise_if_retries_exceeded (study));
  g_assert_false (sonde_study_get_log (study));
  g_assert_false (sonde_study_get_shutdown_executor (study));
  g_assert_cmpfloat (sonde_study_get_save_interval (study), ==, 30);
  executor = sonde_study_create_executor (study);
  g_assert_cmpstr (sonde_executor_get_kind (executor), ==, "threads");
  learner = sonde_study_create_learner (study);
  g_assert_cmpuint (sonde_learner_get_ndim (learner), ==, 1);
  g_assert_finalize_object (study);
}

static void
test_all_keys (void)
{
  g_autoptr (GPtrArray) diagnostics = new_diagnostics ();
  SondeStudy *study = sonde_study_new_from_text (WITH ("\"title\": \"T\", \"description\": \"D\", \"goal\": null,"
    " \"execution\": {\"executor\": {\"kind\": \"sequential\"}, \"ntasks\": 3, \"retries\": 2, \"raise_if_retries_exceeded\": false,"
    " \"timeout\": null, \"log\": true, \"shutdown_executor\": true}, \"saving\": {\"interval\": 0.5}"), -1, diagnostics);

  g_assert_nonnull (study);
  g_assert_cmpuint (diagnostics->len, ==, 0);
  g_assert_cmpstr (sonde_study_get_title (study), ==, "T");
  g_assert_cmpstr (sonde_study_get_description (study), ==, "D");
  g_assert_cmpuint (sonde_study_get_ntasks (study), ==, 3);
  g_assert_cmpuint (sonde_study_get_retries (study), ==, 2);
  g_assert_false (sonde_study_get_raise_if_retries_exceeded (study));
  g_assert_true (sonde_study_get_log (study));
  g_assert_true (sonde_study_get_shutdown_executor (study));
  g_assert_cmpfloat (sonde_study_get_save_interval (study), ==, 0.5);
  g_assert_finalize_object (study);
}

typedef struct
{
  const char      *text;
  const char      *path;
  const char      *fragment;
  SondeStudyError  code;
} Bad;

static const Bad bad[] = {
  { "[1]", NULL, "not a list", SONDE_STUDY_ERROR_NOT_A_STUDY },
  { "{}", "sonde", "not a Sonde study", SONDE_STUDY_ERROR_NOT_A_STUDY },
  { "{\"sonde\": \"1\"}", "sonde", "whole number", SONDE_STUDY_ERROR_INVALID },
  { "{\"sonde\": 0}", "sonde", "whole number", SONDE_STUDY_ERROR_INVALID },
  { "{\"sonde\": 1.5}", "sonde", "whole number", SONDE_STUDY_ERROR_INVALID },
  { "{\"sonde\": 2, \"function\": 3}", "sonde", "newer version", SONDE_STUDY_ERROR_NEWER },
  { STUDY (GOOD_DOMAIN ", " GOOD_GOAL), "function", "no function", 0 },
  { STUDY (GOOD_DOMAIN ", \"function\": 3"), "function", "not a number", 0 },
  { STUDY (GOOD_DOMAIN ", \"function\": {\"kind\": \"formula\", \"expression\": \"x +* 2\"}"), "function.expression", "", 0 },
  { STUDY (GOOD_DOMAIN ", \"function\": {\"kind\": \"formula\", \"expression\": \"x + qq\"}"), "function.expression", "qq", 0 },
  { STUDY (GOOD_DOMAIN ", \"function\": {\"kind\": \"formula\"}"), "function.expression", "", 0 },
  { STUDY (GOOD_DOMAIN ", \"function\": {\"kind\": \"formula\", \"expression\": \"a*x\", \"parameters\": {\"a\": \"1\"}}"), "function.parameters.a", "", 0 },
  { STUDY (GOOD_DOMAIN ", \"function\": {\"kind\": \"magic\"}"), "function.kind", "", 0 },
  { STUDY (GOOD_FUNCTION), "domain", "at least one variable", 0 },
  { WITH_DOMAIN ("[]"), "domain", "at least one variable", 0 },
  { WITH_DOMAIN ("{\"name\": \"x\"}"), "domain", "must be a list", 0 },
  { WITH_DOMAIN ("[3]"), "domain[0]", "not as a number", 0 },
  { WITH_DOMAIN ("[{\"min\": 0, \"max\": 1}]"), "domain[0].name", "no name", 0 },
  { WITH_DOMAIN ("[{\"name\": 3, \"min\": 0, \"max\": 1}]"), "domain[0].name", "text", 0 },
  { WITH_DOMAIN ("[{\"name\": \"2x\", \"min\": 0, \"max\": 1}]"), "domain[0].name", "cannot be the name", 0 },
  { WITH_DOMAIN ("[{\"name\": \"x\", \"min\": 0, \"max\": 1}, {\"name\": \"x\", \"min\": 0, \"max\": 1}]"), "domain[1].name", "rename", 0 },
  { WITH_DOMAIN ("[{\"name\": \"x\", \"max\": 1}]"), "domain[0].min", "missing", 0 },
  { WITH_DOMAIN ("[{\"name\": \"x\", \"min\": 1}]"), "domain[0].max", "missing", 0 },
  { WITH_BOUNDS ("3", "1"), "domain[0].min", "The lower bound 3 is above the upper bound 1: exchange them.", 0 },
  { WITH_BOUNDS ("2", "2"), "domain[0].min", "Both bounds are 2", 0 },
  { WITH_BOUNDS ("\"inf\"", "1"), "domain[0].min", "infinite", 0 },
  { WITH_BOUNDS ("0", "\"inf\""), "domain[0].max", "infinite", 0 },
  { WITH_BOUNDS ("\"nan\"", "1"), "domain[0].min", "not a number", 0 },
  { WITH_BOUNDS ("\"3\"", "4"), "domain[0].min", "without quotes", 0 },
  { WITH_BOUNDS ("\"left\"", "4"), "domain[0].min", "the text \"left\"", 0 },
  { WITH_BOUNDS ("null", "4"), "domain[0].min", "null", 0 },
  { WITH_BOUNDS ("true", "4"), "domain[0].min", "true or false", 0 },
  { WITH_BOUNDS ("0", "1e400"), "domain[0].max", "infinite", 0 },
  { WITH_BOUNDS ("-1e308", "1e308"), "domain[0].min", "further than", 0 },
  { WITH_BOUNDS ("1", "1.0000000000000002"), "domain[0].min", "no other number", 0 },
  { WITH_DOMAIN ("[{\"name\": \"x\", \"min\": 0.5, \"max\": 1, \"integer\": true}]"), "domain[0].min", "but this bound is 0.5", 0 },
  { WITH_DOMAIN ("[{\"name\": \"x\", \"min\": 0, \"max\": 1.5, \"integer\": true}]"), "domain[0].max", "but this bound is 1.5", 0 },
  { WITH_DOMAIN ("[{\"name\": \"x\", \"min\": 0, \"max\": 1e300, \"integer\": true}]"), "domain[0].max", "cannot be told apart", 0 },
  { WITH_DOMAIN ("[{\"name\": \"x\", \"min\": 0, \"max\": 1, \"integer\": \"yes\"}]"), "domain[0].integer", "true or false", 0 },
  { WITH_DOMAIN ("[{\"name\": \"x\", \"min\": 0, \"max\": 1, \"integer\": 1}]"), "domain[0].integer", "true or false", 0 },
  { WITH_DOMAIN ("[{\"name\": \"x\", \"min\": 0, \"max\": 1, \"scale\": \"log\"}]"), "domain[0].min", "must be above 0, but the lower bound is 0", 0 },
  { WITH_DOMAIN ("[{\"name\": \"x\", \"min\": 1, \"max\": 2, \"scale\": \"sqrt\"}]"), "domain[0].scale", "no scale \"sqrt\"", 0 },
  { WITH_DOMAIN ("[{\"name\": \"x\", \"min\": 1, \"max\": 2, \"scale\": true}]"), "domain[0].scale", "text in double quotes", 0 },
  { WITH_DOMAIN ("[{\"name\": \"x\", \"min\": 1, \"max\": 2, \"values\": [1, 2]}]"), "domain[0].values", "not supported", 0 },
  { WITH_DOMAIN ("[{\"name\": \"x\", \"min\": 0, \"max\": 1}], \"hull\": [[0], [1]]"), "hull", "at least two variables", 0 },
  { WITH_DOMAIN ("[{\"name\": \"x\", \"min\": 0, \"max\": 1}], \"exclude\": 3"), "exclude", "text in double quotes", 0 },
  { WITH_DOMAIN ("[{\"name\": \"x\", \"min\": 0, \"max\": 1}], \"exclude\": \"x <\""), "exclude", "", 0 },
  { WITH_DOMAIN ("[{\"name\": \"x\", \"min\": 0, \"max\": 1}], \"exclude\": \"z > 0\""), "exclude", "z", 0 },
  { WITH_DOMAIN ("[{\"name\": \"x\", \"min\": 0, \"max\": 1}], \"exclude\": \"x > 0, x < 1\""), "exclude", "One condition", 0 },
  { WITH_DOMAIN ("[{\"name\": \"x\", \"min\": 0, \"max\": 1}], \"exclude\": \"x > -1\""), "exclude", "excludes the whole domain", 0 },
  { WITH_DOMAIN ("[{\"name\": \"x\", \"min\": 1, \"max\": 2, \"unit\": 5}]"), "domain[0].unit", "text", 0 },
  { WITH_DOMAIN ("[{\"name\": \"x\", \"min\": 0, \"max\": 1}, {\"name\": \"y\", \"min\": 0, \"max\": 1}], \"learner\": {\"kind\": \"1d\"}"),
    "learner.kind", "samples one variable", 0 },
  { WITH_DOMAIN ("[{\"name\": \"x\", \"min\": 0, \"max\": 1}], \"learner\": {\"kind\": \"2d\"}"), "learner.kind", "samples two variables", 0 },
  { WITH (GOOD_GOAL ", \"learner\": 3"), "learner", "not a number", 0 },
  { WITH (GOOD_GOAL ", \"learner\": {\"kind\": \"9d\"}"), "learner.kind", "", 0 },
  { WITH (GOOD_GOAL ", \"learner\": {\"kind\": \"1d\", \"loss\": {\"kind\": \"bogus\"}}"), "learner.loss.kind", "", 0 },
  { WITH ("\"goal\": {\"loss\": 0}"), "goal.loss", "", 0 },
  { WITH ("\"goal\": {\"loss\": \"small\"}"), "goal.loss", "", 0 },
  { WITH ("\"goal\": {\"any\": [{\"loss\": 1}, {\"npoints\": -3}]}"), "goal.any[1].npoints", "", 0 },
  { WITH (GOOD_GOAL ", \"execution\": []"), "execution", "a list", 0 },
  { WITH (GOOD_GOAL ", \"execution\": {\"retries\": -1}"), "execution.retries", "whole number", 0 },
  { WITH (GOOD_GOAL ", \"execution\": {\"retries\": 1.5}"), "execution.retries", "whole number", 0 },
  { WITH (GOOD_GOAL ", \"execution\": {\"ntasks\": \"4\"}"), "execution.ntasks", "whole number", 0 },
  { WITH (GOOD_GOAL ", \"execution\": {\"log\": 1}"), "execution.log", "true or false", 0 },
  { WITH (GOOD_GOAL ", \"execution\": {\"timeout\": -3}"), "execution.timeout", "above 0", 0 },
  { WITH (GOOD_GOAL ", \"execution\": {\"timeout\": \"3\"}"), "execution.timeout", "not text", 0 },
  { WITH (GOOD_GOAL ", \"execution\": {\"executor\": {\"kind\": \"abacus\"}}"), "execution.executor.kind", "", 0 },
  { WITH (GOOD_GOAL ", \"saving\": {\"interval\": 0}"), "saving.interval", "above 0", 0 },
  { WITH (GOOD_GOAL ", \"saving\": {\"interval\": \"30\"}"), "saving.interval", "not text", 0 },
  { WITH (GOOD_GOAL ", \"title\": 7"), "title", "text", 0 },
};

static void
test_bad (gconstpointer data)
{
  const Bad *self = data;
  g_autoptr (GPtrArray) diagnostics = new_diagnostics ();
  g_autoptr (GError) error = NULL;
  g_autofree char *prefix = self->path != NULL ? g_strconcat (self->path, ": ", NULL) : g_strdup ("");
  SondeDiagnostic *diagnostic;

  g_assert_null (sonde_study_new_from_text (self->text, -1, diagnostics));
  diagnostic = find (diagnostics, self->path);
  if (diagnostic == NULL)
    g_test_message ("%s: first fault at %s", self->text, sonde_diagnostic_get_path (g_ptr_array_index (diagnostics, 0)));
  g_assert_nonnull (diagnostic);
  g_test_message ("%s: %s", self->path, sonde_diagnostic_get_message (diagnostic));
  g_assert_cmpint (sonde_diagnostic_get_severity (diagnostic), ==, SONDE_SEVERITY_ERROR);
  g_assert_nonnull (strstr (sonde_diagnostic_get_message (diagnostic), self->fragment));

  g_assert_null (sonde_study_parse (self->text, &error));
  g_assert_error (error, SONDE_STUDY_ERROR, (int) self->code);
  g_assert_true (g_str_has_prefix (error->message, prefix));
}

static void
test_all_faults (void)
{
  g_autoptr (GPtrArray) diagnostics = new_diagnostics ();

  g_assert_null (sonde_study_new_from_text (STUDY ("\"function\": {\"kind\": \"formula\", \"expression\": \"x + nope\"}, "
    "\"domain\": [{\"name\": \"x\", \"min\": 3, \"max\": 1}], \"goal\": {\"npoints\": -1}, "
    "\"execution\": {\"rettries\": 1, \"log\": \"yes\"}"), -1, diagnostics));
  g_assert_nonnull (find (diagnostics, "domain[0].min"));
  g_assert_nonnull (find (diagnostics, "function.expression"));
  g_assert_nonnull (find (diagnostics, "goal.npoints"));
  g_assert_nonnull (find (diagnostics, "execution.log"));
  g_assert_nonnull (find (diagnostics, "execution.rettries"));
  g_assert_cmpstr (sonde_diagnostic_get_message (find (diagnostics, "execution.rettries")), ==, "Unknown key \"rettries\"; did you mean \"retries\"?");
  g_assert_cmpint (sonde_diagnostic_get_severity (find (diagnostics, "execution.rettries")), ==, SONDE_SEVERITY_WARNING);
}

static void
test_syntax (void)
{
  const struct { const char *text; const char *fragment; } cases[] = {
    { "", "Line 1, column 1: there is nothing here." },
    { "{\"sonde\": 1,\n \"goal\": }", "Line 2, column 10: here must be a value" },
    { "{\"sonde\": 1,\n // comment\n \"goal\": 3}", "Line 2, column 2: here must be a name" },
    { "{\"sonde\": // comment\n 3}", "Line 1, column 11: JSON has no comments" },
    { "{\"sonde\": 'x'}", "Line 1, column 11: text needs double quotes" },
    { "{\"sonde\": 010}", "Line 1, column 11: this is not a number" },
    { "{\"sonde\": 1.}", "not a number" },
    { "{\"sonde\": -}", "not a number" },
    { "{\"sonde\": 1e}", "not a number" },
    { "{\"sonde\": 1x}", "not a number" },
    { "{\"sonde\": +1}", "here must be a value" },
    { "{\"sonde\": 1, \"a\": NaN}", "Line 1, column 19: \"NaN\" is not a value" },
    { "{\"sonde\": 1", "Line 1, column 12: the text ends here, but a closing } is missing." },
    { "{\"sonde\": [1", "a closing ] is missing" },
    { "{\"sonde\": 1,", "here must be a name" },
    { "{\"sonde\": ", "a value is missing" },
    { "{\"sonde\": 1,}", "remove the comma" },
    { "{\"sonde\": [1 2]}", "Line 1, column 14: a comma or a closing ] is missing before this." },
    { "{\"sonde\": 1 \"a\": 2}", "a comma or a closing }" },
    { "{\"sonde\" 1}", "colon" },
    { "{\"sonde\": 1, \"sonde\": 2}", "Line 1, column 14: \"sonde\" is here a second time" },
    { "{\"sonde\": 1} {}", "nothing may follow" },
    { "{\"sonde\": \"é", "Line 1, column 11: this text has no closing quote" },
    { "{\"sonde\": \"a\nb\"}", "no closing quote" },
    { "{\"sonde\": \"é\\x\"}", "Line 1, column 13: after a backslash" },
    { "{\"sonde\": \"\\ud800\"}", "after a backslash" },
    { "{\"sonde\": \"\\u0000\"}", "after a backslash" },
    { "{\"sonde\": \"\\u12\"}", "after a backslash" },
    { "{\"a\": \"\xff\"}", "Line 1, column 8: this is not UTF-8" },
  };
  g_autoptr (GString) deep = g_string_new ("{\"sonde\": ");
  g_autoptr (GError) deep_error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (sonde_study_parse (cases[i].text, &error));
      g_assert_error (error, SONDE_STUDY_ERROR, SONDE_STUDY_ERROR_INVALID);
      g_test_message ("%s", error->message);
      g_assert_nonnull (strstr (error->message, cases[i].fragment));
    }
  for (guint i = 0; i < 1000000; i++)
    g_string_append_c (deep, '[');
  g_assert_null (sonde_study_parse (deep->str, &deep_error));
  g_assert_nonnull (strstr (deep_error->message, "too many brackets"));
}

static void
test_round_trip (void)
{
  const char *text =
    "{\"my\": {\"b\": [1, 2.5, 0.1, 1e-300, {\"é\": \"a\\\"\\\\\\n\\u0001\"}], \"a\": null}, \"sonde\": 1, \"title\": \"τ\", \"function\": "
    "{\"note\": true, \"kind\": \"formula\", \"expression\": \"x\"}, \"domain\": [{\"name\": \"x\", \"min\": -1, \"max\": 0.1, \"colour\": \"red\"}], "
    "\"goal\": {\"npoints\": 10, \"why\": \"ten\"}, \"execution\": {\"retries\": 1, \"zeal\": 7}, \"saving\": {\"interval\": 5, \"where\": []}}";
  g_autoptr (GPtrArray) diagnostics = new_diagnostics ();
  SondeStudy *study = sonde_study_new_from_text (text, -1, diagnostics);
  g_autofree char *line = sonde_study_to_line (study);
  g_autofree char *pretty = sonde_study_to_pretty_text (study);
  SondeStudy *again = parse_good (pretty);
  g_autofree char *line_again = sonde_study_to_line (again);

  g_assert_cmpstr (line, ==, text);
  g_assert_cmpstr (line_again, ==, text);
  g_assert_nonnull (strchr (pretty, '\n'));
  g_assert_nonnull (find (diagnostics, "my"));
  g_assert_nonnull (find (diagnostics, "goal.why"));
  g_assert_nonnull (find (diagnostics, "function.note"));
  g_assert_nonnull (find (diagnostics, "domain[0].colour"));
  g_assert_nonnull (find (diagnostics, "execution.zeal"));
  g_assert_nonnull (find (diagnostics, "saving.where"));
  g_assert_finalize_object (study);
  g_assert_finalize_object (again);
}

static void
test_values (void)
{
  SondeStudy *study = parse_good ("\xef\xbb\xbf" WITH ("\"goal\": null, \"my\": [99999999999999999999, 123456789012345678, -7, -0, 2.50, "
    "1E2, \"\\ud83d\\ude00\\u00e9\\/\\n\", true, {}, [], [[]]]"));
  g_autofree char *line = sonde_study_to_line (study);

  g_assert_true (g_str_has_suffix (line, "\"my\": [1e+20, 123456789012345678, -7, -0.0, 2.5, 100, \"😀é/\\n\", true, {}, [], [[]]]}"));
  g_assert_finalize_object (study);
}

static JsonNode *
value_of (const char *json)
{
  return json_from_string (json, NULL);
}

static char *
set (SondeStudy *study,
     const char *path,
     const char *json,
     GError    **error)
{
  g_autoptr (JsonNode) root = sonde_study_to_node (study);
  g_autoptr (JsonNode) value = json != NULL ? value_of (json) : NULL;
  g_autoptr (JsonNode) result = sonde_study_node_set (root, path, value, error);

  return result != NULL ? json_to_string (result, FALSE) : NULL;
}

static void
test_node_set (void)
{
  SondeStudy *study = parse_good (WITH ("\"goal\": null"));
  g_autofree char *before = sonde_study_to_line (study);
  g_autofree char *after = NULL;
  const struct { const char *path; const char *json; const char *fragment; } cases[] = {
    { "goal.loss", "0.5", "\"goal\":{\"loss\":0.5}" },
    { "domain[0].min", "-7", "\"min\":-7" },
    { "domain[1].name", "\"y\"", ",{\"name\":\"y\"}]" },
    { "domain[1]", "{\"name\": \"z\"}", ",{\"name\":\"z\"}]" },
    { "domain[0]", "3", "\"domain\":[3]" },
    { "execution.executor.kind", "\"sequential\"", "\"execution\":{\"executor\":{\"kind\":\"sequential\"}}" },
    { "goal.any[0].loss", "1", "\"goal\":{\"any\":[{\"loss\":1}]}" },
    { "title", "\"é\"", "\"title\":\"é\"" },
    { "domain[0].max", NULL, "[{\"name\":\"x\",\"min\":-1}]" },
    { "domain[0]", NULL, "\"domain\":[]" },
    { "nothing.here[3].at", NULL, "\"goal\":null}" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *result = set (study, cases[i].path, cases[i].json, &error);

      g_assert_no_error (error);
      g_test_message ("%s → %s", cases[i].path, result);
      g_assert_nonnull (strstr (result, cases[i].fragment));
    }
  after = sonde_study_to_line (study);
  g_assert_cmpstr (before, ==, after);
  g_assert_finalize_object (study);
}

static void
test_node_set_middle (void)
{
  SondeStudy *study = parse_good (WITH ("\"goal\": {\"any\": [{\"loss\": 1}, {\"npoints\": 2}, {\"npoints\": 3}]}"));
  g_autofree char *result = set (study, "goal.any[1]", "{\"npoints\": 7}", NULL);
  g_autofree char *deeper = set (study, "goal.any[1].npoints", "8", NULL);

  g_assert_nonnull (strstr (result, "[{\"loss\":1},{\"npoints\":7},{\"npoints\":3}]"));
  g_assert_nonnull (strstr (deeper, "[{\"loss\":1},{\"npoints\":8},{\"npoints\":3}]"));
  g_assert_finalize_object (study);
}

static void
test_node_set_wrong (void)
{
  SondeStudy *study = parse_good (WITH ("\"goal\": null"));
  const struct { const char *path; const char *fragment; } cases[] = {
    { "", "not a path" }, { "a..b", "not a path" }, { ".a", "not a path" }, { "a.", "not a path" }, { "domain[x]", "not a path" },
    { "domain[-1]", "not a path" }, { "domain[0", "not a path" }, { "domain[0]x", "not a path" },
    { "domain[4].min", "only 1 entries" }, { "sonde.x", "not an object" }, { "function[0]", "not a list" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *result = set (study, cases[i].path, "1", &error);

      g_assert_null (result);
      g_assert_error (error, SONDE_STUDY_ERROR, SONDE_STUDY_ERROR_INVALID);
      g_assert_nonnull (strstr (error->message, cases[i].fragment));
    }
  g_assert_finalize_object (study);
}

static void
test_node_get (void)
{
  SondeStudy *study = parse_good (WITH ("\"goal\": {\"any\": [{\"loss\": 1}, {\"npoints\": 2}]}"));
  g_autoptr (JsonNode) root = sonde_study_to_node (study);

  g_assert_cmpint (json_node_get_int (sonde_study_node_get (root, "goal.any[1].npoints")), ==, 2);
  g_assert_cmpstr (json_node_get_string (sonde_study_node_get (root, "domain[0].name")), ==, "x");
  g_assert_null (sonde_study_node_get (root, "domain[1].name"));
  g_assert_null (sonde_study_node_get (root, "title"));
  g_assert_null (sonde_study_node_get (root, "domain[0].name.x"));
  g_assert_null (sonde_study_node_get (root, "..."));
  g_assert_finalize_object (study);
}

static void
test_same_sampling (void)
{
  SondeStudy *study = parse_good (WITH (GOOD_GOAL));
  const struct { const char *text; gboolean same; } cases[] = {
    { WITH ("\"goal\": {\"loss\": 1}, \"title\": \"t\", \"execution\": {\"retries\": 4}"), TRUE },
    { WITH (GOOD_GOAL ", \"learner\": {\"kind\": \"1d\"}"), TRUE },
    { WITH (GOOD_GOAL ", \"learner\": {\"loss\": {\"kind\": \"default\"}, \"kind\": \"1d\"}"), TRUE },
    { WITH (GOOD_GOAL ", \"learner\": {\"kind\": \"1d\", \"loss\": {\"kind\": \"uniform\"}}"), FALSE },
    { WITH_BOUNDS ("-1.0", "1"), TRUE },
    { WITH_BOUNDS ("-1", "2"), FALSE },
    { WITH_DOMAIN ("[{\"name\": \"x\", \"unit\": \"m\", \"min\": -1, \"max\": 1}]"), TRUE },
    { STUDY (GOOD_DOMAIN ", " GOOD_GOAL ", \"function\": {\"expression\": \"x^2\", \"kind\": \"formula\"}"), TRUE },
    { STUDY (GOOD_DOMAIN ", " GOOD_GOAL ", \"function\": {\"expression\": \"x^3\", \"kind\": \"formula\"}"), FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (SondeStudy) other = parse_good (cases[i].text);

      g_assert_cmpint (sonde_study_same_sampling (study, other), ==, cases[i].same);
      g_assert_cmpint (sonde_study_same_sampling (other, study), ==, cases[i].same);
    }
  g_assert_finalize_object (study);
}

static void
test_immutable (void)
{
  JsonNode *root = value_of (WITH (GOOD_GOAL));
  g_autoptr (GPtrArray) diagnostics = new_diagnostics ();
  SondeStudy *study = sonde_study_new_from_node (root, diagnostics);
  g_autofree char *before = sonde_study_to_line (study);
  g_autofree char *after = NULL;

  json_object_remove_member (json_node_get_object (root), "goal");
  json_node_unref (root);
  after = sonde_study_to_line (study);
  g_assert_cmpstr (before, ==, after);
  g_assert_finalize_object (study);
}

static void
test_examples (void)
{
  const char *names[] = { "sharp-peak", "comb", "step", "gap", "three-outputs", "noisy-signal", "slow-function", "hidden-peak",
                          "two-waves", "avoided-crossing", "mean-of-noise", "noisy-resonance", "parameter-table", "integral", "family-of-peaks",
                          "rabi-chevrons", "mexican-hat", "sphere-shell", "coupled-modes" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_strdup_printf ("%s/%s.json", EXAMPLES, names[i]);
      g_autofree char *text = NULL;
      g_autoptr (GPtrArray) diagnostics = new_diagnostics ();
      SondeStudy *study;

      g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
      study = sonde_study_new_from_text (text, -1, diagnostics);
      g_assert_nonnull (study);
      g_assert_cmpuint (diagnostics->len, ==, 0);
      g_assert_nonnull (sonde_study_get_title (study));
      g_assert_nonnull (sonde_study_get_description (study));
      g_assert_finalize_object (study);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/study/defaults", test_defaults);
  g_test_add_func ("/study/all-keys", test_all_keys);
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autofree char *name = g_strdup_printf ("/study/bad/%u/%s", i, bad[i].path != NULL ? bad[i].path : "root");

      g_test_add_data_func (name, bad + i, test_bad);
    }
  g_test_add_func ("/study/all-faults", test_all_faults);
  g_test_add_func ("/study/syntax", test_syntax);
  g_test_add_func ("/study/values", test_values);
  g_test_add_func ("/study/round-trip", test_round_trip);
  g_test_add_func ("/study/node-set", test_node_set);
  g_test_add_func ("/study/node-set/middle", test_node_set_middle);
  g_test_add_func ("/study/node-set/wrong", test_node_set_wrong);
  g_test_add_func ("/study/node-get", test_node_get);
  g_test_add_func ("/study/same-sampling", test_same_sampling);
  g_test_add_func ("/study/immutable", test_immutable);
  g_test_add_func ("/study/examples", test_examples);
  return g_test_run ();
}
