/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define SONDE_TYPE_PROPERTY_ROW (sonde_property_row_get_type ())

/* Something that is settled: a small label above, its value below at full contrast. Properties: title (inherited), value, mono. */
G_DECLARE_FINAL_TYPE (SondePropertyRow, sonde_property_row, SONDE, PROPERTY_ROW, AdwPreferencesRow)

void sonde_property_row_set_value (SondePropertyRow *self,
                                   const char       *value);
void sonde_property_row_set_mono  (SondePropertyRow *self,
                                   gboolean          mono);

G_END_DECLS
