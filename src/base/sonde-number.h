/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Long enough for every double that sonde_number_format() writes, with its quotes and the final 0. */
#define SONDE_NUMBER_LENGTH 32

gsize    sonde_number_format      (double      value,
                                   char       *buffer);
gsize    sonde_number_format_json (double      value,
                                   char       *buffer);
gboolean sonde_number_parse       (const char  *text,
                                   const char  *end,
                                   double      *value,
                                   const char **rest);
gboolean sonde_number_parse_all   (const char  *text,
                                   double      *value);

G_END_DECLS
