/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The file is read in a thread: a long run takes a second or so, and nothing of the page waits for it. */

#include "config.h"

#include <glib/gi18n.h>
#include <math.h>

#include "app/sonde-format.h"
#include "app/sonde-run-card.h"
#include "app/sonde-run-state.h"
#include "app/sonde-thumbnail.h"
#include "study/sonde-run.h"

/* Longer files are named, but not read for a card. */
#define LARGEST (64 * 1024 * 1024)

struct _SondeRunCard
{
  AdwBin          parent_instance;
  GFile          *file;
  gboolean        is_draft;
  GCancellable   *cancellable;
  GtkWidget      *open_button;
  SondeThumbnail *thumbnail;
  GtkLabel       *title;
  GtkLabel       *numbers;
  GtkWidget      *state;
  GtkImage       *icon;
  GtkLabel       *word;
  GtkWidget      *draft_buttons;
  GtkWidget      *draft_open_button;
  GtkWidget      *discard_button;
};

G_DEFINE_FINAL_TYPE (SondeRunCard, sonde_run_card, ADW_TYPE_BIN)

enum { SIGNAL_OPEN, SIGNAL_DISCARD, N_SIGNALS };

static guint signals[N_SIGNALS];

static void
on_open (SondeRunCard *self)
{
  g_signal_emit (self, signals[SIGNAL_OPEN], 0);
}

static void
on_discard (SondeRunCard *self)
{
  g_signal_emit (self, signals[SIGNAL_DISCARD], 0);
}

static void
show_state (SondeRunCard *self,
            const char   *icon,
            const char   *css_class,
            const char   *word)
{
  gtk_image_set_from_icon_name (self->icon, icon);
  gtk_label_set_label (self->word, word);
  gtk_widget_set_css_classes (self->state, (const char *[]) { css_class, NULL });
}

static void
show_status (SondeRunCard *self,
             SondeStatus   status,
             gboolean      interrupted)
{
  if (self->is_draft)
    show_state (self, "document-open-recent-symbolic", "state-paused", _("Recovered draft"));
  else if (status == SONDE_STATUS_FINISHED)
    show_state (self, "emblem-ok-symbolic", "state-finished", _("Finished"));
  else if (status == SONDE_STATUS_FAILED)
    show_state (self, "dialog-error-symbolic", "state-failed", _("Stopped after failures"));
  else if (status == SONDE_STATUS_PAUSED)
    show_state (self, "media-playback-pause-symbolic", "state-paused", _("Paused"));
  else if (status == SONDE_STATUS_IDLE)
    show_state (self, "media-playback-start-symbolic", "dim-label", _("Not run yet"));
  else
    show_state (self, "media-playback-stop-symbolic", "dim-label", interrupted ? _("Interrupted") : _("Cancelled"));
}

/* “240 points · loss 0.03”, or the failures where there are some */
static char *
describe_numbers (SondeRun *run)
{
  SondeLearner *learner = sonde_run_get_learner (run);
  guint n = sonde_learner_get_npoints (learner);
  guint n_failed = sonde_runner_get_nfailed (sonde_run_get_runner (run));
  double loss = n > 0 ? sonde_learner_get_loss (learner, TRUE) : NAN;
  g_autofree char *count = sonde_format_count (n);
  g_autofree char *points = g_strdup_printf (ngettext ("%s point", "%s points", n), count);
  g_autofree char *last = NULL;

  if (n_failed > 0)
    last = g_strdup_printf (ngettext ("%u failed", "%u failed", n_failed), n_failed);
  else if (isfinite (loss))
    {
      g_autofree char *number = sonde_format_number (loss, 3);

      last = g_strdup_printf (_("loss %s"), number);
    }
  return last != NULL ? g_strdup_printf ("%s · %s", points, last) : g_steal_pointer (&points);
}

/* what changes whenever the file does */
static char *
dup_key (GFile *file)
{
  g_autoptr (GFileInfo) info = g_file_query_info (file, G_FILE_ATTRIBUTE_TIME_MODIFIED "," G_FILE_ATTRIBUTE_TIME_MODIFIED_USEC ","
                                                  G_FILE_ATTRIBUTE_STANDARD_SIZE, 0, NULL, NULL);
  g_autofree char *uri = g_file_get_uri (file);

  if (info == NULL)
    return g_strdup (uri);
  return g_strdup_printf ("%s\n%" G_GUINT64_FORMAT ".%u\n%" G_GOFFSET_FORMAT, uri,
                          g_file_info_get_attribute_uint64 (info, G_FILE_ATTRIBUTE_TIME_MODIFIED),
                          g_file_info_get_attribute_uint32 (info, G_FILE_ATTRIBUTE_TIME_MODIFIED_USEC), g_file_info_get_size (info));
}

static void
load_in_thread (GTask        *task,
                gpointer      source,
                gpointer      file,
                GCancellable *cancellable)
{
  g_autoptr (GFileInfo) info = g_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_SIZE, 0, cancellable, NULL);
  g_autoptr (GError) error = NULL;
  SondeRun *run = NULL;

  if (info != NULL && g_file_info_get_size (info) <= LARGEST)
    run = sonde_run_open (file, NULL, &error);
  if (run != NULL)
    g_task_return_pointer (task, run, g_object_unref);
  else if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, NULL, NULL);
}

