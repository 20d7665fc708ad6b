/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "function/sonde-function-private.h"

typedef struct
{
  guint   ndim;
  guint8 *is_integer;   /* (nullable): for each coordinate */
} SondeFunctionPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (SondeFunction, sonde_function, G_TYPE_OBJECT)
G_DEFINE_QUARK (sonde-function-error-quark, sonde_function_error)

static gboolean
sonde_function_real_needs_trust (SondeFunction *self)
{
  return FALSE;
}

static void
sonde_function_finalize (GObject *object)
{
  SondeFunctionPrivate *priv = sonde_function_get_instance_private (SONDE_FUNCTION (object));

  g_free (priv->is_integer);
  G_OBJECT_CLASS (sonde_function_parent_class)->finalize (object);
}

static void
sonde_function_class_init (SondeFunctionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sonde_function_finalize;
  klass->needs_trust = sonde_function_real_needs_trust;
}

static void
sonde_function_init (SondeFunction *self)
{
}

/* For the constructors of the kinds: how many coordinates a point has. Without it any number is accepted. */
void
_sonde_function_set_ndim (SondeFunction *self,
                          guint          ndim)
{
  SondeFunctionPrivate *priv = sonde_function_get_instance_private (self);

  g_assert (SONDE_IS_FUNCTION (self));

  priv->ndim = ndim;
}

/* For the constructors of the kinds: the variables, of which some may be whole numbers. */
void
_sonde_function_set_domain (SondeFunction *self,
                            SondeDomain   *domain)
{
  SondeFunctionPrivate *priv = sonde_function_get_instance_private (self);
  gboolean has_integers = FALSE;

  g_assert (SONDE_IS_FUNCTION (self));

  priv->ndim = sonde_domain_get_ndim (domain);
  g_clear_pointer (&priv->is_integer, g_free);
  priv->is_integer = g_new0 (guint8, priv->ndim + 1);
  for (guint i = 0; i < priv->ndim; i++)
    has_integers |= priv->is_integer[i] = sonde_domain_get (domain, i)->is_integer;
  if (!has_integers)
    g_clear_pointer (&priv->is_integer, g_free);
}

/* Returns: (nullable): for each coordinate whether it is a whole number; NULL if none is */
const guint8 *
_sonde_function_get_integers (SondeFunction *self)
{
  SondeFunctionPrivate *priv = sonde_function_get_instance_private (self);

  g_assert (SONDE_IS_FUNCTION (self));

  return priv->is_integer;
}

/**
 * sonde_function_get_ndim:
 *
 * Returns: how many coordinates a point has; 0 if the function accepts any number
 */
guint
sonde_function_get_ndim (SondeFunction *self)
{
  SondeFunctionPrivate *priv = sonde_function_get_instance_private (self);

  g_return_val_if_fail (SONDE_IS_FUNCTION (self), 0);

  return priv->ndim;
}

static void
fail_all (SondeBatch *batch,
          guint       ndim)
{
  for (guint i = 0; i < batch->n; i++)
    sonde_batch_take_error (batch, i,
                            g_error_new (SONDE_FUNCTION_ERROR, SONDE_FUNCTION_ERROR_SHAPE,
                                         _("The point has %u coordinates and the function %u variables. "
                                           "Give the domain as many variables as the function has."),
                                         batch->ndim, ndim),
                            NAN);
}

/**
 * sonde_function_check_points:
 * @batch: points without results
 *
 * Looks whether the points have as many coordinates as the function has variables. If not, all of them fail.
 *
 * Returns: whether they can be evaluated
 */
gboolean
sonde_function_check_points (SondeFunction *self,
                             SondeBatch    *batch)
{
  SondeFunctionPrivate *priv = sonde_function_get_instance_private (self);

  g_return_val_if_fail (SONDE_IS_FUNCTION (self), FALSE);
  g_return_val_if_fail (batch != NULL, FALSE);

  if (priv->ndim == 0 || batch->ndim == priv->ndim)
    return TRUE;
  fail_all (batch, priv->ndim);
  return FALSE;
}

