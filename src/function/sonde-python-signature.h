/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * SondePythonArgument:
 * @name: its name
 * @annotation: (nullable): what stands after its colon
 * @value: (nullable): its default, where that is a plain value
 * @text: (nullable): its default as it stands in the file; %NULL if it must be given
 */
typedef struct
{
  char     *name;
  char     *annotation;
  JsonNode *value;
  char     *text;
} SondePythonArgument;

/**
 * SondePythonSignature:
 * @name: the name of the function
 * @summary: (nullable): the first line of its documentation
 * @line: where it begins
 * @is_suggested: it is most likely the one that a person means
 * @arguments: (element-type SondePythonArgument): in their order
 *
 * How a function in a Python file is called, as the text of the file says.
 */
typedef struct
{
  char      *name;
  char      *summary;
  guint      line;
  gboolean   is_suggested;
  GPtrArray *arguments;
} SondePythonSignature;

void        sonde_python_read_signatures_async   (const char           *file,
                                                  GCancellable         *cancellable,
                                                  GAsyncReadyCallback   callback,
                                                  gpointer              user_data);
GPtrArray  *sonde_python_read_signatures_finish  (GAsyncResult         *result,
                                                  GError              **error);
guint       sonde_python_signature_count_variables (SondePythonSignature *self);
JsonObject *sonde_python_signature_get_defaults  (SondePythonSignature *self);

G_END_DECLS
