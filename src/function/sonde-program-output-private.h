/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean _sonde_program_read_value (const char  *output,
                                    GArray      *values);

G_END_DECLS
