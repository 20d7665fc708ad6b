/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Functions of a Python file as its text tells them. Each file here would leave a trace if it were run. */

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "function/sonde-function.h"
#include "function/sonde-python-signature.h"

static char *folder;

static void
on_read (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  GAsyncResult **answer = user_data;

  *answer = g_object_ref (result);
}

static GPtrArray *
read_text (const char  *text,
           GError     **error)
{
  g_autofree char *path = g_build_filename (folder, "peak.py", NULL);
  g_autofree char *trace = g_build_filename (folder, "trace", NULL);
  g_autofree char *whole = g_strdup_printf ("%s\nopen('%s', 'w').write('was run')\n", text, trace);
  g_autoptr (GAsyncResult) result = NULL;
  GPtrArray *signatures;

  g_assert_true (g_file_set_contents (path, whole, -1, NULL));
  sonde_python_read_signatures_async (path, NULL, on_read, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  signatures = sonde_python_read_signatures_finish (result, error);
  g_assert_false (g_file_test (trace, G_FILE_TEST_EXISTS));
  return signatures;
}

static char *
describe (SondePythonSignature *signature)
{
  GString *text = g_string_new (signature->name);

  g_string_append_printf (text, "@%u%s", signature->line, signature->is_suggested ? "*" : "");
  for (guint i = 0; i < signature->arguments->len; i++)
    {
      SondePythonArgument *argument = g_ptr_array_index (signature->arguments, i);
      g_autofree char *value = argument->value != NULL ? json_to_string (argument->value, FALSE) : NULL;

      g_string_append_printf (text, " %s", argument->name);
      if (argument->annotation != NULL)
        g_string_append_printf (text, ":%s", argument->annotation);
      if (argument->text != NULL)
        g_string_append_printf (text, "=%s", value != NULL ? value : argument->text);
    }
  return g_string_free (text, FALSE);
}

static void
assert_functions (const char *text,
                  const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) signatures = read_text (text, &error);
  g_autoptr (GString) all = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < signatures->len; i++)
    {
      g_autofree char *one = describe (g_ptr_array_index (signatures, i));

      g_string_append_printf (all, "%s%s", i > 0 ? "; " : "", one);
    }
  g_assert_cmpstr (all->str, ==, expected);
}

static void
test_functions (void)
{
  assert_functions ("def f(x): return x", "f@1* x");
  assert_functions ("f = lambda x, a=2: x", "f@1* x a=2");
  assert_functions ("async def f(x, *, n=10, mode='fast', on=True, none=None, v=(1, 2.5)): pass",
                    "f@1* x n=10 mode=\"fast\" on=true none=null v=[1,2.5]");
  assert_functions ("import math\n\n@decorate\ndef f(x: float, y: 'energy in eV', a: int = -3, b=2*math.pi, c=1e400): pass",
                    "f@4* x:float y:energy in eV a:int=-3 b=2 * math.pi c=1e309");
  assert_functions ("def helper(x): return x\ndef main(x): return helper(x)\ndef _p(x): pass\ndef none(): pass",
                    "helper@1 x; main@2* x; _p@3 x; none@4");
  assert_functions ("class A:\n  def f(self): pass", "");
  assert_functions ("α = 1\ndef φ(θ): return θ", "φ@2* θ");
}

static void
test_variables (void)
{
  g_autoptr (GPtrArray) signatures = read_text ("def a(x, y, n=3): pass\ndef b(x=1, y=2): pass\ndef c(): pass\ndef d(x, k=f()): pass", NULL);
  const guint expected[] = { 2, 1, 0, 1 };
  const char *defaults[] = { "{\"n\":3}", "{\"y\":2}", "{}", "{}" };

  g_assert_cmpuint (signatures->len, ==, 4);
  for (guint i = 0; i < signatures->len; i++)
    {
      g_autoptr (JsonObject) object = sonde_python_signature_get_defaults (g_ptr_array_index (signatures, i));
      g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), object);
      g_autofree char *text = json_to_string (node, FALSE);

      g_assert_cmpuint (sonde_python_signature_count_variables (g_ptr_array_index (signatures, i)), ==, expected[i]);
      g_assert_cmpstr (text, ==, defaults[i]);
    }
}

static void
test_faults (void)
{
  g_autoptr (GError) syntax = NULL;
  g_autoptr (GError) nothing = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  g_assert_null (read_text ("x = 1\ndef f(x: return x", &syntax));
  g_assert_error (syntax, SONDE_FUNCTION_ERROR, SONDE_FUNCTION_ERROR_SPEC);
  g_assert_nonnull (strstr (syntax->message, "peak.py has an error in line 2"));
  sonde_python_read_signatures_async ("/nowhere/f.py", NULL, on_read, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_null (sonde_python_read_signatures_finish (result, &nothing));
  g_assert_nonnull (strstr (nothing->message, "/nowhere/f.py"));
}

int
main (int    argc,
      char **argv)
{
  g_autofree char *path = NULL;
  int result;

  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("sonde-signature-XXXXXX", NULL);
  path = g_build_filename (folder, "peak.py", NULL);
  g_test_add_func ("/python-signature/functions", test_functions);
  g_test_add_func ("/python-signature/variables", test_variables);
  g_test_add_func ("/python-signature/faults", test_faults);
  result = g_test_run ();
  g_unlink (path);
  g_rmdir (folder);
  g_free (folder);
  return result;
}
