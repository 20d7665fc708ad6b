/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Files that are replaced as a whole or not at all.
 *
 * g_file_replace() writes to a temporary file, and closing puts it in place: also after a write that failed, and when the stream is
 * merely let go of. On a full disk g_file_replace_contents() so leaves half a file where a good one was. */

#include "config.h"

#include "base/sonde-replace.h"

/**
 * sonde_replace_close:
 * @stream: from g_file_replace()
 * @keep: whether all was written well; else the file stays as it was before
 *
 * Puts the file in place, or drops what was written.
 *
 * Returns: whether the new file is in place
 */
gboolean
sonde_replace_close (GOutputStream  *stream,
                     gboolean        keep,
                     GError        **error)
{
  g_autoptr (GCancellable) discard = NULL;

  g_return_val_if_fail (G_IS_OUTPUT_STREAM (stream), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL || !keep, FALSE);

  if (keep)
    return g_output_stream_close (stream, NULL, error);

  /* Closing under a cancelled cancellable drops the temporary file. */
  discard = g_cancellable_new ();
  g_cancellable_cancel (discard);
  g_output_stream_close (stream, discard, NULL);
  return FALSE;
}

/**
 * sonde_replace_contents:
 *
 * Writes a file that is there whole or not at all.
 *
 * Returns: whether it was written; if not, what was there before is there still
 */
gboolean
sonde_replace_contents (GFile          *file,
                        gconstpointer   data,
                        gsize           length,
                        GError        **error)
{
  g_autoptr (GFileOutputStream) stream = NULL;
  gboolean good;

  g_return_val_if_fail (G_IS_FILE (file), FALSE);

  stream = g_file_replace (file, NULL, FALSE, G_FILE_CREATE_NONE, NULL, error);
  if (stream == NULL)
    return FALSE;
  good = g_output_stream_write_all (G_OUTPUT_STREAM (stream), data, length, NULL, NULL, error);
  return sonde_replace_close (G_OUTPUT_STREAM (stream), good, good ? error : NULL);
}
