/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Copies the rows of a table of points that are selected, or all if none is. Many are put together in slices, so that nothing stalls. */
void sonde_row_copy (GtkColumnView *view);

G_END_DECLS
