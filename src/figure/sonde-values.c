/* SPDX-License-Identifier: GPL-3.0-or-later */

/* An expression is evaluated once for each point, in the order of ids, so that what comes later only adds to it. */

#include "config.h"

#include <math.h>

#include "figure/sonde-values.h"
#include "function/sonde-expression.h"

/* How many components may be named while it is not known how many there are. */
#define UNKNOWN_VDIM 16

/* An expression and where its names get their numbers from: 0 … ndim − 1 the coordinates, from ndim on the components. */
typedef struct
{
  SondeExpression *expression;
  guint            n_names;
  guint           *sources;
  double          *inputs;
} Quantity;

struct _SondeValues
{
  double   *z;
  guint     n;
  guint     capacity;
  guint     generation;
  guint     version;
  guint     component;
  char     *text;
  Quantity *quantity;
};

static void
quantity_free (Quantity *quantity)
{
  g_clear_pointer (&quantity->expression, sonde_expression_free);
  g_free (quantity->sources);
  g_free (quantity->inputs);
  g_free (quantity);
}

static void
add_name (GPtrArray  *names,
          GArray     *sources,
          const char *name,
          guint       source)
{
  if (g_ptr_array_find_with_equal_func (names, name, g_str_equal, NULL) || !sonde_expression_is_name (name))
    return;
  g_ptr_array_add (names, g_strdup (name));
  g_array_append_val (sources, source);
}

/* The variables by their own names; x, y for the first two; then the value: z of two variables, f of any; z1, f1 … its
 * components. Of names that are there twice the earlier one holds. */
static GPtrArray *
list_names (const char * const *variables,
            guint               ndim,
            guint               vdim,
            GArray             *sources)
{
  static const char * const places[] = { "x", "y" };
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < ndim; i++)
    add_name (names, sources, variables[i], i);
  for (guint i = 0; i < MIN (ndim, G_N_ELEMENTS (places)); i++)
    add_name (names, sources, places[i], i);
  for (guint letter = ndim == 2 ? 0 : 1; letter < 2; letter++)
    {
      add_name (names, sources, letter == 0 ? "z" : "f", ndim);
      for (guint k = 0; k < vdim; k++)
        {
          g_autofree char *name = g_strdup_printf ("%c%u", letter == 0 ? 'z' : 'f', k + 1);

          add_name (names, sources, name, ndim + k);
        }
    }
  g_ptr_array_add (names, NULL);
  return names;
}

static Quantity *
quantity_new (const char          *text,
              const char * const  *variables,
              guint                vdim,
              int                 *position,
              GError             **error)
{
  guint ndim = g_strv_length ((GStrv) variables);
  GArray *sources = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (GPtrArray) names = list_names (variables, ndim, vdim > 0 ? vdim : UNKNOWN_VDIM, sources);
  Quantity *self = g_new0 (Quantity, 1);

  self->n_names = sources->len;
  self->sources = (guint *) (void *) g_array_free (sources, FALSE);
  self->inputs = g_new0 (double, self->n_names);
  self->expression = sonde_expression_new (text, (const char * const *) names->pdata, position, error);
  if (self->expression != NULL)
    return self;
  quantity_free (self);
  return NULL;
}

/**
 * sonde_values_check_quantity:
 * @text: an expression
 * @variables: (array zero-terminated=1): their names
 * @vdim: the number of components of a value; 0 if that is not known yet
 * @position: (out) (optional): where the fault is, in characters from the beginning; −1 if there is none
 * @error: return location for a #SondeExpressionError
 *
 * Returns: whether @text can be shown
 */
gboolean
sonde_values_check_quantity (const char          *text,
                             const char * const  *variables,
                             guint                vdim,
                             int                 *position,
                             GError             **error)
{
  Quantity *quantity = quantity_new (text, variables, vdim, position, error);

  if (quantity == NULL)
    return FALSE;
  quantity_free (quantity);
  return TRUE;
}

SondeValues *
sonde_values_new (void)
{
  return g_new0 (SondeValues, 1);
}

void
sonde_values_free (SondeValues *self)
{
  g_clear_pointer (&self->quantity, quantity_free);
  g_free (self->text);
  g_free (self->z);
  g_free (self);
}

static double
evaluate (Quantity             *quantity,
          const SondeCloudData *cloud,
          guint                 id,
          guint                 component)
{
  const double *x = cloud->x + (gsize) id * cloud->ndim, *y = cloud->y + (gsize) id * cloud->vdim;

  for (guint i = 0; i < quantity->n_names; i++)
    {
      guint source = quantity->sources[i];

      quantity->inputs[i] = source < cloud->ndim ? x[source] : source - cloud->ndim < cloud->vdim ? y[source - cloud->ndim] : NAN;
    }
  component = MIN (component, sonde_expression_get_n_results (quantity->expression) - 1);
  return sonde_expression_evaluate (quantity->expression, quantity->inputs)[component];
}

static void
begin (SondeValues          *self,
       const SondeCloudData *cloud,
       const char * const   *variables,
       const char           *text,
       guint                 component)
{
  g_clear_pointer (&self->quantity, quantity_free);
  g_free (self->text);
  self->text = g_strdup (text);
  self->component = component;
  self->generation = cloud->generation;
  self->n = 0;
  self->version++;
  /* a wrong one was complained of when it was typed; it has no values */
  if (text != NULL)
    self->quantity = quantity_new (text, variables, cloud->vdim, NULL, NULL);
}

/**
 * sonde_values_take:
 * @cloud: points
 * @variables: (array zero-terminated=1): names of its coordinates
 * @quantity: (nullable): an expression to show instead of the values
 * @component: which one of the values, or of the expression
 *
 * Returns: (transfer none): a number for each point, until the next call; NaN where there is none
 */
const double *
sonde_values_take (SondeValues          *self,
                   const SondeCloudData *cloud,
                   const char * const   *variables,
                   const char           *quantity,
                   guint                 component)
{
  if (self->version == 0 || cloud->generation != self->generation || component != self->component
      || g_strcmp0 (quantity, self->text) != 0)
    begin (self, cloud, variables, quantity, component);
  if (cloud->n > self->capacity)
    {
      self->capacity = MAX (cloud->n, self->capacity + self->capacity / 2);
      self->z = g_renew (double, self->z, self->capacity);
    }
  for (; self->n < cloud->n; self->n++)
    if (quantity == NULL)
      self->z[self->n] = component < cloud->vdim ? cloud->y[(gsize) self->n * cloud->vdim + component] : NAN;
    else
      self->z[self->n] = self->quantity != NULL ? evaluate (self->quantity, cloud, self->n, component) : NAN;
  return self->z;
}

/**
 * sonde_values_get_version:
 *
 * Returns: another number after numbers that were there have changed
 */
guint
sonde_values_get_version (SondeValues *self)
{
  return self->version;
}
