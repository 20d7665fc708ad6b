/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "learner/sonde-learner-balancing.h"
#include "study/sonde-json-private.h"
#include "study/sonde-study-private.h"

struct _SondeStudy
{
  GObject          parent_instance;

  /* sealed: shared freely */
  JsonNode        *root;
  SondeStudyParts  parts;
};

G_DEFINE_FINAL_TYPE (SondeStudy, sonde_study, G_TYPE_OBJECT)
G_DEFINE_QUARK (sonde-study-error-quark, sonde_study_error)

static void
sonde_study_finalize (GObject *object)
{
  SondeStudy *self = SONDE_STUDY (object);

  _sonde_study_parts_clear (&self->parts);
  g_clear_pointer (&self->root, json_node_unref);
  G_OBJECT_CLASS (sonde_study_parent_class)->finalize (object);
}

static void
sonde_study_class_init (SondeStudyClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sonde_study_finalize;
}

static void
sonde_study_init (SondeStudy *self)
{
}

/* The first error among the diagnostics as one sentence: "domain[0].min: The lower bound …". */
static void
sonde_study_set_error (const SondeStudyCheck  *check,
                       guint                   first,
                       GError                **error)
{
  for (guint i = first; i < check->diagnostics->len; i++)
    {
      SondeDiagnostic *diagnostic = g_ptr_array_index (check->diagnostics, i);
      const char *path = sonde_diagnostic_get_path (diagnostic);

      if (sonde_diagnostic_get_severity (diagnostic) != SONDE_SEVERITY_ERROR)
        continue;
      g_set_error (error, SONDE_STUDY_ERROR, check->code, "%s%s%s", path != NULL ? path : "", path != NULL ? ": " : "",
                   sonde_diagnostic_get_message (diagnostic));
      return;
    }
}

/**
 * _sonde_study_new_checked:
 * @root: the JSON of a study; copied
 * @diagnostics: (element-type SondeDiagnostic) (nullable): what is found is appended
 * @error: return location for the first error, with the right code
 *
 * Returns: (transfer full) (nullable): the study
 */
SondeStudy *
_sonde_study_new_checked (JsonNode   *root,
                          GPtrArray  *diagnostics,
                          GError    **error)
{
  g_autoptr (SondeStudy) self = g_object_new (SONDE_TYPE_STUDY, NULL);
  g_autoptr (GPtrArray) found = diagnostics != NULL ? g_ptr_array_ref (diagnostics) : g_ptr_array_new_with_free_func (g_object_unref);
  SondeStudyCheck check = { found, 0, SONDE_STUDY_ERROR_INVALID };
  guint first = found->len;

  self->root = _sonde_json_copy (root);
  json_node_seal (self->root);
  _sonde_study_read (&check, self->root, &self->parts);
  if (check.n_errors == 0)
    return g_steal_pointer (&self);
  sonde_study_set_error (&check, first, error);
  return NULL;
}

/**
 * _sonde_study_parse_length:
 * @diagnostics: (element-type SondeDiagnostic) (nullable): what is found is appended, also a fault of the JSON
 *
 * Returns: (transfer full) (nullable): the study that is in @text
 */
SondeStudy *
_sonde_study_parse_length (const char  *text,
                           gssize       length,
                           GPtrArray   *diagnostics,
                           GError     **error)
{
  g_autoptr (GError) fault = NULL;
  g_autoptr (JsonNode) root = _sonde_json_parse (text, length, &fault);

  if (root != NULL)
    return _sonde_study_new_checked (root, diagnostics, error);
  if (diagnostics != NULL)
    g_ptr_array_add (diagnostics, sonde_diagnostic_new (SONDE_SEVERITY_ERROR, NULL, fault->message));
  g_propagate_error (error, g_steal_pointer (&fault));
  return NULL;
}

/**
 * sonde_study_new_from_node:
 * @node: the JSON of a study; it is copied
 * @diagnostics: (element-type SondeDiagnostic): all that is wrong or worth a warning is appended, each with its JSON path
 *
 * Returns: (transfer full) (nullable): the study, %NULL if a diagnostic is an error
 */
SondeStudy *
sonde_study_new_from_node (JsonNode  *node,
                           GPtrArray *diagnostics)
{
  g_return_val_if_fail (node != NULL, NULL);
  g_return_val_if_fail (diagnostics != NULL, NULL);

  return _sonde_study_new_checked (node, diagnostics, NULL);
}

