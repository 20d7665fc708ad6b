/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "base/sonde-points.h"
#include "function/sonde-adapter-private.h"

typedef struct
{
  SondeFunctionClass parent_class;
} SondeAdapterClass;

G_DEFINE_FINAL_TYPE (SondeAdapter, sonde_adapter, SONDE_TYPE_FUNCTION)

/* The function that a point is for and what it is called with; NULL if there is none. */
static SondeFunction *
find_function (SondeAdapter  *self,
               const double  *x,
               const double **arguments)
{
  gboolean is_table = self->rows != NULL;
  guint n = is_table ? self->n_rows : self->n_functions;

  if (!(*x >= 0 && *x < n) || *x != floor (*x))
    return NULL;
  *arguments = is_table ? self->rows + (gsize) *x * self->n_columns : x + 1;
  return is_table ? self->functions[0] : self->functions[(guint) *x];
}

/* A batch for the function that the point @first is for, with all that follow and are for the same; without a function, NULL and that
 * point has failed. */
SondeBatch *
_sonde_adapter_new_batch (SondeAdapter      *self,
                          const SondeBatch  *batch,
                          guint              first,
                          guint             *end,
                          SondeFunction    **function)
{
  g_autofree double *points = NULL;
  const double *arguments;
  guint ndim;

  *end = first + 1;
  *function = find_function (self, batch->x + (gsize) first * batch->ndim, &arguments);
  if (*function == NULL)
    return NULL;
  ndim = self->rows != NULL ? self->n_columns : sonde_function_get_ndim (*function);
  ndim = ndim == 0 ? batch->ndim - 1 : ndim;
  points = g_new (double, (gsize) (batch->n - first) * ndim);
  for (guint i = first; i < batch->n; i++)
    {
      if (find_function (self, batch->x + (gsize) i * batch->ndim, &arguments) != *function)
        break;
      memcpy (points + (gsize) (i - first) * ndim, arguments, ndim * sizeof (double));
      *end = i + 1;
    }
  return sonde_batch_new (*end - first, ndim, points);
}

/* What has no result in @inner, since it was cancelled, stays without. */
void
_sonde_adapter_copy_results (SondeBatch *batch,
                             guint       first,
                             SondeBatch *inner)
{
  for (guint i = 0; i < inner->n; i++)
    {
      const GError *error = sonde_batch_get_error (inner, i);
      const char *output = sonde_batch_get_output (inner, i);

      if (output != NULL)
        sonde_batch_take_output (batch, first + i, g_strdup (output));
      if (!_sonde_batch_is_set (inner, i))
        continue;
      if (error != NULL)
        sonde_batch_take_error (batch, first + i, g_error_copy (error), inner->seconds[i]);
      else
        sonde_batch_set_value (batch, first + i, inner->y + (gsize) i * SONDE_STRIDE (inner->vdim), inner->vdim, inner->seconds[i]);
    }
}

void
_sonde_adapter_refuse (SondeBatch *batch,
                       guint       index)
{
  sonde_batch_take_error (batch, index,
                          g_error_new (SONDE_FUNCTION_ERROR, SONDE_FUNCTION_ERROR_FAILED,
                                       _("There is nothing with the number %g. Its data belong to another study."),
                                       batch->x[(gsize) index * batch->ndim]), NAN);
}

static void
sonde_adapter_evaluate (SondeFunction *function,
                        SondeBatch    *batch,
                        GCancellable  *cancellable)
{
  SondeAdapter *self = SONDE_ADAPTER (function);

  for (guint first = 0, end; first < batch->n && !g_cancellable_is_cancelled (cancellable); first = end)
    {
      SondeFunction *inner;
      g_autoptr (SondeBatch) part = _sonde_adapter_new_batch (self, batch, first, &end, &inner);

      if (part == NULL)
        {
          _sonde_adapter_refuse (batch, first);
          continue;
        }
      sonde_function_evaluate (inner, part, cancellable);
      _sonde_adapter_copy_results (batch, first, part);
    }
}

static gboolean
sonde_adapter_needs_trust (SondeFunction *function)
{
  SondeAdapter *self = SONDE_ADAPTER (function);

  for (guint i = 0; i < self->n_functions; i++)
    if (sonde_function_needs_trust (self->functions[i]))
      return TRUE;
  return FALSE;
}

static JsonArray *
list_rows (SondeAdapter *self)
{
  JsonArray *rows = json_array_sized_new (self->n_rows);

  for (guint i = 0; i < self->n_rows; i++)
    {
      JsonArray *row = json_array_sized_new (self->n_columns);

      for (guint j = 0; j < self->n_columns; j++)
        json_array_add_double_element (row, self->rows[(gsize) i * self->n_columns + j]);
      json_array_add_array_element (rows, row);
    }
  return rows;
}

/* NULL if one of the functions cannot be sent to a worker. */
static JsonObject *
sonde_adapter_get_spec (SondeFunction *function)
{
  SondeAdapter *self = SONDE_ADAPTER (function);
  g_autoptr (JsonObject) spec = json_object_new ();
  g_autoptr (JsonArray) functions = json_array_new ();

  for (guint i = 0; i < self->n_functions; i++)
    {
      JsonObject *inner = sonde_function_get_spec (self->functions[i]);

      if (inner == NULL)
        return NULL;
      json_array_add_object_element (functions, inner);
    }
  json_object_set_string_member (spec, "kind", self->rows != NULL ? "table" : "children");
  json_object_set_array_member (spec, "functions", json_array_ref (functions));
  if (self->rows != NULL)
    json_object_set_array_member (spec, "rows", list_rows (self));
  return g_steal_pointer (&spec);
}

