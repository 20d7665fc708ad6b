/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

#include "app/monitor/sonde-replay-bar.h"
#include "app/sonde-format.h"

/* seconds that the whole takes, however many points there are */
#define WHOLE 10.0

struct _SondeReplayBar
{
  AdwBin         parent_instance;
  SondeRun      *run;
  SondeRunner   *runner;
  guint          upto;
  guint          tick;
  gint64         last;
  gboolean       updating;
  GtkButton     *play_button;
  GtkScale      *slider;
  GtkAdjustment *adjustment;
  GtkLabel      *label;
};

G_DEFINE_FINAL_TYPE (SondeReplayBar, sonde_replay_bar, ADW_TYPE_BIN)

enum { PROP_0, PROP_UPTO, N_PROPS };

static GParamSpec *properties[N_PROPS];

static void
show_play (SondeReplayBar *self,
           gboolean        playing)
{
  const char *name = playing ? _("Pause Replay") : _("Play Replay");

  gtk_button_set_icon_name (self->play_button, playing ? "media-playback-pause-symbolic" : "media-playback-start-symbolic");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->play_button), name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->play_button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
stop (SondeReplayBar *self)
{
  if (self->tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->tick);
  self->tick = 0;
  show_play (self, FALSE);
}

static void
update_label (SondeReplayBar *self)
{
  g_autofree char *now = sonde_format_count ((guint64) gtk_adjustment_get_value (self->adjustment));
  g_autofree char *all = sonde_format_count ((guint64) gtk_adjustment_get_upper (self->adjustment));
  /* Translators: as in "Point 17 of 137" */
  g_autofree char *text = g_strdup_printf (_("Point %s of %s"), now, all);

  gtk_label_set_label (self->label, text);
}

static void
on_value (SondeReplayBar *self)
{
  double value = gtk_adjustment_get_value (self->adjustment);
  /* at the end what comes later shows, too */
  guint upto = value >= gtk_adjustment_get_upper (self->adjustment) ? 0 : (guint) MAX (value, 1);

  update_label (self);
  if (self->updating || upto == self->upto)
    return;
  self->upto = upto;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_UPTO]);
}

static gboolean
on_tick (GtkWidget     *widget,
         GdkFrameClock *clock,
         gpointer       data)
{
  SondeReplayBar *self = SONDE_REPLAY_BAR (widget);
  double upper = gtk_adjustment_get_upper (self->adjustment);
  gint64 now = gdk_frame_clock_get_frame_time (clock);
  double step = upper * (now - self->last) / (WHOLE * G_TIME_SPAN_SECOND);

  self->last = now;
  gtk_adjustment_set_value (self->adjustment, gtk_adjustment_get_value (self->adjustment) + step);
  if (gtk_adjustment_get_value (self->adjustment) < upper)
    return G_SOURCE_CONTINUE;
  self->tick = 0;
  show_play (self, FALSE);
  return G_SOURCE_REMOVE;
}

static void
on_play (SondeReplayBar *self)
{
  if (self->tick != 0)
    {
      stop (self);
      return;
    }
  if (self->upto == 0)
    gtk_adjustment_set_value (self->adjustment, 1);
  self->last = gdk_frame_clock_get_frame_time (gtk_widget_get_frame_clock (GTK_WIDGET (self)));
  self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), on_tick, NULL, NULL);
  show_play (self, TRUE);
}

/* The end grows; who is there stays there. */
static void
update (SondeReplayBar *self)
{
  guint n = sonde_learner_get_npoints (sonde_run_get_learner (self->run));

  if (gtk_adjustment_get_upper (self->adjustment) != n)
    {
      self->updating = TRUE;
      gtk_adjustment_set_lower (self->adjustment, MIN (n, 1));
      gtk_adjustment_set_upper (self->adjustment, n);
      gtk_adjustment_set_value (self->adjustment, self->upto == 0 ? n : self->upto);
      self->updating = FALSE;
      update_label (self);
    }
  gtk_widget_set_sensitive (GTK_WIDGET (self->slider), n > 1);
  gtk_widget_set_sensitive (GTK_WIDGET (self->play_button), n > 1);
}

static void
on_changed (SondeReplayBar *self)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    update (self);
}

/* Who lets it run wants to see what comes. */
static void
on_status (SondeReplayBar *self)
{
  if (sonde_runner_get_status (self->runner) == SONDE_STATUS_RUNNING)
    {
      stop (self);
      gtk_adjustment_set_value (self->adjustment, gtk_adjustment_get_upper (self->adjustment));
    }
  update (self);
}

