/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "figure/sonde-quantity.h"
#include "function/sonde-expression.h"

/* How many components may be named while it is not known how many there are. */
#define UNKNOWN_VDIM 16

struct _SondeQuantity
{
  SondeExpression *expression;
  double          *values;
  /* how many names stand for the variable, and for the first component */
  guint            n_variable;
  guint            n_first;
  guint            vdim;
};

static gboolean
add_name (GPtrArray  *names,
          const char *name)
{
  if (g_ptr_array_find_with_equal_func (names, name, g_str_equal, NULL))
    return FALSE;
  g_ptr_array_add (names, g_strdup (name));
  return TRUE;
}

/* The variable's own name and x, then y and y1, y2 …; a variable called y wins over the value. */
static GPtrArray *
list_names (SondeQuantity *self,
            const char    *variable)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);

  self->n_variable = add_name (names, variable) + add_name (names, "x");
  self->n_first = add_name (names, "y") + add_name (names, "y1");
  for (guint k = 1; k < self->vdim; k++)
    {
      g_autofree char *name = g_strdup_printf ("y%u", k + 1);

      if (!add_name (names, name))
        /* a variable called y2: the component has no name then, but its place */
        g_ptr_array_add (names, g_strdup_printf ("component_%u", k + 1));
    }
  g_ptr_array_add (names, NULL);
  return names;
}

/**
 * sonde_quantity_new:
 * @text: as typed; a comma makes several curves
 * @variable: the name of the variable, which is also known as x
 * @vdim: the number of components of a value, known as y1, y2 …, the first also as y; 0 if that is not known yet
 * @position: (out) (optional): where the fault is, in characters from the beginning; −1 if there is none
 * @error: return location for a #SondeExpressionError
 *
 * Returns: (transfer full) (nullable): the compiled quantity
 */
SondeQuantity *
sonde_quantity_new (const char  *text,
                    const char  *variable,
                    guint        vdim,
                    int         *position,
                    GError     **error)
{
  g_autoptr (SondeQuantity) self = g_new0 (SondeQuantity, 1);
  g_autoptr (GPtrArray) names = NULL;

  self->vdim = vdim > 0 ? vdim : UNKNOWN_VDIM;
  names = list_names (self, variable);
  self->values = g_new0 (double, names->len);
  self->expression = sonde_expression_new (text, (const char * const *) names->pdata, position, error);
  return self->expression != NULL ? g_steal_pointer (&self) : NULL;
}

void
sonde_quantity_free (SondeQuantity *self)
{
  g_clear_pointer (&self->expression, sonde_expression_free);
  g_free (self->values);
  g_free (self);
}

guint
sonde_quantity_get_n_results (SondeQuantity *self)
{
  return sonde_expression_get_n_results (self->expression);
}

/**
 * sonde_quantity_evaluate:
 * @x: a point
 * @y: an array for each component
 * @index: the place of the point's value in these
 *
 * Returns: (transfer none): the quantity, good until the next call
 */
const double *
sonde_quantity_evaluate (SondeQuantity  *self,
                         double          x,
                         double * const *y,
                         guint           index)
{
  double *value = self->values;

  for (guint i = 0; i < self->n_variable; i++)
    *value++ = x;
  for (guint i = 0; i < self->n_first; i++)
    *value++ = y[0][index];
  for (guint k = 1; k < self->vdim; k++)
    *value++ = y[k][index];
  return sonde_expression_evaluate (self->expression, self->values);
}

/**
 * sonde_quantity_split:
 * @text: a correct quantity
 *
 * Returns: (transfer full): the text of each of its curves, to be their names
 */
char **
sonde_quantity_split (const char *text)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  const char *start = text;
  int depth = 0;

  for (const char *c = text;; c++)
    {
      if (*c == '\0' || (*c == ',' && depth == 0))
        {
          g_autofree char *part = g_strndup (start, c - start);

          g_strv_builder_add (builder, g_strstrip (part));
          start = c + 1;
        }
      if (*c == '\0')
        return g_strv_builder_end (builder);
      depth += (*c == '(') - (*c == ')');
    }
}
