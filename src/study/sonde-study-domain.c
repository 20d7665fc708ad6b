/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "base/sonde-number.h"
#include "function/sonde-expression.h"
#include "study/sonde-json-private.h"
#include "study/sonde-study-private.h"

static const char * const known_keys[] = { "name", "unit", "min", "max", "integer", "scale", "values", NULL };

/* Beyond it whole numbers are not all there. */
#define MAX_WHOLE 9007199254740992.0

/* A word of the format that this version cannot sample. To pass over it would sample something else than was described. */
static void
sonde_study_refuse_values (SondeStudyCheck *check,
                           JsonObject      *variable,
                           const char      *prefix)
{
  g_autofree char *path = g_strconcat (prefix, "values", NULL);
  JsonNode *node = json_object_get_member (variable, "values");

  if (node != NULL && !JSON_NODE_HOLDS_NULL (node))
    _sonde_study_check_error (check, SONDE_STUDY_ERROR_INVALID, path,
                              _("\"%s\" is not supported by this version of Sonde: remove it."), "values");
}

/* A bound that is text says so itself when it only spells a number. */
static void
sonde_study_refuse_bound (SondeStudyCheck *check,
                          JsonNode        *node,
                          const char      *path)
{
  double value;

  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    {
      const char *text = json_node_get_string (node);

      if (sonde_number_parse_all (text, &value) && isnan (value))
        _sonde_study_check_error (check, SONDE_STUDY_ERROR_INVALID, path, _("This bound is not a number (\"%s\"): enter a finite number."), text);
      else if (sonde_number_parse_all (text, &value) && !isfinite (value))
        _sonde_study_check_error (check, SONDE_STUDY_ERROR_INVALID, path, _("This bound is infinite (\"%s\"): enter a finite number."), text);
      else
        _sonde_study_check_error (check, SONDE_STUDY_ERROR_INVALID, path, _("This bound is the text \"%s\": enter a number without quotes."), text);
      return;
    }
  _sonde_study_check_error (check, SONDE_STUDY_ERROR_INVALID, path, _("A bound must be a number, not %s."), _sonde_study_describe (node));
}

static gboolean
sonde_study_read_bound (SondeStudyCheck *check,
                        JsonObject      *variable,
                        const char      *prefix,
                        const char      *name,
                        double          *value)
{
  g_autofree char *path = g_strconcat (prefix, name, NULL);
  JsonNode *node = json_object_get_member (variable, name);

  if (node == NULL)
    {
      _sonde_study_check_error (check, SONDE_STUDY_ERROR_INVALID, path, _("A bound is missing: add \"%s\" with a number."), name);
      return FALSE;
    }
  if (!_sonde_json_get_double (node, value))
    {
      sonde_study_refuse_bound (check, node, path);
      return FALSE;
    }
  if (!isfinite (*value))
    {
      _sonde_study_check_error (check, SONDE_STUDY_ERROR_INVALID, path,
                                _("This bound is infinite: it is larger than every number that can be computed with. Enter one within ±1.79e308."));
      return FALSE;
    }
  return TRUE;
}

static gboolean
sonde_study_check_range (SondeStudyCheck *check,
                         const char      *prefix,
                         double           min,
                         double           max)
{
  g_autofree char *path = g_strconcat (prefix, "min", NULL);
  char lower[SONDE_NUMBER_LENGTH], upper[SONDE_NUMBER_LENGTH];
  double middle = min / 2 + max / 2;

  sonde_number_format (min, lower);
  sonde_number_format (max, upper);
  if (min > max)
    _sonde_study_check_error (check, SONDE_STUDY_ERROR_INVALID, path, _("The lower bound %s is above the upper bound %s: exchange them."), lower, upper);
  else if (min == max)
    _sonde_study_check_error (check, SONDE_STUDY_ERROR_INVALID, path, _("Both bounds are %s: make the upper bound larger than the lower."), lower);
  else if (!isfinite (max - min))
    _sonde_study_check_error (check, SONDE_STUDY_ERROR_INVALID, path, _("From %s to %s is further than can be computed with: take bounds nearer to one another."), lower, upper);
  else if (!(middle > min && middle < max))
    _sonde_study_check_error (check, SONDE_STUDY_ERROR_INVALID, path, _("Between %s and %s there is no other number: take bounds further apart."), lower, upper);
  else
    return TRUE;
  return FALSE;
}

