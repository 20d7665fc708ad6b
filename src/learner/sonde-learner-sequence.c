/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A list of points, each evaluated once: ask gives those that come first among the ones not yet asked for. The loss is the part of the list
 * that is not known. */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "base/sonde-number.h"
#include "learner/sonde-learner-options.h"
#include "learner/sonde-learner-private.h"
#include "learner/sonde-learner-sequence.h"

typedef enum
{
  TO_DO,
  PENDING,
  KNOWN,
} Stage;

struct _SondeLearnerSequence
{
  SondeLearner        parent_instance;

  SondeSequenceTable *table;
  guint               n;
  guint8             *stages;
  guint               first;        /* nothing before it is to do */
  guint               n_pending;
  guint               n_known;
};

typedef struct
{
  SondeLearnerClass parent_class;
} SondeLearnerSequenceClass;

G_DEFINE_FINAL_TYPE (SondeLearnerSequence, sonde_learner_sequence, SONDE_TYPE_LEARNER)

static gboolean
is_index (SondeLearnerSequence *self,
          double                x)
{
  return x >= 0 && x < self->n && x == floor (x);
}

static void
set_pending (SondeLearnerSequence *self,
             guint                 index)
{
  if (self->stages[index] != TO_DO)
    return;
  self->stages[index] = PENDING;
  self->n_pending++;
}

static guint
sonde_learner_sequence_ask (SondeLearner *learner,
                            guint         n,
                            gboolean      tell_pending,
                            double       *points,
                            double       *loss_improvements)
{
  SondeLearnerSequence *self = SONDE_LEARNER_SEQUENCE (learner);
  guint found = 0;

  while (self->first < self->n && self->stages[self->first] != TO_DO)
    self->first++;
  for (guint i = self->first; i < self->n && found < n; i++)
    {
      if (self->stages[i] != TO_DO)
        continue;
      points[found] = i;
      if (loss_improvements != NULL)
        loss_improvements[found] = 1. / self->n;
      found++;
      if (tell_pending)
        set_pending (self, i);
    }
  return found;
}

static gboolean
check_index (SondeLearnerSequence  *self,
             double                 x,
             GError               **error)
{
  char text[SONDE_NUMBER_LENGTH];

  if (is_index (self, x))
    return TRUE;
  sonde_number_format (x, text);
  g_set_error (error, SONDE_LEARNER_ERROR, SONDE_LEARNER_ERROR_POINT,
               _("The sequence has no element %s: its elements are numbered from 0 to %u."), text, self->n - 1);
  return FALSE;
}

static gboolean
sonde_learner_sequence_tell (SondeLearner  *learner,
                             const double  *x,
                             const double  *y,
                             guint          vdim,
                             double         seconds,
                             GError       **error)
{
  SondeLearnerSequence *self = SONDE_LEARNER_SEQUENCE (learner);
  guint index;

  if (!check_index (self, *x, error))
    return FALSE;
  index = (guint) *x;
  if (self->stages[index] == KNOWN)
    return TRUE;
  self->n_pending -= self->stages[index] == PENDING;
  self->stages[index] = KNOWN;
  self->n_known++;
  _sonde_learner_append (learner, x, y, vdim, seconds);
  return TRUE;
}

static gboolean
sonde_learner_sequence_tell_many (SondeLearner  *learner,
                                  guint          n,
                                  const double  *xs,
                                  const double  *ys,
                                  guint          vdim,
                                  const float   *seconds,
                                  gboolean       force,
                                  GError       **error)
{
  for (guint i = 0; i < n; i++)
    if (!check_index (SONDE_LEARNER_SEQUENCE (learner), xs[i], error))
      return FALSE;
  for (guint i = 0; i < n; i++)
    sonde_learner_sequence_tell (learner, xs + i, ys + (gsize) i * SONDE_STRIDE (vdim), vdim, seconds != NULL ? seconds[i] : NAN, NULL);
  return TRUE;
}

static void
sonde_learner_sequence_tell_pending (SondeLearner *learner,
                                     const double *x)
{
  SondeLearnerSequence *self = SONDE_LEARNER_SEQUENCE (learner);

  if (is_index (self, *x))
    set_pending (self, (guint) *x);
}

static void
sonde_learner_sequence_remove_unfinished (SondeLearner *learner)
{
  SondeLearnerSequence *self = SONDE_LEARNER_SEQUENCE (learner);

  for (guint i = 0; i < self->n && self->n_pending > 0; i++)
    if (self->stages[i] == PENDING)
      {
        self->stages[i] = TO_DO;
        self->first = MIN (self->first, i);
        self->n_pending--;
      }
}

static gboolean
sonde_learner_sequence_is_done (SondeLearner *learner)
{
  SondeLearnerSequence *self = SONDE_LEARNER_SEQUENCE (learner);

  return self->n_known == self->n;
}

static double
sonde_learner_sequence_loss (SondeLearner *learner,
                             gboolean      real)
{
  SondeLearnerSequence *self = SONDE_LEARNER_SEQUENCE (learner);
  guint left = self->n - self->n_known;

  return (double) (real ? left : left - self->n_pending) / self->n;
}

static guint
sonde_learner_sequence_n_pending (SondeLearner *learner)
{
  return SONDE_LEARNER_SEQUENCE (learner)->n_pending;
}

