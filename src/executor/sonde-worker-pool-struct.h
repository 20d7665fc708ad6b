/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "executor/sonde-worker-private.h"

G_BEGIN_DECLS

/* What the parts of the pool share, and nobody else sees. */
struct _SondeWorkerPool
{
  guint                n_refs;
  GListStore          *workers;       /* (element-type SondeWorker) */
  GPtrArray           *list;          /* the same, at hand */
  GPtrArray           *ending;        /* workers that are no longer in the list, but still have points */
  GPtrArray           *launches;      /* (element-type SondeLaunch) */
  GPtrArray           *jobs;          /* (element-type SondeWorkerJob) */
  GQueue               queue;         /* (element-type SondeWorkerRange): points that wait */
  SondeWorkerFunction *function;      /* of the newest job; NULL at the beginning of a run */
  SondeWorkerReply     reply;
  GSource             *timer;
  gint64               timeout;       /* µs; 0 for no limit */
  gint64               max_idle;      /* µs */
  guint                max_running;   /* 0: as many as the workers can */
  guint                n_running;     /* ranges that are sent */
  guint                capacity_seen; /* of one worker, as told by those that run */
  guint                n_failed_starts; /* since a worker was last greeted */
  gboolean             is_dispatching;
};

G_END_DECLS
