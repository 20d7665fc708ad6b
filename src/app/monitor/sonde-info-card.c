/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>
#include <math.h>

#include "app/monitor/sonde-info-card.h"
#include "app/sonde-format.h"

typedef enum { STATUS, LOSS, ERROR, POINTS, SAMPLES, RATE, ELAPSED, TO_GOAL, OVERHEAD, TASKS, FAILED, N_INFO } Info;

static const char * const names[] = {
  N_("Status"), N_("Latest Loss"), N_("Estimated Error"), N_("Points"), N_("Samples"), N_("Points/s"), N_("Elapsed Time"),
  N_("Time to Goal"), N_("Overhead"), N_("Tasks Busy"), N_("Failed Points"),
};

G_STATIC_ASSERT (G_N_ELEMENTS (names) == N_INFO);

struct _SondeInfoCard
{
  AdwBin           parent_instance;
  SondeRunHistory *history;
  GtkLabel        *values[N_INFO];
};

G_DEFINE_FINAL_TYPE (SondeInfoCard, sonde_info_card, ADW_TYPE_BIN)

static char *
describe_status (SondeRunHistory *history,
                 SondeRun        *run)
{
  SondeRunner *runner = sonde_run_get_runner (run);
  SondeStatus status = sonde_runner_get_status (runner);

  /* of a file that was opened: how it was left; what was running was ended from outside */
  if (status == SONDE_STATUS_IDLE)
    status = sonde_run_get_last_status (run) == SONDE_STATUS_RUNNING ? SONDE_STATUS_CANCELLED : sonde_run_get_last_status (run);
  switch (status)
    {
    case SONDE_STATUS_RUNNING:
      return g_strdup (sonde_run_history_not_converging (history) ? _("Running, not converging") : _("Running"));
    case SONDE_STATUS_PAUSED:
      return g_strdup (_("Paused"));
    case SONDE_STATUS_CANCELLED:
      return g_strdup (_("Cancelled"));
    case SONDE_STATUS_FAILED:
      return g_strdup (_("Failed"));
    case SONDE_STATUS_FINISHED:
      return g_strdup (_("Goal reached"));
    case SONDE_STATUS_IDLE:
    default:
      return g_strdup (_("Not started"));
    }
}

static char *
format_or_dash (double value,
                int    digits)
{
  return isfinite (value) ? sonde_format_number (value, digits) : g_strdup ("–");
}

static char *
describe_rate (SondeRunHistory *history)
{
  double rate = sonde_run_history_get_rate (history);

  return rate > 0 ? rate >= 10000 ? sonde_format_count ((guint64) rate) : sonde_format_number (rate, rate < 1000 ? 3 : 4)
                  : g_strdup ("–");
}

static char *
describe_to_goal (SondeRunHistory *history,
                  SondeRunner     *runner)
{
  double earliest, latest;

  if (sonde_runner_get_status (runner) == SONDE_STATUS_RUNNING && sonde_run_history_estimate (history, &earliest, &latest))
    return sonde_format_span_range (earliest, latest);
  return g_strdup ("–");
}

static char *
describe_overhead (SondeRun *run)
{
  double overhead = sonde_runner_get_overhead (sonde_run_get_runner (run));
  g_autofree char *number = NULL;

  if (!isfinite (overhead) || !(sonde_run_get_elapsed (run) > 0))
    return g_strdup ("–");
  number = sonde_format_number (overhead, overhead < 100 ? 2 : 3);
  /* Translators: a percentage, as in "1.8 %" */
  return g_strdup_printf (_("%s %%"), number);
}

static char *
describe_tasks (SondeRunner *runner)
{
  guint all = sonde_runner_get_n_tasks_now (runner);

  /* Translators: tasks that are busy, of how many */
  return g_strdup_printf (_("%u of %u"), MIN (sonde_runner_get_n_running (runner), all), all);
}

