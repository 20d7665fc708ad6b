/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <pthread.h>
#include <string.h>
#include <time.h>

#include "base/sonde-points.h"
#include "function/sonde-expression.h"
#include "function/sonde-formula.h"
#include "function/sonde-function-private.h"

/* A compiled expression serves one thread at a time. Compiled ones that nobody uses wait in a stack; a thread takes one
 * for a batch, or compiles another when there is none, so that there are never more than threads.
 *
 * Points are evaluated in chunks and a chunk is timed as a whole: reading the clock costs half as much as a short formula. */

#define CHUNK 64

typedef struct
{
  SondeExpression *expression;
  double          *values;      /* the variables, then the parameters */
  double          *results;     /* CHUNK × stride */
} Evaluator;

struct _SondeFormula
{
  SondeFunction    parent_instance;

  char            *expression;
  guint            vdim;
  GStrv            names;       /* of the variables, then of the parameters */
  double          *parameters;
  guint            n_parameters;

  pthread_mutex_t  mutex;       /* guards idle; of pthread, because the thread sanitizer cannot see into GMutex */
  GPtrArray       *idle;
};

typedef struct
{
  SondeFunctionClass parent_class;
} SondeFormulaClass;

G_DEFINE_FINAL_TYPE (SondeFormula, sonde_formula, SONDE_TYPE_FUNCTION)

static void
evaluator_free (Evaluator *evaluator)
{
  sonde_expression_free (evaluator->expression);
  g_free (evaluator->values);
  g_free (evaluator->results);
  g_free (evaluator);
}

static Evaluator *
evaluator_new (SondeFormula  *self,
               int           *position,
               GError       **error)
{
  guint ndim = sonde_function_get_ndim (SONDE_FUNCTION (self));
  SondeExpression *expression;
  Evaluator *evaluator;

  expression = sonde_expression_new (self->expression, (const char * const *) self->names, position, error);
  if (expression == NULL)
    return NULL;

  evaluator = g_new (Evaluator, 1);
  evaluator->expression = expression;
  evaluator->values = g_new0 (double, ndim + self->n_parameters);
  if (self->n_parameters > 0)
    memcpy (evaluator->values + ndim, self->parameters, self->n_parameters * sizeof (double));
  evaluator->results = g_new (double, (gsize) CHUNK * sonde_expression_get_n_results (expression));
  return evaluator;
}

static Evaluator *
sonde_formula_take_evaluator (SondeFormula *self)
{
  Evaluator *evaluator = NULL;

  pthread_mutex_lock (&self->mutex);
  if (self->idle->len > 0)
    evaluator = g_ptr_array_steal_index_fast (self->idle, self->idle->len - 1);
  pthread_mutex_unlock (&self->mutex);

  /* What compiled once compiles again. */
  return evaluator != NULL ? evaluator : evaluator_new (self, NULL, NULL);
}

static void
sonde_formula_return_evaluator (SondeFormula *self,
                                Evaluator    *evaluator)
{
  pthread_mutex_lock (&self->mutex);
  g_ptr_array_add (self->idle, evaluator);
  pthread_mutex_unlock (&self->mutex);
}

static gint64
get_nanoseconds (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);
  return (gint64) now.tv_sec * 1000000000 + now.tv_nsec;
}

static void
evaluate_chunk (SondeFormula *self,
                Evaluator    *evaluator,
                SondeBatch   *batch,
                guint         first,
                guint         n)
{
  gsize stride = SONDE_STRIDE (self->vdim);
  gint64 start = get_nanoseconds ();
  double seconds;

  for (guint i = 0; i < n; i++)
    {
      const double *y;

      memcpy (evaluator->values, batch->x + (gsize) (first + i) * batch->ndim, batch->ndim * sizeof (double));
      y = sonde_expression_evaluate (evaluator->expression, evaluator->values);
      memcpy (evaluator->results + i * stride, y, stride * sizeof (double));
    }
  seconds = (get_nanoseconds () - start) * 1e-9 / n;

  for (guint i = 0; i < n; i++)
    sonde_batch_set_value (batch, first + i, evaluator->results + i * stride, self->vdim, seconds);
}

static void
sonde_formula_evaluate (SondeFunction *function,
                        SondeBatch    *batch,
                        GCancellable  *cancellable)
{
  SondeFormula *self = SONDE_FORMULA (function);
  Evaluator *evaluator = sonde_formula_take_evaluator (self);

  for (guint i = 0; i < batch->n && !g_cancellable_is_cancelled (cancellable); i += CHUNK)
    evaluate_chunk (self, evaluator, batch, i, MIN (CHUNK, batch->n - i));

  sonde_formula_return_evaluator (self, evaluator);
}

static JsonObject *
sonde_formula_get_spec (SondeFunction *function)
{
  SondeFormula *self = SONDE_FORMULA (function);
  guint ndim = sonde_function_get_ndim (function);
  JsonObject *spec = json_object_new ();
  JsonObject *parameters = json_object_new ();
  JsonArray *variables = json_array_new ();

  for (guint i = 0; self->names[i] != NULL; i++)
    if (i < ndim)
      json_array_add_string_element (variables, self->names[i]);
    else
      json_object_set_double_member (parameters, self->names[i], self->parameters[i - ndim]);

  json_object_set_string_member (spec, "kind", "formula");
  json_object_set_string_member (spec, "expression", self->expression);
  json_object_set_array_member (spec, "variables", variables);
  json_object_set_object_member (spec, "parameters", parameters);
  return spec;
}