static void
sonde_study_check_whole (SondeStudyCheck *check,
                         const char      *prefix,
                         const char      *name,
                         double           bound)
{
  g_autofree char *path = g_strconcat (prefix, name, NULL);
  char number[SONDE_NUMBER_LENGTH];

  sonde_number_format (bound, number);
  if (bound != floor (bound))
    _sonde_study_check_error (check, SONDE_STUDY_ERROR_INVALID, path,
                              _("The variable takes whole numbers only, but this bound is %s: enter a whole number."), number);
  else if (fabs (bound) > MAX_WHOLE)
    _sonde_study_check_error (check, SONDE_STUDY_ERROR_INVALID, path,
                              _("The variable takes whole numbers only, but beside %s they cannot be told apart: enter one within ±9.007e15."), number);
}

static gboolean
sonde_study_read_integer (SondeStudyCheck *check,
                          JsonObject      *variable,
                          const char      *prefix)
{
  g_autofree char *path = g_strconcat (prefix, "integer", NULL);
  JsonNode *node = json_object_get_member (variable, "integer");

  return node != NULL && !JSON_NODE_HOLDS_NULL (node) && _sonde_study_check_boolean (check, variable, "integer", path, FALSE);
}

static gboolean
sonde_study_read_scale (SondeStudyCheck *check,
                        JsonObject      *variable,
                        const char      *prefix)
{
  g_autofree char *path = g_strconcat (prefix, "scale", NULL);
  g_autofree char *scale = _sonde_study_check_string (check, variable, "scale", path);

  if (scale != NULL && !g_str_equal (scale, "linear") && !g_str_equal (scale, "log"))
    _sonde_study_check_error (check, SONDE_STUDY_ERROR_INVALID, path, _("There is no scale \"%s\": write \"log\" or \"linear\"."), scale);
  return g_strcmp0 (scale, "log") == 0;
}

/* What the kind of the variable asks of its bounds. */
static void
sonde_study_check_kind (SondeStudyCheck     *check,
                        const char          *prefix,
                        const SondeVariable *variable)
{
  g_autofree char *path = g_strconcat (prefix, "min", NULL);
  char lower[SONDE_NUMBER_LENGTH];

  if (variable->is_integer)
    {
      sonde_study_check_whole (check, prefix, "min", variable->min);
      sonde_study_check_whole (check, prefix, "max", variable->max);
    }
  sonde_number_format (variable->min, lower);
  if (variable->is_log && variable->min <= 0)
    _sonde_study_check_error (check, SONDE_STUDY_ERROR_INVALID, path,
                              _("A logarithmic variable must be above 0, but the lower bound is %s: enter a larger one, or make the scale linear."), lower);
}

static gboolean
sonde_study_name_is_taken (SondeDomain *domain,
                           const char  *name)
{
  for (guint i = 0; i < sonde_domain_get_ndim (domain); i++)
    if (g_str_equal (sonde_domain_get (domain, i)->name, name))
      return TRUE;
  return FALSE;
}

static char *
sonde_study_read_name (SondeStudyCheck *check,
                       JsonObject      *variable,
                       const char      *prefix,
                       SondeDomain     *before)
{
  g_autofree char *path = g_strconcat (prefix, "name", NULL);
  guint errors = check->n_errors;
  g_autofree char *name = _sonde_study_check_string (check, variable, "name", path);

  if (check->n_errors > errors)
    return NULL;
  if (name == NULL)
    _sonde_study_check_error (check, SONDE_STUDY_ERROR_INVALID, path, _("The variable has no name: add \"name\", such as \"x\"."));
  else if (!sonde_expression_is_name (name))
    _sonde_study_check_error (check, SONDE_STUDY_ERROR_INVALID, path,
                              _("\"%s\" cannot be the name of a variable: use letters, digits and _, beginning with a letter, and no name of a constant or function."), name);
  else if (sonde_study_name_is_taken (before, name))
    _sonde_study_check_error (check, SONDE_STUDY_ERROR_INVALID, path, _("Two variables are called \"%s\": rename one of them."), name);
  else
    return g_steal_pointer (&name);
  return NULL;
}

/* One variable. It also goes into @names_only, with bounds of no meaning, if its name is right: so the function can be
 * checked although bounds are wrong. */
