/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Closing loses nothing: what was told is in the file or in a draft. Only a run that goes on needs a decision, and one whose file
 * cannot be written: its latest results are in memory alone. */

#include "config.h"

#include <glib/gi18n.h>

#include "app/sonde-dialogs.h"
#include "app/sonde-settings.h"
#include "app/sonde-window-private.h"

/* The run, if it is not over for this window yet. */
static SondeRun *
take_run (SondeWindow *self)
{
  SondeRun *run = sonde_window_get_run (self);

  if (run == NULL || g_object_get_data (G_OBJECT (run), "sonde-closed") != NULL)
    return NULL;
  g_object_set_data (G_OBJECT (run), "sonde-closed", run);
  g_clear_object (&self->watch);
  return run;
}

/* The program ends and asks nobody, as at a signal or the end of the session. What cannot be written to its file is a draft then. */
void
_sonde_window_end_run (SondeWindow *self)
{
  SondeRun *run = take_run (self);
  g_autoptr (GError) error = NULL;

  if (run == NULL)
    return;
  if (sonde_run_rescue (run, &error) == NULL && error != NULL)
    g_message (_("Results are lost: %s"), error->message);
  sonde_run_close (run, FALSE);
}

static void
on_closed (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (GApplication) application = data;
  g_autoptr (GError) error = NULL;

  if (!sonde_run_close_finish (SONDE_RUN (source), result, &error))
    g_message ("%s", error->message);
  if (application != NULL)
    g_application_release (application);
}

/* The window goes at once; the program stays until the disk has all of it. */
static void
let_go (SondeWindow *self)
{
  SondeRun *run = take_run (self);
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));

  if (run == NULL)
    return;
  if (application != NULL)
    g_application_hold (G_APPLICATION (application));
  sonde_run_close_async (run, FALSE, on_closed, application != NULL ? g_object_ref (application) : NULL);
}

static void
close_now (SondeWindow *self)
{
  let_go (self);
  gtk_window_destroy (GTK_WINDOW (self));
}

static void
on_unsaved_decision (const char *response,
                     const char *text,
                     gpointer    data)
{
  g_autoptr (SondeWindow) self = data;

  if (sonde_window_get_run (self) == NULL)
    return;
  if (g_str_equal (response, "lose"))
    close_now (self);
  else if (g_str_equal (response, "save"))
    gtk_widget_activate_action (GTK_WIDGET (self), "win.save-as", NULL);
}

/* If results are in memory alone, and still cannot be written: asks what to do with them. Returns whether it did. */
static gboolean
ask_if_unsaved (SondeWindow *self)
{
  const SondeResponse responses[] = {
    { "stay", _("_Stay Here"), ADW_RESPONSE_DEFAULT },
    { "lose", _("_Lose Them"), ADW_RESPONSE_DESTRUCTIVE },
    { "save", _("Save _As…"), ADW_RESPONSE_SUGGESTED },
  };
  SondeRun *run = sonde_window_get_run (self);
  g_autofree char *sentence = NULL;

  if (run != NULL)
    g_object_get (run, "save-error", &sentence, NULL);
  if (sentence == NULL || sonde_run_save (run, NULL))
    return FALSE;
  gtk_window_present (GTK_WINDOW (self));
  sonde_dialog_ask (GTK_WINDOW (self), _("Results Are Not Saved"), sentence, NULL, responses, G_N_ELEMENTS (responses),
                    on_unsaved_decision, g_object_ref (self));
  return TRUE;
}

/* The hidden window stays one of the application's, which therefore goes on, too. */
static void
keep_running (SondeWindow *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/* @response: as in the dialog, and as the user may have preferred once and for all */
static void
decide (SondeWindow *self,
        const char  *response)
{
  if (sonde_window_get_run (self) == NULL)
    return;
  if (g_str_equal (response, "cancel"))
    {
      sonde_runner_cancel (sonde_run_get_runner (sonde_window_get_run (self)));
      if (!ask_if_unsaved (self))
        close_now (self);
    }
  else if (g_str_equal (response, "background"))
    keep_running (self);
}

static void
on_decision (const char *response,
             const char *text,
             gpointer    data)
{
  g_autoptr (SondeWindow) self = data;

  decide (self, response);
}

static void
ask (SondeWindow *self)
{
  const SondeResponse responses[] = {
    { "stay", _("_Stay Here"), ADW_RESPONSE_DEFAULT },
    { "background", _("Keep _Running"), ADW_RESPONSE_DEFAULT },
    { "cancel", _("_Cancel and Save"), ADW_RESPONSE_DESTRUCTIVE },
  };
  gboolean is_draft = sonde_run_is_draft (sonde_window_get_run (self));

  sonde_dialog_ask (GTK_WINDOW (self), _("The Run Goes On"),
                    is_draft ? _("It can go on without its window, and a notification tells when it has ended; or it ends now. Its points are kept as a draft, which the start page offers again.")
                             : _("It can go on without its window, and a notification tells when it has ended; or it ends now. Its points are in the file either way."),
                    NULL, responses, G_N_ELEMENTS (responses), on_decision, g_object_ref (self));
}

gboolean
_sonde_window_close_request (GtkWindow *window)
{
  SondeWindow *self = SONDE_WINDOW (window);
  SondeRun *run = sonde_window_get_run (self);

  if (run != NULL && sonde_runner_get_status (sonde_run_get_runner (run)) == SONDE_STATUS_RUNNING)
    {
      g_autofree char *preferred = sonde_settings_get_string ("close-running", "ask");

      if (g_str_equal (preferred, "ask"))
        ask (self);
      else
        decide (self, preferred);
      return TRUE;
    }
  if (ask_if_unsaved (self))
    return TRUE;
  let_go (self);
  return FALSE;
}
