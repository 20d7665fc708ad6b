/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Opening a file.
 *
 * 1. An empty window is the one that will show it; otherwise a window is made as soon as there is something to show.
 * 2. The file is read in a thread. After a moment the window says so, with how far it is, and can cancel it.
 * 3. What was read is shown, or what is wrong is told; a damaged file offers what comes before the damage. */

#include "config.h"

#include <glib/gi18n.h>

#include "app/sonde-dialogs.h"
#include "app/sonde-window-private.h"

/* Milliseconds: what takes less needs no word. */
#define PATIENCE 300
#define UPDATE 100

struct _SondeOpening
{
  GFile        *file;
  GCancellable *cancellable;
  SondeWindow  *asked_by;      /* weak */
  SondeWindow  *target;        /* weak; NULL while nothing needs to be shown */
  guint         timer;
  gint          permille;
};

void
_sonde_window_remember_recent (GFile *file)
{
  g_autofree char *uri = g_file_get_uri (file);
  GtkRecentData data = {
    .mime_type = (char *) "application/x-sonde",
    .app_name = (char *) "Sonde",
    .app_exec = (char *) "sonde %u",
  };

  gtk_recent_manager_add_full (gtk_recent_manager_get_default (), uri, &data);
}

static GFile *
get_file_on_the_way (SondeWindow *self)
{
  return self->opening != NULL ? self->opening->file : NULL;
}

/* a window for a run: this one while it is empty, else a new one */
static SondeWindow *
window_for_run (SondeWindow *self)
{
  if (sonde_window_is_empty (self))
    return self;
  return sonde_window_new (ADW_APPLICATION (gtk_window_get_application (GTK_WINDOW (self))));
}

static SondeWindow *
show_run (SondeWindow *self,
          SondeRun    *run)
{
  SondeWindow *window = window_for_run (self);

  sonde_window_set_run (window, run);
  gtk_window_present (GTK_WINDOW (window));
  return window;
}

static void
show_diagnostics (SondeWindow *self,
                  GPtrArray   *diagnostics)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < diagnostics->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? "\n" : "", sonde_diagnostic_get_message (g_ptr_array_index (diagnostics, i)));
  if (diagnostics->len > 0)
    sonde_notice_bar_show (sonde_run_view_get_notice_bar (self->view), "opened", "dialog-warning-symbolic",
                           _("Something in the File Was Put Right"), text->str, NULL, NULL);
}

/* the window that has this file open already, or will have in a moment */
static GtkWindow *
find_window (SondeWindow *self,
             GFile       *file)
{
  for (GList *l = gtk_application_get_windows (gtk_window_get_application (GTK_WINDOW (self))); l != NULL; l = l->next)
    {
      SondeRun *run = SONDE_IS_WINDOW (l->data) ? sonde_window_get_run (l->data) : NULL;
      GFile *other = run != NULL ? sonde_run_get_file (run) : NULL;

      if (other == NULL && SONDE_IS_WINDOW (l->data))
        other = get_file_on_the_way (l->data);
      if (other != NULL && g_file_equal (other, file))
        return l->data;
    }
  return NULL;
}

typedef struct
{
  SondeWindow *window;
  GFile       *file;
} Rescue;

static void
on_rescue (const char *response,
           const char *text,
           gpointer    data)
{
  Rescue *rescue = data;
  g_autoptr (GError) error = NULL;

  if (g_str_equal (response, "recover"))
    {
      g_autoptr (SondeRun) run = sonde_run_recover (rescue->file, &error);

      if (run != NULL)
        {
          SondeWindow *window = show_run (rescue->window, run);

          sonde_notice_bar_show (sonde_run_view_get_notice_bar (window->view), "opened", "dialog-warning-symbolic",
                                 _("Recovered From a Damaged File"),
                                 _("This is all that comes before the damage, as a new draft. The damaged file stays as it is."),
                                 _("Save As…"), "win.save-as");
        }
      else
        sonde_dialog_tell (GTK_WINDOW (rescue->window), _("Nothing Can Be Read"), error->message);
    }
  g_object_unref (rescue->window);
  g_object_unref (rescue->file);
  g_free (rescue);
}

