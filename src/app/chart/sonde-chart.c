/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

#include "app/chart/sonde-chart-layers.h"
#include "app/chart/sonde-chart.h"
#include "app/chart/sonde-colors-button.h"
#include "app/chart/sonde-legend.h"
#include "app/chart/sonde-quantity-bar.h"
#include "app/chart/sonde-slice-bar.h"
#include "app/sonde-format.h"

struct _SondeChart
{
  AdwBin              parent_instance;
  SondeRun           *run;
  SondeRunner        *runner;
  GSimpleActionGroup *actions;
  GtkStack           *stack;
  AdwStatusPage      *empty_page;
  GtkWidget          *bar;
  SondeLegend        *legend;
  GtkWidget          *frozen_chip;
  GtkWidget          *replay_chip;
  GtkLabel           *replay_label;
  SondeColorsButton  *colors_button;
  SondeQuantityBar   *quantity_bar;
  SondeSliceBar      *slice_bar;
  gboolean            was_empty;
  GtkWidget          *freeze_button;
  GtkWidget          *fit_button;
  SondeChartCanvas   *canvas;
};

G_DEFINE_FINAL_TYPE (SondeChart, sonde_chart, ADW_TYPE_BIN)

static void
update (SondeChart *self)
{
  SondeStatus status = sonde_runner_get_status (self->runner);
  gboolean is_running = status == SONDE_STATUS_RUNNING || status == SONDE_STATUS_PAUSED;
  gboolean is_empty = !is_running && !sonde_run_has_results (self->run) && sonde_runner_get_nfailed (self->runner) == 0;

  gtk_stack_set_visible_child_name (self->stack, is_empty ? "empty" : "chart");
  sonde_legend_show (self->legend, sonde_chart_canvas_get_figure (self->canvas), sonde_chart_canvas_get_view (self->canvas),
                     is_running, sonde_runner_get_nfailed (self->runner) > 0);
  if (self->was_empty && sonde_run_has_results (self->run))
    sonde_quantity_bar_recheck (self->quantity_bar);
  self->was_empty = !sonde_run_has_results (self->run);
}

/* What there is to choose depends on the figure, and on what of it is shown. */
static void
on_drawn (SondeChart *self)
{
  SondeFigureOptions options = sonde_figure_get_options (sonde_chart_canvas_get_figure (self->canvas));

  sonde_chart_layers_update (G_ACTION_MAP (self->actions), self->canvas, self->quantity_bar);
  gtk_widget_set_visible (GTK_WIDGET (self->colors_button), (options & SONDE_FIGURE_COLORS) != 0);
  sonde_slice_bar_update (self->slice_bar);
  update (self);
}

static void
on_figure_changed (SondeChart *self)
{
  sonde_quantity_bar_recheck (self->quantity_bar);
}

/* The chart shows an earlier time: it says which, on every tab, and one press leaves it. */
static void
on_upto (SondeChart *self)
{
  guint upto = sonde_chart_canvas_get_view (self->canvas)->upto;
  g_autofree char *count = sonde_format_count (upto);
  /* Translators: what the chart shows of a run that has more points */
  g_autofree char *text = g_strdup_printf (ngettext ("After %s Point", "After %s Points", upto), count);

  gtk_label_set_label (self->replay_label, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->replay_chip), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  gtk_widget_set_visible (self->replay_chip, upto > 0);
}

static void
on_leave_replay (GSimpleAction *action,
                 GVariant      *parameter,
                 gpointer       data)
{
  sonde_chart_canvas_set_upto (SONDE_CHART (data)->canvas, 0);
}

static void
on_fit (GSimpleAction *action,
        GVariant      *parameter,
        gpointer       data)
{
  sonde_chart_canvas_fit (SONDE_CHART (data)->canvas);
}

static void
on_interval (GSimpleAction *action,
             GVariant      *value,
             gpointer       data)
{
  sonde_chart_canvas_set_interval (SONDE_CHART (data)->canvas, g_ascii_strtod (g_variant_get_string (value, NULL), NULL));
  g_simple_action_set_state (action, value);
}

static void
on_copy_point (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       data)
{
  g_autofree char *text = sonde_chart_canvas_get_selected_text (SONDE_CHART (data)->canvas);

  if (text != NULL)
    gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (data)), text);
}

static void
on_copy_picture (GSimpleAction *action,
                 GVariant      *parameter,
                 gpointer       data)
{
  sonde_chart_canvas_copy_picture (SONDE_CHART (data)->canvas);
}

static void
on_selection (SondeChart *self)
{
  GAction *copy = g_action_map_lookup_action (G_ACTION_MAP (self->actions), "copy-point");
  gboolean has_selection;

  g_object_get (self->canvas, "has-selection", &has_selection, NULL);
  g_simple_action_set_enabled (G_SIMPLE_ACTION (copy), has_selection);
}

static void
on_following (SondeChart *self)
{
  GAction *fit = g_action_map_lookup_action (G_ACTION_MAP (self->actions), "fit");

  g_simple_action_set_enabled (G_SIMPLE_ACTION (fit), !sonde_chart_canvas_get_following (self->canvas));
}

