/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "executor/sonde-worker-private.h"
#include "function/sonde-adapter-private.h"

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
is_ours (const SondeWorkerCommand *command)
{
  g_autofree char *native = sonde_worker_command_find ("sonde-worker");

  return command->script != NULL || g_str_equal (command->argv[0], native);
}

/* Functions of this process go to our own worker, if they can be described. What a table is made of is sent row by row, so that any worker
 * can have it; several functions in one are for our own workers. */
SondeWorkerFunction *
_sonde_worker_function_new (SondeFunction *function)
{
  SondeWorkerFunction *self = g_new0 (SondeWorkerFunction, 1);
  SondeAdapter *adapter = SONDE_IS_ADAPTER (function) ? SONDE_ADAPTER (function) : NULL;
  gboolean is_table = adapter != NULL && adapter->rows != NULL;
  SondeFunction *sent = is_table ? adapter->functions[0] : function;
  g_autoptr (JsonObject) spec = sonde_function_get_spec (sent);

  g_assert (spec != NULL);

  self->n_refs = 1;
  self->function = g_object_ref (function);
  self->table = is_table ? adapter : NULL;
  self->command = sonde_function_get_worker_command (sent);
  if (self->command == NULL)
    self->command = sonde_worker_command_new_native ();
  self->is_for_ours = adapter != NULL && !is_table && !is_ours (self->command);
  self->spec = make_line (spec);
  self->is_integer = _sonde_function_get_integers (sent);
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
  g_free (self);
}
