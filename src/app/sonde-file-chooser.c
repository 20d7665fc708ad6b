/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

#include "app/sonde-file-chooser.h"

typedef struct
{
  GtkFileChooserNative *native;
  GPtrArray            *suffixes;
  gboolean              saving;
  SondeFileFunc         func;
  gpointer              user_data;
} Choice;

static void
choice_free (Choice *choice)
{
  g_object_unref (choice->native);
  g_ptr_array_unref (choice->suffixes);
  g_free (choice);
}

/* the file with a suffix: the one it has if it is one of the kinds', else that of the chosen kind */
static GFile *
with_suffix (Choice *choice,
             GFile  *file)
{
  g_autofree char *name = g_file_get_basename (file);
  g_autofree char *longer = NULL;
  g_autoptr (GFile) parent = g_file_get_parent (file);
  GtkFileFilter *filter = gtk_file_chooser_get_filter (GTK_FILE_CHOOSER (choice->native));
  const char *suffix = filter != NULL ? g_object_get_data (G_OBJECT (filter), "suffix") : NULL;

  for (guint i = 0; i < choice->suffixes->len; i++)
    if (g_str_has_suffix (name, g_ptr_array_index (choice->suffixes, i)))
      return g_object_ref (file);
  if (suffix == NULL)
    suffix = g_ptr_array_index (choice->suffixes, 0);
  longer = g_strconcat (name, suffix, NULL);
  return parent != NULL ? g_file_get_child (parent, longer) : g_object_ref (file);
}

static void
on_response (GtkNativeDialog *dialog,
             int              response,
             Choice          *choice)
{
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));

  gtk_native_dialog_hide (dialog);
  if (response == GTK_RESPONSE_ACCEPT && file != NULL)
    {
      g_autoptr (GFile) chosen = choice->saving ? with_suffix (choice, file) : g_object_ref (file);

      choice->func (chosen, choice->user_data);
    }
  choice_free (choice);
}

static void
add_filter (Choice     *choice,
            const char *name,
            const char *suffix)
{
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();
  /* the leading point is not part of what a filter wants */
  const char *bare = suffix != NULL ? suffix + 1 : NULL;

  gtk_file_filter_set_name (filter, name);
  if (bare != NULL)
    gtk_file_filter_add_suffix (filter, bare);
  else
    for (guint i = 0; i < choice->suffixes->len; i++)
      gtk_file_filter_add_suffix (filter, (char *) g_ptr_array_index (choice->suffixes, i) + 1);
  g_object_set_data_full (G_OBJECT (filter), "suffix", g_strdup (suffix), g_free);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (choice->native), filter);
}

static Choice *
new_choice (GtkWindow            *parent,
            const char           *title,
            GtkFileChooserAction  action,
            const SondeFileKind  *kinds,
            guint                 n_kinds,
            SondeFileFunc         func,
            gpointer              user_data)
{
  Choice *choice = g_new0 (Choice, 1);

  choice->native = gtk_file_chooser_native_new (title, parent, action,
                                                action == GTK_FILE_CHOOSER_ACTION_SAVE ? _("_Save") : _("_Open"), _("_Cancel"));
  choice->suffixes = g_ptr_array_new_with_free_func (g_free);
  choice->saving = action == GTK_FILE_CHOOSER_ACTION_SAVE;
  choice->func = func;
  choice->user_data = user_data;
  for (guint i = 0; i < n_kinds; i++)
    g_ptr_array_add (choice->suffixes, g_strdup (kinds[i].suffix));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (choice->native), TRUE);
  g_signal_connect (choice->native, "response", G_CALLBACK (on_response), choice);
  return choice;
}

void
sonde_file_chooser_open (GtkWindow           *parent,
                         const char          *title,
                         const SondeFileKind *kinds,
                         guint                n_kinds,
                         SondeFileFunc        func,
                         gpointer             user_data)
{
  Choice *choice = new_choice (parent, title, GTK_FILE_CHOOSER_ACTION_OPEN, kinds, n_kinds, func, user_data);
  g_autoptr (GtkFileFilter) all = gtk_file_filter_new ();

  if (n_kinds == 1)
    add_filter (choice, _(kinds[0].name), kinds[0].suffix);
  else if (n_kinds > 1)
    add_filter (choice, _("Runs, Studies and Python Files"), NULL);
  gtk_file_filter_set_name (all, _("All Files"));
  gtk_file_filter_add_pattern (all, "*");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (choice->native), all);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (choice->native));
}

void
sonde_file_chooser_save (GtkWindow           *parent,
                         const char          *title,
                         GFile               *folder,
                         const char          *name,
                         const SondeFileKind *kinds,
                         guint                n_kinds,
                         SondeFileFunc        func,
                         gpointer             user_data)
{
  Choice *choice = new_choice (parent, title, GTK_FILE_CHOOSER_ACTION_SAVE, kinds, n_kinds, func, user_data);
  g_autofree char *full = g_strconcat (name, kinds[0].suffix, NULL);

  for (guint i = 0; i < n_kinds; i++)
    add_filter (choice, kinds[i].name, kinds[i].suffix);
  if (folder != NULL)
    gtk_file_chooser_set_current_folder (GTK_FILE_CHOOSER (choice->native), folder, NULL);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (choice->native), full);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (choice->native));
}
