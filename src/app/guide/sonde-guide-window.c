/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "app/guide/sonde-guide.h"
#include "app/guide/sonde-guide-page.h"
#include "app/guide/sonde-guide-window.h"

struct _SondeGuideWindow
{
  AdwWindow        parent_instance;
  AdwLeaflet      *leaflet;
  GtkListBox      *list;
  GtkToggleButton *search_button;
  GtkSearchBar    *search_bar;
  GtkEditable     *search_entry;
  AdwWindowTitle  *title;
  SondeGuidePage  *page;
  int              current;
  GArray          *before;     /* of int: the pages that Back leads to */
};

G_DEFINE_FINAL_TYPE (SondeGuideWindow, sonde_guide_window, ADW_TYPE_WINDOW)

static void
show_page (SondeGuideWindow *self,
           int               i,
           const char       *anchor)
{
  if (i != self->current)
    {
      g_autofree char *text = sonde_guide_load (sonde_guide_get_name (i));

      self->current = i;
      adw_window_title_set_title (self->title, sonde_guide_get_title (i));
      sonde_guide_page_show (self->page, text);
      gtk_list_box_select_row (self->list, gtk_list_box_get_row_at_index (self->list, i));
    }
  sonde_guide_page_scroll (self->page, anchor);
  adw_leaflet_set_visible_child_name (self->leaflet, "text");
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "guide.back", self->before->len > 0);
}

static void
go_to (SondeGuideWindow *self,
       int               i,
       const char       *anchor)
{
  if (self->current >= 0 && i != self->current)
    g_array_append_val (self->before, self->current);
  show_page (self, i, anchor);
}

static void
on_row (SondeGuideWindow *self,
        GtkListBoxRow    *row)
{
  go_to (self, gtk_list_box_row_get_index (row), NULL);
  gtk_widget_grab_focus (GTK_WIDGET (self->page));
}

/* Arrow keys go through the pages, as long as these are beside the list. */
static void
on_selected (SondeGuideWindow *self,
             GtkListBoxRow    *row)
{
  if (row != NULL && self->current >= 0 && gtk_list_box_row_get_index (row) != self->current && !adw_leaflet_get_folded (self->leaflet))
    go_to (self, gtk_list_box_row_get_index (row), NULL);
}

static void
on_link (SondeGuideWindow *self,
         const char       *target)
{
  if (!sonde_guide_window_show (self, target))
    g_warning ("The guide has no page %s", target);
  gtk_widget_grab_focus (GTK_WIDGET (self->page));
}

static void
on_back (GtkWidget  *widget,
         const char *name,
         GVariant   *parameter)
{
  SondeGuideWindow *self = SONDE_GUIDE_WINDOW (widget);
  int i = g_array_index (self->before, int, self->before->len - 1);

  g_array_set_size (self->before, self->before->len - 1);
  show_page (self, i, NULL);
}

static void
on_contents (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  adw_leaflet_set_visible_child_name (SONDE_GUIDE_WINDOW (widget)->leaflet, "pages");
}

