/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Lines of a run file as rows.
 *
 * 1. The file is looked through for lines: what is long in a thread, what was just appended here and now, below input and drawing.
 * 2. Of each line its place and kind are kept, 8 bytes; while kinds are hidden also which lines are shown, 4 bytes.
 * 3. A row is read from the file when a view asks for it. The file is opened once more for that, so that no lock is held by it. */

#include "config.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "study/sonde-event-index.h"
#include "study/sonde-event-list.h"
#include "study/sonde-run-private.h"

/* Bytes that are looked through at once, in a fraction of a millisecond. */
#define MAX_NOW (1 << 18)

struct _SondeEventList
{
  GObject       parent_instance;

  SondeRun     *run;
  int           fd;
  /* all lines before it are known */
  goffset       scanned;
  GArray       *places;
  guint         counts[SONDE_N_EVENT_KINDS];

  guint         kinds;
  /* (element-type guint): lines that are shown; NULL while all are */
  GArray       *shown;

  GSource      *update;
  GCancellable *scan;
};

enum { PROP_0, PROP_LOADING, N_PROPS };

static GParamSpec *properties[N_PROPS];

static void schedule (SondeEventList *self);

static GType
sonde_event_list_get_item_type (GListModel *model)
{
  return SONDE_TYPE_EVENT;
}

static guint
get_n_rows (SondeEventList *self)
{
  return self->shown != NULL ? self->shown->len : self->places->len;
}

static guint
sonde_event_list_get_n_items (GListModel *model)
{
  return get_n_rows (SONDE_EVENT_LIST (model));
}

static gpointer
sonde_event_list_get_item (GListModel *model,
                           guint       position)
{
  SondeEventList *self = SONDE_EVENT_LIST (model);
  g_autofree char *text = NULL;
  goffset from, to;
  gsize length;
  guint line;

  if (position >= get_n_rows (self))
    return NULL;
  line = self->shown != NULL ? g_array_index (self->shown, guint, position) : position;
  from = _sonde_event_place_get_offset (g_array_index (self->places, SondeEventPlace, line));
  to = line + 1 < self->places->len ? _sonde_event_place_get_offset (g_array_index (self->places, SondeEventPlace, line + 1)) : self->scanned;
  text = _sonde_event_read_line (self->fd, from, to, &length);
  /* a file that was cut short meanwhile: its rows go with the next look */
  return sonde_event_new (line + 1, text != NULL ? text : "", length, self->run->ndim);
}

static void
sonde_event_list_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = sonde_event_list_get_item_type;
  iface->get_n_items = sonde_event_list_get_n_items;
  iface->get_item = sonde_event_list_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (SondeEventList, sonde_event_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, sonde_event_list_iface_init))

static void
set_scan (SondeEventList *self,
          GCancellable   *scan)
{
  gboolean was_loading = self->scan != NULL;

  if (self->scan != NULL && self->scan != scan)
    g_cancellable_cancel (self->scan);
  g_set_object (&self->scan, scan);
  if (was_loading != (scan != NULL))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADING]);
}

static void
close_file (SondeEventList *self)
{
  if (self->fd >= 0)
    close (self->fd);
  self->fd = -1;
  self->scanned = 0;
}

/* Another file, or one that is shorter now: everything anew. */
static void
reset (SondeEventList *self)
{
  guint before = get_n_rows (self);

  set_scan (self, NULL);
  close_file (self);
  g_array_set_size (self->places, 0);
  if (self->shown != NULL)
    g_array_set_size (self->shown, 0);
  memset (self->counts, 0, sizeof self->counts);
  if (before > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, before, 0);
}

static gboolean
is_shown (SondeEventList  *self,
          SondeEventPlace  place)
{
  return (self->kinds & (1u << _sonde_event_place_get_kind (place))) != 0;
}

/* Lines from @first on are new. */
static void
show_lines (SondeEventList *self,
            guint           first)
{
  for (guint i = first; i < self->places->len; i++)
    if (is_shown (self, g_array_index (self->places, SondeEventPlace, i)))
      g_array_append_val (self->shown, i);
}

static void
add_places (SondeEventList *self,
            const GArray   *places)
{
  guint first = self->places->len;
  guint before = get_n_rows (self);

  g_array_append_vals (self->places, places->data, places->len);
  for (guint i = 0; i < places->len; i++)
    self->counts[_sonde_event_place_get_kind (g_array_index (places, SondeEventPlace, i))]++;
  if (self->shown != NULL)
    show_lines (self, first);
  if (get_n_rows (self) > before)
    g_list_model_items_changed (G_LIST_MODEL (self), before, 0, get_n_rows (self) - before);
}

static void
scan_free (gpointer data)
{
  SondeEventScan *scan = data;

  close (scan->fd);
  g_array_unref (scan->places);
  g_free (scan);
}

static void
scan_in_thread (GTask        *task,
                gpointer      source,
                gpointer      data,
                GCancellable *cancellable)
{
  _sonde_event_scan_run (data);
  g_task_return_boolean (task, TRUE);
}

static void
on_scanned (GObject      *object,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr (SondeEventList) self = data;
  SondeEventScan *scan = g_task_get_task_data (G_TASK (result));

  if (self->scan == NULL || self->scan != g_task_get_cancellable (G_TASK (result)))
    return;
  set_scan (self, NULL);
  self->scanned = scan->from;
  add_places (self, scan->places);
  schedule (self);
}

/* Step 1, the long way. */
static void
scan_later (SondeEventList *self,
            goffset         size)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, on_scanned, g_object_ref (self));
  SondeEventScan *scan = g_new0 (SondeEventScan, 1);

  scan->fd = fcntl (self->fd, F_DUPFD_CLOEXEC, 0);
  scan->from = self->scanned;
  scan->to = size;
  scan->places = g_array_new (FALSE, FALSE, sizeof (SondeEventPlace));
  g_task_set_source_tag (task, scan_later);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, scan, scan_free);
  set_scan (self, cancellable);
  g_task_run_in_thread (task, scan_in_thread);
}