static void
sonde_formula_finalize (GObject *object)
{
  SondeFormula *self = SONDE_FORMULA (object);

  g_free (self->expression);
  g_strfreev (self->names);
  g_free (self->parameters);
  g_ptr_array_unref (self->idle);
  pthread_mutex_destroy (&self->mutex);
  G_OBJECT_CLASS (sonde_formula_parent_class)->finalize (object);
}

static void
sonde_formula_class_init (SondeFormulaClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sonde_formula_finalize;
  SONDE_FUNCTION_CLASS (klass)->evaluate = sonde_formula_evaluate;
  SONDE_FUNCTION_CLASS (klass)->get_spec = sonde_formula_get_spec;
}

static void
sonde_formula_init (SondeFormula *self)
{
  pthread_mutex_init (&self->mutex, NULL);
  self->idle = g_ptr_array_new_with_free_func ((GDestroyNotify) evaluator_free);
}

static gboolean
domain_has (SondeDomain *domain,
            const char  *name)
{
  for (guint i = 0; i < sonde_domain_get_ndim (domain); i++)
    if (g_str_equal (sonde_domain_get (domain, i)->name, name))
      return TRUE;
  return FALSE;
}

static gboolean
node_is_number (JsonNode *node,
                double   *value)
{
  if (!JSON_NODE_HOLDS_VALUE (node))
    return FALSE;
  if (json_node_get_value_type (node) != G_TYPE_INT64 && json_node_get_value_type (node) != G_TYPE_DOUBLE)
    return FALSE;
  *value = json_node_get_double (node);
  return isfinite (*value);
}

static gboolean
check_parameter (SondeDomain  *domain,
                 const char   *name,
                 JsonNode     *node,
                 double       *value,
                 GError      **error)
{
  if (!sonde_expression_is_name (name))
    g_set_error (error, SONDE_FUNCTION_ERROR, SONDE_FUNCTION_ERROR_SPEC,
                 _("“%s” cannot be the name of a parameter. Use letters, digits and underscores, beginning with a letter."),
                 name);
  else if (domain_has (domain, name))
    g_set_error (error, SONDE_FUNCTION_ERROR, SONDE_FUNCTION_ERROR_SPEC,
                 _("“%s” is already a variable of the domain. Give the parameter another name."), name);
  else if (!node_is_number (node, value))
    g_set_error (error, SONDE_FUNCTION_ERROR, SONDE_FUNCTION_ERROR_SPEC,
                 _("The parameter “%s” needs a finite number."), name);
  else
    return TRUE;
  return FALSE;
}

static gboolean
sonde_formula_set_parameters (SondeFormula  *self,
                              SondeDomain   *domain,
                              JsonObject    *parameters,
                              char         **path_of_fault,
                              GError       **error)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  for (guint i = 0; i < sonde_domain_get_ndim (domain); i++)
    g_strv_builder_add (names, sonde_domain_get (domain, i)->name);

  if (parameters != NULL)
    {
      self->parameters = g_new0 (double, json_object_get_size (parameters));
      json_object_iter_init_ordered (&iter, parameters);
      while (json_object_iter_next_ordered (&iter, &name, &node))
        {
          if (!check_parameter (domain, name, node, &self->parameters[self->n_parameters], error))
            {
              if (path_of_fault != NULL)
                *path_of_fault = g_strconcat ("parameters.", name, NULL);
              return FALSE;
            }
          g_strv_builder_add (names, name);
          self->n_parameters++;
        }
    }
  self->names = g_strv_builder_end (names);
  return TRUE;
}

/**
 * sonde_formula_new:
 * @expression: the formula, see [func@Expression.new]; commas at the outermost level make a vector
 * @domain: the variables
 * @parameters: (nullable): maps the names of parameters to numbers
 * @path_of_fault: (out) (optional) (transfer full): what is wrong: "expression" or "parameters." with a name
 *
 * Fails with #SondeFunctionError or #SondeExpressionError. The latter's message tells where in the expression.
 *
 * Returns: (transfer full) (nullable): a new formula
 */
SondeFunction *
sonde_formula_new (const char   *expression,
                   SondeDomain  *domain,
                   JsonObject   *parameters,
                   char        **path_of_fault,
                   GError      **error)
{
  g_autoptr (SondeFormula) self = NULL;
  Evaluator *evaluator;
  guint n_results;

  g_return_val_if_fail (expression != NULL && domain != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (path_of_fault != NULL)
    *path_of_fault = NULL;
  self = g_object_new (SONDE_TYPE_FORMULA, NULL);
  self->expression = g_strdup (expression);
  _sonde_function_set_domain (SONDE_FUNCTION (self), domain);
  if (!sonde_formula_set_parameters (self, domain, parameters, path_of_fault, error))
    return NULL;

  evaluator = evaluator_new (self, NULL, error);
  if (evaluator == NULL)
    {
      if (path_of_fault != NULL)
        *path_of_fault = g_strdup ("expression");
      return NULL;
    }
  n_results = sonde_expression_get_n_results (evaluator->expression);
  self->vdim = n_results == 1 ? SONDE_SCALAR : n_results;
  g_ptr_array_add (self->idle, evaluator);
  return SONDE_FUNCTION (g_steal_pointer (&self));
}

/**
 * sonde_formula_get_expression:
 *
 * Returns: the formula as it was typed
 */
const char *
sonde_formula_get_expression (SondeFormula *self)
{
  g_return_val_if_fail (SONDE_IS_FORMULA (self), NULL);

  return self->expression;
}

/**
 * sonde_formula_get_vdim:
 *
 * Returns: the number of components of a value, or %SONDE_SCALAR
 */
guint
sonde_formula_get_vdim (SondeFormula *self)
{
  g_return_val_if_fail (SONDE_IS_FORMULA (self), SONDE_SCALAR);

  return self->vdim;
}
