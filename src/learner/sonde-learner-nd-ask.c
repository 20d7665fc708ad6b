/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which point comes next.
 *
 *  1. A corner of the domain that is neither known nor under way.
 *  2. Before there are simplices: a random point in the domain.
 *  3. Else the simplex, or the part of one, with the largest loss is divided: at its middle if its circumcentre lies inside, else
 *     at the middle of its longest edge. With "anisotropic" both are judged after stretching along the local gradient.
 *  4. What was found known, under way or excluded is passed over. A corner that never comes blocks nothing. */

#include "config.h"

#include <math.h>
#include <string.h>

#include "learner/sonde-learner-nd-private.h"

#define MAX_CORNERS (SONDE_ND_MAX + 1)
/* A random point that is outside or excluded is drawn again so often. */
#define MAX_DRAWS 100000

static void
get_x (SondeLearnerND *self,
       const double   *place,
       double         *x)
{
  SondeDomain *domain = sonde_learner_get_domain (SONDE_LEARNER (self));

  for (guint j = 0; j < self->ndim; j++)
    x[j] = place[j] * self->width[j] + self->low[j];
  sonde_domain_unmap (domain, x, x);
  for (guint j = 0; j < self->ndim; j++)
    {
      const SondeVariable *variable = sonde_domain_get (domain, j);

      if (place[j] <= 0 || place[j] >= 1)
        x[j] = place[j] <= 0 ? variable->min : variable->max;
    }
}

static gboolean
is_taken (SondeLearnerND *self,
          const double   *x,
          guint32         simplex)
{
  return _sonde_learner_nd_find_pending (self, x) >= 0 || _sonde_learner_nd_is_known (self, x, simplex);
}

static gboolean
find_bound (SondeLearnerND *self,
            double         *x)
{
  for (; self->next_bound < self->bounds->len / self->ndim; self->next_bound++)
    {
      memcpy (x, &g_array_index (self->bounds, double, self->next_bound * self->ndim), self->ndim * sizeof *x);
      if (!is_taken (self, x, SONDE_TRIANGULATION_NONE))
        return TRUE;
    }
  return FALSE;
}

/* As Python's random.random () does. */
static double
draw (SondeLearnerND *self)
{
  guint32 high = g_rand_int (self->random) >> 5;
  guint32 low = g_rand_int (self->random) >> 6;

  return (high * 67108864.0 + low) / 9007199254740992.0;
}

static gboolean
find_random (SondeLearnerND *self,
             double         *x)
{
  SondeDomain *domain = sonde_learner_get_domain (SONDE_LEARNER (self));
  double place[SONDE_ND_MAX];

  for (guint i = 0; i < MAX_DRAWS; i++)
    {
      for (guint j = 0; j < self->ndim; j++)
        place[j] = draw (self);
      get_x (self, place, x);
      if (sonde_domain_contains (domain, x) && !sonde_domain_excludes (domain, x) &&
          !is_taken (self, x, SONDE_TRIANGULATION_NONE))
        return TRUE;
    }
  return FALSE;
}

/* The matrix that stretches along the gradient g of a linear fit to the vertices around: 1 + (sqrt (|g|^2 + 1) - 1) g g^T / |g|^2.
 * FALSE if there is no gradient. */
static gboolean
solve (guint   n,
       double  m[SONDE_ND_MAX][SONDE_ND_MAX],
       double *right)
{
  for (guint k = 0; k < n; k++)
    {
      guint pivot = k;

      for (guint i = k + 1; i < n; i++)
        if (fabs (m[i][k]) > fabs (m[pivot][k]))
          pivot = i;
      if (m[pivot][k] == 0)
        return FALSE;
      for (guint j = 0; j < n && pivot != k; j++)
        {
          double swap = m[k][j];

          m[k][j] = m[pivot][j];
          m[pivot][j] = swap;
        }
      if (pivot != k)
        {
          double swap = right[k];

          right[k] = right[pivot];
          right[pivot] = swap;
        }
      for (guint i = k + 1; i < n; i++)
        {
          double factor = m[i][k] / m[k][k];

          for (guint j = k; j < n; j++)
            m[i][j] -= factor * m[k][j];
          right[i] -= factor * right[k];
        }
    }
  for (guint k = n; k-- > 0;)
    {
      for (guint j = k + 1; j < n; j++)
        right[k] -= m[k][j] * right[j];
      right[k] /= m[k][k];
    }
  return TRUE;
}

