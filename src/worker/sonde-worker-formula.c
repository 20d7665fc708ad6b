/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A formula: {"kind": "formula", "expression", "variables", "parameters"}. */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "base/sonde-points.h"
#include "function/sonde-formula.h"
#include "worker/sonde-worker-kinds.h"

static gboolean
formula_evaluate (gpointer       data,
                  const double  *x,
                  guint          ndim,
                  GArray        *y,
                  char         **message)
{
  g_autoptr (SondeBatch) batch = sonde_batch_new (1, ndim, x);

  sonde_function_evaluate (data, batch, NULL);
  if (batch->errors != NULL)
    {
      *message = g_strdup (batch->errors[0]->message);
      return FALSE;
    }
  g_array_append_vals (y, batch->y, SONDE_STRIDE (batch->vdim));
  return TRUE;
}

/* Formulas do not look at bounds: any will do. */
static SondeDomain *
make_domain (JsonObject *spec)
{
  SondeDomain *domain = sonde_domain_new ();
  JsonArray *variables = json_object_has_member (spec, "variables") ? json_object_get_array_member (spec, "variables") : NULL;

  for (guint i = 0; variables != NULL && i < json_array_get_length (variables); i++)
    sonde_domain_add (domain, json_array_get_string_element (variables, i), NULL, 0, 1);
  return domain;
}

gboolean
sonde_worker_load_formula (JsonObject       *spec,
                           SondeWorkerKind  *kind,
                           char            **message)
{
  g_autoptr (SondeDomain) domain = make_domain (spec);
  g_autoptr (GError) error = NULL;
  JsonObject *parameters = json_object_has_member (spec, "parameters") ? json_object_get_object_member (spec, "parameters") : NULL;
  SondeFunction *formula = NULL;

  if (sonde_domain_get_ndim (domain) > 0)
    formula = sonde_formula_new (json_object_get_string_member_with_default (spec, "expression", ""), domain, parameters, NULL, &error);
  if (formula == NULL)
    *message = g_strdup (error != NULL ? error->message : _("The formula has no variables."));
  *kind = (SondeWorkerKind) { formula, formula_evaluate, g_object_unref };
  return formula != NULL;
}
