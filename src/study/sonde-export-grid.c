/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Exports what is known on a regular grid: what other programs take that know no scattered points.
 *
 * 1. The points within the domain are triangulated in the learner's coordinates: logarithms of logarithmic variables, in units of the
 *    domain's sides. On a line they are sorted.
 * 2. At each node of the grid, equally spaced in these coordinates from bound to bound, the values are interpolated linearly.
 *    Beyond the known points, and in excluded places, they are NaN.
 * 3. A row a node is written, the last variable fastest: coordinates before components. */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/sonde-number.h"
#include "geometry/sonde-simplex.h"
#include "geometry/sonde-triangulation.h"
#include "learner/sonde-learner-1d.h"
#include "learner/sonde-learner-2d.h"
#include "learner/sonde-learner-nd.h"
#include "study/sonde-export.h"

#define FLUSH_AT 65536
#define NPY_ALIGNMENT 64
#define MAX_NODES 100000000
#define TOLERANCE 1e-9

typedef struct
{
  SondeDomain        *domain;
  const SondePoints  *points;
  guint               ndim;
  double              low[SONDE_TRIANGULATION_MAX_NDIM];
  double              width[SONDE_TRIANGULATION_MAX_NDIM];
  SondeTriangulation *triangulation;   /* of several variables */
  guint32             hint;
  GArray             *ids;             /* of its vertices, or of the points on the line in order */
} Grid;

static void
to_place (Grid         *self,
          const double *x,
          double       *place)
{
  sonde_domain_map (self->domain, x, place);
  for (guint i = 0; i < self->ndim; i++)
    place[i] = (place[i] - self->low[i]) / self->width[i];
}

static int
compare (gconstpointer a,
         gconstpointer b,
         gpointer      data)
{
  const double *x = data;
  double first = x[*(const guint *) a];
  double second = x[*(const guint *) b];

  return (first > second) - (first < second);
}

static void
take_points (Grid *self)
{
  double place[SONDE_TRIANGULATION_MAX_NDIM];

  for (guint id = 0; id < self->points->n; id++)
    {
      const double *x = self->points->x + (gsize) id * self->ndim;
      guint32 vertex;

      if (!sonde_domain_contains (self->domain, x))
        continue;
      to_place (self, x, place);
      if (self->ndim == 1 ||
          sonde_triangulation_insert (self->triangulation, place, SONDE_TRIANGULATION_NONE, &vertex) == SONDE_INSERTION_ADDED)
        g_array_append_val (self->ids, id);
    }
  if (self->ndim == 1)
    g_array_sort_with_data (self->ids, compare, self->points->x);
}

/* Writes the values at @place as weighted means of those at @n points. */
static void
mix (Grid          *self,
     guint          n,
     const guint   *ids,
     const double  *weights,
     double        *y)
{
  for (guint c = 0; c < self->points->vdim; c++)
    {
      y[c] = 0;
      /* a corner that has no share must not spoil the others */
      for (guint i = 0; i < n; i++)
        if (fabs (weights[i]) > TOLERANCE)
          y[c] += weights[i] * self->points->y[(gsize) ids[i] * self->points->vdim + c];
    }
}

static void
interpolate_on_line (Grid         *self,
                     const double *place,
                     double       *y)
{
  const guint *ids = (const guint *) self->ids->data;
  guint low = 0, high = self->ids->len - 1;
  double left, right, at;

  while (high - low > 1)
    {
      guint middle = low + (high - low) / 2;

      to_place (self, self->points->x + ids[middle], &at);
      if (at <= *place)
        low = middle;
      else
        high = middle;
    }
  to_place (self, self->points->x + ids[low], &left);
  to_place (self, self->points->x + ids[high], &right);
  if (*place < left - TOLERANCE || *place > right + TOLERANCE || !(left < right))
    return;
  at = CLAMP ((*place - left) / (right - left), 0, 1);
  mix (self, 2, (guint[]) { ids[low], ids[high] }, (double[]) { 1 - at, at }, y);
}

