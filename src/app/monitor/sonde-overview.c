/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>
#include <math.h>

#include "app/monitor/sonde-overview.h"
#include "app/monitor/sonde-stat-card.h"
#include "app/sonde-format.h"

struct _SondeOverview
{
  AdwBin           parent_instance;
  SondeRunHistory *history;
  gboolean         narrow;
  GtkBox          *cards;
  SondeStatCard   *loss_card;
  SondeStatCard   *points_card;
  SondeStatCard   *time_card;
  SondeStatCard   *overhead_card;
};

G_DEFINE_FINAL_TYPE (SondeOverview, sonde_overview, ADW_TYPE_BIN)

static void
update_loss (SondeOverview *self,
             SondeRun      *run)
{
  double loss = sonde_learner_get_latest_loss (sonde_run_get_learner (run));
  double goal = sonde_goal_get_loss (sonde_runner_get_goal (sonde_run_get_runner (run)));
  g_autofree char *value = sonde_run_has_results (run) ? sonde_format_number (loss, 3) : g_strdup ("–");
  g_autofree char *number = goal > 0 ? sonde_format_number (goal, 3) : NULL;
  g_autofree char *note = number != NULL ? g_strdup_printf (_("Goal %s"), number) : g_strdup (_("No goal for the loss"));
  const SondeMilestone *milestones;
  guint n;

  milestones = sonde_convergence_get (sonde_run_get_convergence (run), &n);
  sonde_stat_card_set_value (self->loss_card, value);
  sonde_stat_card_set_note (self->loss_card, note);
  sonde_spark_show_loss (sonde_stat_card_get_spark (self->loss_card), milestones, n, goal);
}

static void
update_points (SondeOverview *self,
               SondeRun      *run)
{
  SondeLearner *learner = sonde_run_get_learner (run);
  guint nsamples = sonde_learner_get_nsamples (learner);
  g_autofree char *value = sonde_format_count (sonde_learner_get_npoints (learner));
  g_autofree char *samples = sonde_format_count (nsamples);
  double rate = sonde_run_history_get_rate (self->history);
  g_autofree char *note = NULL;
  const double *rates;
  guint n;

  rates = sonde_run_history_get_rates (self->history, &n);
  if (n > 0 && rate > 0)
    {
      g_autofree char *speed = rate >= 10000 ? sonde_format_count ((guint64) rate) : sonde_format_number (rate, rate < 1000 ? 3 : 4);

      /* Translators: the first is a number of samples, the second a speed */
      note = g_strdup_printf (ngettext ("%s sample · %s points/s", "%s samples · %s points/s", nsamples), samples, speed);
      /* there is room for both while they are short */
      if (nsamples >= 10000 || self->narrow)
        {
          g_free (note);
          note = g_strdup_printf (_("%s points/s"), speed);
        }
    }
  else
    note = g_strdup_printf (ngettext ("%s sample", "%s samples", nsamples), samples);
  sonde_stat_card_set_value (self->points_card, value);
  sonde_stat_card_set_note (self->points_card, note);
  sonde_spark_show_rates (sonde_stat_card_get_spark (self->points_card), rates, n);
}

static void
update_time (SondeOverview *self,
             SondeRun      *run)
{
  SondeRunner *runner = sonde_run_get_runner (run);
  SondeStatus status = sonde_runner_get_status (runner);
  double elapsed = sonde_run_get_elapsed (run);
  g_autofree char *value = sonde_format_clock (elapsed);
  g_autofree char *note = NULL;
  double earliest, latest;
  SondeSpark *spark = sonde_stat_card_get_spark (self->time_card);

  if (status == SONDE_STATUS_RUNNING && sonde_run_history_estimate (self->history, &earliest, &latest))
    {
      g_autofree char *range = sonde_format_span_range (earliest, latest);
      double whole = elapsed + latest;

      note = g_strdup_printf (_("%s to goal"), range);
      sonde_spark_show_time (spark, elapsed / whole, (elapsed + earliest) / whole, 1);
    }
  else
    {
      g_autofree char *span = sonde_format_span (elapsed);

      if (status == SONDE_STATUS_RUNNING && sonde_goal_is_none (sonde_runner_get_goal (runner)))
        note = g_strdup (_("Until cancelled"));
      else if (status == SONDE_STATUS_RUNNING)
        note = g_strdup (sonde_run_history_not_converging (self->history) ? _("Not converging") : _("Time to goal not known yet"));
      else
        note = elapsed > 0 ? g_strdup_printf (_("%s in all"), span) : g_strdup (_("Not started"));
      sonde_spark_show_time (spark, status == SONDE_STATUS_FINISHED ? 1 : sonde_runner_get_progress (runner), 1, 0);
    }
  sonde_stat_card_set_value (self->time_card, value);
  sonde_stat_card_set_note (self->time_card, note);
}

