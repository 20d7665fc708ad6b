/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "function/sonde-function.h"

G_BEGIN_DECLS

/**
 * SondeFunctionClass:
 * @evaluate: (required): sets a value or an error for every point of the batch, in order, with the seconds it took;
 *   called from any thread; looks at the cancellable between points and leaves the rest unset when it is cancelled
 * @needs_trust: whether evaluating runs code that a stranger's file could bring along; default %FALSE
 */
struct _SondeFunctionClass
{
  GObjectClass parent_class;

  /* required */
  void     (*evaluate)    (SondeFunction *self,
                           SondeBatch    *batch,
                           GCancellable  *cancellable);
  /* optional */
  gboolean (*needs_trust) (SondeFunction *self);
};

void _sonde_function_set_ndim (SondeFunction *self,
                               guint          ndim);

G_END_DECLS