/**
 * sonde_study_new_from_text:
 * @text: a study as JSON
 * @length: its length in bytes, or -1
 * @diagnostics: (element-type SondeDiagnostic): as for [ctor@Study.new_from_node]; a fault of the JSON itself has no path and
 *   names line and column
 *
 * Returns: (transfer full) (nullable): the study, %NULL if a diagnostic is an error
 */
SondeStudy *
sonde_study_new_from_text (const char *text,
                           gssize      length,
                           GPtrArray  *diagnostics)
{
  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (diagnostics != NULL, NULL);

  return _sonde_study_parse_length (text, length, diagnostics, NULL);
}

/**
 * sonde_study_parse:
 * @text: a study as JSON
 * @error: return location for a #SondeStudyError, "domain[0].min: …"
 *
 * Returns: (transfer full) (nullable): the study
 */
SondeStudy *
sonde_study_parse (const char  *text,
                   GError     **error)
{
  g_return_val_if_fail (text != NULL, NULL);

  return _sonde_study_parse_length (text, -1, NULL, error);
}

/**
 * sonde_study_to_node:
 *
 * Returns: (transfer full): the JSON of the study with all that was in it, also unknown keys; sealed, so edit a copy with
 *   sonde_study_node_set()
 */
JsonNode *
sonde_study_to_node (SondeStudy *self)
{
  g_return_val_if_fail (SONDE_IS_STUDY (self), NULL);

  return json_node_ref (self->root);
}

static char *
sonde_study_to_text (SondeStudy *self,
                     int         indent)
{
  GString *text = g_string_new (NULL);

  _sonde_json_append (text, self->root, indent);
  if (indent >= 0)
    g_string_append_c (text, '\n');
  return g_string_free (text, FALSE);
}

/**
 * sonde_study_to_line:
 *
 * Returns: (transfer full): the JSON without line breaks, as in the first line of a run file
 */
char *
sonde_study_to_line (SondeStudy *self)
{
  g_return_val_if_fail (SONDE_IS_STUDY (self), NULL);

  return sonde_study_to_text (self, -1);
}

/**
 * sonde_study_to_pretty_text:
 *
 * Returns: (transfer full): the JSON for people, indented, with a final line break
 */
char *
sonde_study_to_pretty_text (SondeStudy *self)
{
  g_return_val_if_fail (SONDE_IS_STUDY (self), NULL);

  return sonde_study_to_text (self, 0);
}

/**
 * sonde_study_get_title:
 *
 * Returns: (nullable): the title, if it has one
 */
const char *
sonde_study_get_title (SondeStudy *self)
{
  g_return_val_if_fail (SONDE_IS_STUDY (self), NULL);

  return self->parts.title;
}

/**
 * sonde_study_get_description:
 *
 * Returns: (nullable): a sentence on what the study is about, if it has one
 */
const char *
sonde_study_get_description (SondeStudy *self)
{
  g_return_val_if_fail (SONDE_IS_STUDY (self), NULL);

  return self->parts.description;
}

const char *
sonde_study_get_function_kind (SondeStudy *self)
{
  g_return_val_if_fail (SONDE_IS_STUDY (self), NULL);

  return json_object_get_string_member (self->parts.function, "kind");
}

/**
 * sonde_study_get_function_spec:
 *
 * Returns: (transfer none): the member "function"; sealed
 */
JsonObject *
sonde_study_get_function_spec (SondeStudy *self)
{
  g_return_val_if_fail (SONDE_IS_STUDY (self), NULL);

  return self->parts.function;
}

SondeDomain *
sonde_study_get_domain (SondeStudy *self)
{
  g_return_val_if_fail (SONDE_IS_STUDY (self), NULL);

  return self->parts.domain;
}

/**
 * sonde_study_get_point_domain:
 *
 * Returns: (transfer none): what the learner's points consist of, which the run file and exports tell: the variables of the domain, but
 *   for learners with points of their own, such as the seeds of an average
 */
SondeDomain *
sonde_study_get_point_domain (SondeStudy *self)
{
  g_return_val_if_fail (SONDE_IS_STUDY (self), NULL);

  return self->parts.point_domain;
}

/**
 * sonde_study_get_function_domain:
 *
 * Returns: (transfer none): the variables that the function is called with
 */
SondeDomain *
sonde_study_get_function_domain (SondeStudy *self)
{
  g_return_val_if_fail (SONDE_IS_STUDY (self), NULL);

  return self->parts.function_domain;
}

