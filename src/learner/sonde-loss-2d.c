/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The losses of a triangle, and where in a triangle the next point is chosen. They are those of python-adaptive (B. Nijholt et al.,
 * Adaptive: parallel active learning of mathematical functions, 2019, doi:10.5281/zenodo.1182437), in the same order of operations.
 * A is the area of the triangle in units of the domain's sides.
 *
 * - default: √A × the deviations + 0.3 A. The deviations are, summed over components and corners, the largest distance between the
 *   value at another corner and what the gradient at this corner says of it.
 * - uniform: √A.
 * - minimize_triangle_surface: the area of the triangle in space.
 * - resolution: default; 0 below min_distance², infinite above max_distance² of A.
 * - thresholded: default, less by priority_factor where all values are below, and again where all are above their threshold.
 * - triangle: the mean volume of the tetrahedra made of the triangle and the opposite corner of each neighbour, in space. */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "learner/sonde-learner-options.h"
#include "learner/sonde-loss-2d.h"

/* Longest edge² over area, in units of that of an equilateral triangle, above which the longest edge is halved. */
#define MAX_BADNESS 5

static double
cross_of (const SondeTriangle2D *self)
{
  const double *const *p = self->p;

  return (p[1][0] - p[0][0]) * (p[2][1] - p[0][1]) - (p[1][1] - p[0][1]) * (p[2][0] - p[0][0]);
}

/**
 * sonde_triangle_2d_get_area:
 *
 * Returns: its area in units of the domain's sides
 */
double
sonde_triangle_2d_get_area (const SondeTriangle2D *self)
{
  return fabs (cross_of (self)) / 2;
}

/**
 * sonde_triangle_2d_choose:
 * @place: (out caller-allocates): two numbers
 *
 * The middle of the triangle, or of its longest edge if it is too narrow.
 */
void
sonde_triangle_2d_choose (const SondeTriangle2D *self,
                          double                *place)
{
  const double *const *p = self->p;
  double longest = -1;
  guint edge = 0;

  /* edge i joins corner i and the one before it */
  for (guint i = 0; i < 3; i++)
    {
      const double *before = p[(i + 2) % 3];
      double squared = (p[i][0] - before[0]) * (p[i][0] - before[0]) + (p[i][1] - before[1]) * (p[i][1] - before[1]);

      if (squared > longest)
        {
          longest = squared;
          edge = i;
        }
    }
  for (guint j = 0; j < 2; j++)
    {
      if (longest / sonde_triangle_2d_get_area (self) * sqrt (3) / 4 > MAX_BADNESS)
        place[j] = (p[edge][j] + p[(edge + 2) % 3][j]) / 2;
      else
        place[j] = (p[0][j] + p[1][j] + p[2][j]) / 3;
    }
}

static double
deviations_of (const SondeTriangle2D *self)
{
  double sum = 0;

  for (guint c = 0; c < self->vdim; c++)
    for (guint i = 0; i < 3; i++)
      {
        const double *g = self->g[i] + 2 * c;
        double largest = 0;

        for (guint j = 0; j < 3; j++)
          {
            double there = self->v[i][c] + g[0] * (self->p[j][0] - self->p[i][0]) + g[1] * (self->p[j][1] - self->p[i][1]);

            largest = fmax (largest, fabs (there - self->v[j][c]));
          }
        sum += largest / self->scale;
      }
  return sum;
}

static double
default_loss (const SondeTriangle2D *self)
{
  double area = sonde_triangle_2d_get_area (self);

  return sqrt (area) * deviations_of (self) + 0.3 * area;
}

/* Of values with several components, the first is the height. */
static double
surface_loss (const SondeTriangle2D *self)
{
  double a[3], b[3], n[3];

  for (guint j = 0; j < 2; j++)
    {
      a[j] = self->p[0][j] - self->p[2][j];
      b[j] = self->p[1][j] - self->p[2][j];
    }
  a[2] = (self->v[0][0] - self->v[2][0]) / self->scale;
  b[2] = (self->v[1][0] - self->v[2][0]) / self->scale;
  for (guint j = 0; j < 3; j++)
    n[j] = a[(j + 1) % 3] * b[(j + 2) % 3] - a[(j + 2) % 3] * b[(j + 1) % 3];
  return sqrt (n[0] * n[0] + n[1] * n[1] + n[2] * n[2]) / 2;
}

