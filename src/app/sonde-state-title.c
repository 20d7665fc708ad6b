/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "app/sonde-state-title.h"

struct _SondeStateTitle
{
  AdwBin      parent_instance;
  const char *css_class;
  GtkLabel   *title;
  GtkWidget  *state;
  GtkImage   *icon;
  GtkLabel   *words;
};

G_DEFINE_FINAL_TYPE (SondeStateTitle, sonde_state_title, ADW_TYPE_BIN)

static void
sonde_state_title_class_init (SondeStateTitleClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/sonde/Sonde/sonde-state-title.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeStateTitle, title);
  gtk_widget_class_bind_template_child (widget_class, SondeStateTitle, state);
  gtk_widget_class_bind_template_child (widget_class, SondeStateTitle, icon);
  gtk_widget_class_bind_template_child (widget_class, SondeStateTitle, words);
}

static void
sonde_state_title_init (SondeStateTitle *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
sonde_state_title_set_title (SondeStateTitle *self,
                             const char      *title)
{
  g_return_if_fail (SONDE_IS_STATE_TITLE (self));

  gtk_label_set_label (self->title, title);
}

void
sonde_state_title_show (SondeStateTitle     *self,
                        const SondeRunState *state,
                        gboolean             narrow)
{
  g_return_if_fail (SONDE_IS_STATE_TITLE (self));

  if (self->css_class != state->css_class)
    {
      if (self->css_class != NULL)
        gtk_widget_remove_css_class (self->state, self->css_class);
      gtk_widget_add_css_class (self->state, state->css_class);
      self->css_class = state->css_class;
    }
  if (g_strcmp0 (gtk_image_get_icon_name (self->icon), state->icon_name) != 0)
    gtk_image_set_from_icon_name (self->icon, state->icon_name);
  if (g_strcmp0 (gtk_label_get_label (self->words), narrow ? state->short_text : state->text) != 0)
    gtk_label_set_label (self->words, narrow ? state->short_text : state->text);
  gtk_widget_set_tooltip_text (self->state, narrow ? state->text : state->reason);
}
