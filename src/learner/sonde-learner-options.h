/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Reading the options of learners and losses from JSON. Each function that can fail sets @path_of_fault (which may be NULL) to
 * @parent and the member's name joined by a point, and an error of SONDE_LEARNER_ERROR_SPEC. */

gboolean sonde_options_check_members (JsonObject          *object,
                                      const char * const  *members,
                                      const char          *parent,
                                      char               **path_of_fault,
                                      GError             **error);
gboolean sonde_options_get_object    (JsonObject          *object,
                                      const char          *member,
                                      JsonObject         **value,
                                      char               **path_of_fault,
                                      GError             **error);
gboolean sonde_options_get_string    (JsonObject          *object,
                                      const char          *member,
                                      const char         **value,
                                      char               **path_of_fault,
                                      GError             **error);
gboolean sonde_options_get_factor    (JsonObject          *object,
                                      const char          *member,
                                      const char          *parent,
                                      gboolean             may_be_infinite,
                                      double              *value,
                                      char               **path_of_fault,
                                      GError             **error);
gboolean sonde_options_get_between   (JsonObject          *object,
                                      const char          *member,
                                      double               above,
                                      double               at_most,
                                      double              *value,
                                      char               **path_of_fault,
                                      GError             **error);
gboolean sonde_options_get_count     (JsonObject          *object,
                                      const char          *member,
                                      guint                least,
                                      guint               *value,
                                      char               **path_of_fault,
                                      GError             **error);
void     sonde_options_fault         (const char          *member,
                                      const char          *parent,
                                      char               **path_of_fault,
                                      GError             **error,
                                      const char          *format,
                                      ...) G_GNUC_PRINTF (5, 6);

G_END_DECLS
