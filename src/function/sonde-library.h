/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/sonde-family.h"
#include "function/sonde-function.h"

G_BEGIN_DECLS

#define SONDE_TYPE_LIBRARY (sonde_library_get_type ())

/**
 * SondeLibrary:
 *
 * A function of a shared library, called by a worker process of ours, so that its crashes and leaks end there.
 */
SONDE_DECLARE_MEMBER (SondeLibrary, sonde_library, LIBRARY, SondeFunction)

SondeFunction *sonde_library_new (JsonObject   *spec,
                                  SondeDomain  *domain,
                                  char        **path_of_fault,
                                  GError      **error);

G_END_DECLS
