/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "function/sonde-batch.h"

G_BEGIN_DECLS

gboolean _sonde_batch_is_set (const SondeBatch *self,
                              guint             index);
void     _sonde_batch_finish (SondeBatch       *self);

G_END_DECLS
