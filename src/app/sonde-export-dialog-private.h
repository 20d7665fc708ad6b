/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/sonde-export-dialog.h"

G_BEGIN_DECLS

struct _SondeExportDialog
{
  AdwWindow       parent_instance;

  SondeRun       *run;
  SondeFigure    *figure;
  SondeView       seen;
  char           *quantity;         /* that of seen */
  guint           catching_up;
  GCancellable   *cancellable;
  gboolean        drawing;
  gboolean        dirty;
  GFile          *file;             /* what is being written, or will be once the preview is drawn */

  GtkWidget      *export_button;
  AdwViewStack   *stack;
  GtkPicture     *preview;
  AdwComboRow    *picture_format;
  GtkSpinButton  *width;
  GtkSpinButton  *height;
  AdwActionRow   *resolution_row;
  GtkSpinButton  *resolution;
  AdwComboRow    *range;
  AdwActionRow   *points_row;
  GtkSwitch      *points;
  GtkSwitch      *picture_title;
  AdwActionRow   *legend_row;
  GtkSwitch      *legend;
  AdwComboRow    *data_format;
  AdwComboRow    *order;
  AdwActionRow   *content_row;
};

double   _sonde_export_dialog_get_width    (SondeExportDialog *self);
double   _sonde_export_dialog_get_height   (SondeExportDialog *self);
gboolean _sonde_export_dialog_is_picture   (SondeExportDialog *self);
void     _sonde_export_dialog_get_view     (SondeExportDialog *self,
                                            SondeView         *view);
void     _sonde_export_dialog_exported     (SondeExportDialog *self,
                                            GFile             *file);

/* sonde-export-preview.c */
void     _sonde_export_dialog_draw_preview (SondeExportDialog *self);
void     _sonde_export_dialog_catch_up     (SondeExportDialog *self);

/* sonde-export-write.c */
void     _sonde_export_dialog_write_file   (SondeExportDialog *self);

G_END_DECLS
