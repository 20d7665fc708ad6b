/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Functions of two variables, after Learner2D of python-adaptive (see sonde-loss-2d.c).
 *
 * 1. The corners of the domain are asked for first; with a hull its points.
 * 2. Known points are triangulated in units of the domain's sides (sonde-surface-2d.c). Each triangle has a loss; the worst ones are divided,
 *    ten for each look (sonde-learner-2d-ask.c).
 * 3. Points under way count as if their values were on the surface (sonde-learner-2d-combined.c), so that others are chosen meanwhile.
 * 4. A corner that does not come holds nothing up: when 16 other points are known it is done without. */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "base/sonde-clock.h"
#include "learner/sonde-learner-2d-private.h"
#include "learner/sonde-learner-options.h"

#define DEFAULT_STACK_SIZE 10
#define KNOWN_WITHOUT_CORNERS 16
/* from so many on, and if they are a quarter of all, points are taken in at once */
#define MANY 1000

typedef struct
{
  SondeLearnerClass parent_class;
} SondeLearner2DClass;

G_DEFINE_FINAL_TYPE (SondeLearner2D, sonde_learner_2d, SONDE_TYPE_LEARNER)

/* From a point to where it lies in units of the domain's sides. */
void
_sonde_learner_2d_place (SondeLearner2D *self,
                         const double   *x,
                         double         *place)
{
  sonde_domain_map (sonde_learner_get_domain (SONDE_LEARNER (self)), x, place);
  for (guint i = 0; i < 2; i++)
    place[i] = (place[i] - self->mean[i]) / self->scale[i];
}

void
_sonde_learner_2d_unplace (SondeLearner2D *self,
                           const double   *place,
                           double         *x)
{
  for (guint i = 0; i < 2; i++)
    x[i] = place[i] * self->scale[i] + self->mean[i];
  sonde_domain_unmap (sonde_learner_get_domain (SONDE_LEARNER (self)), x, x);
}

int
_sonde_learner_2d_find_pending (SondeLearner2D *self,
                                const double   *x)
{
  for (guint i = 0; i < self->pending->len; i++)
    {
      const SondePending2D *pending = &g_array_index (self->pending, SondePending2D, i);

      if (pending->x[0] == x[0] && pending->x[1] == x[1])
        return (int) i;
    }
  return -1;
}

int
_sonde_learner_2d_find_chosen (SondeLearner2D *self,
                               const double   *x)
{
  for (guint i = 0; i < self->stack->len; i++)
    {
      const SondeChosen2D *chosen = &g_array_index (self->stack, SondeChosen2D, i);

      if (chosen->x[0] == x[0] && chosen->x[1] == x[1])
        return (int) i;
    }
  return -1;
}

/* In the order in which they came: with global gradients the result depends on it in the last digits. */
void
_sonde_learner_2d_remove_pending (SondeLearner2D *self,
                                  guint           index)
{
  if (self->global)
    g_array_remove_index (self->pending, index);
  else
    g_array_remove_index_fast (self->pending, index);
}

static gboolean
is_corner (SondeLearner2D *self,
           const double   *x)
{
  for (guint i = 0; i < self->corners->len / 2; i++)
    if (memcmp (&g_array_index (self->corners, double, 2 * i), x, 2 * sizeof *x) == 0)
      return TRUE;
  return FALSE;
}

/* Step 4: whether a corner is still to come. */
gboolean
_sonde_learner_2d_corners_are_out (SondeLearner2D *self)
{
  for (guint i = 0; i < self->stack->len; i++)
    if (g_array_index (self->stack, SondeChosen2D, i).is_corner)
      return TRUE;
  if (self->n_known >= self->corners->len / 2 + KNOWN_WITHOUT_CORNERS)
    return FALSE;
  for (guint i = 0; i < self->pending->len; i++)
    if (g_array_index (self->pending, SondePending2D, i).is_corner)
      return TRUE;
  return FALSE;
}

