/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Descriptions of functions outside this process: what is right, what is wrong and where, which files count, and how paths move. */

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "function/sonde-function.h"
#include "function/sonde-program.h"
#include "function/sonde-program-output-private.h"
#include "function/sonde-python.h"

static char *folder;

static SondeDomain *
new_domain (void)
{
  SondeDomain *domain = sonde_domain_new ();

  sonde_domain_add (domain, "x", NULL, 0, 1);
  sonde_domain_add (domain, "y", NULL, 0, 1);
  return domain;
}

static JsonObject *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = json_from_string (text, &error);

  g_assert_no_error (error);
  return json_node_dup_object (node);
}

static char *
to_text (JsonObject *object)
{
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), object);

  return json_to_string (node, FALSE);
}

static SondeFunction *
new_valid (const char *text)
{
  g_autoptr (SondeDomain) domain = new_domain ();
  g_autoptr (JsonObject) spec = parse (text);
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  SondeFunction *function = sonde_function_new_from_spec (spec, domain, &path, &error);

  g_assert_no_error (error);
  g_assert_null (path);
  g_assert_true (sonde_function_needs_trust (function));
  g_assert_cmpuint (sonde_function_get_ndim (function), ==, 2);
  return function;
}

static void
write_text (const char *name,
            const char *text)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *parent = g_path_get_dirname (path);

  g_assert_cmpint (g_mkdir_with_parents (parent, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

/* Description, place of the fault, a word of the message. */
static const char * const faults[][3] = {
  { "{\"kind\": \"python\"}", "file", "peak.py" },
  { "{\"kind\": \"python\", \"file\": 1, \"name\": \"f\"}", "file", "peak.py" },
  { "{\"kind\": \"python\", \"file\": \"\", \"name\": \"f\"}", "file", "peak.py" },
  { "{\"kind\": \"python\", \"file\": \"a.py\"}", "name", "def" },
  { "{\"kind\": \"python\", \"file\": \"a.py\", \"name\": \"f(x)\"}", "name", "brackets" },
  { "{\"kind\": \"python\", \"file\": \"a.py\", \"name\": \"lambda\"}", "name", "lambda" },
  { "{\"kind\": \"python\", \"file\": \"a.py\", \"name\": \"f\", \"parameters\": [1]}", "parameters", "{\"a\": 0.1}" },
  { "{\"kind\": \"python\", \"file\": \"a.py\", \"name\": \"f\", \"parameters\": {\"a b\": 1}}", "parameters.a b", "letters" },
  { "{\"kind\": \"python\", \"file\": \"a.py\", \"name\": \"f\", \"parameters\": {\"in\": 1}}", "parameters.in", "Python" },
  { "{\"kind\": \"python\", \"file\": \"a.py\", \"name\": \"f\", \"parameters\": {\"x\": 1}}", "parameters.x", "variable" },
  { "{\"kind\": \"python\", \"file\": \"a.py\", \"name\": \"f\", \"interpreter\": 3}", "interpreter", "quotes" },
  { "{\"kind\": \"program\"}", "argv", "{x}" },
  { "{\"kind\": \"program\", \"argv\": []}", "argv", "{x}" },
  { "{\"kind\": \"program\", \"argv\": \"./a {x}\"}", "argv", "list" },
  { "{\"kind\": \"program\", \"argv\": [\"\", \"{x}{y}\"]}", "argv[0]", "{x}" },
  { "{\"kind\": \"program\", \"argv\": [\"./a\", 3]}", "argv[1]", "quotes" },
  { "{\"kind\": \"program\", \"argv\": [\"./a\", \"{x}\"]}", "argv", "{y}" },
  { "{\"kind\": \"program\", \"argv\": [\"./a\", \"{x}\", \"{y}\", \"{z}\"]}", "argv[3]", "{x}, {y}" },
  { "{\"kind\": \"program\", \"argv\": [\"./a\", \"{x}\", \"{y}\"], \"parameters\": {\"a\": [1]}}", "parameters.a", "number" },
  { "{\"kind\": \"program\", \"argv\": [\"./a\", \"{x}\", \"{y}\"], \"environment\": [\"A=1\"]}", "environment", "OMP_NUM_THREADS" },
  { "{\"kind\": \"program\", \"argv\": [\"./a\", \"{x}\", \"{y}\"], \"environment\": {\"A=B\": \"1\"}}", "environment.A=B", "name" },
  { "{\"kind\": \"program\", \"argv\": [\"./a\", \"{x}\", \"{y}\"], \"environment\": {\"A\": \"{b}\"}}", "environment.A", "{b}" },
  { "{\"kind\": \"program\", \"argv\": [\"./a\", \"{x}\", \"{y}\"], \"folder\": true}", "folder", "quotes" },
  { "{\"kind\": \"program\", \"argv\": [\"./a\", \"{x}\"], \"persistent\": true}", "argv", "{x}" },
  { "{\"kind\": \"program\", \"argv\": [\"./a\"], \"persistent\": \"yes\"}", "persistent", "true" },
  { "{\"kind\": \"library\", \"symbol\": \"f\"}", "file", "libpeak.so" },
  { "{\"kind\": \"library\", \"file\": \"a.so\"}", "symbol", "C" },
  { "{\"kind\": \"library\", \"file\": \"a.so\", \"symbol\": \"f()\"}", "symbol", "brackets" },
  { "{\"kind\": \"library\", \"file\": \"a.so\", \"symbol\": \"f\", \"signature\": \"float(float)\"}", "signature", "double(double)" },
  { "{\"kind\": \"library\", \"file\": \"a.so\", \"symbol\": \"f\", \"signature\": \"double(double)\"}", "signature", "2 variables" },
  { "{\"kind\": \"library\", \"file\": \"a.so\", \"symbol\": \"f\", \"outputs\": 0}", "outputs", "1" },
  { "{\"kind\": \"library\", \"file\": \"a.so\", \"symbol\": \"f\", \"outputs\": 2, \"signature\": \"double(const double*, int)\"}", "outputs", "void" },
  { "{\"kind\": \"library\", \"file\": \"a.so\", \"symbol\": \"f\", \"parameters\": {\"a\": \"b\"}}", "parameters.a", "finite" },
  { "{\"kind\": \"ruby\"}", "kind", "python" },
};

static void
test_faults (void)
{
  g_autoptr (SondeDomain) domain = new_domain ();

  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autoptr (JsonObject) spec = parse (faults[i][0]);
      g_autofree char *path = NULL;
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", faults[i][0]);
      g_assert_null (sonde_function_new_from_spec (spec, domain, &path, &error));
      g_assert_error (error, SONDE_FUNCTION_ERROR, SONDE_FUNCTION_ERROR_SPEC);
      g_assert_cmpstr (path, ==, faults[i][1]);
      g_assert_nonnull (strstr (error->message, faults[i][2]));
    }
}

/* What a worker is told. */
static void
test_spec (void)
{
  g_autoptr (SondeFunction) python = new_valid ("{\"kind\": \"python\", \"file\": \"/a/b.py\", \"name\": \"f\", \"interpreter\": \"pypy3\", "
                                                "\"parameters\": {\"n\": 3, \"mode\": \"fast\", \"list\": [1, 2]}}");
  g_autoptr (SondeFunction) program = new_valid ("{\"kind\": \"program\", \"argv\": [\"w\", \"--n={n}\"], \"persistent\": true, "
                                                 "\"parameters\": {\"n\": 3}, \"environment\": {\"T\": 1}, \"folder\": \"/tmp\"}");
  g_autoptr (SondeFunction) library = new_valid ("{\"kind\": \"library\", \"file\": \"/a/l.so\", \"symbol\": \"f\", \"outputs\": 2}");
  g_autoptr (JsonObject) spec = sonde_function_get_spec (python);
  g_autoptr (JsonObject) library_spec = sonde_function_get_spec (library);
  g_autoptr (SondeWorkerCommand) interpreter = sonde_function_get_worker_command (python);
  g_autoptr (SondeWorkerCommand) command = sonde_function_get_worker_command (program);
  g_autoptr (SondeWorkerCommand) native = sonde_function_get_worker_command (library);
  g_autofree char *text = to_text (spec);
  g_autofree char *library_text = to_text (library_spec);

  g_assert_cmpstr (text, ==, "{\"kind\":\"python\",\"file\":\"/a/b.py\",\"name\":\"f\",\"variables\":[\"x\",\"y\"],"
                   "\"parameters\":{\"n\":3,\"mode\":\"fast\",\"list\":[1,2]}}");
  g_assert_cmpstr (library_text, ==, "{\"kind\":\"library\",\"file\":\"/a/l.so\",\"symbol\":\"f\","
                   "\"signature\":\"int(const double *, int, double *, int, void *)\",\"outputs\":2,\"variables\":[\"x\",\"y\"],\"parameters\":{}}");
  g_assert_cmpstr (interpreter->argv[0], ==, "pypy3");
  g_assert_cmpstr (interpreter->folder, ==, "/a");
  g_assert_cmpstr (command->argv[0], ==, "w");
  g_assert_cmpstr (command->argv[1], ==, "--n=3");
  g_assert_cmpstr (command->environment[0], ==, "T=1");
  g_assert_cmpstr (command->folder, ==, "/tmp");
  g_assert_nonnull (strstr (native->argv[0], "sonde-worker"));
  g_assert_cmpint (sonde_function_get_place (python), ==, SONDE_FUNCTION_WORKER);
  g_assert_cmpint (sonde_function_get_place (program), ==, SONDE_FUNCTION_WORKER);
}

static void
test_places (void)
{
  g_autoptr (SondeFunction) function = new_valid ("{\"kind\": \"program\", \"argv\": [\"./a b\", \"-x{x}{y}\", \"{{x}}\", \"{\\\"k\\\": {\\\"a\\\": {a}}}\", "
                                                  "\"{on}\", \"\", \"{\", \"}}\", \"{1}\"], \"parameters\": {\"a\": 0.1, \"on\": true}}");
  const double x[] = { 1.0 / 3, -1e-300 };
  g_auto (GStrv) argv = sonde_program_get_arguments (SONDE_PROGRAM (function), x);
  const char *expected[] = { "./a b", "-x0.3333333333333333-1e-300", "{x}", "{\"k\": {\"a\": 0.1}}", "true", "", "{", "}}", "{1}", NULL };
  g_autofree char *described = sonde_function_describe (function);

  g_assert_true (g_strv_equal ((const char * const *) argv, expected));
  g_assert_cmpint (sonde_function_get_place (function), ==, SONDE_FUNCTION_ASYNC);
  g_assert_true (g_str_has_prefix (described, "For each point the program: './a b' -x{x}{y} "));
}

static void
assert_value (const char *output,
              const char *expected)
{
  g_autoptr (GArray) values = g_array_new (FALSE, FALSE, sizeof (double));
  gboolean found = _sonde_program_read_value (output, values);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < values->len; i++)
    g_string_append_printf (text, "%s%g", i > 0 ? " " : "", g_array_index (values, double, i));
  g_assert_cmpstr (text->str, ==, expected);
  g_assert_true (found == (*expected != '\0'));
}

