/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/sonde-number.h"
#include "function/sonde-function-private.h"
#include "function/sonde-program-private.h"
#include "function/sonde-spec-private.h"

struct _SondeProgram
{
  SondeFunction  parent_instance;

  char         **argv;          /* as in the study */
  GPtrArray     *arguments;     /* (element-type SondeTemplate) */
  GPtrArray     *environment;   /* (element-type SondeTemplate): "NAME=value" */
  char          *folder;        /* nullable */
  gboolean       is_persistent;
  char         **names;         /* of the variables, then of the parameters */
  char         **values;        /* of the parameters */
  JsonObject    *parameters;    /* nullable */
  JsonArray     *variables;
};

typedef struct
{
  SondeFunctionClass parent_class;
} SondeProgramClass;

G_DEFINE_FINAL_TYPE (SondeProgram, sonde_program, SONDE_TYPE_FUNCTION)

static gboolean
sonde_program_needs_trust (SondeFunction *function)
{
  return TRUE;
}

static JsonObject *
sonde_program_get_spec (SondeFunction *function)
{
  SondeProgram *self = SONDE_PROGRAM (function);
  JsonObject *spec = json_object_new ();
  JsonArray *argv = json_array_new ();

  for (guint i = 0; self->argv[i] != NULL; i++)
    json_array_add_string_element (argv, self->argv[i]);
  json_object_set_string_member (spec, "kind", "program");
  json_object_set_array_member (spec, "argv", argv);
  json_object_set_array_member (spec, "variables", json_array_ref (self->variables));
  json_object_set_object_member (spec, "parameters", self->parameters != NULL ? json_object_ref (self->parameters) : json_object_new ());
  return spec;
}

/* Texts for all names: coordinates, where there is a point, and parameters. */
static char **
list_values (SondeProgram *self,
             const double *x)
{
  guint ndim = sonde_function_get_ndim (SONDE_FUNCTION (self));
  GStrvBuilder *builder = g_strv_builder_new ();
  char buffer[SONDE_NUMBER_LENGTH] = "";
  char **values;

  for (guint i = 0; i < ndim; i++)
    {
      if (x != NULL)
        sonde_number_format (x[i], buffer);
      g_strv_builder_add (builder, buffer);
    }
  g_strv_builder_addv (builder, (const char **) self->values);
  values = g_strv_builder_end (builder);
  g_strv_builder_unref (builder);
  return values;
}

static char **
fill_all (SondeProgram *self,
          GPtrArray    *templates,
          const double *x)
{
  g_auto (GStrv) values = list_values (self, x);
  char **filled = g_new0 (char *, templates->len + 1);

  for (guint i = 0; i < templates->len; i++)
    filled[i] = _sonde_template_fill (g_ptr_array_index (templates, i), (const char * const *) values);
  return filled;
}

static SondeWorkerCommand *
sonde_program_get_worker_command (SondeFunction *function)
{
  SondeProgram *self = SONDE_PROGRAM (function);
  g_auto (GStrv) argv = NULL;
  SondeWorkerCommand *command;

  if (!self->is_persistent)
    return NULL;
  argv = fill_all (self, self->arguments, NULL);
  command = sonde_worker_command_new ((const char * const *) argv);
  command->environment = fill_all (self, self->environment, NULL);
  command->folder = g_strdup (self->folder);
  return command;
}

static gboolean
sonde_program_check (SondeFunction  *function,
                     char          **path_of_fault,
                     GError        **error)
{
  SondeProgram *self = SONDE_PROGRAM (function);

  if (self->folder != NULL && !g_file_test (self->folder, G_FILE_TEST_IS_DIR))
    {
      SondeSpec spec = { .path_of_fault = path_of_fault, .error = error };

      return _sonde_spec_fail (&spec, "folder", _("There is no folder \"%s\" for the program to run in. Make it, or enter another."), self->folder);
    }
  return _sonde_spec_check_program (self->argv[0], self->folder, "argv[0]", path_of_fault, error);
}

