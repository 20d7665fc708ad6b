/* SPDX-License-Identifier: GPL-3.0-or-later */

/* From the JSON of a study to its parts. Sections are read in the order of section 3 of the design; a fault in one never hides
 * those of another. */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "study/sonde-json-private.h"
#include "study/sonde-study-private.h"

#define DEFAULT_SAVE_INTERVAL 30.0

/* More tasks than this help no executor, and each takes memory. */
#define MAX_TASKS 1000000
#define MAX_RETRIES 1000000

static const char * const study_keys[] = {
  "sonde", "title", "description", "function", "domain", "hull", "exclude", "learner", "goal", "execution", "saving", NULL
};
static const char * const formula_keys[] = { "kind", "expression", "parameters", NULL };
static const char * const python_keys[] = { "kind", "file", "name", "parameters", "interpreter", NULL };
static const char * const program_keys[] = { "kind", "argv", "parameters", "environment", "folder", "persistent", NULL };
static const char * const library_keys[] = { "kind", "file", "symbol", "signature", "outputs", "parameters", NULL };
static const char * const execution_keys[] = {
  "executor", "ntasks", "retries", "raise_if_retries_exceeded", "max_rate", "timeout", "log", "shutdown_executor", NULL
};
static const char * const goal_keys[] = {
  "loss", "npoints", "duration", "end_time", "error", "expression", "any", "all", NULL
};
static const char * const saving_keys[] = { "interval", "command", NULL };

/* "goal" and "any[1].npoints" make "goal.any[1].npoints". */
static char *
sonde_study_join_path (const char *prefix,
                       const char *rest)
{
  if (rest == NULL || *rest == '\0')
    return g_strdup (prefix);
  return g_strconcat (prefix, *rest == '[' ? "" : ".", rest, NULL);
}

static void
sonde_study_pass_error (SondeStudyCheck *check,
                        const char      *prefix,
                        const char      *rest,
                        const GError    *error)
{
  g_autofree char *path = sonde_study_join_path (prefix, rest);

  _sonde_study_check_error (check, SONDE_STUDY_ERROR_INVALID, path, "%s", error->message);
}

static JsonObject *
sonde_study_new_kind (const char *kind)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "kind", kind);
  json_object_seal (object);
  return object;
}

/* Whether the text is of a version that can be read; the rest of a newer one may mean anything, so nothing more is read then. */
static gboolean
sonde_study_read_version (SondeStudyCheck *check,
                          JsonObject      *root)
{
  JsonNode *node = json_object_get_member (root, "sonde");
  double version;

  if (node == NULL)
    _sonde_study_check_error (check, SONDE_STUDY_ERROR_NOT_A_STUDY, "sonde",
                              _("This is not a Sonde study: it has no \"sonde\" key. If it is meant as one, add \"sonde\": %d."), SONDE_STUDY_VERSION);
  else if (!_sonde_json_get_double (node, &version) || version < 1 || version != floor (version))
    _sonde_study_check_error (check, SONDE_STUDY_ERROR_INVALID, "sonde", _("The version of the format must be a whole number: write %d."), SONDE_STUDY_VERSION);
  else if (version > SONDE_STUDY_VERSION)
    _sonde_study_check_error (check, SONDE_STUDY_ERROR_NEWER, "sonde",
                              _("This study was written by a newer version of Sonde (format %g; this version reads up to %d). Open it with the newer version."),
                              version, SONDE_STUDY_VERSION);
  else
    return TRUE;
  return FALSE;
}

static void
sonde_study_check_function_keys (SondeStudyCheck *check,
                                 JsonObject      *spec)
{
  static const struct { const char *kind; const char * const *keys; } kinds[] = {
    { "formula", formula_keys }, { "python", python_keys }, { "program", program_keys }, { "library", library_keys },
  };
  JsonNode *node = json_object_get_member (spec, "kind");
  const char *kind = node != NULL && JSON_NODE_HOLDS_VALUE (node) ? json_node_get_string (node) : NULL;

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_strcmp0 (kind, kinds[i].kind) == 0)
      _sonde_study_check_keys (check, spec, "function", kinds[i].keys);
}