static void
offer_rescue (SondeWindow *self,
              GFile       *file,
              const char  *message)
{
  const SondeResponse responses[] = {
    { "close", _("_Close"), ADW_RESPONSE_DEFAULT },
    { "recover", _("_Open What Can Be Read"), ADW_RESPONSE_SUGGESTED },
  };
  Rescue *rescue = g_new0 (Rescue, 1);

  rescue->window = g_object_ref (self);
  rescue->file = g_object_ref (file);
  sonde_dialog_ask (GTK_WINDOW (self), _("The File Is Damaged"), message, NULL, responses, G_N_ELEMENTS (responses), on_rescue, rescue);
}

static void
opening_free (SondeOpening *opening)
{
  g_clear_handle_id (&opening->timer, g_source_remove);
  g_clear_weak_pointer (&opening->asked_by);
  g_clear_weak_pointer (&opening->target);
  g_object_unref (opening->file);
  g_object_unref (opening->cancellable);
  g_free (opening);
}

static void
set_target (SondeOpening *opening,
            SondeWindow  *target)
{
  g_set_weak_pointer (&opening->target, target);
  target->opening = opening;
}

static gboolean
on_progress (gpointer data)
{
  SondeOpening *opening = data;

  if (opening->target != NULL)
    gtk_progress_bar_set_fraction (opening->target->opening_bar, g_atomic_int_get (&opening->permille) / 1000.0);
  return G_SOURCE_CONTINUE;
}

static gboolean
on_patience_over (gpointer data)
{
  SondeOpening *opening = data;
  g_autofree char *name = g_file_get_basename (opening->file);
  g_autofree char *title = g_strdup_printf (_("Opening “%s”"), name);
  g_autofree char *markup = g_markup_escape_text (title, -1);

  opening->timer = 0;
  if (opening->target == NULL && opening->asked_by != NULL)
    set_target (opening, sonde_window_new (ADW_APPLICATION (gtk_window_get_application (GTK_WINDOW (opening->asked_by)))));
  if (opening->target == NULL)
    return G_SOURCE_REMOVE;
  adw_status_page_set_title (opening->target->opening_page, markup);
  gtk_progress_bar_set_fraction (opening->target->opening_bar, 0);
  gtk_stack_set_visible_child_name (opening->target->stack, "opening");
  gtk_window_present (GTK_WINDOW (opening->target));
  opening->timer = g_timeout_add (UPDATE, on_progress, opening);
  return G_SOURCE_REMOVE;
}

static void
show_opened (SondeWindow *self,
             SondeRun    *run,
             GFile       *file,
             GPtrArray   *diagnostics)
{
  g_autoptr (GError) error = NULL;
  SondeWindow *window;

  /* another program writes it: then it is watched */
  if (sonde_run_is_locked (run) && !sonde_run_follow (run, &error))
    {
      sonde_dialog_tell (GTK_WINDOW (self), _("The Run Cannot Be Watched"), error->message);
      return;
    }
  window = show_run (self, run);
  show_diagnostics (window, diagnostics);
  if (!sonde_run_is_draft (run))
    _sonde_window_remember_recent (file);
}

static void
show_error (SondeWindow  *self,
            GFile        *file,
            const GError *error)
{
  g_autofree char *name = g_file_get_basename (file);
  g_autofree char *heading = g_strdup_printf (_("“%s” Cannot Be Opened"), name);

  gtk_window_present (GTK_WINDOW (self));
  if (g_error_matches (error, SONDE_STUDY_ERROR, SONDE_STUDY_ERROR_DAMAGED))
    offer_rescue (self, file, error->message);
  else if (g_error_matches (error, SONDE_STUDY_ERROR, SONDE_STUDY_ERROR_NOT_A_STUDY))
    {
      g_autofree char *body = g_strdup_printf ("%s\n%s", error->message, _("Sonde opens runs (.sonde), studies (.json) and Python files (.py)."));

      sonde_dialog_tell (GTK_WINDOW (self), heading, body);
    }
  else
    sonde_dialog_tell (GTK_WINDOW (self), heading, error->message);
}

