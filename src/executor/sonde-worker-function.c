/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "executor/sonde-worker-private.h"

static char *
make_line (JsonObject *spec)
{
  g_autoptr (JsonNode) node = json_node_alloc ();
  g_autofree char *text = NULL;

  json_node_init_object (node, spec);
  text = json_to_string (node, FALSE);
  return g_strconcat (text, "\n", NULL);
}

static gboolean
contains (JsonArray  *names,
          const char *name)
{
  for (guint i = 0; i < json_array_get_length (names); i++)
    if (g_strcmp0 (json_array_get_string_element (names, i), name) == 0)
      return TRUE;
  return FALSE;
}

/* Which coordinates are whole numbers, as "integers" of the description says, a list of names; (nullable). */
static guint8 *
list_integers (JsonObject *spec,
               guint       ndim)
{
  JsonArray *variables, *integers;
  guint8 *is_integer;
  guint n;

  if (!json_object_has_member (spec, "integers") || !json_object_has_member (spec, "variables"))
    return NULL;
  variables = json_object_get_array_member (spec, "variables");
  integers = json_object_get_array_member (spec, "integers");
  n = json_array_get_length (variables);
  is_integer = g_new0 (guint8, MAX (n, ndim) + 1);
  for (guint i = 0; i < n; i++)
    is_integer[i] = contains (integers, json_array_get_string_element (variables, i));
  return is_integer;
}

/* Functions of this process go to our own worker, if they can be described. */
SondeWorkerFunction *
_sonde_worker_function_new (SondeFunction *function)
{
  SondeWorkerFunction *self = g_new0 (SondeWorkerFunction, 1);
  g_autoptr (JsonObject) spec = sonde_function_get_spec (function);

  g_assert (spec != NULL);

  self->n_refs = 1;
  self->function = g_object_ref (function);
  self->command = sonde_function_get_worker_command (function);
  if (self->command == NULL)
    self->command = sonde_worker_command_new_native ();
  self->spec = make_line (spec);
  self->is_integer = list_integers (spec, sonde_function_get_ndim (function));
  return self;
}

SondeWorkerFunction *
_sonde_worker_function_ref (SondeWorkerFunction *self)
{
  self->n_refs++;
  return self;
}

void
_sonde_worker_function_unref (SondeWorkerFunction *self)
{
  if (--self->n_refs > 0)
    return;
  g_object_unref (self->function);
  sonde_worker_command_free (self->command);
  g_free (self->spec);
  g_free (self->is_integer);
  g_free (self);
}
