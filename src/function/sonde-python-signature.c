/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which functions a Python file has, and how they are called, without running any of it.
 *
 * 1. Python itself reads the text, since nobody else knows all of its grammar: its module "ast" makes a tree of it. A script of ours
 *    does that in a process of its own, isolated (-I -S): neither the file's folder nor the user's settings can bring in other code.
 *    The tree is only looked at. Defaults are taken where they are plain values.
 * 2. A function is suggested if it is the last public one that takes arguments and that no other calls.
 *
 * The arguments that must be given are the variables, those with a default the parameters; a function that needs none has its first
 * argument as variable. */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "function/sonde-function.h"
#include "function/sonde-python-signature.h"

#define PATIENCE 10

static const char script[] =
  "import ast, json, math, sys\n"
  "MOST = 4000000\n"
  "def plain(v):\n"
  "  if isinstance(v, float): return math.isfinite(v)\n"
  "  if isinstance(v, int): return abs(v) < 2**53\n"
  "  if isinstance(v, list): return len(v) <= 1000 and all(plain(i) for i in v)\n"
  "  return v is None or isinstance(v, str)\n"
  "def describe(a, default):\n"
  "  d = {'name': a.arg}\n"
  "  if a.annotation is not None:\n"
  "    n = a.annotation\n"
  "    d['annotation'] = n.value if isinstance(n, ast.Constant) and isinstance(n.value, str) else ast.unparse(n)\n"
  "  if default is not None:\n"
  "    d['text'] = ast.unparse(default)\n"
  "    try:\n"
  "      v = ast.literal_eval(default)\n"
  "      if isinstance(v, tuple): v = list(v)\n"
  "      if plain(v): d['value'] = v\n"
  "    except Exception: pass\n"
  "  return d\n"
  "def arguments(a):\n"
  "  p = a.posonlyargs + a.args\n"
  "  defaults = [None] * (len(p) - len(a.defaults)) + a.defaults\n"
  "  return [describe(*i) for i in zip(p, defaults)] + [describe(*i) for i in zip(a.kwonlyargs, a.kw_defaults)]\n"
  "def called(node):\n"
  "  return {n.id for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)}\n"
  "def read(path):\n"
  "  with open(path, 'rb') as f: data = f.read(MOST + 1)\n"
  "  if len(data) > MOST: return {'long': True}\n"
  "  try: tree = ast.parse(data, path)\n"
  "  except SyntaxError as e: return {'fault': e.msg, 'line': e.lineno or 0}\n"
  "  except ValueError as e: return {'fault': str(e), 'line': 0}\n"
  "  found, used = [], set()\n"
  "  for n in tree.body:\n"
  "    if isinstance(n, (ast.FunctionDef, ast.AsyncFunctionDef)):\n"
  "      doc = (ast.get_docstring(n) or '').strip().split('\\n')[0]\n"
  "      found.append({'name': n.name, 'line': n.lineno, 'summary': doc, 'arguments': arguments(n.args)})\n"
  "      used |= called(n) - {n.name}\n"
  "    elif isinstance(n, ast.Assign) and isinstance(n.value, ast.Lambda) and len(n.targets) == 1 and isinstance(n.targets[0], ast.Name):\n"
  "      found.append({'name': n.targets[0].id, 'line': n.lineno, 'summary': '', 'arguments': arguments(n.value.args)})\n"
  "      used |= called(n.value)\n"
  "  good = [f for f in found if f['arguments'] and not f['name'].startswith('_')]\n"
  "  best = [f for f in good if f['name'] not in used] or good\n"
  "  if best: best[-1]['suggested'] = True\n"
  "  return {'functions': found}\n"
  "json.dump(read(sys.argv[1]), sys.stdout)\n";

typedef struct
{
  char        *file;
  GSubprocess *process;
  GSource     *timeout;
} Reading;

