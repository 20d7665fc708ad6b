/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "function/sonde-function-private.h"
#include "function/sonde-python.h"
#include "function/sonde-python-imports-private.h"
#include "function/sonde-spec-private.h"

struct _SondePython
{
  SondeFunction  parent_instance;

  char          *file;          /* absolute, unless the study is in no folder */
  char          *name;
  char          *interpreter;   /* nullable */
  JsonObject    *parameters;    /* nullable */
  JsonArray     *variables;
};

typedef struct
{
  SondeFunctionClass parent_class;
} SondePythonClass;

G_DEFINE_FINAL_TYPE (SondePython, sonde_python, SONDE_TYPE_FUNCTION)

static gboolean
sonde_python_needs_trust (SondeFunction *function)
{
  return TRUE;
}

static JsonObject *
sonde_python_get_spec (SondeFunction *function)
{
  SondePython *self = SONDE_PYTHON (function);
  g_autofree char *file = g_canonicalize_filename (self->file, NULL);
  JsonObject *spec = json_object_new ();

  json_object_set_string_member (spec, "kind", "python");
  json_object_set_string_member (spec, "file", file);
  json_object_set_string_member (spec, "name", self->name);
  json_object_set_array_member (spec, "variables", json_array_ref (self->variables));
  json_object_set_object_member (spec, "parameters", self->parameters != NULL ? json_object_ref (self->parameters) : json_object_new ());
  return spec;
}

/* It runs in the folder of its file, where people keep the data that belongs to it. */
static SondeWorkerCommand *
sonde_python_get_worker_command (SondeFunction *function)
{
  SondePython *self = SONDE_PYTHON (function);
  SondeWorkerCommand *command = sonde_worker_command_new_python (self->interpreter);
  g_autofree char *file = g_canonicalize_filename (self->file, NULL);

  command->folder = g_path_get_dirname (file);
  return command;
}

static gboolean
sonde_python_check (SondeFunction  *function,
                    char          **path_of_fault,
                    GError        **error)
{
  SondePython *self = SONDE_PYTHON (function);

  return _sonde_spec_check_file (self->file, "file", path_of_fault, error)
         && _sonde_spec_check_program (self->interpreter != NULL ? self->interpreter : "python3", NULL, "interpreter", path_of_fault, error);
}

static char **
sonde_python_list_files (SondeFunction *function)
{
  SondePython *self = SONDE_PYTHON (function);
  g_autoptr (GPtrArray) files = _sonde_python_list_imports (self->file);

  if (self->interpreter != NULL && strchr (self->interpreter, '/') != NULL)
    g_ptr_array_add (files, g_strdup (self->interpreter));
  g_ptr_array_add (files, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&files), FALSE);
}

static char *
sonde_python_describe (SondeFunction *function)
{
  SondePython *self = SONDE_PYTHON (function);

  return g_strdup_printf (_("For each point the function “%s” of the Python file %s, by %s"), self->name, self->file,
                          self->interpreter != NULL ? self->interpreter : "python3");
}

static void
sonde_python_finalize (GObject *object)
{
  SondePython *self = SONDE_PYTHON (object);

  g_free (self->file);
  g_free (self->name);
  g_free (self->interpreter);
  g_clear_pointer (&self->parameters, json_object_unref);
  g_clear_pointer (&self->variables, json_array_unref);
  G_OBJECT_CLASS (sonde_python_parent_class)->finalize (object);
}

static void
sonde_python_class_init (SondePythonClass *klass)
{
  SondeFunctionClass *function_class = SONDE_FUNCTION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = sonde_python_finalize;
  function_class->needs_trust = sonde_python_needs_trust;
  function_class->get_spec = sonde_python_get_spec;
  function_class->get_worker_command = sonde_python_get_worker_command;
  function_class->check = sonde_python_check;
  function_class->list_files = sonde_python_list_files;
  function_class->describe = sonde_python_describe;
}

static void
sonde_python_init (SondePython *self)
{
}

/**
 * sonde_python_is_identifier:
 *
 * Returns: whether Python accepts @name as the name of a function or an argument
 */
gboolean
sonde_python_is_identifier (const char *name)
{
  static const char * const keywords[] = {
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del", "elif", "else", "except",
    "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try",
    "while", "with", "yield", NULL
  };

  g_return_val_if_fail (name != NULL, FALSE);

  return _sonde_spec_is_identifier (name) && !g_strv_contains (keywords, name);
}

static gboolean
check_parameters (SondeSpec  *spec,
                  JsonObject *parameters)
{
  JsonObjectIter iter;
  const char *name;

  json_object_iter_init_ordered (&iter, parameters);
  while (json_object_iter_next_ordered (&iter, &name, NULL))
    {
      g_autofree char *path = g_strconcat ("parameters.", name, NULL);

      if (!_sonde_spec_check_parameter (spec, name))
        return FALSE;
      if (!sonde_python_is_identifier (name))
        return _sonde_spec_fail (spec, path, _("“%s” is a word of Python and cannot be the name of an argument. Use the name from the function's definition."),
                                 name);
    }
  return TRUE;
}

/* Also "Model.energy". */
static gboolean
is_path_of_names (const char *text)
{
  g_auto (GStrv) names = g_strsplit (text, ".", -1);

  for (guint i = 0; names[i] != NULL; i++)
    if (!sonde_python_is_identifier (names[i]))
      return FALSE;
  return TRUE;
}

static gboolean
sonde_python_read (SondePython *self,
                   SondeSpec   *spec)
{
  JsonObject *parameters;

  if (!_sonde_spec_read_text (spec, "file", _("A Python function needs the file it is in, such as \"peak.py\"."), &self->file)
      || !_sonde_spec_read_text (spec, "name", _("A Python function needs its name in the file: the word after \"def\"."), &self->name)
      || !_sonde_spec_read_text (spec, "interpreter", NULL, &self->interpreter)
      || !_sonde_spec_read_object (spec, "parameters", _("Parameters are the names of further arguments with their values, such as {\"a\": 0.1}."),
                                   &parameters))
    return FALSE;
  if (!is_path_of_names (self->name))
    return _sonde_spec_fail (spec, "name", _("“%s” cannot be the name of a Python function. Write the word after \"def\", without brackets."), self->name);
  if (parameters == NULL)
    return TRUE;
  self->parameters = json_object_ref (parameters);
  return check_parameters (spec, parameters);
}

/**
 * sonde_python_new:
 * @spec: the members file, name, and if wanted parameters and interpreter
 * @domain: the variables, which are the first arguments of the function
 * @path_of_fault: (out) (optional) (transfer full): the JSON path of what is wrong
 *
 * Whether the file is there is not looked at: see [method@Function.check]. Nothing is run.
 *
 * Returns: (transfer full) (nullable): a new function
 */
SondeFunction *
sonde_python_new (JsonObject   *spec,
                  SondeDomain  *domain,
                  char        **path_of_fault,
                  GError      **error)
{
  SondeSpec reader = { spec, domain, path_of_fault, error };
  g_autoptr (SondePython) self = NULL;

  g_return_val_if_fail (spec != NULL && domain != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  self = g_object_new (SONDE_TYPE_PYTHON, NULL);
  _sonde_function_set_domain (SONDE_FUNCTION (self), domain);
  self->variables = _sonde_spec_list_variables (domain);
  return sonde_python_read (self, &reader) ? SONDE_FUNCTION (g_steal_pointer (&self)) : NULL;
}
