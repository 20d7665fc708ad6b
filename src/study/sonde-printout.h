/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define SONDE_TYPE_PRINTOUT (sonde_printout_get_type ())

/**
 * SondePrintout:
 *
 * What a function printed while it evaluated a point.
 */
G_DECLARE_FINAL_TYPE (SondePrintout, sonde_printout, SONDE, PRINTOUT, GObject)

const double *sonde_printout_get_x    (SondePrintout *self);
guint         sonde_printout_get_ndim (SondePrintout *self);
const char   *sonde_printout_get_text (SondePrintout *self);

#define SONDE_TYPE_PRINTOUT_LIST (sonde_printout_list_get_type ())

/**
 * SondePrintoutList:
 *
 * The outputs of a run, the latest last, as a list model. Bounded: of more than some thousand, or some megabytes, the oldest go. They are
 * of this session; the run file does not hold them.
 */
G_DECLARE_FINAL_TYPE (SondePrintoutList, sonde_printout_list, SONDE, PRINTOUT_LIST, GObject)

SondePrintoutList *sonde_printout_list_new    (void);
void             sonde_printout_list_add    (SondePrintoutList *self,
                                           const double    *x,
                                           guint            ndim,
                                           const char      *text);
/* tells of what was added; so that a thousand points a slice are one change */
void             sonde_printout_list_flush  (SondePrintoutList *self);
guint64          sonde_printout_list_get_n_dropped (SondePrintoutList *self);
gboolean         sonde_printout_list_save   (SondePrintoutList *self,
                                           GFile           *file,
                                           GError         **error);

G_END_DECLS
