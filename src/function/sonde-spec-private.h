/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "function/sonde-function.h"

G_BEGIN_DECLS

/**
 * SondeSpec:
 * @members: the description of a function, as in a study
 * @domain: its variables
 * @path_of_fault: (out) (optional): where the first fault is, see sonde_function_new_from_spec()
 * @error: return location for what it is
 *
 * The description of a function while it is read. Reading ends at the first fault.
 */
typedef struct
{
  JsonObject   *members;
  SondeDomain  *domain;
  char        **path_of_fault;
  GError      **error;
} SondeSpec;

gboolean  _sonde_spec_fail            (SondeSpec   *self,
                                       const char  *path,
                                       const char  *format,
                                       ...) G_GNUC_PRINTF (3, 4);
gboolean  _sonde_spec_has             (SondeSpec   *self,
                                       const char  *name);
gboolean  _sonde_spec_read_text       (SondeSpec   *self,
                                       const char  *name,
                                       const char  *remedy,
                                       char       **text);
gboolean  _sonde_spec_read_boolean    (SondeSpec   *self,
                                       const char  *name,
                                       gboolean    *value);
gboolean  _sonde_spec_read_object     (SondeSpec   *self,
                                       const char  *name,
                                       const char  *remedy,
                                       JsonObject **object);
gboolean  _sonde_spec_read_count      (SondeSpec   *self,
                                       const char  *name,
                                       guint        maximum,
                                       guint       *count);
gboolean  _sonde_spec_check_parameter (SondeSpec   *self,
                                       const char  *name);
gboolean  _sonde_spec_is_text         (JsonNode    *node);
gboolean  _sonde_spec_is_number       (JsonNode    *node,
                                       double      *value);
gboolean  _sonde_spec_is_identifier   (const char  *name);

/* For the check before a run: what it says names @file as the study has it. */
gboolean  _sonde_spec_check_file      (const char  *file,
                                       const char  *path,
                                       char       **path_of_fault,
                                       GError     **error);
gboolean  _sonde_spec_check_program   (const char  *program,
                                       const char  *folder,
                                       const char  *path,
                                       char       **path_of_fault,
                                       GError     **error);
char     *_sonde_spec_find_program    (const char  *program,
                                       const char  *folder);
JsonArray *_sonde_spec_list_variables (SondeDomain *domain);

G_END_DECLS
