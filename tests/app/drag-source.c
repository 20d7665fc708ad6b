/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A window from which the files of the command line can be dragged, as from a file manager. */

#include <gtk/gtk.h>

static GdkContentProvider *
on_prepare (GtkDragSource *source,
            double         x,
            double         y,
            gpointer       data)
{
  char **names = data;
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);
  g_auto (GValue) list = G_VALUE_INIT;

  for (char **name = names; *name != NULL; name++)
    g_ptr_array_add (files, g_file_new_for_commandline_arg (*name));
  g_value_init (&list, GDK_TYPE_FILE_LIST);
  g_value_take_boxed (&list, gdk_file_list_new_from_array ((GFile **) files->pdata, files->len));
  return gdk_content_provider_new_for_value (&list);
}

int
main (int   argc,
      char *argv[])
{
  GtkWidget *window, *label;
  GtkDragSource *source;

  gtk_init ();
  g_set_prgname ("drag-source");
  window = gtk_window_new ();
  label = gtk_label_new ("files");
  source = gtk_drag_source_new ();
  gtk_drag_source_set_actions (source, GDK_ACTION_COPY);
  g_signal_connect (source, "prepare", G_CALLBACK (on_prepare), argv + 1);
  gtk_widget_add_controller (label, GTK_EVENT_CONTROLLER (source));
  gtk_window_set_title (GTK_WINDOW (window), "Files");
  gtk_window_set_default_size (GTK_WINDOW (window), 160, 120);
  gtk_window_set_child (GTK_WINDOW (window), label);
  gtk_window_present (GTK_WINDOW (window));
  while (g_list_model_get_n_items (gtk_window_get_toplevels ()) > 0)
    g_main_context_iteration (NULL, TRUE);
  return 0;
}
