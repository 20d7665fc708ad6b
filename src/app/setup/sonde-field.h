/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/setup/sonde-study-editor.h"

G_BEGIN_DECLS

typedef enum
{
  SONDE_FIELD_TEXT,
  SONDE_FIELD_OPTIONAL_TEXT,   /* empty takes it away */
  SONDE_FIELD_NUMBER,
  SONDE_FIELD_OPTIONAL_NUMBER, /* empty takes it away */
  SONDE_FIELD_DURATION,        /* seconds, typed as "5 min" */
  SONDE_FIELD_OPTIONAL_DURATION, /* the same; empty takes it away */
  SONDE_FIELD_TIME,            /* ISO 8601, typed as "18:00" */
  SONDE_FIELD_OPTIONAL_VALUE,  /* any value; empty takes it away */
  SONDE_FIELD_COMMAND,         /* a list of words, typed as for a shell */
  SONDE_FIELD_ENVIRONMENT,     /* names with texts, typed as "A=1 B=2"; empty takes it away */
} SondeFieldKind;

/* Keeps an entry and a place in the study in step, both ways. What is wrong there is marked on the entry. The entry must not
 * outlive the editor's interest in it: both belong to one run. */
void       sonde_field_bind        (GtkEditable       *editable,
                                    SondeStudyEditor  *editor,
                                    const char        *path,
                                    SondeFieldKind     kind);
void       sonde_field_bind_spin   (GtkSpinButton     *spin,
                                    SondeStudyEditor  *editor,
                                    const char        *path,
                                    double             fallback);
void       sonde_field_bind_switch (GtkSwitch         *widget,
                                    SondeStudyEditor  *editor,
                                    const char        *path,
                                    gboolean           fallback);
char      *sonde_field_get_problem (SondeStudyEditor  *editor,
                                    const char        *path,
                                    SondeFieldKind     kind);
char      *sonde_field_get_first_problem
                                   (SondeStudyEditor  *editor);
GtkWidget *sonde_field_new_entry   (const char        *label);

G_END_DECLS
