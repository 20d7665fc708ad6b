/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Many learners at once. For each point, by strategy:
 *
 * - loss_improvements: every child proposes its next point, which is remembered until something happens to the child; the largest
 *   improvement is chosen, among equals the child with the fewest points.
 * - loss: the child with the largest loss, pending points counted, among equals the one with the fewest points.
 * - npoints: the child with the fewest points, known or pending.
 * - cycle: one after the other, also from ask to ask.
 *
 * Children that have nothing to ask for are passed over. The loss is the largest of all. */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "base/sonde-number.h"
#include "learner/sonde-learner-balancing.h"
#include "learner/sonde-learner-options.h"
#include "learner/sonde-learner-private.h"

/* The loss of a child with pending points is looked at anew when it was told something, or has got so many points since. */
#define STALE_AFTER 8

/* What is remembered of a child. */
typedef struct
{
  SondeLearner *learner;
  char         *label;
  guint         ndim;
  gboolean      has_proposal;
  gboolean      is_exhausted;       /* the proposal is that there is none */
  double        improvement;
  double       *proposal;
  gboolean      has_loss;
  double        loss;
  gboolean      has_pending_loss;
  double        pending_loss;
  guint         since;              /* points asked for since pending_loss was looked at */
  double        total;              /* points known or pending, while points are chosen */
} Child;

struct _SondeLearnerBalancing
{
  SondeLearner        parent_instance;

  Child              *children;
  guint               n;
  SondeStrategy       strategy;
  guint               next;         /* in a cycle */
  SondeSequenceTable *product;
};

typedef struct
{
  SondeLearnerClass parent_class;
} SondeLearnerBalancingClass;

G_DEFINE_FINAL_TYPE (SondeLearnerBalancing, sonde_learner_balancing, SONDE_TYPE_LEARNER)

static const char * const strategies[] = { "loss_improvements", "loss", "npoints", "cycle" };

static void
propose (Child *child)
{
  if (child->has_proposal)
    return;
  child->is_exhausted = sonde_learner_ask (child->learner, 1, FALSE, child->proposal, &child->improvement) == 0;
  child->has_proposal = TRUE;
}

static double
get_pending_loss (Child *child)
{
  if (!child->has_pending_loss || child->since >= STALE_AFTER)
    {
      child->pending_loss = sonde_learner_get_loss (child->learner, FALSE);
      child->has_pending_loss = TRUE;
      child->since = 0;
    }
  return child->pending_loss;
}

static double
get_loss (Child    *child,
          gboolean  real)
{
  if (!real)
    return get_pending_loss (child);
  if (!child->has_loss)
    child->loss = sonde_learner_get_loss (child->learner, TRUE);
  child->has_loss = TRUE;
  return child->loss;
}

static void
forget_pending (Child *child)
{
  child->has_proposal = FALSE;
  child->has_loss = FALSE;
}

static void
forget (Child *child)
{
  forget_pending (child);
  child->has_pending_loss = FALSE;
}

/* How good it would be to choose the child; larger is better. NaN counts least. */
static double
get_merit (SondeLearnerBalancing *self,
           Child                 *child)
{
  double merit = 0;

  if (self->strategy == SONDE_STRATEGY_LOSS_IMPROVEMENTS)
    merit = child->improvement;
  else if (self->strategy == SONDE_STRATEGY_LOSS)
    merit = get_pending_loss (child);
  return isnan (merit) ? -INFINITY : merit;
}

/* The child with the largest merit, then with the fewest points, then the first. */
static Child *
choose_best (SondeLearnerBalancing *self)
{
  Child *best = NULL;
  double best_merit = 0;

  for (guint i = 0; i < self->n; i++)
    {
      Child *child = &self->children[i];
      double merit;

      if (self->strategy == SONDE_STRATEGY_LOSS_IMPROVEMENTS || child->has_proposal)
        propose (child);
      if (child->has_proposal && child->is_exhausted)
        continue;
      merit = get_merit (self, child);
      if (best != NULL && (merit < best_merit || (merit == best_merit && child->total >= best->total)))
        continue;
      best = child;
      best_merit = merit;
    }
  return best;
}

