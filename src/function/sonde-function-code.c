/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "function/sonde-function.h"

/**
 * sonde_function_file_is_code:
 *
 * Returns: whether what @path names could be run by a program that gets it as an argument; of data it may well write the same file
 */
gboolean
sonde_function_file_is_code (const char *path)
{
  static const char * const suffixes[] = { ".py", ".pyc", ".pyz", ".sh", ".bash", ".zsh", ".ksh", ".fish", ".pl", ".rb", ".js", ".mjs", ".lua",
                                           ".jl", ".r", ".m", ".so", ".jar", ".php", ".tcl", ".awk", ".sed", ".mk", ".wl", ".ipynb" };
  g_autofree char *name = g_ascii_strdown (path, -1);
  char start[2];
  struct stat status;
  gssize n;
  int fd;

  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    if (g_str_has_suffix (name, suffixes[i]))
      return TRUE;
  fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (fd < 0)
    return FALSE;
  n = fstat (fd, &status) == 0 && S_ISREG (status.st_mode) ? read (fd, start, sizeof start) : 0;
  close (fd);
  return n > 0 && ((status.st_mode & 0111) != 0 || (n == 2 && memcmp (start, "#!", 2) == 0));
}