/* The program, and of its arguments those that are files it could run. */
static char **
sonde_program_list_files (SondeFunction *function)
{
  SondeProgram *self = SONDE_PROGRAM (function);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autofree char *program = _sonde_spec_find_program (self->argv[0], self->folder);

  if (program != NULL)
    g_strv_builder_add (builder, program);
  for (guint i = 1; self->argv[i] != NULL; i++)
    {
      g_autofree char *path = g_canonicalize_filename (self->argv[i], self->folder);

      if (g_file_test (path, G_FILE_TEST_IS_REGULAR) && sonde_function_file_is_code (path))
        g_strv_builder_add (builder, path);
    }
  return g_strv_builder_end (builder);
}

static char *
join (SondeProgram *self)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; self->argv[i] != NULL; i++)
    {
      const char *plain = G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "-_./=:,{}+@%";
      gboolean is_plain = *self->argv[i] != '\0' && strspn (self->argv[i], plain) == strlen (self->argv[i]);
      g_autofree char *quoted = is_plain ? g_strdup (self->argv[i]) : g_shell_quote (self->argv[i]);

      g_string_append_printf (text, "%s%s", i > 0 ? " " : "", quoted);
    }
  return g_strdup (text->str);
}

static char *
sonde_program_describe (SondeFunction *function)
{
  SondeProgram *self = SONDE_PROGRAM (function);
  g_autofree char *command = join (self);

  if (self->folder == NULL)
    return g_strdup_printf (self->is_persistent ? _("Once for each worker the program: %s") : _("For each point the program: %s"), command);
  return g_strdup_printf (self->is_persistent ? _("Once for each worker the program: %s, in the folder %s") : _("For each point the program: %s, in the folder %s"),
                          command, self->folder);
}

static void
sonde_program_finalize (GObject *object)
{
  SondeProgram *self = SONDE_PROGRAM (object);

  g_strfreev (self->argv);
  g_ptr_array_unref (self->arguments);
  g_ptr_array_unref (self->environment);
  g_free (self->folder);
  g_strfreev (self->names);
  g_strfreev (self->values);
  g_clear_pointer (&self->parameters, json_object_unref);
  g_clear_pointer (&self->variables, json_array_unref);
  G_OBJECT_CLASS (sonde_program_parent_class)->finalize (object);
}

static void
sonde_program_class_init (SondeProgramClass *klass)
{
  SondeFunctionClass *function_class = SONDE_FUNCTION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = sonde_program_finalize;
  function_class->needs_trust = sonde_program_needs_trust;
  function_class->get_spec = sonde_program_get_spec;
  function_class->get_worker_command = sonde_program_get_worker_command;
  function_class->evaluate_async = _sonde_program_evaluate_async;
  function_class->evaluate_finish = _sonde_program_evaluate_finish;
  function_class->check = sonde_program_check;
  function_class->list_files = sonde_program_list_files;
  function_class->describe = sonde_program_describe;
}

static void
sonde_program_init (SondeProgram *self)
{
  self->arguments = g_ptr_array_new_with_free_func ((GDestroyNotify) _sonde_template_free);
  self->environment = g_ptr_array_new_with_free_func ((GDestroyNotify) _sonde_template_free);
}

/* The text that stands for the value of a parameter. */
static char *
value_to_text (JsonNode *node)
{
  char buffer[SONDE_NUMBER_LENGTH];

  if (_sonde_spec_is_text (node))
    return json_node_dup_string (node);
  if (!JSON_NODE_HOLDS_VALUE (node))
    return NULL;
  if (json_node_get_value_type (node) == G_TYPE_BOOLEAN)
    return g_strdup (json_node_get_boolean (node) ? "true" : "false");
  if (json_node_get_value_type (node) == G_TYPE_INT64)
    return g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (node));
  sonde_number_format (json_node_get_double (node), buffer);
  return g_strdup (buffer);
}

