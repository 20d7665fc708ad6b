/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a process prints, piece by piece: the beginning and the end of what came since it was last taken, and the end of all. */
typedef struct
{
  GString *head;
  GString *tail;        /* what came after the head was full; the newest is at its end */
  guint64  left_out;    /* bytes between them */
  GString *last;
} SondeOutput;

void  _sonde_output_init           (SondeOutput *self);
void  _sonde_output_clear          (SondeOutput *self);
void  _sonde_output_append         (SondeOutput *self,
                                    const char  *text,
                                    gsize        length);
char *_sonde_output_take           (SondeOutput *self);
char *_sonde_output_get_last_lines (SondeOutput *self);

G_END_DECLS
