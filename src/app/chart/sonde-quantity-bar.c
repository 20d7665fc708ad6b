/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

#include "app/chart/sonde-quantity-bar.h"

struct _SondeQuantityBar
{
  GtkWidget         parent_instance;
  SondeChartCanvas *canvas;
  gboolean          shown;
  GtkWidget        *entry;
  GtkWidget        *problem;
};

G_DEFINE_FINAL_TYPE (SondeQuantityBar, sonde_quantity_bar, GTK_TYPE_WIDGET)

enum { PROP_0, PROP_SHOWN, N_PROPS };

static GParamSpec *properties[N_PROPS];

static gboolean
is_empty (const char *text)
{
  return text[strspn (text, " \t")] == '\0';
}

static void
show_problem (SondeQuantityBar *self,
              int               position,
              const GError     *error)
{
  /* Translators: where in what was typed a mistake is, counted in characters; then what it is */
  g_autofree char *sentence = error == NULL ? NULL : position >= 0 ? g_strdup_printf (_("Character %d: %s"), position + 1, error->message)
                                                                   : g_strdup (error->message);

  gtk_label_set_label (GTK_LABEL (self->problem), sentence != NULL ? sentence : "");
  gtk_widget_set_visible (self->problem, sentence != NULL);
  if (sentence != NULL)
    gtk_widget_add_css_class (self->entry, "error");
  else
    gtk_widget_remove_css_class (self->entry, "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_STATE_INVALID,
                               sentence != NULL ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
}

static void
show_in_chart (SondeQuantityBar *self,
               const char       *quantity)
{
  SondeView view = *sonde_chart_canvas_get_view (self->canvas);

  if (g_strcmp0 (view.quantity, quantity) == 0)
    return;
  view.quantity = quantity;
  view.component = 0;
  /* another quantity has another size */
  view.auto_y = view.auto_z = TRUE;
  sonde_chart_canvas_set_view (self->canvas, &view);
}

static void
on_changed (SondeQuantityBar *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->entry));
  SondeFigure *figure = self->canvas != NULL ? sonde_chart_canvas_get_figure (self->canvas) : NULL;
  g_autoptr (GError) error = NULL;
  int position = -1;

  if (figure == NULL)
    return;
  if (!self->shown || is_empty (text))
    show_in_chart (self, NULL);
  else if (sonde_figure_check_quantity (figure, text, &position, &error))
    show_in_chart (self, text);
  show_problem (self, position, error);
}

/* Goes to where the mistake is. */
static void
on_activate (SondeQuantityBar *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->entry));
  int position = -1;

  if (!is_empty (text) && !sonde_figure_check_quantity (sonde_chart_canvas_get_figure (self->canvas), text, &position, NULL)
      && position >= 0)
    gtk_editable_set_position (GTK_EDITABLE (self->entry), position);
}

static void
set_shown (SondeQuantityBar *self,
           gboolean          shown)
{
  if (self->shown == shown)
    return;
  self->shown = shown;
  gtk_widget_set_visible (GTK_WIDGET (self), shown);
  on_changed (self);
  if (shown)
    gtk_widget_grab_focus (self->entry);
  else if (self->canvas != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (self->canvas));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SHOWN]);
}

static void
on_close (SondeQuantityBar *self)
{
  set_shown (self, FALSE);
}

static gboolean
on_key (SondeQuantityBar *self,
        guint             key)
{
  if (key == GDK_KEY_Escape)
    set_shown (self, FALSE);
  return key == GDK_KEY_Escape;
}

static void
sonde_quantity_bar_get_property (GObject    *object,
                                 guint       id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  if (id == PROP_SHOWN)
    g_value_set_boolean (value, SONDE_QUANTITY_BAR (object)->shown);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
sonde_quantity_bar_set_property (GObject      *object,
                                 guint         id,
                                 const GValue *value,
                                 GParamSpec   *pspec)
{
  if (id == PROP_SHOWN)
    set_shown (SONDE_QUANTITY_BAR (object), g_value_get_boolean (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
sonde_quantity_bar_dispose (GObject *object)
{
  SondeQuantityBar *self = SONDE_QUANTITY_BAR (object);
  GtkWidget *child;

  g_clear_weak_pointer (&self->canvas);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (sonde_quantity_bar_parent_class)->dispose (object);
}

static void
sonde_quantity_bar_class_init (SondeQuantityBarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = sonde_quantity_bar_dispose;
  object_class->get_property = sonde_quantity_bar_get_property;
  object_class->set_property = sonde_quantity_bar_set_property;
  properties[PROP_SHOWN] = g_param_spec_boolean ("shown", NULL, NULL, FALSE,
                                                 G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
}

static void
sonde_quantity_bar_init (SondeQuantityBar *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = gtk_label_new_with_mnemonic (_("_Quantity"));
  GtkWidget *close = gtk_button_new_from_icon_name ("window-close-symbolic");
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_orientable_set_orientation (GTK_ORIENTABLE (gtk_widget_get_layout_manager (GTK_WIDGET (self))), GTK_ORIENTATION_VERTICAL);
  self->entry = g_object_new (GTK_TYPE_ENTRY, "hexpand", TRUE, "placeholder-text", _("log10(abs(y))"), NULL);
  self->problem = g_object_new (GTK_TYPE_LABEL, "xalign", 0.0, "wrap", TRUE, "visible", FALSE, NULL);
  gtk_widget_add_css_class (self->entry, "mono");
  gtk_widget_add_css_class (self->problem, "row-error");
  gtk_widget_set_margin_bottom (self->problem, 4);
  gtk_label_set_mnemonic_widget (GTK_LABEL (label), self->entry);
  gtk_widget_set_tooltip_text (self->entry, _("An expression of the variables and of y, or y1, y2 … of a vector; a comma makes several curves"));
  gtk_widget_set_tooltip_text (close, _("Show the Values"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (close), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Show the Values"), -1);
  gtk_widget_add_css_class (close, "flat");
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), self->entry);
  gtk_box_append (GTK_BOX (box), close);
  gtk_widget_set_parent (box, GTK_WIDGET (self));
  gtk_widget_set_parent (self->problem, GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  gtk_widget_add_controller (self->entry, keys);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (on_key), self);
  g_signal_connect_object (self->entry, "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->entry, "activate", G_CALLBACK (on_activate), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (close, "clicked", G_CALLBACK (on_close), self, G_CONNECT_SWAPPED);
}

void
sonde_quantity_bar_set_canvas (SondeQuantityBar *self,
                               SondeChartCanvas *canvas)
{
  g_return_if_fail (SONDE_IS_QUANTITY_BAR (self));

  g_set_weak_pointer (&self->canvas, canvas);
}

/**
 * sonde_quantity_bar_recheck:
 *
 * Looks again at what is typed: values have come that have fewer components, or the chart shows something else.
 */
void
sonde_quantity_bar_recheck (SondeQuantityBar *self)
{
  g_return_if_fail (SONDE_IS_QUANTITY_BAR (self));

  if (self->shown)
    on_changed (self);
}
