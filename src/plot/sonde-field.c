/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The values of a picture of triangles, and how much of each pixel lines cover: what is drawn, is in -scan.c, how it is
 * coloured in -color.c. Values are kept, in full precision, apart from colours: these depend on the range of all values, which
 * changes while points come. */

#include "config.h"

#include <math.h>
#include <string.h>

#include "plot/sonde-field-private.h"

/**
 * sonde_field_new:
 * @width: pixels, at least 1
 * @height: pixels
 * @mesh_width: how wide lines between triangles are, in pixels; 0 for none
 *
 * Returns: (transfer full): a field without triangles
 */
SondeField *
sonde_field_new (int    width,
                 int    height,
                 double mesh_width)
{
  SondeField *self;
  gsize n = (gsize) width * height;

  g_return_val_if_fail (width > 0 && height > 0, NULL);

  self = g_new0 (SondeField, 1);
  self->width = width;
  self->height = height;
  self->values = g_new (double, n);
  self->mesh_width = mesh_width;
  self->mesh = mesh_width > 0 ? g_malloc (n) : NULL;
  self->from = g_new (int, height);
  self->end = g_new (int, height);
  self->image = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width, height);
  sonde_field_clear (self);
  return self;
}

void
sonde_field_free (SondeField *self)
{
  cairo_surface_destroy (self->image);
  g_free (self->values);
  g_free (self->mesh);
  g_free (self->from);
  g_free (self->end);
  g_free (self);
}

int
sonde_field_get_width (SondeField *self)
{
  return self->width;
}

int
sonde_field_get_height (SondeField *self)
{
  return self->height;
}

/* All is to be coloured. */
void
_sonde_field_mark_all (SondeField *self)
{
  for (int row = 0; row < self->height; row++)
    {
      self->from[row] = 0;
      self->end[row] = self->width;
    }
}

/**
 * sonde_field_clear:
 *
 * Removes all triangles.
 */
void
sonde_field_clear (SondeField *self)
{
  gsize n = (gsize) self->width * self->height;

  g_return_if_fail (self != NULL);

  for (gsize i = 0; i < n; i++)
    self->values[i] = SONDE_FIELD_NOTHING;
  if (self->mesh != NULL)
    memset (self->mesh, 0, n);
  _sonde_field_mark_all (self);
}

/**
 * sonde_field_get_value:
 * @column: from the left, from 0
 * @row: from the top, from 0
 * @value: (out): what is shown there; NaN where it is missing
 *
 * Returns: whether there is a triangle
 */
gboolean
sonde_field_get_value (SondeField *self,
                       int         column,
                       int         row,
                       double     *value)
{
  g_return_val_if_fail (self != NULL && value != NULL, FALSE);

  if (column < 0 || column >= self->width || row < 0 || row >= self->height)
    return FALSE;
  *value = self->values[(gsize) row * self->width + column];
  return *value != SONDE_FIELD_NOTHING;
}

/**
 * sonde_field_peek_row:
 * @row: from the top, from 0
 *
 * Returns: (transfer none): its values: infinite where there is no triangle, NaN where they are missing
 */
double *
sonde_field_peek_row (SondeField *self,
                      int         row)
{
  g_return_val_if_fail (self != NULL && row >= 0 && row < self->height, NULL);

  return self->values + (gsize) row * self->width;
}

/**
 * sonde_field_get_range:
 * @positive: leave out what is not positive
 * @min: (inout): lowered to the least value there is
 * @max: (inout): raised to the largest
 */
void
sonde_field_get_range (SondeField *self,
                       gboolean    positive,
                       double     *min,
                       double     *max)
{
  gsize n = (gsize) self->width * self->height;

  for (gsize i = 0; i < n; i++)
    {
      double value = self->values[i];

      if (value == SONDE_FIELD_NOTHING || (positive && value <= 0))
        continue;
      /* both false for NaN */
      *min = value < *min ? value : *min;
      *max = value > *max ? value : *max;
    }
}
