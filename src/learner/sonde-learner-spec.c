/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "learner/sonde-learner-1d.h"
#include "learner/sonde-learner-options.h"
#include "learner/sonde-learner.h"

typedef SondeLearner *(*Construct) (JsonObject   *spec,
                                    SondeDomain  *domain,
                                    char        **path_of_fault,
                                    GError      **error);

/* In the order in which they are offered. Those without a constructor are known by name, so that a study of a newer version
 * is told apart from a slip of the pen. */
static const struct
{
  const char *kind;
  Construct   construct;
} kinds[] = {
  { "1d", sonde_learner_1d_new_from_spec },
  { "2d", NULL },
  { "nd", NULL },
  { "average", NULL },
  { "average1d", NULL },
  { "integrator", NULL },
  { "sequence", NULL },
  { "balancing", NULL },
};

/**
 * sonde_learner_new_from_spec:
 * @spec: the member "learner" of a study
 * @domain: where the function is to be known
 * @path_of_fault: (out) (optional) (nullable): where in @spec the fault is, such as "loss.kind"
 *
 * Returns: (transfer full) (nullable): a learner, or %NULL with an error of %SONDE_LEARNER_ERROR
 */
SondeLearner *
sonde_learner_new_from_spec (JsonObject   *spec,
                             SondeDomain  *domain,
                             char        **path_of_fault,
                             GError      **error)
{
  const char *kind = NULL;

  g_return_val_if_fail (spec != NULL && domain != NULL, NULL);

  if (path_of_fault != NULL)
    *path_of_fault = NULL;
  if (!sonde_options_get_string (spec, "kind", &kind, path_of_fault, error))
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      if (g_strcmp0 (kind, kinds[i].kind) != 0)
        continue;
      if (kinds[i].construct != NULL)
        return kinds[i].construct (spec, domain, path_of_fault, error);
      sonde_options_fault ("kind", NULL, path_of_fault, error,
                           _("The learner “%s” is not supported by this version. Choose “1d”."), kind);
      return NULL;
    }
  sonde_options_fault ("kind", NULL, path_of_fault, error, _("There is no learner “%s”. Choose “1d”."), kind);
  return NULL;
}