/* All vertices of the simplices that touch one. */
static GArray *
collect_around (SondeLearnerND *self,
                guint32         simplex)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  g_autoptr (GArray) around = g_array_new (FALSE, FALSE, sizeof (guint32));
  GArray *vertices = g_array_new (FALSE, FALSE, sizeof (guint32));

  for (guint i = 0; i <= self->ndim; i++)
    {
      sonde_triangulation_around_vertex (self->tri, sonde_triangulation_get_vertices (self->tri, simplex)[i], around);
      for (guint j = 0; j < around->len; j++)
        {
          const guint32 *corners = sonde_triangulation_get_vertices (self->tri, g_array_index (around, guint32, j));

          for (guint k = 0; k <= self->ndim; k++)
            if (g_hash_table_add (seen, GUINT_TO_POINTER (corners[k])))
              g_array_append_val (vertices, corners[k]);
        }
    }
  return vertices;
}

static gboolean
fit_gradient (SondeLearnerND *self,
              guint32         simplex,
              double         *gradient)
{
  const SondePoints *points = _sonde_learner_get_own_points (SONDE_LEARNER (self));
  g_autoptr (GArray) vertices = collect_around (self, simplex);
  double m[SONDE_ND_MAX][SONDE_ND_MAX] = { { 0, }, };
  double mean[SONDE_ND_MAX] = { 0, };
  double mean_y = 0, n = 0;

  memset (gradient, 0, self->ndim * sizeof *gradient);
  for (guint pass = 0; pass < 2; pass++)
    for (guint i = 0; i < vertices->len; i++)
      {
        guint32 vertex = g_array_index (vertices, guint32, i);
        guint32 id = g_array_index (self->ids, guint32, vertex);
        const double *place = sonde_triangulation_get_point (self->tri, vertex);

        if (id == SONDE_ND_GAP || !isfinite (points->y[id]))
          continue;
        n += pass == 0;
        for (guint j = 0; j < self->ndim; j++)
          {
            if (pass == 0)
              mean[j] += place[j];
            for (guint k = 0; k < self->ndim && pass == 1; k++)
              m[j][k] += (place[j] - mean[j] / n) * (place[k] - mean[k] / n);
            if (pass == 1)
              gradient[j] += (place[j] - mean[j] / n) * (points->y[id] - mean_y / n);
          }
        mean_y += pass == 0 ? points->y[id] : 0;
      }
  return n > self->ndim && solve (self->ndim, m, gradient);
}

static void
stretch (SondeLearnerND *self,
         guint32         simplex,
         double          corners[MAX_CORNERS][SONDE_ND_MAX])
{
  double gradient[SONDE_ND_MAX];
  double squared = 0;

  if (!self->options.anisotropic || _sonde_learner_get_own_points (SONDE_LEARNER (self))->vdim != 1 ||
      !fit_gradient (self, simplex, gradient))
    return;
  for (guint j = 0; j < self->ndim; j++)
    squared += gradient[j] * gradient[j];
  if (!(squared > 1e-16) || !isfinite (squared))
    return;
  for (guint i = 0; i <= self->ndim; i++)
    {
      double along = 0;

      for (guint j = 0; j < self->ndim; j++)
        along += corners[i][j] * gradient[j];
      for (guint j = 0; j < self->ndim; j++)
        corners[i][j] += (sqrt (squared + 1) - 1) * along * gradient[j] / squared;
    }
}

static double
squared_distance (guint         ndim,
                  const double *a,
                  const double *b)
{
  double sum = 0;

  for (guint j = 0; j < ndim; j++)
    sum += (a[j] - b[j]) * (a[j] - b[j]);
  return sum;
}

/* Step 3. Means of vertices are the same before and after stretching, so there is no way back to go. */
static void
choose (SondeLearnerND      *self,
        guint32              simplex,
        const double * const points[],
        double              *place)
{
  double corners[MAX_CORNERS][SONDE_ND_MAX], centre[SONDE_ND_MAX];
  const double *stretched[MAX_CORNERS];
  double squared_radius, longest = -1;
  guint first = 0, second = 0;

  for (guint i = 0; i <= self->ndim; i++)
    {
      memcpy (corners[i], points[i], self->ndim * sizeof (double));
      stretched[i] = corners[i];
    }
  stretch (self, simplex, corners);
  sonde_simplex_circumsphere (self->ndim, stretched, centre, &squared_radius);
  if (sonde_simplex_contains (self->ndim, stretched, centre, SONDE_ND_TOLERANCE))
    {
      for (guint j = 0; j < self->ndim; j++)
        {
          place[j] = 0;
          for (guint i = 0; i <= self->ndim; i++)
            place[j] += points[i][j];
          place[j] /= self->ndim + 1;
        }
      return;
    }
  for (guint i = 0; i < self->ndim; i++)
    for (guint k = i + 1; k <= self->ndim; k++)
      {
        double squared = squared_distance (self->ndim, corners[i], corners[k]);

        /* equal lengths may differ by rounding: then the first counts */
        if (squared > longest * (1 + 1e-14))
          {
            longest = squared;
            first = i;
            second = k;
          }
      }
  for (guint j = 0; j < self->ndim; j++)
    place[j] = (points[first][j] + points[second][j]) / 2;
}