static gboolean
read_parameters (SondeProgram *self,
                 SondeSpec    *spec,
                 GStrvBuilder *names,
                 GStrvBuilder *values)
{
  JsonObject *parameters;
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  if (!_sonde_spec_read_object (spec, "parameters", _("Parameters are names with values, such as {\"a\": 0.1}; {a} stands for the value."),
                                &parameters))
    return FALSE;
  if (parameters == NULL)
    return TRUE;
  self->parameters = json_object_ref (parameters);
  json_object_iter_init_ordered (&iter, parameters);
  while (json_object_iter_next_ordered (&iter, &name, &node))
    {
      g_autofree char *path = g_strconcat ("parameters.", name, NULL);
      g_autofree char *value = value_to_text (node);

      if (!_sonde_spec_check_parameter (spec, name))
        return FALSE;
      if (value == NULL)
        return _sonde_spec_fail (spec, path, _("The parameter “%s” of a program needs a number, a text, or true or false."), name);
      g_strv_builder_add (names, name);
      g_strv_builder_add (values, value);
    }
  return TRUE;
}

static gboolean
read_names (SondeProgram *self,
            SondeSpec    *spec)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  g_autoptr (GStrvBuilder) values = g_strv_builder_new ();
  gboolean result;

  for (guint i = 0; i < sonde_domain_get_ndim (spec->domain); i++)
    g_strv_builder_add (names, sonde_domain_get (spec->domain, i)->name);
  result = read_parameters (self, spec, names, values);
  self->names = g_strv_builder_end (names);
  self->values = g_strv_builder_end (values);
  return result;
}

static gboolean
take_template (SondeProgram *self,
               SondeSpec    *spec,
               GPtrArray    *templates,
               const char   *path,
               const char   *text)
{
  g_autofree char *unknown = NULL;
  g_autofree char *known = g_strjoinv ("}, {", self->names);
  SondeTemplate *template = _sonde_template_new (text, (const char * const *) self->names, &unknown);

  if (template == NULL)
    return _sonde_spec_fail (spec, path, _("There is no variable or parameter for {%s}. There are: {%s}. For the text itself write {{%s}}."), unknown, known,
                             unknown);
  g_ptr_array_add (templates, template);
  return TRUE;
}

static gboolean
read_arguments (SondeProgram *self,
                SondeSpec    *spec)
{
  const char *remedy = _("A program needs the list of its words, such as [\"./simulate\", \"--energy\", \"{x}\"]; {x} stands for the variable x.");
  JsonNode *node = json_object_get_member (spec->members, "argv");
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  guint n = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_array_get_length (json_node_get_array (node)) : 0;

  for (guint i = 0; i < n; i++)
    {
      JsonNode *element = json_array_get_element (json_node_get_array (node), i);
      g_autofree char *path = g_strdup_printf ("argv[%u]", i);

      if (!_sonde_spec_is_text (element))
        return _sonde_spec_fail (spec, path, _("Each word of the program must be text in double quotes: write \"3\", not 3."));
      if (i == 0 && *json_node_get_string (element) == '\0')
        return _sonde_spec_fail (spec, path, "%s", remedy);
      g_strv_builder_add (builder, json_node_get_string (element));
      if (!take_template (self, spec, self->arguments, path, json_node_get_string (element)))
        return FALSE;
    }
  self->argv = g_strv_builder_end (builder);
  return n > 0 || _sonde_spec_fail (spec, "argv", "%s", remedy);
}