static Child *
choose_next (SondeLearnerBalancing *self)
{
  for (guint i = 0; i < self->n; i++)
    {
      Child *child = &self->children[self->next];

      self->next = (self->next + 1) % self->n;
      propose (child);
      if (!child->is_exhausted)
        return child;
    }
  return NULL;
}

/* The next child with a point to ask for, or NULL. */
static Child *
choose (SondeLearnerBalancing *self)
{
  Child *child;

  if (self->strategy == SONDE_STRATEGY_CYCLE)
    return choose_next (self);
  while ((child = choose_best (self)) != NULL)
    {
      propose (child);
      if (!child->is_exhausted)
        return child;
    }
  return NULL;
}

/* The point of a child becomes one of ours. */
static void
write_point (SondeLearnerBalancing *self,
             const Child           *child,
             const double          *x,
             double                *point)
{
  guint ndim = sonde_learner_get_ndim (SONDE_LEARNER (self));

  point[0] = child - self->children;
  memcpy (point + 1, x, child->ndim * sizeof *x);
  for (guint i = 1 + child->ndim; i < ndim; i++)
    point[i] = 0;
}

static guint
choose_points (SondeLearnerBalancing *self,
               guint                  n,
               double                *points,
               double                *loss_improvements)
{
  guint ndim = sonde_learner_get_ndim (SONDE_LEARNER (self)), found = 0;

  for (guint i = 0; i < self->n; i++)
    self->children[i].total = (double) sonde_learner_get_npoints (self->children[i].learner)
                              + sonde_learner_get_n_pending (self->children[i].learner);
  for (; found < n; found++)
    {
      Child *child = choose (self);

      if (child == NULL)
        break;
      write_point (self, child, child->proposal, points + (gsize) found * ndim);
      if (loss_improvements != NULL)
        loss_improvements[found] = child->improvement;
      child->total++;
      child->since++;
      sonde_learner_tell_pending (child->learner, child->proposal);
      forget_pending (child);
    }
  return found;
}

/* The pending points of all children, to be restored. */
static GArray **
save_pending (SondeLearnerBalancing *self)
{
  GArray **saved = g_new (GArray *, self->n);

  for (guint i = 0; i < self->n; i++)
    {
      Child *child = &self->children[i];

      saved[i] = g_array_new (FALSE, FALSE, sizeof (double));
      g_array_set_size (saved[i], sonde_learner_get_n_pending (child->learner) * child->ndim);
      if (saved[i]->len > 0)
        sonde_learner_get_pending (child->learner, (double *) (void *) saved[i]->data);
    }
  return saved;
}

static void
restore_pending (SondeLearnerBalancing  *self,
                 GArray                **saved)
{
  for (guint i = 0; i < self->n; i++)
    {
      Child *child = &self->children[i];

      if (sonde_learner_get_n_pending (child->learner) * child->ndim != saved[i]->len)
        {
          sonde_learner_remove_unfinished (child->learner);
          for (guint j = 0; j < saved[i]->len; j += child->ndim)
            sonde_learner_tell_pending (child->learner, &g_array_index (saved[i], double, j));
          forget (child);
        }
      g_array_unref (saved[i]);
    }
  g_free (saved);
}

static guint
sonde_learner_balancing_ask (SondeLearner *learner,
                             guint         n,
                             gboolean      tell_pending,
                             double       *points,
                             double       *loss_improvements)
{
  SondeLearnerBalancing *self = SONDE_LEARNER_BALANCING (learner);
  guint next = self->next;
  GArray **saved;

  if (tell_pending)
    return choose_points (self, n, points, loss_improvements);
  saved = save_pending (self);
  n = choose_points (self, n, points, loss_improvements);
  restore_pending (self, saved);
  self->next = next;
  return n;
}

static Child *
find_child (SondeLearnerBalancing *self,
            double                 number)
{
  return number >= 0 && number < self->n && number == floor (number) ? &self->children[(guint) number] : NULL;
}