/* Where the study names none. */
static const char *
sonde_study_get_default_kind (JsonObject *root)
{
  JsonNode *domain = json_object_get_member (root, "domain");
  guint ndim = domain != NULL && JSON_NODE_HOLDS_ARRAY (domain) ? json_array_get_length (json_node_get_array (domain)) : 1;

  return ndim < 2 ? "1d" : ndim == 2 ? "2d" : "nd";
}

static const char *
sonde_study_get_learner_kind (JsonObject *root)
{
  JsonNode *node = json_object_get_member (root, "learner");

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return sonde_study_get_default_kind (root);
  node = json_object_get_member (json_node_get_object (node), "kind");
  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
    return "";
  return json_node_get_string (node);
}

/* Those of the children of a balancing learner: each its own, or that of the study with other parameters. */
static void
sonde_study_read_functions (SondeStudyCheck *check,
                            JsonObject      *spec,
                            SondeDomain     *variables,
                            SondeStudyParts *parts)
{
  SondeDomain *own = parts->domain;
  g_autoptr (SondeFunction) function = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;

  if (spec != NULL)
    {
      parts->function = json_object_ref (spec);
      sonde_study_check_function_keys (check, spec);
    }
  else
    {
      parts->function = json_object_new ();
      json_object_set_string_member (parts->function, "kind", "formula");
      json_object_set_string_member (parts->function, "expression", "nan");
    }
  parts->domain = variables;
  function = _sonde_study_new_function (parts, &path, &error);
  parts->domain = own;
  if (function == NULL && error != NULL && error->domain != SONDE_LEARNER_ERROR)
    _sonde_study_check_error (check, SONDE_STUDY_ERROR_INVALID, path, "%s", error->message);
}

static void
sonde_study_read_function (SondeStudyCheck *check,
                           JsonObject      *root,
                           SondeDomain     *names,
                           SondeDomain     *variables,
                           SondeStudyParts *parts)
{
  JsonObject *spec = _sonde_study_check_object (check, root, "function", "function");
  g_autoptr (SondeFunction) function = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;

  if (g_str_equal (sonde_study_get_learner_kind (root), "balancing") && variables != NULL)
    {
      sonde_study_read_functions (check, spec, variables, parts);
      return;
    }
  if (!json_object_has_member (root, "function"))
    _sonde_study_check_error (check, SONDE_STUDY_ERROR_INVALID, "function",
                              _("There is no function to sample: add \"function\": {\"kind\": \"formula\", \"expression\": \"…\"}."));
  if (spec == NULL)
    return;

  parts->function = json_object_ref (spec);
  sonde_study_check_function_keys (check, spec);
  if (names == NULL)
    return;
  function = sonde_function_new_from_spec (spec, names, &path, &error);
  if (function == NULL)
    sonde_study_pass_error (check, "function", path, error);
}

/* The values of a sequence may stand in the domain, beside the names of the variables: then they are its product. */
static JsonObject *
sonde_study_take_values (JsonObject *root,
                         JsonObject *spec)
{
  JsonNode *domain = json_object_get_member (root, "domain");
  JsonArray *list = domain != NULL && JSON_NODE_HOLDS_ARRAY (domain) ? json_node_get_array (domain) : NULL;
  g_autoptr (JsonObject) product = json_object_new ();
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), spec);
  JsonObject *copy;

  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++)
    {
      JsonNode *element = json_array_get_element (list, i);
      JsonObject *variable = JSON_NODE_HOLDS_OBJECT (element) ? json_node_get_object (element) : NULL;

      if (variable == NULL || !json_object_has_member (variable, "values") || !json_object_has_member (variable, "name"))
        return json_object_ref (spec);
      json_object_set_member (product, json_object_get_string_member_with_default (variable, "name", ""),
                              json_object_dup_member (variable, "values"));
    }
  if (json_object_get_size (product) == 0 || json_object_has_member (spec, "sequence") || json_object_has_member (spec, "product"))
    return json_object_ref (spec);
  {
    g_autoptr (JsonNode) whole = _sonde_json_copy (node);

    copy = json_node_dup_object (whole);
  }
  json_object_set_object_member (copy, "product", g_steal_pointer (&product));
  return copy;
}