/* The target shows its start page again; one that was made only for this file goes. Returns who tells what happened. */
static SondeWindow *
release_target (SondeOpening *opening)
{
  SondeWindow *target = opening->target;
  SondeWindow *asked_by = opening->asked_by;

  if (target == NULL)
    return asked_by;
  target->opening = NULL;
  if (target == asked_by || asked_by == NULL)
    {
      if (target->view == NULL)
        gtk_stack_set_visible_child_name (target->stack, "start");
      return target;
    }
  gtk_window_destroy (GTK_WINDOW (target));
  return asked_by;
}

static void
on_opened (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  SondeOpening *opening = data;
  g_autoptr (GPtrArray) diagnostics = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (SondeRun) run = sonde_run_open_finish (result, &diagnostics, &error);

  if (run != NULL && !g_cancellable_is_cancelled (opening->cancellable) && opening->target != NULL)
    {
      opening->target->opening = NULL;
      show_opened (opening->target, run, opening->file, diagnostics);
      if (opening->target != NULL && opening->target->view == NULL)
        gtk_stack_set_visible_child_name (opening->target->stack, "start");
    }
  else
    {
      SondeWindow *window = release_target (opening);

      if (window != NULL && run != NULL && !g_cancellable_is_cancelled (opening->cancellable))
        show_opened (window, run, opening->file, diagnostics);
      else if (window != NULL && error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        show_error (window, opening->file, error);
    }
  opening_free (opening);
}

/* Nobody waits for the file any more. */
void
_sonde_window_forget_opening (SondeWindow *self)
{
  SondeOpening *opening = g_steal_pointer (&self->opening);

  if (opening == NULL)
    return;
  g_cancellable_cancel (opening->cancellable);
  g_clear_weak_pointer (&opening->target);
}

void
_sonde_window_cancel_opening (SondeWindow *self)
{
  SondeWindow *asked_by = self->opening != NULL ? self->opening->asked_by : NULL;

  _sonde_window_forget_opening (self);
  if (asked_by == NULL || asked_by == self)
    gtk_stack_set_visible_child_name (self->stack, "start");
  else
    gtk_window_destroy (GTK_WINDOW (self));
}

/**
 * sonde_window_open_file:
 * @file: a run or a study; or a Python file, which makes a new study of its function
 *
 * Shows it here if the window is empty, else in another window, as soon as it is read. What is wrong with the file is told in a dialog.
 */
void
sonde_window_open_file (SondeWindow *self,
                        GFile       *file)
{
  SondeOpening *opening;
  GtkWindow *there;

  g_return_if_fail (SONDE_IS_WINDOW (self));
  g_return_if_fail (G_IS_FILE (file));

  if (_sonde_window_open_python (self, file))
    return;
  there = find_window (self, file);
  if (there != NULL)
    {
      gtk_window_present (there);
      return;
    }
  opening = g_new0 (SondeOpening, 1);
  opening->file = g_object_ref (file);
  opening->cancellable = g_cancellable_new ();
  g_set_weak_pointer (&opening->asked_by, self);
  if (sonde_window_is_empty (self))
    set_target (opening, self);
  opening->timer = g_timeout_add (PATIENCE, on_patience_over, opening);
  sonde_run_open_async (file, opening->cancellable, &opening->permille, on_opened, opening);
}

/* Files that are dropped: each is opened, and what is none of ours is told. */
static gboolean
on_drop (GtkDropTarget *target,
         const GValue  *value,
         double         x,
         double         y,
         SondeWindow   *self)
{
  g_autoptr (GSList) files = gdk_file_list_get_files (g_value_get_boxed (value));

  for (GSList *l = files; l != NULL; l = l->next)
    sonde_window_open_file (self, l->data);
  return files != NULL;
}

/* Also over entries, which would take the name of the file for text. */
void
_sonde_window_accept_files (SondeWindow *self)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (target), GTK_PHASE_CAPTURE);
  g_signal_connect_object (target, "drop", G_CALLBACK (on_drop), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}
