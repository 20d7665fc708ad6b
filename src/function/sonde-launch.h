/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SondeLaunch:
 * @prefix: (nullable): a command that starts the one given to it as arguments, such as "ssh host" or "srun -n1"
 * @nice: added to the nice level, 0 to 19
 * @memory: how many bytes of address space each process may have; 0 for no limit
 *
 * How processes are started: workers, and programs that are started for each point.
 */
typedef struct
{
  char    **prefix;
  int       nice;
  guint64   memory;
} SondeLaunch;

void   sonde_launch_clear  (SondeLaunch        *self);
char **sonde_launch_wrap   (const SondeLaunch  *self,
                            const char * const *argv);

G_END_DECLS
