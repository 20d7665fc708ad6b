/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "study/sonde-point-order.h"
#include "study/sonde-point.h"
#include "study/sonde-run.h"

G_BEGIN_DECLS

#define SONDE_TYPE_POINT_LIST (sonde_point_list_get_type ())

/**
 * SondePointList:
 *
 * The results of a run as rows of a table: a GListModel of #SondePoint that looks at the points store and makes an item when it is asked
 * for one. It grows while the run goes on, at most once a slice, and can be sorted by any column.
 *
 * Property to read: sorting (whether a new order is being made; until it is there rows are as they were).
 */
G_DECLARE_FINAL_TYPE (SondePointList, sonde_point_list, SONDE, POINT_LIST, GObject)

SondePointList *sonde_point_list_new         (SondeRun              *run);
void            sonde_point_list_sort        (SondePointList        *self,
                                              const SondePointOrder *order);
void            sonde_point_list_get_order   (SondePointList        *self,
                                              SondePointOrder       *order);
gboolean        sonde_point_list_get_sorting (SondePointList        *self);
guint           sonde_point_list_get_id      (SondePointList        *self,
                                              guint                  position);
gboolean        sonde_point_list_find        (SondePointList        *self,
                                              guint                  id,
                                              guint                 *position);

G_END_DECLS