static JsonObject *
sonde_study_new_learner_spec (JsonObject *root,
                              const char *kind)
{
  JsonNode *node = json_object_get_member (root, "learner");

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return sonde_study_new_kind (kind);
  if (g_str_equal (kind, "sequence"))
    return sonde_study_take_values (root, json_node_get_object (node));
  if (g_str_equal (kind, "balancing"))
    return _sonde_study_complete_balancing (root, json_node_get_object (node));
  return json_object_ref (json_node_get_object (node));
}

static void
sonde_study_read_learner (SondeStudyCheck *check,
                          JsonObject      *root,
                          SondeDomain     *names,
                          SondeStudyParts *parts)
{
  JsonObject *spec = _sonde_study_check_object (check, root, "learner", "learner");
  g_autoptr (SondeLearner) learner = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  const char *kind;

  if (names == NULL || (spec == NULL && json_object_has_member (root, "learner")))
    return;
  kind = json_object_get_string_member_with_default (parts->learner, "kind", "");
  if (g_str_equal (kind, "1d") && sonde_domain_get_ndim (names) != 1)
    {
      _sonde_study_check_error (check, SONDE_STUDY_ERROR_INVALID, spec != NULL ? "learner.kind" : "domain",
                                ngettext ("The learner \"1d\" samples one variable, but the domain has %u: choose \"2d\" or \"nd\", or leave one of them.",
                                          "The learner \"1d\" samples one variable, but the domain has %u: choose \"2d\" or \"nd\", or leave one of them.",
                                          sonde_domain_get_ndim (names)),
                                sonde_domain_get_ndim (names));
      return;
    }
  learner = sonde_learner_new_from_spec (parts->learner, names, &path, &error);
  if (learner == NULL)
    sonde_study_pass_error (check, "learner", path, error);
  else
    parts->point_domain = sonde_domain_ref (sonde_learner_get_domain (learner));
}

static void
sonde_study_warn_of_goal_keys (SondeStudyCheck *check,
                               SondeGoal       *goal)
{
  const char * const *unknown = sonde_goal_get_unknown (goal);

  for (guint i = 0; unknown != NULL && unknown[i] != NULL; i++)
    {
      g_autofree char *path = sonde_study_join_path ("goal", unknown[i]);

      _sonde_study_warn_of_key (check, path, goal_keys);
    }
}

static gboolean
sonde_study_stops_by_itself (JsonObject *root)
{
  const char *kind = sonde_study_get_learner_kind (root);

  return g_str_equal (kind, "sequence") || g_str_equal (kind, "integrator");
}

static void
sonde_study_read_goal (SondeStudyCheck *check,
                       JsonObject      *root,
                       SondeStudyParts *parts)
{
  JsonNode *spec = json_object_get_member (root, "goal");
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;

  if (spec == NULL && g_str_equal (sonde_study_get_learner_kind (root), "average"))
    _sonde_study_check_warning (check, "goal", _("There is no goal, so the run goes on until it is cancelled. To stop it when the tolerance is reached, add \"goal\": {\"loss\": 1}."));
  else if (spec == NULL && !sonde_study_stops_by_itself (root))
    _sonde_study_check_warning (check, "goal", _("There is no goal, so the run goes on until it is cancelled. To stop it by itself, add \"goal\": {\"loss\": 0.01}."));
  parts->goal = sonde_goal_new_from_spec (spec, &path, &error);
  if (parts->goal == NULL)
    sonde_study_pass_error (check, "goal", path, error);
  else
    sonde_study_warn_of_goal_keys (check, parts->goal);
}

static void
sonde_study_read_executor (SondeStudyCheck *check,
                           JsonObject      *execution,
                           SondeStudyParts *parts)
{
  JsonObject *spec = _sonde_study_check_object (check, execution, "executor", "execution.executor");
  g_autoptr (SondeExecutor) executor = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;

  if (spec == NULL)
    return;
  json_object_unref (parts->executor);
  parts->executor = json_object_ref (spec);
  executor = sonde_executor_new_from_spec (spec, &path, &error);
  if (executor == NULL)
    sonde_study_pass_error (check, "execution.executor", path, error);
  else
    parts->timeout = sonde_executor_get_timeout (executor);
}

