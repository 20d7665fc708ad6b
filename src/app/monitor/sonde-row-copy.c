/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "app/monitor/sonde-point-columns.h"
#include "app/monitor/sonde-row-copy.h"

/* rows put together at once, which takes about a millisecond */
#define SLICE 500

typedef struct
{
  GtkColumnView *view;
  GtkBitset     *chosen;
  guint64        done;
  GString       *text;
} Copy;

static void
copy_free (gpointer data)
{
  Copy *copy = data;

  g_object_unref (copy->view);
  gtk_bitset_unref (copy->chosen);
  g_string_free (copy->text, TRUE);
  g_free (copy);
}

static gboolean
copy_slice (gpointer data)
{
  Copy *copy = data;
  GListModel *model = G_LIST_MODEL (gtk_column_view_get_model (copy->view));
  guint64 n = gtk_bitset_get_size (copy->chosen);

  for (guint i = 0; i < SLICE && copy->done < n && model != NULL; i++)
    {
      g_autoptr (GObject) row = g_list_model_get_item (model, gtk_bitset_get_nth (copy->chosen, copy->done++));

      /* the list may have become shorter */
      if (row != NULL)
        sonde_point_columns_append_row (copy->view, row, copy->text);
    }
  if (copy->done < n && model != NULL)
    return G_SOURCE_CONTINUE;
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (copy->view)), copy->text->str);
  return G_SOURCE_REMOVE;
}

void
sonde_row_copy (GtkColumnView *view)
{
  g_autoptr (GtkBitset) chosen = NULL;
  GtkSelectionModel *model;
  Copy *copy;

  g_return_if_fail (GTK_IS_COLUMN_VIEW (view));

  model = gtk_column_view_get_model (view);
  if (model == NULL)
    return;
  copy = g_new0 (Copy, 1);
  copy->view = g_object_ref (view);
  /* what is chosen now, whatever is chosen meanwhile */
  chosen = gtk_selection_model_get_selection (model);
  copy->chosen = gtk_bitset_copy (chosen);
  if (gtk_bitset_is_empty (copy->chosen))
    gtk_bitset_add_range (copy->chosen, 0, g_list_model_get_n_items (G_LIST_MODEL (model)));
  copy->text = g_string_new (NULL);
  sonde_point_columns_append_header (view, copy->text);
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, copy_slice, copy, copy_free);
}
