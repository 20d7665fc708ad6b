/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "runner/sonde-runner.h"

G_BEGIN_DECLS

/**
 * SondeEventKind:
 * @SONDE_EVENT_STUDY: the study, and each edit of it
 * @SONDE_EVENT_TELL: a result
 * @SONDE_EVENT_FAIL: an attempt failed
 * @SONDE_EVENT_ASK: points were asked for (while the log is on)
 * @SONDE_EVENT_STATE: the run changed its state, or says that it is alive
 * @SONDE_EVENT_OTHER: something else, by name
 */
typedef enum
{
  SONDE_EVENT_STUDY,
  SONDE_EVENT_TELL,
  SONDE_EVENT_FAIL,
  SONDE_EVENT_ASK,
  SONDE_EVENT_STATE,
  SONDE_EVENT_OTHER,
} SondeEventKind;

#define SONDE_N_EVENT_KINDS (SONDE_EVENT_OTHER + 1)
#define SONDE_EVENTS_ALL ((1u << SONDE_N_EVENT_KINDS) - 1)

#define SONDE_TYPE_EVENT (sonde_event_get_type ())

/**
 * SondeEvent:
 *
 * One line of a run file, read when somebody looks at it.
 */
G_DECLARE_FINAL_TYPE (SondeEvent, sonde_event, SONDE, EVENT, GObject)

SondeEvent     *sonde_event_new          (guint           line,
                                          const char     *text,
                                          gsize           length,
                                          guint           ndim);
SondeEventKind  sonde_event_get_kind     (SondeEvent     *self);
/* "tell", "fail", …; "study" for the first line */
const char     *sonde_event_get_name     (SondeEvent     *self);
/* its place in the file, from 1 */
guint           sonde_event_get_line     (SondeEvent     *self);
/* microseconds since 1970; -1 where the file does not say */
gint64          sonde_event_get_time     (SondeEvent     *self);
/* of results and failures; NULL else */
const double   *sonde_event_get_x        (SondeEvent     *self,
                                          guint          *ndim);
/* of results; NULL else */
const double   *sonde_event_get_y        (SondeEvent     *self,
                                          guint          *vdim);
/* of results; NaN else */
double          sonde_event_get_seconds  (SondeEvent     *self);
/* points asked for, attempts that failed; 0 else */
guint           sonde_event_get_count    (SondeEvent     *self);
/* of states; IDLE else */
SondeStatus     sonde_event_get_status   (SondeEvent     *self);
/* the message of a failure, the title of a study; else the line as it is in the file */
const char     *sonde_event_get_text     (SondeEvent     *self);

SondeEventKind  _sonde_event_classify    (const char     *line,
                                          const char     *end);

G_END_DECLS