static void
on_find (GtkWidget  *widget,
         const char *name,
         GVariant   *parameter)
{
  SondeGuideWindow *self = SONDE_GUIDE_WINDOW (widget);

  adw_leaflet_set_visible_child_name (self->leaflet, "pages");
  gtk_toggle_button_set_active (self->search_button, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
}

static void
on_search (SondeGuideWindow *self)
{
  gtk_list_box_invalidate_filter (self->list);
}

/* Return opens the first page that was found. */
static void
on_search_activate (SondeGuideWindow *self)
{
  /* the last letters may not have been looked for yet */
  on_search (self);
  for (guint i = 0; i < sonde_guide_get_n_pages (); i++)
    if (gtk_widget_get_child_visible (GTK_WIDGET (gtk_list_box_get_row_at_index (self->list, i))))
      {
        on_row (self, gtk_list_box_get_row_at_index (self->list, i));
        return;
      }
}

/* Every word must be in the title or in the text. */
static gboolean
filter_row (GtkListBoxRow *row,
            gpointer       data)
{
  SondeGuideWindow *self = data;
  guint i = gtk_list_box_row_get_index (row);
  g_autofree char *text = NULL;
  g_autofree char *all = NULL;

  if (!gtk_search_bar_get_search_mode (self->search_bar) || *gtk_editable_get_text (self->search_entry) == '\0')
    return TRUE;
  text = sonde_guide_load (sonde_guide_get_name (i));
  all = g_strdup_printf ("%s\n%s", sonde_guide_get_title (i), text);
  return g_str_match_string (gtk_editable_get_text (self->search_entry), all, TRUE);
}

static void
fill_list (SondeGuideWindow *self)
{
  for (guint i = 0; i < sonde_guide_get_n_pages (); i++)
    {
      GtkWidget *label = gtk_label_new (sonde_guide_get_title (i));

      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_list_box_append (self->list, label);
    }
}

static void
sonde_guide_window_finalize (GObject *object)
{
  g_array_unref (SONDE_GUIDE_WINDOW (object)->before);
  G_OBJECT_CLASS (sonde_guide_window_parent_class)->finalize (object);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "guide.back", NULL, on_back);
  gtk_widget_class_install_action (widget_class, "guide.contents", NULL, on_contents);
  gtk_widget_class_install_action (widget_class, "guide.find", NULL, on_find);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Left, GDK_ALT_MASK, "guide.back", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_f, GDK_CONTROL_MASK, "guide.find", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
sonde_guide_window_class_init (SondeGuideWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = sonde_guide_window_finalize;
  g_type_ensure (SONDE_TYPE_GUIDE_PAGE);
  install_actions (widget_class);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/sonde/Sonde/guide/sonde-guide-window.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeGuideWindow, leaflet);
  gtk_widget_class_bind_template_child (widget_class, SondeGuideWindow, list);
  gtk_widget_class_bind_template_child (widget_class, SondeGuideWindow, search_button);
  gtk_widget_class_bind_template_child (widget_class, SondeGuideWindow, search_bar);
  gtk_widget_class_bind_template_child (widget_class, SondeGuideWindow, search_entry);
  gtk_widget_class_bind_template_child (widget_class, SondeGuideWindow, title);
  gtk_widget_class_bind_template_child (widget_class, SondeGuideWindow, page);
  gtk_widget_class_bind_template_callback (widget_class, on_row);
  gtk_widget_class_bind_template_callback (widget_class, on_selected);
  gtk_widget_class_bind_template_callback (widget_class, on_search);
  gtk_widget_class_bind_template_callback (widget_class, on_search_activate);
}

static void
sonde_guide_window_init (SondeGuideWindow *self)
{
  self->current = -1;
  self->before = g_array_new (FALSE, FALSE, sizeof (int));
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_search_bar_connect_entry (self->search_bar, self->search_entry);
  gtk_list_box_set_filter_func (self->list, filter_row, self, NULL);
  g_signal_connect_object (self->search_bar, "notify::search-mode-enabled", G_CALLBACK (on_search), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->page, "link", G_CALLBACK (on_link), self, G_CONNECT_SWAPPED);
  fill_list (self);
  show_page (self, 0, NULL);
  gtk_widget_grab_focus (GTK_WIDGET (self->page));
}

SondeGuideWindow *
sonde_guide_window_new (GtkApplication *application)
{
  return g_object_new (SONDE_TYPE_GUIDE_WINDOW, "application", application, NULL);
}

/**
 * sonde_guide_window_show:
 * @target: a page, "loss" or "loss.md"; a heading of one, "loss.md#anchor"; or of this one, "#anchor"
 *
 * Returns: whether there is such a page
 */
gboolean
sonde_guide_window_show (SondeGuideWindow *self,
                         const char       *target)
{
  g_auto (GStrv) parts = NULL;
  int i;

  g_return_val_if_fail (SONDE_IS_GUIDE_WINDOW (self), FALSE);
  g_return_val_if_fail (target != NULL, FALSE);

  parts = g_strsplit (target, "#", 2);
  i = parts[0] == NULL || *parts[0] == '\0' ? self->current : sonde_guide_find (parts[0]);
  if (i < 0)
    return FALSE;
  go_to (self, i, parts[0] != NULL ? parts[1] : NULL);
  return TRUE;
}