static gboolean
sonde_learner_balancing_tell (SondeLearner  *learner,
                              const double  *x,
                              const double  *y,
                              guint          vdim,
                              double         seconds,
                              GError       **error)
{
  SondeLearnerBalancing *self = SONDE_LEARNER_BALANCING (learner);
  Child *child = find_child (self, *x);
  char text[SONDE_NUMBER_LENGTH];
  guint before;

  if (child == NULL)
    {
      sonde_number_format (*x, text);
      g_set_error (error, SONDE_LEARNER_ERROR, SONDE_LEARNER_ERROR_POINT,
                   _("There is no child %s: they are numbered from 0 to %u."), text, self->n - 1);
      return FALSE;
    }
  before = sonde_learner_get_points (child->learner)->n;
  if (!sonde_learner_tell (child->learner, x + 1, y, vdim, seconds, error))
    return FALSE;
  forget (child);
  if (sonde_learner_get_points (child->learner)->n > before)
    _sonde_learner_append (learner, x, y, vdim, seconds);
  return TRUE;
}

static void
sonde_learner_balancing_tell_pending (SondeLearner *learner,
                                      const double *x)
{
  Child *child = find_child (SONDE_LEARNER_BALANCING (learner), *x);

  if (child == NULL)
    return;
  sonde_learner_tell_pending (child->learner, x + 1);
  forget_pending (child);
  child->since++;
}

static void
sonde_learner_balancing_remove_unfinished (SondeLearner *learner)
{
  SondeLearnerBalancing *self = SONDE_LEARNER_BALANCING (learner);

  for (guint i = 0; i < self->n; i++)
    {
      sonde_learner_remove_unfinished (self->children[i].learner);
      forget (&self->children[i]);
    }
}

static double
sonde_learner_balancing_loss (SondeLearner *learner,
                              gboolean      real)
{
  SondeLearnerBalancing *self = SONDE_LEARNER_BALANCING (learner);
  double largest = -INFINITY;

  for (guint i = 0; i < self->n; i++)
    largest = MAX (largest, get_loss (&self->children[i], real));
  return largest;
}

static gboolean
sonde_learner_balancing_work (SondeLearner *learner,
                              gint64        deadline)
{
  SondeLearnerBalancing *self = SONDE_LEARNER_BALANCING (learner);

  for (guint i = 0; i < self->n; i++)
    if (!sonde_learner_work (self->children[i].learner, deadline))
      return FALSE;
  return TRUE;
}

static gboolean
sonde_learner_balancing_is_done (SondeLearner *learner)
{
  SondeLearnerBalancing *self = SONDE_LEARNER_BALANCING (learner);

  for (guint i = 0; i < self->n; i++)
    if (!sonde_learner_is_done (self->children[i].learner))
      return FALSE;
  return TRUE;
}

static char *
sonde_learner_balancing_get_fault (SondeLearner *learner)
{
  SondeLearnerBalancing *self = SONDE_LEARNER_BALANCING (learner);

  for (guint i = 0; i < self->n; i++)
    {
      g_autofree char *fault = sonde_learner_get_fault (self->children[i].learner);

      if (fault != NULL)
        /* translators: the name of a child; what is wrong with it */
        return g_strdup_printf (_("%s: %s"), self->children[i].label, fault);
    }
  return NULL;
}

static guint
sonde_learner_balancing_npoints (SondeLearner *learner)
{
  SondeLearnerBalancing *self = SONDE_LEARNER_BALANCING (learner);
  guint n = 0;

  for (guint i = 0; i < self->n; i++)
    n += sonde_learner_get_npoints (self->children[i].learner);
  return n;
}

static double
sonde_learner_balancing_error_estimate (SondeLearner *learner)
{
  SondeLearnerBalancing *self = SONDE_LEARNER_BALANCING (learner);
  double largest = NAN;

  for (guint i = 0; i < self->n; i++)
    {
      double error = sonde_learner_get_error_estimate (self->children[i].learner);

      /* unknown as long as one of them is */
      if (isnan (error))
        return NAN;
      largest = fmax (largest, error);
    }
  return largest;
}