/* All functions of a kind have the same command, or none. */
static SondeWorkerCommand *
sonde_adapter_get_worker_command (SondeFunction *function)
{
  return sonde_function_get_worker_command (SONDE_ADAPTER (function)->functions[0]);
}

static SondeFunctionPlace
sonde_adapter_get_place (SondeFunction *function)
{
  return sonde_function_get_place (SONDE_ADAPTER (function)->functions[0]);
}

static gboolean
sonde_adapter_check (SondeFunction  *function,
                     char          **path_of_fault,
                     GError        **error)
{
  SondeAdapter *self = SONDE_ADAPTER (function);

  for (guint i = 0; i < self->n_functions; i++)
    if (!sonde_function_check (self->functions[i], path_of_fault, error))
      return FALSE;
  return TRUE;
}

static char **
sonde_adapter_list_files (SondeFunction *function)
{
  SondeAdapter *self = SONDE_ADAPTER (function);
  g_autoptr (GStrvBuilder) files = g_strv_builder_new ();

  for (guint i = 0; i < self->n_functions; i++)
    {
      g_auto (GStrv) own = sonde_function_list_files (self->functions[i]);

      if (own != NULL)
        g_strv_builder_addv (files, (const char **) own);
    }
  return g_strv_builder_end (files);
}

static char *
sonde_adapter_describe (SondeFunction *function)
{
  return sonde_function_describe (SONDE_ADAPTER (function)->functions[0]);
}

static void
sonde_adapter_finalize (GObject *object)
{
  SondeAdapter *self = SONDE_ADAPTER (object);

  for (guint i = 0; i < self->n_functions; i++)
    g_object_unref (self->functions[i]);
  g_free (self->functions);
  g_free (self->rows);
  G_OBJECT_CLASS (sonde_adapter_parent_class)->finalize (object);
}

static void
sonde_adapter_class_init (SondeAdapterClass *klass)
{
  SondeFunctionClass *function_class = SONDE_FUNCTION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = sonde_adapter_finalize;
  function_class->evaluate = sonde_adapter_evaluate;
  function_class->needs_trust = sonde_adapter_needs_trust;
  function_class->get_spec = sonde_adapter_get_spec;
  function_class->get_worker_command = sonde_adapter_get_worker_command;
  function_class->evaluate_async = _sonde_adapter_evaluate_async;
  function_class->evaluate_finish = _sonde_adapter_evaluate_finish;
  function_class->get_place = sonde_adapter_get_place;
  function_class->check = sonde_adapter_check;
  function_class->list_files = sonde_adapter_list_files;
  function_class->describe = sonde_adapter_describe;
}

static void
sonde_adapter_init (SondeAdapter *self)
{
}

/**
 * sonde_adapter_new_table:
 * @function: what is called with a row
 * @n_rows: how many rows there are, at least 1
 * @n_columns: how many numbers each has
 * @rows: @n_rows × @n_columns numbers, copied
 *
 * Returns: (transfer full): a function of the index of a row, from 0
 */
SondeFunction *
sonde_adapter_new_table (SondeFunction *function,
                         guint          n_rows,
                         guint          n_columns,
                         const double  *rows)
{
  SondeAdapter *self;

  g_return_val_if_fail (SONDE_IS_FUNCTION (function), NULL);
  g_return_val_if_fail (n_rows > 0 && n_columns > 0 && rows != NULL, NULL);

  self = g_object_new (SONDE_TYPE_ADAPTER, NULL);
  _sonde_function_set_ndim (SONDE_FUNCTION (self), 1);
  self->n_functions = 1;
  self->functions = g_new (SondeFunction *, 1);
  self->functions[0] = g_object_ref (function);
  self->n_rows = n_rows;
  self->n_columns = n_columns;
  self->rows = g_memdup2 (rows, (gsize) n_rows * n_columns * sizeof (double));
  return SONDE_FUNCTION (self);
}

/**
 * sonde_adapter_new_children:
 * @n: how many functions there are, at least 1
 * @functions: (array length=n): they
 * @ndim: how many coordinates a point has: the number of the child, and as many as the function with most of them takes
 *
 * Returns: (transfer full): a function of the number of a child, from 0, and of its coordinates
 */
SondeFunction *
sonde_adapter_new_children (guint           n,
                            SondeFunction **functions,
                            guint           ndim)
{
  SondeAdapter *self;

  g_return_val_if_fail (n > 0 && functions != NULL, NULL);
  g_return_val_if_fail (ndim >= 2, NULL);

  self = g_object_new (SONDE_TYPE_ADAPTER, NULL);
  _sonde_function_set_ndim (SONDE_FUNCTION (self), ndim);
  self->n_functions = n;
  self->functions = g_new (SondeFunction *, n);
  for (guint i = 0; i < n; i++)
    self->functions[i] = g_object_ref (functions[i]);
  return SONDE_FUNCTION (self);
}
