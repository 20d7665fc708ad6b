/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "function/sonde-program.h"

G_BEGIN_DECLS

/* sonde-program-run.c: a program that is started once for each point */
char      **_sonde_program_get_environment (SondeProgram         *self,
                                            const double         *x);
const char *_sonde_program_get_folder      (SondeProgram         *self);
void        _sonde_program_evaluate_async  (SondeFunction        *function,
                                            SondeBatch           *batch,
                                            const SondeLaunch    *launch,
                                            GCancellable         *cancellable,
                                            GAsyncReadyCallback   callback,
                                            gpointer              user_data);
SondeBatch *_sonde_program_evaluate_finish (SondeFunction        *function,
                                            GAsyncResult         *result);

/* sonde-program-process.c: one process, and what it prints */

/**
 * SondeProgramEnd:
 * @error: (nullable): it could not be started, ended with a failure, or was cancelled
 * @output: what it wrote to its output; of much, the end
 * @messages: what it wrote to its error output; of much, the end
 * @seconds: how long it took
 */
typedef struct
{
  GError *error;
  char   *output;
  char   *messages;
  double  seconds;
} SondeProgramEnd;

typedef void (*SondeProgramEnded) (const SondeProgramEnd *end,
                                   gpointer               user_data);

void        _sonde_program_start           (const char * const   *argv,
                                            const char * const   *environment,
                                            const char           *folder,
                                            GCancellable         *cancellable,
                                            SondeProgramEnded     callback,
                                            gpointer              user_data);

/* sonde-program-template.c: texts with places for variables and parameters */

/**
 * SondeTemplate:
 *
 * A text with places in braces: {x}. {{x}} is the text {x}.
 */
typedef struct _SondeTemplate SondeTemplate;

SondeTemplate *_sonde_template_new   (const char          *text,
                                      const char * const  *names,
                                      char               **unknown);
void           _sonde_template_free  (SondeTemplate       *self);
gboolean       _sonde_template_uses  (const SondeTemplate *self,
                                      guint                name);
char          *_sonde_template_fill  (const SondeTemplate *self,
                                      const char * const  *values);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SondeTemplate, _sonde_template_free)

G_END_DECLS
