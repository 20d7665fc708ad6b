/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define SONDE_TYPE_REVERSE_LIST (sonde_reverse_list_get_type ())

/**
 * SondeReverseList:
 *
 * Another list from its end to its beginning: the newest on top.
 */
G_DECLARE_FINAL_TYPE (SondeReverseList, sonde_reverse_list, SONDE, REVERSE_LIST, GObject)

SondeReverseList *sonde_reverse_list_new (GListModel *model);

G_END_DECLS
