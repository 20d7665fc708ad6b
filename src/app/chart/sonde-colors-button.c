/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

#include "app/chart/sonde-colors-button.h"
#include "app/sonde-format.h"

struct _SondeColorsButton
{
  AdwBin            parent_instance;
  SondeChartCanvas *canvas;
  GtkDropDown      *map;
  GtkSwitch        *log;
  GtkSwitch        *automatic;
  GtkEditable      *from;
  GtkEditable      *to;
  GtkLabel         *problem;
  gboolean          updating;
};

G_DEFINE_FINAL_TYPE (SondeColorsButton, sonde_colors_button, ADW_TYPE_BIN)

/* NULL if both ends can be used. */
static char *
read_range (SondeColorsButton *self,
            SondeView         *view)
{
  char *problem = NULL;
  double from, to;

  if (!sonde_parse_number (gtk_editable_get_text (self->from), &from, &problem)
      || !sonde_parse_number (gtk_editable_get_text (self->to), &to, &problem))
    return problem;
  if (from >= to)
    return g_strdup (_("The first colour's value must be below the last one's."));
  if (view->log_z && from <= 0)
    return g_strdup (_("Logarithmic colours need values above 0."));
  view->z_min = from;
  view->z_max = to;
  return NULL;
}

static void
on_changed (SondeColorsButton *self)
{
  SondeView view = *sonde_chart_canvas_get_view (self->canvas);
  g_autofree char *problem = NULL;

  if (self->updating)
    return;
  view.colormap = (SondeColormap) gtk_drop_down_get_selected (self->map);
  view.log_z = gtk_switch_get_active (self->log);
  view.auto_z = gtk_switch_get_active (self->automatic);
  if (!view.auto_z)
    problem = read_range (self, &view);
  gtk_widget_set_sensitive (GTK_WIDGET (self->from), !view.auto_z);
  gtk_widget_set_sensitive (GTK_WIDGET (self->to), !view.auto_z);
  gtk_label_set_label (self->problem, problem != NULL ? problem : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), problem != NULL);
  if (problem == NULL)
    sonde_chart_canvas_set_view (self->canvas, &view);
}

/* What the view is when one opens it; the ends are those that were given last. */
static void
on_show (SondeColorsButton *self)
{
  const SondeView *view = sonde_chart_canvas_get_view (self->canvas);
  g_autofree char *from = sonde_format_for_entry (view->z_min);
  g_autofree char *to = sonde_format_for_entry (view->z_max);

  self->updating = TRUE;
  gtk_drop_down_set_selected (self->map, view->colormap);
  gtk_switch_set_active (self->log, view->log_z);
  gtk_switch_set_active (self->automatic, view->auto_z);
  gtk_editable_set_text (self->from, view->z_min < view->z_max ? from : "0");
  gtk_editable_set_text (self->to, view->z_min < view->z_max ? to : "1");
  self->updating = FALSE;
  gtk_widget_set_sensitive (GTK_WIDGET (self->from), !view->auto_z);
  gtk_widget_set_sensitive (GTK_WIDGET (self->to), !view->auto_z);
  gtk_widget_set_visible (GTK_WIDGET (self->problem), FALSE);
}

static void
attach (GtkGrid    *grid,
        int         row,
        const char *title,
        GtkWidget  *control)
{
  GtkWidget *label = gtk_label_new_with_mnemonic (title);
  g_autofree char *name = g_strdup (gtk_label_get_text (GTK_LABEL (label)));

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_mnemonic_widget (GTK_LABEL (label), control);
  gtk_accessible_update_property (GTK_ACCESSIBLE (control), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_grid_attach (grid, label, 0, row, 1, 1);
  gtk_grid_attach (grid, control, 1, row, 1, 1);
}

static GtkWidget *
new_map_chooser (void)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  for (guint i = 0; i < SONDE_N_COLORMAPS; i++)
    gtk_string_list_take (names, sonde_colormap_get_name ((SondeColormap) i));
  return gtk_drop_down_new (G_LIST_MODEL (g_steal_pointer (&names)), NULL);
}

static GtkWidget *
new_grid (SondeColorsButton *self)
{
  GtkWidget *grid = g_object_new (GTK_TYPE_GRID, "row-spacing", 6, "column-spacing", 12, "margin-top", 6, "margin-bottom", 6,
                                  "margin-start", 6, "margin-end", 6, NULL);
  GtkWidget *map = new_map_chooser ();
  GtkWidget *log = g_object_new (GTK_TYPE_SWITCH, "halign", GTK_ALIGN_END, NULL);
  GtkWidget *automatic = g_object_new (GTK_TYPE_SWITCH, "halign", GTK_ALIGN_END, "active", TRUE, NULL);
  GtkWidget *from = g_object_new (GTK_TYPE_ENTRY, "width-chars", 8, "max-width-chars", 10, NULL);
  GtkWidget *to = g_object_new (GTK_TYPE_ENTRY, "width-chars", 8, "max-width-chars", 10, NULL);
  GtkWidget *problem = g_object_new (GTK_TYPE_LABEL, "wrap", TRUE, "max-width-chars", 28, "xalign", 0.0, "visible", FALSE, NULL);

  attach (GTK_GRID (grid), 0, _("_Colours"), map);
  attach (GTK_GRID (grid), 1, _("_Logarithmic Colours"), log);
  attach (GTK_GRID (grid), 2, _("_Automatic Range"), automatic);
  attach (GTK_GRID (grid), 3, _("_From"), from);
  attach (GTK_GRID (grid), 4, _("_To"), to);
  gtk_widget_add_css_class (problem, "row-error");
  gtk_grid_attach (GTK_GRID (grid), problem, 0, 5, 2, 1);
  self->map = GTK_DROP_DOWN (map);
  self->log = GTK_SWITCH (log);
  self->automatic = GTK_SWITCH (automatic);
  self->from = GTK_EDITABLE (from);
  self->to = GTK_EDITABLE (to);
  self->problem = GTK_LABEL (problem);
  g_signal_connect_object (map, "notify::selected", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (log, "notify::active", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (automatic, "notify::active", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (from, "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (to, "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  return grid;
}

static void
sonde_colors_button_dispose (GObject *object)
{
  g_clear_weak_pointer (&SONDE_COLORS_BUTTON (object)->canvas);
  G_OBJECT_CLASS (sonde_colors_button_parent_class)->dispose (object);
}

static void
sonde_colors_button_class_init (SondeColorsButtonClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sonde_colors_button_dispose;
}

static void
sonde_colors_button_init (SondeColorsButton *self)
{
  GtkWidget *button = gtk_menu_button_new ();
  GtkWidget *popover = gtk_popover_new ();

  gtk_popover_set_child (GTK_POPOVER (popover), new_grid (self));
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "applications-graphics-symbolic");
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (button), popover);
  gtk_widget_set_tooltip_text (button, _("Colours of the Surface"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Colours"), -1);
  gtk_widget_add_css_class (button, "flat");
  g_signal_connect_object (popover, "show", G_CALLBACK (on_show), self, G_CONNECT_SWAPPED);
  adw_bin_set_child (ADW_BIN (self), button);
}

void
sonde_colors_button_set_canvas (SondeColorsButton *self,
                                SondeChartCanvas  *canvas)
{
  g_return_if_fail (SONDE_IS_COLORS_BUTTON (self));

  g_set_weak_pointer (&self->canvas, canvas);
}
