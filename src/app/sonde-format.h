/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a person reads: with the locale's decimal sign, a true minus, thin spaces between thousands. */
char     *sonde_format_number      (double       value,
                                    int          digits);
char     *sonde_format_count       (guint64      count);
char     *sonde_format_clock       (double       seconds);
char     *sonde_format_span        (double       seconds);
char     *sonde_format_span_range  (double       from,
                                    double       to);
/* What a person edits: plain, as in files. */
char     *sonde_format_for_entry   (double       value);
char     *sonde_format_duration_for_entry
                                   (double       seconds);

/* What a person typed. @problem: (out): a sentence when it cannot be understood. */
gboolean  sonde_parse_number       (const char  *text,
                                    double      *value,
                                    char       **problem);
gboolean  sonde_parse_duration     (const char  *text,
                                    double      *seconds,
                                    char       **problem);
gboolean  sonde_parse_time         (const char  *text,
                                    GDateTime   *now,
                                    char       **iso8601,
                                    char       **problem);
char     *sonde_format_time        (const char  *iso8601);

G_END_DECLS