void
_sonde_learner_2d_forget_combined (SondeLearner2D *self)
{
  g_clear_pointer (&self->combined, sonde_surface_2d_free);
  self->n_combined = 0;
  for (guint i = 0; i < self->pending->len; i++)
    g_array_index (self->pending, SondePending2D, i).vertex = SONDE_TRIANGULATION_NONE;
}

static void
stack_corners (SondeLearner2D *self)
{
  for (guint i = 0; i < self->corners->len / 2; i++)
    {
      const double *x = &g_array_index (self->corners, double, 2 * i);
      SondeChosen2D chosen = { { x[0], x[1] }, INFINITY, TRUE };
      double place[2];

      _sonde_learner_2d_place (self, x, place);
      if (_sonde_learner_2d_find_chosen (self, x) < 0 && _sonde_learner_2d_find_pending (self, x) < 0 &&
          (self->known == NULL || sonde_surface_2d_find (self->known, place) == SONDE_TRIANGULATION_NONE))
        g_array_append_val (self->stack, chosen);
    }
}

static void
insert_gap (SondeLearner2D *self,
            const double   *x)
{
  guint vdim = sonde_surface_2d_get_vdim (self->known);
  g_autofree double *missing = g_new (double, vdim);
  guint32 none = G_MAXUINT32;
  double place[2];

  for (guint c = 0; c < vdim; c++)
    missing[c] = NAN;
  _sonde_learner_2d_place (self, x, place);
  if (sonde_surface_2d_insert (self->known, place, missing, SONDE_TRIANGULATION_NONE, NULL))
    g_array_append_val (self->ids, none);
}

/* Makes the surface of known points when the first value says how many components there are; excluded places that were found earlier
 * go in first. */
static void
begin_known (SondeLearner2D *self,
             guint           vdim)
{
  if (self->known != NULL)
    return;
  _sonde_learner_2d_forget_combined (self);
  self->known = sonde_surface_2d_new (&self->loss, self->global, SONDE_STRIDE (vdim));
  for (guint i = 0; i < self->gaps->len / 2; i++)
    insert_gap (self, &g_array_index (self->gaps, double, 2 * i));
}

/* An excluded place is known to have no value. */
void
_sonde_learner_2d_add_gap (SondeLearner2D *self,
                           const double   *x)
{
  g_array_append_vals (self->gaps, x, 2);
  if (self->known != NULL)
    insert_gap (self, x);
}

static gboolean
is_known_outside (SondeLearner2D *self,
                  const double   *x)
{
  const SondePoints *points = _sonde_learner_get_own_points (SONDE_LEARNER (self));

  for (guint i = 0; i < self->outside->len; i++)
    if (memcmp (points->x + 2 * (gsize) g_array_index (self->outside, guint, i), x, 2 * sizeof *x) == 0)
      return TRUE;
  return FALSE;
}

static void
tell_outside (SondeLearner2D *self,
              const double   *x,
              const double   *y,
              guint           vdim,
              double          seconds)
{
  guint id;

  if (is_known_outside (self, x))
    return;
  id = _sonde_learner_append (SONDE_LEARNER (self), x, y, vdim, seconds);
  g_array_append_val (self->outside, id);
}

/* How far the value lies from what the surface says, over all components. */
static void
report_residual (SondeLearner2D *self,
                 const double   *place,
                 const double   *y,
                 guint32        *hint)
{
  guint vdim = sonde_surface_2d_get_vdim (self->known);
  g_autofree double *buffer = vdim > 8 ? g_new (double, vdim) : NULL;
  double few[8], *predicted = buffer != NULL ? buffer : few;
  double residual = 0;

  if (!sonde_surface_2d_interpolate (self->known, place, hint, predicted))
    return;
  for (guint c = 0; c < vdim; c++)
    residual = isfinite (predicted[c] - y[c]) ? MAX (residual, fabs (predicted[c] - y[c])) : INFINITY;
  if (isfinite (residual))
    _sonde_learner_report_residual (SONDE_LEARNER (self), residual);
}

static void
forget_chosen (SondeLearner2D *self,
               const double   *x)
{
  int chosen = _sonde_learner_2d_find_chosen (self, x);

  if (chosen >= 0)
    g_array_remove_index (self->stack, (guint) chosen);
}

