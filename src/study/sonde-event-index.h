/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "study/sonde-event.h"

G_BEGIN_DECLS

/* Where a line begins, and its kind in the lowest bits: 8 bytes a line. */
typedef guint64 SondeEventPlace;

#define SONDE_EVENT_KIND_BITS 4

static inline goffset
_sonde_event_place_get_offset (SondeEventPlace place)
{
  return (goffset) (place >> SONDE_EVENT_KIND_BITS);
}

static inline SondeEventKind
_sonde_event_place_get_kind (SondeEventPlace place)
{
  return place & ((1 << SONDE_EVENT_KIND_BITS) - 1);
}

/**
 * SondeEventScan:
 * @fd: a run file
 * @from: where the next line begins
 * @to: where to stop reading
 * @places: (element-type SondeEventPlace): lines are appended
 *
 * Finds lines. @from moves behind those found.
 */
typedef struct
{
  int      fd;
  goffset  from;
  goffset  to;
  GArray  *places;
} SondeEventScan;

void  _sonde_event_scan_run  (SondeEventScan *self);
char *_sonde_event_read_line (int             fd,
                              goffset         from,
                              goffset         to,
                              gsize          *length);

G_END_DECLS
