/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/chart/sonde-chart-canvas.h"

G_BEGIN_DECLS

#define SONDE_TYPE_EXPORT_DIALOG (sonde_export_dialog_get_type ())

/**
 * SondeExportDialog:
 *
 * Writes a picture of a run, or its data, to a file. The picture is of the moment in which the dialog opened: what it shows on
 * its sheet of paper is what the file will hold, though sampling goes on.
 *
 * Signal "exported" (GFile): the file is there; the dialog has closed.
 */
G_DECLARE_FINAL_TYPE (SondeExportDialog, sonde_export_dialog, SONDE, EXPORT_DIALOG, AdwWindow)

typedef enum { SONDE_EXPORT_PAGE_PICTURE, SONDE_EXPORT_PAGE_DATA } SondeExportPage;

SondeExportDialog *sonde_export_dialog_new (GtkWindow        *parent,
                                            SondeRun         *run,
                                            SondeChartCanvas *canvas,
                                            SondeExportPage   page);

G_END_DECLS
