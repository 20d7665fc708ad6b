/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

#include "app/sonde-dialogs.h"

typedef struct
{
  SondeDialogFunc  func;
  gpointer         user_data;
  GtkWidget       *entry;
  char            *response;
  char            *text;
} Question;

static void
question_free (gpointer data)
{
  Question *question = data;

  g_free (question->response);
  g_free (question->text);
  g_free (question);
}

static gboolean
answer (gpointer data)
{
  Question *question = data;

  question->func (question->response, question->text, question->user_data);
  return G_SOURCE_REMOVE;
}

/* The answer may close the dialog's parent, which must not go before the dialog has: so it is given a little later. */
static void
on_response (AdwMessageDialog *dialog,
             const char       *response,
             Question         *question)
{
  question->response = g_strdup (response);
  if (question->entry != NULL)
    question->text = g_strdup (gtk_editable_get_text (GTK_EDITABLE (question->entry)));
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, answer, question, question_free);
}

static GtkWidget *
new_dialog (GtkWindow  *parent,
            const char *heading,
            const char *body)
{
  GtkWidget *dialog = adw_message_dialog_new (parent, heading, body);

  gtk_window_set_modal (GTK_WINDOW (dialog), TRUE);
  return dialog;
}

/**
 * sonde_dialog_tell:
 * @parent: the window it belongs to
 * @heading: what happened
 * @body: where and what can be done, a sentence or two
 */
void
sonde_dialog_tell (GtkWindow  *parent,
                   const char *heading,
                   const char *body)
{
  GtkWidget *dialog = new_dialog (parent, heading, body);

  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _("_Close"));
  gtk_window_present (GTK_WINDOW (dialog));
}

/**
 * sonde_dialog_ask:
 * @entry_text: (nullable): what an entry holds at first; %NULL for none
 * @responses: (array length=n_responses): the first is that of Escape, the last that of Return
 * @func: called once
 */
void
sonde_dialog_ask (GtkWindow           *parent,
                  const char          *heading,
                  const char          *body,
                  const char          *entry_text,
                  const SondeResponse *responses,
                  guint                n_responses,
                  SondeDialogFunc      func,
                  gpointer             user_data)
{
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (new_dialog (parent, heading, body));
  Question *question = g_new0 (Question, 1);

  g_return_if_fail (n_responses > 0);

  question->func = func;
  question->user_data = user_data;
  for (guint i = 0; i < n_responses; i++)
    {
      adw_message_dialog_add_response (dialog, responses[i].id, responses[i].label);
      adw_message_dialog_set_response_appearance (dialog, responses[i].id, responses[i].appearance);
    }
  adw_message_dialog_set_close_response (dialog, responses[0].id);
  adw_message_dialog_set_default_response (dialog, responses[n_responses - 1].id);
  if (entry_text != NULL)
    {
      question->entry = gtk_entry_new ();
      gtk_editable_set_text (GTK_EDITABLE (question->entry), entry_text);
      gtk_entry_set_activates_default (GTK_ENTRY (question->entry), TRUE);
      gtk_accessible_update_property (GTK_ACCESSIBLE (question->entry), GTK_ACCESSIBLE_PROPERTY_LABEL, heading, -1);
      adw_message_dialog_set_extra_child (dialog, question->entry);
    }
  g_signal_connect (dialog, "response", G_CALLBACK (on_response), question);
  gtk_window_present (GTK_WINDOW (dialog));
}