static char *
describe_failed (SondeRunner *runner)
{
  guint retried = sonde_runner_get_n_to_retry (runner);
  g_autofree char *failed = sonde_format_count (sonde_runner_get_nfailed (runner));

  /* Translators: a number of failed points, and how many are going to be tried again */
  return retried > 0 ? g_strdup_printf (ngettext ("%s, %u to retry", "%s, %u to retry", retried), failed, retried)
                     : g_steal_pointer (&failed);
}

static char *
describe (SondeInfoCard *self,
          Info           info)
{
  SondeRun *run = sonde_run_history_get_run (self->history);
  SondeRunner *runner = sonde_run_get_runner (run);
  SondeLearner *learner = sonde_run_get_learner (run);

  switch (info)
    {
    case STATUS:
      return describe_status (self->history, run);
    case LOSS:
      return sonde_run_has_results (run) ? format_or_dash (sonde_learner_get_latest_loss (learner), 4) : g_strdup ("–");
    case ERROR:
      return format_or_dash (sonde_learner_get_error_estimate (learner), 3);
    case POINTS:
      return sonde_format_count (sonde_learner_get_npoints (learner));
    case SAMPLES:
      return sonde_format_count (sonde_learner_get_nsamples (learner));
    case RATE:
      return describe_rate (self->history);
    case ELAPSED:
      return sonde_format_clock (sonde_run_get_elapsed (run));
    case TO_GOAL:
      return describe_to_goal (self->history, runner);
    case OVERHEAD:
      return describe_overhead (run);
    case TASKS:
      return describe_tasks (runner);
    case FAILED:
      return describe_failed (runner);
    case N_INFO:
    default:
      g_assert_not_reached ();
    }
}

static void
update (SondeInfoCard *self)
{
  for (guint i = 0; i < N_INFO; i++)
    {
      g_autofree char *value = describe (self, i);

      gtk_label_set_label (self->values[i], value);
    }
}

static void
sonde_info_card_dispose (GObject *object)
{
  g_clear_object (&SONDE_INFO_CARD (object)->history);
  G_OBJECT_CLASS (sonde_info_card_parent_class)->dispose (object);
}

static void
sonde_info_card_class_init (SondeInfoCardClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sonde_info_card_dispose;
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
add_row (SondeInfoCard *self,
         GtkGrid       *grid,
         guint          row)
{
  GtkWidget *name = gtk_label_new (_(names[row]));
  GtkWidget *value = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_widget_set_hexpand (name, TRUE);
  gtk_widget_add_css_class (name, "caption-dim");
  gtk_label_set_xalign (GTK_LABEL (value), 1);
  gtk_label_set_ellipsize (GTK_LABEL (value), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (value, "numeric");
  gtk_accessible_update_relation (GTK_ACCESSIBLE (value), GTK_ACCESSIBLE_RELATION_DESCRIBED_BY, name, NULL, -1);
  gtk_grid_attach (grid, name, 0, row, 1, 1);
  gtk_grid_attach (grid, value, 1, row, 1, 1);
  self->values[row] = GTK_LABEL (value);
}

static void
sonde_info_card_init (SondeInfoCard *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *grid = gtk_grid_new ();

  gtk_grid_set_row_spacing (GTK_GRID (grid), 3);
  gtk_grid_set_column_spacing (GTK_GRID (grid), 12);
  gtk_widget_add_css_class (grid, "info");
  for (guint i = 0; i < N_INFO; i++)
    add_row (self, GTK_GRID (grid), i);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), grid);
  gtk_widget_add_css_class (GTK_WIDGET (self), "card");
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Live Information"), -1);
  adw_bin_set_child (ADW_BIN (self), scroller);
}

void
sonde_info_card_set_history (SondeInfoCard   *self,
                             SondeRunHistory *history)
{
  g_return_if_fail (SONDE_IS_INFO_CARD (self));
  g_return_if_fail (SONDE_IS_RUN_HISTORY (history));

  if (self->history != NULL)
    g_signal_handlers_disconnect_by_func (self->history, update, self);
  g_set_object (&self->history, history);
  g_signal_connect_object (history, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}
