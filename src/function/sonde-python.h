/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/sonde-family.h"
#include "function/sonde-function.h"

G_BEGIN_DECLS

#define SONDE_TYPE_PYTHON (sonde_python_get_type ())

/**
 * SondePython:
 *
 * A function in a Python file. It is called by a worker process, `python3` or another interpreter, with the coordinates of a point as its
 * first arguments and the parameters as keyword arguments.
 */
SONDE_DECLARE_MEMBER (SondePython, sonde_python, PYTHON, SondeFunction)

SondeFunction *sonde_python_new            (JsonObject   *spec,
                                            SondeDomain  *domain,
                                            char        **path_of_fault,
                                            GError      **error);
gboolean       sonde_python_is_identifier  (const char   *name);

G_END_DECLS
