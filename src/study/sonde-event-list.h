/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "study/sonde-event.h"
#include "study/sonde-run.h"

G_BEGIN_DECLS

#define SONDE_TYPE_EVENT_LIST (sonde_event_list_get_type ())

/**
 * SondeEventList:
 *
 * The journal of a run: a GListModel of #SondeEvent, one for each line of its file. It keeps where lines begin, and reads one when it is
 * asked for it. It grows while the run goes on, here or elsewhere, and can be filtered by kind.
 *
 * Property to read: loading (whether a long file is still being looked through).
 */
G_DECLARE_FINAL_TYPE (SondeEventList, sonde_event_list, SONDE, EVENT_LIST, GObject)

SondeEventList *sonde_event_list_new         (SondeRun       *run);
/* kinds: bits 1 << SondeEventKind */
void            sonde_event_list_set_kinds   (SondeEventList *self,
                                              guint           kinds);
guint           sonde_event_list_get_kinds   (SondeEventList *self);
/* how many lines of a kind there are, shown or not */
guint           sonde_event_list_count       (SondeEventList *self,
                                              SondeEventKind  kind);
gboolean        sonde_event_list_get_loading (SondeEventList *self);

G_END_DECLS