static void
fail_elsewhere (SondeBatch *batch)
{
  for (guint i = 0; i < batch->n; i++)
    sonde_batch_take_error (batch, i,
                            g_error_new_literal (SONDE_FUNCTION_ERROR, SONDE_FUNCTION_ERROR_FAILED,
                                                 _("A function of this kind is evaluated by a process of its own. "
                                                   "Evaluate it by an executor.")),
                            NAN);
}

/**
 * sonde_function_evaluate:
 * @batch: points without results
 * @cancellable: (nullable): looked at between points
 *
 * Evaluates the points in order, in the calling thread, and gives each a value or an error and the seconds it took. After
 * cancelling, the points that are left have no result. May be called from several threads at once, with a batch each. For functions
 * that are evaluated here; see [method@Function.get_place].
 */
void
sonde_function_evaluate (SondeFunction *self,
                         SondeBatch    *batch,
                         GCancellable  *cancellable)
{
  g_return_if_fail (SONDE_IS_FUNCTION (self));
  g_return_if_fail (batch != NULL);

  if (!sonde_function_check_points (self, batch))
    return;
  if (SONDE_FUNCTION_GET_CLASS (self)->evaluate != NULL)
    SONDE_FUNCTION_GET_CLASS (self)->evaluate (self, batch, cancellable);
  else
    fail_elsewhere (batch);
}

/**
 * sonde_function_needs_trust:
 *
 * Returns: whether evaluating it runs code that a stranger's file could bring along
 */
gboolean
sonde_function_needs_trust (SondeFunction *self)
{
  g_return_val_if_fail (SONDE_IS_FUNCTION (self), TRUE);

  return SONDE_FUNCTION_GET_CLASS (self)->needs_trust (self);
}

/**
 * sonde_function_check:
 * @path_of_fault: (out) (optional) (transfer full): the JSON path, relative to the function, of what is wrong; set only on errors
 *
 * Looks whether what evaluating needs is there: its file, its program. Runs nothing. Fails with #SondeFunctionError.
 *
 * Returns: whether it could be evaluated, as far as one can see from outside
 */
gboolean
sonde_function_check (SondeFunction  *self,
                      char          **path_of_fault,
                      GError        **error)
{
  g_return_val_if_fail (SONDE_IS_FUNCTION (self), FALSE);

  if (path_of_fault != NULL)
    *path_of_fault = NULL;
  if (SONDE_FUNCTION_GET_CLASS (self)->check == NULL)
    return TRUE;
  return SONDE_FUNCTION_GET_CLASS (self)->check (self, path_of_fault, error);
}

/**
 * sonde_function_list_files:
 *
 * Returns: (transfer full) (array zero-terminated=1): the files whose content decides what runs; some may not exist
 */
char **
sonde_function_list_files (SondeFunction *self)
{
  g_return_val_if_fail (SONDE_IS_FUNCTION (self), NULL);

  if (SONDE_FUNCTION_GET_CLASS (self)->list_files == NULL)
    return g_new0 (char *, 1);
  return SONDE_FUNCTION_GET_CLASS (self)->list_files (self);
}

/**
 * sonde_function_describe:
 *
 * Returns: (transfer full) (nullable): what evaluating a point runs, in plain words; %NULL for functions that need no trust
 */
char *
sonde_function_describe (SondeFunction *self)
{
  g_return_val_if_fail (SONDE_IS_FUNCTION (self), NULL);

  if (SONDE_FUNCTION_GET_CLASS (self)->describe == NULL)
    return NULL;
  return SONDE_FUNCTION_GET_CLASS (self)->describe (self);
}

/**
 * sonde_function_get_place:
 *
 * Returns: where it is evaluated
 */
