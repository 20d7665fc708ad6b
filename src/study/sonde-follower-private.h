/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "study/sonde-journal-private.h"

G_BEGIN_DECLS

/**
 * SondeFollowerEnd:
 * @offset: all before it was read
 * @size: the size of the file when it was read
 * @n_lines: how many lines these are
 * @torn: between both is a part of a line
 * @open_line: the last line has no line break
 */
typedef struct
{
  goffset  offset;
  goffset  size;
  guint    n_lines;
  gboolean torn;
  gboolean open_line;
} SondeFollowerEnd;

/**
 * SondeFollowerClient:
 * @events: called for each event
 * @position: a slice is over, how far the file was read
 * @ended: nothing comes any more: since nobody writes the file (@reason is %NULL), or since it cannot be followed any
 *   more; the follower is to be freed from here
 *
 * What is called, with an object that is held as long as it is.
 */
typedef struct
{
  const SondeJournalEvents *events;
  void                    (*position) (gpointer                user_data,
                                       const SondeFollowerEnd *end);
  void                    (*ended)    (gpointer                user_data,
                                       const char             *reason);
} SondeFollowerClient;

typedef struct _SondeFollower SondeFollower;

SondeFollower *_sonde_follower_new  (const char                *path,
                                     int                        fd,
                                     const SondeJournalEnd     *end,
                                     guint                      ndim,
                                     gboolean                   was_locked,
                                     const SondeFollowerClient *client,
                                     GObject                   *user_data);
void           _sonde_follower_free (SondeFollower             *self);

G_END_DECLS
