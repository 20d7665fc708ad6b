/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/sonde-family.h"
#include "function/sonde-function.h"

G_BEGIN_DECLS

#define SONDE_TYPE_PROGRAM (sonde_program_get_type ())

/**
 * SondeProgram:
 *
 * A program of the user's: started once for each point, with the coordinates among its arguments, or, if it is persistent, a worker that
 * speaks the worker protocol.
 */
SONDE_DECLARE_MEMBER (SondeProgram, sonde_program, PROGRAM, SondeFunction)

SondeFunction *sonde_program_new           (JsonObject    *spec,
                                            SondeDomain   *domain,
                                            char         **path_of_fault,
                                            GError       **error);
char         **sonde_program_get_arguments (SondeProgram  *self,
                                            const double  *x);

G_END_DECLS
