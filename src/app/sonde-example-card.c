/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "app/sonde-example-card.h"
#include "app/sonde-thumbnail.h"

struct _SondeExampleCard
{
  GtkButton       parent_instance;
  SondeStudy     *study;
  SondeThumbnail *thumbnail;
  GtkLabel       *title;
  GtkLabel       *sentence;
};

G_DEFINE_FINAL_TYPE (SondeExampleCard, sonde_example_card, GTK_TYPE_BUTTON)

static void
sonde_example_card_dispose (GObject *object)
{
  g_clear_object (&SONDE_EXAMPLE_CARD (object)->study);
  G_OBJECT_CLASS (sonde_example_card_parent_class)->dispose (object);
}

static void
sonde_example_card_class_init (SondeExampleCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sonde_example_card_dispose;
  g_type_ensure (SONDE_TYPE_THUMBNAIL);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/sonde/Sonde/sonde-example-card.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeExampleCard, thumbnail);
  gtk_widget_class_bind_template_child (widget_class, SondeExampleCard, title);
  gtk_widget_class_bind_template_child (widget_class, SondeExampleCard, sentence);
}

static void
sonde_example_card_init (SondeExampleCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
sonde_example_card_new (SondeStudy *study,
                        GBytes     *points)
{
  SondeExampleCard *self = g_object_new (SONDE_TYPE_EXAMPLE_CARD, NULL);
  const char *title = sonde_study_get_title (study);
  const char *sentence = sonde_study_get_description (study);

  self->study = g_object_ref (study);
  gtk_label_set_label (self->title, title != NULL ? title : "");
  gtk_label_set_label (self->sentence, sentence != NULL ? sentence : "");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, title != NULL ? title : "", -1);
  if (points != NULL)
    sonde_thumbnail_set_points (self->thumbnail, points);
  sonde_thumbnail_set_study (self->thumbnail, study);
  return GTK_WIDGET (self);
}

SondeStudy *
sonde_example_card_get_study (SondeExampleCard *self)
{
  g_return_val_if_fail (SONDE_IS_EXAMPLE_CARD (self), NULL);

  return self->study;
}
