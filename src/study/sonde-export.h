/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "study/sonde-run.h"

G_BEGIN_DECLS

typedef enum
{
  SONDE_EXPORT_CSV,
  SONDE_EXPORT_JSON,
  SONDE_EXPORT_NPY,
} SondeExportFormat;

/**
 * SondeExportOrder:
 * @SONDE_EXPORT_TOLD: as the results arrived
 * @SONDE_EXPORT_SORTED: by the first variable, then the second and so on
 */
typedef enum
{
  SONDE_EXPORT_TOLD,
  SONDE_EXPORT_SORTED,
} SondeExportOrder;

gboolean sonde_export (SondeRun           *run,
                       SondeExportFormat   format,
                       SondeExportOrder    order,
                       GOutputStream      *stream,
                       GError            **error);

/* sonde-export-grid.c: interpolated on a regular grid of @n nodes along each variable */
gboolean sonde_export_grid (SondeRun           *run,
                            guint               n,
                            SondeExportFormat   format,
                            GOutputStream      *stream,
                            GError            **error);

/* The results there are now, to a file, while the run goes on. */
void     sonde_export_async  (SondeRun             *run,
                              SondeExportFormat     format,
                              SondeExportOrder      order,
                              GFile                *file,
                              GCancellable         *cancellable,
                              GAsyncReadyCallback   callback,
                              gpointer              user_data);
gboolean sonde_export_finish (SondeRun             *run,
                              GAsyncResult         *result,
                              GError              **error);

G_END_DECLS
