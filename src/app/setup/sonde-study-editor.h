/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "study/sonde-study.h"

G_BEGIN_DECLS

#define SONDE_TYPE_STUDY_EDITOR (sonde_study_editor_get_type ())

/**
 * SondeStudyEditor:
 *
 * A study while a person edits it. What was typed is kept even where it is wrong: a text which is no number stays in the
 * tree as a string. Each edit is a new immutable tree, so undo is a list of them.
 *
 * Properties: study (NULL while something is wrong), locked (there are results: what they depend on stays), can-undo,
 * can-redo.
 * Signal "changed": the tree or its diagnostics are others now.
 */
G_DECLARE_FINAL_TYPE (SondeStudyEditor, sonde_study_editor, SONDE, STUDY_EDITOR, GObject)

SondeStudyEditor *sonde_study_editor_new             (SondeStudy       *study);
SondeStudy       *sonde_study_editor_get_study       (SondeStudyEditor *self);
JsonNode         *sonde_study_editor_get_root        (SondeStudyEditor *self);
JsonNode         *sonde_study_editor_get             (SondeStudyEditor *self,
                                                      const char       *path);
double            sonde_study_editor_get_number      (SondeStudyEditor *self,
                                                      const char       *path,
                                                      double            fallback);
gboolean          sonde_study_editor_get_boolean     (SondeStudyEditor *self,
                                                      const char       *path,
                                                      gboolean          fallback);
char             *sonde_study_editor_get_text        (SondeStudyEditor *self,
                                                      const char       *path);
void              sonde_study_editor_set             (SondeStudyEditor *self,
                                                      const char       *path,
                                                      JsonNode         *value);
void              sonde_study_editor_set_number      (SondeStudyEditor *self,
                                                      const char       *path,
                                                      double            value);
void              sonde_study_editor_set_text        (SondeStudyEditor *self,
                                                      const char       *path,
                                                      const char       *text);
void              sonde_study_editor_set_boolean     (SondeStudyEditor *self,
                                                      const char       *path,
                                                      gboolean          value);
JsonNode         *sonde_study_editor_new_number      (double            value);
const char       *sonde_study_editor_get_problem     (SondeStudyEditor *self,
                                                      const char       *path);
const char       *sonde_study_editor_get_first_problem
                                                     (SondeStudyEditor *self,
                                                      const char      **path);
void              sonde_study_editor_recheck         (SondeStudyEditor *self);
gboolean          sonde_study_editor_get_locked      (SondeStudyEditor *self);
void              sonde_study_editor_lock            (SondeStudyEditor *self);
gboolean          sonde_study_editor_get_can_undo    (SondeStudyEditor *self);
gboolean          sonde_study_editor_get_can_redo    (SondeStudyEditor *self);
void              sonde_study_editor_undo            (SondeStudyEditor *self);
void              sonde_study_editor_redo            (SondeStudyEditor *self);

G_END_DECLS
