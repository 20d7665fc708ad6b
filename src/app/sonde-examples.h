/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "study/sonde-study.h"

G_BEGIN_DECLS

const char * const *sonde_examples_list       (void);
SondeStudy         *sonde_examples_load       (const char *name);
GBytes             *sonde_examples_get_points (const char *name);

G_END_DECLS