static void
forget_pending (SondeLearner2D *self,
                const double   *x)
{
  int pending = _sonde_learner_2d_find_pending (self, x);

  if (pending < 0)
    return;
  /* where it is a vertex already, its value is set when known points are taken over there */
  _sonde_learner_2d_remove_pending (self, (guint) pending);
}

static gboolean
sonde_learner_2d_tell (SondeLearner  *learner,
                       const double  *x,
                       const double  *y,
                       guint          vdim,
                       double         seconds,
                       GError       **error)
{
  SondeLearner2D *self = SONDE_LEARNER_2D (learner);
  guint32 hint = SONDE_TRIANGULATION_NONE, vertex;
  double place[2];
  guint id;

  if (!sonde_domain_contains (sonde_learner_get_domain (learner), x))
    {
      tell_outside (self, x, y, vdim, seconds);
      return TRUE;
    }
  begin_known (self, vdim);
  _sonde_learner_2d_place (self, x, place);
  if (sonde_triangulation_get_n_simplices (sonde_surface_2d_get_triangulation (self->known)) > 0)
    report_residual (self, place, y, &hint);
  forget_chosen (self, x);
  forget_pending (self, x);
  if (!sonde_surface_2d_insert (self->known, place, y, hint, &vertex))
    return TRUE;
  id = _sonde_learner_append (learner, x, y, vdim, seconds);
  g_array_append_val (self->ids, id);
  self->n_known++;
  return TRUE;
}

static gboolean
sonde_learner_2d_tell_many (SondeLearner  *learner,
                            guint          n,
                            const double  *xs,
                            const double  *ys,
                            guint          vdim,
                            const float   *seconds,
                            gboolean       force,
                            GError       **error)
{
  SondeLearner2D *self = SONDE_LEARNER_2D (learner);

  if (force || (n >= MANY && n >= self->n_known / 4))
    {
      begin_known (self, vdim);
      sonde_surface_2d_begin_many (self->known);
      _sonde_learner_2d_forget_combined (self);
    }
  for (guint i = 0; i < n; i++)
    sonde_learner_2d_tell (learner, xs + 2 * (gsize) i, ys + (gsize) i * SONDE_STRIDE (vdim), vdim, seconds != NULL ? seconds[i] : NAN,
                           NULL);
  return TRUE;
}

static gboolean
is_known (SondeLearner2D *self,
          const double   *x)
{
  double place[2];
  guint32 vertex;

  if (self->known == NULL)
    return FALSE;
  _sonde_learner_2d_place (self, x, place);
  vertex = sonde_surface_2d_find (self->known, place);
  return vertex != SONDE_TRIANGULATION_NONE && g_array_index (self->ids, guint32, vertex) != G_MAXUINT32;
}

static void
sonde_learner_2d_tell_pending (SondeLearner *learner,
                               const double *x)
{
  SondeLearner2D *self = SONDE_LEARNER_2D (learner);
  SondePending2D pending = { { x[0], x[1] }, SONDE_TRIANGULATION_NONE, FALSE };

  if (!sonde_domain_contains (sonde_learner_get_domain (learner), x))
    return;
  forget_chosen (self, x);
  if (_sonde_learner_2d_find_pending (self, x) >= 0 || is_known (self, x))
    return;
  pending.is_corner = is_corner (self, x);
  g_array_append_val (self->pending, pending);
}

static void
sonde_learner_2d_remove_unfinished (SondeLearner *learner)
{
  SondeLearner2D *self = SONDE_LEARNER_2D (learner);

  g_array_set_size (self->pending, 0);
  _sonde_learner_2d_forget_combined (self);
  stack_corners (self);
}

static gboolean
sonde_learner_2d_work (SondeLearner *learner,
                       gint64        deadline)
{
  SondeLearner2D *self = SONDE_LEARNER_2D (learner);

  if (self->known != NULL && !sonde_surface_2d_work (self->known, deadline))
    return FALSE;
  /* with few pending points the rest is done when it is asked for */
  return self->pending->len == 0 || self->global || _sonde_learner_2d_work_combined (self, deadline);
}

