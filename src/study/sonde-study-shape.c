/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What cuts the domain down to less than a box: a hull of points, and an expression that excludes places. */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "base/sonde-number.h"
#include "function/sonde-expression.h"
#include "study/sonde-json-private.h"
#include "study/sonde-study-private.h"

/* How many places are looked at before it is said that an expression excludes all. */
#define N_PROBES 4096

/* Edges shorter than this part of the extent do not span a volume. */
#define FLAT 1e-9

/* One coordinate of a point of the hull. */
static gboolean
sonde_study_read_coordinate (SondeStudyCheck     *check,
                             JsonNode            *node,
                             const char          *place,
                             guint                index,
                             const SondeVariable *variable,
                             double              *value)
{
  g_autofree char *path = g_strdup_printf ("%s[%u]", place, index);
  char number[SONDE_NUMBER_LENGTH], lower[SONDE_NUMBER_LENGTH], upper[SONDE_NUMBER_LENGTH];

  if (!_sonde_json_get_double (node, value) || !isfinite (*value))
    {
      _sonde_study_check_error (check, SONDE_STUDY_ERROR_INVALID, path, _("A coordinate must be a finite number, not %s."),
                                _sonde_study_describe (node));
      return FALSE;
    }
  if (*value >= variable->min && *value <= variable->max)
    return TRUE;
  sonde_number_format (*value, number);
  sonde_number_format (variable->min, lower);
  sonde_number_format (variable->max, upper);
  _sonde_study_check_error (check, SONDE_STUDY_ERROR_INVALID, path,
                            _("%s = %s lies outside the bounds of %s, which are %s and %s: move the point, or widen the bounds."),
                            variable->name, number, variable->name, lower, upper);
  return FALSE;
}

static void
sonde_study_read_hull_point (SondeStudyCheck *check,
                             JsonNode        *node,
                             guint            index,
                             SondeDomain     *domain,
                             double          *point)
{
  g_autofree char *place = g_strdup_printf ("hull[%u]", index);
  guint ndim = sonde_domain_get_ndim (domain);

  if (!JSON_NODE_HOLDS_ARRAY (node) || json_array_get_length (json_node_get_array (node)) != ndim)
    {
      _sonde_study_check_error (check, SONDE_STUDY_ERROR_INVALID, place,
                                ngettext ("A point of the hull is a list of %u number, one for each variable.",
                                          "A point of the hull is a list of %u numbers, one for each variable.", ndim), ndim);
      return;
    }
  for (guint i = 0; i < ndim; i++)
    sonde_study_read_coordinate (check, json_array_get_element (json_node_get_array (node), i), place, i, sonde_domain_get (domain, i),
                                 &point[i]);
}

/* Whether the points span a volume, by elimination of the edges from the first point in units of the box, largest entry first. */
static gboolean
sonde_study_spans_volume (SondeDomain  *domain,
                          guint         n,
                          const double *points)
{
  guint ndim = sonde_domain_get_ndim (domain);
  g_autofree double *rows = g_new (double, (gsize) n * ndim);

  for (guint i = 0; i < n * ndim; i++)
    {
      const SondeVariable *variable = sonde_domain_get (domain, i % ndim);

      rows[i] = (points[i] - points[i % ndim]) / (variable->max - variable->min);
    }
  for (guint rank = 0; rank < ndim; rank++)
    {
      gsize best = 0;

      for (gsize i = 1; i < (gsize) n * ndim; i++)
        if (fabs (rows[i]) > fabs (rows[best]))
          best = i;
      if (fabs (rows[best]) < FLAT)
        return FALSE;
      for (guint i = 0; i < n; i++)
        {
          double factor = rows[i * ndim + best % ndim] / rows[best];

          for (guint j = 0; j < ndim && i != best / ndim; j++)
            rows[i * ndim + j] -= factor * rows[best / ndim * ndim + j];
        }
      for (guint j = 0; j < ndim; j++)
        rows[best / ndim * ndim + j] = 0;
    }
  return TRUE;
}

/**
 * _sonde_study_read_hull:
 * @names: the variables, with bounds of no meaning
 * @domain: (nullable): the domain being built; %NULL if something is wrong with it already
 *
 * Reads the key "hull": points whose convex hull is the domain.
 */