static void
test_output (void)
{
  assert_value ("1.5\n", "1.5");
  assert_value ("1.5", "1.5");
  assert_value ("step 1\nstep 2\n3 4.5\r\n\n", "3 4.5");
  assert_value ("7\n1.25\ndone in 3.2 s\n", "1.25");
  assert_value ("E = 1.5 eV\nbye\n", "1.5");
  assert_value ("[1, 2; 3]\n", "1 2 3");
  assert_value ("1.5D-03\n", "0.0015");
  assert_value ("+2\nnan\n", "nan");
  assert_value ("-inf 0\n", "-inf 0");
  assert_value ("", "");
  assert_value ("\n\n", "");
  assert_value ("nothing to see\n", "");
}

static void
test_paths (void)
{
  const struct { const char *in, *resolved, *related; } cases[] = {
    { "{\"kind\":\"python\",\"file\":\"f.py\",\"name\":\"f\"}", "{\"kind\":\"python\",\"file\":\"/s/t/f.py\",\"name\":\"f\"}", NULL },
    { "{\"kind\":\"python\",\"file\":\"../f.py\",\"interpreter\":\"python3\"}", "{\"kind\":\"python\",\"file\":\"/s/f.py\",\"interpreter\":\"python3\"}",
      "{\"kind\":\"python\",\"file\":\"/s/f.py\",\"interpreter\":\"python3\"}" },
    { "{\"kind\":\"python\",\"file\":\"a/f.py\",\"interpreter\":\"./v/python\"}",
      "{\"kind\":\"python\",\"file\":\"/s/t/a/f.py\",\"interpreter\":\"/s/t/v/python\"}",
      "{\"kind\":\"python\",\"file\":\"a/f.py\",\"interpreter\":\"v/python\"}" },
    { "{\"kind\":\"program\",\"argv\":[\"./run\",\"in.txt\",\"{x}\"]}", "{\"kind\":\"program\",\"argv\":[\"/s/t/run\",\"in.txt\",\"{x}\"],\"folder\":\"/s/t\"}", NULL },
    { "{\"kind\":\"program\",\"argv\":[\"run\"],\"folder\":\"w\"}", "{\"kind\":\"program\",\"argv\":[\"run\"],\"folder\":\"/s/t/w\"}", NULL },
    { "{\"kind\":\"library\",\"file\":\"/else/l.so\"}", "{\"kind\":\"library\",\"file\":\"/else/l.so\"}", NULL },
    { "{\"kind\":\"formula\",\"expression\":\"x\",\"file\":\"f\"}", "{\"kind\":\"formula\",\"expression\":\"x\",\"file\":\"f\"}", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (JsonObject) in = parse (cases[i].in);
      g_autoptr (JsonObject) resolved = sonde_function_spec_resolve (in, "/s/t");
      g_autoptr (JsonObject) related = sonde_function_spec_relate (resolved, "/s/t");
      g_autofree char *resolved_text = to_text (resolved);
      g_autofree char *related_text = to_text (related);

      g_assert_cmpstr (resolved_text, ==, cases[i].resolved);
      g_assert_cmpstr (related_text, ==, cases[i].related != NULL ? cases[i].related : cases[i].in);
      g_assert_true (sonde_function_spec_same (in, resolved));
    }
}

static void
test_same (void)
{
  g_autoptr (JsonObject) a = parse ("{\"kind\": \"python\", \"file\": \"/a/f.py\", \"name\": \"f\"}");
  g_autoptr (JsonObject) moved = parse ("{\"kind\": \"python\", \"file\": \"/b/f.py\", \"name\": \"f\", \"interpreter\": \"/v/python\"}");
  g_autoptr (JsonObject) other = parse ("{\"kind\": \"python\", \"file\": \"/a/g.py\", \"name\": \"f\"}");
  g_autoptr (JsonObject) named = parse ("{\"kind\": \"python\", \"file\": \"/a/f.py\", \"name\": \"g\"}");
  g_autoptr (JsonObject) more = parse ("{\"kind\": \"python\", \"file\": \"/a/f.py\", \"name\": \"f\", \"parameters\": {\"a\": 1}}");

  g_assert_true (sonde_function_spec_same (a, moved));
  g_assert_false (sonde_function_spec_same (a, other));
  g_assert_false (sonde_function_spec_same (a, named));
  g_assert_false (sonde_function_spec_same (a, more));
  g_assert_false (sonde_function_spec_same (more, a));
}

/* Only what is there and beside the file: found, also by what was found. */
static void
test_imports (void)
{
  g_autofree char *main_file = g_build_filename (folder, "i", "main.py", NULL);
  g_autofree char *text = g_strdup_printf ("{\"kind\": \"python\", \"file\": \"%s\", \"name\": \"f\"}", main_file);
  g_autofree char *joined = NULL;
  g_auto (GStrv) files = NULL;
  g_autoptr (SondeFunction) function = NULL;

  write_text ("i/main.py", "import math, one as o\nfrom two.sub import (a,\n  b)\nif True: import \\\n  three\n'import five'\n");
  write_text ("i/one.py", "from . import four\nimport main\n");
  write_text ("i/two/__init__.py", "");
  write_text ("i/two/sub.py", "");
  write_text ("i/two/data.txt", "");
  write_text ("i/three.cpython-311.so", "");
  write_text ("i/four.py", "");
  write_text ("i/five.py", "");
  write_text ("i/math2.py", "");
  function = new_valid (text);
  files = sonde_function_list_files (function);
  for (guint i = 0; files[i] != NULL; i++)
    memmove (files[i], files[i] + strlen (folder) + 3, strlen (files[i] + strlen (folder) + 3) + 1);
  joined = g_strjoinv (" ", files);
  g_assert_cmpstr (joined, ==, "four.py main.py one.py three.cpython-311.so two/__init__.py two/sub.py");
}

static void
assert_missing (SondeFunction *function,
                const char    *place,
                const char    *word)
{
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_false (sonde_function_check (function, &path, &error));
  g_assert_error (error, SONDE_FUNCTION_ERROR, SONDE_FUNCTION_ERROR_SPEC);
  g_assert_cmpstr (path, ==, place);
  g_assert_nonnull (strstr (error->message, word));
}

/* Looked at before a run, not when a study is read. */
static void
test_check (void)
{
  g_autofree char *plain = g_build_filename (folder, "plain", NULL);
  g_autofree char *program_text = g_strdup_printf ("{\"kind\": \"program\", \"argv\": [\"%s\", \"{x}\", \"{y}\"]}", plain);
  g_autofree char *folder_text = g_strdup_printf ("{\"kind\": \"python\", \"file\": \"%s\", \"name\": \"f\"}", folder);
  g_autofree char *interpreter_text = g_strdup_printf ("{\"kind\": \"python\", \"file\": \"%s\", \"name\": \"f\", \"interpreter\": \"python-of-nobody\"}", plain);
  g_autoptr (SondeFunction) python = new_valid ("{\"kind\": \"python\", \"file\": \"/nowhere/f.py\", \"name\": \"f\"}");
  g_autoptr (SondeFunction) library = new_valid ("{\"kind\": \"library\", \"file\": \"/nowhere/l.so\", \"symbol\": \"f\"}");
  g_autoptr (SondeFunction) absent = new_valid ("{\"kind\": \"program\", \"argv\": [\"program-of-nobody\", \"{x}{y}\"]}");
  g_autoptr (SondeFunction) nowhere = new_valid ("{\"kind\": \"program\", \"argv\": [\"true\", \"{x}{y}\"], \"folder\": \"/nowhere\"}");
  g_autoptr (SondeFunction) program = new_valid (program_text);
  g_autoptr (SondeFunction) is_folder = new_valid (folder_text);
  g_autoptr (SondeFunction) interpreter = new_valid (interpreter_text);

  write_text ("plain", "#!/bin/sh\n");
  assert_missing (python, "file", "/nowhere/f.py");
  assert_missing (is_folder, "file", "folder");
  assert_missing (interpreter, "interpreter", "python-of-nobody");
  assert_missing (library, "file", "/nowhere/l.so");
  assert_missing (absent, "argv[0]", "./program-of-nobody");
  assert_missing (nowhere, "folder", "/nowhere");
  assert_missing (program, "argv[0]", "chmod +x");
  g_assert_cmpint (g_chmod (plain, 0700), ==, 0);
  g_assert_true (sonde_function_check (program, NULL, NULL));
}

static void
remove_all (const char *path)
{
  g_autoptr (GDir) dir = g_file_test (path, G_FILE_TEST_IS_SYMLINK) ? NULL : g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_all (child);
    }
  g_remove (path);
}

int
main (int    argc,
      char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("sonde-kinds-XXXXXX", NULL);
  g_test_add_func ("/kinds/faults", test_faults);
  g_test_add_func ("/kinds/spec", test_spec);
  g_test_add_func ("/kinds/places", test_places);
  g_test_add_func ("/kinds/output", test_output);
  g_test_add_func ("/kinds/paths", test_paths);
  g_test_add_func ("/kinds/same", test_same);
  g_test_add_func ("/kinds/imports", test_imports);
  g_test_add_func ("/kinds/check", test_check);
  result = g_test_run ();
  remove_all (folder);
  g_free (folder);
  return result;
}