static void
sonde_study_read_variable (SondeStudyCheck *check,
                           JsonNode        *node,
                           const char      *place,
                           SondeDomain     *domain,
                           SondeDomain     *names_only)
{
  g_autofree char *prefix = g_strconcat (place, ".", NULL);
  g_autofree char *unit_path = g_strconcat (prefix, "unit", NULL);
  g_autofree char *name = NULL;
  g_autofree char *unit = NULL;
  guint errors = check->n_errors;
  gboolean has_min, has_max;
  SondeVariable read = { NULL, };
  JsonObject *variable;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    {
      _sonde_study_check_error (check, SONDE_STUDY_ERROR_INVALID, place,
                                _("A variable is written as {\"name\": \"x\", \"min\": 0, \"max\": 1}, not as %s."), _sonde_study_describe (node));
      return;
    }
  variable = json_node_get_object (node);
  _sonde_study_check_keys (check, variable, place, known_keys);
  sonde_study_refuse_values (check, variable, prefix);
  read.name = name = sonde_study_read_name (check, variable, prefix, names_only);
  read.unit = unit = _sonde_study_check_string (check, variable, "unit", unit_path);
  has_min = sonde_study_read_bound (check, variable, prefix, "min", &read.min);
  has_max = sonde_study_read_bound (check, variable, prefix, "max", &read.max);
  read.is_integer = sonde_study_read_integer (check, variable, prefix);
  read.is_log = sonde_study_read_scale (check, variable, prefix);
  if (has_min && has_max && sonde_study_check_range (check, prefix, read.min, read.max))
    sonde_study_check_kind (check, prefix, &read);
  if (name != NULL)
    sonde_domain_add (names_only, name, unit, 0, 1);
  if (check->n_errors == errors)
    sonde_domain_add_variable (domain, &read);
}

/* The names of a sequence's columns, with units; bounds say nothing there. */
SondeDomain *
_sonde_study_read_columns (SondeStudyCheck *check,
                           JsonObject      *root)
{
  g_autoptr (SondeDomain) domain = sonde_domain_new ();
  JsonNode *node = json_object_get_member (root, "domain");
  JsonArray *list = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  guint errors = check->n_errors;

  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++)
    {
      g_autofree char *place = g_strdup_printf ("domain[%u]", i);
      g_autofree char *prefix = g_strconcat (place, ".", NULL);
      g_autofree char *unit_path = g_strconcat (prefix, "unit", NULL);
      JsonNode *element = json_array_get_element (list, i);
      g_autofree char *name = NULL;
      g_autofree char *unit = NULL;

      if (!JSON_NODE_HOLDS_OBJECT (element))
        {
          _sonde_study_check_error (check, SONDE_STUDY_ERROR_INVALID, place,
                                    _("A column is written as {\"name\": \"x\", \"values\": [1, 2, 5]}, not as %s."), _sonde_study_describe (element));
          continue;
        }
      _sonde_study_check_keys (check, json_node_get_object (element), place, known_keys);
      name = sonde_study_read_name (check, json_node_get_object (element), prefix, domain);
      unit = _sonde_study_check_string (check, json_node_get_object (element), "unit", unit_path);
      if (name != NULL)
        sonde_domain_add (domain, name, unit, 0, 1);
    }
  return check->n_errors == errors ? g_steal_pointer (&domain) : NULL;
}

/**
 * _sonde_study_read_domain:
 * @root: the study
 * @is_optional: whether there need not be a variable, since the learner has points of its own
 * @names_only: (out) (nullable): a domain with the right names but bounds of no meaning; %NULL if the names are wrong
 *
 * Returns: (transfer full) (nullable): the domain, if nothing is wrong with it
 */
SondeDomain *
_sonde_study_read_domain (SondeStudyCheck  *check,
                          JsonObject       *root,
                          gboolean          is_optional,
                          SondeDomain     **names_only)
{
  g_autoptr (SondeDomain) domain = sonde_domain_new ();
  g_autoptr (SondeDomain) names = sonde_domain_new ();
  JsonNode *node = json_object_get_member (root, "domain");
  guint errors = check->n_errors;
  JsonArray *list;

  *names_only = NULL;
  if (is_optional && (node == NULL || JSON_NODE_HOLDS_NULL (node) ||
                      (JSON_NODE_HOLDS_ARRAY (node) && json_array_get_length (json_node_get_array (node)) == 0)))
    {
      *names_only = g_steal_pointer (&names);
      return g_steal_pointer (&domain);
    }
  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node) || json_array_get_length (json_node_get_array (node)) == 0)
    {
      _sonde_study_check_error (check, SONDE_STUDY_ERROR_INVALID, "domain",
                                _("The domain must be a list with at least one variable, such as [{\"name\": \"x\", \"min\": 0, \"max\": 1}]."));
      return NULL;
    }
  list = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      g_autofree char *place = g_strdup_printf ("domain[%u]", i);

      sonde_study_read_variable (check, json_array_get_element (list, i), place, domain, names);
    }
  if (sonde_domain_get_ndim (names) == json_array_get_length (list))
    {
      _sonde_study_read_hull (check, root, names, check->n_errors == errors ? domain : NULL);
      _sonde_study_read_exclude (check, root, names, check->n_errors == errors ? domain : NULL);
      *names_only = g_steal_pointer (&names);
    }
  return check->n_errors == errors ? g_steal_pointer (&domain) : NULL;
}