void
_sonde_study_read_hull (SondeStudyCheck *check,
                        JsonObject      *root,
                        SondeDomain     *names,
                        SondeDomain     *domain)
{
  JsonNode *node = json_object_get_member (root, "hull");
  guint ndim = sonde_domain_get_ndim (names);
  guint errors = check->n_errors;
  g_autofree double *points = NULL;
  guint n;

  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return;
  if (ndim < 2)
    {
      _sonde_study_check_error (check, SONDE_STUDY_ERROR_INVALID, "hull", _("A hull needs at least two variables: remove it, and set the bounds instead."));
      return;
    }
  if (!JSON_NODE_HOLDS_ARRAY (node) || json_array_get_length (json_node_get_array (node)) <= ndim)
    {
      _sonde_study_check_error (check, SONDE_STUDY_ERROR_INVALID, "hull", _("The hull must be a list of at least %u points."), ndim + 1);
      return;
    }
  if (domain == NULL)
    return;
  n = json_array_get_length (json_node_get_array (node));
  points = g_new0 (double, (gsize) n * ndim);
  for (guint i = 0; i < n; i++)
    sonde_study_read_hull_point (check, json_array_get_element (json_node_get_array (node), i), i, domain, points + (gsize) i * ndim);
  if (check->n_errors > errors)
    return;
  if (sonde_study_spans_volume (domain, n, points))
    sonde_domain_set_hull (domain, n, points);
  else
    _sonde_study_check_error (check, SONDE_STUDY_ERROR_INVALID, "hull", _("The points of the hull lie in one line or plane: add one beside it."));
}

/* A value that is not a number says nothing, so the place stays in. */
static gboolean
sonde_study_excludes (const double *x,
                      gpointer      data)
{
  double value = *sonde_expression_evaluate (data, x);

  return value != 0 && !isnan (value);
}

/* The element @index of the sequence of J. G. van der Corput in base @base. */
static double
sonde_study_corput (guint index,
                    guint base)
{
  double value = 0;
  double digit = 1;

  for (; index > 0; index /= base)
    {
      digit /= base;
      value += digit * (index % base);
    }
  return value;
}

/* Whether no place is left, as far as evenly spread ones (J. H. Halton's sequence) show. */
static gboolean
sonde_study_excludes_all (SondeDomain *domain)
{
  static const guint bases[] = { 2, 3, 5, 7, 11, 13, 17, 19, 23, 29 };
  guint ndim = sonde_domain_get_ndim (domain);
  g_autofree double *x = g_new (double, ndim);

  for (guint i = 0; i < N_PROBES; i++)
    {
      for (guint j = 0; j < ndim; j++)
        {
          const SondeVariable *variable = sonde_domain_get (domain, j);
          double min = sonde_variable_map (variable, variable->min);
          double max = sonde_variable_map (variable, variable->max);

          x[j] = sonde_variable_unmap (variable, min + (max - min) * sonde_study_corput (i, bases[j % G_N_ELEMENTS (bases)]));
        }
      if (!sonde_domain_excludes (domain, x))
        return FALSE;
    }
  return TRUE;
}

/**
 * _sonde_study_read_exclude:
 * @names: the variables
 * @domain: (nullable): the domain being built; %NULL if something is wrong with it already
 *
 * Reads the key "exclude": an expression in the variables; where it is true, the function is never asked for.
 */
void
_sonde_study_read_exclude (SondeStudyCheck *check,
                           JsonObject      *root,
                           SondeDomain     *names,
                           SondeDomain     *domain)
{
  g_autofree char *text = _sonde_study_check_string (check, root, "exclude", "exclude");
  g_autoptr (GPtrArray) variables = g_ptr_array_new ();
  g_autoptr (SondeExpression) expression = NULL;
  g_autoptr (GError) error = NULL;

  if (text == NULL)
    return;
  for (guint i = 0; i < sonde_domain_get_ndim (names); i++)
    g_ptr_array_add (variables, sonde_domain_get (names, i)->name);
  g_ptr_array_add (variables, NULL);
  expression = sonde_expression_new (text, (const char * const *) variables->pdata, NULL, &error);
  if (expression == NULL)
    _sonde_study_check_error (check, SONDE_STUDY_ERROR_INVALID, "exclude", "%s", error->message);
  else if (sonde_expression_get_n_results (expression) != 1)
    _sonde_study_check_error (check, SONDE_STUDY_ERROR_INVALID, "exclude",
                              _("One condition tells what is excluded, not a list: join several with ||, as in \"x < 0 || x > 1\"."));
  else if (domain != NULL)
    {
      sonde_domain_set_exclude (domain, text, sonde_study_excludes, g_steal_pointer (&expression), (GDestroyNotify) sonde_expression_free);
      if (sonde_study_excludes_all (domain))
        _sonde_study_check_error (check, SONDE_STUDY_ERROR_INVALID, "exclude", _("This excludes the whole domain: leave some of it to sample."));
    }
}
