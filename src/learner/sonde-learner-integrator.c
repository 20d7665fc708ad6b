/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "base/sonde-number.h"
#include "learner/sonde-learner-integrator-private.h"
#include "learner/sonde-learner-options.h"

typedef struct
{
  SondeLearnerClass parent_class;
} SondeLearnerIntegratorClass;

G_DEFINE_FINAL_TYPE (SondeLearnerIntegrator, sonde_learner_integrator, SONDE_TYPE_LEARNER)

/* The largest error of the intervals that have the node. */
static double
get_improvement (SondeLearnerIntegrator *self,
                 guint32                 number)
{
  double improvement = 0;

  for (guint32 at = _sonde_integrator_node (self, number)->first_owner; at != G_MAXUINT32;
       at = g_array_index (self->owners, SondeOwner, at).next)
    improvement = MAX (improvement, g_array_index (self->owners, SondeOwner, at).interval->err);
  return improvement;
}

/* Makes sure that there are @n nodes waiting, as far as possible; finds them. */
static guint
gather (SondeLearnerIntegrator *self,
        guint                   n,
        guint32                *numbers,
        guint                  *end)
{
  guint found = 0, at = self->stack_head;

  while (found < n)
    {
      if (at == self->stack->len)
        {
          if (!_sonde_integrator_refill (self))
            break;
          continue;
        }
      if (_sonde_integrator_node (self, g_array_index (self->stack, guint32, at))->state == SONDE_NODE_WAITING)
        numbers[found++] = g_array_index (self->stack, guint32, at);
      at++;
    }
  *end = at;
  return found;
}

static void
shorten_stack (SondeLearnerIntegrator *self,
               guint                   head)
{
  self->stack_head = head;
  if (head < 1024 || 2 * head < self->stack->len)
    return;
  g_array_remove_range (self->stack, 0, head);
  self->stack_head = 0;
}

static void
hand_out (SondeLearnerIntegrator *self,
          guint32                 number)
{
  SondeNode *node = _sonde_integrator_node (self, number);

  if (node->state != SONDE_NODE_WAITING)
    return;
  node->state = SONDE_NODE_PENDING;
  self->n_pending++;
}

static guint
sonde_learner_integrator_ask (SondeLearner *learner,
                              guint         n,
                              gboolean      tell_pending,
                              double       *points,
                              double       *loss_improvements)
{
  SondeLearnerIntegrator *self = SONDE_LEARNER_INTEGRATOR (learner);
  g_autofree guint32 *numbers = g_new (guint32, n);
  guint end;

  n = gather (self, n, numbers, &end);
  for (guint i = 0; i < n; i++)
    {
      points[i] = _sonde_integrator_node (self, numbers[i])->x;
      if (loss_improvements != NULL)
        loss_improvements[i] = get_improvement (self, numbers[i]);
      if (tell_pending)
        hand_out (self, numbers[i]);
    }
  if (tell_pending)
    shorten_stack (self, end);
  return n;
}

static gboolean
sonde_learner_integrator_tell (SondeLearner  *learner,
                               const double  *x,
                               const double  *y,
                               guint          vdim,
                               double         seconds,
                               GError       **error)
{
  SondeLearnerIntegrator *self = SONDE_LEARNER_INTEGRATOR (learner);
  SondeOrderedCursor at;
  SondeNode *node;
  guint id;

  if (sonde_ordered_set_find (self->strays, *x, &at))
    return TRUE;
  if (!sonde_ordered_set_find (self->by_x, *x, &at) && !self->is_divergent)
    _sonde_integrator_grow_to (self, *x);
  if (!sonde_ordered_set_find (self->by_x, *x, &at))
    {
      id = _sonde_learner_append (learner, x, y, vdim, seconds);
      sonde_ordered_set_insert (self->strays, *x, id);
      return TRUE;
    }
  node = _sonde_integrator_node (self, sonde_ordered_cursor_id (at));
  if (node->state == SONDE_NODE_KNOWN)
    return TRUE;
  self->n_pending -= node->state == SONDE_NODE_PENDING;
  node->state = SONDE_NODE_KNOWN;
  node->y = *y;
  _sonde_learner_append (learner, x, y, vdim, seconds);
  _sonde_integrator_feed (self, sonde_ordered_cursor_id (at));
  return TRUE;
}

static void
sonde_learner_integrator_tell_pending (SondeLearner *learner,
                                       const double *x)
{
  SondeLearnerIntegrator *self = SONDE_LEARNER_INTEGRATOR (learner);
  SondeOrderedCursor at;

  if (sonde_ordered_set_find (self->by_x, *x, &at))
    hand_out (self, sonde_ordered_cursor_id (at));
}

