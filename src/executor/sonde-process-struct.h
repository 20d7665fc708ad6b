/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "executor/sonde-output-private.h"
#include "executor/sonde-process-private.h"

G_BEGIN_DECLS

/* What the parts of a process share, and nobody else sees. */
struct _SondeProcess
{
  GPid                      pid;
  int                       in;
  int                       out;
  int                       err;
  GSource                  *in_source;
  GSource                  *out_source;
  GSource                  *err_source;
  GSource                  *end_source;
  GSource                  *closed_source;
  GByteArray               *to_write;
  GByteArray               *line;       /* begun */
  SondeOutput               output;
  const SondeProcessEvents *events;
  gpointer                  user_data;
  gboolean                  is_over;
  gboolean                  is_closed;  /* standard output has ended, or makes no sense */
  gboolean                  is_condemned; /* for that reason, and not since it was ending anyhow */
  gboolean                 *is_freed;   /* (nullable): told when it is freed in the middle of an event, as the next */
  gboolean                 *is_freed_at_end;
};

/* sonde-process-streams.c */
void     _sonde_process_watch        (SondeProcess  *self);
void     _sonde_process_close_fd     (int           *fd,
                                      GSource      **source);
void     _sonde_process_drain_output (SondeProcess  *self);
gboolean _sonde_process_read_lines   (SondeProcess  *self);

G_END_DECLS