static double
thresholded_loss (const SondeLoss2D     *self,
                  const SondeTriangle2D *triangle)
{
  double loss = default_loss (triangle);
  gboolean below = TRUE, above = TRUE;

  for (guint i = 0; i < 3; i++)
    for (guint c = 0; c < triangle->vdim; c++)
      {
        below &= triangle->v[i][c] < self->lower_threshold;
        above &= triangle->v[i][c] > self->upper_threshold;
      }
  if (below)
    loss *= self->priority_factor;
  if (above)
    loss *= self->priority_factor;
  return loss;
}

/* Difference of two points in the space of the plane and all components. */
static double
get_side (const double *p,
          const double *q,
          const double *v,
          const double *w,
          guint         i)
{
  return i < 2 ? p[i] - q[i] : v[i - 2] - w[i - 2];
}

/* The volume of the tetrahedron of the triangle and the opposite corner k, by the determinant of Gram: of three vectors a in any number of
 * dimensions it is √det (a·a) / 3!. */
static double
tetrahedron (const SondeTriangle2D *self,
             guint                  k)
{
  double gram[3][3] = { { 0 } };

  for (guint d = 0; d < 2 + self->vdim; d++)
    {
      double a[3];

      a[0] = get_side (self->p[1], self->p[0], self->v[1], self->v[0], d);
      a[1] = get_side (self->p[2], self->p[0], self->v[2], self->v[0], d);
      a[2] = get_side (self->around[k], self->p[0], self->v_around[k], self->v[0], d);
      for (guint i = 0; i < 3; i++)
        for (guint j = 0; j < 3; j++)
          gram[i][j] += a[i] * a[j];
    }
  return sqrt (fmax (0, gram[0][0] * (gram[1][1] * gram[2][2] - gram[1][2] * gram[2][1]) -
                          gram[0][1] * (gram[1][0] * gram[2][2] - gram[1][2] * gram[2][0]) +
                          gram[0][2] * (gram[1][0] * gram[2][1] - gram[1][1] * gram[2][0]))) / 6;
}

static double
triangle_loss (const SondeTriangle2D *self)
{
  double sum = 0;

  for (guint k = 0; k < self->n_around; k++)
    sum += tetrahedron (self, k);
  return self->n_around > 0 ? sum / self->n_around : 0;
}

/**
 * sonde_loss_2d_get:
 *
 * Returns: the loss of a triangle whose values are all finite
 */
double
sonde_loss_2d_get (const SondeLoss2D     *self,
                   const SondeTriangle2D *triangle)
{
  double area = sonde_triangle_2d_get_area (triangle);

  switch (self->kind)
    {
    case SONDE_LOSS_2D_UNIFORM:
      return sqrt (area);
    case SONDE_LOSS_2D_MINIMIZE_TRIANGLE_SURFACE:
      return surface_loss (triangle);
    case SONDE_LOSS_2D_RESOLUTION:
      if (area < self->min_distance * self->min_distance)
        return 0;
      return area > self->max_distance * self->max_distance ? INFINITY : default_loss (triangle);
    case SONDE_LOSS_2D_THRESHOLDED:
      return thresholded_loss (self, triangle);
    case SONDE_LOSS_2D_TRIANGLE:
      return triangle_loss (triangle);
    case SONDE_LOSS_2D_DEFAULT:
    default:
      return default_loss (triangle);
    }
}

gboolean
sonde_loss_2d_needs_gradients (const SondeLoss2D *self)
{
  return self->kind == SONDE_LOSS_2D_DEFAULT || self->kind == SONDE_LOSS_2D_RESOLUTION || self->kind == SONDE_LOSS_2D_THRESHOLDED;
}

gboolean
sonde_loss_2d_needs_around (const SondeLoss2D *self)
{
  return self->kind == SONDE_LOSS_2D_TRIANGLE;
}

