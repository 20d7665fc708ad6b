/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "app/monitor/sonde-monitor.h"
#include "app/setup/sonde-setup-panel.h"
#include "app/sonde-code-window.h"
#include "app/sonde-run-view.h"
#include "app/sonde-side-panel.h"
#include "app/sonde-state-title.h"
#include "study/sonde-trust.h"

/* Section 6 of the look: widths and heights at which the arrangement changes. */
#define LEAST_WIDTH 360
#define LEAST_HEIGHT 440
#define FOLD_WIDTH 700
#define WIDE_WIDTH 1000
#define NARROW_WIDTH 560
#define TINY_WIDTH 300
#define SQUARE_WIDTH 900
#define LOW_HEIGHT 600
#define TALL_HEIGHT 760
#define FLAT_HEIGHT 480
#define WIDE_PANEL 360
#define NARROW_PANEL 320
#define USUAL_DPI 96
#define MOST_NEED 2.5

typedef struct
{
  gboolean folded;     /* the panel lies over the chart, buttons are icons */
  gboolean brief;      /* the subtitle is short */
  gboolean narrow;     /* tabs at the bottom */
  gboolean square;     /* cards two by two */
  gboolean low;        /* no little pictures */
  gboolean flat;       /* no monitor */
  gboolean tiny;       /* the main action is an icon, too */
} Shape;

struct _SondeRunView
{
  GtkWidget         parent_instance;
  SondeRun         *run;
  SondeRunner      *runner;
  SondeStudyEditor *editor;
  SondeRunHistory  *history;
  Shape             shape;
  Shape             wanted;
  double            need;         /* how much more room it needs than usual, from 1 */
  guint             reshape;
  guint             refresh;
  GtkWidget        *side;
  GtkWidget        *panel_clamp;
  SondeSetupPanel  *setup_panel;
  SondeStateTitle  *title;
  GtkWidget        *run_button;
  GtkImage         *run_icon;
  GtkWidget        *run_label;
  GtkWidget        *cancel_button;
  GtkWidget        *cancel_icon;
  GtkWidget        *cancel_label;
  GtkWidget        *export_button;
  GtkWidget        *export_label;
  GtkMenuButton    *menu_button;
  GtkProgressBar   *goal_bar;
  SondeNoticeBar   *notice_bar;
  SondeChart       *chart;
  SondeMonitor     *monitor;
  AdwViewSwitcherBar *switcher_bar;
};

G_DEFINE_FINAL_TYPE (SondeRunView, sonde_run_view, GTK_TYPE_WIDGET)

