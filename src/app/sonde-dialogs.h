/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* The one place that knows AdwMessageDialog, which later versions of libadwaita replace. */

typedef struct
{
  const char            *id;
  const char            *label;
  AdwResponseAppearance  appearance;
} SondeResponse;

/* @response: the id that was chosen; the first one when the dialog was closed otherwise
 * @text: what was typed, NULL without an entry */
typedef void (*SondeDialogFunc) (const char *response,
                                 const char *text,
                                 gpointer    user_data);

void sonde_dialog_tell (GtkWindow           *parent,
                        const char          *heading,
                        const char          *body);
void sonde_dialog_ask  (GtkWindow           *parent,
                        const char          *heading,
                        const char          *body,
                        const char          *entry_text,
                        const SondeResponse *responses,
                        guint                n_responses,
                        SondeDialogFunc      func,
                        gpointer             user_data);

G_END_DECLS