static void
interpolate (Grid         *self,
             const double *place,
             double       *y)
{
  const double *corners[SONDE_TRIANGULATION_MAX_NDIM + 1];
  double weights[SONDE_TRIANGULATION_MAX_NDIM + 1];
  guint ids[SONDE_TRIANGULATION_MAX_NDIM + 1];
  const guint32 *vertices;
  guint32 simplex = SONDE_TRIANGULATION_NONE;

  for (guint c = 0; c < self->points->vdim; c++)
    y[c] = NAN;
  if (self->ndim == 1 && self->ids->len > 1)
    interpolate_on_line (self, place, y);
  if (self->ndim > 1 && sonde_triangulation_get_n_simplices (self->triangulation) > 0)
    simplex = sonde_triangulation_locate (self->triangulation, place, self->hint);
  if (simplex == SONDE_TRIANGULATION_NONE)
    return;
  self->hint = simplex;
  vertices = sonde_triangulation_get_vertices (self->triangulation, simplex);
  for (guint i = 0; i <= self->ndim; i++)
    {
      corners[i] = sonde_triangulation_get_point (self->triangulation, vertices[i]);
      ids[i] = g_array_index (self->ids, guint, vertices[i]);
    }
  if (sonde_simplex_coordinates (self->ndim, corners, place, weights))
    mix (self, self->ndim + 1, ids, weights, y);
}

static void
append_csv_header (Grid    *self,
                   GString *out)
{
  for (guint i = 0; i < self->ndim; i++)
    {
      const SondeVariable *variable = sonde_domain_get (self->domain, i);

      g_string_append (out, i > 0 ? "," : "");
      g_string_append (out, variable->name);
    }
  for (guint c = 0; c < self->points->vdim; c++)
    if (self->points->is_vector)
      g_string_append_printf (out, ",value%u", c);
    else
      g_string_append (out, ",value");
  g_string_append_c (out, '\n');
}

static void
append_npy_header (GString *out,
                   guint64  n_rows,
                   guint    n_columns)
{
  g_autofree char *text = g_strdup_printf ("{'descr': '<f8', 'fortran_order': False, 'shape': (%" G_GUINT64_FORMAT ", %u), }", n_rows,
                                           n_columns);
  gsize length = strlen (text) + 1;
  gsize padding = (NPY_ALIGNMENT - (10 + length) % NPY_ALIGNMENT) % NPY_ALIGNMENT;

  g_string_append_len (out, "\x93NUMPY\x01\x00", 8);
  g_string_append_c (out, (char) ((length + padding) & 0xff));
  g_string_append_c (out, (char) ((length + padding) >> 8));
  g_string_append (out, text);
  for (gsize i = 0; i < padding; i++)
    g_string_append_c (out, ' ');
  g_string_append_c (out, '\n');
}

static void
append_row (GString           *out,
            SondeExportFormat  format,
            const double      *values,
            guint              n)
{
  char number[SONDE_NUMBER_LENGTH];

  for (guint i = 0; i < n && format == SONDE_EXPORT_CSV; i++)
    {
      g_string_append (out, i > 0 ? "," : "");
      g_string_append_len (out, number, sonde_number_format (values[i], number));
    }
  for (guint i = 0; i < n && format == SONDE_EXPORT_NPY; i++)
    {
      guint64 bits;

      memcpy (&bits, &values[i], sizeof bits);
      bits = GUINT64_TO_LE (bits);
      g_string_append_len (out, (const char *) &bits, sizeof bits);
    }
  if (format == SONDE_EXPORT_CSV)
    g_string_append_c (out, '\n');
}

