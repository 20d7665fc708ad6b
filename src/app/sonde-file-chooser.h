/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The one place that knows GtkFileChooserNative, which later versions of GTK replace. */

typedef struct
{
  const char *name;
  const char *suffix;
} SondeFileKind;

typedef void (*SondeFileFunc) (GFile    *file,
                               gpointer  user_data);

/* @func: called when a file was chosen, and not otherwise. @name: without a suffix; the chosen kind's is added where a name
 * has none of the kinds' suffixes. */
void sonde_file_chooser_open (GtkWindow           *parent,
                              const char          *title,
                              const SondeFileKind *kinds,
                              guint                n_kinds,
                              SondeFileFunc        func,
                              gpointer             user_data);
void sonde_file_chooser_save (GtkWindow           *parent,
                              const char          *title,
                              GFile               *folder,
                              const char          *name,
                              const SondeFileKind *kinds,
                              guint                n_kinds,
                              SondeFileFunc        func,
                              gpointer             user_data);

G_END_DECLS
