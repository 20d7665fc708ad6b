/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "study/sonde-study.h"

G_BEGIN_DECLS

/* The version of the format that is written, and the newest that is read. */
#define SONDE_STUDY_VERSION 1

/**
 * SondeStudyParts:
 *
 * What a study says, read and found right, with defaults in the place of what is absent.
 */
typedef struct
{
  char          *title;
  char          *description;
  JsonObject    *function;
  SondeDomain   *domain;            /* as it was given; without variables where the learner needs none */
  SondeDomain   *point_domain;      /* that of the learner's points */
  SondeDomain   *function_domain;   /* the variables of the function */
  JsonObject    *learner;           /* what it is made from; of a sequence with the values of the domain */
  JsonObject    *executor;
  SondeGoal     *goal;
  guint          ntasks;
  guint          retries;
  gboolean       raise_if_retries_exceeded;
  gboolean       log;
  gboolean       shutdown_executor;
  double         max_rate;
  double         timeout;
  double         save_interval;
  char         **save_command;
} SondeStudyParts;

/**
 * SondeStudyCheck:
 * @diagnostics: (element-type SondeDiagnostic): what was found
 * @n_errors: how many of them are errors
 * @code: what the first of the errors is
 *
 * Collects the faults of a study while it is read.
 */
typedef struct
{
  GPtrArray       *diagnostics;
  guint            n_errors;
  SondeStudyError  code;
} SondeStudyCheck;

void        _sonde_study_check_error     (SondeStudyCheck    *self,
                                          SondeStudyError     code,
                                          const char         *path,
                                          const char         *format,
                                          ...) G_GNUC_PRINTF (4, 5);
void        _sonde_study_check_warning   (SondeStudyCheck    *self,
                                          const char         *path,
                                          const char         *format,
                                          ...) G_GNUC_PRINTF (3, 4);
void        _sonde_study_check_keys      (SondeStudyCheck    *self,
                                          JsonObject         *object,
                                          const char         *path,
                                          const char * const *known);
void        _sonde_study_warn_of_key     (SondeStudyCheck    *self,
                                          const char         *path,
                                          const char * const *known);
JsonObject *_sonde_study_check_object    (SondeStudyCheck    *self,
                                          JsonObject         *parent,
                                          const char         *name,
                                          const char         *path);
char       *_sonde_study_check_string    (SondeStudyCheck    *self,
                                          JsonObject         *parent,
                                          const char         *name,
                                          const char         *path);
gboolean    _sonde_study_check_boolean   (SondeStudyCheck    *self,
                                          JsonObject         *parent,
                                          const char         *name,
                                          const char         *path,
                                          gboolean            fallback);
guint       _sonde_study_check_count     (SondeStudyCheck    *self,
                                          JsonObject         *parent,
                                          const char         *name,
                                          const char         *path,
                                          guint               maximum);
const char *_sonde_study_describe        (JsonNode           *node);

/* sonde-study-domain.c */
SondeDomain *_sonde_study_read_columns   (SondeStudyCheck    *check,
                                          JsonObject         *root);
SondeDomain *_sonde_study_read_domain    (SondeStudyCheck    *check,
                                          JsonObject         *root,
                                          gboolean            is_optional,
                                          SondeDomain       **names_only);

/* sonde-study-shape.c */
void        _sonde_study_read_hull       (SondeStudyCheck    *check,
                                          JsonObject         *root,
                                          SondeDomain        *names,
                                          SondeDomain        *domain);
void        _sonde_study_read_exclude    (SondeStudyCheck    *check,
                                          JsonObject         *root,
                                          SondeDomain        *names,
                                          SondeDomain        *domain);

/* sonde-study-functions.c */
GPtrArray  *_sonde_study_list_functions  (JsonNode           *root);
char       *_sonde_study_get_folder      (const char         *path);

/* sonde-study-children.c */
SondeDomain   *_sonde_study_new_function_domain (JsonObject             *learner,
                                                 SondeDomain            *domain);
SondeFunction *_sonde_study_new_function        (const SondeStudyParts  *parts,
                                                 char                  **path,
                                                 GError                **error);
JsonObject    *_sonde_study_get_first_function  (const SondeStudyParts  *parts,
                                                 SondeDomain           **domain);
void           _sonde_study_apply_strategy      (SondeStudy             *study,
                                                 SondeLearner           *learner);
JsonObject    *_sonde_study_complete_balancing  (JsonObject             *root,
                                                 JsonObject             *learner);

/* sonde-study-reader.c */
void        _sonde_study_read            (SondeStudyCheck    *check,
                                          JsonNode           *root,
                                          SondeStudyParts    *parts);
void        _sonde_study_parts_clear     (SondeStudyParts    *parts);

/* sonde-study.c */
SondeStudy *_sonde_study_new_checked     (JsonNode           *root,
                                          GPtrArray          *diagnostics,
                                          GError            **error);
SondeStudy *_sonde_study_parse_length    (const char         *text,
                                          gssize              length,
                                          GPtrArray          *diagnostics,
                                          GError            **error);
gboolean    _sonde_study_equal_function  (SondeStudy         *self,
                                          SondeStudy         *other);
gboolean    _sonde_study_same_executor   (SondeStudy         *self,
                                          SondeStudy         *other);

G_END_DECLS