SondeGoal *
sonde_study_get_goal (SondeStudy *self)
{
  g_return_val_if_fail (SONDE_IS_STUDY (self), NULL);

  return self->parts.goal;
}

guint
sonde_study_get_ntasks (SondeStudy *self)
{
  g_return_val_if_fail (SONDE_IS_STUDY (self), 0);

  return self->parts.ntasks;
}

guint
sonde_study_get_retries (SondeStudy *self)
{
  g_return_val_if_fail (SONDE_IS_STUDY (self), 0);

  return self->parts.retries;
}

gboolean
sonde_study_get_raise_if_retries_exceeded (SondeStudy *self)
{
  g_return_val_if_fail (SONDE_IS_STUDY (self), FALSE);

  return self->parts.raise_if_retries_exceeded;
}

gboolean
sonde_study_get_log (SondeStudy *self)
{
  g_return_val_if_fail (SONDE_IS_STUDY (self), FALSE);

  return self->parts.log;
}

gboolean
sonde_study_get_shutdown_executor (SondeStudy *self)
{
  g_return_val_if_fail (SONDE_IS_STUDY (self), FALSE);

  return self->parts.shutdown_executor;
}

/**
 * sonde_study_get_max_rate:
 *
 * Returns: how many evaluations may begin in a second, 0 for no limit
 */
double
sonde_study_get_max_rate (SondeStudy *self)
{
  g_return_val_if_fail (SONDE_IS_STUDY (self), 0);

  return self->parts.max_rate;
}

/**
 * sonde_study_get_timeout:
 *
 * Returns: how many seconds an evaluation may take, 0 for no limit
 */
double
sonde_study_get_timeout (SondeStudy *self)
{
  g_return_val_if_fail (SONDE_IS_STUDY (self), 0);

  return self->parts.timeout;
}

/**
 * sonde_study_get_save_interval:
 *
 * Returns: how often the run file is synced to disk, in seconds
 */
double
sonde_study_get_save_interval (SondeStudy *self)
{
  g_return_val_if_fail (SONDE_IS_STUDY (self), 0);

  return self->parts.save_interval;
}

/**
 * sonde_study_get_save_command:
 *
 * Returns: (transfer none) (nullable) (array zero-terminated=1): what is run after each save, the program first; "{file}" in it stands for
 *   the path of the run file. It is code, see sonde_trust_is_granted()
 */
const char * const *
sonde_study_get_save_command (SondeStudy *self)
{
  g_return_val_if_fail (SONDE_IS_STUDY (self), NULL);

  return (const char * const *) self->parts.save_command;
}

/**
 * sonde_study_create_function:
 *
 * Returns: (transfer full): a new function of the learner's points as described. Nothing of it runs yet.
 */
SondeFunction *
sonde_study_create_function (SondeStudy *self)
{
  g_autoptr (GError) error = NULL;
  SondeFunction *function;

  g_return_val_if_fail (SONDE_IS_STUDY (self), NULL);

  function = _sonde_study_new_function (&self->parts, NULL, &error);
  if (function == NULL)
    g_critical ("A function that was checked cannot be created: %s", error->message);
  return function;
}

/**
 * sonde_study_create_plain_function:
 *
 * Returns: (transfer full): a new function as described, of its own variables, see sonde_study_get_function_domain()
 */
SondeFunction *
sonde_study_create_plain_function (SondeStudy *self)
{
  g_autoptr (JsonObject) spec = NULL;
  g_autoptr (SondeDomain) domain = NULL;
  g_autoptr (GError) error = NULL;
  SondeFunction *function;

  g_return_val_if_fail (SONDE_IS_STUDY (self), NULL);

  spec = _sonde_study_get_first_function (&self->parts, &domain);
  function = sonde_function_new_from_spec (spec, domain, NULL, &error);
  if (function == NULL)
    g_critical ("A function that was checked cannot be created: %s", error->message);
  return function;
}

/**
 * sonde_study_create_learner:
 *
 * Returns: (transfer full): a new learner as described, without data
 */
SondeLearner *
sonde_study_create_learner (SondeStudy *self)
{
  g_autoptr (GError) error = NULL;
  SondeLearner *learner;

  g_return_val_if_fail (SONDE_IS_STUDY (self), NULL);

  learner = sonde_learner_new_from_spec (self->parts.learner, self->parts.domain, NULL, &error);
  if (learner == NULL)
    g_critical ("A learner that was checked cannot be created: %s", error->message);
  return learner;
}