static guint
sonde_learner_balancing_n_pending (SondeLearner *learner)
{
  SondeLearnerBalancing *self = SONDE_LEARNER_BALANCING (learner);
  guint n = 0;

  for (guint i = 0; i < self->n; i++)
    n += sonde_learner_get_n_pending (self->children[i].learner);
  return n;
}

static void
sonde_learner_balancing_get_pending (SondeLearner *learner,
                                     double       *points)
{
  SondeLearnerBalancing *self = SONDE_LEARNER_BALANCING (learner);
  guint ndim = sonde_learner_get_ndim (learner);

  for (guint i = 0; i < self->n; i++)
    {
      Child *child = &self->children[i];
      guint n = sonde_learner_get_n_pending (child->learner);
      g_autofree double *own = g_new (double, (gsize) n * child->ndim + 1);

      sonde_learner_get_pending (child->learner, own);
      for (guint j = 0; j < n; j++, points += ndim)
        write_point (self, child, own + (gsize) j * child->ndim, points);
    }
}

typedef struct
{
  SondeLearnerBalancing *self;
  Child                 *child;
  SondeCellFunc          func;
  gpointer               data;
} Passed;

static void
pass_cell (const double *vertices,
           guint         n_vertices,
           double        loss,
           gpointer      user_data)
{
  Passed *passed = user_data;
  guint ndim = sonde_learner_get_ndim (SONDE_LEARNER (passed->self));
  g_autofree double *points = g_new (double, (gsize) n_vertices * ndim);

  for (guint i = 0; i < n_vertices; i++)
    write_point (passed->self, passed->child, vertices + (gsize) i * passed->child->ndim, points + (gsize) i * ndim);
  passed->func (points, n_vertices, loss, passed->data);
}

/* Child by child. */
static void
sonde_learner_balancing_foreach_loss (SondeLearner  *learner,
                                      gboolean       real,
                                      guint          most,
                                      SondeCellFunc  func,
                                      gpointer       user_data)
{
  SondeLearnerBalancing *self = SONDE_LEARNER_BALANCING (learner);

  for (guint i = 0; i < self->n; i++)
    {
      Passed passed = { self, &self->children[i], func, user_data };

      sonde_learner_foreach_worst (self->children[i].learner, real, most, pass_cell, &passed);
    }
}

static guint
sonde_learner_balancing_n_nested (SondeLearner *learner,
                                  const double *x)
{
  Child *child = find_child (SONDE_LEARNER_BALANCING (learner), *x);

  return child != NULL ? child->ndim : 1;
}

static void
sonde_learner_balancing_get_info (SondeLearner *learner,
                                  JsonObject   *info)
{
  SondeLearnerBalancing *self = SONDE_LEARNER_BALANCING (learner);
  JsonArray *children = json_array_new ();

  for (guint i = 0; i < self->n; i++)
    {
      Child *child = &self->children[i];
      JsonObject *own = sonde_learner_get_info (child->learner);

      json_object_set_string_member (own, "name", child->label);
      json_object_set_int_member (own, "npoints", sonde_learner_get_npoints (child->learner));
      json_object_set_double_member (own, "loss", get_loss (child, TRUE));
      json_array_add_object_element (children, own);
    }
  json_object_set_string_member (info, "strategy", strategies[self->strategy]);
  json_object_set_int_member (info, "nchildren", self->n);
  json_object_set_array_member (info, "children", children);
}

static gboolean
have_same_names (Child *children,
                 guint  n)
{
  SondeDomain *first = sonde_learner_get_domain (children[0].learner);

  for (guint i = 1; i < n; i++)
    {
      SondeDomain *other = sonde_learner_get_domain (children[i].learner);

      if (sonde_domain_get_ndim (other) != sonde_domain_get_ndim (first))
        return FALSE;
      for (guint j = 0; j < sonde_domain_get_ndim (first); j++)
        if (g_strcmp0 (sonde_domain_get (first, j)->name, sonde_domain_get (other, j)->name) != 0)
          return FALSE;
    }
  return TRUE;
}

