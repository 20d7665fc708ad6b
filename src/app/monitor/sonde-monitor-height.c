/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "app/monitor/sonde-monitor-height.h"

/* the chart keeps at least this part of the height, unless somebody drags */
#define CHART_SHARE 0.45

static const struct
{
  const char *page;
  int         height;
} first_heights[] = {
  { "overview", 232 },
  { "convergence", 300 },
  { "points", 400 },
  { "failures", 300 },
  { "workers", 300 },
  { "log", 400 },
};

struct _SondeMonitorHeight
{
  GObject       parent_instance;
  GtkPaned     *paned;
  AdwViewStack *stack;
  /* page → height that was dragged to */
  GHashTable   *dragged;
  guint         idle;
  gboolean      settling;
  /* the height at the last settling */
  int           whole;
};

G_DEFINE_FINAL_TYPE (SondeMonitorHeight, sonde_monitor_height, G_TYPE_OBJECT)

static int
get_wanted (SondeMonitorHeight *self,
            int                 whole)
{
  const char *page = adw_view_stack_get_visible_child_name (self->stack);
  gpointer dragged = g_hash_table_lookup (self->dragged, page);

  if (dragged != NULL)
    return GPOINTER_TO_INT (dragged);
  for (guint i = 0; i < G_N_ELEMENTS (first_heights); i++)
    if (g_str_equal (page, first_heights[i].page))
      return MIN (first_heights[i].height, (int) (whole * (1 - CHART_SHARE)));
  return -1;
}

static gboolean
settle (gpointer data)
{
  SondeMonitorHeight *self = data;
  int whole = gtk_widget_get_height (GTK_WIDGET (self->paned));
  int wanted = whole > 0 ? get_wanted (self, whole) : -1;

  self->idle = 0;
  if (wanted < 0)
    return G_SOURCE_REMOVE;
  self->settling = TRUE;
  self->whole = whole;
  gtk_paned_set_position (self->paned, MAX (0, whole - wanted));
  self->settling = FALSE;
  return G_SOURCE_REMOVE;
}

/* Not at once: this is also asked for while sizes are given out. */
static void
queue_settle (SondeMonitorHeight *self)
{
  if (self->idle == 0)
    self->idle = g_idle_add_full (G_PRIORITY_HIGH_IDLE, settle, self, NULL);
}

/* A position that changes while sizes do is not a person's doing. */
static void
on_position (SondeMonitorHeight *self)
{
  int whole = gtk_widget_get_height (GTK_WIDGET (self->paned));
  const char *page = adw_view_stack_get_visible_child_name (self->stack);

  if (self->settling || self->idle != 0 || whole != self->whole)
    return;
  g_hash_table_insert (self->dragged, g_strdup (page), GINT_TO_POINTER (MAX (1, whole - gtk_paned_get_position (self->paned))));
}

static void
sonde_monitor_height_dispose (GObject *object)
{
  SondeMonitorHeight *self = SONDE_MONITOR_HEIGHT (object);

  g_clear_handle_id (&self->idle, g_source_remove);
  g_clear_pointer (&self->dragged, g_hash_table_unref);
  G_OBJECT_CLASS (sonde_monitor_height_parent_class)->dispose (object);
}

static void
sonde_monitor_height_class_init (SondeMonitorHeightClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sonde_monitor_height_dispose;
}

static void
sonde_monitor_height_init (SondeMonitorHeight *self)
{
  self->dragged = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

SondeMonitorHeight *
sonde_monitor_height_new (GtkWidget    *monitor,
                          AdwViewStack *stack)
{
  SondeMonitorHeight *self = g_object_new (SONDE_TYPE_MONITOR_HEIGHT, NULL);

  g_return_val_if_fail (GTK_IS_WIDGET (monitor), self);

  self->stack = stack;
  self->paned = GTK_PANED (gtk_widget_get_ancestor (monitor, GTK_TYPE_PANED));
  if (self->paned == NULL)
    return self;
  g_signal_connect_object (stack, "notify::visible-child", G_CALLBACK (queue_settle), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->paned, "notify::max-position", G_CALLBACK (queue_settle), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->paned, "notify::position", G_CALLBACK (on_position), self, G_CONNECT_SWAPPED);
  return self;
}
