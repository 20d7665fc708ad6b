/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

GPtrArray *_sonde_python_list_imports (const char *file);

G_END_DECLS
