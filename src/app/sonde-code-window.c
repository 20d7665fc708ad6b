/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

#include "app/sonde-code-window.h"
#include "app/sonde-dialogs.h"
#include "study/sonde-trust.h"

struct _SondeCodeWindow
{
  AdwWindow   parent_instance;
  SondeStudy *study;
  GtkBox     *box;
  GtkWidget  *trust_button;
};

G_DEFINE_FINAL_TYPE (SondeCodeWindow, sonde_code_window, ADW_TYPE_WINDOW)

enum { SIGNAL_TRUSTED, N_SIGNALS };

static guint signals[N_SIGNALS];

static void
add_label (SondeCodeWindow *self,
           const char      *text,
           const char      *css_class)
{
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "label", text, "xalign", 0.0, "wrap", TRUE, "wrap-mode", PANGO_WRAP_WORD_CHAR,
                                   "selectable", TRUE, NULL);

  gtk_widget_add_css_class (label, css_class);
  gtk_box_append (self->box, label);
}

static void
add_code (SondeCodeWindow *self,
          const char      *name,
          const char      *text)
{
  GtkWidget *view = gtk_text_view_new ();

  gtk_text_view_set_editable (GTK_TEXT_VIEW (view), FALSE);
  gtk_text_view_set_monospace (GTK_TEXT_VIEW (view), TRUE);
  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (view), GTK_WRAP_WORD_CHAR);
  /* Tab leads on to the next file */
  gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (view), FALSE);
  gtk_text_view_set_left_margin (GTK_TEXT_VIEW (view), 12);
  gtk_text_view_set_right_margin (GTK_TEXT_VIEW (view), 12);
  gtk_text_view_set_top_margin (GTK_TEXT_VIEW (view), 12);
  gtk_text_view_set_bottom_margin (GTK_TEXT_VIEW (view), 12);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)), text, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_widget_add_css_class (view, "card");
  gtk_box_append (self->box, view);
}

static void
on_trust (SondeCodeWindow *self)
{
  g_autoptr (GError) error = NULL;

  if (!sonde_trust_grant (self->study, TRUE, &error))
    sonde_dialog_tell (gtk_window_get_transient_for (GTK_WINDOW (self)), _("It Is Trusted for Now Only"), error->message);
  g_signal_emit (self, signals[SIGNAL_TRUSTED], 0);
  gtk_window_close (GTK_WINDOW (self));
}

static void
sonde_code_window_dispose (GObject *object)
{
  g_clear_object (&SONDE_CODE_WINDOW (object)->study);
  G_OBJECT_CLASS (sonde_code_window_parent_class)->dispose (object);
}

static void
sonde_code_window_class_init (SondeCodeWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sonde_code_window_dispose;
  signals[SIGNAL_TRUSTED] = g_signal_new ("trusted", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/sonde/Sonde/sonde-code-window.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeCodeWindow, box);
  gtk_widget_class_bind_template_child (widget_class, SondeCodeWindow, trust_button);
  gtk_widget_class_bind_template_callback (widget_class, on_trust);
}

static void
sonde_code_window_init (SondeCodeWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

SondeCodeWindow *
sonde_code_window_new (GtkWindow  *parent,
                       SondeStudy *study)
{
  SondeCodeWindow *self = g_object_new (SONDE_TYPE_CODE_WINDOW, "transient-for", parent, NULL);
  g_autofree char *what = sonde_trust_describe (study);
  g_autofree char *texts = sonde_trust_list_texts (study);

  self->study = g_object_ref (study);
  gtk_widget_set_visible (self->trust_button, !sonde_trust_is_granted (study));
  add_label (self, what != NULL ? what : _("Nothing but a formula, which cannot reach the system."), "body");
  if (texts != NULL)
    add_code (self, _("Text of What Would Run"), texts);
  return self;
}