static double
sonde_learner_2d_loss (SondeLearner *learner,
                       gboolean      real)
{
  SondeLearner2D *self = SONDE_LEARNER_2D (learner);
  SondeSurface2D *surface = self->known;

  if (_sonde_learner_2d_corners_are_out (self) || (real && surface == NULL))
    return INFINITY;
  if (!real)
    surface = _sonde_learner_2d_get_combined (self);
  sonde_surface_2d_work (surface, G_MAXINT64);
  return sonde_surface_2d_get_loss (surface);
}

static guint
sonde_learner_2d_n_pending (SondeLearner *learner)
{
  return SONDE_LEARNER_2D (learner)->pending->len;
}

static void
sonde_learner_2d_get_pending (SondeLearner *learner,
                              double       *points)
{
  SondeLearner2D *self = SONDE_LEARNER_2D (learner);

  for (guint i = 0; i < self->pending->len; i++)
    memcpy (points + 2 * i, g_array_index (self->pending, SondePending2D, i).x, 2 * sizeof *points);
}

static void
get_corner (SondeLearner2D *self,
            SondeSurface2D *surface,
            guint32         vertex,
            double         *x)
{
  const SondePoints *points = _sonde_learner_get_own_points (SONDE_LEARNER (self));

  if (surface == self->known && g_array_index (self->ids, guint32, vertex) != G_MAXUINT32)
    memcpy (x, points->x + 2 * (gsize) g_array_index (self->ids, guint32, vertex), 2 * sizeof *x);
  else
    _sonde_learner_2d_unplace (self, sonde_triangulation_get_point (sonde_surface_2d_get_triangulation (surface), vertex), x);
}

static void
sonde_learner_2d_foreach_loss (SondeLearner  *learner,
                               gboolean       real,
                               guint          most,
                               SondeCellFunc  func,
                               gpointer       user_data)
{
  SondeLearner2D *self = SONDE_LEARNER_2D (learner);
  SondeSurface2D *surface = real ? self->known : _sonde_learner_2d_get_combined (self);
  g_auto (SondeHeapWalk) walk;
  SondeHeap *heaps[1];
  guint32 simplex;
  double rank;
  guint heap;

  if (surface != NULL)
    {
      sonde_surface_2d_work (surface, G_MAXINT64);
      heaps[0] = sonde_surface_2d_get_heap (surface);
    }
  sonde_heap_walk_init (&walk, surface != NULL ? 1 : 0, heaps);
  for (guint i = 0; i < most && sonde_heap_walk_next (&walk, &heap, &simplex, &rank); i++)
    {
      const guint32 *corners = sonde_triangulation_get_vertices (sonde_surface_2d_get_triangulation (surface), simplex);
      double vertices[6];

      for (guint j = 0; j < 3; j++)
        get_corner (self, surface, corners[j], vertices + 2 * j);
      func (vertices, 3, sonde_surface_2d_get_triangle_loss (surface, simplex), user_data);
    }
}

static void
set_corners (SondeLearner2D *self)
{
  SondeDomain *domain = sonde_learner_get_domain (SONDE_LEARNER (self));
  guint n;
  const double *hull = sonde_domain_get_hull (domain, &n);

  if (n > 0)
    {
      g_array_append_vals (self->corners, hull, 2 * n);
      return;
    }
  for (guint i = 0; i < 4; i++)
    {
      double x[2];

      for (guint j = 0; j < 2; j++)
        {
          const SondeVariable *variable = sonde_domain_get (domain, j);

          x[j] = (i >> (1 - j) & 1) != 0 ? variable->max : variable->min;
        }
      g_array_append_vals (self->corners, x, 2);
    }
}