static void
update_overhead (SondeOverview *self,
                 SondeRun      *run)
{
  SondeRunner *runner = sonde_run_get_runner (run);
  guint all = sonde_runner_get_n_tasks_now (runner);
  guint busy = MIN (sonde_runner_get_n_running (runner), all);
  double overhead = sonde_runner_get_overhead (runner);
  g_autofree char *percent = isfinite (overhead) ? sonde_format_number (overhead, overhead < 100 ? 2 : 3) : NULL;
  /* Translators: a percentage, as in "1.8 %" */
  g_autofree char *value = percent != NULL && sonde_run_get_elapsed (run) > 0 ? g_strdup_printf (_("%s %%"), percent) : g_strdup ("–");
  g_autofree char *note = g_strdup_printf (ngettext ("%u of %u task busy", "%u of %u tasks busy", all), busy, all);

  sonde_stat_card_set_value (self->overhead_card, value);
  sonde_stat_card_set_note (self->overhead_card, note);
  sonde_spark_show_tasks (sonde_stat_card_get_spark (self->overhead_card), busy, all);
}

static void
update (SondeOverview *self)
{
  SondeRun *run = sonde_run_history_get_run (self->history);

  update_loss (self, run);
  update_points (self, run);
  update_time (self, run);
  update_overhead (self, run);
}

static void
sonde_overview_dispose (GObject *object)
{
  SondeOverview *self = SONDE_OVERVIEW (object);

  g_clear_object (&self->history);
  G_OBJECT_CLASS (sonde_overview_parent_class)->dispose (object);
}

static void
sonde_overview_class_init (SondeOverviewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sonde_overview_dispose;
  g_type_ensure (SONDE_TYPE_STAT_CARD);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/sonde/Sonde/monitor/sonde-overview.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeOverview, cards);
  gtk_widget_class_bind_template_child (widget_class, SondeOverview, loss_card);
  gtk_widget_class_bind_template_child (widget_class, SondeOverview, points_card);
  gtk_widget_class_bind_template_child (widget_class, SondeOverview, time_card);
  gtk_widget_class_bind_template_child (widget_class, SondeOverview, overhead_card);
}

static void
sonde_overview_init (SondeOverview *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
sonde_overview_set_history (SondeOverview   *self,
                            SondeRunHistory *history)
{
  g_return_if_fail (SONDE_IS_OVERVIEW (self));

  if (self->history != NULL)
    g_signal_handlers_disconnect_by_func (self->history, update, self);
  g_set_object (&self->history, history);
  g_signal_connect_object (history, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}

void
sonde_overview_set_shape (SondeOverview *self,
                          gboolean       narrow,
                          gboolean       low)
{
  SondeStatCard *cards[] = { self->loss_card, self->points_card, self->time_card, self->overhead_card };

  g_return_if_fail (SONDE_IS_OVERVIEW (self));

  self->narrow = narrow;
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->cards), narrow ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
  gtk_widget_set_margin_start (GTK_WIDGET (self->cards), narrow ? 12 : 18);
  gtk_widget_set_margin_end (GTK_WIDGET (self->cards), narrow ? 12 : 18);
  for (guint i = 0; i < G_N_ELEMENTS (cards); i++)
    sonde_stat_card_set_spark_visible (cards[i], !low);
  if (self->history != NULL)
    update (self);
}
