/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "app/sonde-side-panel.h"

struct _SondeSidePanel
{
  AdwBin   parent_instance;
  AdwFlap *flap;
};

G_DEFINE_FINAL_TYPE (SondeSidePanel, sonde_side_panel, ADW_TYPE_BIN)

enum { PROP_0, PROP_PANEL, PROP_CONTENT, PROP_SHOWN, N_PROPS };

static GParamSpec *properties[N_PROPS];

static void
sonde_side_panel_get_property (GObject    *object,
                               guint       id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  SondeSidePanel *self = SONDE_SIDE_PANEL (object);

  switch (id)
    {
    case PROP_PANEL:
      g_value_set_object (value, adw_flap_get_flap (self->flap));
      break;
    case PROP_CONTENT:
      g_value_set_object (value, adw_flap_get_content (self->flap));
      break;
    case PROP_SHOWN:
      g_value_set_boolean (value, sonde_side_panel_get_shown (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
sonde_side_panel_set_property (GObject      *object,
                               guint         id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  SondeSidePanel *self = SONDE_SIDE_PANEL (object);

  switch (id)
    {
    case PROP_PANEL:
      adw_flap_set_flap (self->flap, g_value_get_object (value));
      break;
    case PROP_CONTENT:
      adw_flap_set_content (self->flap, g_value_get_object (value));
      break;
    case PROP_SHOWN:
      sonde_side_panel_set_shown (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
on_revealed (SondeSidePanel *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SHOWN]);
}

static void
sonde_side_panel_class_init (SondeSidePanelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = sonde_side_panel_get_property;
  object_class->set_property = sonde_side_panel_set_property;
  properties[PROP_PANEL] = g_param_spec_object ("panel", NULL, NULL, GTK_TYPE_WIDGET, flags);
  properties[PROP_CONTENT] = g_param_spec_object ("content", NULL, NULL, GTK_TYPE_WIDGET, flags);
  properties[PROP_SHOWN] = g_param_spec_boolean ("shown", NULL, NULL, TRUE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
sonde_side_panel_init (SondeSidePanel *self)
{
  self->flap = ADW_FLAP (adw_flap_new ());
  adw_flap_set_separator (self->flap, gtk_separator_new (GTK_ORIENTATION_VERTICAL));
  adw_flap_set_fold_policy (self->flap, ADW_FLAP_FOLD_POLICY_NEVER);
  adw_flap_set_swipe_to_open (self->flap, FALSE);
  g_signal_connect_object (self->flap, "notify::reveal-flap", G_CALLBACK (on_revealed), self, G_CONNECT_SWAPPED);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->flap));
}

gboolean
sonde_side_panel_get_shown (SondeSidePanel *self)
{
  g_return_val_if_fail (SONDE_IS_SIDE_PANEL (self), FALSE);

  return adw_flap_get_reveal_flap (self->flap);
}

void
sonde_side_panel_set_shown (SondeSidePanel *self,
                            gboolean        shown)
{
  g_return_if_fail (SONDE_IS_SIDE_PANEL (self));

  adw_flap_set_reveal_flap (self->flap, shown);
}

/**
 * sonde_side_panel_set_folded:
 * @folded: whether the panel lies over the content; it hides when it begins to
 */
void
sonde_side_panel_set_folded (SondeSidePanel *self,
                             gboolean        folded)
{
  AdwFlapFoldPolicy policy = folded ? ADW_FLAP_FOLD_POLICY_ALWAYS : ADW_FLAP_FOLD_POLICY_NEVER;

  g_return_if_fail (SONDE_IS_SIDE_PANEL (self));

  if (adw_flap_get_fold_policy (self->flap) == policy)
    return;
  adw_flap_set_fold_policy (self->flap, policy);
  adw_flap_set_reveal_flap (self->flap, !folded);
}
