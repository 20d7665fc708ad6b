/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Rows are ids of points.
 *
 * 1. In the order of arrival row i is point i, or in descending order point n - 1 - i: nothing is stored.
 * 2. Sorted by something else there is an array of ids, 4 bytes a row. A few rows are sorted here and now, many in a thread, on a copy
 *    of their keys; until it is done rows are as they were.
 * 3. Points that come later are sorted among themselves, and their places found by bisection, from the last to the first: each
 *    row moves once. This is done a few times a second, since an insertion in the middle makes every view look at all its rows.
 *    Single ones are told one by one, so that a view keeps its place; of many the range that has changed is told. */

#include "config.h"

#include <string.h>

#include "study/sonde-point-list.h"

/* Rows that are sorted at once, which takes some milliseconds. */
#define MAX_NOW 20000
/* New rows that are told one by one. */
#define MAX_SINGLE 8
/* Milliseconds between insertions into a sorted list. */
#define INTERVAL 100

struct _SondePointList
{
  GObject            parent_instance;

  SondeRun          *run;
  SondeRunner       *runner;
  SondeLearner      *learner;
  const SondePoints *points;

  SondePointOrder    order;
  /* how many points are shown; while they are sorted, which */
  guint              n;
  guint             *ids;
  guint              capacity;
  /* goes up when all rows become others */
  guint              generation;
  /* what rows are sorted by now; another than order while a new one is being made */
  SondePointOrder    shown;

  GCancellable      *sort;
  GSource           *timer;
};

enum { PROP_0, PROP_SORTING, N_PROPS };

static GParamSpec *properties[N_PROPS];

static void sonde_point_list_update (SondePointList *self);

static GType
sonde_point_list_get_item_type (GListModel *model)
{
  return SONDE_TYPE_POINT;
}

static guint
sonde_point_list_get_n_items (GListModel *model)
{
  return SONDE_POINT_LIST (model)->n;
}

static guint
row_to_id (SondePointList *self,
           guint           position)
{
  if (self->ids != NULL)
    return self->ids[position];
  return self->shown.descending ? self->n - 1 - position : position;
}

static gpointer
sonde_point_list_get_item (GListModel *model,
                           guint       position)
{
  SondePointList *self = SONDE_POINT_LIST (model);

  return position < self->n ? sonde_point_new (self->points, row_to_id (self, position)) : NULL;
}

static void
sonde_point_list_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = sonde_point_list_get_item_type;
  iface->get_n_items = sonde_point_list_get_n_items;
  iface->get_item = sonde_point_list_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (SondePointList, sonde_point_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, sonde_point_list_iface_init))

static void
stop_timer (SondePointList *self)
{
  if (self->timer == NULL)
    return;
  g_source_destroy (self->timer);
  g_clear_pointer (&self->timer, g_source_unref);
}

static void
set_sort (SondePointList *self,
          GCancellable   *sort)
{
  gboolean was_sorting = self->sort != NULL;

  if (self->sort != NULL && self->sort != sort)
    g_cancellable_cancel (self->sort);
  g_set_object (&self->sort, sort);
  if (was_sorting != (sort != NULL))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SORTING]);
}

static void
drop_ids (SondePointList *self)
{
  g_clear_pointer (&self->ids, g_free);
  self->capacity = 0;
}

static void
reserve (SondePointList *self,
         guint           n)
{
  if (n <= self->capacity && self->ids != NULL)
    return;
  self->capacity = MAX (n, self->capacity + self->capacity / 2);
  self->ids = g_renew (guint, self->ids, self->capacity);
}

/* Appends in the order of arrival: at the end, or at the beginning. */
static void
append_arrivals (SondePointList *self)
{
  guint before = self->n;

  self->n = self->points->n;
  if (self->n > before)
    g_list_model_items_changed (G_LIST_MODEL (self), self->shown.descending ? 0 : before, 0, self->n - before);
}

/* One new row, told by itself. */
static void
insert_single (SondePointList      *self,
               const SondePointKey *key)
{
  guint place = _sonde_point_order_find (&self->shown, self->points, self->ids, self->n, key);

  memmove (self->ids + place + 1, self->ids + place, (self->n - place) * sizeof (guint));
  self->ids[place] = key->id;
  self->n++;
  g_list_model_items_changed (G_LIST_MODEL (self), place, 0, 1);
}

