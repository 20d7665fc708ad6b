/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define SONDE_TYPE_GUIDE_PAGE (sonde_guide_page_get_type ())

/**
 * SondeGuidePage:
 *
 * The text of a page of the guide. Signal "link" (target) when a link within the guide is followed.
 */
G_DECLARE_FINAL_TYPE (SondeGuidePage, sonde_guide_page, SONDE, GUIDE_PAGE, AdwBin)

void sonde_guide_page_show   (SondeGuidePage *self,
                              const char     *text);
void sonde_guide_page_scroll (SondeGuidePage *self,
                              const char     *anchor);

G_END_DECLS