/* What was handed out waits again, all in the order in which it came. */
static void
sonde_learner_integrator_remove_unfinished (SondeLearner *learner)
{
  SondeLearnerIntegrator *self = SONDE_LEARNER_INTEGRATOR (learner);

  if (self->n_pending == 0)
    return;
  g_array_set_size (self->stack, 0);
  self->stack_head = 0;
  for (guint32 i = 0; i < self->nodes->len; i++)
    {
      SondeNode *node = _sonde_integrator_node (self, i);

      if (node->state == SONDE_NODE_KNOWN)
        continue;
      node->state = SONDE_NODE_WAITING;
      g_array_append_val (self->stack, i);
    }
  self->n_pending = 0;
}

static double
sonde_learner_integrator_loss (SondeLearner *learner,
                               gboolean      real)
{
  SondeLearnerIntegrator *self = SONDE_LEARNER_INTEGRATOR (learner);

  _sonde_integrator_sum (self);
  return fabs (fabs (self->igral) * self->tol - self->err);
}

static gboolean
sonde_learner_integrator_is_done (SondeLearner *learner)
{
  SondeLearnerIntegrator *self = SONDE_LEARNER_INTEGRATOR (learner);
  double allowed;

  _sonde_integrator_sum (self);
  allowed = fabs (self->igral) * self->tol;
  return self->is_divergent || self->err == 0 || self->err < allowed || (self->err - self->excess < allowed && allowed < self->excess)
         || sonde_heap_get_length (self->live) == 0;
}

/* An upper bound: some on the stack may be known by now. */
static guint
sonde_learner_integrator_n_ready (SondeLearner *learner)
{
  SondeLearnerIntegrator *self = SONDE_LEARNER_INTEGRATOR (learner);

  return self->stack->len - self->stack_head;
}

static char *
sonde_learner_integrator_get_fault (SondeLearner *learner)
{
  SondeLearnerIntegrator *self = SONDE_LEARNER_INTEGRATOR (learner);
  g_autofree char *place = NULL;

  if (!self->is_divergent)
    return NULL;
  place = g_new (char, SONDE_NUMBER_LENGTH);
  sonde_number_format (self->divergent_at, place);
  return g_strdup_printf (_("The integral seems to diverge near %s = %s: values grow there faster than intervals shrink"),
                          sonde_domain_get (sonde_learner_get_domain (learner), 0)->name, place);
}

static double
sonde_learner_integrator_error_estimate (SondeLearner *learner)
{
  double err = sonde_learner_integrator_get_err (SONDE_LEARNER_INTEGRATOR (learner));

  return isfinite (err) ? err : NAN;
}

static guint
sonde_learner_integrator_n_pending (SondeLearner *learner)
{
  return SONDE_LEARNER_INTEGRATOR (learner)->n_pending;
}

static void
sonde_learner_integrator_get_pending (SondeLearner *learner,
                                      double       *points)
{
  SondeLearnerIntegrator *self = SONDE_LEARNER_INTEGRATOR (learner);
  guint left = self->n_pending;

  for (guint i = 0; left > 0; i++)
    if (_sonde_integrator_node (self, i)->state == SONDE_NODE_PENDING)
      {
        *points++ = _sonde_integrator_node (self, i)->x;
        left--;
      }
}

static int
compare_errs (gconstpointer a,
              gconstpointer b)
{
  const SondeInterval *first = *(SondeInterval * const *) a, *second = *(SondeInterval * const *) b;

  if (first->err != second->err)
    return first->err > second->err ? -1 : 1;
  return first->a < second->a ? -1 : 1;
}

/* The intervals that the estimate is made from, the worst first. */
static void
sonde_learner_integrator_foreach_loss (SondeLearner  *learner,
                                       gboolean       real,
                                       guint          most,
                                       SondeCellFunc  func,
                                       gpointer       user_data)
{
  SondeLearnerIntegrator *self = SONDE_LEARNER_INTEGRATOR (learner);
  SondeInterval *whole = g_ptr_array_index (self->intervals, 0);
  g_autoptr (GPtrArray) leaves = g_ptr_array_new ();

  for (SondeRing *link = whole->leaves.next; link != &whole->leaves; link = link->next)
    g_ptr_array_add (leaves, link->owner);
  g_ptr_array_sort (leaves, compare_errs);
  for (guint i = 0; i < MIN (most, leaves->len); i++)
    {
      const SondeInterval *interval = g_ptr_array_index (leaves, i);

      func ((double[]) { interval->a, interval->b }, 2, interval->err, user_data);
    }
}