/* What stands here goes before a limit of the executor's own. */
static void
sonde_study_read_timeout (SondeStudyCheck *check,
                          JsonObject      *spec,
                          SondeStudyParts *parts)
{
  JsonNode *node = json_object_get_member (spec, "timeout");
  double seconds;

  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return;
  if (!_sonde_json_get_double (node, &seconds))
    _sonde_study_check_error (check, SONDE_STUDY_ERROR_INVALID, "execution.timeout",
                              _("The limit of time must be a number of seconds above 0, or null for none, not %s."),
                              _sonde_study_describe (node));
  else if (!(seconds > 0) || !isfinite (seconds))
    _sonde_study_check_error (check, SONDE_STUDY_ERROR_INVALID, "execution.timeout",
                              _("The limit of time is %g: enter a number of seconds above 0, or null for none."), seconds);
  else
    parts->timeout = seconds;
}

static void
sonde_study_read_max_rate (SondeStudyCheck *check,
                           JsonObject      *spec,
                           SondeStudyParts *parts)
{
  JsonNode *node = json_object_get_member (spec, "max_rate");
  double rate;

  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return;
  if (!_sonde_json_get_double (node, &rate))
    _sonde_study_check_error (check, SONDE_STUDY_ERROR_INVALID, "execution.max_rate",
                              _("The rate must be a number of evaluations a second above 0, or null for no limit, not %s."),
                              _sonde_study_describe (node));
  else if (!(rate > 0) || !isfinite (rate))
    _sonde_study_check_error (check, SONDE_STUDY_ERROR_INVALID, "execution.max_rate",
                              _("The rate is %g: enter a number of evaluations a second above 0, or null for no limit."), rate);
  else
    parts->max_rate = rate;
}

static void
sonde_study_read_execution (SondeStudyCheck *check,
                            JsonObject      *root,
                            SondeStudyParts *parts)
{
  JsonObject *spec = _sonde_study_check_object (check, root, "execution", "execution");

  parts->executor = sonde_study_new_kind ("threads");
  parts->raise_if_retries_exceeded = TRUE;
  if (spec == NULL)
    return;

  _sonde_study_check_keys (check, spec, "execution", execution_keys);
  sonde_study_read_executor (check, spec, parts);
  parts->ntasks = _sonde_study_check_count (check, spec, "ntasks", "execution.ntasks", MAX_TASKS);
  parts->retries = _sonde_study_check_count (check, spec, "retries", "execution.retries", MAX_RETRIES);
  parts->raise_if_retries_exceeded =
    _sonde_study_check_boolean (check, spec, "raise_if_retries_exceeded", "execution.raise_if_retries_exceeded", TRUE);
  parts->log = _sonde_study_check_boolean (check, spec, "log", "execution.log", FALSE);
  parts->shutdown_executor = _sonde_study_check_boolean (check, spec, "shutdown_executor", "execution.shutdown_executor", FALSE);
  sonde_study_read_max_rate (check, spec, parts);
  sonde_study_read_timeout (check, spec, parts);
}

static void
sonde_study_refuse_command (SondeStudyCheck *check)
{
  _sonde_study_check_error (check, SONDE_STUDY_ERROR_INVALID, "saving.command",
                            _("The command must be a text such as \"cp {file} /backup\", or a list of texts, the program first; null for none."));
}

/* A list of arguments, or a text that is split as a shell does it, without being one. */
static char **
sonde_study_split_command (SondeStudyCheck *check,
                           JsonNode        *node)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr (GError) error = NULL;
  char **argv = NULL;

  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    {
      if (!g_shell_parse_argv (json_node_get_string (node), NULL, &argv, &error))
        _sonde_study_check_error (check, SONDE_STUDY_ERROR_INVALID, "saving.command", _("The command cannot be split into arguments: %s"),
                                  error->message);
      return argv;
    }
  for (guint i = 0; JSON_NODE_HOLDS_ARRAY (node) && i < json_array_get_length (json_node_get_array (node)); i++)
    {
      JsonNode *element = json_array_get_element (json_node_get_array (node), i);

      if (!JSON_NODE_HOLDS_VALUE (element) || json_node_get_value_type (element) != G_TYPE_STRING)
        {
          sonde_study_refuse_command (check);
          return NULL;
        }
      g_strv_builder_add (builder, json_node_get_string (element));
    }
  argv = g_strv_builder_end (builder);
  if (argv[0] != NULL && *argv[0] != '\0')
    return argv;
  sonde_study_refuse_command (check);
  g_strfreev (argv);
  return NULL;
}

