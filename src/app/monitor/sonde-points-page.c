/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The rows are three lists, one after the other: what runs now, what is known, what failed. Sorting is done by the second of these, and
 * concerns it alone: what runs stays on top. While the page is not seen it has no rows, so that a fast run costs nothing here. */

#include "config.h"

#include <glib/gi18n.h>

#include "app/monitor/sonde-pending-point.h"
#include "app/monitor/sonde-point-columns.h"
#include "app/monitor/sonde-points-page.h"
#include "app/monitor/sonde-row-copy.h"
#include "app/sonde-format.h"
#include "study/sonde-point-list.h"

/* ms between two looks at what runs */
#define INTERVAL 250

typedef enum { SHOW_ALL, SHOW_SAMPLED, SHOW_PENDING, SHOW_FAILED } Show;

struct _SondePointsPage
{
  AdwBin           parent_instance;
  SondeRun        *run;
  SondePointList  *sampled;
  GListStore      *pending;
  GListStore      *parts;
  GtkSelectionModel *rows;
  /* columns are for values of this shape */
  guint            vdim;
  gboolean         narrow;
  guint            timer;
  /* the newest stay in view; until a person scrolls away from them */
  gboolean         following;
  gboolean         touched;
  GtkDropDown     *show;
  GtkLabel        *count;
  GtkStack        *stack;
  GtkScrolledWindow *scroller;
  GtkColumnView   *view;
};

G_DEFINE_FINAL_TYPE (SondePointsPage, sonde_points_page, ADW_TYPE_BIN)

static void
add_part (SondePointsPage *self,
          gpointer         model)
{
  g_list_store_append (self->parts, model);
}

static void
choose_parts (SondePointsPage *self)
{
  Show show = gtk_drop_down_get_selected (self->show);

  g_list_store_remove_all (self->parts);
  if (self->run == NULL)
    return;
  if (show == SHOW_ALL || show == SHOW_PENDING)
    add_part (self, self->pending);
  if (show == SHOW_ALL || show == SHOW_SAMPLED)
    add_part (self, self->sampled);
  if (show == SHOW_ALL || show == SHOW_FAILED)
    add_part (self, sonde_runner_get_failures (sonde_run_get_runner (self->run)));
}

static void
on_order (SondePointsPage *self)
{
  SondePointOrder order = { .column = SONDE_POINT_COLUMN_ID, .descending = TRUE };

  if (self->sampled == NULL)
    return;
  sonde_point_columns_get_order (self->view, &order);
  sonde_point_list_sort (self->sampled, &order);
}

/* The number of values is known with the first one. */
static void
update_columns (SondePointsPage *self)
{
  guint vdim = sonde_learner_get_points (sonde_run_get_learner (self->run))->vdim;

  if (vdim == self->vdim)
    return;
  self->vdim = vdim;
  sonde_point_columns_build (self->view, self->run);
  sonde_point_columns_set_narrow (self->view, self->narrow);
}

static void
update_count (SondePointsPage *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->rows));
  g_autofree char *number = sonde_format_count (n);
  g_autofree char *text = g_strdup_printf (ngettext ("%s row", "%s rows", n), number);

  gtk_label_set_label (self->count, text);
  gtk_stack_set_visible_child_name (self->stack, n > 0 ? "some" : "none");
}

static gboolean
on_timer (gpointer data)
{
  SondePointsPage *self = data;

  sonde_pending_points_update (self->pending, sonde_run_get_runner (self->run));
  update_columns (self);
  update_count (self);
  /* a view keeps the row in its place that is on top: who looks at the newest ones is brought back to them */
  if (self->following && !self->touched)
    gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
  self->touched = FALSE;
  return G_SOURCE_CONTINUE;
}

static gboolean
on_input (SondePointsPage *self,
          GdkEvent        *event)
{
  GdkEventType type = gdk_event_get_event_type (event);

  if (type == GDK_SCROLL || type == GDK_KEY_PRESS || type == GDK_BUTTON_PRESS || type == GDK_TOUCH_UPDATE ||
      (type == GDK_MOTION_NOTIFY && (gdk_event_get_modifier_state (event) & GDK_BUTTON1_MASK)))
    self->touched = TRUE;
  return GDK_EVENT_PROPAGATE;
}

/* Rows that come move the view, too: only what follows on input is a person's doing. */
static void
on_scrolled (SondePointsPage *self)
{
  if (self->touched)
    self->following = gtk_adjustment_get_value (gtk_scrolled_window_get_vadjustment (self->scroller)) < 1;
}