static void
sonde_learner_integrator_get_info (SondeLearner *learner,
                                   JsonObject   *info)
{
  SondeLearnerIntegrator *self = SONDE_LEARNER_INTEGRATOR (learner);

  _sonde_integrator_sum (self);
  json_object_set_double_member (info, "igral", self->igral);
  json_object_set_double_member (info, "err", self->err);
  json_object_set_int_member (info, "nintervals", sonde_heap_get_length (self->live));
  json_object_set_boolean_member (info, "done", sonde_learner_is_done (learner));
  json_object_set_boolean_member (info, "divergent", self->is_divergent);
}

/* Among equal errors the one farthest to the right comes first. */
static double
get_place (gpointer data,
           guint32  id)
{
  SondeLearnerIntegrator *self = data;

  return -((SondeInterval *) g_ptr_array_index (self->intervals, id))->a;
}

static double
get_place_least (gpointer data,
                 guint32  id)
{
  return -get_place (data, id);
}

static SondeLearner *
create (SondeDomain *domain,
        double       tol)
{
  SondeLearnerIntegrator *self = g_object_new (SONDE_TYPE_LEARNER_INTEGRATOR, NULL);
  const SondeVariable *variable = sonde_domain_get (domain, 0);

  _sonde_learner_construct (SONDE_LEARNER (self), domain);
  self->tol = tol;
  _sonde_integrator_add_first (self, variable->min, variable->max);
  return SONDE_LEARNER (self);
}

static SondeLearner *
sonde_learner_integrator_new_empty (SondeLearner *learner)
{
  return create (sonde_learner_get_domain (learner), SONDE_LEARNER_INTEGRATOR (learner)->tol);
}

static void
sonde_learner_integrator_finalize (GObject *object)
{
  SondeLearnerIntegrator *self = SONDE_LEARNER_INTEGRATOR (object);

  sonde_heap_free (self->live);
  sonde_heap_free (self->live_least);
  g_ptr_array_unref (self->priority);
  g_ptr_array_unref (self->intervals);
  sonde_ordered_set_free (self->by_x);
  sonde_ordered_set_free (self->strays);
  g_array_unref (self->nodes);
  g_array_unref (self->owners);
  g_array_unref (self->stack);
  G_OBJECT_CLASS (sonde_learner_integrator_parent_class)->finalize (object);
}

static void
sonde_learner_integrator_class_init (SondeLearnerIntegratorClass *klass)
{
  SondeLearnerClass *learner_class = (SondeLearnerClass *) klass;

  G_OBJECT_CLASS (klass)->finalize = sonde_learner_integrator_finalize;
  learner_class->ask = sonde_learner_integrator_ask;
  learner_class->tell = sonde_learner_integrator_tell;
  learner_class->tell_pending = sonde_learner_integrator_tell_pending;
  learner_class->remove_unfinished = sonde_learner_integrator_remove_unfinished;
  learner_class->loss = sonde_learner_integrator_loss;
  learner_class->new_empty = sonde_learner_integrator_new_empty;
  learner_class->is_done = sonde_learner_integrator_is_done;
  learner_class->n_ready = sonde_learner_integrator_n_ready;
  learner_class->get_fault = sonde_learner_integrator_get_fault;
  learner_class->error_estimate = sonde_learner_integrator_error_estimate;
  learner_class->n_pending = sonde_learner_integrator_n_pending;
  learner_class->get_pending = sonde_learner_integrator_get_pending;
  learner_class->foreach_loss = sonde_learner_integrator_foreach_loss;
  learner_class->get_info = sonde_learner_integrator_get_info;
}

static void
sonde_learner_integrator_init (SondeLearnerIntegrator *self)
{
  self->intervals = g_ptr_array_new_with_free_func (g_free);
  self->by_x = sonde_ordered_set_new ();
  self->strays = sonde_ordered_set_new ();
  self->nodes = g_array_new (FALSE, FALSE, sizeof (SondeNode));
  self->owners = g_array_new (FALSE, FALSE, sizeof (SondeOwner));
  self->stack = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->priority = g_ptr_array_new ();
  self->live = sonde_heap_new (get_place, self);
  self->live_least = sonde_heap_new (get_place_least, self);
}

