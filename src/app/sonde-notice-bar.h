/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define SONDE_TYPE_NOTICE_BAR (sonde_notice_bar_get_type ())

/**
 * SondeNoticeBar:
 *
 * One thing that a person should know now, above the chart: two lines and up to two actions. A bar for @key replaces an
 * earlier one; hiding another key than the one shown does nothing.
 */
G_DECLARE_FINAL_TYPE (SondeNoticeBar, sonde_notice_bar, SONDE, NOTICE_BAR, AdwBin)

void sonde_notice_bar_show (SondeNoticeBar *self,
                            const char     *key,
                            const char     *icon_name,
                            const char     *title,
                            const char     *text,
                            const char     *button,
                            const char     *action);
void sonde_notice_bar_hide (SondeNoticeBar *self,
                            const char     *key);
void sonde_notice_bar_add_button
                           (SondeNoticeBar *self,
                            const char     *label,
                            const char     *action);
void sonde_notice_bar_set_narrow
                           (SondeNoticeBar *self,
                            gboolean        narrow);

G_END_DECLS