/* The number of the child, and a coordinate for as many as the child with most of them has, from the least to the largest bound. */
static SondeDomain *
new_domain (Child *children,
            guint  n)
{
  SondeDomain *domain = sonde_domain_new ();
  gboolean same = have_same_names (children, n);
  SondeVariable number = { .name = (char *) "child", .max = MAX (n, 2) - 1, .is_integer = TRUE };
  guint ndim = 0;

  for (guint i = 0; i < n; i++)
    ndim = MAX (ndim, children[i].ndim);
  sonde_domain_add_variable (domain, &number);
  for (guint j = 0; j < ndim; j++)
    {
      g_autofree char *name = NULL;
      SondeVariable variable = { .min = INFINITY, .max = -INFINITY };

      for (guint i = 0; i < n; i++)
        {
          SondeDomain *own = sonde_learner_get_domain (children[i].learner);

          if (j >= children[i].ndim)
            continue;
          variable.min = MIN (variable.min, sonde_domain_get (own, j)->min);
          variable.max = MAX (variable.max, sonde_domain_get (own, j)->max);
          variable.unit = same ? sonde_domain_get (own, j)->unit : NULL;
          name = name != NULL ? name : same ? g_strdup (sonde_domain_get (own, j)->name) : g_strdup_printf ("x%u", j + 1);
        }
      variable.name = name;
      sonde_domain_add_variable (domain, &variable);
    }
  return domain;
}

/* Takes the array of children. */
static SondeLearner *
create (Child              *children,
        guint               n,
        SondeStrategy       strategy,
        SondeSequenceTable *product)
{
  SondeLearnerBalancing *self = g_object_new (SONDE_TYPE_LEARNER_BALANCING, NULL);
  g_autoptr (SondeDomain) domain = NULL;

  for (guint i = 0; i < n; i++)
    {
      children[i].ndim = sonde_learner_get_ndim (children[i].learner);
      children[i].proposal = g_new0 (double, children[i].ndim);
    }
  domain = new_domain (children, n);
  _sonde_learner_construct (SONDE_LEARNER (self), domain);
  self->children = children;
  self->n = n;
  self->strategy = strategy;
  self->product = product != NULL ? sonde_sequence_table_ref (product) : NULL;
  return SONDE_LEARNER (self);
}

static SondeLearner *
sonde_learner_balancing_new_empty (SondeLearner *learner)
{
  SondeLearnerBalancing *self = SONDE_LEARNER_BALANCING (learner);
  Child *children = g_new0 (Child, self->n);

  for (guint i = 0; i < self->n; i++)
    {
      children[i].learner = sonde_learner_new_empty (self->children[i].learner);
      children[i].label = g_strdup (self->children[i].label);
    }
  return create (children, self->n, self->strategy, self->product);
}

static void
free_children (Child *children,
               guint  n)
{
  for (guint i = 0; i < n; i++)
    {
      g_clear_object (&children[i].learner);
      g_free (children[i].label);
      g_free (children[i].proposal);
    }
  g_free (children);
}

static void
sonde_learner_balancing_finalize (GObject *object)
{
  SondeLearnerBalancing *self = SONDE_LEARNER_BALANCING (object);

  free_children (self->children, self->n);
  g_clear_pointer (&self->product, sonde_sequence_table_unref);
  G_OBJECT_CLASS (sonde_learner_balancing_parent_class)->finalize (object);
}