SondeFunctionPlace
sonde_function_get_place (SondeFunction *self)
{
  g_autoptr (SondeWorkerCommand) command = NULL;

  g_return_val_if_fail (SONDE_IS_FUNCTION (self), SONDE_FUNCTION_HERE);

  if (SONDE_FUNCTION_GET_CLASS (self)->get_place != NULL)
    return SONDE_FUNCTION_GET_CLASS (self)->get_place (self);
  command = sonde_function_get_worker_command (self);
  if (command != NULL)
    return SONDE_FUNCTION_WORKER;
  return SONDE_FUNCTION_GET_CLASS (self)->evaluate_async != NULL ? SONDE_FUNCTION_ASYNC : SONDE_FUNCTION_HERE;
}

/* "integers": the names of those variables that are whole numbers. */
static void
add_integers (JsonObject   *spec,
              const guint8 *is_integer)
{
  JsonArray *variables = json_object_has_member (spec, "variables") ? json_object_get_array_member (spec, "variables") : NULL;
  JsonArray *integers = json_array_new ();

  for (guint i = 0; variables != NULL && i < json_array_get_length (variables); i++)
    if (is_integer[i])
      json_array_add_string_element (integers, json_array_get_string_element (variables, i));
  json_object_set_array_member (spec, "integers", integers);
}

/**
 * sonde_function_get_spec:
 *
 * Returns: (transfer full) (nullable): what a worker is sent to rebuild the function; %NULL if no worker can have it
 */
JsonObject *
sonde_function_get_spec (SondeFunction *self)
{
  SondeFunctionPrivate *priv = sonde_function_get_instance_private (self);
  JsonObject *spec;

  g_return_val_if_fail (SONDE_IS_FUNCTION (self), NULL);

  if (SONDE_FUNCTION_GET_CLASS (self)->get_spec == NULL)
    return NULL;
  spec = SONDE_FUNCTION_GET_CLASS (self)->get_spec (self);
  if (spec != NULL && priv->is_integer != NULL)
    add_integers (spec, priv->is_integer);
  return spec;
}

/**
 * sonde_function_get_worker_command:
 *
 * Returns: (transfer full) (nullable): the command of the worker that evaluates it; %NULL if it needs none
 */
SondeWorkerCommand *
sonde_function_get_worker_command (SondeFunction *self)
{
  g_return_val_if_fail (SONDE_IS_FUNCTION (self), NULL);

  if (SONDE_FUNCTION_GET_CLASS (self)->get_worker_command == NULL)
    return NULL;
  return SONDE_FUNCTION_GET_CLASS (self)->get_worker_command (self);
}

/**
 * sonde_function_evaluate_async:
 * @batch: (transfer full): points without results
 * @launch: (nullable): how to start whatever it starts
 * @cancellable: (nullable): ends what is under way at once; the points left then have no result
 *
 * Evaluates on the main loop. For functions whose place is %SONDE_FUNCTION_ASYNC. Returns to the thread-default main context of this
 * call.
 */
void
sonde_function_evaluate_async (SondeFunction       *self,
                               SondeBatch          *batch,
                               const SondeLaunch   *launch,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_return_if_fail (SONDE_IS_FUNCTION (self));
  g_return_if_fail (batch != NULL);
  g_return_if_fail (SONDE_FUNCTION_GET_CLASS (self)->evaluate_async != NULL);

  SONDE_FUNCTION_GET_CLASS (self)->evaluate_async (self, batch, launch, cancellable, callback, user_data);
}

/**
 * sonde_function_evaluate_finish:
 *
 * Returns: (transfer full): the batch
 */
SondeBatch *
sonde_function_evaluate_finish (SondeFunction *self,
                                GAsyncResult  *result)
{
  g_return_val_if_fail (SONDE_IS_FUNCTION (self), NULL);
  g_return_val_if_fail (G_IS_ASYNC_RESULT (result), NULL);

  return SONDE_FUNCTION_GET_CLASS (self)->evaluate_finish (self, result);
}