/* Step 3: from the last to the first, so that what follows each new row moves to its final place at once. */
static void
insert_many (SondePointList      *self,
             const SondePointKey *keys,
             guint                n_keys)
{
  guint n_before = self->n;
  guint rest = n_before;
  guint last = n_before;

  for (guint i = n_keys; i > 0; i--)
    {
      guint place = _sonde_point_order_find (&self->shown, self->points, self->ids, rest, &keys[i - 1]);

      memmove (self->ids + place + i, self->ids + place, (rest - place) * sizeof (guint));
      self->ids[place + i - 1] = keys[i - 1].id;
      if (i == n_keys)
        last = place;
      rest = place;
    }
  self->n += n_keys;
  g_list_model_items_changed (G_LIST_MODEL (self), rest, last - rest, last - rest + n_keys);
}

static void
insert_arrivals (SondePointList *self)
{
  guint n_keys = self->points->n - self->n;
  guint generation = self->generation;
  g_autofree SondePointKey *keys = _sonde_point_order_get_keys (&self->shown, self->points, self->n, n_keys);

  _sonde_point_keys_sort (keys, n_keys);
  reserve (self, self->points->n);
  if (n_keys > MAX_SINGLE)
    insert_many (self, keys, n_keys);
  else
    for (guint i = 0; i < n_keys && self->generation == generation; i++)
      insert_single (self, &keys[i]);
}

typedef struct
{
  SondePointKey *keys;
  guint          n;
} SortJob;

static void
sort_job_free (gpointer data)
{
  SortJob *job = data;

  g_free (job->keys);
  g_free (job);
}

static guint *
sort_job_run (SortJob *job)
{
  guint *ids = g_new (guint, MAX (job->n, 1));

  _sonde_point_keys_sort (job->keys, job->n);
  for (guint i = 0; i < job->n; i++)
    ids[i] = job->keys[i].id;
  return ids;
}

static void
sort_in_thread (GTask        *task,
                gpointer      source,
                gpointer      data,
                GCancellable *cancellable)
{
  if (!g_task_return_error_if_cancelled (task))
    g_task_return_pointer (task, sort_job_run (data), g_free);
}

/* All rows are others from now on. */
static void
show_ids (SondePointList *self,
          guint          *ids,
          guint           n)
{
  guint before = self->n;

  drop_ids (self);
  self->ids = ids;
  self->capacity = ids != NULL ? MAX (n, 1) : 0;
  self->n = n;
  self->generation++;
  self->shown = self->order;
  g_list_model_items_changed (G_LIST_MODEL (self), 0, before, n);
}

static void
on_sorted (GObject      *object,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (SondePointList) self = data;
  SortJob *job = g_task_get_task_data (G_TASK (result));
  guint *ids;

  /* Another order was wanted since, or another run is shown: nobody waits for this one. */
  if (self->sort == NULL || g_task_get_cancellable (G_TASK (result)) != self->sort)
    return;
  ids = g_task_propagate_pointer (G_TASK (result), NULL);
  if (ids != NULL)
    show_ids (self, ids, job->n);
  set_sort (self, NULL);
  sonde_point_list_update (self);
}

static void
sort_later (SondePointList *self,
            SortJob        *job)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  /* not the source of the task, which the thread may be the last to let go of */
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, on_sorted, g_object_ref (self));

  g_task_set_source_tag (task, sort_later);
  g_task_set_task_data (task, job, sort_job_free);
  g_task_set_check_cancellable (task, FALSE);
  set_sort (self, cancellable);
  g_task_run_in_thread (task, sort_in_thread);
}

/* Step 2. */
static void
sort_all (SondePointList *self)
{
  SortJob *job = g_new0 (SortJob, 1);

  job->n = self->points->n;
  job->keys = _sonde_point_order_get_keys (&self->order, self->points, 0, job->n);
  if (job->n > MAX_NOW)
    {
      sort_later (self, job);
      return;
    }
  set_sort (self, NULL);
  show_ids (self, sort_job_run (job), job->n);
  sort_job_free (job);
}

static void
sonde_point_list_update (SondePointList *self)
{
  if (self->sort != NULL || self->points->n == self->n)
    return;
  if (self->shown.column == SONDE_POINT_COLUMN_ID)
    append_arrivals (self);
  else if (self->points->n - self->n > MAX_NOW)
    sort_all (self);
  else
    insert_arrivals (self);
}

static gboolean
on_timer (gpointer data)
{
  SondePointList *self = data;

  g_clear_pointer (&self->timer, g_source_unref);
  sonde_point_list_update (self);
  return G_SOURCE_REMOVE;
}

static void
on_changed (SondePointList *self)
{
  if (self->shown.column == SONDE_POINT_COLUMN_ID)
    {
      sonde_point_list_update (self);
      return;
    }
  if (self->timer != NULL || self->points->n == self->n)
    return;
  self->timer = g_timeout_source_new (INTERVAL);
  g_source_set_priority (self->timer, G_PRIORITY_DEFAULT_IDLE);
  g_source_set_callback (self->timer, on_timer, self, NULL);
  g_source_attach (self->timer, g_main_context_get_thread_default ());
}