/* That nothing new can be chosen there is remembered until the simplex changes. */
static void
pass_over (SondeLearnerND *self,
           guint32         simplex,
           SondePartsND   *parts)
{
  if (parts == NULL)
    {
      sonde_heap_set (self->queue, simplex, SONDE_ND_EXHAUSTED);
      return;
    }
  g_array_append_val (parts->used, parts->best);
  _sonde_learner_nd_queue (self, simplex);
}

/* An excluded place is known to have no value: its simplex is divided there all the same. */
static void
add_gap (SondeLearnerND *self,
         const double   *x,
         guint32         hint)
{
  double place[SONDE_ND_MAX];

  sonde_learner_nd_place (self, x, place);
  _sonde_learner_nd_insert (self, place, SONDE_ND_GAP, hint);
  _sonde_learner_nd_place_pending (self);
}

static gboolean
find_best (SondeLearnerND *self,
           double         *x,
           double         *improvement,
           guint32        *where)
{
  SondeDomain *domain = sonde_learner_get_domain (SONDE_LEARNER (self));
  const double *points[MAX_CORNERS];
  double place[SONDE_ND_MAX];
  guint32 simplex;
  double rank;

  while (sonde_heap_peek (self->queue, &simplex, &rank) && rank != SONDE_ND_EXHAUSTED)
    {
      SondePartsND *parts = g_hash_table_lookup (self->parts, GUINT_TO_POINTER (simplex));
      SondeTriangulation *tri = parts != NULL ? parts->tri : self->tri;
      guint32 chosen = parts != NULL ? parts->best : simplex;

      for (guint i = 0; i <= self->ndim; i++)
        points[i] = sonde_triangulation_get_point (tri, sonde_triangulation_get_vertices (tri, chosen)[i]);
      choose (self, simplex, points, place);
      get_x (self, place, x);
      *improvement = parts != NULL ? parts->share : _sonde_learner_nd_get_simplex_loss (self, simplex);
      *where = simplex;
      if (sonde_domain_contains (domain, x) && !is_taken (self, x, simplex))
        {
          if (!sonde_domain_excludes (domain, x))
            return TRUE;
          add_gap (self, x, simplex);
        }
      else
        pass_over (self, simplex, parts);
    }
  return FALSE;
}

static gboolean
ask_one (SondeLearnerND *self,
         double         *x,
         double         *improvement,
         guint32        *where)
{
  *improvement = INFINITY;
  *where = SONDE_TRIANGULATION_NONE;
  if (find_bound (self, x))
    return TRUE;
  if (sonde_triangulation_get_n_simplices (self->tri) == 0)
    return find_random (self, x);
  _sonde_learner_nd_place_pending (self);
  return find_best (self, x, improvement, where);
}

guint
_sonde_learner_nd_ask (SondeLearner *learner,
                       guint         n,
                       gboolean      tell_pending,
                       double       *points,
                       double       *loss_improvements)
{
  SondeLearnerND *self = SONDE_LEARNER_ND (learner);
  GRand *random = tell_pending ? NULL : g_rand_copy (self->random);
  guint n_pending = self->pending->len;
  guint next_bound = self->next_bound;
  guint i;

  _sonde_learner_nd_work (learner, G_MAXINT64);
  for (i = 0; i < n; i++)
    {
      double improvement;
      guint32 where;

      if (!ask_one (self, points + i * self->ndim, &improvement, &where))
        break;
      _sonde_learner_nd_add_pending (self, points + i * self->ndim, where);
      if (loss_improvements != NULL)
        loss_improvements[i] = improvement;
    }
  self->is_stuck = i < n && n_pending == 0 && i == 0;
  if (tell_pending)
    return i;
  g_rand_free (self->random);
  self->random = random;
  self->next_bound = next_bound;
  g_array_set_size (self->pending, n_pending);
  _sonde_learner_nd_drop_parts (self);
  return i;
}