static void
fill_row (Grid    *self,
          guint64  node,
          guint    n,
          double  *row)
{
  double place[SONDE_TRIANGULATION_MAX_NDIM];

  for (guint i = self->ndim; i-- > 0; node /= n)
    {
      const SondeVariable *variable = sonde_domain_get (self->domain, i);
      guint at = node % n;
      double u = at == n - 1 ? self->low[i] + self->width[i] : self->low[i] + self->width[i] * at / (n - 1);

      /* the grid itself stays regular where only whole numbers are asked for */
      row[i] = at == 0 ? variable->min : at == n - 1 ? variable->max : variable->is_log ? exp (u) : u;
      place[i] = (double) at / (n - 1);
    }
  interpolate (self, place, row + self->ndim);
  for (guint c = 0; c < self->points->vdim && sonde_domain_excludes (self->domain, row); c++)
    row[self->ndim + c] = NAN;
}

static gboolean
write_grid (Grid               *self,
            guint               n,
            SondeExportFormat   format,
            GOutputStream      *stream,
            GError            **error)
{
  g_autoptr (GString) out = g_string_new (NULL);
  guint n_columns = self->ndim + self->points->vdim;
  g_autofree double *row = g_new (double, n_columns);
  guint64 n_rows = 1;

  for (guint i = 0; i < self->ndim; i++)
    n_rows *= n;
  if (format == SONDE_EXPORT_CSV)
    append_csv_header (self, out);
  else
    append_npy_header (out, n_rows, n_columns);
  for (guint64 node = 0; node < n_rows; node++)
    {
      fill_row (self, node, n, row);
      append_row (out, format, row, n_columns);
      if (out->len > FLUSH_AT || node + 1 == n_rows)
        {
          if (!g_output_stream_write_all (stream, out->str, out->len, NULL, NULL, error))
            return FALSE;
          g_string_truncate (out, 0);
        }
    }
  return TRUE;
}

/**
 * sonde_export_grid:
 * @run: a run whose learner is "1d", "2d" or "nd"
 * @n: how many nodes along each variable, at least 2
 * @format: %SONDE_EXPORT_CSV or %SONDE_EXPORT_NPY
 * @stream: where to write
 *
 * Writes what is known, interpolated on a regular grid: n^ndim rows of ndim coordinates and the components of the value, the last
 * variable fastest.
 *
 * Returns: whether all was written; if the learner or the number is not fit for it, an error of %G_IO_ERROR_INVALID_ARGUMENT
 */
gboolean
sonde_export_grid (SondeRun           *run,
                   guint               n,
                   SondeExportFormat   format,
                   GOutputStream      *stream,
                   GError            **error)
{
  SondeLearner *learner;
  Grid grid = { NULL, };
  gboolean good;

  g_return_val_if_fail (SONDE_IS_RUN (run), FALSE);

  learner = sonde_run_get_learner (run);
  if (!SONDE_IS_LEARNER_1D (learner) && !SONDE_IS_LEARNER_2D (learner) && !SONDE_IS_LEARNER_ND (learner))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                           _("Only what the learners “1d”, “2d” and “nd” know can be put on a grid: export the points."));
      return FALSE;
    }
  grid.domain = sonde_learner_get_domain (learner);
  grid.points = sonde_learner_get_points (learner);
  grid.ndim = grid.points->ndim;
  if (n < 2 || format == SONDE_EXPORT_JSON || pow (n, grid.ndim) > MAX_NODES)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                   _("A grid has from 2 nodes along each variable to %u in all, and is written as csv or npy."), MAX_NODES);
      return FALSE;
    }
  for (guint i = 0; i < grid.ndim; i++)
    {
      const SondeVariable *variable = sonde_domain_get (grid.domain, i);

      grid.low[i] = sonde_variable_map (variable, variable->min);
      grid.width[i] = sonde_variable_map (variable, variable->max) - grid.low[i];
    }
  grid.hint = SONDE_TRIANGULATION_NONE;
  grid.ids = g_array_new (FALSE, FALSE, sizeof (guint));
  if (grid.ndim > 1)
    grid.triangulation = sonde_triangulation_new_tolerant (grid.ndim, TOLERANCE);
  take_points (&grid);
  good = write_grid (&grid, n, format, stream, error);
  g_array_unref (grid.ids);
  g_clear_pointer (&grid.triangulation, sonde_triangulation_free);
  return good;
}
