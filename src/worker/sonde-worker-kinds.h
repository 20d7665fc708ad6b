/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* A function that this worker can evaluate. @evaluate appends the numbers of a value, or returns FALSE with a message. */
typedef struct
{
  gpointer  data;
  gboolean (*evaluate) (gpointer       data,
                        const double  *x,
                        guint          ndim,
                        GArray        *y,
                        char         **message);
  void     (*free)     (gpointer       data);
} SondeWorkerKind;

/* Each returns whether the function was made of its description. */
gboolean sonde_worker_load_library (JsonObject       *spec,
                                    SondeWorkerKind  *kind,
                                    char            **message);
gboolean sonde_worker_load_formula (JsonObject       *spec,
                                    SondeWorkerKind  *kind,
                                    char            **message);

typedef gboolean (*SondeWorkerLoader) (JsonObject       *spec,
                                       const char       *name,
                                       SondeWorkerKind  *kind,
                                       char            **message);

/* @load: makes each of the functions */
gboolean sonde_worker_load_children (JsonObject         *spec,
                                     SondeWorkerLoader   load,
                                     SondeWorkerKind    *kind,
                                     char              **message);

G_END_DECLS
