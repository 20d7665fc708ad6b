/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A function of a shared library: {"kind": "library", "file", "symbol", "signature", "outputs", "parameters"}, the signature being one of
 *
 *     double(double)
 *     double(const double *, int)                               x and how many numbers it is
 *     int(const double *, int, double *, int, void *)           x, where to write the values, and how many they are; 0 if it went well
 *
 * Without a signature it is the first for one variable, the last where there are outputs, else the second. The last argument of the
 * last one is a const double *, the values of the parameters in their order. */

#include "config.h"

#include <dlfcn.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "worker/sonde-worker-kinds.h"

#define MAX_OUTPUTS 100000

typedef double (*OfNumber)  (double x);
typedef double (*OfVector)  (const double *x, int n);
typedef int    (*OfVectors) (const double *x, int n, double *y, int n_outputs, void *parameters);

typedef struct
{
  void      *handle;
  OfNumber   of_number;
  OfVector   of_vector;
  OfVectors  of_vectors;
  guint      n_outputs;
  double    *parameters;
} Library;

static void
library_free (gpointer data)
{
  Library *self = data;

  /* the library stays: some do not survive being unloaded, and a changed file gets a new process */
  g_free (self->parameters);
  g_free (self);
}

static gboolean
library_evaluate (gpointer       data,
                  const double  *x,
                  guint          ndim,
                  GArray        *y,
                  char         **message)
{
  Library *self = data;
  double value;
  int code;

  if (self->of_vectors != NULL)
    {
      g_array_set_size (y, self->n_outputs);
      code = self->of_vectors (x, ndim, (double *) (gpointer) y->data, self->n_outputs, self->parameters);
      if (code != 0)
        *message = g_strdup_printf (_("The function reported a failure: it returned %d instead of 0."), code);
      return code == 0;
    }
  value = self->of_number != NULL ? self->of_number (x[0]) : self->of_vector (x, ndim);
  g_array_append_val (y, value);
  return TRUE;
}

static double *
read_parameters (JsonObject *spec)
{
  JsonObject *parameters = json_object_has_member (spec, "parameters") ? json_object_get_object_member (spec, "parameters") : NULL;
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;
  double *values;
  guint n = 0;

  if (parameters == NULL || json_object_get_size (parameters) == 0)
    return NULL;
  values = g_new (double, json_object_get_size (parameters));
  json_object_iter_init_ordered (&iter, parameters);
  while (json_object_iter_next_ordered (&iter, &name, &node))
    values[n++] = json_node_get_double (node);
  return values;
}

static char *
squeeze (const char *text)
{
  GString *squeezed = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p++)
    if (!g_ascii_isspace (*p))
      g_string_append_c (squeezed, *p);
  return g_string_free (squeezed, FALSE);
}

/* Which of the three pointers of @self is set to @symbol. */
static gboolean
choose_signature (Library    *self,
                  JsonObject *spec,
                  guint       ndim,
                  void       *symbol)
{
  const char *given = json_object_get_string_member_with_default (spec, "signature", NULL);
  g_autofree char *signature = NULL;

  if (given == NULL)
    given = self->n_outputs > 0 ? "int(const double*,int,double*,int,void*)" : ndim == 1 ? "double(double)" : "double(const double*,int)";
  signature = squeeze (given);
  if (g_str_equal (signature, "double(double)"))
    self->of_number = (OfNumber) symbol;
  else if (g_str_equal (signature, "double(constdouble*,int)"))
    self->of_vector = (OfVector) symbol;
  else if (g_str_equal (signature, "int(constdouble*,int,double*,int,void*)"))
    self->of_vectors = (OfVectors) symbol;
  else
    return FALSE;
  return TRUE;
}

gboolean
sonde_worker_load_library (JsonObject       *spec,
                           SondeWorkerKind  *kind,
                           char            **message)
{
  const char *file = json_object_get_string_member_with_default (spec, "file", "");
  const char *name = json_object_get_string_member_with_default (spec, "symbol", "");
  gint64 outputs = json_object_get_int_member_with_default (spec, "outputs", 0);
  guint ndim = json_object_has_member (spec, "variables") ? json_array_get_length (json_object_get_array_member (spec, "variables")) : 1;
  Library *self = g_new0 (Library, 1);
  void *symbol;

  *kind = (SondeWorkerKind) { self, library_evaluate, library_free };
  self->n_outputs = CLAMP (outputs, 0, MAX_OUTPUTS);
  self->parameters = read_parameters (spec);
  self->handle = dlopen (file, RTLD_NOW | RTLD_LOCAL);
  symbol = self->handle != NULL ? dlsym (self->handle, name) : NULL;

  if (self->handle == NULL)
    *message = g_strdup_printf (_("The library cannot be loaded: %s"), dlerror ());
  else if (symbol == NULL)
    *message = g_strdup_printf (_("The library %s has no function “%s”. If it is written in C++, declare it extern \"C\"."), file, name);
  else if (!choose_signature (self, spec, ndim, symbol))
    *message = g_strdup_printf (_("“%s” is no signature that this version knows."),
                                json_object_get_string_member_with_default (spec, "signature", ""));
  else if (self->of_number != NULL && ndim != 1)
    *message = g_strdup_printf (_("The function “%s” takes one number and the domain has %u variables."), name, ndim);
  else if (self->of_vectors != NULL && self->n_outputs == 0)
    *message = g_strdup (_("The function writes its values: say how many there are, as “outputs”."));
  return *message == NULL;
}
