/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/setup/sonde-study-editor.h"

G_BEGIN_DECLS

#define SONDE_TYPE_DOMAIN_GROUP (sonde_domain_group_get_type ())

/* The variable and its bounds. */
G_DECLARE_FINAL_TYPE (SondeDomainGroup, sonde_domain_group, SONDE, DOMAIN_GROUP, AdwPreferencesGroup)

void sonde_domain_group_set_editor (SondeDomainGroup *self,
                                    SondeStudyEditor *editor);

G_END_DECLS
