/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The losses of an interval. The order of operations is that of python-adaptive (B. Nijholt et al., Adaptive: parallel active
 * learning of mathematical functions, 2019, doi:10.5281/zenodo.1182437), so that the same function gives the same points. */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "learner/sonde-learner-options.h"
#include "learner/sonde-loss-1d.h"

static inline const double *
value_of (const SondeStencil1D *stencil,
          guint                 point)
{
  return stencil->y + point * stencil->vdim;
}

/* As fmax(), but NaN if either is. */
static inline double
max_or_nan (double a,
            double b)
{
  return a >= b || isnan (a) ? a : b;
}

static inline double
width (const SondeStencil1D *stencil)
{
  return stencil->x[2] - stencil->x[1];
}

/* default: the length of the line between the two points; of lists, the longest of the components. */

static double
default_loss (const SondeLoss1D    *self,
              const SondeStencil1D *stencil)
{
  const double *left = value_of (stencil, 1);
  const double *right = value_of (stencil, 2);
  double dx = width (stencil);
  double longest = hypot (dx, right[0] - left[0]);

  for (guint i = 1; i < stencil->vdim; i++)
    longest = max_or_nan (longest, hypot (dx, right[i] - left[i]));
  return longest;
}

/* uniform: the width, so that points are spread evenly. */

static double
uniform_loss (const SondeLoss1D    *self,
              const SondeStencil1D *stencil)
{
  return width (stencil);
}

/* abs_min_log: the default loss of the logarithm of the smallest component; looks for zeros. */

static double
log_of_smallest (const SondeStencil1D *stencil,
                 guint                 point)
{
  const double *y = value_of (stencil, point);
  double smallest = fabs (y[0]);

  for (guint i = 1; i < stencil->vdim; i++)
    smallest = fabs (y[i]) <= smallest || isnan (y[i]) ? fabs (y[i]) : smallest;
  return log (smallest);
}

static double
abs_min_log_loss (const SondeLoss1D    *self,
                  const SondeStencil1D *stencil)
{
  return hypot (width (stencil), log_of_smallest (stencil, 2) - log_of_smallest (stencil, 1));
}

/* triangle: the mean area of the triangles of three neighbouring points; sees bends. */

static double
plane_area (const SondeStencil1D *stencil,
            guint                 first)
{
  const double *x = stencil->x + first;
  const double *y = stencil->y + first;

  return fabs ((x[0] - x[2]) * (y[1] - y[2]) - (x[1] - x[2]) * (y[0] - y[2])) / 2;
}

static double
squared_distance (const SondeStencil1D *stencil,
                  guint                 a,
                  guint                 b)
{
  const double *y_a = value_of (stencil, a);
  const double *y_b = value_of (stencil, b);
  double dx = stencil->x[a] - stencil->x[b];
  double sum = dx * dx;

  for (guint i = 0; i < stencil->vdim; i++)
    sum += (y_a[i] - y_b[i]) * (y_a[i] - y_b[i]);
  return sum;
}

/* Heron's formula. */
static double
area_of_sides (double a,
               double b,
               double c)
{
  double s = 0.5 * (a + b + c);
  double square = s * (s - a) * (s - b) * (s - c);

  return square < 0 ? 0 : sqrt (square);
}

/* The determinant of a 4×4 matrix by elimination with partial pivoting; destroys it. */
static double
determinant (double m[4][4])
{
  double product = 1;

  for (guint k = 0; k < 4; k++)
    {
      guint pivot = k;

      for (guint i = k + 1; i < 4; i++)
        if (fabs (m[i][k]) > fabs (m[pivot][k]))
          pivot = i;
      if (m[pivot][k] == 0)
        return 0;
      for (guint j = 0; j < 4 && pivot != k; j++)
        {
          double other = m[k][j];

          m[k][j] = m[pivot][j];
          m[pivot][j] = other;
        }
      product *= pivot != k ? -m[k][k] : m[k][k];
      for (guint i = k + 1; i < 4; i++)
        {
          double factor = m[i][k] / m[k][k];

          for (guint j = k + 1; j < 4; j++)
            m[i][j] -= factor * m[k][j];
        }
    }
  return product;
}

/* The area of a triangle in more than two dimensions, by the Cayley-Menger determinant of its squared sides:
 * area² = -det / 16. Rounding may make that slightly negative for flat triangles. */
static double
embedded_area (const SondeStencil1D *stencil,
               guint                 first)
{
  double ab = squared_distance (stencil, first, first + 1);
  double ac = squared_distance (stencil, first, first + 2);
  double bc = squared_distance (stencil, first + 1, first + 2);
  double square;
  double bordered[4][4] = {
    { 0, 1, 1, 1 },
    { 1, 0, ab, ac },
    { 1, ab, 0, bc },
    { 1, ac, bc, 0 },
  };

  if (stencil->vdim == 1)
    return area_of_sides (sqrt (ab), sqrt (ac), sqrt (bc));
  square = determinant (bordered) / -16;
  return square < 0 ? 0 : sqrt (square);
}