static void
show_run (SondeRunCard *self,
          SondeRun     *run)
{
  g_autofree char *title = NULL;
  g_autofree char *numbers = describe_numbers (run);
  g_autofree char *key = dup_key (self->file);

  g_object_get (run, "title", &title, NULL);
  gtk_label_set_label (self->title, title);
  gtk_label_set_label (self->numbers, numbers);
  show_status (self, sonde_run_state_of (run), sonde_run_state_is_interrupted (run));
  sonde_thumbnail_set_run (self->thumbnail, run, key);
}

/* Emitting the words together lets a screen reader tell one card from the other. */
static void
name_buttons (SondeRunCard *self)
{
  const char *title = gtk_label_get_label (self->title);
  g_autofree char *description = g_strdup_printf ("%s · %s", gtk_label_get_label (self->numbers), gtk_label_get_label (self->word));
  g_autofree char *open = g_strdup_printf (_("Open the draft “%s”"), title);
  g_autofree char *discard = g_strdup_printf (_("Discard the draft “%s”"), title);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self->open_button), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->draft_open_button), GTK_ACCESSIBLE_PROPERTY_LABEL, open, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->discard_button), GTK_ACCESSIBLE_PROPERTY_LABEL, discard, -1);
}

static void
on_loaded (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  SondeRunCard *self = SONDE_RUN_CARD (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (SondeRun) run = g_task_propagate_pointer (G_TASK (result), &error);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (run != NULL)
    show_run (self, run);
  else if (error != NULL)
    {
      /* what is wrong is told when it is opened */
      gtk_label_set_label (self->numbers, _("It cannot be read"));
      show_state (self, "dialog-warning-symbolic", "state-paused", self->is_draft ? _("Recovered draft") : _("Damaged"));
    }
  name_buttons (self);
}

static void
sonde_run_card_dispose (GObject *object)
{
  SondeRunCard *self = SONDE_RUN_CARD (object);

  g_cancellable_cancel (self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (self), SONDE_TYPE_RUN_CARD);
  g_clear_object (&self->file);
  G_OBJECT_CLASS (sonde_run_card_parent_class)->dispose (object);
}

static void
sonde_run_card_finalize (GObject *object)
{
  g_clear_object (&SONDE_RUN_CARD (object)->cancellable);
  G_OBJECT_CLASS (sonde_run_card_parent_class)->finalize (object);
}

static void
sonde_run_card_class_init (SondeRunCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sonde_run_card_dispose;
  G_OBJECT_CLASS (klass)->finalize = sonde_run_card_finalize;
  signals[SIGNAL_OPEN] = g_signal_new ("open", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_DISCARD] = g_signal_new ("discard", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  g_type_ensure (SONDE_TYPE_THUMBNAIL);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/sonde/Sonde/sonde-run-card.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeRunCard, open_button);
  gtk_widget_class_bind_template_child (widget_class, SondeRunCard, thumbnail);
  gtk_widget_class_bind_template_child (widget_class, SondeRunCard, title);
  gtk_widget_class_bind_template_child (widget_class, SondeRunCard, numbers);
  gtk_widget_class_bind_template_child (widget_class, SondeRunCard, state);
  gtk_widget_class_bind_template_child (widget_class, SondeRunCard, icon);
  gtk_widget_class_bind_template_child (widget_class, SondeRunCard, word);
  gtk_widget_class_bind_template_child (widget_class, SondeRunCard, draft_buttons);
  gtk_widget_class_bind_template_child (widget_class, SondeRunCard, draft_open_button);
  gtk_widget_class_bind_template_child (widget_class, SondeRunCard, discard_button);
  gtk_widget_class_bind_template_callback (widget_class, on_open);
  gtk_widget_class_bind_template_callback (widget_class, on_discard);
}

static void
sonde_run_card_init (SondeRunCard *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
sonde_run_card_new (GFile    *file,
                    gboolean  is_draft)
{
  SondeRunCard *self = g_object_new (SONDE_TYPE_RUN_CARD, NULL);
  g_autofree char *name = g_file_get_basename (file);
  g_autofree char *place = g_file_get_parse_name (file);
  g_autoptr (GTask) task = g_task_new (self, self->cancellable, on_loaded, NULL);

  self->file = g_object_ref (file);
  self->is_draft = is_draft;
  gtk_label_set_label (self->title, name);
  if (!is_draft)
    gtk_widget_set_tooltip_text (self->open_button, place);
  gtk_widget_set_visible (self->draft_buttons, is_draft);
  name_buttons (self);
  g_task_set_task_data (task, g_object_ref (file), g_object_unref);
  g_task_run_in_thread (task, load_in_thread);
  return GTK_WIDGET (self);
}

GFile *
sonde_run_card_get_file (SondeRunCard *self)
{
  g_return_val_if_fail (SONDE_IS_RUN_CARD (self), NULL);

  return self->file;
}

/* Whether @text is part of the title or of the file's name, whatever the case. */
gboolean
sonde_run_card_matches (SondeRunCard *self,
                        const char   *text)
{
  g_autofree char *name = NULL;

  g_return_val_if_fail (SONDE_IS_RUN_CARD (self), FALSE);

  name = g_file_get_basename (self->file);
  return g_str_match_string (text, gtk_label_get_label (self->title), TRUE) || g_str_match_string (text, name, TRUE);
}
