/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A run may see a hundred thousand points fail and most of them succeed the next time. So: an array ordered by id, in which
 * one is found by bisection; a table by coordinates; a tree of the ids that wait for another try; and a count for each stage. */

#include "config.h"

#include <string.h>

#include "runner/sonde-failure-private.h"

#define N_STAGES (SONDE_FAILURE_EXCLUDED + 1)

struct _SondeFailureList
{
  GObject     parent_instance;
  guint       ndim;
  guint       next_id;
  GPtrArray  *failures;
  GHashTable *by_x;
  GTree      *waiting;
  guint       counts[N_STAGES];
};

/* A key of by_x; the coordinates are those of the failure itself. */
typedef struct
{
  const double *x;
  guint         ndim;
} Key;

static GType
sonde_failure_list_get_item_type (GListModel *model)
{
  return SONDE_TYPE_FAILURE;
}

static guint
sonde_failure_list_get_n_items (GListModel *model)
{
  return SONDE_FAILURE_LIST (model)->failures->len;
}

static gpointer
sonde_failure_list_get_item (GListModel *model,
                             guint       position)
{
  SondeFailureList *self = SONDE_FAILURE_LIST (model);

  return position < self->failures->len ? g_object_ref (g_ptr_array_index (self->failures, position)) : NULL;
}

static void
sonde_failure_list_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = sonde_failure_list_get_item_type;
  iface->get_n_items = sonde_failure_list_get_n_items;
  iface->get_item = sonde_failure_list_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (SondeFailureList, sonde_failure_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, sonde_failure_list_iface_init))

/* Adding 0 makes -0 the same as 0, as it is for the learner. */
static guint
key_hash (gconstpointer pointer)
{
  const Key *key = pointer;
  guint64 hash = 0;

  for (guint i = 0; i < key->ndim; i++)
    {
      double x = key->x[i] + 0.0;
      guint64 bits;

      memcpy (&bits, &x, sizeof bits);
      hash = (hash ^ bits) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
      hash ^= hash >> 32;
    }
  return (guint) hash;
}

static gboolean
key_equal (gconstpointer a,
           gconstpointer b)
{
  const Key *left = a;
  const Key *right = b;

  for (guint i = 0; i < left->ndim; i++)
    if (left->x[i] != right->x[i])
      return FALSE;
  return TRUE;
}

static int
compare_ids (gconstpointer a,
             gconstpointer b)
{
  guint left = GPOINTER_TO_UINT (a);
  guint right = GPOINTER_TO_UINT (b);

  return left < right ? -1 : left > right;
}

static void
sonde_failure_list_finalize (GObject *object)
{
  SondeFailureList *self = SONDE_FAILURE_LIST (object);

  g_hash_table_unref (self->by_x);
  g_tree_unref (self->waiting);
  g_ptr_array_unref (self->failures);
  G_OBJECT_CLASS (sonde_failure_list_parent_class)->finalize (object);
}

static void
sonde_failure_list_class_init (SondeFailureListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sonde_failure_list_finalize;
}

static void
sonde_failure_list_init (SondeFailureList *self)
{
  self->failures = g_ptr_array_new_with_free_func (g_object_unref);
  self->by_x = g_hash_table_new_full (key_hash, key_equal, g_free, NULL);
  self->waiting = g_tree_new (compare_ids);
}

SondeFailureList *
_sonde_failure_list_new (guint ndim)
{
  SondeFailureList *self = g_object_new (SONDE_TYPE_FAILURE_LIST, NULL);

  self->ndim = ndim;
  return self;
}

guint
_sonde_failure_list_get_length (SondeFailureList *self)
{
  return self->failures->len;
}

guint
_sonde_failure_list_count (SondeFailureList  *self,
                           SondeFailureStage  stage)
{
  return self->counts[stage];
}

SondeFailure *
_sonde_failure_list_get (SondeFailureList *self,
                         guint             index)
{
  return g_ptr_array_index (self->failures, index);
}

/* The failure of the point @x, or NULL; owned by the list. */
SondeFailure *
_sonde_failure_list_find (SondeFailureList *self,
                          const double     *x)
{
  Key key = { x, self->ndim };

  return self->failures->len > 0 ? g_hash_table_lookup (self->by_x, &key) : NULL;
}

static void
count (SondeFailureList *self,
       SondeFailure     *failure,
       int               change)
{
  SondeFailureStage stage = _sonde_failure_get_stage (failure);
  gpointer id = GUINT_TO_POINTER (sonde_failure_get_id (failure));

  self->counts[stage] += change;
  if (stage != SONDE_FAILURE_WAITING)
    return;
  if (change > 0)
    g_tree_insert (self->waiting, id, failure);
  else
    g_tree_remove (self->waiting, id);
}

/* Adds a point that is not in the list, as one to retry. */
SondeFailure *
_sonde_failure_list_add (SondeFailureList *self,
                         const double     *x)
{
  SondeFailure *failure = _sonde_failure_new (self->next_id++, x, self->ndim);
  Key *key = g_new (Key, 1);

  key->x = sonde_failure_get_x (failure);
  key->ndim = self->ndim;
  g_ptr_array_add (self->failures, failure);
  g_hash_table_insert (self->by_x, key, failure);
  count (self, failure, 1);
  g_list_model_items_changed (G_LIST_MODEL (self), self->failures->len - 1, 0, 1);
  return failure;
}

static guint
position_of (SondeFailureList *self,
             SondeFailure     *failure)
{
  guint id = sonde_failure_get_id (failure);
  guint low = 0;
  guint high = self->failures->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (sonde_failure_get_id (g_ptr_array_index (self->failures, middle)) < id)
        low = middle + 1;
      else
        high = middle;
    }
  g_assert (low < self->failures->len && g_ptr_array_index (self->failures, low) == failure);
  return low;
}

void
_sonde_failure_list_remove (SondeFailureList *self,
                            SondeFailure     *failure)
{
  guint position = position_of (self, failure);
  Key key = { sonde_failure_get_x (failure), self->ndim };

  count (self, failure, -1);
  g_hash_table_remove (self->by_x, &key);
  g_ptr_array_remove_index (self->failures, position);
  g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 0);
}

void
_sonde_failure_list_set_stage (SondeFailureList  *self,
                               SondeFailure      *failure,
                               SondeFailureStage  stage)
{
  count (self, failure, -1);
  _sonde_failure_set_stage (failure, stage);
  count (self, failure, 1);
}

/* The one that failed first among those to retry that are not being evaluated; NULL if there is none. */
SondeFailure *
_sonde_failure_list_next (SondeFailureList *self)
{
  GTreeNode *first = g_tree_node_first (self->waiting);

  return first != NULL ? g_tree_node_value (first) : NULL;
}