static void
sonde_learner_balancing_class_init (SondeLearnerBalancingClass *klass)
{
  SondeLearnerClass *learner_class = (SondeLearnerClass *) klass;

  G_OBJECT_CLASS (klass)->finalize = sonde_learner_balancing_finalize;
  learner_class->ask = sonde_learner_balancing_ask;
  learner_class->tell = sonde_learner_balancing_tell;
  learner_class->tell_pending = sonde_learner_balancing_tell_pending;
  learner_class->remove_unfinished = sonde_learner_balancing_remove_unfinished;
  learner_class->loss = sonde_learner_balancing_loss;
  learner_class->new_empty = sonde_learner_balancing_new_empty;
  learner_class->work = sonde_learner_balancing_work;
  learner_class->is_done = sonde_learner_balancing_is_done;
  learner_class->get_fault = sonde_learner_balancing_get_fault;
  learner_class->npoints = sonde_learner_balancing_npoints;
  learner_class->error_estimate = sonde_learner_balancing_error_estimate;
  learner_class->n_pending = sonde_learner_balancing_n_pending;
  learner_class->get_pending = sonde_learner_balancing_get_pending;
  learner_class->foreach_loss = sonde_learner_balancing_foreach_loss;
  learner_class->n_nested = sonde_learner_balancing_n_nested;
  learner_class->get_info = sonde_learner_balancing_get_info;
}

static void
sonde_learner_balancing_init (SondeLearnerBalancing *self)
{
}

static SondeLearner *
new_child (JsonObject   *object,
           SondeDomain  *domain,
           char        **path_of_fault,
           GError      **error)
{
  JsonNode *node = json_object_get_member (object, "domain");
  g_autoptr (SondeDomain) own = node != NULL ? sonde_balancing_read_domain (node) : sonde_domain_ref (domain);
  JsonNode *spec = json_object_get_member (object, "learner");
  g_autoptr (JsonObject) fallback = NULL;
  g_autofree char *path = NULL;
  SondeLearner *learner;

  if (own == NULL)
    {
      sonde_options_fault ("domain", NULL, path_of_fault, error,
                           _("The domain of a child is a list such as [{\"name\": \"x\", \"min\": 0, \"max\": 1}], with finite bounds."));
      return NULL;
    }
  if (spec == NULL || !JSON_NODE_HOLDS_OBJECT (spec))
    {
      fallback = json_object_new ();
      json_object_set_string_member (fallback, "kind", "1d");
    }
  learner = sonde_learner_new_from_spec (fallback != NULL ? fallback : json_node_get_object (spec), own, &path, error);
  if (learner == NULL && path_of_fault != NULL)
    *path_of_fault = g_strconcat ("learner.", path, NULL);
  return learner;
}

static gboolean
read_children (GPtrArray    *list,
               gboolean      is_product,
               SondeDomain  *domain,
               Child        *children,
               char        **path_of_fault,
               GError      **error)
{
  for (guint i = 0; i < list->len; i++)
    {
      JsonObject *object = g_ptr_array_index (list, i);
      const char *name = json_object_get_string_member_with_default (object, "name", NULL);
      g_autofree char *path = NULL;

      children[i].label = name != NULL ? g_strdup (name) : g_strdup_printf ("%u", i);
      children[i].learner = new_child (object, domain, &path, error);
      if (children[i].learner != NULL)
        continue;
      if (path_of_fault != NULL)
        *path_of_fault = is_product ? g_strconcat ("child.", path, NULL) : g_strdup_printf ("children[%u].%s", i, path);
      return FALSE;
    }
  return TRUE;
}

static gboolean
read_strategy (JsonObject     *spec,
               SondeStrategy  *strategy,
               char          **path_of_fault,
               GError        **error)
{
  const char *text = NULL;

  *strategy = SONDE_STRATEGY_LOSS_IMPROVEMENTS;
  if (!json_object_has_member (spec, "strategy"))
    return TRUE;
  if (!sonde_options_get_string (spec, "strategy", &text, path_of_fault, error))
    return FALSE;
  if (sonde_strategy_parse (text, strategy))
    return TRUE;
  sonde_options_fault ("strategy", NULL, path_of_fault, error,
                       _("There is no strategy “%s”. Choose “loss_improvements”, “loss”, “npoints” or “cycle”."), text);
  return FALSE;
}

/**
 * sonde_learner_balancing_new_from_spec:
 * @spec: the member "learner" of a study: "children", a list of {"function", "domain", "learner", "name"}, or "child", one of these, with
 *   "product", values of parameters of its function; "strategy", see #SondeStrategy
 * @domain: of children that have none of their own
 * @path_of_fault: (out) (optional) (nullable): where the fault is, such as "children[1].learner.kind"
 *
 * Returns: (transfer full) (nullable): a learner, or %NULL with %SONDE_LEARNER_ERROR_SPEC
 */
