/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "executor/sonde-executor-spec-private.h"
#include "executor/sonde-sequential-executor.h"
#include "executor/sonde-thread-executor.h"

/* Always returns FALSE. */
gboolean
_sonde_executor_spec_fail (char       **path_of_fault,
                           GError     **error,
                           const char  *path,
                           char        *message)
{
  if (path_of_fault != NULL)
    *path_of_fault = g_strdup (path);
  g_set_error_literal (error, SONDE_EXECUTOR_ERROR, SONDE_EXECUTOR_ERROR_SPEC, message);
  g_free (message);
  return FALSE;
}

/* Refuses members other than kind and @options. */
gboolean
_sonde_executor_spec_check_members (JsonObject          *spec,
                                    const char          *kind,
                                    const char * const  *options,
                                    char               **path_of_fault,
                                    GError             **error)
{
  g_autofree char *all = g_strjoinv (", ", (char **) options);
  JsonObjectIter iter;
  const char *name;

  json_object_iter_init_ordered (&iter, spec);
  while (json_object_iter_next_ordered (&iter, &name, NULL))
    if (!g_str_equal (name, "kind") && !g_strv_contains (options, name))
      return _sonde_executor_spec_fail (path_of_fault, error, name,
                                        options[0] != NULL
                                        ? g_strdup_printf (_("The executor “%s” has no option “%s”. It has: %s."), kind, name, all)
                                        : g_strdup_printf (_("The executor “%s” has no option “%s”. Remove it."), kind, name));
  return TRUE;
}

/* Leaves @workers as it is if there is no such member. */
gboolean
_sonde_executor_spec_read_workers (JsonObject  *spec,
                                   const char  *path,
                                   guint       *workers,
                                   char       **path_of_fault,
                                   GError     **error)
{
  JsonNode *node = json_object_get_member (spec, "workers");
  gint64 value = 0;

  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return TRUE;
  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_INT64)
    value = json_node_get_int (node);
  if (value < 1 || value > SONDE_EXECUTOR_MAX_WORKERS)
    return _sonde_executor_spec_fail (path_of_fault, error, path,
                                      g_strdup_printf (_("The number of workers must be a whole number from 1 to %d. "
                                                         "Without it there is one for each processor."), SONDE_EXECUTOR_MAX_WORKERS));
  *workers = value;
  return TRUE;
}

static SondeExecutor *
new_threads (JsonObject  *spec,
             char       **path_of_fault,
             GError     **error)
{
  static const char * const options[] = { "workers", NULL };
  guint workers = 0;

  if (!_sonde_executor_spec_check_members (spec, "threads", options, path_of_fault, error)
      || !_sonde_executor_spec_read_workers (spec, "workers", &workers, path_of_fault, error))
    return NULL;
  return sonde_thread_executor_new (workers);
}

static SondeExecutor *
new_sequential (JsonObject  *spec,
                char       **path_of_fault,
                GError     **error)
{
  static const char * const options[] = { NULL };

  if (!_sonde_executor_spec_check_members (spec, "sequential", options, path_of_fault, error))
    return NULL;
  return sonde_sequential_executor_new ();
}

typedef SondeExecutor *(*Constructor) (JsonObject  *spec,
                                       char       **path_of_fault,
                                       GError     **error);

/* All kinds of the format. Those without a constructor belong to it, but not to this version. */
static const struct
{
  const char  *kind;
  Constructor  constructor;
} kinds[] = {
  { "sequential", new_sequential },
  { "threads", new_threads },
  { "processes", _sonde_process_executor_new_from_spec },
  { "mpi", NULL },
  { "dask", NULL },
  { "ipyparallel", NULL },
};

static const char *
get_kind (JsonObject *spec)
{
  JsonNode *node = json_object_get_member (spec, "kind");

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
    return NULL;
  return json_node_get_string (node);
}

/**
 * sonde_executor_new_from_spec:
 * @spec: the member "execution.executor" of a study, such as {"kind": "threads", "workers": 4}
 * @path_of_fault: (out) (optional) (transfer full): the JSON path, relative to @spec, of what is wrong; set only on errors
 *
 * Fails with #SondeExecutorError.
 *
 * Returns: (transfer full) (nullable): a new executor
 */
SondeExecutor *
sonde_executor_new_from_spec (JsonObject  *spec,
                              char       **path_of_fault,
                              GError     **error)
{
  const char *kind;

  g_return_val_if_fail (spec != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (path_of_fault != NULL)
    *path_of_fault = NULL;
  kind = get_kind (spec);
  for (guint i = 0; kind != NULL && i < G_N_ELEMENTS (kinds); i++)
    if (g_str_equal (kind, kinds[i].kind))
      {
        if (kinds[i].constructor != NULL)
          return kinds[i].constructor (spec, path_of_fault, error);
        _sonde_executor_spec_fail (path_of_fault, error, "kind",
              g_strdup_printf (_("The executor “%s” is not supported by this version of Sonde; it knows: %s."), kind,
                               "sequential, threads, processes"));
        return NULL;
      }

  _sonde_executor_spec_fail (path_of_fault, error, "kind",
        kind == NULL
        ? g_strdup_printf (_("An executor needs its kind as a text: %s."), "sequential, threads, processes")
        : g_strdup_printf (_("There is no executor “%s”. The kinds are: %s."), kind,
                           "sequential, threads, processes, mpi, dask, ipyparallel"));
  return NULL;
}
