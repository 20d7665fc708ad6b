/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "app/monitor/sonde-stat-card.h"

struct _SondeStatCard
{
  AdwBin      parent_instance;
  char       *title;
  GtkLabel   *value_label;
  GtkLabel   *note_label;
  SondeSpark *spark;
};

G_DEFINE_FINAL_TYPE (SondeStatCard, sonde_stat_card, ADW_TYPE_BIN)

enum { PROP_0, PROP_TITLE, N_PROPS };

static GParamSpec *properties[N_PROPS];

static void
sonde_stat_card_get_property (GObject    *object,
                              guint       id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  if (id == PROP_TITLE)
    g_value_set_string (value, SONDE_STAT_CARD (object)->title);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
sonde_stat_card_set_property (GObject      *object,
                              guint         id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  SondeStatCard *self = SONDE_STAT_CARD (object);

  if (id != PROP_TITLE)
    {
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      return;
    }
  g_free (self->title);
  self->title = g_value_dup_string (value);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, self->title, -1);
}

static void
sonde_stat_card_finalize (GObject *object)
{
  g_free (SONDE_STAT_CARD (object)->title);
  G_OBJECT_CLASS (sonde_stat_card_parent_class)->finalize (object);
}

static void
sonde_stat_card_class_init (SondeStatCardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = sonde_stat_card_get_property;
  object_class->set_property = sonde_stat_card_set_property;
  object_class->finalize = sonde_stat_card_finalize;
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  g_type_ensure (SONDE_TYPE_SPARK);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/sonde/Sonde/monitor/sonde-stat-card.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeStatCard, value_label);
  gtk_widget_class_bind_template_child (widget_class, SondeStatCard, note_label);
  gtk_widget_class_bind_template_child (widget_class, SondeStatCard, spark);
}

static void
sonde_stat_card_init (SondeStatCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
sonde_stat_card_set_value (SondeStatCard *self,
                           const char    *value)
{
  g_return_if_fail (SONDE_IS_STAT_CARD (self));

  gtk_label_set_label (self->value_label, value);
}

void
sonde_stat_card_set_note (SondeStatCard *self,
                          const char    *note)
{
  g_return_if_fail (SONDE_IS_STAT_CARD (self));

  gtk_label_set_label (self->note_label, note);
}

SondeSpark *
sonde_stat_card_get_spark (SondeStatCard *self)
{
  g_return_val_if_fail (SONDE_IS_STAT_CARD (self), NULL);

  return self->spark;
}

void
sonde_stat_card_set_spark_visible (SondeStatCard *self,
                                   gboolean       visible)
{
  g_return_if_fail (SONDE_IS_STAT_CARD (self));

  gtk_widget_set_visible (GTK_WIDGET (self->spark), visible);
}
