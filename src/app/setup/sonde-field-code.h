/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Between what a person types about code and what a study has. Reading returns NULL with a sentence when it cannot be understood. */
JsonNode *sonde_field_read_value        (const char  *text);
char     *sonde_field_write_value       (JsonNode    *node);
JsonNode *sonde_field_read_command      (const char  *text,
                                         char       **problem);
char     *sonde_field_write_command     (JsonNode    *node);
JsonNode *sonde_field_read_environment  (const char  *text,
                                         char       **problem);
char     *sonde_field_write_environment (JsonNode    *node);

G_END_DECLS