SondeLearner *
sonde_learner_balancing_new_from_spec (JsonObject   *spec,
                                       SondeDomain  *domain,
                                       char        **path_of_fault,
                                       GError      **error)
{
  static const char * const members[] = { "kind", "children", "child", "product", "strategy", NULL };
  g_autoptr (SondeSequenceTable) product = NULL;
  g_autoptr (GPtrArray) list = NULL;
  SondeStrategy strategy;
  Child *children;

  g_return_val_if_fail (spec != NULL && domain != NULL, NULL);

  if (path_of_fault != NULL)
    *path_of_fault = NULL;
  if (!sonde_options_check_members (spec, members, NULL, path_of_fault, error) || !read_strategy (spec, &strategy, path_of_fault, error))
    return NULL;
  list = sonde_balancing_list_children (spec, &product, path_of_fault, error);
  if (list == NULL)
    return NULL;
  children = g_new0 (Child, list->len);
  if (read_children (list, product != NULL, domain, children, path_of_fault, error))
    return create (children, list->len, strategy, product);
  free_children (children, list->len);
  return NULL;
}

/**
 * sonde_strategy_parse:
 * @text: such as "npoints"
 * @strategy: (out): what it means
 *
 * Returns: whether it is the name of a strategy
 */
gboolean
sonde_strategy_parse (const char    *text,
                      SondeStrategy *strategy)
{
  for (guint i = 0; text != NULL && i < G_N_ELEMENTS (strategies); i++)
    if (g_str_equal (text, strategies[i]))
      {
        *strategy = (SondeStrategy) i;
        return TRUE;
      }
  return FALSE;
}

SondeStrategy
sonde_learner_balancing_get_strategy (SondeLearnerBalancing *self)
{
  g_return_val_if_fail (SONDE_IS_LEARNER_BALANCING (self), SONDE_STRATEGY_LOSS_IMPROVEMENTS);

  return self->strategy;
}

/**
 * sonde_learner_balancing_set_strategy:
 * @strategy: how to choose from now on; also while a run goes on
 */
void
sonde_learner_balancing_set_strategy (SondeLearnerBalancing *self,
                                      SondeStrategy          strategy)
{
  g_return_if_fail (SONDE_IS_LEARNER_BALANCING (self));

  self->strategy = strategy;
  self->next = 0;
  for (guint i = 0; i < self->n; i++)
    forget (&self->children[i]);
}

guint
sonde_learner_balancing_get_n (SondeLearnerBalancing *self)
{
  g_return_val_if_fail (SONDE_IS_LEARNER_BALANCING (self), 0);

  return self->n;
}

/**
 * sonde_learner_balancing_get_child:
 *
 * Returns: (transfer none): a child; it is told by way of this learner only
 */
SondeLearner *
sonde_learner_balancing_get_child (SondeLearnerBalancing *self,
                                   guint                  index)
{
  g_return_val_if_fail (SONDE_IS_LEARNER_BALANCING (self), NULL);
  g_return_val_if_fail (index < self->n, NULL);

  return self->children[index].learner;
}

/**
 * sonde_learner_balancing_get_label:
 *
 * Returns: (transfer none): what the child is called, such as "a = 1, b = 0.1"
 */
const char *
sonde_learner_balancing_get_label (SondeLearnerBalancing *self,
                                   guint                  index)
{
  g_return_val_if_fail (SONDE_IS_LEARNER_BALANCING (self), NULL);
  g_return_val_if_fail (index < self->n, NULL);

  return self->children[index].label;
}

/**
 * sonde_learner_balancing_get_product:
 *
 * Returns: (transfer none) (nullable): the parameters of the children, one row each; %NULL if they are not values of parameters
 */
const SondeSequenceTable *
sonde_learner_balancing_get_product (SondeLearnerBalancing *self)
{
  g_return_val_if_fail (SONDE_IS_LEARNER_BALANCING (self), NULL);

  return self->product;
}