static const struct
{
  const char *name;
  const char *members[5];
} kinds[] = {
  [SONDE_LOSS_2D_DEFAULT] = { "default", { "kind", NULL } },
  [SONDE_LOSS_2D_UNIFORM] = { "uniform", { "kind", NULL } },
  [SONDE_LOSS_2D_MINIMIZE_TRIANGLE_SURFACE] = { "minimize_triangle_surface", { "kind", NULL } },
  [SONDE_LOSS_2D_RESOLUTION] = { "resolution", { "kind", "min_distance", "max_distance", NULL } },
  [SONDE_LOSS_2D_THRESHOLDED] = { "thresholded", { "kind", "lower_threshold", "upper_threshold", "priority_factor", NULL } },
  [SONDE_LOSS_2D_TRIANGLE] = { "triangle", { "kind", NULL } },
};

static gboolean
find_kind (SondeLoss2D  *self,
           JsonObject   *object,
           char        **path_of_fault,
           GError      **error)
{
  JsonNode *node = json_object_get_member (object, "kind");
  const char *kind = NULL;
  GString *names;

  if (node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    kind = json_node_get_string (node);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_strcmp0 (kind, kinds[i].name) == 0)
      {
        self->kind = i;
        return TRUE;
      }
  names = g_string_new (NULL);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    g_string_append_printf (names, "%s“%s”", i > 0 ? ", " : "", kinds[i].name);
  sonde_options_fault ("kind", "loss", path_of_fault, error, _("The losses of two variables are %s: choose one of them as “kind”."), names->str);
  g_string_free (names, TRUE);
  return FALSE;
}

/* A number of any size, also "inf" and "-inf"; untouched if absent. */
static gboolean
read_threshold (JsonObject  *object,
                const char  *member,
                double      *value,
                char       **path_of_fault,
                GError     **error)
{
  JsonNode *node = json_object_get_member (object, member);

  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return TRUE;
  if (JSON_NODE_HOLDS_VALUE (node) &&
      (json_node_get_value_type (node) == G_TYPE_INT64 || json_node_get_value_type (node) == G_TYPE_DOUBLE))
    {
      *value = json_node_get_double (node);
      return TRUE;
    }
  sonde_options_fault (member, "loss", path_of_fault, error, _("“%s” is a value of the function: write a number, or leave it out."), member);
  return FALSE;
}

/**
 * sonde_loss_2d_read:
 * @spec: the member "learner" of a study; its "loss" is read
 *
 * Returns: whether it is a loss of two variables
 */
gboolean
sonde_loss_2d_read (SondeLoss2D  *self,
                    JsonObject   *spec,
                    char        **path_of_fault,
                    GError      **error)
{
  JsonObject *object = NULL;

  *self = (SondeLoss2D) { SONDE_LOSS_2D_DEFAULT, 0, 1, -INFINITY, INFINITY, 0.1 };
  if (!sonde_options_get_object (spec, "loss", &object, path_of_fault, error))
    return FALSE;
  if (object == NULL)
    return TRUE;
  if (!find_kind (self, object, path_of_fault, error) ||
      !sonde_options_check_members (object, kinds[self->kind].members, "loss", path_of_fault, error) ||
      !sonde_options_get_factor (object, "min_distance", "loss", FALSE, &self->min_distance, path_of_fault, error) ||
      !sonde_options_get_factor (object, "max_distance", "loss", TRUE, &self->max_distance, path_of_fault, error) ||
      !sonde_options_get_factor (object, "priority_factor", "loss", FALSE, &self->priority_factor, path_of_fault, error) ||
      !read_threshold (object, "lower_threshold", &self->lower_threshold, path_of_fault, error) ||
      !read_threshold (object, "upper_threshold", &self->upper_threshold, path_of_fault, error))
    return FALSE;
  if (self->min_distance <= self->max_distance)
    return TRUE;
  sonde_options_fault ("min_distance", "loss", path_of_fault, error,
                       _("“min_distance” is larger than “max_distance”: make it smaller, or the other larger."));
  return FALSE;
}