enum { SIGNAL_STATE_CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

static void
suggest (GtkWidget *widget,
         gboolean   suggested)
{
  if (suggested)
    gtk_widget_add_css_class (widget, "suggested-action");
  else
    gtk_widget_remove_css_class (widget, "suggested-action");
}

static void
update_run_button (SondeRunView        *self,
                   const SondeRunState *state)
{
  gboolean running = state->status == SONDE_STATUS_RUNNING;
  const char *label = running ? _("Pause") : state->status == SONDE_STATUS_IDLE ? _("Run") : _("Continue");
  const char *icon = running ? "media-playback-pause-symbolic" : "media-playback-start-symbolic";
  g_autofree char *tooltip = g_strdup_printf (_("%s (Ctrl+R)"), label);

  gtk_label_set_label (GTK_LABEL (self->run_label), label);
  gtk_image_set_from_icon_name (self->run_icon, icon);
  gtk_widget_set_tooltip_text (self->run_button, state->reason != NULL ? state->reason : tooltip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->run_button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  /* one suggested action at any time: after the goal it is Export */
  suggest (self->run_button, !running && state->status != SONDE_STATUS_FINISHED);
}

static void
update_header (SondeRunView        *self,
               const SondeRunState *state)
{
  gboolean active = sonde_run_state_is_active (state->status);
  gboolean finished = state->status == SONDE_STATUS_FINISHED;

  sonde_state_title_show (self->title, state, self->shape.brief);
  update_run_button (self, state);
  gtk_widget_set_visible (self->run_label, !self->shape.folded || (!active && !self->shape.tiny));
  gtk_widget_set_visible (self->cancel_button, active);
  gtk_widget_set_visible (self->cancel_label, !self->shape.folded);
  gtk_widget_set_visible (self->cancel_icon, self->shape.folded);
  gtk_widget_set_visible (self->export_button, sonde_run_has_results (self->run) && !self->shape.folded);
  gtk_widget_set_visible (self->export_label, finished);
  suggest (self->export_button, finished);
}

static void
update_goal_bar (SondeRunView        *self,
                 const SondeRunState *state)
{
  gboolean active = sonde_run_state_is_active (state->status);

  gtk_progress_bar_set_fraction (self->goal_bar, CLAMP (sonde_runner_get_progress (self->runner), 0, 1));
  /* it keeps its place, so that nothing moves */
  gtk_widget_set_opacity (GTK_WIDGET (self->goal_bar), active ? 1 : 0);
}

/* What would run is told before it does; the chart of what the file holds is shown all the same. */
static void
update_trust (SondeRunView        *self,
              const SondeRunState *state)
{
  g_autofree char *what = NULL;

  if (!state->needs_trust)
    {
      sonde_notice_bar_hide (self->notice_bar, "trust");
      return;
    }
  what = sonde_trust_summarize (sonde_run_get_study (self->run));
  sonde_notice_bar_show (self->notice_bar, "trust", "changes-prevent-symbolic", what,
                         _("It can read and change your files. Run it only if you know where it comes from."), _("Trust and Run"), "run.trust");
  sonde_notice_bar_add_button (self->notice_bar, _("Show…"), "run.show-code");
}

static void
update_notices (SondeRunView        *self,
                const SondeRunState *state)
{
  g_autofree char *save_error = NULL;
  const char *reason = sonde_runner_get_reason (self->runner);

  g_object_get (self->run, "save-error", &save_error, NULL);
  if (save_error != NULL)
    sonde_notice_bar_show (self->notice_bar, "save-error", "dialog-warning-symbolic", _("The Run Cannot Be Written"), save_error,
                           _("Save As…"), "win.save-as");
  else
    sonde_notice_bar_hide (self->notice_bar, "save-error");
  if (sonde_run_get_following (self->run))
    sonde_notice_bar_show (self->notice_bar, "following", "view-reveal-symbolic", _("Another Program Writes This Run"),
                           _("Its points appear here as they come; nothing can be changed. When it has ended, the run can be continued here."),
                           NULL, NULL);
  else
    sonde_notice_bar_hide (self->notice_bar, "following");
  if (sonde_run_get_follow_error (self->run) != NULL)
    sonde_notice_bar_show (self->notice_bar, "follow-error", "dialog-warning-symbolic", _("The Run Is No Longer Watched"),
                           sonde_run_get_follow_error (self->run), NULL, NULL);
  if (state->status == SONDE_STATUS_FAILED && reason != NULL && save_error == NULL)
    sonde_notice_bar_show (self->notice_bar, "failed", "dialog-error-symbolic", _("The Run Stopped"), reason,
                           _("Show Failures"), "run.show-failures");
  else
    sonde_notice_bar_hide (self->notice_bar, "failed");
}

static void
update_hint (SondeRunView        *self,
             const SondeRunState *state)
{
  sonde_chart_set_hint (self->chart, state->needs_trust
                        ? _("Press Trust and Run. Points appear here as they are known.")
                        : state->ready
                        ? _("Press Run. Points appear here as they are known.")
                        : _("Mend what is marked in the set-up, then press Run.\nPoints appear here as they are known."));
}

/**
 * sonde_run_view_dup_title:
 *
 * Returns: (transfer full): what the run is called. One that has no name yet is called after the formula as it is being typed, also while
 *   that is wrong.
 */
char *
sonde_run_view_dup_title (SondeRunView *self)
{
  const char *given = sonde_study_get_title (sonde_run_get_study (self->run));
  g_autofree char *typed = sonde_study_editor_get_text (self->editor, "function.expression");
  char *title = NULL;

  g_object_get (self->run, "title", &title, NULL);
  if (sonde_study_editor_get_study (self->editor) != NULL || (given != NULL && *given != '\0') || *typed == '\0' ||
      sonde_run_get_file (self->run) != NULL)
    return title;
  g_free (title);
  return g_steal_pointer (&typed);
}

static void
update (SondeRunView *self)
{
  g_auto (SondeRunState) state = { 0 };
  g_autofree char *title = sonde_run_view_dup_title (self);

  sonde_run_view_get_state (self, &state);
  sonde_state_title_set_title (self->title, title);
  sonde_setup_panel_set_file (self->setup_panel, sonde_run_get_file (self->run));
  update_header (self, &state);
  update_goal_bar (self, &state);
  update_notices (self, &state);
  update_trust (self, &state);
  update_hint (self, &state);
  if (sonde_run_has_results (self->run) || sonde_run_state_is_active (state.status))
    sonde_study_editor_lock (self->editor);
  g_signal_emit (self, signals[SIGNAL_STATE_CHANGED], 0);
}

static gboolean
on_refresh (gpointer data)
{
  SondeRunView *self = data;

  self->refresh = 0;
  update_goal_bar (self, &(SondeRunState) { .status = sonde_run_state_of (self->run) });
  return G_SOURCE_REMOVE;
}

/* Slices end a hundred times a second: the bar needs less. */
static void
on_runner_changed (SondeRunView *self)
{
  if (self->refresh == 0)
    self->refresh = g_timeout_add (50, on_refresh, self);
}

static void
watch (SondeRunView *self)
{
  if (self->runner != NULL)
    g_signal_handlers_disconnect_by_data (self->runner, self);
  g_set_object (&self->runner, sonde_run_get_runner (self->run));
  g_signal_connect_object (self->runner, "changed", G_CALLBACK (on_runner_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->runner, "notify::status", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->runner, "done", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
}

static void
on_restarted (SondeRunView *self)
{
  watch (self);
  update (self);
}

/* Each valid edit goes into the run at once; the journal keeps it. */
static void
on_study (SondeRunView *self)
{
  SondeStudy *study = sonde_study_editor_get_study (self->editor);
  g_autoptr (GError) error = NULL;

  if (study != NULL && study != sonde_run_get_study (self->run) && !sonde_run_set_study (self->run, study, &error))
    sonde_notice_bar_show (self->notice_bar, "edit", "dialog-warning-symbolic", _("The Edit Has No Effect"), error->message, NULL, NULL);
  else
    sonde_notice_bar_hide (self->notice_bar, "edit");
  update (self);
}

static void
on_show_failures (GtkWidget  *widget,
                  const char *action,
                  GVariant   *parameter)
{
  adw_view_stack_set_visible_child_name (sonde_monitor_get_stack (SONDE_RUN_VIEW (widget)->monitor), "failures");
}

static void
on_trust (GtkWidget  *widget,
          const char *action,
          GVariant   *parameter)
{
  SondeRunView *self = SONDE_RUN_VIEW (widget);
  g_autoptr (GError) error = NULL;

  if (!sonde_trust_grant (sonde_run_get_study (self->run), TRUE, &error) || !sonde_run_start (self->run, &error))
    sonde_notice_bar_show (self->notice_bar, "edit", "dialog-warning-symbolic", _("The Run Cannot Start"), error->message, NULL, NULL);
}

static void
on_show_code (GtkWidget  *widget,
              const char *action,
              GVariant   *parameter)
{
  SondeRunView *self = SONDE_RUN_VIEW (widget);
  SondeCodeWindow *window = sonde_code_window_new (GTK_WINDOW (gtk_widget_get_root (widget)), sonde_run_get_study (self->run));

  g_signal_connect_object (window, "trusted", G_CALLBACK (sonde_study_editor_recheck), self->editor, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (window));
}

static gboolean
on_reshape (gpointer data)
{
  SondeRunView *self = data;

  self->reshape = 0;
  self->shape = self->wanted;
  sonde_side_panel_set_folded (SONDE_SIDE_PANEL (self->side), self->shape.folded);
  gtk_widget_set_size_request (self->panel_clamp, self->shape.brief ? NARROW_PANEL : WIDE_PANEL, -1);
  adw_clamp_set_maximum_size (ADW_CLAMP (self->panel_clamp), self->shape.brief ? NARROW_PANEL : WIDE_PANEL);
  adw_clamp_set_tightening_threshold (ADW_CLAMP (self->panel_clamp), self->shape.brief ? NARROW_PANEL : WIDE_PANEL);
  sonde_setup_panel_set_closable (self->setup_panel, self->shape.folded);
  sonde_chart_set_narrow (self->chart, self->shape.folded);
  sonde_notice_bar_set_narrow (self->notice_bar, self->shape.folded);
  sonde_monitor_set_brief (self->monitor, self->shape.brief);
  sonde_monitor_set_shape (self->monitor, self->shape.narrow, self->shape.square, self->shape.low);
  gtk_widget_set_visible (GTK_WIDGET (self->monitor), !self->shape.flat);
  adw_view_switcher_bar_set_reveal (self->switcher_bar, self->shape.narrow && !self->shape.flat);
  update (self);
  return G_SOURCE_REMOVE;
}

/* How much larger than usual text is. */
static double
get_text_scale (SondeRunView *self)
{
  int dpi = 0;

  g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-xft-dpi", &dpi, NULL);
  return dpi > 0 ? MAX (dpi / (USUAL_DPI * 1024.0), 1) : 1;
}

/* The arrangement follows the size. It changes after the allocation, in which nothing may ask for another size. */
static void
choose_shape (SondeRunView *self,
              int           width,
              int           height)
{
  double scale = get_text_scale (self);
  double room = width / (scale * self->need);
  double tall = height / scale;
  Shape shape = {
    .folded = room < FOLD_WIDTH,
    .brief = room < WIDE_WIDTH,
    .narrow = room < NARROW_WIDTH,
    .square = room < SQUARE_WIDTH,
    .low = tall < LOW_HEIGHT || (room >= NARROW_WIDTH && room < SQUARE_WIDTH && tall < TALL_HEIGHT),
    .flat = height < FLAT_HEIGHT,
    .tiny = room < TINY_WIDTH,
  };

  if (memcmp (&shape, &self->wanted, sizeof shape) == 0)
    return;
  self->wanted = shape;
  if (self->reshape == 0)
    self->reshape = g_idle_add_full (G_PRIORITY_HIGH_IDLE, on_reshape, self, NULL);
}

/* Words of another language, or another font, may need more room than was thought of: then the next smaller arrangement is taken.
 * Nothing may lie beyond the edge of the window. */
static void
make_room (SondeRunView *self,
           int           width,
           int           height,
           int           least_width)
{
  if (least_width <= width || self->reshape != 0 || self->shape.narrow || self->need > MOST_NEED)
    return;
  self->need *= 1.1;
  choose_shape (self, width, height);
}

static void
sonde_run_view_measure (GtkWidget      *widget,
                        GtkOrientation  orientation,
                        int             for_size,
                        int            *minimum,
                        int            *natural,
                        int            *minimum_baseline,
                        int            *natural_baseline)
{
  int least;

  gtk_widget_measure (SONDE_RUN_VIEW (widget)->side, orientation, -1, &least, natural, NULL, NULL);
  /* the window may become smaller than the present arrangement; then another one is taken */
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? LEAST_WIDTH : LEAST_HEIGHT;
  *natural = MAX (*natural, *minimum);
}

static void
sonde_run_view_size_allocate (GtkWidget *widget,
                              int        width,
                              int        height,
                              int        baseline)
{
  SondeRunView *self = SONDE_RUN_VIEW (widget);
  int least_width, least_height;

  choose_shape (self, width, height);
  gtk_widget_measure (self->side, GTK_ORIENTATION_HORIZONTAL, -1, &least_width, NULL, NULL, NULL);
  make_room (self, width, height, least_width);
  gtk_widget_measure (self->side, GTK_ORIENTATION_VERTICAL, MAX (width, least_width), &least_height, NULL, NULL, NULL);
  gtk_widget_allocate (self->side, MAX (width, least_width), MAX (height, least_height), baseline, NULL);
}

static gboolean
sonde_run_view_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (SONDE_RUN_VIEW (widget)->run_button);
}

static void
sonde_run_view_dispose (GObject *object)
{
  SondeRunView *self = SONDE_RUN_VIEW (object);

  g_clear_handle_id (&self->reshape, g_source_remove);
  g_clear_handle_id (&self->refresh, g_source_remove);
  gtk_widget_dispose_template (GTK_WIDGET (self), SONDE_TYPE_RUN_VIEW);
  g_clear_object (&self->history);
  g_clear_object (&self->editor);
  g_clear_object (&self->runner);
  g_clear_object (&self->run);
  G_OBJECT_CLASS (sonde_run_view_parent_class)->dispose (object);
}

static void
sonde_run_view_class_init (SondeRunViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sonde_run_view_dispose;
  widget_class->grab_focus = sonde_run_view_grab_focus;
  widget_class->measure = sonde_run_view_measure;
  widget_class->size_allocate = sonde_run_view_size_allocate;
  signals[SIGNAL_STATE_CHANGED] = g_signal_new ("state-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                                NULL, G_TYPE_NONE, 0);
  g_type_ensure (SONDE_TYPE_SIDE_PANEL);
  g_type_ensure (SONDE_TYPE_SETUP_PANEL);
  g_type_ensure (SONDE_TYPE_STATE_TITLE);
  g_type_ensure (SONDE_TYPE_NOTICE_BAR);
  g_type_ensure (SONDE_TYPE_CHART);
  g_type_ensure (SONDE_TYPE_MONITOR);
  gtk_widget_class_install_action (widget_class, "run.show-failures", NULL, on_show_failures);
  gtk_widget_class_install_action (widget_class, "run.trust", NULL, on_trust);
  gtk_widget_class_install_action (widget_class, "run.show-code", NULL, on_show_code);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/sonde/Sonde/sonde-run-view.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeRunView, side);
  gtk_widget_class_bind_template_child (widget_class, SondeRunView, panel_clamp);
  gtk_widget_class_bind_template_child (widget_class, SondeRunView, setup_panel);
  gtk_widget_class_bind_template_child (widget_class, SondeRunView, title);
  gtk_widget_class_bind_template_child (widget_class, SondeRunView, run_button);
  gtk_widget_class_bind_template_child (widget_class, SondeRunView, run_icon);
  gtk_widget_class_bind_template_child (widget_class, SondeRunView, run_label);
  gtk_widget_class_bind_template_child (widget_class, SondeRunView, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, SondeRunView, cancel_icon);
  gtk_widget_class_bind_template_child (widget_class, SondeRunView, cancel_label);
  gtk_widget_class_bind_template_child (widget_class, SondeRunView, export_button);
  gtk_widget_class_bind_template_child (widget_class, SondeRunView, export_label);
  gtk_widget_class_bind_template_child (widget_class, SondeRunView, menu_button);
  gtk_widget_class_bind_template_child (widget_class, SondeRunView, goal_bar);
  gtk_widget_class_bind_template_child (widget_class, SondeRunView, notice_bar);
  gtk_widget_class_bind_template_child (widget_class, SondeRunView, chart);
  gtk_widget_class_bind_template_child (widget_class, SondeRunView, monitor);
  gtk_widget_class_bind_template_child (widget_class, SondeRunView, switcher_bar);
}

static void
sonde_run_view_init (SondeRunView *self)
{
  self->need = 1;
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  adw_view_switcher_bar_set_stack (self->switcher_bar, sonde_monitor_get_stack (self->monitor));
}

SondeRunView *
sonde_run_view_new (SondeRun *run)
{
  SondeRunView *self;

  g_return_val_if_fail (SONDE_IS_RUN (run), NULL);

  self = g_object_new (SONDE_TYPE_RUN_VIEW, NULL);
  self->run = g_object_ref (run);
  self->editor = sonde_study_editor_new (sonde_run_get_study (run));
  self->history = sonde_run_history_new (run);
  if (sonde_run_has_results (run))
    sonde_study_editor_lock (self->editor);
  sonde_setup_panel_set_editor (self->setup_panel, self->editor);
  sonde_chart_set_run (self->chart, run);
  sonde_monitor_set_run (self->monitor, run, self->history);
  sonde_monitor_set_canvas (self->monitor, sonde_chart_get_canvas (self->chart));
  g_signal_connect_object (self->editor, "notify::study", G_CALLBACK (on_study), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->editor, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->history, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (run, "restarted", G_CALLBACK (on_restarted), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (run, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  watch (self);
  update (self);
  return self;
}

SondeRun *
sonde_run_view_get_run (SondeRunView *self)
{
  g_return_val_if_fail (SONDE_IS_RUN_VIEW (self), NULL);

  return self->run;
}

SondeStudyEditor *
sonde_run_view_get_editor (SondeRunView *self)
{
  g_return_val_if_fail (SONDE_IS_RUN_VIEW (self), NULL);

  return self->editor;
}

SondeNoticeBar *
sonde_run_view_get_notice_bar (SondeRunView *self)
{
  g_return_val_if_fail (SONDE_IS_RUN_VIEW (self), NULL);

  return self->notice_bar;
}

SondeChart *
sonde_run_view_get_chart (SondeRunView *self)
{
  g_return_val_if_fail (SONDE_IS_RUN_VIEW (self), NULL);

  return self->chart;
}

/* @state: (out caller-allocates): cleared with sonde_run_state_clear() */
void
sonde_run_view_get_state (SondeRunView  *self,
                          SondeRunState *state)
{
  g_return_if_fail (SONDE_IS_RUN_VIEW (self));

  sonde_run_state_init (state, self->run, self->editor, self->history);
}

void
sonde_run_view_toggle_panel (SondeRunView *self)
{
  SondeSidePanel *side = SONDE_SIDE_PANEL (self->side);

  g_return_if_fail (SONDE_IS_RUN_VIEW (self));

  sonde_side_panel_set_shown (side, !sonde_side_panel_get_shown (side));
}

void
sonde_run_view_show_panel (SondeRunView *self)
{
  g_return_if_fail (SONDE_IS_RUN_VIEW (self));

  sonde_side_panel_set_shown (SONDE_SIDE_PANEL (self->side), TRUE);
}

/**
 * sonde_run_view_run:
 *
 * The main action: runs, pauses or continues.
 */
void
sonde_run_view_run (SondeRunView  *self,
                    GError       **error)
{
  g_return_if_fail (SONDE_IS_RUN_VIEW (self));

  if (self->shape.folded)
    sonde_side_panel_set_shown (SONDE_SIDE_PANEL (self->side), FALSE);
  switch (sonde_runner_get_status (self->runner))
    {
    case SONDE_STATUS_RUNNING:
      sonde_runner_pause (self->runner);
      break;
    case SONDE_STATUS_PAUSED:
      sonde_runner_resume (self->runner);
      break;
    case SONDE_STATUS_IDLE:
    case SONDE_STATUS_CANCELLED:
    case SONDE_STATUS_FAILED:
    case SONDE_STATUS_FINISHED:
    default:
      sonde_run_start (self->run, error);
      break;
    }
}

void
sonde_run_view_open_menu (SondeRunView *self)
{
  g_return_if_fail (SONDE_IS_RUN_VIEW (self));

  gtk_menu_button_popup (self->menu_button);
}
