/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "function/sonde-function-private.h"
#include "function/sonde-library.h"
#include "function/sonde-spec-private.h"

#define MAX_OUTPUTS 1000000

/* What a function of a library can look like, without white space and the names of arguments. The last one gets the values of the
 * parameters, in their order, as its last argument, a const double *. */
static const char * const signatures[] = {
  "double(double)",
  "double(const double *, int)",
  "int(const double *, int, double *, int, void *)",
};

enum { OF_NUMBER, OF_VECTOR, OF_VECTORS, N_SIGNATURES };

struct _SondeLibrary
{
  SondeFunction  parent_instance;

  char          *file;
  char          *symbol;
  guint          signature;
  guint          n_outputs;
  JsonObject    *parameters;    /* nullable */
  JsonArray     *variables;
};

typedef struct
{
  SondeFunctionClass parent_class;
} SondeLibraryClass;

G_DEFINE_FINAL_TYPE (SondeLibrary, sonde_library, SONDE_TYPE_FUNCTION)

static gboolean
sonde_library_needs_trust (SondeFunction *function)
{
  return TRUE;
}

static JsonObject *
sonde_library_get_spec (SondeFunction *function)
{
  SondeLibrary *self = SONDE_LIBRARY (function);
  g_autofree char *file = g_canonicalize_filename (self->file, NULL);
  JsonObject *spec = json_object_new ();

  json_object_set_string_member (spec, "kind", "library");
  json_object_set_string_member (spec, "file", file);
  json_object_set_string_member (spec, "symbol", self->symbol);
  json_object_set_string_member (spec, "signature", signatures[self->signature]);
  if (self->n_outputs > 0)
    json_object_set_int_member (spec, "outputs", self->n_outputs);
  json_object_set_array_member (spec, "variables", json_array_ref (self->variables));
  json_object_set_object_member (spec, "parameters", self->parameters != NULL ? json_object_ref (self->parameters) : json_object_new ());
  return spec;
}

static SondeWorkerCommand *
sonde_library_get_worker_command (SondeFunction *function)
{
  SondeLibrary *self = SONDE_LIBRARY (function);
  SondeWorkerCommand *command = sonde_worker_command_new_native ();
  g_autofree char *file = g_canonicalize_filename (self->file, NULL);

  command->folder = g_path_get_dirname (file);
  return command;
}

static gboolean
sonde_library_check (SondeFunction  *function,
                     char          **path_of_fault,
                     GError        **error)
{
  return _sonde_spec_check_file (SONDE_LIBRARY (function)->file, "file", path_of_fault, error);
}

static char **
sonde_library_list_files (SondeFunction *function)
{
  const char *files[] = { SONDE_LIBRARY (function)->file, NULL };

  return g_strdupv ((char **) files);
}

static char *
sonde_library_describe (SondeFunction *function)
{
  SondeLibrary *self = SONDE_LIBRARY (function);

  return g_strdup_printf (_("For each point the function “%s” of the shared library %s"), self->symbol, self->file);
}

static void
sonde_library_finalize (GObject *object)
{
  SondeLibrary *self = SONDE_LIBRARY (object);

  g_free (self->file);
  g_free (self->symbol);
  g_clear_pointer (&self->parameters, json_object_unref);
  g_clear_pointer (&self->variables, json_array_unref);
  G_OBJECT_CLASS (sonde_library_parent_class)->finalize (object);
}

static void
sonde_library_class_init (SondeLibraryClass *klass)
{
  SondeFunctionClass *function_class = SONDE_FUNCTION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = sonde_library_finalize;
  function_class->needs_trust = sonde_library_needs_trust;
  function_class->get_spec = sonde_library_get_spec;
  function_class->get_worker_command = sonde_library_get_worker_command;
  function_class->check = sonde_library_check;
  function_class->list_files = sonde_library_list_files;
  function_class->describe = sonde_library_describe;
}

static void
sonde_library_init (SondeLibrary *self)
{
}

/* Without white space, so that "double (const double*, int)" is what it means. */
static char *
squeeze (const char *text)
{
  GString *squeezed = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p++)
    if (!g_ascii_isspace (*p))
      g_string_append_c (squeezed, *p);
  return g_string_free (squeezed, FALSE);
}

static gboolean
find_signature (const char *text,
                guint      *index)
{
  g_autofree char *wanted = squeeze (text);

  for (*index = 0; *index < N_SIGNATURES; (*index)++)
    {
      g_autofree char *known = squeeze (signatures[*index]);

      if (g_str_equal (wanted, known))
        return TRUE;
    }
  return FALSE;
}

