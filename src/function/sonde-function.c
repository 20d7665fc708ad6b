/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "function/sonde-function-private.h"

typedef struct
{
  guint ndim;
} SondeFunctionPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (SondeFunction, sonde_function, G_TYPE_OBJECT)
G_DEFINE_QUARK (sonde-function-error-quark, sonde_function_error)

static gboolean
sonde_function_real_needs_trust (SondeFunction *self)
{
  return FALSE;
}

static void
sonde_function_class_init (SondeFunctionClass *klass)
{
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
 * sonde_function_evaluate:
 * @batch: points without results
 * @cancellable: (nullable): looked at between points
 *
 * Evaluates the points in order, in the calling thread, and gives each a value or an error and the seconds it took. After
 * cancelling, the points that are left have no result. May be called from several threads at once, with a batch each.
 */
void
sonde_function_evaluate (SondeFunction *self,
                         SondeBatch    *batch,
                         GCancellable  *cancellable)
{
  SondeFunctionPrivate *priv = sonde_function_get_instance_private (self);

  g_return_if_fail (SONDE_IS_FUNCTION (self));
  g_return_if_fail (batch != NULL);

  if (priv->ndim != 0 && batch->ndim != priv->ndim)
    fail_all (batch, priv->ndim);
  else
    SONDE_FUNCTION_GET_CLASS (self)->evaluate (self, batch, cancellable);
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