static void
sonde_learner_sequence_get_pending (SondeLearner *learner,
                                    double       *points)
{
  SondeLearnerSequence *self = SONDE_LEARNER_SEQUENCE (learner);
  guint left = self->n_pending;

  for (guint i = 0; left > 0; i++)
    if (self->stages[i] == PENDING)
      {
        *points++ = i;
        left--;
      }
}

static SondeDomain *
sonde_learner_sequence_argument_domain (SondeLearner *learner)
{
  return SONDE_LEARNER_SEQUENCE (learner)->table->columns;
}

static void
sonde_learner_sequence_get_arguments (SondeLearner *learner,
                                      const double *x,
                                      double       *arguments)
{
  SondeLearnerSequence *self = SONDE_LEARNER_SEQUENCE (learner);
  const SondeSequenceTable *table = self->table;

  for (guint j = 0; j < table->n_columns; j++)
    arguments[j] = is_index (self, *x) ? table->values[(gsize) *x * table->n_columns + j] : NAN;
}

static void
sonde_learner_sequence_get_info (SondeLearner *learner,
                                 JsonObject   *info)
{
  SondeLearnerSequence *self = SONDE_LEARNER_SEQUENCE (learner);

  json_object_set_int_member (info, "nelements", self->n);
  json_object_set_boolean_member (info, "done", self->n_known == self->n);
}

static SondeLearner *
create (SondeSequenceTable *table)
{
  SondeLearnerSequence *self = g_object_new (SONDE_TYPE_LEARNER_SEQUENCE, NULL);
  g_autoptr (SondeDomain) domain = sonde_domain_new ();
  SondeVariable variable = { .name = (char *) "index", .min = 0, .max = MAX (table->n_rows, 2) - 1, .is_integer = TRUE };

  sonde_domain_add_variable (domain, &variable);
  _sonde_learner_construct (SONDE_LEARNER (self), domain);
  self->table = sonde_sequence_table_ref (table);
  self->n = table->n_rows;
  self->stages = g_new0 (guint8, self->n);
  return SONDE_LEARNER (self);
}

static SondeLearner *
sonde_learner_sequence_new_empty (SondeLearner *learner)
{
  return create (SONDE_LEARNER_SEQUENCE (learner)->table);
}

static void
sonde_learner_sequence_finalize (GObject *object)
{
  SondeLearnerSequence *self = SONDE_LEARNER_SEQUENCE (object);

  g_clear_pointer (&self->table, sonde_sequence_table_unref);
  g_free (self->stages);
  G_OBJECT_CLASS (sonde_learner_sequence_parent_class)->finalize (object);
}

static void
sonde_learner_sequence_class_init (SondeLearnerSequenceClass *klass)
{
  SondeLearnerClass *learner_class = (SondeLearnerClass *) klass;

  G_OBJECT_CLASS (klass)->finalize = sonde_learner_sequence_finalize;
  learner_class->ask = sonde_learner_sequence_ask;
  learner_class->tell = sonde_learner_sequence_tell;
  learner_class->tell_many = sonde_learner_sequence_tell_many;
  learner_class->tell_pending = sonde_learner_sequence_tell_pending;
  learner_class->remove_unfinished = sonde_learner_sequence_remove_unfinished;
  learner_class->loss = sonde_learner_sequence_loss;
  learner_class->new_empty = sonde_learner_sequence_new_empty;
  learner_class->is_done = sonde_learner_sequence_is_done;
  learner_class->n_pending = sonde_learner_sequence_n_pending;
  learner_class->get_pending = sonde_learner_sequence_get_pending;
  learner_class->argument_domain = sonde_learner_sequence_argument_domain;
  learner_class->get_arguments = sonde_learner_sequence_get_arguments;
  learner_class->get_info = sonde_learner_sequence_get_info;
}

static void
sonde_learner_sequence_init (SondeLearnerSequence *self)
{
}

/**
 * sonde_learner_sequence_new_from_spec:
 * @spec: the member "learner" of a study. Either "sequence", a list of numbers, or of lists of numbers for several variables, with
 *   "columns", their names; or "product", an object of names with values, lists or ranges {"from", "to", "n" or "step"}, combined
 *   each with each, the last fastest, or with "combine": "step" one after the other; or "file", the path of a table of numbers
 * @domain: has names and units of the variables; may be without any
 * @path_of_fault: (out) (optional) (nullable): where the fault is, such as "product.x"
 *
 * Returns: (transfer full) (nullable): a learner, or %NULL with %SONDE_LEARNER_ERROR_SPEC
 */
SondeLearner *
sonde_learner_sequence_new_from_spec (JsonObject   *spec,
                                      SondeDomain  *domain,
                                      char        **path_of_fault,
                                      GError      **error)
{
  static const char * const members[] = { "kind", "sequence", "columns", "product", "combine", "file", NULL };
  g_autoptr (SondeSequenceTable) table = NULL;

  g_return_val_if_fail (spec != NULL && domain != NULL, NULL);

  if (path_of_fault != NULL)
    *path_of_fault = NULL;
  if (!sonde_options_check_members (spec, members, NULL, path_of_fault, error))
    return NULL;
  table = sonde_sequence_table_new_from_spec (spec, domain, path_of_fault, error);
  return table != NULL ? create (table) : NULL;
}

/**
 * sonde_learner_sequence_get_table:
 *
 * Returns: (transfer none): what it goes through
 */
const SondeSequenceTable *
sonde_learner_sequence_get_table (SondeLearnerSequence *self)
{
  g_return_val_if_fail (SONDE_IS_LEARNER_SEQUENCE (self), NULL);

  return self->table;
}
