/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

JsonNode *_sonde_json_parse         (const char *text,
                                     gssize      length,
                                     GError    **error);
JsonNode *_sonde_json_parse_line    (const char *text,
                                     gsize       length,
                                     GError    **error);
void      _sonde_json_append        (GString    *out,
                                     JsonNode   *node,
                                     int         indent);
void      _sonde_json_append_string (GString    *out,
                                     const char *text);
JsonNode *_sonde_json_copy          (JsonNode   *node);
gboolean  _sonde_json_equal         (JsonNode   *a,
                                     JsonNode   *b);
gboolean  _sonde_json_get_double    (JsonNode   *node,
                                     double     *value);

G_END_DECLS
