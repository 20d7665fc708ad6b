/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>
#include <math.h>

#include "app/sonde-format.h"
#include "app/sonde-run-watch.h"
#include "app/sonde-settings.h"

/* A stall is no result for so many times the usual time, and never less than what a busy computer explains. */
#define STALL_FACTOR 10.0
#define STALL_LEAST 20.0
#define STALL_RESULTS 3
#define LOOK_SECONDS 1

struct _SondeRunWatch
{
  GObject               parent_instance;
  GtkApplicationWindow *window;          /* weak */
  SondeRun             *run;
  SondeRunner          *runner;
  SondeStatus           status;
  guint                 inhibit_cookie;
  guint                 look;
  gint64                started;         /* when it began to run, or its first result here */
  gint64                last_result;
  guint                 n_at_start;
  guint                 n_last;
  gboolean              stalled;
  gboolean              notified;
};

G_DEFINE_FINAL_TYPE (SondeRunWatch, sonde_run_watch, G_TYPE_OBJECT)

static char *
dup_id (SondeRunWatch *self)
{
  return g_strdup_printf ("run-%u", gtk_application_window_get_id (self->window));
}

static GtkApplication *
get_application (SondeRunWatch *self)
{
  return self->window != NULL ? gtk_window_get_application (GTK_WINDOW (self->window)) : NULL;
}

static gboolean
in_front (SondeRunWatch *self)
{
  return gtk_widget_get_visible (GTK_WIDGET (self->window)) && gtk_window_is_active (GTK_WINDOW (self->window));
}

static void
withdraw (SondeRunWatch *self)
{
  GtkApplication *application = get_application (self);
  g_autofree char *id = NULL;

  if (!self->notified || application == NULL)
    return;
  id = dup_id (self);
  g_application_withdraw_notification (G_APPLICATION (application), id);
  self->notified = FALSE;
}

/* @title: (transfer full) */
static void
notify (SondeRunWatch *self,
        char          *title,
        const char    *body)
{
  g_autoptr (GNotification) notification = g_notification_new (title);
  GtkApplication *application = get_application (self);
  g_autofree char *id = NULL;

  g_free (title);
  if (application == NULL || in_front (self) || !sonde_settings_get_boolean ("notify", TRUE))
    return;
  id = dup_id (self);
  if (body != NULL)
    g_notification_set_body (notification, body);
  g_notification_set_default_action_and_target (notification, "app.show-window", "u",
                                                gtk_application_window_get_id (self->window));
  g_application_send_notification (G_APPLICATION (application), id, notification);
  self->notified = TRUE;
}

static void
notify_end (SondeRunWatch *self)
{
  g_autofree char *title = NULL;
  const char *reason = sonde_runner_get_reason (self->runner);

  g_object_get (self->run, "title", &title, NULL);
  if (self->status == SONDE_STATUS_FINISHED)
    notify (self, g_strdup_printf (_("“%s” has reached its goal"), title), reason);
  else if (self->status == SONDE_STATUS_FAILED)
    notify (self, g_strdup_printf (_("“%s” stopped after failures"), title), reason);
}

static void
notify_stall (SondeRunWatch *self,
              double         seconds)
{
  g_autofree char *title = NULL;
  g_autofree char *span = sonde_format_span (seconds);
  g_autofree char *body = g_strdup_printf (_("There was no result for %s, ten times as long as usual."), span);

  g_object_get (self->run, "title", &title, NULL);
  notify (self, g_strdup_printf (_("“%s” does not go on"), title), body);
}

/**
 * sonde_run_watch_is_stall:
 * @seconds: since the last result
 * @usual: seconds that a result usually takes, NaN while that is not known
 */
gboolean
sonde_run_watch_is_stall (double seconds,
                          double usual)
{
  return isfinite (usual) && seconds > MAX (STALL_LEAST, STALL_FACTOR * usual);
}

