/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

#include "app/monitor/sonde-convergence-page.h"
#include "app/monitor/sonde-failure-page.h"
#include "app/monitor/sonde-log-page.h"
#include "app/monitor/sonde-monitor-height.h"
#include "app/monitor/sonde-monitor.h"
#include "app/monitor/sonde-overview.h"
#include "app/monitor/sonde-points-page.h"
#include "app/monitor/sonde-workers-page.h"

struct _SondeMonitor
{
  AdwBin             parent_instance;
  GtkWidget         *switcher;
  AdwViewStack      *stack;
  SondeMonitorHeight *height;
  SondeOverview     *overview;
  AdwViewStackPage  *convergence_tab;
  SondeConvergencePage *convergence_page;
  SondePointsPage   *points_page;
  SondeFailurePage  *failure_page;
  SondeLogPage      *log_page;
  SondeChartCanvas  *canvas;
  AdwViewStackPage  *failure_tab;
  AdwViewStackPage  *workers_tab;
  SondeWorkersPage  *workers_page;
};

G_DEFINE_FINAL_TYPE (SondeMonitor, sonde_monitor, ADW_TYPE_BIN)

static void
on_failure_count (SondeMonitor *self)
{
  guint count;

  g_object_get (self->failure_page, "count", &count, NULL);
  adw_view_stack_page_set_badge_number (self->failure_tab, count);
  adw_view_stack_page_set_needs_attention (self->failure_tab, count > 0);
}

static void
on_upto (SondeMonitor *self)
{
  guint upto = sonde_replay_bar_get_upto (sonde_log_page_get_replay_bar (self->log_page));

  sonde_chart_canvas_set_upto (sonde_convergence_page_get_canvas (self->convergence_page), upto);
  if (self->canvas != NULL)
    sonde_chart_canvas_set_upto (self->canvas, upto);
}

/* The replay is left in the chart. */
static void
on_canvas_upto (SondeMonitor *self)
{
  sonde_replay_bar_set_upto (sonde_log_page_get_replay_bar (self->log_page), sonde_chart_canvas_get_view (self->canvas)->upto);
}

static void
sonde_monitor_dispose (GObject *object)
{
  g_clear_object (&SONDE_MONITOR (object)->height);
  g_clear_weak_pointer (&SONDE_MONITOR (object)->canvas);
  G_OBJECT_CLASS (sonde_monitor_parent_class)->dispose (object);
}

static void
sonde_monitor_root (GtkWidget *widget)
{
  SondeMonitor *self = SONDE_MONITOR (widget);

  GTK_WIDGET_CLASS (sonde_monitor_parent_class)->root (widget);
  if (self->height == NULL)
    self->height = sonde_monitor_height_new (widget, self->stack);
}

static void
sonde_monitor_class_init (SondeMonitorClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sonde_monitor_dispose;
  widget_class->root = sonde_monitor_root;
  g_type_ensure (SONDE_TYPE_OVERVIEW);
  g_type_ensure (SONDE_TYPE_CONVERGENCE_PAGE);
  g_type_ensure (SONDE_TYPE_POINTS_PAGE);
  g_type_ensure (SONDE_TYPE_FAILURE_PAGE);
  g_type_ensure (SONDE_TYPE_LOG_PAGE);
  g_type_ensure (SONDE_TYPE_WORKERS_PAGE);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/sonde/Sonde/monitor/sonde-monitor.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeMonitor, switcher);
  gtk_widget_class_bind_template_child (widget_class, SondeMonitor, stack);
  gtk_widget_class_bind_template_child (widget_class, SondeMonitor, overview);
  gtk_widget_class_bind_template_child (widget_class, SondeMonitor, convergence_tab);
  gtk_widget_class_bind_template_child (widget_class, SondeMonitor, convergence_page);
  gtk_widget_class_bind_template_child (widget_class, SondeMonitor, points_page);
  gtk_widget_class_bind_template_child (widget_class, SondeMonitor, failure_page);
  gtk_widget_class_bind_template_child (widget_class, SondeMonitor, log_page);
  gtk_widget_class_bind_template_child (widget_class, SondeMonitor, failure_tab);
  gtk_widget_class_bind_template_child (widget_class, SondeMonitor, workers_tab);
  gtk_widget_class_bind_template_child (widget_class, SondeMonitor, workers_page);
}

static void
sonde_monitor_init (SondeMonitor *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  /* formulas have no processes, and print nothing */
  g_object_bind_property (self->workers_page, "active", self->workers_tab, "visible", G_BINDING_SYNC_CREATE);
  g_signal_connect_object (self->failure_page, "notify::count", G_CALLBACK (on_failure_count), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (sonde_log_page_get_replay_bar (self->log_page), "notify::upto", G_CALLBACK (on_upto), self, G_CONNECT_SWAPPED);
}

void
sonde_monitor_set_run (SondeMonitor    *self,
                       SondeRun        *run,
                       SondeRunHistory *history)
{
  g_return_if_fail (SONDE_IS_MONITOR (self));

  sonde_overview_set_history (self->overview, history);
  sonde_convergence_page_set_history (self->convergence_page, history);
  sonde_points_page_set_run (self->points_page, run);
  sonde_failure_page_set_run (self->failure_page, run);
  sonde_workers_page_set_run (self->workers_page, run);
  sonde_log_page_set_run (self->log_page, run);
}

void
sonde_monitor_set_canvas (SondeMonitor     *self,
                          SondeChartCanvas *canvas)
{
  g_return_if_fail (SONDE_IS_MONITOR (self));

  g_set_weak_pointer (&self->canvas, canvas);
  g_signal_connect_object (canvas, "notify::upto", G_CALLBACK (on_canvas_upto), self, G_CONNECT_SWAPPED);
}

void
sonde_monitor_set_brief (SondeMonitor *self,
                         gboolean      brief)
{
  g_return_if_fail (SONDE_IS_MONITOR (self));

  /* icons above the words take less width */
  adw_view_switcher_set_policy (ADW_VIEW_SWITCHER (self->switcher), brief ? ADW_VIEW_SWITCHER_POLICY_NARROW : ADW_VIEW_SWITCHER_POLICY_WIDE);
}

/**
 * sonde_monitor_set_shape:
 * @narrow: the tabs are elsewhere
 * @square: the cards are two by two
 * @low: there is no height to spare
 */
void
sonde_monitor_set_shape (SondeMonitor *self,
                         gboolean      narrow,
                         gboolean      square,
                         gboolean      low)
{
  g_return_if_fail (SONDE_IS_MONITOR (self));

  gtk_widget_set_visible (self->switcher, !narrow);
  sonde_overview_set_shape (self->overview, square, low);
  /* Translators: a short word for convergence, for narrow windows */
  adw_view_stack_page_set_title (self->convergence_tab, narrow ? _("Loss") : _("Convergence"));
  sonde_convergence_page_set_narrow (self->convergence_page, narrow);
  sonde_points_page_set_narrow (self->points_page, narrow);
  sonde_failure_page_set_narrow (self->failure_page, narrow);
  sonde_workers_page_set_narrow (self->workers_page, narrow);
  sonde_log_page_set_narrow (self->log_page, narrow);
}

AdwViewStack *
sonde_monitor_get_stack (SondeMonitor *self)
{
  g_return_val_if_fail (SONDE_IS_MONITOR (self), NULL);

  return self->stack;
}
