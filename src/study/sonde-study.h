/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

#include "base/sonde-diagnostic.h"
#include "base/sonde-domain.h"
#include "executor/sonde-executor.h"
#include "function/sonde-function.h"
#include "learner/sonde-learner.h"
#include "runner/sonde-goal.h"

G_BEGIN_DECLS

#define SONDE_STUDY_ERROR (sonde_study_error_quark ())

/**
 * SondeStudyError:
 * @SONDE_STUDY_ERROR_INVALID: something in it is wrong; the message has the JSON path
 * @SONDE_STUDY_ERROR_NEWER: it was written by a newer version
 * @SONDE_STUDY_ERROR_NOT_A_STUDY: the file is something else
 * @SONDE_STUDY_ERROR_DAMAGED: the file is damaged; the message has the line
 * @SONDE_STUDY_ERROR_LOCKED: another process writes the file
 * @SONDE_STUDY_ERROR_NEEDS_TRUST: it runs code that the user has not trusted
 * @SONDE_STUDY_ERROR_HAS_RESULTS: what makes the results what they are cannot be changed under them
 */
typedef enum
{
  SONDE_STUDY_ERROR_INVALID,
  SONDE_STUDY_ERROR_NEWER,
  SONDE_STUDY_ERROR_NOT_A_STUDY,
  SONDE_STUDY_ERROR_DAMAGED,
  SONDE_STUDY_ERROR_LOCKED,
  SONDE_STUDY_ERROR_HAS_RESULTS,
  SONDE_STUDY_ERROR_NEEDS_TRUST,
} SondeStudyError;

GQuark sonde_study_error_quark (void);

#define SONDE_TYPE_STUDY (sonde_study_get_type ())

/**
 * SondeStudy:
 *
 * What is to be sampled, how, until when: the declarative description, section 3 of the design. Immutable: an edit makes a new
 * one (sonde_study_node_set() on a copy of the node, then sonde_study_new_from_node()), which makes undo simple.
 */
G_DECLARE_FINAL_TYPE (SondeStudy, sonde_study, SONDE, STUDY, GObject)

/* @diagnostics: (element-type SondeDiagnostic): all that is wrong is appended, not only the first; NULL is returned if
 * one of them is an error. */
SondeStudy    *sonde_study_new_from_node        (JsonNode     *node,
                                                 GPtrArray    *diagnostics);
SondeStudy    *sonde_study_new_from_text        (const char   *text,
                                                 gssize        length,
                                                 GPtrArray    *diagnostics);
/* as above for callers who only want the first error, "domain[0].min: …" */
SondeStudy    *sonde_study_parse                (const char   *text,
                                                 GError      **error);
JsonNode      *sonde_study_to_node              (SondeStudy   *self);
char          *sonde_study_to_line              (SondeStudy   *self);
char          *sonde_study_to_pretty_text       (SondeStudy   *self);

/* sonde-study-functions.c: paths of files in a study count from the folder of the file it is in; in memory they are absolute. */
char          *sonde_study_to_line_in           (SondeStudy   *self,
                                                 const char   *folder);
SondeStudy    *sonde_study_resolve              (SondeStudy   *self,
                                                 const char   *folder);
JsonNode      *sonde_study_node_resolve         (JsonNode     *root,
                                                 const char   *folder);
JsonNode      *sonde_study_node_relate          (JsonNode     *root,
                                                 const char   *folder);
gboolean       sonde_study_has_paths            (SondeStudy   *self);
/* whether the files that evaluating needs are there */
gboolean       sonde_study_check_function       (SondeStudy   *self,
                                                 char        **path,
                                                 GError      **error);

/* JSON, read strictly as studies are read; what it means is not checked. */
JsonNode      *sonde_study_node_parse           (const char   *text,
                                                 gssize        length,
                                                 GError      **error);
/* A copy of @root with the member at @path ("goal.loss", "domain[0].min") set, objects and arrays made on the way;
 * a NULL value removes it. */
JsonNode      *sonde_study_node_set             (JsonNode     *root,
                                                 const char   *path,
                                                 JsonNode     *value,
                                                 GError      **error);
JsonNode      *sonde_study_node_get             (JsonNode     *root,
                                                 const char   *path);

const char    *sonde_study_get_title            (SondeStudy   *self);
const char    *sonde_study_get_description      (SondeStudy   *self);
const char    *sonde_study_get_function_kind    (SondeStudy   *self);
JsonObject    *sonde_study_get_function_spec    (SondeStudy   *self);
SondeDomain   *sonde_study_get_domain           (SondeStudy   *self);
SondeDomain   *sonde_study_get_point_domain     (SondeStudy   *self);
SondeDomain   *sonde_study_get_function_domain  (SondeStudy   *self);
SondeGoal     *sonde_study_get_goal             (SondeStudy   *self);
guint          sonde_study_get_ntasks           (SondeStudy   *self);
guint          sonde_study_get_retries          (SondeStudy   *self);
gboolean       sonde_study_get_raise_if_retries_exceeded (SondeStudy *self);
gboolean       sonde_study_get_log              (SondeStudy   *self);
gboolean       sonde_study_get_shutdown_executor (SondeStudy  *self);
double         sonde_study_get_max_rate         (SondeStudy   *self);
double         sonde_study_get_timeout          (SondeStudy   *self);
double         sonde_study_get_save_interval    (SondeStudy   *self);
const char * const *
               sonde_study_get_save_command     (SondeStudy   *self);
/* new objects, as described */
SondeFunction *sonde_study_create_function      (SondeStudy   *self);
SondeFunction *sonde_study_create_plain_function (SondeStudy  *self);
SondeLearner  *sonde_study_create_learner       (SondeStudy   *self);
SondeExecutor *sonde_study_create_executor      (SondeStudy   *self);
/* whether results of one are results of the other: same function, domain and learner */
gboolean       sonde_study_same_sampling        (SondeStudy   *self,
                                                 SondeStudy   *other);

G_END_DECLS