static void
show_rows (SondePointsPage *self)
{
  if (self->run == NULL || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  if (self->sampled == NULL)
    self->sampled = sonde_point_list_new (self->run);
  on_order (self);
  choose_parts (self);
  on_timer (self);
  gtk_column_view_set_model (self->view, self->rows);
  if (self->timer == 0)
    self->timer = g_timeout_add (INTERVAL, on_timer, self);
}

static void
hide_rows (SondePointsPage *self)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  gtk_column_view_set_model (self->view, NULL);
  g_list_store_remove_all (self->parts);
  g_clear_object (&self->sampled);
}

static void
on_restarted (SondePointsPage *self)
{
  hide_rows (self);
  g_list_store_remove_all (self->pending);
  self->vdim = G_MAXUINT;
  update_columns (self);
  show_rows (self);
}

static void
on_show (SondePointsPage *self)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    {
      choose_parts (self);
      update_count (self);
    }
}

static void
on_copy (GtkWidget  *widget,
         const char *action,
         GVariant   *parameter)
{
  sonde_row_copy (SONDE_POINTS_PAGE (widget)->view);
}

static void
sonde_points_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (sonde_points_page_parent_class)->map (widget);
  show_rows (SONDE_POINTS_PAGE (widget));
}

static void
sonde_points_page_unmap (GtkWidget *widget)
{
  hide_rows (SONDE_POINTS_PAGE (widget));
  GTK_WIDGET_CLASS (sonde_points_page_parent_class)->unmap (widget);
}

static void
sonde_points_page_dispose (GObject *object)
{
  SondePointsPage *self = SONDE_POINTS_PAGE (object);

  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_object (&self->rows);
  g_clear_object (&self->parts);
  g_clear_object (&self->pending);
  g_clear_object (&self->sampled);
  g_clear_object (&self->run);
  G_OBJECT_CLASS (sonde_points_page_parent_class)->dispose (object);
}

static void
sonde_points_page_class_init (SondePointsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sonde_points_page_dispose;
  widget_class->map = sonde_points_page_map;
  widget_class->unmap = sonde_points_page_unmap;
  gtk_widget_class_install_action (widget_class, "points.copy", NULL, on_copy);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, GDK_CONTROL_MASK, "points.copy", NULL);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/sonde/Sonde/monitor/sonde-points-page.ui");
  gtk_widget_class_bind_template_child (widget_class, SondePointsPage, show);
  gtk_widget_class_bind_template_child (widget_class, SondePointsPage, count);
  gtk_widget_class_bind_template_child (widget_class, SondePointsPage, stack);
  gtk_widget_class_bind_template_child (widget_class, SondePointsPage, scroller);
  gtk_widget_class_bind_template_child (widget_class, SondePointsPage, view);
  gtk_widget_class_bind_template_callback (widget_class, on_show);
}

static void
sonde_points_page_init (SondePointsPage *self)
{
  GtkEventController *input = gtk_event_controller_legacy_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  self->pending = g_list_store_new (SONDE_TYPE_PENDING_POINT);
  self->parts = g_list_store_new (G_TYPE_LIST_MODEL);
  self->rows = GTK_SELECTION_MODEL (gtk_multi_selection_new (
    G_LIST_MODEL (gtk_flatten_list_model_new (G_LIST_MODEL (g_object_ref (self->parts))))));
  self->vdim = G_MAXUINT;
  self->following = TRUE;
  gtk_event_controller_set_propagation_phase (input, GTK_PHASE_CAPTURE);
  g_signal_connect_object (input, "event", G_CALLBACK (on_input), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->scroller), input);
  g_signal_connect_object (gtk_scrolled_window_get_vadjustment (self->scroller), "value-changed", G_CALLBACK (on_scrolled), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (gtk_column_view_get_sorter (self->view), "changed", G_CALLBACK (on_order), self, G_CONNECT_SWAPPED);
}

void
sonde_points_page_set_run (SondePointsPage *self,
                           SondeRun        *run)
{
  g_return_if_fail (SONDE_IS_POINTS_PAGE (self));
  g_return_if_fail (SONDE_IS_RUN (run));

  if (!g_set_object (&self->run, run))
    return;
  g_signal_connect_object (run, "restarted", G_CALLBACK (on_restarted), self, G_CONNECT_SWAPPED);
  on_restarted (self);
}

void
sonde_points_page_set_narrow (SondePointsPage *self,
                              gboolean         narrow)
{
  g_return_if_fail (SONDE_IS_POINTS_PAGE (self));

  self->narrow = narrow;
  sonde_point_columns_set_narrow (self->view, narrow);
}