static void
reading_free (gpointer data)
{
  Reading *self = data;

  if (self->timeout != NULL)
    g_source_destroy (self->timeout);
  g_clear_pointer (&self->timeout, g_source_unref);
  /* it may have been given up */
  if (self->process != NULL)
    g_subprocess_force_exit (self->process);
  g_clear_object (&self->process);
  g_free (self->file);
  g_free (self);
}

static void
argument_free (gpointer data)
{
  SondePythonArgument *self = data;

  g_free (self->name);
  g_free (self->annotation);
  g_free (self->text);
  g_clear_pointer (&self->value, json_node_unref);
  g_free (self);
}

static void
signature_free (gpointer data)
{
  SondePythonSignature *self = data;

  g_free (self->name);
  g_free (self->summary);
  g_ptr_array_unref (self->arguments);
  g_free (self);
}

static char *
dup_text (JsonObject *object,
          const char *name)
{
  const char *text = json_object_get_string_member_with_default (object, name, NULL);

  return text != NULL && *text != '\0' ? g_strdup (text) : NULL;
}

static void
take_argument (JsonArray *array,
               guint      index,
               JsonNode  *node,
               gpointer   user_data)
{
  GPtrArray *arguments = user_data;
  JsonObject *object = json_node_get_object (node);
  SondePythonArgument *argument = g_new0 (SondePythonArgument, 1);

  argument->name = dup_text (object, "name");
  argument->annotation = dup_text (object, "annotation");
  argument->text = dup_text (object, "text");
  if (json_object_has_member (object, "value"))
    argument->value = json_object_dup_member (object, "value");
  g_ptr_array_add (arguments, argument);
}

static void
take_function (JsonArray *array,
               guint      index,
               JsonNode  *node,
               gpointer   user_data)
{
  GPtrArray *signatures = user_data;
  JsonObject *object = json_node_get_object (node);
  SondePythonSignature *signature = g_new0 (SondePythonSignature, 1);

  signature->name = dup_text (object, "name");
  signature->summary = dup_text (object, "summary");
  signature->line = (guint) json_object_get_int_member_with_default (object, "line", 0);
  signature->is_suggested = json_object_get_boolean_member_with_default (object, "suggested", FALSE);
  signature->arguments = g_ptr_array_new_with_free_func (argument_free);
  json_array_foreach_element (json_object_get_array_member (object, "arguments"), take_argument, signature->arguments);
  g_ptr_array_add (signatures, signature);
}

static GError *
new_error (const char *format,
           ...) G_GNUC_PRINTF (1, 2);

static GError *
new_error (const char *format,
           ...)
{
  g_autofree char *message = NULL;
  va_list arguments;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  return g_error_new_literal (SONDE_FUNCTION_ERROR, SONDE_FUNCTION_ERROR_SPEC, message);
}

/* What the script says. */
static GPtrArray *
interpret (const char  *file,
           const char  *answer,
           GError     **error)
{
  g_autoptr (JsonNode) root = answer != NULL ? json_from_string (answer, NULL) : NULL;
  JsonObject *object = root != NULL && JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root) : NULL;
  g_autofree char *name = g_path_get_basename (file);
  const char *fault = object != NULL ? json_object_get_string_member_with_default (object, "fault", NULL) : NULL;
  GPtrArray *signatures;

  if (object == NULL)
    g_propagate_error (error, new_error (_("%s could not be read by python3."), name));
  else if (json_object_has_member (object, "long"))
    g_propagate_error (error, new_error (_("%s is too long to be looked through."), name));
  else if (fault != NULL && json_object_get_int_member (object, "line") > 0)
    g_propagate_error (error, new_error (_("%s has an error in line %d: %s. Mend it in your editor; it is read again when it is saved."), name,
                                         (int) json_object_get_int_member (object, "line"), fault));
  else if (fault != NULL)
    g_propagate_error (error, new_error (_("%s cannot be read as Python: %s."), name, fault));
  else
    {
      signatures = g_ptr_array_new_with_free_func (signature_free);
      json_array_foreach_element (json_object_get_array_member (object, "functions"), take_function, signatures);
      return signatures;
    }
  return NULL;
}