static void
note_result (SondeRunWatch *self,
             guint          n)
{
  self->n_last = n;
  self->last_result = g_get_monotonic_time ();
  if (self->stalled)
    withdraw (self);
  self->stalled = FALSE;
}

static gboolean
on_look (gpointer data)
{
  SondeRunWatch *self = data;
  guint n = sonde_learner_get_nsamples (sonde_run_get_learner (self->run));
  double seconds, usual = NAN;

  if (n != self->n_last)
    {
      note_result (self, n);
      return G_SOURCE_CONTINUE;
    }
  seconds = (g_get_monotonic_time () - self->last_result) / 1e6;
  if (self->n_last >= self->n_at_start + STALL_RESULTS)
    usual = (self->last_result - self->started) / 1e6 / (self->n_last - self->n_at_start);
  if (!self->stalled && sonde_run_watch_is_stall (seconds, usual))
    {
      self->stalled = TRUE;
      notify_stall (self, seconds);
    }
  return G_SOURCE_CONTINUE;
}

static void
begin (SondeRunWatch *self)
{
  GtkApplication *application = get_application (self);

  withdraw (self);
  self->n_at_start = self->n_last = sonde_learner_get_nsamples (sonde_run_get_learner (self->run));
  self->started = self->last_result = g_get_monotonic_time ();
  self->stalled = FALSE;
  if (self->look == 0)
    self->look = g_timeout_add_seconds (LOOK_SECONDS, on_look, self);
  if (self->inhibit_cookie == 0 && application != NULL)
    self->inhibit_cookie = gtk_application_inhibit (application, GTK_WINDOW (self->window), GTK_APPLICATION_INHIBIT_SUSPEND,
                                                    _("A run goes on"));
}

static void
end (SondeRunWatch *self)
{
  GtkApplication *application = get_application (self);

  g_clear_handle_id (&self->look, g_source_remove);
  if (self->inhibit_cookie != 0 && application != NULL)
    gtk_application_uninhibit (application, self->inhibit_cookie);
  self->inhibit_cookie = 0;
}

static void
on_status (SondeRunWatch *self)
{
  SondeStatus status = sonde_runner_get_status (self->runner);

  if (status == self->status)
    return;
  self->status = status;
  if (status == SONDE_STATUS_RUNNING)
    begin (self);
  else
    end (self);
  notify_end (self);
}

static void
on_active (SondeRunWatch *self)
{
  if (self->window != NULL && in_front (self))
    withdraw (self);
}

static void
watch_runner (SondeRunWatch *self)
{
  if (self->runner != NULL)
    g_signal_handlers_disconnect_by_data (self->runner, self);
  g_set_object (&self->runner, sonde_run_get_runner (self->run));
  g_signal_connect_object (self->runner, "notify::status", G_CALLBACK (on_status), self, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  on_status (self);
}

static void
sonde_run_watch_dispose (GObject *object)
{
  SondeRunWatch *self = SONDE_RUN_WATCH (object);

  end (self);
  if (self->window != NULL)
    withdraw (self);
  g_clear_weak_pointer (&self->window);
  g_clear_object (&self->runner);
  g_clear_object (&self->run);
  G_OBJECT_CLASS (sonde_run_watch_parent_class)->dispose (object);
}

static void
sonde_run_watch_class_init (SondeRunWatchClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sonde_run_watch_dispose;
}

static void
sonde_run_watch_init (SondeRunWatch *self)
{
}

SondeRunWatch *
sonde_run_watch_new (GtkApplicationWindow *window,
                     SondeRun             *run)
{
  SondeRunWatch *self = g_object_new (SONDE_TYPE_RUN_WATCH, NULL);

  g_set_weak_pointer (&self->window, window);
  self->run = g_object_ref (run);
  g_signal_connect_object (window, "notify::is-active", G_CALLBACK (on_active), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (run, "restarted", G_CALLBACK (watch_runner), self, G_CONNECT_SWAPPED);
  watch_runner (self);
  return self;
}