static void
scan_now (SondeEventList *self,
          goffset         size)
{
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (SondeEventPlace));
  SondeEventScan scan = { self->fd, self->scanned, size, places };

  _sonde_event_scan_run (&scan);
  self->scanned = scan.from;
  add_places (self, places);
}

static void
look (SondeEventList *self)
{
  struct stat status;

  if (self->fd < 0 && self->run->path != NULL)
    self->fd = open (self->run->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (self->fd < 0 || self->scan != NULL || fstat (self->fd, &status) != 0)
    return;
  if (status.st_size < self->scanned)
    {
      reset (self);
      schedule (self);
    }
  else if (status.st_size - self->scanned > MAX_NOW)
    scan_later (self, status.st_size);
  else if (status.st_size > self->scanned)
    scan_now (self, status.st_size);
}

static void
stop_update (SondeEventList *self)
{
  if (self->update == NULL)
    return;
  g_source_destroy (self->update);
  g_clear_pointer (&self->update, g_source_unref);
}

static gboolean
on_update (gpointer data)
{
  g_autoptr (SondeEventList) self = g_object_ref (SONDE_EVENT_LIST (data));

  g_clear_pointer (&self->update, g_source_unref);
  look (self);
  return G_SOURCE_REMOVE;
}

static void
schedule (SondeEventList *self)
{
  if (self->update != NULL || self->scan != NULL || self->run == NULL)
    return;
  self->update = g_idle_source_new ();
  g_source_set_name (self->update, "sonde event list");
  g_source_set_callback (self->update, on_update, self, NULL);
  g_source_attach (self->update, g_main_context_get_thread_default ());
}

static void
on_file (SondeEventList *self)
{
  reset (self);
  schedule (self);
}

static void
sonde_event_list_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  if (prop_id == PROP_LOADING)
    g_value_set_boolean (value, SONDE_EVENT_LIST (object)->scan != NULL);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
sonde_event_list_dispose (GObject *object)
{
  SondeEventList *self = SONDE_EVENT_LIST (object);

  stop_update (self);
  set_scan (self, NULL);
  close_file (self);
  if (self->run != NULL)
    g_signal_handlers_disconnect_by_data (self->run, self);
  g_array_set_size (self->places, 0);
  g_clear_pointer (&self->shown, g_array_unref);
  g_clear_object (&self->run);
  G_OBJECT_CLASS (sonde_event_list_parent_class)->dispose (object);
}

static void
sonde_event_list_finalize (GObject *object)
{
  g_array_unref (SONDE_EVENT_LIST (object)->places);
  G_OBJECT_CLASS (sonde_event_list_parent_class)->finalize (object);
}

static void
sonde_event_list_class_init (SondeEventListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = sonde_event_list_get_property;
  object_class->dispose = sonde_event_list_dispose;
  object_class->finalize = sonde_event_list_finalize;
  properties[PROP_LOADING] =
    g_param_spec_boolean ("loading", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
sonde_event_list_init (SondeEventList *self)
{
  self->fd = -1;
  self->kinds = SONDE_EVENTS_ALL;
  self->places = g_array_new (FALSE, FALSE, sizeof (SondeEventPlace));
}

/**
 * sonde_event_list_new:
 *
 * Returns: (transfer full): the lines of the file of @run, which are looked up as soon as the main loop has time; none while it has no
 *   file
 */
SondeEventList *
sonde_event_list_new (SondeRun *run)
{
  SondeEventList *self;

  g_return_val_if_fail (SONDE_IS_RUN (run), NULL);

  self = g_object_new (SONDE_TYPE_EVENT_LIST, NULL);
  self->run = g_object_ref (run);
  g_signal_connect_object (run, "journal-changed", G_CALLBACK (schedule), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (run, "notify::file", G_CALLBACK (on_file), self, G_CONNECT_SWAPPED);
  schedule (self);
  return self;
}

/**
 * sonde_event_list_set_kinds:
 * @kinds: bits 1 << #SondeEventKind, or %SONDE_EVENTS_ALL
 *
 * Shows lines of these kinds.
 */
void
sonde_event_list_set_kinds (SondeEventList *self,
                            guint           kinds)
{
  guint before;

  g_return_if_fail (SONDE_IS_EVENT_LIST (self));

  kinds &= SONDE_EVENTS_ALL;
  if (kinds == self->kinds)
    return;
  before = get_n_rows (self);
  self->kinds = kinds;
  g_clear_pointer (&self->shown, g_array_unref);
  if (kinds != SONDE_EVENTS_ALL)
    {
      self->shown = g_array_new (FALSE, FALSE, sizeof (guint));
      show_lines (self, 0);
    }
  g_list_model_items_changed (G_LIST_MODEL (self), 0, before, get_n_rows (self));
}

guint
sonde_event_list_get_kinds (SondeEventList *self)
{
  g_return_val_if_fail (SONDE_IS_EVENT_LIST (self), 0);

  return self->kinds;
}

guint
sonde_event_list_count (SondeEventList *self,
                        SondeEventKind  kind)
{
  g_return_val_if_fail (SONDE_IS_EVENT_LIST (self), 0);
  g_return_val_if_fail (kind < SONDE_N_EVENT_KINDS, 0);

  return self->counts[kind];
}

gboolean
sonde_event_list_get_loading (SondeEventList *self)
{
  g_return_val_if_fail (SONDE_IS_EVENT_LIST (self), FALSE);

  return self->scan != NULL;
}