/* What is not said follows from the rest: a list of outputs, several variables, else a plain function of a number. */
static gboolean
read_signature (SondeLibrary *self,
                SondeSpec    *spec)
{
  g_autofree char *text = NULL;
  guint ndim = sonde_domain_get_ndim (spec->domain);

  if (!_sonde_spec_read_count (spec, "outputs", MAX_OUTPUTS, &self->n_outputs) || !_sonde_spec_read_text (spec, "signature", NULL, &text))
    return FALSE;
  if (text == NULL)
    self->signature = self->n_outputs > 0 || self->parameters != NULL ? OF_VECTORS : ndim > 1 ? OF_VECTOR : OF_NUMBER;
  else if (!find_signature (text, &self->signature))
    return _sonde_spec_fail (spec, "signature", _("Functions of this form cannot be called. The forms are: %s; %s; %s."), signatures[OF_NUMBER],
                             signatures[OF_VECTOR], signatures[OF_VECTORS]);
  if (self->signature == OF_NUMBER && ndim != 1)
    return _sonde_spec_fail (spec, "signature", _("%s takes one number, but the domain has %u variables. The form for these is: %s."), signatures[OF_NUMBER],
                             ndim, signatures[OF_VECTOR]);
  if (self->signature != OF_VECTORS && self->n_outputs > 0)
    return _sonde_spec_fail (spec, "outputs", _("%s returns one number. Leave \"outputs\" out, or use the form: %s."), signatures[self->signature],
                             signatures[OF_VECTORS]);
  if (self->signature != OF_VECTORS && self->parameters != NULL && json_object_get_size (self->parameters) > 0)
    return _sonde_spec_fail (spec, "parameters", _("%s takes no parameters. Leave them out, or use the form: %s, whose last argument points to their values."),
                             signatures[self->signature], signatures[OF_VECTORS]);
  return TRUE;
}

static gboolean
read_parameters (SondeLibrary *self,
                 SondeSpec    *spec)
{
  JsonObject *parameters;
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;
  double value;

  if (!_sonde_spec_read_object (spec, "parameters", _("Parameters are names with numbers, such as {\"a\": 0.1}."), &parameters))
    return FALSE;
  if (parameters == NULL)
    return TRUE;
  self->parameters = json_object_ref (parameters);
  json_object_iter_init_ordered (&iter, parameters);
  while (json_object_iter_next_ordered (&iter, &name, &node))
    {
      g_autofree char *path = g_strconcat ("parameters.", name, NULL);

      if (!_sonde_spec_check_parameter (spec, name))
        return FALSE;
      if (!_sonde_spec_is_number (node, &value))
        return _sonde_spec_fail (spec, path, _("The parameter “%s” needs a finite number."), name);
    }
  return TRUE;
}

/**
 * sonde_library_new:
 * @spec: the members file, symbol, and if wanted signature, outputs, parameters
 * @domain: the variables
 * @path_of_fault: (out) (optional) (transfer full): the JSON path of what is wrong
 *
 * Whether the file is there is not looked at: see [method@Function.check]. Nothing is loaded here.
 *
 * Returns: (transfer full) (nullable): a new function
 */
SondeFunction *
sonde_library_new (JsonObject   *spec,
                   SondeDomain  *domain,
                   char        **path_of_fault,
                   GError      **error)
{
  SondeSpec reader = { spec, domain, path_of_fault, error };
  g_autoptr (SondeLibrary) self = NULL;

  g_return_val_if_fail (spec != NULL && domain != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  self = g_object_new (SONDE_TYPE_LIBRARY, NULL);
  _sonde_function_set_domain (SONDE_FUNCTION (self), domain);
  self->variables = _sonde_spec_list_variables (domain);
  if (!_sonde_spec_read_text (&reader, "file", _("A function of a library needs the file of the library, such as \"libpeak.so\"."), &self->file)
      || !_sonde_spec_read_text (&reader, "symbol", _("A function of a library needs its symbol: the name it has in C."), &self->symbol)
      || !read_parameters (self, &reader) || !read_signature (self, &reader))
    return NULL;
  if (!_sonde_spec_is_identifier (self->symbol))
    {
      _sonde_spec_fail (&reader, "symbol", _("“%s” cannot be the name of a function in C. Write it without brackets."), self->symbol);
      return NULL;
    }
  return SONDE_FUNCTION (g_steal_pointer (&self));
}