static double
triangle_loss (const SondeLoss1D    *self,
               const SondeStencil1D *stencil)
{
  guint n = stencil->last - stencil->first - 1;
  double sum = 0;

  if (n == 0)
    return width (stencil);
  for (guint i = 0; i < n; i++)
    sum += stencil->is_vector ? embedded_area (stencil, stencil->first + i) : plane_area (stencil, stencil->first + i);
  return sum / n;
}

/* resolution: the default loss, but nothing below a smallest width and everything above a largest. */

enum { MIN_LENGTH, MAX_LENGTH };

static double
resolution_loss (const SondeLoss1D    *self,
                 const SondeStencil1D *stencil)
{
  double dx = width (stencil);

  if (dx < self->parameters[MIN_LENGTH])
    return 0;
  if (dx > self->parameters[MAX_LENGTH])
    return INFINITY;
  return default_loss (self, stencil);
}

/* curvature: mostly bends, but also length and width, so that nothing is left out. */

enum { AREA_FACTOR, EUCLID_FACTOR, HORIZONTAL_FACTOR };

static double
curvature_loss (const SondeLoss1D    *self,
                const SondeStencil1D *stencil)
{
  return self->parameters[AREA_FACTOR] * sqrt (triangle_loss (self, stencil))
         + self->parameters[EUCLID_FACTOR] * default_loss (self, stencil)
         + self->parameters[HORIZONTAL_FACTOR] * width (stencil);
}

typedef struct
{
  SondeLoss1D  loss;
  const char  *members[SONDE_LOSS_1D_PARAMETERS + 2];   /* the first is "kind" */
  gboolean     may_be_infinite[SONDE_LOSS_1D_PARAMETERS];
} Kind;

static const Kind kinds[] = {
  { { "default", 0, default_loss }, { "kind" } },
  { { "uniform", 0, uniform_loss }, { "kind" } },
  { { "abs_min_log", 0, abs_min_log_loss }, { "kind" } },
  { { "triangle", 1, triangle_loss }, { "kind" } },
  { { "resolution", 0, resolution_loss, { 0, 1 } }, { "kind", "min_length", "max_length" }, { FALSE, TRUE } },
  { { "curvature", 1, curvature_loss, { 1, 0.02, 0.02 } },
    { "kind", "area_factor", "euclid_factor", "horizontal_factor" } },
};

static const Kind *
find_kind (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_strcmp0 (name, kinds[i].loss.kind) == 0)
      return &kinds[i];
  return NULL;
}

static const Kind *
read_kind (JsonObject  *spec,
           char       **path_of_fault,
           GError     **error)
{
  JsonNode *node = json_object_get_member (spec, "kind");
  const char *name = "default";
  const Kind *kind;

  if (node != NULL)
    name = JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING ? json_node_get_string (node) : "";
  kind = find_kind (name);
  if (kind == NULL)
    sonde_options_fault ("kind", "loss", path_of_fault, error,
                         _("There is no loss “%s” in one dimension. Choose “default”, “uniform”, “abs_min_log”, “triangle”, "
                           "“resolution” or “curvature”."), name);
  return kind;
}

/**
 * sonde_loss_1d_init:
 * @spec: (nullable): such as {"kind": "curvature", "area_factor": 1}; %NULL for the default
 * @path_of_fault: (out) (optional): such as "loss.area_factor"
 *
 * Returns: whether @spec is right
 */
gboolean
sonde_loss_1d_init (SondeLoss1D  *self,
                    JsonObject   *spec,
                    char        **path_of_fault,
                    GError      **error)
{
  const Kind *kind = &kinds[0];

  if (spec != NULL)
    kind = read_kind (spec, path_of_fault, error);
  if (kind == NULL)
    return FALSE;

  *self = kind->loss;
  if (spec == NULL)
    return TRUE;
  if (!sonde_options_check_members (spec, kind->members, "loss", path_of_fault, error))
    return FALSE;
  for (guint i = 0; kind->members[i + 1] != NULL; i++)
    if (!sonde_options_get_factor (spec, kind->members[i + 1], "loss", kind->may_be_infinite[i],
                                   &self->parameters[i], path_of_fault, error))
      return FALSE;
  if (self->evaluate == resolution_loss && self->parameters[MIN_LENGTH] > self->parameters[MAX_LENGTH])
    {
      sonde_options_fault ("min_length", "loss", path_of_fault, error,
                           _("The least spacing %g is above the largest, %g: write a smaller one."),
                           self->parameters[MIN_LENGTH], self->parameters[MAX_LENGTH]);
      return FALSE;
    }
  return TRUE;
}

/**
 * sonde_loss_1d_evaluate:
 *
 * Returns: the loss of the interval in the middle of @stencil; NaN if there is none
 */
double
sonde_loss_1d_evaluate (const SondeLoss1D    *self,
                        const SondeStencil1D *stencil)
{
  return self->evaluate (self, stencil);
}
