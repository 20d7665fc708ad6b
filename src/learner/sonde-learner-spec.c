/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "learner/sonde-learner-1d.h"
#include "learner/sonde-learner-2d.h"
#include "learner/sonde-learner-average.h"
#include "learner/sonde-learner-average1d.h"
#include "learner/sonde-learner-balancing.h"
#include "learner/sonde-learner-integrator.h"
#include "learner/sonde-learner-nd.h"
#include "learner/sonde-learner-options.h"
#include "learner/sonde-learner-private.h"
#include "learner/sonde-learner-sequence.h"

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
  { "2d", sonde_learner_2d_new_from_spec },
  { "nd", sonde_learner_nd_new_from_spec },
  { "average", sonde_learner_average_new_from_spec },
  { "average1d", sonde_learner_average1d_new_from_spec },
  { "integrator", sonde_learner_integrator_new_from_spec },
  { "sequence", sonde_learner_sequence_new_from_spec },
  { "balancing", sonde_learner_balancing_new_from_spec },
};

/* "learn_on": a component of the values by its number, from 0, or by the name that charts give it, "y1" for the first. */
static gboolean
read_learn_on (JsonObject  *spec,
               gboolean    *is_there,
               guint       *output,
               char       **path_of_fault,
               GError     **error)
{
  JsonNode *node = json_object_get_member (spec, "learn_on");
  guint64 number;

  *is_there = node != NULL && !JSON_NODE_HOLDS_NULL (node);
  if (!*is_there)
    return TRUE;
  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    {
      const char *text = json_node_get_string (node);

      if (*text == 'y' && g_ascii_string_to_unsigned (text + 1, 10, 1, G_MAXINT, &number, NULL))
        {
          *output = (guint) number - 1;
          return TRUE;
        }
    }
  else if (sonde_options_get_count (spec, "learn_on", 0, output, NULL, NULL))
    return TRUE;
  sonde_options_fault ("learn_on", NULL, path_of_fault, error,
                       _("“learn_on” says which of several outputs drives sampling: the number of one, counted from 0, or its name "
                         "in charts, such as \"y1\" for the first."));
  return FALSE;
}

static SondeLearner *
finish (SondeLearner *learner,
        gboolean      learns_on,
        guint         output)
{
  if (learner != NULL && learns_on)
    _sonde_learner_learn_on (learner, output);
  return learner;
}

/**
 * sonde_learner_new_from_spec:
 * @spec: the member "learner" of a study; every kind knows "learn_on", which of several outputs drives sampling
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
  gboolean learns_on = FALSE;
  guint output = 0;

  g_return_val_if_fail (spec != NULL && domain != NULL, NULL);

  if (path_of_fault != NULL)
    *path_of_fault = NULL;
  if (!sonde_options_get_string (spec, "kind", &kind, path_of_fault, error) ||
      !read_learn_on (spec, &learns_on, &output, path_of_fault, error))
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      if (g_strcmp0 (kind, kinds[i].kind) != 0)
        continue;
      if (kinds[i].construct != NULL)
        return finish (kinds[i].construct (spec, domain, path_of_fault, error), learns_on, output);
      sonde_options_fault ("kind", NULL, path_of_fault, error,
                           _("The learner “%s” is not supported by this version. Choose “1d”."), kind);
      return NULL;
    }
  sonde_options_fault ("kind", NULL, path_of_fault, error,
                       _("There is no learner “%s”. Choose “1d”, “2d”, “nd”, “average”, “average1d”, “integrator”, “sequence” or "
                         "“balancing”."), kind);
  return NULL;
}