static void
watch (SondeChart *self)
{
  if (self->runner != NULL)
    g_signal_handlers_disconnect_by_data (self->runner, self);
  g_set_object (&self->runner, sonde_run_get_runner (self->run));
  g_signal_connect_object (self->runner, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->runner, "notify::status", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}

static void
sonde_chart_dispose (GObject *object)
{
  SondeChart *self = SONDE_CHART (object);

  g_clear_object (&self->runner);
  g_clear_object (&self->run);
  g_clear_object (&self->actions);
  G_OBJECT_CLASS (sonde_chart_parent_class)->dispose (object);
}

static void
sonde_chart_class_init (SondeChartClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sonde_chart_dispose;
  g_type_ensure (SONDE_TYPE_CHART_CANVAS);
  g_type_ensure (SONDE_TYPE_COLORS_BUTTON);
  g_type_ensure (SONDE_TYPE_LEGEND);
  g_type_ensure (SONDE_TYPE_QUANTITY_BAR);
  g_type_ensure (SONDE_TYPE_SLICE_BAR);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, GDK_CONTROL_MASK, "chart.copy-point", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "chart.copy-picture", NULL);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/sonde/Sonde/chart/sonde-chart.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeChart, stack);
  gtk_widget_class_bind_template_child (widget_class, SondeChart, empty_page);
  gtk_widget_class_bind_template_child (widget_class, SondeChart, bar);
  gtk_widget_class_bind_template_child (widget_class, SondeChart, legend);
  gtk_widget_class_bind_template_child (widget_class, SondeChart, frozen_chip);
  gtk_widget_class_bind_template_child (widget_class, SondeChart, replay_chip);
  gtk_widget_class_bind_template_child (widget_class, SondeChart, replay_label);
  gtk_widget_class_bind_template_child (widget_class, SondeChart, colors_button);
  gtk_widget_class_bind_template_child (widget_class, SondeChart, quantity_bar);
  gtk_widget_class_bind_template_child (widget_class, SondeChart, slice_bar);
  gtk_widget_class_bind_template_child (widget_class, SondeChart, freeze_button);
  gtk_widget_class_bind_template_child (widget_class, SondeChart, fit_button);
  gtk_widget_class_bind_template_child (widget_class, SondeChart, canvas);
}

static void
add_actions (SondeChart *self)
{
  const GActionEntry others[] = {
    { "fit", on_fit },
    { "leave-replay", on_leave_replay },
    { "copy-point", on_copy_point },
    { "copy-picture", on_copy_picture },
    { "interval", NULL, "s", "'0.05'", on_interval },
  };
  g_autoptr (GPropertyAction) freeze = NULL;

  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), others, G_N_ELEMENTS (others), self);
  freeze = g_property_action_new ("freeze", self->canvas, "frozen");
  g_action_map_add_action (G_ACTION_MAP (self->actions), G_ACTION (freeze));
  gtk_widget_insert_action_group (GTK_WIDGET (self), "chart", G_ACTION_GROUP (self->actions));
}

static void
sonde_chart_init (SondeChart *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  sonde_colors_button_set_canvas (self->colors_button, self->canvas);
  sonde_quantity_bar_set_canvas (self->quantity_bar, self->canvas);
  sonde_slice_bar_set_canvas (self->slice_bar, self->canvas);
  add_actions (self);
  g_signal_connect_object (self->canvas, "notify::following", G_CALLBACK (on_following), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->canvas, "drawn", G_CALLBACK (on_drawn), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->canvas, "notify::upto", G_CALLBACK (on_upto), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->canvas, "figure-changed", G_CALLBACK (on_figure_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->canvas, "notify::has-selection", G_CALLBACK (on_selection), self, G_CONNECT_SWAPPED);
  g_object_bind_property (self->canvas, "frozen", self->frozen_chip, "visible", G_BINDING_SYNC_CREATE);
  on_following (self);
  on_selection (self);
}

void
sonde_chart_set_run (SondeChart *self,
                     SondeRun   *run)
{
  g_return_if_fail (SONDE_IS_CHART (self));
  g_return_if_fail (SONDE_IS_RUN (run));

  if (!g_set_object (&self->run, run))
    return;
  sonde_chart_canvas_set_run (self->canvas, run);
  g_signal_connect_object (run, "restarted", G_CALLBACK (watch), self, G_CONNECT_SWAPPED);
  watch (self);
}

/* @hint: what to do next, shown while nothing has been sampled */
void
sonde_chart_set_hint (SondeChart *self,
                      const char *hint)
{
  g_return_if_fail (SONDE_IS_CHART (self));

  if (g_strcmp0 (adw_status_page_get_description (self->empty_page), hint) != 0)
    adw_status_page_set_description (self->empty_page, hint);
}

void
sonde_chart_set_narrow (SondeChart *self,
                        gboolean    narrow)
{
  g_return_if_fail (SONDE_IS_CHART (self));

  gtk_widget_set_visible (self->freeze_button, !narrow);
  gtk_widget_set_visible (self->fit_button, !narrow);
  sonde_chart_canvas_set_narrow (self->canvas, narrow);
}

SondeChartCanvas *
sonde_chart_get_canvas (SondeChart *self)
{
  g_return_val_if_fail (SONDE_IS_CHART (self), NULL);

  return self->canvas;
}
