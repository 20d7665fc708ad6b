/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/setup/sonde-study-editor.h"
#include "function/sonde-python-signature.h"

G_BEGIN_DECLS

#define SONDE_TYPE_PYTHON_FORM (sonde_python_form_get_type ())

/**
 * SondePythonForm:
 *
 * The functions of the Python file that a study names, read again whenever the file is saved. Nothing of it is run.
 * Signal "changed": there are others now, or another problem.
 */
G_DECLARE_FINAL_TYPE (SondePythonForm, sonde_python_form, SONDE, PYTHON_FORM, GObject)

SondePythonForm      *sonde_python_form_new           (SondeStudyEditor *editor);
GPtrArray            *sonde_python_form_get_functions (SondePythonForm  *self);
SondePythonSignature *sonde_python_form_get_function  (SondePythonForm  *self);
const char           *sonde_python_form_get_problem   (SondePythonForm  *self);
void                  sonde_python_form_set_file      (SondePythonForm  *self,
                                                       const char       *file);
void                  sonde_python_form_choose        (SondePythonForm  *self,
                                                       guint             index);

G_END_DECLS