/* Excluded corners are known to have no value. */
static void
exclude_corners (SondeLearner2D *self)
{
  SondeDomain *domain = sonde_learner_get_domain (SONDE_LEARNER (self));

  for (guint i = self->corners->len / 2; i-- > 0;)
    if (sonde_domain_excludes (domain, &g_array_index (self->corners, double, 2 * i)))
      {
        g_array_append_vals (self->gaps, &g_array_index (self->corners, double, 2 * i), 2);
        g_array_remove_range (self->corners, 2 * i, 2);
      }
}

static SondeLearner *
create (SondeDomain       *domain,
        const SondeLoss2D *loss,
        gboolean           global,
        guint              stack_size,
        double             aspect_ratio)
{
  SondeLearner2D *self = g_object_new (SONDE_TYPE_LEARNER_2D, NULL);

  _sonde_learner_construct (SONDE_LEARNER (self), domain);
  self->loss = *loss;
  self->global = global;
  self->stack_size = stack_size;
  self->aspect_ratio = aspect_ratio;
  for (guint i = 0; i < 2; i++)
    {
      const SondeVariable *variable = sonde_domain_get (domain, i);
      double low = sonde_variable_map (variable, variable->min), high = sonde_variable_map (variable, variable->max);

      self->mean[i] = (low + high) / 2;
      self->scale[i] = high - low;
    }
  if (aspect_ratio != 1)
    self->scale[1] /= aspect_ratio;
  set_corners (self);
  exclude_corners (self);
  stack_corners (self);
  return SONDE_LEARNER (self);
}

static SondeLearner *
sonde_learner_2d_new_empty (SondeLearner *learner)
{
  SondeLearner2D *self = SONDE_LEARNER_2D (learner);

  return create (sonde_learner_get_domain (learner), &self->loss, self->global, self->stack_size, self->aspect_ratio);
}

static void
sonde_learner_2d_finalize (GObject *object)
{
  SondeLearner2D *self = SONDE_LEARNER_2D (object);

  g_clear_pointer (&self->known, sonde_surface_2d_free);
  g_clear_pointer (&self->combined, sonde_surface_2d_free);
  g_array_unref (self->corners);
  g_array_unref (self->stack);
  g_array_unref (self->pending);
  g_array_unref (self->gaps);
  g_array_unref (self->outside);
  g_array_unref (self->ids);
  G_OBJECT_CLASS (sonde_learner_2d_parent_class)->finalize (object);
}

static void
sonde_learner_2d_class_init (SondeLearner2DClass *klass)
{
  SondeLearnerClass *learner_class = (SondeLearnerClass *) klass;

  G_OBJECT_CLASS (klass)->finalize = sonde_learner_2d_finalize;
  learner_class->ask = _sonde_learner_2d_ask;
  learner_class->tell = sonde_learner_2d_tell;
  learner_class->tell_many = sonde_learner_2d_tell_many;
  learner_class->tell_pending = sonde_learner_2d_tell_pending;
  learner_class->remove_unfinished = sonde_learner_2d_remove_unfinished;
  learner_class->loss = sonde_learner_2d_loss;
  learner_class->new_empty = sonde_learner_2d_new_empty;
  learner_class->work = sonde_learner_2d_work;
  learner_class->n_pending = sonde_learner_2d_n_pending;
  learner_class->get_pending = sonde_learner_2d_get_pending;
  learner_class->foreach_loss = sonde_learner_2d_foreach_loss;
}

static void
sonde_learner_2d_init (SondeLearner2D *self)
{
  self->corners = g_array_new (FALSE, FALSE, sizeof (double));
  self->stack = g_array_new (FALSE, FALSE, sizeof (SondeChosen2D));
  self->pending = g_array_new (FALSE, FALSE, sizeof (SondePending2D));
  self->gaps = g_array_new (FALSE, FALSE, sizeof (double));
  self->outside = g_array_new (FALSE, FALSE, sizeof (guint));
  self->ids = g_array_new (FALSE, FALSE, sizeof (guint32));
}

