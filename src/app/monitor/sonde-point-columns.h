/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "study/sonde-point-order.h"
#include "study/sonde-run.h"

G_BEGIN_DECLS

/* The columns of a table of points: number, coordinates, values, duration, state. Rows are SondePoint, SondePendingPoint or
 * SondeFailure. */

void     sonde_point_columns_build      (GtkColumnView   *view,
                                         SondeRun        *run);
/* In narrow windows only number, coordinates and values are shown. */
void     sonde_point_columns_set_narrow (GtkColumnView   *view,
                                         gboolean         narrow);
/* By what the header says that rows are to be sorted; FALSE if it says nothing. */
gboolean sonde_point_columns_get_order  (GtkColumnView   *view,
                                         SondePointOrder *order);
/* The row as it is copied: values separated by tabs, numbers in full. */
void     sonde_point_columns_append_header (GtkColumnView *view,
                                            GString       *text);
void     sonde_point_columns_append_row (GtkColumnView   *view,
                                         gpointer         row,
                                         GString         *text);

G_END_DECLS
