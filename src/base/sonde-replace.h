/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

gboolean sonde_replace_close    (GOutputStream  *stream,
                                 gboolean        keep,
                                 GError        **error);
gboolean sonde_replace_contents (GFile          *file,
                                 gconstpointer   data,
                                 gsize           length,
                                 GError        **error);

G_END_DECLS
