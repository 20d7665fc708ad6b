/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SondeScan:
 * @at: what is read next
 * @end: the end of the text, where a final 0 stands
 *
 * Reads JSON piece by piece, without building anything: for lines that come by the ten thousand a second. Each function skips white
 * space before what it reads, and returns %FALSE, with @at anywhere, where the text is something else.
 */
typedef struct
{
  const char *at;
  const char *end;
} SondeScan;

void     sonde_scan_init    (SondeScan   *self,
                             const char  *text,
                             gsize        length);
char     sonde_scan_peek    (SondeScan   *self);
gboolean sonde_scan_char    (SondeScan   *self,
                             char         c);
gboolean sonde_scan_next    (SondeScan   *self,
                             char         close,
                             gboolean    *is_first);
gboolean sonde_scan_string  (SondeScan   *self,
                             GString     *text);
gboolean sonde_scan_integer (SondeScan   *self,
                             gint64      *value);
gboolean sonde_scan_number  (SondeScan   *self,
                             double      *value);
gboolean sonde_scan_numbers (SondeScan   *self,
                             GArray      *values);
gboolean sonde_scan_skip    (SondeScan   *self);
gboolean sonde_scan_is_end  (SondeScan   *self);

G_END_DECLS
