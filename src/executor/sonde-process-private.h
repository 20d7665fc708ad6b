/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SondeProcess:
 *
 * A child process beneath its guard, on a main context: lines go to its standard input and come from its standard output; what it
 * writes to standard error is kept, bounded.
 */
typedef struct _SondeProcess SondeProcess;

typedef struct
{
  /* A line of standard output, without its end but with a 0 after it; valid until the function returns. The process may be killed
   * or freed from here. */
  void (*line)  (const char *line,
                 gsize       length,
                 gpointer    user_data);
  /* It is over; all that it wrote has been read. @status as of waitpid (). May be freed from here. */
  void (*ended) (int         status,
                 gpointer    user_data);
} SondeProcessEvents;

SondeProcess *_sonde_process_new             (char                     **argv,
                                              char                     **environment,
                                              const char                *folder,
                                              const SondeProcessEvents  *events,
                                              gpointer                   user_data,
                                              GError                   **error);
void          _sonde_process_free            (SondeProcess              *self);
int           _sonde_process_get_pid         (SondeProcess              *self);
guint64       _sonde_process_get_memory      (SondeProcess              *self);
void          _sonde_process_write           (SondeProcess              *self,
                                              const char                *text,
                                              gsize                      length);
void          _sonde_process_close           (SondeProcess              *self);
void          _sonde_process_kill            (SondeProcess              *self);
gboolean      _sonde_process_is_closed       (SondeProcess              *self);
gboolean      _sonde_process_is_condemned    (SondeProcess              *self);
void          _sonde_process_add_output      (SondeProcess              *self,
                                              const char                *line,
                                              gsize                      length);
char         *_sonde_process_take_output     (SondeProcess              *self);
char         *_sonde_process_get_last_lines  (SondeProcess              *self);

G_END_DECLS