static void
on_read (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Reading *reading = g_task_get_task_data (task);
  g_autofree char *answer = NULL;
  GError *error = NULL;
  GPtrArray *signatures = NULL;

  if (g_subprocess_communicate_utf8_finish (reading->process, result, &answer, NULL, &error))
    signatures = interpret (reading->file, answer, &error);
  if (signatures != NULL)
    g_task_return_pointer (task, signatures, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

static gboolean
on_patience_over (gpointer user_data)
{
  g_subprocess_force_exit (((Reading *) user_data)->process);
  return G_SOURCE_REMOVE;
}

/**
 * sonde_python_read_signatures_async:
 * @file: a Python file
 * @cancellable: (nullable): gives up
 *
 * Reads which functions a file has, by a process of its own. Nothing in the file is run.
 */
void
sonde_python_read_signatures_async (const char          *file,
                                    GCancellable        *cancellable,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  const char *argv[] = { "python3", "-I", "-S", "-X", "utf8", "-c", script, file, NULL };
  Reading *reading = g_new0 (Reading, 1);
  g_autoptr (GError) error = NULL;

  g_return_if_fail (file != NULL);

  g_task_set_source_tag (task, sonde_python_read_signatures_async);
  reading->file = g_strdup (file);
  g_task_set_task_data (task, reading, reading_free);
  if (!g_file_test (file, G_FILE_TEST_IS_REGULAR))
    {
      g_task_return_error (task, new_error (_("There is no file \"%s\"."), file));
      return;
    }
  reading->process = g_subprocess_newv (argv, G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error);
  if (reading->process == NULL)
    {
      g_task_return_error (task, new_error (_("Python files need python3, which could not be started: %s."), error->message));
      return;
    }
  reading->timeout = g_timeout_source_new_seconds (PATIENCE);
  g_source_set_callback (reading->timeout, on_patience_over, reading, NULL);
  g_source_attach (reading->timeout, g_main_context_get_thread_default ());
  g_subprocess_communicate_utf8_async (reading->process, NULL, cancellable, on_read, g_steal_pointer (&task));
}

/**
 * sonde_python_read_signatures_finish:
 *
 * Fails with #SondeFunctionError, whose message names the line where the text is no Python.
 *
 * Returns: (transfer full) (element-type SondePythonSignature) (nullable): the functions of the file
 */
GPtrArray *
sonde_python_read_signatures_finish (GAsyncResult  *result,
                                     GError       **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, sonde_python_read_signatures_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * sonde_python_signature_count_variables:
 *
 * Returns: how many of the first arguments are coordinates of a point: those that must be given, at least one if there is any
 */
guint
sonde_python_signature_count_variables (SondePythonSignature *self)
{
  guint n = 0;

  g_return_val_if_fail (self != NULL, 0);

  while (n < self->arguments->len && ((SondePythonArgument *) g_ptr_array_index (self->arguments, n))->text == NULL)
    n++;
  return MIN (MAX (n, 1), self->arguments->len);
}

/**
 * sonde_python_signature_get_defaults:
 *
 * Returns: (transfer full): the arguments that are no coordinates, with their defaults where these are plain values
 */
JsonObject *
sonde_python_signature_get_defaults (SondePythonSignature *self)
{
  JsonObject *defaults = json_object_new ();

  g_return_val_if_fail (self != NULL, defaults);

  for (guint i = sonde_python_signature_count_variables (self); i < self->arguments->len; i++)
    {
      SondePythonArgument *argument = g_ptr_array_index (self->arguments, i);

      if (argument->value != NULL)
        json_object_set_member (defaults, argument->name, json_node_copy (argument->value));
    }
  return defaults;
}