static void
release (SondePointList *self)
{
  if (self->runner != NULL)
    g_signal_handlers_disconnect_by_data (self->runner, self);
  g_clear_object (&self->runner);
  g_clear_object (&self->learner);
}

static void
on_runner (SondePointList *self)
{
  guint before = self->n;

  stop_timer (self);
  set_sort (self, NULL);
  release (self);
  self->runner = g_object_ref (sonde_run_get_runner (self->run));
  self->learner = g_object_ref (sonde_run_get_learner (self->run));
  self->points = sonde_learner_get_points (self->learner);
  g_signal_connect_object (self->runner, "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  drop_ids (self);
  self->n = 0;
  self->generation++;
  self->shown = (SondePointOrder) { SONDE_POINT_COLUMN_ID, 0, FALSE };
  if (before > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, before, 0);
  sonde_point_list_sort (self, &self->order);
}

static void
sonde_point_list_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  if (prop_id == PROP_SORTING)
    g_value_set_boolean (value, SONDE_POINT_LIST (object)->sort != NULL);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
sonde_point_list_dispose (GObject *object)
{
  SondePointList *self = SONDE_POINT_LIST (object);

  stop_timer (self);
  set_sort (self, NULL);
  if (self->run != NULL)
    g_signal_handlers_disconnect_by_data (self->run, self);
  release (self);
  self->n = 0;
  drop_ids (self);
  g_clear_object (&self->run);
  G_OBJECT_CLASS (sonde_point_list_parent_class)->dispose (object);
}

static void
sonde_point_list_class_init (SondePointListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = sonde_point_list_get_property;
  object_class->dispose = sonde_point_list_dispose;
  properties[PROP_SORTING] =
    g_param_spec_boolean ("sorting", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
sonde_point_list_init (SondePointList *self)
{
}

/**
 * sonde_point_list_new:
 *
 * Returns: (transfer full): the results of @run, in the order of arrival
 */
SondePointList *
sonde_point_list_new (SondeRun *run)
{
  SondePointList *self;

  g_return_val_if_fail (SONDE_IS_RUN (run), NULL);

  self = g_object_new (SONDE_TYPE_POINT_LIST, NULL);
  self->run = g_object_ref (run);
  g_signal_connect_object (run, "notify::runner", G_CALLBACK (on_runner), self, G_CONNECT_SWAPPED);
  on_runner (self);
  return self;
}

/**
 * sonde_point_list_sort:
 * @order: by what
 *
 * Sorts the rows, those to come as well. Many rows are sorted in a thread: until then they stay as they are, and the property sorting
 * is %TRUE. NaN comes last in both directions.
 */
void
sonde_point_list_sort (SondePointList        *self,
                       const SondePointOrder *order)
{
  g_return_if_fail (SONDE_IS_POINT_LIST (self));
  g_return_if_fail (order != NULL);

  self->order = *order;
  stop_timer (self);
  if (order->column != SONDE_POINT_COLUMN_ID)
    {
      sort_all (self);
      return;
    }
  set_sort (self, NULL);
  show_ids (self, NULL, self->points->n);
}

void
sonde_point_list_get_order (SondePointList  *self,
                            SondePointOrder *order)
{
  g_return_if_fail (SONDE_IS_POINT_LIST (self));
  g_return_if_fail (order != NULL);

  *order = self->order;
}

gboolean
sonde_point_list_get_sorting (SondePointList *self)
{
  g_return_val_if_fail (SONDE_IS_POINT_LIST (self), FALSE);

  return self->sort != NULL;
}

/**
 * sonde_point_list_get_id:
 *
 * Returns: which point is in the row @position, without making an item
 */
guint
sonde_point_list_get_id (SondePointList *self,
                         guint           position)
{
  g_return_val_if_fail (SONDE_IS_POINT_LIST (self), 0);
  g_return_val_if_fail (position < self->n, 0);

  return row_to_id (self, position);
}

/**
 * sonde_point_list_find:
 * @id: a point
 * @position: (out): its row
 *
 * Returns: whether the point has a row already
 */
gboolean
sonde_point_list_find (SondePointList *self,
                       guint           id,
                       guint          *position)
{
  SondePointKey key;

  g_return_val_if_fail (SONDE_IS_POINT_LIST (self), FALSE);
  g_return_val_if_fail (position != NULL, FALSE);

  if (id >= self->n)
    return FALSE;
  if (self->ids == NULL)
    {
      *position = self->shown.descending ? self->n - 1 - id : id;
      return TRUE;
    }
  key = (SondePointKey) { _sonde_point_order_get_key (&self->shown, self->points, id), id };
  *position = _sonde_point_order_find (&self->shown, self->points, self->ids, self->n, &key);
  return TRUE;
}
