/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The lines between Sonde and a worker. */

#define SONDE_WORKER_PROTOCOL 1

/* As many numbers are taken of a point at the most. */
#define SONDE_WORKER_MAX_VALUES 100000

/* What a worker says of one point. @first, @n: its numbers among the values of the reply; @n is 0 where there is an error.
 * @seconds: NaN if it does not say. The texts are nullable. */
typedef struct
{
  guint     first;
  guint     n;
  double    seconds;
  char     *error;
  char     *traceback;
  char     *output;
} SondeWorkerResult;

/* One line of a worker. A hello has a version; a reply has an id and results; what has neither tells a capacity, or nothing. */
typedef struct
{
  gboolean  has_version;
  gboolean  has_id;
  gboolean  batches;
  gboolean  reload;
  gint64    version;
  gint64    capacity;     /* 0: not told */
  gint64    id;
  GArray   *results;      /* (element-type SondeWorkerResult) */
  GArray   *values;       /* (element-type double) */
} SondeWorkerReply;

void     _sonde_worker_reply_init  (SondeWorkerReply *self);
void     _sonde_worker_reply_clear (SondeWorkerReply *self);
gboolean _sonde_worker_reply_parse (SondeWorkerReply *self,
                                    const char       *line,
                                    gsize             length);

void     _sonde_worker_append_request (GString      *text,
                                       gint64        id,
                                       const double *x,
                                       guint         n,
                                       guint         ndim,
                                       gboolean      as_points,
                                       const guint8 *is_integer);

G_END_DECLS