/**
 * sonde_learner_integrator_new_from_spec:
 * @spec: the member "learner" of a study: "tol", how large the error of the integral may be as a part of it
 * @domain: a domain of one plain variable
 * @path_of_fault: (out) (optional) (nullable): where the fault is, such as "tol"
 *
 * A value with several outputs counts by its first, unless "learn_on" says otherwise.
 *
 * Returns: (transfer full) (nullable): a learner, or %NULL with %SONDE_LEARNER_ERROR_SPEC
 */
SondeLearner *
sonde_learner_integrator_new_from_spec (JsonObject   *spec,
                                        SondeDomain  *domain,
                                        char        **path_of_fault,
                                        GError      **error)
{
  static const char * const members[] = { "kind", "tol", NULL };
  double tol = 0;

  g_return_val_if_fail (spec != NULL && domain != NULL, NULL);

  if (path_of_fault != NULL)
    *path_of_fault = NULL;
  if (!sonde_options_check_members (spec, members, NULL, path_of_fault, error) ||
      !sonde_options_get_between (spec, "tol", 0, 1, &tol, path_of_fault, error))
    return NULL;
  if (tol == 0)
    sonde_options_fault ("tol", NULL, path_of_fault, error,
                         _("An integral needs a tolerance: “tol”, how large its error may be as a part of it, such as 1e-8."));
  else if (sonde_domain_get_ndim (domain) != 1)
    sonde_options_fault ("kind", NULL, path_of_fault, error,
                         _("The learner “integrator” needs a domain of one variable; this one has %u."), sonde_domain_get_ndim (domain));
  else if (!sonde_domain_is_plain (domain) || !isfinite (sonde_domain_get (domain, 0)->max - sonde_domain_get (domain, 0)->min))
    sonde_options_fault ("kind", NULL, path_of_fault, error,
                         _("The learner “integrator” goes over a plain interval: the variable must be neither of whole numbers nor "
                           "logarithmic, and nothing excluded."));
  else
    return create (domain, tol);
  return NULL;
}

/**
 * sonde_learner_integrator_get_igral:
 *
 * Returns: the estimate of the integral; 0 as long as there is none
 */
double
sonde_learner_integrator_get_igral (SondeLearnerIntegrator *self)
{
  g_return_val_if_fail (SONDE_IS_LEARNER_INTEGRATOR (self), NAN);

  _sonde_integrator_sum (self);
  return self->igral;
}

/**
 * sonde_learner_integrator_get_err:
 *
 * Returns: the estimate of its error; infinite as long as there is none
 */
double
sonde_learner_integrator_get_err (SondeLearnerIntegrator *self)
{
  g_return_val_if_fail (SONDE_IS_LEARNER_INTEGRATOR (self), NAN);

  _sonde_integrator_sum (self);
  return self->err;
}

/**
 * sonde_learner_integrator_get_tol:
 *
 * Returns: how large the error may be as a part of the integral
 */
double
sonde_learner_integrator_get_tol (SondeLearnerIntegrator *self)
{
  g_return_val_if_fail (SONDE_IS_LEARNER_INTEGRATOR (self), NAN);

  return self->tol;
}

/**
 * sonde_learner_integrator_is_divergent:
 *
 * Returns: whether the integral seems to diverge; nothing more is told then
 */
gboolean
sonde_learner_integrator_is_divergent (SondeLearnerIntegrator *self)
{
  g_return_val_if_fail (SONDE_IS_LEARNER_INTEGRATOR (self), FALSE);

  return self->is_divergent;
}

/**
 * sonde_learner_integrator_get_n:
 *
 * Returns: how many intervals there are, those that were split among them
 */
guint
sonde_learner_integrator_get_n (SondeLearnerIntegrator *self)
{
  g_return_val_if_fail (SONDE_IS_LEARNER_INTEGRATOR (self), 0);

  return self->intervals->len;
}

/**
 * sonde_learner_integrator_get:
 * @index: of an interval, in the order in which they were made
 * @interval: (out caller-allocates): what is known of it
 */
void
sonde_learner_integrator_get (SondeLearnerIntegrator *self,
                              guint                   index,
                              SondeIntegral          *interval)
{
  const SondeInterval *from, *holder;

  g_return_if_fail (SONDE_IS_LEARNER_INTEGRATOR (self));
  g_return_if_fail (index < self->intervals->len && interval != NULL);

  from = holder = g_ptr_array_index (self->intervals, index);
  while (holder->is_handed_up)
    holder = holder->parent;
  *interval = (SondeIntegral) { from->a, from->b, from->depth_complete, from->rdepth, from->igral, from->err, from->is_removed,
                                holder->parent == NULL && !_sonde_ring_is_empty (&from->as_leaf) };
}