static void
sonde_study_read_saving (SondeStudyCheck *check,
                         JsonObject      *root,
                         SondeStudyParts *parts)
{
  JsonObject *spec = _sonde_study_check_object (check, root, "saving", "saving");
  JsonNode *node;
  double interval;

  parts->save_interval = DEFAULT_SAVE_INTERVAL;
  if (spec == NULL)
    return;
  _sonde_study_check_keys (check, spec, "saving", saving_keys);
  node = json_object_get_member (spec, "command");
  if (node != NULL && !JSON_NODE_HOLDS_NULL (node))
    parts->save_command = sonde_study_split_command (check, node);
  node = json_object_get_member (spec, "interval");
  if (node == NULL)
    return;
  if (!_sonde_json_get_double (node, &interval))
    _sonde_study_check_error (check, SONDE_STUDY_ERROR_INVALID, "saving.interval", _("The interval must be a number of seconds, not %s."),
                              _sonde_study_describe (node));
  else if (!(interval > 0) || !isfinite (interval))
    _sonde_study_check_error (check, SONDE_STUDY_ERROR_INVALID, "saving.interval", _("The interval is %g: enter a number of seconds above 0."), interval);
  else
    parts->save_interval = interval;
}

/**
 * _sonde_study_read:
 * @root: the JSON of a study
 * @parts: (out caller-allocates): what it says; to be cleared also when there are errors, of which @check knows
 */
void
_sonde_study_read (SondeStudyCheck *check,
                   JsonNode        *root,
                   SondeStudyParts *parts)
{
  g_autoptr (SondeDomain) names = NULL;
  SondeDomain *variables;
  JsonObject *object;
  const char *kind;

  memset (parts, 0, sizeof *parts);
  if (!JSON_NODE_HOLDS_OBJECT (root))
    {
      _sonde_study_check_error (check, SONDE_STUDY_ERROR_NOT_A_STUDY, NULL, _("A study is an object in braces {…}, not %s."), _sonde_study_describe (root));
      return;
    }
  object = json_node_get_object (root);
  if (!sonde_study_read_version (check, object))
    return;

  _sonde_study_check_keys (check, object, "", study_keys);
  parts->title = _sonde_study_check_string (check, object, "title", "title");
  parts->description = _sonde_study_check_string (check, object, "description", "description");
  kind = sonde_study_get_learner_kind (object);
  if (g_str_equal (kind, "sequence"))
    parts->domain = _sonde_study_read_columns (check, object);
  else
    parts->domain = _sonde_study_read_domain (check, object, g_str_equal (kind, "average") || g_str_equal (kind, "balancing"), &names);
  variables = parts->domain != NULL ? parts->domain : names;
  parts->learner = sonde_study_new_learner_spec (object, kind);
  if (variables != NULL)
    parts->function_domain = _sonde_study_new_function_domain (parts->learner, variables);
  sonde_study_read_function (check, object, parts->function_domain, variables, parts);
  sonde_study_read_learner (check, object, variables, parts);
  sonde_study_read_goal (check, object, parts);
  sonde_study_read_execution (check, object, parts);
  sonde_study_read_saving (check, object, parts);
}

void
_sonde_study_parts_clear (SondeStudyParts *parts)
{
  g_clear_pointer (&parts->save_command, g_strfreev);
  g_clear_pointer (&parts->title, g_free);
  g_clear_pointer (&parts->description, g_free);
  g_clear_pointer (&parts->function, json_object_unref);
  g_clear_pointer (&parts->domain, sonde_domain_unref);
  g_clear_pointer (&parts->point_domain, sonde_domain_unref);
  g_clear_pointer (&parts->function_domain, sonde_domain_unref);
  g_clear_pointer (&parts->learner, json_object_unref);
  g_clear_pointer (&parts->executor, json_object_unref);
  g_clear_pointer (&parts->goal, sonde_goal_unref);
}