static void
watch (SondeReplayBar *self)
{
  if (self->runner != NULL)
    g_signal_handlers_disconnect_by_data (self->runner, self);
  g_set_object (&self->runner, sonde_run_get_runner (self->run));
  g_signal_connect_object (self->runner, "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->runner, "notify::status", G_CALLBACK (on_status), self, G_CONNECT_SWAPPED);
  update (self);
}

static void
sonde_replay_bar_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (sonde_replay_bar_parent_class)->map (widget);
  if (SONDE_REPLAY_BAR (widget)->run != NULL)
    update (SONDE_REPLAY_BAR (widget));
}

static void
sonde_replay_bar_unmap (GtkWidget *widget)
{
  stop (SONDE_REPLAY_BAR (widget));
  GTK_WIDGET_CLASS (sonde_replay_bar_parent_class)->unmap (widget);
}

static void
sonde_replay_bar_get_property (GObject    *object,
                               guint       id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  if (id == PROP_UPTO)
    g_value_set_uint (value, SONDE_REPLAY_BAR (object)->upto);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
sonde_replay_bar_set_property (GObject      *object,
                               guint         id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  if (id == PROP_UPTO)
    sonde_replay_bar_set_upto (SONDE_REPLAY_BAR (object), g_value_get_uint (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
sonde_replay_bar_dispose (GObject *object)
{
  SondeReplayBar *self = SONDE_REPLAY_BAR (object);

  g_clear_object (&self->runner);
  g_clear_object (&self->run);
  G_OBJECT_CLASS (sonde_replay_bar_parent_class)->dispose (object);
}

static void
sonde_replay_bar_class_init (SondeReplayBarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = sonde_replay_bar_dispose;
  object_class->get_property = sonde_replay_bar_get_property;
  object_class->set_property = sonde_replay_bar_set_property;
  widget_class->map = sonde_replay_bar_map;
  widget_class->unmap = sonde_replay_bar_unmap;
  properties[PROP_UPTO] = g_param_spec_uint ("upto", NULL, NULL, 0, G_MAXUINT, 0,
                                             G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
sonde_replay_bar_init (SondeReplayBar *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *slider, *label, *play;

  self->adjustment = gtk_adjustment_new (0, 1, 1, 1, 10, 0);
  slider = gtk_scale_new (GTK_ORIENTATION_HORIZONTAL, self->adjustment);
  label = gtk_label_new (NULL);
  play = gtk_button_new ();
  self->slider = GTK_SCALE (slider);
  self->label = GTK_LABEL (label);
  self->play_button = GTK_BUTTON (play);
  gtk_widget_set_hexpand (slider, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (slider), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Replay"), -1);
  gtk_widget_add_css_class (play, "flat");
  gtk_widget_add_css_class (label, "caption-dim");
  gtk_widget_add_css_class (box, "replay");
  show_play (self, FALSE);
  gtk_box_append (GTK_BOX (box), play);
  gtk_box_append (GTK_BOX (box), slider);
  gtk_box_append (GTK_BOX (box), label);
  adw_bin_set_child (ADW_BIN (self), box);
  g_signal_connect_object (self->adjustment, "value-changed", G_CALLBACK (on_value), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (play, "clicked", G_CALLBACK (on_play), self, G_CONNECT_SWAPPED);
}

void
sonde_replay_bar_set_run (SondeReplayBar *self,
                          SondeRun       *run)
{
  g_return_if_fail (SONDE_IS_REPLAY_BAR (self));
  g_return_if_fail (SONDE_IS_RUN (run));

  if (!g_set_object (&self->run, run))
    return;
  g_signal_connect_object (run, "restarted", G_CALLBACK (watch), self, G_CONNECT_SWAPPED);
  watch (self);
}

guint
sonde_replay_bar_get_upto (SondeReplayBar *self)
{
  g_return_val_if_fail (SONDE_IS_REPLAY_BAR (self), 0);

  return self->upto;
}

/**
 * sonde_replay_bar_set_upto:
 * @upto: where to go; 0 leaves the replay
 */
void
sonde_replay_bar_set_upto (SondeReplayBar *self,
                           guint           upto)
{
  g_return_if_fail (SONDE_IS_REPLAY_BAR (self));

  if (upto == self->upto)
    return;
  stop (self);
  update (self);
  gtk_adjustment_set_value (self->adjustment, upto > 0 ? upto : gtk_adjustment_get_upper (self->adjustment));
}
