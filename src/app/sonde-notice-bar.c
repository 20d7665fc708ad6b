/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "app/sonde-notice-bar.h"

struct _SondeNoticeBar
{
  AdwBin         parent_instance;
  char          *key;
  GtkRevealer   *revealer;
  GtkImage      *icon;
  GtkOrientable *content;
  GtkLabel      *title;
  GtkLabel      *text;
  GtkButton     *second_button;
  GtkButton     *button;
};

G_DEFINE_FINAL_TYPE (SondeNoticeBar, sonde_notice_bar, ADW_TYPE_BIN)

static void
on_close (SondeNoticeBar *self)
{
  gtk_revealer_set_reveal_child (self->revealer, FALSE);
}

static void
sonde_notice_bar_finalize (GObject *object)
{
  g_free (SONDE_NOTICE_BAR (object)->key);
  G_OBJECT_CLASS (sonde_notice_bar_parent_class)->finalize (object);
}

static void
sonde_notice_bar_class_init (SondeNoticeBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = sonde_notice_bar_finalize;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/sonde/Sonde/sonde-notice-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeNoticeBar, revealer);
  gtk_widget_class_bind_template_child (widget_class, SondeNoticeBar, icon);
  gtk_widget_class_bind_template_child (widget_class, SondeNoticeBar, title);
  gtk_widget_class_bind_template_child (widget_class, SondeNoticeBar, content);
  gtk_widget_class_bind_template_child (widget_class, SondeNoticeBar, text);
  gtk_widget_class_bind_template_child (widget_class, SondeNoticeBar, button);
  gtk_widget_class_bind_template_child (widget_class, SondeNoticeBar, second_button);
  gtk_widget_class_bind_template_callback (widget_class, on_close);
}

static void
sonde_notice_bar_init (SondeNoticeBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * sonde_notice_bar_show:
 * @key: what it is about
 * @icon_name: a symbolic icon
 * @title: what happened
 * @text: what it means
 * @button: (nullable): what can be done
 * @action: (nullable): the action of the button
 */
void
sonde_notice_bar_show (SondeNoticeBar *self,
                       const char     *key,
                       const char     *icon_name,
                       const char     *title,
                       const char     *text,
                       const char     *button,
                       const char     *action)
{
  g_return_if_fail (SONDE_IS_NOTICE_BAR (self));

  g_free (self->key);
  self->key = g_strdup (key);
  gtk_image_set_from_icon_name (self->icon, icon_name);
  gtk_label_set_label (self->title, title);
  gtk_label_set_label (self->text, text);
  gtk_widget_set_visible (GTK_WIDGET (self->second_button), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->button), button != NULL);
  gtk_button_set_label (self->button, button != NULL ? button : "");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->button), action);
  gtk_revealer_set_reveal_child (self->revealer, TRUE);
}

/* Something else that can be done about what is shown: after sonde_notice_bar_show(). */
void
sonde_notice_bar_add_button (SondeNoticeBar *self,
                             const char     *label,
                             const char     *action)
{
  g_return_if_fail (SONDE_IS_NOTICE_BAR (self));

  gtk_button_set_label (self->second_button, label);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->second_button), action);
  gtk_widget_set_visible (GTK_WIDGET (self->second_button), TRUE);
}

void
sonde_notice_bar_hide (SondeNoticeBar *self,
                       const char     *key)
{
  g_return_if_fail (SONDE_IS_NOTICE_BAR (self));

  if (g_strcmp0 (self->key, key) == 0)
    gtk_revealer_set_reveal_child (self->revealer, FALSE);
}

/* Where there is no room beside them, the buttons lie below the words. */
void
sonde_notice_bar_set_narrow (SondeNoticeBar *self,
                             gboolean        narrow)
{
  g_return_if_fail (SONDE_IS_NOTICE_BAR (self));

  gtk_orientable_set_orientation (self->content, narrow ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
}
