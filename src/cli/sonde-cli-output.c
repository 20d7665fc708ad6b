/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <errno.h>
#include <gio/gunixoutputstream.h>
#include <glib/gi18n.h>
#include <stdio.h>
#include <unistd.h>

#include "base/sonde-replace.h"
#include "cli/sonde-cli.h"

/* Where a command writes to: standard output, or a file that is there whole or not at all. */
struct _SondeOutput
{
  GOutputStream *file;
  GOutputStream *buffered;
};

static GOutputStream *
open_file (const char  *path,
           GError     **error)
{
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (path);
  GFileType type = g_file_query_file_type (file, G_FILE_QUERY_INFO_NONE, NULL);

  if (type == G_FILE_TYPE_DIRECTORY)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_IS_DIRECTORY, _("this is a folder; name a file in it"));
      return NULL;
    }
  /* A device or a pipe cannot be replaced by a new file: it is written to. */
  if (type == G_FILE_TYPE_SPECIAL)
    return G_OUTPUT_STREAM (g_file_append_to (file, G_FILE_CREATE_NONE, NULL, error));
  return G_OUTPUT_STREAM (g_file_replace (file, NULL, FALSE, G_FILE_CREATE_NONE, NULL, error));
}

/**
 * sonde_output_open:
 * @path: (nullable): a file; %NULL or "-" for standard output
 *
 * An existing file is replaced when all is written, not before.
 *
 * Returns: (transfer full): where to write; sonde_output_close() frees it
 */
SondeOutput *
sonde_output_open (const char  *path,
                   GError     **error)
{
  g_autoptr (GOutputStream) file = NULL;
  SondeOutput *self;

  if (path == NULL || g_str_equal (path, "-"))
    file = g_unix_output_stream_new (STDOUT_FILENO, FALSE);
  else
    file = open_file (path, error);
  if (file == NULL)
    return NULL;

  self = g_new0 (SondeOutput, 1);
  self->file = g_steal_pointer (&file);
  self->buffered = g_buffered_output_stream_new_sized (self->file, 1 << 16);
  g_filter_output_stream_set_close_base_stream (G_FILTER_OUTPUT_STREAM (self->buffered), FALSE);
  return self;
}

GOutputStream *
sonde_output_get_stream (SondeOutput *self)
{
  return self->buffered;
}

/**
 * sonde_output_close:
 * @self: (transfer full): what was opened
 * @keep: whether all was written well; else the file stays as it was before
 *
 * Returns: whether all is written
 */
gboolean
sonde_output_close (SondeOutput  *self,
                    gboolean      keep,
                    GError      **error)
{
  gboolean good = keep && g_output_stream_flush (self->buffered, NULL, error);

  good = sonde_replace_close (self->file, good, good ? error : NULL);
  g_object_unref (self->buffered);
  g_object_unref (self->file);
  g_free (self);
  return good;
}

/**
 * sonde_cli_flush:
 *
 * Writes out what was printed.
 *
 * Returns: %SONDE_EXIT_OK, or after a message %SONDE_EXIT_FAILED if standard output takes no more
 */
SondeExit
sonde_cli_flush (void)
{
  if (fflush (stdout) == 0 && !ferror (stdout))
    return SONDE_EXIT_OK;
  sonde_cli_complain (_("standard output: %s"), g_strerror (errno));
  return SONDE_EXIT_FAILED;
}
