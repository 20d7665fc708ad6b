/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "study/sonde-export.h"

G_BEGIN_DECLS

gboolean _sonde_export_points (const SondePoints  *points,
                               SondeLearner       *learner,
                               SondeStudy         *study,
                               SondeExportFormat   format,
                               SondeExportOrder    order,
                               GOutputStream      *stream,
                               GError            **error);

G_END_DECLS