static gboolean
read_environment (SondeProgram *self,
                  SondeSpec    *spec)
{
  JsonObject *environment;
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  if (!_sonde_spec_read_object (spec, "environment", _("The environment is names with texts, such as {\"OMP_NUM_THREADS\": \"1\"}."), &environment))
    return FALSE;
  if (environment == NULL)
    return TRUE;
  json_object_iter_init_ordered (&iter, environment);
  while (json_object_iter_next_ordered (&iter, &name, &node))
    {
      g_autofree char *path = g_strconcat ("environment.", name, NULL);
      g_autofree char *value = value_to_text (node);
      g_autofree char *assignment = g_strconcat (name, "=", value, NULL);

      if (*name == '\0' || strchr (name, '=') != NULL)
        return _sonde_spec_fail (spec, path, _("“%s” cannot be the name of an environment variable. Use letters, digits and underscores."), name);
      if (value == NULL)
        return _sonde_spec_fail (spec, path, _("The environment variable “%s” needs a text."), name);
      if (!take_template (self, spec, self->environment, path, assignment))
        return FALSE;
    }
  return TRUE;
}

static gboolean
is_used (GPtrArray *templates,
         guint      name)
{
  for (guint i = 0; i < templates->len; i++)
    if (_sonde_template_uses (g_ptr_array_index (templates, i), name))
      return TRUE;
  return FALSE;
}

/* A variable that the program is never told would give the same value everywhere; a persistent one is told by the protocol. */
static gboolean
check_places (SondeProgram *self,
              SondeSpec    *spec)
{
  for (guint i = 0; i < sonde_function_get_ndim (SONDE_FUNCTION (self)); i++)
    {
      gboolean used = is_used (self->arguments, i) || is_used (self->environment, i);

      if (!used && !self->is_persistent)
        return _sonde_spec_fail (spec, "argv", _("The program is never told the variable %s: write {%s} where its value belongs."), self->names[i],
                                 self->names[i]);
      if (used && self->is_persistent)
        return _sonde_spec_fail (spec, "argv", _("A persistent program is started once for many points, so {%s} has no value in its arguments: take it out."),
                                 self->names[i]);
    }
  return TRUE;
}

/**
 * sonde_program_new:
 * @spec: the member argv, and if wanted parameters, environment, folder, persistent
 * @domain: the variables
 * @path_of_fault: (out) (optional) (transfer full): the JSON path of what is wrong
 *
 * Whether the program is there is not looked at: see [method@Function.check]. Nothing is run.
 *
 * Returns: (transfer full) (nullable): a new function
 */
SondeFunction *
sonde_program_new (JsonObject   *spec,
                   SondeDomain  *domain,
                   char        **path_of_fault,
                   GError      **error)
{
  SondeSpec reader = { spec, domain, path_of_fault, error };
  g_autoptr (SondeProgram) self = NULL;

  g_return_val_if_fail (spec != NULL && domain != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  self = g_object_new (SONDE_TYPE_PROGRAM, NULL);
  _sonde_function_set_domain (SONDE_FUNCTION (self), domain);
  self->variables = _sonde_spec_list_variables (domain);
  if (!_sonde_spec_read_boolean (&reader, "persistent", &self->is_persistent) || !_sonde_spec_read_text (&reader, "folder", NULL, &self->folder)
      || !read_names (self, &reader) || !read_arguments (self, &reader) || !read_environment (self, &reader) || !check_places (self, &reader))
    return NULL;
  return SONDE_FUNCTION (g_steal_pointer (&self));
}

/**
 * sonde_program_get_arguments:
 * @x: a point
 *
 * Returns: (transfer full) (array zero-terminated=1): the program and its arguments for this point
 */
char **
sonde_program_get_arguments (SondeProgram *self,
                             const double *x)
{
  g_return_val_if_fail (SONDE_IS_PROGRAM (self) && x != NULL, NULL);

  return fill_all (self, self->arguments, x);
}

/* "NAME=value" for this point. */
char **
_sonde_program_get_environment (SondeProgram *self,
                                const double *x)
{
  return fill_all (self, self->environment, x);
}

const char *
_sonde_program_get_folder (SondeProgram *self)
{
  return self->folder;
}