/* What of a learner's description may change while it has results. */
void
_sonde_study_apply_strategy (SondeStudy   *self,
                             SondeLearner *learner)
{
  SondeStrategy strategy = SONDE_STRATEGY_LOSS_IMPROVEMENTS;

  if (!SONDE_IS_LEARNER_BALANCING (learner))
    return;
  sonde_strategy_parse (json_object_get_string_member_with_default (self->parts.learner, "strategy", "loss_improvements"), &strategy);
  if (strategy != sonde_learner_balancing_get_strategy (SONDE_LEARNER_BALANCING (learner)))
    sonde_learner_balancing_set_strategy (SONDE_LEARNER_BALANCING (learner), strategy);
}

/**
 * sonde_study_create_executor:
 *
 * Returns: (transfer full): a new executor as described
 */
SondeExecutor *
sonde_study_create_executor (SondeStudy *self)
{
  g_autoptr (GError) error = NULL;
  SondeExecutor *executor;

  g_return_val_if_fail (SONDE_IS_STUDY (self), NULL);

  executor = sonde_executor_new_from_spec (self->parts.executor, NULL, &error);
  if (executor == NULL)
    g_critical ("An executor that was checked cannot be created: %s", error->message);
  else
    sonde_executor_set_timeout (executor, self->parts.timeout);
  return executor;
}

static gboolean
sonde_study_same_object (JsonObject *a,
                         JsonObject *b)
{
  g_autoptr (JsonNode) node_a = json_node_init_object (json_node_alloc (), a);
  g_autoptr (JsonNode) node_b = json_node_init_object (json_node_alloc (), b);

  return _sonde_json_equal (node_a, node_b);
}

static gboolean
sonde_study_same_function (JsonObject *a,
                           JsonObject *b)
{
  return sonde_study_same_object (a, b) || sonde_function_spec_same (a, b);
}

/* The learner's description with the default loss left out, which says the same. */
static JsonObject *
sonde_study_bare_learner (JsonObject *spec)
{
  JsonObject *loss = NULL;
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), spec);
  g_autoptr (JsonNode) copy = _sonde_json_copy (node);
  JsonNode *member = json_object_get_member (spec, "loss");

  if (member != NULL && JSON_NODE_HOLDS_OBJECT (member))
    loss = json_node_get_object (member);
  if (loss != NULL && json_object_get_size (loss) == 1 && g_strcmp0 (json_object_get_string_member_with_default (loss, "kind", NULL), "default") == 0)
    json_object_remove_member (json_node_get_object (copy), "loss");
  /* how children are chosen may change while they are sampled */
  if (g_strcmp0 (json_object_get_string_member_with_default (spec, "kind", NULL), "balancing") == 0
      && json_object_has_member (spec, "strategy"))
    json_object_remove_member (json_node_get_object (copy), "strategy");
  return json_node_dup_object (copy);
}

/**
 * sonde_study_same_sampling:
 *
 * Returns: whether results of @self are results of @other too: the same function, wherever its files lie, domain and learner
 */
gboolean
sonde_study_same_sampling (SondeStudy *self,
                           SondeStudy *other)
{
  g_autoptr (JsonObject) learner = NULL;
  g_autoptr (JsonObject) other_learner = NULL;

  g_return_val_if_fail (SONDE_IS_STUDY (self), FALSE);
  g_return_val_if_fail (SONDE_IS_STUDY (other), FALSE);

  learner = sonde_study_bare_learner (self->parts.learner);
  other_learner = sonde_study_bare_learner (other->parts.learner);
  return sonde_study_same_function (self->parts.function, other->parts.function)
         && sonde_domain_equal (self->parts.domain, other->parts.domain)
         && sonde_study_same_object (learner, other_learner);
}

/**
 * _sonde_study_equal_function:
 *
 * Returns: whether both describe their function in the same words
 */
gboolean
_sonde_study_equal_function (SondeStudy *self,
                             SondeStudy *other)
{
  return sonde_study_same_object (self->parts.function, other->parts.function);
}

/**
 * _sonde_study_same_executor:
 *
 * Returns: whether both are to be evaluated at the same place
 */
gboolean
_sonde_study_same_executor (SondeStudy *self,
                            SondeStudy *other)
{
  return sonde_study_same_object (self->parts.executor, other->parts.executor);
}
