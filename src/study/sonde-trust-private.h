/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "study/sonde-study-private.h"
#include "study/sonde-trust.h"

G_BEGIN_DECLS

GPtrArray     *_sonde_trust_list_code     (SondeStudy *study);
SondeFunction *_sonde_trust_make_function (SondeStudy *study,
                                           JsonObject *spec);

G_END_DECLS
