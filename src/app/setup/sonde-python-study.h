/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "function/sonde-python-signature.h"
#include "study/sonde-study.h"

G_BEGIN_DECLS

SondePythonSignature *sonde_python_study_suggest (GPtrArray            *signatures);
JsonNode             *sonde_python_study_apply   (JsonNode             *root,
                                                  const char           *file,
                                                  SondePythonSignature *signature);
char                 *sonde_python_study_write   (SondePythonSignature *signature);

/* A new study of the function in a Python file that is suggested; nothing of the file is run. */
void                  sonde_python_study_new_async  (GFile                *file,
                                                     GAsyncReadyCallback   callback,
                                                     gpointer              user_data);
SondeStudy           *sonde_python_study_new_finish (GAsyncResult         *result,
                                                     GError              **error);

G_END_DECLS