static gboolean
read_gradients (JsonObject  *spec,
                gboolean    *global,
                char       **path_of_fault,
                GError     **error)
{
  const char *gradients = "local";

  if (json_object_get_member (spec, "gradients") == NULL)
    return TRUE;
  if (!sonde_options_get_string (spec, "gradients", &gradients, path_of_fault, error))
    return FALSE;
  *global = g_str_equal (gradients, "global");
  if (*global || g_str_equal (gradients, "local"))
    return TRUE;
  sonde_options_fault ("gradients", NULL, path_of_fault, error,
                       _("“gradients” is “local”, which computes them around new points only, or “global”, which computes all of them "
                         "after each point as python-adaptive does."));
  return FALSE;
}

/**
 * sonde_learner_2d_new_from_spec:
 * @spec: the member "learner" of a study: "loss", "stack_size" (so many points are chosen for each look at the losses, 10), "aspect_ratio" (how
 *   much more the second variable counts, 1), "gradients" ("local" or "global")
 * @domain: two variables
 * @path_of_fault: (out) (optional) (nullable): where the fault is, such as "loss.kind"
 *
 * Returns: (transfer full) (nullable): a learner, or %NULL with %SONDE_LEARNER_ERROR_SPEC
 */
SondeLearner *
sonde_learner_2d_new_from_spec (JsonObject   *spec,
                                SondeDomain  *domain,
                                char        **path_of_fault,
                                GError      **error)
{
  static const char * const members[] = { "kind", "loss", "stack_size", "aspect_ratio", "gradients", NULL };
  guint stack_size = DEFAULT_STACK_SIZE;
  double aspect_ratio = 1;
  gboolean global = FALSE;
  SondeLoss2D loss;

  g_return_val_if_fail (spec != NULL && domain != NULL, NULL);

  if (path_of_fault != NULL)
    *path_of_fault = NULL;
  if (sonde_domain_get_ndim (domain) != 2)
    {
      sonde_options_fault ("kind", NULL, path_of_fault, error,
                           ngettext ("The learner “2d” samples two variables, but the domain has %u. Choose “1d” for one, “nd” for more.",
                                     "The learner “2d” samples two variables, but the domain has %u. Choose “1d” for one, “nd” for more.",
                                     sonde_domain_get_ndim (domain)), sonde_domain_get_ndim (domain));
      return NULL;
    }
  if (!sonde_options_check_members (spec, members, NULL, path_of_fault, error) ||
      !sonde_loss_2d_read (&loss, spec, path_of_fault, error) ||
      !sonde_options_get_count (spec, "stack_size", 1, &stack_size, path_of_fault, error) ||
      !sonde_options_get_between (spec, "aspect_ratio", 0, 1e6, &aspect_ratio, path_of_fault, error) ||
      !read_gradients (spec, &global, path_of_fault, error))
    return NULL;
  return create (domain, &loss, global, stack_size, aspect_ratio);
}

/**
 * sonde_learner_2d_is_valid:
 * @why: (out) (optional): what is wrong
 *
 * For tests: looks at everything.
 */
gboolean
sonde_learner_2d_is_valid (SondeLearner2D  *self,
                           const char     **why)
{
  SondeTriangulation *triangulation;

  if (self->known == NULL)
    return TRUE;
  triangulation = sonde_surface_2d_get_triangulation (self->known);
  sonde_surface_2d_work (self->known, G_MAXINT64);
  if (sonde_triangulation_get_n_vertices (triangulation) != self->ids->len)
    *why = "not every vertex has a point";
  else if (sonde_heap_get_length (sonde_surface_2d_get_heap (self->known)) != sonde_triangulation_get_n_simplices (triangulation))
    *why = "not every triangle has a loss";
  else
    return sonde_triangulation_is_valid (triangulation, why) && sonde_heap_is_valid (sonde_surface_2d_get_heap (self->known), why);
  return FALSE;
}

/**
 * sonde_learner_2d_get_aspect_ratio:
 *
 * Returns: how much more the second variable counts than the first, where distances are measured
 */
double
sonde_learner_2d_get_aspect_ratio (SondeLearner2D *self)
{
  g_return_val_if_fail (SONDE_IS_LEARNER_2D (self), 1);

  return self->aspect_ratio;
}
