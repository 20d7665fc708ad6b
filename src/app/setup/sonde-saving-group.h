/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/setup/sonde-study-editor.h"

G_BEGIN_DECLS

#define SONDE_TYPE_SAVING_GROUP (sonde_saving_group_get_type ())

/* How often the file is synced to disk. */
G_DECLARE_FINAL_TYPE (SondeSavingGroup, sonde_saving_group, SONDE, SAVING_GROUP, AdwPreferencesGroup)

void sonde_saving_group_set_editor (SondeSavingGroup *self,
                                    SondeStudyEditor *editor);

/* @file: (nullable): where the run is saved; NULL for a draft */
void sonde_saving_group_set_file (SondeSavingGroup *self,
                                  GFile            *file);

G_END_DECLS
